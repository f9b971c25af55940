"""Other people's ways to name a span of text: W3C selectors, UTF-16 and byte offsets, text fragment links.

Offsets count code points, as the Web Annotation Data Model asks (W3C Recommendation, 23 February 2017, 4.2.4 and 4.2.5); the
other units are derived from them. Text fragments follow the WICG draft "URL Fragment Text Directives".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice
from typing import Any, Literal
from urllib.parse import quote

from .documents import Document
from .errors import ProvenanceError
from .model import Model
from .quotations import Match
from .scripts import is_east_asian

#: Code points of context before and after an exact quotation.
CONTEXT = 32
#: A quotation up to this long stands whole in a text fragment; a longer one by its first and last words.
_WHOLE = 120
_EDGE_WORDS = 6
_EDGE_HAN = 12
_CONTEXT_WORDS = 4
_CONTEXT_HAN = 12


class TextPositionSelector(Model):
    """Code points ``start``–``end`` of the segment's text, from 0, the end not included."""

    type: Literal["TextPositionSelector"] = "TextPositionSelector"
    start: int
    end: int


class TextQuoteSelector(Model):
    """The words and what stands around them in the same segment."""

    type: Literal["TextQuoteSelector"] = "TextQuoteSelector"
    exact: str
    prefix: str = ""
    suffix: str = ""


def position_selector(text: str, start: int, end: int) -> TextPositionSelector:
    """The position of ``text[start:end]``; raises :class:`ProvenanceError` when that is no span of the text."""
    _check(text, start, end)
    return TextPositionSelector(start=start, end=end)


def quote_selector(text: str, start: int, end: int, context: int = CONTEXT) -> TextQuoteSelector:
    """The words ``text[start:end]`` with up to ``context`` code points on each side, never cutting a user-perceived
    character; raises :class:`ProvenanceError` when that is no span of the text."""
    _check(text, start, end)
    low = max(0, start - context)
    while low < start and not is_boundary(text, low):
        low += 1
    high = min(len(text), end + context)
    while high > end and not is_boundary(text, high):
        high -= 1
    return TextQuoteSelector(exact=text[start:end], prefix=text[low:start], suffix=text[end:high])


def find_quote(text: str, selector: TextQuoteSelector) -> tuple[int, int] | None:
    """The one place where the selector's words stand with its whole prefix and suffix; None when there is none or several.

    Only equal text is accepted: what merely looks alike is a matter of re-anchoring, not of selecting.
    """
    wanted = selector.prefix + selector.exact + selector.suffix
    first = text.find(wanted)
    if not selector.exact or first < 0 or text.find(wanted, first + 1) >= 0:
        return None
    start = first + len(selector.prefix)
    return start, start + len(selector.exact)


def utf16_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The span in UTF-16 code units, as JavaScript and Java count."""
    _check(text, start, end)
    low = start + sum(ord(c) > 0xFFFF for c in text[:start])
    return low, low + (end - start) + sum(ord(c) > 0xFFFF for c in text[start:end])


def from_utf16(text: str, start: int, end: int) -> tuple[int, int]:
    """Code points for a span in UTF-16 code units; raises :class:`ProvenanceError` when it cuts a character in two."""
    offsets = {0: 0}
    at = 0
    for i, c in enumerate(text, 1):
        at += 2 if ord(c) > 0xFFFF else 1
        offsets[at] = i
    if start not in offsets or end not in offsets or start > end:
        raise ProvenanceError(f"{start}-{end} is no span of UTF-16 code units of a text that has {at} of them")
    return offsets[start], offsets[end]


def utf8_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The span in bytes of the text's UTF-8 form (of the text, not of the file it was captured from)."""
    _check(text, start, end)
    low = len(text[:start].encode())
    return low, low + len(text[start:end].encode())


def _check(text: str, start: int, end: int) -> None:
    if not 0 <= start < end <= len(text):
        raise ProvenanceError(f"{start}-{end} is no span of a text of {len(text)} code points")


# ------------------------------------------------------------------------------------------------------ character boundaries

_JOINER = "\u200d"


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


# ----------------------------------------------------------------------------------------------------------- text fragments


