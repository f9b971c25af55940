"""The forms in which note numbers are printed, and how a superscript figure is told from an exponent.

Calls are printed as ``[3]``, ``［3］``, ``〔3〕``, ``【3】``, ``[^3]`` (Markdown), ``③`` or ``³``; the notes themselves also
as ``3.`` or ``3、``. Digits fused to a word are another matter (:mod:`corpus.markers`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Family = Literal["bracket", "circled", "superscript", "plain"]

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TO_SUPERSCRIPT = str.maketrans("0123456789-−–+", SUPERSCRIPTS + "⁻⁻⁻⁺")
_FROM_SUPERSCRIPT = str.maketrans(SUPERSCRIPTS, "0123456789")
#: ①–⑳, ㉑–㉟, ㊱–㊿ in order (Unicode has them in three blocks).
CIRCLED = "".join(map(chr, [*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)]))
_BRACKETED = r"\[\^?(\d{1,3})\]|［(\d{1,3})］|〔(\d{1,3})〕|【(\d{1,3})】"
_LISTED = r"[\[［〔](\d{1,3}(?:\s?[,，、–-]\s?\d{1,3})+)[\]］〕]"
#: A call inside running text.
CALL = re.compile(rf"(?:{_BRACKETED}|{_LISTED})|([{CIRCLED}])|([{SUPERSCRIPTS}]{{1,3}})")
#: A label at the start of a note; the last two only where the notes' own heading says that these are notes.
LABEL = re.compile(rf"(?:(?:{_BRACKETED}):?|([{CIRCLED}])|([{SUPERSCRIPTS}]{{1,3}}))\s*")
PLAIN_LABEL = re.compile(r"(\d{1,3})(?:[.．、)）]\s*|\t)(?=\D)")
_NUMBERS = re.compile(r"[\[［〔【(（]?\s*(\d{1,3}(?:\s*[,，、–-]\s*\d{1,3})*)\s*[\]］〕】)）]?[.,]?")
#: Unit symbols that take an exponent (SI Brochure 9, 2.3 and 5.4, with the customary units still in use).
_UNIT = re.compile(r"(?:^|[\s\d(（/·×*,])(?:[kcdmµμnh]?m|s|ft|yd|mi|[kcm]g|L|kmh|px|[公平立]?[米里尺])$")
_UNIT_AFTER_NUMBER = re.compile(r"\d\s?(?:in|a|l)$")
_VARIABLE = re.compile(r"(?:^|[\s\d(（=+×*/])[A-Za-zα-ωΑ-Ω]$")

_SPACES = " \t\u00a0\u202f\u2009"
#: Marks that stand close to the word before them.
_HUGGING = "，。、；：！？”’」』）》〉】〕］.,;:!?)]}"


@dataclass(frozen=True, slots=True)
class Call:
    """A place in a text where a note number is printed, before it is known whether it calls a note."""

    start: int
    end: int
    numbers: tuple[int, ...]
    """One, or several for ``[1, 2]`` and ``[3–5]``."""
    family: Family

    @property
    def number(self) -> int:
        """The first of its numbers."""
        return self.numbers[0]

    @classmethod
    def of(cls, found: re.Match[str], family: Family | None = None) -> Call:
        """The call or label that a pattern of this module matched."""
        digits = next(g for g in found.groups() if g)
        last = found.start() + len(found.group().rstrip())
        numbers = numbers_of(digits) or (0,)
        return cls(found.start(), last, numbers, family or family_of(digits, found.group()))


def number_of(digits: str) -> int:
    """The value of ``12``, ``⑫`` or ``¹²``."""
    if digits in CIRCLED:
        return CIRCLED.index(digits) + 1
    return int(digits.translate(_FROM_SUPERSCRIPT))


def family_of(digits: str, form: str) -> Family:
    """Which of the families of forms this is."""
    if digits in CIRCLED:
        return "circled"
    return "superscript" if digits[0] in SUPERSCRIPTS else "bracket" if form != digits else "plain"


def calls(text: str) -> list[Call]:
    """Every place in ``text`` that is printed like a call; zero and what stands at its very start are none."""
    return [c for c in map(Call.of, CALL.finditer(text)) if all(c.numbers) and c.start]


def numbers_of(text: str) -> tuple[int, ...]:
    """The note numbers a superscript or link prints: ``3``, ``[3]``, ``①``, ``1, 2``, ``3–5``; empty when it is no number."""
    text = text.strip()
    if text and all(c in CIRCLED for c in text):
        return tuple(CIRCLED.index(c) + 1 for c in text)
    if text and all(c in SUPERSCRIPTS for c in text):
        return (number_of(text),)
    found = _NUMBERS.fullmatch(text)
    if not found:
        return ()
    numbers: list[int] = []
    for part in re.split(r"\s*[,，、]\s*", found.group(1)):
        first, *rest = (int(n) for n in re.split(r"\s*[–-]\s*", part))
        if rest and not first < rest[-1] <= first + 20:
            return ()
        numbers.extend(range(first, rest[-1] + 1) if rest else [first])
    return tuple(numbers) if all(numbers) else ()


def superscript(text: str) -> str:
    """Digits and signs as superscript characters: an exponent that loses its place would change the number."""
    return text.translate(_TO_SUPERSCRIPT)


def exponent_base(before: str) -> Literal["unit", "power", "number", "variable", None]:
    """What stands directly before a superscript figure and could carry it as an exponent.

    ``unit``: ``km``, ``m``; ``power``: 10 or 2, the usual bases; ``number``: another one; ``variable``: one letter by
    itself; None: a word or punctuation, after which a figure can only call a note.
    """
    if _UNIT.search(before) or _UNIT_AFTER_NUMBER.search(before):
        return "unit"
    if re.search(r"\d$", before):
        return "power" if re.search(r"(?<![\d.,])(?:10|2)$", before) else "number"
    return "variable" if _VARIABLE.search(before) else None


def resolve(figures: Sequence[tuple[int, str, bool]]) -> list[bool]:
    """Which of a layer's superscript figures call notes, in reading order.

    Each is (number, the text before it, certain: a link or brackets say so). One after a word or punctuation calls a note.
    One after a unit, number or single letter is an exponent, unless it fills the one gap left by the calls around it
    (2, ?, 4); at the end of the text, where no call follows, only one after a number that is no usual base and that
    continues the series does.
    """
    bases = [None if certain else exponent_base(before) for _, before, certain in figures]
    kept = [base is None for base in bases]
    following: list[int | None] = [None] * (len(figures) + 1)
    for i in range(len(figures) - 1, -1, -1):
        following[i] = figures[i][0] if bases[i] is None else following[i + 1]
    previous = 0
    for i, (number, _, _) in enumerate(figures):
        base, after = bases[i], following[i + 1]
        if base is not None:
            kept[i] = number == previous + 1 and (base == "number" if after is None else number == after - 1)
        if kept[i]:
            previous = number
    return kept


def extent(text: str, call: Call) -> tuple[int, int]:
    """What is taken out of a text with a call: the call, and the space before one that stands apart, so that none is doubled."""
    start, end = call.start, call.end
    if text[start - 1 : start] in _SPACES and (end == len(text) or text[end] in _SPACES + _HUGGING):
        while start and text[start - 1] in _SPACES:
            start -= 1
    return start, end
