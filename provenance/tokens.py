"""Tokens: what a word and a number is, for fingerprints, diffs and flags.

A token is a word with its inner apostrophes, a number with its sign, currency, separators and ``%``, or one Han, kana or Hangul
character. Punctuation is no token. A hyphen separates tokens: pages write "China–Latin America" with a dash where people type a
hyphen, and either may be quoted from "Latin" on. Token text is folded (:mod:`provenance.folding`); case is kept, compare with
:meth:`str.casefold` where case does not matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .folding import MARKER, MINUS, SEGMENT, SOFT_BREAK, Folded
from .scripts import HAN, KANA_HANGUL

_LETTER = rf"(?:(?![{HAN}{KANA_HANGUL}])[^\W_])"
TOKEN = re.compile(
    rf"[{HAN}{KANA_HANGUL}]"
    rf"|[<>≤≥≈±]?{MINUS}?[$€£¥₩₹₽]?\d++(?:[.,:/]\d++)*+%?(?!{_LETTER})"
    rf"|{_LETTER}++(?:['{SOFT_BREAK}]{_LETTER}++)*+"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a folded text; ``start``–``end`` are its code points in the original."""

    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """What is compared where case does not matter; a hyphen at a line's end is left out."""
        return self.text.replace(SOFT_BREAK, "").replace(MARKER, "").casefold()

    @property
    def is_number(self) -> bool:
        """Whether the token has a digit."""
        return any(c.isdigit() for c in self.text)


def tokens(folded: Folded) -> tuple[Token, ...]:
    """The tokens of a folded text in order."""
    return tuple(
        Token(m.group(), *folded.span(m.start(), m.end()))
        for m in TOKEN.finditer(folded.text.replace(MARKER, " ").replace(SEGMENT, " "))
    )


def words(text: str) -> list[str]:
    """The tokens of a folded text, without their places."""
    return TOKEN.findall(text.replace(MARKER, " ").replace(SEGMENT, " "))


def keys(text: str) -> list[str]:
    """The tokens of a folded text as they are compared where case does not matter."""
    return [m.group().replace(SOFT_BREAK, "").casefold() for m in TOKEN.finditer(text.replace(MARKER, "").replace(SEGMENT, " "))]


def has_number(text: str) -> bool:
    """Whether folded ``text`` contains a digit."""
    return any(c.isdigit() for c in text)
