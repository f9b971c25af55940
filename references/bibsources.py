"""An entry of a .bib file as a :class:`provenance.Source`: BibTeX and BibLaTeX fields, which files mix.

Values come as they are written, with macros resolved; here they become Unicode. What a record has no place for is named, not
dropped in silence. Sections of "The biblatex Package": 2.1 types, 2.2 fields, 2.3.8 dates; aliases in 2.1.2 and 2.2.5.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from provenance import Agent, Name, Source, Title, body
from provenance.scripts import is_east_asian

from . import name_annotations, textdates
from .bibfile import BibEntry, BibFile
from .bibnames import read_names, split_list
from .fieldreading import decode
from .keys import key
from .languages import language_tag
from .reading import Problem, Progress, Reading, counted
from .remainder import MARK, from_line, own_note, restored

_TYPES = {
    "article": "article-journal", "periodical": "periodical", "suppperiodical": "article-journal", "review": "review",
    "book": "book", "mvbook": "book", "collection": "book", "mvcollection": "book", "proceedings": "book",
    "mvproceedings": "book", "reference": "book", "mvreference": "book", "manual": "book", "booklet": "pamphlet",
    "inbook": "chapter", "bookinbook": "chapter", "suppbook": "chapter", "incollection": "chapter",
    "suppcollection": "chapter", "inreference": "entry-encyclopedia", "inproceedings": "paper-conference",
    "conference": "paper-conference", "report": "report", "techreport": "report", "thesis": "thesis",
    "phdthesis": "thesis", "mastersthesis": "thesis", "online": "webpage", "electronic": "webpage", "www": "webpage",
    "misc": "document", "unpublished": "manuscript", "dataset": "dataset", "software": "software", "patent": "patent",
    "letter": "personal_communication", "legislation": "legislation", "jurisdiction": "legal_case", "artwork": "graphic",
    "image": "graphic", "movie": "motion_picture", "video": "motion_picture", "audio": "song", "music": "song",
    "performance": "performance", "standard": "standard", "commentary": "review",
}  # fmt: skip
_GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}
#: What a field says for its type alone: the exporter writes it because the type needs a word.
_NO_GENRE = {"report": "report", "techreport": "report", "thesis": "thesis", "phdthesis": "thesis"}
_GENRE_KEYS = {"phdthesis": "PhD thesis", "mathesis": "Master’s thesis", "techreport": "Technical report",
               "resreport": "Research report", "candthesis": "Candidate thesis", "bathesis": "Bachelor’s thesis",
               "patent": "Patent", "patentus": "U.S. patent", "patenteu": "European patent", "patentde": "German patent",
               "patentfr": "French patent", "patentuk": "British patent", "patreq": "Patent request",
               "patrequs": "U.S. patent request", "patreqeu": "European patent request", "software": "Computer software",
               "datacd": "Data CD", "audiocd": "Audio CD"}  # fmt: skip
_ONLINE = ("online", "electronic", "www")
_SUBTYPES = {"magazine": "article-magazine", "newspaper": "article-newspaper"}
_PERIODICAL = ("article", "periodical", "suppperiodical", "review")
#: Fields that hold the text of one fact; of two for the same fact the first counts, and the other is told.
_TEXTS = {
    "series": "collection_title", "location": "place", "address": "place", "volume": "volume", "edition": "edition",
    "isbn": "isbn", "issn": "issn", "abstract": "abstract", "note": "note",
}  # fmt: skip
_AGENTS = {"author": "authors", "editor": "editors", "translator": "translators"}
#: Fields that direct a program or repeat what another field says: nothing of the work is lost with them.
_DIRECTIONS = frozenset(
    "related relatedtype relatedoptions relatedstring pagination bookpagination options sortname sortkey sorttitle sortyear "
    "presort key crossref xref xdata ids langidopts label shorthand keywords+duplicate file owner timestamp "
    "date-added date-modified entryset execute gender bibsource biburl".split()
)


def read_entry(kind: str, key: str, fields: Mapping[str, str], original: Source | None = None) -> tuple[Source, list[str]]:
    """The record of an entry, and what is to be told of it: the fields that the record has no place for, and LaTeX that is
    not known.

    ``kind`` is the entry's type, ``fields`` its values without the outer braces, ``original`` the record of the related
    entry it translates. A value that is not what its field should hold (a date that is none) counts as one without a place.
    """
    return _Entry(kind.lower(), key, fields, original).source()


class _Entry:
    def __init__(self, kind: str, key: str, fields: Mapping[str, str], original: Source | None) -> None:
        self.kind, self.key, self.original = kind, key, original
        self.fields = fields
        self.used: set[str] = set()
        self.unknown: list[str] = []
        self.more: list[str] = []

    def raw(self, *names: str) -> str | None:
        """The value of the first of these fields that is there."""
        for name in names:
            if value := self.fields.get(name):
                self.used.add(name)
                return value
        return None

    def text(self, *names: str) -> str | None:
        value = self.raw(*names)
        return (decode(value, self.unknown) or None) if value else None

    def source(self) -> tuple[Source, list[str]]:
        fields = self.fields
        language = self.language()
        facts: dict[str, Any] = {"id": self.key, "type": self.type()}
        for name, value in fields.items():
            fact = _TEXTS.get(name)
            if fact and fact not in facts and (text := decode(value, self.unknown)):
                facts[fact] = text
                self.used.add(name)
        for name, fact in _AGENTS.items():
            if name in fields:
                facts[fact] = self.agents(name)
        title = self.titled("title", "subtitle")
        facts["title"] = Title(text=title, language=language) if title else None
        facts["language"] = language
        facts["container_title"] = self.container()
        facts["publisher"] = self.publisher()
        facts["issued"] = self.date()
        facts["accessed"] = self.day("urldate", "lastaccessed", "lastchecked", "accessed")
        facts["genre"] = self.genre()
        facts["pages"] = self.pages()
        facts["doi"] = self.address("doi")
        facts["url"] = self.address("url") or self.eprint()
        facts["keywords"] = self.keywords()
        if self.kind in ("article", "periodical", "suppperiodical"):
            facts["issue"] = self.text("number", "issue")
        else:
            facts["issue"] = self.text("issue")
            facts["number"] = self.text("number")
        self.originally(facts)
        # what is unknown is left to the record: it is smaller so
        source = self.with_rest(Source(**{name: fact for name, fact in facts.items() if fact or name == "id"}))
        if source.note:
            source = source.model_copy(update={"note": own_note(source.note, source)})
        return source, self.told()

    def told(self) -> list[str]:
        left = [n for n in self.fields if n not in self.used and n not in _DIRECTIONS and "+an" not in n]
        out = [f"no place in a record for {', '.join(left)}"] if left else []
        if self.more:
            # that there are more, but not who: no field of a record says that
            out.append(f"no place in a record for the others whom {', '.join(self.more)} does not name")
        if self.unknown:
            out.append(f"LaTeX that is not known stays as it is: {', '.join(dict.fromkeys(self.unknown))}")
        return out

    def originally(self, facts: dict[str, Any]) -> None:
        """The original of a translation: the related entry, or what the ``orig`` fields say of it. A date alone is that of a
        first edition and says nothing of a translation."""
        original = self.original
        if original is None:
            if not (self.fields.get("origtitle") or ("translators" in facts and self.fields.get("origpublisher"))):
                return
            title, publisher, language = self.text("origtitle"), self.text("origpublisher"), self.text("origlanguage")
            tag = language_tag(language) if language else None
            about: dict[str, Any] = {
                "title": Title(text=title, language=tag) if title else None,
                "publisher": body(publisher) if publisher else None,
                "place": self.text("origlocation"),
                "issued": self.day("origdate"),
                "language": tag,
            }
            original = Source(id=f"{self.key}-original", **{name: fact for name, fact in about.items() if fact})
        else:
            self.used |= {"origtitle", "origpublisher", "origlanguage", "origlocation", "origdate"}
            if facts["issued"] == original.date_shown and "origdate" not in self.fields:
                # the date a translation without one of its own is cited with
                facts["issued"] = None
        facts["translation_of"] = original
        facts["other_titles"] = (original.title,) if original.title else ()

    def with_rest(self, source: Source) -> Source:
        """The record with what an exporter of ours has put where styles do not print it."""
        for name in ("annotation", "annote"):
            if name in self.fields and (line := decode(self.fields[name])).startswith(MARK):
                try:
                    source = restored(source, from_line(line))
                except (ValueError, ValidationError):
                    continue
                # what these fields could not say has just been read
                self.used |= {name, "date", "year", "month", "urldate", "author", "editor", "translator"}
        return source

    def type(self) -> str:
        if self.kind == "article":
            return _SUBTYPES.get(self.text("entrysubtype") or "", "article-journal")
        if self.kind == "misc" and (self.fields.get("url") or "\\url" in self.fields.get("howpublished", "")):
            return "webpage"
        return _TYPES.get(self.kind, "document")

    def language(self) -> str | None:
        for name in ("language", "langid", "hyphenation"):
            if tag := language_tag(decode(self.fields.get(name, ""))):
                self.used |= {"language", "langid", "hyphenation"}
                return tag
        return None

    def titled(self, main: str, sub: str) -> str | None:
        title, subtitle = self.text(main), self.text(sub) if sub in self.fields else None
        if not (title and subtitle):
            return title or subtitle
        if title[-1] in "?!。？！:：":
            return f"{title}{'' if is_east_asian(title[-2:]) else ' '}{subtitle}"
        return f"{title}{'：' if is_east_asian(title) else ': '}{subtitle}"

    def agents(self, field: str) -> tuple[Agent, ...]:
        value = self.raw(field)
        if not value:
            return ()
        get = self.fields.get
        sorted_as = get("sortname", "") if field == "author" else ""
        agents, others = _agents_of(value, sorted_as, get(f"{field}+an", ""), get(f"{field}+an:hani", ""))
        if others:
            self.more.append(field)
        return agents

    def container(self) -> str | None:
        if self.kind in _PERIODICAL:
            return self.titled("journaltitle" if self.fields.get("journaltitle") else "journal", "journalsubtitle")
        if self.fields.get("booktitle"):
            return self.titled("booktitle", "booksubtitle")
        if self.fields.get("maintitle") and self.type() in ("chapter", "paper-conference"):
            return self.titled("maintitle", "mainsubtitle")
        if self.fields.get("howpublished"):
            found = re.fullmatch(r"\\url\s*\{(.*)\}", self.fields["howpublished"].strip(), re.S)
            return None if found else self.text("howpublished")
        if self.kind in _ONLINE:
            site = decode(next(iter(split_list(self.raw("organization") or "")), ""))
            return site or self.text("titleaddon", "journaltitle", "journal")
        return None

    def publisher(self) -> Agent | None:
        for name in ("publisher", "institution", "school", "organization"):
            if value := self.raw(name):
                # the organization of a page is its site first
                sites = 1 if self.kind in _ONLINE and name == "organization" else 0
                return _body_of(value, sites, self.fields.get(f"{name}+an", ""))
        return None

    def genre(self) -> str | None:
        genre = self.text("type")
        if genre is None:
            return _GENRES.get(self.kind)
        if genre.lower() == _NO_GENRE.get(self.kind):
            return None
        return _GENRE_KEYS.get(genre, genre)

    def pages(self) -> str | None:
        value = self.text("pages", "eid")
        return re.sub(r"(?<=\w)\s*[-–]+\s*(?=\w)", "-", value) if value else None

    def keywords(self) -> tuple[str, ...]:
        value = self.raw("keywords", "keyword")
        if not value:
            return ()
        words = re.findall(r"(?:[^,{}]|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})+", value)
        return tuple(word for word in (decode(word) for word in words) if word)

    def address(self, name: str) -> str | None:
        value = self.raw(name)
        if value is None and name == "url" and "howpublished" in self.fields:
            value = self.fields["howpublished"].strip() if "\\url" in self.fields["howpublished"] else None
            if value:
                self.used.add("howpublished")
        if not value:
            return None
        value = re.sub(r"^\\url\s*\{(.*)\}$", r"\1", value.strip(), flags=re.S)
        # what others escape in an address; a backslash has no other business there
        value = re.sub(r"\\([_%&#~$])", r"\1", value.replace(r"{\_}", "_"))
        return (re.sub(r"^https?://(dx\.)?doi\.org/", "", value) if name == "doi" else value) or None

    def eprint(self) -> str | None:
        """The address of a preprint in arXiv, which its number gives."""
        if "eprint" not in self.fields or (self.raw("eprinttype", "archiveprefix") or "").strip().lower() != "arxiv":
            return None
        self.used |= {"eprintclass", "primaryclass"}
        return f"https://arxiv.org/abs/{self.address('eprint')}"

    def day(self, *names: str) -> str | None:
        """The date that one of these fields holds."""
        name = next((name for name in names if name in self.fields), None)
        if name is None:
            return None
        found, whole = textdates.date(self.fields[name])
        if whole:
            self.used.add(name)
        return found

    def date(self) -> str | None:
        if "date" in self.fields and (found := self.day("date")):
            return found
        if "year" not in self.fields:
            return None
        found, whole = textdates.year(self.text("year") or "")
        if not whole:
            self.used.discard("year")
        if found is None or "month" not in self.fields:
            return found
        dated, whole = textdates.with_month(found, self.text("month") or "", self.raw("day") or "")
        if not whole:
            self.used -= {"month", "day"}
        return dated


@lru_cache(maxsize=20_000)
def _agents_of(value: str, sorted_as: str, annotated: str, in_parts: str) -> tuple[tuple[Agent, ...], bool]:
    """The agents of a list with their names in other scripts, and whether it ends in ``and others``. Authors and their names
    repeat within a file: one record of each is enough."""
    agents, others = read_names(value)
    if annotated or in_parts:
        agents = name_annotations.with_annotations(agents, name_annotations.read(annotated), name_annotations.read(in_parts))
    romanized = read_names(sorted_as)[0] if sorted_as else []
    if len(romanized) == len(agents):
        agents = [a if a.names[0] == r.names[0] else _romanized(a, r) for a, r in zip(agents, romanized, strict=True)]
    return tuple(agents), others


@lru_cache(maxsize=20_000)
def _body_of(value: str, first: int, annotated: str) -> Agent | None:
    """The body that the items of a list from ``first`` name, with its name in the other script."""
    items = [decode(item) for item in split_list(value)[first:]]
    shown = " and ".join(item for item in items if item)
    other = name_annotations.read(annotated).get((1, "")) if annotated else None
    return (body(other, shown) if other else body(shown)) if shown else None


def _romanized(agent: Agent, sorted_as: Agent) -> Agent:
    """A person whose name is in Han, known under the romanized name by which the entry is sorted, too."""
    name: Name = sorted_as.names[0]
    if agent.name("Hani").script != "Hani" or name.script == "Hani":
        return agent
    return agent.model_copy(update={"kind": sorted_as.kind, "names": (*agent.names, name)})


def read_bib(text: str, progress: Progress | None = None) -> Reading:
    """The records of a .bib file, BibTeX or BibLaTeX, in its order; ids are the entries' keys."""
    return sources_of(BibFile.read(text), progress)


