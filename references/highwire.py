"""Highwire Press tags (Google Scholar, "Inclusion Guidelines for Webmasters"): ``<meta name="citation_…">`` in a page's head.

Written only. Tags of several records follow each other; a page describes itself, so one record is what they are for.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from provenance import Source

from .name_forms import inverted, text_in_script
from .remainder import limited, prepared

_CONTAINERS = {
    "article-journal": "citation_journal_title",
    "article-magazine": "citation_journal_title",
    "article-newspaper": "citation_journal_title",
    "chapter": "citation_inbook_title",
    "paper-conference": "citation_conference_title",
}
_INSTITUTIONS = {"report": "citation_technical_report_institution", "thesis": "citation_dissertation_institution"}


def write_highwire(named: Iterable[tuple[str, Source]]) -> Iterator[str]:
    """The tags of each record, one a line."""
    for _, given in named:
        source = prepared(given)
        yield "".join(f'<meta name="{name}" content="{html.escape(value)}">\n' for name, value in tags(source))


def carried(source: Source) -> Source:
    """What the tags say of ``source`` as data."""
    fields = "title authors editors issued container_title publisher volume issue pages doi isbn issn language keywords url"
    return limited(source, *fields.split(), *(["number"] if source.type == "report" else []))


def tags(source: Source) -> list[tuple[str, str]]:
    """(name, content) of each tag; unknown facts have none."""
    first, _, last = (source.pages or "").partition("-")
    date = re.fullmatch(r"\d{4}(?:-\d\d){0,2}", source.date_shown or "")
    found: list[tuple[str, str | None]] = [("citation_title", source.title.text if source.title else None)]
    found += [("citation_author", inverted(agent, source)) for agent in source.authors]
    found += [("citation_editor", inverted(agent, source)) for agent in source.editors]
    found += [
        ("citation_publication_date", date.group().replace("-", "/") if date else None),
        (_CONTAINERS.get(source.type, "citation_series_title"), source.container_title),
        (_INSTITUTIONS.get(source.type, "citation_publisher"), text_in_script(source.publisher, source)),
        ("citation_volume", source.volume),
        ("citation_issue", source.issue),
        ("citation_technical_report_number", source.number if source.type == "report" else None),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        ("citation_doi", source.doi),
        ("citation_isbn", source.isbn),
        ("citation_issn", source.issn),
        ("citation_language", source.language),
        ("citation_keywords", "; ".join(source.keywords)),
        ("citation_public_url", source.url),
    ]
    return [(name, " ".join(value.split())) for name, value in found if value and value.strip()]
