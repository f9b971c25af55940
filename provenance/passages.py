"""Finding a run of words in a text: strictly, up to typography (and script) alone.

A :class:`Passage` is the text that is searched: the segments of one layer, read as one. Its folded form carries stand-ins
for footnote markers, segment edges and hyphens at line ends, so that a quotation matches with or without them, and what was
skipped or repeated is known afterwards.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from .borders import cuts_token, is_space
from .documents import Document, LayerText, Segment
from .folding import MARKER, QUOTE, SEGMENT, SOFT_BREAK, Folded, fold
from .patterns import Hit, Inventory, Words, inventory, may_repeat, most_hits, pattern
from .scripts import is_east_asian
from .speech import speech_edges
from .tokens import Token, tokens, words
from .variants import is_traditional, same_words

#: A marker inside a number, which is then no number that could be quoted.
_PARTED_NUMBER = re.compile(rf"\d{MARKER}+\d")
#: What stands between two halves of one speech, folded: who says it, and no second clause.
_ASIDE = re.compile(rf"(?!.*\b(?:and|but|or|while|whereas|then)\b)[^,.;:!?{MARKER}{SEGMENT}]{{2,60}},")
#: Kinds of segments that are read as one text.
BODY = ("heading", "paragraph")


@dataclass(frozen=True)
class Span:
    """Where words were found: code points of the passage, with what was met on the way."""

    start: int
    end: int
    folded_start: int
    folded_end: int
    repeats_markers: bool = False
    skips_markers: bool = False
    script: bool = False
    moves_stop: bool = False
    """Whether a stop or comma beside a closing quotation mark stands on its other side here, or only in one of the two."""


#: Characters from which a text is kept folded: a manuscript asks the same body for each of its quotations.
_LONG = 2000


@functools.lru_cache(maxsize=32)
def _fold_long(text: str, script: bool) -> Folded:
    return fold(text, script=script)


@functools.lru_cache(maxsize=16)
def _tokens_long(text: str) -> tuple[Token, ...]:
    return tokens(_fold_long(text, True))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tokens of a folded text as strings, and for each of its segments how often each occurs there, case aside."""

    words: list[str]
    segments: list[Counter[str]]

    @classmethod
    def of(cls, folded: str) -> Vocabulary:
        """The vocabulary of a folded text."""
        parts = [words(part) for part in folded.split(SEGMENT)]
        counts = [Counter(word.replace(SOFT_BREAK, "").casefold() for word in part) for part in parts]
        return cls(list(itertools.chain.from_iterable(parts)), counts)

    def shared(self, wanted: Counter[str], first: int, last: int) -> int:
        """How many of the wanted tokens the segments from ``first`` to ``last`` may have at most."""
        return sum(min(n, sum(s[key] for s in self.segments[first : last + 1])) for key, n in wanted.items())


@functools.lru_cache(maxsize=16)
def _words_long(text: str) -> Vocabulary:
    return Vocabulary.of(_fold_long(text, True).text)


