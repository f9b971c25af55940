"""Carrying ids from one version of a document to the next.

Ids are minted once and never renumbered or reused. A segment keeps its id when a layer of it has the same text version, or
when it stands alone between two kept neighbours where exactly one segment of its kind stood (sequence alignment). Everything
else is new and gets the next free number; an id that is no longer used stays unused.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from .documents import LETTERS, Document, Segment


def carry_ids(old: Document, new: Document, used: Iterable[str] = ()) -> Document:
    """``new`` with the ids of ``old`` where the segments are the same, and unused ids elsewhere.

    ``used`` are ids of still older versions, which are not given again either.
    """
    kept = _pairs(old.segments, new.segments)
    taken = {s.id for s in old.segments} | set(used)
    fresh = {kind: _numbers(letter, taken) for kind, letter in LETTERS.items()}
    names: dict[str, str] = {}
    for i, segment in enumerate(new.segments):
        match = kept.get(i)
        names[segment.id] = old.segments[match].id if match is not None else f"{LETTERS[segment.kind]}{next(fresh[segment.kind])}"
    return new.model_copy(update={"segments": tuple(_renamed(s, names) for s in new.segments)})


def _numbers(letter: str, taken: set[str]) -> itertools.count[int]:
    highest = max((int(i[1:]) for i in taken if i[0] == letter), default=0)
    return itertools.count(highest + 1)


def _pairs(old: Sequence[Segment], new: Sequence[Segment]) -> dict[int, int]:
    """Index in ``new`` → index in ``old`` of the same segment."""
    matcher = SequenceMatcher(None, [_key(s) for s in old], [_key(s) for s in new], autojunk=False)
    pairs: dict[int, int] = {}
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            pairs.update(zip(range(c, d), range(a, b), strict=True))
        elif op == "replace":
            pairs.update(_within(old, new, range(a, b), range(c, d)))
    return pairs


def _key(segment: Segment) -> tuple[str, ...]:
    return (segment.kind, *(f"{tag}:{t.version}" for tag, t in sorted(segment.layers.items())))


def _within(old: Sequence[Segment], new: Sequence[Segment], before: range, after: range) -> dict[int, int]:
    """In a stretch that changed: segments that share a layer's text, then a single one in the place of a single one."""
    pairs: dict[int, int] = {}
    left = list(before)
    for j in after:
        same = next((i for i in left if old[i].kind == new[j].kind and _shares_layer(old[i], new[j])), None)
        if same is not None:
            pairs[j] = same
            left = [i for i in left if i > same]
    if not pairs and len(before) == len(after) == 1 and old[before[0]].kind == new[after[0]].kind:
        pairs[after[0]] = before[0]
    return pairs


def _shares_layer(one: Segment, other: Segment) -> bool:
    return any(tag in other.layers and other.layers[tag].version == t.version for tag, t in one.layers.items())


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
