"""``annotate`` and ``locate``: anchors as W3C Web Annotations, and annotations back to anchors."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

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
        versions = _versions(books, within) if within else _named(books, annotated_source(data), file)
        document, found = _located(data, versions)
    except NotLocated as error:
        if json:
            output.as_json({"anchor": None, "text": None, "note": str(error)})
        else:
            output.fields([("not located", str(error))])
        return 1
    except ProvenanceError as error:
        raise CorpusError(f"{_name(file)}: {error}") from None
    note = None
    if document is not versions[0]:
        note = f"in an older version of {document.id} (pinquote follow says where it leads now)"
    layer = document.segment(found.segment).layers[found.layer or ""] if found.segment else None
    text = layer.text[slice(*found.span)] if layer and layer.text and found.span else layer.text if layer else None
    if json:
        output.as_json({"anchor": str(found), "text": text, "note": note})
    else:
        output.fields([("anchor", str(found)), ("text", text), ("note", note)])
    return 0


def _located(data: Mapping[str, Any], versions: Sequence[Document]) -> tuple[Document, Anchor]:
    """The version for which the annotation was made, else the newest in which its words stand, and their anchor; raises as the
    newest does where none has them."""
    from provenance.annotations import is_made_for

    refused: NotLocated | None = None
    for document in sorted(versions, key=lambda version: not is_made_for(data, version)):
        try:
            return document, from_annotation(data, document)
        except NotLocated as error:
            refused = refused or error
    raise refused or NotLocated("no version is held")


def _versions(books: Library, identity: str) -> list[Document]:
    """The versions of a document, the newest first."""
    return [_document(books, Anchor(work=identity)), *reversed(books.versions(identity)[:-1])]


def _document(books: Library, wanted: Anchor) -> Document:
    holding = books.holding_for(wanted)
    return holding.document if isinstance(holding, Edition) else holding


def _text(file: str) -> str:
    data = sys.stdin.buffer.read(_MOST_BYTES + 1) if file == "-" else Path(file).read_bytes()
    if len(data) > _MOST_BYTES:
        raise CorpusError(f"{_name(file)}: longer than {_MOST_BYTES} bytes; expected one Web Annotation")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{_name(file)}: byte {error.start} is no UTF-8; expected a Web Annotation as JSON") from None


def _name(file: str) -> str:
    return "standard input" if file == "-" else file


def _named(books: Library, source: str | None, file: str) -> list[Document]:
    """The versions of the document that the annotation's source names, by its page, by the hash of a file it was read from, or
    by its id."""
    from provenance.annotations import source_iris

    newest = [h.document if isinstance(h, Edition) else h for h in books.holdings()]
    for document in newest:
        if source in source_iris(document):
            return _versions(books, document.id)
    for document in newest:
        versions = _versions(books, document.id)
        if any(source in source_iris(version) for version in versions[1:]):
            return versions
    said = f"no document here has the source {source}" if source else "the annotation names no source"
    raise CorpusError(f"{_name(file)}: {said}; name the document with --in ID")
