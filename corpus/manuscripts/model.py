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


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of a block that stand one after another in the file too."""

    at: int
    """Where the run begins in the block's text."""
    source: int
    """Where it begins in the file's text (for a .docx: in the text of its part, see the reader)."""
    length: int


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
    notes: tuple[NoteCall, ...] = ()
    links: tuple[Link, ...] = ()
    runs: tuple[Run, ...] = ()
    """The way back to the file; empty where nothing can be written back."""

    def source_offset(self, offset: int) -> int | None:
        """Where the character at ``offset`` stands in the file; None where it was made by the reader."""
        i = bisect_right(self.runs, offset, key=lambda r: r.at) - 1
        if i < 0 or offset >= self.runs[i].at + self.runs[i].length:
            return None
        return self.runs[i].source + offset - self.runs[i].at


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A manuscript as it was read: its blocks in reading order."""

    path: Path
    format: Format
    blocks: tuple[Block, ...]
    source: str = ""
    """The decoded text of the file; empty for docx and pdf."""


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
