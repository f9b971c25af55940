"""Rich text as a tree: what the rendering elements of a style produce and the serializer writes out.

Pieces are strings and spans; a span says how its children look (CSL 1.0.2, "Formatting", "Affixes", "Quotes", "Display").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(slots=True)
class Span:
    """Children with one look. Affixes are outside the quotation marks, the quotation marks outside the formatting.

    ``font_style`` to ``vertical_align`` hold values of CSL; ``display`` is ``block``, ``left-margin``, ``right-inline`` or
    ``indent``. Nothing inside changes case when ``nocase``; a ``literal`` (an address) is not touched at all. ``inline``
    says that the span is markup of the data: it flips against the formatting round it, and its beginning belongs to the
    text before it, so that no punctuation is moved or dropped between the two. ``typed`` holds the quotation marks that
    stand in the data where they are not straight ones.
    """

    children: list[str | Span] = field(default_factory=list)
    font_style: str | None = None
    font_variant: str | None = None
    font_weight: str | None = None
    text_decoration: str | None = None
    vertical_align: str | None = None
    quotes: bool = False
    prefix: str = ""
    suffix: str = ""
    display: str | None = None
    nocase: bool = False
    literal: bool = False
    href: str | None = None
    inline: bool = False
    typed: tuple[str, str] | None = None


Piece: TypeAlias = str | Span
Pieces: TypeAlias = list[str | Span]


@dataclass(frozen=True, slots=True)
class QuoteMarks:
    """The outer and inner quotation marks of a locale."""

    open: str = "“"
    close: str = "”"
    inner_open: str = "‘"
    inner_close: str = "’"


def plain(pieces: Iterable[str | Span]) -> str:
    """Characters of the pieces and their affixes, without formatting and quotation marks."""
    return "".join([piece if isinstance(piece, str) else piece.prefix + plain(piece.children) + piece.suffix for piece in pieces])


def is_empty(pieces: Iterable[str | Span]) -> bool:
    """True when nothing but affixes would be written."""
    for piece in pieces:
        if isinstance(piece, str):
            if piece:
                return False
        elif not is_empty(piece.children):
            return False
    return True


def last_char(pieces: Iterable[str | Span]) -> str:
    """The last character, or an empty string."""
    return plain(pieces)[-1:]


def first_char(pieces: Iterable[str | Span]) -> str:
    """The first character, or an empty string."""
    return plain(pieces)[:1]
