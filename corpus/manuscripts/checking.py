"""Every quotation of a manuscript judged, with the citation it should carry.

What counts as a quotation is decided in :mod:`corpus.manuscripts.finding`, whether it holds in :mod:`provenance`; here the
two meet. A place that the manuscript claims is part of the judgement: true words cited to a wrong place are not faithful.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from provenance import Anchor, Document, Edition, Quotation, UnknownAnchor, verify
from provenance.quotations import Flag

from ..errors import LibraryError
from .claims import Works
from .finding import find_quotations
from .model import Checked, Claim, Manuscript, Passed, Quoted, Report

if TYPE_CHECKING:
    from references.citations import Citable

    from ..library import Library

#: Told after each quotation: how many are judged, and how many there are.
Progress = Callable[[int, int], None]


def check(
    manuscript: Manuscript,
    library: Library,
    within: str | None = None,
    style: str | Path = "chicago",
    locale: str = "en-US",
    progress: Progress | None = None,
) -> Report:
    """Find every quotation of a manuscript and judge it; see :func:`judge` for what goes in and is raised."""
    found, passed = find_quotations(manuscript, Works(library.sources()))
    return judge(manuscript, found, passed, library, within, style, locale, progress)


def judge(
    manuscript: Manuscript,
    found: Sequence[Quoted],
    passed: Sequence[Passed],
    library: Library,
    within: str | None = None,
    style: str | Path = "chicago",
    locale: str = "en-US",
    progress: Progress | None = None,
) -> Report:
    """The report on quotations that were found already.

    ``within``: the id of the one document to look in. ``style`` and ``locale`` are those of the manuscript's citations, which
    are rendered together and in order, so that a second mention is short and "ibid." stands where the style wants it.

    Raises :class:`corpus.LibraryError` for an unknown document and :class:`references.CitationError` for an unknown style,
    both before anything is judged.
    """
    import references

    references.resolve_style(style)
    if within is not None:
        library.holding(within)
    judged = []
    for number, quoted in enumerate(found, 1):
        judged.append(_judged(quoted, library, within))
        if progress:
            progress(number, len(found))
    citations = _citations(found, judged, library, style, locale)
    checked = tuple(Checked(*parts) for parts in zip(found, judged, citations, strict=True))
    counts = Counter(q.verdict for q in judged) + Counter("faithful" if q.faithful else "unfaithful" for q in judged)
    return Report(manuscript, checked, tuple(passed), counts + Counter({"passed": len(passed)}))


def _judged(quoted: Quoted, library: Library, within: str | None) -> Quotation:
    """One quotation, against the place it claims where it claims one that is there."""
    claimed = quoted.claim.anchor if quoted.claim else None
    missing = _missing(claimed, library) if claimed else None
    if claimed is None or missing is None:
        q = library.verify(quoted.text, within, claimed)
    else:
        # the claim names no place at all, so wherever the words are, they are elsewhere
        q = library.verify(quoted.text, within)
        flags: tuple[Flag, ...] = ("wrong-location", *q.flags) if q.matches else q.flags
        q = q.model_copy(update={"flags": flags, "notes": (*q.notes, missing)})
    if q.faithful or claimed is None or within not in (None, claimed.work):
        return q
    return _as_cited(quoted.text, claimed, library) or q


def _as_cited(text: str, claimed: Anchor, library: Library) -> Quotation | None:
    """The judgement on the very version that an anchor with ``v=`` names, where that is held and the quotation holds there."""
    if claimed.version is None or claimed.layer is None:
        return None
    try:
        holding = library.holding_for(claimed)
    except (LibraryError, UnknownAnchor):
        return None
    if isinstance(holding, Edition) or holding == library.holding(claimed.work):
        return None
    q = verify(text, [holding], claimed)
    if not q.faithful:
        return None
    flags = tuple(dict.fromkeys((*q.flags, "stale-version")))
    note = "these are the words of the version that is cited; the source has changed since"
    return q.model_copy(update={"flags": flags, "notes": (*q.notes, note)})


def _missing(claimed: Anchor, library: Library) -> str | None:
    """Why a claimed segment cannot be the place: its document has none of that name. None where it can be."""
    try:
        document = _document(library, claimed)
        if claimed.segment:
            document.segment(claimed.segment)
    except (LibraryError, UnknownAnchor) as error:
        return f"the place claimed is unknown: {error}"
    return None


def _document(library: Library, anchor: Anchor) -> Document:
    holding = library.holding(anchor.work)
    return holding.document if isinstance(holding, Edition) else holding


def _citations(
    found: Sequence[Quoted], judged: Sequence[Quotation], library: Library, style: str | Path, locale: str
) -> list[str | None]:
    """The citation of each quotation, None where it was found nowhere.

    A note whose quotation was found nowhere stays in the manuscript, so the work it names still counts for what "ibid." may
    mean in the note behind it.
    """
    import references

    things: list[Citable] = []
    places: list[int | None] = []
    for quoted, q in zip(found, judged, strict=True):
        if q.matches:
            places.append(len(things))
            things.append(q)
            continue
        places.append(None)
        if cited := _named(quoted.claim, library):
            things.append(cited)
    made = references.cite_all(things, style=style, locale=locale).citations
    return [None if i is None else made[i].text for i in places]


def _named(claim: Claim | None, library: Library) -> Citable | None:
    """What a claim cites, as far as it is known here."""
    if claim is None or claim.anchor is None or _missing(claim.anchor, library):
        return None
    document = _document(library, claim.anchor)
    if claim.anchor.segment is None:
        return document
    return document, claim.anchor.model_copy(update={"marker": None, "layer": None})
