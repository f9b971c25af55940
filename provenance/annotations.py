"""Anchors as W3C Web Annotations, and annotations read back as anchors.

Web Annotation Data Model, W3C Recommendation, 23 February 2017: selectors (4.2), states (4.3), specific resources (4). The
segment is a FragmentSelector refined by a TextPositionSelector, in code points of the segment's text, and a
TextQuoteSelector; beside it stands the same TextQuoteSelector alone, for clients that know the page but not its segments. The
text's version and the captured file stand in the state.

Annotations made by others are read by their TextQuoteSelector; what only a browser can follow (XPath, CSS, ranges, positions in
the text of the whole page) is passed over.
"""

from __future__ import annotations

import base64
import functools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from .anchors import Anchor
from .captures import Capture
from .documents import VERSION_LENGTH, Document, LayerText, Segment, version_of
from .errors import AnchorError, NotLocated, ProvenanceError, UnknownAnchor
from .passages import passages
from .patterns import Words
from .quotations import Quotation
from .scripts import count_han
from .selectors import TextPositionSelector, TextQuoteSelector, find_quote, match_text, match_url, quote_selector
from .verification import resolve, resolve_words

#: What the value of a FragmentSelector follows: the anchor grammar, without the work.
CONFORMS_TO = "urn:pinquote:anchor"
_CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"pinquote": "urn:pinquote:"}]
_MOST_NAMED = 5
#: Words of so many letters (a Han character counts twice) tell by themselves where they are from; of shorter ones the nearest
#: letters around them are asked, so many on each side.
_TELLING = 24
_NEAREST = 5


@dataclass(frozen=True)
class _Target:
    """What is annotated, and what is known of it."""

    anchor: Anchor
    source: str
    capture: Capture | None
    text: str | None


def annotate(document: Document, anchor: str | Anchor) -> dict[str, Any]:
    """The anchor as an annotation (JSON-LD): its words, where they are held, identify the target.

    ``anchor`` may name the document, a segment, a marker or a span. Raises :class:`~provenance.errors.UnknownAnchor` when it
    names nothing, or the words of a version that is not this one.
    """
    parsed = Anchor.parse(anchor, work=document.id) if isinstance(anchor, str) else anchor
    if parsed.segment is None:
        if parsed.work != document.id:
            raise UnknownAnchor(f"{parsed} is not in {document.id}", (document.id,))
        target = _Target(parsed, source_iris(document)[0], document.capture, None)
        return _annotation(target, document.title, document.source.language)
    found = resolve_words(document, parsed)
    layer = document.segment(found.segment or "").layers[found.layer or ""]
    if found.version and not layer.version.startswith(found.version):
        raise UnknownAnchor(f"stale-version: {found.place} has changed since version {found.version}, which is not held here")
    found = found.model_copy(update={"version": layer.version[:VERSION_LENGTH]})
    target = _Target(found, source_iris(document)[0], document.capture, layer.text)
    words = layer.text[slice(*found.span)] if layer.text is not None and found.span else layer.text
    return _annotation(target, words if found.marker is None else None, found.layer)


def annotation(quotation: Quotation, document: Document | None = None) -> dict[str, Any]:
    """A faithful quotation as an annotation of its (first) place: the quoted words are the body.

    With ``document`` the selectors carry the context. Raises :class:`ProvenanceError` for a quotation that is not faithful.
    """
    match = quotation.match
    if match is None or not quotation.faithful:
        raise ProvenanceError(f"the quotation is {quotation.verdict}, not faithful: there is no place to annotate")
    text = match_text(match, document)
    source = match_url(match) or _file_iri(match.capture) or f"urn:pinquote:{match.anchor.work}"
    target = _Target(match.anchor, source, match.capture, text)
    made = _annotation(target, quotation.quoted, match.anchor.layer)
    if text is None and match.text is not None:
        quoted = TextQuoteSelector(exact=match.text).as_json()
        made["target"]["selector"] = _with_quote(made["target"]["selector"], quoted)
    return made


def source_iris(document: Document) -> tuple[str, ...]:
    """What names the document for others, best first: its page's address, the captured file by its hash (RFC 6920), its id."""
    urls = (document.capture.url if document.capture else None, document.source.url)
    known = (*urls, _file_iri(document.capture), f"urn:pinquote:{document.id}")
    return tuple(dict.fromkeys(iri for iri in known if iri))


