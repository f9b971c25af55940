"""From the rich-text tree to the text of an output.

Three things are settled here, where all pieces of an entry meet: formatting and quotation marks of the data flip against
those round them (CSL 1.0.2, "Formatting", "quotes"); punctuation moves into closing quotation marks where the locale says
so ("punctuation-in-quote"); and a point that meets another one at a seam is not doubled (CSL test suite, "punctuation").
"""

from __future__ import annotations

import re

from ..errors import UnknownFormat
from .fields import parse_affix
from .nodes import QuoteMarks, Span, is_empty, plain
from .writers import ATTRIBUTES, WRITERS

_TEXT, _OPEN, _CLOSE, _QUOTE_OPEN, _QUOTE_CLOSE, _BLOCK = range(6)
_POINTS = frozenset(".,;:!?")
#: Points that move into quotation marks; colon and semicolon stay outside.
_MOVED = frozenset(".,!?")
#: What two points become that meet at a seam; a pair that is not here stays.
_MEETING = {
    "::": ":", ";:": ";", "!:": "!", "?:": "?",
    ":.": ":", "..": ".", ";.": ";", "!.": "!", "?.": "?",
    ";;": ";",
    ":!": "!", ";!": "!", "!!": "!",
    ":?": "?", ";?": "?", "??": "?",
    ",,": ",",
}  # fmt: skip
#: Control characters and what else XML 1.0 has no place for ("Characters", production 2).
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLAIN_VALUES = frozenset(("normal", "none", "baseline"))
_NORMAL_OF = {"text_decoration": "none", "vertical_align": "baseline"}
_Look = tuple[str | None, str | None, str | None, str | None, str | None]
_NO_LOOK: _Look = (None, None, None, None, None)


def serialize(pieces: list[str | Span], output: str, marks: QuoteMarks, punctuation_in_quote: bool = False) -> str:
    """The pieces as ``html``, ``text``, ``markdown`` or ``latex``; raises :class:`UnknownFormat` for another output."""
    if output not in WRITERS:
        raise UnknownFormat(output, tuple(WRITERS))
    stream = _Stream(output, marks, punctuation_in_quote)
    stream.pieces(pieces, _NO_LOOK, ())
    return stream.finished()


class _OfQuoted(str):
    """A closing mark of the formatting of something in quotation marks."""

    __slots__ = ()


