"""Formatted text: what a CSL processor hands on, before it becomes plain text, HTML, Markdown or LaTeX.

An engine renders into one string in which private-use characters mark where a style begins and ends; :func:`settle` makes
the seams right (CSL 1.0.2, "Quotation marks", "punctuation-in-quote"), and :class:`Rich` writes the four outputs. So one
rendering serves all outputs, and a title is escaped once, by the output that needs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from provenance.scripts import is_east_asian

from ..latex import escape_text

#: Begin and end of each inline style.
STYLES = ("italic", "oblique", "bold", "light", "underline", "sup", "sub", "small-caps", "roman")
_BEGIN = {style: chr(0xE000 + i) for i, style in enumerate(STYLES)}
_STYLE_OF = {mark: style for style, mark in _BEGIN.items()}
END = "\ue00f"
#: Quotation marks that the style (not the title) sets.
OPEN_QUOTE, CLOSE_QUOTE = "\ue010", "\ue011"
#: Between the number of an entry and the rest (CSL 1.0.2, "second-field-align").
FIELD = "\ue012"
_MARKS = frozenset([*_STYLE_OF, END, OPEN_QUOTE, CLOSE_QUOTE, FIELD])
_PRIVATE = re.compile("[\ue000-\ue012]")

#: HTML-like tags that CSL-JSON fields may carry (citeproc-js "rich text"), and the style each one means.
_TAGS = {
    "<i>": "italic",
    "<b>": "bold",
    "<sup>": "sup",
    "<sub>": "sub",
    '<span style="font-variant:small-caps;">': "small-caps",
    '<span style="font-variant: small-caps;">': "small-caps",
    '<span style="font-style:normal;">': "roman",
}
_TAG = re.compile("|".join(map(re.escape, _TAGS)) + r"|</(?:i|b|sup|sub|span)>")


def mark(text: str, style: str) -> str:
    """``text`` in one of :data:`STYLES`."""
    return f"{_BEGIN[style]}{text}{END}" if text else text


def from_field(text: str) -> str:
    """A CSL-JSON field with its inline tags turned into marks; stray private-use characters are dropped."""
    text = _PRIVATE.sub("", text)
    depth = 0

    def turn(found: re.Match[str]) -> str:
        nonlocal depth
        tag = found.group()
        if tag in _TAGS:
            depth += 1
            return _BEGIN[_TAGS[tag]]
        if depth == 0:
            return tag
        depth -= 1
        return END

    marked = _TAG.sub(turn, text)
    return marked + END * depth


@dataclass(frozen=True, slots=True)
class Quotes:
    """The quotation marks of a locale, and whether a comma or full stop after them moves inside."""

    opening: str = "“"
    closing: str = "”"
    inner_opening: str = "‘"
    inner_closing: str = "’"
    punctuation_inside: bool = True

    def pair(self, depth: int) -> tuple[str, str]:
        """The marks at a depth of nesting, 0 the outermost: they alternate."""
        return (self.inner_opening, self.inner_closing) if depth % 2 else (self.opening, self.closing)


def settle(marked: str, quotes: Quotes) -> Rich:
    """The finished text of what an engine rendered: quotation marks nested, punctuation moved and not doubled."""
    return Rich(tuple(_runs(_join_seams(_nest_quotes(_move_punctuation(marked, quotes), quotes)))))


_QUOTED_THEN_POINT = re.compile(rf"([”’\"'»]*)([{END}{CLOSE_QUOTE}]*{CLOSE_QUOTE}[{END}{CLOSE_QUOTE}]*)([.,]+)")


def _move_punctuation(marked: str, quotes: Quotes) -> str:
    """American usage: comma and full stop stand inside the closing marks, also those a title ends with."""
    if not quotes.punctuation_inside:
        return marked

    def turn(found: re.Match[str]) -> str:
        before = marked[: found.start()].rstrip("".join(_MARKS))
        point = found.group(3)
        swallowed = before[-1:] in (".", "?", "!", "…") and point.startswith(".")
        if swallowed or (before[-1:] == "," and point.startswith(",")):
            point = point[1:]
        return f"{point}{found.group(1)}{found.group(2)}"

    return _QUOTED_THEN_POINT.sub(turn, marked)


def _nest_quotes(marked: str, quotes: Quotes) -> str:
    """Set the style's quotation marks, and flip those a title has itself wherever they stand inside them."""
    out: list[str] = []
    stack: list[str] = []
    for i, character in enumerate(marked):
        inside = OPEN_QUOTE in stack
        before = marked[i - 1] if i else ""
        if character == OPEN_QUOTE:
            out.append(quotes.pair(len(stack) if inside else 0)[0])
            stack.append(OPEN_QUOTE)
        elif character == CLOSE_QUOTE:
            while stack and stack.pop() != OPEN_QUOTE:
                pass
            out.append(quotes.pair(len(stack) if OPEN_QUOTE in stack else 0)[1])
        elif not inside:
            out.append(character)
        elif character in "“‘" or (character == '"' and (not before or before in _MARKS or before in " ([—–-/")):
            out.append(quotes.pair(len(stack))[0])
            stack.append(_CLOSES[character])
        elif character in '”’"' and stack[-1] == character and not _is_apostrophe(marked, i):
            stack.pop()
            out.append(quotes.pair(len(stack))[1])
        else:
            out.append(character)
    return "".join(out)


_CLOSES = {"“": "”", "‘": "’", '"': '"'}


def _is_apostrophe(text: str, at: int) -> bool:
    return text[at] == "’" and text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalpha()


