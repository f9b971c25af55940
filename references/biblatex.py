"""BibLaTeX records (Lehman, Kime, Wemheuer and Moewes, "The biblatex Package", sections 2 and 3), for Biber.

A translation is a record of its own, related to that of its original (``related``, ``relatedtype = {translationof}``), and
repeats the original's title and publisher, because not every style prints related entries. Names in a second script are
data annotations. Dates are EDTF, as Biber reads them. What has no field stands in ``annotation``, which styles do not print
unless they are asked to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import NamedTuple

from provenance import Agent, Name, Source, Title
from provenance.names import Script
from provenance.scripts import HAN

from .bibnames import write_names
from .bibsources import read_entry
from .bibtex import body_name, keywords, pages, write_entry
from .fieldtext import encode, encode_address, encode_title
from .languages import babel_name, language_tag
from .name_annotations import write_items, write_parts
from .name_forms import in_own_script, name_in_script
from .remainder import as_line, difference, distinct, prepared

TYPES = {
    "article": "article",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "report": "report",
    "thesis": "thesis",
    "dataset": "dataset",
    "software": "software",
    "webpage": "online",
    "post": "online",
    "post-weblog": "online",
    "manuscript": "unpublished",
}
_CONTAINERS = {"article": "journaltitle", "incollection": "booktitle", "inproceedings": "booktitle"}
_CONTAINERS |= {"misc": "howpublished"}
_PUBLISHERS = {"report": "institution", "thesis": "institution", "online": "organization", "misc": "organization"}
_SUBTYPES = {"article-magazine": "magazine", "article-newspaper": "newspaper"}
# the fields of those that not every type of entry has (section 2.1)
_HAS = {
    "article": "editor journaltitle series volume number issue pages issn",
    "book": "editor series publisher location edition volume number pages isbn",
    "incollection": "editor booktitle series publisher location edition volume number pages isbn",
    "inproceedings": "editor booktitle series publisher location volume number pages isbn",
    "report": "institution location type number pages",
    "thesis": "institution location type pages",
    "dataset": "editor series publisher location type edition number",
    "software": "editor organization location type",
    "misc": "editor organization location type",
    "online": "editor organization",
    "unpublished": "location type",
}
_ALLOWED = {kind: frozenset(names.split()) for kind, names in _HAS.items()}


def _texts(kind: str) -> Iterator[tuple[str, str]]:
    """The facts that are written as they are, and their fields, in order."""
    has = _ALLOWED[kind]
    facts = {"genre": "type", "collection_title": "series", "place": "location", "edition": "edition", "volume": "volume"}
    yield from ((fact, field) for fact, field in facts.items() if field in has)
    if kind == "article":
        yield "issue", "number"
    elif "number" in has:
        yield "number", "number"


_TEXTS = {kind: tuple(_texts(kind)) for kind in _ALLOWED}
# those that come behind the addresses, in fields of their own names
_LAST_TEXTS = {kind: (*(n for n in ("isbn", "issn") if n in has), "abstract", "note") for kind, has in _ALLOWED.items()}


def write_biblatex(named: Iterable[tuple[str, Source]]) -> Iterator[str]:
    """The entry of each source under its key; the original of a translation is related where it is among them."""
    pairs = list(named)
    keys = _Keys(pairs)
    writer = _Writer()
    between = ""
    for key, given in pairs:
        source = prepared(given)
        related = keys.of(original) if (original := given.translation_of) else ""
        fields, plain = writer.entry(source, related)
        if not plain and (rest := as_line(difference(source, _read_back(source, fields)))):
            fields["annotation"] = encode(rest)
        yield between + write_entry(TYPES.get(source.type, "misc"), key, fields)
        between = "\n"


class _Keys:
    """The keys of the records that are written. Most often an original is one of them itself, and no other needs a look."""

    def __init__(self, pairs: Sequence[tuple[str, Source]]) -> None:
        self.pairs = pairs
        self.by_object = {id(source): key for key, source in pairs}

    @cached_property
    def by_id(self) -> dict[str, list[tuple[str, Source]]]:
        found: dict[str, list[tuple[str, Source]]] = {}
        for key, source in self.pairs:
            found.setdefault(source.id, []).append((key, prepared(source)))
        return found

    def of(self, original: Source) -> str:
        """The key of this record, or of an equal one; empty where there is none."""
        if (key := self.by_object.get(id(original))) is not None:
            return key
        wanted = prepared(original)
        return next((key for key, source in self.by_id.get(original.id, ()) if source == wanted), "")


def with_originals(sources: Iterable[Source]) -> list[Source]:
    """Each translation followed by its original, and each source once."""
    return distinct(one for source in sources for one in _chain(source))


def _chain(source: Source | None) -> Iterator[Source]:
    while source is not None:
        yield source
        source = source.translation_of


def carried(source: Source) -> Source:
    """What the entry's own fields, and the entry of its original, say of ``source``."""
    return _read_back(source, biblatex_fields(source, "original" if source.translation_of else ""))


