"""CSL-JSON records (CSL 1.0.2, schema ``csl-data.json``), for reference managers and other CSL processors.

A translation's original stands in ``original-title``, ``original-publisher`` and, in words, in ``note``; what has no variable
stands in ``custom``, the schema's place for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from provenance import Agent, Name, Source, Title, body
from provenance.sources import is_edtf

from . import textdates
from .errors import UnreadableRecords
from .items import csl_date, item
from .reading import Problem, Progress, Reading, counted, doi_of, json_of
from .remainder import difference, own_note, prepared, restored

_CUSTOM = "pinquote"
#: The types that the schema knows; it refuses a file with another.
_TYPES = frozenset(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset document "
    "entry entry-dictionary entry-encyclopedia figure graphic hearing interview legal_case legislation manuscript map "
    "motion_picture musical_score pamphlet paper-conference patent performance periodical personal_communication post "
    "post-weblog regulation report review review-book software song speech standard thesis treaty webpage".split()
)
_NAME_PARTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix")
_TEXTS = {
    "container-title": "container_title",
    "collection-title": "collection_title",
    "publisher-place": "place",
    "language": "language",
    "genre": "genre",
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "edition": "edition",
    "number": "number",
    "DOI": "doi",
    "URL": "url",
    "ISBN": "isbn",
    "ISSN": "issn",
    "abstract": "abstract",
    "note": "note",
}
_AGENTS = {"author": "authors", "editor": "editors", "translator": "translators"}
_ORIGINAL = ("original-title", "original-publisher", "original-publisher-place", "original-date")
_KNOWN = {*_TEXTS, *_AGENTS, *_ORIGINAL}
_KNOWN |= {"id", "type", "title", "publisher", "issued", "accessed", "keyword", "custom", "citation-key"}


def write_csl_json(named: Iterable[tuple[str, Source]]) -> Iterator[str]:
    """A JSON array of items, one piece of text for each."""
    between = "[\n"
    for key, given in named:
        source = prepared(given)
        written = _item(source, key)
        if rest := difference(source, _read_back(source, written)):
            written["custom"] = {_CUSTOM: rest}
        yield between + _indented(written)
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


def _indented(value: Mapping[str, Any]) -> str:
    return "\n".join(f"  {line}" for line in json.dumps(value, ensure_ascii=False, indent=2).split("\n"))


def carried(source: Source) -> Source:
    """What the item's variables say of ``source`` to a program that does not read ``custom``."""
    return _read_back(source, _item(source, source.id))


def _item(source: Source, key: str) -> dict[str, Any]:
    written = item(source, item_id=key)
    return written if source.type in _TYPES else {**written, "type": "document"}


def _read_back(source: Source, written: Mapping[str, Any]) -> Source:
    read = _source(written)
    return read.model_copy(update={"note": own_note(read.note, source)})


def read_csl_json(text: str, progress: Progress | None = None) -> Reading:
    """The records of a CSL-JSON file: an array of items, or one item. Raises :class:`UnreadableRecords`."""
    data = json_of(text, "an array of CSL items")
    items = data if isinstance(data, list) else data.get("items", [data]) if isinstance(data, dict) else None
    if items is None or not all(isinstance(one, dict) for one in items):
        raise UnreadableRecords("not CSL-JSON: expected an array of items, each an object with id and type")
    sources, problems = [], []
    for number, one in enumerate(counted(items, progress), 1):
        label = f"item {one.get('id', number)}"
        try:
            source = _source(one)
        except ValidationError as error:
            problems.append(Problem(f"{label}: {error.errors()[0]['msg']}"))
            continue
        custom = one.get("custom") if isinstance(one.get("custom"), dict) else {}
        try:
            source = restored(source, custom.get(_CUSTOM) or {})
        except (ValidationError, AttributeError, TypeError):
            problems.append(Problem(f"{label}: custom.{_CUSTOM} is not what was written there"))
        sources.append(source.model_copy(update={"note": own_note(source.note, source)}))
        left = sorted(name for name in one if name not in _KNOWN)
        left += [name for name in ("issued", "accessed") if _is_unread(one, name, source)]
        names = [(name, written) for name in _AGENTS for written in _names(one.get(name)) if _agent(written) is None]
        left += [f"{name} {written!r}"[:60] for name, written in names]
        if left:
            problems.append(Problem(f"{label}: no place in a record for {', '.join(left)}"))
    return Reading(tuple(sources), tuple(problems))


