"""Documents, their segments, layers and markers.

A :class:`Document` holds its segments in reading order. A segment has one id in all its layers, and a layer may lack it.
The same model serves a document with its words and an edition without them: then ``LayerText.text`` is None, and length,
version and markers are still there.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Literal

from .captures import Capture, Run
from .errors import UnknownAnchor
from .model import Model
from .names import Agent
from .sources import Source, Title

Kind = Literal["heading", "paragraph", "summary", "takeaway", "note"]
#: The letter that starts a segment id of each kind.
LETTERS: dict[Kind, str] = {"heading": "h", "paragraph": "p", "summary": "s", "takeaway": "k", "note": "n"}
KINDS: dict[str, Kind] = {letter: kind for kind, letter in LETTERS.items()}
#: Characters of a version in an anchor; more may be written, as long as they agree.
VERSION_LENGTH = 12


def version_of(text: str) -> str:
    """The whole version string of a text: lower-case base32 of SHA-256 over its NFC form, 52 characters."""
    digest = hashlib.sha256(unicodedata.normalize("NFC", text).encode()).digest()
    return base64.b32encode(digest).decode("ascii").rstrip("=").lower()


class Attribution(Model):
    """Whose words these are. ``work``: the cited work's own. ``apparatus``: the publishing page's (summary, takeaways)."""

    part: Literal["work", "apparatus"] = "work"
    authors: tuple[Agent, ...] = ()
    translators: tuple[Agent, ...] = ()


class Damage(Model):
    """Something the capture lost or spoiled in code points ``start``–``end`` of one layer's text; never repaired."""

    kind: str
    layer: str
    start: int
    end: int
    detail: str


class Marker(Model):
    """A footnote call in ``segment`` and ``layer``. It has no width: ``offset`` is the code point it stands before."""

    number: int
    segment: str
    layer: str
    offset: int
    form: str
    """The characters the capture prints for it: ``3``, ``[3]``, ``③``."""
    byte_start: int | None = None
    byte_end: int | None = None
    note: str | None = None
    """The id of the segment with the note's text, or None where the page gives none."""


class LayerText(Model):
    """One segment in one language: its words, or (in an edition) all but them."""

    text: str | None = None
    length: int
    """Code points."""
    version: str
    attribution: Attribution = Attribution()
    markers: tuple[Marker, ...] = ()
    runs: tuple[Run, ...] = ()
    damage: tuple[Damage, ...] = ()

    @classmethod
    def of(
        cls,
        text: str,
        attribution: Attribution | None = None,
        markers: tuple[Marker, ...] = (),
        runs: tuple[Run, ...] = (),
        damage: tuple[Damage, ...] = (),
    ) -> LayerText:
        """A layer text with its words; length and version follow from them."""
        return cls(
            text=text,
            length=len(text),
            version=version_of(text),
            attribution=attribution or Attribution(),
            markers=markers,
            runs=runs,
            damage=damage,
        )

    def without_words(self) -> LayerText:
        """The same without its words (and the byte map, which says nothing without the file)."""
        return self.model_copy(update={"text": None, "runs": ()})


class Segment(Model):
    """A heading, paragraph, summary, takeaway or note, in one or more layers (language tag → text)."""

    id: str
    kind: Kind
    layers: dict[str, LayerText]

    @property
    def number(self) -> int:
        """The number in the id: 12 for ``p12``."""
        return int(self.id[1:])

    @property
    def markers(self) -> tuple[Marker, ...]:
        """The markers of all layers, in order."""
        return tuple(m for layer in self.layers.values() for m in layer.markers)


class Document(Model):
    """One work in segments. ``source`` is what is read (for a translation: the translation, pointing to its original)."""

    id: str
    source: Source
    segments: tuple[Segment, ...]
    capture: Capture | None = None

    @property
    def title(self) -> str:
        """The title as printed, or the id where the page gives none."""
        return self.source.title.text if self.source.title else self.id

    @property
    def layers(self) -> dict[str, int]:
        """How many segments each layer has, in order of first appearance."""
        counts: dict[str, int] = {}
        for segment in self.segments:
            for layer in segment.layers:
                counts[layer] = counts.get(layer, 0) + 1
        return counts

    @property
    def aligned(self) -> int:
        """How many segments stand in more than one layer."""
        return sum(len(s.layers) > 1 for s in self.segments)

    @property
    def counts(self) -> dict[str, int]:
        """How many segments of each kind there are; kinds that do not occur are left out."""
        return {k: n for k in LETTERS if (n := sum(s.kind == k for s in self.segments))}

    @property
    def markers(self) -> tuple[Marker, ...]:
        """All markers in reading order."""
        return tuple(m for s in self.segments for m in s.markers)

    @property
    def has_words(self) -> bool:
        """Whether the words are held; an edition has none."""
        return all(t.text is not None for s in self.segments for t in s.layers.values())

    def texts(self, layer: str | None = None) -> Iterator[tuple[Segment, str, LayerText]]:
        """(segment, layer, text) in reading order, for one layer or all."""
        for segment in self.segments:
            for tag, text in segment.layers.items():
                if layer in (None, tag):
                    yield segment, tag, text

    def segment(self, segment_id: str) -> Segment:
        """The segment with this id. Raises :class:`UnknownAnchor` with the nearest ids."""
        found = next((s for s in self.segments if s.id == segment_id), None)
        if found is None:
            nearest = nearest_ids(segment_id, [s.id for s in self.segments])
            raise UnknownAnchor(f"{self.id} has no segment {segment_id!r}", tuple(f"{self.id}/{i}" for i in nearest))
        return found

    def source_of(self, segment: Segment, layer: str) -> Source:
        """The publication these words are cited to: the original for its own language, the translation for the other,
        the publishing page for its own summary and takeaways."""
        attribution = segment.layers[layer].attribution if layer in segment.layers else Attribution()
        if attribution.part == "apparatus":
            return self._apparatus(segment.kind, layer, attribution)
        original = self.source.translation_of
        if original is not None and original.language and _same_language(original.language, layer):
            return original
        return self.source

    def _apparatus(self, kind: Kind, layer: str, attribution: Attribution) -> Source:
        """The page's own words about the work are a contribution of the publisher to the same page."""
        label = {"summary": "Summary", "takeaway": "Key takeaways"}.get(kind, kind.capitalize())
        return Source(
            id=f"{self.source.id}-{kind}",
            type=self.source.type,
            title=Title(text=f"{label}: {self.title}", language=layer),
            authors=attribution.authors,
            container_title=self.source.container_title,
            publisher=self.source.publisher,
            issued=self.source.date_shown,
            language=layer,
            url=self.source.url,
        )

    def without_words(self) -> Document:
        """The document as an edition ships it: everything but the words."""
        bare = tuple(
            s.model_copy(update={"layers": {tag: t.without_words() for tag, t in s.layers.items()}}) for s in self.segments
        )
        return self.model_copy(update={"segments": bare})


def _same_language(tag: str, other: str) -> bool:
    return tag.split("-", maxsplit=1)[0].lower() == other.split("-", maxsplit=1)[0].lower()


def nearest_ids(wanted: str, known: list[str], most: int = 3) -> list[str]:
    """The known names that look most like ``wanted``, best first; for messages."""
    return get_close_matches(wanted, known, n=most, cutoff=0.5)
