"""Text that remembers the bytes it was read from, through slicing, trimming and the removal of markers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from provenance import Run


@dataclass(frozen=True, slots=True)
class Traced:
    """A string with, for each code point, the first byte it was read from and the byte after the last."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.text)

    def slice(self, start: int, end: int) -> Traced:
        """Code points ``start``–``end``."""
        return Traced(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def strip(self, characters: str | None = None) -> Traced:
        """Without white space (or the given characters) at both ends."""
        left = len(self.text) - len(self.text.lstrip(characters))
        return self.slice(left, max(left, len(self.text.rstrip(characters))))

    def without(self, spans: Iterable[tuple[int, int]]) -> Traced:
        """Without the code points of ``spans`` (in order, not overlapping)."""
        pieces, at = [], 0
        for start, end in spans:
            pieces.append(self.slice(at, start))
            at = end
        pieces.append(self.slice(at, len(self)))
        return concatenate(pieces)

    def runs(self) -> tuple[Run, ...]:
        """The map to bytes as the fewest runs: exact where the bytes are the UTF-8 of the text and contiguous."""
        runs: list[Run] = []
        open_at = 0
        for i, character in enumerate(self.text):
            exact = self.ends[i] - self.starts[i] == len(character.encode())
            last = i + 1 == len(self.text)
            joined = exact and not last and self.ends[i] == self.starts[i + 1]
            if joined and self.ends[i + 1] - self.starts[i + 1] == len(self.text[i + 1].encode()):
                continue
            runs.append(Run(start=open_at, end=i + 1, byte_start=self.starts[open_at], byte_end=self.ends[i], exact=exact))
            open_at = i + 1
        return tuple(runs)


def trace(text: str, at: int = 0, encoding: str = "utf-8") -> Traced:
    """``text`` as it was decoded from bytes that begin at byte ``at`` of the file."""
    starts, ends = [], []
    for character in text:
        starts.append(at)
        at += len(character.encode(encoding))
        ends.append(at)
    return Traced(text, tuple(starts), tuple(ends))


def concatenate(pieces: Iterable[Traced]) -> Traced:
    """The pieces one after another."""
    kept = list(pieces)
    return Traced(
        "".join(p.text for p in kept),
        tuple(b for p in kept for b in p.starts),
        tuple(b for p in kept for b in p.ends),
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote marker that the page itself marks up (``<sup>``, ``[3]``, ``③``) and that is already out of the text."""

    number: int
    offset: int
    """The code point of the block's text it stands before."""
    form: str
    byte_start: int
    byte_end: int


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a page (a paragraph, heading, list item or line of furniture), before anyone knows what it is."""

    traced: Traced
    line: int
    """The line of the file it begins on, from 1."""
    tag: str | None = None
    """What the page's own mark-up says: ``h1``…``h6``, ``p``, ``li``; None for plain text."""
    marks: tuple[Mark, ...] = field(default=())

    @property
    def text(self) -> str:
        """The block's words."""
        return self.traced.text
