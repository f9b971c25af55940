"""The facts an HTML page states about itself in its head: ``citation_*``, Dublin Core, Open Graph, JSON-LD, canonical link.

Only what is stated is given. Where two vocabularies state the same fact, the one made for citing wins: Highwire
``citation_*`` (what Google Scholar asks for), Dublin Core, schema.org JSON-LD, Open Graph, then ``<title>``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TypedDict

from .markup import parse

_VOCABULARIES: dict[str, tuple[str, ...]] = {
    "title": ("citation_title", "dc.title", "dcterms.title", "ld:title", "og:title"),
    "authors": ("citation_author", "citation_authors", "dc.creator", "dcterms.creator", "ld:author", "article:author", "author"),
    "date": (
        "citation_publication_date",
        "citation_date",
        "citation_online_date",
        "dc.date",
        "dcterms.date",
        "dcterms.issued",
        "ld:date",
        "article:published_time",
    ),
    "url": ("canonical", "citation_public_url", "ld:url", "og:url"),
    "container": ("citation_journal_title", "citation_inbook_title", "og:site_name"),
    "publisher": ("citation_publisher", "dc.publisher", "dcterms.publisher", "ld:publisher"),
    "doi": ("citation_doi", "ld:doi"),
    "language": ("citation_language", "dc.language", "dcterms.language", "ld:language", "html:lang"),
}
_WORKS = re.compile(r"(?:\w*Article|Report|Book|Chapter|CreativeWork|WebPage|BlogPosting|Thesis|Legislation)$")
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ].*)?")


class PageFacts(TypedDict, total=False):
    """What a page states; a key is absent where it states nothing. ``date`` is EDTF, ``url`` absolute."""

    title: str
    authors: list[str]
    date: str
    url: str
    container: str
    publisher: str
    doi: str
    language: str


def metadata(text: str) -> PageFacts:
    """The facts an HTML page states about itself. A malformed statement is as good as none; nothing is raised."""
    stated: dict[str, list[str]] = {}
    for name, value in _statements(text):
        if value := " ".join(value.split()):
            stated.setdefault(name.lower(), []).append(value)
    facts: PageFacts = {}
    for key, names in _VOCABULARIES.items():
        for name in names:
            values = [v for v in map(_CLEANERS.get(key, str), stated.get(name, [])) if v]
            if values and key == "authors":
                people = [p.strip() for v in values for p in (v.split(";") if name == "citation_authors" else [v])]
                facts["authors"] = list(dict.fromkeys(filter(None, people)))
            elif values:
                facts[key] = values[0]  # type: ignore[literal-required]
            if values:
                break
    if "title" not in facts and "title" in stated:
        facts["title"] = _without_site(stated["title"][0], facts.get("container"))
    return facts


def _without_site(title: str, site: str | None) -> str:
    """``<title>`` without the site's own name at its end, when the page states that name."""
    found = site and re.fullmatch(rf"(.+?)\s+[|\-–—·:]\s+{re.escape(site)}", title)
    return found.group(1) if found else title


def _statements(text: str) -> Iterator[tuple[str, str]]:
    for element in parse(text).elements():
        if element.name == "meta":
            yield element.get("name") or element.get("property"), element.get("content")
        elif element.name == "link" and "canonical" in element.get("rel").lower().split():
            yield "canonical", element.get("href")
        elif element.name == "html":
            yield "html:lang", element.get("lang")
        elif element.name == "title" and not any(a.name == "svg" for a in element.ancestors()):
            yield "title", element.text
        elif element.name == "script" and element.get("type").lower() == "application/ld+json":
            yield from _linked_data("".join(p.text for p in element.pieces()))


def _linked_data(text: str) -> Iterator[tuple[str, str]]:
    """The facts of the first work that a JSON-LD script describes."""
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError):
        return
    listed = data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []
    works = [w for w in (listed if isinstance(listed, list) else []) if isinstance(w, dict) and _is_work(w.get("@type"))]
    works.sort(key=lambda w: "WebPage" in str(w.get("@type")))
    for work in works[:1]:
        for name, keys in (("title", ("headline", "name")), ("date", ("datePublished",)), ("url", ("url",))):
            yield from ((f"ld:{name}", v) for v in [next((work[k] for k in keys if isinstance(work.get(k), str)), "")])
        for name, key in (("author", "author"), ("publisher", "publisher"), ("language", "inLanguage")):
            values = work.get(key)
            for value in values if isinstance(values, list) else [values]:
                named = value.get("name") if isinstance(value, dict) else value
                if isinstance(named, str):
                    yield f"ld:{name}", named


def _is_work(kind: Any) -> bool:
    return any(isinstance(k, str) and _WORKS.search(k) for k in (kind if isinstance(kind, list) else [kind]))


def _date(value: str) -> str:
    """An ISO date from a numeric one, empty for any other form: a date in words is not read."""
    found = _DATE.fullmatch(value)
    if not found:
        return ""
    parts = [p.zfill(2) for p in found.groups() if p]
    return "-".join(parts) if all(0 < int(p) <= top for p, top in zip(parts[1:], (12, 31), strict=False)) else ""


def _url(value: str) -> str:
    return value if re.match(r"https?://\S+$", value) else ""


def _doi(value: str) -> str:
    found = re.search(r"10\.\d{4,9}/\S+", value)
    return found.group() if found else ""


def _person(value: str) -> str:
    return "" if value.startswith(("http://", "https://")) else value


_CLEANERS = {"date": _date, "url": _url, "doi": _doi, "authors": _person}
