"""Which segments of two versions of a document are the same: equal text and the order of what stands around it decide.

The method is patience alignment (Bram Cohen, 2003: lines that occur once in each version are the pivots, the longest
increasing run of them is the frame) with three additions, all of them against lookalikes:

- Only a *telling* text is a pivot: long enough, and no other segment has the same words but for numbers. "Repealed." and
  "The fee under section 12 is 40." say too little about which segment they are.
- Any other text is paired by its neighbourhood: next to a pair, between neighbours that are alike, or where it is the only one
  of its mould between two pairs. Where two pairings are equally good, there is none.
- A telling text that stands in another place has moved, and what stands in a moved block moves with it.

No text is ever paired with one that differs. What is not paired is for :mod:`provenance.likeness` to propose.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .documents import LayerText, Segment
from .likeness import alike
from .scripts import count_han

#: Letters and digits (a Han character counts twice) from which a text tells which segment it is, if it has no lookalike.
_TELLING = 12
#: So many pairings of equal texts in one gap are weighed one by one; beyond, they are all left open.
_MOST_PAIRINGS = 400
#: So many places of one text are matched at most.
_MOST_MATCHED = 20
#: How far around a segment a second one with the same text makes it doubtful which of them has moved.
_NEAR = 8

_NUMBER = re.compile(
    r"\d+(?:[.,:/]\d+)*(?:st|nd|rd|th)?|[〇零一二三四五六七八九十百千万亿]+|\b(?:[IVXLCDM]+|[ivxlc]+|[A-Za-z])\b"
    r"|\b(?:(?:one|two|three|five|ten|eleven|twelve|(?:four|six|seven|eight|nine)(?:teen|ty)?|fifteen|thirteen|twenty|thirty|forty"
    r"|fifty|eighteen|eighty|hundred)|(?:first|second|third|fifth|eighth|ninth|twelfth|(?:four|six|seven|ten|eleven|\w+teen)th"
    r"|\w+tieth))\b",
    re.IGNORECASE,
)

_TELLING_NUMBER = re.compile(r"\d|第[〇零一二三四五六七八九十百千万]+")


def align(old: Sequence[Segment], new: Sequence[Segment]) -> dict[int, int]:
    """Index in ``old`` → index in ``new`` of the same segment; each index occurs once.

    A segment is the same when all its layers have the same text or, where that leaves it open, when one of them has: a text
    that gains a translation keeps its identity, and so does one whose translation is revised.
    """
    pairs: dict[int, int] = {}
    settled = _Open(set(), set())
    for view in _views(old, new):
        if len(pairs) == min(len(old), len(new)):
            break
        _Pairing(_Sheet.of(old, view), _Sheet.of(new, view), old, new, pairs, settled).run()
    return pairs


def telling(segments: Sequence[Segment]) -> list[bool]:
    """Of each segment whether its words alone tell which one it is: enough of them, and no other has them but for numbers."""
    sheet = _Sheet.of(segments, lambda segment: segment.layers)
    return [sheet.tells(i) for i in range(len(segments))]


def frame(pairs: dict[int, int], weights: Sequence[int] | None = None) -> list[tuple[int, int]]:
    """The pairs that keep their order, chosen so that they weigh most (without weights: so that they are most)."""
    ordered = sorted(pairs.items())
    return _increasing(ordered, [weights[i] if weights else 1 for i, _ in ordered])


_View = Callable[[Segment], dict[str, LayerText]]


def _views(old: Sequence[Segment], new: Sequence[Segment]) -> Iterator[_View]:
    """Ways to look at a segment: all its layers together, then each layer that stands beside others."""
    yield lambda segment: segment.layers
    tags = dict.fromkeys(tag for s in (*old, *new) for tag in s.layers)
    if len(tags) > 1:
        for tag in tags:
            yield lambda segment, tag=tag: {t: x for t, x in segment.layers.items() if t == tag}  # type: ignore[misc]


@dataclass
class _Open:
    """Segments that have equal texts on the other side but no certain partner among them: never paired afterwards."""

    old: set[int]
    new: set[int]


@dataclass
class _Sheet:
    """One version as keys: what must be equal, the same with the numbers left out, and how much text it is."""

    keys: list[Hashable]
    moulds: list[Hashable]
    weights: list[int]
    count: Counter[Hashable] = field(default_factory=Counter)
    mould_count: Counter[Hashable] = field(default_factory=Counter)

    @classmethod
    def of(cls, segments: Sequence[Segment], view: _View) -> _Sheet:
        sheet = cls([], [], [])
        for segment in segments:
            layers = sorted(view(segment).items())
            key = (segment.kind, *((tag, t.version) for tag, t in layers)) if layers else None
            mould = (segment.kind, *(_NUMBER.sub("0", t.text) if t.text is not None else t.version for _, t in layers))
            sheet.keys.append(key)
            sheet.moulds.append(mould if layers else None)
            sheet.weights.append(sum(_weight(t) for _, t in layers))
        sheet.count.update(k for k in sheet.keys if k is not None)
        sheet.mould_count.update(m for m in sheet.moulds if m is not None)
        return sheet

    def tells(self, i: int) -> bool:
        return self.weights[i] >= _TELLING and self.mould_count[self.moulds[i]] == 1


def _weight(layer: LayerText) -> int:
    """How much the words say, in letters; of an edition, whose words are not here, about as much as its length."""
    if layer.text is None:
        return layer.length
    return sum(map(str.isalnum, layer.text)) + count_han(layer.text)


@dataclass
class _Pairing:
    """One round of pairing under one view; ``pairs`` and ``open`` grow."""

    a: _Sheet
    b: _Sheet
    old: Sequence[Segment]
    new: Sequence[Segment]
    pairs: dict[int, int]
    open: _Open
    taken: set[int] = field(init=False)

    def run(self) -> None:
        self.taken = set(self.pairs.values())
        self._pivots()
        self._titles()
        chain = frame(self.pairs, self.a.weights)
        moved = sorted(set(self.pairs.items()) - set(chain))
        for (i, j), (k, m) in _adjacent(moved):
            if self._is_enclosed(range(i + 1, k), range(j + 1, m)):
                self._gap(range(i + 1, k), range(j + 1, m))
        self._gaps(chain)
        self._edges(sorted(set(self.pairs.items()) - set(frame(self.pairs, self.a.weights))))
        self._rest()
        while self._matched():
            pass
        # what has a partner by now is in the way no more
        self._gaps(frame(self.pairs, self.a.weights))

    # -------------------------------------------------------------------------------------------------------------- steps

    def _pivots(self) -> None:
        where = {k: j for j, k in enumerate(self.b.keys) if self.b.count[k] == 1}
        for i, key in enumerate(self.a.keys):
            j = where.get(key) if key is not None and self.a.count[key] == 1 else None
            if j is not None and self._is_free(i, j) and self.a.tells(i) and self.b.tells(j):
                self._pair(i, j)

    def _titles(self) -> None:
        """A heading is known by what stands under it, however many others say the same."""
        for i, j in sorted(self.pairs.items()):
            while i and j and self._is_free(i - 1, j - 1) and self.old[i - 1].kind == "heading":
                i, j = i - 1, j - 1  # noqa: PLW2901
                if self.a.keys[i] is None or self.a.keys[i] != self.b.keys[j]:
                    break
                self._pair(i, j)

    def _gap(self, before: Sequence[int], after: Sequence[int]) -> None:
        """Pair what stands between two pairs: from both ends inwards, then by neighbours that are alike, then what is the only
        one of its mould there."""
        old = [i for i in before if i not in self.pairs and i not in self.open.old]
        new = [j for j in after if j not in self.taken and j not in self.open.new]
        if not old or not new:
            return
        inner_old, inner_new = self._ends(old, new)
        found = self._supported(inner_old, inner_new) or self._only(before, after, inner_old, inner_new)
        if not found:
            return
        for i, j in found:
            self._pair(i, j)
        low = (inner_old[0] - 1, inner_new[0] - 1)
        high = (inner_old[-1] + 1, inner_new[-1] + 1)
        for (i, j), (k, m) in _adjacent([low, *found, high]):
            self._gap(range(i + 1, k), range(j + 1, m))

    def _gaps(self, chain: list[tuple[int, int]]) -> None:
        for (i, j), (k, m) in _adjacent([(-1, -1), *chain, (len(self.old), len(self.new))]):
            self._gap(range(i + 1, k), range(j + 1, m))

    def _is_enclosed(self, before: Iterable[int], after: Iterable[int]) -> bool:
        return not any(i in self.pairs for i in before) and not any(j in self.taken for j in after)

    def _ends(self, old: list[int], new: list[int]) -> tuple[list[int], list[int]]:
        """Pair the equal texts at both ends of a gap; gives what is left between.

        In a gap whose two sides are of different length, the same text may be reached from both ends with different
        partners: then it cannot be said which of them was left out, and they stay open.
        """
        head = self._run(old, new, self.a.keys, self.b.keys)
        tail = 0 if head == len(old) == len(new) else self._run(old[::-1], new[::-1], self.a.keys, self.b.keys)
        sure_head, sure_tail = head, tail
        if len(old) != len(new):
            shorter = min(len(old), len(new))
            sure_head = max(0, min(head, shorter - max(tail, self._headings(old[::-1], new[::-1]))))
            sure_tail = max(0, min(tail, shorter - max(head, self._headings(old, new))))
        ends = [(old[x], new[x]) for x in range(sure_head)] + [(old[-x], new[-x]) for x in range(1, sure_tail + 1)]
        for i, j in ends:
            self._pair(i, j)
        for side, blocked in ((old, self.open.old), (new, self.open.new)):
            blocked.update(side[sure_head:head], side[len(side) - tail : len(side) - sure_tail])
        gone = {x for pair in ends for x in pair[:1]}, {x for pair in ends for x in pair[1:]}
        return (
            [i for i in old if i not in gone[0] and i not in self.open.old],
            [j for j in new if j not in gone[1] and j not in self.open.new],
        )

    @staticmethod
    def _run(old: Sequence[int], new: Sequence[int], ours: Sequence[Hashable], theirs: Sequence[Hashable]) -> int:
        length = 0
        for i, j in zip(old, new, strict=False):
            if ours[i] is None or ours[i] != theirs[j]:
                break
            length += 1
        return length

    def _headings(self, old: Sequence[int], new: Sequence[int]) -> int:
        """How many headings in a row are equal but for their numbers: "Article 5" is known by what stands under it."""
        length = self._run(old, new, self.a.moulds, self.b.moulds)
        return next((x for x in range(length) if self.old[old[x]].kind != "heading"), length)

    def _supported(self, old: list[int], new: list[int]) -> list[tuple[int, int]]:
        """Pairs of equal texts inside a gap of which one neighbour on the same side is paired or alike, in order."""
        places: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for i in old:
            if self.a.keys[i] is not None:
                places[self.a.keys[i]][0].append(i)
        for j in new:
            places[self.b.keys[j]][1].append(j)
        found: list[tuple[int, int]] = []
        for ours, theirs in places.values():
            if not ours or not theirs or len(ours) * len(theirs) > _MOST_PAIRINGS:
                continue
            candidates = [(i, j) for i in ours for j in theirs if self._is_supported(i, j)]
            left, right = Counter(i for i, _ in candidates), Counter(j for _, j in candidates)
            found += [(i, j) for i, j in candidates if left[i] == right[j] == 1]
        return _increasing(sorted(found), [self.a.weights[i] for i, _ in sorted(found)])

    def _only(self, before: Iterable[int], after: Iterable[int], old: list[int], new: list[int]) -> list[tuple[int, int]]:
        """Pairs of equal texts that are the only ones of their mould on both sides of a gap, and without a partner in the whole,
        in order: headings, and other texts of some length, as "Repealed." may stand for any paragraph that was there."""
        ours = Counter(self.a.moulds[i] for i in before if i not in self.pairs)
        theirs = Counter(self.b.moulds[j] for j in after if j not in self.taken)
        where = {self.b.keys[j]: j for j in new}
        found = []
        for i in old:
            key = self.a.keys[i]
            j = where.get(key) if key is not None and self._is_last(key) else None
            if j is None or not ours[self.a.moulds[i]] == theirs[self.b.moulds[j]] == 1:
                continue
            if self.old[i].kind == "heading" or self.a.weights[i] >= _TELLING:
                found.append((i, j))
        return _increasing(found, [self.a.weights[i] for i, _ in found])

    def _is_last(self, key: Hashable) -> bool:
        """Whether each version has one segment only with this text that has no partner yet."""
        ours = sum(k == key and i not in self.pairs for i, k in enumerate(self.a.keys))
        return ours == 1 == sum(k == key and j not in self.taken for j, k in enumerate(self.b.keys))

    def _is_supported(self, i: int, j: int) -> bool:
        for step in (-1, 1):
            p, q = i + step, j + step
            if not 0 <= p < len(self.old) or not 0 <= q < len(self.new):
                continue
            if self.pairs.get(p) == q:
                return True
            if self._is_free(p, q) and alike(self.old[p], self.new[q]):
                return True
        return False

    def _edges(self, moved: list[tuple[int, int]]) -> None:
        """What stands next to a moved segment in both versions has moved with it, unless it may as well be something else; so
        has what stands behind a neighbour that was reworded."""
        reached: set[tuple[int, int]] = set()
        for (k, m), step in itertools.product(moved, (-1, 1)):
            i, j = k + step, m + step
            while 0 <= i < len(self.old) and 0 <= j < len(self.new) and self._is_free(i, j):
                if self.a.keys[i] is not None and self.a.keys[i] == self.b.keys[j]:
                    reached.add((i, j))
                elif not alike(self.old[i], self.new[j]):
                    break
                i, j = i + step, j + step
        left, right = Counter(i for i, _ in reached), Counter(j for _, j in reached)
        for i, j in sorted(reached):
            if left[i] == right[j] == 1 and self._near(i, self.a, self.pairs) == self._near(j, self.b, self.taken):
                self._pair(i, j)

    @staticmethod
    def _near(i: int, sheet: _Sheet, paired: Container[int]) -> int:
        """How often the text of ``i`` stands around it without a partner: if not as often on both sides, one came or went."""
        around = range(max(0, i - _NEAR), min(len(sheet.keys), i + _NEAR + 1))
        return sum(sheet.keys[n] == sheet.keys[i] and n not in paired for n in around)

    def _rest(self) -> None:
        """What is left, wherever it stands: a text that occurs once, unless it may be a lookalike that was numbered anew; and
        two neighbours that stand together once, of which one occurs once."""
        old_left = Counter(k for i, k in enumerate(self.a.keys) if i not in self.pairs)
        new_left = Counter(k for j, k in enumerate(self.b.keys) if j not in self.taken)
        where = {k: j for j, k in enumerate(self.b.keys) if new_left[k] == 1 and j not in self.taken}
        old_twos, new_twos = (Counter(itertools.pairwise(sheet.keys)) for sheet in (self.a, self.b))
        for i, key in enumerate(self.a.keys):
            j = where.get(key) if key is not None and old_left[key] == 1 else None
            if j is None or not self._is_free(i, j):
                continue
            is_single = self.a.count[key] == self.b.count[key] == 1
            if self.a.weights[i] >= _TELLING and (self._has_moved if is_single else self._has_moved_whole)(i, j):
                self._pair(i, j)
                continue
            if not is_single:
                continue
            for p, q in ((i - 1, j - 1), (i + 1, j + 1)):
                if not (0 <= p < len(self.old) and 0 <= q < len(self.new) and self._is_free(p, q)):
                    continue
                other = self.a.keys[p]
                two = (other, key) if p < i else (key, other)
                enough = self.a.weights[i] + self.a.weights[p] >= _TELLING
                if other is not None and other == self.b.keys[q] and enough and old_twos[two] == new_twos[two] == 1:
                    if self._is_free(i, j):
                        self._pair(i, j)
                    self._pair(p, q)

    def _has_moved(self, i: int, j: int) -> bool:
        """Whether no lookalike without a partner stood where ``j`` stands now, or stands where ``i`` stood."""
        old, new = self._in_their_places(i, j)
        mould = self.a.moulds[i]
        return all(self.a.moulds[n] != mould for n in old) and all(self.b.moulds[n] != mould for n in new)

    def _has_moved_whole(self, i: int, j: int) -> bool:
        """Of a text that stands elsewhere too: whether it has a number, which says more than "Repealed.", and no twin nearby,
        and nothing without a partner stands where it stood or stood where it stands."""
        if any(self._in_their_places(i, j)) or not any(
            t.text and _TELLING_NUMBER.search(t.text) for t in self.old[i].layers.values()
        ):
            return False
        sides = ((i, self.a.keys), (j, self.b.keys))
        return all(keys[max(0, at - _NEAR) : at + _NEAR + 1].count(keys[at]) == 1 for at, keys in sides)

    def _in_their_places(self, i: int, j: int) -> tuple[list[int], list[int]]:
        """What without a partner stood where ``j`` stands now, and what stands where ``i`` stood."""
        partner = {n: m for m, n in self.pairs.items()}
        old = _around(j, len(self.new), len(self.old), partner, self.pairs)
        new = _around(i, len(self.old), len(self.new), self.pairs, partner)
        return [n for n in old if n != i], [n for n in new if n != j]

    def _matched(self) -> bool:
        """Pair texts that stand in several places, each beside the same neighbour in both versions, where there is one way
        only to pair all of them so; and what is then beside a pair itself. Whether there were any."""
        before = len(self.pairs)
        old: dict[Hashable, list[int]] = defaultdict(list)
        new: dict[Hashable, list[int]] = defaultdict(list)
        for i, key in enumerate(self.a.keys):
            if key is not None and i not in self.pairs:
                old[key].append(i)
        for j, key in enumerate(self.b.keys):
            if key in old and j not in self.taken:
                new[key].append(j)
        for key, theirs in new.items():
            ours = old[key]
            if len(ours) != len(theirs) or len(ours) > _MOST_MATCHED:
                continue
            if len(ours) > 1 or self._is_free(ours[0], theirs[0]):
                for i, j in _only_matching({i: {j for j in theirs if self._is_beside(i, j)} for i in ours}):
                    self._pair(i, j)
        return len(self.pairs) > before

    def _is_beside(self, i: int, j: int) -> bool:
        return any(p in self.pairs and self.pairs[p] == q for p, q in ((i - 1, j - 1), (i + 1, j + 1)))

    def _is_free(self, i: int, j: int) -> bool:
        return i not in self.pairs and j not in self.taken and i not in self.open.old and j not in self.open.new

    def _pair(self, i: int, j: int) -> None:
        self.pairs[i] = j
        self.taken.add(j)


def _adjacent(pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Each pair with the next one, where both go forward."""
    for first, second in itertools.pairwise(pairs):
        if first[1] < second[1]:
            yield first, second


