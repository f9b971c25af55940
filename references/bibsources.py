"""An entry of a .bib file as a :class:`provenance.Source`: BibTeX and BibLaTeX fields, which files mix.

Values come as they are written, with macros resolved; here they become Unicode. A field that a record has no place for is
named, not dropped in silence. Sections of "The biblatex Package": 2.1 types, 2.2 fields, 2.3.8 dates; aliases in 2.1.2 and 2.2.5.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from provenance import Agent, Name, Source, Title, body
from provenance.sources import is_edtf

from . import name_annotations
from .bibfile import BibEntry, BibFile
from .bibnames import read_names, split_list
from .fieldtext import decode
from .languages import language_tag
from .reading import Problem, Reading
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
    "performance": "performance",
}  # fmt: skip
_GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}
#: What a field says for its type alone: the exporter writes it because the type needs a word.
_NO_GENRE = {"report": "report", "techreport": "report", "thesis": "thesis", "phdthesis": "thesis"}
_GENRE_KEYS = {"phdthesis": "PhD thesis", "mathesis": "Master’s thesis", "techreport": "Technical report",
               "resreport": "Research report", "candthesis": "Candidate thesis"}  # fmt: skip
_ONLINE = ("online", "electronic", "www")
_SUBTYPES = {"magazine": "article-magazine", "newspaper": "article-newspaper"}
_MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
#: Fields that direct a program or repeat what another field says: nothing of the work is lost with them.
_DIRECTIONS = frozenset(
    "related relatedtype relatedoptions relatedstring pagination bookpagination options sortname sortkey sorttitle sortyear "
    "presort key crossref xref xdata ids langidopts label shorthand keywords+duplicate file owner timestamp "
    "date-added date-modified entryset execute gender bibsource biburl origtitle origpublisher origdate origlocation day".split()
)


def read_entry(kind: str, key: str, fields: Mapping[str, str], original: Source | None = None) -> tuple[Source, list[str]]:
    """The record of an entry, and the names of its fields that the record has no place for.

    ``kind`` is the entry's type, ``fields`` its values without the outer braces, ``original`` the record of the related
    entry it translates. A value that is not what its field should hold (a date that is none) counts as one without a place.
    """
    return _Entry(kind.lower(), key, fields, original).source()


class _Entry:
    def __init__(self, kind: str, key: str, fields: Mapping[str, str], original: Source | None) -> None:
        self.kind, self.key, self.original = kind, key, original
        self.fields = fields
        self.used: set[str] = set()

    def raw(self, *names: str) -> str | None:
        """The value of the first of these fields that is there."""
        for name in names:
            if value := self.fields.get(name):
                self.used.add(name)
                return value
        return None

    def text(self, *names: str) -> str | None:
        value = self.raw(*names)
        return (decode(value) or None) if value else None

    def source(self) -> tuple[Source, list[str]]:
        language = self.language()
        title = self.titled("title", "subtitle")
        kind = self.type()
        edtf = self.date()
        accessed = (self.raw("urldate", "lastaccessed", "accessed") or "").strip()
        facts: dict[str, Any] = {
            "id": self.key,
            "type": kind,
            "title": Title(text=title, language=language) if title else None,
            "authors": self.agents("author"),
            "editors": self.agents("editor"),
            "translators": self.agents("translator"),
            "container_title": self.container(),
            "collection_title": self.text("series"),
            "publisher": self.publisher(),
            "place": self.text("location", "address"),
            "issued": edtf,
            "language": language,
            "genre": self.genre(),
            "volume": self.text("volume"),
            "pages": self.pages(),
            "edition": self.text("edition"),
            "doi": self.address("doi"),
            "url": self.address("url"),
            "isbn": self.text("isbn"),
            "issn": self.text("issn"),
            "abstract": self.text("abstract"),
            "keywords": self.keywords(),
            "note": self.text("note"),
        }
        if self.kind in ("article", "periodical", "suppperiodical"):
            facts["issue"] = self.text("number", "issue")
        else:
            facts["issue"] = self.text("issue")
            facts["number"] = self.text("number")
        if accessed and is_edtf(accessed):
            facts["accessed"] = accessed
        elif accessed:
            self.used -= {"urldate", "lastaccessed", "accessed"}
        if self.original:
            facts["translation_of"] = self.original
            facts["other_titles"] = (self.original.title,) if self.original.title else ()
            if edtf == self.original.date_shown and "origdate" not in self.fields:
                # the date a translation without one of its own is cited with
                facts["issued"] = None
        source = Source(**facts)
        source = self.with_rest(source)
        left = [n for n in self.fields if n not in self.used and n not in _DIRECTIONS and not n.partition("+an")[1]]
        return source.model_copy(update={"note": own_note(source.note, source)}), left

    def with_rest(self, source: Source) -> Source:
        """The record with what an exporter of ours has put where styles do not print it."""
        for name in ("annotation", "annote"):
            line = decode(self.fields.get(name, ""))
            if line.startswith(MARK):
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
        title, subtitle = self.text(main), self.text(sub)
        return f"{title}: {subtitle}" if title and subtitle else title or subtitle

    def agents(self, field: str) -> tuple[Agent, ...]:
        value = self.raw(field)
        if not value:
            return ()
        agents, others = read_names(value)
        if others:
            # that there are more, but not who: no field of a record says that
            self.used.discard(field)
        romanized = read_names(self.fields["sortname"])[0] if field == "author" and "sortname" in self.fields else []
        whole, parts = (name_annotations.read(self.fields.get(f"{field}{suffix}", "")) for suffix in ("+an", "+an:hani"))
        named = name_annotations.with_annotations(agents, whole, parts) if whole or parts else agents
        if len(romanized) == len(named):
            named = [a if a.names[0] == r.names[0] else _romanized(a, r) for a, r in zip(named, romanized, strict=True)]
        return tuple(named)

    def container(self) -> str | None:
        if self.kind in ("article", "periodical", "suppperiodical", "review"):
            return self.titled("journaltitle" if self.fields.get("journaltitle") else "journal", "journalsubtitle")
        if self.fields.get("booktitle"):
            return self.titled("booktitle", "booksubtitle")
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
                items = [decode(item) for item in split_list(value)[sites:]]
                shown = " and ".join(item for item in items if item)
                other = name_annotations.read(self.fields.get(f"{name}+an", "")).get((1, ""))
                return (body(other, shown) if other else body(shown)) if shown else None
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
        words = re.findall(r"(?:[^,{}]|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})+", value or "")
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

    def date(self) -> str | None:
        # EDTF's marks of doubt, ~ and %, are no LaTeX here
        written = (self.raw("date") or "").strip()
        if written and is_edtf(written):
            return written
        self.used.discard("date")
        year = self.text("year") if not written else re.sub(r"^.*?(\d{4}).*$", r"\1", written)
        if not year or not is_edtf(year):
            self.used.discard("year")
            return None
        month = self.text("month") if not written else None
        if not month or "-" in year or "/" in year:
            return year
        number = int(month) if month.isdecimal() else _MONTHS.get(month[:3].lower())
        if not (number and 1 <= number <= 12):
            self.used.discard("month")
            return year
        # BibTeX has no field for the day: files write month = mar # "~5"
        day = re.search(r"\d+", "" if month.isdecimal() else month) or re.fullmatch(r"\d+", self.fields.get("day", ""))
        full = f"{year}-{number:02}-{int(day.group()):02}" if day else ""
        return full if is_edtf(full) else f"{year}-{number:02}"


def _romanized(agent: Agent, sorted_as: Agent) -> Agent:
    """A person whose name is in Han, known under the romanized name by which the entry is sorted, too."""
    name: Name = sorted_as.names[0]
    if agent.name("Hani").script != "Hani" or name.script == "Hani":
        return agent
    return agent.model_copy(update={"kind": sorted_as.kind, "names": (*agent.names, name)})


def read_bib(text: str) -> Reading:
    """The records of a .bib file, BibTeX or BibLaTeX, in its order; ids are the entries' keys."""
    return sources_of(BibFile.read(text))


def sources_of(file: BibFile) -> Reading:
    """The records of a file's entries. An entry whose key was used before is known as ``key-2``; a translation whose
    original is related to it (``relatedtype = {translationof}``) has it as ``translation_of``."""
    return _Sources(file).reading()


class _Sources:
    def __init__(self, file: BibFile) -> None:
        self.file = file
        self.problems = list(file.problems)
        self.made: dict[int, Source] = {}
        self.by_key: dict[str, BibEntry] = {}
        for entry in file.entries:
            self.by_key.setdefault(entry.key, entry)

    def reading(self) -> Reading:
        taken: set[str] = set()
        sources = []
        for entry in self.file.entries:
            source = self.source(entry, ())
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
            key = fields.get("related", "").split(",")[0].strip()
            related = self.by_key.get(key)
            if related is None:
                self.problems.append(Problem(f"{entry.key}: relates to no entry {key!r} of this file", entry.line))
            elif related.start not in way and related is not entry:
                original = self.source(related, (*way, entry.start))
        source, left = read_entry(entry.kind, entry.key, fields, original)
        if left:
            self.problems.append(Problem(f"{entry.key}: no place in a record for {', '.join(left)}", entry.line))
        self.made[entry.start] = source
        return source
