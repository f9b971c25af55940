"""Which script a character is written in, as far as quoting bilingual documents needs to know (UAX #24, coarse)."""

from __future__ import annotations

import re

_HAN_RANGES = ((0x3005, 0x3005), (0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
_KANA_HANGUL_RANGES = ((0x1100, 0x11FF), (0x3041, 0x30FF), (0x31F0, 0x31FF), (0xAC00, 0xD7AF))
#: Kana, Thai, Lao, Burmese, Khmer: with Han the scripts whose words only a dictionary can part (UAX #29, section 4).
_UNSPACED_RANGES = (
    *_HAN_RANGES, (0x3041, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9F),
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF),
)  # fmt: skip


def _class(ranges: tuple[tuple[int, int], ...]) -> str:
    return "".join(f"{chr(low)}-{chr(high)}" for low, high in ranges)


#: For use inside a regular expression's brackets: Han with its extensions, the iteration mark 々 and the zero 〇.
HAN = _class(_HAN_RANGES)
#: Kana and Hangul: scripts that, like Han, write names family first and without a space.
KANA_HANGUL = _class(_KANA_HANGUL_RANGES)

_HAN = re.compile(f"[{HAN}]")
_EAST_ASIAN = re.compile(f"[{HAN}{KANA_HANGUL}]")
_HAN_RUN = re.compile(f"[{HAN}]+")
_LATIN_RUN = re.compile("[A-Za-z\u00c0-\u024f]+")


def is_east_asian_character(character: str) -> bool:
    """Whether one character is Han, kana or Hangul, around which spaces separate no words."""
    point = ord(character)
    return point >= 0x1100 and any(low <= point <= high for low, high in _HAN_RANGES + _KANA_HANGUL_RANGES)


def is_written_without_spaces(character: str) -> bool:
    """Whether one character is of a script that sets no spaces between words: Han, kana, Thai, Lao, Burmese, Khmer."""
    point = ord(character)
    return point >= 0x0E00 and any(low <= point <= high for low, high in _UNSPACED_RANGES)


def is_han(text: str) -> bool:
    """Whether ``text`` has at least one Han character."""
    return not text.isascii() and _HAN.search(text) is not None


def is_east_asian(text: str) -> bool:
    """Whether ``text`` has at least one Han, kana or Hangul character."""
    return not text.isascii() and _EAST_ASIAN.search(text) is not None


def count_han(text: str) -> int:
    """How many Han characters ``text`` has."""
    return sum(map(len, _HAN_RUN.findall(text)))


def count_latin(text: str) -> int:
    """How many Latin letters ``text`` has."""
    return sum(map(len, _LATIN_RUN.findall(text)))


def is_mainly_han(text: str) -> bool:
    """Whether ``text`` reads as Chinese: a Han character says about as much as three Latin letters, so the weights differ.

    Used to tell the layers of a page apart; a Chinese paragraph with a foreign name in it stays Chinese, an English one
    with a gloss such as ``family law [家法]`` stays English.
    """
    return is_han(text) and 3 * count_han(text) > count_latin(text)
