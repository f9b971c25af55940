"""Where a quotation may stand: what the index is asked, and the parts of documents that are judged.

Every place where :func:`provenance.verify` would find a quotation faithful has the letters of each of its *pieces* in a row:
of what stands between its ellipses and brackets, and between digits that may repeat a footnote marker. The longest piece is
looked for, exactly and everywhere; so no place is missed. Only where nothing holds is the index asked for what looks alike.
"""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from provenance import Document, LayerText, Segment
from provenance.conventions import parse
from provenance.folding import fold
from provenance.passages import BODY
from provenance.scripts import is_han
from provenance.variants import is_traditional

from .index.letters import letters, script_of
from .parts import MOST_DOCUMENTS

if TYPE_CHECKING:
    from .index.runs import Run
    from .index.search import Place

#: Digits that a quotation may repeat from a footnote marker (``provenance.passages``), in folded text.
_MARKER_DIGITS = re.compile(
    r"\[\d{1,3}(?:[,;] ?\d{1,3})*\]|(?<![\d ])(?!0)\d{1,9}(?!\d)|(?<!\d)(?!0)\d{1,3}(?!\d)|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[①-⑳]"
)
#: What an ellipsis or a bracket is made of (``provenance.conventions``), in text as it is written.
_MARKS = re.compile(r"[\[\]［］〔〕…⋯]|\.\s*\.")
#: Letters that tell a place well enough, so that no longer piece is worth looking for.
_ENOUGH = 30
#: What may fold to digits or brackets.
_DIGITS = re.compile(r"[\d\[\]［］【】〔〕⁰¹²³⁴⁵⁶⁷⁸⁹①-⑳]")
#: Places of one piece in one run beyond which no more are looked at.
_MOST_PLACES = 200_000
#: Windows that are judged when a quotation stands nowhere as it is.
_MOST_ALIKE = 24
#: Documents looked at for the place of each part of a quotation that is not there as a whole.
_MOST_PARTS = 16
_KEPT = 128
#: Stands between parts of a document that are judged together but are not neighbours: no quotation has it.
_GAP = LayerText.of("\ufffc")


class Candidates:
    """What the index finds for quotations, as documents to be judged. It keeps documents that were read, for the next one."""

    def __init__(self) -> None:
        self._documents: dict[int, _Held] = {}
        self._lock = threading.Lock()

    def excerpts(self, db: sqlite3.Connection, places: Iterable[Place], text: str) -> tuple[list[Document], bool]:
        """The parts of held documents around places, one for each document, by id; whether there are more than
        :data:`~corpus.parts.MOST_DOCUMENTS`, the first of which are given. Each is wide enough to judge ``text`` in."""
        reach = len(_fragments(text)) - 1
        ordinals: dict[int, set[int]] = {}
        for place in places:
            around = place.run.segments(place.start - place.before, place.end + place.after)
            for entry, ordinal in zip(place.run.entries[around].tolist(), place.run.ordinals[around].tolist(), strict=True):
                ordinals.setdefault(entry, set()).add(ordinal)
        living = _living(db, ordinals)
        made = [self._excerpt(db, entry, ordinals[entry], reach) for entry in living[:MOST_DOCUMENTS]]
        return made, len(living) > MOST_DOCUMENTS

    def any(self, db: sqlite3.Connection, runs: Sequence[Run], text: str) -> list[Document]:
        """One part of a held document in the script of ``text``, where there is one: there are words to look in."""
        for run in (r for r in runs if r.script == script_of(text)):
            for some in _some(list(dict.fromkeys(run.entries.tolist()))):
                if living := _living(db, some):
                    at = int((run.entries == living[0]).argmax())
                    return [self._excerpt(db, living[0], [int(run.ordinals[at])], 0)]
        return []

    def _excerpt(self, db: sqlite3.Connection, entry: int, ordinals: Iterable[int], reach: int) -> Document:
        query = "SELECT json FROM entries JOIN documents USING (id, version) WHERE entry = ?"
        (stored,) = db.execute(query, (entry,)).fetchone()
        held = self._documents.get(entry)
        # its record can have been corrected, or another library have come under the name of this one
        if held is None or held.stored != stored:
            held = _Held(stored)
            with self._lock:
                while len(self._documents) >= _KEPT:
                    del self._documents[next(iter(self._documents))]
                self._documents[entry] = held
        part = held.part(held.shape.around(ordinals, reach))
        # whether a text is Chinese, and in which characters, is a matter of the whole of it, and decides how it is judged
        return part if _scripts(part).items() <= held.scripts.items() else held.part(range(len(held.shape.segments)))


