"""Edits put into a manuscript's file, and nothing else touched.

The bytes around an edit stay the bytes they are: line ends, byte order mark, white space, a document's other parts. The file
is written whole to a new one beside it and then renamed (rename(2) is atomic), after a last look that it is still the file
that was read and that the outcome reads as the same manuscript with these edits.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ..decode import decode, encoding_of
from ..errors import FileError, ManuscriptError
from .edits import Edit, edited
from .model import Block, Format, Manuscript
from .reading import read_manuscript

#: Formats in which a place in the text is a place in the file.
WRITABLE: tuple[Format, ...] = ("markdown", "latex", "text", "docx")
_CHANGED = "the file has changed since it was read; nothing was written"


def check_writable(manuscript: Manuscript, out: Path | None = None) -> None:
    """Raises :class:`ManuscriptError` when this manuscript cannot be written, or ``out`` would overwrite another file."""
    name = str(manuscript.path)
    if manuscript.format not in WRITABLE:
        kind = manuscript.format.upper()
        raise ManuscriptError(f"{kind} files are only read", name=name, expected="a .md, .tex, .txt or .docx file to write to")
    if out is not None and out.exists():
        raise ManuscriptError("this file exists already and is not overwritten", name=str(out), expected="a new name")
    if out is not None and not out.parent.is_dir():
        raise ManuscriptError("there is no such folder", name=str(out.parent))
    if out is None and not os.access(manuscript.path, os.W_OK):
        # a rename would not ask
        raise ManuscriptError("this file may only be read", name=name)


def write(manuscript: Manuscript, edits: Sequence[Edit], out: Path | None = None) -> None:
    """The manuscript's file with ``edits``, to ``out`` (which must be new) or, without it, in the file's own place.

    Without edits the file is left alone, and ``out`` gets the same bytes. Raises :class:`ManuscriptError` when the file is no
    longer what was read, and :class:`OSError` when it cannot be written; the file is as it was then.
    """
    check_writable(manuscript, out)
    home = manuscript.path.resolve()
    before = home.read_bytes()
    after = _edited_bytes(before, edits, manuscript)
    target = out or home
    if after == before and out is None:
        return
    temporary = _written_beside(target, after, home)
    try:
        _compare(manuscript, edits, temporary)
        if home.read_bytes() != before:
            raise ManuscriptError(_CHANGED, name=str(manuscript.path))
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _edited_bytes(data: bytes, edits: Sequence[Edit], manuscript: Manuscript) -> bytes:
    if manuscript.format != "docx":
        return edited_text(data, edits, manuscript)
    from .docx import read_docx
    from .docx_writing import edited_docx

    name = str(manuscript.path)
    try:
        unchanged = read_docx(manuscript.path, data).blocks == manuscript.blocks
    except ManuscriptError:
        unchanged = False
    if not unchanged:
        raise ManuscriptError(_CHANGED, name=name)
    return edited_docx(data, edits, name)


def edited_text(data: bytes, edits: Sequence[Edit], manuscript: Manuscript) -> bytes:
    """The bytes of a text file with edits. Raises :class:`ManuscriptError` when ``data`` is not what was read."""
    name = str(manuscript.path)
    try:
        source, encoding = decode(data, name)
    except FileError:
        raise ManuscriptError(_CHANGED, name=name) from None
    if source != manuscript.source:
        raise ManuscriptError(_CHANGED, name=name)
    mark = data[: encoding_of(data)[1]]
    return mark + edited(source, edits).encode(encoding)


def _written_beside(target: Path, data: bytes, like: Path) -> Path:
    """A new file in the folder of ``target``, safely on the disk, with the rights of ``like``."""
    handle, name = tempfile.mkstemp(prefix=".pinquote-", suffix=like.suffix, dir=target.parent)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(path, like.stat().st_mode & 0o7777)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _compare(manuscript: Manuscript, edits: Sequence[Edit], written: Path) -> None:
    """The outcome is read again: the blocks without edits must be the same, and there must be as many as before."""
    again = read_manuscript(written, manuscript.format).blocks
    touched = {i for i, block in enumerate(manuscript.blocks) if any(_stands_in(e, block) for e in edits)}
    same = len(again) == len(manuscript.blocks) and all(
        i in touched or (a.text, a.is_quotation) == (b.text, b.is_quotation)
        for i, (a, b) in enumerate(zip(manuscript.blocks, again, strict=False))
    )
    if not same:
        raise ManuscriptError("the edits would change more than their places; nothing was written", name=str(manuscript.path))


def _stands_in(edit: Edit, block: Block) -> bool:
    runs = block.runs
    return bool(runs) and block.part == edit.part and runs[0].source <= edit.start and edit.end <= runs[-1].source_end
