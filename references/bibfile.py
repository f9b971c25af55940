"""A .bib file: its blocks in order, its entries with macros resolved and fields inherited, and the same bytes again.

:mod:`references.bibsplit` cuts the file; what its values mean is read here (Oren Patashnik, "BibTeXing", 1988: ``#``,
``@string``, crossref; "The biblatex Package", section 3.15.2 and appendix B: xdata, inheritance). A block that cannot be cut
is data, too: it is kept and reported with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .bibsplit import blocks
from .reading import Problem

_MONTHS = {name: name for name in "jan feb mar apr may jun jul aug sep oct nov dec".split()}
_NOT_INHERITED = frozenset(
    "crossref xref xdata ids entryset entrysubtype related relatedtype relatedoptions relatedstring options presort sortkey "
    "label shorthand execute keywords annotation annote abstract file".split()
)
_PARTS = frozenset("inbook incollection inproceedings conference bookinbook suppbook suppcollection inreference".split())
_VOLUMES = frozenset("book collection proceedings reference".split())
_OF_ALL_VOLUMES = {"title": "maintitle", "subtitle": "mainsubtitle", "titleaddon": "maintitleaddon"}
_OF_THE_WHOLE = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon"}
_OF_THE_JOURNAL = {"title": "journaltitle", "subtitle": "journalsubtitle"}
#: A subtitle goes with its title: who has a title of their own does not get another's subtitle.
_GOES_WITH = {f"{of}{part}": f"{of}title" for of in ("", "book", "main", "journal") for part in ("subtitle", "titleaddon")}


@dataclass(frozen=True, slots=True)
class BibEntry:
    """One entry as it stands in the file. ``written`` are the values with their delimiters, macros and ``#``."""

    kind: str
    key: str
    written: Mapping[str, str]
    line: int
    start: int
    end: int


@dataclass(frozen=True)
class BibFile:
    """A file that was read. ``text`` is the file itself; ``entries`` are in its order, duplicate keys included."""

    text: str
    entries: tuple[BibEntry, ...]
    macros: Mapping[str, str]
    """The values of ``@string``, by name in lower case, resolved, and those of the months."""
    problems: tuple[Problem, ...]
    others: tuple[BibEntry, ...] = field(default=())
    """``@xdata`` and ``@set``: they are no works."""

    @classmethod
    def read(cls, text: str) -> BibFile:
        """Split a file's text; nothing is refused."""
        return _read(text)

    def edited(self, key: str, fields: Mapping[str, str | None]) -> BibFile:
        """The file with fields of one entry set (values without braces, as LaTeX) or, with None, removed. All else is byte
        for byte the same. Raises ``KeyError``."""
        entry = self._by_key[key.lower()]
        new = {name.lower(): value for name, value in fields.items()}
        written = dict(entry.written)
        for name, value in new.items():
            if value is None:
                written.pop(name, None)
            else:
                written[name] = f"{{{value}}}"
        lines = [f"@{entry.kind}{{{entry.key},", *(f"  {name} = {value}," for name, value in written.items()), "}"]
        return BibFile.read(self.text[: entry.start] + "\n".join(lines) + self.text[entry.end :])

    def fields(self, entry: BibEntry, problems: list[Problem] | None = None) -> dict[str, str]:
        """The values of an entry without their delimiters: macros resolved, ``#`` joined, crossref and xdata followed.

        ``problems`` takes what is not defined in the file.
        """
        return self._inherited(entry, [] if problems is None else problems, ())

    @cached_property
    def _by_key(self) -> dict[str, BibEntry]:
        # BibTeX takes the first of two entries with the same key, whatever their case
        return {entry.key.lower(): entry for entry in reversed((*self.entries, *self.others))}

    def _inherited(self, entry: BibEntry, problems: list[Problem], way: tuple[str, ...]) -> dict[str, str]:
        out: dict[str, str] = {}
        for name, written in entry.written.items():
            out[name], unknown = resolve(written, self.macros)
            problems += [Problem(f"{entry.key}: no @string is called {macro!r}", entry.line) for macro in unknown]
        for key in (key.strip() for key in out.get("xdata", "").split(",")):
            if key:
                for name, value in self._parent(entry, key, problems, way).items():
                    out.setdefault(name, value)
        if key := out.get("crossref", "").strip():
            parent = self._by_key.get(key.lower())
            own = frozenset(out)
            for name, value in self._parent(entry, key, problems, way).items():
                here = _inherited_as(name, entry.kind, parent.kind if parent else "")
                if here and _GOES_WITH.get(here) not in own:
                    out.setdefault(here, value)
        return out

    def _parent(self, entry: BibEntry, key: str, problems: list[Problem], way: tuple[str, ...]) -> dict[str, str]:
        parent = self._by_key.get(key.lower())
        if parent is None or key.lower() in way or parent is entry:
            why = "no entry" if parent is None else "itself, in a circle: entry"
            problems.append(Problem(f"{entry.key}: refers to {why} {key!r}", entry.line))
            return {}
        inherited = self._inherited(parent, [], (*way, entry.key.lower()))
        # a book's own title comes first where a file written for BibTeX repeats it as booktitle
        return dict(sorted(inherited.items(), key=lambda pair: pair[0] != "booktitle"))


