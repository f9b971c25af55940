"""Is this quotation really in the source, where exactly, word for word?

:func:`quote` takes words from a claimed place; :func:`verify` looks through documents and editions. Both give a
:class:`~provenance.quotations.Quotation` by the ladder of :mod:`provenance.judging`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .anchors import Anchor
from .captures import byte_range
from .differences import difference, framed, nearest, splice
from .documents import VERSION_LENGTH, Document, LayerText, Marker, Segment
from .editions import Edition
from .errors import ProvenanceError, UnknownAnchor, WordsNotHeld
from .fingerprints import find, nearly, segments_of
from .judging import Finding, judge
from .passages import Passage, passages
from .quotations import UNFAITHFUL_FLAGS, Change, Flag, Match, Quotation, Verdict
from .scripts import count_han, is_east_asian, is_mainly_han

_RUNGS: tuple[Verdict, ...] = ("verbatim", "typographic", "script-folded", "conventional", "fingerprint")
_FLAG_ORDER: tuple[Flag, ...] = (
    "wrong-location", "stale-version", "omits-negation", "clipped-negation", "substitution", "too-short", "omits-number",
    "spans-segments", "markers-skipped", "marker-included", "ambiguous", "text-not-held",
)  # fmt: skip
_LEAST_LETTERS = 12
_NOTES: dict[str, str] = {
    "omits-negation": "an ellipsis leaves out a negation",
    "clipped-negation": "the quotation begins or ends next to a negation that it leaves out",
    "substitution": "a bracket stands in the place of the source's own words, or adds a negation",
    "wrong-location": "the words are not at the claimed place",
    "too-short": "too few words to be sure of the place; claim a place with an anchor",
    "stale-version": "the text has changed since the anchor's version",
}

_NOT_COMPARED = "letters and digits agree; punctuation and letter case cannot be compared with an edition"

Holding = Document | Edition

_Place = tuple[Verdict, frozenset[Flag], tuple[Match, ...], tuple[str, ...]]


def quote(holding: Holding, anchor: str | Anchor, text: str | None = None) -> Quotation:
    """The words at ``anchor``; with ``text``, the judgement whether these words stand there.

    ``anchor`` may leave out the work (``p6@en``) and the layer where the segment has only one. Raises
    :class:`UnknownAnchor` when it names nothing, or a span of a version that is not this one; :class:`WordsNotHeld` when words
    are asked of an edition.
    """
    document = holding.document if isinstance(holding, Edition) else holding
    parsed = resolve(document, anchor) if text is not None else resolve_words(document, anchor)
    if text is not None:
        return verify(text, [holding], claimed=parsed)
    segment = document.segment(parsed.segment or "")
    layer = segment.layers[parsed.layer or ""]
    if layer.text is None:
        raise WordsNotHeld(f"the words of {parsed.place} are not held: add a copy of the page (pinquote add PAGE) to read them")
    start, end = _span(parsed, layer)
    flags: tuple[Flag, ...] = ("stale-version",) if _is_stale(parsed, layer) else ()
    match = _match(document, segment, parsed.layer or "", start, end)
    return Quotation(quoted=layer.text[start:end], verdict="verbatim", flags=flags, matches=(match,), notes=_say(flags))


def resolve(document: Document, anchor: str | Anchor) -> Anchor:
    """``anchor`` checked against the document, its layer filled in; a marker's or span's existence is checked too.

    Without a layer: the marker's, else the document's own language when the segment has it, else the segment's first.
    """
    parsed = Anchor.parse(anchor, work=document.id) if isinstance(anchor, str) else anchor
    if parsed.work != document.id:
        raise UnknownAnchor(f"{parsed} is not in {document.id}", (document.id,))
    if parsed.segment is None:
        raise UnknownAnchor(f"{parsed} names a whole document; a segment such as {document.id}/p1 is needed here")
    segment = document.segment(parsed.segment)
    layer = parsed.layer
    if layer is None:
        own = next((m.layer for m in segment.markers if m.number == parsed.marker), document.source.language)
        layer = own if own in segment.layers else next(iter(segment.layers))
    elif layer not in segment.layers:
        have = tuple(f"{document.id}/{segment.id}@{tag}" for tag in segment.layers)
        raise UnknownAnchor(f"{document.id}/{segment.id} has no layer {layer!r}", have)
    if parsed.marker is not None and parsed.marker not in {m.number for m in segment.layers[layer].markers}:
        have = tuple(f"{document.id}/{m.segment}@{m.layer}!fn{m.number}" for m in _near_markers(document, parsed.marker))
        raise UnknownAnchor(f"{document.id}/{segment.id}@{layer} has no marker fn{parsed.marker}", have)
    if parsed.span and parsed.span[1] > segment.layers[layer].length and not _is_stale(parsed, segment.layers[layer]):
        raise UnknownAnchor(f"{parsed} reaches beyond the segment's {segment.layers[layer].length} code points")
    return parsed.model_copy(update={"layer": layer})


def resolve_words(document: Document, anchor: str | Anchor) -> Anchor:
    """:func:`resolve` for reading what stands there: a span of another version of the text names no words of this one."""
    parsed = resolve(document, anchor)
    layer = document.segment(parsed.segment or "").layers[parsed.layer or ""]
    if parsed.span and _is_stale(parsed, layer):
        raise UnknownAnchor(
            f"stale-version: {parsed.place} has changed since version {parsed.version}, which is not held here: what stood at"
            f" {parsed.span[0]}-{parsed.span[1]} in it is not known"
        )
    return parsed


def verify(text: str, holdings: Iterable[Holding], claimed: Anchor | None = None) -> Quotation:
    """Judge ``text`` against all holdings; ``claimed`` is where the writer says it stands (layer, marker, span optional).

    Where a document's words are held, its edition is not asked. Raises :class:`ProvenanceError` when there is nothing to
    judge (no letter or digit).
    """
    if not any(c.isalnum() for c in text):
        raise ProvenanceError("the quotation is empty: it has no letter, digit or Han character")
    kept = list(holdings)
    if claimed is not None and _claim_is_stale(kept, claimed):
        # offsets into another text say nothing of this one
        claimed = claimed.model_copy(update={"span": None})
    held = {h.id for h in kept if isinstance(h, Document)}
    worded = [p for h in kept if isinstance(h, Document) for p in _searched(h, text, claimed)]
    findings = [f for p in worded for f in judge(text, p)]
    places: list[_Place] = [(f.verdict, f.flags, _matches(f), f.notes) for f in findings]
    for h in kept:
        if isinstance(h, Edition) and h.document.id not in held:
            places += _printed(text, h, claimed)
    if not places:
        return _unfaithful(text, worded, kept, claimed)
    return _chosen(text, places, kept, claimed)


def _chosen(
    text: str,
    places: list[_Place],
    kept: Sequence[Holding],
    claimed: Anchor | None,
) -> Quotation:
    """The best place: at the claimed one if there is any, then the highest rung, then the fewest bad flags."""

    def order(place: _Place) -> tuple[int, int, int]:
        verdict, flags, matches, _ = place
        return (
            0 if claimed is None or _is_at(matches, claimed) else 1,
            len(UNFAITHFUL_FLAGS.intersection(flags)),
            _RUNGS.index(verdict),
        )

    places = sorted(places, key=order)
    verdict, found, matches, notes = places[0]
    flags = set(found)
    equal = [p for p in places if order(p) == order(places[0])]
    if claimed is not None and not _is_at(matches, claimed):
        flags.add("wrong-location")
    if len(equal) > 1 and (claimed is None or "wrong-location" in flags):
        flags.add("ambiguous")
        if "spans-segments" not in flags:
            matches = tuple(m for p in equal for m in p[2])
    if claimed is None and _is_too_short(text):
        flags.add("too-short")
    if claimed is not None and _claim_is_stale(kept, claimed):
        flags.add("stale-version")
    ordered = tuple(f for f in _FLAG_ORDER if f in flags)
    return Quotation(quoted=text, verdict=verdict, flags=ordered, matches=matches, notes=(*notes, *_say(ordered)))


def _unfaithful(text: str, worded: Sequence[Passage], kept: Sequence[Holding], claimed: Anchor | None) -> Quotation:
    """Nothing holds: spliced, altered with its diff, or not found."""
    flags: list[Flag] = ["too-short"] if claimed is None and _is_too_short(text) else []
    if any(isinstance(h, Edition) for h in kept) and not worded:
        flags.append("text-not-held")
    joined = splice(text, worded)
    if joined:
        matches = tuple(m for p, start, end in joined.parts for m in _span_matches(p, start, end))
        where = ", ".join(dict.fromkeys(str(m.anchor.place) for m in matches))
        note = f"the parts stand in different places ({where}) and are presented as one"
        return Quotation(quoted=text, verdict="spliced", flags=tuple(flags), matches=matches, notes=(note,))
    near = nearest(text, worded)
    if near is None:
        notes = tuple(_hint(text, kept)) if "text-not-held" in flags else ()
        return Quotation(quoted=text, verdict="not-found", flags=tuple(flags), notes=notes)
    start, end = framed(near.passage, near.start, near.end, text.strip())
    matches = _span_matches(near.passage, start, end)
    source = near.passage.text[start:end]
    diff = difference(source, text)
    notes = ("only punctuation or letter case differs",) if _only_form(diff) else ()
    return Quotation(quoted=text, verdict="altered", flags=tuple(flags), matches=matches, diff=diff, notes=notes)


def _hint(text: str, kept: Sequence[Holding]) -> Iterator[str]:
    """What an edition can still say of a quotation that it does not hold."""
    for h in kept:
        if isinstance(h, Edition):
            for layer, prints in h.fingerprints.items():
                found = nearly(text, prints)
                if found:
                    place = f"{h.document.id}/{found[0]}@{layer}"
                    said = f"; not there so: {found[1]}" if found[1] else " in other order"
                    yield f"runs of these words stand in {place}{said}"
    yield "the words are not held, so what differs cannot be shown (pinquote add PAGE)"


def _only_form(diff: Sequence[Change]) -> bool:
    return all(c.kind in ("equal", "punctuation") or c.source.casefold() == c.quoted.casefold() for c in diff)


def _searched(document: Document, text: str, claimed: Anchor | None) -> list[Passage]:
    """The passages whose script the quotation has; a claimed layer is not preferred here, a wrong claim must be told."""
    chinese = is_mainly_han(text)
    out = []
    for layer in document.layers:
        for passage in passages(document, layer):
            if is_mainly_han(passage.text) == chinese or (claimed and claimed.layer == layer):
                out.append(passage)
    return out


def _printed(text: str, edition: Edition, claimed: Anchor | None) -> list[_Place]:
    out: list[_Place] = []
    for layer, prints in edition.fingerprints.items():
        if (layer.split("-")[0] in ("zh", "ja", "ko")) != is_mainly_han(text):
            continue
        for found in find(text, prints):
            matches = tuple(
                _match(edition.document, s, layer, 0, s.layers[layer].length, whole=True)
                for s in segments_of(found, prints, edition.document)
            )
            out.append(("fingerprint", found.flags, matches, (_NOT_COMPARED,)))
    return out


def _matches(finding: Finding) -> tuple[Match, ...]:
    return _span_matches(finding.passage, finding.start, finding.end)


def _span_matches(passage: Passage, start: int, end: int) -> tuple[Match, ...]:
    return tuple(_match(passage.document, segment, passage.layer, a, b) for segment, a, b in passage.parts(start, end))


def _match(document: Document, segment: Segment, tag: str, start: int, end: int, whole: bool = False) -> Match:
    layer = segment.layers[tag]
    entire = whole or (start, end) == (0, layer.length)
    anchor = Anchor(
        work=document.id,
        segment=segment.id,
        layer=tag,
        version=layer.version[:VERSION_LENGTH],
        span=None if entire else (start, end),
    )
    source = document.source_of(segment, tag)
    other = next((t for t in segment.layers if t != tag), None)
    return Match(
        anchor=anchor,
        text=layer.text[start:end] if layer.text is not None else None,
        kind=segment.kind,
        title=document.title,
        source=source,
        attribution=layer.attribution,
        markers=tuple(m.number for m in layer.markers if start < m.offset < end or (start, end) == (0, layer.length)),
        counterpart=Anchor(
            work=document.id, segment=segment.id, layer=other, version=segment.layers[other].version[:VERSION_LENGTH]
        )
        if other
        else None,
        work=document.source if document.source != source else None,
        capture=document.capture,
        byte_range=byte_range(layer.runs, layer.text, start, end) if layer.text is not None else None,
    )


def _span(anchor: Anchor, layer: LayerText) -> tuple[int, int]:
    return anchor.span or (0, layer.length)


def _is_stale(anchor: Anchor, layer: LayerText) -> bool:
    return anchor.version is not None and not layer.version.startswith(anchor.version)


def _claim_is_stale(kept: Sequence[Holding], claimed: Anchor) -> bool:
    for h in kept:
        document = h.document if isinstance(h, Edition) else h
        if document.id == claimed.work and claimed.segment and claimed.layer:
            layers = next((s.layers for s in document.segments if s.id == claimed.segment), {})
            return claimed.layer in layers and _is_stale(claimed, layers[claimed.layer])
    return False


def _is_at(matches: Sequence[Match], claimed: Anchor) -> bool:
    """Whether the words begin in the claimed segment and layer and, where a span was claimed, overlap it."""
    first = matches[0].anchor
    if first.work != claimed.work or (claimed.segment and first.segment != claimed.segment):
        return False
    if claimed.layer and first.layer != claimed.layer:
        return False
    if claimed.span and first.span:
        return first.span[0] < claimed.span[1] and claimed.span[0] < first.span[1]
    return True


def _is_too_short(text: str) -> bool:
    """Under 12 letters or 6 Chinese characters (a Chinese character weighs two letters)."""
    letters = sum(c.isalnum() and not is_east_asian(c) for c in text)
    return 2 * count_han(text) + letters < _LEAST_LETTERS


def _say(flags: Iterable[str]) -> tuple[str, ...]:
    return tuple(_NOTES[f] for f in flags if f in _NOTES)


def _near_markers(document: Document, number: int) -> list[Marker]:
    return [m for m in document.markers if m.number == number][:1]