@dataclass(frozen=True)
class Passage:
    """Text of one or more segments of one layer, in reading order."""

    document: Document
    layer: str
    segments: tuple[Segment, ...]
    text: str
    offsets: tuple[int, ...]
    """Where each segment begins in ``text``."""
    _folded: dict[bool, Folded] = field(default_factory=dict, compare=False, repr=False)
    _inventories: dict[bool, Inventory] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, document: Document, layer: str, segments: Sequence[Segment]) -> Passage:
        """The passage of these segments; each must have its words in ``layer``. Markers and edges become stand-ins."""
        pieces: list[str] = []
        offsets: list[int] = []
        at = 0
        for segment in segments:
            if pieces:
                pieces.append(SEGMENT)
                at += 1
            offsets.append(at)
            piece = _with_markers(segment.layers[layer])
            pieces.append(piece)
            at += len(piece)
        return cls(document, layer, tuple(segments), "".join(pieces), tuple(offsets))

    def folded(self, script: bool = False) -> Folded:
        """The folded text, made once."""
        if script and not is_east_asian(self.text):
            return self.folded(False)
        if script not in self._folded:
            self._folded[script] = _fold_long(self.text, script) if len(self.text) > _LONG else fold(self.text, script=script)
        return self._folded[script]

    @functools.cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the script-folded text."""
        return _tokens_long(self.text) if len(self.text) > _LONG else tokens(self.folded(True))

    @functools.cached_property
    def words(self) -> Vocabulary:
        """The tokens of the script-folded text as strings."""
        return _words_long(self.text) if len(self.text) > _LONG else Vocabulary.of(self.folded(True).text)

    @functools.cached_property
    def _is_traditional(self) -> bool:
        return is_traditional(self.text)

    @functools.cached_property
    def numbers(self) -> tuple[int, ...]:
        """The markers' numbers in order."""
        return tuple(m.number for s in self.segments for m in s.layers[self.layer].markers)

    @functools.cached_property
    def _marker_positions(self) -> list[int]:
        return [i for i, c in enumerate(self.text) if c == MARKER]

    def marker_at(self, position: int) -> int:
        """The number of the marker whose stand-in is code point ``position`` of the passage."""
        return self.numbers[bisect.bisect_left(self._marker_positions, position)]

    def markers_in(self, start: int, end: int) -> tuple[int, ...]:
        """Numbers of the markers strictly inside the span."""
        low, high = (bisect.bisect_left(self._marker_positions, p) for p in (start, end))
        return self.numbers[low:high]

    def segment_at(self, position: int) -> int:
        """The index of the segment that holds this code point."""
        return bisect.bisect_right(self.offsets, position) - 1

    @functools.cached_property
    def _speech(self) -> tuple[list[int], list[int]]:
        edges = [(at + self.offsets[i], step) for i, s in enumerate(self.text.split(SEGMENT)) for at, step in speech_edges(s)]
        return [at for at, _ in edges], [step for _, step in edges]

    def crosses_speech(self, start: int, end: int) -> bool:
        """Whether between these code points someone's quoted words begin or end that do not end or begin there too.

        A speech that is only interrupted for its speaker's name (“The peg,” they wrote, “cannot hold”) is one speech.
        """
        places, steps = self._speech
        low, high = bisect.bisect_left(places, start), bisect.bisect_left(places, end)
        depths = list(itertools.accumulate(steps[low:high], initial=0))
        if depths == [0, -1, 0] and _ASIDE.fullmatch(fold(self.text[places[low] + 1 : places[high - 1]]).text):
            return False
        return min(depths) < 0 or depths[-1] != 0

    def parts(self, start: int, end: int) -> list[tuple[Segment, int, int]]:
        """The span cut at segment edges, each part in code points of its segment's text."""
        out = []
        for i in range(self.segment_at(start), self.segment_at(max(start, end - 1)) + 1):
            segment = self.segments[i]
            length = segment.layers[self.layer].length
            out.append((segment, self._inner(i, start), min(length, self._inner(i, end))))
        return [part for part in out if part[1] < part[2]]

    def _inner(self, index: int, position: int) -> int:
        """Code point ``position`` of the passage as a code point of one segment's text (clipped to it)."""
        begin = self.offsets[index]
        markers = bisect.bisect_left(self._marker_positions, position) - bisect.bisect_left(self._marker_positions, begin)
        return max(0, position - begin - max(0, markers))

    def position(self, segment_id: str, offset: int) -> int | None:
        """The passage's code point for code point ``offset`` of a segment's text; None when it is not in this passage."""
        for i, segment in enumerate(self.segments):
            if segment.id == segment_id:
                skipped = sum(m.offset <= offset for m in segment.layers[self.layer].markers)
                return self.offsets[i] + offset + skipped
        return None

    def find(self, words: Words, script: bool = False, bracketed: tuple[Bracketed, Bracketed] = ("", "")) -> list[Span]:
        """Every place where ``words`` stand, not counting those that would cut a word or a number in two.

        ``bracketed``: what bracket stands before them, and behind: one with words may stand between the words of a number
        ("5 [sic] percent"), one with a number for any part of it, which is then judged as a substitution.
        """
        folded = self.folded(script)
        found = []
        for hit in self._hits(words, script):
            edges = zip((hit.start, hit.end), bracketed, strict=True)
            if any(cuts_token(folded.text, at) and not _allows(beside, folded.text, at) for at, beside in edges):
                continue
            if not self._are_markers(hit, folded) or (hit.moved and is_asked(folded.text, hit.end)):
                continue
            start, end = folded.span(hit.start, hit.end)
            if script and not same_words(self.text[start:end], words.text, self._is_traditional):
                continue
            inside = len(self.markers_in(start + 1, end))
            repeated = sum(b - a for _, a, b in hit.repeated)
            found.append(Span(start, end, hit.start, hit.end, repeated > 0, inside > repeated, script, hit.moved))
        return found

    def _hits(self, words: Words, script: bool) -> Iterator[Hit]:
        """Where the words' letters and marks stand.

        A pattern without stand-ins is short and fast. So markers are taken out of the text first, unless the words may repeat
        their digits, and edges of segments are only allowed for where the letters stand more often than inside of segments.
        """
        most = most_hits(words, script, self._inventory(script), len(self.numbers))
        if most == 0:
            return
        text, markers = _without_markers(self.folded(script).text)
        standins = "".join(c for c in (SOFT_BREAK, SEGMENT) if c in text)
        if markers and (_PARTED_NUMBER.search(self.folded(script).text) or may_repeat(words, script, frozenset(self.numbers))):
            text, markers, standins = self.folded(script).text, [], standins + MARKER
        numbers = frozenset(self.numbers) if MARKER in standins else frozenset()
        found: list[Hit] | None = None
        if SEGMENT in standins and most is not None:
            found = list(pattern(words, script, numbers, standins.replace(SEGMENT, "")).hits(text))
        if found is None or len(found) != most:
            found = list(pattern(words, script, numbers, standins).hits(text))
        for hit in found:
            # positions with the markers before them counted again
            start, last = (at + bisect.bisect_right(markers, at) for at in (hit.start, hit.end - 1))
            yield replace(hit, start=start, end=last + 1) if markers else hit

    def _inventory(self, script: bool) -> Inventory:
        if script not in self._inventories:
            self._inventories[script] = inventory(self.folded(script).text)
        return self._inventories[script]

    def _are_markers(self, hit: Hit, folded: Folded) -> bool:
        """Whether the digits that the quotation repeats are those of the markers that stand there."""
        return all(
            "".join(str(self.marker_at(folded.starts[at])) for at in range(start, end)) == digits
            for digits, start, end in hit.repeated
        )


