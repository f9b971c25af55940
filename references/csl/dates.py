"""Dates of CSL-JSON: read, rendered by a style's or a locale's date parts, and as sort keys.

Rules: CSL 1.0.2, "Date", "Date-part", "Date Ranges", "AD and BC", "Seasons"; CSL-JSON schema, "date-variable".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from .tree import Span, change_case, strip_periods

if TYPE_CHECKING:
    from .locales import Locale

YEAR, MONTH, DAY = "year", "month", "day"
#: From the largest part to the smallest.
NAMES = (YEAR, MONTH, DAY)
#: Between the ends of a range where no range-delimiter is set.
EN_DASH = "–"


@dataclass(frozen=True, slots=True)
class Point:
    """One end of a date. ``season`` is 1 to 4; it stands in the place of the month."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: int | None = None
    season_text: str = ""
    """A season that is not one of the four, in words."""


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date, a range of two dates, or a literal."""

    start: Point = Point()
    end: Point | None = None
    circa: bool = False
    literal: str = ""
    open_ended: bool = False
    """A range with no end yet: ``2005/..``"""


@dataclass(frozen=True, slots=True)
class DatePartConfig:
    """A ``cs:date-part``: which part, in which form, with which affixes and formatting."""

    name: str
    form: str | None = None
    prefix: str = ""
    suffix: str = ""
    range_delimiter: str | None = None
    text_case: str | None = None
    strip_periods: bool = False
    formatting: Mapping[str, Any] = field(default_factory=dict)
    """Keyword arguments for :class:`tree.Span`."""


_FORMATTING = ("font-style", "font-variant", "font-weight", "text-decoration", "vertical-align")


def read_formatting(element: Any) -> dict[str, str]:
    """The formatting attributes of an element as keyword arguments for :class:`tree.Span`."""
    return {name.replace("-", "_"): value for name in _FORMATTING if (value := element.get(name))}


def read_part(element: Any) -> DatePartConfig:
    """A ``cs:date-part`` element."""
    return DatePartConfig(
        name=element.get("name", ""),
        form=element.get("form"),
        prefix=element.get("prefix", ""),
        suffix=element.get("suffix", ""),
        range_delimiter=element.get("range-delimiter"),
        text_case=element.get("text-case"),
        strip_periods=element.get("strip-periods") == "true",
        formatting=read_formatting(element),
    )


def read_parts(element: Any) -> list[DatePartConfig]:
    """The ``cs:date-part`` children of a ``cs:date``, in order."""
    return [read_part(child) for child in element if isinstance(child.tag, str) and child.tag.endswith("date-part")]


def read_date_format(element: Any) -> tuple[str, list[DatePartConfig]]:
    """Delimiter and parts of a localized ``cs:date``; formatting set on the whole holds for each part that sets none."""
    whole = read_formatting(element)
    case = element.get("text-case")
    parts = read_parts(element)
    if whole or case:
        parts = [replace(p, formatting={**whole, **p.formatting}, text_case=p.text_case or case) for p in parts]
    return element.get("delimiter", ""), parts


def localized(
    form: str, locale: Locale, date_parts: str | None = None, overrides: Sequence[DatePartConfig] = ()
) -> tuple[str, list[DatePartConfig]]:
    """Delimiter and parts of ``cs:date form="text"`` or ``"numeric"``.

    ``date_parts`` (year, year-month, year-month-day) says which parts remain, ``overrides`` are the style's own ``cs:date-part``
    elements: what they set replaces what the locale sets, but never affixes, order or presence.
    """
    delimiter, parts = locale.date_format(form)
    kept = (date_parts or "year-month-day").split("-")
    by_name = {part.name: part for part in overrides}
    return delimiter, [_overridden(part, by_name.get(part.name)) for part in parts if part.name in kept]


def _overridden(part: DatePartConfig, own: DatePartConfig | None) -> DatePartConfig:
    if own is None:
        return part
    return replace(
        part,
        form=own.form or part.form,
        range_delimiter=part.range_delimiter if own.range_delimiter is None else own.range_delimiter,
        text_case=own.text_case or part.text_case,
        strip_periods=own.strip_periods or part.strip_periods,
        formatting={**part.formatting, **own.formatting},
    )


# Reading


def parse(value: Any) -> DateValue | None:
    """A date of CSL-JSON, None where nothing is given. What cannot be understood stays, as a literal."""
    if isinstance(value, str):
        return parse_raw(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return DateValue(Point(value)) if value else None
    if isinstance(value, list):
        value = {"date-parts": value}
    if not isinstance(value, Mapping):
        return None
    circa = str(value.get("circa") or "").lower() not in ("", "0", "false")
    found = _from_parts(value)
    literal = str(value.get("literal") or "").strip()
    if found is None and literal:
        found = DateValue(literal=literal)
    if found is None and (raw := value.get("raw") or value.get("edtf")):
        found = parse_raw(str(raw))
    season = str(value.get("season") or "").strip()
    if season and not (found and found.literal):
        found = found or DateValue()
        found = replace(found, start=_with_season(found.start, season))
    if found is None:
        return None
    return replace(found, circa=circa or found.circa)


def _from_parts(value: Mapping[str, Any]) -> DateValue | None:
    given = value.get("date-parts")
    if not isinstance(given, list):
        if value.get("year") in (None, ""):
            return None
        given = [[value.get(name) for name in NAMES]]
    if given and not isinstance(given[0], list):
        given = [given]
    points = [_point(part) for part in given[:2] if isinstance(part, list)]
    if not points or points[0] is None:
        return None
    if len(points) == 1 or points[1] == points[0]:
        return DateValue(points[0])
    # an end of [0] or [] is how a range without an end is written
    return DateValue(points[0], points[1], open_ended=points[1] is None)


def _point(parts: Sequence[Any]) -> Point | None:
    year, month, day = (*(_integer(part) for part in parts[:3]), None, None, None)[:3]
    if not year:
        return None
    season = None
    if month is not None and month > 12:
        # 21 to 24 are the seasons of EDTF; 13 to 20 are in use as well, four by four
        season = (month - 13) % 4 + 1 if month <= 24 else None
        month = None
    if month is not None and month < 1:
        month = None
    if day is not None and (not 1 <= day <= 31 or month is None):
        day = None
    return Point(year, month, day, season)


def _integer(value: Any) -> int | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float):
        return int(value) if abs(value) < 1e9 else None  # false for nan as well
    found = re.fullmatch(r"\s*([-−+]?\d{1,9})\s*\??\s*", str(value))
    return int(found.group(1).replace("−", "-")) if found else None


_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}


def _with_season(point: Point, text: str) -> Point:
    number = _integer(text)
    if number is not None:
        season = number - 20 if 21 <= number <= 24 else number
        return replace(point, season=season) if 1 <= season <= 4 and point.month is None else point
    if point.month is not None or not text:
        return point
    if season := _SEASONS.get(text.lower(), 0):
        return replace(point, season=season)
    return replace(point, season_text=text)


# Raw dates

_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_ISO = re.compile(r"(?P<year>[-−]?\d{3,4}|Y[-−]?\d{5,9})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?(?:T.*)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_UNSPECIFIED = re.compile(r"(\d{1,4})-(\d\d|XX|uu)-(XX|uu|00)|(\d{1,4})-(XX|uu|00)", re.I)
_CIRCA = re.compile(r"^(?:c(?:irca|a)?\.?\s+|c\.|about\s+|~)", re.I)
_ERA = re.compile(r"^(\d+)\s*(B\.?C\.?(?:E\.?)?|A\.?D\.?|C\.?E\.?)$|^A\.?D\.?\s*(\d+)$", re.I)
_RANGE = re.compile(r"\s*/\s*|\s+[-–—]+\s+|\s*[–—]\s*|--|(?<=[a-z])-(?=[A-Z])|(?<= \d{4})-(?=\d{1,2} |[A-Z])")
_YEARS = re.compile(r"(\d{4})-(\d{4})")


def parse_raw(text: str) -> DateValue | None:
    """A date written as text: ISO 8601 and EDTF level 0 and 1 (``2005-11-22/2006-01``, ``1999-21``, ``2005?``, ``2005/..``),
    or in words (``22 November 2005``, ``Spring 1999 - Summer 2001``, ``c. 1450``, ``250 BC``). Anything else is a literal.
    """
    text = text.strip()
    if not text:
        return None
    ends = _YEARS.fullmatch(text)
    halves = list(ends.groups()) if ends else _slashed(text) or _RANGE.split(text)
    if len(halves) > 2:
        return DateValue(literal=text)
    circa = False
    points: list[Point | None] = []
    for half in halves:
        if half in ("", "..", "open") and points:
            points.append(None)
            continue
        found = _raw_point(half)
        if found is None:
            return DateValue(literal=text)
        points.append(found[0])
        circa = circa or found[1]
    start = points[0]
    if start is None:
        return DateValue(literal=text)
    if len(points) == 1:
        return DateValue(start, circa=circa) if start.year is not None else DateValue(literal=text)
    end = points[1]
    if start.year is None and end is not None:
        start = replace(start, year=end.year, month=start.month or end.month)
    if start.year is None or (end is not None and end.year is None):
        return DateValue(literal=text)
    return DateValue(start, end, circa=circa, open_ended=end is None)


def _slashed(text: str) -> list[str] | None:
    """``2005/11/22`` and ``11/22/2005`` are one date, not a range."""
    return [text] if re.fullmatch(r"\d{4}/\d{1,2}/\d{1,2}|\d{1,2}/\d{1,2}/\d{4}|\d{1,2}/\d{4}", text) else None


def _raw_point(text: str) -> tuple[Point, bool] | None:
    """One end and whether it is approximate."""
    bare = _CIRCA.sub("", text).strip()
    plain = bare.strip("[]").rstrip("?~%")
    circa = plain != text.strip()
    point = _iso_point(plain) or _era_point(plain) or _worded_point(plain)
    return (point, circa) if point else None


def _iso_point(text: str) -> Point | None:
    if found := _UNSPECIFIED.fullmatch(text):
        month = found[2] if found[2] and found[2].isdigit() else None
        return _point([found[1] or found[4], month])
    if found := re.fullmatch(r"(\d{4})/(\d{1,2})/(\d{1,2})", text):
        return _point(list(found.groups()))
    if found := re.fullmatch(r"(\d{1,2})/(?:(\d{1,2})/)?(\d{4})", text):
        # the American order, unless the first number can only be a day
        month, day = found[1], found[2]
        if day and int(month) > 12 >= int(day):
            month, day = day, month
        return _point([found[3], month, day])
    found = _COMPACT.fullmatch(text) or _ISO.fullmatch(text)
    if found is None:
        return None
    written, month, day = found.groups()
    if (month and not (1 <= int(month) <= 12 or 21 <= int(month) <= 24)) or (day and not 1 <= int(day) <= 31):
        return None
    year = _integer(written.removeprefix("Y")) or 0
    if year <= 0 and len(written) > 4:
        year -= 1  # ISO 8601 has a year 0, which is 1 BC; so -0043 is 44 BC
    return _point([year, month, day])


def _era_point(text: str) -> Point | None:
    found = _ERA.match(text)
    if found is None:
        return None
    year = int(found[1] or found[3])
    return Point(-year if (found[2] or "").upper().startswith("B") else year) if year else None


def _worded_point(text: str) -> Point | None:
    """A date in English words; None when a word or number is left over."""
    year = month = day = season = None
    for word in re.findall(r"[^\s,.]+", text):
        low = word.lower()
        number = re.fullmatch(r"(\d{1,4})(?:st|nd|rd|th)?", low)
        if number and len(number[1]) >= 3 and year is None:
            year = int(number[1])
        elif number and 1 <= int(number[1]) <= 31 and day is None:
            day = int(number[1])
        elif low in _SEASONS and season is None:
            season = _SEASONS[low]
        elif re.fullmatch(r"[a-z]{3,9}", low) and low[:3] in _MONTHS and _is_month(low) and month is None:
            month = _MONTHS[low[:3]]
        else:
            return None
    if year is None and month is None and season is None and day is None:
        return None
    if season and month:
        return None
    return Point(year, month, day if month or year is None else None, season)


def _is_month(word: str) -> bool:
    names = "january february march april may june july august september october november december sept".split()
    return any(name.startswith(word) for name in names)


# Rendering


def render(value: DateValue, parts: Sequence[DatePartConfig], delimiter: str, locale: Locale) -> list[str | Span]:
    """The pieces of a date; an empty list when none of the parts has anything to show.

    In a range the parts that both ends share stand once; the delimiter between the ends is that of the largest part that
    differs, an en dash where the style sets none ("Date Ranges").
    """
    if value.literal:
        # words stand where the year would: "in press", not again where the style prints month and day
        return _joined({YEAR: value.literal}, [part for part in parts if part.name == YEAR][:1], "")
    start = _texts(value.start, parts, locale)
    if value.open_ended:
        shown = _joined(start, parts, delimiter)
        return [*_trimmed(shown, last=True), _delimiter(parts, YEAR)] if shown else []
    if value.end is None:
        return _joined(start, parts, delimiter)
    end = _texts(value.end, parts, locale)
    differing = [name for name in NAMES if start.get(name) != end.get(name)]
    if not differing:
        return _joined(start, parts, delimiter)
    if YEAR in differing and _era(value.start.year, locale) == _era(value.end.year, locale) != "":
        # years of one era name it once, at the end: 327–321 BC (Chicago 18, 9.64)
        start[YEAR] = str(abs(value.start.year or 0))
    return _range(start, end, parts, delimiter, differing)


def _range(
    start: Mapping[str, str], end: Mapping[str, str], parts: Sequence[DatePartConfig], delimiter: str, differing: list[str]
) -> list[str | Span]:
    largest = differing[0]
    varying = set(NAMES[NAMES.index(largest) :])
    places = [index for index, part in enumerate(parts) if part.name in varying]
    head, middle, tail = parts[: places[0]], parts[places[0] : places[-1] + 1], parts[places[-1] + 1 :]
    first, second = _joined(start, middle, delimiter), _joined(end, middle, delimiter)
    between: list[str | Span] = [_delimiter(parts, largest)] if first and second else []
    ranged = [*_trimmed(first, last=True), *between, *_trimmed(second, last=False)] if between else first or second
    groups = [_joined(start, head, delimiter), ranged, _joined(start, tail, delimiter)]
    out: list[str | Span] = []
    for group in groups:
        if group and out and delimiter:
            out.append(delimiter)
        out += group
    return out


def _delimiter(parts: Sequence[DatePartConfig], name: str) -> str:
    found = next((part.range_delimiter for part in parts if part.name == name), None)
    return EN_DASH if found is None else found


def _trimmed(pieces: list[str | Span], last: bool) -> list[str | Span]:
    """Without the affix that faces the range delimiter."""
    at = -1 if last else 0
    edge = pieces[at]
    if isinstance(edge, Span):
        out = list(pieces)
        out[at] = replace(edge, suffix="") if last else replace(edge, prefix="")
        return out
    return pieces


def _joined(texts: Mapping[str, str], parts: Sequence[DatePartConfig], delimiter: str) -> list[str | Span]:
    out: list[str | Span] = []
    for part in parts:
        if not (text := texts.get(part.name)):
            continue
        if out and delimiter:
            out.append(delimiter)
        pieces: list[str | Span] = [text]
        if part.strip_periods:
            pieces = strip_periods(pieces)
        if part.text_case:
            pieces = change_case(pieces, part.text_case, "en")
        out.append(Span(pieces, prefix=part.prefix, suffix=part.suffix, **part.formatting))
    return out


def _texts(point: Point, parts: Sequence[DatePartConfig], locale: Locale) -> dict[str, str]:
    """What each of the parts says for one end of the date."""
    out = {}
    for part in parts:
        if part.name == YEAR and point.year is not None:
            out[YEAR] = _year(point.year, part.form, locale)
        elif part.name == MONTH:
            out[MONTH] = _month(point, part.form, locale)
        elif part.name == DAY and point.day is not None:
            out[DAY] = _day(point, part.form, locale)
    return out


def _year(year: int, form: str | None, locale: Locale) -> str:
    if form == "short" and year >= 1000:
        return f"{year % 100:02}"
    return f"{abs(year)}{_era(year, locale)}"


def _era(year: int | None, locale: Locale) -> str:
    """The term after a year before Christ, or of less than four digits ("AD and BC")."""
    if year is None or year >= 1000:
        return ""
    return locale.term("bc" if year < 0 else "ad") or ""


def _month(point: Point, form: str | None, locale: Locale) -> str:
    if point.month is None:
        if point.season is not None:
            return locale.term(f"season-{point.season:02}") or ""
        return point.season_text
    if form == "numeric":
        return str(point.month)
    if form == "numeric-leading-zeros":
        return f"{point.month:02}"
    return locale.term(f"month-{point.month:02}", "short" if form == "short" else "long") or ""


def _day(point: Point, form: str | None, locale: Locale) -> str:
    day = point.day or 0
    if form == "numeric-leading-zeros":
        return f"{day:02}"
    if form == "ordinal" and (day == 1 or not locale.limit_day_ordinals_to_day_1):
        return locale.ordinal(day, "ordinal", locale.gender(f"month-{point.month:02}") if point.month else None)
    return str(day)


# Sorting

#: Added to a year, so that years before Christ sort as text too.
_OFFSET = 1_000_000_000


def sort_key(value: DateValue | None, names: Collection[str] = NAMES) -> str:
    """Text that sorts as the date does: year, month, day of the start, then of the end; "" for no date.

    ``names`` are the parts that count: a macro used as a sort key counts only the parts it renders ("Sorting").
    """
    if value is None:
        return ""
    if value.literal:
        return value.literal
    key = _point_key(value.start, names)
    return f"{key} {_point_key(value.end, names)}" if value.end else key


def _point_key(point: Point, names: Collection[str]) -> str:
    year = (point.year or 0) + _OFFSET if YEAR in names else _OFFSET
    # a season stands where it begins: spring in March, winter in December
    month = (point.month or (point.season or 0) * 3) if MONTH in names else 0
    day = (point.day or 0) if DAY in names else 0
    return f"{year:010}{month:02}{day:02}"
