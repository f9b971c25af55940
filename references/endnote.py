"""EndNote XML (Clarivate, "RSXML.dtd"), as EndNote and Zotero exchange it.

A translator is a subsidiary author, a translation's original stands in ``orig-pub`` and in the notes. What has no element
stands in ``research-notes``, which styles do not print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from provenance import Agent, Source, Title, body
from provenance.sources import is_edtf

from . import textdates
from .errors import UnreadableRecords
from .languages import language_of
from .name_forms import agent_of, inverted, text_in_script
from .reading import Problem, Progress, Reading, counted, doi_of
from .remainder import MARK, as_line, difference, from_line, note_of, own_note, prepared, restored
from .xmltext import element, leaf, line_of, parsed, serialized, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_TYPES = {
    "article-journal": ("Journal Article", 17), "article-magazine": ("Magazine Article", 19),
    "article-newspaper": ("Newspaper Article", 23), "book": ("Book", 6), "chapter": ("Book Section", 5),
    "paper-conference": ("Conference Paper", 47), "report": ("Report", 27), "thesis": ("Thesis", 32),
    "webpage": ("Web Page", 12), "post-weblog": ("Blog", 56), "manuscript": ("Manuscript", 36), "dataset": ("Dataset", 59),
    "software": ("Computer Program", 9), "map": ("Map", 20), "patent": ("Patent", 25), "document": ("Generic", 13),
}  # fmt: skip
_CSL = {name: csl for csl, (name, _) in _TYPES.items()} | {
    "Conference Proceedings": "paper-conference", "Edited Book": "book", "Electronic Book": "book",
    "Electronic Article": "article-journal", "Government Document": "report", "Unpublished Work": "manuscript",
    "Encyclopedia": "entry-encyclopedia",
}  # fmt: skip
_AGENTS = {"authors": "authors", "secondary-authors": "editors", "subsidiary-authors": "translators"}
_TEXTS = {
    "titles/secondary-title": "container_title",
    "titles/tertiary-title": "collection_title",
    "pages": "pages",
    "volume": "volume",
    "number": "issue",
    "edition": "edition",
    "pub-location": "place",
    "electronic-resource-num": "doi",
    "abstract": "abstract",
    "work-type": "genre",
    "urls/related-urls/url": "url",
    "language": "language",
    "access-date": "accessed",
    "notes": "note",
}
_READ = {path.split("/", maxsplit=1)[0] for path in _TEXTS}
_READ |= set("ref-type contributors titles publisher dates isbn orig-pub keywords urls label rec-number research-notes".split())
#: What is read of elements that have several kinds of children.
_READ_WITHIN = {
    "contributors": {*_AGENTS, "translated-authors"},
    "titles": {"title", "secondary-title", "tertiary-title", "short-title", "alt-title"},
    "urls": {"related-urls", "pdf-urls"},
}
#: What EndNote says of its own database.
_READ |= {"database", "source-app", "foreign-keys", "periodical"}


def write_endnote(named: Iterable[tuple[str, Source]]) -> Iterator[str]:
    """One XML file, a piece of text for each record; ``label`` holds the key."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<xml><records>\n'
    for key, given in named:
        source = prepared(given)
        record = _record(source)
        rest = as_line(difference(source, _read_back(source, record)))
        leaf(record, "label", key)
        leaf(record, "research-notes", rest)
        yield serialized(record)
    yield "</records></xml>\n"


def carried(source: Source) -> Source:
    """What the record's elements say of ``source`` to any program."""
    return _read_back(source, _record(source))


def _read_back(source: Source, record: _Element) -> Source:
    read = _source(record, source.id)
    return read.model_copy(update={"note": own_note(read.note, source)})


def _record(source: Source) -> _Element:
    from lxml import etree

    record = etree.Element("record")
    name, number = _TYPES.get(source.type, _TYPES["document"])
    element(record, "ref-type", str(number), name=name)
    contributors = element(record, "contributors")
    for tag, field in _AGENTS.items():
        if agents := getattr(source, field):
            group = element(contributors, tag)
            for agent in agents:
                element(group, "author", _inverted(agent, source))
    titles = element(record, "titles")
    leaf(titles, "title", source.title.text if source.title else None)
    for path, field in _TEXTS.items():
        value = note_of(source, with_translators=False) if field == "note" else getattr(source, field)
        *way, tag = path.split("/")
        parent = record
        for step in way:
            found = parent.find(step)
            parent = found if found is not None else element(parent, step)
        leaf(parent, tag, value)
    leaf(record, "publisher", text_in_script(source.publisher, source))
    leaf(record, "isbn", source.isbn or source.issn)
    date = re.fullmatch(r"(\d{4})((?:-\d\d){0,2})", source.date_shown or "")
    if date:
        dates = element(record, "dates")
        element(dates, "year", date[1])
        leaf(element(dates, "pub-dates"), "date", date[0] if date[2] else None)
    if source.keywords:
        words = element(record, "keywords")
        for word in source.keywords:
            element(words, "keyword", word)
    original = source.translation_of
    leaf(record, "orig-pub", original.title.text if original and original.title else None)
    return record