def passages(document: Document, layer: str) -> list[Passage]:
    """The passages of a layer whose words are held: the body as one, every summary, takeaway and note by itself."""
    held = [s for s in document.segments if layer in s.layers and s.layers[layer].text is not None]
    body = [s for s in held if s.kind in BODY]
    rest = [[s] for s in held if s.kind not in BODY]
    return [Passage.of(document, layer, group) for group in [body, *rest] if group]


def _with_markers(layer: LayerText) -> str:
    pieces, at = [], 0
    text = layer.text or ""
    for marker in layer.markers:
        pieces += [text[at : marker.offset], MARKER]
        at = marker.offset
    return "".join([*pieces, text[at:]])


#: What a bracket beside words holds; "" where there is none that could stand inside a number.
Bracketed = Literal["", "words", "number"]


def _allows(bracket: Bracketed, text: str, at: int) -> bool:
    return bracket == "number" or (bracket == "words" and is_space(text, at))


@functools.lru_cache(maxsize=64)
def _without_markers(folded: str) -> tuple[str, list[int]]:
    """A folded text without markers, and for each marker how many characters stand before it."""
    if MARKER not in folded:
        return folded, []
    return folded.replace(MARKER, ""), [i - k for k, i in enumerate(i for i, c in enumerate(folded) if c == MARKER)]


def is_asked(text: str, at: int) -> bool:
    """Whether a question mark follows position ``at`` of a folded text: a stop in its place would make it a statement."""
    return text[at:].lstrip(f"{MARKER}{QUOTE}")[:1] == "?"
