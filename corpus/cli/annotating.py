"""``annotate`` and ``locate``: anchors as W3C Web Annotations, and annotations back to anchors."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from provenance import Anchor, Document, Edition, NotLocated, ProvenanceError, annotate, from_annotation

from ..errors import CorpusError
from ..library import Library
from . import output
from .app import JsonOption, LibraryOption, anchor, app, library
from .quoting import AnchorArgument

_MOST_BYTES = 10_000_000


@app.command("annotate")
def annotate_command(where: AnchorArgument, library_path: LibraryOption = None) -> int:
    """Print ANCHOR as a W3C Web Annotation (JSON-LD), with selectors that other programs follow."""
    wanted = anchor(where)
    output.as_json(annotate(_document(library(library_path), wanted), wanted))
    return 0


@app.command("locate")
def locate_command(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A Web Annotation as JSON; - reads standard input.")],
    within: Annotated[
        str | None, typer.Option("--in", metavar="ID", help="The document; else the one its source names.", show_default=False)
    ] = None,
    library_path: LibraryOption = None,
    json: JsonOption = False,
) -> int:
    """Print the anchor of what the Web Annotation in FILE selects, and the words there."""
    from provenance.annotations import annotated_source, read_annotation

    books = library(library_path)
    try:
        data = read_annotation(_text(file))
        document = _document(books, Anchor(work=within)) if within else _named(books, annotated_source(data), file)
        found = from_annotation(data, document)
    except NotLocated as error:
        if json:
            output.as_json({"anchor": None, "text": None, "note": str(error)})
        else:
            output.fields([("not located", str(error))])
        return 1
    except ProvenanceError as error:
        raise CorpusError(f"{file}: {error}") from None
    layer = document.segment(found.segment).layers[found.layer or ""] if found.segment else None
    text = layer.text[slice(*found.span)] if layer and layer.text and found.span else layer.text if layer else None
    if json:
        output.as_json({"anchor": str(found), "text": text})
    else:
        output.fields([("anchor", str(found)), ("text", text)])
    return 0


def _document(books: Library, wanted: Anchor) -> Document:
    holding = books.holding_for(wanted)
    return holding.document if isinstance(holding, Edition) else holding


def _text(file: str) -> str:
    data = sys.stdin.buffer.read(_MOST_BYTES + 1) if file == "-" else Path(file).read_bytes()
    if len(data) > _MOST_BYTES:
        raise CorpusError(f"{file}: longer than {_MOST_BYTES} bytes; expected one Web Annotation")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{file}: byte {error.start} is no UTF-8; expected a Web Annotation as JSON") from None


def _named(books: Library, source: str | None, file: str) -> Document:
    """The document that the annotation's source names, by its page, its file's hash or its id."""
    from provenance.annotations import source_iris

    for holding in books.holdings():
        document = holding.document if isinstance(holding, Edition) else holding
        if source in source_iris(document):
            return document
    said = f"no document here has the source {source}" if source else "the annotation names no source"
    raise CorpusError(f"{file}: {said}; name the document with --in ID")
