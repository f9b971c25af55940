"""BibTeX records (Oren Patashnik, "BibTeXing", 1988), for LaTeX engines and reference managers that read UTF-8.

Classic BibTeX knows no translation and no website: a translation is an ``@misc`` whose ``note`` says what it translates. A
Han name is braced whole, because BibTeX would split it at a byte; names of bodies too. Words with capitals are braced, so
that no style lowers them. What has no field stands in ``annote``, which the standard styles do not print.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from provenance import Agent, Source
from provenance.scripts import is_east_asian

from .bibnames import write_names
from .bibsources import read_entry
from .fieldtext import encode, encode_address, encode_title
from .keys import romanized
from .name_forms import in_own_script, name_in_script
from .remainder import as_line, difference, note_of, own_note, prepared

TYPES = {
    "article": "article",
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
_CONTAINERS = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
_PUBLISHERS = {"techreport": "institution", "phdthesis": "school"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def write_bibtex(named: Iterable[tuple[str, Source]]) -> Iterator[str]:
    """The entry of each source under its key. A translation's original stands in its note."""
    between = ""
    for key, given in named:
        source = prepared(given)
        fields = _fields(source)
        if rest := as_line(difference(source, _read_back(source, fields))):
            fields["annote"] = encode(rest)
        yield between + write_entry(TYPES.get(source.type, "misc"), key, fields)
        between = "\n"


def carried(source: Source) -> Source:
    """What the entry's own fields say of ``source`` to a program that does not read ``annote``."""
    return _read_back(source, _fields(source))


def _read_back(source: Source, fields: Mapping[str, str]) -> Source:
    read = read_entry(TYPES.get(source.type, "misc"), source.id, fields)[0]
    return read.model_copy(update={"note": own_note(read.note, source)})


def _fields(source: Source) -> dict[str, str]:
    kind = TYPES.get(source.type, "misc")
    year, month = _year_and_month(source.date_shown)
    # what the style would print of itself, "Technical Report", "PhD thesis", is more than is known
    genre = source.genre or {"techreport": "Report", "phdthesis": "Thesis"}.get(kind, "")
    # the styles warn of either pair and print one of the two
    is_book = kind in ("book", "incollection", "inproceedings")
    editors = () if kind == "book" and source.authors else source.editors
    number = "" if is_book and source.volume else source.issue or source.number
    fields = {
        "author": name_list(source.authors, source),
        "editor": name_list(editors, source),
        "title": encode_title(source.title.text) if source.title else "",
        _CONTAINERS.get(kind, "howpublished"): encode(source.container_title or ""),
        "series": encode(source.collection_title or ""),
        _PUBLISHERS.get(kind, "publisher"): body_name(source.publisher, source),
        "address": encode(source.place or ""),
        "type": encode(genre),
        "edition": encode(source.edition or ""),
        "volume": encode(source.volume or ""),
        "number": encode(number or ""),
        "pages": pages(source.pages),
        "key": sort_name(source),
        "year": year,
        "month": month,
        "doi": encode_address(source.doi or ""),
        "url": encode_address(source.url or ""),
        "isbn": encode(source.isbn or ""),
        "issn": encode(source.issn or ""),
        "language": encode(source.language or ""),
        "keywords": keywords(source),
        "abstract": encode(source.abstract or ""),
        "note": encode(note_of(source, with_translators=True)),
    }
    return {name: value for name, value in fields.items() if value}


def write_entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """One entry; ``month`` is a macro and not braced."""
    written = [
        f"  {name} = {{{value}}},\n" if name != "month" else f"  month = {value},\n" for name, value in fields.items() if value
    ]
    return f"@{kind}{{{key},\n{''.join(written)}}}\n"


def _year_and_month(edtf: str | None) -> tuple[str, str]:
    """The year and the month macro of an EDTF date, as far as they are known."""
    found = re.match(r"Y?(-?\d{4,})(?:-(\d\d))?", edtf or "")
    if not found:
        return encode((edtf or "").strip("~?%")), ""
    month = int(found.group(2) or 0)
    return found.group(1), _MONTHS[month - 1] if 1 <= month <= 12 else ""


def name_list(agents: Iterable[Agent], source: Source) -> str:
    """The names joined by ``and``, each so that BibTeX reads its parts right."""
    chosen = list(agents)
    names = write_names([name_in_script(a, source) for a in chosen], [a.kind == "organization" for a in chosen])
    return names if names.isascii() else _INITIAL.sub(_initial, names)


#: A character that begins a word of a name, or a part of one, and is no ASCII.
_INITIAL = re.compile(r"(?<![^\s\-~.,{])[^\x00-\x7f]")
_LETTERS = {"Ł": r"\L", "ł": r"\l", "Ø": r"\O", "ø": r"\o", "Æ": r"\AE", "æ": r"\ae", "Œ": r"\OE", "œ": r"\oe", "ß": r"\ss"}
_ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0308": '"', "\u0303": "~", "\u0304": "=", "\u0307": ".", "\u0306": "u",
    "\u030c": "v", "\u030b": "H", "\u0327": "c", "\u0323": "d", "\u0328": "k", "\u030a": "r",
}  # fmt: skip


def _initial(found: re.Match[str]) -> str:
    """A letter as one character for BibTeX, which knows bytes: else it makes half a letter of it, in initials and labels."""
    letter = found.group()
    if is_east_asian(letter):
        return letter
    if letter in _LETTERS:
        return f"{{{_LETTERS[letter]}}}"
    base, *accents = list(unicodedata.normalize("NFD", letter))
    if len(accents) == 1 and base.isascii() and accents[0] in _ACCENTS:
        command = _ACCENTS[accents[0]]
        return f"{{\\{command}{{{base}}}}}" if command.isalpha() else f"{{\\{command}{base}}}"
    # what has no command of its own is one with any command before it
    return f"{{\\relax {letter}}}"


def sort_name(source: Source) -> str:
    """What styles for Chinese sort an entry by: the names of authors, romanized, where one is written in Han."""
    in_han = in_own_script(source) or any(name_in_script(agent, source).script == "Hani" for agent in source.authors)
    return ", ".join(romanized(agent) for agent in source.authors) if in_han else ""


def body_name(agent: Agent | None, source: Source) -> str:
    """A publisher's name in the script of the work."""
    return encode(name_in_script(agent, source).text) if agent else ""


def keywords(source: Source) -> str:
    """Keywords joined by commas; one that has a comma or outer spaces is braced."""
    return ", ".join(f"{{{encode(w)}}}" if "," in w or w != w.strip() else encode(w) for w in source.keywords)


def pages(text: str | None) -> str:
    """A page range with the double hyphen BibTeX writes."""
    return "--".join(encode(part) for part in re.split(r"(?<=\w)-(?=\w)", text)) if text else ""
