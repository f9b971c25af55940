"""BibTeX records (Oren Patashnik, "BibTeXing", 1988), for LaTeX engines and reference managers that read UTF-8.

Classic BibTeX knows no translation and no website: a translation is an ``@misc`` whose ``note`` says what it translates. A
Han name is braced whole, because BibTeX would split it at a byte; names of bodies too. Words with capitals are braced, so
that no style lowers them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from provenance import Agent, Name, Source
from provenance.scripts import is_east_asian

from .items import original_statement, tidy
from .keys import keys
from .latex import escape_text, escape_verbatim

_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
    "manuscript": "unpublished",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_OWN_SCRIPT = ("zh", "ja", "ko")


def bibtex(sources: Sequence[Source]) -> str:
    """The sources as BibTeX entries, in order, separated by an empty line. A translation's original stands in its note."""
    named = zip(sources, keys(sources), strict=True)
    return "\n".join(write_entry(_TYPES.get(source.type, "misc"), key, _fields(source)) for source, key in named)


def _fields(source: Source) -> dict[str, str]:
    kind = _TYPES.get(source.type, "misc")
    container = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}.get(kind, "howpublished")
    publisher = {"techreport": "institution", "phdthesis": "school"}.get(kind, "publisher")
    year, month = year_and_month(source.date_shown)
    notes = [source.note]
    if source.translators:
        notes.append(f"Translated by {listing([agent.name('Latn').text for agent in source.translators])}")
    if source.translation_of:
        notes.append(original_statement(source.translation_of))
    return {
        "author": name_list(source.authors, source),
        "editor": name_list(source.editors, source),
        "title": title(source.title.text) if source.title else "",
        container: escape_text(source.container_title or ""),
        publisher: body_name(source.publisher, source),
        "address": escape_text(source.place or ""),
        "type": escape_text(source.genre or "") if kind in ("techreport", "phdthesis") else "",
        "edition": escape_text(source.edition or ""),
        "volume": escape_text(source.volume or ""),
        "number": escape_text(source.issue or source.number or ""),
        "pages": pages(source.pages),
        "year": year,
        "month": month,
        "doi": escape_verbatim(source.doi or ""),
        "url": escape_verbatim(source.url or ""),
        "isbn": escape_text(source.isbn or ""),
        "issn": escape_text(source.issn or ""),
        "language": escape_text(source.language or ""),
        "note": escape_text(". ".join(note for note in notes if note)),
    }


def write_entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """One entry; empty fields are left out, ``month`` is a macro and not braced."""
    lines = [f"@{kind}{{{key},"]
    lines += [f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields.items() if value]
    return "\n".join([*lines, "}", ""])


def year_and_month(edtf: str | None) -> tuple[str, str]:
    """The year and the month macro of an EDTF date, as far as they are known."""
    found = re.match(r"Y?(-?\d{4,})(?:-(\d\d))?", edtf or "")
    if not found:
        return escape_text((edtf or "").strip("~?%")), ""
    month = int(found.group(2) or 0)
    return found.group(1), _MONTHS[month - 1] if 1 <= month <= 12 else ""


def in_own_script(source: Source) -> bool:
    """Whether the names of a source's authors are given in Han: in a work in Chinese, Japanese or Korean."""
    return (source.language or "").split("-")[0].lower() in _OWN_SCRIPT


def name_list(agents: Iterable[Agent], source: Source) -> str:
    """The names joined by ``and``, each so that BibTeX reads its parts right."""
    script = "Hani" if in_own_script(source) else "Latn"
    return " and ".join(person(agent, agent.name("Hani" if script == "Hani" else "Latn")) for agent in agents)


def person(agent: Agent, name: Name) -> str:
    """One name: ``Cao, Ting``; ``von der Last, Jr., First``; Han and bodies braced whole."""
    if agent.kind == "organization" or name.literal or name.script == "Hani" or not name.family:
        return f"{{{escape_text(name.text)}}}"
    particle = " ".join(part for part in (name.dropping_particle, name.non_dropping_particle) if part)
    parts = [" ".join(part for part in (particle, _part(name.family)) if part)]
    parts += [_part(part) for part in (name.suffix, name.given) if part]
    return ", ".join(parts)


def _part(text: str) -> str:
    """A part of a name; one that holds a comma, an ``and`` or a lower-case first word would be split, so it is braced."""
    splits = "," in text or re.search(r"\band\b", text, re.I) or any(w[:1].islower() for w in text.split()[:1])
    return f"{{{escape_text(text)}}}" if splits else escape_text(text)


def body_name(agent: Agent | None, source: Source) -> str:
    """A publisher's name in the script of the work."""
    return escape_text(agent.name("Hani" if in_own_script(source) else "Latn").text) if agent else ""


def title(text: str) -> str:
    """A title, tidied, escaped, each word with a capital braced; Han has no capitals and stays as it is."""
    tidied = tidy(text)
    out, at = [], 0
    escaped = [(found, found.group()) for found in _WORD.finditer(tidied)]
    for found, word in escaped:
        if word == word.lower() or is_east_asian(word):
            continue
        out += [tidied[at : found.start()], "\ue000", word, "\ue001"]
        at = found.end()
    out.append(tidied[at:])
    # braces are set after escaping, so that they are neither escaped nor hide a quotation mark from its word
    return escape_text("".join(out)).replace("\ue000", "{").replace("\ue001", "}")


def pages(text: str | None) -> str:
    """A page range with the double hyphen BibTeX writes; already escaped."""
    return escape_text(re.sub(r"(?<=\w)\s*[-–]+\s*(?=\w)", "–", text)) if text else ""


def listing(words: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B, and C``."""
    if len(words) < 3:
        return " and ".join(words)
    return f"{', '.join(words[:-1])}, and {words[-1]}"
