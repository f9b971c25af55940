"""Links to words on a page: text directives of the WICG draft "URL Fragment Text Directives" (``#:~:text=``).

What a browser asks of a directive (the draft's section on finding a range, and what Chromium does): each part lies within one
block of the page, and begins and ends at a word boundary save where it touches its prefix or suffix; the digits of footnote
markers are text like any other; letter case, accents and the kind of quotation mark do not count; of several places the first
one is taken. Where a word of Chinese begins, only the browser's dictionary knows. So in such a text a part is cut at
punctuation or where the script changes, and a span that begins or ends elsewhere is reached by its prefix and suffix. A
directive that leads to other words of the document too is not given.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple
from urllib.parse import quote

from .anchors import Anchor
from .characters import check_span, is_boundary
from .documents import Document, LayerText
from .scripts import is_written_without_spaces
from .verification import resolve

#: A span up to this width stands whole in the directive; a longer one by its beginning and end.
_WHOLE = 120
#: The least width of the beginning and the end, and of the context; where that leads to other words too, the next is tried.
_EDGES = (30, 60, 120, 10_000)
_CONTEXTS = (18, 40, 80, 10_000)
#: A Han character says about as much as three Latin letters.
_HAN_WIDTH = 3
#: Stands where a page prints a marker's digits: no part of a directive runs across it.
_MARKER = "\ufffc"
#: What joins letters to letters or digits to digits without a boundary (UAX #29: MidLetter, MidNum, MidNumLet).
_JOINS = frozenset(".,;:'’‘·․‧\u0387\u2044﹐﹒﹔﹕\uff07，．：；")


class _Parts(NamedTuple):
    prefix: str
    start: str
    end: str
    suffix: str
    at: int
    """Where ``end`` begins in the printed block; for one part, where ``start`` does."""


@dataclass(frozen=True)
class _Around:
    """The rest of the page, as it prints it: blocks before and after, and those of which it is not known where they stand."""

    before: Sequence[str] = ()
    after: Sequence[str] = ()
    elsewhere: Sequence[str] = ()


def text_fragment(text: str, start: int, end: int, markers: Iterable[int] = ()) -> str | None:
    """The text directive ``:~:text=[prefix-,]start[,end][,-suffix]`` for ``text[start:end]``, percent-encoded.

    ``text`` is one block of a page, ``markers`` the offsets where the page prints footnote digits in it. The span is widened
    to whole words. None when it has no letter or digit that could be searched for, or when every directive would lead to an
    earlier place with the same words. Raises :class:`~provenance.errors.ProvenanceError` when that is no span of the text.
    """
    return _fragment(text, start, end, markers, _Around())


def text_fragment_link(document: Document, anchor: Anchor | str) -> str | None:
    """The address of the words at ``anchor`` on the page they were read from, for browsers that scroll to them.

    The directive leads to no other words of the document. For a marker it leads to the words before it. None where the page's
    address is not known, the words are not held in the anchor's version, or no directive is sure. Raises
    :class:`~provenance.errors.UnknownAnchor` when the anchor names nothing in the document.
    """
    parsed = Anchor.parse(anchor, work=document.id) if isinstance(anchor, str) else anchor
    if parsed.segment is None:
        return page_url(document)
    place = resolve(document, parsed)
    segment, tag = document.segment(place.segment or ""), place.layer or ""
    url, layer = page_url(document, segment.id, tag), segment.layers[tag]
    if url is None or not layer.text or not layer.version.startswith(place.version or ""):
        return None
    start, end = place.span or (0, len(layer.text))
    offsets = [m.offset for m in layer.markers]
    if place.marker is not None:
        end = next(m.offset for m in layer.markers if m.number == place.marker) or end
        start = _back(layer.text, 0, end, _EDGES[0])
    around = _around(document, segment.id, tag)
    directive = _fragment(layer.text, start, end, offsets, around)
    return None if directive is None else with_directive(url, directive)


def _around(document: Document, segment: str, tag: str) -> _Around:
    """What the page has around a block: in the order of the captured file, where that is known of all."""
    blocks = [(s.id, t, layer) for s, t, layer in document.texts()]
    elsewhere: list[str] = []
    if all(layer.runs for _, _, layer in blocks):
        blocks.sort(key=lambda block: block[2].runs[0].byte_start)
    else:
        elsewhere = [_block(layer) for _, t, layer in blocks if t != tag]
        blocks = [block for block in blocks if block[1] == tag]
    at = next(i for i, block in enumerate(blocks) if block[:2] == (segment, tag))
    return _Around([_block(b[2]) for b in blocks[:at]], [_block(b[2]) for b in blocks[at + 1 :]], elsewhere)


def _block(layer: LayerText) -> str:
    return _printed(layer.text or "", (m.offset for m in layer.markers))


def page_url(document: Document, segment: str | None = None, layer: str | None = None) -> str | None:
    """The page the words were read on: the captured page, else that of the publication they are cited to."""
    if document.capture and document.capture.url:
        return document.capture.url
    if segment is None or layer is None:
        return document.source.url
    return document.source.url or document.source_of(document.segment(segment), layer).url


def with_directive(url: str, directive: str) -> str:
    """``url`` with the directive, after a fragment it may have of its own and in place of an older directive."""
    plain = url.split(":~:", maxsplit=1)[0]
    return plain + ("" if "#" in plain else "#") + directive


# ------------------------------------------------------------------------------------------------------------ making one


def _fragment(text: str, start: int, end: int, markers: Iterable[int], around: _Around) -> str | None:
    check_span(text, start, end)
    offsets = sorted({m for m in markers if 0 <= m <= len(text)})
    page = _printed(text, offsets)
    low = start + sum(m <= start for m in offsets)
    high = end + sum(m < end for m in offsets)
    search = _Search(page, around)
    made = (p for p in _candidates(page, *_whole_words(page, low, high), around) if search.leads_only_there(p))
    found = next(made, None)
    return ":~:text=" + _encoded(found) if found else None


def _printed(text: str, markers: Iterable[int]) -> str:
    """A block as its page prints it, a sign of its own in place of each marker's digits."""
    pieces, at = [], 0
    for offset in sorted(set(markers)):
        pieces += [text[at:offset], _MARKER]
        at = offset
    return "".join([*pieces, text[at:]])


