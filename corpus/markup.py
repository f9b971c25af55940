"""HTML text → a tree whose pieces of text know where in the file they stand.

The parser is that of the standard library, which does not repair the tree as a browser does; the few rules of
optional end tags that real pages rely on (HTML Living Standard, 13.1.2.4) are applied here.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser


def names(text: str) -> frozenset[str]:
    """A set of element names or roles, written as one line of words."""
    return frozenset(text.split())


VOID = names("area base br col embed hr img input link meta param source track wbr")
BLOCK = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table tbody td"
    " tfoot th thead tr ul"
)
#: An opening tag of the first kind ends an open element of the second kind, looked for up to the nearest of the third.
_ENDS: tuple[tuple[frozenset[str], frozenset[str], frozenset[str]], ...] = (
    (frozenset({"li"}), frozenset({"li"}), frozenset({"ul", "ol", "menu"})),
    (frozenset({"dt", "dd"}), frozenset({"dt", "dd"}), frozenset({"dl"})),
    (frozenset({"td", "th"}), frozenset({"td", "th"}), frozenset({"tr", "table"})),
    (frozenset({"tr"}), frozenset({"tr"}), frozenset({"table"})),
    (frozenset({"tbody", "tfoot", "thead"}), frozenset({"tbody", "tfoot", "thead"}), frozenset({"table"})),
    (BLOCK, frozenset({"p"}), frozenset({"td", "th", "li", "div", "section", "article", "main", "body", "button"})),
)
#: Elements are not nested deeper than this; browsers cut at 512.
_DEPTH = 200
#: An end tag does not reach out of these.
_SCOPE = frozenset({"td", "th", "table", "caption", "template", "html"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Text as it stands in the file: code points ``start``–``end`` of it; ``text`` differs where it was an entity."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Element:
    """An element with its attributes (lower-case names, None → empty), its children and where its start tag stands."""

    name: str
    attributes: dict[str, str]
    start: int
    end: int
    """Code points of the start tag."""
    parent: Element | None = None
    depth: int = 0
    children: list[Element | Piece] = field(default_factory=list)

    def get(self, name: str) -> str:
        """An attribute's value, empty where it is absent."""
        return self.attributes.get(name, "")

    @property
    def classes(self) -> list[str]:
        """The class names, in lower case."""
        return self.get("class").lower().split()

    def pieces(self) -> Iterator[Piece]:
        """All text in the element, in order."""
        for child in self.children:
            if isinstance(child, Piece):
                yield child
            else:
                yield from child.pieces()

    def elements(self) -> Iterator[Element]:
        """All elements inside, in order."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.elements()

    def ancestors(self) -> Iterator[Element]:
        """The element it stands in, the one that stands in, and so on."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    @property
    def text(self) -> str:
        """The text in the element with white space collapsed."""
        return " ".join("".join(p.text for p in self.pieces()).split())


def parse(text: str) -> Element:
    """The tree of an HTML text; the root is an element without a name. Any text at all gives a tree."""
    builder = _Builder(text)
    builder.feed(text)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    """Builds the tree; offsets are those of the text that was fed in one go."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.source = text
        self.line_starts = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
        self.root = Element("", {}, 0, 0)
        self.here = self.root

    def _at(self) -> int:
        line, column = self.getpos()
        return self.line_starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens an element, after ending what its tag implies."""
        for tags, ended, bounds in _ENDS:
            if tag in tags:
                self._end_implied(ended, bounds)
        at = self._at()
        attributes: dict[str, str] = {}
        for name, value in attrs:
            attributes.setdefault(name, value or "")
        element = Element(tag, attributes, at, at + len(self.get_starttag_text() or ""), self.here, self.here.depth + 1)
        self.here.children.append(element)
        if tag not in VOID and element.depth < _DEPTH:
            self.here = element

    def handle_endtag(self, tag: str) -> None:
        """Closes the nearest open element of that name, and all in it; without one the tag is ignored."""
        node: Element | None = self.here
        while node is not None and node.name != tag:
            node = None if node.name in _SCOPE and tag not in ("table", "body", "html", "tr", "tbody") else node.parent
        if node is not None and node.parent is not None:
            self.here = node.parent

    def _end_implied(self, names: frozenset[str], bounds: frozenset[str]) -> None:
        node: Element | None = self.here
        while node is not None and node.name not in names:
            node = None if node.name in bounds else node.parent
        if node is not None and node.parent is not None:
            self.here = node.parent

    def parse_html_declaration(self, i: int) -> int:
        """Skips ``<!…>``; the standard library stops with an error at a marked section it does not know (``<![x]>``)."""
        if self.rawdata.startswith("<![", i):
            end = self.rawdata.find(">", i)
            return end + 1 if end >= 0 else len(self.rawdata)
        return super().parse_html_declaration(i)

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        at = self._at()
        self.here.children.append(Piece(data, at, at + len(data)))

    def handle_entityref(self, name: str) -> None:
        """``&amp;`` and the like; an unknown one is text."""
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        """``&#8212;``, ``&#x2014;``."""
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        at = self._at()
        written += ";" if self.source[at + len(written) : at + len(written) + 1] == ";" else ""
        self.here.children.append(Piece(html.unescape(written), at, at + len(written)))
