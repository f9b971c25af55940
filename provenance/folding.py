"""Typographic and script folding with a map back to the text, for finding; what is found is reported from the text itself.

Folded away, because typesetting changes them without changing words: the shape of quotation marks and dashes, spaces that
separate no words, full and half width, ligatures, composed and decomposed letters, soft hyphens and other invisible
characters, hyphens at a line's end, the shape of an ellipsis. Kept, because they change words or numbers: case, digits and
their separators, superscripts (x² is not x2), hyphens inside words, every other punctuation mark. NFKC as a whole is not
used: it leaves quotation marks and dashes alone and turns ² into 2 and ① into 1.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

from .scripts import is_east_asian, is_east_asian_character
from .variants import simplified

#: Private-use stand-ins: a hyphen at a line's end, which may or may not belong to the word; a footnote marker, whose digits a
#: quotation may or may not repeat.
SOFT_BREAK = "\ue000"
MARKER = "\ue001"
#: Between two segments that are read as one text.
SEGMENT = "\ue002"
#: The stand-ins, none of which is part of a word.
WORDLESS = frozenset({SOFT_BREAK, MARKER, SEGMENT})

QUOTE = "'"
DASH = "\u2014"
EN_DASH = "\u2013"
MINUS = "\u2212"
#: A double prime behind a digit: 5″ is not 5′.
INCHES = "\u2033"

_QUOTES = frozenset("\"'`´“”„‟‘’‚‛ʼʻʽ«»‹›「」『』｢｣﹁﹂﹃﹄〝〞〟＂＇′″")
_HYPHENS = frozenset("-‐‑﹣－")
_EN_DASHES = frozenset("‒–")
_DASHES = frozenset("—―─━⸺⸻﹘")
_JOINERS = (*range(0x200B, 0x200F), *range(0x2060, 0x2065))
_LEFT_TO_RIGHT = (0x202A, 0x202C, 0x202D, 0x2066, 0x2068, 0x2069)
_VARIATIONS = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
#: Soft hyphen, zero-width characters, left-to-right marks, variation selectors: they show nothing and change no word. Marks
#: that turn what follows from right to left are none of them: they can show 21 where the text has 12.
_INVISIBLE = frozenset("\u00ad\u034f\u180e\ufeff" + "".join(map(chr, (*_JOINERS, *_LEFT_TO_RIGHT, *_VARIATIONS))))
_VISIBLE = dict.fromkeys(map(ord, _INVISIBLE))
_PUNCTUATION = {
    "。": ".", "．": ".", "｡": ".", "，": ",", "、": ",", "﹐": ",", "､": ",", "；": ";", "：": ":", "？": "?", "！": "!",
    "（": "(", "）": ")", "［": "[", "］": "]", "【": "[", "】": "]", "〔": "[", "〕": "]", "％": "%", "～": "~", "〜": "~",
    "∼": "~", "・": "·", "•": "·", "‧": "·", "∙": "·", "⋅": "·", "〈": "《", "〉": "》", "⁄": "/", "…": "...", "⋯": "...",
    "‥": "..", "−": MINUS,
}  # fmt: skip


#: Full and half width, vertical and small forms, Latin ligatures, Roman numerals, ℃ and ℉, radicals and compatibility ideographs;
#: not superscripts or ①.
_COMPATIBLE = (
    (0xFF00, 0xFFEF), (0xFE10, 0xFE19), (0xFE30, 0xFE6B), (0xFB00, 0xFB06), (0x2160, 0x217F), (0x2103, 0x2103), (0x2109, 0x2109),
    (0x2E80, 0x2FDF), (0xF900, 0xFAFF),
)  # fmt: skip

#: Words with one space between them, or Chinese characters: nothing of it changes, but for the script.
_RUN = re.compile("[A-Za-z]{2}[A-Za-z]*(?: [A-Za-z]+)*[A-Za-z]{2}|[\u4e00-\u9fff]{5,}")
_CONTEXT = 2
#: Characters up to which a folded text is kept: the same words are folded again for every text they are looked for in.
_SHORT = 2000
#: Most of any text: what is its own plain form. Below the other no character combines with the one before it.
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,;:?!()")
_FIRST_COMBINING = "\u0300"


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; ``starts[i]``–``ends[i]`` are the code points of the original that became character ``i``."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The code points of the original behind folded characters ``start``–``end`` (not empty)."""
        return self.starts[start], self.ends[end - 1]


#: What turns the order of the text around it: marks, embeddings, overrides and isolates from right to left (UAX #9).
TURNING = frozenset("\u061c\u200f\u202b\u202e\u2067")


def visible(text: str) -> str:
    """``text`` without the characters that show nothing."""
    return text if text.isascii() else text.translate(_VISIBLE)


