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
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .borders import cuts_token, is_space, reads_as_number
from .documents import Document, LayerText, Segment
from .folding import DASH, EN_DASH, INCHES, MARKER, MINUS, QUOTE, SEGMENT, SOFT_BREAK, Folded, fold
from .scripts import is_east_asian, is_east_asian_character, is_han
from .speech import speech_edges
from .tokens import Token, tokens
from .variants import is_traditional, same_words

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
#: Kinds of segments that are read as one text.
#: What stands between two halves of one speech, folded: who says it, and no second clause.
_ASIDE = re.compile(rf"(?!.*\b(?:and|but|or|while|whereas|then)\b)[^,.;:!?{MARKER}{SEGMENT}]{{2,60}},")
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
    _inventories: dict[bool, tuple[str, Counter[str]]] = field(default_factory=dict, compare=False, repr=False)

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

    def find(self, words: Words, script: bool = False, bracketed: tuple[bool, bool] = (False, False)) -> list[Span]:
        """Every place where ``words`` stand, not counting those that would cut a word or a number in two.

        ``bracketed``: whether a bracket stands before them, and behind: it may stand between the words of a number ("5 [sic]
        percent"), and where it stands for one of them it is judged as a substitution.
        """
        folded = self.folded(script)
        if not self._can_hold(words, script):
            return []
        pattern, groups = _compile(words, script, frozenset(self.numbers))
        found = []
        for m in _overlapping(pattern, folded.text):
            edges = zip((m.start(), m.end()), bracketed, strict=True)
            if any(cuts_token(folded.text, at) and not (beside and is_space(folded.text, at)) for at, beside in edges):
                continue
            if _feigns_number(m, groups):
                continue
            repeated = self._repeated(m, folded, groups)
            if repeated is None:
                continue
            moved = any(stands == _MOVED and m.group(i) is not None for i, stands in enumerate(groups, 1))
            if moved and is_asked(folded.text, m.end()):
                continue
            start, end = folded.span(m.start(), m.end())
            if script and not same_words(self.text[start:end], words.text, self._is_traditional):
                continue
            inside = len(self.markers_in(start + 1, end))
            found.append(Span(start, end, m.start(), m.end(), repeated > 0, inside > repeated, script, moved))
        return found

    def _can_hold(self, words: Words, script: bool) -> bool:
        """A cheap test that every place must pass: the letters stand there in a row, and there are marks and digits enough.

        A pattern of ten thousand characters takes a second to compile, so most are not.
        """
        wanted = _counted(words.text, script)
        letters, counts = self._inventory(script)
        if wanted[0] not in letters:
            return False
        markers = len(self.numbers)
        spare = {"digit": _MOST_MARKER_DIGITS * markers, "[": markers, "]": markers, ",": markers + 1, ";": markers, ".": 1}
        return all(counts[c] + spare.get(c, 0) >= n for c, n in wanted[1].items())

    def _inventory(self, script: bool) -> tuple[str, Counter[str]]:
        if script not in self._inventories:
            self._inventories[script] = _inventory(self.folded(script).text)
        return self._inventories[script]

    def _repeated(self, m: re.Match[str], folded: Folded, groups: Sequence[str]) -> int | None:
        """How many markers the quotation repeats in digits; None when a digit stands for a marker of another number."""
        count = 0
        for i, digits in enumerate(groups, 1):
            if digits == _MOVED or m.group(i) is None:
                continue
            met = range(m.start(i), m.end(i))
            if "".join(str(self.marker_at(folded.starts[at])) for at in met) != digits:
                return None
            count += len(met)
        return count


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


def _feigns_number(m: re.Match[str], groups: Sequence[str]) -> bool:
    """Whether a marker's digit at the quotation's end would read as a decimal: "rose by 5.4" of "rose by 5." and note 4."""
    last = max((i for i, digits in enumerate(groups, 1) if digits != _MOVED and m.group(i) is not None), default=0)
    return last > 0 and m.end(last) == m.end() and re.search(r"\d[.,:/]$", m.string[: m.start(last)][-4:]) is not None


def is_asked(text: str, at: int) -> bool:
    """Whether a question mark follows position ``at`` of a folded text: a stop in its place would make it a statement."""
    return text[at:].lstrip(f"{MARKER}{QUOTE}")[:1] == "?"


def _overlapping(pattern: re.Pattern[str], text: str) -> Iterable[re.Match[str]]:
    at = 0
    while (m := pattern.search(text, at)) and m.end() > m.start():
        yield m
        at = m.start() + 1