def _inherited_as(name: str, child: str, parent: str) -> str | None:
    """The field of a part that takes the value of a field of the whole; None for those that are not inherited."""
    if name in _NOT_INHERITED:
        return None
    if parent[:2] == "mv" and child in _PARTS | _VOLUMES and name in _OF_ALL_VOLUMES:
        return _OF_ALL_VOLUMES[name]
    if child in _PARTS and name in _OF_THE_WHOLE:
        return _OF_THE_WHOLE[name]
    if child == "article" and parent == "periodical" and name in _OF_THE_JOURNAL:
        return _OF_THE_JOURNAL[name]
    return name


def resolve(written: str, macros: Mapping[str, str]) -> tuple[str, list[str]]:
    """A value as it is written, ``"a" # macro # {b}``, without its delimiters, and the names of macros that are not known.

    What is not known stands for itself.
    """
    if "#" not in written and (
        (written[:1] == "{" and written[-1:] == "}")
        or (written[:1] == '"' and written[-1:] == '"' and len(written) > 1 and written.count('"') == 2)
    ):
        return written[1:-1], []
    parts, unknown = [], []
    for piece in _pieces(written):
        if piece[:1] in ("{", '"') and len(piece) > 1:
            parts.append(piece[1:-1])
        elif piece.lower() in macros:
            parts.append(macros[piece.lower()])
        else:
            parts.append(piece)
            if piece and not piece.isdecimal():
                unknown.append(piece)
    return "".join(parts), unknown


def _pieces(written: str) -> Iterator[str]:
    """What stands between the ``#`` outside braces and quotation marks."""
    depth, quoted, start = 0, False, 0
    for found in re.finditer(r'[{}"#]', written):
        mark = found.group()
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
        elif mark == '"' and depth == 0:
            quoted = not quoted
        elif mark == "#" and depth == 0 and not quoted:
            yield written[start : found.start()].strip()
            start = found.end()
    yield written[start:].strip()


def _read(text: str) -> BibFile:
    entries: list[BibEntry] = []
    others: list[BibEntry] = []
    macros = dict(_MONTHS)
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for block in blocks(text):
        problems += block.problems
        if block.kind == "string":
            macros[block.key] = resolve(block.fields.get(block.key, ""), macros)[0]
        elif block.kind:
            entry = BibEntry(block.kind, block.key, block.fields, block.line, block.start, block.end)
            if block.kind in ("xdata", "set"):
                others.append(entry)
                continue
            if first := seen.get(block.key.lower()):
                problems.append(Problem(f"{block.key}: this key was used before, at line {first}", block.line))
            seen.setdefault(block.key.lower(), block.line)
            entries.append(entry)
    problems.sort(key=lambda problem: problem.line or 0)
    return BibFile(text, tuple(entries), macros, tuple(problems), tuple(others))
