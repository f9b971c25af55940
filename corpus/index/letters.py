"""Letters and digits alone: what of a text the index sees, and in which of its two streams.

Everything that :mod:`provenance.folding` folds away, and more, is folded away here, so that words which a strict search finds
have the same letters in the quotation and in the text. Text that reads as Chinese goes into one stream, all other text into
another, as a quotation is looked for in the passages of its own script only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from provenance import Document
from provenance.passages import passages
from provenance.scripts import is_east_asian, is_mainly_han
from provenance.variants import simplified

Script = Literal["latin", "han"]
SCRIPTS: tuple[Script, ...] = ("latin", "han")
#: Bytes of one unit of a stream. Latin: a letter is its ASCII code, or a code above 127 that it shares with others; Han:
#: UTF-16.
UNIT: dict[Script, int] = {"latin": 1, "han": 2}
#: Stands between two passages in a stream.
BREAK: dict[Script, bytes] = {"latin": b"\n", "han": b"\n\x00"}

_DROPPED = bytes(b for b in range(128) if not chr(b).isalnum())
#: The marks that keep most English paragraphs from being ASCII; none of them becomes a letter under NFKC.
_MARKS = "‘’“”ʼʻʽ–—…\u00a0\u00ad"
#: Text of characters that NFKC never joins with a neighbour: no combining marks, kana or Hangul.
_IS_APART = re.compile(
    "[\\x00-\u02ff\u2000-\u20cf\u2100-\u2bff\u3000-\u3029\u3030-\u303e\u3400-\u9fff\uff01-\uff5e\uffe0-\uffe6]*"
)
_NO_LETTER = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """The letters and digits of a text: NFKC, case-folded, Chinese in simplified characters."""
    if not text.isascii():
        for mark in _MARKS:
            # many times faster than a regular expression
            text = text.replace(mark, "")
    if text.isascii():
        return text.lower().encode("ascii").translate(None, _DROPPED).decode("ascii")
    # a table of characters takes a third of the time for Chinese, and more for Latin letters
    return text.translate(_LETTERS) if is_east_asian(text) and _IS_APART.fullmatch(text) else _kept(text)


def _kept(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    if is_east_asian(text):
        text = simplified(text)
    return _NO_LETTER.sub("", text)


def units(kept: str, script: Script) -> bytes:
    """Letters as they stand in a stream. Different letters may have one code, the same letter always has the same."""
    if script == "han":
        return kept.encode("utf-16-le", "surrogatepass")
    return (kept if kept.isascii() else kept.translate(_CODES)).encode("latin-1")


def script_of(text: str) -> Script:
    """The stream in which a quotation or a passage belongs."""
    return "han" if is_mainly_han(text) else "latin"


class _Letters(dict[int, str]):
    def __missing__(self, point: int) -> str:
        self[point] = made = _kept(chr(point))
        return made


_LETTERS = _Letters()


class _Codes(dict[int, int]):
    def __missing__(self, point: int) -> int:
        self[point] = made = point if point < 128 else 128 + (point * 0x9E3779B1 >> 9) % 128
        return made


_CODES = _Codes()


@dataclass(frozen=True, slots=True)
class Stretch:
    """A passage as it goes into a stream."""

    script: Script
    segments: tuple[int, ...]
    """The ordinals, in the document, of its segments."""
    letters: tuple[str, ...]
    """The letters of each."""


def stretches(document: Document) -> Iterator[Stretch]:
    """The passages of a document whose words are held, in all layers."""
    ordinals = {s.id: i for i, s in enumerate(document.segments)}
    for layer in document.layers:
        for passage in passages(document, layer):
            yield Stretch(
                script_of(passage.text),
                tuple(ordinals[s.id] for s in passage.segments),
                tuple(letters(s.layers[layer].text or "") for s in passage.segments),
            )
