"""schema.org JSON-LD (schema.org 29), as pages and search engines hold records.

A translation has its ``translator`` and points to its original by ``translationOfWork``, a record in the record. A name in a
second script is an ``alternateName``. What has no property stands in a ``comment``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from provenance import Agent, Name, Source, Title
from provenance.sources import is_edtf

from . import textdates
from .errors import UnreadableRecords
from .languages import language_of
from .name_forms import agent_of, name_in_script
from .reading import Problem, Progress, Reading, counted, json_of
from .remainder import MARK, as_line, difference, from_line, prepared, restored

_TYPES = {
    "article-journal": "ScholarlyArticle", "article-newspaper": "NewsArticle", "article-magazine": "Article", "book": "Book",
    "chapter": "Chapter", "report": "Report", "thesis": "Thesis", "webpage": "WebPage", "post-weblog": "BlogPosting",
    "manuscript": "Manuscript", "dataset": "Dataset", "software": "SoftwareSourceCode", "map": "Map",
    "document": "CreativeWork",
}  # fmt: skip
_CSL = {name: csl for csl, name in _TYPES.items()} | {"SoftwareApplication": "software", "Article": "article-magazine"}
_BODIES = frozenset("Organization Corporation NGO GovernmentOrganization EducationalOrganization CollegeOrUniversity".split())
_BODIES |= frozenset("NewsMediaOrganization ResearchOrganization LibrarySystem Library School".split())
_AGENT_KINDS = _BODIES | {"Person"}
#: What pages describe beside works.
_NO_WORKS = _AGENT_KINDS | frozenset(
    "BreadcrumbList ItemList ListItem WebSite ImageObject SearchAction ReadAction Place PostalAddress Event Offer Product "
    "PublicationIssue PublicationVolume Periodical SiteNavigationElement WPHeader WPFooter Rating FAQPage Question".split()
)
_PARTS_OF = {"WebPage": "WebSite", "BlogPosting": "Blog", "Chapter": "Book"}
_AGENTS = {"author": "authors", "editor": "editors", "translator": "translators"}
_TEXTS = {
    "inLanguage": "language", "genre": "genre", "pagination": "pages", "bookEdition": "edition", "url": "url",
    "isbn": "isbn", "issn": "issn", "abstract": "abstract", "reportNumber": "number", "locationCreated": "place",
    "datePublished": "issued",
}  # fmt: skip
_READ = {*_TEXTS, *_AGENTS, "@context", "@type", "@id", "name", "headline", "publisher", "isPartOf", "volumeNumber"}
_READ |= {"issueNumber", "identifier", "keywords", "comment", "translationOfWork", "alternativeHeadline", "sameAs"}
_READ |= {"description", "pageStart", "pageEnd"}


def write_json_ld(named: Iterable[tuple[str, Source]]) -> Iterator[str]:
    """One JSON-LD document with a ``@graph`` of records, a piece of text for each; ``@id`` is ``#key``."""
    between = '{\n  "@context": "https://schema.org",\n  "@graph": [\n'
    count = 0
    for key, given in named:
        source = prepared(given)
        written = {"@id": f"#{key}", **work(source)}
        if rest := as_line(difference(source, _source(written, source.id))):
            written.setdefault("comment", []).append({"@type": "Comment", "name": "pinquote", "text": rest})
        shown = json.dumps(written, ensure_ascii=False, indent=2)
        yield between + "\n".join(f"    {line}" for line in shown.split("\n"))
        between = ",\n"
        count += 1
    yield "\n  ]\n}\n" if count else f"{between}  ]\n}}\n"


def carried(source: Source) -> Source:
    """What the properties say of ``source`` to any program."""
    return _source(work(source), source.id)


