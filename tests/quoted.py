"""Small documents for quotation tests, made from a text with its fused note digits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from provenance import Document, LayerText, Marker, Segment, Source


def document(*paragraphs: str, language: str = "en", markers: Sequence[int] = (), identity: str = "x") -> Document:
    """A document of these paragraphs; the digits of ``markers`` are taken out where they stand behind a mark or word."""
    left = list(markers)
    segments = []
    for i, paragraph in enumerate(paragraphs, 1):
        text, found, at = "", [], 0
        while left and (m := re.compile(rf"(?<=[\w.,%”]){left[0]}(?=\s|$)").search(paragraph, at)):
            text += paragraph[at : m.start()]
            found.append(Marker(number=left[0], segment=f"p{i}", layer=language, offset=len(text), form=str(left.pop(0))))
            at = m.end()
        layer = LayerText.of(text + paragraph[at:], markers=tuple(found))
        segments.append(Segment(id=f"p{i}", kind="paragraph", layers={language: layer}))
    return Document(id=identity, source=Source(id=identity, language=language), segments=tuple(segments))


def marked_document(paragraph: str, language: str = "en") -> Document:
    """A document of one paragraph in which ``{12}`` stands for the call of note 12."""
    text, found = "", []
    for piece in re.split(r"(\{\d+\})", paragraph):
        if piece.startswith("{"):
            found.append(Marker(number=int(piece[1:-1]), segment="p1", layer=language, offset=len(text), form=piece[1:-1]))
        else:
            text += piece
    layer = LayerText.of(text, markers=tuple(found))
    segment = Segment(id="p1", kind="paragraph", layers={language: layer})
    return Document(id="x", source=Source(id="x", language=language), segments=(segment,))