def _read_back(source: Source, fields: Mapping[str, str]) -> Source:
    original = source.translation_of if "related" in fields else None
    return read_entry(TYPES.get(source.type, "misc"), source.id, fields, original)[0]


def biblatex_fields(source: Source, related: str) -> dict[str, str]:
    """The fields of a prepared source's entry, by name, without the braces around them; ``related`` is the original's key."""
    return _Writer().entry(source, related)[0]


def is_plain(source: Source, related: str) -> bool:
    """Whether it is sure, without reading them, that the fields of a prepared source's entry give back every fact: which is so
    for most records, and saves more than half the time of writing them."""
    return _Writer().entry(source, related)[1]


class _List(NamedTuple):
    """What is written of a list of persons and bodies."""

    names: str
    han: str
    """The annotation with the names in Han beside names in Latin letters."""
    parts: str
    """The annotation with the parts of the names in Han."""
    romanized: str
    """The names in Latin letters behind names in Han, by which a Latin bibliography sorts them."""
    is_plain: bool
    """Whether reading all this gives the same agents for sure."""


_parts_of = itemgetter("literal", "family", "given", "dropping_particle", "non_dropping_particle", "suffix")
_NOBODY = _List("", "", "", "", True)


class _Writer:
    """Writes entries, and remembers the lists of persons and bodies that are in many."""

    def __init__(self) -> None:
        self.lists: dict[tuple[object, ...], _List] = {}

    def entry(self, source: Source, related: str) -> tuple[dict[str, str], bool]:
        """The fields of an entry, and whether it is plain (see :func:`is_plain`)."""
        # read from where they are kept: a model's attributes take twice the time
        facts = source.__dict__
        kind = TYPES.get(facts["type"], "misc")
        fields: dict[str, str] = {}
        plain = self.names_and_titles(fields, source, kind)
        if subtype := _SUBTYPES.get(facts["type"]):
            fields["entrysubtype"] = subtype
        if kind in ("report", "thesis"):
            fields["type"] = kind
        for fact, field in _TEXTS[kind]:
            if facts[fact]:
                fields[field] = encode(facts[fact])
        if "location" in fields:
            fields["location"] = _single(fields["location"])
        if (given := facts["pages"]) and "pages" in _ALLOWED[kind]:
            fields["pages"] = pages(given)
            plain &= _PAGES.fullmatch(given) is not None
        if kind == "online":
            fields["pagination"] = "paragraph"
        if shown := facts["issued"] or source.date_shown:
            fields["date"] = shown
        if facts["accessed"]:
            fields["urldate"] = facts["accessed"]
        if doi := facts["doi"]:
            is_simple = _DOI.fullmatch(doi) is not None
            fields["doi"] = doi if is_simple else encode_address(doi)
            plain &= is_simple
        if url := facts["url"]:
            is_simple = _ADDRESS.fullmatch(url) is not None
            fields["url"] = url if is_simple else encode_address(url)
            plain &= is_simple
        for fact in _LAST_TEXTS[kind]:
            if facts[fact]:
                fields[fact] = encode(facts[fact])
        if facts["language"]:
            name, is_whole = _langid(facts["language"])
            plain &= is_whole
            if name:
                fields["langid"] = name
        if facts["keywords"]:
            fields["keywords"] = keywords(source)
        titles: tuple[Title, ...] = ()
        if original := facts["translation_of"]:
            self.original(fields, source, original, related)
            plain &= bool(related)
            titles = (original.title,) if original.title else ()
        # what is read in more than one way, or from no field
        plain = plain and not (facts["keywords"] or facts["note"] or facts["genre"] or facts["number"])
        plain = plain and facts["other_titles"] == titles and not any(_LACKING[kind](facts))
        return fields, plain

    def names_and_titles(self, fields: dict[str, str], source: Source, kind: str) -> bool:
        """Who made a work, what it is called, and where and by whom it is published; whether this is plain."""
        has, own_script, publisher = _ALLOWED[kind], in_own_script(source), source.publisher
        plain = source.type in _READ_AS
        if source.authors:
            authors = self.agents(fields, "author", source.authors, own_script)
            plain &= authors.is_plain
            if authors.romanized:
                fields["sortname"] = authors.romanized
        # the romanized names of authors alone have a field: that for sorting
        if source.editors and "editor" in has:
            editors = self.agents(fields, "editor", source.editors, own_script)
            plain &= editors.is_plain and not editors.romanized
        if source.translators:
            translators = self.agents(fields, "translator", source.translators, own_script)
            plain &= translators.is_plain and not translators.romanized
        if title := source.title:
            fields["title"] = encode_title(title.text)
            plain &= title.language == source.language
        if kind == "online":
            return plain & self.site(fields, source, own_script)
        if (container := source.container_title) and kind in _CONTAINERS:
            fields[_CONTAINERS[kind]] = encode(container)
        if publisher and (name := _PUBLISHERS.get(kind, "publisher")) in has:
            fields[name], is_body = self.body(publisher, source, own_script)
            plain &= is_body
            if other := _other_body(publisher, source):
                fields[f"{name}+an"] = other
        return plain

    def original(self, fields: dict[str, str], source: Source, original: Source, related: str) -> None:
        """What a translation's entry says of its original, because not every style prints the related entry."""
        if original.title:
            fields["origtitle"] = encode(original.title.text)
        if original.publisher:
            fields["origpublisher"] = _single(body_name(original.publisher, original))
        if source.issued and original.date_shown:
            fields["origdate"] = original.date_shown
        if related:
            fields["related"] = related
            fields["relatedtype"] = "translationof"

    def people(self, agents: tuple[Agent, ...], own_script: bool) -> _List:
        """A list as a work in Han (``own_script``) or in another script gives it."""
        if not agents:
            return _NOBODY
        key: tuple[object, ...] = own_script, agents[0].kind, *map(_parts_of, map(vars, agents[0].names))
        if len(agents) > 1:
            key = (*key, *[(agent.kind, *map(_parts_of, map(vars, agent.names))) for agent in agents[1:]])
        found = self.lists.get(key)
        if found is None:
            if len(self.lists) > _REMEMBERED:
                self.lists.clear()
            found = self.lists[key] = _list(agents, own_script)
        return found

    def agents(self, fields: dict[str, str], field: str, agents: tuple[Agent, ...], own_script: bool) -> _List:
        found = self.people(agents, own_script)
        fields[field] = found.names
        if found.han:
            fields[f"{field}+an"] = found.han
        if found.parts:
            fields[f"{field}+an:hani"] = found.parts
        return found

    def site(self, fields: dict[str, str], source: Source, own_script: bool) -> bool:
        """Write the site of an online work, which has no field of its own (programs add a ``titleaddon`` to the title), and
        who runs it, as the two items of ``organization``. Give back whether they are plain."""
        if source.publisher is None:
            if source.container_title:
                fields["organization"] = _single(encode(source.container_title))
            return True
        publisher, is_plain_body = self.body(source.publisher, source, own_script)
        site = [_single(encode(source.container_title))] if source.container_title else []
        fields["organization"] = " and ".join([*site, publisher])
        return is_plain_body and bool(site)

    def body(self, agent: Agent, source: Source, own_script: bool) -> tuple[str, bool]:
        """A publisher as the item of a list, and whether it is plain."""
        if agent.kind == "person":
            return _single(body_name(agent, source)), False
        written = self.people((agent,), own_script)
        # a body's name is braced among authors
        return _single(written.names[1:-1]), written.is_plain


