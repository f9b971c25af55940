"""RIS records ("RIS Format Specifications", Research Information Systems, 2001, with the tags of 2011), for reference managers.

A translator is A4, a translation's original stands in OP and in the note (N1). What has no tag stands in a second N1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from provenance import Source, Title, body
from provenance.sources import is_edtf

from . import textdates
from .languages import language_of
from .name_forms import agent_of, inverted, text_in_script
from .reading import Problem, Progress, Reading, counted, doi_of
from .remainder import MARK, as_line, difference, from_line, note_of, own_note, prepared, restored

_TYPES = {
    "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS", "book": "BOOK", "chapter": "CHAP",
    "paper-conference": "CPAPER", "report": "RPRT", "thesis": "THES", "webpage": "ELEC", "post-weblog": "BLOG",
    "manuscript": "UNPB", "dataset": "DATA", "software": "COMP", "document": "GEN", "map": "MAP", "patent": "PAT",
    "entry-encyclopedia": "ENCYC", "pamphlet": "PAMP", "motion_picture": "VIDEO", "personal_communication": "PCOMM",
    "legal_case": "CASE", "bill": "BILL", "hearing": "HEAR",
}  # fmt: skip
_CSL = {ris: csl for csl, ris in _TYPES.items()} | {
    "CONF": "paper-conference", "INPR": "article-journal", "EJOUR": "article-journal", "JFULL": "article-journal",
    "EBOOK": "book", "EDBOOK": "book", "ECHAP": "chapter", "SER": "book", "WEB": "webpage", "ICOMM": "webpage",
    "ABST": "article-journal", "GOVDOC": "report", "STAND": "report",
}  # fmt: skip
_TEXTS = {
    "T2": "container_title",
    "T3": "collection_title",
    "CY": "place",
    "LA": "language",
    "M3": "genre",
    "VL": "volume",
    "IS": "issue",
    "M1": "number",
    "ET": "edition",
    "DO": "doi",
    "UR": "url",
    "AB": "abstract",
}
#: Other tags for the same, which files of other programs have.
_ALIASES = {
    "T1": "TI",
    "CT": "TI",
    "BT": "T2",
    "JO": "T2",
    "JF": "T2",
    "JA": "T2",
    "J2": "T2",
    "A1": "AU",
    "ED": "A2",
    "Y1": "PY",
}
_ALIASES |= {"N2": "AB", "L3": "DO", "PP": "CY"}
_AGENTS = {"AU": "authors", "A2": "editors", "A4": "translators"}
_LINE = re.compile(r"([A-Z][A-Z0-9])  - ?(.*)")
# some programs write one space; a line of a wrapped text, "US - China relations", is none of these
_SHORT_LINE = re.compile(
    r"(TY|ER|ID|A[1-4]|AU|ED|T[1-3I]|BT|CT|J[12AFO]|PY|Y[12]|DA|VL|IS|SP|EP|PP|SN|DO|UR|KW|N[12]|AB|PB|CY|ET|LA|M[1-3]|C[1-8]|"
    r"L[1-4]|U[1-5]|ST|OP|DB|DP|AN|CN|SE|RN|NV) - ?(.*)"
)
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]")
_KNOWN = {*_TEXTS, *_AGENTS, "TY", "TI", "PB", "PY", "DA", "Y2", "SP", "EP", "SN", "KW", "N1", "ID", "OP", "ER"}

Tags = list[tuple[str, str]]


def write_ris(named: Iterable[tuple[str, Source]]) -> Iterator[str]:
    """The records under their keys (ID), each with an empty line behind it."""
    for key, given in named:
        source = prepared(given)
        tags = _tags(source)
        rest = as_line(difference(source, _read_back(source, tags)))
        lines = [*tags, ("N1", rest), ("ID", key)] if rest else [*tags, ("ID", key)]
        yield "".join(f"{tag}  - {value}\n" for tag, value in lines) + "ER  - \n\n"


def carried(source: Source) -> Source:
    """What the record's tags say of ``source`` to any program."""
    return _read_back(source, _tags(source))


def _read_back(source: Source, tags: Tags) -> Source:
    read = _source(source.id, tags)[0]
    return read.model_copy(update={"note": own_note(read.note, source)})


def _tags(source: Source) -> Tags:
    original = source.translation_of
    tags: list[tuple[str, str | None]] = [("TY", _TYPES.get(source.type, "GEN"))]
    tags += [(tag, inverted(agent, source)) for tag, field in _AGENTS.items() for agent in getattr(source, field)]
    tags.append(("TI", source.title.text if source.title else None))
    tags += [(tag, getattr(source, field)) for tag, field in _TEXTS.items()]
    tags.append(("PB", text_in_script(source.publisher, source)))
    date = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", source.date_shown or "")
    if date:
        tags += [("PY", date[1]), ("DA", f"{date[1]}/{date[2] or ''}/{date[3] or ''}/" if date[2] else None)]
    if accessed := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", source.accessed or ""):
        tags.append(("Y2", "/".join(accessed.groups())))
    first, dash, last = (source.pages or "").partition("-")
    tags += [("SP", first), ("EP", last)] if dash and last and "-" not in last else [("SP", source.pages)]
    tags += [("SN", source.isbn), ("SN", source.issn), *(("KW", word) for word in source.keywords)]
    tags.append(("OP", original.title.text if original and original.title else None))
    tags.append(("N1", note_of(source, with_translators=False)))
    # a tag holds one line; what that changes is told by the difference
    return [(tag, " ".join(value.split())) for tag, value in tags if value and value.split()]


