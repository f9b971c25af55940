"""CITATION.cff (Citation File Format 1.2.0, Druskat et al., 2021): the file by which a repository says how to cite it.

Written only. The first record is the ``preferred-citation``, the others are ``references``. Every scalar is a JSON string,
which YAML 1.2 reads as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from provenance import Agent, Source

from .name_forms import name_in_script
from .remainder import limited, note_of, prepared

_TYPES = {
    "article-journal": "article", "article-magazine": "magazine-article", "article-newspaper": "newspaper-article",
    "book": "book", "chapter": "book", "paper-conference": "conference-paper", "report": "report", "thesis": "thesis",
    "webpage": "website", "post-weblog": "blog", "dataset": "data", "software": "software", "manuscript": "manuscript",
    "map": "map", "patent": "patent",
}  # fmt: skip
_PERIODICALS = ("article-journal", "article-magazine", "article-newspaper")
_MESSAGE = "If you use this work, please cite it as below."


def write_cff(named: Iterable[tuple[str, Source]]) -> Iterator[str]:
    """One file, a piece of text for each record. Without a record there is no file."""
    for number, (_, given) in enumerate(named):
        source = prepared(given)
        if number == 0:
            head = {"cff-version": "1.2.0", "message": _MESSAGE, "title": _title(source), "authors": _authors(source)}
            yield "\n".join(_lines({**head, "preferred-citation": reference(source)}, 0)) + "\n"
        else:
            yield ("references:\n" if number == 1 else "") + "\n".join(_lines([reference(source)], 1)) + "\n"


def carried(source: Source) -> Source:
    """What the file says of ``source`` as data."""
    told = limited(
        source,
        *("title", "authors", "editors", "translators", "issued", "accessed", "container_title", "publisher", "place", "volume"),
        *("issue", "number", "pages", "edition", "doi", "url", "isbn", "issn", "language", "abstract", "keywords", "note"),
    )
    # a second form of a name is an alias
    return told.model_copy(update={name: getattr(source, name) for name in ("authors", "editors", "translators")})


def reference(source: Source) -> dict[str, Any]:
    """``source`` as a CFF reference; unknown facts are absent."""
    date = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", source.date_shown or "")
    first, dash, last = (source.pages or "").partition("-")
    periodical = source.type in _PERIODICALS
    written: dict[str, Any] = {
        "type": _TYPES.get(source.type, "generic"),
        "title": _title(source),
        "authors": _authors(source),
        "editors": [_agent(agent, source) for agent in source.editors],
        "translators": [_agent(agent, source) for agent in source.translators],
        "year": int(date[1]) if date else None,
        "month": int(date[2]) if date and date[2] and 1 <= int(date[2]) <= 12 else None,
        "date-published": date[0] if date and date[3] else None,
        "date-accessed": source.accessed if re.fullmatch(r"\d{4}-\d\d-\d\d", source.accessed or "") else None,
        "journal": source.container_title if periodical else None,
        "collection-title": source.container_title if not periodical else source.collection_title,
        "publisher": {"name": name_in_script(source.publisher, source).text} if source.publisher else None,
        "location": {"name": source.place} if source.place else None,
        "volume": source.volume,
        "issue": source.issue,
        "number": source.number,
        "start": first if dash else None,
        "end": last if dash else None,
        "pages": None if dash else source.pages,
        "edition": source.edition,
        "doi": source.doi if re.match(r"10\.\d{4,9}(\.\d+)?/.", source.doi or "") else None,
        "url": source.url if re.match(r"(https?|s?ftp)://", source.url or "") else None,
        "isbn": source.isbn,
        "issn": source.issn if re.fullmatch(r"\d{4}-\d{3}[\dxX]", source.issn or "") else None,
        "languages": [tag] if re.fullmatch("[a-z]{2,3}", tag := (source.language or "").split("-")[0]) else None,
        "abstract": source.abstract,
        "keywords": list(source.keywords),
        "notes": note_of(source, with_translators=False),
    }
    return {name: value for name, value in written.items() if value not in (None, "", [])}


def _title(source: Source) -> str:
    # CFF wants one; a work without a title has its id
    return source.title.text if source.title else source.id


def _authors(source: Source) -> list[dict[str, str]]:
    agents = source.authors or source.editors or source.translators or ((source.publisher,) if source.publisher else ())
    return [_agent(agent, source) for agent in agents] or [{"name": "anonymous"}]


def _agent(agent: Agent, source: Source) -> dict[str, str]:
    shown = name_in_script(agent, source)
    other = next((name.text for name in agent.names if name != shown), None)
    if agent.kind == "organization" or shown.literal:
        return {"name": shown.text} | ({"alias": other} if other else {})
    particle = " ".join(part for part in (shown.dropping_particle, shown.non_dropping_particle) if part)
    parts = {"family-names": shown.family, "given-names": shown.given, "name-particle": particle, "name-suffix": shown.suffix}
    return {name: value for name, value in (parts | {"alias": other}).items() if value}


def _lines(value: Any, depth: int) -> Iterator[str]:
    """A mapping or a list as YAML in block style."""
    indent = "  " * depth
    if isinstance(value, list):
        for one in value:
            first, *rest = _lines(one, 0) if isinstance(one, dict) else [_scalar(one)]
            yield f"{indent}- {first}"
            yield from (f"{indent}  {line}" for line in rest)
        return
    for name, inner in value.items():
        if isinstance(inner, dict | list):
            yield f"{indent}{name}:"
            yield from _lines(inner, depth + 1)
        else:
            yield f"{indent}{name}: {_scalar(inner)}"


def _scalar(value: str | int) -> str:
    # JSON leaves DEL and the C1 controls as they are, YAML forbids them (YAML 1.2.2, section 5.1)
    text = json.dumps(value, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda found: f"\\u{ord(found.group()):04x}", text)
