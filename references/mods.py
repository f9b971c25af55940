"""MODS 3.8 records (Library of Congress, "MODS Schema"), for libraries.

MODS knows names in several scripts (``altRepGroup``), translators (relator ``trl``) and originals (``relatedItem
type="original"``, a record in the record). What has no element stands in a note of type ``pinquote``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from provenance import Agent, Name, Source, Title
from provenance.sources import is_edtf

from . import textdates
from .errors import UnreadableRecords
from .languages import language_of
from .name_forms import agent_of
from .reading import Problem, Progress, Reading, counted, doi_of
from .remainder import MARK, as_line, difference, from_line, prepared, restored
from .xmltext import element, leaf, line_of, parsed, serialized, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMESPACE = "http://www.loc.gov/mods/v3"
_N = f"{{{_NAMESPACE}}}"
#: MARC relator codes (id.loc.gov/vocabulary/relators) of the agents of a record.
_ROLES = {"aut": "authors", "edt": "editors", "trl": "translators"}
_ROLE_NAMES = {"author": "aut", "creator": "aut", "cre": "aut", "editor": "edt", "translator": "trl", "pbl": "pbl"}
_PARTS = {"family": "family", "given": "given", "termsOfAddress": "suffix"}
_RESOURCES = {"software": "software, multimedia", "map": "cartographic", "motion_picture": "moving image"}
_IDENTIFIERS = {"doi": "doi", "isbn": "isbn", "issn": "issn", "report number": "number"}
#: Genres of catalogues (id.loc.gov/vocabulary/genreFormTerms, marcgt) and of other programs, in the order they are looked for.
_GENRES = {
    "journal article": "article-journal", "newspaper": "article-newspaper", "article": "article-journal", "thesis": "thesis",
    "dissertation": "thesis", "conference": "paper-conference", "report": "report", "web site": "webpage", "chapter": "chapter",
    "book": "book", "periodical": "periodical", "map": "map", "patent": "patent", "encyclopedia": "entry-encyclopedia",
}  # fmt: skip
_READ = frozenset(
    "titleInfo name typeOfResource genre originInfo language relatedItem part identifier location note abstract subject "
    "recordInfo extension physicalDescription".split()
)


def write_mods(named: Iterable[tuple[str, Source]]) -> Iterator[str]:
    """One ``modsCollection``, a piece of text for each record; ``recordIdentifier`` holds the key."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<modsCollection xmlns="{_NAMESPACE}" version="3.8">\n'
    for key, given in named:
        source = prepared(given)
        record = _record(source)
        rest = as_line(difference(source, _source(record, source.id)))
        leaf(record, f"{_N}note", rest, type="pinquote")
        leaf(element(record, f"{_N}recordInfo"), f"{_N}recordIdentifier", key)
        yield serialized(record)
    yield "</modsCollection>\n"


def carried(source: Source) -> Source:
    """What the record's elements say of ``source`` to any program."""
    return _source(_record(source), source.id)


def _record(source: Source) -> _Element:
    from lxml import etree

    root = etree.Element(f"{_N}mods", nsmap={None: _NAMESPACE})  # type: ignore[dict-item]
    _fill(root, source)
    return root