def read_ris(text: str, progress: Progress | None = None) -> Reading:
    """The records of an RIS file; lines that are none, and tags that a record has no place for, are told."""
    sources: list[Source] = []
    problems: list[Problem] = []
    tags: Tags = []
    start = 0
    lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    for number, line in enumerate(counted(lines, progress), 1):
        found = _LINE.match(line) or _SHORT_LINE.match(line)
        if found and found[1] == "TY":
            if tags:
                problems.append(Problem("a record without its end (ER)", start))
                _finish(tags, start, sources, problems)
            tags, start = [("TY", found[2].strip())], number
        elif found and found[1] == "ER":
            if tags:
                _finish(tags, start, sources, problems)
            tags = []
        elif found and tags:
            tags.append((_ALIASES.get(found[1], found[1]), found[2].strip(" \t")))
        elif line.strip() and tags:
            # some programs wrap long values
            tags[-1] = (tags[-1][0], f"{tags[-1][1]} {line.strip()}")
        elif line.strip():
            problems.append(Problem("outside a record: expected TY  - and a type", number))
    if tags:
        problems.append(Problem("a record without its end (ER)", start))
        _finish(tags, start, sources, problems)
    return Reading(tuple(sources), tuple(problems))


def _finish(tags: Tags, line: int, sources: list[Source], problems: list[Problem]) -> None:
    rest = next((value for tag, value in tags if tag == "N1" and value.startswith(MARK)), "")
    key = next((value for tag, value in tags if tag == "ID" and value), f"ref{len(sources) + 1}")
    source, left = _source(key, [pair for pair in tags if pair != ("N1", rest)])
    try:
        source = restored(source, from_line(rest)) if rest else source
    except (ValueError, ValidationError):
        problems.append(Problem(f"{key}: the note {MARK.strip()} is not what was written there", line))
    sources.append(source.model_copy(update={"note": own_note(source.note, source)}))
    if left:
        problems.append(Problem(f"{key}: no place in a record for {', '.join(left)}", line))


def _source(key: str, tags: Tags) -> tuple[Source, list[str]]:
    def all_of(tag: str) -> list[str]:
        return [value for name, value in tags if name == tag and value]

    def one(tag: str) -> str | None:
        return next(iter(all_of(tag)), None)

    language, title, publisher, original = language_of(one("LA")), one("TI"), one("PB"), one("OP")
    facts: dict[str, Any] = {"id": key, "type": _CSL.get((one("TY") or "").upper(), "document")}
    facts |= {field: one(tag) for tag, field in _TEXTS.items()}
    facts |= {field: tuple(filter(None, map(agent_of, all_of(tag)))) for tag, field in _AGENTS.items()}
    facts["language"], facts["doi"] = language, doi_of(facts["doi"])
    facts["title"] = Title(text=title, language=language) if title else None
    facts["publisher"] = body(publisher) if publisher else None
    facts["issued"] = _fullest(_date(one("DA")), _date(one("PY")))
    facts["accessed"] = _date(one("Y2"))
    facts["pages"] = "-".join(value for value in (one("SP"), one("EP")) if value) or None
    for number in all_of("SN"):
        facts["issn" if _ISSN.fullmatch(number) else "isbn"] = number
    facts["keywords"] = tuple(all_of("KW"))
    facts["note"] = "\n".join(all_of("N1")) or None
    if original and facts["translators"]:
        facts["translation_of"] = Source(id=f"{key}-original", title=Title(text=original))
        facts["other_titles"] = (facts["translation_of"].title,)
    left = sorted({tag for tag, value in tags if value and tag not in _KNOWN})
    left += [tag for tag, field in (("PY", "issued"), ("Y2", "accessed")) if one(tag) and not facts[field]]
    return Source(**facts), left


def _date(written: str | None) -> str | None:
    """``2023/08/05/`` as EDTF; behind the third stroke stands more, such as a season."""
    year, *more = ((written or "").strip().rstrip("/") or " ").split("/")
    parts = [part for part in more[:2] if part.strip().isdecimal()]
    date = "-".join([year.strip(), *(f"{int(part):02}" for part in parts)])
    if len(more) > 2 and not parts and (season := textdates.date(f"{more[2]} {year}")[0]):
        return season
    return date if is_edtf(date) else textdates.date(written or "")[0]


def _fullest(one: str | None, other: str | None) -> str | None:
    """The date that says more; the first of two that say the same much."""
    return max((date for date in (one, other) if date), key=lambda date: date.count("-"), default=None)