def _candidates(page: str, start: int, end: int, around: _Around) -> Iterator[_Parts]:
    """Directives for the span of the printed block, the shortest first."""
    pieces = [p for p in _between_markers(page, start, end) if _says_something(page[slice(*p)])]
    if not pieces:
        return
    start, end = pieces[0][0], pieces[-1][1]
    left, right = page.rfind(_MARKER, 0, start) + 1, page.find(_MARKER, end)
    right = len(page) if right < 0 else right
    for edge, width in product(_EDGES, _CONTEXTS):
        prefix = page[_back(page, left, start, width) : start] if start > left else ""
        suffix = page[end : _forth(page, end, right, width)] if end < right else ""
        made = _ends(page, pieces, edge)
        if made is None:
            continue
        first, last = made
        if not _says_something(prefix):
            prefix = ""
        if not _says_something(suffix):
            suffix = ""
        if (prefix or _sure(page, start)) and (suffix or _sure(page, end)):
            yield _Parts(prefix, page[slice(*first)], page[slice(*last)] if last else "", suffix, (last or first)[0])
    yield from _by_neighbours(page, left, right, pieces, around)


def _by_neighbours(page: str, left: int, right: int, pieces: Sequence[tuple[int, int]], around: _Around) -> Iterator[_Parts]:
    """Directives for words of a block that stands more than once: by the end of the block before, the beginning of that behind.

    They hold only where the page has these blocks side by side, and so come last. The span is widened to the block's edge.
    """
    before = around.before[-1].rstrip() if around.before and left == 0 else ""
    after = around.after[0].lstrip() if around.after and right == len(page) else ""
    stop = after.find(_MARKER)
    prefix = before[_back(before, before.rfind(_MARKER) + 1, len(before), _CONTEXTS[1]) :]
    suffix = after[: _forth(after, 0, len(after) if stop < 0 else stop, _CONTEXTS[1])]
    for first, second in ((prefix, ""), ("", suffix), (prefix, suffix)):
        if (first and not _says_something(first)) or (second and not _says_something(second)) or not (first or second):
            continue
        widened = list(pieces)
        if first:
            widened[0] = (_spaces(page), widened[0][1])
        if second:
            widened[-1] = (widened[-1][0], len(page.rstrip()))
        ends = _ends(page, widened, _EDGES[0])
        if ends and (first or _sure(page, widened[0][0])) and (second or _sure(page, widened[-1][1])):
            head, tail = ends
            yield _Parts(first, page[slice(*head)], page[slice(*tail)] if tail else "", second, (tail or head)[0])


