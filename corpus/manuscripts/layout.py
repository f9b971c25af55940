"""Paragraphs of a printed page, told from where its lines stand: a PDF knows glyphs and places, but no paragraphs.

A paragraph begins behind a wider gap, in another size, or where the left edge moves other than from a first line set in to the
rest; it ends with a short line that ends a sentence. It goes on over the page when no sentence ends there.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
#: In ems: how far apart lines of one column begin, at most.
_COLUMN = 6
_HANGING = tuple("（「『《〈【〔“‘")
_SMALL = 0.94
#: On what part of the pages a running head stands, and how many lines of them there may be.
_RUNNING, _HEAD_LINES = 0.3, 3


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
    """The lines without page numbers and without what stands alike at the top or bottom of many pages: one title may run over
    left pages and another over right ones, and a head in smaller print may have more than one line."""
    kept = list(lines)
    pages = len({line.page for line in lines})
    body = _commonest((line.size, len(line.text)) for line in lines) if lines else 0.0
    for n in range(_HEAD_LINES):
        outer = [line for line in _outermost(kept) if not n or line.size < _SMALL * body]
        alike = Counter(_likeness(line) for line in outer)
        gone = {
            id(line) for line in outer if alike[_likeness(line)] >= max(2, _RUNNING * pages) or _PAGE_NUMBER.fullmatch(line.text)
        }
        if not gone:
            break
        kept = [line for line in kept if id(line) not in gone]
    return kept


def _outermost(lines: Sequence[Line]) -> list[Line]:
    """The top and the bottom line of each page."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    ends = [end(on_page, key=lambda line: line.y) for on_page in pages.values() for end in (max, min)]
    return list({id(line): line for line in ends}.values())


def _likeness(line: Line) -> str:
    """What running heads have in common: all but their numbers."""
    return re.sub(r"\d+", "#", line.text)


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance of baselines, in sizes of the upper line."""
    gaps = [(a.y - b.y) / a.size for a, b in pairwise(lines) if a.page == b.page and 0 < a.y - b.y < 3 * a.size]
    return statistics.median(gaps) if gaps else 1.2


def _split(lines: Sequence[Line], leading: float, body: float) -> Iterator[Paragraph]:
    """The paragraphs of each page by itself."""
    edges: dict[int, float] = {}
    for line in lines:
        edges[round(line.x)] = max(line.right, edges.get(round(line.x), 0.0))
    current: Paragraph | None = None
    for line in lines:
        number = _note_number(line, body)
        if current and number is None and _goes_on(current, line, leading, edges):
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


def _goes_on(paragraph: Paragraph, line: Line, leading: float, edges: Mapping[int, float]) -> bool:
    """Whether a line belongs to the paragraph above it; ``edges`` are the right ends of lines by where they begin."""
    last, first = paragraph.lines[-1], paragraph.lines[0]
    em = last.size
    if line.page != last.page or not 0 < last.y - line.y < 1.3 * leading * em or abs(line.size - last.size) > 0.08 * em:
        return False
    if paragraph.note is not None or (_ITEM.match(first.text) and line.x >= first.x):
        return True
    widest = max(right for x, right in edges.items() if abs(x - first.x) <= _COLUMN * em)
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
    """A paragraph at the end of a page or column goes on in the first one of the next when its sentence has no end there, or a
    quotation that is closed there; notes lie between."""
    out: list[Paragraph] = []
    last: Paragraph | None = None
    for p in found:
        if p.note is None:
            if (
                last is not None
                and _is_next(last.lines[-1], p.lines[0])
                and (not last.lines[-1].ends_sentence or _is_quoted_on(last, p))
            ):
                last.lines.extend(p.lines)
                continue
            last = p
        out.append(p)
    return out


def _is_next(last: Line, first: Line) -> bool:
    """Whether one line may go on in the other, which is of the same print and stands on the next page, or further up and to
    the right on the same one."""
    if abs(last.size - first.size) >= 0.08 * first.size:
        return False
    return last.page + 1 == first.page or (
        last.page == first.page and first.y > last.y and first.x > last.x + _COLUMN * last.size
    )


def _is_quoted_on(paragraph: Paragraph, following: Paragraph) -> bool:
    """Whether a quotation is open at the end of a paragraph and the following one goes on to close it."""
    before, after = ("\n".join(line.text for line in p.lines) for p in (paragraph, following))
    for opening, closing in ("“”", "「」", "«»"):
        first = re.search(f"[{opening}{closing}]", after)
        if before.rfind(opening) > before.rfind(closing) and first is not None and first.group() == closing:
            return True
    return False


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
