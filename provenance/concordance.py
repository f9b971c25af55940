"""The numbers of an English paragraph beside those of its Chinese one.

A translation may say "trending upward" in a dozen ways, but 28.74% only in one: where the two texts disagree on a number, one
of them was mistranslated or, far more often, damaged on its way into the file. Equal values are paired in order; what is left
is described by what the two writings have in common. A finding says what is seen, never which text is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .model import Model
from .numerals import Gap, Quantity, gaps, quantities

FindingKind = Literal[
    "missing-in-zh",
    "missing-in-en",
    "number-lost",
    "decimal-point-lost",
    "digits-lost",
    "percent-sign-lost",
    "separator-lost",
    "month-lost",
    "day-lost",
    "magnitude-differs",
]
#: What each kind says.
FINDINGS: dict[FindingKind, str] = {
    "missing-in-zh": "the English gives a number that the Chinese does not",
    "missing-in-en": "the Chinese gives a number that the English does not",
    "number-lost": "a percent sign or magnitude stands alone where the other text has a number",
    "decimal-point-lost": "the same digits, but one text has no decimal point",
    "digits-lost": "one text has only the first or the last digits of the other's number",
    "percent-sign-lost": "the same number, but only one text calls it a percentage",
    "separator-lost": "two numbers of one text stand in the other without anything between them",
    "month-lost": "one text gives the month of a date, the other only the year",
    "day-lost": "one text gives the day of a date, the other does not",
    "magnitude-differs": "the values differ by a power of ten",
}


class Finding(Model):
    """One disagreement. ``en``/``zh`` and their spans (code points) are absent for the text that has nothing there."""

    kind: FindingKind
    en: str | None = None
    en_span: tuple[int, int] | None = None
    zh: str | None = None
    zh_span: tuple[int, int] | None = None
    poorer: Literal["en", "zh"] | None = None
    """The text whose writing says less than the other's, where the kind tells; None for a plain disagreement."""
    detail: str


_LANGUAGE: dict[Literal["en", "zh"], str] = {"en": "English", "zh": "Chinese"}


@dataclass(frozen=True, slots=True)
class _Side:
    """One text with what is not paired yet."""

    name: Literal["en", "zh"]
    text: str
    all: tuple[Quantity, ...]
    gaps: tuple[Gap, ...]
    open: list[Quantity]

    @property
    def language(self) -> str:
        return _LANGUAGE[self.name]


def compare(en_text: str, zh_text: str) -> tuple[Finding, ...]:
    """The disagreements between the numbers of two texts that say the same, in the order of the Chinese, then the English.

    Number words and Chinese numerals are used to explain a number of the other text, but are never reported missing: "one
    of", "first" and 一方面 count nothing. A year that is only repeated less often is no disagreement, nor is one that the
    other text renders as "that year" or 今年.
    """
    en, zh = _side("en", en_text), _side("zh", zh_text)
    _pair_equal(en.open, zh.open)
    found = [*_separators(en, zh), *_separators(zh, en), *_percent_signs(en, zh)]
    found += [*_dates(en, zh), *_dates(zh, en)]
    found += _near(en, zh)
    found += [*_missing(en, zh), *_missing(zh, en)]
    return tuple(sorted(found, key=lambda f: (f.zh_span or (len(zh_text), 0), f.en_span or (0, 0), f.kind)))


def _side(name: Literal["en", "zh"], text: str) -> _Side:
    every = quantities(text, name)
    return _Side(name, text, every, gaps(text, name), list(every))


# ------------------------------------------------------------------------------------------------------------ equal values

_LIKE_COUNT = frozenset({"count", "year", "ordinal", "day"})


def _same_unit(a: Quantity, b: Quantity) -> bool:
    return a.unit == b.unit and a.exact == b.exact


def _same_value(a: Quantity, b: Quantity) -> bool:
    """Equal in a way the two languages write differently: 21st century and 21 世纪, one half and 50%, the 1990s and 90 年代."""
    if a.unit in _LIKE_COUNT and b.unit in _LIKE_COUNT:
        return a.exact == b.exact
    units = {a.unit, b.unit}
    if units == {"fraction", "percent"}:
        share, percent = (a, b) if a.unit == "fraction" else (b, a)
        return share.exact * 100 == percent.exact
    if units == {"decade"}:
        return a.value % 100 == b.value % 100 and min(a.value, b.value) < 100
    if units == {"month", "count"} and not (a.spelled or b.spelled):
        return a.exact == b.exact
    return units in ({"fraction", "count"}, {"decade", "year"}) and a.exact == b.exact


