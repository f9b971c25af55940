"""The parts of an Open Packaging file (.docx), as trees whose texts know where they stand.

``source`` of a text counts code points of its part's decoded XML (ECMA-376 part 2: parts are UTF-8 or UTF-16), so that a
writer can change just those characters of the part, and no other part at all.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat

from ..decode import encoding_of, kind_of
from ..errors import ManuscriptError

_EXPECTED = "a Word document (.docx)"
#: A part is not unpacked beyond this: a few bytes of ZIP can stand for as many gigabytes as one likes.
_LARGEST = 256 * 1024 * 1024
#: The namespaces of both conformance classes, transitional and strict (ECMA-376 part 1, annex A), by the usual prefixes.
_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://www.w3.org/XML/1998/namespace": "xml",
}


@dataclass(frozen=True, slots=True)
class Words:
    """Character data: ``width`` characters of the part from ``source`` on stand for it (more than its own for ``&amp;``)."""

    text: str
    source: int
    width: int


@dataclass(slots=True)
class Node:
    """An element; names are ``w:p``, ``r:id`` and so on, without a prefix for attributes of no namespace."""

    name: str
    attributes: dict[str, str]
    children: list[Node | Words] = field(default_factory=list)

    def get(self, name: str) -> str:
        """An attribute's value, empty where it is absent."""
        return self.attributes.get(name, "")

    @property
    def elements(self) -> Iterator[Node]:
        """The elements directly inside."""
        return (c for c in self.children if isinstance(c, Node))

    def find(self, *path: str) -> Node | None:
        """The first element at a path of names below this one."""
        node: Node | None = self
        for name in path:
            node = next((e for e in node.elements if e.name == name), None) if node else None
        return node

    @property
    def text(self) -> str:
        """All character data inside."""
        return "".join(child.text for child in self.children)


class Package:
    """An opened file. Raises :class:`ManuscriptError` where it is no Word document, cut short or damaged."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        if not data.startswith(b"PK"):
            raise ManuscriptError(f"this is {kind_of(data) or 'no ZIP archive'}", name=name, expected=_EXPECTED)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except zipfile.BadZipFile:
            raise ManuscriptError("the file is cut short or damaged: its ZIP archive has no end", name=name) from None
        self._names = {n.lower(): n for n in self._zip.namelist()}
        main = self._related("", "officeDocument") if "_rels/.rels" in self._names else None
        if main is None:
            raise ManuscriptError("this ZIP archive holds no document", name=name, expected=_EXPECTED)
        self.main = main
        self._targets: dict[str, dict[str, str]] = {}

    def text(self, part: str) -> str:
        """The decoded text of a part, without a byte order mark."""
        info = self._zip.getinfo(self._names[part.lower()])
        if info.file_size > _LARGEST:
            raise ManuscriptError(f"{part} is larger than {_LARGEST >> 20} MB", name=self.name)
        try:
            data = self._zip.read(info)
            encoding, skipped = encoding_of(data)
            return data[skipped:].decode(encoding)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
            raise ManuscriptError(f"{part} in it is damaged", name=self.name) from None
        except RuntimeError:
            raise ManuscriptError(f"{part} in it is encrypted", name=self.name) from None
        except UnicodeDecodeError as error:
            raise ManuscriptError(f"byte {error.start} of {part} is not {error.encoding}", name=self.name) from None

    def tree(self, part: str) -> Node:
        """A part's root element."""
        try:
            return _Builder(self.text(part)).root
        except expat.ExpatError as error:
            problem = f"{part} in it is no well-formed XML: {expat.errors.messages[error.code]} at its line {error.lineno}"
            raise ManuscriptError(problem, name=self.name) from None
        except _Doctype:
            raise ManuscriptError(f"{part} in it has a document type declaration", name=self.name) from None

    def related(self, kind: str) -> str | None:
        """The part that the main one names as its ``kind`` (``styles``, ``footnotes`` …), None without one."""
        return self._related(self.main, kind)

    def targets(self, part: str) -> dict[str, str]:
        """id → address of a part's links out of the file."""
        if part not in self._targets:
            self._targets[part] = self._read_targets(part)
        return self._targets[part]

    def _read_targets(self, part: str) -> dict[str, str]:
        return {r.get("Id"): r.get("Target") for r in self._relationships(part) if r.get("TargetMode") == "External"}

    def _related(self, part: str, kind: str) -> str | None:
        folder = posixpath.dirname(part)
        for r in self._relationships(part):
            if r.get("Type").rsplit("/", 1)[-1] == kind and r.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, r.get("Target"))).lstrip("/")
                if target.lower() in self._names:
                    return target
        return None

    def _relationships(self, part: str) -> list[Node]:
        folder, file = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{file}.rels")
        return list(self.tree(path).elements) if path.lower() in self._names else []


class _Doctype(Exception):
    pass


class _Builder:
    """Builds the tree; expat tells the byte at which each event begins."""

    def __init__(self, text: str) -> None:
        self.root = Node("", {})
        self._open = [self.root]
        self._data = text.encode()
        self._byte = self._point = 0
        self._in_cdata = False
        parser = expat.ParserCreate("utf-8", " ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.StartDoctypeDeclHandler = self._refuse
        self._parser = parser
        parser.Parse(self._data, True)
        self.root = next(self.root.elements)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        node = Node(_named(name), {_named(k): v for k, v in attributes.items()})
        self._open[-1].children.append(node)
        self._open.append(node)

    def _end(self, name: str) -> None:
        self._open.pop()

    def _words(self, text: str) -> None:
        byte = self._parser.CurrentByteIndex
        self._point += len(self._data[self._byte : byte].decode())
        self._byte = byte
        width = len(text)
        if self._data[byte : byte + 1] == b"&":
            width = self._data.index(b";", byte) + 1 - byte
        self._open[-1].children.append(Words(text, self._point, width))

    def _refuse(self, *_: object) -> None:
        raise _Doctype


def _named(name: str) -> str:
    space, _, local = name.rpartition(" ")
    return local if not space else f"{_PREFIXES.get(space, re.sub('.*/', '', space))}:{local}"
