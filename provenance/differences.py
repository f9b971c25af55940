"""What differs: the nearest place of words that are not the source's, the token diff, and parts joined from several places.

Nothing here makes a quotation faithful. Finding the nearest place may be fuzzy (rapidfuzz); the diff is exact.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from .conventions import parse
from .folding import MARKER, SEGMENT, SOFT_BREAK, fold
from .passages import Passage, Span, Words
from .quotations import Change
from .scripts import is_mainly_han
from .tokens import Token, cuts_token, is_negation, tokens

#: Of a hundred: how alike a window of the source must be to be called the altered original, and how many of the quotation's
#: words it must share. Below, the honest answer is that the quotation is not there.
_ALIKE = 66.0
_SHARED = 0.5
#: Tokens on either side of the fuzzy window that the diff may still need.
_MARGIN = 4
#: A part of a spliced quotation has at least this many words (or Chinese characters); fewer occur anywhere by chance.
_PART_WORDS = 3
_PART_HAN = 4
_MOST_PARTS = 4
#: More words than this left out without a mark between two true parts make a splice, fewer an alteration.
_SMALL_GAP = 3


@dataclass(frozen=True)
class Nearest:
    """The window of a passage that looks most like the quotation."""

    passage: Passage
    start: int
    end: int
    score: float


@dataclass(frozen=True)
class Splice:
    """A quotation whose parts stand in the source, but not together: each part with its place."""

    parts: tuple[tuple[Passage, Span], ...]


def nearest(quotation: str, passages: Sequence[Passage]) -> Nearest | None:
    """The most similar window of all passages, widened to whole tokens; None when nothing is alike enough."""
    from rapidfuzz import fuzz

    words = tokens(fold(quotation, script=True))
    wanted = fold(quotation, script=True).text
    best: Nearest | None = None
    for passage in passages:
        folded = passage.folded(True)
        for low, high in _segments(folded.text):
            cutoff = best.score if best else _ALIKE
            found = fuzz.partial_ratio_alignment(wanted, folded.text[low:high], score_cutoff=cutoff)
            if found is None or found.dest_end <= found.dest_start or (best and found.score <= best.score):
                continue
            start, end = folded.span(low + found.dest_start, low + found.dest_end)
            best = Nearest(passage, start, end, found.score)
    return _fitted(best, words) if best else None


def _segments(text: str) -> list[tuple[int, int]]:
    edges = [-1, *(i for i, c in enumerate(text) if c == SEGMENT), len(text)]
    return [(a + 1, b) for a, b in itertools.pairwise(edges) if b > a + 1]


def _fitted(found: Nearest, words: Sequence[Token]) -> Nearest | None:
    """The window moved to whole tokens that answer the quotation's first and last; None when too few words are shared."""
    all_tokens = tokens(found.passage.folded(True))
    segment = found.passage.segment_at(found.start)
    around = [t for t in all_tokens if found.passage.segment_at(t.start) == segment]
    inside = [i for i, t in enumerate(around) if t.end > found.start and t.start < found.end]
    if not inside:
        return None
    low = max(0, inside[0] - _MARGIN)
    near = around[low : inside[-1] + 1 + _MARGIN]
    matcher = SequenceMatcher(None, [t.key for t in near], [t.key for t in words], autojunk=False)
    blocks = [b for b in matcher.get_matching_blocks() if b.size]
    if sum(b.size for b in blocks) < _SHARED * len(words):
        return None
    first = max(0, blocks[0].a - blocks[0].b)
    last = min(len(near), blocks[-1].a + len(words) - blocks[-1].b)
    start, end = _whole_numbers(found.passage, near[first].start, near[last - 1].end)
    return Nearest(found.passage, start, end, found.score)


