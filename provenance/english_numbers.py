"""Reading the numbers of an English text: digits and words, dates, ranges, magnitudes."""

from __future__ import annotations

import re
from decimal import Decimal

from .numbers_found import (
    EXACT,
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

_MONTH_LIST = "January February March April May June July August September October November December"
_MONTH_NAMES = _MONTH_LIST.split()
_MONTHS = {name[:3]: i for i, name in enumerate(_MONTH_NAMES, 1)}
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTH_NAMES)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)(?![a-z])")
_DAY = r"(?P<{0}>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9a-zA-Z%]|[.,:][0-9])"
_TO = r"\s*(?:to|and|through|until|[-–—~])\s*"
_DAYS_AFTER = re.compile(rf"\s+{_DAY.format('a')}(?:{_TO}{_DAY.format('b')}(?!\s*(?:percent|million|billion|people)))?")
_DAYS_BEFORE = re.compile(rf"(?<![0-9.,])(?:{_DAY.format('a')}{_TO})?{_DAY.format('b')}\s+(?:of\s+)?$")
_YEAR_AFTER = re.compile(r",?\s+(?:of\s+)?(?P<year>[0-9]{4})(?![0-9A-Za-z%]|[.,][0-9])")
_MONTH_JOIN = re.compile(r"(?:\s*(?:to|and|or|through|until|[-–—,])\s*)+")
_MONTH_CONTEXT = re.compile(r"\b(?:in|of|since|by|until|till|from|during|early|late|mid|last|this|next|through)[\s-]+$", re.I)

_MAGNITUDES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_MAGNITUDE = re.compile(r"[\s-]*(hundred|thousand|million|billion|trillion)(?![a-z])", re.I)
_SHORT_MAGNITUDE = re.compile(r"\s?(bn|mn|tn|trn|m|k|b)(?![A-Za-z])")
_SHORT = {"bn": 9, "b": 9, "mn": 6, "m": 6, "k": 3, "tn": 12, "trn": 12}
_CURRENCY = re.compile(r"(?:U\.S\.\s*|US\s?|HK|NT|A|C)?[$€£¥]\s*$|\b(?:RMB|USD|EUR|GBP|JPY|CNY)\s*$")
_EN_PERCENT = re.compile(r"\s*%|[\s-]*(?:percentage\s+points?|per\s?cent|pct)\b", re.I)
_EN_DIGITS = re.compile(rf"(?<![0-9])(?<![0-9][.,])(?P<n>{NUMBER})")
_EN_ORDINAL = re.compile(r"(?:st|nd|rd|th)(?![a-z])")
_EN_DECADE = re.compile(r"[’']?s(?![A-Za-z])")
_SLASH_FRACTION = re.compile(r"(?<![0-9/.])(?P<n>[0-9]{1,3})\s?[/⁄]\s?(?P<d>[0-9]{1,3})(?=\s+of\b)")

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_ROUND = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth"
)
_CARDINALS = {w: i for i, w in enumerate(_SMALL.split())} | {w: 20 + 10 * i for i, w in enumerate(_ROUND.split())}
_ORDINALS = {w: i for i, w in enumerate(_SMALL_ORDINALS.split(), 1)} | {
    w[:-1] + "ieth": n for w, n in _CARDINALS.items() if n >= 20
}
_CARDINAL = "|".join(sorted(_CARDINALS, key=len, reverse=True))
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_WORDS = re.compile(
    rf"\b(?:{_CARDINAL}|(?:a|one)(?=\s+(?:hundred|thousand|million|billion|trillion)\b))\b"
    rf"(?:(?:[\s-]+|(?<=red)\s+and\s+|(?<=sand)\s+and\s+|(?<=lion)\s+and\s+)(?:{_CARDINAL}|{'|'.join(_MAGNITUDES)})\b)*"
    rf"(?:[\s-]+(?:{_ORDINAL})\b)?|\b(?:{_ORDINAL})\b",
    re.I,
)
_WORD_FRACTION = re.compile(
    r"\b(?P<n>one|two|three|four|five|seven|nine|a)[\s-]+(?P<d>half|thirds?|quarters?|fourths?|fifths?|sixths?|eighths?|tenths?)"
    r"(?=\s+of\b|\s+the\b|[.,;)]|$)|\b(?P<half>half)(?=\s+of\b|\s+the\b)",
    re.I,
)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}


