"""BibLaTeX records (Lehman, Kime, Wemheuer and Moewes, "The biblatex Package", sections 2 and 3), for Biber.

A translation is a record of its own, related to that of its original (``related``, ``relatedtype = {translationof}``), and
repeats the original's title and publisher, because not every style prints related entries. Dates are EDTF, as Biber reads
them.
"""

from __future__ import annotations

from collections.abc import Sequence

from provenance import Source

from .bibtex import body_name, name_list, pages, title, write_entry
from .items import tidy
from .keys import keys
from .latex import escape_text, escape_verbatim

_TYPES = {
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
#: BibLaTeX's names of languages (babel's), by BCP 47 language.
_LANGUAGES = {
    "zh": "chinese",
    "en": "english",
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "ja": "japanese",
    "ko": "korean",
    "pt": "portuguese",
    "ru": "russian",
}


def biblatex(sources: Sequence[Source]) -> str:
    """The sources as BibLaTeX entries, in order, each translation followed by its original unless that is among them."""
    wanted = _with_originals(sources)
    names = keys(wanted)

    def key_of(original: Source) -> str:
        return names[wanted.index(original)]

    entries = []
    for source, name in zip(wanted, names, strict=True):
        related = key_of(source.translation_of) if source.translation_of else ""
        entries.append(write_entry(_TYPES.get(source.type, "misc"), name, _fields(source, related)))
    return "\n".join(entries)


def _with_originals(sources: Sequence[Source]) -> list[Source]:
    wanted: list[Source] = []
    for source in sources:
        chain: Source | None = source
        while chain is not None:
            if chain not in wanted and (chain is source or chain not in sources):
                wanted.append(chain)
            chain = chain.translation_of
    return wanted


def _fields(source: Source, related: str) -> dict[str, str]:
    kind = _TYPES.get(source.type, "misc")
    container = {"article": "journaltitle", "incollection": "booktitle", "inproceedings": "booktitle"}
    publisher = {"report": "institution", "thesis": "institution", "online": "organization"}.get(kind, "publisher")
    original = source.translation_of
    fields = {
        "author": name_list(source.authors, source),
        "editor": name_list(source.editors, source),
        "translator": name_list(source.translators, source),
        "title": title(source.title.text) if source.title else "",
        # an online work has no field for its site but this one; Biber knows no "website"
        container.get(kind, "titleaddon"): escape_text(source.container_title or ""),
        publisher: body_name(source.publisher, source),
        "location": escape_text(source.place or ""),
        "type": escape_text(source.genre or "") if kind in ("report", "thesis") else "",
        "edition": escape_text(source.edition or ""),
        "volume": escape_text(source.volume or ""),
        "number": escape_text(source.issue or source.number or ""),
        "pages": pages(source.pages),
        "date": source.date_shown or "",
        "urldate": source.accessed or "",
        "doi": escape_verbatim(source.doi or ""),
        "url": escape_verbatim(source.url or ""),
        "isbn": escape_text(source.isbn or ""),
        "issn": escape_text(source.issn or ""),
        "langid": _LANGUAGES.get((source.language or "").split("-")[0].lower(), ""),
        "note": escape_text(source.note or ""),
    }
    if original is not None:
        fields["origtitle"] = escape_text(tidy(original.title.text)) if original.title else ""
        fields["origpublisher"] = body_name(original.publisher, original)
        fields["origdate"] = (original.date_shown or "") if source.issued else ""
        fields["related"] = related
        fields["relatedtype"] = "translationof" if related else ""
    return fields