class _Shape:
    """Which segments a document has, of what kind and in which layers; and their places in each layer's body."""

    def __init__(self, segments: Iterable[tuple[str, Iterable[str]]]) -> None:
        self.segments = [(kind, tuple(layers)) for kind, layers in segments]
        layers = dict.fromkeys(layer for _, held in self.segments for layer in held)
        self._body = {t: [i for i, (kind, held) in enumerate(self.segments) if kind in BODY and t in held] for t in layers}
        self._rank = {t: {ordinal: place for place, ordinal in enumerate(body)} for t, body in self._body.items()}

    def around(self, ordinals: Iterable[int], reach: int) -> list[int]:
        """These segments and, in the body, ``reach`` neighbours on either side, in order."""
        wanted = set(ordinals)
        kept = set(wanted)
        for layer, rank in self._rank.items():
            for place in (rank[i] for i in wanted if i in rank):
                kept.update(self._body[layer][max(0, place - reach) : place + reach + 1])
        return sorted(kept)

    def with_gaps(self, kept: Iterable[int], segment: Callable[[int], Segment]) -> tuple[Segment, ...]:
        """These segments, and a gap wherever segments of a layer's body between them are left out."""
        out: list[Segment] = []
        last: dict[str, int] = {}
        for i in kept:
            places = {layer: self._rank[layer][i] for layer in self.segments[i][1] if i in self._rank[layer]}
            gaps = {layer: _GAP for layer, place in places.items() if place != last.get(layer, -1) + 1}
            if gaps:
                out.append(Segment(id="p0", kind="paragraph", layers=gaps))
            last.update(places)
            out.append(segment(i))
        return tuple(out)


class _Held:
    """A document as it is stored, of which only those segments are read into models that are judged: the others, most of it,
    are only looked at for the script of the whole."""

    def __init__(self, stored: str) -> None:
        self.stored = stored
        record = json.loads(stored)
        self._segments: list[dict[str, Any]] = record["segments"]
        self._made: dict[int, Segment] = {}
        self._bare = Document.model_validate({**record, "segments": ()})
        self.shape = _Shape((s["kind"], s["layers"]) for s in self._segments)
        bodies: dict[str, list[str]] = {}
        for segment in (s for s in self._segments if s["kind"] in BODY):
            for layer, held in segment["layers"].items():
                bodies.setdefault(layer, []).append(held.get("text") or "")
        self.scripts = {layer: _script("".join(texts)) for layer, texts in bodies.items()}

    def part(self, kept: Iterable[int]) -> Document:
        """The document with these segments only."""
        return self._bare.model_copy(update={"segments": self.shape.with_gaps(kept, self._segment)})

    def _segment(self, ordinal: int) -> Segment:
        if ordinal not in self._made:
            self._made[ordinal] = Segment.model_validate(self._segments[ordinal])
        return self._made[ordinal]


def excerpt(document: Document, ordinals: Iterable[int], reach: int) -> Document:
    """The document with only the segments of these ordinals and, in the body, ``reach`` neighbours on either side.

    Where segments of a layer's body are left out a gap stands, over which nothing can be quoted, so that judging finds in the
    excerpt what it would find there in the whole.
    """
    shape = _Shape((s.kind, s.layers) for s in document.segments)
    kept = shape.with_gaps(shape.around(ordinals, reach), document.segments.__getitem__)
    return document.model_copy(update={"segments": kept})


