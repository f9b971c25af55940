"""BibLaTeX records (Lehman, Kime, Wemheuer and Moewes, "The biblatex Package", sections 2 and 3), for Biber.

A translation is a record of its own, related to that of its original (``related``, ``relatedtype = {translationof}``), and
repeats the original's title and publisher, because not every style prints related entries. Names in a second script are
data annotations. Dates are EDTF, as Biber reads them. What has no field stands in ``annotation``, which styles do not print
unless they are asked to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from provenance import Agent, Name, Source
from provenance.scripts import HAN

from .bibnames import write_names
from .bibsources import read_entry
from .bibtex import body_name, keywords, name_list, pages, write_entry
from .fieldtext import encode, encode_address, encode_title
from .languages import babel_name, language_tag
from .name_annotations import write_items, write_parts
from .name_forms import in_own_script, name_in_script
from .remainder import as_line, difference, prepared

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
# the fields of these that an entry type has (section 2.1); all others are for every type
_LIMITED = frozenset("editor journaltitle booktitle series publisher institution organization location type edition".split())
_LIMITED |= frozenset("volume number issue pages isbn issn".split())
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


def write_biblatex(named: Iterable[tuple[str, Source]]) -> Iterator[str]:
    """The entry of each source under its key; the original of a translation is related where it is among them."""
    pairs = [(key, prepared(source)) for key, source in named]
    keys = {source: key for key, source in pairs}
    between = ""
    for key, source in pairs:
        original = source.translation_of
        fields = biblatex_fields(source, keys.get(original, "") if original else "")
        if not is_plain(source, fields) and (rest := as_line(difference(source, _read_back(source, fields)))):
            fields["annotation"] = encode(rest)
        yield between + write_entry(TYPES.get(source.type, "misc"), key, fields)
        between = "\n"


def with_originals(sources: Iterable[Source]) -> list[Source]:
    """Each translation followed by its original, and each source once."""
    wanted: dict[Source, None] = {}
    for source in sources:
        chain: Source | None = source
        while chain is not None and chain not in wanted:
            wanted[chain] = None
            chain = chain.translation_of
    return list(wanted)


def carried(source: Source) -> Source:
    """What the entry's own fields, and the entry of its original, say of ``source``."""
    return _read_back(source, biblatex_fields(source, "original" if source.translation_of else ""))


def _read_back(source: Source, fields: Mapping[str, str]) -> Source:
    original = source.translation_of if "related" in fields else None
    return read_entry(TYPES.get(source.type, "misc"), source.id, fields, original)[0]


def biblatex_fields(source: Source, related: str) -> dict[str, str]:
    """The fields of a prepared source's entry, by name, without the braces around them; ``related`` is the original's key."""
    kind = TYPES.get(source.type, "misc")
    publisher = _PUBLISHERS.get(kind, "publisher")
    original = source.translation_of
    issue = "number" if kind == "article" else "issue"
    fields = {
        "author": name_list(source.authors, source),
        **_other_script("author", source.authors, source),
        "editor": name_list(source.editors, source),
        **_other_script("editor", source.editors, source),
        "translator": name_list(source.translators, source),
        **_other_script("translator", source.translators, source),
        "sortname": _romanized(source),
        "title": encode_title(source.title.text) if source.title else "",
        _CONTAINERS.get(kind, ""): encode(source.container_title or ""),
        "entrysubtype": _SUBTYPES.get(source.type, ""),
        "series": encode(source.collection_title or ""),
        **(_site(source) if kind == "online" else _published(publisher, source)),
        "location": _single(encode(source.place or "")),
        "type": encode(source.genre or (kind if kind in ("report", "thesis") else "")),
        "edition": encode(source.edition or ""),
        "volume": encode(source.volume or ""),
        issue: encode(source.issue or ""),
        **({"number": encode(source.number)} if source.number and kind != "article" else {}),
        "pages": pages(source.pages),
        "pagination": "paragraph" if kind == "online" else "",
        "date": source.date_shown or "",
        "urldate": source.accessed or "",
        "doi": encode_address(source.doi or ""),
        "url": encode_address(source.url or ""),
        "isbn": encode(source.isbn or ""),
        "issn": encode(source.issn or ""),
        "langid": babel_name(source.language),
        "keywords": keywords(source),
        "abstract": encode(source.abstract or ""),
        "note": encode(source.note or ""),
    }
    if original is not None:
        fields["origtitle"] = encode(original.title.text) if original.title else ""
        fields["origpublisher"] = _single(body_name(original.publisher, original))
        fields["origdate"] = (original.date_shown or "") if source.issued else ""
        fields["related"] = related
        fields["relatedtype"] = "translationof" if related else ""
    return {name: value for name, value in fields.items() if name and value and _has(kind, name.removesuffix("+an"))}


def _has(kind: str, field: str) -> bool:
    return field not in _LIMITED or field in _ALLOWED[kind]


