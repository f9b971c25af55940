"""A person's documents with their words: one SQLite file.

Every version of a document is kept, so that an anchor with ``v=`` still finds the words it was made for. Writing happens in
one immediate transaction with a rollback journal: two processes that add at once take turns, and one that is killed in the
middle leaves the library as it was (sqlite.org, "Atomic Commit In SQLite").
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from provenance import Anchor, Document, Edition, Holding, Match, Quotation, Source, UnknownAnchor, verify
from provenance.documents import nearest_ids
from provenance.passages import Words, passages

from . import shipped
from .errors import LibraryError

#: The layout of the file; a library of a higher number was written by a later version of the package.
FORMAT = 1
#: How long a process waits for another one that is writing, in seconds.
_PATIENCE = 60.0
_SCHEMA = """
CREATE TABLE documents (
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE INDEX newest ON documents (id, number);
"""
_MOST_FOUND = 50


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
        if self.path.exists():
            with self._connection():
                pass

    def add(self, document: Document, *, exact_id: bool = False) -> Added:
        """Keep a document; its id and segment ids may change to those it is known by.

        The same text again changes nothing. A changed text of the same work becomes the newest version, in which segments
        that are the same keep their ids (:func:`provenance.reanchor`). Another work with the same id gets a letter behind it
        (``cao-2023b``), or with ``exact_id`` raises :class:`LibraryError`.
        """
        from provenance import reanchor

        with self._connection(write=True) as db:
            document, known = self._identified(db, document, exact_id)
            if known is None and document.id in shipped.edition_ids():
                document = reanchor(shipped.edition(document.id).document, document).new
            status: Literal["added", "unchanged", "updated"] = "added"
            number = 0
            if known is not None:
                editions = [shipped.edition(document.id).document] if document.id in shipped.edition_ids() else []
                document = reanchor(known, document, [*self._versions(db, document.id)[1:], *editions]).new
                number = self._newest_number(db, document.id) + 1
                status = "updated"
            version = document_version(document)
            old = db.execute("SELECT number FROM documents WHERE id = ? AND version = ?", (document.id, version)).fetchone()
            if old and old[0] == number - 1:
                return Added(self._load(db, document.id, version), "unchanged", _against_edition(document))
            # a text that comes back after another one is the newest again
            db.execute(
                "INSERT OR REPLACE INTO documents (id, version, number, title, json) VALUES (?, ?, ?, ?, ?)",
                (document.id, version, number, document.title, document.model_dump_json(exclude_defaults=True)),
            )
            return Added(document, status, _against_edition(document))

    def ids(self) -> tuple[str, ...]:
        """The ids of the documents whose words are held, sorted."""
        if not self.path.exists():
            return ()
        with self._connection() as db:
            return tuple(row[0] for row in db.execute("SELECT DISTINCT id FROM documents ORDER BY id"))

    def titles(self) -> dict[str, str]:
        """id → title of everything held and shipped, held first."""
        out: dict[str, str] = {}
        if self.path.exists():
            with self._connection() as db:
                query = "SELECT id, title FROM documents AS d WHERE number = (SELECT max(number) FROM documents WHERE id = d.id)"
                out.update(db.execute(query + " ORDER BY id").fetchall())
        for i in shipped.edition_ids():
            out.setdefault(i, shipped.edition(i).document.title)
        return out

    def sources(self) -> dict[str, Source]:
        """id → bibliographic record of everything held and shipped, held first; no words are read for it."""
        out: dict[str, Source] = {}
        if self.path.exists():
            with self._connection() as db:
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
        if self.path.exists():
            with self._connection() as db:
                row = db.execute(
                    "SELECT version FROM documents WHERE id = ? ORDER BY number DESC LIMIT 1", (identity,)
                ).fetchone()
                if row:
                    return self._load(db, identity, row[0])
        if identity in shipped.edition_ids():
            return shipped.edition(identity)
        known = list(dict.fromkeys([*self.ids(), *shipped.edition_ids()]))
        nearest = nearest_ids(identity, known) or known[:3]
        raise LibraryError(f"no document {identity!r} here" + (f"; nearest: {', '.join(nearest)}" if nearest else ""))

    def versions(self, identity: str) -> tuple[Document, ...]:
        """Every version of a held document, the oldest first; none where nothing is held."""
        if not self.path.exists():
            return ()
        with self._connection() as db:
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
        """Judge a quotation against everything held and shipped, or one document; see :func:`provenance.verify`."""
        return verify(text, self.holdings(within), claimed)

    def find(self, text: str, within: str | None = None) -> tuple[Match, ...]:
        """The places in held documents where these words stand, up to typography; at most fifty."""
        found: list[Match] = []
        for holding in self.holdings(within):
            if isinstance(holding, Edition):
                continue
            for layer in holding.layers:
                if any(p.find(Words(text)) for p in passages(holding, layer)):
                    found += verify(text, [holding]).matches
                    break
        return tuple(found[:_MOST_FOUND])

    @contextmanager
    def _connection(self, write: bool = False) -> Iterator[sqlite3.Connection]:
        """An open database, in one transaction when writing: all or nothing."""
        if write:
            self._make_folder()
        try:
            with closing(sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)) as db:
                self._check(db, write)
                if write:
                    db.execute("PRAGMA synchronous = FULL")
                    db.execute("BEGIN IMMEDIATE")
                    try:
                        self._create(db)
                        yield db
                        db.execute("COMMIT")
                    except BaseException:
                        if db.in_transaction:
                            db.execute("ROLLBACK")
                        raise
                else:
                    yield db
        except sqlite3.OperationalError as error:
            raise LibraryError(f"{self.path}: {error}") from None
        except sqlite3.DatabaseError:
            raise LibraryError(f"{self.path}: this is no library; expected a file made by pinquote add") from None

    def _make_folder(self) -> None:
        try:
            os.makedirs(self.path.parent, exist_ok=True)
        except OSError as error:
            raise LibraryError(f"{self.path.parent}: {error.strerror}") from None

    def _check(self, db: sqlite3.Connection, write: bool) -> None:
        number = db.execute("PRAGMA user_version").fetchone()[0]
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if number > FORMAT:
            raise LibraryError(f"{self.path}: this library has format {number}; this version of pinquote reads up to {FORMAT}")
        if tables and number == 0:
            raise LibraryError(f"{self.path}: this is an SQLite database but no library")
        if not tables and not write:
            raise LibraryError(f"{self.path}: this is no library; expected a file made by pinquote add")

    def _create(self, db: sqlite3.Connection) -> None:
        if db.execute("PRAGMA user_version").fetchone()[0] == 0:
            for statement in _SCHEMA.split(";\n"):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {FORMAT}")

    def _identified(self, db: sqlite3.Connection, document: Document, exact_id: bool) -> tuple[Document, Document | None]:
        """The document under the id it will have, and its newest version where the work is already held."""
        for letter in ["", *"bcdefghijklmnopqrstuvwxyz"]:
            identity = document.id + letter
            row = db.execute("SELECT version FROM documents WHERE id = ? ORDER BY number DESC LIMIT 1", (identity,)).fetchone()
            known = self._load(db, identity, row[0]) if row else None
            other = known or (shipped.edition(identity).document if identity in shipped.edition_ids() else None)
            if other is None or is_same_work(other, document):
                source = document.source.model_copy(update={"id": identity})
                return document.model_copy(update={"id": identity, "source": source}), known
            if exact_id:
                raise LibraryError(f"the id {identity!r} is taken by another document: {other.title}")
        raise LibraryError(f"all ids from {document.id!r} to {document.id + 'z'!r} are taken; name one with --id")

    def _load(self, db: sqlite3.Connection, identity: str, version: str) -> Document:
        row = db.execute("SELECT json FROM documents WHERE id = ? AND version = ?", (identity, version)).fetchone()
        return Document.model_validate_json(row[0])

    def _newest_number(self, db: sqlite3.Connection, identity: str) -> int:
        return int(db.execute("SELECT max(number) FROM documents WHERE id = ?", (identity,)).fetchone()[0])

    def _versions(self, db: sqlite3.Connection, identity: str) -> list[Document]:
        """Every version that is kept, the newest first."""
        rows = db.execute("SELECT version FROM documents WHERE id = ? ORDER BY number DESC", (identity,)).fetchall()
        return [self._load(db, identity, version) for (version,) in rows]


def _has(document: Document, anchor: Anchor) -> bool:
    """Whether the document has the anchor's segment, with ``v=`` in that version."""
    segment = next((s for s in document.segments if s.id == anchor.segment), None)
    return segment is not None and any(t.version.startswith(anchor.version or "") for t in segment.layers.values())


def document_version(document: Document) -> str:
    """One version string for the whole document: a hash over its segments' ids and text versions (not over the capture, so
    that the same text from another file is the same version)."""
    parts = [f"{s.id}@{tag}={t.version}" for s, tag, t in document.texts()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


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
