"""Blocks of a web page while they are collected, and how they are finished: calls out, white space collapsed, bytes mapped."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from provenance.scripts import is_mainly_han

from . import noteforms
from .markup import Element
from .traced import Block, Mark, Traced

_OPENING, _CLOSING = "[［〔【(（", "]］〕】)）"
SPACE = " \t\n\r\f"
_HUGS = "，。、；：！？”’」』）》〉】〕］.,;:!?)]}"


@dataclass(slots=True)
class Figure:
    """A number that may call a note, at glyph ``index`` of its draft; ``start``–``end`` is where it stands in the page."""

    index: int
    numbers: tuple[int, ...]
    form: str
    start: int
    end: int
    certain: bool
    is_call: bool = True


@dataclass(slots=True)
class Draft:
    """A block while it is collected: characters with their code points in the page, and figures."""

    tag: str | None
    glyphs: list[tuple[str, int, int]] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    note: int | None = None
    label: Figure | None = None

    @property
    def raw(self) -> str:
        """The characters so far, white space as in the file."""
        return "".join(g[0] for g in self.glyphs)

    def before(self, figure: Figure) -> str:
        """The text directly before a figure."""
        return "".join(g[0] for g in self.glyphs[max(0, figure.index - 12) : figure.index])

    def _unbracket(self) -> None:
        """``[<a>3</a>]``: brackets that stand around a call belong to it."""
        for figure in reversed(self.figures):
            i = figure.index
            if not figure.is_call or not 0 < i < len(self.glyphs):
                continue
            left, right = self.glyphs[i - 1], self.glyphs[i]
            if left[0] in _OPENING and right[0] == _CLOSING[_OPENING.index(left[0])]:
                figure.form, figure.start, figure.end = left[0] + figure.form + right[0], left[1], right[2]
                del self.glyphs[i - 1 : i + 1]
                for other in self.figures:
                    other.index -= 2 if other.index > i else 1 if other.index == i else 0

    def _collapsed(self) -> tuple[list[tuple[str, int, int]], dict[int, int]]:
        """Glyphs with white space collapsed and exponents in place; and glyph index → new index for calls."""
        out: list[tuple[str, int, int]] = []
        offsets: dict[int, int] = {}
        apart: set[int] = set()
        due = sorted(self.figures, key=lambda f: f.index)
        for i in range(len(self.glyphs) + 1):
            while due and due[0].index == i:
                figure = due.pop(0)
                if figure.is_call:
                    offsets[id(figure)] = len(out)
                    if out and out[-1][0] == " ":
                        offsets[id(figure)] = len(out) - 1
                        apart.add(len(out) - 1)
                else:
                    out.extend((c, figure.start, figure.end) for c in noteforms.superscript(figure.form))
            if i == len(self.glyphs):
                break
            character, start, end = self.glyphs[i]
            if character not in SPACE:
                # a call that stood apart takes its space with it: “word <sup>3</sup>.”
                if character in _HUGS and out and out[-1][0] == " " and len(out) - 1 in apart:
                    out.pop()
                out.append((character, start, end))
            elif out and out[-1][0] != " ":
                out.append((" ", start, end))
            elif out:
                out[-1] = (" ", out[-1][1] if out[-1][2] == start else start, end)
        while out and out[-1][0] == " ":
            out.pop()
        return out, {key: min(at, len(out)) for key, at in offsets.items()}

    def finish(self, whole: Traced, line_starts: list[int]) -> Block | None:
        """The block, or None when it has no words and no calls."""
        self._unbracket()
        glyphs, offsets = self._collapsed()
        if not glyphs:
            return None

        def width(text: str, start: int, end: int) -> tuple[int, int]:
            low, high = whole.starts[start], whole.ends[end - 1] if end > start else whole.starts[start]
            written = whole.text[start:end]
            # a run counts as exact when its bytes have the length of its text: what replaces as many bytes gets an empty range
            return (low, low) if written != text and high - low == len(text.encode()) else (low, high)

        ranges = [width(*glyph) for glyph in glyphs]
        traced = Traced("".join(g[0] for g in glyphs), tuple(r[0] for r in ranges), tuple(r[1] for r in ranges))
        marks = [
            Mark(n, offsets[id(f)], f.form, whole.starts[f.start], whole.ends[f.end - 1])
            for f in sorted(self.figures, key=lambda f: f.index)
            if f.is_call
            for n in f.numbers
        ]
        if self.label is not None:
            found = self.label
            marks.insert(0, Mark(found.numbers[0], 0, found.form, whole.starts[found.start], whole.ends[found.end - 1]))
        line = 1 + bisect_left(line_starts, glyphs[0][1])
        return Block(traced, line, "note" if self.label else self.tag, tuple(marks))


def decide(drafts: list[Draft]) -> None:
    """Tells calls from exponents, layer by layer, and finds the notes that begin with a superscript figure."""
    called: set[int] = set()
    for draft in drafts:
        first = draft.figures[0] if draft.figures else None
        if draft.label is None and first and not draft.raw[: first.index].strip() and first.numbers[0] in called:
            draft.label = draft.figures.pop(0)
        called.update(n for f in draft.figures for n in f.numbers)
    for han in (False, True):
        layer = [(d, f) for d in drafts if is_mainly_han(d.raw) is han and not d.label for f in d.figures]
        verdicts = noteforms.resolve([(f.numbers[0], d.before(f), f.certain) for d, f in layer])
        for (_, figure), verdict in zip(layer, verdicts, strict=True):
            figure.is_call = verdict


def take_label(draft: Draft, element: Element) -> None:
    """Sets a note's number, taking what the page prints for it out of the text."""
    number = draft.note or 0
    if draft.label is not None:
        return
    first = draft.figures[0] if draft.figures else None
    if first is not None and not draft.raw[: first.index].strip() and number in first.numbers:
        draft.label = draft.figures.pop(0)
        return
    raw = draft.raw
    lead = len(raw) - len(raw.lstrip())
    found = noteforms.LABEL.match(raw, lead)
    if found is None and element.name != "li":
        found = noteforms.PLAIN_LABEL.match(raw, lead) or re.compile(r"(\d{1,3})\s+").match(raw, lead)
    if found is not None and noteforms.Call.of(found).number == number:
        form = found.group().rstrip()
        end = found.start() + len(form)
        start_at, end_at = draft.glyphs[found.start()][1], draft.glyphs[end - 1][2]
        draft.label = Figure(0, (number,), form, start_at, end_at, certain=True)
        del draft.glyphs[:end]
        for figure in draft.figures:
            figure.index -= end
        return
    draft.label = Figure(0, (number,), "", element.start, element.end, certain=True)
