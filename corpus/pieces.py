"""The body of a plain text as pieces: its blocks, what their form says of them, and which of them are notes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from provenance.scripts import count_latin, is_east_asian, is_mainly_han

from . import noteforms
from .text import MARGIN, joined
from .traced import Traced, concatenate

_HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_BULLET = re.compile(r"[ \t\u00a0]*[•◦▪‣∙*-][ \t\u00a0]+(?=\S)")
_LANGUAGE_LINE = re.compile(r"@([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)")
_DEFINITION = re.compile(r"\[\^\d{1,3}\]:")
_NOTES_HEADINGS = frozenset(
    unicodedata.normalize("NFKC", word)
    for word in (
        *("notes", "note", "endnotes", "footnotes", "references", "notes and references", "bibliography", "works cited"),
        *(
            "注释",
            "注釋",
            "註釋",
            "注",
            "註",
            "附注",
            "尾注",
            "脚注",
            "腳註",
            "参考文献",
            "參考文獻",
            "注释与参考文献",
            "注释和参考文献",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of the body. ``language`` is empty until it is known; ``label`` is the number of a note, still in its text."""

    words: Traced
    line: int
    marked: str | None = None
    """What its form says for certain: ``heading``, ``item``, ``note``."""
    language: str = ""
    label: noteforms.Call | None = None

    @property
    def text(self) -> str:
        """Its words."""
        return self.words.text


def read_pieces(whole: Traced, body_start: int, body_line: int) -> list[Piece]:
    """The body's blocks; languages only where a line says them."""
    out: list[Piece] = []
    lines: list[tuple[int, int, int]] = []
    language = ""
    in_notes = False

    def close() -> None:
        nonlocal language
        for part in _one_script(whole, lines):
            words = joined(whole.slice(part[0][0], part[-1][1]))
            if len(words):
                out.append(_piece(words, part[0][2], language))
        if lines:
            language = ""
        lines.clear()

    at = body_start
    for number, line in enumerate(whole.text[at:].split("\n"), start=body_line):
        start, at = at, at + len(line) + 1
        bare = line.strip(MARGIN)
        if not any(c.isalnum() for c in bare):
            close()
            continue
        if not lines and (found := _LANGUAGE_LINE.fullmatch(bare)):
            language = found.group(1)
            continue
        alone = bool(_HEADING.match(bare)) or heads_notes(bare)
        if alone:
            in_notes = heads_notes(bare)
        if alone or _BULLET.match(line) or _DEFINITION.match(bare) or (in_notes and _label(bare, plain=True)):
            kept = language
            close()
            language = language or kept
        lines.append((start, start + len(line), number))
        if alone:
            close()
    close()
    return out


def _one_script(whole: Traced, lines: Sequence[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    """A block's lines, split where one language follows the other without a blank line between."""
    scripts = [is_mainly_east_asian(whole.text[start:end]) for start, end, _ in lines]
    changes = [i for i in range(1, len(scripts)) if scripts[i] is not scripts[i - 1]]
    if len(changes) != 1:
        return [list(lines)] if lines else []
    return [list(lines[: changes[0]]), list(lines[changes[0] :])]


def _piece(words: Traced, line: int, language: str) -> Piece:
    if heading := _HEADING.match(words.text):
        return Piece(words.slice(heading.end(), len(words)), line, "heading", language)
    if bullet := _BULLET.match(words.text):
        return Piece(words.slice(bullet.end(), len(words)), line, "item", language)
    return Piece(words, line, None, language)


def heads_notes(text: str) -> bool:
    """Whether a line is the heading of a section of notes."""
    plain = unicodedata.normalize("NFKC", text.lstrip("#")).strip(" \t\r\u3000:【】[]*").lower()
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", plain) in _NOTES_HEADINGS


def is_mainly_east_asian(text: str) -> bool:
    """Whether a text reads as Chinese, Japanese or Korean; see :func:`provenance.scripts.is_mainly_han` for the weights."""
    return is_mainly_han(text) or (is_east_asian(text) and 3 * sum(map(is_east_asian, text)) > count_latin(text))


def _label(text: str, plain: bool) -> noteforms.Call | None:
    """The number a note begins with."""
    found = noteforms.LABEL.match(text)
    if found is None and plain and (found := noteforms.PLAIN_LABEL.match(text)):
        return noteforms.Call.of(found, "plain")
    return noteforms.Call.of(found) if found else None


def label_notes(pieces: list[Piece]) -> list[Piece]:
    """The pieces with notes told apart, the paragraphs of one note joined, labels known but still in the text."""
    tail = _unheaded_notes(pieces)
    out: list[Piece] = []
    in_notes = False
    for i, piece in enumerate(pieces):
        if heads_notes(piece.text) or piece.marked == "heading":
            in_notes = heads_notes(piece.text)
            out.append(replace(piece, marked="heading"))
            continue
        defined = _DEFINITION.match(piece.text) is not None
        label = _label(piece.text, plain=in_notes) if in_notes or i >= tail or defined else None
        if label is not None:
            out.append(replace(piece, marked="note", label=label))
            continue
        above = out[-1] if out else None
        if not in_notes or above is None or above.label is None:
            out.append(piece)
        elif above.language != piece.language:
            out.append(replace(piece, marked="note", label=replace(above.label, start=0, end=0)))
        else:
            end = above.words.ends[-1]
            words = concatenate([above.words, Traced(" ", (end,), (end,)), piece.words])
            out[-1] = replace(above, words=words)
    return out


def _unheaded_notes(pieces: Sequence[Piece]) -> int:
    """Where the notes begin that end a text without a heading: they count 1, 2, 3 … and the text above calls one of them."""
    at = len(pieces)
    while at and _label(pieces[at - 1].text, plain=False):
        at -= 1
    for language in {p.language for p in pieces[at:]}:
        numbers = [c.number for p in pieces[at:] if p.language == language and (c := _label(p.text, plain=False))]
        if numbers != list(range(1, len(numbers) + 1)):
            return len(pieces)
    called = {n for p in pieces[:at] for c in noteforms.calls(p.text) for n in c.numbers}
    return at if called else len(pieces)
