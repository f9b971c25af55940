"""Checking a quotation against a text whose words are not here.

An edition's fingerprint holds, for every run of k tokens (English 4, Chinese 6), a 40-bit BLAKE2b hash (RFC 7693) in text
order, so a position is an index. Case, typography and script are folded before hashing. Beside the hashes stand the positions
that the flags need (negations, numbers, markers, places that no quotation may begin or end at): structure, no words.

It is a check, not a secret: with patience, words can be rebuilt from hashes of short runs.
"""

from __future__ import annotations

import base64
import bisect
import functools
import hashlib
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .borders import cuts_token
from .conventions import Fragment, Marked, is_editorial, parse
from .documents import Document, Segment
from .folding import MARKER, SOFT_BREAK, TURNING, fold
from .model import Model
from .negations import clips_end, clips_start, has_negation, negations
from .passages import Passage, passages
from .patterns import Words, marker_rows
from .quotations import Flag
from .scripts import is_mainly_han
from .tokens import TOKEN, tokens
from .tokens import keys as token_keys

HASH_BYTES = 5
_RUN_LATIN = 4
_RUN_HAN = 6
_FUSED = re.compile(
    r"(?<=[\w.,;:!?。，；：！？、”’」』）\"')\]%])"
    r"(?:[ \u00a0]?\[(\d{1,3})\]|(?<!\d)(?!(?<=\d[.,:/])\d{1,9}\W*$)([1-9]\d{0,8})(?!\d|%|[.,:/]\d)"
    r"|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,9})|([①-⑳]))"
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
#: Repeated markers in one quotation that are tried in every combination; beyond them all or none.
_MOST_REPEATED = 6


class Fingerprint(Model):
    """One layer's fingerprint. Positions are token numbers, counted over all segments of the layer in reading order."""

    run: int
    """How many tokens each hash covers."""
    starts: dict[str, int]
    """Segment id → its first token."""
    length: int
    """Tokens in all."""
    breaks: tuple[int, ...]
    """Tokens that no run reaches over: where a summary, takeaway, note or the body begins."""
    negations: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()
    markers: tuple[tuple[int, int], ...] = ()
    """(token it stands before, number)."""
    clipped: tuple[int, ...] = ()
    """A quotation that begins with this token hides a negation."""
    hanging: tuple[int, ...] = ()
    """A quotation that ends before this token hides a negation."""
    bound: tuple[int, ...] = ()
    """A quotation may not be cut before this token: it belongs to the number before it."""
    hashes: str
    """Base 64 of the hashes, five bytes each, one per token; a run that would cross a break is all zero."""

    def table(self) -> dict[bytes, list[int]]:
        """Hash → positions."""
        return _table(self.hashes)

    def segment_at(self, position: int) -> str:
        """The id of the segment that holds this token."""
        return max((start, segment) for segment, start in self.starts.items() if start <= position)[1]


@functools.lru_cache(maxsize=8)
def _table(hashes: str) -> dict[bytes, list[int]]:
    data = base64.b64decode(hashes)
    out: dict[bytes, list[int]] = {}
    for position in range(len(data) // HASH_BYTES):
        out.setdefault(data[position * HASH_BYTES : (position + 1) * HASH_BYTES], []).append(position)
    out.pop(bytes(HASH_BYTES), None)
    return out


@dataclass(frozen=True)
class Print:
    """A quotation found in a fingerprint: token ranges of its fragments, and the flags that follow."""

    ranges: tuple[tuple[int, int], ...]
    flags: frozenset[Flag]


def fingerprint(document: Document, layer: str) -> Fingerprint:
    """The fingerprint of a layer whose words are held."""
    parts = passages(document, layer)
    order = {s.id: i for i, s in enumerate(document.segments)}
    parts.sort(key=lambda p: order[p.segments[0].id])
    keys: list[str] = []
    starts: dict[str, int] = {}
    breaks: list[int] = []
    marks: dict[str, list[int]] = {"negations": [], "numbers": [], "clipped": [], "hanging": [], "bound": []}
    markers: list[tuple[int, int]] = []
    for passage in parts:
        breaks.append(len(keys))
        _survey(passage, len(keys), starts, marks, markers)
        keys += [t.key for t in tokens(passage.folded(True))]
    run = _RUN_HAN if is_mainly_han(parts[0].text if parts else "") else _RUN_LATIN
    hashes = b"".join(_hashes(keys, run, breaks))
    return Fingerprint(
        run=run,
        starts=starts,
        length=len(keys),
        breaks=tuple(breaks),
        markers=tuple(markers),
        hashes=base64.b64encode(hashes).decode("ascii"),
        **{name: tuple(positions) for name, positions in marks.items()},
    )


def _survey(
    passage: Passage, base: int, starts: dict[str, int], marks: dict[str, list[int]], markers: list[tuple[int, int]]
) -> None:
    """Everything of a passage that the flags will need, as token positions."""
    folded = passage.folded(True)
    found = tokens(folded)
    at_folded = {start: i for i, start in reversed(list(enumerate(folded.starts)))}
    past = [bisect.bisect_left(folded.starts, t.end) for t in found]
    begins = [t.start for t in found]
    for i, segment in enumerate(passage.segments):
        starts[segment.id] = base + bisect.bisect_left(begins, passage.offsets[i])
    for position, character in enumerate(passage.text):
        if character == MARKER:
            markers.append((base + bisect.bisect_left(begins, position), passage.marker_at(position)))
    for i, token in enumerate(found):
        begin = at_folded[token.start]
        if token.is_number:
            marks["numbers"].append(base + i)
        if clips_start(folded.text, begin):
            marks["clipped"].append(base + i)
        # a quotation that ends before this token
        if i and clips_end(folded.text, past[i - 1]):
            marks["hanging"].append(base + i)
        if i and any(cuts_token(folded.text, at) for at in (begin, past[i - 1])):
            marks["bound"].append(base + i)
    marks["negations"] += [base + bisect.bisect_right(begins, folded.starts[at]) - 1 for at in negations(folded.text)]


def _hashes(keys: Sequence[str], run: int, breaks: Iterable[int]) -> Iterator[bytes]:
    ends = sorted({*breaks, len(keys)})
    for i in range(len(keys)):
        end = ends[bisect.bisect_right(ends, i)]
        yield _hash(keys[i : i + run]) if i + run <= end else bytes(HASH_BYTES)


def _hash(run: Sequence[str]) -> bytes:
    return hashlib.blake2b("\x1f".join(run).encode(), digest_size=HASH_BYTES).digest()


def find(quotation: str, prints: Fingerprint) -> list[Print]:
    """Every place where the quotation's letters and digits stand; empty when they do not, or are too few to tell.

    A quotation that turns its own order from right to left is not found: what it shows is not what it holds.
    """
    if not TURNING.isdisjoint(quotation):
        return []
    table = prints.table()
    for reading, repeated in _marker_readings(quotation, {number for _, number in prints.markers}):
        # the source may have marks of its own, so all is first taken as words; then brackets as insertions
        for marked in _parsed(reading):
            found = _chains(marked.fragments, prints, table)
            if repeated:
                found = [p for p in found if _repeats(reading, repeated, p, prints)]
            if found:
                return [_flagged(p, marked, prints, bool(repeated)) for p in found]
    return []


def _parsed(quotation: str) -> Iterator[Marked]:
    """The quotation as plain words; joined over its insertions; cut at all its marks."""
    yield Marked((Fragment(Words(quotation), "start"),))
    marked = parse(quotation)
    if marked is not None and marked.has_marks:
        yield _joined(marked)
        yield marked


def _joined(marked: Marked) -> Marked:
    """The quotation with what stands on both sides of a fair insertion read as one: words too few for a run by themselves."""
    out: list[Fragment] = []
    for fragment in marked.fragments:
        fair = not has_negation(fold(fragment.bracket or "").text)
        if out and fragment.join == "bracket" and fair:
            before = out.pop()
            words = Words(f"{before.words.text} {fragment.words.text}")
            out.append(Fragment(words, before.join, before.bracket))
        else:
            out.append(fragment)
    return Marked(tuple(out), marked.closing, marked.open_ended)


def _marker_readings(quotation: str, numbers: set[int]) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """The quotation as it is; then without digits that may repeat footnote markers: (code point, number) of each."""
    yield quotation, []
    found = [(m, row) for m in _FUSED.finditer(quotation) for row in marker_rows(_digits(m), numbers)]
    sizes = range(len(found), 0, -1) if len(found) <= _MOST_REPEATED else (len(found),)
    for chosen in itertools.chain.from_iterable(itertools.combinations(found, n) for n in sizes):
        removed: list[tuple[int, int]] = []
        pieces, at, length = [], 0, 0
        for m, row in chosen:
            if m.start() < at:
                break  # two readings of the same digits
            pieces.append(quotation[at : m.start()])
            length += m.start() - at
            removed += [(length, number) for number in row]
            at = m.end()
        else:
            yield "".join([*pieces, quotation[at:]]), removed


def _digits(m: re.Match[str]) -> str:
    if m.group(4):
        return str(ord(m.group(4)) - ord("①") + 1)
    return (m.group(1) or m.group(2) or m.group(3)).translate(_SUPERSCRIPTS)


def _repeats(reading: str, removed: list[tuple[int, int]], found: Print, prints: Fingerprint) -> bool:
    """Whether every removed number is the number of the marker at just that place."""
    words = tokens(fold(reading, script=True))
    if len(found.ranges) != 1:
        return False
    begin = found.ranges[0][0]
    return all((begin + sum(t.start < at for t in words), number) in prints.markers for at, number in removed)


def _chains(fragments: tuple[Fragment, ...], prints: Fingerprint, table: dict[bytes, list[int]]) -> list[Print]:
    places = [_runs(f.words.text, prints, table) for f in fragments]
    if not all(places):
        return []
    chains: dict[int, tuple[tuple[int, int], ...]] = {}
    for first in places[0]:
        chain = [first]
        for options in places[1:]:
            following = next((r for r in options if r[0] >= chain[-1][1]), None)
            if following is None or prints.segment_at(following[0]) not in _within_reach(prints, chain[-1][1] - 1):
                break
            chain.append(following)
        else:
            chains[chain[-1][1]] = tuple(chain)
    return [Print(chain, frozenset()) for chain in chains.values()]


def _within_reach(prints: Fingerprint, position: int) -> set[str]:
    here = prints.segment_at(position)
    ordered = sorted(prints.starts, key=prints.starts.__getitem__)
    return set(ordered[ordered.index(here) : ordered.index(here) + 2])


def _runs(text: str, prints: Fingerprint, table: dict[bytes, list[int]]) -> list[tuple[int, int]]:
    folded = fold(text, script=True).text
    # most quotations are not here, and are seen not to be by their first run
    first = [m.group().replace(SOFT_BREAK, "").casefold() for m in itertools.islice(TOKEN.finditer(folded), prints.run)]
    starts = table.get(_hash(first), []) if len(first) == prints.run else []
    if not starts:
        return []
    keys = token_keys(folded)
    for i in range(1, len(keys) - prints.run + 1):
        if not starts:
            return []
        here = set(table.get(_hash(keys[i : i + prints.run]), ()))
        starts = [s for s in starts if s + i in here]
    bound = set(prints.bound)
    return [(s, s + len(keys)) for s in starts if s not in bound and s + len(keys) not in bound]


def _flagged(found: Print, marked: Marked, prints: Fingerprint, repeated: bool) -> Print:
    fragments = marked.fragments
    flags: set[Flag] = {"text-not-held"}
    start, end = found.ranges[0][0], found.ranges[-1][1]
    for (a, b), fragment in zip(itertools.pairwise(found.ranges), fragments[1:], strict=True):
        gap = range(a[1], b[0])
        remark = fragment.bracket and is_editorial(fragment.bracket) and (fragment.join == "ellipsis" or not gap)
        # without the words nobody can see whether the bracket repeats what it stands for
        if fragment.bracket and not remark and (gap or has_negation(fold(fragment.bracket).text)):
            flags.add("substitution")
        if fragment.join == "ellipsis":
            flags |= {"omits-negation"} if any(n in gap for n in prints.negations) else set()
            flags |= {"omits-number"} if any(n in gap for n in prints.numbers) else set()
    edge = [fragments[0].bracket if fragments[0].join == "bracket" else None, marked.closing]
    if any(b and not is_editorial(b) for b in edge):
        # what stood in the bracket's place cannot be seen without the words
        flags.add("substitution")
    if start in prints.clipped or end in prints.hanging:
        flags.add("clipped-negation")
    if prints.segment_at(start) != prints.segment_at(end - 1):
        flags.add("spans-segments")
    inside = [at for at, _ in prints.markers if start < at < end]
    if repeated:
        flags.add("marker-included")
    elif inside:
        flags.add("markers-skipped")
    return Print(found.ranges, frozenset(flags))


def nearly(quotation: str, prints: Fingerprint) -> tuple[str, str] | None:
    """Where most of a quotation that is not there as it is stands after all: (segment id, its words that do not).

    None when less than half of its tokens lie in runs of one segment. A hint for a person, never an acceptance.
    """
    table = prints.table()
    found = tokens(fold(quotation, script=True))
    covered: dict[str, set[int]] = {}
    for i in range(len(found) - prints.run + 1):
        for position in table.get(_hash([t.key for t in found[i : i + prints.run]]), ()):
            covered.setdefault(prints.segment_at(position), set()).update(range(i, i + prints.run))
    if not covered:
        return None
    segment = max(covered, key=lambda s: (len(covered[s]), s))
    left = [t for i, t in enumerate(found) if i not in covered[segment]]
    if 2 * len(left) > len(found):
        return None
    return segment, " ".join(quotation[t.start : t.end] for t in left)


def segments_of(found: Print, prints: Fingerprint, document: Document) -> list[Segment]:
    """The segments a print touches, in order."""
    ids = dict.fromkeys(prints.segment_at(p) for low, high in found.ranges for p in range(low, high))
    return [document.segment(i) for i in ids]
