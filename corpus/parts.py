"""The parts of documents that one or more libraries give for the judgement of a quotation, and that judgement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provenance import Anchor, Document, Quotation, verify

from . import shipped

#: Documents in which one quotation is judged.
MOST_DOCUMENTS = 1000


@dataclass(frozen=True)
class Parts:
    """What of one library has to be judged: every place where a quotation may stand is in it."""

    documents: tuple[Document, ...]
    """Excerpts; the document of a claimed place is whole, so that what it says elsewhere is told too."""
    held: frozenset[str]
    """The shipped editions whose words the library holds."""
    more: bool = False
    """Whether the words stand in more documents than are given."""


def judged(text: str, found: Sequence[Parts], claimed: Anchor | None = None) -> Quotation:
    """The judgement of all parts of all libraries and of the shipped editions whose words none of them holds."""
    documents = sorted((d for parts in found for d in parts.documents), key=lambda d: d.id)
    held = frozenset[str]().union(*(parts.held for parts in found))
    editions = [shipped.edition(i) for i in shipped.edition_ids() if i not in held]
    quotation = verify(text, [*documents[: MOST_DOCUMENTS + 1], *editions], claimed)
    if not any(parts.more for parts in found) and len(documents) <= MOST_DOCUMENTS + 1:
        return quotation
    note = f"the words stand in more than {MOST_DOCUMENTS} documents, of which the first {MOST_DOCUMENTS} were judged"
    return quotation.model_copy(update={"notes": (*quotation.notes, note)})
