"""What a segment that is not there any more may have become: proposals with a score and a token diff, never a decision.

Two texts are compared by their tokens in order (the longest common subsequence, as a share of both: Dice's measure), so that
one changed digit of a long paragraph scores high and is still seen in the diff. Candidates are the segments of the same gap
and those that share most pairs of neighbouring tokens.
"""

from __future__ import annotations

import functools
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal

from .differences import difference
from .documents import LayerText, Segment
from .folding import fold
from .model import Model
from .quotations import Change
from .tokens import keys

#: From this score on a text is worth proposing; below, it is another text.
LEAST = 0.5
#: How much of a part must stand in the whole, and of the whole in its parts, to call it split or merged.
_PART = 0.8
_WHOLE = 0.75
#: Proposals for one segment, and candidates compared for it.
_MOST = 3
_MOST_CANDIDATES = 12
#: Pairs of tokens that stand in more segments than this say nothing about which one is meant.
_COMMON = 60

Step = Literal["reworded", "split", "merged", "same-words"]


class Proposal(Model):
    """What segments of the old version may have become.

    ``split``: ``old`` has one id and ``new`` several; ``merged``: the other way round; ``reworded``: one and one.
    ``same-words``: the words are equal, but so are those of another candidate, or they stand elsewhere and are too few to
    be known by.
    """

    step: Step
    old: tuple[str, ...]
    new: tuple[str, ...]
    score: float
    """0 to 1; 1 means that no token differs."""
    diff: dict[str, tuple[Change, ...]]
    """Layer → token diff from the old words to the new ones; layers that only one side has are left out."""

    @property
    def is_exact(self) -> bool:
        """Whether the words of a split or merged segment are all there, in order, and no others."""
        return self.score == 1


def alike(one: Segment, other: Segment) -> bool:
    """Whether two segments read like versions of one another, so that they can vouch for what stands next to them."""
    if one.kind != other.kind:
        return False
    return _score([one], [other]) >= LEAST or max(_contained(one, other), _contained(other, one)) >= _PART


def propose(
    old: Sequence[Segment], new: Sequence[Segment], left: Sequence[int], right: Sequence[int], gaps: dict[int, list[int]]
) -> tuple[Proposal, ...]:
    """Proposals for ``left`` (indices in ``old`` without a partner) among ``right`` (those in ``new``).

    ``gaps`` gives for an index of ``left`` the indices of ``right`` between the same neighbours. In order of ``left``, the
    best first. Segments whose words are not held get no proposal.
    """
    ours = [i for i in left if _has_words(old[i])]
    theirs = [j for j in right if _has_words(new[j])]
    candidates = _candidates(old, new, ours, theirs, gaps)
    whole = {i: _parts(old[i], [new[j] for j in found], "split") for i, found in candidates.items()}
    backwards: dict[int, list[int]] = defaultdict(list)
    for i, found in candidates.items():
        for j in found:
            backwards[j].append(i)
    merged = {j: _parts(new[j], [old[i] for i in sorted(found)], "merged") for j, found in backwards.items()}
    merges: dict[str, list[Proposal]] = defaultdict(list)
    for proposal in merged.values():
        for identity in proposal.old if proposal else ():
            merges[identity].append(proposal)  # type: ignore[arg-type]
    out: list[Proposal] = []
    for i in ours:
        several = [p for p in (whole[i], *merges[old[i].id]) if p is not None]
        one = [p for j in candidates[i] if (p := _reworded(old[i], new[j])) is not None]
        told = {identity for p in several for identity in p.new}
        one = [p for p in one if p.new[0] not in told or p.score > max(s.score for s in several)]
        best = sorted([*several, *one], key=lambda p: (-p.score, len(p.new)))
        out += [p for p in best[:_MOST] if p not in out]
    return tuple(out)


def _candidates(
    old: Sequence[Segment], new: Sequence[Segment], left: Sequence[int], right: Sequence[int], gaps: dict[int, list[int]]
) -> dict[int, list[int]]:
    """For each old segment the new ones worth comparing, in reading order."""
    index: dict[tuple[str, str], list[int]] = defaultdict(list)
    for j in right:
        for pair in _bigrams(new[j]):
            index[pair].append(j)
    known = set(right)
    out = {}
    for i in left:
        votes: Counter[int] = Counter()
        for pair in _bigrams(old[i]):
            if len(found := index.get(pair, ())) <= _COMMON:
                votes.update(found)
        near = [j for j in gaps.get(i, ()) if j in known]
        # in a long gap the nearest in order come first
        near.sort(key=lambda j: -votes[j])
        far = [j for j, _ in votes.most_common(_MOST_CANDIDATES)]
        out[i] = sorted(dict.fromkeys([*near[:_MOST_CANDIDATES], *far]))
    return out