def _around(at: int, length: int, other: int, pairs: dict[int, int], back: dict[int, int]) -> Iterator[int]:
    """Of the other version, what has no partner and stands beside the partners of the nearest pairs around ``at``."""
    before = next((pairs[n] for n in range(at - 1, -1, -1) if n in pairs), -1)
    behind = next((pairs[n] for n in range(at + 1, length) if n in pairs), other)
    yield from itertools.takewhile(lambda n: n not in back, range(before + 1, other))
    yield from itertools.takewhile(lambda n: n not in back, range(behind - 1, -1, -1))


def _only_matching(beside: dict[int, set[int]]) -> list[tuple[int, int]]:
    """The one way to give each key a value of its own, or nothing where there is none or another: where there is just one, some
    key has one value only, and so on with what is left (Kotzig 1959, on graphs with one perfect matching)."""
    out = []
    while beside:
        i = next((i for i, some in beside.items() if len(some) == 1), None)
        if i is None:
            return []
        (j,) = beside.pop(i)
        out.append((i, j))
        for some in beside.values():
            some.discard(j)
    return out


def _increasing(pairs: Sequence[tuple[int, int]], weights: Sequence[int]) -> list[tuple[int, int]]:
    """The heaviest selection of ``pairs`` (in order of the first index) in which the second index rises too.

    Fredman's method for longest increasing runs (1975), with weights: the ends of the best runs so far are kept sorted.
    """
    ends: list[int] = []
    totals: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for n, (_, j) in enumerate(pairs):
        at = bisect.bisect_left(ends, j)
        before.append(last[at - 1] if at else -1)
        total = max(1, weights[n]) + (totals[at - 1] if at else 0)
        stop = at
        while stop < len(ends) and totals[stop] <= total:
            stop += 1
        ends[at:stop], totals[at:stop], last[at:stop] = [j], [total], [n]
    out = []
    n = last[-1] if last else -1
    while n >= 0:
        out.append(pairs[n])
        n = before[n]
    return out[::-1]
