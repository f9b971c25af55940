"""A .bib file cut into its blocks: entries with their fields as they are written, macros, and what is neither.

The rules are those of BibTeX's own reader (Oren Patashnik, "BibTeXing", 1988, section 4, and the program ``bibtex.web``): text
outside entries is a comment; braces are counted whatever stands before them; a quotation mark ends a value outside braces.
Where BibTeX stops at a mistake, the mistake is told with its line and the reading goes on as far as it is sure: a comma that
is missing, a field given twice, a comment behind ``%`` between fields (which Biber allows). A block that is not closed ends
before the next one that begins a line; it is data, too, and stays in the file.

bibtexparser 2.1 cuts files, too, but takes ``\\}`` for no brace, so that an entry whose value ends in a backslash is lost with
the next one, reads on over a missing comma as if the value went on, and takes seven times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .reading import Problem

_NAME = r"[^\s\"#%'(),={}@]+"
_KIND = r"[^\W\d_][\w-]*"
_START = re.compile(rf"@\s*({_KIND})\s*([{{(])")
_LINE_START = re.compile(rf"(?:^|(?<=\r))[ \t]*@[ \t]*{_KIND}[ \t]*[{{(]", re.M)
_BRACED = r"[^{}]*+"
for _ in range(4):
    _BRACED = rf"[^{{}}]*+(?:\{{{_BRACED}\}}[^{{}}]*+)*+"
_QUOTED = rf"\"[^\"{{}}]*+(?:\{{{_BRACED}\}}[^\"{{}}]*+)*+\""
_ONE = rf"\{{{_BRACED}\}}|{_QUOTED}|[^\s\"#%'(),={{}}@]++"
# the usual field: a name and one value, with what ends it; all else is read step by step
_FIELD = re.compile(rf"\s*+({_NAME})\s*+=\s*+({_ONE})\s*+([,}}])")
_FIELD_NAME = re.compile(rf"({_NAME})\s*=\s*")
_SKIPPED = re.compile(r"(?:\s+|%[^\n\r]*)+")
_KEY = re.compile(r"\s*([^,{}=\"#]*?)\s*(?=[,}=\"#]|$)")
_KEY_IN_PARENTHESES = re.compile(r"\s*([^,=\"#\s)]*)\s*(?=[,=\"#)]|$)")
_WORD = re.compile(r"[^\s\"#%'(),={}@]+")
_BRACES = re.compile(r"[{}]")
_BRACES_UNESCAPED = re.compile(r"(?<!\\)[{}]")
_BRACES_OR_QUOTE = re.compile(r"[{}\"]")
#: Broken blocks after which no value is looked for behind the next block: else the time would grow with their square.
_MANY = 20


@dataclass(slots=True)
class Block:
    """One block. ``key`` is that of an entry or the name of a macro; ``fields`` are name in lower case → value as written."""

    kind: str
    key: str
    fields: dict[str, str]
    start: int
    end: int
    line: int
    problems: list[Problem] = field(default_factory=list)


class _Unclosed(Exception):
    """A block that does not end; ``said`` is what was expected."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


def blocks(text: str) -> Iterator[Block]:
    """The entries, macros (``kind`` "string") and broken blocks (``kind`` "") of a file, in its order."""
    at, line, counted, broken = 0, 1, 0, 0
    # files of old Macs end their lines with CR alone
    newline = "\n" if "\n" in text else "\r"
    while found := _START.search(text, at):
        start, kind = found.start(), found[1].lower()
        line += text.count(newline, counted, start)
        counted = start
        following = _LINE_START.search(text, found.end()) if broken >= _MANY else None
        limit = following.start() if following else len(text)
        if kind in ("comment", "preamble"):
            at = _end_of_text(text, found.end() - 1, limit)
            continue
        block = Block(kind, "", {}, start, start, line)
        try:
            at = block.end = _Cutter(text, found.end(), limit, block).cut(found[2])
        except _Unclosed as error:
            broken += 1
            # the next block that begins a line is one of its own
            following = following or _LINE_START.search(text, found.end())
            at = following.start() if following else len(text)
            block = Block("", "", {}, start, at, line, [Problem(f"not a BibTeX block, left as it is: {error.said}", line)])
        yield block


def _end_of_text(text: str, at: int, limit: int) -> int:
    """Behind the comment or preamble whose text begins at ``at``; behind its first character where it does not end."""
    end = text.find(")", at, limit) if text[at] == "(" else _closing(text, at, limit, _BRACES)
    return end + 1 if end >= 0 else at + 1


def _closing(text: str, at: int, limit: int, marks: re.Pattern[str]) -> int:
    """Where the brace at ``at`` is closed; -1 when it is not."""
    depth = 0
    for found in marks.finditer(text, at, limit):
        depth += 1 if found.group() == "{" else -1
        if depth == 0:
            return found.start()
    return -1


