"""How rich text is written in each output: the marks round formatted text, and the escaping of the text itself.

HTML follows the results of the CSL test suite, Markdown is CommonMark, LaTeX is for XeLaTeX and LuaLaTeX.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..latex import escape_text

Marks = Mapping[tuple[str, str], tuple[str, str]]
#: Attributes of a span from the innermost mark to the outermost.
ATTRIBUTES = ("font_style", "font_variant", "font_weight", "text_decoration", "vertical_align")


def _style(declaration: str) -> tuple[str, str]:
    return f'<span style="{declaration};">', "</span>"


_HTML: Marks = {
    ("font_style", "italic"): ("<i>", "</i>"),
    ("font_style", "oblique"): ("<em>", "</em>"),
    ("font_style", "normal"): _style("font-style:normal"),
    ("font_variant", "small-caps"): _style("font-variant:small-caps"),
    ("font_variant", "normal"): _style("font-variant:normal"),
    ("font_weight", "bold"): ("<b>", "</b>"),
    ("font_weight", "light"): _style("font-weight:lighter"),
    ("font_weight", "normal"): _style("font-weight:normal"),
    ("text_decoration", "underline"): _style("text-decoration:underline"),
    ("text_decoration", "none"): _style("text-decoration:none"),
    ("vertical_align", "sup"): ("<sup>", "</sup>"),
    ("vertical_align", "sub"): ("<sub>", "</sub>"),
    ("vertical_align", "baseline"): _style("vertical-align:baseline"),
}
_MARKDOWN: Marks = {
    ("font_style", "italic"): ("*", "*"),
    ("font_style", "oblique"): ("*", "*"),
    ("font_style", "normal"): ("*", "*"),
    ("font_weight", "bold"): ("**", "**"),
    ("font_weight", "normal"): ("**", "**"),
    ("vertical_align", "sup"): ("<sup>", "</sup>"),
    ("vertical_align", "sub"): ("<sub>", "</sub>"),
}
_LATEX: Marks = {
    ("font_style", "italic"): (r"\textit{", "}"),
    ("font_style", "oblique"): (r"\textsl{", "}"),
    ("font_style", "normal"): (r"\textup{", "}"),
    ("font_variant", "small-caps"): (r"\textsc{", "}"),
    ("font_variant", "normal"): (r"\textnormal{", "}"),
    ("font_weight", "bold"): (r"\textbf{", "}"),
    ("font_weight", "normal"): (r"\textmd{", "}"),
    ("text_decoration", "underline"): (r"\underline{", "}"),
    ("vertical_align", "sup"): (r"\textsuperscript{", "}"),
    ("vertical_align", "sub"): (r"\textsubscript{", "}"),
}

#: Letters that look raised but have no such decomposition in Unicode.
_RAISED = {"ˀ": "ʔ", "ˁ": "ʕ", "ۥ": "و", "ۦ": "ي"}
#: Where Unicode has its raised characters, so that the search stays one bracket.
_SUPERSCRIPT = re.compile(
    "[\u00aa\u00b2\u00b3\u00b9\u00ba\u02b0-\u02b8\u02c0\u02c1\u02e0-\u02e4\u06e5\u06e6\u10fc\u1d2c-\u1d6a\u1d78\u1d9b-\u1dbf"
    "\u2070-\u207f\u2120\u2122\u2c7d\u2d6f\u3192-\u319f\ua69c\ua69d\ua770\ua7f2-\ua7f4\ua7f8\ua7f9\uab5c-\uab5f\uab69]"
)


def _lowered(character: str) -> str | None:
    """What a raised character is when it is not raised (UnicodeData, ``<super>``); None for any other."""
    if character in _RAISED:
        return _RAISED[character]
    kind, _, points = unicodedata.decomposition(character).partition(" ")
    return "".join(chr(int(point, 16)) for point in points.split()) if kind == "<super>" else None


def _raise(text: str, begin: str, end: str) -> str:
    """Raised characters as raised formatting: fonts seldom have all of them, and they would not match each other."""

    def turn(found: re.Match[str]) -> str:
        plain = _lowered(found[0])
        return f"{begin}{plain}{end}" if plain else found[0]

    return text if text.isascii() else _SUPERSCRIPT.sub(turn, text)


_HTML_ESCAPES = {"&": "&#38;", "<": "&#60;", ">": "&#62;"}
_HTML_SPECIAL = re.compile("[&<>]")


def _escape_html(text: str) -> str:
    return _raise(_HTML_SPECIAL.sub(lambda found: _HTML_ESCAPES[found[0]], text), "<sup>", "</sup>")


_MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]<>]|&(?=#?\w+;))")
_URL = re.compile(r"https?://[^\s<>]+[^\s<>.,;)\]]")


def _escape_markdown(text: str) -> str:
    """What would be read as markup is escaped; addresses become autolinks and stay whole."""
    out, at = [], 0
    for found in _URL.finditer(text):
        out.append(_MARKDOWN_SPECIAL.sub(r"\\\1", text[at : found.start()]))
        out.append(f"<{found[0]}>")
        at = found.end()
    out.append(_MARKDOWN_SPECIAL.sub(r"\\\1", text[at:]))
    return "".join(out)


_LIST = re.compile(r"^(\d+)([.)])(?=\s)|^([-+#])(?=\s)", re.M)


def _no_list(text: str) -> str:
    """A line that begins with ``12.`` or ``-`` would become a list."""
    return _LIST.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", text)


def _escape_latex(text: str) -> str:
    return _raise(escape_text(text), r"\textsuperscript{", "}")


def _html_link(href: str) -> tuple[str, str]:
    return f'<a href="{_HTML_SPECIAL.sub(lambda found: _HTML_ESCAPES[found[0]], href).replace(chr(34), "&#34;")}">', "</a>"


def _markdown_link(href: str) -> tuple[str, str]:
    return "[", f"](<{re.sub(r'[<>]', lambda found: '%3C' if found[0] == '<' else '%3E', href)}>)"


def _latex_link(href: str) -> tuple[str, str]:
    return rf"\href{{{re.sub(r'([%#&{}])', lambda found: chr(92) + found[0], href)}}}{{", "}"


def _no_link(href: str) -> tuple[str, str]:
    return "", ""


_BLOCKS = {
    "block": ('\n\n    <div class="csl-block">', "</div>\n"),
    "left-margin": ('\n    <div class="csl-left-margin">', "</div>"),
    "right-inline": ('<div class="csl-right-inline">', "</div>\n  "),
    "indent": ('<div class="csl-indent">', "</div>\n  "),
}
#: Without markup a block begins a line, and a space divides what stands in the margin from the rest.
_LINES = {"block": ("\n", "\n"), "left-margin": ("", " "), "right-inline": ("", ""), "indent": ("\n", "\n")}
_PARAGRAPHS = {name: tuple(part.replace("\n", "\n\n") for part in pair) for name, pair in _LINES.items()}


@dataclass(frozen=True, slots=True)
class Writer:
    """One output: marks of formatting, escaping of text, links, and what begins and ends a display block."""

    marks: Marks
    escape: Callable[[str], str]
    link: Callable[[str], tuple[str, str]]
    blocks: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _LINES)
    #: whether display blocks are elements of the output
    markup: bool = False
    #: last change to the whole
    finish: Callable[[str], str] = str
    #: whether marks must touch the words they mark, and "normal" is said by closing the mark round it
    delimiters: bool = False


WRITERS: Mapping[str, Writer] = {
    "html": Writer(_HTML, _escape_html, _html_link, _BLOCKS, markup=True),
    "text": Writer({}, lambda text: text, _no_link),
    "markdown": Writer(_MARKDOWN, _escape_markdown, _markdown_link, _PARAGRAPHS, finish=_no_list, delimiters=True),
    "latex": Writer(_LATEX, _escape_latex, _latex_link, _PARAGRAPHS),
}