def _pair_equal(en: list[Quantity], zh: list[Quantity]) -> None:
    """Take equal values off both lists, in order: first those written in digits, then those of the same unit."""
    written: tuple[Callable[[Quantity, Quantity], bool], ...] = (
        lambda a, b: not a.spelled and not b.spelled,
        lambda a, b: True,
    )
    for admitted in written:
        for same in (_same_unit, _same_value):
            for a in list(en):
                match = next((b for b in zh if admitted(a, b) and same(a, b)), None)
                if match is not None:
                    en.remove(a)
                    zh.remove(match)


# ------------------------------------------------------------------------------------------------------------ what was lost


def _finding(
    kind: FindingKind,
    rich: _Side,
    span: tuple[int, int],
    poor: _Side,
    place: tuple[int, int] | None,
    detail: str,
) -> Finding:
    """A finding in which ``rich`` has the number at ``span`` and ``poor`` less of it at ``place``, or nothing at all."""
    spans = {rich.name: span, poor.name: place}
    en, zh = (rich, poor) if rich.name == "en" else (poor, rich)
    en_span, zh_span = spans["en"], spans["zh"]
    equal = place is None or kind == "magnitude-differs"
    return Finding(
        kind=kind,
        en=en.text[slice(*en_span)].strip() if en_span else None,
        en_span=en_span,
        zh=zh.text[slice(*zh_span)].strip() if zh_span else None,
        zh_span=zh_span,
        poorer=None if equal else poor.name,
        detail=detail,
    )


def _separators(rich: _Side, poor: _Side) -> list[Finding]:
    """Two numbers that follow each other in one text and stand as one run of digits in the other: 20182020 年, 8695%."""
    out = []
    for q in list(poor.open):
        digits = q.digits or ""
        if len(digits) < 3 or "." in digits:
            continue
        for a, b in _neighbours(rich):
            if not (a.digits and b.digits) or a.scale != b.scale:
                continue
            if a.digits + b.digits == digits and q.unit in (b.unit, "count"):
                poor.open.remove(q)
                for part in (a, b):
                    if part in rich.open:
                        rich.open.remove(part)
                detail = f"{q.literal.strip()} where the {rich.language} has {a.literal} and {b.literal}: nothing between them"
                out.append(_finding("separator-lost", rich, (a.start, b.end), poor, (q.start, q.end), detail))
                break
    return out


def _neighbours(side: _Side) -> Iterable[tuple[Quantity, Quantity]]:
    """Numbers that follow each other, at least one of them not paired."""
    plain = [q for q in side.all if not q.spelled]
    for i, a in enumerate(plain):
        for b in plain[i + 1 : i + 3]:
            if b.start - a.end <= 40 and (a in side.open or b in side.open):
                yield a, b


def _percent_signs(en: _Side, zh: _Side) -> list[Finding]:
    out = []
    for rich, poor in ((en, zh), (zh, en)):
        for q in [q for q in rich.open if q.unit == "percent"]:
            match = next(
                (p for p in poor.open if p.unit == "count" and p.scale == 1 and not p.spelled and p.exact == q.exact), None
            )
            if match:
                rich.open.remove(q)
                poor.open.remove(match)
                detail = f"{match.literal.strip()} where the {rich.language} has {q.literal}: no percent sign"
                out.append(_finding("percent-sign-lost", rich, (q.start, q.end), poor, (match.start, match.end), detail))
    return out


@dataclass(frozen=True, slots=True)
class _Date:
    """A year of one text with the months or days written with it that are not paired yet."""

    start: int
    end: int
    lost: tuple[Quantity, ...]


def _dates(rich: _Side, poor: _Side) -> list[Finding]:
    """Months and days of one text whose year stands in the other without them."""
    out = []
    units: tuple[tuple[Literal["month", "day"], FindingKind], ...] = (("month", "month-lost"), ("day", "day-lost"))
    for unit, kind in units:
        for year in sorted({q.year for q in rich.open if q.unit == unit and q.year is not None}):
            dates = _written_dates(rich, unit, year)
            for date, place in _opposite(dates, _years(poor, year), poor, unit):
                for q in date.lost:
                    rich.open.remove(q)
                words = re.sub(r"\s+", " ", rich.text[date.start : date.end])
                detail = f"{poor.text[slice(*place)].strip()} where the {rich.language} has {words}: no {unit}"
                out.append(_finding(kind, rich, (date.start, date.end), poor, place, detail))
    return out


