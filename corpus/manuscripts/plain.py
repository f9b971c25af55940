"""Plain-text manuscripts: paragraphs between blank lines, block quotations behind ``>`` or set in, notes at the end.

A paragraph is set in when all its lines begin two columns or more further to the right than running text does, and when it
ends like a sentence (a title in the middle of a line does not). A first line that alone is set in
begins a paragraph, as is usual in Chinese.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import noteforms
from .blocks import Draft
from .model import Block, Manuscript

_QUOTED_LINE = re.compile(r"[ \t]{0,3}>[ \t]?")
_ITEM = re.compile(r"[ \t\u3000]*(?:[-*+•◦▪‣∙][ \t]+|\d{1,3}[.)][ \t]+|[（(]\d{1,2}[)）][ \t]*)(?=\S)")
_SENTENCE = re.compile(r"[.!?…。！？][”’\"'」』»)\]）¹²³⁰⁴-⁹\d\[]*$|[:;,：；，—][\s”’\"'」』]*$|[)\]）］]$")
_NOTES_HEADING = re.compile(r"\W*(?:(?:foot|end)?notes|references|注|注释|註釋|註|脚注|腳註|尾注|参考文献|參考文獻)\W*$", re.I)
_COLUMNS = {"\t": 4, "\u3000": 2}
_STEP = 2
_FAIR_PART = 0.2


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int
    """Code point of the file it begins at."""
    number: int
    quoted: bool
    indent: int
    """Columns of white space in front of its words."""

    @property
    def words(self) -> tuple[str, int]:
        """The words without mark, indent and white space behind, and where they begin in the file."""
        bare = self.text
        if self.quoted and (mark := _QUOTED_LINE.match(bare)):
            bare = bare[mark.end() :]
        bare = bare.lstrip(" \t\u3000\u00a0")
        return bare.rstrip(), self.start + len(self.text) - len(bare)


def read_plain(path: Path, source: str) -> Manuscript:
    """The blocks of a plain text. A note called in the text (``[1]``, ``①``, ``¹``) is taken out of it where the text gives the
    note's words."""
    paragraphs = list(_paragraphs(source))
    notes = _notes(paragraphs)
    texts = {number: _body(lines, label) for number, (lines, label) in notes.items()}
    at_home = {lines[0].number: (number, label) for number, (lines, label) in notes.items()}
    margin = _margin(paragraphs)
    blocks: list[Block] = []
    for lines in paragraphs:
        draft = Draft()
        own = at_home.get(lines[0].number)
        for i, line in enumerate(lines):
            words, begin = line.words
            if i:
                draft.make("\n", lines[i - 1].start + len(lines[i - 1].text), 1)
            elif own:
                words, begin = words[own[1] :], begin + own[1]
            _write(draft, words, begin, {} if own else texts)
        is_quotation = own is None and (lines[0].quoted or _is_set_in(lines, margin))
        block = draft.finish(
            len(blocks) + 1, line=lines[0].number, is_quotation=is_quotation, role="note" if own else "paragraph"
        )
        if block:
            blocks.append(block)
    return Manuscript(path, "text", tuple(blocks), source)


def _paragraphs(source: str) -> Iterator[list[_Line]]:
    """Runs of lines between blank ones. A list item and a change between quoted and not quoted lines begin a new one; so does
    each line of a Chinese text that is set in by itself."""
    lines: list[_Line] = []
    for number, (text, start) in enumerate(_lines(source), start=1):
        mark = _QUOTED_LINE.match(text)
        bare = text[mark.end() :] if mark else text
        indent = _indent(bare)
        line = _Line(text, start, number, mark is not None, indent)
        blank = not bare.strip()
        changes = lines and (line.quoted != lines[-1].quoted or _begins_anew(lines, line) or _is_next_note(lines, line))
        if lines and (blank or changes or _ITEM.match(bare)):
            yield lines
            lines = []
        if not blank:
            lines.append(line)
    if lines:
        yield lines


def _lines(source: str) -> Iterator[tuple[str, int]]:
    at = 0
    for m in re.finditer(r"\r\n?|\n|\Z", source):
        yield source[at : m.start()], at
        at = m.end()


def _indent(text: str) -> int:
    columns = 0
    for c in text:
        if c == "\t":
            columns += _COLUMNS[c] - columns % _COLUMNS[c]
        elif c in " \u00a0\u3000":
            columns += _COLUMNS.get(c, 1)
        else:
            break
    return columns


def _begins_anew(lines: Sequence[_Line], line: _Line) -> bool:
    """Whether a line set in under one that is not begins a paragraph without a blank line between."""
    return line.indent >= _STEP > lines[-1].indent and bool(_SENTENCE.search(lines[-1].words[0]))


def _is_next_note(lines: Sequence[_Line], line: _Line) -> bool:
    """Whether a paragraph and the line under it begin with the labels of one note and the next: ``[4]``, ``[5]``."""
    labels = [noteforms.LABEL.match(one.words[0]) for one in (lines[0], line)]
    first, second = (noteforms.Call.of(label).number if label else 0 for label in labels)
    return second == first + 1 > 1


def _margin(paragraphs: Sequence[Sequence[_Line]]) -> int:
    """The smallest indent at which a fair part of the running text stands: single lines may be titles in the middle."""
    weights: Counter[int] = Counter()
    for lines in paragraphs:
        if not lines[0].quoted and _SENTENCE.search(lines[-1].words[0]):
            weights[min(line.indent for line in lines)] += sum(len(line.text.strip()) for line in lines)
    return min((i for i, weight in weights.items() if weight >= _FAIR_PART * weights.total()), default=0)


def _is_set_in(lines: Sequence[_Line], margin: int) -> bool:
    if any(line.indent < margin + _STEP for line in lines) or _ITEM.match(lines[0].text):
        return False
    return _SENTENCE.search(lines[-1].words[0]) is not None


def _notes(paragraphs: Sequence[Sequence[_Line]]) -> dict[int, tuple[Sequence[_Line], int]]:
    """Number → (lines, length of the label) of the notes: paragraphs that begin with a label such as ``[1]`` or ``①`` at the
    end of the text, or behind a heading such as “Notes” also with ``1.``.

    Each line that begins with the next number is a note of its own.
    """
    notes: dict[int, tuple[Sequence[_Line], int]] = {}
    headed = False
    for lines in paragraphs:
        words = lines[0].words[0]
        if len(lines) == 1 and _NOTES_HEADING.match(words):
            headed = True
            continue
        found = noteforms.LABEL.match(words) or (noteforms.PLAIN_LABEL.match(words) if headed else None)
        number = noteforms.Call.of(found).number if found else 0
        if found and number == max(notes, default=0) + 1 and found.end() < len(words):
            notes[number] = (lines, found.end())
        elif not headed:
            # a label in the middle of a text is none: notes stand at the end
            notes.clear()
    return notes


def _body(lines: Sequence[_Line], label: int) -> str:
    draft = Draft()
    for i, line in enumerate(lines):
        draft.make("\n" if i else "", None, 0)
        draft.write(line.words[0][0 if i else label :])
    return "".join(draft.characters)


def _write(draft: Draft, words: str, begin: int, notes: dict[int, str]) -> None:
    """Writes a line without the calls of known notes."""
    at = 0
    for call in noteforms.calls(words):
        if all(number in notes for number in call.numbers):
            start, end = noteforms.extent(words, call)
            draft.write(words[at:start], begin + at)
            for number in call.numbers:
                draft.call(str(number), notes[number])
            at = end
    draft.write(words[at:], begin + at)
