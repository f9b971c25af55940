"""Reading a manuscript: which format it has, and its blocks."""

from __future__ import annotations

from pathlib import Path

from ..decode import decode
from ..errors import ManuscriptError, PageError
from .model import Format, Manuscript

#: What each ending of a file's name stands for.
SUFFIXES: dict[str, Format] = {
    ".docx": "docx", ".md": "markdown", ".markdown": "markdown", ".tex": "latex", ".latex": "latex", ".html": "html",
    ".htm": "html", ".xhtml": "html", ".txt": "text", ".text": "text", ".pdf": "pdf",
}  # fmt: skip
_KNOWN = ".docx, .md, .tex, .html, .txt or .pdf"
_NAMED: dict[Format, str] = {
    "docx": "a Word document (.docx)", "markdown": "Markdown in UTF-8", "latex": "LaTeX in UTF-8", "html": "HTML in UTF-8",
    "text": "plain text in UTF-8", "pdf": "a PDF file",
}  # fmt: skip


def read_manuscript(path: str | Path, format: Format | None = None) -> Manuscript:
    """The manuscript in a file; ``format`` is that of its name's ending unless it is given.

    Raises :class:`ManuscriptError` (one line: file, where, what was expected) when the file cannot be read, is not what its
    name says, or has no text.
    """
    path = Path(path)
    name = str(path)
    format = format or SUFFIXES.get(path.suffix.lower())
    if format is None:
        raise ManuscriptError("the format of this file is not known by its name", name=name, expected=_KNOWN)
    try:
        data = path.read_bytes()
    except IsADirectoryError:
        raise ManuscriptError("this is a folder", name=name, expected="a file") from None
    except OSError as error:
        raise ManuscriptError(error.strerror or str(error), name=name) from None
    if not data:
        raise ManuscriptError("the file is empty", name=name, expected=_NAMED[format])
    manuscript = _read(path, name, data, format)
    if not manuscript.blocks:
        raise ManuscriptError("there is no text in this file", name=name)
    return manuscript


def _read(path: Path, name: str, data: bytes, format: Format) -> Manuscript:
    if format == "docx":
        from .docx import read_docx

        return read_docx(path, data)
    if format == "pdf":
        from .pdf import read_pdf

        return read_pdf(path, data)
    source = _decoded(data, name, format)
    if format == "markdown":
        from .markdown import read_markdown

        return read_markdown(path, source)
    if format == "latex":
        from .latex import read_latex

        return read_latex(path, source)
    if format == "html":
        from .html import read_html

        return read_html(path, source)
    from .plain import read_plain

    return read_plain(path, source)


def _decoded(data: bytes, name: str, format: Format) -> str:
    try:
        return decode(data, name)[0]
    except PageError as error:
        expected = _NAMED[format] if error.expected else None
        raise ManuscriptError(error.problem, name=name, line=error.line, expected=expected) from None