def _written_dates(side: _Side, unit: str, year: int) -> list[_Date]:
    """The dates of one year in order: each stretch of months, days and the year itself, wherever the year is written."""
    parts = [q for q in side.all if q.year == year or (q.unit == "year" and q.value == year)]
    groups: list[list[Quantity]] = []
    for q in parts:
        near = groups and q.start - groups[-1][-1].end <= 12
        if near and not (q.unit == "year" and any(g.unit == "year" for g in groups[-1])):
            groups[-1].append(q)
        else:
            groups.append([q])
    return [_Date(g[0].start, g[-1].end, tuple(q for q in g if q.unit == unit and q in side.open)) for g in groups]


def _years(side: _Side, year: int) -> list[Quantity]:
    return [q for q in side.all if q.unit == "year" and q.value == year]


def _opposite(dates: list[_Date], years: list[Quantity], poor: _Side, unit: str) -> list[tuple[_Date, tuple[int, int]]]:
    """Each date with lost parts beside a year of the other text that has none, in order.

    Where both texts name the year equally often, the n-th stands for the n-th; otherwise a dangling 月 comes before a year
    without 年. A whole ``2022年`` is what the author wrote, and nothing is lost there.
    """
    places = [_bare(q, poor, unit) for q in years]
    if len(dates) == len(years):
        paired = list(zip(dates, places, strict=True))
    else:
        bare = [p for p in places if p]
        wanted = [d for d in dates if d.lost]
        if len(bare) > len(wanted):
            gaps_first = sorted(bare, key=lambda p: (not any(g.start == p[0] for g in poor.gaps), p))
            bare = sorted(gaps_first[: len(wanted)])
        paired = list(zip(wanted, bare, strict=False))
    return [(date, place) for date, place in paired if date.lost and place]


def _bare(year: Quantity, side: _Side, unit: str) -> tuple[int, int] | None:
    """The span of a year that stands without its ``unit``, with a dangling 月; None where the date is whole."""
    for gap in side.gaps:
        if gap.kind == "month" and gap.start == year.start and unit == "month":
            return gap.start, gap.end
    if side.name == "en" or year.literal.endswith("年"):
        return None
    if re.match(r"\s*(?:[-–—~至到年]|%)", side.text[year.end :]):
        return None
    following = next((q for q in side.all if q.start >= year.end), None)
    dated = following is not None and following.unit == unit and following.year == year.value
    return None if dated else (year.start, year.end)


# -------------------------------------------------------------------------------------------------------------- near values


@dataclass(frozen=True, slots=True)
class _Relation:
    weight: int
    kind: FindingKind
    poor: Literal["en", "zh"]
    detail: str


_Place = Quantity | Gap


def _near(en: _Side, zh: _Side) -> list[Finding]:
    """What is left of both texts, aligned in order so that the relations found explain as much as they can."""
    left, right = _left_over(en), _left_over(zh)
    table = {(i, j): r for i, a in enumerate(left) for j, b in enumerate(right) if (r := _relate(a, b))}
    pairs = _align(len(left), len(right), table)
    rows, columns = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, j in sorted(table, key=lambda ij: (-table[ij].weight, ij)):
        # a translation may reorder; a gap says too little to be matched out of order
        if i not in rows and j not in columns and table[i, j].weight > 2:
            pairs.append((i, j))
            rows.add(i)
            columns.add(j)
    out = []
    for i, j in pairs:
        relation, a, b = table[i, j], left[i], right[j]
        for side, place in ((en, a), (zh, b)):
            if isinstance(place, Quantity):
                side.open.remove(place)
        spans = {"en": (a.start, a.end), "zh": (b.start, b.end)}
        poor, rich = (zh, en) if relation.poor == "zh" else (en, zh)
        out.append(_finding(relation.kind, rich, spans[rich.name], poor, spans[poor.name], relation.detail))
    return out


def _left_over(side: _Side) -> list[_Place]:
    numbers: list[_Place] = [q for q in side.open if not q.spelled]
    return sorted([*numbers, *(g for g in side.gaps if g.kind != "month")], key=lambda p: p.start)


def _align(n: int, m: int, table: dict[tuple[int, int], _Relation]) -> list[tuple[int, int]]:
    """The pairs of an order-keeping alignment with the greatest weight (Needleman and Wunsch 1970, gaps cost nothing)."""
    best = [[0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            related = table.get((i, j))
            joined = best[i + 1][j + 1] + related.weight if related else 0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], joined)
    pairs, i, j = [], 0, 0
    while i < n and j < m:
        related = table.get((i, j))
        if related and best[i][j] == best[i + 1][j + 1] + related.weight:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _relate(a: _Place, b: _Place) -> _Relation | None:
    """What an English and a Chinese writing have in common, None for nothing."""
    if isinstance(a, Gap):
        return None if isinstance(b, Gap) else _emptied(b, a, "en")
    if isinstance(b, Gap):
        return _emptied(a, b, "zh")
    if a.unit == "month" or b.unit == "month" or "fraction" in (a.unit, b.unit):
        return None
    return _shortened(a, b, "zh") or _shortened(b, a, "en") or _shifted(a, b)