def _file_iri(capture: Capture | None) -> str | None:
    if capture is None:
        return None
    digest = base64.urlsafe_b64encode(bytes.fromhex(capture.sha256)).rstrip(b"=").decode("ascii")
    return f"ni:///sha-256;{digest}"


def _annotation(target: _Target, words: str | None, language: str | None) -> dict[str, Any]:
    own = version_of("\n".join((str(target.anchor), target.source, words or "")))[:26]
    made: dict[str, Any] = {
        "@context": _CONTEXT,
        "id": f"urn:pinquote:annotation/{own}",
        "type": "Annotation",
        "motivation": "identifying",
    }
    if words:
        made["body"] = {"type": "TextualBody", "value": words, "format": "text/plain"}
        if language:
            made["body"]["language"] = language
    resource: dict[str, Any] = {"type": "SpecificResource", "source": target.source}
    if target.anchor.segment:
        resource["selector"] = _selector(target)
    if state := _state(target):
        resource["state"] = state
    made["target"] = resource
    return made


def _selector(target: _Target) -> Any:
    anchor, text = target.anchor, target.text
    fragment: dict[str, Any] = {
        "type": "FragmentSelector",
        "conformsTo": CONFORMS_TO,
        "value": anchor.place.partition("/")[2],
    }
    span = anchor.span or ((0, len(text)) if text is not None else None)
    if anchor.marker is not None or span is None or span[0] == span[1]:
        return fragment
    position = TextPositionSelector(start=span[0], end=span[1]).model_dump()
    if text is None:
        return {**fragment, "refinedBy": position}
    quoted = quote_selector(text, *span).as_json()
    return [{**fragment, "refinedBy": [position, quoted]}, quoted]


def _with_quote(fragment: dict[str, Any], quoted: dict[str, Any]) -> list[dict[str, Any]]:
    known = fragment.get("refinedBy")
    return [{**fragment, "refinedBy": [known, quoted] if known else quoted}, quoted]


def _state(target: _Target) -> dict[str, Any] | None:
    """A TimeState (4.3.1): when the page said this, the very file, and the version of the segment's text."""
    state: dict[str, Any] = {}
    capture = target.capture
    if capture is not None:
        state.update(_times(capture.retrieved or ""))
        state["cached"] = _file_iri(capture)
    if target.anchor.version:
        state["pinquote:version"] = target.anchor.version
    return {"type": "TimeState", **state} if state else None


def _times(read: str) -> dict[str, str]:
    """A time as the model wants it: xsd:dateTime in UTC; a day is a period."""
    try:
        moment = datetime.fromisoformat(read)
    except ValueError:
        return {}
    if "T" in read and moment.tzinfo is not None:
        return {"sourceDate": moment.astimezone(UTC).isoformat().replace("+00:00", "Z")}
    day = moment.date().isoformat()
    return {"sourceDateStart": f"{day}T00:00:00Z", "sourceDateEnd": f"{day}T23:59:59Z"}


# ------------------------------------------------------------------------------------------------------------- reading back