def _fill(root: _Element, source: Source) -> None:
    _title(root, source.title, None)
    for other in source.other_titles:
        if source.translation_of is None or other != source.translation_of.title:
            _title(root, other, "alternative")
    groups = 0
    for code, field in _ROLES.items():
        for agent in getattr(source, field):
            groups += 1
            _name(root, agent, code, str(groups))
    leaf(root, f"{_N}typeOfResource", _RESOURCES.get(source.type, "text"))
    leaf(root, f"{_N}genre", source.type, authority="csl")
    leaf(root, f"{_N}genre", source.genre)
    imprint = element(root, f"{_N}originInfo")
    if source.place:
        leaf(element(imprint, f"{_N}place"), f"{_N}placeTerm", source.place, type="text")
    if source.publisher:
        for form in source.publisher.names:
            leaf(imprint, f"{_N}publisher", form.text)
    leaf(imprint, f"{_N}dateIssued", source.issued, encoding="edtf")
    leaf(imprint, f"{_N}edition", source.edition)
    if source.language:
        leaf(element(root, f"{_N}language"), f"{_N}languageTerm", source.language, type="code", authority="rfc5646")
    leaf(root, f"{_N}abstract", source.abstract)
    leaf(root, f"{_N}note", source.note)
    for word in source.keywords:
        leaf(element(root, f"{_N}subject"), f"{_N}topic", word)
    part = root
    if source.container_title:
        part = element(root, f"{_N}relatedItem", type="host")
        _title(part, Title(text=source.container_title), None)
    _part(part, source)
    if source.collection_title:
        _title(element(root, f"{_N}relatedItem", type="series"), Title(text=source.collection_title), None)
    for kind, field in _IDENTIFIERS.items():
        leaf(root, f"{_N}identifier", getattr(source, field), type=kind)
    if source.url:
        leaf(element(root, f"{_N}location"), f"{_N}url", source.url, dateLastAccessed=source.accessed or "")
    if source.translation_of:
        _fill(element(root, f"{_N}relatedItem", type="original"), source.translation_of)


def _title(parent: _Element, title: Title | None, kind: str | None) -> None:
    if title:
        leaf(element(parent, f"{_N}titleInfo", type=kind or "", lang=title.language or ""), f"{_N}title", title.text)


def _name(root: _Element, agent: Agent, role: str, group: str) -> None:
    """One ``name`` for each form; forms of one agent share an ``altRepGroup``."""
    several = group if len(agent.names) > 1 else ""
    for form in agent.names:
        script = form.script if form.script != "other" else ""
        kind = "corporate" if agent.kind == "organization" else "personal"
        name = element(root, f"{_N}name", type=kind, altRepGroup=several, script=script if several else "")
        if form.literal:
            leaf(name, f"{_N}namePart", form.literal)
        else:
            particle = " ".join(part for part in (form.dropping_particle, form.non_dropping_particle) if part)
            leaf(name, f"{_N}namePart", " ".join(part for part in (particle, form.family) if part), type="family")
            leaf(name, f"{_N}namePart", form.given, type="given")
            leaf(name, f"{_N}namePart", form.suffix, type="termsOfAddress")
        leaf(element(name, f"{_N}role"), f"{_N}roleTerm", role, type="code", authority="marcrelator")


def _part(parent: _Element, source: Source) -> None:
    if not (source.volume or source.issue or source.pages):
        return
    part = element(parent, f"{_N}part")
    for kind, value in (("volume", source.volume), ("issue", source.issue)):
        if value:
            leaf(element(part, f"{_N}detail", type=kind), f"{_N}number", value)
    if source.pages:
        extent = element(part, f"{_N}extent", unit="pages")
        first, dash, last = source.pages.partition("-")
        if dash and last and "-" not in last:
            leaf(extent, f"{_N}start", first)
            leaf(extent, f"{_N}end", last)
        else:
            leaf(extent, f"{_N}list", source.pages)


