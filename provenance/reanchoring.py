"""From one version of a document to the next: ids carried over, and an account of everything that changed.

Ids are minted once and never renumbered. A segment keeps its id where :mod:`provenance.alignment` finds it again by equal
text; every other segment of the new version gets an id that was never used. A segment that is not found again leaves its id
as a tombstone, and what it may have become is proposed with a score and a diff (:mod:`provenance.likeness`). Nobody's anchor
moves to a proposal unless a person says so.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from .alignment import align, frame, telling
from .anchors import Anchor
from .borders import cuts_token
from .characters import is_boundary
from .documents import LETTERS, VERSION_LENGTH, Document, LayerText, Segment
from .errors import UnknownAnchor
from .folding import fold
from .likeness import Proposal, differences, propose
from .model import Model
from .quotations import Change


class Revision(Model):
    """A kept segment of which one layer has other words now, or which gained or lost a layer."""

    segment: str
    layer: str
    before: str | None
    """The version of the old text; None where the layer is new."""
    after: str | None
    """The version of the new text; None where the layer is gone."""
    diff: tuple[Change, ...] = ()
    """From the old words to the new ones, where both are held."""


class Reanchoring(Model):
    """What became of every segment of ``old`` in ``new``; each id of ``old`` is in ``kept`` or in ``removed``."""

    old: Document
    new: Document
    """The new version with the ids it is known by."""
    kept: tuple[str, ...]
    """Ids that name the same segment as before, in the new order."""
    moved: tuple[str, ...] = ()
    """Those of ``kept`` that stand in another place among the others."""
    revised: tuple[Revision, ...] = ()
    """What changed in segments that keep their id because another layer is unchanged."""
    inserted: tuple[str, ...] = ()
    """Ids of the new version that are not in the old one."""
    restored: tuple[str, ...] = ()
    """Those of ``inserted`` that named the same words in a still older version."""
    removed: tuple[str, ...] = ()
    """Tombstones: ids of the old version that are not used any more, and never will be for anything else."""
    proposals: tuple[Proposal, ...] = ()
    """What removed segments may have become."""

    def proposals_for(self, segment: str) -> tuple[Proposal, ...]:
        """The proposals for one removed segment, best first."""
        found = [p for p in self.proposals if segment in p.old]
        return tuple(sorted(found, key=lambda p: -p.score))

    @property
    def orphans(self) -> tuple[str, ...]:
        """Removed ids for which nothing is proposed; a valid outcome."""
        proposed = {i for p in self.proposals for i in p.old}
        return tuple(i for i in self.removed if i not in proposed)


def reanchor(old: Document, new: Document, older: Sequence[Document] = ()) -> Reanchoring:
    """Carry the ids of ``old`` to ``new``, whose own ids are provisional, and say what changed.

    ``older``: earlier versions, the newest first. Their ids are not given again either, except to the very segment they named
    (a text that comes back).
    """
    return changes(old, carry_ids(old, new, older), (s.id for version in older for s in version.segments))


def carry_ids(old: Document, new: Document, older: Sequence[Document] = ()) -> Document:
    """``new`` with the ids of ``old`` where the segments are the same, and unused ids elsewhere; see :func:`reanchor`."""
    names = {j: old.segments[i].id for i, j in align(old.segments, new.segments).items()}
    names |= _returning(old, new, older, names)
    taken = {s.id for version in (old, *older) for s in version.segments}
    fresh = {kind: _numbers(letter, taken) for kind, letter in LETTERS.items()}
    renamed = {s.id: names.get(j) or f"{LETTERS[s.kind]}{next(fresh[s.kind])}" for j, s in enumerate(new.segments)}
    return new.model_copy(update={"segments": tuple(_renamed(s, renamed) for s in new.segments)})


def changes(old: Document, new: Document, used_before: Iterable[str] = ()) -> Reanchoring:
    """What changed between two versions whose ids are already carried: equal ids name the same segment.

    ``used_before``: ids of versions before ``old``; those of them that ``new`` has and ``old`` has not were restored.
    """
    place = {s.id: j for j, s in enumerate(new.segments)}
    pairs = {i: place[s.id] for i, s in enumerate(old.segments) if s.id in place}
    before, after = {s.id for s in old.segments}, set(place)
    inserted = [s.id for s in new.segments if s.id not in before]
    removed = [s.id for s in old.segments if s.id not in after]
    still = {new.segments[j].id for _, j in frame(pairs)}
    used = set(used_before)
    return Reanchoring(
        old=old,
        new=new,
        kept=tuple(s.id for s in new.segments if s.id in before),
        moved=tuple(s.id for s in new.segments if s.id in before and s.id not in still),
        revised=tuple(r for i, j in sorted(pairs.items()) for r in _revisions(old.segments[i], new.segments[j])),
        inserted=tuple(inserted),
        restored=tuple(i for i in inserted if i in used),
        removed=tuple(removed),
        proposals=_proposals(old, new, pairs),
    )


def _returning(old: Document, new: Document, older: Sequence[Document], names: dict[int, str]) -> dict[int, str]:
    """Index in ``new`` → the id which that segment had in a version before ``old``, for those without a name.

    Only words that tell which segment they are come back: another "Repealed." is another segment.
    """
    gone = {s.id for version in older for s in version.segments} - {s.id for s in old.segments}
    found: dict[int, str] = {}
    tells = telling(new.segments) if gone else []
    for version in older if gone else ():
        if len(names) + len(found) == len(new.segments):
            break
        told = telling(version.segments)
        for i, j in align(version.segments, new.segments).items():
            identity = version.segments[i].id
            if j not in names and j not in found and identity in gone and told[i] and tells[j]:
                found[j] = identity
                gone.remove(identity)
    return found


def _numbers(letter: str, taken: set[str]) -> itertools.count[int]:
    highest = max((int(i[1:]) for i in taken if i[0] == letter), default=0)
    return itertools.count(highest + 1)


def _revisions(old: Segment, new: Segment) -> Iterator[Revision]:
    diffs = differences([old], [new]) if all(t.text is not None for s in (old, new) for t in s.layers.values()) else {}
    for tag in dict.fromkeys([*old.layers, *new.layers]):
        before, after = (s.layers[tag].version if tag in s.layers else None for s in (old, new))
        if before != after:
            yield Revision(segment=old.id, layer=tag, before=before, after=after, diff=diffs.get(tag, ()))


def _proposals(old: Document, new: Document, pairs: dict[int, int]) -> tuple[Proposal, ...]:
    left = [i for i in range(len(old.segments)) if i not in pairs]
    taken = set(pairs.values())
    right = [j for j in range(len(new.segments)) if j not in taken]
    gaps: dict[int, list[int]] = {}
    ends = [(-1, -1), *frame(pairs), (len(old.segments), len(new.segments))]
    for (i, j), (k, m) in itertools.pairwise(ends):
        between = [x for x in range(j + 1, m) if x not in taken]
        gaps.update({x: between for x in range(i + 1, k) if x not in pairs})
    return propose(old.segments, new.segments, left, right, gaps)


def _renamed(segment: Segment, names: dict[str, str]) -> Segment:
    layers = {
        tag: t.model_copy(
            update={
                "markers": tuple(
                    m.model_copy(update={"segment": names[m.segment], "note": names.get(m.note, m.note) if m.note else None})
                    for m in t.markers
                )
            }
        )
        for tag, t in segment.layers.items()
    }
    return segment.model_copy(update={"id": names[segment.id], "layers": layers})


# -------------------------------------------------------------------------------------------------------------- one anchor

Outcome = Literal["same", "carried", "stale-version", "removed"]


class Followed(Model):
    """Where an anchor of the old version leads in the new one.

    ``same``: the segment has the same words. ``carried``: its words changed elsewhere, those of the anchor's span stand there
    once, as they did before. ``stale-version``: the words at the anchor changed; ``diff`` says how. ``removed``: the segment
    is not there any more; ``proposals`` say what it may have become, and may be empty.
    """

    outcome: Outcome
    anchor: Anchor
    """The anchor that was asked, with the version of its text."""
    now: Anchor | None = None
    """The anchor in the new version; None unless the outcome is ``same`` or ``carried``."""
    diff: tuple[Change, ...] = ()
    proposals: tuple[Proposal, ...] = ()


def follow(anchor: Anchor, between: Reanchoring) -> Followed:
    """``anchor``, which is one of ``between.old`` and names a layer, in ``between.new``.

    A footnote marker is the same while the text around it is and it stands in the same place under the same number. Raises
    :class:`UnknownAnchor` when the old version has no such segment or layer.
    """
    segment = between.old.segment(anchor.segment or "")
    before = segment.layers.get(anchor.layer or "")
    if before is None:
        raise UnknownAnchor(f"{between.old.id}/{segment.id} has no layer {anchor.layer!r}")
    asked = anchor.model_copy(update={"version": before.version[:VERSION_LENGTH]})
    kept = next((s for s in between.new.segments if s.id == segment.id), None)
    if kept is None:
        return Followed(outcome="removed", anchor=asked, proposals=between.proposals_for(segment.id))
    after = kept.layers.get(anchor.layer or "")
    if after is None:
        return Followed(outcome="removed", anchor=asked)
    if after.version == before.version and _same_marker(asked, before, after):
        return Followed(outcome="same", anchor=asked, now=asked)
    span = _carried_span(anchor, before, after)
    if span is not None:
        now = asked.model_copy(update={"version": after.version[:VERSION_LENGTH], "span": span})
        return Followed(outcome="carried", anchor=asked, now=now)
    diff = next((r.diff for r in between.revised if (r.segment, r.layer) == (segment.id, anchor.layer)), ())
    return Followed(outcome="stale-version", anchor=asked, diff=diff)


def _same_marker(anchor: Anchor, before: LayerText, after: LayerText) -> bool:
    places = ([m.offset for m in layer.markers if m.number == anchor.marker] for layer in (before, after))
    return anchor.marker is None or len(set(map(tuple, places))) == 1


def _carried_span(anchor: Anchor, before: LayerText, after: LayerText) -> tuple[int, int] | None:
    """The span's words in the new text, if they stand there once, and stood once in the old; no word or number is cut."""
    if anchor.span is None or anchor.marker is not None or before.text is None or after.text is None:
        return None
    words = before.text[slice(*anchor.span)]
    start = after.text.find(words)
    if start < 0 or after.text.find(words, start + 1) >= 0 or before.text.count(words) != 1:
        return None
    end = start + len(words)
    return (start, end) if all(_is_clean(after.text, at) for at in (start, end)) else None


def _is_clean(text: str, at: int) -> bool:
    """Whether a span may begin or end here: "10" is not carried into "2010"."""
    if not 0 < at < len(text):
        return True
    folded = fold(text)
    where = next((n for n, start in enumerate(folded.starts) if start >= at), len(folded.text))
    return is_boundary(text, at) and not cuts_token(folded.text, where)