_NAME = re.compile(r"[A-Z\u00c0-\u00d6\u00d8-\u00de][^\W_A-Z]+(?:-[A-Z][^\W_A-Z]+)?(?: [A-Z]\.)*")
_HAN_ONLY = re.compile(f"[{HAN}]+")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_READ_AS = {"article-journal", "book", "chapter", "paper-conference", "report", "thesis", "manuscript", "dataset", "software"}
#: Facts whose text is sure to come back from the field it is written in.
_TEXTS = {"collection_title": "series", "place": "location", "edition": "edition", "volume": "volume", "pages": "pages"}


def is_plain(source: Source, fields: Mapping[str, str]) -> bool:
    """Whether it is sure, without reading them, that ``fields`` give back every fact: which is so for most records, and saves
    half the time of writing them."""
    kind = TYPES.get(source.type, "misc")
    written = {_CONTAINERS.get(kind, ""): source.container_title, _PUBLISHERS.get(kind, "publisher"): source.publisher}
    written |= {field: getattr(source, fact) for fact, field in _TEXTS.items()}
    written |= {"number" if kind == "article" else "issue": source.issue}
    return (
        source.type in _READ_AS
        and source.translation_of is None
        and not (source.other_titles or source.keywords or source.genre or source.number or source.note)
        and all(field in fields for field, value in written.items() if value)
        and not (source.isbn and "isbn" not in fields)
        and not (source.issn and "issn" not in fields)
        and (source.title is None or source.title.language == source.language)
        and (source.language is None or language_tag(babel_name(source.language)) == source.language)
        and (source.issued is None or _DATE.fullmatch(source.issued) is not None)
        and (source.accessed is None or _DATE.fullmatch(source.accessed) is not None)
        and (source.pages is None or re.fullmatch(r"\d+(-\d+)?", source.pages) is not None)
        and all(value is None or re.fullmatch(r"[!#-\[\]^-z|~]+", value) is not None for value in (source.doi, source.url))
        and all(map(_is_plain_agent, (*source.authors, *source.editors, *source.translators)))
        # the romanized names of authors alone have a field: that for sorting
        and not (in_own_script(source) and any(len(a.names) > 1 for a in (*source.editors, *source.translators)))
        and (source.publisher is None or (source.publisher.kind == "organization" and _is_plain_agent(source.publisher)))
    )


def _is_plain_agent(agent: Agent) -> bool:
    """A body with one name; a person with a simple name in Latin letters, and perhaps one in Han before it."""
    *han, name = agent.names
    if agent.kind == "organization":
        return not han and bool((name.literal or "").strip()) and not (name.family or name.given)
    if not _is_in_two_parts(name) or not (_NAME.fullmatch(name.family or "") and _NAME.fullmatch(name.given or "")):
        return False
    return not han or (len(han) == 1 and _is_in_two_parts(han[0]) and _HAN_ONLY.fullmatch(han[0].text) is not None)


def _is_in_two_parts(name: Name) -> bool:
    other = name.literal or name.dropping_particle or name.non_dropping_particle or name.suffix
    return bool(name.family and name.given) and not other


def _site(source: Source) -> dict[str, str]:
    """The site of an online work, which has no field of its own (programs add a ``titleaddon`` to the title), and who runs it,
    as the two items of ``organization``."""
    items = [encode(source.container_title or ""), body_name(source.publisher, source)]
    return {"organization": " and ".join(_single(item) for item in items if item)}


def _published(field: str, source: Source) -> dict[str, str]:
    return {field: _single(body_name(source.publisher, source)), f"{field}+an": _other_body(source.publisher, source)}


def _single(written: str) -> str:
    """An item of a literal list, which Biber would split at ``and``."""
    return f"{{{written}}}" if " and " in f" {written.lower()} " else written


def _han(agent: Agent) -> Name | None:
    han = agent.name("Hani")
    return han if agent.kind == "person" and han.script == "Hani" and not han.literal else None


def _other_script(field: str, agents: Iterable[Agent], source: Source) -> dict[str, str]:
    names = [_han(agent) for agent in agents]
    shown = [] if in_own_script(source) else [name.text if name else "" for name in names]
    return {f"{field}+an": write_items(shown), f"{field}+an:hani": write_parts(names)}


def _other_body(agent: Agent | None, source: Source) -> str:
    if agent is None:
        return ""
    other = next((name for name in agent.names if name != name_in_script(agent, source)), None)
    return write_items([other.text]) if other else ""


def _romanized(source: Source) -> str:
    """The romanized names of authors in Han, by which a Latin bibliography sorts them."""
    if not in_own_script(source) or not any(agent.name("Latn").script == "Latn" for agent in source.authors):
        return ""
    names = [agent.name("Latn") for agent in source.authors]
    return write_names(names, [agent.kind == "organization" for agent in source.authors])
