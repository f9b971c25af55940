"""Pinpoints: the part of a work that is cited, as a CSL locator.

Paragraphs are counted for people ("para. 12": Chicago and MLA on numbered paragraphs; APA 7, 8.13), and a note is cited by its
number ("n. 4"). A CSL cite carries one locator only, so a marker, which is a note's number at a paragraph, is written as the
paragraph's locator followed by the locale's short term for a note: para. 12, n. 25. Headings, summaries and takeaways have
no number a reader could count, and so no locator.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from provenance.documents import KINDS


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """``label`` is a CSL locator label (``paragraph`` or ``note``); ``note`` the number of a marker in it."""

    label: str
    number: int
    note: int | None = None

    def fields(self, term: Callable[[str, str | None], str]) -> dict[str, Any]:
        """The CSL cite's ``label`` and ``locator``; ``term(name, form)`` gives the locale's terms."""
        locator = str(self.number)
        if self.note is not None:
            locator += f", {term('note', 'short') or term('note', None)} {self.note}"
        return {"label": self.label, "locator": locator, "plural": False}

    def text(self, term: Callable[[str, str | None], str]) -> str:
        """As it is read: ``para. 12, n. 25``."""
        return f"{term(self.label, 'short') or term(self.label, None)} {self.fields(term)['locator']}"


def pinpoint(segment: str | None, marker: int | None = None) -> Pinpoint | None:
    """The pinpoint of a segment id such as ``p12`` and a marker's number, None where there is nothing to count."""
    kind = KINDS.get(segment[0]) if segment else None
    if segment and kind in ("paragraph", "note"):
        return Pinpoint(kind, int(segment[1:]), marker)
    return Pinpoint("note", marker) if marker is not None else None
