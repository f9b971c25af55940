"""Documents made in a line, for tests of what happens between two versions."""

from __future__ import annotations

import random

from provenance import Document, LayerText, Marker, Segment, Source
from provenance.documents import LETTERS, Kind

Text = str | dict[str, str]


def document(*texts: Text, ids: tuple[str, ...] = (), markers: dict[int, tuple[int, int]] | None = None) -> Document:
    """A document of paragraphs; ``# …`` is a heading, a mapping gives several layers, ``ids`` replace the running numbers,
    ``markers`` puts (number, offset) into the text with this index."""
    segments = []
    counts: dict[str, int] = {}
    for i, text in enumerate(texts):
        layers = {"en": text} if isinstance(text, str) else text
        kind: Kind = "heading" if next(iter(layers.values())).startswith("#") else "paragraph"
        counts[kind] = counts.get(kind, 0) + 1
        own = ids[i] if ids else f"{LETTERS[kind]}{counts[kind]}"
        number, offset = (markers or {}).get(i, (0, 0))
        calls = (Marker(number=number, segment=own, layer="en", offset=offset, form=str(number)),) if number else ()
        made = {tag: LayerText.of(t, markers=calls if tag == "en" else ()) for tag, t in layers.items()}
        segments.append(Segment(id=own, kind=kind, layers=made))
    return Document(id="acts-1990", source=Source(id="acts-1990", language="en"), segments=tuple(segments))


_WORDS = (
    "harbour lantern orchard ledger ferry quarry bridge chimney meadow archive kiln granary writes carries keeps forgets paints "
    "slowly twice quietly never under before against beyond copper winter paper silent eastern broken early narrow honest"
).split()


def prose(n: int) -> str:
    """The n-th of a row of paragraphs that are nothing like each other."""
    words = random.Random(n).sample(_WORDS, 14)
    return f"{' '.join(words).capitalize()}; the copy shall be kept."
