"""What is said of a quotation: the verdict, the flags, where it stands, and what differs.

The ladder and the flags are those of ``docs/verdicts.md``. A similarity score never makes a quotation faithful: finding
may be loose, judging compares words.
"""

from __future__ import annotations

from typing import Any, Literal

from .anchors import Anchor
from .captures import Capture
from .documents import Attribution, Kind
from .model import Model
from .sources import Source

Verdict = Literal["verbatim", "typographic", "script-folded", "conventional", "fingerprint", "altered", "spliced", "not-found"]
Flag = Literal[
    "ambiguous",
    "wrong-location",
    "stale-version",
    "omits-negation",
    "omits-number",
    "clipped-negation",
    "substitution",
    "spans-segments",
    "markers-skipped",
    "marker-included",
    "too-short",
    "text-not-held",
]
#: Verdicts under which the words are the source's words.
FAITHFUL: frozenset[str] = frozenset({"verbatim", "typographic", "script-folded", "conventional", "fingerprint"})
#: Flags that make a quotation unfaithful whatever its verdict.
UNFAITHFUL_FLAGS: frozenset[str] = frozenset(
    {"omits-negation", "clipped-negation", "substitution", "wrong-location", "too-short"}
)


class Change(Model):
    """One step of the token diff from the source's words to the quoted ones."""

    op: Literal["equal", "delete", "insert", "replace"]
    source: str
    quoted: str
    kind: Literal["words", "number", "negation", "punctuation", "equal"] = "equal"


class Match(Model):
    """One place where the quoted words, or what comes nearest to them, stand."""

    anchor: Anchor
    """With version and, unless it is the whole segment, the span in code points."""
    text: str | None
    """The source's own words at that place, from first to last quoted word; None where only an edition is held."""
    kind: Kind
    title: str
    source: Source
    """The publication the words are cited to."""
    attribution: Attribution = Attribution()
    markers: tuple[int, ...] = ()
    """Numbers of the footnote markers inside the span."""
    counterpart: Anchor | None = None
    """The same segment in the other layer, with its version; for a translation, what it was translated from."""
    work: Source | None = None
    """The document's own record (for a translation: the translation), when ``source`` is another one."""
    capture: Capture | None = None
    byte_range: tuple[int, int] | None = None
    """Where the span stands in the capture, in bytes."""


class Quotation(Model):
    """A quotation and what was found of it; see the properties for the answers most callers want."""

    quoted: str
    verdict: Verdict
    flags: tuple[Flag, ...] = ()
    matches: tuple[Match, ...] = ()
    diff: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences for a person: why it is not faithful, or what to look at."""

    @property
    def faithful(self) -> bool:
        """Whether the quotation may stand as it is."""
        return self.verdict in FAITHFUL and not UNFAITHFUL_FLAGS.intersection(self.flags)

    @property
    def match(self) -> Match | None:
        """The (first) place."""
        return self.matches[0] if self.matches else None

    @property
    def anchor(self) -> Anchor | None:
        """The anchor of the (first) place."""
        return self.matches[0].anchor if self.matches else None

    @property
    def text(self) -> str | None:
        """The source's own words at the (first) place, None when they are not held or nothing was found."""
        return self.matches[0].text if self.matches else None

    def receipt(self) -> dict[str, Any]:
        """What someone else needs to check this result against their own copy: words, verdict, anchor, text version,
        and the file and bytes they were read from. The same quotation and document give the same receipt."""
        place = self.match
        capture = place.capture if place else None
        fields = {
            "quoted": self.quoted,
            "faithful": self.faithful,
            "verdict": self.verdict,
            "flags": list(self.flags),
            "anchor": str(place.anchor) if place else None,
            "text": place.text if place else None,
            "capture": capture.sha256 if capture else None,
            "bytes": list(place.byte_range) if place and place.byte_range else None,
        }
        return {k: v for k, v in fields.items() if v is not None}
