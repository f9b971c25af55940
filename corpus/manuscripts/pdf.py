"""PDF manuscripts, by pypdf: the words of each page and where they are printed; there is no way back into such a file.

A hyphen at the end of a line stays with its line break (:mod:`corpus.manuscripts.blocks`). Raised numbers call notes, which
are looked for in small print. Pages that are pictures have no text; nothing is read out of pictures.
"""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.scripts import is_east_asian_character

from .. import noteforms
from ..decode import kind_of
from ..errors import ManuscriptError
from .blocks import Draft
from .layout import Line, Paragraph, paragraphs
from .model import Block, Manuscript, Role

if TYPE_CHECKING:
    from pypdf import PageObject

_EXPECTED = "a PDF file"
#: How near to the end of a file its end marker stands; readers allow for 1,024 bytes behind it (ISO 32000-1, annex H.3).
_TAIL = 2048
#: Fonts of TeX without a Unicode map leave the Cork encoding's codes for marks and ligatures as they are.
_CORK = str.maketrans(dict(zip(range(0x10, 0x20), "“”„«»–—\u200c\u2080ıȷ", strict=False)) | {
    0x1B: "ff", 0x1C: "fi", 0x1D: "fl", 0x1E: "ffi", 0x1F: "ffl",
})  # fmt: skip
#: What a raised number calls a note behind: a word, a mark; behind a digit or a unit (10², km²) it is an exponent.
_CALLING = re.compile(r"[^\W\d_]{3}$|[^\W\d_a-zA-Z]$|[^\w\s+=*/(<>-]$")
_WIDE = "“”‘’…—（）「」『』《》，。、；：！？"


def read_pdf(path: Path, data: bytes) -> Manuscript:
    """The blocks of a PDF file, with their pages. Raises :class:`ManuscriptError` where it is none, is locked or has no text."""
    name = str(path)
    if b"%PDF-" not in data[:1024]:
        raise ManuscriptError(f"this is {kind_of(data) or 'no PDF file'}", name=name, expected=_EXPECTED)
    if b"%%EOF" not in data[-_TAIL:]:
        raise ManuscriptError("the file is cut short: it does not end as a PDF does", name=name)
    lines, width, pages = _lines(data, name)
    if not lines:
        problem = f"no text in this PDF: its {pages} page{'s are' if pages > 1 else ' is'} without any"
        raise ManuscriptError(problem, name=name, expected="a PDF with text, not pictures of it")
    found = paragraphs(lines, width)
    notes = {p.note: _words(p.lines, {}).strip() for p in found if p.note is not None}
    blocks: list[Block] = []
    for p in found:
        draft = Draft()
        _write(draft, p, notes)
        role: Role = "note" if p.note is not None else "paragraph"
        block = draft.finish(len(blocks) + 1, page=p.lines[0].page, is_quotation=p.set_in, role=role)
        if block:
            blocks.append(block)
    return Manuscript(path, "pdf", tuple(blocks))


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    x: float
    y: float
    size: float


def _lines(data: bytes, name: str) -> tuple[list[Line], float, int]:
    """All lines of print in the order of the file, the width of the first page, and how many pages there are."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    lines: list[Line] = []
    with _silenced():
        try:
            reader = PdfReader(BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise ManuscriptError("this PDF is locked with a password", name=name)
            pages = list(reader.pages)
            for number, page in enumerate(pages, start=1):
                lines += _lines_of_page(_pieces(page), number)
            return lines, float(pages[0].mediabox.width) if pages else 0.0, len(pages)
        except ManuscriptError:
            raise
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
            # pypdf meets damage with whatever its own code stumbles on
            raise ManuscriptError("the file is damaged", name=name, expected=_EXPECTED) from None


@contextmanager
def _silenced() -> Iterator[None]:
    """Without pypdf's own remarks on the file."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _pieces(page: PageObject) -> list[_Piece]:
    found: list[_Piece] = []

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], _font: Any, size: float) -> None:
        if not text.strip():
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = math.sqrt(abs((tm[0] * tm[3] - tm[1] * tm[2]) * (cm[0] * cm[3] - cm[1] * cm[2])))
        upright = abs(tm[0] * cm[1] + tm[1] * cm[3]) < 0.1 * abs(tm[0] * cm[0] + tm[1] * cm[2] or 1)
        if upright and scale * size > 0:
            for i, line in enumerate(text.split("\n")):
                if line.strip():
                    found.append(_Piece(line.translate(_CORK), x, y - i * 1.2 * scale * size, scale * size))

    page.extract_text(visitor_text=visit)
    return found


def _lines_of_page(pieces: Sequence[_Piece], page: int) -> Iterator[Line]:
    """Pieces that share a baseline make a line; a small one above it is raised."""
    line: list[_Piece] = []
    for piece in pieces:
        if line and abs(piece.y - line[0].y) > 0.55 * max(p.size for p in (*line, piece)):
            yield _line(line, page)
            line = []
        line.append(piece)
    if line:
        yield _line(line, page)


def _line(pieces: Sequence[_Piece], page: int) -> Line:
    size = max(p.size for p in pieces)
    base = next(p.y for p in pieces if p.size == size)
    text = ""
    raised: list[tuple[int, int]] = []
    for p in pieces:
        # a file may raise text without moving its baseline, as subscripts are lowered; behind a word or mark it is raised
        above = p.y > base + 0.1 * size or (p.y == base and not re.search(r"[\s\d]$", text))
        numbers = noteforms.numbers_of(p.text) if p.size < 0.87 * size and above else ()
        if numbers:
            raised += [(len(text.rstrip()), n) for n in numbers]
        else:
            text += p.text if text or not raised else p.text.lstrip()
    bare = _close(text)
    moved = [(len(_close(text[:at])), n) for at, n in raised]
    return Line(page, min(p.x for p in pieces), base, size, bare, moved)


def _close(text: str) -> str:
    """Words without the spaces that pypdf puts where the font changes inside Chinese."""
    text = text.strip()
    out = []
    for i, c in enumerate(text):
        if c == " " and _is_wide(text[i - 1]) and _is_wide(text[i + 1 :].lstrip(" ")[:1]):
            continue
        out.append(c)
    return "".join(out)


def _is_wide(c: str) -> bool:
    return bool(c) and (is_east_asian_character(c) or c in _WIDE)


def _write(draft: Draft, paragraph: Paragraph, notes: dict[int, str]) -> None:
    for i, line in enumerate(paragraph.lines):
        draft.make("\n" if i else "", None, 0)
        at = _label(paragraph) if not i else 0
        for offset, number in line.raised:
            if not offset and not i and paragraph.note is not None:
                continue
            draft.write(line.text[at:offset])
            at = offset
            if number in notes or _CALLING.search(line.text[:offset]):
                draft.call(str(number), notes.get(number, ""))
            else:
                draft.write(noteforms.superscript(str(number)))
        draft.write(line.text[at:])


def _label(paragraph: Paragraph) -> int:
    """How long the printed label of a note is in its first line."""
    line = paragraph.lines[0]
    if paragraph.note is None or (line.raised and line.raised[0][0] == 0):
        return 0
    found = re.match(r"[\[(]?\d{1,3}[\])]?[.\s\u00a0]\s*", line.text)
    return found.end() if found else 0


def _words(lines: Sequence[Line], notes: dict[int, str]) -> str:
    draft = Draft()
    note = lines[0].raised[0][1] if lines[0].raised and lines[0].raised[0][0] == 0 else 0
    _write(draft, Paragraph(list(lines), note), notes)
    return "".join(draft.characters)