@dataclass(frozen=True)
class Words:
    """A run of quoted words to be found, with the letters whose case a bracket changed ("[T]he")."""

    text: str
    free_case: frozenset[int] = frozenset()
    """Code points of ``text`` that stood in brackets as a change of case."""

    @property
    def is_han(self) -> bool:
        """Whether Chinese script folding can apply."""
        return is_han(self.text)


_MOST_MARKER_DIGITS = 3
#: What a group of a pattern stands for, in the place of markers' digits: a stop that was moved over a quotation mark.
_MOVED = "moved"
_MOST_ROW_DIGITS = 9
#: What may be written in a quotation and not stand in the text, or the other way round.
_UNCOUNTED = frozenset(f" -{EN_DASH}{DASH}{MINUS}{QUOTE}{INCHES}{SOFT_BREAK}{MARKER}{SEGMENT}")


@functools.lru_cache(maxsize=256)
def _counted(text: str, script: bool) -> tuple[str, Counter[str]]:
    return _inventory(fold(text, script=script).text)


def _inventory(folded: str) -> tuple[str, Counter[str]]:
    """The letters of a folded text in a row, case aside, and how often each other character occurs."""
    letters = "".join(c for c in folded if c.isalpha()).casefold()
    others = Counter("digit" if c.isnumeric() else c for c in folded if not c.isalpha() and c not in _UNCOUNTED)
    return letters, others


#: Digits, and what may stand for one or more markers: [3], [3, 4], ³, ³,⁴, ③.
_DIGITS = re.compile(r"\[\d{1,3}(?:[,;] ?\d{1,3})*\]|\d+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:, ?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)*|[①-⑳]")


#: Dashes that a quotation may have for the source's: an en dash between words is set for a hyphen as for a dash.
_SAME = {"-": f"[-{EN_DASH}{SOFT_BREAK}]", EN_DASH: f"[-{EN_DASH}{DASH}{SOFT_BREAK}]", DASH: f"[{EN_DASH}{DASH}]"}
#: Behind a Chinese character, where 5月-8月 and 中国-拉美 may have any dash: it parts no word and bounds no number.
_SAME_IN_CHINESE = dict.fromkeys(("-", EN_DASH, DASH, MINUS), f"[-{EN_DASH}{DASH}{MINUS}]")
_LONG_DASHES = "—―─━⸺⸻"
_DOUBLE = frozenset('"“”＂')


@functools.lru_cache(maxsize=256)
def _compile(words: Words, script: bool, numbers: frozenset[int]) -> tuple[re.Pattern[str], list[str]]:
    """The pattern for folded texts whose markers have ``numbers``, and what each of its groups stands for.

    That is one or more markers, whose numbers make up these digits, or :data:`_MOVED`.
    """
    folded = fold(words.text.strip(), script=script)
    shift = len(words.text) - len(words.text.lstrip())
    text = folded.text.strip()
    lead = len(folded.text) - len(folded.text.lstrip())
    out: list[str] = []
    groups: list[str] = []
    i = 0
    while i < len(text):
        digits = _DIGITS.match(text, i)
        if out:
            # of markers in a row the digits repeat the first
            out.append(_joint(text[i - 1], text[i]) + ("?" if digits else ""))
        if m := digits:
            whole = _around(words.text.strip(), folded, lead + i, lead + m.end())
            piece, eaten = _digits(m.group(), text[m.end() :], whole, numbers, groups)
            out.append(piece)
            i = m.end() + eaten
            continue
        c = text[i]
        if moved := _moved_stop(text, i):
            # behind the mark or before it, as American or British custom has it; at the very end a stop may be wanting in either
            groups.append(_MOVED)
            out.append(f"(?:{moved[0]}|({moved[1]}))")
            i += moved[2]
            continue
        if c == SOFT_BREAK:
            out.append("-?")
        elif c == DASH and _joins_numbers(text, i) and words.text[folded.starts[lead + i] + shift].strip(_LONG_DASHES):
            # "10 - 15" for the source's 10–15; the other way a pause would become a range
            out.append(f"[-{EN_DASH}{DASH}]")
        elif c in _SAME_IN_CHINESE and is_east_asian_character(text[i - 1 : i] or " "):
            out.append(_SAME_IN_CHINESE[c])
        elif c in _SAME:
            out.append(_SAME[c])
        elif c == QUOTE and len(text) > 1 and i in (0, len(text) - 1):
            # whether a space stands on the other side of the mark depends on words that this run does not have
            out.append(f" ?{QUOTE}" if i else f"{QUOTE} ?")
        elif c == QUOTE and words.text[folded.starts[lead + i] + shift] in _DOUBLE:
            out.append(f"[{QUOTE}{INCHES}]")
        elif c == " ":
            out.append(f"[ {SEGMENT}]")
        elif folded.starts[lead + i] + shift in words.free_case:
            out.append(f"(?i:{re.escape(c)})")
        else:
            out.append(re.escape(c))
        i += 1
    return re.compile("".join(out)), groups