def sources_of(file: BibFile, progress: Progress | None = None) -> Reading:
    """The records of a file's entries. An entry whose key was used before is known as ``key-2``; a translation whose
    original is related to it (``relatedtype = {translationof}``) has it as ``translation_of``."""
    return _Sources(file).reading(progress)


class _Sources:
    def __init__(self, file: BibFile) -> None:
        self.file = file
        self.problems = list(file.problems)
        self.made: dict[int, Source] = {}
        self.by_key: dict[str, BibEntry] = {}
        for entry in file.entries:
            self.by_key.setdefault(entry.key, entry)

    def reading(self, progress: Progress | None) -> Reading:
        taken: set[str] = set()
        sources = []
        for entry in counted(self.file.entries, progress):
            source = self.source(entry, ())
            # an entry without a key has one made
            source = source if source.id else source.model_copy(update={"id": key(source)})
            identity, number = source.id, 1
            while identity in taken:
                number += 1
                identity = f"{source.id}-{number}"
            taken.add(identity)
            sources.append(source if identity == source.id else source.model_copy(update={"id": identity}))
        self.problems.sort(key=lambda problem: problem.line or 0)
        return Reading(tuple(sources), tuple(self.problems))

    def source(self, entry: BibEntry, way: tuple[int, ...]) -> Source:
        if entry.start in self.made:
            return self.made[entry.start]
        fields = self.file.fields(entry, self.problems)
        original = None
        if fields.get("relatedtype", "").strip() == "translationof":
            named = fields.get("related", "").split(",")[0].strip()
            related = self.by_key.get(named)
            if related is None:
                self.problems.append(Problem(f"{entry.key}: relates to no entry {named!r} of this file", entry.line))
            elif related.start not in way and related is not entry:
                original = self.source(related, (*way, entry.start))
        source, told = read_entry(entry.kind, entry.key, fields, original)
        self.problems += [Problem(f"{entry.key}: {message}", entry.line) for message in told]
        self.made[entry.start] = source
        return source
