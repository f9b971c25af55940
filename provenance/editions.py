"""Editions: a document in shipped, standoff form, everything but the words."""

from __future__ import annotations

from typing import Literal

from .documents import Document
from .fingerprints import Fingerprint, fingerprint
from .model import Model


class Edition(Model):
    """A document without its words and the fingerprint of each layer, by which quotations are checked all the same."""

    format: Literal[1] = 1
    document: Document
    fingerprints: dict[str, Fingerprint]

    @classmethod
    def of(cls, document: Document) -> Edition:
        """The edition of a document whose words are held."""
        prints = {layer: fingerprint(document, layer) for layer in document.layers}
        return cls(document=document.without_words(), fingerprints=prints)

    def agrees_with(self, document: Document) -> tuple[str, ...]:
        """Where a document that is said to be the same differs: the places whose text has another version or is missing."""
        theirs = {(s.id, tag): t.version for s, tag, t in document.texts()}
        ours = {(s.id, tag): t.version for s, tag, t in self.document.texts()}
        places = dict.fromkeys([*ours, *theirs])
        return tuple(f"{i}@{tag}" for i, tag in places if ours.get((i, tag)) != theirs.get((i, tag)))
