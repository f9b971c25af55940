"""Quotation marks in a text: which of them belong together, which are apostrophes or measures, which stand alone.

Marks are told by their shape and by what stands on both sides of them (Unicode Standard, 6.2, "Quotation Marks"). An
apostrophe never opens or closes: between letters it joins (don’t), before a word it stands for what is left out (’90s), behind
a word it closes only where a single mark is open. ``"`` and ``'`` behind a digit are inches and feet unless they close. What
cannot be paired is reported, never guessed at.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from provenance.scripts import is_east_asian_character

#: Opening mark → the marks that close it. „ and « close as the language has it: „…“ „…” «…» »…«
_DOUBLE = {
    "“": "”", "‟": "”", "„": "“”‟", "«": "»", "»": "«»", "「": "」", "『": "』", "﹁": "﹂", "﹃": "﹄", "｢": "｣",
    "〝": "〞〟", '"': '"', "＂": "＂", "``": "''",
}  # fmt: skip
_SINGLE = {"‘": "’", "‛": "’", "‚": "‘’", "‹": "›", "›": "‹›", "'": "'’", "＇": "＇"}
_STRAIGHT = frozenset('"＂')
_DOUBLE_MARK = re.compile("``|''|[" + "".join(sorted({c for k, v in _DOUBLE.items() for c in k + v if c not in "`'"})) + "]")
_SINGLE_MARK = re.compile(r"(?<!')'(?!')|[‘’‛‚‹›＇]")
#: What an opening mark may stand behind.
_OPENERS = frozenset("([{<（［【〔《〈—–-―/…“‘„‚«‹「『〝‟:：，。、；！？=|」』）］】〕》〉")
#: Words that begin with an apostrophe, and decades.
_ELISION = re.compile(r"\d\ds?(?![\w])|(?:tis|twas|twere|twill|em|til|till|cause|cuz|bout|round|n|nuff|neath|gainst)(?!\w)", re.I)
#: Words that follow no possessive.
_NOT_OWNED = frozenset(
    "is are was were be been being has have had do does did will would can could may might shall should must and or but nor for"
    " of in on at by to from with as that which who whom whose when where while if than so because not he she it they we i you"
    " said says writes wrote the a an this these those there".split()
)
#: Feet in front of inches that a word processor has set as a quotation mark: 6’2”.
_HEIGHT = re.compile(r"\d['’]\s?\d{1,2}$")
_FEET = re.compile(r"\s?\d{1,2}(?:\"|″|''|”|\s?in\b)")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two marks that belong together: the words stand at ``start``–``end``, with their marks at ``outer_start``–``outer_end``.

    Where the words run on into the next block there is no closing mark, and ``outer_end`` is ``end``.
    """

    outer_start: int
    start: int
    end: int
    outer_end: int
    mark: str
    runs_on: bool = False


@dataclass(frozen=True, slots=True)
class Loose:
    """A mark that belongs to no other."""

    at: int
    mark: str


@dataclass(frozen=True, slots=True)
class _Open:
    at: int
    mark: str