def _whole_numbers(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """The window with the rest of a number it would cut: the source's "25 percent" is not to be shown as "25"."""
    folded = passage.folded(True)
    all_tokens = tokens(folded)
    if cuts_token(folded.text, bisect.bisect_left(folded.starts, start)):
        start = max((t.start for t in all_tokens if t.start < start), default=start)
    if cuts_token(folded.text, bisect.bisect_left(folded.starts, end)):
        end = next((t.end for t in all_tokens if t.end > end), end)
    return start, end


def framed(source: Passage, start: int, end: int, quoted: str) -> tuple[int, int]:
    """The window with the punctuation marks next to it where the quotation too begins or ends with one."""
    text = source.text
    if not quoted[:1].isalnum():
        while start > 0 and not text[start - 1].isalnum() and not text[start - 1].isspace() and text[start - 1] != SEGMENT:
            start -= 1
    if not quoted[-1:].isalnum():
        while end < len(text) and not text[end].isalnum() and not text[end].isspace() and text[end] not in (SEGMENT, MARKER):
            end += 1
    return start, end


def difference(source: str, quoted: str) -> tuple[Change, ...]:
    """The token diff from ``source`` to ``quoted``; typography and (for Chinese) script do not count as differences.

    Each change says whether it touches a number, a negation, other words, or punctuation alone.
    """
    old, new = _pieces(source), _pieces(quoted)
    matcher = SequenceMatcher(None, [k for k, _, _ in old], [k for k, _, _ in new], autojunk=False)
    changes = []
    for op, a, b, c, d in matcher.get_opcodes():
        left, right = _between(source, old[a:b]), _between(quoted, new[c:d])
        if op == "equal":
            changes.append(Change(op="equal", source=left, quoted=right))
        else:
            keys = [k for k, _, _ in (*old[a:b], *new[c:d])]
            changes.append(Change.model_validate({"op": op, "source": left, "quoted": right, "kind": _kind(keys)}))
    return tuple(changes)


def _pieces(text: str) -> list[tuple[str, int, int]]:
    """Tokens and punctuation marks of a text, folded, with their code points."""
    folded = fold(text, script=True)
    words = tokens(folded)
    out = [(t.text.replace(SOFT_BREAK, ""), t.start, t.end) for t in words]
    covered = {i for t in words for i in range(t.start, t.end)}
    for c, start, end in zip(folded.text, folded.starts, folded.ends, strict=True):
        if start not in covered and c not in f" {MARKER}{SEGMENT}{SOFT_BREAK}":
            out.append((c, start, end))
    return sorted(out, key=lambda piece: (piece[1], piece[2]))


def _between(text: str, pieces: list[tuple[str, int, int]]) -> str:
    if not pieces:
        return ""
    return text[pieces[0][1] : pieces[-1][2]].replace(MARKER, "").replace(SEGMENT, "\n")


def _kind(keys: list[str]) -> str:
    if any(is_negation(k) or k in "不没未非无勿莫毋否" for k in keys if k):
        return "negation"
    if any(c.isdigit() for k in keys for c in k):
        return "number"
    return "words" if any(c.isalnum() for k in keys for c in k) else "punctuation"


def splice(quotation: str, passages: Sequence[Passage]) -> Splice | None:
    """The parts of a quotation that each stand in the source although it as a whole does not.

    With marks, its fragments (in the wrong order, or from far apart); without, the fewest runs of words that cover it. A few
    words left out inside one sentence are no splice but an alteration, and give None.
    """
    marked = parse(quotation)
    if marked is not None and marked.has_marks and len(marked.fragments) > 1:
        found = [_first(f.words.text, passages) for f in marked.fragments]
        if all(f is not None for f in found):
            return Splice(tuple(f for f in found if f is not None))
        return None
    parts = _cover(quotation, passages)
    if parts is None or _small_gaps(parts):
        return None
    return Splice(tuple(parts))


def _first(text: str, passages: Sequence[Passage]) -> tuple[Passage, Span] | None:
    for passage in passages:
        for script in (False, True):
            spans = passage.find(Words(text), script)
            if spans:
                return passage, spans[0]
    return None


def _cover(quotation: str, passages: Sequence[Passage]) -> list[tuple[Passage, Span]] | None:
    words = tokens(fold(quotation))
    least = _PART_HAN if is_mainly_han(quotation) else _PART_WORDS
    parts: list[tuple[Passage, Span]] = []
    at = 0
    while at < len(words):
        if len(parts) == _MOST_PARTS:
            return None
        for end in range(len(words), at + least - 1, -1):
            found = _first(quotation[words[at].start : words[end - 1].end], passages)
            if found:
                parts.append(found)
                at = end
                break
        else:
            return None
    return parts if len(parts) > 1 else None


def _small_gaps(parts: list[tuple[Passage, Span]]) -> bool:
    for (passage, one), (other, two) in itertools.pairwise(parts):
        if passage is not other or two.start < one.end:
            return False
        if len(tokens(fold(passage.text[one.end : two.start]))) > _SMALL_GAP:
            return False
    return True
