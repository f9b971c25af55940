"""A plain-text page as blocks: runs of lines between blank lines, with their bytes and line numbers."""

from __future__ import annotations

import re
import unicodedata

from provenance.scripts import is_han

from .traced import Block, Traced, concatenate

#: A line that begins a list item in a text capture.
_BULLET = re.compile(r"[ \t\u00a0]*[•◦▪‣∙*][ \t\u00a0]+(?=\S)")
_BREAK = re.compile(r"[ \t\r\u00a0\u202f\u3000]*\n[ \t\r\u00a0\u202f\u3000]*")
#: What stands around the words of a line without being part of them.
MARGIN = " \t\r\n\u00a0\u202f\u3000\u200b\ufeff"


def blocks(whole: Traced) -> list[Block]:
    """The blocks of a page's text.

    Lines of one block stay joined by their line break, since a paragraph may be broken over lines; a bulleted line begins a
    block of its own with the tag ``li``.
    """
    out: list[Block] = []
    begun: tuple[int, int, str | None] | None = None
    at = 0

    def close(end: int) -> None:
        if begun is not None:
            piece = whole.slice(begun[0], end).strip(MARGIN)
            if len(piece):
                out.append(Block(piece, begun[1], begun[2]))

    for number, line in enumerate(whole.text.split("\n"), start=1):
        bullet = _BULLET.match(line)
        if bullet or not line.strip(MARGIN):
            close(at)
            begun = (at + bullet.end(), number, "li") if bullet else None
        elif begun is None:
            begun = (at, number, None)
        at += len(line) + 1
    close(len(whole))
    return out


def lines(block: Block) -> list[Block]:
    """The block's lines as blocks of their own."""
    out, at = [], 0
    for i, line in enumerate(block.text.split("\n")):
        piece = block.traced.slice(at, at + len(line)).strip(MARGIN)
        at += len(line) + 1
        if len(piece):
            out.append(Block(piece, block.line + i, block.tag if i == 0 else None))
    return out


def joined(words: Traced) -> Traced:
    """Lines made one: a break is a space, and nothing between two characters of Chinese or Japanese."""
    words = words.strip(MARGIN)
    parts, at = [], 0
    for found in _BREAK.finditer(words.text):
        parts.append(words.slice(at, found.start()))
        before, after = words.text[found.start() - 1], words.text[found.end()]
        if not (_is_wide(before) and _is_wide(after)):
            first, last = words.starts[found.start()], words.ends[found.end() - 1]
            # a run is exact when its bytes have the length of its text, so a lone line feed gets an empty range
            parts.append(Traced(" ", (first,), (first if last - first == 1 else last,)))
        at = found.end()
    return concatenate([*parts, words.slice(at, len(words))])


def _is_wide(character: str) -> bool:
    return is_han(character) or unicodedata.east_asian_width(character) in "WF" or character in "“”‘’…—"
