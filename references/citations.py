"""Citations of what was quoted: a document, a paragraph, a footnote marker, in the translation or in the original."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from provenance import Anchor, Document, Model, Quotation, Source, UnknownAnchor
from provenance.documents import nearest_ids

from .csl import Processor
from .csl.engine import Formatted
from .errors import CitationError, NothingToCite
from .items import NAMES, Names, Presentation, item, presentation
from .locators import Pinpoint, pinpoint
from .styles import Style, resolve

#: What can be cited.
Citable = Quotation | Document | Source | tuple[Document, Anchor | str]
Form = Literal["full", "short", "bibliography"]
DEFAULT_STYLE = "chicago-notes-bibliography"


class Entry(Model):
    """One entry of a bibliography, in all outputs. ``id`` is the source's."""

    id: str
    text: str
    html: str
    markdown: str
    latex: str


class Citation(Model):
    """A rendered citation, in all outputs, with the bibliography entry it belongs to (None where the style gives none)."""

    text: str
    html: str
    markdown: str
    latex: str
    style: str
    """The CSL id of the style."""
    locale: str
    locator: str | None = None
    """The pinpoint by itself: ``para. 12, n. 25``."""
    source: str
    """The id of the source that is cited."""
    bibliography: Entry | None = None
    warnings: tuple[str, ...] = ()


class Citations(Model):
    """Several citations of one manuscript, in order, and its bibliography: one entry per source, whatever is pinpointed."""

    citations: tuple[Citation, ...]
    bibliography: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Target:
    """A source to cite, the translation that gives its title in English, and the place in it."""

    source: Source
    translation: Source | None = None
    place: Pinpoint | None = None


def cite(
    thing: Citable,
    style: str | Path | Style = DEFAULT_STYLE,
    locale: str | None = "en-US",
    form: Form = "full",
    *,
    names: Names | None = None,
    engine: str = "pinquote",
) -> Citation:
    """The citation of ``thing`` in ``style``.

    ``thing`` is a quotation (cited at its first place), a document, a document with an anchor (``(doc, "p12@zh!fn3")``), or a
    source. ``form``: ``full`` as at its first mention (a full note in note styles), ``short`` as at a later one,
    ``bibliography`` its entry in the list of works. ``locale`` None means the style's own. ``names`` says how a name in two
    scripts is given, whatever the style's way is: ``latin`` (Cao Ting), ``both`` (Cao Ting 曹廷), ``han`` (曹廷) or ``page``
    (曹廷 (Cao Ting)). ``engine`` is one of :data:`references.csl.ENGINES`. Words of the original are
    cited to the original, those of the publishing page (summary, takeaways) to that page.

    Raises :class:`references.errors.CitationError` and its kin, and :class:`provenance.UnknownAnchor`.
    """
    if form not in ("full", "short", "bibliography"):
        raise CitationError(f"no form is called {form!r}; known: full, short, bibliography")
    target = _target(thing)
    batch = _Batch([target], style, locale, names, engine)
    later = {"position": "subsequent"} if form == "short" else {}
    rich = batch.processor.render([[{**batch.cites[0], **later}]])[0]
    entry = batch.entries().get(target.source.id)
    if form == "bibliography":
        if entry is None:
            raise NothingToCite(f"the style {batch.processor.style.id!r} gives {target.source.id!r} no bibliography entry")
        rich = entry
    return batch.citation(0, rich, entry)


def cite_all(
    things: Sequence[Citable],
    style: str | Path | Style = DEFAULT_STYLE,
    locale: str | None = "en-US",
    *,
    names: Names | None = None,
    engine: str = "pinquote",
) -> Citations:
    """The citations of ``things`` as the notes or in-text citations of one manuscript, in order, and its bibliography."""
    if not things:
        return Citations(citations=(), bibliography=())
    batch = _Batch([_target(thing) for thing in things], style, locale, names, engine)
    rendered = batch.processor.render([[fields] for fields in batch.cites])
    entries = batch.entries()
    citations = tuple(batch.citation(i, rich, entries.get(batch.keys[i])) for i, rich in enumerate(rendered))
    return Citations(citations=citations, bibliography=tuple(_entry(key, rich) for key, rich in entries.items()))


def bibliography(
    sources: Sequence[Source],
    style: str | Path | Style = DEFAULT_STYLE,
    locale: str | None = "en-US",
    *,
    names: Names | None = None,
    engine: str = "pinquote",
) -> list[Entry]:
    """The bibliography of ``sources`` in the order of ``style``; empty in a style that has none."""
    if not sources:
        return []
    translations = {source.translation_of.id: source for source in sources if source.translation_of}
    batch = _Batch([_Target(source, translations.get(source.id)) for source in sources], style, locale, names, engine)
    return [_entry(key, rich) for key, rich in batch.entries().items()]


