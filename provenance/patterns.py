"""What a run of quoted words may look like in a folded text: every way to print the same words, as one pattern.

Where the text has stand-ins for footnote markers, segment edges and hyphens at line ends (:mod:`provenance.folding`), the pattern
lets them stand between the words; digits of the quotation may be the source's or repeat markers.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from .borders import reads_as_number
from .folding import DASH, EN_DASH, INCHES, MARKER, MINUS, QUOTE, SEGMENT, SOFT_BREAK, Folded, fold
from .scripts import is_east_asian_character, is_han

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MOST_MARKER_DIGITS = 3
_MOST_ROW_DIGITS = 9
#: Digits, and what may stand for one or more markers: [3], [3, 4], ³, ³,⁴, ③.
_DIGITS = re.compile(r"\[\d{1,3}(?:[,;] ?\d{1,3})*\]|\d+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:, ?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)*|[①-⑳]")
#: What a group of a pattern stands for, in the place of markers' digits: a stop that was moved over a quotation mark.
_MOVED = "moved"
#: Dashes that a quotation may have for the source's: an en dash between words is set for a hyphen as for a dash.
_SAME = {"-": f"-{EN_DASH}{SOFT_BREAK}", EN_DASH: f"-{EN_DASH}{DASH}{SOFT_BREAK}", DASH: f"{EN_DASH}{DASH}"}
#: Behind a Chinese character, where 5月-8月 and 中国-拉美 may have any dash: it parts no word and bounds no number.
_SAME_IN_CHINESE = dict.fromkeys(("-", EN_DASH, DASH, MINUS), f"-{EN_DASH}{DASH}{MINUS}")
_LONG_DASHES = "—―─━⸺⸻"
_DOUBLE = frozenset('"“”＂')
_STOP_AND_MARK = frozenset({f".{QUOTE}", f",{QUOTE}", f"{QUOTE}.", f"{QUOTE},"})
_BESIDE = frozenset(f".,{QUOTE}")
#: What may be printed in more ways than one.
_VARIABLE = re.compile(f"[-{EN_DASH}{DASH}{MINUS}{QUOTE}{SOFT_BREAK}]")
#: What may be written in a quotation and not stand in the text, or the other way round.
_UNCOUNTED = frozenset(f" -{EN_DASH}{DASH}{MINUS}{QUOTE}{INCHES}{SOFT_BREAK}{MARKER}{SEGMENT}")


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


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a pattern fits: characters of the folded text, the marker digits that were repeated (digits, start, end)."""

    start: int
    end: int
    repeated: tuple[tuple[str, int, int], ...] = ()
    moved: bool = False
    """Whether a stop stands on another side of a quotation mark."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """The words as a plain string where they can only be printed in one way, else as a regular expression."""

    literal: str | None
    regex: re.Pattern[str] | None
    groups: tuple[str, ...]
    """What each group stands for: the digits of one or more markers, or a moved stop."""

    def hits(self, text: str) -> Iterator[Hit]:
        """Every place in a folded text, also where places overlap."""
        if self.literal is not None:
            yield from (Hit(at, at + len(self.literal)) for at in _occurrences(self.literal, text) if self.literal)
            return
        at = 0
        assert self.regex is not None
        while (m := self.regex.search(text, at)) and m.end() > m.start():
            met = [(digits, m.start(i), m.end(i)) for i, digits in enumerate(self.groups, 1) if m.group(i) is not None]
            repeated = tuple(found for found in met if found[0] != _MOVED)
            if not _feigns_number(m, repeated):
                yield Hit(m.start(), m.end(), repeated, len(repeated) < len(met))
            at = m.start() + 1


def _feigns_number(m: re.Match[str], repeated: Sequence[tuple[str, int, int]]) -> bool:
    """Whether a marker's digit at the quotation's end would read as a decimal: "rose by 5.4" of "rose by 5." and note 4."""
    if not repeated or repeated[-1][2] != m.end():
        return False
    return re.search(r"\d[.,:/]$", m.string[: repeated[-1][1]][-4:]) is not None


@functools.lru_cache(maxsize=256)
def pattern(words: Words, script: bool, numbers: frozenset[int], standins: str) -> Pattern:
    """The pattern for folded texts that have these ``standins`` and whose markers have these ``numbers``."""
    folded = fold(words.text.strip(), script=script)
    shift = len(words.text) - len(words.text.lstrip())
    text = folded.text.strip()
    lead = len(folded.text) - len(folded.text.lstrip())
    if not (standins or numbers or words.free_case or _VARIABLE.search(text)):
        return Pattern(text, None, ())
    out: list[str] = []
    groups: list[str] = []
    plain = True
    i = 0
    while i < len(text):
        digits = _DIGITS.match(text, i) if text[i].isnumeric() or text[i] == "[" else None
        if out and standins and (joint := _joint(text[i - 1], text[i], standins)):
            # of markers in a row the digits repeat the first
            out.append(joint + ("?" if digits else ""))
            plain = False
        if digits:
            whole = _around(words.text.strip(), folded, lead + i, lead + digits.end())
            rows = _rows(digits.group(), whole, numbers)
            piece, eaten = _either(digits.group(), text[digits.end() :], rows, groups)
            plain = plain and not rows
            out.append(piece)
            i = digits.end() + eaten
            continue
        c = text[i]
        if c in _BESIDE and (moved := _moved_stop(text, i, standins)):
            # behind the mark or before it, as American or British custom has it; at the very end a stop may be wanting in either
            groups.append(_MOVED)
            out.append(f"(?:{moved[0]}|({moved[1]}))")
            i += moved[2]
            plain = False
            continue
        before = text[i - 1 : i]
        if c == SOFT_BREAK:
            piece = "-?"
        elif c == DASH and _joins_numbers(text, i) and words.text[folded.starts[lead + i] + shift].strip(_LONG_DASHES):
            # "10 - 15" for the source's 10–15; the other way a pause would become a range
            piece = f"[-{EN_DASH}{DASH}]"
        elif c in _SAME_IN_CHINESE and before and is_east_asian_character(before):
            piece = f"[{_SAME_IN_CHINESE[c]}]"
        elif c in _SAME:
            piece = f"[{_SAME[c]}]"
        elif c == QUOTE and len(text) > 1 and i in (0, len(text) - 1):
            # whether a space stands on the other side of the mark depends on words that this run does not have
            piece = f" ?{QUOTE}" if i else f"{QUOTE} ?"
        elif c == QUOTE and words.text[folded.starts[lead + i] + shift] in _DOUBLE:
            piece = f"[{QUOTE}{INCHES}]"
        elif c == " " and SEGMENT in standins:
            piece = f"[ {SEGMENT}]"
        elif folded.starts[lead + i] + shift in words.free_case:
            piece = f"(?i:{re.escape(c)})"
        else:
            out.append(re.escape(c))
            i += 1
            continue
        out.append(piece)
        plain = False
        i += 1
    if plain:
        return Pattern(text, None, ())
    return Pattern(None, re.compile("".join(out)), tuple(groups))


def may_repeat(words: Words, script: bool, numbers: frozenset[int]) -> bool:
    """Whether digits of the words may be those of markers with these numbers."""
    return bool(numbers) and any(map(str.isnumeric, words.text)) and _repeats(words, script, numbers)


@functools.lru_cache(maxsize=256)
def _repeats(words: Words, script: bool, numbers: frozenset[int]) -> bool:
    folded = fold(words.text.strip(), script=script)
    found = _DIGITS.finditer(folded.text)
    return any(_rows(m.group(), _around(words.text.strip(), folded, m.start(), m.end()), numbers) for m in found)


def _joins_numbers(text: str, i: int) -> bool:
    return 0 < i < len(text) - 1 and text[i - 1].isdigit() and text[i + 1].isdigit()


def _joint(before: str, after: str, standins: str) -> str:
    """What may stand unseen between two characters: markers and broken hyphens; a segment's edge only between words."""
    if before == " " or after == " ":
        allowed = MARKER
    elif (before in ".,:/" and after.isdigit()) or (before.isdigit() and after in ".,:/%"):
        # the end of one paragraph and the beginning of the next make no number
        allowed = SOFT_BREAK + MARKER
    elif all(c.isalnum() and not is_east_asian_character(c) for c in (before, after)):
        allowed = SOFT_BREAK + MARKER
    else:
        allowed = SOFT_BREAK + MARKER + SEGMENT
    met = "".join(c for c in allowed if c in standins)
    return f"[{met}]*" if met else ""


