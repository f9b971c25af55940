"""Writes docs/records.md: what each format carries of a translated work, found by writing one and looking at what is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from provenance import Source
from references.records import FORMATS, READABLE, format_of
from references.remainder import prepared

from .reference_samples import article

PAGE = Path(__file__).parent.parent / "docs" / "records.md"

FACTS: dict[str, Callable[[Source], object]] = {
    "authors": lambda s: [[n.text for n in a.names if n.script == "Latn"] for a in s.authors],
    "authors in Han": lambda s: [[n.text for n in a.names if n.script == "Hani"] for a in s.authors],
    "translator": lambda s: s.translators,
    "title": lambda s: s.title and s.title.text,
    "original title": lambda s: s.original.title and s.original.title.text,
    "date": lambda s: s.date_shown,
    "original date": lambda s: s.translation_of and s.translation_of.issued,
    "site": lambda s: s.container_title,
    "original publisher": lambda s: s.translation_of and s.translation_of.publisher and s.translation_of.publisher.names[-1].text,
    "its name in English": lambda s: s.translation_of and s.translation_of.publisher and s.translation_of.publisher.names[0].text,
    "language": lambda s: s.language,
    "original language": lambda s: s.translation_of and s.translation_of.language,
    "address": lambda s: s.url,
    "note": lambda s: s.note,
}
INTRODUCTION = """\
# Records

What `pinquote export --format` writes and `pinquote convert` reads; the table is made by `python -m tests.conformance_table`
and checked by a test, which writes a translated work in each format and looks at what its fields give back.

- **yes**: a field of the format holds it, and any program that knows the format sees it.
- **note**: the format has no field for it. It stands in a note, in a form that pinquote reads back; `convert` tells it as a
  loss, and with `--strict` does not write the file.
- **no**: written for other programs only, and they do not get it.

A pinpoint (“para. 12”) belongs to a citation and not to a record, of which there is one for each document. BibLaTeX has
`pagination = {paragraph}`, so that `\\cite[12]{…}` counts paragraphs.

"""
BEHIND = """
Where the note is: BibTeX `annote`, BibLaTeX `annotation`, CSL-JSON `custom`, RIS a second `N1`, EndNote `research-notes`, MODS a
`note` of type `pinquote`, JSON-LD a `comment`. None of them is printed by usual styles. What a reader should know where there
is no field (“Translation of …”) stands in the ordinary note in words.

Any text in any field comes back from writing and reading to the byte, except that titles are tidied and page ranges written
with one kind of dash. A `.bib` file that is read and not changed is the same bytes; comments, `@string`, unknown fields and
blocks that are no BibTeX stay, and are told with their lines.

Citation keys are the first author's family name, the year and the first significant word of the title (`cao2023china`), in
ASCII; Han is romanized in pinyin. Of records with the same key the first by id keeps it and the others get a, b, c …, whatever
the order; `pinquote export ID` gives a document the key it has in the whole library.

What is read of other programs' files: in `.bib` macros, `#`, crossref and xdata as Biber inherits them, names with particles,
`family=…`, accents and symbols of LaTeX as Unicode, `$x^2$` and `H$_2$O` as x² and H₂O. A mistake at which BibTeX stops (a comma
that is missing, a quotation mark within quotation marks) is told with its line and read over; a block that does not end is told
and left in the file, and the next one is read. Dates in words (`3 May 2020`, `c. 1850`, `2011年5月`) become dates; what is not
sure is no date and is told, as is everything that a record has no place for.
"""


def table() -> str:
    """The whole page."""
    source = prepared(article().model_copy(update={"url": "https://example.org/page", "note": "Read in May."}))
    rows = [("", *FORMATS), ("---", *("---" for _ in FORMATS))]
    for fact, of in FACTS.items():
        rows.append((fact, *(_told(name, of, source) for name in FORMATS)))
    rows.append(("read back", *("yes" if name in READABLE else "no" for name in FORMATS)))
    return INTRODUCTION + "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n" + BEHIND


def _told(name: str, of: Callable[[Source], object], source: Source) -> str:
    if of(format_of(name).carried(source)) == of(source):
        return "yes"
    return "note" if name in READABLE else "no"


if __name__ == "__main__":
    PAGE.write_text(table(), "utf-8")