class _Cutter:
    def __init__(self, text: str, at: int, limit: int, block: Block) -> None:
        self.text, self.at, self.limit, self.block = text, at, limit, block

    def tell(self, message: str) -> None:
        line = self.block.line + self.text.count("\n", self.block.start, self.at)
        self.block.problems.append(Problem(f"{self.block.key}: {message}" if self.block.key else message, line))

    def cut(self, opening: str) -> int:
        """Read what stands behind the opening; the end of the block."""
        closing = "}" if opening == "{" else ")"
        if self.block.kind != "string":
            self.key(closing)
        text, fields, at = self.text, self.block.fields, self.at
        usual = _FIELD.match if closing == "}" else _never
        while True:
            while found := usual(text, at, self.limit):
                name, value, mark = found.groups()
                at = found.end()
                self.at = at
                self.add(name, value)
                if mark == "}":
                    break
            else:
                self.at = at
                if self.field(closing):
                    at = self.at
                    continue
            break
        if self.block.kind == "string":
            self.block.key, self.block.fields = next(iter(fields.items()), ("", ""))[0], fields
        return self.at

    def key(self, closing: str) -> None:
        found = (_KEY if closing == "}" else _KEY_IN_PARENTHESES).match(self.text, self.at)
        key = found[1] if found else ""
        behind = self.text[found.end() : found.end() + 1] if found else ""
        if found is None or behind not in (",", closing):
            # the key is missing, or the comma behind it
            words = key.split()
            if behind == "=" and len(words) == 1:
                self.tell("an entry without a key")
                return
            if behind == "=" and len(words) > 1:
                self.block.key = words[0]
                self.at = self.text.index(words[0], self.at) + len(words[0])
                self.tell("no comma behind the key")
                return
            raise _Unclosed(f"expected a key and a comma behind it, found {key[:40]!r}")
        self.block.key = key
        self.at = found.end() + (behind == ",")
        if not key:
            self.tell("an entry without a key")
        elif len(key.split()) > 1:
            self.tell("a key with a space in it, at which BibTeX stops")

    def add(self, name: str, value: str) -> None:
        name = name.lower()
        if name in self.block.fields:
            self.tell(f"given more than once: {name}")
        else:
            # BibTeX takes the first of two; a second one is told, and stays in the file
            self.block.fields[name] = value

    def skip(self) -> str:
        """Over spaces and comments; the character behind them."""
        if found := _SKIPPED.match(self.text, self.at):
            self.at = found.end()
        return self.text[self.at : self.at + 1]

    def field(self, closing: str) -> bool:
        """Read one field of any form, or the end of the entry, and say whether there is more."""
        while (mark := self.skip()) == ",":
            self.at += 1
        if mark == closing:
            self.at += 1
            return False
        found = _FIELD_NAME.match(self.text, self.at)
        if found is None:
            shown = self.text[self.at : self.at + 30].split("\n")[0] or "the end of the file"
            raise _Unclosed(f"expected a field, such as title = {{…}}, or {closing!r}; found {shown!r}")
        self.at = found.end()
        start = self.at
        self.value(closing)
        value = self.text[start : self.at].strip()
        self.add(found[1], value)
        mark = self.skip()
        if mark == ",":
            self.at += 1
        elif mark != closing:
            self.tell(f"no comma behind {found[1]}")
        return True

    def value(self, closing: str) -> None:
        """Over a value, ``"a" # macro # {b}``."""
        while True:
            mark = self.skip()
            if mark == "{":
                self.braced(closing)
            elif mark == '"':
                self.quoted(closing)
            elif found := _WORD.match(self.text, self.at):
                self.at = found.end()
            else:
                raise _Unclosed(f"expected a value, found {self.text[self.at : self.at + 20]!r}")
            end = self.at
            if self.skip() != "#":
                self.at = end
                return
            self.at += 1

    def braced(self, closing: str) -> None:
        plain = _closing(self.text, self.at, self.limit, _BRACES)
        end = plain
        if end < 0 or not self.ends(end + 1, closing):
            end = _closing(self.text, self.at, self.limit, _BRACES_UNESCAPED)
            if end >= 0 and self.ends(end + 1, closing):
                self.tell("a brace behind a backslash, which BibTeX counts")
            else:
                end = plain
        if end < 0:
            raise _Unclosed("a brace is not closed")
        self.at = end + 1

    def quoted(self, closing: str) -> None:
        depth, first = 0, -1
        for found in _BRACES_OR_QUOTE.finditer(self.text, self.at + 1, self.limit):
            mark = found.group()
            if mark == "{":
                depth += 1
            elif mark == "}":
                depth -= 1
                if depth < 0:
                    break
            elif depth == 0:
                first = found.end() if first < 0 else first
                if self.ends(found.end(), closing):
                    if found.end() != first:
                        self.tell("a quotation mark inside quotation marks, at which BibTeX stops")
                    self.at = found.end()
                    return
        if first < 0:
            raise _Unclosed("a quotation mark is not closed")
        self.at = first

    def ends(self, at: int, closing: str) -> bool:
        """Whether what stands behind a value is what may stand there."""
        found = _SKIPPED.match(self.text, at)
        behind = found.end() if found else at
        mark = self.text[behind : behind + 1]
        return mark in (",", "#", closing) or (mark != "" and _FIELD_NAME.match(self.text, behind) is not None)


def _never(text: str, at: int, limit: int) -> re.Match[str] | None:
    """Blocks in parentheses are rare: they are read step by step."""
    return None