def read_mods(text: str, progress: Progress | None = None) -> Reading:
    """The records of a MODS file, a collection or one record. Raises :class:`UnreadableRecords`."""
    root = parsed(text)
    records = [root] if root.tag == f"{_N}mods" else root.findall(f"{_N}mods")
    if root.tag not in (f"{_N}mods", f"{_N}modsCollection"):
        raise UnreadableRecords(f"not MODS: the root is <{root.tag}>, expected <modsCollection> or <mods> of {_NAMESPACE}")
    sources, problems = [], []
    for number, record in enumerate(counted(records, progress), 1):
        key = text_of(record.find(f"{_N}recordInfo/{_N}recordIdentifier")) or record.get("ID") or f"ref{number}"
        source = _source(record, key)
        for note in record.findall(f"{_N}note[@type='pinquote']"):
            line = text_of(note) or ""
            try:
                source = restored(source, from_line(line)) if line.startswith(MARK) else source
            except (ValueError, ValidationError):
                problems.append(Problem(f"{key}: the note {MARK.strip()} is not what was written there", line_of(record)))
        sources.append(source)
        tags = {str(child.tag).removeprefix(_N) for child in record if isinstance(child.tag, str)}
        left = sorted(tags - _READ)
        types = {n.get("type", "pinquote") for n in record.findall(f"{_N}note")} - {"pinquote"}
        roles = {_role(n) for n in record.findall(f"{_N}name")} - set(_ROLES)
        left += [f"note of type {kind}" for kind in sorted(types)] + [f"name in the role {role}" for role in sorted(roles)]
        if source.issued is None and record.find(f"{_N}originInfo/{_N}dateIssued") is not None:
            left.append("dateIssued")
        if left:
            problems.append(Problem(f"{key}: no place in a record for {', '.join(left)}", line_of(record)))
    return Reading(tuple(sources), tuple(problems))


def _source(root: _Element, key: str) -> Source:
    def find(path: str) -> _Element | None:
        return root.find("/".join(step if step in (".", "") else f"{_N}{step}" for step in path.split("/")))

    def one(path: str) -> str | None:
        return text_of(find(path))

    language = language_of(one("language/languageTerm"))
    infos = root.findall(f"{_N}titleInfo")
    issued = [date for date in map(text_of, root.findall(f"{_N}originInfo/{_N}dateIssued")) if date]
    notes = [note for note in (text_of(n) for n in root.findall(f"{_N}note") if not n.get("type")) if note]
    facts: dict[str, Any] = {
        "id": key,
        "type": one("genre[@authority='csl']") or _type_of(root),
        "title": next((title for title in (_read_title(e, language) for e in infos if not e.get("type")) if title), None),
        "other_titles": tuple(
            title for title in (_read_title(e, None) for e in infos if e.get("type") in ("alternative", "translated")) if title
        ),
        "place": one("originInfo/place/placeTerm[@type='text']") or one("originInfo/place/placeTerm"),
        "issued": next((date for date in issued if is_edtf(date)), None) or _date(issued),
        "edition": one("originInfo/edition"),
        "language": language,
        "genre": next((text_of(g) for g in root.findall(f"{_N}genre") if not g.get("authority")), None),
        "abstract": one("abstract"),
        "note": "\n".join(notes) or None,
        "keywords": tuple(word for word in map(text_of, root.findall(f"{_N}subject/{_N}topic")) if word),
        "container_title": one("relatedItem[@type='host']/titleInfo/title"),
        "collection_title": one("relatedItem[@type='series']/titleInfo/title"),
        "url": one("location/url"),
    }
    facts |= {field: one(f"identifier[@type='{kind}']") for kind, field in _IDENTIFIERS.items()}
    facts |= _read_agents(root)
    facts |= _read_part(root)
    publishers = [text for text in map(text_of, root.findall(f"{_N}originInfo/{_N}publisher")) if text]
    if publishers:
        facts["publisher"] = Agent(kind="organization", names=tuple(Name(literal=text) for text in publishers))
    url = find("location/url")
    facts["accessed"] = textdates.date(url.get("dateLastAccessed") or "")[0] if url is not None else None
    facts["doi"] = doi_of(facts["doi"])
    original = find("relatedItem[@type='original']")
    if original is not None:
        facts["translation_of"] = of = _source(original, f"{key}-original")
        facts["other_titles"] = (*facts["other_titles"], *([of.title] if of.title else []))
    return Source(**facts)