def english_numbers(text: str) -> list[Found]:
    """The numbers of an English text in order; dates are read first, then digits, then words."""
    claims = Claims(text)
    if head := LIST_HEAD.match(text):
        claims.block(*head.span())
    _english_dates(text, claims)
    for m in _SLASH_FRACTION.finditer(text):
        if int(m["d"]) and claims.free(*m.span()):
            claims.add(Found(Decimal(m["n"]), "fraction", *m.span(), digits=m["n"], over=int(m["d"])))
    _english_digits(text, claims)
    for m in _WORD_FRACTION.finditer(text):
        if claims.free(*m.span()):
            word = (m["half"] or m["d"]).lower().rstrip("s")
            top = _CARDINALS.get((m["n"] or "one").lower(), 1)
            claims.add(Found(Decimal(top), "fraction", *m.span(), over=_PARTS[word]))
    for m in _WORDS.finditer(text):
        if claims.free(*m.span()):
            _english_words(text, m, claims)
    between = re.compile(r"\bbetween\b[^.;]{0,30}$", re.I)

    def joined(end: int, start: int) -> bool:
        link = text[end:start]
        if re.fullmatch(r"\s*(?:[-–—~]|to)\s*(?:(?:U\.S\.\s*)?[$€£¥])?", link):
            return True
        return bool(re.fullmatch(r"\s+and\s+", link) and between.search(text[max(0, end - 40) : end]))

    return spread(claims.ordered(), joined)


def _english_dates(text: str, claims: Claims) -> None:
    months = list(_MONTH.finditer(text))
    years: dict[int, int | None] = {}
    for i in range(len(months) - 1, -1, -1):
        m = months[i]
        after = _DAYS_AFTER.match(text, m.end())
        before = None if after else _DAYS_BEFORE.search(text, max(0, m.start() - 20), m.start())
        end = after.end() if after else m.end()
        year = _YEAR_AFTER.match(text, end)
        if year and not is_year(Decimal(year["year"])):
            year = None
        following = months[i + 1].start() if i + 1 < len(months) else -1
        linked = following > 0 and (i + 1) in years and bool(_MONTH_JOIN.fullmatch(text[end:following].rstrip("0123456789 ")))
        if not (after or before or year or linked or _MONTH_CONTEXT.search(text[max(0, m.start() - 12) : m.start()])):
            continue
        years[i] = int(year["year"]) if year else (years[i + 1] if linked else None)
        number = Decimal(_MONTHS[m[0][:3]])
        claims.add(Found(number, "month", *m.span(), digits=str(number), year=years[i]))
        for days in (after, before):
            for group in ("a", "b"):
                if days and days[group] and 1 <= int(days[group]) <= 31 and claims.free(*days.span(group)):
                    claims.add(Found(Decimal(days[group]), "day", *days.span(group), digits=days[group], year=years[i]))
        if year and claims.free(*year.span("year")):
            claims.add(Found(Decimal(year["year"]), "year", *year.span("year"), digits=year["year"]))


def _english_digits(text: str, claims: Claims) -> None:
    for m in _EN_DIGITS.finditer(text):
        start, end = m.span("n")
        if end - start > LONGEST or not claims.free(start, end) or one_to(text, start, end):
            continue
        written = m["n"].replace(",", "")
        value = decimal(m["n"])
        if ordinal := _EN_ORDINAL.match(text, end):
            claims.add(Found(value, "ordinal", start, ordinal.end(), written))
            continue
        if written.endswith("0") and (decade := _EN_DECADE.match(text, end)):
            claims.add(Found(value, "decade", start, decade.end(), written))
            continue
        currency = _CURRENCY.search(text, max(0, start - 8), start)
        low = currency.start() if currency and claims.free(currency.start(), start) else start
        if percent := _EN_PERCENT.match(text, end):
            claims.add(Found(value, "percent", start, percent.end(), written))
        elif magnitude := _MAGNITUDE.match(text, end):
            scale = ten_to(_MAGNITUDES[magnitude[1].lower()])
            claims.add(Found(times(value, scale), "count", low, magnitude.end(), written, scale))
        elif currency and (short := _SHORT_MAGNITUDE.match(text, end)):
            scale = ten_to(_SHORT[short[1]])
            claims.add(Found(times(value, scale), "count", low, short.end(), written, scale))
        elif not in_a_name(text, low if currency else start, end):
            year = currency is None and len(m["n"]) == 4 and is_year(value)
            claims.add(Found(value, "year" if year else "count", low, end, written))


def _english_words(text: str, m: re.Match[str], claims: Claims) -> None:
    """Numbers in words: the usual reading by groups; a last ordinal word makes the whole an ordinal."""
    total = group = Decimal(0)
    ordinal = False
    for word in re.findall(r"[a-z]+", m[0].lower()):
        if word == "and":
            continue
        if word in _MAGNITUDES:
            scale = ten_to(_MAGNITUDES[word])
            if word == "hundred":
                group = times(group or Decimal(1), scale)
            else:
                total, group = EXACT.add(total, times(group or Decimal(1), scale)), Decimal(0)
        else:
            ordinal = word in _ORDINALS
            group += 1 if word == "a" else _ORDINALS.get(word, _CARDINALS.get(word, 0))
    percent = None if ordinal else _EN_PERCENT.match(text, m.end())
    unit: Unit = "ordinal" if ordinal else "percent" if percent else "count"
    claims.add(Found(total + group, unit, m.start(), percent.end() if percent else m.end()))
