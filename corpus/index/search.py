"""Searching runs: every place of a piece, letter for letter, and the places that look most like a longer text.

A kept gram of the quotation that stands in the text too gives a diagonal: where the quotation would begin there. An exact
search takes the rarest kept gram and compares letters; a loose one counts the grams on each diagonal and measures the best
windows with rapidfuzz.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .grams import DTYPE, SURE, Hashes, Positions, hashes, winnow
from .letters import UNIT, Script, units
from .runs import Run

#: A gram with more postings than this says too little to be looked at, unless all have.
_COMMON = 2000
#: Units by which places on neighbouring diagonals may differ and still be one: insertions and deletions shift them.
_DRIFT = 32
#: A place with less than this part of the votes of the best is chance.
_WEAK = 4
#: Windows that are measured, besides those of parts.
_MEASURED = 16
#: Kept grams of a piece that are looked up, about. Of more places than a few, those are compared where another of these grams
#: stands too, unless it has that many times as many places.
_ASKED, _FEW, _MOST_TIMES = 6, 2, 32
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


def exact(runs: Sequence[Run], piece: str, most: int, around: tuple[int, int] = (0, 0)) -> list[Place]:
    """Every place in some runs of one script where the letters of ``piece`` stand in a row, in the streams' order; at most
    ``most`` in each. ``around``: the units on either side in which the rest of the quotation may stand.

    A piece shorter than :data:`~corpus.index.grams.SURE` is looked for by reading the streams.
    """
    if not runs or not piece:
        return []
    script = runs[0].script
    wanted = units(piece, script)
    length = len(wanted) // UNIT[script]
    if length < SURE[script]:
        places = [(run, run.find(wanted, most)) for run in runs]
    else:
        at, h = winnow(np.frombuffer(wanted, DTYPE[script]), script)
        places = [(run, _standing(run, wanted, at, h, most)) for run in runs]
    return [Place(run, start, start + length, 100.0, *around) for run, starts in places for start in starts]


def _standing(run: Run, wanted: bytes, at: Positions, h: Hashes, most: int) -> list[int]:
    """Where units stand of which the grams with hashes ``h`` are kept: these begin ``at``."""
    # each gram that is looked up costs a page of the file; some are enough, unless all of them are common
    every = max(1, len(h) // _ASKED)
    first, last = run.buckets(h[::every])
    if every > 1 and (last - first).min() > _COMMON:
        every = 1
        first, last = run.buckets(h)
    counts = (last - first).tolist()
    starts: set[int] | None = None
    for n in sorted(range(len(counts)), key=counts.__getitem__):
        if starts is not None and (len(starts) <= _FEW or counts[n] > _MOST_TIMES * len(starts)):
            break
        found = (run.places(h[n * every], first[n], last[n]) - at[n * every]).tolist()
        starts = set(found) if starts is None else starts.intersection(found)
    length = len(wanted) // UNIT[run.script]
    kept: list[int] = []
    for start in sorted(starts or ()):
        if start >= 0 and run.letters[start : start + length].tobytes() == wanted:
            kept.append(start)
            if len(kept) == most:
                break
    return kept


def loose(runs: Sequence[Run], text: str, most: int, around: int = 0) -> list[Place]:
    """The windows of some runs of one script that look most like ``text`` (letters), best first; at most ``most``.
    ``around``: the units on both sides in which the rest of the quotation may stand.

    The places in all runs are weighed together, so that not more is measured where there are more runs.
    """
    from rapidfuzz import fuzz

    if not runs or not text:
        return []
    script = runs[0].script
    wanted = np.frombuffer(units(text, script), DTYPE[script])
    spoken = _spoken(wanted, script)
    slack = _DRIFT + len(wanted) // 10
    out = []
    for number, start in sorted({*_voted(runs, wanted, script), *_by_parts(runs, wanted, script)}):
        run = runs[number]
        high = min(len(run.letters), start + len(wanted) + slack)
        # a window shorter than the text would be looked for in the text instead
        low = max(0, min(start - slack, high - len(wanted)))
        alignment = fuzz.partial_ratio_alignment(spoken, _spoken(run.letters[low:high], script))
        if alignment and alignment.score:
            score = alignment.score * min(1.0, (high - low) / len(wanted))
            end = low + max(alignment.dest_end, 1)
            out.append(Place(run, low + alignment.dest_start, end, score, around, around))
    return sorted(out, key=lambda p: -p.score)[:most]


def _spoken(stream: NDArray[np.generic], script: Script) -> str:
    return stream.tobytes().decode("latin-1" if script == "latin" else "utf-16-le", "replace")


def _voted(runs: Sequence[Run], wanted: NDArray[np.generic], script: Script) -> list[tuple[int, int]]:
    """Where the text would begin by the votes of its grams, most votes first: (number of the run, unit).

    All its grams are asked, not only those that winnowing would keep of it: near a changed letter other grams are kept.
    """
    h = hashes(wanted, script)
    if not len(h):
        return []
    ballots = [ballot for number, run in enumerate(runs) if (ballot := _ballot(number, run, h)) is not None]
    if not ballots:
        return []
    votes = np.concatenate([b.votes for b in ballots])
    owner = np.repeat(np.arange(len(ballots)), [len(b.votes) for b in ballots])
    inside = np.concatenate([np.arange(len(b.votes)) for b in ballots])
    best = np.argsort(-votes, kind="stable")[: 4 * _MEASURED]
    covered = np.zeros(len(h), np.bool_)
    out: list[tuple[int, int]] = []
    for count, ballot, n in zip(votes[best].tolist(), owner[best].tolist(), inside[best].tolist(), strict=True):
        run, start, asked = ballots[ballot].candidate(n)
        # less than a quarter of the best one's votes is chance, unless they are for words that stand nowhere better
        if _WEAK * count >= votes[best[0]] or (count > 1 and not covered[asked].any()):
            out.append((run, start))
            covered[asked] = True
    return out[:_MEASURED]


@dataclass(frozen=True, slots=True)
class _Ballot:
    """The votes in one run: diagonals in order, which gram each is of, and where neighbours begin that are one place."""

    run: int
    diagonals: Positions
    grams: Positions
    begins: Positions
    votes: Positions

    def candidate(self, n: int) -> tuple[int, int, Positions]:
        """The run, the diagonal in the middle of a place, and the grams that voted for it."""
        begin, count = int(self.begins[n]), int(self.votes[n])
        return self.run, int(self.diagonals[begin + count // 2]), self.grams[begin : begin + count]


def _ballot(number: int, run: Run, h: Hashes) -> _Ballot | None:
    first, last = run.buckets(h)
    rare = np.flatnonzero(last - first <= _COMMON)
    if not len(rare):
        rare = np.argsort(last - first, kind="stable")[:1]
    which, at = run.postings(h[rare], first[rare], last[rare])
    if not len(at):
        return None
    grams = rare[which]
    diagonals = at - grams
    order = np.argsort(diagonals, kind="stable")
    diagonals, grams = diagonals[order], grams[order]
    # places drift apart by insertions: a gap of more than the drift begins another place
    begins = np.flatnonzero(np.concatenate([[True], diagonals[1:] - diagonals[:-1] > _DRIFT]))
    return _Ballot(number, diagonals, grams, begins, np.diff(begins, append=len(diagonals)))


def _by_parts(runs: Sequence[Run], wanted: NDArray[np.generic], script: Script) -> list[tuple[int, int]]:
    """Where a third or half of a text stands that is too short for its grams to be sure of.

    Of three thirds one is whole if the text differs from its source in one spot, by less than a third.
    """
    least = _LEAST_PART[script]
    parts = 3 if len(wanted) >= 3 * least else 2
    length = -(-len(wanted) // parts)
    if not least <= length < SURE[script]:
        return []
    begins = [*range(0, len(wanted) - length, length), len(wanted) - length]
    found = ((n, run.find(wanted[b : b + length].tobytes(), _MOST_PARTS), b) for n, run in enumerate(runs) for b in begins)
    return [(number, at - b) for number, places, b in found for at in places]