#: What a point means when it meets another one across a seam (CSL test suite, "punctuation"): the first that applies.
_SWALLOWS = {".": "", "?": ".", "!": ".", "。": ".,", "，": ",", "…": "", ":": ".", ";": ".", ",": ""}


def _join_seams(marked: str) -> str:
    """No doubled point and no doubled space where two rendered pieces meet with a mark between them."""
    out: list[str] = []
    last, crossed = "", False
    for character in marked:
        if character in _MARKS:
            crossed = True
        else:
            doubled = character in ".,;:!?" and (character == last or character in _SWALLOWS.get(last, ""))
            if (crossed or last in "?!。，") and last and (doubled or (character == " " and last == " ")):
                continue
            last, crossed = character, False
        out.append(character)
    return "".join(out)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters with the same styles."""

    text: str
    styles: tuple[str, ...] = ()


def _runs(marked: str) -> Iterator[Run]:
    """Split at the marks. Italics within italics stand out by being upright; Han is never slanted."""
    stack: list[str] = []
    piece: list[str] = []

    def close() -> Iterator[Run]:
        if piece:
            yield Run("".join(piece), _effective(stack))
            piece.clear()

    for character in marked:
        if character in _STYLE_OF or character in (END, FIELD):
            yield from close()
            if character == END:
                if stack:
                    stack.pop()
            elif character == FIELD:
                yield Run(" ")
            else:
                stack.append(_STYLE_OF[character])
        elif character not in _MARKS:
            piece.append(character)
    yield from close()


def _effective(stack: list[str]) -> tuple[str, ...]:
    styles: list[str] = []
    for style in stack:
        if style == "roman":
            styles = [s for s in styles if s not in ("italic", "oblique")]
        elif style == "oblique":
            styles.append("italic")
        elif style == "italic" and "italic" in styles:
            styles.remove("italic")
        elif style not in styles and style != "light":
            styles.append(style)
    return tuple(styles)


_HTML = {
    "italic": ("<i>", "</i>"),
    "bold": ("<b>", "</b>"),
    "underline": ('<span style="text-decoration:underline;">', "</span>"),
    "sup": ("<sup>", "</sup>"),
    "sub": ("<sub>", "</sub>"),
    "small-caps": ('<span style="font-variant:small-caps;">', "</span>"),
}
_MARKDOWN = {"italic": ("*", "*"), "bold": ("**", "**"), "sup": ("<sup>", "</sup>"), "sub": ("<sub>", "</sub>")}
_LATEX = {
    "italic": r"\emph{",
    "bold": r"\textbf{",
    "underline": r"\underline{",
    "sup": r"\textsuperscript{",
    "sub": r"\textsubscript{",
    "small-caps": r"\textsc{",
}
_MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]<>]|&(?=#?\w+;))")
_URL = re.compile(r"https?://[^\s<>]+[^\s<>.,;)\]]")


@dataclass(frozen=True, slots=True)
class Rich:
    """Finished text with inline styles."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """Without styles."""
        return _one_space("".join(run.text for run in self.runs))

    @property
    def html(self) -> str:
        """As HTML, ``&``, ``<`` and ``>`` escaped."""
        return self._written(lambda text: escape(text, quote=False), _HTML)

    @property
    def markdown(self) -> str:
        """As CommonMark; what would be read as mark-up is escaped, addresses are left whole."""
        text = self._written(_escape_markdown, _MARKDOWN)
        # a line that begins with "12." or "-" would become a list
        return re.sub(r"^(\d+)([.)])(?=\s)|^([-+#])(?=\s)", lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text)

    @property
    def latex(self) -> str:
        """As LaTeX for XeLaTeX or LuaLaTeX; Han is left as it is."""
        pairs = {style: (begin, "}") for style, begin in _LATEX.items()}
        return self._written(escape_text, pairs)

    def written(self, output: str) -> str:
        """In ``text``, ``html``, ``markdown`` or ``latex``."""
        return str(getattr(self, output))

    def _written(self, escaped: object, wrap: dict[str, tuple[str, str]]) -> str:
        assert callable(escaped)
        out = []
        for run in _upright_han(self.runs):
            text = str(escaped(run.text))
            for style in reversed(run.styles):
                if style in wrap:
                    text = _wrapped(text, *wrap[style])
            out.append(text)
        return _one_space("".join(out))


def _upright_han(runs: tuple[Run, ...]) -> Iterator[Run]:
    """Han has no italic (so Chicago 18; GB/T 7714 has none): such a run is set upright."""
    for run in runs:
        if "italic" in run.styles and is_east_asian(run.text):
            yield Run(run.text, tuple(s for s in run.styles if s != "italic"))
        else:
            yield run


def _wrapped(text: str, begin: str, end: str) -> str:
    """Mark-up goes round the words, not round the space beside them: ``*a *`` is not emphasis in Markdown."""
    core = text.strip()
    if not core:
        return text
    at = text.index(core)
    return f"{text[:at]}{begin}{core}{end}{text[at + len(core) :]}"


def _escape_markdown(text: str) -> str:
    out, at = [], 0
    for found in _URL.finditer(text):
        out.append(_MARKDOWN_SPECIAL.sub(r"\\\1", text[at : found.start()]))
        out.append(f"<{found.group()}>")
        at = found.end()
    out.append(_MARKDOWN_SPECIAL.sub(r"\\\1", text[at:]))
    return "".join(out)


def _one_space(text: str) -> str:
    return re.sub(r"  +", " ", text).strip()