class _Stack:
    """The marks that are open, the innermost last."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._closers: Counter[str] = Counter()

    def push(self, opened: _Open) -> None:
        self._open.append(opened)
        self._closers.update(_closers(opened.mark))

    def closed_by(self, mark: str) -> int | None:
        """The place of the innermost one that this mark closes. It is only looked for where there is one, so that a text
        full of opening marks takes no long time."""
        if not self._closers[mark]:
            return None
        return next(i for i in range(len(self._open) - 1, -1, -1) if mark in _closers(self._open[i].mark))

    def cut(self, place: int) -> list[_Open]:
        """Takes away what is open from a place on."""
        cut = self._open[place:]
        del self._open[place:]
        for opened in cut:
            self._closers.subtract(_closers(opened.mark))
        return cut


def pair_marks(text: str, literal: Sequence[tuple[int, int]] = (), *, continued: str = "") -> tuple[list[Pair], list[Loose]]:
    """The outermost pairs of marks in a text, in order, and the marks that stand alone.

    Marks inside ``literal`` stretches are none. ``continued`` is the mark the next block opens with, if it opens with one:
    the last such mark that is not closed here runs on into that block (a quotation over paragraphs repeats its opening mark
    at each and closes at the last; Chicago Manual of Style 18, 12.33).
    """
    doubles, loose = _pair_doubles(text, literal)
    running = next((mark for mark in reversed(loose) if continued and mark.mark == continued and mark.mark in _DOUBLE), None)
    if running:
        loose.remove(running)
        begin = running.at + len(running.mark)
        doubles = [p for p in doubles if p.outer_end <= running.at]
        loose = [mark for mark in loose if mark.at < running.at]
        doubles.append(Pair(running.at, begin, len(text), len(text), running.mark, runs_on=True))
    singles, alone = _pair_singles(text, literal, doubles, continued)
    outer = _outermost(doubles + singles)
    return outer, sorted((mark for mark in loose + alone if not _is_within(mark.at, outer)), key=lambda mark: mark.at)


def opening_mark(text: str) -> str:
    """The opening mark a text begins with, empty without one."""
    for mark in ("``", *_DOUBLE, *_SINGLE):
        if text.startswith(mark):
            return mark
    return ""


def _pair_doubles(text: str, literal: Sequence[tuple[int, int]]) -> tuple[list[Pair], list[Loose]]:
    """Pairs of double marks that stand in no other, by a stack: a mark closes the nearest open one that it can close."""
    found = [m for m in _DOUBLE_MARK.finditer(text) if not _is_inside(m.start(), literal)]
    stack = _Stack()
    pairs: list[Pair] = []
    loose: list[Loose] = []
    for index, m in enumerate(found):
        mark, at = m.group(), m.start()
        closes = stack.closed_by(mark)
        open_now = closes is not None
        if mark == "”" and _HEIGHT.search(text, max(0, at - 6), at) and _is_measure(text, found, index, open_now):
            continue
        if mark in _STRAIGHT or mark == "''":
            if _is_measure(text, found, index, open_now):
                continue
            if open_now and not _can_close(text, at):
                # a second opening one: the first was never closed
                loose += [Loose(o.at, o.mark) for o in stack.cut(closes or 0)]
                closes = None
        if closes is not None:
            opened, *unclosed = stack.cut(closes)
            loose += [Loose(o.at, o.mark) for o in unclosed]
            pairs.append(Pair(opened.at, opened.at + len(opened.mark), at, m.end(), opened.mark))
        elif mark in _DOUBLE and ((mark not in _STRAIGHT and mark != "»") or _can_open(text, at, m.end())):
            stack.push(_Open(at, mark))
        else:
            loose.append(Loose(at, mark))
    loose += [Loose(o.at, o.mark) for o in stack.cut(0)]
    outer = _outermost(pairs)
    return outer, sorted((mark for mark in loose if not _is_within(mark.at, outer)), key=lambda mark: mark.at)


def _pair_singles(
    text: str, literal: Sequence[tuple[int, int]], doubles: Sequence[Pair], continued: str
) -> tuple[list[Pair], list[Loose]]:
    """Pairs of single marks that stand in no double ones; inside those they are nested, and no one's concern."""
    found = [m for m in _SINGLE_MARK.finditer(text) if not _is_inside(m.start(), literal) and not _is_within(m.start(), doubles)]
    roles = [(m.start(), m.group(), *_single_roles(text, m.start(), m.group())) for m in found]
    pairs: list[Pair] = []
    loose: list[Loose] = []
    i = 0
    while i < len(roles):
        at, mark, opens, _ = roles[i]
        i += 1
        if not opens:
            continue
        closing: list[int] = []
        for j in range(i, len(roles)):
            if roles[j][3] and roles[j][1] in _SINGLE[mark]:
                closing.append(j)
            elif roles[j][2]:
                break
        if closing:
            chosen = next((j for j in closing if not _is_possessive(text, roles[j][0])), closing[0])
            if len(closing) > 1 and _is_possessive(text, roles[chosen][0]):
                # each may be the closing one: ‘the readers’ slow boats’ sails
                loose.append(Loose(at, mark))
                continue
            end = roles[chosen][0]
            pairs.append(Pair(at, at + 1, end, end + 1, mark))
            i = chosen + 1
        elif continued == mark:
            pairs.append(Pair(at, at + 1, len(text), len(text), mark, runs_on=True))
            break
        elif mark not in "'＇":
            # a straight one alone is an apostrophe that this list of elisions does not know
            loose.append(Loose(at, mark))
    return pairs, loose


