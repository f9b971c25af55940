"""A person's documents with their words: one SQLite file, and beside it an index once there is much in it.

Every version of a document is kept, so that an anchor with ``v=`` still finds the words it was made for. What a quotation is
judged by is always the words in the SQLite file; the index only says where to look.
"""

from __future__ import annotations

import functools
import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from provenance import Anchor, Document, Edition, Holding, Match, Quotation, Source, UnknownAnchor, verify
from provenance.documents import nearest_ids
from provenance.passages import passages
from provenance.patterns import Words
from provenance.quotations import FAITHFUL

from . import shipped
from .errors import LibraryError, MissingRun
from .parts import Parts, judged
from .storage import LibraryFile

if TYPE_CHECKING:
    from .candidates import Candidates
    from .index.runs import Run
    from .index.search import Place
    from .index.store import Progress

_T = TypeVar("_T")
#: Places that :meth:`Library.find` gives.
MOST_FOUND = 50
#: How often a lookup begins anew because another process has merged files of the index under it.
_TRIES = 5


@dataclass(frozen=True)
class Added:
    """What :meth:`Library.add` did: the document as it is held now, and whether that is new."""

    document: Document
    status: Literal["added", "unchanged", "updated"]
    differs_from_edition: tuple[str, ...] | None = None
    """Places whose text is not that of the shipped edition with this id; None where there is no such edition."""