def _list(agents: tuple[Agent, ...], own_script: bool) -> _List:
    script: Script = "Hani" if own_script else "Latn"
    latin = [agent.name("Latn") for agent in agents]
    bodies = [agent.kind == "organization" for agent in agents]
    han = [None if is_body else _in_han(agent) for agent, is_body in zip(agents, bodies, strict=True)]
    return _List(
        names=write_names([agent.name(script) for agent in agents], bodies),
        han="" if own_script else write_items(name.text if name else "" for name in han),
        parts=write_parts(han),
        romanized=write_names(latin, bodies) if own_script and any(name.script == "Latn" for name in latin) else "",
        is_plain=all(_is_plain_agent(agent, own_script) for agent in agents),
    )


def _in_han(agent: Agent) -> Name | None:
    han = agent.name("Hani")
    return han if han.script == "Hani" and not han.literal else None


#: Lists of persons and bodies that a writer remembers at most.
_REMEMBERED = 50_000
# words with a capital, and initials
_WORD = r"[A-Z\u00c0-\u00de](?:[a-z\u00df-\u024f]+(?:-[A-Z][a-z\u00df-\u024f]+)?|\.(?:-[A-Z]\.)?)"
_NAME = re.compile(rf"{_WORD}(?: {_WORD})*")
_HAN_ONLY = re.compile(f"[{HAN}]+")
_PAGES = re.compile(r"\d+(-\d+)?")
_DOI = re.compile(r"10\.[!#-\[\]^-z|~]+")
_ADDRESS = re.compile(r"[!#-\[\]^-z|~]+")
_READ_AS = frozenset("article-journal book chapter paper-conference report thesis manuscript dataset software webpage".split())


