"""The attributes that many rendering elements share: affixes, quotes, fonts, display, text-case, strip-periods.

Section names in the docstrings are those of CSL 1.0.2 ("Formatting", "Affixes", "Text-case", "Strip-periods").
"""

from __future__ import annotations

from typing import Any

from provenance.scripts import is_han

from .context import Context
from .tree import Pieces, Span, change_case, is_empty, plain, strip_periods

_FONT = ("font-style", "font-variant", "font-weight", "text-decoration", "vertical-align")


class Formatting:
    """Attributes that many elements share: affixes, quotes, fonts, display, text-case, strip-periods."""

    __slots__ = ("_wraps", "case", "display", "font", "is_plain", "prefix", "quotes", "strip", "suffix")

    def __init__(self, attributes: dict[str, str]) -> None:
        self.prefix = attributes.get("prefix", "")
        self.suffix = attributes.get("suffix", "")
        self.quotes = attributes.get("quotes") == "true"
        self.display = attributes.get("display")
        self.case = attributes.get("text-case")
        self.strip = attributes.get("strip-periods") == "true"
        self.font = font_of(attributes)
        self._wraps = bool(self.font or self.prefix or self.suffix or self.quotes or self.display)
        self.is_plain = not (self._wraps or self.strip or self.case)
        """Whether it changes nothing."""

    def apply(self, pieces: Pieces, ctx: Context, language: str = "") -> Pieces:
        """``pieces`` with all of it; nothing stays nothing. ``language``: theirs, where it is not the item's."""
        if self.is_plain or not pieces:
            return pieces
        if self.strip:
            pieces = strip_periods(pieces)
        if self.case:
            case = _case_of_csl_m(self.case, ctx) if ctx.multilingual else self.case
            pieces = change_case(pieces, case, self._case_language(ctx, language))
        if self._wraps:
            if is_empty(pieces):
                return []
            font = self.font
            if font.get("font_style") in ("italic", "oblique") and _begins_in_han(plain(pieces)):
                # Han has no italic (Chicago 18, 11.88; GB/T 7714 sets none)
                font = {name: value for name, value in font.items() if name != "font_style"}
            return [
                Span(
                    children=pieces,
                    prefix=self.prefix,
                    suffix=self.suffix,
                    quotes=self.quotes,
                    display=self.display,
                    **font,
                )
            ]
        return pieces

    def _case_language(self, ctx: Context, language: str) -> str:
        """The item's language for its data; a style's own words are in title case wherever the style asks for it."""
        if not language:
            return case_language(ctx)
        return "en" if self.case == "title" else language


def _case_of_csl_m(case: str, ctx: Context) -> str:
    """What a case means in CSL-M styles (as citeproc-js, for which they are written, has it).

    Outside the document's own language title case has no list of words that keep small letters: they all do.
    """
    if case == "title":
        return "title-edges" if ctx.locale.is_part else "title-kept"
    return "sentence-lower" if case == "sentence" else case


def font_of(attributes: dict[str, str]) -> dict[str, Any]:
    """The font attributes as keywords of :class:`~references.csl.tree.Span`."""
    return {name.replace("-", "_"): attributes[name] for name in _FONT if name in attributes}


def _begins_in_han(text: str) -> bool:
    """Whether the first letter is a Han character: a Chinese title, also one with its translation behind it."""
    return is_han(next((c for c in text if c.isalpha()), ""))


def case_language(ctx: Context) -> str:
    """The language title case goes by: the item's, else the locale's."""
    return ctx.item.language or ctx.locale.tag
