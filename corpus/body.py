"""Blocks of running text → segments: pairing languages, telling headings from paragraphs, taking markers out."""

from __future__ import annotations

import collections
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from provenance import Attribution, LayerText, Marker, Segment
from provenance.documents import LETTERS, Kind
from provenance.scripts import is_han, is_mainly_han

from .headings import looks_like_heading
from .markers import fused, without
from .notecalls import FoundCall, Notes, find_calls
from .noteforms import extent
from .text import joined
from .traced import Block, Mark

#: A block is prose with at least this many words (or half as many Chinese characters).
_PROSE_WORDS = 12


@dataclass
class Counter:
    """Mints segment ids: h1, h2 …, p1 …; an id is given once."""

    given: dict[Kind, int] = field(default_factory=dict)

    def next(self, kind: Kind) -> str:
        """The next id of this kind."""
        self.given[kind] = self.given.get(kind, 0) + 1
        return f"{LETTERS[kind]}{self.given[kind]}"


@dataclass(frozen=True)
class Languages:
    """The tags of the two layers a page can have; ``han`` is None for a page without Chinese."""

    latin: str = "en"
    han: str = "zh"

    def of(self, text: str) -> str:
        """The layer a block of text belongs to."""
        return self.han if is_mainly_han(text) else self.latin


def read_body(
    blocks: Sequence[Block], languages: Languages, attributions: dict[str, Attribution], counter: Counter
) -> tuple[Segment, ...]:
    """The headings and paragraphs of a body, the languages paired, fused markers taken out of every layer.

    ``attributions`` says for each layer whose words they are. A block in one language that directly follows one in the other
    is the same segment; a block without a counterpart is a segment with one layer.
    """
    notes = {b.marks[0].number: f"n{b.marks[0].number}" for b in blocks if b.tag == "note" and b.marks}
    clean = [replace(b, traced=joined(b.traced)) if "\n" in b.text else b for b in blocks if b.tag != "note"]
    clean = _without_calls(clean, [languages.of(b.text) for b in clean])
    segments = []
    for group in _paired([(languages.of(b.text), b) for b in clean]):
        # a capture of Chinese may have lost its full stops, which tell a paragraph from a heading
        lead = group.get(languages.latin) or next(iter(group.values()))
        kind = kind_of(lead)
        identity = counter.next(kind)
        layers = {tag: layer_text(b, identity, tag, attributions.get(tag, Attribution()), notes) for tag, b in group.items()}
        segments.append(Segment(id=identity, kind=kind, layers=layers))
    return (*segments, *_notes(blocks, languages, attributions, notes))


def _without_calls(blocks: list[Block], tags: Sequence[str]) -> list[Block]:
    """The blocks with their footnote calls as marks: those of the page's mark-up, else printed ones ([3], ③), else fused."""
    out = list(blocks)
    for tag in dict.fromkeys(tags):
        indices = [i for i, t in enumerate(tags) if t == tag]
        layer = [blocks[i] for i in indices]
        if any(b.marks for b in layer):
            continue
        printed = find_calls([(b.text, tag) for b in layer], Notes())
        marks = [printed_marks(b, found) for b, found in zip(layer, printed, strict=True)]
        if any(marks):
            taken = [_take_out(b, found, m) for b, found, m in zip(layer, printed, marks, strict=True)]
        else:
            taken = [without(b, m) for b, m in zip(layer, fused(layer), strict=True)]
        for i, block in zip(indices, taken, strict=True):
            out[i] = block
    return out


def printed_marks(block: Block, found: Sequence[FoundCall]) -> tuple[Mark, ...]:
    """Calls printed as ``[3]`` or ``③`` as marks, at the offsets they have once all are taken out."""
    spans = _spans(block, found)
    marks = []
    for call, number, _ in found:
        start, _ = extent(block.text, call)
        marks.append(
            Mark(
                number=number,
                offset=start - sum(e - s for s, e in spans if s < start),
                form=block.text[call.start : call.end],
                byte_start=block.traced.starts[call.start],
                byte_end=block.traced.ends[call.end - 1],
            )
        )
    return tuple(marks)


def _spans(block: Block, found: Sequence[FoundCall]) -> list[tuple[int, int]]:
    return list(dict.fromkeys(extent(block.text, call) for call, _, _ in found))


def _take_out(block: Block, found: Sequence[FoundCall], marks: tuple[Mark, ...]) -> Block:
    return replace(block, traced=block.traced.without(_spans(block, found)), marks=marks)


def _notes(
    blocks: Sequence[Block], languages: Languages, attributions: dict[str, Attribution], notes: dict[int, str]
) -> Iterable[Segment]:
    """The note segments of a page that marks its notes up; a mark at the very start is the note's own number."""
    for block in blocks:
        if block.tag == "note" and block.marks:
            identity, tag = notes[block.marks[0].number], languages.of(block.text)
            inner = replace(block, marks=block.marks[1:])
            text = layer_text(inner, identity, tag, attributions.get(tag, Attribution()), notes)
            yield Segment(id=identity, kind="note", layers={tag: text})


def kind_of(block: Block) -> Kind:
    """``heading`` where the page's mark-up or the text's form says so, else ``paragraph``."""
    if block.tag and re.fullmatch(r"h[1-6]", block.tag):
        return "heading"
    if block.tag in ("li", "blockquote"):
        return "paragraph"
    return "heading" if looks_like_heading(block.text) else "paragraph"


def layer_text(
    block: Block, identity: str, tag: str, attribution: Attribution, notes: Mapping[int, str] | None = None
) -> LayerText:
    """A block as one layer of a segment, its marks as markers; ``notes`` has the ids of the notes that are there."""
    markers = tuple(
        Marker(
            number=m.number,
            segment=identity,
            layer=tag,
            offset=m.offset,
            form=m.form,
            byte_start=m.byte_start,
            byte_end=m.byte_end,
            note=(notes or {}).get(m.number),
        )
        for m in block.marks
    )
    return LayerText.of(block.text, attribution, markers, block.traced.runs())


def is_prose(text: str) -> bool:
    """Whether a block is running text: long enough, with the end of a sentence in it (Chinese may lack its stops)."""
    if is_mainly_han(text):
        return len(text) >= _PROSE_WORDS * 2 and is_han(text)
    return len(text.split()) >= _PROSE_WORDS and re.search(r"[a-z’'”)%\d][.!?;:]", text) is not None


def _paired(blocks: Sequence[tuple[str, Block]]) -> Iterable[dict[str, Block]]:
    """Blocks grouped to segments.

    Two columns printed one after the other (n blocks, then n) are paired by their order. Else the language that comes first
    in most places opens a segment everywhere, and only a block of the other one directly behind it joins: a block that
    stands alone in its language never shifts the pairs after it.
    """
    runs = [list(group) for _, group in itertools.groupby(blocks, key=lambda item: item[0])]
    if len(runs) == 2 and len(runs[0]) == len(runs[1]) > 1:
        return [dict(pair) for pair in zip(*runs, strict=True)]
    leads = collections.Counter(one[0][0] for one, _ in itertools.pairwise(runs))
    leading = max(leads, key=leads.__getitem__) if leads else ""
    out: list[dict[str, Block]] = []
    for tag, block in blocks:
        if out and tag != leading and tag not in out[-1] and leading in out[-1]:
            out[-1][tag] = block
        else:
            out.append({tag: block})
    return out