def work(source: Source) -> dict[str, Any]:
    """``source`` as a schema.org CreativeWork; unknown facts are absent."""
    kind = _TYPES.get(source.type, "CreativeWork")
    written: dict[str, Any] = {"@type": kind}
    written["name"] = source.title.text if source.title else None
    written |= {role: [_agent(agent, source) for agent in getattr(source, field)] for role, field in _AGENTS.items()}
    written |= {name: getattr(source, field) for name, field in _TEXTS.items()}
    written["publisher"] = _agent(source.publisher, source) if source.publisher else None
    written["isPartOf"] = _container(source, kind)
    written["identifier"] = {"@type": "PropertyValue", "propertyID": "DOI", "value": source.doi} if source.doi else None
    written["keywords"] = list(source.keywords)
    written["comment"] = [{"@type": "Comment", "name": "note", "text": source.note}] if source.note else None
    written["translationOfWork"] = work(source.translation_of) if source.translation_of else None
    return {name: value for name, value in written.items() if value}


def _container(source: Source, kind: str) -> list[dict[str, Any]] | None:
    """The issue, the volume and the periodical, site, book or series a work is part of."""
    parts: list[dict[str, Any]] = []
    if source.container_title or source.volume or source.issue:
        host: dict[str, Any] = {"@type": _PARTS_OF.get(kind, "Periodical"), "name": source.container_title}
        host |= {"volumeNumber": source.volume, "issueNumber": source.issue}
        parts.append({name: value for name, value in host.items() if value})
    if source.collection_title:
        parts.append({"@type": "CreativeWorkSeries", "name": source.collection_title})
    return parts or None


def _agent(agent: Agent, source: Source) -> dict[str, Any]:
    shown = name_in_script(agent, source)
    written: dict[str, Any] = {"@type": "Organization" if agent.kind == "organization" else "Person"}
    written["name"] = shown.text
    if not shown.literal:
        particle = " ".join(part for part in (shown.dropping_particle, shown.non_dropping_particle) if part)
        written["familyName"] = " ".join(part for part in (particle, shown.family) if part)
        written["givenName"] = shown.given
        written["honorificSuffix"] = shown.suffix
    others = [name.family_first if agent.is_east_asian else name.text for name in agent.names if name != shown]
    written["alternateName"] = others[0] if len(others) == 1 else others
    return {name: value for name, value in written.items() if value}


def read_json_ld(text: str, progress: Progress | None = None) -> Reading:
    """The works of a JSON-LD document: one, a list, or a ``@graph``. Raises :class:`UnreadableRecords`."""
    data = json_of(text, "schema.org JSON-LD")
    works = data.get("@graph", [data]) if isinstance(data, dict) else data
    if not isinstance(works, list) or not all(isinstance(one, dict) and one.get("@type") for one in works):
        raise UnreadableRecords("not schema.org JSON-LD: expected works with @type, in a list or in @graph")
    nodes = {str(one["@id"]): one for one in works if one.get("@id")}
    sources, problems = [], []
    for number, given in enumerate(counted(works, progress), 1):
        kinds = _kinds(given)
        if not any(kind in _CSL for kind in kinds) and any(kind in _NO_WORKS for kind in kinds):
            if not any(kind in _AGENT_KINDS for kind in kinds):
                problems.append(Problem(f"node {number}: no work but {kinds[0]}"))
            continue
        one = _joined(given, nodes)
        key = str(one.get("@id", "")).rpartition("#")[2] or f"ref{number}"
        source = _source(one, key)
        for comment in _list(one.get("comment")):
            line = comment.get("text", "") if isinstance(comment, dict) else ""
            if isinstance(line, str) and line.startswith(MARK):
                try:
                    source = restored(source, from_line(line))
                except (ValueError, ValidationError):
                    problems.append(Problem(f"{key}: the note {MARK.strip()} is not what was written there"))
        sources.append(source)
        if left := sorted(name for name in one if name not in _READ):
            problems.append(Problem(f"{key}: no place in a record for {', '.join(left)}"))
    return Reading(tuple(sources), tuple(problems))


def _kinds(one: Mapping[str, Any]) -> list[str]:
    """The types of a node, without the address of schema.org."""
    return [re.sub(r"^(?:https?://schema\.org/|schema:)", "", str(kind)) for kind in _list(one.get("@type"))]