class Library:
    """The documents in one file, and beside them the editions that come with the package."""

    def __init__(self, path: str | Path) -> None:
        """``path``: the file; it is made at the first :meth:`add`. Raises :class:`LibraryError` when it is no library."""
        self.path = Path(path)
        if self.path.is_dir():
            self.path = self.path / "library.sqlite3"
        self._file = LibraryFile(self.path)

    def add(self, document: Document, *, exact_id: bool = False) -> Added:
        """Keep a document; its id and segment ids may change to those it is known by.

        The same text again changes nothing. A changed text of the same work becomes the newest version, in which segments
        that are the same keep their ids (:func:`provenance.reanchor`). Another work with the same id gets a letter behind it
        (``cao-2023b``), or with ``exact_id`` raises :class:`LibraryError`.
        """
        with self._file.writing() as db:
            added = self._add(db, document, exact_id)
            self._file.index.catch_up(db)
            return added

    def add_all(self, documents: Iterable[Document], progress: Progress | None = None) -> int:
        """Keep many documents as :meth:`add` does, all or none; how many are new or have changed.

        ``documents`` may be a generator: one is in memory at a time. ``progress`` is told while they are indexed, after each:
        how many are done, and how many there are.
        """
        with self._file.writing() as db:
            changed = sum(self._add(db, document, False).status != "unchanged" for document in documents)
            self._file.index.catch_up(db, progress)
            return changed

    def _add(self, db: sqlite3.Connection, document: Document, exact_id: bool) -> Added:
        from provenance.reanchoring import carry_ids

        document = self._identified(db, document, exact_id)
        held = self._newest(db, document.id) is not None
        editions = [shipped.edition(document.id).document] if document.id in shipped.edition_ids() else []
        # a removed document's ids are not given again either, except to the same segments
        past = [*self._versions(db, document.id), *self._removed(db, document.id), *editions]
        if past:
            document = carry_ids(past[0], document, past[1:])
        number = self._next_number(db, document.id)
        version = document_version(document)
        old = db.execute("SELECT number FROM documents WHERE id = ? AND version = ?", (document.id, version)).fetchone()
        text = document.model_dump_json(exclude_defaults=True)
        if old and old[0] == number - 1:
            kept = self._load(db, document.id, version)
            if _but_capture(kept) == _but_capture(document):
                return Added(kept, "unchanged", _against_edition(document))
            # the same words with another record or other markers: no version of its own
            db.execute(
                "UPDATE documents SET title = ?, json = ? WHERE id = ? AND version = ?",
                (document.title, text, document.id, version),
            )
            return Added(document, "updated", _against_edition(document))
        # a text that comes back after another one is the newest again
        db.execute(
            "INSERT OR REPLACE INTO documents (id, version, number, title, json) VALUES (?, ?, ?, ?, ?)",
            (document.id, version, number, document.title, text),
        )
        self._file.index.enter(db, document.id, version, len(text))
        return Added(document, "updated" if held else "added", _against_edition(document))

    def remove(self, identity: str) -> None:
        """Take a document out, with all its versions and words. Raises :class:`LibraryError` when it is not held.

        A tombstone stays (structure and hashes, no words), so that its id and its segments' ids never mean anything else; the
        same work, added again, gets them back.
        """
        if not self._file.exists():
            raise LibraryError(f"no document {identity!r} is held here")
        with self._file.writing() as db:
            rows = db.execute("SELECT number, json FROM documents WHERE id = ?", (identity,)).fetchall()
            if not rows:
                raise LibraryError(f"no document {identity!r} is held here")
            for number, text in rows:
                bare = Document.model_validate_json(text).without_words().model_dump_json(exclude_defaults=True)
                db.execute("INSERT INTO removed (id, number, json) VALUES (?, ?, ?)", (identity, number, bare))
            db.execute("DELETE FROM documents WHERE id = ?", (identity,))
            self._file.index.leave(db, identity)

    def reindex(self, progress: Progress | None = None) -> None:
        """Build the index anew from the words that are held: after damage, or to make one run of many.

        ``progress`` is told after each document: how many are done, and how many there are.
        """
        if self._file.exists():
            with self._file.writing() as db:
                self._file.index.rebuild(db, progress)

    def check_index(self) -> int:
        """Read the whole index and compare its checksums; how many files it has (0: none is needed yet).

        Raises :class:`LibraryError` naming the first file that is not as it was written.
        """
        if not self._file.exists():
            return 0
        with self._file.reading() as db:
            runs = self._file.index.runs(db)
            for run in runs:
                run.check()
            return len(runs)

    def ids(self) -> tuple[str, ...]:
        """The ids of the documents whose words are held, sorted."""
        if not self._file.exists():
            return ()
        with self._file.reading() as db:
            return tuple(row[0] for row in db.execute("SELECT DISTINCT id FROM documents ORDER BY id"))

    def titles(self) -> dict[str, str]:
        """id → title of everything held and shipped, held first."""
        out: dict[str, str] = {}
        if self._file.exists():
            with self._file.reading() as db:
                query = "SELECT id, title FROM documents AS d WHERE number = (SELECT max(number) FROM documents WHERE id = d.id)"
                out.update(db.execute(query + " ORDER BY id").fetchall())
        for i in shipped.edition_ids():
            out.setdefault(i, shipped.edition(i).document.title)
        return out

    def sources(self) -> dict[str, Source]:
        """id → bibliographic record of everything held and shipped, held first; no words are read for it."""
        out: dict[str, Source] = {}
        if self._file.exists():
            with self._file.reading() as db:
                query = "SELECT id, json_extract(json, '$.source') FROM documents AS d"
                query += " WHERE number = (SELECT max(number) FROM documents WHERE id = d.id) ORDER BY id"
                out.update((identity, Source.model_validate_json(record)) for identity, record in db.execute(query))
        for i in shipped.edition_ids():
            out.setdefault(i, shipped.edition(i).document.source)
        return out

    def open(self, identity: str) -> Document:
        """The newest version of a held document. Raises :class:`LibraryError` with the nearest ids."""
        holding = self.holding(identity)
        if isinstance(holding, Edition):
            raise LibraryError(f"the words of {identity!r} are not held: add a copy of its page (pinquote add PAGE)")
        return holding

    def holding(self, identity: str) -> Holding:
        """The document, or the shipped edition where its words are not held."""
        if self._file.exists():
            with self._file.reading() as db:
                if document := self._newest(db, identity):
                    return document
        if identity in shipped.edition_ids():
            return shipped.edition(identity)
        known = list(dict.fromkeys([*self.ids(), *shipped.edition_ids()]))
        nearest = nearest_ids(identity, known) or known[:3]
        raise LibraryError(f"no document {identity!r} here" + (f"; nearest: {', '.join(nearest)}" if nearest else ""))

    def versions(self, identity: str) -> tuple[Document, ...]:
        """Every version of a held document, the oldest first; none where nothing is held."""
        if not self._file.exists():
            return ()
        with self._file.reading() as db:
            return tuple(reversed(self._versions(db, identity)))

    def holding_for(self, anchor: Anchor) -> Holding:
        """The document an anchor belongs to: with ``v=`` the newest version in which that segment has that text.

        Raises :class:`UnknownAnchor` for a segment that only older versions have, unless ``v=`` names the words.
        """
        holding = self.holding(anchor.work)
        if anchor.segment is None or isinstance(holding, Edition):
            return holding
        if _has(holding, anchor):
            return holding
        for document in reversed(self.versions(anchor.work)[:-1]):
            if _has(document, anchor) and anchor.version is None:
                raise UnknownAnchor(
                    f"{anchor.place} is not in the newest version of {anchor.work} any more (pinquote follow {anchor.place})"
                )
            if _has(document, anchor):
                return document
        return holding

    def holdings(self, within: str | None = None) -> Iterator[Holding]:
        """Everything that can be quoted: held documents, then shipped editions whose words are not held; or just one."""
        if within is not None:
            yield self.holding(within)
            return
        held = self.ids()
        for i in held:
            yield self.open(i)
        for i in shipped.edition_ids():
            if i not in held:
                yield shipped.edition(i)

    def verify(self, text: str, within: str | None = None, claimed: Anchor | None = None) -> Quotation:
        """Judge a quotation against everything held and shipped, or one document; see :func:`provenance.verify`.

        With an index only those documents are judged where the words may stand; the answer is that of judging all. Where the
        words stand in more than a thousand documents the first thousand are judged, and a note says so. Of words that stand
        nowhere the nearest place is sure to be seen when it shares 19 letters (7 Chinese characters) in a row with them.
        """
        if within is None and any(c.isalnum() for c in text):
            found = self._looking(lambda db, runs: self._verify(db, runs, text, claimed))
            if found is not None:
                return found
        return verify(text, self.holdings(within), claimed)

    def parts(self, text: str, claimed: Anchor | None = None, near: bool = False) -> Parts:
        """What has to be judged here to know where ``text`` stands; ``near``: also what looks like it, wherever it stands.

        This is for judging the parts of more libraries together (:mod:`corpus.cluster`); see :meth:`verify` for one.
        """
        found = self._looking(lambda db, runs: self._parts(db, runs, text, claimed, self._standing(runs, text), near))
        if found is not None:
            return found
        held = self.ids()
        return Parts(tuple(self.open(i) for i in held), frozenset(held).intersection(shipped.edition_ids()))

    def find(self, text: str, within: str | None = None) -> tuple[Match, ...]:
        """The places in held documents where these words stand, up to typography; at most fifty."""
        standing: Sequence[Document] | None = None
        if within is None and any(c.isalnum() for c in text):
            parts = self._looking(lambda db, runs: self._parts(db, runs, text, None, self._standing(runs, text), near=False))
            standing = parts.documents if parts else None
        found: list[Match] = []
        for holding in self.holdings(within) if standing is None else standing:
            if isinstance(holding, Edition):
                continue
            if len(found) >= MOST_FOUND:
                break
            for layer in holding.layers:
                if any(p.find(Words(text)) for p in passages(holding, layer)):
                    found += verify(text, [holding]).matches
                    break
        return tuple(found[:MOST_FOUND])

    def _looking(self, look: Callable[[sqlite3.Connection, list[Run]], _T]) -> _T | None:
        """What ``look`` makes of one state of the library; None where it has no index (yet).

        Files that a state names can have been merged by another process before they are opened here; then a newer state names
        others.
        """
        for left in reversed(range(_TRIES)):
            if not self._file.exists():
                return None
            with self._file.looking() as db:
                try:
                    runs = self._file.index.runs(db)
                except MissingRun:
                    if not left:
                        raise
                    continue
                return look(db, runs) if runs else None
        return None

    def _verify(self, db: sqlite3.Connection, runs: list[Run], text: str, claimed: Anchor | None) -> Quotation:
        places = self._standing(runs, text)
        standing = self._parts(db, runs, text, claimed, places, near=False)
        if standing.documents:
            found = judged(text, [standing], claimed)
            if found.verdict in FAITHFUL:
                return found
        return judged(text, [self._parts(db, runs, text, claimed, places, near=True)], claimed)

    @functools.cached_property
    def _candidates(self) -> Candidates:
        from .candidates import Candidates

        return Candidates()

    def _standing(self, runs: list[Run], text: str) -> list[Place]:
        from .candidates import standing

        return standing(runs, text)

    def _parts(
        self, db: sqlite3.Connection, runs: list[Run], text: str, claimed: Anchor | None, places: list[Place], near: bool
    ) -> Parts:
        from . import candidates

        if near:
            places = [*places, *candidates.alike(db, runs, text)]
        documents, more = self._candidates.excerpts(db, places, text)
        if near and not documents:
            documents = self._candidates.any(db, runs, text)
        whole = self._newest(db, claimed.work) if claimed else None
        if whole:
            documents = [*(d for d in documents if d.id != whole.id), whole]
        named = json.dumps(shipped.edition_ids())
        held = db.execute("SELECT id FROM entries WHERE id IN (SELECT value FROM json_each(?))", (named,)).fetchall()
        return Parts(tuple(documents), frozenset(row[0] for row in held), more)

    def _identified(self, db: sqlite3.Connection, document: Document, exact_id: bool) -> Document:
        """The document under the id it will have: that of the work where it is known, of a removed one too."""
        for letter in ["", *"bcdefghijklmnopqrstuvwxyz"]:
            identity = document.id + letter
            other = self._newest(db, identity) or next(iter(self._removed(db, identity)), None)
            if other is None and identity in shipped.edition_ids():
                other = shipped.edition(identity).document
            if other is None or is_same_work(other, document):
                source = document.source.model_copy(update={"id": identity})
                return document.model_copy(update={"id": identity, "source": source})
            if exact_id:
                raise LibraryError(f"the id {identity!r} is taken by another document: {other.title}")
        raise LibraryError(f"all ids from {document.id!r} to {document.id + 'z'!r} are taken; name one with --id")

    def _load(self, db: sqlite3.Connection, identity: str, version: str) -> Document:
        row = db.execute("SELECT json FROM documents WHERE id = ? AND version = ?", (identity, version)).fetchone()
        return Document.model_validate_json(row[0])

    def _newest(self, db: sqlite3.Connection, identity: str) -> Document | None:
        row = db.execute("SELECT json FROM documents WHERE id = ? ORDER BY number DESC LIMIT 1", (identity,)).fetchone()
        return _document(row[0]) if row else None

    def _next_number(self, db: sqlite3.Connection, identity: str) -> int:
        rows = [db.execute(f"SELECT max(number) FROM {t} WHERE id = ?", (identity,)).fetchone() for t in ("documents", "removed")]
        return max((number + 1 for (number,) in rows if number is not None), default=0)

    def _versions(self, db: sqlite3.Connection, identity: str) -> list[Document]:
        """Every version that is kept, the newest first."""
        rows = db.execute("SELECT json FROM documents WHERE id = ? ORDER BY number DESC", (identity,)).fetchall()
        return [Document.model_validate_json(row[0]) for row in rows]

    def _removed(self, db: sqlite3.Connection, identity: str) -> list[Document]:
        """What is left of the removed versions of a document, the newest first."""
        rows = db.execute("SELECT json FROM removed WHERE id = ? ORDER BY number DESC", (identity,)).fetchall()
        return [Document.model_validate_json(row[0]) for row in rows]


