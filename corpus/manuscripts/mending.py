"""What could be mended in a manuscript, as edits of its text: missing anchors, and words that are not the source's.

Only what is certain becomes an edit. Everything that was asked for and is left gets a sentence that says why: an editor's fix
that guesses is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from .differing import Gap, gaps
from .edits import Edit
from .model import Block, Checked, Format, Quoted, Report
from .wording import is_misplaced

if TYPE_CHECKING:
    from ..library import Library

#: The mark that closes a quotation, of whatever language: it stands between the last word and the anchor.
_CLOSING = re.compile(r"\s*(?:''|[”“‟»«」』﹂﹄｣〞〟\"＂’‘›‹'＇])")
#: Words marked as the writer's own or as left out: what stands for them is the writer's business.
_MARKED = re.compile(r"…|\.\s?\.\s?\.|⋯|[\[\]［］【】〔〕]")
_SPACES = re.compile(r"\s+")
#: What stands between the words of two lines of one paragraph.
_LINE_END = re.compile(r"\s*(?:>\s*)*")
#: Characters that Markdown could take for markup inside a line (CommonMark 0.31, 2.4 and 6).
_MARKDOWN = re.compile(r"[\\`*_\[\]<>~$|]|&(?=#?\w+;)")


@dataclass(frozen=True, slots=True)
class Mending:
    """What is to be done to one quotation (its number in the report, from 1), or why nothing is."""

    number: int
    edits: tuple[Edit, ...] = ()
    reason: str | None = None


class _Left(Exception):
    """Why a quotation is left as it is."""


def mend_anchors(report: Report, only: Collection[int] | None = None) -> tuple[Mending, ...]:
    """The anchor behind each faithful quotation that names no paragraph yet, in square brackets.

    ``only``: the numbers of the quotations that are meant; None means all. Quotations that need nothing are left out.
    """
    out = []
    for number, checked in _meant(report, only):
        claim = checked.quoted.claim
        if not checked.quotation.faithful or (claim and claim.anchor and claim.anchor.segment):
            continue
        try:
            edit = _anchor(report, checked)
        except _Left as reason:
            out.append(Mending(number, reason=str(reason)))
        else:
            if edit:
                out.append(Mending(number, (edit,)))
    return tuple(out)


def mend_words(
    report: Report, library: Library, within: str | None = None, only: Collection[int] | None = None
) -> tuple[Mending, ...]:
    """The source's own words in the place of other ones, in quotations whose verdict is ``altered``.

    What differs by typography alone stays, and so do ellipses and brackets. A quotation is only mended when the library
    (``within`` one document or all) finds the outcome faithful.
    """
    out = []
    for number, checked in _meant(report, only):
        if checked.quotation.verdict != "altered":
            continue
        try:
            out.append(Mending(number, _words(report, checked, library, within)))
        except _Left as reason:
            out.append(Mending(number, reason=str(reason)))
    return tuple(out)


def _meant(report: Report, only: Collection[int] | None) -> list[tuple[int, Checked]]:
    return [(i, c) for i, c in enumerate(report.checked, 1) if only is None or i in only]


def _anchor(report: Report, checked: Checked) -> Edit | None:
    """The edit that names the place of a quotation; None where it stands there already."""
    if "ambiguous" in checked.quotation.flags:
        raise _Left("the words stand in several places; which one is meant is not known")
    quoted = checked.quoted
    text = quoted.block.text
    closing = _CLOSING.match(text, quoted.end)
    if closing is None and quoted.way == "inline":
        raise _Left("the quotation runs on into the next paragraph, where it ends")
    end = closing.end() if closing else quoted.end
    span = quoted.block.source_span(end - 1, end)
    if span is None:
        raise _Left("the end of the quotation has no place in the file")
    at = span[1]
    place = checked.quotation.matches[0].anchor.place
    if text.startswith(f" [{place}]", end):
        return None
    written = written_anchor(place, report.manuscript.format)
    # an opening bracket right behind would make a link of the anchor
    if report.manuscript.format == "markdown" and report.manuscript.source[at : at + 1] in ("(", "[", "{"):
        written += " "
    return Edit(at, at, written, quoted.block.part)


def written_anchor(anchor: str, format: Format) -> str:
    """An anchor as it is put behind a quotation: a space and the anchor in brackets.

    In LaTeX the brackets stand in braces, so that no command before them takes the anchor for its optional argument.
    """
    return f" {{[}}{anchor}{{]}}" if format == "latex" else f" [{anchor}]"


def _words(report: Report, checked: Checked, library: Library, within: str | None) -> tuple[Edit, ...]:
    """The fewest edits that make the quotation faithful: other words first, then letter case, punctuation last."""
    quoted, source = checked.quoted, checked.quotation.text or ""
    if is_misplaced(checked):
        raise _Left("the nearest words stand at another place than the one that is cited; which is wrong is not known")
    differing = [g for g in gaps(checked.quotation) if not _MARKED.search(quoted.text[slice(*g.quoted)])]
    if not differing:
        raise _Left("what differs is an ellipsis, a bracket, or spread over several paragraphs")
    depths = [_depth(quoted.text[slice(*g.quoted)], source[slice(*g.source)]) for g in differing]
    outcome = ""
    for depth in sorted(set(depths)):
        changes = [_replacement(quoted, g, source) for g, d in zip(differing, depths, strict=True) if d <= depth]
        mended, at = "", 0
        for start, end, words in changes:
            mended += quoted.text[at:start] + words
            at = end
        q = library.verify(mended + quoted.text[at:], within, quoted.claim.anchor if quoted.claim else None)
        if q.faithful:
            return tuple(edit for change in changes for edit in _edits(report, quoted, *change))
        outcome = q.verdict + (f" ({', '.join(q.flags)})" if q.flags else "")
    raise _Left(f"with the source's words it would still be {outcome}")


def _depth(quoted: str, source: str) -> int:
    """How much differs: 0 words or numbers, 1 only the case of letters, 2 only punctuation."""
    ours, theirs = ("".join(c for c in text if c.isalnum()) for text in (quoted, source))
    return 2 if ours == theirs else 1 if ours.casefold() == theirs.casefold() else 0


def _replacement(quoted: Quoted, gap: Gap, source: str) -> tuple[int, int, str]:
    """Code points of the quotation, and the source's words that are to stand there."""
    (start, end), words = _least(gap, quoted.text, source)
    if not words and _is_line_break(quoted, end - 1) and start and quoted.text[start - 1].isspace():
        # of the two spaces around the words that go, the one that ends the line stays
        start, end = start - 1, end - 1
    # marks of the same kind as those around the quotation would end it
    if quoted.block.text[quoted.start - 1 : quoted.start] in ("“", '"', "＂"):
        words = words.replace("“", "‘").replace("”", "’").replace('"', "'")
    return start, end, words


