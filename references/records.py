"""Bibliographic records in and out: one table of formats, each with its writer, its reader, and what it can carry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from provenance import Source

from .errors import UnknownFormat, UnreadableRecords
from .keys import DEFAULT_PATTERN, keys
from .reading import Progress, Reading, with_own_keys
from .remainder import difference, distinct, prepared


@dataclass(frozen=True, slots=True)
class Format:
    """A format of records. The functions are those of its module, which is loaded at first use."""

    name: str
    module: str
    write_name: str
    read_name: str | None = None
    suffixes: tuple[str, ...] = ()
    relates: bool = False
    """Whether an original has a record of its own, to which that of its translation points."""

    def write(self, named: Iterable[tuple[str, Source]]) -> Iterator[str]:
        """The file, in pieces, of records under their keys."""
        yield from self._function(self.write_name)(named)

    def read(self, text: str, progress: Progress | None = None) -> Reading:
        """The records of a file. Raises :class:`UnreadableRecords`."""
        if self.read_name is None:
            raise UnknownFormat(self.name, READABLE)
        reading: Reading = self._function(self.read_name)(text, progress)
        return with_own_keys(reading)

    def carried(self, source: Source) -> Source:
        """What the format's own fields tell any program of ``source``."""
        told: Source = self._function("carried")(source)
        return told

    def _function(self, name: str) -> Callable[..., Any]:
        module, _, function = name.rpartition(":")
        found: Callable[..., Any] = getattr(import_module(f"{__package__}.{module or self.module}"), function)
        return found


_FORMATS = {
    form.name: form
    for form in (
        Format("bibtex", "bibtex", "write_bibtex", "bibsources:read_bib", (".bib",)),
        Format("biblatex", "biblatex", "write_biblatex", "bibsources:read_bib", (".bib",), relates=True),
        Format("csl-json", "csljson", "write_csl_json", "read_csl_json", (".json",)),
        Format("ris", "ris", "write_ris", "read_ris", (".ris",)),
        Format("endnote-xml", "endnote", "write_endnote", "read_endnote", (".xml",)),
        Format("mods", "mods", "write_mods", "read_mods", (".mods",)),
        Format("json-ld", "jsonld", "write_json_ld", "read_json_ld", (".jsonld",)),
        Format("cff", "cff", "write_cff", None, (".cff",)),
        Format("coins", "coins", "write_coins"),
        Format("highwire", "highwire", "write_highwire"),
    )
}
#: The formats :func:`export` writes.
FORMATS: tuple[str, ...] = tuple(_FORMATS)
#: The formats that can be read.
READABLE: tuple[str, ...] = tuple(form.name for form in _FORMATS.values() if form.read_name)


def format_of(name: str) -> Format:
    """The format with this name. Raises :class:`references.errors.UnknownFormat`."""
    form = _FORMATS.get(name.lower())
    if form is None:
        raise UnknownFormat(name, FORMATS)
    return form


def export(
    sources: Sequence[Source], format: str, *, key_pattern: str = DEFAULT_PATTERN, known_keys: Mapping[str, str] | None = None
) -> str:
    """The records of ``sources`` as the text of a file in ``format``, one of :data:`FORMATS`; what is unknown is absent.

    One record stands for a document, whatever is cited of it. ``key_pattern`` and ``known_keys`` (id → key) are those of
    :func:`references.keys.keys`. Raises :class:`references.errors.UnknownFormat`.
    """
    return "".join(stream(sources, format, key_pattern=key_pattern, known_keys=known_keys))


def stream(
    sources: Sequence[Source], format: str, *, key_pattern: str = DEFAULT_PATTERN, known_keys: Mapping[str, str] | None = None
) -> Iterator[str]:
    """:func:`export` in pieces, record by record, so that a large file is never held in memory.

    Raises :class:`references.errors.UnreadableRecords` for half a surrogate pair, which no file can hold.
    """
    form = format_of(format)
    if form.relates:
        from .biblatex import with_originals

        wanted = with_originals(sources)
    else:
        wanted = distinct(sources)
    return _whole_characters(form.write(zip(keys(wanted, key_pattern, known_keys), wanted, strict=True)))


def _whole_characters(pieces: Iterator[str]) -> Iterator[str]:
    for piece in pieces:
        try:
            piece.encode()
        except UnicodeEncodeError as error:
            shown = " ".join(piece[max(0, error.start - 20) : error.start].split())
            half = f"half a character (U+{ord(piece[error.start]):04X})"
            raise UnreadableRecords(f"{half} behind {shown!r}, which no file can hold") from None
        yield piece


def read(text: str, format: str, progress: Progress | None = None) -> Reading:
    """The records of a file's ``text`` in ``format``, under the keys they have there. ``progress`` is told how much is done, and
    how much there is.

    Raises :class:`UnknownFormat` and :class:`UnreadableRecords`; what can be read in part is read, and the rest reported.
    """
    return format_of(format).read(text, progress)


def losses(source: Source, format: str) -> tuple[str, ...]:
    """The facts of ``source`` that ``format`` has no field for, by the names of :class:`provenance.Source`'s fields.

    They are kept in a note that :func:`read` understands, or dropped where the format has none.
    """
    given = prepared(source)
    return tuple(name.replace("_", "-") for name in difference(given, format_of(format).carried(given)))