def _type_of(root: _Element) -> str:
    """The type of a record that does not name one of CSL: by the genre of its catalogue, and whether it is part of another."""
    words = " ".join(filter(None, map(text_of, root.findall(f"{_N}genre")))).lower()
    found = next((kind for word, kind in _GENRES.items() if word in words), None)
    hosted = root.find(f"{_N}relatedItem[@type='host']") is not None
    return "chapter" if hosted and found in ("book", None) and "book" in words else found or "document"


def _date(written: list[str]) -> str | None:
    """A date of a catalogue, such as ``c1884`` or ``[1884]``."""
    plain = (re.sub(r"^(?:©|c|\[|p)+(?=\d)|[\].]+$", "", date.strip()) for date in written)
    return next((found for found in (textdates.date(date)[0] for date in plain) if found), None)


def _read_title(info: _Element | None, language: str | None) -> Title | None:
    if info is None:
        return None
    pieces = [text_of(info.find(f"{_N}{tag}")) for tag in ("nonSort", "title")]
    if pieces[0] and pieces[1] and not pieces[0][-1].isspace() and pieces[0][-1] not in "'’-":
        pieces[0] += " "
    title, subtitle = "".join(piece for piece in pieces if piece), text_of(info.find(f"{_N}subTitle"))
    text = f"{title}: {subtitle}" if subtitle else title
    return Title(text=text, language=info.get("lang") or language) if text else None


def _read_agents(root: _Element) -> dict[str, tuple[Agent, ...]]:
    found: dict[str, list[Agent]] = {field: [] for field in _ROLES.values()}
    groups: dict[tuple[str, str], int] = {}
    for element_ in root.findall(f"{_N}name"):
        field = _ROLES.get(_role(element_))
        form = _read_name(element_)
        if field is None or form is None:
            continue
        group = element_.get("altRepGroup")
        kind = "organization" if element_.get("type") == "corporate" else "person"
        if group and (place := groups.get((field, group))) is not None:
            agent = found[field][place]
            found[field][place] = agent.model_copy(update={"names": (*agent.names, form)})
            continue
        if group:
            groups[field, group] = len(found[field])
        found[field].append(Agent(kind="organization" if kind == "organization" else "person", names=(form,)))
    return {field: tuple(agents) for field, agents in found.items()}


def _role(name: _Element) -> str:
    """The code of the role of a name; who has none is an author."""
    term = (text_of(name.find(f"{_N}role/{_N}roleTerm")) or "aut").strip().lower()
    return _ROLE_NAMES.get(term, term)


def _read_name(name: _Element) -> Name | None:
    written: dict[str, list[str]] = {}
    for part in name.findall(f"{_N}namePart"):
        if text := text_of(part):
            written.setdefault(_PARTS.get(part.get("type", ""), part.get("type", "literal")), []).append(text)
    parts = {part: " ".join(texts) for part, texts in written.items() if part in _PARTS.values()}
    if parts.get("family") or parts.get("given"):
        return Name(**parts)
    literal = written.get("literal")
    if literal and name.get("type") == "personal" and (person := agent_of(literal[0].rstrip(", "))) and person.kind == "person":
        # a catalogue's heading: Twain, Mark
        return person.names[0].model_copy(update=parts)
    return Name(literal=". ".join(literal)) if literal else None


def _read_part(root: _Element) -> dict[str, str | None]:
    part = root.find(f"{_N}relatedItem[@type='host']/{_N}part")
    part = part if part is not None else root.find(f"{_N}part")
    if part is None:
        return {}
    first, last = text_of(part.find(f"{_N}extent/{_N}start")), text_of(part.find(f"{_N}extent/{_N}end"))
    return {
        "volume": text_of(part.find(f"{_N}detail[@type='volume']/{_N}number")),
        "issue": text_of(part.find(f"{_N}detail[@type='issue']/{_N}number")),
        "pages": "-".join(v for v in (first, last) if v) or text_of(part.find(f"{_N}extent/{_N}list")),
    }
