"""Characters as readers see them, and spans of code points."""

from __future__ import annotations

import unicodedata

from .errors import ProvenanceError

_JOINER = "\u200d"


def check_span(text: str, start: int, end: int) -> None:
    """Raise :class:`ProvenanceError` when ``text[start:end]`` is no span of at least one code point."""
    if not 0 <= start < end <= len(text):
        raise ProvenanceError(f"{start}-{end} is no span of a text of {len(text)} code points")


def is_boundary(text: str, at: int) -> bool:
    """Whether a text may be cut before code point ``at`` without splitting what a reader sees as one character.

    The rules of UAX #29 (extended grapheme clusters) for combining marks, joined emoji, flags, Hangul syllables and CR LF;
    prepended marks of a few Indic scripts are not known here.
    """
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if before == "\r" and after == "\n":
        return False
    if unicodedata.category(after) in ("Mn", "Me", "Mc") or after in (_JOINER, "\u200c"):
        return before in "\r\n"
    if 0x1F3FB <= ord(after) <= 0x1F3FF or 0xE0020 <= ord(after) <= 0xE007F:
        return False
    if before == _JOINER and ord(after) > 0x2000 and unicodedata.category(after) == "So":
        return False
    if _is_flag(before) and _is_flag(after):
        run = 0
        while at - 1 - run >= 0 and _is_flag(text[at - 1 - run]):
            run += 1
        return run % 2 == 0
    return not _same_syllable(ord(before), ord(after))


def _is_flag(c: str) -> bool:
    return 0x1F1E6 <= ord(c) <= 0x1F1FF


def _same_syllable(before: int, after: int) -> bool:
    """Hangul L, V, T jamo and syllables that go on (GB6 to GB8)."""
    lead = 0x1100 <= before <= 0x115F
    open_syllable = 0xAC00 <= before <= 0xD7A3 and (before - 0xAC00) % 28 == 0
    vowel = 0x1160 <= before <= 0x11A7
    if 0x1160 <= after <= 0x11A7:
        return lead or open_syllable or vowel
    if 0x11A8 <= after <= 0x11FF:
        return vowel or 0xAC00 <= before <= 0xD7A3 or 0x11A8 <= before <= 0x11FF
    return lead and (0x1100 <= after <= 0x115F or 0xAC00 <= after <= 0xD7A3)
