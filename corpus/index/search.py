"""Searching runs: every place of a piece, letter for letter, and the places that look most like a longer text.

A kept gram of the quotation that stands in the text too gives a diagonal: where the quotation would begin there. An exact
search takes the rarest kept gram and compares letters; a loose one counts the grams on each diagonal and measures the best
windows with rapidfuzz.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .grams import DTYPE, SURE, Positions, hashes, winnow
from .letters import UNIT, Script, units
from .runs import Run

#: Bytes compared at a time.
_COMPARED = 1 << 24
#: A gram with more postings than this says too little to be looked at in a loose search, unless all have.
_COMMON = 2000
#: Units by which places on neighbouring diagonals may differ and still be one: insertions and deletions shift them.
_DRIFT = 32
#: A place with less than this part of the votes of the best is chance.
_WEAK = 4
#: Windows of each run that are measured.
_MEASURED = 16
#: Letters of a part of a short text that are worth looking for, and places of it that are measured.
_LEAST_PART: dict[Script, int] = {"latin": 6, "han": 3}
_MOST_PARTS = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """Units ``start``–``end`` of a run's stream."""

    run: Run
    start: int
    end: int
    score: float
    """How alike, of a hundred."""
    before: int = 0
    after: int = 0
    """Units on either side in which the rest of the quotation may stand."""


def exact(run: Run, piece: str, most: int) -> list[Place]:
    """Every place where the letters of ``piece`` stand in a row, in the stream's order; at most ``most``.

    A piece shorter than :data:`~corpus.index.grams.SURE` is looked for by reading the stream.
    """
    wanted = units(piece, run.script)
    length = len(wanted) // UNIT[run.script]
    if not length:
        return []
    if length < SURE[run.script]:
        starts: Iterable[int] = run.find(wanted, most)
    else:
        starts = _standing(run, np.frombuffer(wanted, DTYPE[run.script]), most).tolist()
    return [Place(run, s, s + length, 100.0) for s in starts]


def _standing(run: Run, piece: NDArray[np.generic], most: int) -> Positions:
    at, h = winnow(piece, run.script)
    first, last = run.buckets(h)
    rarest = int(np.argmin(last - first))
    _, found = run.postings(h[rarest : rarest + 1])
    starts = found - at[rarest]
    starts = starts[(starts >= 0) & (starts + len(piece) <= len(run.letters))]
    step = max(1, _COMPARED // (8 * len(piece)))
    reach = np.arange(len(piece))
    kept: list[Positions] = []
    for i in range(0, len(starts), step):
        some = starts[i : i + step]
        kept.append(some[(run.letters[some[:, None] + reach] == piece).all(axis=1)])
        if sum(map(len, kept)) >= most:
            break
    return np.concatenate([np.empty(0, np.int64), *kept])[:most]


def loose(runs: Sequence[Run], text: str, most: int) -> list[Place]:
    """The windows of all runs that look most like ``text`` (letters), best first; at most ``most``."""
    found = [place for run in runs for place in _alike(run, text)]
    return sorted(found, key=lambda p: -p.score)[:most]


def _alike(run: Run, text: str) -> list[Place]:
    from rapidfuzz import fuzz

    wanted = np.frombuffer(units(text, run.script), DTYPE[run.script])
    starts = sorted({*_voted(run, wanted), *_by_parts(run, wanted)})
    spoken = _spoken(wanted, run)
    slack = _DRIFT + len(wanted) // 10
    out = []
    for start in starts:
        high = min(len(run.letters), start + len(wanted) + slack)
        # a window shorter than the text would be looked for in the text instead
        low = max(0, min(start - slack, high - len(wanted)))
        alignment = fuzz.partial_ratio_alignment(spoken, _spoken(run.letters[low:high], run))
        if alignment and alignment.score:
            score = alignment.score * min(1.0, (high - low) / len(wanted))
            out.append(Place(run, low + alignment.dest_start, low + max(alignment.dest_end, 1), score))
    return out


def _spoken(stream: NDArray[np.generic], run: Run) -> str:
    return stream.tobytes().decode("latin-1" if run.script == "latin" else "utf-16-le", "replace")


def _voted(run: Run, wanted: NDArray[np.generic]) -> list[int]:
    """Where the text would begin by the votes of its grams, most votes first.

    All its grams are asked, not only those that winnowing would keep of it: near a changed letter other grams are kept.
    """
    h = hashes(wanted, run.script)
    first, last = run.buckets(h)
    rare = np.flatnonzero(last - first <= _COMMON)
    if not len(rare):
        rare = np.argsort(last - first, kind="stable")[:1]
    which, at = run.postings(h[rare])
    if not len(at):
        return []
    diagonals = at - rare[which]
    order = np.argsort(diagonals, kind="stable")
    diagonals, which = diagonals[order], which[order]
    # places drift apart by insertions: a gap of more than the drift begins another place
    begins = np.flatnonzero(np.diff(diagonals, prepend=diagonals[0] - _DRIFT - 1) > _DRIFT)
    votes = np.diff(begins, append=len(diagonals))
    covered = np.zeros(len(rare), np.bool_)
    out: list[int] = []
    best = np.argsort(-votes, kind="stable")[: 4 * _MEASURED]
    for begin, count in zip(begins[best].tolist(), votes[best].tolist(), strict=True):
        asked = which[begin : begin + count]
        # less than a quarter of the best one's votes is chance, unless they are for words that stand nowhere better
        if _WEAK * count >= votes[best[0]] or (count > 1 and not covered[asked].any()):
            out.append(int(diagonals[begin + count // 2]))
            covered[asked] = True
    return out[:_MEASURED]


def _by_parts(run: Run, wanted: NDArray[np.generic]) -> list[int]:
    """Where a third or half of a text stands that is too short for its grams to be sure of.

    Of three thirds one is whole if the text differs from its source in one spot, by less than a third.
    """
    least = _LEAST_PART[run.script]
    parts = 3 if len(wanted) >= 3 * least else 2
    length = -(-len(wanted) // parts)
    if not least <= length < SURE[run.script]:
        return []
    begins = [*range(0, len(wanted) - length, length), len(wanted) - length]
    return [at - b for b in begins for at in run.find(wanted[b : b + length].tobytes(), _MOST_PARTS)]
