"""The metadata block at the top of a plain-text document, and the record it makes.

    block   = "---" line *( field / item / comment / blank line ) "---" line
    field   = key ":" value            one line; a value may stand in straight quotation marks
    item    = "-" value                one more value of the field above it
    comment = "#" text

Keys: ``title`` (required) and ``title.LANGUAGE`` for the same title in another language; ``author``, ``editor`` and
``translator``, once for each name; ``id``, ``type`` (a CSL type), ``publisher``, ``container``, ``place``, ``date``,
``accessed`` (EDTF), ``language`` (BCP 47), ``genre``, ``volume``, ``issue``, ``pages``, ``edition``, ``number``, ``url``,
``doi``, ``isbn``, ``issn``, ``note``. A key ``original-…`` says the same of the work that was translated.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import TypeAdapter, ValidationError

from provenance import Source, Title
from provenance.sources import EDTFDate

from .bylines import parse_name, parse_publisher
from .errors import PageError
from .identify import is_work_id, work_id

#: Key → field of the record.
_FIELDS = {
    "type": "type",
    "container": "container_title",
    "publisher": "publisher",
    "place": "place",
    "date": "issued",
    "accessed": "accessed",
    "language": "language",
    "genre": "genre",
    "volume": "volume",
    "issue": "issue",
    "pages": "pages",
    "edition": "edition",
    "number": "number",
    "doi": "doi",
    "url": "url",
    "isbn": "isbn",
    "issn": "issn",
    "note": "note",
}
_PEOPLE = {"author": "authors", "editor": "editors", "translator": "translators"}
_NOT_ORIGINAL = frozenset({"accessed", "note"})
KEYS = (
    "title",
    "id",
    *_PEOPLE,
    *_FIELDS,
    "original-title",
    *(f"original-{key}" for key in _FIELDS if key not in _NOT_ORIGINAL),
)
_FENCE = re.compile(r"---+[ \t]*")
_FIELD = re.compile(r"(?P<key>[A-Za-z][A-Za-z0-9_.-]*)\s*[:：]\s*(?P<value>.*)")
_TITLE_KEY = re.compile(r"(?P<original>original-)?title[.-](?P<language>[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
#: CSL 1.0.2, Appendix III.
_TYPES = (
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset"
    " document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation"
    " manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical"
    " personal_communication post post-weblog regulation report review review-book software song speech standard thesis"
    " treaty webpage"
)


@dataclass(frozen=True, slots=True)
class Field:
    """One value of the block."""

    key: str
    value: str
    line: int
    language: str | None = None


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The block's fields in order, and the code point where the body begins."""

    fields: tuple[Field, ...]
    body_start: int
    body_line: int

    def first(self, key: str) -> Field | None:
        """The field with this key and no language."""
        return next((f for f in self.fields if f.key == key and f.language is None), None)

    def value(self, key: str) -> str | None:
        """The value of that field."""
        found = self.first(key)
        return found.value if found else None

    @property
    def titles(self) -> tuple[str, ...]:
        """Every title the block gives."""
        return tuple(f.value for f in self.fields if f.key in ("title", "original-title"))


def read_front_matter(text: str, name: str) -> FrontMatter:
    """The metadata block that ``text`` begins with.

    Raises :class:`PageError`, naming file and line: no block, a block that does not end, a line of another form, an unknown or
    repeated key, a value that is missing or not of its kind, no title.
    """
    lines = text.split("\n")
    at = 0
    while at < len(lines) and not lines[at].strip():
        at += 1
    if at == len(lines) or not _FENCE.fullmatch(lines[at].rstrip()):
        raise PageError(
            "no metadata block", name=name, line=at + 1, expected="a line “---”, then fields such as “title: …”, then “---”"
        )
    opened = at + 1
    fields: list[Field] = []
    last_key: str | None = None
    for number in range(at + 1, len(lines)):
        line = lines[number].strip()
        if _FENCE.fullmatch(line):
            start = sum(len(part) + 1 for part in lines[: number + 1])
            found = FrontMatter(tuple(fields), min(start, len(text)), number + 2)
            if found.first("title") is None:
                raise PageError("the metadata block has no title", name=name, line=opened, expected="a line “title: …”")
            return found
        if not line or line.startswith("#"):
            continue
        item = line[1:].strip() if line.startswith("- ") else None
        if item is not None and last_key in _PEOPLE:
            fields.append(_checked(last_key, _unquoted(item), number + 1, name))
            continue
        matched = _FIELD.fullmatch(line)
        if item is not None or not matched:
            raise PageError(f"{_short(line)} is no field", name=name, line=number + 1, expected="“key: value” or “---”")
        last_key = matched["key"].lower()
        value = _unquoted(matched["value"].strip())
        if not value and last_key in _PEOPLE:
            continue
        field = _checked(last_key, value, number + 1, name)
        if field.key not in _PEOPLE and any((f.key, f.language) == (field.key, field.language) for f in fields):
            raise PageError(f"{last_key!r} is given twice", name=name, line=number + 1, expected="it once")
        fields.append(field)
    raise PageError("the metadata block does not end", name=name, line=opened, expected="a second line “---”")


