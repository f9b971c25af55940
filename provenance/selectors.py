"""Other people's ways to name a span of text: W3C selectors, UTF-16 and byte offsets, and all of them for a match.

Offsets count code points, as the Web Annotation Data Model asks (W3C Recommendation, 23 February 2017, 4.2.4 and 4.2.5); the
other units are derived from them.
"""

from __future__ import annotations

from typing import Any, Literal

from .characters import check_span, is_boundary
from .documents import Document
from .errors import ProvenanceError
from .model import Model
from .quotations import Match
from .text_fragments import text_fragment_link

#: Code points of context before and after an exact quotation.
CONTEXT = 32


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
    check_span(text, start, end)
    return TextPositionSelector(start=start, end=end)


def quote_selector(text: str, start: int, end: int, context: int = CONTEXT) -> TextQuoteSelector:
    """The words ``text[start:end]`` with up to ``context`` code points on each side, never cutting a user-perceived
    character; raises :class:`ProvenanceError` when that is no span of the text."""
    check_span(text, start, end)
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
    check_span(text, start, end)
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
    check_span(text, start, end)
    low = len(text[:start].encode())
    return low, low + len(text[start:end].encode())


# -------------------------------------------------------------------------------------------------------- all of a match


def selectors(match: Match, document: Document | None = None) -> dict[str, Any]:
    """Every way to name the place of ``match``, for JSON: anchor, selectors, derived offsets, link.

    Without its document, in the match's own version and with its words, there is no context and no link, and only what the
    match itself knows. The link needs the address of the page too.
    """
    out: dict[str, Any] = {"anchor": str(match.anchor)}
    span, text = match.anchor.span, match_text(match, document)
    if document is None or text is None:
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
    if link := text_fragment_link(document, match.anchor):
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
