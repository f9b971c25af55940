"""Dates as files of records have them, as EDTF: BibLaTeX's ``date``, BibTeX's ``year`` and ``month``, and plain words.

BibLaTeX's dates are EDTF already ("The biblatex Package", section 2.3.8). Others are text: ``month = jul # "~4"``, ``year = {c.
1850}``, ``2011年``, ``3 May 2020``. What is not sure is no date.
"""

from __future__ import annotations

import re

from provenance.sources import is_edtf

_MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_FULL = "january february march april may june july august september october november december".split()
#: EDTF, level 1: seasons count on behind the months.
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_HAN_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_NUMBERS = re.compile(r"(-?\d{4,})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")
_CIRCA = re.compile(r"(?:c|ca|cca|circa|um|约)[. ]*(?=\d)", re.I)
_RANGE = re.compile(r"\s*(?:[-–—]+|/)\s*")


def date(written: str) -> tuple[str | None, bool]:
    """The EDTF of a date, and whether that is all it says: ``2023-08-05T10:11`` says a time, too."""
    text = written.strip()
    if not text or is_edtf(text):
        return text or None, True
    day, _, time = text.partition("T")
    if time and is_edtf(day):
        return day, False
    text = text.translate(_HAN_DIGITS) if "年" in text else text
    if (found := _NUMBERS.fullmatch(text)) and (made := _joined(found[1], found[2], found[3])):
        return made, True
    if spoken := _spoken(text):
        return spoken, True
    # the first year that stands alone is better than none, and that there is more is told
    alone = re.search(r"(?<!\d)\d{4}(?!\d)", text)
    return (alone.group() if alone else None), False


def _spoken(text: str) -> str | None:
    """``May 2020``, ``3 May 2020``, ``May 3, 2020``, ``2020 May 3``: one year of four digits, and a month in words."""
    years = re.findall(r"(?<!\d)\d{4}(?!\d)", text)
    if len(years) != 1 or not re.search(r"[^\W\d_]{3}", text):
        return None
    found = _month_and_day(text.replace(years[0], " ", 1))
    return _joined(years[0], *found) if found else None


def year(written: str) -> tuple[str | None, bool]:
    """The EDTF of what stands in ``year``, and whether that is all it says: of ``2011a`` the letter is left."""
    text = written.strip().strip("[]").strip()
    if text.isdecimal() and len(text) <= 4:
        return text.zfill(4), True
    if is_edtf(text):
        return text, True
    plain = _CIRCA.sub("", text, count=1)
    if plain != text:
        return (f"{plain}~", True) if is_edtf(f"{plain}~") else (None, False)
    ends = _RANGE.split(text)
    if len(ends) == 2 and all(re.fullmatch(r"\d{4}", end) for end in ends):
        return "/".join(ends), True
    if "年" in text:
        return date(text)
    lettered = re.fullmatch(r"(\d{4})[a-z]", text)
    return (lettered[1], False) if lettered else (None, False)


def with_month(edtf: str, month: str, day: str) -> tuple[str, bool]:
    """A year with what stands in ``month`` and ``day``, and whether all of that is in it."""
    if not re.fullmatch(r"-?\d{4}", edtf):
        return edtf, not month.strip()
    ends = [_month_and_day(end) for end in _RANGE.split(month.replace("\u00a0", " ").strip())]
    if len(ends) == 1 and ends[0] and not ends[0][1] and day.strip().isdecimal():
        ends = [(ends[0][0], int(day))]
    made = [_joined(edtf, *end) if end else None for end in ends]
    if len(made) > 2 or None in made:
        return edtf, False
    return "/".join(one for one in made if one), True


def _month_and_day(text: str) -> tuple[int, int] | None:
    """``jul``, ``July 4``, ``4 jul``, ``7``, ``7月``, ``Spring``: the numbers of month and day, 0 where there is no day."""
    words = re.findall(r"\d+|[^\W\d_]+", text)
    names = [word.lower() for word in words if not word.isdecimal() and word not in ("月", "日", "st", "nd", "rd", "th")]
    numbers = [int(word) for word in words if word.isdecimal()]
    if not names:
        return (numbers[0], 0) if len(numbers) == 1 else None
    name = names[0]
    number = _SEASONS.get(name) or (_MONTHS.get(name[:3]) if len(name) == 3 or _is_month(name) else None)
    if number is None or len(names) > 1 or len(numbers) > 1:
        return None
    return number, numbers[0] if numbers else 0


def _is_month(name: str) -> bool:
    """Whether a word is an English month, in full or cut short."""
    return any(full.startswith(name) for full in _FULL) and len(name) > 2


def _joined(year_: str, month: str | int | None, day: str | int | None) -> str | None:
    parts = [year_, *(f"{int(part):02}" for part in (month, day) if part)]
    made = "-".join(parts)
    return made if is_edtf(made) else None