class _Stream:
    """What is written so far: parts, each of one kind, text still unescaped."""

    __slots__ = ("inside", "kinds", "marks", "parts", "writer")

    def __init__(self, output: str, marks: QuoteMarks, inside: bool) -> None:
        self.writer = WRITERS[output]
        self.marks = marks
        self.inside = inside
        self.parts: list[str] = []
        self.kinds: list[int] = []

    def pieces(self, pieces: list[str | Span], look: _Look, quoted: tuple[str, ...]) -> None:
        for piece in pieces:
            if isinstance(piece, str):
                self.text(piece)
            elif not is_empty(piece.children):
                self.span(piece, look, quoted)

    def put(self, kind: int, part: str) -> None:
        self.kinds.append(kind)
        self.parts.append(part)

    def span(self, span: Span, look: _Look, quoted: tuple[str, ...]) -> None:
        if span.display:
            self.begin_block(span.display)
        if span.prefix:
            self.affix(span.prefix, look)
        if span.quotes:
            opening, closing = self.quotation(span.typed, quoted)
            quoted = (*quoted, opening)
            self.put(_QUOTE_OPEN, opening)
        look, closings = self.opened(span, look)
        if span.inline and not closings and not span.quotes and isinstance(span.children[0], str):
            if span.children[0]:
                self.put(_TEXT, span.children[0])
            self.pieces(span.children[1:], look, quoted)
        else:
            self.pieces(span.children, look, quoted)
        for kind, mark in reversed(closings):
            self.put(kind, _OfQuoted(mark) if span.quotes else mark)
        if span.quotes:
            self.put(_QUOTE_CLOSE, closing)
        if span.suffix:
            self.affix(span.suffix, look, ends=not span.quotes)
        if span.display:
            self.end_block(span.display)

    def affix(self, affix: str, look: _Look, ends: bool = False) -> None:
        """An affix; ``ends`` where it ends something that may itself end in quotation marks."""
        if "<" in affix:
            self.pieces(list(parse_affix(affix)), look, ())
        else:
            self.text(affix, ends)

    def begin_block(self, display: str) -> None:
        begin = self.writer.blocks[display][0] if display in self.writer.blocks else ""
        if self.writer.markup or (begin and self.parts and not self.parts[-1].endswith("\n")):
            self.put(_BLOCK, begin)

    def end_block(self, display: str) -> None:
        """The space after the last suffix of a block does not belong to it, except in the margin."""
        end = self.writer.blocks[display][1] if display in self.writer.blocks else ""
        space = ""
        if display == "right-inline" and self.writer.markup and self.kinds[-1] == _TEXT:
            kept = self.parts[-1].rstrip(" ")
            space = self.parts[-1][len(kept) :]
            self.parts[-1] = kept
        if self.writer.markup:
            self.put(_BLOCK, end + space)
        elif end == " ":
            self.text(end)
        elif end:
            self.put(_BLOCK, end)

    def quotation(self, typed: tuple[str, str] | None, quoted: tuple[str, ...]) -> tuple[str, str]:
        """The marks for a quotation: they alternate with those round them. Marks typed that are not the locale's stay, and so
        do single ones that nothing is round, which may be no quotation.
        """
        marks = self.marks
        outer, inner = (marks.open, marks.close), (marks.inner_open, marks.inner_close)
        if typed and typed[0] != marks.open.strip():
            single = typed[0] in "‘‚" and not quoted
            if single or typed[0] != marks.inner_open.strip():
                return typed
        return inner if quoted and quoted[-1] == marks.open else outer

    def opened(self, span: Span, look: _Look) -> tuple[_Look, list[tuple[int, str]]]:
        """Write the opening marks of the formatting that changes; gives the new look and the closing marks, outermost first."""
        wanted = (span.font_style, span.font_variant, span.font_weight, span.text_decoration, span.vertical_align)
        closings: list[tuple[int, str]] = []
        if span.href and not (self.writer.delimiters and plain(span.children) == span.href):
            begin, end = self.writer.link(span.href)
            self.put(_OPEN, begin)
            closings.append((_CLOSE, end))
        if wanted == _NO_LOOK:
            return look, closings
        new = list(look)
        for at in range(4, -1, -1):
            value, now = wanted[at], look[at]
            if value is None:
                continue
            name = ATTRIBUTES[at]
            if value == now and span.inline and name != "vertical_align":
                value = _NORMAL_OF.get(name, "normal")
            normal = value in _PLAIN_VALUES
            new[at] = None if normal else value
            if value == now or (normal and now is None):
                continue
            begin, end = self.writer.marks.get((name, value), ("", ""))
            leaves = normal and self.writer.delimiters
            self.put(_CLOSE if leaves else _OPEN, begin)
            closings.append((_OPEN if leaves else _CLOSE, end))
        return (new[0], new[1], new[2], new[3], new[4]), closings

    def text(self, text: str, ends: bool = False) -> None:
        """Add text, settling the seam before it."""
        if text and text[0] in _POINTS:
            text = self.seam(text, ends)
        if text and text[0] == " ":
            text = self.one_space(text)
        if text:
            self.kinds.append(_TEXT)
            self.parts.append(text)

    def last_text(self) -> tuple[int, int]:
        """Where the text before the seam is, and the first closing quotation mark after it; -1 for what is not there."""
        quote = -1
        for at in range(len(self.parts) - 1, -1, -1):
            kind = self.kinds[at]
            if kind == _TEXT:
                return at, quote
            if kind == _QUOTE_CLOSE:
                quote = at
            elif kind in (_QUOTE_OPEN, _BLOCK):
                break
        return -1, quote

    def seam(self, text: str, ends: bool) -> str:
        """Settle the points that the text begins with; gives what is left to add."""
        at, quote = self.last_text()
        if at < 0:
            return self.before_block(text)
        if quote >= 0 and not self.inside:
            # no full stop after one inside the marks, and none that ends a sentence after a question inside them
            doubled = text[0] == "." and self.parts[at][-1:] in (".?!" if ends else ".")
            return text[1:] if doubled and self.parts[at] else text
        while at >= 0 and text and text[0] in _POINTS:
            point, before = text[0], self.parts[at]
            meeting = _MEETING.get(before[-1] + point)
            if meeting == before[-1]:
                text = text[1:]
            elif meeting is not None:
                # the new point takes the place of the old one, and may then move into the quotation before it
                self.shorten(at)
                text = meeting + text[1:]
                at, quote = self.last_text()
            elif quote >= 0 and self.inside and point in _MOVED:
                # into the look of what is quoted, not into that of its last words
                place = quote
                while isinstance(self.parts[place - 1], _OfQuoted):
                    place -= 1
                self.kinds.insert(place, _TEXT)
                self.parts.insert(place, point)
                text = text[1:]
                at, quote = place, quote + 1
            else:
                break
        return text

    def before_block(self, text: str) -> str:
        """Points that begin or follow a block belong to the text before that; gives what is left to add."""
        edge = len(self.parts)
        while edge and self.kinds[edge - 1] != _TEXT:
            if self.kinds[edge - 1] == _QUOTE_OPEN:
                return text
            edge -= 1
        edge += next((n for n, kind in enumerate(self.kinds[edge:]) if kind == _BLOCK), 0)
        if not edge:
            return text
        points = len(text) - len(text.lstrip(".,;:!?。，；："))
        after = self.parts[edge:], self.kinds[edge:]
        del self.parts[edge:], self.kinds[edge:]
        self.text(text[:points])
        self.parts += after[0]
        self.kinds += after[1]
        return text[points:]

    def shorten(self, at: int) -> None:
        """Take the last character from a part."""
        self.parts[at] = self.parts[at][:-1]
        if not self.parts[at]:
            del self.parts[at], self.kinds[at]

    def one_space(self, text: str) -> str:
        at, quote = self.last_text()
        if at >= 0 and quote < 0 and self.parts[at].endswith(" "):
            return text.lstrip(" ")
        return text

    def finished(self) -> str:
        """Escape the text and join the parts."""
        while self.kinds and self.kinds[-1] == _BLOCK and not self.writer.markup:
            self.kinds.pop()
            self.parts.pop()
        if self.writer.delimiters:
            self.tighten()
        out: list[str] = []
        run: list[str] = []
        for kind, part in zip(self.kinds, self.parts, strict=True):
            if kind in (_TEXT, _QUOTE_OPEN, _QUOTE_CLOSE):
                run.append(part)
                continue
            if run:
                out.append(self.writer.escape("".join(run)))
                run.clear()
            out.append(part)
        if run:
            out.append(self.writer.escape("".join(run)))
        return _UNPRINTABLE.sub("", self.writer.finish("".join(out)))

    def tighten(self) -> None:
        """Put the space at the edge of marked text outside the mark: ``*a *`` is not emphasis in Markdown."""
        for at, kind in enumerate(self.kinds):
            if kind == _CLOSE:
                self._shift(range(at - 1, -1, -1), at, tail=True)
        for at in range(len(self.kinds) - 1, -1, -1):
            if self.kinds[at] == _OPEN:
                self._shift(range(at + 1, len(self.kinds)), at, tail=False)

    def _shift(self, places: range, at: int, tail: bool) -> None:
        """Move the space of the nearest text to the far side of the mark at a place."""
        for place in places:
            if self.kinds[place] != _TEXT:
                if self.kinds[place] in (_OPEN, _CLOSE):
                    continue
                return
            text = self.parts[place]
            kept = text.rstrip() if tail else text.lstrip()
            if kept != text:
                space = text[len(kept) :] if tail else text[: len(text) - len(kept)]
                self.parts[place] = kept
                self.parts[at] = self.parts[at] + space if tail else space + self.parts[at]
            return
