"""Plain text with a metadata block (:mod:`corpus.frontmatter`) → document.

The body is blocks between blank lines; lines of one block are one paragraph. ``# …`` is a heading; where no heading is
marked so, the form of a block says whether it is one (:func:`corpus.headings.looks_like_heading`). A bulleted line is a
paragraph of its own. A body that repeats the title at its start gives no segment for it.

**Languages.** The layer of a block follows from its script. Where two languages share a script, a line ``@fr`` directly
before a block says its language. A block in another language right after a block is its translation, in the same
segment; whichever language leads in most places leads everywhere. Two whole texts one after the other, of equally many
blocks, are paired by their order.

**Notes.** Under a heading Notes, References, 注释, 参考文献 …, every line that begins with ``[1]``, ``①``, ``〔1〕``, ``¹`` or
``1.`` begins a note; without such a heading the blocks at the end that begin so, 1, 2, 3 …, when the text above calls them;
and ``[^1]: …`` anywhere. A block without a number continues the note above it, or translates it when it is in another language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath

from provenance import Attribution, Capture, Document, LayerText, Marker, Segment, Source
from provenance.documents import Kind
from provenance.scripts import count_latin, is_east_asian

from . import noteforms
from .body import Counter
from .decode import encoding_of, traced
from .errors import PageError
from .frontmatter import FrontMatter, read_front_matter, source_of
from .headings import looks_like_heading
from .notecalls import FoundCall, Notes, find_calls
from .pieces import Piece, heads_notes, is_mainly_east_asian, label_notes, read_pieces
from .text import MARGIN

_EAST_ASIAN = frozenset({"zh", "ja", "ko", "yue", "lzh", "wuu", "nan", "hak", "cmn"})
_ENGLISH = frozenset({"the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "was", "with", "on", "by", "not"})


def read_plain(text: str, data: bytes, name: str, document_id: str | None = None) -> Document:
    """The document in a plain text with a metadata block.

    ``text`` is what :func:`corpus.decode.decode` gave for ``data``, ``name`` the file in messages. The id is ``document_id``, or
    the block's, or :func:`corpus.identify.work_id` of its record. Markers link to their notes where the text has them; a note
    that is not there is None. Raises :class:`PageError` with file, line and what was expected: a fault in the metadata block,
    no words after it, a note given twice.
    """
    matter = read_front_matter(text, name)
    encoding, _ = encoding_of(data)
    whole = traced(data, text, encoding)
    pieces = read_pieces(whole, matter.body_start, matter.body_line)
    if not any(any(c.isalpha() for c in p.text) for p in pieces):
        raise PageError("no text after the metadata block", name=name, line=matter.body_line, expected="the document's words")
    tags = _Tags(matter, pieces)
    pieces = [replace(p, language=p.language or tags.of(p.text)) for p in pieces]
    pieces = label_notes(_without_titles(pieces, matter.titles))
    source = _source(matter, tags, pieces, document_id)
    segments = _segments(pieces, source, name)
    capture = Capture.of(data, "text/plain", PurePath(name).name, encoding)
    return Document(id=source.id, source=source, segments=segments, capture=capture)


class _Tags:
    """The language tags of the layers: declared ones where the block gives them, else told by script."""

    def __init__(self, matter: FrontMatter, pieces: Sequence[Piece]) -> None:
        declared = [t for t in (matter.value("language"), matter.value("original-language")) if t]
        declared += [f.language for f in matter.fields if f.language]
        latin = [p.text for p in pieces if not p.language and not is_mainly_east_asian(p.text)]
        eastern = "".join(p.text for p in pieces if not p.language and is_mainly_east_asian(p.text))
        self.eastern = next((t for t in declared if t.split("-")[0].lower() in _EAST_ASIAN), _eastern(eastern))
        self.other = next(
            (t for t in declared if t.split("-")[0].lower() not in _EAST_ASIAN), "en" if _is_english(latin) else "und"
        )

    def of(self, text: str) -> str:
        """The layer a text belongs to."""
        return self.eastern if is_mainly_east_asian(text) else self.other


def _eastern(text: str) -> str:
    kana, hangul = len(re.findall("[\u3041-\u30fe]", text)), len(re.findall("[\uac00-\ud7a3]", text))
    return "ko" if hangul > len(text) / 4 else "ja" if kana > len(text) / 10 else "zh"


def _is_english(texts: Sequence[str]) -> bool:
    words = re.findall(r"[a-zà-ɏ]+", " ".join(texts).lower())
    return sum(w in _ENGLISH for w in words) > len(words) / 12


def _source(matter: FrontMatter, tags: _Tags, pieces: Sequence[Piece], document_id: str | None) -> Source:
    """The record; languages the block does not declare are those of the titles' scripts, or of the other layer."""
    title, original = matter.value("title"), matter.value("original-title")
    language = matter.value("language") or (tags.of(title) if title else None)
    layers = list(dict.fromkeys(p.language for p in pieces))
    others = [layer for layer in layers if layer != language]
    original_language = matter.value("original-language") or (
        tags.of(original) if original else others[0] if len(others) == 1 else None
    )
    return source_of(matter, language, original_language, document_id)


def _without_titles(pieces: list[Piece], titles: Sequence[str]) -> list[Piece]:
    """Without the title lines that open the body (and open its second half, where two texts stand one after the other)."""
    known = {_folded(t) for t in titles}
    first = {p.language: i for i, p in reversed(list(enumerate(pieces)))}
    return [p for i, p in enumerate(pieces) if not (_folded(p.text) in known and first[p.language] == i)]


