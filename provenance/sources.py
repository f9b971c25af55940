"""The bibliographic record of one publication.

The fields are CSL 1.0.2 variables under Python names; dates are EDTF (ISO 8601-2, level 0 and 1) strings, kept as strings
so that an unknown month stays unknown. ``None`` means that the fact is unknown: it is never filled by a guess.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from .model import Model
from .names import Agent

_EDTF = re.compile(r"(?:Y?-?\d{4,}|\d{2}XX|\d{3}X)(?:-(?:0[1-9]|1[0-2]|2[1-4]|XX)(?:-(?:0[1-9]|[12]\d|3[01]|XX))?)?[~?%]?")


def is_edtf(value: str) -> bool:
    """Whether ``value`` is an EDTF date or interval as :class:`Source` holds them."""
    ends = [end for end in value.split("/") if end not in ("", "..")]
    return bool(ends) and len(value.split("/")) <= 2 and all(_EDTF.fullmatch(end) for end in ends)


def _edtf(value: str) -> str:
    if not is_edtf(value):
        raise ValueError(f"{value!r} is not an EDTF date such as 2023, 2023-08 or 2023-08-05")
    return value


EDTFDate = Annotated[str, AfterValidator(_edtf)]


class Title(Model):
    """A title in one language; ``text`` is as printed, ``language`` a BCP 47 tag."""

    text: str
    language: str | None = None


class Source(Model):
    """One publication. A translation points to its original through ``translation_of``."""

    id: str
    type: str = "document"
    """A CSL item type: ``webpage``, ``report``, ``article-journal``, ``book`` …"""
    title: Title | None = None
    other_titles: tuple[Title, ...] = ()
    """The same work's title in other languages or scripts, as the publication itself gives it."""
    authors: tuple[Agent, ...] = ()
    editors: tuple[Agent, ...] = ()
    translators: tuple[Agent, ...] = ()
    container_title: str | None = None
    collection_title: str | None = None
    """The series a work is part of."""
    publisher: Agent | None = None
    place: str | None = None
    issued: EDTFDate | None = None
    accessed: EDTFDate | None = None
    language: str | None = None
    genre: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    edition: str | None = None
    number: str | None = None
    doi: str | None = None
    url: str | None = None
    isbn: str | None = None
    issn: str | None = None
    abstract: str | None = None
    keywords: tuple[str, ...] = ()
    note: str | None = None
    translation_of: Source | None = None

    @property
    def original(self) -> Source:
        """The work in its first language: the end of the ``translation_of`` chain, or this record itself."""
        return self.translation_of.original if self.translation_of else self

    @property
    def date_shown(self) -> str | None:
        """The date a citation gives: the publication's own, else the one its page prints, which is the original's.

        The two are never both given when the first is unknown: a translation without a date of its own is cited with one
        date and no "original" date, neither "n.d." nor "2023/2023".
        """
        return self.issued or (self.translation_of.date_shown if self.translation_of else None)
