"""Footnote markers whose digits a text capture has fused to the words: finding them, and taking them out.

A capture prints ``grew by 0.1%.1 In the same year`` where the page had a superscript 1. Which digits are markers cannot be
seen at one place; it follows from the whole: markers count 1, 2, 3 … through the text. Every group of digits that could be
a marker is graded by where it stands, and the best ascending sequence is taken: a clear place earns, a doubtful one costs a
little, a number that is nowhere costs more than any doubtful place can.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from provenance.scripts import is_east_asian_character

from .traced import Block, Mark

#: Points of a place, by how well it looks like a marker; what a missing number costs; what a sequence must earn at least.
_CLEAR = 2.0
_LIKELY = 1.5
_DOUBTFUL = -0.2
_MISSING = -3.0
_LEAST = 1.0
#: No list of notes known to us is longer; years and amounts beyond are never candidates.
_MOST = 999

_DIGITS = re.compile(r"(?<![\d])[1-9]\d{0,2}(?!\d)")
#: Invisible or no-break characters that stand around a fused marker.
_GLUE = "\u200e\u200f\u200b\u2060\ufeff"
_SPACES = " \u00a0\u202f\u2009"
_CLOSERS = "”’\"')]»）】」』"
_STOPS = ".,;:!?…。，；：！？、"
_OPENERS = '“‘("[«（「『'
#: "No. 4", "vol.3", "p.12": the digits belong to the abbreviation before them.
_ABBREVIATION = re.compile(
    r"\b(?:[Nn]os?|[Vv]ols?|[Pp]p?|[Aa]rts?|[Ss]ecs?|[Ff]igs?|[Cc]hs?|[Ee]ds?|[Cc]f|[Pp]aras?|[Rr]es|[Tt]el|[Ee]xt)\.$"
)
#: What makes a Chinese figure a quantity or a date.
_HAN_UNIT = re.compile(
    r"[ \u00a0]?[年月日号时分秒周天岁季度个亿万千百余多名家项次位国届期世种条块元美英欧"
    r"人件款倍成点米公里吨吉千兆亩升度第至到~～、]"
)
#: "promised.”2 3": a second marker right behind the first.
_AFTER_MARKER = re.compile(r"[.,;:!?”’\"')\]»。，；：！？、%]\d{1,3}$")
_MONTH = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?$"
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    block: int
    start: int
    end: int
    number: int
    points: float


def fused(blocks: Sequence[Block]) -> list[tuple[Mark, ...]]:
    """The markers fused to the words of ``blocks`` (one language, reading order), a tuple for each block.

    ``Mark.offset`` is where the marker stands in the block's text once all its markers are taken out. Digits that the page
    itself marks up as markers are not looked at here. A page without markers gives empty tuples.
    """
    candidates = [c for i, block in enumerate(blocks) for c in _candidates(i, block.text)]
    chosen = _best_sequence(candidates)
    out: list[tuple[Mark, ...]] = []
    for i, block in enumerate(blocks):
        marks, removed = [], 0
        for c in (c for c in chosen if c.block == i):
            start, end = _extent(block.text, c)
            marks.append(
                Mark(
                    number=c.number,
                    offset=start - removed,
                    form=block.text[c.start : c.end],
                    byte_start=block.traced.starts[c.start],
                    byte_end=block.traced.ends[c.end - 1],
                )
            )
            removed += end - start
        out.append(tuple(marks))
    return out


def without(block: Block, marks: tuple[Mark, ...]) -> Block:
    """The block with its fused ``marks`` taken out of the text and listed in ``Block.marks``."""
    if not marks:
        return block
    spans = []
    for mark in marks:
        start = bisect.bisect_left(block.traced.starts, mark.byte_start)
        candidate = _Candidate(0, start, start + len(mark.form), mark.number, 0.0)
        spans.append(_extent(block.text, candidate))
    taken = block.traced.without(spans)
    return Block(taken, block.line, block.tag, tuple(sorted((*block.marks, *marks), key=lambda m: m.offset)))


def _extent(text: str, c: _Candidate) -> tuple[int, int]:
    """What goes with the digits: glue around them, and the space before a marker that stood apart, lest one be doubled."""
    start, end = c.start, c.end
    while end < len(text) and text[end] in _GLUE:
        end += 1
    while start and text[start - 1] in _GLUE:
        start -= 1
    apart = start > 0 and text[start - 1] in _SPACES
    if apart and (end == len(text) or text[end] in _SPACES + "\n" + _STOPS + _CLOSERS):
        while start and text[start - 1] in _SPACES + _GLUE:
            start -= 1
    return start, end


def _candidates(index: int, text: str) -> list[_Candidate]:
    out = []
    for m in _DIGITS.finditer(text):
        points = _points(text, m.start(), m.end())
        if points is not None and int(m.group()) <= _MOST:
            out.append(_Candidate(index, m.start(), m.end(), int(m.group()), points))
    return out


def _points(text: str, start: int, end: int) -> float | None:
    """How much the digits at ``start``–``end`` look like a marker; None when they cannot be one."""
    before = text[:start].rstrip(_GLUE)
    after = text[end:].lstrip(_GLUE)
    gap = before[len(before.rstrip(_SPACES)) :]
    solid = before.rstrip(_SPACES)
    if not solid or not _may_follow(after):
        return None
    last = solid[-1]
    sentence_goes_on = bool(after) and after.lstrip(_SPACES)[:1].islower()
    if gap:
        return _apart(solid, last, after, sentence_goes_on)
    return _attached(solid, last, after, sentence_goes_on)


def _may_follow(after: str) -> bool:
    """A marker is followed by the end, a space, a mark, or (fused on both sides) a capital letter; never by % or a unit."""
    if _HAN_UNIT.match(after):
        return False
    if not after or after[0] in _SPACES + "\n" + _STOPS + _CLOSERS + "—–":
        return re.match(r"[.,:]\d", after) is None
    return (after[0].isupper() and after[1:2].islower()) or after[0] in _OPENERS or is_east_asian_character(after[0])


def _attached(solid: str, last: str, after: str, goes_on: bool) -> float | None:
    if _ABBREVIATION.search(solid):
        return None
    if last in ".,:" and solid[-2:-1].isdigit():
        return _after_number(solid, last, after, goes_on)
    if last in _STOPS or last in _CLOSERS or last == "%":
        return _CLEAR if not (after[:1].isupper() and last not in '.!?”"’') else _LIKELY
    if is_east_asian_character(last):
        # 第1轨道 is an ordinal; 很长1沿河 may be a marker, but only among others that are clear
        return None if last == "第" else (_DOUBTFUL if after and is_east_asian_character(after[0]) else _LIKELY)
    # glued to a word: "factors2,"; not "G7", "COP26", "SM-2", "m2"
    word = re.search(r"[^\W\d_]+$", solid)
    if word and len(word.group()) >= 3 and (word.group()[1:].islower() or not word.group().isascii()):
        return None if after[:1].isupper() else _LIKELY
    return None


def _after_number(solid: str, last: str, after: str, goes_on: bool) -> float | None:
    """``2022.3 In``: a sentence ends with a number. ``7.4 million``, ``8.1%`` and ``1:1000`` are numbers whole."""
    if last != "." or goes_on or (after and after[0] not in _SPACES + "\n" + _CLOSERS and not after[0].isupper()):
        return None
    year = re.search(r"(?<![\d.,$])(?:1[5-9]|20)\d\d\.$", solid)
    return _LIKELY if year else _DOUBTFUL


def _apart(solid: str, last: str, after: str, goes_on: bool) -> float | None:
    """Digits after a space: clear only behind the end of a sentence or a closing quotation mark."""
    if re.match(r"[ \u00a0\u202f]?(?:percent|per cent|%|million|billion|trillion|thousand|years?|months?|days?)\b", after):
        return None
    if last in _OPENERS or _MONTH.search(solid) or _ABBREVIATION.search(solid):
        return None
    if _AFTER_MARKER.search(solid) and not goes_on:
        return _LIKELY
    ended = last in ".!?" or (last in _CLOSERS and solid[-2:-1] in tuple(".!?,;"))
    if ended:
        return _DOUBTFUL if goes_on and last in ".!?" else _LIKELY
    if last in '”’"':
        return _LIKELY / 2
    return _DOUBTFUL


def _best_sequence(candidates: list[_Candidate]) -> list[_Candidate]:
    """The ascending sequence from 1 that earns most; numbers left out cost, so a gap is only taken when much follows it.

    A maximum-sum increasing subsequence over (reading order, number), the cost of gaps telescoping: with
    ``points + (number - 1) * MISSING`` lifted out, each step is a prefix maximum over smaller numbers (a Fenwick tree would
    serve as well; pages have too few candidates to need one).
    """
    totals: list[float] = []
    previous: list[int | None] = []
    for i, c in enumerate(candidates):
        best, link = (c.number - 1) * _MISSING, None
        for j in range(i):
            step = candidates[j].number
            if step < c.number:
                total = totals[j] + (c.number - step - 1) * _MISSING
                if total > best:
                    best, link = total, j
        totals.append(best + c.points)
        previous.append(link)
    if not totals or max(totals) < _LEAST:
        return []
    at: int | None = max(range(len(totals)), key=totals.__getitem__)
    chosen: list[_Candidate] = []
    while at is not None:
        chosen.append(candidates[at])
        at = previous[at]
    return chosen[::-1]