def text_fragment(text: str, start: int, end: int, markers: Iterable[int] = ()) -> str | None:
    """The text directive ``:~:text=[prefix-,]start[,end][,-suffix]`` for ``text[start:end]``, percent-encoded.

    ``markers`` are the offsets of footnote markers: the page prints their digits there, so no part of the directive runs
    across one. Parts begin and end at word boundaries, the span being widened to whole words; in Chinese, where a browser
    alone knows the words, context is given up to a punctuation mark wherever there is one. None when the span has no
    letter or digit that could be searched for.
    """
    _check(text, start, end)
    walls = sorted({0, len(text), *(m for m in markers if 0 < m < len(text))})
    start, end = _whole_words(text, start, end)
    inner = [w for w in walls if start < w < end]
    if inner or end - start > _WHOLE:
        first = _head(text, start, inner[0] if inner else end)
        last = _tail(text, inner[-1] if inner else start, end)
        if not (first and last) or first[1] > last[0]:
            return None
    else:
        first, last = _trimmed(text, start, end), None
        if first is None:
            return None
    prefix = _before(text, max(w for w in walls if w <= start), start)
    suffix = _after(text, end, min(w for w in walls if w >= end), end in walls)
    parts = [f"{_encoded(prefix)}-," if prefix else "", _encoded(text[slice(*first)])]
    if last:
        parts.append("," + _encoded(text[slice(*last)]))
    if suffix:
        parts.append(",-" + _encoded(suffix))
    return ":~:text=" + "".join(parts)


def text_fragment_url(url: str, text: str, start: int, end: int, markers: Iterable[int] = ()) -> str | None:
    """The link to a page that scrolls to the words; a fragment that ``url`` already has is kept before the directive."""
    directive = text_fragment(text, start, end, markers)
    if directive is None:
        return None
    plain = url.split(":~:", maxsplit=1)[0]
    return plain + ("" if "#" in plain else "#") + directive


def _encoded(part: str) -> str:
    # the directive's own signs are - , and &; quote() leaves the hyphen alone
    return quote(" ".join(part.split()), safe="").replace("-", "%2D")


def _in_word(text: str, at: int) -> bool:
    """Whether ``at`` lies inside a word: letters or digits, apostrophes between letters, a point or comma between digits."""
    if at <= 0 or at >= len(text):
        return False
    if not is_boundary(text, at):
        return True
    before, after = text[at - 1], text[at]
    if is_east_asian(before) or is_east_asian(after):
        return False
    if _wordy(before) and _wordy(after):
        return True
    if after in "'’.,_" and _wordy(before) and at + 1 < len(text):
        return _wordy(text[at + 1]) and not is_east_asian(text[at + 1])
    return before in "'’.,_" and _wordy(after) and at >= 2 and _wordy(text[at - 2]) and not is_east_asian(text[at - 2])


def _wordy(c: str) -> bool:
    return c.isalnum() or unicodedata.category(c) in ("Mn", "Mc")


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while _in_word(text, start):
        start -= 1
    while _in_word(text, end):
        end += 1
    return start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    part = text[start:end]
    if not any(c.isalnum() for c in part):
        return None
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())


_TOKEN = re.compile(r"\S+")


def _head(text: str, start: int, wall: int) -> tuple[int, int] | None:
    """The first words from ``start``, ending at a word boundary before ``wall``.

    A marker's digits join a word that ends right before it, so where the wall is a marker after a letter or digit, that word
    is left out.
    """
    limit = _clear_of(text, start, wall)
    stop = start
    for token in islice(_TOKEN.finditer(text, start, limit), _EDGE_WORDS):
        stop = token.end()
        if is_east_asian(token[0]):
            stop = min(stop, max(token.start(), start) + _EDGE_HAN)
            break
    while stop < limit and _in_word(text, stop):
        stop += 1
    return _trimmed(text, start, min(stop, limit))


