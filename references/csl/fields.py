"""Inline markup and quotation marks in the text of data fields.

CSL-JSON fields may carry the tags ``<i>``, ``<b>``, ``<sup>``, ``<sub>``, ``<sc>`` and spans for small capitals, for "no
decoration" and for "no change of case" (CSL-JSON documentation, "HTML-like formatting tags"). Quotation marks that pair
become spans, so that they can alternate with those of the style (CSL 1.0.2, "quotes"); a single mark that does not pair
is an apostrophe.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from provenance.scripts import is_east_asian

from .nodes import Pieces, Span

_NORMAL = {"font_style": "normal", "font_variant": "normal", "font_weight": "normal", "text_decoration": "none"}
#: What a tag means for the span it opens. Small capitals and raised or lowered text are symbols: they keep their case.
_TAGS: dict[str, dict[str, Any]] = {
    "<i>": {"font_style": "italic"},
    "<b>": {"font_weight": "bold"},
    "<sup>": {"vertical_align": "sup", "nocase": True},
    "<sub>": {"vertical_align": "sub", "nocase": True},
    "<sc>": {"font_variant": "small-caps", "nocase": True},
    '<span style="font-variant:small-caps;">': {"font_variant": "small-caps", "nocase": True},
    '<span style="font-style:normal;">': {"font_style": "normal"},
    '<span class="nocase">': {"nocase": True},
    '<span class="nodecor">': {**_NORMAL, "nocase": True},
}
_TAG = (
    r"</?(?:i|b|sup|sub|sc)>"
    r'|<span style="(?:font-variant: ?small-caps|font-style: ?normal);?">|<span class="(?:nocase|nodecor)">|</span>'
)
_AFFIX_TOKEN = re.compile(rf"({_TAG})")
_TOKEN = re.compile(rf"({_TAG}|[\"'“”„‘’‚«»])")
_NEEDED = frozenset("<'\"“„‘‚«")
_CLOSING = {'"': '"', "'": "'", "“": "”", "„": "“”", "‘": "’", "‚": "‘’", "«": "»"}
_QUOTES = frozenset("\"'“”„‘’‚«»")
#: "rock 'n' roll": two apostrophes, though they look like a quotation
_APOSTROPHES = re.compile(r"(?<=\s)'([nN])'(?=\s)")
_POINTS = frozenset(".,;:!?")


@dataclass(slots=True)
class _Frame:
    """A tag or quotation mark that is not closed yet, and what has come since."""

    token: str
    children: Pieces = field(default_factory=list)

    @property
    def is_tag(self) -> bool:
        return len(self.token) > 1


def parse_field(value: str) -> Pieces:
    """The pieces of a data field. Tags that do not close and quotation marks that do not pair stay text."""
    if _NEEDED.isdisjoint(value):
        return [value] if value else []
    return _Parser(_TOKEN.split(_APOSTROPHES.sub(r"’\1’", value))).parse()


@lru_cache(maxsize=4096)
def _affix(value: str) -> tuple[str | Span, ...]:
    return tuple(_Parser(_AFFIX_TOKEN.split(value)).parse())


def parse_affix(value: str) -> tuple[str | Span, ...]:
    """The pieces of an affix or delimiter of a style: tags count, quotation marks and apostrophes are as they are."""
    return _affix(value) if "<" in value else (value,)


class _Parser:
    """One reading of the tokens: text at even places, tags and quotation marks at odd ones."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.stack = [_Frame("")]

    def parse(self) -> Pieces:
        for at, token in enumerate(self.tokens):
            if not at % 2:
                self._text(token)
            elif len(token) > 1:
                self._tag(token)
            else:
                self._quote(token, *self._neighbours(at))
        while len(self.stack) > 1:
            self._give_up()
        return self.stack[0].children

    def _text(self, text: str) -> None:
        if not text:
            return
        children = self.stack[-1].children
        if children and isinstance(last := children[-1], str):
            children[-1] = last + text
        elif children and isinstance(last, Span) and _is_continuation(last):
            last.children = [f"{last.children[0]}{text}"]
        elif children and text[0] in _POINTS:
            children.append(Span([text], inline=True))
        else:
            children.append(text)

    def _give_up(self) -> None:
        """The innermost open mark does not close: it is text."""
        frame = self.stack.pop()
        self._text("’" if frame.token == "'" else frame.token)
        for piece in frame.children:
            if isinstance(piece, str):
                self._text(piece)
            else:
                self.stack[-1].children.append(piece)

    def _close(self, at: int, span: Span) -> None:
        while len(self.stack) - 1 > at:
            self._give_up()
        span.children = self.stack.pop().children
        span.inline = True
        self.stack[-1].children.append(span)

    def _tag(self, tag: str) -> None:
        if not tag.startswith("</"):
            self.stack.append(_Frame(tag))
            return
        start = tag.replace("/", "")[:-1]
        for at in range(len(self.stack) - 1, 0, -1):
            frame = self.stack[at]
            if frame.is_tag and re.match(rf"{start}[ >]", frame.token):
                meaning = _TAGS[re.sub(r": ?(small-caps|normal);?", r":\1;", frame.token)]
                self._close(at, Span(**meaning))
                return
        self._text(tag)

    def _quote(self, mark: str, before: str, after: str) -> None:
        closes = _can_close(mark, before, after) and self._opened(mark)
        if closes:
            frame = self.stack[closes]
            typed = None if mark in "\"'" else (frame.token, mark)
            self._close(closes, Span(quotes=True, typed=typed))
        elif _can_open(mark, before, after):
            self.stack.append(_Frame(mark))
        else:
            self._text("’" if mark == "'" else mark)

    def _opened(self, mark: str) -> int:
        """Where the quotation that the mark closes begins, within the same tag; 0 if there is none or it is empty."""
        for at in range(len(self.stack) - 1, 0, -1):
            frame = self.stack[at]
            if frame.is_tag:
                return 0
            if mark in _CLOSING[frame.token]:
                return at if frame.children or at < len(self.stack) - 1 else 0
        return 0

    def _neighbours(self, at: int) -> tuple[str, str]:
        """The characters before and after a mark, tags left out."""
        return self._nearest(range(at - 1, -1, -1), -1), self._nearest(range(at + 1, len(self.tokens)), 0)

    def _nearest(self, places: range, end: int) -> str:
        for place in places:
            token = self.tokens[place]
            if token and (not place % 2 or len(token) == 1):
                return token[end]
        return ""


def _is_continuation(span: Span) -> bool:
    """Whether the span is plain text that only stands apart because it goes on after markup of the same field."""
    return span.inline and span.children[:1] != [] and isinstance(span.children[0], str) and _is_bare(span)


def _is_bare(span: Span) -> bool:
    look = (span.font_style, span.font_variant, span.font_weight, span.text_decoration, span.vertical_align)
    return not span.quotes and not span.nocase and look == (None,) * 5


def _can_open(mark: str, before: str, after: str) -> bool:
    if mark in "“„‘‚«":
        return bool(after) and (mark == "«" or not after.isspace())
    if mark not in "\"'" or not after or after.isspace():
        return False
    opens_a_word = not before or before.isspace() or before in _QUOTES or unicodedata.category(before) in ("Ps", "Pd", "Pi")
    return opens_a_word or before == "/" or (mark == '"' and is_east_asian(before))


def _can_close(mark: str, before: str, after: str) -> bool:
    if mark in "”»":
        return True
    if not before or before.isspace() or unicodedata.category(before) == "Ps":
        return False
    return not after.isalnum() or (is_east_asian(after) and mark != "'")
