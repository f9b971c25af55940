"""What the readers of English and of Chinese numbers share: exact values, digits in names, ranges, what is already read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from typing import Literal

Unit = Literal["count", "percent", "year", "month", "day", "ordinal", "decade", "fraction"]


@dataclass(frozen=True, slots=True)
class Found:
    """A number as a reader found it; the fields are those of :class:`provenance.numerals.Quantity`."""

    value: Decimal
    unit: Unit
    start: int
    end: int
    digits: str | None = None
    scale: Decimal = Decimal(1)
    over: int = 1
    year: int | None = None


# One character for one, so that offsets hold.
_FULL_WIDTH = (
    "".join(chr(0xFF10 + i) for i in range(10)) + "\uff0e\uff05\uff0c\uff5e\u301c\u223c\uff08\uff09\u30fc\u2500\uff1b\uff1a"
)
HALF_WIDTH = str.maketrans(_FULL_WIDTH, "0123456789.%,~~~()--;:")


NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
LIST_HEAD = re.compile(
    r"\s*(?:\(\s*(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*\)|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*[)、]"
    r"|[0-9]{1,2}\.(?=\s|[^\x00-\x7f]))"
)
_UNIT_OF_MEASURE = re.compile(
    r"(?:km|cm|mm|nm|kg|mg|[kMGT]?Wh?|[kMGT]?[bB]|[kMG]?Hz|ha|hr?s?|mph|sq|t|m|K|°C?)(?:²|³)?(?![A-Za-z0-9])"
)
#: Longer runs of digits are identifiers, not quantities.
LONGEST = 24
EXACT = Context(prec=80)


def decimal(written: str) -> Decimal:
    """Digits with or without thousands separators."""
    return Decimal(written.replace(",", ""))


def ten_to(power: int) -> Decimal:
    """A power of ten as a whole number."""
    return Decimal(10**power)


def times(value: Decimal, scale: Decimal) -> Decimal:
    """The exact product, a whole number without an idle ``.0``."""
    product = EXACT.multiply(value, scale)
    whole = product.to_integral_value()
    return whole if whole == product else product


def is_year(value: Decimal) -> bool:
    """Whether a bare number of four digits is read as a year."""
    return 1000 <= value < 2200


def in_a_name(text: str, start: int, end: int) -> bool:
    """Whether digits at ``start``–``end`` belong to a name: ``G20``, ``COVID-19``, ``1C2S``, ``5G``; not ``mid-2022``."""
    before = re.search(r"[A-Za-z]+[-‐‑]?$|[A-Za-z0-9]\.$|[0-9][A-Za-z]+$", text[max(0, start - 24) : start])
    if before and not (before[0][-1] in "-‐‑" and before[0][:-1].islower()) and before[0] not in _CURRENCY_CODES:
        return True
    after = text[end : end + 1]
    return after.isascii() and after.isalpha() and not _UNIT_OF_MEASURE.match(text, end)


def one_to(text: str, start: int, end: int) -> bool:
    """Whether this is the 1 of a ratio such as 1:1000, which says nothing by itself."""
    return text[start:end] == "1" and bool(re.match(r"\s?:\s?[0-9]{2,}", text[end : end + 5]))


_CURRENCY_CODES = frozenset({"RMB", "USD", "EUR", "GBP", "JPY", "CNY", "HK", "US", "NT"})


def spread(found: list[Found], joined: Callable[[int, int], bool]) -> list[Found]:
    """Give the first number of a range the percent sign, magnitude or unit of date that only the second carries."""
    out = list(found)
    for i in range(len(out) - 1, 0, -1):
        first, second = out[i - 1], out[i]
        if first.unit not in ("count", "year") or first.scale != 1 or first.digits is None or second.digits is None:
            continue
        if not joined(first.end, second.start):
            continue
        if second.unit == "percent" and first.unit == "count":
            out[i - 1] = replace(first, unit="percent")
        elif second.unit in ("month", "day") and first.value <= second.value:
            out[i - 1] = replace(first, unit=second.unit, year=second.year)
        elif second.scale != 1 and times(first.value, second.scale) < second.value and first.unit == "count":
            out[i - 1] = replace(first, value=times(first.value, second.scale), scale=second.scale)
        elif first.unit == "year" and second.unit == "count" and len(second.digits) == 2 and second.scale == 1:
            century = first.value // 100 * 100
            if century + second.value > first.value:
                out[i] = replace(second, value=century + second.value, unit="year")
    return out


class Claims:
    """The quantities found so far; a later rule does not read what an earlier one has read."""

    def __init__(self, text: str) -> None:
        self.found: list[Found] = []
        self._taken = bytearray(len(text))

    def free(self, start: int, end: int) -> bool:
        """Whether nothing at ``start``–``end`` has been read."""
        return not any(self._taken[start:end])

    def block(self, start: int, end: int) -> None:
        """Let no later rule read ``start``–``end``."""
        self._taken[start:end] = b"\x01" * (end - start)

    def add(self, found: Found) -> None:
        """Keep a number and block its place."""
        self.block(found.start, found.end)
        self.found.append(found)

    def ordered(self) -> list[Found]:
        """The numbers in the order of the text."""
        return sorted(self.found, key=lambda f: f.start)