def _joined(one: Mapping[str, Any], nodes: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A work with the nodes that its properties only name, ``{"@id": "#author"}``, in their place."""

    def whole(value: Any) -> Any:
        if isinstance(value, list):
            return [whole(item) for item in value]
        return nodes.get(str(value.get("@id")), value) if isinstance(value, Mapping) and set(value) == {"@id"} else value

    return {name: whole(value) for name, value in one.items()}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str | None:
    """The text of a property: itself, its ``name`` or its ``@value``."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("@value")
    if isinstance(value, list):
        value = value[0] if value else None
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) and value != "" else None


def _source(one: Mapping[str, Any], key: str) -> Source:
    kinds = _kinds(one)
    facts: dict[str, Any] = {"id": key, "type": next((_CSL[kind] for kind in kinds if kind in _CSL), "document")}
    facts |= {field: _text(one.get(name)) for name, field in _TEXTS.items()}
    facts |= {field: tuple(filter(None, map(_read_agent, _list(one.get(role))))) for role, field in _AGENTS.items()}
    language = one.get("inLanguage")
    tag = _text(language.get("alternateName")) if isinstance(language, Mapping) else None
    facts["language"] = language_of(tag or facts["language"])
    facts["abstract"] = facts["abstract"] or _text(one.get("description"))
    first, last = _text(one.get("pageStart")), _text(one.get("pageEnd"))
    facts["pages"] = facts["pages"] or "-".join(page for page in (first, last) if page) or None
    title = _text(one.get("name")) or _text(one.get("headline"))
    facts["title"] = Title(text=title, language=facts["language"]) if title else None
    facts["publisher"] = next(filter(None, map(_read_agent, _list(one.get("publisher")))), None)
    for part in _list(one.get("isPartOf")):
        _read_part(part, facts)
    for identifier in (*_list(one.get("identifier")), *_list(one.get("sameAs"))):
        if isinstance(identifier, Mapping) and str(identifier.get("propertyID", "")).lower() == "doi":
            facts["doi"] = _text(identifier.get("value"))
        elif found := re.match(r"(?:https?://(?:dx\.)?doi\.org/|doi:)(10\..+)", _text(identifier) or ""):
            facts["doi"] = found[1]
    words = one.get("keywords")
    split = words.split(",") if isinstance(words, str) else [str(word) for word in _list(words)]
    facts["keywords"] = tuple(word if isinstance(words, list) else word.strip() for word in split if word)
    if not (facts["issued"] and is_edtf(facts["issued"])):
        facts["issued"] = textdates.date(facts["issued"] or "")[0]
    notes = [c.get("text") for c in _list(one.get("comment")) if isinstance(c, Mapping) and c.get("name") == "note"]
    facts["note"] = _text(notes)
    if isinstance(one.get("translationOfWork"), Mapping):
        facts["translation_of"] = of = _source(one["translationOfWork"], f"{key}-original")
        facts["other_titles"] = (of.title,) if of.title else ()
    return Source(**facts)


def _read_part(part: Any, facts: dict[str, Any]) -> None:
    """The issue, in the volume, in the periodical that a work is part of: each may hold the next."""
    while isinstance(part, Mapping):
        if name := _text({**part, "@value": None}):
            facts["collection_title" if "CreativeWorkSeries" in _kinds(part) else "container_title"] = name
        for known, fact in (("volumeNumber", "volume"), ("issueNumber", "issue"), ("issn", "issn")):
            if value := _text(part.get(known)):
                facts[fact] = value
        part = part.get("isPartOf")


def _read_agent(written: Any) -> Agent | None:
    if isinstance(written, str):
        return agent_of(written) if "," in written else Agent(names=(Name(literal=written),)) if written.strip() else None
    if not isinstance(written, Mapping):
        return None
    family, given = _text(written.get("familyName")), _text(written.get("givenName"))
    literal = _text(written.get("name"))
    if family or given:
        shown = Name(family=family, given=given, suffix=_text(written.get("honorificSuffix")))
    elif literal:
        shown = Name(literal=literal)
    else:
        return None
    others = tuple(Name(literal=other) for other in map(_text, _list(written.get("alternateName"))) if other)
    return Agent(kind="organization" if any(kind in _BODIES for kind in _kinds(written)) else "person", names=(*others, shown))