def _folded(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _segments(pieces: Sequence[Piece], source: Source, name: str) -> tuple[Segment, ...]:
    """The segments in order: languages paired, calls taken out."""
    notes = Notes()
    ids = [notes.add(p.label, p.language, name, p.line) if p.label else "" for p in pieces]
    running = [p for p in pieces if p.label is None]
    calls = find_calls([(p.text, p.language) for p in running], notes)
    called = dict(zip(map(id, running), calls, strict=True))
    counter = Counter()
    made: dict[str, tuple[Kind, dict[str, LayerText]]] = {}
    bare = {id(p): p.words.without(_spans(p, found)).text for p, found in zip(running, calls, strict=True)}
    body = {id(group[0]): (kind, group) for kind, group in _groups(running, bare)}
    for piece, note_id in zip(pieces, ids, strict=True):
        if piece.label:
            words = piece.words.slice(piece.label.end, len(piece.words)).strip(MARGIN + ":：")
            layer = LayerText.of(words.text, _attribution(source, piece.language), (), words.runs())
            made.setdefault(note_id, ("note", {}))[1][piece.language] = layer
        elif id(piece) in body:
            kind, group = body[id(piece)]
            identity = counter.next(kind)
            made[identity] = (
                kind,
                {p.language: _layer(p, called[id(p)], identity, _attribution(source, p.language)) for p in group},
            )
    return tuple(Segment(id=i, kind=kind, layers=layers) for i, (kind, layers) in made.items())


def _attribution(source: Source, language: str) -> Attribution:
    """The authors', and in the translation's language also its translators'."""
    own = source.language is None or language == source.language
    return Attribution(authors=source.authors, translators=source.translators if own else ())


def _spans(piece: Piece, calls: Sequence[FoundCall]) -> list[tuple[int, int]]:
    """What is taken out of a piece with its calls."""
    return list(dict.fromkeys(noteforms.extent(piece.text, call) for call, _, _ in calls))


def _layer(piece: Piece, calls: Sequence[FoundCall], identity: str, attribution: Attribution) -> LayerText:
    """A piece without its calls, and these as markers."""
    spans = _spans(piece, calls)
    markers = []
    for call, number, note in calls:
        start, _ = noteforms.extent(piece.text, call)
        marker = Marker(
            number=number,
            segment=identity,
            layer=piece.language,
            offset=start - sum(e - s for s, e in spans if s < start),
            form=piece.text[call.start : call.end],
            byte_start=piece.words.starts[call.start],
            byte_end=piece.words.ends[call.end - 1],
            note=note,
        )
        markers.append(marker)
    words = piece.words.without(spans)
    return LayerText.of(words.text, attribution, tuple(markers), words.runs())


def _groups(pieces: Sequence[Piece], bare: dict[int, str]) -> list[tuple[Kind, list[Piece]]]:
    """Pieces that are one segment, with its kind. ``bare`` has each piece's text without calls, by its id()."""
    explicit = any(p.marked == "heading" and not heads_notes(p.text) for p in pieces)

    def is_heading(piece: Piece) -> bool:
        return piece.marked == "heading" or (not explicit and piece.marked is None and looks_like_heading(bare[id(piece)]))

    def kind_of(first: Piece, second: Piece) -> Kind | None:
        """The kind of a pair, or None when they can be no pair."""
        one, two = is_heading(first), is_heading(second)
        if one is two:
            return "heading" if one else "paragraph"
        if "heading" in (first.marked, second.marked):
            other = second if first.marked == "heading" else first
            return "heading" if other.marked is None and looks_like_heading(bare[id(other)]) else None
        ratio = _weight(first.text) / max(1, _weight(second.text))
        return "paragraph" if 1 / 3 < ratio < 3 else None

    halves = _two_texts(pieces)
    if halves and all(kind_of(a, b) for a, b in halves):
        return [(kind_of(a, b) or "paragraph", [a, b]) for a, b in halves]
    leading = _leading(pieces)
    out: list[tuple[Kind, list[Piece]]] = []
    for piece in pieces:
        group = out[-1][1] if out else []
        fits = group and piece.language != leading and all(piece.language != p.language for p in group)
        kind = kind_of(group[0], piece) if fits else None
        if kind:
            out[-1] = (kind, [*group, piece])
        else:
            out.append(("heading" if is_heading(piece) else "paragraph", [piece]))
    return out


def _weight(text: str) -> int:
    """The length of a text as if it were in Latin letters."""
    eastern = sum(map(is_east_asian, text))
    return 3 * eastern + count_latin(text)


def _two_texts(pieces: Sequence[Piece]) -> list[tuple[Piece, Piece]]:
    """Pairs, where one whole text stands after the other and both have equally many blocks."""
    half = len(pieces) // 2
    one, two = pieces[:half], pieces[half:]
    if half < 2 or len(one) != len(two) or one[0].language == two[0].language:
        return []
    if {p.language for p in one} != {one[0].language} or {p.language for p in two} != {two[0].language}:
        return []
    return list(zip(one, two, strict=True))


def _leading(pieces: Sequence[Piece]) -> str:
    """The language that comes first in most places where the language changes."""
    leads: dict[str, int] = {}
    for first, second in pairwise(pieces):
        if first.language != second.language:
            leads[first.language] = leads.get(first.language, 0) + 1
    return max(leads, key=lambda tag: leads[tag]) if leads else ""
