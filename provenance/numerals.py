"""The quantities of an English or a Chinese text, as exact values, so that a paragraph and its translation can be compared.

Found are numbers in digits and in words, with their magnitude multiplied in (``485.8 billion`` and ``4858 亿`` are the same
value), and the class of thing they count: percent, year, month, day, ordinal, decade, fraction, or a plain count. A sign is
not kept: one language says "fell by 2%" where the other writes ``-2%``. Digits that are part of a name are not quantities
(``COVID-19``, ``5G``, ``G20``), nor is the number at the head of a list item (``(1)``, ``一、``).

A :class:`Gap` is a place where a sign demands a number and none stands: ``增长 %``, ``2021 月``.

Chinese numerals follow GB/T 15835-2011: 万 and 亿 group by four digits, ``二〇二一年`` is written digit by digit.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from .chinese_numbers import chinese_numbers, read_chinese
from .english_numbers import english_numbers
from .model import Model
from .numbers_found import HALF_WIDTH, Unit
from .scripts import is_mainly_han

__all__ = ["Gap", "Quantity", "Unit", "gaps", "quantities", "read_chinese"]


class Quantity(Model):
    """One number of a text. ``literal`` is ``text[start:end]`` in code points; ``value / over`` is what it says."""

    value: Decimal
    """With the magnitude multiplied in; for a percentage the number before the sign; for a fraction its numerator."""
    over: int = 1
    """The denominator of a fraction, which a decimal could not hold exactly."""
    unit: Unit
    start: int
    end: int
    literal: str
    digits: str | None = None
    """The digits and decimal point as they are written (``05``, ``28.74``), without separators; None in words."""
    scale: Decimal = Decimal(1)
    """The magnitude that is written beside the digits: 10000 for 万, 1000000 for million."""
    year: int | None = None
    """For a month or day, the year that is written with it."""

    @property
    def spelled(self) -> bool:
        """Whether it is written in words or Chinese numerals, which often count nothing ("one of", 一方面)."""
        return self.digits is None

    @property
    def exact(self) -> Fraction:
        """The value, a fraction divided out; a percentage stays the number before its sign."""
        return Fraction(self.value) / self.over


class Gap(Model):
    """A sign that demands a number where none stands; ``literal`` is ``text[start:end]``."""

    kind: Literal["percent", "month", "magnitude"]
    start: int
    end: int
    literal: str
    year: int | None = None
    """For a month, the year before it."""


def quantities(text: str, language: str | None = None) -> tuple[Quantity, ...]:
    """The quantities of ``text`` in order, never overlapping.

    ``language`` is a BCP 47 tag; ``zh`` reads Chinese, every other one English; without it the script decides. Any text is
    accepted, and one without numbers gives an empty tuple.
    """
    found = chinese_numbers(text) if _is_chinese(text, language) else english_numbers(text)
    return tuple(
        Quantity(
            value=f.value,
            over=f.over,
            unit=f.unit,
            start=f.start,
            end=f.end,
            literal=text[f.start : f.end],
            digits=f.digits,
            scale=f.scale,
            year=f.year,
        )
        for f in found
    )


def gaps(text: str, language: str | None = None) -> tuple[Gap, ...]:
    """The places of ``text`` where a percent sign, a month or a magnitude has lost its number, in order.

    Uses of a bare sign that are no loss are left alone: ``(%)``, ``单位:%``, "a large % of", 上亿元, 2021月饼节.
    """
    rules = _ZH_GAPS if _is_chinese(text, language) else _EN_GAPS
    plain = text.translate(HALF_WIDTH)
    out = []
    for kind, pattern in rules:
        for m in pattern.finditer(plain):
            start, end = m.span("gap")
            year = int(m["year"]) if kind == "month" else None
            out.append(Gap(kind=kind, start=start, end=end, literal=text[start:end], year=year))
    return tuple(sorted(out, key=lambda g: g.start))


def _is_chinese(text: str, language: str | None) -> bool:
    if language is None:
        return is_mainly_han(text)
    return language.split("-")[0].lower() == "zh"


GapKind = Literal["percent", "month", "magnitude"]
_ZH_GAPS: tuple[tuple[GapKind, re.Pattern[str]], ...] = (
    # 1) what comes before is a word, or punctuation that ends a clause; not a bracket, colon, slash or quotation mark
    ("percent", re.compile(r"(?<=[\u4e00-\u9fff,,。;、])(?<![百几数〇零一二三四五六七八九十两])(?P<gap>\s*%)(?![0-9A-Fa-f]{2})")),
    ("month", re.compile(r"(?<![0-9.])(?P<gap>(?P<year>(?:19|20)[0-9]{2})\s*月)(?![饼球光亮薪均租嫂刊票台夜牙经季色宫])")),
    ("magnitude", re.compile(r"(?<=[,,。;])(?P<gap>\s*(?:万亿|亿|万))(?=(?:美元|欧元|日元|英镑|元|人民币|吨|桶|人|个))")),
)
_EN_GAPS: tuple[tuple[GapKind, re.Pattern[str]], ...] = (
    ("percent", re.compile(r"(?<=[a-z,])(?P<gap>\s+(?:%|percent\b(?=[.,;]|$)))(?=[.,;:)]|\s*$|\s+(?:in|and|from|to|by|year)\b)")),
    ("magnitude", re.compile(r"(?P<gap>[$€£¥]\s*(?:hundred|thousand|million|billion|trillion))\b")),
)
