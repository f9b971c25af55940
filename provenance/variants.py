"""Forms of one Chinese character: simplified, traditional, and the variants of Taiwan and Hong Kong (OpenCC's tables).

Simplified writing has one character where traditional writing has several words (髮 hair and 發 to issue are both 发), so equal
simplified forms are the same word only when at least one of the two texts is simplified.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from .scripts import is_east_asian_character


def simplified(text: str) -> str:
    """The simplified form of each character; itself when it has none, or none of one character."""
    return text if text.isascii() else text.translate(_SIMPLIFIED)


def is_traditional(text: str) -> bool:
    """Whether ``text`` is written in traditional characters: more of them differ from simplified ones than the other way."""
    if text == simplified(text):
        return False
    traditional = sum(a != b for a, b in zip(text, text.translate(_SIMPLIFIED), strict=True))
    return traditional > sum(a != b for a, b in zip(text, text.translate(_TRADITIONAL), strict=True))


def same_words(source: str, quoted: str, source_is_traditional: bool) -> bool:
    """Whether two texts that are equal in simplified characters also have the same words.

    Where both are traditional, characters that differ must be variants of one (裏 and 裡, 臺 and 台), not two words (後 and 后).
    """
    if not (source_is_traditional and is_traditional(quoted)):
        return True
    pairs = zip(_han(standard(source)), _han(standard(quoted)), strict=False)
    return all(s == q for s, q in pairs)


def standard(text: str) -> str:
    """``text`` with one traditional form for the variants of Taiwan and Hong Kong: 裡 and 裏 become 裏, 台 and 臺 become 臺."""
    return "".join(_one_to_one("hk2t", _one_to_one("tw2t", c)) if is_east_asian_character(c) else c for c in text)


class _Forms(dict[int, str]):
    """For :meth:`str.translate`: code point → its form in another table of characters."""

    def __init__(self, table: str) -> None:
        self._table = table

    def __missing__(self, point: int) -> str:
        character = chr(point)
        self[point] = form = _one_to_one(self._table, character) if is_east_asian_character(character) else character
        return form


_SIMPLIFIED = _Forms("t2s")
_TRADITIONAL = _Forms("s2t")


def _han(text: str) -> list[str]:
    return [c for c in text if is_east_asian_character(c)]


def _one_to_one(table: str, character: str) -> str:
    result = _converter(table)(character)
    return result if len(result) == 1 else character


@functools.cache
def _converter(table: str) -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC(table).convert
    return functools.cache(convert)