def _other(poor: Literal["en", "zh"]) -> str:
    return _LANGUAGE["zh" if poor == "en" else "en"]


def _emptied(q: Quantity, gap: Gap, poor: Literal["en", "zh"]) -> _Relation | None:
    fits = q.unit == "percent" if gap.kind == "percent" else q.unit == "count" and q.value >= 10000
    if not fits:
        return None
    detail = f"{gap.literal.strip()} with no number; by its order the {_other(poor)} number is {q.literal.strip()}"
    return _Relation(2, "number-lost", poor, detail)


def _shortened(full: Quantity, short: Quantity, poor: Literal["en", "zh"]) -> _Relation | None:
    """Whether ``short`` is ``full``, written in its own magnitude, without the decimal point or without some digits."""
    if short.digits is None:
        return None
    unlike = (full.unit == "percent") != (short.unit == "percent")
    if unlike and not (full.unit == "percent" and short.unit == "count" and short.scale == 1):
        return None
    expected = _plain(full.value / short.scale)
    written = short.digits
    whole, _, part = expected.partition(".")
    says = f"{short.literal.strip()} where the {_other(poor)} has {full.literal.strip()}"
    if expected != full.digits:
        says += f" ({expected} in the same magnitude)"
    piece = expected.startswith(written) or expected.endswith(written)
    if "." in written:
        if part and piece and len(written) < len(expected):
            return _Relation(5, "digits-lost", poor, f"{says}: only some of the digits")
    elif part and written.lstrip("0") == (whole + part).lstrip("0"):
        return _Relation(3 if unlike else 9, "decimal-point-lost", poor, f"{says}: the same digits, no decimal point")
    elif part and written in (whole, part):
        gone = "after" if written == whole else "before"
        return _Relation(4 if unlike else 6, "digits-lost", poor, f"{says}: no digits {gone} the decimal point")
    elif (
        not part
        and piece
        and written.rstrip("0") != expected.rstrip("0")
        and 2 <= len(written) < len(expected) <= len(written) + 2
    ):
        return _Relation(3, "digits-lost", poor, f"{says}: only some of the digits")
    return None


def _shifted(a: Quantity, b: Quantity) -> _Relation | None:
    """Values that differ by a power of ten, which a lost or added magnitude (万, million) leaves."""
    if "year" in (a.unit, b.unit) or (a.unit == "percent") != (b.unit == "percent") or not a.value or not b.value:
        return None
    digits = a.value.normalize().as_tuple().digits
    if len(digits) < 2 or digits != b.value.normalize().as_tuple().digits:
        return None
    power = abs(a.value.normalize().adjusted() - b.value.normalize().adjusted())
    if not power:
        return None
    detail = f"English {a.literal.strip()}, Chinese {b.literal.strip()}: a factor of {10**power:,}"
    return _Relation(4, "magnitude-differs", "zh", detail)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# ------------------------------------------------------------------------------------------------------------------ missing

_RELATIVE_YEAR = {
    "en": re.compile(r"\b(?:(?:this|that|last|next|same|previous|following|current) year|annual(?:ly)?|year-on-year)\b", re.I),
    "zh": re.compile(r"[今去明前同当次上本后]一?年|翌年"),
}
_RELATIVE_MONTH = {
    "en": re.compile(r"\b(?:this|that|last|next|same|previous|following) month\b", re.I),
    "zh": re.compile(r"[本上下同当次]个?月"),
}


def _missing(side: _Side, other: _Side) -> list[Finding]:
    out = []
    for q in side.open:
        if q.spelled or _explained(q, side, other):
            continue
        kind: FindingKind = "missing-in-zh" if side.name == "en" else "missing-in-en"
        detail = f"{q.literal.strip()} has no counterpart in the {other.language}"
        out.append(_finding(kind, side, (q.start, q.end), other, None, detail))
    return out


def _explained(q: Quantity, side: _Side, other: _Side) -> bool:
    if q.unit == "year":
        return any(o.value == q.value for o in other.all) or bool(_RELATIVE_YEAR[other.name].search(other.text))
    if q.unit == "month":
        return bool(_RELATIVE_MONTH[other.name].search(other.text)) or (
            q.year is None and any(o.unit == "month" and o.value == q.value for o in other.all)
        )
    return False
