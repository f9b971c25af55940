"""Bibliographic records for other programs: BibTeX, BibLaTeX, CSL-JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from provenance import Source

from .biblatex import biblatex
from .bibtex import bibtex
from .csljson import csl_json
from .errors import UnknownFormat

_WRITERS: dict[str, Callable[[Sequence[Source]], str]] = {
    "bibtex": bibtex,
    "biblatex": biblatex,
    "csl-json": csl_json,
}
#: The formats :func:`export` writes.
FORMATS: tuple[str, ...] = tuple(_WRITERS)


def export(sources: Sequence[Source], format: str) -> str:
    """The records of ``sources`` as the text of a file in ``format``, one of :data:`FORMATS`; what is unknown is absent.

    One record stands for a document, whatever is cited of it. Raises :class:`references.errors.UnknownFormat`.
    """
    writer = _WRITERS.get(format.lower())
    if writer is None:
        raise UnknownFormat(format, FORMATS)
    return writer(list(dict.fromkeys(sources)) if all(map(_hashable, sources)) else list(sources))


def _hashable(source: Source) -> bool:
    try:
        hash(source)
    except TypeError:
        return False
    return True
