"""Telling headings from paragraphs in text that does not mark them up."""

from __future__ import annotations

import re

from provenance.scripts import is_mainly_han

_NUMBERED = re.compile(
    r"(?:(?:[IVX]{1,5}|[A-Z]|\d{1,2})[.．、)]|[(（](?:[ivx]{1,5}|[IVX]{1,5}|\d{1,2}|[a-z]|[一二三四五六七八九十]{1,3})[)）]"
    r"|[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十百\d]+[章节節部分篇]|(?:Chapter|Part|Section|Article)\s+[\dIVX]+[.:]?)\s*"
)
_ENDS = re.compile(r"[.!?。！？…][”’\"')\]」』》]*(?=\s+[“‘\"'(\[]?[A-Z0-9]|\s*$|[\u4e00-\u9fff“「『])")
_TERMINAL = tuple(".!?。！？…,，;；:：—")
_CLOSERS = "”’\"')]」』》）"
#: A heading of more words (or Chinese characters) than these is a paragraph that lacks its full stop.
_MOST_WORDS = 30
_MOST_HAN = 60
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|U\.S|U\.K|U\.N|Mr|Mrs|Ms|Dr|St|vs|No|Jr|Sr|Gen|Col|Sen|Rep|Gov|Prof|e\.g|i\.e)\.$")


def looks_like_heading(text: str) -> bool:
    """Whether a block of plain text is a heading: short, and either numbered and one sentence, or without a closing mark.

    ``(1) Risks cannot be ignored.`` is a heading; ``(2) Trade grew. China has …`` opens a paragraph (a run-in heading);
    ``Dear colleagues,`` and ``Thank you.`` are paragraphs.
    """
    text = " ".join(text.split())
    numbered = _NUMBERED.match(text)
    rest = text[numbered.end() :] if numbered else text
    if not any(c.isalpha() for c in rest) or _is_long(rest, 2 if numbered and _sentences(rest) == 0 else 1):
        return False
    if numbered:
        return _sentences(rest) <= 1 and not rest.rstrip(_CLOSERS).endswith((":", "：", ";", "；", ","))
    if text[0] in '—–-•“"(（' or text[0].islower():
        return False
    return _sentences(rest) == 0 and not rest.rstrip(_CLOSERS).endswith(_TERMINAL)


def _is_long(text: str, times: int) -> bool:
    return len(text) > times * _MOST_HAN if is_mainly_han(text) else len(text.split()) > times * _MOST_WORDS


def _sentences(text: str) -> int:
    """How many full stops end a sentence (not those of "U.S." or of an initial)."""
    return sum(1 for m in _ENDS.finditer(text) if not _ABBREVIATED.search(text[: m.start() + 1]))