def _single_roles(text: str, at: int, mark: str) -> tuple[bool, bool]:
    """Whether a single mark can open here, and whether it can close."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if mark in "‹›":
        return mark == "‹" or _can_open(text, at, at + 1), True
    if mark in "‚‛":
        return True, False
    joined = _is_letter(before) and _is_letter(after)
    if joined or (before.isdigit() and _FEET.match(text, at + 1)):
        return False, False
    can_open = bool(after.strip()) and _can_open(text, at, at + 1) and not _ELISION.match(text, at + 1)
    can_close = bool(before.strip()) and not _is_letter(after)
    if mark == "‘":
        return can_open or (not _is_letter(before) and not _ELISION.match(text, at + 1)), can_close
    if mark == "’":
        return False, can_close
    return can_open, can_close


def _closers(mark: str) -> tuple[str, ...]:
    return (_DOUBLE[mark],) if mark == "``" else tuple(_DOUBLE[mark])


def _can_open(text: str, at: int, end: int) -> bool:
    before, after = text[at - 1 : at], text[end : end + 1]
    if not after.strip():
        return False
    return not before or before.isspace() or before in _OPENERS or is_east_asian_character(before)


def _can_close(text: str, at: int) -> bool:
    """Whether a straight mark can close: it stands close to the word before it."""
    return bool(text[at - 1 : at].strip())


def _is_measure(text: str, found: Sequence[re.Match[str]], index: int, open_now: bool) -> bool:
    """Whether ``"`` (``''``) behind a digit is an inch sign: no mark is open, or a later one is there to close it."""
    if not _behind_digit(text, found[index]):
        return False
    if not open_now:
        return True
    mark = found[index].group()
    following = (m for m in found[index + 1 :] if m.group() == mark and not _behind_digit(text, m))
    after = next(following, None)
    return after is not None and _can_close(text, after.start()) and not _can_open(text, after.start(), after.end())


def _behind_digit(text: str, mark: re.Match[str]) -> bool:
    return text[mark.start() - 1 : mark.start()].isdigit()


def _is_possessive(text: str, at: int) -> bool:
    """Whether ’ stands as in “the readers’ books” or “singin’ along”: behind s or -in, before a word that a possessive can
    stand before, as a verb or a conjunction cannot."""
    following = re.match(r"\s([a-z]\w*)", text[at + 1 : at + 20])
    return bool(
        following
        and following.group(1) not in _NOT_OWNED
        and re.search(r"[A-Za-z][sxz]$|[a-z]in$", text[max(0, at - 4) : at], re.I)
    )


def _is_letter(c: str) -> bool:
    return c.isalnum() and not is_east_asian_character(c)


def _is_inside(at: int, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in stretches)


def _is_within(at: int, pairs: Sequence[Pair]) -> bool:
    """Whether a place lies in one of these pairs, which are in order and do not overlap."""
    i = bisect_right(pairs, at, key=lambda p: p.outer_start) - 1
    return i >= 0 and at < pairs[i].outer_end


def _outermost(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs that stand in no other, in order."""
    kept: list[Pair] = []
    for p in sorted(pairs, key=lambda p: (p.outer_start, -p.outer_end)):
        if not kept or p.outer_start >= kept[-1].outer_end:
            kept.append(p)
    return kept
