"""What differs: the nearest place of words that are not the source's, the token diff, and parts joined from several places.

Nothing here makes a quotation faithful. Finding the nearest place may be fuzzy (rapidfuzz); the diff is exact.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher

from .borders import cuts_token
from .conventions import parse
from .folding import EN_DASH, MARKER, SEGMENT, SOFT_BREAK, fold
from .negations import ends_sentence, is_negation
from .passages import Passage, Span
from .patterns import Words
from .quotations import Change
from .scripts import is_han, is_mainly_han
from .tokens import Token, tokens
from .variants import is_traditional, standard

#: Of a hundred: how alike a window of the source must be to be called the altered original, and how many of the quotation's
#: words it must share; fewer where it is very like it letter by letter, as a bad scan is. Below, the honest answer is that the
#: quotation is not there.
_ALIKE = 66.0
_SHARED = 0.5
_VERY_ALIKE = 76.0
_SHARED_BY_SCANS = 0.3
#: Characters from which a quotation is compared by runs of this many tokens: comparing every window takes too long.
_LONG = 2000
_RUN = 4
#: Tokens on either side of the fuzzy window that the diff may still need.
_MARGIN = 4
#: A part of a spliced quotation has at least this many words (or Chinese characters); fewer occur anywhere by chance.
_PART_WORDS = 3
_PART_HAN = 4
_MOST_PARTS = 4
#: More words than this left out without a mark between two true parts make a splice, fewer an alteration; inside one sentence
#: more may be wanting. A Chinese character is half a word.
_SMALL_GAP = 3
_SMALL_GAP_INSIDE = 10


@dataclass(frozen=True)
class Nearest:
    """The window of a passage that looks most like the quotation."""

    passage: Passage
    start: int
    end: int
    score: float


#: A passage, and the code points of it where a part of a quotation stands.
Part = tuple[Passage, int, int]


@dataclass(frozen=True)
class Splice:
    """A quotation whose parts stand in the source, but not together: each part with its place."""

    parts: tuple[Part, ...]


def nearest(quotation: str, passages: Sequence[Passage]) -> Nearest | None:
    """The most similar window of all passages, widened to whole tokens; None when nothing is alike enough."""
    from rapidfuzz import fuzz

    words = tokens(fold(quotation, script=True))
    wanted = fold(quotation, script=True).text
    keys = Counter(t.key for t in words)
    if len(wanted) > _LONG:
        return _nearest_long(words, passages)
    best: Nearest | None = None
    for passage in passages:
        folded = passage.folded(True)
        for low, high, first, last in _windows(folded.text, len(wanted)):
            if passage.words.shared(keys, first, last) < _SHARED_BY_SCANS * len(words):
                continue
            cutoff = best.score if best else _ALIKE
            found = fuzz.partial_ratio_alignment(wanted, folded.text[low:high], score_cutoff=cutoff)
            if found is None or found.dest_end <= found.dest_start or (best and found.score <= best.score):
                continue
            start, end = folded.span(low + found.dest_start, low + found.dest_end)
            best = Nearest(passage, start, end, found.score)
    return (_fitted(best, words) if best else None) or _nearest_by_words(words, passages)


def _nearest_by_words(words: Sequence[Token], passages: Sequence[Passage]) -> Nearest | None:
    """The segment that has most of the words, close together and in order, where some were put in or left out between them."""
    best: Nearest | None = None
    keys = Counter(t.key for t in words)
    for passage in passages:
        segments: list[int] = []
        for segment in range(len(passage.segments)):
            if passage.words.shared(keys, segment, segment) < _SHARED * len(words):
                continue
            segments = segments or [passage.segment_at(t.start) for t in passage.tokens]
            found = passage.tokens[bisect.bisect_left(segments, segment) : bisect.bisect_right(segments, segment)]
            blocks = _together(found, words)
            common = sum(b.size for b in blocks)
            if common < _SHARED * len(words):
                continue
            first, last = found[blocks[0].a], found[blocks[-1].a + blocks[-1].size - 1]
            score = 200 * common / (len(words) + blocks[-1].a + blocks[-1].size - blocks[0].a)
            if score >= (best.score if best else _ALIKE):
                best = Nearest(passage, first.start, last.end, score)
    return _fitted(best, words) if best else None


def _together(found: Sequence[Token], words: Sequence[Token]) -> list[Match]:
    """The runs of tokens that both have in the same order and that lie close together in ``found``."""
    matcher = SequenceMatcher(None, [t.key for t in found], [t.key for t in words], autojunk=False)
    blocks = [b for b in matcher.get_matching_blocks() if b.size]
    best: tuple[float, int, int] = (0, 0, 0)
    for low in range(len(blocks)):
        worth = 0.0
        for high in range(low, len(blocks)):
            if high > low:
                before = blocks[high - 1]
                worth -= (blocks[high].a - before.a - before.size) / 2
            worth += blocks[high].size
            best = max(best, (worth, low, high + 1), key=lambda found: found[0])
    return blocks[best[1] : best[2]]


def _nearest_long(words: Sequence[Token], passages: Sequence[Passage]) -> Nearest | None:
    """For a long quotation: the stretch that shares most runs of tokens with it at the same distance."""
    runs: dict[tuple[str, ...], int] = {}
    for i in range(len(words) - _RUN + 1):
        runs.setdefault(tuple(t.key for t in words[i : i + _RUN]), i)
    best: Nearest | None = None
    for passage in passages:
        found = passage.tokens
        keys = [t.key for t in found]
        votes = Counter(j - runs[run] for j in range(len(keys)) if (run := tuple(keys[j : j + _RUN])) in runs)
        if not votes:
            continue
        shift, count = votes.most_common(1)[0]
        score = 100 * count / len(words)
        if best is None or score > best.score:
            first, last = max(0, shift), min(len(found), max(0, shift) + len(words))
            best = Nearest(passage, found[first].start, found[last - 1].end, score)
    return _fitted(best, words) if best else None


def _windows(text: str, length: int) -> list[tuple[int, int, int, int]]:
    """The segments of a passage; for a quotation longer than a segment, as many segments together as it may fill.

    (first character, one past the last, first segment, last segment) of each.
    """
    edges = [-1, *(m.start() for m in re.finditer(SEGMENT, text)), len(text)]
    out = []
    for i, edge in enumerate(edges[:-1]):
        last = next((k for k in range(i + 1, len(edges)) if edges[k] - edge > length), len(edges) - 1)
        out.append((edge + 1, edges[last], i, last - 1))
    return [window for window in out if window[1] > window[0]]


def _fitted(found: Nearest, words: Sequence[Token]) -> Nearest | None:
    """The window moved to whole tokens that answer the quotation's first and last; None when too few words are shared."""
    all_tokens = found.passage.tokens
    segment = found.passage.segment_at(found.start)
    last = max(segment, found.passage.segment_at(found.end - 1))
    around = [t for t in all_tokens if segment <= found.passage.segment_at(t.start) <= last]
    inside = [i for i, t in enumerate(around) if t.end > found.start and t.start < found.end]
    if not inside:
        return None
    margin = max(_MARGIN, len(words))
    low = max(0, inside[0] - margin)
    near = around[low : inside[-1] + 1 + margin]
    blocks = _together(near, words)
    if not blocks or (found.score < _VERY_ALIKE and sum(b.size for b in blocks) < _SHARED * len(words)):
        return None
    first = max(0, blocks[0].a - blocks[0].b)
    last = min(len(near), blocks[-1].a + len(words) - blocks[-1].b)
    start, end = _whole_numbers(found.passage, near[first].start, near[last - 1].end)
    return Nearest(found.passage, start, end, found.score)


