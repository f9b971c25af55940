"""The versions of a held document: what changed between them, and where an older anchor leads now."""

from __future__ import annotations

import itertools

from provenance import Anchor, Document, Edition, UnknownAnchor, resolve
from provenance.lineage import written
from provenance.reanchoring import Followed, Reanchoring, changes
from provenance.reanchoring import follow as follow_between
from provenance.revisions import revisions

from .errors import LibraryError
from .library import Library


def history(library: Library, identity: str) -> tuple[Reanchoring, ...]:
    """The steps from each held version of a document to the next, the oldest first; none where one version is held.

    Raises :class:`~corpus.errors.LibraryError` when nothing is held under this id.
    """
    library.open(identity)
    versions = library.versions(identity)
    used = [[s.id for s in version.segments] for version in versions]
    return tuple(
        changes(old, new, itertools.chain.from_iterable(used[:n])) for n, (old, new) in enumerate(itertools.pairwise(versions))
    )


def lineage_of_versions(library: Library, identity: str, form: str) -> str:
    """How the held versions of a document follow one another, as PROV in ``prov-json``, ``prov-n`` or ``turtle``.

    Raises :class:`~corpus.errors.LibraryError` where only one version is held, and :class:`provenance.ProvenanceError` for
    another form.
    """
    steps = history(library, identity)
    if not steps:
        raise LibraryError(f"one version of {identity!r} is held: nothing follows from it yet; a segment has a lineage of words")
    return written(revisions(steps), form)


def follow(library: Library, anchor: str | Anchor) -> Followed:
    """Where an anchor leads in the newest version; with ``v=`` it is the one of that version, else of the newest that has it.

    A version that is not held gives ``stale-version`` without a diff: the old words are not here. Raises
    :class:`UnknownAnchor` for a segment that no version has.
    """
    parsed = Anchor.parse(anchor) if isinstance(anchor, str) else anchor
    if parsed.segment is None:
        raise UnknownAnchor(f"{parsed} names a whole document; a segment such as {parsed.work}/p1 is needed here")
    holding = library.holding(parsed.work)
    newest = holding.document if isinstance(holding, Edition) else holding
    versions = [newest, *reversed(library.versions(parsed.work)[:-1])]
    having = [v for v in versions if any(s.id == parsed.segment for s in v.segments)]
    if not having:
        # the message names the nearest segments
        resolve(newest, parsed)
    old = next((v for v in having if _has_version(v, parsed)), None)
    if old is None:
        return Followed(outcome="stale-version", anchor=parsed)
    return follow_between(resolve(old, parsed), changes(old, newest))


def _has_version(document: Document, anchor: Anchor) -> bool:
    found = resolve(document, anchor.model_copy(update={"span": None, "marker": None}))
    layer = document.segment(found.segment or "").layers[found.layer or ""]
    return layer.version.startswith(anchor.version or "")