def _around(text: str, folded: Folded, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind folded characters ``start``–``end`` in the text itself, with its spaces."""
    return text[: folded.starts[start]][-3:], text[folded.ends[end - 1] :][:3]


def _rows(literal: str, around: tuple[str, str], numbers: frozenset[int]) -> list[tuple[int, ...]]:
    """The rows of markers that these digits of a quotation may repeat; none where they read as a number of the sentence."""
    plain = _digits_of(literal)
    # "53" is never "5" and note 3: what a reader sees is another number
    if not numbers or (plain == literal and reads_as_number(*around)):
        return []
    return list(marker_rows(plain, numbers))


def _digits_of(literal: str) -> str:
    plain = literal.strip("[]").translate(_SUPERSCRIPTS)
    return str(ord(plain) - ord("①") + 1) if "①" <= plain <= "⑳" else plain


def _either(literal: str, rest: str, rows: Sequence[tuple[int, ...]], groups: list[str]) -> tuple[str, int]:
    """Digits as the source's or as repeated markers: the alternatives, and how much of ``rest`` they eat."""
    if not rows:
        return re.escape(literal), 0
    plain = _digits_of(literal)
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


def _moved_stop(text: str, i: int, standins: str) -> tuple[str, str, int] | None:
    """At a stop or comma beside a quotation mark: the pattern as it is, what it may also be, and how many characters it is."""
    pair = text[i : i + 2]
    ends = i + len(pair) == len(text)
    markers = f"{MARKER}*" if MARKER in standins else ""
    if i and pair in _STOP_AND_MARK:
        if text[i - 1] in ".?!," or text[i + 2 : i + 3] in (".", QUOTE):
            return None  # an ellipsis, or marks within marks
        stop = re.escape(pair.strip(QUOTE))
        joined = f"{re.escape(pair[0])}{_joint(pair[0], pair[1], standins)}{re.escape(pair[1])}"
        other = f"{QUOTE}{markers}{stop}" if pair[1] == QUOTE else f"{stop}{markers}{QUOTE}"
        return joined, (f"{other}|{QUOTE}" if ends and pair[1] == QUOTE else other), 2
    if ends and pair == QUOTE and i and (text[i - 1].isalnum() or text[i - 1] in "%)"):
        return f" ?{QUOTE}", f"[.,]{markers}{QUOTE}", 1
    return None


#: Letters of a text in a row, case aside, and how often each other character occurs.
Inventory = tuple[str, Counter[str]]


def inventory(folded: str) -> Inventory:
    """What a folded text is made of."""
    letters = "".join(filter(str.isalpha, folded)).casefold()
    others: Counter[str] = Counter()
    for c, count in Counter(folded).items():
        if not c.isalpha() and c not in _UNCOUNTED:
            others["digit" if c.isnumeric() else c] += count
    return letters, others


@functools.lru_cache(maxsize=256)
def _wanted(text: str, script: bool) -> Inventory:
    return inventory(fold(text, script=script).text)


def most_hits(words: Words, script: bool, held: Inventory, markers: int) -> int | None:
    """How often the words can stand in a text at most: their letters in a row, if there are marks and digits enough.

    None where they have no letter to be counted. A pattern of ten thousand characters takes a second to compile, so most are not.
    """
    letters, counts = _wanted(words.text, script)
    if letters not in held[0]:
        return 0
    spare = {"digit": _MOST_MARKER_DIGITS * markers, "[": markers, "]": markers, ",": markers + 1, ";": markers, ".": 1}
    if any(held[1][c] + spare.get(c, 0) < n for c, n in counts.items()):
        return 0
    return sum(1 for _ in _occurrences(letters, held[0])) if letters else None


def _occurrences(piece: str, text: str) -> Iterator[int]:
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + 1)
