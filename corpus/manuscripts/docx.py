"""Word manuscripts (.docx, ECMA-376 part 1): body, tables, text boxes, footnotes and endnotes, as they read with all tracked
changes accepted.

A paragraph is a quotation when its style, or one that style is based on, is called so (Quote, Intense Quote, Block Text, 引用 …),
when it is set in on both sides, or when it is set in at the left and either ends with a citation or follows a colon.
:attr:`Block.part` names the part a block stands in; the sources of its runs count code points of that part's XML
(:mod:`corpus.manuscripts.parts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .blocks import Draft
from .citations import is_citation
from .model import Block, Manuscript, Role
from .parts import Node, Package, Words

#: Names of styles for block quotations, in Word, LibreOffice, Pandoc and their translations, and of an author's own: what
#: has such a word in it, unless it is for the line below, or for what is cited.
_QUOTING = re.compile(
    r"(?!.*(?:attribut|source|author|caption|marks?\b|inline|char$|文[献獻]|[来來]源|出[处處]|作者|字符))"
    r"(?:.*\b(?:quotes?|quotations?)\b.*|.*(?:block ?(?:text|quote|quotation)|blockzitat|引用|引文).*|extract"
    r"|(?:intensives )?zitat|citation(?: intense)?|cita(?: destacada)?|citazione(?: intensa)?)",
    re.I,
)
_CODE = re.compile(
    r"(?:source ?)?code(?: block)?|html (?:code|preformatted|typewriter|sample|keyboard)|verbatim char|preformatted text", re.I
)
_HEADING = re.compile(r"heading \d|title|subtitle|toc heading", re.I)
#: Text with these around it has been deleted, moved away or is no text.
_GONE = frozenset({"w:del", "w:moveFrom", "w:rPr", "w:pPr", "w:instrText", "w:delText", "w:delInstrText", "w:rt", "mc:Fallback"})
_LEFT, _RIGHT = ("left", "start"), ("right", "end")
#: A quarter of an inch, in twentieths of a point.
_STEP = 360
_CITED_END = re.compile(r"[(（\[][^()（）\[\]]+[)）\]]\W*$")
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+(?:"([^"]*)"|(\S+))')
_NOTE_KINDS = {"w:footnoteReference": "footnotes", "w:endnoteReference": "endnotes"}


def read_docx(path: Path, data: bytes) -> Manuscript:
    """The blocks of a Word document. Raises :class:`ManuscriptError` where it is none."""
    package = Package(data, str(path))
    file = _File(package, _styles(package), _notes(package))
    reader = _Reader(file, package.main)
    body = package.tree(package.main).find("w:body")
    if body is not None:
        reader.walk_blocks(body)
        reader.flush()
    return Manuscript(path, "docx", tuple(reader.blocks), remarks=tuple(reader.remarks))


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    properties: Node | None


@dataclass(frozen=True, slots=True)
class _File:
    """What is read once: styles by id; for ``footnotes`` and ``endnotes`` the part and its notes by id."""

    package: Package
    styles: dict[str, _Style]
    notes: dict[str, tuple[str, dict[str, Node]]]


def _styles(package: Package) -> dict[str, _Style]:
    part = package.related("styles")
    found = {}
    for node in package.tree(part).elements if part else ():
        if node.name == "w:style":
            name, base = (_value(node.find(n)) for n in ("w:name", "w:basedOn"))
            found[node.get("w:styleId")] = _Style(name, base, node.find("w:pPr"))
    return found


def _notes(package: Package) -> dict[str, tuple[str, dict[str, Node]]]:
    parts = {kind: part for kind in _NOTE_KINDS.values() if (part := package.related(kind))}
    return {kind: (part, {n.get("w:id"): n for n in package.tree(part).elements}) for kind, part in parts.items()}


@dataclass(slots=True)
class _Field:
    """A complex field: its instruction, and whether its result is being read (ECMA-376 part 1, 17.16.18)."""

    instruction: str = ""
    in_result: bool = False
    start: int = 0


@dataclass(frozen=True, slots=True)
class _Called:
    """A note called in the draft, to be read as blocks behind it."""

    part: str
    node: Node


@dataclass(slots=True)
class _Reader:
    file: _File
    part: str
    role: Role = "paragraph"
    blocks: list[Block] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    draft: Draft = field(default_factory=Draft)
    properties: Node | None = None
    """The properties of the paragraph the draft began with."""
    fields: list[_Field] = field(default_factory=list)
    called: list[_Called] = field(default_factory=list)
    boxes: list[Node] = field(default_factory=list)
    count: int = 0
    margin: int = 0
    """The left indent of the last paragraph of running text."""

    def walk_blocks(self, node: Node) -> None:
        """Reads the paragraphs and tables in an element."""
        for child in node.elements:
            if child.name == "w:p":
                self._paragraph(child)
            elif child.name == "w:tbl":
                outside, self.role = self.role, "cell" if self.role != "note" else "note"
                self.flush()
                self.walk_blocks(child)
                self.role = outside
            elif child.name == "w:altChunk":
                self.remarks.append(f"{self.file.package.name}: a file taken into {self.part} (altChunk) is not read")
            elif child.name == "mc:AlternateContent":
                self.walk_blocks(next(iter(child.elements), child))
            elif child.name not in _GONE:
                self.walk_blocks(child)

    def flush(self) -> None:
        """Ends the block; text boxes in it and the notes it calls follow."""
        draft, properties, called, boxes = self.draft, self.properties, self.called, self.boxes
        self.draft, self.properties, self.called, self.boxes = Draft(), None, [], []
        styles = list(self._styles_of(properties))
        if not any(_CODE.fullmatch(s.name) for s in styles):
            role = self.role if self.role != "paragraph" else self._role(properties, styles)
            is_quotation = self._is_quotation(properties, styles, "".join(draft.characters))
            block = draft.finish(len(self.blocks) + 1, role=role, part=self.part, is_quotation=is_quotation)
            if block:
                self.blocks.append(block)
                if role == "paragraph" and not is_quotation:
                    self.margin = self._indent([properties, *(s.properties for s in styles)], _LEFT)
        for box in boxes:
            self.walk_blocks(box)
            self.flush()
        for note in called:
            outside = self.part, self.role
            self.part, self.role = note.part, "note"
            self.walk_blocks(note.node)
            self.flush()
            self.part, self.role = outside

    def _paragraph(self, node: Node) -> None:
        properties = node.find("w:pPr")
        if self.properties is None:
            self.properties = properties
        self._walk(node)
        # a paragraph mark that is deleted joins its paragraph to the next
        if properties is None or not any(properties.find("w:rPr", gone) for gone in ("w:del", "w:moveFrom")):
            self.flush()

    def _walk(self, node: Node) -> None:
        for child in node.elements:
            self._inline(child)

    def _inline(self, node: Node) -> None:
        name = node.name
        if name in _GONE and not (name == "w:instrText" and self.fields):
            return
        if name == "w:instrText":
            if not self.fields[-1].in_result:
                self.fields[-1].instruction += node.text
        elif name == "w:fldChar":
            self._field(node.get("w:fldCharType"))
        elif self.fields and not all(f.in_result for f in self.fields):
            self._walk(node)
        elif name in ("w:t", "m:t"):
            self._text(node)
        elif name in ("w:tab", "w:ptab", "w:cr", "w:br"):
            self.draft.make("\n" if name in ("w:br", "w:cr") else "\t", None, 0)
        elif name == "w:noBreakHyphen":
            self.draft.make("\u2011", None, 0)
        elif name == "w:sym" and 0x20 < (point := int(node.get("w:char") or "0", 16)) < 0xE000:
            self.draft.make(chr(point), None, 0)
        elif name in _NOTE_KINDS:
            self._call(node, _NOTE_KINDS[name])
        elif name in ("w:hyperlink", "w:fldSimple"):
            start = self.draft.length
            self._walk(node)
            if target := self._target(node):
                self.draft.link(start, target)
        elif name == "w:r":
            self._run(node)
        elif name == "w:txbxContent":
            self.boxes.append(node)
        elif name == "mc:AlternateContent":
            self._inline(next(iter(node.elements), node))
        else:
            self._walk(node)

    def _run(self, node: Node) -> None:
        properties = node.find("w:rPr")
        if properties and _is_on(properties.find("w:vanish")):
            return
        start = self.draft.length
        self._walk(node)
        style = self.file.styles.get(_value(properties.find("w:rStyle"))) if properties else None
        if style and _CODE.fullmatch(style.name):
            self.draft.code(start)

    def _text(self, node: Node) -> None:
        pieces = [c for c in node.children if isinstance(c, Words)]
        if node.get("xml:space") != "preserve":
            pieces = _trimmed(pieces)
        for piece in pieces:
            if piece.width == len(piece.text):
                self.draft.write(piece.text, piece.source)
            else:
                self.draft.make(piece.text, piece.source, piece.width)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(_Field())
        elif self.fields and kind == "separate":
            self.fields[-1].in_result, self.fields[-1].start = True, self.draft.length
        elif self.fields and kind == "end":
            ended = self.fields.pop()
            if (found := _HYPERLINK.match(ended.instruction)) and ended.start <= self.draft.length:
                self.draft.link(ended.start, found.group(1) or found.group(2))

    def _target(self, node: Node) -> str:
        found = _HYPERLINK.match(node.get("w:instr"))
        if found:
            return found.group(1) or found.group(2)
        outside = self.file.package.targets(self.part).get(node.get("r:id"), "")
        inside = node.get("w:anchor")
        return outside + (f"#{inside}" if inside else "")

    def _call(self, node: Node, kind: str) -> None:
        part, notes = self.file.notes.get(kind, ("", {}))
        note = notes.get(node.get("w:id"))
        self.count += 1
        if note is None:
            self.draft.call(str(self.count), "")
            return
        inner = _Reader(self.file, part, "note")
        inner.walk_blocks(note)
        inner.flush()
        # a link in a note may be all that names the place
        links = [x.target for b in inner.blocks for x in b.links]
        self.draft.call(str(self.count), " ".join([*(b.text for b in inner.blocks), *links]))
        self.called.append(_Called(part, note))

    def _styles_of(self, properties: Node | None) -> Iterator[_Style]:
        """The paragraph's style, the one it is based on, and so on."""
        name = _value(properties.find("w:pStyle")) if properties else ""
        for _ in range(len(self.file.styles)):
            style = self.file.styles.get(name)
            if style is None:
                return
            yield style
            name = style.based_on

    def _is_quotation(self, properties: Node | None, styles: Sequence[_Style], text: str) -> bool:
        if any(_QUOTING.fullmatch(s.name) for s in styles):
            return True
        if self.role != "paragraph" or any(_HEADING.fullmatch(s.name) for s in styles):
            return False
        levels = [properties, *(s.properties for s in styles)]
        if any(level and level.find("w:numPr") for level in levels):
            return False
        left, right = (self._indent(levels, side) for side in (_LEFT, _RIGHT))
        if left > 0 and right > 0:
            return True
        # set in at the left alone, as the MLA Handbook (9th ed., 6.35) asks, are also lists and works cited
        hangs = any(level and (indent := level.find("w:ind")) and indent.get("w:hanging") for level in levels)
        if left < self.margin + _STEP or hangs:
            return False
        cited = _CITED_END.search(text)
        return (cited is not None and is_citation(cited.group())) or (
            bool(self.blocks) and not self.blocks[-1].is_quotation and self.blocks[-1].text.rstrip().endswith((":", "："))
        )

    def _indent(self, levels: Sequence[Node | None], side: tuple[str, str]) -> int:
        """The indent at one side: of the paragraph itself, else of the nearest style that says one."""
        for level in levels:
            indent = level.find("w:ind") if level else None
            for name in (f"w:{side[0]}", f"w:{side[1]}", f"w:{side[0]}Chars", f"w:{side[1]}Chars"):
                if indent and re.fullmatch(r"-?\d+", indent.get(name)):
                    return int(indent.get(name))
        return 0

    def _role(self, properties: Node | None, styles: Sequence[_Style]) -> Role:
        if any(_HEADING.fullmatch(s.name) for s in styles):
            return "heading"
        return "item" if properties and properties.find("w:numPr") else "paragraph"


def _trimmed(pieces: Sequence[Words]) -> list[Words]:
    """Character data without white space at its ends, as it is read where nothing says to preserve it."""
    kept = list(pieces)
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept and kept[0].width == len(kept[0].text):
        first = kept[0]
        bare = first.text.lstrip()
        kept[0] = Words(bare, first.source + len(first.text) - len(bare), len(bare))
    if kept and kept[-1].width == len(kept[-1].text):
        bare = kept[-1].text.rstrip()
        kept[-1] = Words(bare, kept[-1].source, len(bare))
    return kept


def _value(node: Node | None) -> str:
    return node.get("w:val") if node else ""


def _is_on(node: Node | None) -> bool:
    """Whether a toggle property is set (ECMA-376 part 1, 17.17.4)."""
    return node is not None and node.get("w:val") not in ("0", "false", "off")