def _reworded(old: Segment, new: Segment) -> Proposal | None:
    score = _score([old], [new])
    if score < LEAST:
        return None
    step: Step = "same-words" if score == 1 and _same_text(old, new) else "reworded"
    return _proposal(step, [old], [new], score)


def _parts(whole: Segment, parts: Sequence[Segment], step: Literal["split", "merged"]) -> Proposal | None:
    """The proposal that ``whole`` was split into, or merged from, those of ``parts`` whose words it has; None if not so."""
    inside = [p for p in parts if p.kind == whole.kind and _contained(p, whole) >= _PART]
    score = _score([whole], inside)
    while len(inside) > 2:
        # a lookalike of a part is no part: without it the rest fits better
        rests = [[p for p in inside if p is not one] for one in inside]
        best = max(rests, key=lambda rest: _score([whole], rest))
        if _score([whole], best) <= score:
            break
        inside, score = best, _score([whole], best)
    if len(inside) < 2:
        return None
    if score < _WHOLE or score <= max(_score([whole], [p]) for p in inside):
        return None
    return _proposal(step, [whole], inside, score) if step == "split" else _proposal(step, inside, [whole], score)


def _proposal(step: Step, old: Sequence[Segment], new: Sequence[Segment], score: float) -> Proposal:
    ids = tuple(s.id for s in old), tuple(s.id for s in new)
    return Proposal(step=step, old=ids[0], new=ids[1], score=score, diff=differences(old, new))


def differences(old: Sequence[Segment], new: Sequence[Segment]) -> dict[str, tuple[Change, ...]]:
    """Layer → token diff between the words of ``old`` and of ``new``, for the layers that both sides have and that differ."""
    out = {}
    for tag in _shared(old, new):
        before, after = (" ".join(_text(s.layers[tag]) for s in side if tag in s.layers) for side in (old, new))
        if before != after:
            out[tag] = difference(before, after)
    return out


# ------------------------------------------------------------------------------------------------------------------ measures


def _score(old: Sequence[Segment], new: Sequence[Segment]) -> float:
    """The tokens common to both in order, as a share of all, over the layers that both sides have."""
    from rapidfuzz.distance import LCSseq

    common = total = 0
    for tag in _shared(old, new):
        ours, theirs = _joined(old, tag), _joined(new, tag)
        common += LCSseq.similarity(ours, theirs)
        total += len(ours) + len(theirs)
    return 2 * common / total if total else 0.0


def _contained(part: Segment, whole: Segment) -> float:
    """How much of ``part`` stands in ``whole``, in order."""
    from rapidfuzz.distance import LCSseq

    common = total = 0
    for tag in _shared([part], [whole]):
        ours = _joined([part], tag)
        common += LCSseq.similarity(ours, _joined([whole], tag))
        total += len(ours)
    return common / total if total else 0.0


def _shared(old: Sequence[Segment], new: Sequence[Segment]) -> list[str]:
    theirs = {tag for s in new for tag in s.layers}
    return list(dict.fromkeys(tag for s in old for tag in s.layers if tag in theirs))


def _joined(segments: Iterable[Segment], tag: str) -> list[str]:
    return list(itertools.chain.from_iterable(_tokens(_text(s.layers[tag])) for s in segments if tag in s.layers))


def _bigrams(segment: Segment) -> set[tuple[str, str]]:
    out: set[tuple[str, str]] = set()
    for layer in segment.layers.values():
        found = ("", *_tokens(_text(layer)), "")
        out.update(itertools.pairwise(found))
    return out


@functools.lru_cache(maxsize=8192)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(keys(fold(text, script=True).text))


def _text(layer: LayerText) -> str:
    return layer.text or ""


def _has_words(segment: Segment) -> bool:
    return all(layer.text is not None for layer in segment.layers.values())


def _same_text(old: Segment, new: Segment) -> bool:
    return all(new.layers[tag].version == t.version for tag, t in old.layers.items() if tag in new.layers)
