"""Blocks in the making: text as it comes from a file, with the way back.

White space is made one space, as a page shows it. A line break between two characters of Chinese or Japanese is nothing. One
behind a hyphen inside a word stays a line break, because only the quoted source can say whether the hyphen is the word's own.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from provenance.scripts import is_east_asian_character

from .model import Block, Link, NoteCall, Role, Run

_PIECES = re.compile(r"[ \t\r\n\f\v]+|[^ \t\r\n\f\v]+")


@dataclass(slots=True)
class _Space:
    """White space met, of which nothing is known yet but that it is there."""

    source: int | None
    width: int
    breaks: bool
    plain: bool


@dataclass(slots=True)
class Draft:
    """Collects a block's words. Sources are code points of the file's text; None where the file has no such place."""

    characters: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    notes: list[NoteCall] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    literal: list[tuple[int, int]] = field(default_factory=list)
    length: int = 0
    last: str = ""
    space: _Space | None = None

    def write(self, text: str, source: int | None = None) -> None:
        """Words that stand so in the file, from ``source`` on."""
        for found in _PIECES.finditer(text):
            piece = found.group()
            at = None if source is None else source + found.start()
            if piece.isspace():
                self._meet_space(piece, at, len(piece), piece == " ")
            else:
                self._flush(piece)
                self._append(piece, at, None)

    def make(self, text: str, source: int | None, width: int) -> None:
        """Words made of ``width`` other characters of the file; white space is taken as any white space."""
        if text.isspace():
            self._meet_space(text, source, width, False)
        elif text:
            self._flush(text)
            self._append(text, source, width)

    def call(self, label: str, text: str) -> None:
        """A note is called behind the words so far; a space before the call stays before what follows."""
        self.notes.append(NoteCall(self.length, label, text))

    def link(self, start: int, target: str) -> None:
        """What was written since offset ``start`` is a link."""
        if self.length > start:
            self.links.append(Link(start, self.length, target))

    def code(self, start: int) -> None:
        """What was written since offset ``start`` is code."""
        if self.length > start:
            self.literal.append((start, self.length))

    def finish(
        self,
        number: int,
        *,
        line: int | None = None,
        page: int | None = None,
        is_quotation: bool = False,
        role: Role = "paragraph",
        part: str = "",
    ) -> Block | None:
        """The block, or None when there is nothing to read in it."""
        text = "".join(self.characters)
        if not text and not self.notes:
            return None
        return Block(
            text,
            number,
            line=line,
            page=page,
            is_quotation=is_quotation,
            role=role,
            part=part,
            notes=tuple(self.notes),
            links=tuple(Link(_begin(text, link.start, link.end), link.end, link.target) for link in self.links),
            literal=tuple((_begin(text, start, end), end) for start, end in self.literal),
            runs=tuple(self.runs),
        )

    def resume(self, block: Block) -> None:
        """Goes on behind a block that was finished."""
        self.characters, self.length, self.last = [block.text], len(block.text), block.text[-1:]
        self.runs, self.notes, self.links = list(block.runs), list(block.notes), list(block.links)
        self.literal = list(block.literal)

    def _meet_space(self, text: str, source: int | None, width: int, plain: bool) -> None:
        breaks = "\n" in text or "\r" in text
        if not self.length:
            return
        if self.space is None:
            self.space = _Space(source, width, breaks, plain)
            return
        self.space.breaks |= breaks
        self.space.plain = False
        if source is not None and self.space.source is not None:
            self.space.width = source + width - self.space.source

    def _flush(self, following: str) -> None:
        """Writes the white space met, now that it is known what stands behind it."""
        space, self.space = self.space, None
        if space is None:
            return
        text = " "
        if space.breaks:
            if _is_wide(self.last) and _is_wide(following[0]):
                return
            before = self.characters[-1][-2:-1] or (self.characters[-2][-1:] if len(self.characters) > 1 else "")
            if self.last in "-‐" and before.isalnum() and following[0].isalnum():
                if not (before.isalpha() and following[0].isalpha()):
                    # no number is broken with a hyphen that is not its own
                    return
                text = "\n"
        self._append(text, space.source, None if space.plain else space.width)

    def _append(self, text: str, source: int | None, width: int | None) -> None:
        if source is not None:
            last = self.runs[-1] if self.runs else None
            if last and width is None and last.width is None and last.at + last.length == self.length:
                if last.source_end == source:
                    self.runs[-1] = Run(last.at, last.source, last.length + len(text))
                else:
                    self.runs.append(Run(self.length, source, len(text)))
            else:
                self.runs.append(Run(self.length, source, len(text), width))
        self.characters.append(text)
        self.length += len(text)
        self.last = text[-1]


def _begin(text: str, start: int, end: int) -> int:
    """Where a stretch begins that was marked before the white space in front of it was written."""
    while start < end and text[start].isspace():
        start += 1
    return start


def _is_wide(character: str) -> bool:
    """Whether a line may end here without a space: Chinese and Japanese characters and their punctuation."""
    return is_east_asian_character(character) or unicodedata.east_asian_width(character) in "WF" or character in "“”‘’…—"
