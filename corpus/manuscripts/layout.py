"""Paragraphs of a printed page, told from where its lines stand: a PDF knows glyphs and places, but no paragraphs.

A paragraph begins behind a wider gap, in another size, or where the left edge moves other than from a first line set in to the
rest; it ends with a short line that ends a sentence. It goes on over the page when no sentence ends there.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_SENTENCE = re.compile(r"[.!?…。！？:：][”’\"'」』»)\]）]*$")
#: A block quotation may also end with the citation behind it.
_CLOSED = re.compile(r"[)\]）］]$")
_ITEM = re.compile(r"[•◦▪‣∙·–-]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s")
_PAGE_NUMBER = re.compile(r"\W*(?:page\s*|第\s*)?[\divxlc]{1,6}\W*(?:(?:of|/|共)\s*\d+\W*)?(?:页|頁)?\W*", re.I)
_NOTE = re.compile(r"[\[(]?(\d{1,3})[\])]?[.\s\u00a0]\s*(?=\S)")
#: In ems: what counts as set in, and how far left edges and sizes may differ and still be the same.
_SET_IN, _SAME, _HANGING_OUT = 0.9, 0.35, 0.8
_HANGING = tuple("（「『《〈【〔“‘")
_SMALL = 0.94


@dataclass(slots=True)
class Line:
    """A line of print: its left edge and baseline in points from the page's lower left corner, its size, its words, and the
    numbers raised above them (offset, number)."""

    page: int
    x: float
    y: float
    size: float
    text: str
    raised: list[tuple[int, int]] = field(default_factory=list)

    @property
    def right(self) -> float:
        """Roughly where the line ends: half an em for a letter, one for a wide character."""
        return self.x + self.size * sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.48 for c in self.text)

    @property
    def ends_sentence(self) -> bool:
        """Whether a sentence ends with the line."""
        return _SENTENCE.search(self.text) is not None


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together. ``note`` is the number of the note they are, ``set_in`` whether they stand apart like a
    block quotation."""

    lines: list[Line]
    note: int | None = None
    set_in: bool = False


def paragraphs(lines: Sequence[Line], width: float) -> list[Paragraph]:
    """The paragraphs of all pages, in order; ``width`` is that of the pages. Page numbers and running heads are left out."""
    kept = _without_furniture(lines)
    if not kept:
        return []
    body = _commonest((line.size, len(line.text)) for line in kept)
    found = _joined_over_pages(list(_split(kept, _leading(kept), body)))
    margins = _margins([line for p in found for line in p.lines if abs(line.size - body) < 0.1 * body], width)
    firsts = {round(p.lines[0].x) for p in found if len(p.lines) > 1 and p.lines[0].x > p.lines[1].x + _SET_IN * body}
    for p in found:
        p.set_in = p.note is None and _is_set_in(p, margins, body, firsts)
    return found


def _without_furniture(lines: Sequence[Line]) -> list[Line]:
    """The lines without page numbers and without what stands alike at the top or bottom of most pages."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    edges: set[int] = set()
    alike: Counter[str] = Counter()
    outer: list[Line] = []
    for on_page in pages.values():
        top, bottom = max(on_page, key=lambda line: line.y), min(on_page, key=lambda line: line.y)
        for line in {id(top): top, id(bottom): bottom}.values():
            outer.append(line)
            alike[re.sub(r"\d+", "#", line.text)] += 1
    for line in outer:
        common = len(pages) > 2 and alike[re.sub(r"\d+", "#", line.text)] > len(pages) / 2
        if common or _PAGE_NUMBER.fullmatch(line.text):
            edges.add(id(line))
    return [line for line in lines if id(line) not in edges]


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance of baselines, in sizes of the upper line."""
    gaps = [(a.y - b.y) / a.size for a, b in pairwise(lines) if a.page == b.page and 0 < a.y - b.y < 3 * a.size]
    return statistics.median(gaps) if gaps else 1.2


def _split(lines: Sequence[Line], leading: float, body: float) -> Iterator[Paragraph]:
    """The paragraphs of each page by itself."""
    widest = max(line.right for line in lines)
    current: Paragraph | None = None
    for line in lines:
        number = _note_number(line, body)
        if current and number is None and _goes_on(current, line, leading, widest):
            current.lines.append(line)
            continue
        if current:
            yield current
        current = Paragraph([line], number)
    if current:
        yield current


def _note_number(line: Line, body: float) -> int | None:
    """The number of the note a line begins: raised in front of it, or in front of small print."""
    if line.raised and line.raised[0][0] == 0 and line.text:
        return line.raised[0][1]
    found = _NOTE.match(line.text) if line.size < _SMALL * body else None
    return int(found.group(1)) if found else None


def _goes_on(paragraph: Paragraph, line: Line, leading: float, widest: float) -> bool:
    last, first = paragraph.lines[-1], paragraph.lines[0]
    em = last.size
    if line.page != last.page or not 0 < last.y - line.y < 1.3 * leading * em or abs(line.size - last.size) > 0.08 * em:
        return False
    if paragraph.note is not None or (_ITEM.match(first.text) and line.x >= first.x):
        return True
    if last.ends_sentence and last.right < first.x + 0.75 * (widest - first.x):
        return False
    if len(paragraph.lines) > 1:
        return _is_aligned(line, last)
    # behind a first line set in, the rest stands at the margin
    return _is_aligned(line, first) or first.x - 4 * em < line.x < first.x


def _is_aligned(line: Line, other: Line) -> bool:
    """Whether two lines begin at one edge; a full-width opening mark may hang out of it by its empty half."""
    hanging = any(one.text[:1] in _HANGING for one in (line, other))
    return abs(line.x - other.x) < (_HANGING_OUT if hanging else _SAME) * line.size


def _joined_over_pages(found: Sequence[Paragraph]) -> list[Paragraph]:
    """A paragraph at the end of a page whose sentence has no end goes on in the first one of the next; notes lie between."""
    out: list[Paragraph] = []
    last: Paragraph | None = None
    for p in found:
        if p.note is None:
            goes_on = last is not None and last.lines[-1].page + 1 == p.lines[0].page and not last.lines[-1].ends_sentence
            if last is not None and goes_on and abs(last.lines[-1].size - p.lines[0].size) < 0.08 * p.lines[0].size:
                last.lines.extend(p.lines)
                continue
            last = p
        out.append(p)
    return out


def _margins(lines: Sequence[Line], width: float) -> list[float]:
    """The left edges of the text's columns: the leftmost where a fair part of it begins, and those of further columns."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[round(line.x)] += len(line.text)
    common = sorted(x for x, weight in weights.items() if weight >= 0.12 * weights.total())
    return [x for i, x in enumerate(common) if not i or x > common[0] + 0.35 * width]


def _is_set_in(paragraph: Paragraph, margins: Sequence[float], body: float, firsts: set[int]) -> bool:
    lines = paragraph.lines
    edge = max((m for m in margins if m <= lines[0].x + 1), default=None)
    if edge is None or any(line.x < edge + _SET_IN * body for line in lines) or _ITEM.match(lines[0].text):
        return False
    if len(lines) == 1 and round(lines[0].x) in firsts:
        return False
    closed = lines[-1].ends_sentence or _CLOSED.search(lines[-1].text)
    return bool(closed) and all(line.size <= 1.1 * body for line in lines)


def _commonest(values: Iterator[tuple[float, int]]) -> float:
    weights: Counter[float] = Counter()
    for value, weight in values:
        weights[round(value, 1)] += weight
    return weights.most_common(1)[0][0]