def fold(text: str, *, script: bool = False) -> Folded:
    """``text`` folded; with ``script`` Chinese also from traditional to simplified, character by character."""
    script = script and is_east_asian(text)
    return _fold_short(text, script) if len(text) <= _SHORT else _fold(text, script)


@functools.lru_cache(maxsize=256)
def _fold_short(text: str, script: bool) -> Folded:
    return _fold(text, script)


def _fold(text: str, script: bool) -> Folded:
    """Runs of plain words are copied; what stands between them is folded with two of their letters on either side, since no rule
    looks further than that."""
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for run in _RUN.finditer(text):
        low, high = run.start() + _CONTEXT, run.end() - _CONTEXT
        _fold_part(text, at, low, script, (out, starts, ends))
        out.append(simplified(text[low:high]) if script else text[low:high])
        starts += range(low, high)
        ends += range(low + 1, high + 1)
        at = high
    _fold_part(text, at, len(text), script, (out, starts, ends))
    return Folded("".join(out), tuple(starts), tuple(ends))


def _fold_part(text: str, low: int, high: int, script: bool, into: tuple[list[str], list[int], list[int]]) -> None:
    characters = _characters(text[low:high])
    if script:
        characters = [(simplified(c), s, e) for c, s, e in characters]
    out, starts, ends = into
    for c, start, end in _dashes(_spaces(characters)):
        out.append(c)
        starts.append(low + start)
        ends.append(low + end)


_Piece = tuple[str, int, int]


def _characters(text: str) -> list[_Piece]:
    """Each character in its plain form, one output character a piece; white space as one space, runs not yet merged."""
    out: list[_Piece] = []
    i, n = 0, len(text)
    while i < n:
        c = text[i]
        end = i + 1
        if (c in _PLAIN or "\u4e00" <= c <= "\u9fff") and (end == n or text[end] < _FIRST_COMBINING):
            out.append((c, i, end))
            i = end
            continue
        while end < n and unicodedata.combining(text[end]):
            end += 1
        if end - i > 1:
            c = unicodedata.normalize("NFC", text[i:end])
        if c in _INVISIBLE:
            pass
        elif c == INCHES and out and out[-1][0].isdigit():
            out.append((INCHES, i, end))
        elif c in _HYPHENS and (after := _line_end(text, end)):
            out.append((SOFT_BREAK, i, after))
            end = after
        else:
            out.extend((part, i, end) for part in _plain(c))
        i = end
    return out


@functools.lru_cache(maxsize=4096)
def _plain(c: str) -> str:
    if c.isspace():
        return " "
    if c in _QUOTES:
        return QUOTE
    if c in _HYPHENS:
        return "-"
    if c in _EN_DASHES:
        return EN_DASH
    if c in _DASHES:
        return DASH
    if c in _PUNCTUATION:
        return _PUNCTUATION[c]
    if any(low <= ord(c[0]) <= high for low, high in _COMPATIBLE):
        whole = unicodedata.normalize("NFKC", c)
        return whole if whole == c else "".join(map(_plain, whole))
    return unicodedata.normalize("NFC", c)


def _line_end(text: str, at: int) -> int | None:
    """Where the next line's word begins when a hyphen before ``at`` ends its line inside a word; else None."""
    i = at
    while i < len(text) and text[i] in " \t\r":
        i += 1
    if i == len(text) or text[i] != "\n" or at < 2 or not text[at - 2].isalpha():
        return None
    while i < len(text) and text[i] in " \t\r\n":
        i += 1
    return i if i < len(text) and text[i].isalpha() else None


def _word(c: str) -> bool:
    return bool(c) and c.isalnum() and not is_east_asian_character(c)


def _spaces(pieces: list[_Piece]) -> list[_Piece]:
    """Keep a space only where it separates two words, a number from what it could be read into, or marks a minus sign."""
    out: list[_Piece] = []
    i, n = 0, len(pieces)
    while i < n:
        c, start, end = pieces[i]
        if c != " ":
            out.append(pieces[i])
            i += 1
            continue
        while i < n and pieces[i][0] == " ":
            end = pieces[i][2]
            i += 1
        before = next((p[0] for p in reversed(out) if p[0] != MARKER), "")
        j = i
        while j < n and pieces[j][0] in (MARKER, " "):
            j += 1
        following = pieces[j][0] if j < n else ""
        far = pieces[j + 1][0] if j + 1 < n else ""
        if not before or not following:
            continue
        words = _word(before) and _word(following)
        # beside a quotation mark the space tells exports” fell from exports'fell, one word
        quoted = (before in (QUOTE, INCHES) and _word(following) and _word_before(out)) or (
            following == QUOTE and _word(before) and _word(_next_solid(pieces, j + 1))
        )
        # "1, 2" is two numbers and "1,2" one; "2010 .5" is not "2010.5"
        numbers = (before in ".,:/" and following.isdigit() and _digit_before(out)) or (
            before.isdigit() and following in ".,:/" and far.isdigit()
        )
        # a space before a minus sign tells "by -5" from "1990-5"
        hyphen = following in _SIGNS or before in _SIGNS or following == MINUS
        if words or numbers or hyphen or quoted:
            out.append((" ", start, end))
    return out


