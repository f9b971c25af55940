"""HTML manuscripts: ``blockquote``, ``q``, notes called by links inside the page; scripts, styles and code are no text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .. import noteforms
from ..markup import BLOCK, Element, Piece, names, parse
from .blocks import Draft
from .citations import anchor_in
from .model import Block, Manuscript, Role

_UNREAD = names(
    "head script style template noscript svg math canvas iframe object audio video button select textarea datalist nav pre del"
)
_CODE = names("code kbd samp tt var")
_ROLES: dict[str, Role] = {"li": "item", "dt": "item", "dd": "item", "td": "cell", "th": "cell"}
_ROLES |= dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading")
_HOMES = names("li p div aside dd dt td section")
#: What else than a number calls a note.
_SIGN = re.compile(r"[\[(]?(?:[*†‡§¶‖]{1,3}|[a-z]|[ivx]{1,5})[\])]?")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
#: Where the words of a block quotation come from stands in these (HTML Living Standard, 4.4.4, 4.4.13 and 4.5.6).
_ATTRIBUTION = names("footer figcaption")


def read_html(path: Path, source: str) -> Manuscript:
    """The blocks of a page."""
    return Manuscript(path, "html", tuple(blocks(source)), source)


def blocks(source: str) -> Iterator[Block]:
    """The blocks of a page or of a piece of one. ``line`` counts from its beginning."""
    root = parse(source)
    walk = _Walk(source, _Notes(root))
    walk.walk(root)
    walk.flush()
    yield from walk.blocks


class _Notes:
    """The notes of a page: which links call them, and which element holds each."""

    def __init__(self, root: Element) -> None:
        everything = list(root.elements())
        targets: dict[str, Element] = {}
        for element in everything:
            for key in (element.get("id"), element.get("name") if element.name == "a" else ""):
                if key:
                    targets.setdefault(key, element)
        self.called: dict[int, Element] = {}
        """id() of a calling link → the element of its note."""
        self.back: set[int] = set()
        """id() of the links that lead from a note back to its call."""
        homes: set[int] = set()
        for link in everything:
            target = targets.get(link.get("href")[1:]) if link.name == "a" and link.get("href").startswith("#") else None
            if target is None:
                continue
            if target.start < link.start:
                self.back.add(id(link))
            elif noteforms.numbers_of(link.text) or _SIGN.fullmatch(link.text) or "noteref" in link.get("role"):
                home = next((e for e in [target, *target.ancestors()] if e.name in _HOMES), None)
                if home is not None and not any(e is home for e in link.ancestors()):
                    self.called[id(link)] = home
                    homes.add(id(home))
        self.homes = frozenset(homes)

    def text(self, home: Element) -> str:
        """What a note says, without its label and the links back."""
        walk = _Walk("", self)
        walk.walk(home)
        walk.flush()
        return " ".join(b.text for b in walk.blocks)


@dataclass(slots=True)
class _Walk:
    source: str
    notes: _Notes
    blocks: list[Block] = field(default_factory=list)
    draft: Draft = field(default_factory=Draft)
    begun: int | None = None
    role: Role = "paragraph"
    quotes: list[str] = field(default_factory=list)
    """The block quotations open, each with the address it says it is from."""
    marks: int = 0
    """``q`` elements open."""

    def walk(self, node: Element) -> None:
        """Reads what stands in an element."""
        for child in node.children:
            if isinstance(child, Piece):
                self._write(child)
            elif child.name in _UNREAD or "hidden" in child.attributes or _HIDDEN.search(child.get("style")):
                if child.name in BLOCK:
                    self.flush()
            elif child.name == "br":
                self.draft.make("\n", child.start, child.end - child.start)
            elif child.name == "q":
                self._quote(child)
            elif child.name in _CODE:
                start = self.draft.length
                self.walk(child)
                self.draft.code(start)
            elif child.name == "a":
                self._link(child)
            elif self._is_attribution(node, child) and self._attribute(child):
                pass
            elif child.name in BLOCK:
                self._block(child)
            else:
                self.walk(child)

    def flush(self) -> None:
        """Ends the block."""
        draft, begun = self.draft, self.begun
        self.draft, self.begun = Draft(), None
        if self.quotes and draft.length and (cited := anchor_in(self.quotes[-1])):
            draft.call("", cited)
        line = self.source.count("\n", 0, begun or 0) + 1
        block = draft.finish(len(self.blocks) + 1, line=line, is_quotation=bool(self.quotes), role=self.role)
        if block:
            self.blocks.append(block)

    def _write(self, piece: Piece) -> None:
        if self.begun is None and piece.text.strip():
            self.begun = piece.start + len(piece.text) - len(piece.text.lstrip())
        if piece.end - piece.start == len(piece.text):
            self.draft.write(piece.text, piece.start)
        else:
            self.draft.make(piece.text, piece.start, piece.end - piece.start)

    def _quote(self, element: Element) -> None:
        """Words in ``q``, in the marks a browser sets around them."""
        opening, closing = ("‘", "’") if self.marks % 2 else ("“", "”")
        if self.begun is None:
            self.begun = element.start
        self.draft.make(opening, element.start, element.end - element.start)
        self.marks += 1
        self.walk(element)
        self.marks -= 1
        self.draft.make(closing, None, 0)
        if cited := anchor_in(element.get("cite")):
            self.draft.call("", cited)

    def _link(self, link: Element) -> None:
        if id(link) in self.notes.back:
            return
        home = self.notes.called.get(id(link))
        if home is not None:
            self.draft.call(link.text.strip("[]()"), self.notes.text(home) if self.source else "")
            return
        start = self.draft.length
        self.walk(link)
        if link.get("href"):
            self.draft.link(start, link.get("href"))

    def _is_attribution(self, parent: Element, child: Element) -> bool:
        """Whether an element says where a block quotation is from: inside it, or as the caption of its figure."""
        if self.quotes or child.name not in _ATTRIBUTION:
            return bool(self.quotes) and child.name in _ATTRIBUTION
        return parent.name == "figure" and any(e.name == "blockquote" for e in parent.elements())

    def _attribute(self, element: Element) -> bool:
        """Takes the line that says whose a block quotation is as a note to the block before it."""
        self.flush()
        if not self.blocks or not self.blocks[-1].is_quotation:
            return False
        last = self.blocks.pop()
        self.draft.resume(last)
        self.draft.call("", element.text)
        block = self.draft.finish(last.number, line=last.line, is_quotation=True, role=last.role)
        self.draft = Draft()
        if block:
            self.blocks.append(block)
        return True

    def _block(self, element: Element) -> None:
        self.flush()
        outside = self.role
        if id(element) in self.notes.homes:
            self.role = "note"
        elif self.role != "note":
            self.role = _ROLES.get(element.name, "paragraph" if element.name in ("blockquote", "table") else self.role)
        if element.name == "blockquote":
            self.quotes.append(element.get("cite"))
        self.walk(element)
        self.flush()
        if element.name == "blockquote":
            self.quotes.pop()
        self.role = outside