def _least(gap: Gap, quoted: str, source: str) -> tuple[tuple[int, int], str]:
    """The gap without what both sides have in common at its ends: code points of the quotation, and the words for them."""
    (start, end), words = gap.quoted, _SPACES.sub(" ", source[slice(*gap.source)])
    while start < end and words and _same(quoted[start], words[0]):
        start, words = start + 1, words[1:]
    while start < end and words and _same(quoted[end - 1], words[-1]):
        end, words = end - 1, words[:-1]
    return (start, end), words


def _is_line_break(quoted: Quoted, at: int) -> bool:
    """Whether a space of the quotation is more than one space in the file."""
    return quoted.text[at].isspace() and quoted.block.source_offset(quoted.start + at) is None


def _same(one: str, other: str) -> bool:
    return one == other or (one.isspace() and other.isspace())


def _edits(report: Report, quoted: Quoted, start: int, end: int, words: str) -> tuple[Edit, ...]:
    """The edits that put ``words`` in the place of characters ``start``–``end`` of the quotation."""
    block, written = quoted.block, as_written(words, report.manuscript.format)
    low, high = quoted.start + start, quoted.start + end
    if start == end:
        before = block.source_span(low - 1, low) if low else None
        behind = block.source_span(low, low + 1) if low < len(block.text) else None
        if before is None and behind is None:
            raise _Left("the words have no place in the file")
        at = before[1] if before is not None else behind[0] if behind is not None else 0
        return (Edit(at, at, written, block.part),)
    pieces = _pieces(block, low, high)
    if not pieces:
        raise _Left("the words have no place in the file")
    if report.manuscript.format == "docx":
        # Word cuts a sentence into runs at will: the first takes the words, the others lose theirs
        return tuple(Edit(a, b, "" if i else written, block.part) for i, (a, b) in enumerate(pieces))
    source = report.manuscript.source
    if not all(_LINE_END.fullmatch(source, a, b) for (_, a), (b, _) in pairwise(pieces)):
        raise _Left("markup stands among the words that differ")
    return (Edit(pieces[0][0], pieces[-1][1], written, block.part),)


def _pieces(block: Block, low: int, high: int) -> list[tuple[int, int]]:
    """The stretches of the file behind characters ``low``–``high`` of a block, without what lies between them; none where the
    file does not have every one of these characters."""
    out: list[tuple[int, int]] = []
    known = 0
    for run in block.runs:
        begin, end = max(low, run.at), min(high, run.at + run.length)
        if begin >= end:
            continue
        if run.width is None:
            span = run.source + begin - run.at, run.source + end - run.at
        elif end - begin == run.length:
            span = run.source, run.source_end
        else:
            # part of what a command prints cannot be replaced
            return []
        known += end - begin
        if out and out[-1][1] == span[0]:
            out[-1] = out[-1][0], span[1]
        else:
            out.append(span)
    return out if known == high - low else []


def as_written(words: str, format: Format) -> str:
    """Words as a file of this format writes them, so that they are read as these words."""
    if format == "markdown":
        return _MARKDOWN.sub(lambda m: "\\" + m.group(), words)
    if format == "latex":
        from references.latex import escape_text

        return escape_text(words)
    return escape(words) if format == "docx" else words