def _tail(text: str, wall: int, end: int) -> tuple[int, int] | None:
    """The last words up to ``end``, beginning at a word boundary after ``wall``."""
    tokens = list(_TOKEN.finditer(text, wall, end))
    if wall and tokens and tokens[0].start() == wall and text[wall].isalnum() and not is_east_asian(text[wall]):
        tokens = tokens[1:]
    begin = end
    for token in tokens[: -_EDGE_WORDS - 1 : -1]:
        begin = token.start()
        if is_east_asian(token[0]):
            begin = max(begin, token.end() - _EDGE_HAN)
            break
    while begin > wall and _in_word(text, begin):
        begin -= 1
    return _trimmed(text, begin, end)


def _clear_of(text: str, start: int, wall: int) -> int:
    """``wall``, or the start of the word before it when that word would run into a marker's digits: ``trust3``, ``2022.3``
    (UAX #29, WB9 to WB12)."""
    if wall >= len(text):
        return wall
    at = wall
    if text[at - 1] in ".,;'’" and at - 2 >= start and text[at - 2].isdigit():
        at -= 1
    if not text[at - 1].isalnum() or is_east_asian(text[at - 1]):
        return wall
    at -= 1
    while at > start and _in_word(text, at):
        at -= 1
    return at


def _before(text: str, wall: int, start: int) -> str:
    """A few words of context, beginning where a word surely begins: at a space or after punctuation."""
    part = text[wall:start]
    tokens = list(_TOKEN.finditer(part))
    if wall and tokens and tokens[0].start() == 0 and part[0].isalnum():
        # what touches a marker is not a word of its own in the page
        tokens = tokens[1:]
    return _context([t[0] for t in tokens][-_CONTEXT_WORDS:], last=True)


def _after(text: str, end: int, wall: int, at_marker: bool) -> str:
    if at_marker and end < len(text):
        return ""
    stop = _clear_of(text, end, wall) if wall > end else end
    return _context([t[0] for t in _TOKEN.finditer(text, end, stop)][:_CONTEXT_WORDS], last=False)


def _context(tokens: list[str], last: bool) -> str:
    """The words joined; of Chinese only the part up to the nearest mark, so that it ends at a word boundary."""
    joined = " ".join(tokens)
    if not is_east_asian(joined):
        return joined if any(c.isalnum() for c in joined) else ""
    pieces = [p for p in re.split(r"(?<=[，。、；：！？,;:])|\s+", joined) if any(c.isalnum() for c in p)]
    if not pieces:
        return ""
    near = pieces[-1] if last else pieces[0]
    return near if len(near) <= 3 * _CONTEXT_HAN else ""


# -------------------------------------------------------------------------------------------------------- all of a match


def selectors(match: Match, text: str | None = None, markers: Iterable[int] = ()) -> dict[str, Any]:
    """Every way to name the place of ``match``, for JSON: anchor, selectors, derived offsets, link.

    ``text`` is the whole text of the segment's layer; without it there is no context and only what the match itself knows.
    The link needs ``text`` and a source with a URL.
    """
    out: dict[str, Any] = {"anchor": str(match.anchor)}
    span = match.anchor.span
    if text is None:
        if match.text is not None:
            out["quote"] = TextQuoteSelector(exact=match.text).as_json()
        if span:
            out["position"] = TextPositionSelector(start=span[0], end=span[1]).model_dump()
        return out
    start, end = span or (0, len(text))
    out["quote"] = quote_selector(text, start, end).as_json()
    out["position"] = position_selector(text, start, end).model_dump()
    out["utf16"] = list(utf16_span(text, start, end))
    out["utf8"] = list(utf8_span(text, start, end))
    url = match_url(match)
    if url and (link := text_fragment_url(url, text, start, end, markers)):
        out["link"] = link
    return out


def match_text(match: Match, document: Document | None) -> str | None:
    """The whole text of the segment's layer, where ``document`` holds it in the match's own version."""
    if document is None or match.anchor.segment is None or match.anchor.layer is None:
        return None
    layer = document.segment(match.anchor.segment).layers.get(match.anchor.layer)
    if layer is None or (match.anchor.version and not layer.version.startswith(match.anchor.version)):
        return None
    return layer.text


def match_url(match: Match) -> str | None:
    """The page the words were read on: the captured page, else the translation's page, else the cited one."""
    if match.capture and match.capture.url:
        return match.capture.url
    return (match.work.url if match.work else None) or match.source.url