@functools.lru_cache(maxsize=8)
def _document(stored: str) -> Document:
    """A document of its JSON. A manuscript asks for one again and again, and to make it takes long."""
    return Document.model_validate_json(stored)


def _has(document: Document, anchor: Anchor) -> bool:
    """Whether the document has the anchor's segment, with ``v=`` in that version."""
    segment = next((s for s in document.segments if s.id == anchor.segment), None)
    return segment is not None and any(t.version.startswith(anchor.version or "") for t in segment.layers.values())


def document_version(document: Document) -> str:
    """One version string for the whole document: a hash over its segments' ids and text versions (not over the capture, so
    that the same text from another file is the same version)."""
    parts = [f"{s.id}@{tag}={t.version}" for s, tag, t in document.texts()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _but_capture(document: Document) -> Document:
    """A document without the file it was read from and where in it its words and markers stood."""
    segments = tuple(
        s.model_copy(
            update={
                "layers": {
                    tag: t.model_copy(
                        update={
                            "runs": (),
                            "markers": tuple(m.model_copy(update={"byte_start": None, "byte_end": None}) for m in t.markers),
                        }
                    )
                    for tag, t in s.layers.items()
                }
            }
        )
        for s in document.segments
    )
    return document.model_copy(update={"capture": None, "segments": segments})


def is_same_work(one: Document, other: Document) -> bool:
    """Whether two documents under one id are versions of one work: the same title, or half their texts in common."""
    if one.title.casefold() == other.title.casefold():
        return True
    ours, theirs = ({t.version for _, _, t in d.texts()} for d in (one, other))
    return 2 * len(ours & theirs) >= min(len(ours), len(theirs))


def _against_edition(document: Document) -> tuple[str, ...] | None:
    if document.id not in shipped.edition_ids():
        return None
    return shipped.edition(document.id).agrees_with(document)


def default_path() -> Path:
    """Where the library is unless ``--library`` or ``PINQUOTE_LIBRARY`` says otherwise: the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("pinquote", appauthor=False) / "library.sqlite3"