def read_annotation(text: str) -> dict[str, Any]:
    """The annotation in a JSON text. Raises :class:`ProvenanceError` with line and column, or what is missing."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f"line {error.lineno}, column {error.colno}: " if isinstance(error, json.JSONDecodeError) else ""
        raise ProvenanceError(f"{where}this is no JSON; expected a Web Annotation") from None
    _resource(data)
    return dict(data)


def is_made_for(data: Mapping[str, Any], document: Document) -> bool:
    """Whether an annotation was made for just this version of a segment of ``document``."""
    resource = _resource(data)
    version = _version(resource.get("state"))
    for selector in _selectors(resource.get("selector")):
        place = _fragment(selector, document)
        if version and place is not None:
            return document.segment(place.segment or "").layers[place.layer or ""].version.startswith(version)
    return False


def annotated_source(data: Mapping[str, Any]) -> str | None:
    """The address of what is annotated, without a fragment; None where the annotation gives none."""
    resource = _resource(data)
    source = resource.get("source", data.get("uri"))
    source = source.get("id") if isinstance(source, Mapping) else source
    return source.partition("#")[0] if isinstance(source, str) and source else None


def from_annotation(data: Mapping[str, Any], document: Document) -> Anchor:
    """The anchor of the words that an annotation selects in ``document``, with the version of their text.

    The words decide: a position counts only in the version it was made for. Raises :class:`NotLocated` when the words are
    not there or stand in several places, :class:`ProvenanceError` when nothing selects words in a way that can be followed.
    """
    resource = _resource(data)
    selectors = list(_selectors(resource.get("selector")))
    if not selectors and "selector" not in resource:
        return Anchor(work=document.id)
    version = _version(resource.get("state"))
    reasons = []
    for selector in selectors:
        place = _fragment(selector, document)
        if place is not None:
            found = _in_segment(document, place, list(_selectors(selector.get("refinedBy"))), version)
            if isinstance(found, Anchor):
                return found
            reasons.append(found)
    for selector in selectors:
        if selector.get("type") == "TextQuoteSelector":
            return _on_page(document, _quote(selector))
    if reasons:
        raise NotLocated(reasons[0])
    names = ", ".join(dict.fromkeys(str(s.get("type")) for s in selectors)) or "none"
    raise ProvenanceError(f"the annotation's selectors ({names}) cannot be followed here; expected a TextQuoteSelector")


def _resource(data: object) -> Mapping[str, Any]:
    """The one target, as a specific resource."""
    if not isinstance(data, Mapping) or "target" not in data:
        raise ProvenanceError("this is no annotation: expected an object with a target")
    target = data["target"]
    if isinstance(target, list):
        if len(target) != 1:
            raise ProvenanceError(f"the annotation has {len(target)} targets; expected one")
        target = target[0]
    if isinstance(target, str):
        return {"source": target}
    if not isinstance(target, Mapping):
        raise ProvenanceError("the annotation's target is neither an address nor an object")
    if "source" not in target and isinstance(target.get("id"), str):
        return {**target, "source": target["id"]}
    return target


def _selectors(value: object) -> Iterator[Mapping[str, Any]]:
    """The selector objects in a value, which may be one, a list or a choice of several."""
    if isinstance(value, list):
        for item in value:
            yield from _selectors(item)
    elif isinstance(value, Mapping):
        if value.get("type") == "Choice":
            yield from _selectors(value.get("items"))
        else:
            yield value


def _version(state: object) -> str | None:
    found = [s.get("pinquote:version") for s in _selectors(state)]
    return next((v for v in found if isinstance(v, str) and len(v) >= VERSION_LENGTH), None)


def _fragment(selector: Mapping[str, Any], document: Document) -> Anchor | None:
    """The segment a FragmentSelector names, if it is one of this document's; other fragments are the page's own business."""
    value = selector.get("value")
    if selector.get("type") != "FragmentSelector" or not isinstance(value, str):
        return None
    try:
        anchor = Anchor.parse(value.removeprefix("#"), work=document.id)
        return resolve(document, anchor) if anchor.segment else None
    except (AnchorError, UnknownAnchor):
        return None


def _in_segment(document: Document, place: Anchor, inner: list[Mapping[str, Any]], version: str | None) -> Anchor | str:
    """The anchor within a segment, or why there is none."""
    layer = document.segment(place.segment or "").layers[place.layer or ""]
    now = place.model_copy(update={"version": layer.version[:VERSION_LENGTH], "span": None})
    stale = version is not None and not layer.version.startswith(version)
    quotes = [_quote(s) for s in inner if s.get("type") == "TextQuoteSelector"]
    positions = [_position(s) for s in inner if s.get("type") == "TextPositionSelector"]
    if positions and not stale:
        start, end = positions[0]
        if end > layer.length:
            return f"{start}-{end} is no span of {now.place}, which has {layer.length} code points"
        if layer.text is None or not quotes or layer.text[start:end] == quotes[0].exact:
            return _spanned(now, layer, start, end)
    if quotes and layer.text is not None:
        found = find_quote(layer.text, quotes[0]) or find_quote(layer.text, TextQuoteSelector(exact=quotes[0].exact))
        return _spanned(now, layer, *found) if found else f"the annotation's words do not stand once in {now.place}"
    if stale:
        return f"stale-version: {now.place} has changed since the annotation was made for version {version}"
    return now


def _spanned(anchor: Anchor, layer: LayerText, start: int, end: int) -> Anchor:
    return anchor.model_copy(update={"span": None if (start, end) == (0, layer.length) else (start, end)})


def _quote(selector: Mapping[str, Any]) -> TextQuoteSelector:
    parts = {key: selector.get(key, "") for key in ("exact", "prefix", "suffix")}
    wrong = next((key for key, value in parts.items() if not isinstance(value, str)), None)
    if wrong or not parts["exact"]:
        raise ProvenanceError(f"TextQuoteSelector: {wrong or 'exact'} is not a text with at least one character")
    return TextQuoteSelector(**parts)


def _position(selector: Mapping[str, Any]) -> tuple[int, int]:
    start, end = selector.get("start"), selector.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise ProvenanceError(f"TextPositionSelector: {start!r}-{end!r} is no span of code points")
    return start, end


_Found = tuple[Segment, str, int, int]


def _on_page(document: Document, quoted: TextQuoteSelector) -> Anchor:
    """The one place in the document where the quoted words stand; their context chooses among several."""
    found = list(_exactly(document, quoted.exact)) or list(_nearly(document, quoted.exact))
    for reach in (_within, functools.partial(_around, document)):
        if len(found) > 1:
            found = [place for place in found if _agrees(reach(place), quoted)] or found
    if len(found) != 1:
        places = ", ".join(dict.fromkeys(f"{segment.id}@{tag}" for segment, tag, _, _ in found[:_MOST_NAMED]))
        said = f"stand in {len(found)} places of {document.id} ({places})" if found else f"are not in {document.id}"
        raise NotLocated(f"the annotation's words {said}")
    segment, tag, start, end = found[0]
    if _weight(quoted.exact) < _TELLING and _is_elsewhere(document, found[0], quoted):
        raise NotLocated(
            f"the annotation's words stand in {document.id}/{segment.id}@{tag}, but with other words around them than it says"
        )
    layer = segment.layers[tag]
    anchor = Anchor(work=document.id, segment=segment.id, layer=tag, version=layer.version[:VERSION_LENGTH])
    return _spanned(anchor, layer, start, end)


def _exactly(document: Document, words: str) -> Iterator[_Found]:
    for segment, tag, layer in document.texts():
        text = layer.text or ""
        start = text.find(words)
        while start >= 0:
            yield segment, tag, start, start + len(words)
            start = text.find(words, start + 1)


def _nearly(document: Document, words: str) -> Iterator[_Found]:
    """Up to typography, line breaks and the digits of markers, which the page's text has and the segment's has not."""
    if not any(c.isalnum() for c in words):
        return
    for tag in document.layers:
        for passage in passages(document, tag):
            for span in passage.find(Words(words)):
                parts = passage.parts(span.start, span.end)
                if len(parts) > 1:
                    ids = ", ".join(segment.id for segment, _, _ in parts)
                    raise NotLocated(f"the annotation's words run over {ids}; an anchor names words of one segment")
                segment, start, end = parts[0]
                yield segment, tag, start, end


def _agrees(around: tuple[str, str], quoted: TextQuoteSelector) -> bool:
    """Whether the letters before and after are those of the selector, as far as both go."""
    before, prefix = (_letters(t)[::-1] for t in (around[0], quoted.prefix))
    after, suffix = (_letters(t) for t in (around[1], quoted.suffix))
    return all(a.startswith(b) or b.startswith(a) for a, b in ((before, prefix), (after, suffix)))


def _is_elsewhere(document: Document, found: _Found, quoted: TextQuoteSelector) -> bool:
    """Whether the nearest letters on no side are those of the selector, and on one they are others; where the segment begins or
    ends, a page may have anything."""
    (before, after), around = _within(found), _around(document, found)
    sides = [
        (_letters(before)[::-1], _letters(around[0])[::-1], _letters(quoted.prefix)[::-1]),
        (_letters(after), _letters(around[1]), _letters(quoted.suffix)),
    ]
    agree, differ = 0, 0
    for own, layer, wanted in sides:
        n = min(len(wanted), _NEAREST)
        if not n:
            continue
        if any(text[: min(n, len(text))] == wanted[: min(n, len(text))] for text in (own, layer) if text):
            agree += 1
        elif len(own) >= n:
            differ += 1
    return differ > 0 and not agree


def _weight(words: str) -> int:
    """How much words say, in letters; a Han character says as much as two."""
    return sum(map(str.isalnum, words)) + count_han(words)


def _within(found: _Found) -> tuple[str, str]:
    segment, tag, start, end = found
    text = segment.layers[tag].text or ""
    return text[:start], text[end:]


def _around(document: Document, found: _Found) -> tuple[str, str]:
    """Before and after in the layer read as one: a page in one language has the next paragraph there."""
    segment, tag, start, end = found
    for passage in passages(document, tag):
        at = passage.position(segment.id, start)
        if at is not None:
            # markers inside the words have stand-ins in the passage
            inside = sum(start < m.offset < end for m in segment.layers[tag].markers)
            return passage.text[:at], passage.text[at + (end - start) + inside :]
    return "", ""


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalpha()).casefold()
