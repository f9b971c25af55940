"""Reading the numbers of a Chinese text: digits of either width, 万 and 亿, Chinese numerals, dates (GB/T 15835-2011)."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from .numbers_found import (
    HALF_WIDTH,
    LIST_HEAD,
    LONGEST,
    NUMBER,
    Claims,
    Found,
    Unit,
    decimal,
    in_a_name,
    is_year,
    one_to,
    spread,
    ten_to,
    times,
)

_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_HAN_RUN = r"[〇零一二三四五六七八九两十廿百千万亿]+"
_HAN_NUMBER = re.compile(rf"(?P<n>{_HAN_RUN}(?:点[〇零一二三四五六七八九]+)?)")
_ZH_SCALES = {"万亿": 12, "亿": 8, "万": 4, "千": 3, "百": 2, "十": 1}
_ZH_SCALE = re.compile(r"\s*[多余]?\s*(?P<a>[十百千](?=万|亿))?(?P<b>万亿|亿|万|千(?![克米瓦卡字])|百(?![货姓年]))[多余]?")
_ZH_LESSER = re.compile(rf"\s*(?P<n>{NUMBER})\s*(?P<b>万|千)")
_ZH_DIGITS = re.compile(rf"(?<![0-9])(?<![0-9][.,])(?P<n>{NUMBER})")
_ZH_PERCENT = re.compile(r"\s*(?:%|个?百分点)")
_PERCENT_WORD = re.compile(rf"(?P<base>百|千)分之\s*(?P<n>{NUMBER}|{_HAN_RUN}(?:点[〇零一二三四五六七八九]+)?)")
_PART_WORD = re.compile(rf"(?P<d>{_HAN_RUN}|[0-9]+)\s*分之\s*(?P<n>{_HAN_RUN}|[0-9]+)")
_TENTHS = re.compile(r"(?P<n>[一二两三四五六七八九])成(?P<half>半)?(?=[以多左上的,,。、;;))\s]|$)")
_AFTER_NUMBER = re.compile(r"\s*(?:(?P<decade>年代)|(?P<century>世纪)|(?P<year>年)|(?P<month>月)|(?P<day>日(?!本)|号))")
_CLASSIFIERS = frozenset(
    "个名位项条家国次种年天届倍岁人件所座场句步章轮批册份类层支只艘架台辆间期方大省市州员篇股笔周米吨元亩万亿日月号"
)


def chinese_numbers(original: str) -> list[Found]:
    """The numbers of a Chinese text in order; full-width digits and signs are read as half-width ones."""
    text = original.translate(HALF_WIDTH)
    claims = Claims(text)
    if head := LIST_HEAD.match(text):
        claims.block(*head.span())
    for m in _PERCENT_WORD.finditer(text):
        value = _read(m["n"])
        if value is None and m["n"] == "百":
            value = Decimal(100)
        if value is not None and claims.free(*m.span()):
            tenth = Decimal("0.1") if m["base"] == "千" else Decimal(1)
            claims.add(
                Found(
                    times(value, tenth),
                    "percent",
                    *m.span(),
                    digits=m["n"].replace(",", "") if m["n"][0] in "0123456789" else None,
                )
            )
    for m in _PART_WORD.finditer(text):
        top, bottom = _read(m["n"]), _read(m["d"])
        if top is not None and bottom and bottom == int(bottom) and claims.free(*m.span()):
            claims.add(Found(top, "fraction", *m.span(), over=int(bottom)))
    for m in _TENTHS.finditer(text):
        if claims.free(*m.span()):
            claims.add(Found(Decimal(_HAN_DIGITS[m["n"]] * 10 + (5 if m["half"] else 0)), "percent", *m.span()))
    _chinese_digits(text, claims)
    _chinese_numerals(text, claims)

    def joined(end: int, start: int) -> bool:
        return bool(re.fullmatch(r"\s*(?:[-–—~]{1,2}|至|到)\s*", text[end:start]))

    return _with_years(text, spread(claims.ordered(), joined))


def _read(written: str) -> Decimal | None:
    """The value of digits or of a Chinese numeral, None when it is no well-formed number."""
    if len(written) <= LONGEST and not written.strip("0123456789,.") and written[:1].isdigit():
        return decimal(written)
    return read_chinese(written)


def read_chinese(written: str) -> Decimal | None:
    """The value of a Chinese numeral such as 二十一, 三百零五万, 二〇二一 or 三点五; None when it is not well formed.

    Digits without units are read one by one when there are at least three of them; two (五六 "five or six") are an estimate
    and give None.
    """
    if len(written) > LONGEST:
        return None
    whole, _, fraction = written.partition("点")
    if fraction and not all(c in _HAN_DIGITS for c in fraction):
        return None
    value = _read_whole(whole)
    if value is None or not fraction:
        return value
    return value + Decimal("0." + "".join(str(_HAN_DIGITS[c]) for c in fraction))


def _read_whole(written: str) -> Decimal | None:
    if written and all(c in _HAN_DIGITS for c in written):
        if len(written) == 2:
            return None
        return Decimal("".join(str(_HAN_DIGITS[c]) for c in written))
    if len(written) > 2 and written[-1] in _HAN_DIGITS and written[-2] in "百千万亿":
        # 三万五 is 35,000: a last digit right after a unit counts the next lower one
        return _read_whole(written + {"百": "十", "千": "百", "万": "千", "亿": "千万"}[written[-2]])
    total, section, last, ceiling = Decimal(0), Decimal(0), 10**5, 10**13
    digit: int | None = None
    for c in written.replace("万亿", "兆").replace("廿", "二十"):
        if c in _HAN_DIGITS:
            if digit:
                return None
            digit = _HAN_DIGITS[c]
        elif c in _HAN_UNITS:
            if _HAN_UNITS[c] >= last or (not digit and c != "十"):
                return None
            last = _HAN_UNITS[c]
            section, digit = section + (digit or 1) * last, None
        elif c in "万亿兆":
            scale = {"万": 10**4, "亿": 10**8, "兆": 10**12}[c]
            section += digit or 0
            if not section or scale >= ceiling:
                return None
            total, section, digit, last, ceiling = total + section * scale, Decimal(0), None, 10**5, scale
        else:
            return None
    return total + section + (digit or 0) if written else None


def _dated(text: str, value: Decimal, end: int, start: int) -> tuple[Unit, int]:
    """The unit of date after a number and where it ends; a duration (30 年, 3 个月) is a plain count."""
    after = _AFTER_NUMBER.match(text, end)
    if not after:
        return ("year" if 1900 <= value < 2100 and end - start == 4 else "count"), end
    kind = after.lastgroup
    if kind == "decade":
        return "decade", after.end()
    if kind == "century":
        return "ordinal", end
    if kind == "year":
        return ("year", after.end()) if is_year(value) and end - start == 4 else ("count", end)
    if kind == "month" and 1 <= value <= 12 and value == int(value):
        return "month", after.end()
    if kind == "day" and 1 <= value <= 31 and value == int(value):
        return "day", after.end()
    return ("year", end) if 1900 <= value < 2100 else ("count", end)


def _chinese_digits(text: str, claims: Claims) -> None:
    for m in _ZH_DIGITS.finditer(text):
        start, end = m.span("n")
        if end - start > LONGEST or not claims.free(start, end) or one_to(text, start, end) or in_a_name(text, start, end):
            continue
        written, value = m["n"].replace(",", ""), decimal(m["n"])
        unit: Unit = "count"
        scale = Decimal(1)
        ordinal = re.search(r"第\s*$", text[max(0, start - 3) : start])
        if magnitude := _ZH_SCALE.match(text, end):
            scale = ten_to(_ZH_SCALES[magnitude["b"]] + _ZH_SCALES.get(magnitude["a"] or "", 0))
            value, end = times(value, scale), magnitude.end()
            lesser = _ZH_LESSER.match(text, end)
            if lesser and magnitude["b"] == "亿" and lesser["b"] == "万":
                value, end = value + times(decimal(lesser["n"]), Decimal(10000)), lesser.end()
        elif percent := _ZH_PERCENT.match(text, end):
            unit, end = "percent", percent.end()
        elif ordinal:
            unit, start = "ordinal", start - len(ordinal[0])
        else:
            unit, end = _dated(text, value, end, start)
        if claims.free(start, end):
            claims.add(Found(value, unit, start, end, written, scale))


def _chinese_numerals(text: str, claims: Claims) -> None:
    for m in _HAN_NUMBER.finditer(text):
        start, end = m.span("n")
        written = m["n"]
        if not claims.free(start, end) or text[start - 1 : start] in tuple("几数") or text[end : end + 1] == "几":
            continue
        ordinal = text[start - 1 : start] == "第" and start > 0
        value = read_chinese(written)
        positional = all(c in _HAN_DIGITS for c in written)
        if value is None or (positional and len(written) > 1 and not (len(written) == 4 and text[end : end + 1] == "年")):
            continue
        if ordinal:
            claims.add(Found(value, "ordinal", start - 1, end))
            continue
        if (
            len(written) == 1
            and (written == "一" or text[end : end + 1] not in _CLASSIFIERS)
            and not _AFTER_NUMBER.match(text, end)
        ):
            continue
        if percent := _ZH_PERCENT.match(text, end):
            claims.add(Found(value, "percent", start, percent.end()))
            continue
        unit, stop = _dated(text, value, end, start)
        if unit == "year" and not positional:
            unit, stop = "count", end
        claims.add(Found(value, unit, start, stop))


_CENTURY = re.compile(r"(?P<c>[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*世纪\s*$")


def _with_years(text: str, found: list[Found]) -> list[Found]:
    """Months and days take the year written right before them, decades the century (20 世纪 70 年代 is 1970)."""
    out: list[Found] = []
    year: int | None = None
    last = 0
    for f in found:
        kept = f
        if f.unit == "year":
            year = int(f.value)
        elif f.unit in ("month", "day"):
            if re.fullmatch(r"[\s年月日至到~、–—-]*", text[last : f.start]) is None:
                year = None
            kept = replace(f, year=year)
        elif f.unit == "decade":
            century = _CENTURY.search(text[max(0, f.start - 8) : f.start])
            if century and f.value < 100 and (number := _read(century["c"])):
                kept = replace(f, value=(number - 1) * 100 + f.value)
                if out and out[-1].unit == "ordinal":
                    out.pop()
        last = f.end
        out.append(kept)
    return out