def _between_markers(page: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The pieces of a span; a word that touches a marker's digits is one word with them, and left out."""
    while start < end:
        stop = page.find(_MARKER, start, end)
        stop = end if stop < 0 else stop
        low, high = start, stop
        while low < high and page[low - 1 : low] == _MARKER and not _sure(page, low):
            low = _next_sure(page, low + 1, high)
        while high > low and page[high : high + 1] == _MARKER and not _sure(page, high):
            high = _last_sure(page, low, high - 1)
        yield low + _spaces(page[low:high]), high - _spaces(page[low:high][::-1])
        start = stop + 1


def _ends(page: str, pieces: Sequence[tuple[int, int]], edge: int) -> tuple[tuple[int, int], tuple[int, int] | None] | None:
    """The beginning and the end of the span; the whole of a short one alone. None when they would meet."""
    (start, first_stop), (last_start, end) = pieces[0], pieces[-1]
    if len(pieces) == 1 and _width(page[start:end]) <= max(_WHOLE, edge):
        return (start, end), None
    head = _forth(page, start, first_stop, edge)
    tail = _back(page, last_start, end, edge)
    if head <= tail and _says_something(page[start:head]) and _says_something(page[tail:end]):
        return (start, head - _spaces(page[start:head][::-1])), (tail, end)
    return ((start, end), None) if len(pieces) == 1 else None


def _forth(page: str, start: int, limit: int, width: int) -> int:
    """The first sure word boundary by which at least ``width`` is passed, else the last one before ``limit``."""
    at, passed, last = start, 0, start
    while at < limit:
        passed += _width(page[at])
        at += 1
        if _sure(page, at):
            last = at
            if passed >= width and not page[at - 1].isspace():
                break
    return last


def _back(page: str, limit: int, end: int, width: int) -> int:
    """The same backwards."""
    at, passed, last = end, 0, end
    while at > limit:
        at -= 1
        passed += _width(page[at])
        if _sure(page, at) and not page[at].isspace():
            last = at
            if passed >= width:
                break
    return last


def _next_sure(page: str, at: int, limit: int) -> int:
    while at < limit and not _sure(page, at):
        at += 1
    return at


def _last_sure(page: str, limit: int, at: int) -> int:
    while at > limit and not _sure(page, at):
        at -= 1
    return at


def _whole_words(page: str, start: int, end: int) -> tuple[int, int]:
    """The span widened to whole words, where spaces and marks part them."""
    while not _sure(page, start) and page[start - 1] != _MARKER and not _among_unspaced(page, start):
        start -= 1
    while not _sure(page, end) and page[end] != _MARKER and not _among_unspaced(page, end):
        end += 1
    return start, end


# --------------------------------------------------------------------------------------------------------- word boundaries


def _sure(page: str, at: int) -> bool:
    """Whether every browser has a word boundary before ``at`` (UAX #29, WB4 to WB13); within Chinese that is not known."""
    if at <= 0 or at >= len(page):
        return True
    if not is_boundary(page, at) or _among_unspaced(page, at):
        return False
    before, after = page[at - 1], page[at]
    if _wordy(before) and _wordy(after):
        return is_written_without_spaces(before) != is_written_without_spaces(after) and "_" not in (before, after)
    if after in _JOINS and at + 1 < len(page) and _alike(before, page[at + 1]):
        return False
    return not (before in _JOINS and at >= 2 and _alike(page[at - 2], after))


def _among_unspaced(page: str, at: int) -> bool:
    return 0 < at < len(page) and is_written_without_spaces(page[at - 1]) and is_written_without_spaces(page[at])


def _wordy(c: str) -> bool:
    """Letters, digits (a marker's among them), and what no boundary parts from them."""
    return c.isalnum() or c == _MARKER or unicodedata.category(c) in ("Mn", "Mc", "Pc", "Cf") or c == "\u202f"


def _alike(before: str, after: str) -> bool:
    """Two letters or two digits, between which a point or comma joins."""
    if not (_wordy(before) and _wordy(after)) or is_written_without_spaces(before) or is_written_without_spaces(after):
        return False
    return _numeric(before) == _numeric(after)


def _numeric(c: str) -> bool:
    return c == _MARKER or c.isdigit()


def _says_something(part: str) -> bool:
    return any(c.isalnum() for c in part)


def _spaces(part: str) -> int:
    return len(part) - len(part.lstrip())


def _width(part: str) -> int:
    return len(part) + (_HAN_WIDTH - 1) * sum(map(is_written_without_spaces, part))


# ------------------------------------------------------------------------------------------------------- where it leads


class _Search:
    """What a browser finds on the page, wherever it has the blocks whose place is not known."""

    def __init__(self, page: str, around: _Around) -> None:
        self.page = page
        before, own, after = (_key("".join(blocks)) for blocks in (around.before, [page], around.after))
        self.offset = len(before)
        self.whole = before + own + after
        self.elsewhere = [_key(block) for block in around.elsewhere]

    def leads_only_there(self, parts: _Parts) -> bool:
        """Whether there is one place where the directive leads, and it is ours."""
        needle = _key(parts.prefix + parts.start + ("" if parts.end else parts.suffix))
        first = self.whole.find(needle)
        if first < 0 or self.whole.find(needle, first + 1) >= 0 or any(needle in block for block in self.elsewhere):
            return False
        if not parts.end:
            return True
        reached = first + len(_key(parts.prefix + parts.start))
        return self.whole.find(_key(parts.end + parts.suffix), reached) == self.offset + len(_key(self.page[: parts.at]))


def _key(text: str) -> str:
    """What a search that overlooks case, accents, spaces and the kind of quotation mark compares."""
    return "".join(map(_folded, text))


@functools.lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    plain = (c for c in unicodedata.normalize("NFKD", character) if unicodedata.category(c) not in ("Mn", "Cf", "Zs"))
    return "".join(_QUOTES.get(c, c) for c in plain).casefold() if not character.isspace() else ""


_QUOTES = {**dict.fromkeys("‘’‚‛", "'"), **dict.fromkeys("“”„‟", '"')}


def _encoded(parts: _Parts) -> str:
    prefix, start, end, suffix = (_percent(part) for part in parts[:4])
    return "".join((f"{prefix}-," if prefix else "", start, f",{end}" if end else "", f",-{suffix}" if suffix else ""))


def _percent(part: str) -> str:
    # the directive's own signs are - , and &; quote() leaves the hyphen alone
    return quote(re.sub(r"[ \t\n\r\f]+", " ", part.strip()), safe="").replace("-", "%2D")