def _whole_numbers(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """The window with the rest of a number it would cut: the source's "25 percent" is not to be shown as "25"."""
    folded = passage.folded(True)
    all_tokens = passage.tokens
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
    script = not (is_traditional(source) and is_traditional(quoted))
    old, new = _pieces(source, script), _pieces(quoted, script)
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


def _pieces(text: str, script: bool) -> list[tuple[str, int, int]]:
    """Tokens and punctuation marks of a text, folded, with their code points."""
    folded = fold(text, script=script)
    words = tokens(folded)
    out = [((t.text if script else standard(t.text)).replace(SOFT_BREAK, ""), t.start, t.end) for t in words]
    covered = {i for t in words for i in range(t.start, t.end)}
    for c, start, end in zip(folded.text, folded.starts, folded.ends, strict=True):
        if start not in covered and c not in f" {MARKER}{SEGMENT}{SOFT_BREAK}":
            out.append(("-" if c == EN_DASH else c, start, end))
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
            return Splice(tuple((p, span.start, span.end) for p, span in (f for f in found if f is not None)))
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


def _cover(quotation: str, passages: Sequence[Passage]) -> list[Part] | None:
    """The fewest runs of tokens of the source that make up the quotation, longest first; None when they do not cover it."""
    wanted = [t.text for t in tokens(fold(quotation, script=True))]
    least = _PART_HAN if is_mainly_han(quotation) else _PART_WORDS
    parts: list[Part] = []
    at = 0
    while at < len(wanted):
        if len(parts) == _MOST_PARTS:
            return None
        best: tuple[int, Part] | None = None
        for passage in passages:
            start, length = _longest_run(wanted[at:], passage)
            if length >= least and (best is None or length > best[0]):
                best = length, (passage, passage.tokens[start].start, passage.tokens[start + length - 1].end)
        if best is None:
            return None
        parts.append(best[1])
        at += best[0]
    return parts if len(parts) > 1 else None


def _longest_run(wanted: Sequence[str], passage: Passage) -> tuple[int, int]:
    """Where the longest beginning of ``wanted`` stands in the passage, and how many tokens it has."""
    texts = passage.words.words
    best = (0, 0)
    start = -1
    for _ in range(texts.count(wanted[0])):
        start = texts.index(wanted[0], start + 1)
        pairs = itertools.takewhile(lambda p: p[0] == p[1], zip(wanted, texts[start:], strict=False))
        length = sum(1 for _ in pairs)
        best = max(best, (start, length), key=lambda found: found[1])
    return best


def _small_gaps(parts: list[Part]) -> bool:
    for (passage, first, end), (other, start, _) in itertools.pairwise(parts):
        if passage is not other or start <= first:
            return False
        # the gap, or the few words that are said twice
        low, high = sorted((start, end))
        left_out = sum(0.5 if is_han(t.text) else 1 for t in tokens(fold(passage.text[low:high])))
        gap = fold(passage.text[low : high + 1]).text
        if left_out > (_SMALL_GAP if start < end or ends_sentence(gap, 0, len(gap)) else _SMALL_GAP_INSIDE):
            return False
    return True