def _unquoted(value: str) -> str:
    inner = value[1:-1]
    return inner if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" and value[0] not in inner else value


def _short(text: str) -> str:
    return f"“{text}”" if len(text) <= 40 else f"“{text[:40]}…”"


def _edtf(value: str) -> bool:
    try:
        TypeAdapter(EDTFDate).validate_python(value)
    except ValidationError:
        return False
    return True


_CHECKS: dict[str, tuple[Callable[[str], object], str]] = {
    "date": (_edtf, "an EDTF date such as 2023, 2023-08 or 2023-08-05"),
    "accessed": (_edtf, "an EDTF date such as 2023-08-05"),
    "language": (_LANGUAGE.fullmatch, "a language tag such as en, zh or pt-BR"),
    "url": (re.compile(r"https?://[^\s/]\S*").fullmatch, "an address that begins with https:// or http://"),
    "doi": (re.compile(r"10\.\d{4,9}/\S+").fullmatch, "a DOI such as 10.1000/182"),
    "type": (_TYPES.split().__contains__, "a CSL type such as webpage, report, book, chapter or article-journal"),
    "id": (is_work_id, "lower-case letters and digits, joined by hyphens"),
}


def _checked(key: str, value: str, line: int, name: str) -> Field:
    """The field, when its key is known and its value of the right kind."""
    titled = _TITLE_KEY.fullmatch(key)
    base = f"{titled['original'] or ''}title" if titled else key
    if base not in KEYS:
        near = get_close_matches(key, KEYS, n=3, cutoff=0.5)
        expected = f"{' or '.join(near)}" if near else f"one of {', '.join(KEYS)}"
        raise PageError(f"unknown key {key!r}", name=name, line=line, expected=expected)
    if not value:
        raise PageError(f"{key!r} has no value", name=name, line=line, expected="a value, or no such line")
    check, expected = _CHECKS.get(base.removeprefix("original-"), (str, ""))
    if not check(value):
        raise PageError(f"{key} {_short(value)} is not valid", name=name, line=line, expected=expected)
    return Field(base, value, line, titled["language"] if titled else None)


def source_of(matter: FrontMatter, language: str | None, original_language: str | None, document_id: str | None = None) -> Source:
    """The record the block makes. The languages are those of the titles, from the block or from the text's scripts.

    A translation points to its original when any ``original-…`` key is given; the two have the same authors.
    """
    people: dict[str, Any] = {
        field: tuple(parse_name(f.value) for f in matter.fields if f.key == key) for key, field in _PEOPLE.items()
    }
    original = None
    if any(f.key.startswith("original-") for f in matter.fields):
        own = _record(matter, "original-", original_language)
        translated = next((f for f in matter.fields if f.key == "title" and f.language == original_language), None)
        if "title" not in own and translated and original_language:
            own["title"] = Title(text=translated.value, language=original_language)
        original = Source(id="original", authors=people["authors"], language=own.pop("language", original_language), **own)
    record = _record(matter, "", language)
    draft = Source(id="draft", language=record.pop("language", None), translation_of=original, **people, **record)
    identity = document_id or matter.value("id") or work_id(draft)
    if original is not None:
        original = original.model_copy(update={"id": f"{identity}-original"})
    return draft.model_copy(update={"id": identity, "translation_of": original})


def _record(matter: FrontMatter, prefix: str, language: str | None) -> dict[str, Any]:
    """The record's fields under one prefix, with its titles."""
    record: dict[str, Any] = {}
    for key, field in _FIELDS.items():
        value = matter.value(prefix + key)
        if value is not None:
            record[field] = parse_publisher(value) if key == "publisher" else value
    titles = [f for f in matter.fields if f.key == f"{prefix}title"]
    own = next((f for f in titles if f.language is None), None)
    if own:
        record["title"] = Title(text=own.value, language=language)
    record["other_titles"] = tuple(Title(text=f.value, language=f.language) for f in titles if f.language is not None)
    if not own and titles:
        record["title"], record["other_titles"] = record["other_titles"][0], record["other_titles"][1:]
    return record