#: Facts that a type of entry has no field for.
_LACKS = {
    kind: tuple(
        fact
        for fact, field in {
            "editors": "editor", "collection_title": "series", "place": "location", "edition": "edition", "volume": "volume",
            "issue": "number" if kind == "article" else "issue", "pages": "pages", "isbn": "isbn", "issn": "issn",
            "publisher": _PUBLISHERS.get(kind, "publisher"),
            "container_title": "organization" if kind == "online" else _CONTAINERS.get(kind, ""),
        }.items()
        if field not in fields and field != "howpublished"
    )
    for kind, fields in _ALLOWED.items()
}  # fmt: skip


_LACKING = {kind: itemgetter(*facts) for kind, facts in _LACKS.items()}


@lru_cache
def _langid(tag: str) -> tuple[str, bool]:
    """babel's name of a language, and whether that gives back the same tag."""
    name = babel_name(tag)
    return name, language_tag(name) == tag


def _is_plain_agent(agent: Agent, own_script: bool) -> bool:
    """A body with one name; a person with a simple name in Latin letters, and perhaps one in Han before it; in a work in Han
    a person with that alone."""
    *han, name = agent.names
    if agent.kind == "organization":
        return not han and bool((name.literal or "").strip()) and not (name.family or name.given)
    if own_script and not han and _HAN_ONLY.fullmatch(name.text):
        return _is_in_two_parts(name)
    if not _is_in_two_parts(name) or not (_NAME.fullmatch(name.family or "") and _NAME.fullmatch(name.given or "")):
        return False
    return not han or (len(han) == 1 and _is_in_two_parts(han[0]) and _HAN_ONLY.fullmatch(han[0].text) is not None)


def _is_in_two_parts(name: Name) -> bool:
    other = name.literal or name.dropping_particle or name.non_dropping_particle or name.suffix
    return bool(name.family and name.given) and not other


def _single(written: str) -> str:
    """An item of a literal list, which Biber would split at ``and``."""
    return f"{{{written}}}" if "and" in written.lower() and _AND.search(written) else written


_AND = re.compile(r"(?:^|\s)and(?:\s|$)", re.I)


def _other_body(agent: Agent, source: Source) -> str:
    if len(agent.names) == 1:
        return ""
    other = next((name for name in agent.names if name != name_in_script(agent, source)), None)
    return write_items([other.text]) if other else ""