class _Batch:
    """Targets that are cited together, with their items and processor."""

    def __init__(
        self, targets: Sequence[_Target], style: str | Path | Style, locale: str | None, names: Names | None, engine: str
    ) -> None:
        found = resolve(style)
        shown = presentation(found, locale or found.default_locale or "en-US")
        if names is not None:
            if names not in NAMES:
                raise CitationError(f"no way to give names is called {names!r}; known: {', '.join(NAMES)}")
            shown = replace(shown, names=names)
        self.targets = targets
        self.keys, items = _items(targets, shown)
        self.processor = Processor(found, items, locale, engine=engine, keep_locators=True)
        self.cites: list[dict[str, Any]] = []
        for key, target in zip(self.keys, targets, strict=True):
            fields = target.place.fields(self.processor.term) if target.place else {}
            self.cites.append({"id": key, **fields})

    def entries(self) -> dict[str, Formatted]:
        return dict(self.processor.entries())

    def citation(self, i: int, rich: Formatted, entry: Formatted | None) -> Citation:
        place = self.targets[i].place
        return Citation(
            text=rich.text,
            html=rich.html,
            markdown=rich.markdown,
            latex=rich.latex,
            style=self.processor.style.id,
            locale=self.processor.locale,
            locator=place.text(self.processor.term) if place else None,
            source=self.keys[i],
            bibliography=_entry(self.keys[i], entry) if entry else None,
            warnings=self.processor.warnings,
        )


def _items(targets: Sequence[_Target], shown: Presentation) -> tuple[list[str], list[dict[str, Any]]]:
    """One item per source, and for each target the id of its item; two sources under one id are kept apart."""
    known: dict[str, Source] = {}
    translations: dict[str, Source] = {}
    keys = []
    for target in targets:
        key, number = target.source.id, 1
        while key in known and known[key] != target.source:
            number += 1
            key = f"{target.source.id}-{number}"
        known[key] = target.source
        if target.translation:
            translations.setdefault(key, target.translation)
        keys.append(key)
    return keys, [item(source, shown, translations.get(key), key) for key, source in known.items()]


def _entry(key: str, rich: Formatted) -> Entry:
    return Entry(id=key, text=rich.text, html=rich.html, markdown=rich.markdown, latex=rich.latex)


def _target(thing: Citable) -> _Target:
    if isinstance(thing, Source):
        return _Target(thing)
    if isinstance(thing, Document):
        return _Target(thing.source)
    if isinstance(thing, Quotation):
        return _quoted(thing)
    if isinstance(thing, tuple) and len(thing) == 2 and isinstance(thing[0], Document):
        return _anchored(thing[0], thing[1])
    raise CitationError(f"cannot cite a {type(thing).__name__}: expected a quotation, a document or a source")


def _quoted(quotation: Quotation) -> _Target:
    match = quotation.match
    if match is None:
        raise NothingToCite("the quotation was found nowhere, so there is no place to cite")
    return _Target(match.source, match.work, pinpoint(match.anchor.segment, match.anchor.marker))


def _anchored(document: Document, anchor: Anchor | str) -> _Target:
    """The source and pinpoint of an anchor in a document, which must have that segment, layer and marker."""
    found = Anchor.parse(anchor, work=document.id) if isinstance(anchor, str) else anchor
    if found.work != document.id:
        raise UnknownAnchor(f"{found} is not in {document.id}")
    if found.segment is None:
        return _Target(document.source)
    segment = document.segment(found.segment)
    layer = found.layer or _main_layer(document, list(segment.layers))
    if layer not in segment.layers:
        known = tuple(str(found.model_copy(update={"layer": tag})) for tag in segment.layers)
        raise UnknownAnchor(f"{document.id}/{segment.id} has no layer {layer!r}", known)
    numbers = [m.number for m in segment.markers if m.layer == layer or found.layer is None]
    if found.marker is not None and found.marker not in numbers:
        nearest = nearest_ids(f"fn{found.marker}", [f"fn{n}" for n in numbers])
        place = str(found.model_copy(update={"marker": None, "version": None, "span": None}))
        raise UnknownAnchor(f"{place} has no marker {found.marker}", tuple(f"{place}!{name}" for name in nearest))
    target = _Target(document.source_of(segment, layer), None, pinpoint(segment.id, found.marker))
    return replace(target, translation=document.source) if target.source != document.source else target


def _main_layer(document: Document, layers: list[str]) -> str:
    """The layer in the language of the document's own record, else the first."""
    language = (document.source.language or "").split("-")[0].lower()
    return next((tag for tag in layers if tag.split("-")[0].lower() == language), layers[0])
