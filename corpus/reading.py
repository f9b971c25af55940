"""Reading a page: which layout it has, and the document on it."""

from __future__ import annotations

import re
from pathlib import Path

from provenance import Capture, Document
from provenance.damage import examine

from . import bare, interpret, text
from .decode import decode, traced
from .errors import PageError
from .metadata import PageFacts

_HTML = re.compile(r"\s*(?:<!doctype html|<html|<head|<body|<article|<!--)", re.I)


def read(path: str | Path, identity: str | None = None) -> Document:
    """The document in a file: a page of CSIS Interpret as text or HTML, or any text with a metadata block or a title.

    ``identity`` is the document's id; without it one is made of the authors' names and the year. Raises :class:`PageError`
    (one line: file, line, what was expected) when the file cannot be read or is no such document.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except IsADirectoryError:
        raise PageError("this is a folder", name=str(path), expected="a file") from None
    except OSError as error:
        raise PageError(error.strerror or str(error), name=str(path)) from None
    return read_bytes(data, str(path), identity)


def read_bytes(data: bytes, name: str, identity: str | None = None) -> Document:
    """As :func:`read`, from the file's bytes; ``name`` is used in messages, its last part is kept in the capture."""
    content, encoding = decode(data, name)
    # a file name in another encoding cannot be kept as text
    kept_name = Path(name).name.encode("utf-8", "replace").decode()
    facts: PageFacts
    if _HTML.match(content) or name.lower().endswith((".html", ".htm", ".xhtml")):
        from . import html

        facts = html.metadata(content)
        capture = Capture.of(data, "text/html", kept_name, encoding)
        if "url" in facts:
            capture = capture.model_copy(update={"url": facts["url"]})
        blocks = html.blocks(data, content, encoding)
    else:
        capture = Capture.of(data, "text/plain", kept_name, encoding)
        whole = traced(data, content, encoding)
        if content.lstrip("\ufeff").startswith("---"):
            from . import plain

            return examine(plain.read_plain(content, data, name, identity))
        facts = {}
        blocks = text.blocks(whole)
    if not blocks:
        raise PageError("the page has no text", name=name)
    if interpret.is_interpret(blocks):
        document = interpret.read_interpret(blocks, capture, name, identity)
    else:
        document = bare.read_bare(blocks, capture, name, facts, identity)
    if "url" in facts:
        document = document.model_copy(update={"source": document.source.model_copy(update={"url": facts["url"]})})
    return examine(document)