def _word_before(out: list[_Piece]) -> bool:
    solid = [p[0] for p in out[-6:] if p[0] != MARKER]
    return len(solid) > 1 and _word(solid[-2])


def _next_solid(pieces: list[_Piece], at: int) -> str:
    """The next character that is no marker and no space; "" at the end."""
    return next((p[0] for p in pieces[at:] if p[0] not in (MARKER, " ")), "")


def _digit_before(out: list[_Piece]) -> bool:
    solid = [p[0] for p in out[-6:] if p[0] != MARKER]
    return len(solid) > 1 and solid[-2].isdigit()


def _dashes(pieces: list[_Piece]) -> list[_Piece]:
    """One dash for every way to write it (—, –, --, a spaced hyphen), one run of dots for every ellipsis.

    Any dash between digits is a hyphen, so that 10–15 and 10-15 are alike. An en dash between words stays what it is, since it is
    written for a hyphen (China–Latin America) and for a dash (fell–sharply): what it may stand for is decided where words are
    compared. A hyphen or en dash before a digit is a minus sign, apart from all of them, behind a space, an opening bracket or a
    Chinese character (为-5℃; in 5月-8月 it is none, and still no 8月 by itself).
    """
    out: list[_Piece] = []
    i, n = 0, len(pieces)
    while i < n:
        c = pieces[i][0]
        if c in _SIGNS or (c == " " and i + 1 < n and pieces[i + 1][0] in _SIGNS):
            i = _one_dash(pieces, i, out)
        elif c == "~" and out and i + 1 < n and out[-1][0].isdigit() and pieces[i + 1][0].isdigit():
            # 10～15 and 10-15 are one range (GB/T 15834-2011, 4.13)
            out.append(("-", pieces[i][1], pieces[i][2]))
            i += 1
        elif c == "~" and out and i + 1 < n and is_east_asian_character(out[-1][0]) and pieces[i + 1][0].isdigit():
            out.append((MINUS, pieces[i][1], pieces[i][2]))
            i += 1
        elif c == "." and pieces[i : i + 3] and all(p[0] == "." for p in pieces[i : i + 3]) and i + 2 < n:
            j = i
            while j < n and pieces[j][0] == ".":
                j += 1
            out.extend((".", pieces[i][1], pieces[j - 1][2]) for _ in range(3))
            i = j
        else:
            out.append(pieces[i])
            i += 1
    return out


_SIGNS = ("-", DASH, EN_DASH)


def _one_dash(pieces: list[_Piece], i: int, out: list[_Piece]) -> int:
    j, n = i, len(pieces)
    while j < n and (pieces[j][0] in _SIGNS or pieces[j][0] == " "):
        j += 1
    run = pieces[i:j]
    signs = [p for p in run if p[0] != " "]
    start, end = signs[0][1], signs[-1][2]
    before = out[-1][0] if out else ""
    following = pieces[j][0] if j < n else ""
    spaced_before = run[0][0] == " "
    spaced_after = run[-1][0] == " "
    joined = len(signs) == 1 and not (spaced_before or spaced_after)
    if len(signs) == 1 and not spaced_after and following.isdigit() and _is_minus(signs[0][0], before, spaced_before):
        if spaced_before:
            out.append((" ", run[0][1], run[0][2]))
        out.append((MINUS, start, end))
    elif len(signs) == 1 and signs[0][0] == "-" and not (spaced_before and spaced_after):
        # "well -known", "pre- and post-war": the space says nothing that the hyphen does not, unless it ends a word
        if spaced_before:
            out.append((" ", run[0][1], run[0][2]))
        out.append(("-", start, end))
        if spaced_after:
            out.append((" ", run[-1][1], run[-1][2]))
    elif joined and before.isdigit() and following.isdigit():
        out.append(("-", start, end))
    elif joined and signs[0][0] == EN_DASH and _word(before) and _word(following):
        out.append((EN_DASH, start, end))
    else:
        out.append((DASH, start, end))
    return j


def _is_minus(sign: str, before: str, spaced: bool) -> bool:
    """Whether a sign right before a digit is a minus, by what stands before it; a hyphen of a name or a range is none."""
    if sign == DASH or (sign == EN_DASH and before.isdigit()):
        return False
    return spaced or not before or before in "([" or is_east_asian_character(before)