_STOP_AND_MARK = frozenset({f".{QUOTE}", f",{QUOTE}", f"{QUOTE}.", f"{QUOTE},"})


def _moved_stop(text: str, i: int) -> tuple[str, str, int] | None:
    """At a stop or comma beside a quotation mark: the pattern as it is, what it may also be, and how many characters it is."""
    pair = text[i : i + 2]
    ends = i + len(pair) == len(text)
    if i and pair in _STOP_AND_MARK:
        if text[i - 1] in ".?!," or text[i + 2 : i + 3] in (".", QUOTE):
            return None  # an ellipsis, or marks within marks
        stop = re.escape(pair.strip(QUOTE))
        joined = f"{re.escape(pair[0])}{_joint(*pair)}{re.escape(pair[1])}"
        other = f"{QUOTE}{MARKER}*{stop}" if pair[1] == QUOTE else f"{stop}{MARKER}*{QUOTE}"
        return joined, (f"{other}|{QUOTE}" if ends and pair[1] == QUOTE else other), 2
    if ends and pair == QUOTE and i and (text[i - 1].isalnum() or text[i - 1] in "%)"):
        return f" ?{QUOTE}", f"[.,]{MARKER}*{QUOTE}", 1
    return None


def _joins_numbers(text: str, i: int) -> bool:
    return 0 < i < len(text) - 1 and text[i - 1].isdigit() and text[i + 1].isdigit()


def _joint(before: str, after: str) -> str:
    """What may stand unseen between two characters: markers and broken hyphens; a segment's edge only between words."""
    if before == " " or after == " ":
        return f"{MARKER}*"
    if (before in ".,:/" and after.isdigit()) or (before.isdigit() and after in ".,:/%"):
        # the end of one paragraph and the beginning of the next make no number
        return f"[{SOFT_BREAK}{MARKER}]*"
    inside = all(c.isalnum() and not is_east_asian_character(c) for c in (before, after))
    return f"[{SOFT_BREAK}{MARKER}]*" if inside else f"[{SOFT_BREAK}{MARKER}{SEGMENT}]*"


def _around(text: str, folded: Folded, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind folded characters ``start``–``end`` in the text itself, with its spaces."""
    return text[: folded.starts[start]][-3:], text[folded.ends[end - 1] :][:3]


def _digits(literal: str, rest: str, around: tuple[str, str], numbers: frozenset[int], groups: list[str]) -> tuple[str, int]:
    """Digits of a quotation may be the source's, or repeat markers: the alternatives, and how much of ``rest`` they eat."""
    plain = literal.strip("[]").translate(_SUPERSCRIPTS)
    if "①" <= plain <= "⑳":
        plain = str(ord(plain) - ord("①") + 1)
    # "53" is never "5" and note 3: what a reader sees is another number
    rows = [] if plain == literal and reads_as_number(*around) else list(marker_rows(plain, numbers))
    if not rows:
        return re.escape(literal), 0
    space = rest.startswith(" ")
    alternatives = [re.escape(literal) + (f"[ {SEGMENT}]" if space else "")]
    for length in sorted({len(row) for row in rows}):
        groups.append(re.sub("[,;] ?", "", plain))
        # brackets hide from folding the space that follows them
        alternatives.append(f"({MARKER}{{{length}}})" + (f"[ {SEGMENT}]?" if space or plain != literal else ""))
    return f"(?:{'|'.join(alternatives)})", int(space)


def marker_rows(digits: str, numbers: Container[int]) -> Iterator[tuple[int, ...]]:
    """The rows of footnote markers with these ``numbers`` that digits can repeat: "123" for 12 and 3, or for 1, 2 and 3.

    Digits may be parted by commas, as in superscript ¹²,³; a row longer than nine digits is none.
    """
    first, *rest = re.split("[,;] ?", digits)
    if sum(map(len, (first, *rest))) > _MOST_ROW_DIGITS:
        return
    for cut in range(1, min(len(first), _MOST_MARKER_DIGITS) + 1):
        left = ",".join([*([first[cut:]] if first[cut:] else []), *rest])
        if not first.startswith("0") and int(first[:cut]) in numbers:
            yield from ((int(first[:cut]), *row) for row in (marker_rows(left, numbers) if left else ((),)))
