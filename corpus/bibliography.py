"""Files of bibliographic records: read by their suffix, kept in a library without words, where they can be cited at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from provenance import Document, Source
from references import Reading, UnreadableRecords, read_records
from references.keys import key
from references.reading import Progress

from .decode import decode
from .errors import FileError
from .library import Library

#: File suffix → format of records. XML is told by its root, as two formats have it.
SUFFIXES = {
    ".bib": "biblatex",
    ".json": "csl-json",
    ".ris": "ris",
    ".xml": "endnote-xml",
    ".mods": "mods",
    ".jsonld": "json-ld",
    ".cff": "cff",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one record: under which id it is held, and whether that is new."""

    key: str
    id: str
    status: Literal["added", "updated", "unchanged", "words held"]


def format_by_name(path: Path) -> str:
    """The format that a file's name stands for. Raises :class:`FileError`."""
    form = SUFFIXES.get(path.suffix.lower())
    if form is None:
        raise FileError("no format of records has this suffix", name=str(path), expected=", ".join(SUFFIXES))
    return form


def read_file(path: Path, format: str | None = None, progress: Progress | None = None) -> Reading:
    """The records of a file, in ``format`` or in that of its name; ``progress`` is told how much is done, and how much there is.

    Raises :class:`FileError` with the line and what was expected, and ``OSError``.
    """
    data = path.read_bytes()
    form = format or format_by_name(path)
    text = decode(data, str(path))[0] if data.strip() else ""
    if format is None and path.suffix.lower() == ".xml" and re.search(r"<(?:\w+:)?mods(?:Collection)?\b", text[:2000]):
        form = "mods"
    try:
        return read_records(text, form, progress)
    except UnreadableRecords as error:
        raise FileError(str(error), name=str(path)) from None


def keep(library: Library, sources: Iterable[Source]) -> list[Kept]:
    """Hold records as documents without words. All that are new are added, or none.

    A document whose words are held is left as it is; a record that has changed takes the place of the one with its id.
    """
    kept, taken, wanted = [], set(), []
    held = library.sources()
    for source in sources:
        identity = plain = _identity(source)
        number = 1
        while identity in taken:
            number += 1
            identity = f"{plain}-{number}"
        taken.add(identity)
        record = source.model_copy(update={"id": identity})
        kept.append(Kept(source.id, identity, _status(library, record, held.get(identity))))
        if kept[-1].status in ("added", "updated"):
            wanted.append(Document(id=identity, source=record, segments=()))
    for changed in kept:
        if changed.status == "updated":
            # without words a document has no version that could tell the two apart
            library.remove(changed.id)
    if wanted:
        library.add_all(wanted)
    return kept


def _status(library: Library, record: Source, known: Source | None) -> Literal["added", "updated", "unchanged", "words held"]:
    if known is None:
        return "added"
    holding = library.holding(record.id)
    if not isinstance(holding, Document) or holding.segments:
        return "words held"
    return "unchanged" if known == record else "updated"


def _identity(source: Source) -> str:
    """A record's key as an id of this library: lower-case letters, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", source.id).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or re.sub(r"[^a-z0-9]+", "-", key(source)).strip("-")