def _scripts(document: Document) -> dict[str, tuple[str, bool]]:
    """The script of each layer's body, and whether its characters are traditional."""
    bodies: dict[str, list[str]] = {}
    for segment, layer, held in document.texts():
        if segment.kind in BODY:
            bodies.setdefault(layer, []).append(held.text or "")
    return {layer: _script("".join(texts)) for layer, texts in bodies.items()}


def _script(text: str) -> tuple[str, bool]:
    return (script_of(text), is_traditional(text)) if is_han(text) else ("latin", False)


def standing(runs: Iterable[Run], text: str) -> list[Place]:
    """Every place where ``text`` may stand as it is or as quoting allows."""
    from .index.search import exact

    read = [r for r in runs if r.script == script_of(text)]
    whole = letters(text)
    found = []
    for piece in _sought(text):
        before, after = max(0, whole.rfind(piece)), len(whole) - max(0, whole.find(piece)) - len(piece)
        found += exact(read, piece, _MOST_PLACES, (before, after))
    return found


def alike(db: sqlite3.Connection, runs: Iterable[Run], text: str) -> list[Place]:
    """The places that look most like ``text``, or where parts of it stand.

    A place is sure to be among them when it has a run of letters in common with ``text`` that a window of the index covers
    (English 19, Chinese 7), or differs from a shorter text in one spot.
    """
    from .index.search import exact, loose

    read = [r for r in runs if r.script == script_of(text)]
    whole = letters(text)
    found = loose(read, whole, _MOST_ALIKE, len(whole))
    fragments = {_longest_piece(f) for f in _fragments(text)}
    for piece in sorted(fragments, key=len, reverse=True) if len(fragments) > 1 else ():
        places = exact(read, piece, _MOST_PLACES)
        if not places:
            break
        by_entry: dict[int, list[Place]] = {}
        for place in places:
            by_entry.setdefault(int(place.run.entries[place.run.segments(place.start, place.end)][0]), []).append(place)
        found += [p for entry in _living(db, by_entry)[:_MOST_PARTS] for p in by_entry[entry]]
    return found


def _living(db: sqlite3.Connection, entries: Iterable[int]) -> list[int]:
    """Those that are held, in their newest version, sorted by the documents' ids."""
    found: list[tuple[str, int]] = []
    for some in _some(list(entries)):
        marks = ",".join("?" * len(some))
        found += db.execute(f"SELECT id, entry FROM entries WHERE entry IN ({marks})", some).fetchall()
    return [entry for _, entry in sorted(found)]


def _some(entries: list[int]) -> Iterator[list[int]]:
    for i in range(0, len(entries), 500):
        yield entries[i : i + 500]


def _fragments(text: str) -> list[str]:
    if not _MARKS.search(text):
        return [text]
    marked = parse(text.strip())
    return [f.words.text for f in marked.fragments] if marked else [text]


def _sought(text: str) -> list[str]:
    """Pieces of which every place has at least one: the longest piece; all, where marks hold all the words."""
    if _MARKS.search(text) and parse(text.strip()) is None:
        return [piece for part in _MARKS.split(text) if (piece := _longest_piece(part))]
    return [max((_longest_piece(f) for f in _fragments(text)), key=len)]


def _longest_piece(fragment: str) -> str:
    """The letters between two digits that may repeat a marker, the most there are; all where there are only such digits."""
    parts = _DIGITS.split(fragment)
    longest = max(map(letters, parts), key=len)
    # between any two digits there is often enough; folding takes longer
    if len(parts) == 1 or len(longest) >= _ENOUGH:
        return longest
    folded = fold(fragment).text
    return max(map(letters, _MARKER_DIGITS.split(folded)), key=len) or letters(folded)
