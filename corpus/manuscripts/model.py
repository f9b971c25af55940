"""What a manuscript is to us: blocks of text as a reader sees them, the quotations in them, and what is said of each.

Offsets into a block count code points of :attr:`Block.text`; offsets into a file count code points of its decoded text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from provenance import Anchor, Quotation

Format = Literal["docx", "markdown", "latex", "html", "text", "pdf"]
Way = Literal["inline", "block"]
Role = Literal["paragraph", "heading", "item", "cell", "note"]


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of a block that stand one after another in the file too."""

    at: int
    """Where the run begins in the block's text."""
    source: int
    """Where it begins in the file's text (for a .docx: in the text of its part, see the reader)."""
    length: int
    width: int | None = None
    """Where the reader made them of other characters (an entity, ``''`` read as ”): how many those are in the file."""

    @property
    def source_end(self) -> int:
        """Where it ends in the file's text."""
        return self.source + (self.length if self.width is None else self.width)


@dataclass(frozen=True, slots=True)
class NoteCall:
    """A footnote or endnote called in a block: where, and what the note says (empty when the file does not give it)."""

    offset: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of a block that is a link."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, note or table cell of a manuscript, without its markup."""

    text: str
    number: int
    """Its number among the manuscript's blocks, from 1."""
    line: int | None = None
    """The line of the file it begins on, from 1; None where the format has no lines (docx, pdf)."""
    page: int | None = None
    """The page it stands on, from 1; only a PDF says."""
    is_quotation: bool = False
    """Whether the manuscript sets the whole block as a quotation."""
    role: Role = "paragraph"
    part: str = ""
    """The part of a .docx it stands in, such as ``word/document.xml``."""
    notes: tuple[NoteCall, ...] = ()
    links: tuple[Link, ...] = ()
    literal: tuple[tuple[int, int], ...] = ()
    """Stretches whose marks are no quotation marks: code."""
    runs: tuple[Run, ...] = ()
    """The way back to the file; empty where nothing can be written back."""

    def source_offset(self, offset: int) -> int | None:
        """Where the character at ``offset`` stands in the file; None where it was made by the reader."""
        run = self._run(offset)
        return None if run is None or run.width is not None else run.source + offset - run.at

    def source_span(self, start: int, end: int) -> tuple[int, int] | None:
        """The stretch of the file from the first to the last of the characters ``start``–``end`` (not empty), with whatever
        markup lies between them; None where the file has nothing for one of the two ends."""
        first, last = self._run(start), self._run(end - 1)
        if first is None or last is None:
            return None
        low = first.source if first.width is not None else first.source + start - first.at
        return low, last.source_end if last.width is not None else last.source + end - last.at

    def _run(self, offset: int) -> Run | None:
        i = bisect_right(self.runs, offset, key=lambda r: r.at) - 1
        return self.runs[i] if i >= 0 and offset < self.runs[i].at + self.runs[i].length else None


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A manuscript as it was read: its blocks in reading order."""

    path: Path
    format: Format
    blocks: tuple[Block, ...]
    source: str = ""
    """The decoded text of the file without its byte order mark, its line ends as they are; empty for docx and pdf."""
    remarks: tuple[str, ...] = ()
    """Sentences for a person about what was not read, each with its place: ``paper.tex:12: \\input{two} is not followed``."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The citation that stands with a quotation, as written, and what it says where it could be understood."""

    written: str
    anchor: Anchor | None = None
    """The place it names, when it names one of a document that is known; a whole document has no segment."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation found in a manuscript, not yet verified."""

    text: str
    """The quoted words without the quotation marks."""
    block: Block
    start: int
    end: int
    """The span of :attr:`text` in the block's text."""
    way: Way
    line: int | None = None
    column: int | None = None
    """Line and column (from 1) of its first word in the file, where the format has lines."""
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """Words in quotation marks that are no quotation by our rule, and which part of the rule says so."""

    text: str
    block: Block
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A quotation of a manuscript and what was found of it."""

    quoted: Quoted
    quotation: Quotation
    citation: str | None
    """The citation it should carry; None when it was found nowhere."""


@dataclass(frozen=True, slots=True)
class Report:
    """All quotations of a manuscript, judged, and what was passed over."""

    manuscript: Manuscript
    checked: tuple[Checked, ...]
    passed: tuple[Passed, ...]
    counts: Counter[str] = field(default_factory=Counter)
    """Verdict → number of quotations; ``faithful``, ``unfaithful`` and ``passed`` beside them."""
