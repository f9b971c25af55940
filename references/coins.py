"""COinS (OpenURL ContextObject in SPAN; NISO Z39.88-2004): a record that reference managers find in a web page.

Written only: one empty ``<span>`` for each record.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from provenance import Source

from .name_forms import name_in_script, text_in_script
from .remainder import limited, prepared

_FORMATS = {
    "article-journal": ("journal", "article"),
    "article-magazine": ("journal", "article"),
    "article-newspaper": ("journal", "article"),
    "book": ("book", "book"),
    "chapter": ("book", "bookitem"),
    "paper-conference": ("book", "proceeding"),
    "report": ("book", "report"),
    "thesis": ("dissertation", ""),
    "patent": ("patent", ""),
}


def write_coins(named: Iterable[tuple[str, Source]]) -> Iterator[str]:
    """One line of HTML for each record."""
    for _, given in named:
        yield f'<span class="Z3988" title="{html.escape(context_object(prepared(given)))}"></span>\n'


def carried(source: Source) -> Source:
    """What the span says of ``source`` as data."""
    fields = ("title", "authors", "container_title", "publisher", "issued", "doi", "url")
    if source.type in _FORMATS:
        return limited(source, *fields, "place", "volume", "issue", "pages", "edition", "isbn", "issn")
    return limited(source, *fields, "language")


def context_object(source: Source) -> str:
    """The ContextObject, key-encoded; unknown facts are absent."""
    scheme, genre = _FORMATS.get(source.type, ("dc", ""))
    pairs = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{scheme}")]
    pairs += _dublin_core(source) if scheme == "dc" else _matrix(source, scheme, genre)
    if source.doi:
        pairs.append(("rft_id", f"info:doi/{source.doi}"))
    if source.url:
        pairs.append(("rft_id", source.url))
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs if value)


def _matrix(source: Source, scheme: str, genre: str) -> list[tuple[str, str]]:
    title = source.title.text if source.title else ""
    part = {"journal": "atitle", "book": "atitle" if genre in ("bookitem", "proceeding") else "btitle"}.get(scheme, "title")
    whole = {"journal": "jtitle", "book": "btitle"}.get(scheme, "")
    pairs = [("rft.genre", genre), (f"rft.{part}", title)]
    if whole and whole != part:
        pairs.append((f"rft.{whole}", source.container_title or ""))
    for number, agent in enumerate(source.authors):
        name = name_in_script(agent, source)
        body = agent.kind == "organization" or name.literal or not name.family
        if number == 0 and not body:
            pairs += [("rft.aulast", name.family or ""), ("rft.aufirst", name.given or "")]
        pairs.append(("rft.aucorp" if body else "rft.au", name.text))
    first, _, last = (source.pages or "").partition("-")
    pairs += [
        ("rft.pub", text_in_script(source.publisher, source) or ""),
        ("rft.place", source.place or ""),
        ("rft.date", _date(source)),
        ("rft.volume", source.volume or ""),
        ("rft.issue", source.issue or ""),
        ("rft.spage", first),
        ("rft.epage", last),
        ("rft.edition", source.edition or ""),
        ("rft.isbn", source.isbn or ""),
        ("rft.issn", source.issn or ""),
    ]
    return pairs


def _dublin_core(source: Source) -> list[tuple[str, str]]:
    pairs = [("rft.title", source.title.text if source.title else ""), ("rft.source", source.container_title or "")]
    pairs += [("rft.creator", name_in_script(agent, source).text) for agent in source.authors]
    pairs += [("rft.contributor", name_in_script(agent, source).text) for agent in (*source.editors, *source.translators)]
    pairs += [("rft.publisher", text_in_script(source.publisher, source) or ""), ("rft.date", _date(source))]
    pairs += [("rft.language", source.language or ""), ("rft.identifier", source.url or "")]
    return pairs


def _date(source: Source) -> str:
    found = re.match(r"\d{4}(?:-\d\d){0,2}", source.date_shown or "")
    return found.group() if found else ""