def _source(one: Mapping[str, Any]) -> Source:
    language = _text(one.get("language"))
    title = _text(one.get("title"))
    facts: dict[str, Any] = {
        "id": _text(one.get("id")) or _text(one.get("citation-key")) or "ref",
        "type": _text(one.get("type")) or "document",
        "title": Title(text=title, language=language) if title else None,
        "issued": edtf(one.get("issued")),
        "accessed": edtf(one.get("accessed")),
        "keywords": tuple(word.strip() for word in (_text(one.get("keyword")) or "").split(",") if word.strip()),
    }
    facts |= {field: _text(one.get(name)) for name, field in _TEXTS.items()}
    facts["doi"] = doi_of(facts["doi"])
    facts |= {field: tuple(filter(None, map(_agent, _names(one.get(name))))) for name, field in _AGENTS.items()}
    if publisher := _text(one.get("publisher")):
        facts["publisher"] = body(publisher)
    if original := _original(one, str(facts["id"])):
        facts["translation_of"] = original
        facts["other_titles"] = (original.title,) if original.title else ()
    return Source(**facts)


def _original(one: Mapping[str, Any], identity: str) -> Source | None:
    """The record of the original; a date alone is that of a first edition and says nothing of a translation."""
    title, publisher, place, issued = (one.get(name) for name in _ORIGINAL)
    if not title and not (one.get("translator") and publisher):
        return None
    return Source(
        id=f"{identity}-original",
        title=Title(text=str(title)) if title else None,
        publisher=body(str(publisher)) if publisher else None,
        place=_text(place),
        issued=edtf(issued),
    )


def _is_unread(one: Mapping[str, Any], name: str, source: Source) -> bool:
    """Whether the record lacks a date that the item has; a translation may be dated by its original, whose record has it."""
    date = one.get(name)
    if not date or edtf(date) is not None or (isinstance(date, dict) and date.get("date-parts") == [[]]):
        return False
    return not getattr(source, name) and item(source).get(name) != date


def _names(value: Any) -> list[Any]:
    """The names of a variable; some write one without the list around it."""
    return value if isinstance(value, list) else [value] if value else []


def _text(value: Any) -> str | None:
    """A string or a number as text, of a list (as Crossref gives titles) the first; anything else is no text."""
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value) or None


def _agent(name: Any) -> Agent | None:
    if not isinstance(name, dict):
        return None
    if literal := _text(name.get("literal")):
        return body(literal)
    parts = {part.replace("-", "_"): _text(name.get(part)) for part in _NAME_PARTS}
    return Agent(names=(Name(**parts),)) if parts["family"] or parts["given"] else None


def edtf(value: Any) -> str | None:
    """A CSL date as EDTF, the inverse of :func:`references.items.csl_date`; None when it has no year. The schema lets a date
    be an EDTF string, too."""
    if isinstance(value, str | int):
        value = {"raw": str(value)}
    if not isinstance(value, dict):
        return None
    if not value.get("date-parts"):
        raw = _text(value.get("edtf")) or _text(value.get("raw")) or _text(value.get("literal"))
        found, whole = textdates.date(raw or "")
        return found if whole else None
    ends = []
    for parts in value["date-parts"]:
        numbers = [int(p) for p in parts if isinstance(p, int | str) and str(p).lstrip("-").isdecimal()]
        if not numbers:
            break
        year = f"{'-' if numbers[0] < 0 else ''}{abs(numbers[0]):04}"
        season = value.get("season")
        rest = [20 + int(str(season))] if str(season) in ("1", "2", "3", "4") and len(numbers) == 1 else numbers[1:3]
        ends.append("-".join([year, *(f"{number:02}" for number in rest)]) + ("~" if value.get("circa") else ""))
    written = "/".join(ends)
    return written if written and is_edtf(written) and csl_date(written) else None
