"""What can go wrong in this floor of the house.

    ProvenanceError
    ├── AnchorError        an anchor that does not follow the grammar
    ├── UnknownAnchor      a well-formed anchor that names nothing in the document; carries the nearest names
    ├── NotLocated         an annotation that can be read, but whose words are not there, or not in one place
    └── WordsNotHeld       the words at an anchor are asked for, but only an edition without words is here

Each message is one line, fit to be shown to a person as it is.
"""

from __future__ import annotations


class ProvenanceError(ValueError):
    """Base of the errors of this package."""


class AnchorError(ProvenanceError):
    """The text is not an anchor; the message says at which character and what was expected there."""


class UnknownAnchor(ProvenanceError):
    """Nothing in the document has this anchor; ``nearest`` are existing ones that look like it, best first."""

    def __init__(self, message: str, nearest: tuple[str, ...] = ()) -> None:
        hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
        super().__init__(message + hint)
        self.nearest = nearest


class NotLocated(ProvenanceError):
    """What an annotation selects is not in the document, stands in several places, or belongs to another version."""


class WordsNotHeld(ProvenanceError):
    """Only the edition (structure and fingerprint) is here; the words must be added from a copy of the page."""
