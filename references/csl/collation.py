"""The order of texts in a list: keys that sort as a reader would look a name or a title up."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources

from provenance.scripts import is_han

#: Between the parts of a name in its sort key.
_PARTS = "\x1f"
_IGNORED = re.compile(r"[^\w\s]|_")
_NUMBERS = re.compile(r"(\d+)")
_NOT_LETTERS = re.compile("[^a-z]+")
#: No number is longer than this; more digits are left out.
_MOST_DIGITS = 99
#: Letters that stand among others without being made up of them (Unicode CLDR, root collation).
_LIKE = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d"})
#: The classes of what a key holds, each before the next: the end of a part and a space by themselves, the others before a
#: number, a rank or a character. So keys compare as plain strings.
_END, _SPACE, _NUMBER, _HAN_FIRST, _LETTER, _HAN = "\0\1\2\3\4\5"


def collate(text: str, han_first: bool = False, by_code: bool = False) -> tuple[str, str]:
    """A key that orders text as a reader would: letters before accents, case and punctuation ignored, Han by pinyin.

    Digits in a row are a number: 2 before 10. Han characters come after all other letters, with ``han_first`` before them, as
    in a list in Chinese; with ``by_code`` they are in the order of Unicode, by radical and strokes, as for readers of other
    languages (Unicode CLDR, root collation).
    """
    weights = _weights(han_first, by_code)
    primary, accented = [], []
    for part in text.split(_PARTS):
        letters, marked = _letters(part)
        runs = _NUMBERS.split(letters)
        runs[::2] = [run.translate(weights) for run in runs[::2]]
        runs[1::2] = map(_number, runs[1::2])
        primary.append("".join(runs))
        accented.append(marked)
    # the parts of a name are compared one after the other: "Reed, Zoe" before "Reed Moss, Al"
    return _END.join(primary), _END.join(accented)


def _letters(text: str) -> tuple[str, str]:
    """Without accents, case and punctuation, one space between words; and the letters alone, with their accents."""
    if text.isascii():
        base = text.casefold()
        letters, marked = base, _NOT_LETTERS.sub("", base)
    else:
        base = unicodedata.normalize("NFKD", text).casefold()
        letters = "".join(c for c in base if not unicodedata.combining(c)).translate(_LIKE)
        marked = "".join(c for c in base if c.isalpha() or unicodedata.combining(c))
    return " ".join(_IGNORED.sub("", letters).split()), marked


def _number(digits: str) -> str:
    """Numbers with fewer digits come first."""
    value = str(int(digits[:_MOST_DIGITS]))
    return f"{_NUMBER}{chr(len(value))}{value}"


class _Weights(dict[int, str]):
    """For ``str.translate``: what each character becomes in a key, found out when it is first met."""

    def __init__(self, han_first: bool, by_code: bool) -> None:
        super().__init__()
        self.by_code = by_code
        self.han = _HAN_FIRST if han_first else _HAN

    def __missing__(self, code: int) -> str:
        self[code] = weight = self._weight(chr(code))
        return weight

    def _weight(self, character: str) -> str:
        if character == " ":
            return _SPACE
        if is_han(character):
            if self.by_code:
                return self.han + character
            ranks = _pinyin_ranks()
            return self.han + chr(ranks.get(character, len(ranks) + ord(character)))
        return _LETTER + character


@cache
def _weights(han_first: bool, by_code: bool) -> _Weights:
    return _Weights(han_first, by_code)


@cache
def _pinyin_ranks() -> dict[str, int]:
    """The place of each Han character in the order of pinyin, then strokes (Unicode CLDR, collation of Chinese)."""
    table = resources.files(__package__).joinpath("han_order.txt").read_text("utf-8")
    lines = (line for line in table.splitlines() if not line.startswith("#"))
    return {character: rank for rank, character in enumerate("".join(lines))}