def _inverted(agent: Agent, source: Source) -> str:
    """A name as EndNote takes it: behind that of a body a comma, or its last word would be a family name."""
    written = inverted(agent, source)
    return f"{written}," if agent.kind == "organization" and "," not in written else written


def _agent(written: str) -> Agent | None:
    name, comma, rest = written.partition(",")
    return body(name.strip()) if comma and not rest.strip() and name.strip() else agent_of(written)


def read_endnote(text: str, progress: Progress | None = None) -> Reading:
    """The records of an EndNote XML file. Raises :class:`UnreadableRecords`."""
    root = parsed(text)
    records = [root] if root.tag == "record" else list(root.iter("record"))
    if root.tag not in ("xml", "records", "record"):
        raise UnreadableRecords(f"not EndNote XML: the root is <{root.tag}>, expected <xml> with <records>")
    sources, problems = [], []
    for number, record in enumerate(counted(records, progress), 1):
        key = text_of(record.find("label")) or f"ref{number}"
        source = _source(record, key)
        rest = text_of(record.find("research-notes")) or ""
        left = sorted({str(child.tag) for child in record if isinstance(child.tag, str) and child.tag not in _READ})
        left += sorted(
            {
                f"{parent}/{child.tag}"
                for parent, known in _READ_WITHIN.items()
                for child in record.iterfind(f"{parent}/*")
                if child.tag not in known and text_of(child)
            }
        )
        if rest.startswith(MARK):
            try:
                source = restored(source, from_line(rest))
            except (ValueError, ValidationError):
                problems.append(Problem(f"{key}: the note {MARK.strip()} is not what was written there", line_of(record)))
        elif rest:
            left.append("research-notes")
        if left:
            problems.append(Problem(f"{key}: no place in a record for {', '.join(left)}", line_of(record)))
        sources.append(source.model_copy(update={"note": own_note(source.note, source)}))
    return Reading(tuple(sources), tuple(problems))


def _source(record: _Element, key: str) -> Source:
    def one(path: str) -> str | None:
        return text_of(record.find(path))

    kind = record.find("ref-type")
    name = kind.get("name", "") if kind is not None else ""
    language, title, original, publisher = language_of(one("language")), one("titles/title"), one("orig-pub"), one("publisher")
    facts: dict[str, Any] = {"id": key, "type": _CSL.get(name, "document")}
    facts |= {field: one(path) for path, field in _TEXTS.items()}
    facts["container_title"] = facts["container_title"] or one("periodical/full-title")
    for tag, field in _AGENTS.items():
        written = [text_of(author) or "" for author in record.findall(f"contributors/{tag}/author")]
        facts[field] = tuple(agent for agent in map(_agent, written) if agent)
    translated = [text_of(author) or "" for author in record.findall("contributors/translated-authors/author")]
    facts["translators"] += tuple(agent for agent in map(_agent, translated) if agent)
    if facts["pages"]:
        facts["pages"] = re.sub(r"(?<=\w)\s*[-–]+\s*(?=\w)", "-", facts["pages"])
    facts["language"], facts["doi"] = language, doi_of(facts["doi"])
    facts["title"] = Title(text=title, language=language) if title else None
    facts["publisher"] = body(publisher) if publisher else None
    # EndNote keeps several numbers in lines of one element
    number = next(iter((one("isbn") or "").replace("\r", "\n").split("\n")), "") or None
    issn = re.fullmatch(r"\s*(\d{4}-?\d{3}[\dXx])(?:\s*\([^)]*\))?\s*", number or "")
    facts["issn" if issn else "isbn"] = issn[1] if issn else number
    facts["issued"] = _issued(one("dates/year"), one("dates/pub-dates/date"))
    facts["accessed"] = textdates.date(facts["accessed"] or "")[0]
    facts["keywords"] = tuple(word for word in map(text_of, record.findall("keywords/keyword")) if word)
    if original and facts["translators"]:
        facts["translation_of"] = Source(id=f"{key}-original", title=Title(text=original))
        facts["other_titles"] = (facts["translation_of"].title,)
    return Source(**facts)


def _issued(year: str | None, day: str | None) -> str | None:
    """The day, ``2020-05-03`` or ``May 3``, of the year."""
    if day and is_edtf(day):
        return day
    found = textdates.year(year)[0] if year else None
    if found is None:
        return textdates.date(day or "")[0]
    return textdates.with_month(found, day, "")[0] if day else found
