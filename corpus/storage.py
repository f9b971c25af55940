"""The library's file: an SQLite database, its layout, and transactions that do all or nothing.

Writing happens in one immediate transaction with a write-ahead log: two processes that add at once take turns, readers see the
state before or after and never wait, and one that is killed in the middle leaves the library as it was (sqlite.org,
"Write-Ahead Logging").
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from .errors import LibraryError
from .index import store

#: The layout of the file; a library of a higher number was written by a later version of the package.
FORMAT = 2
#: How long a process waits for another one that is writing, in seconds.
_PATIENCE = 60.0
_SCHEMA = (
    "CREATE TABLE documents (id TEXT NOT NULL, version TEXT NOT NULL, number INTEGER NOT NULL, title TEXT NOT NULL,"
    " json TEXT NOT NULL, PRIMARY KEY (id, version))",
    "CREATE INDEX newest ON documents (id, number)",
)
#: Since format 2: the index, and what is left of the versions of removed documents: everything but the words.
_SCHEMA_2 = (
    *store.SCHEMA,
    "CREATE TABLE removed (id TEXT NOT NULL, number INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY (id, number))",
)
_ENTER_ALL = (
    "INSERT INTO entries (id, version, size) SELECT id, version, length(json) FROM documents AS d"
    " WHERE number = (SELECT max(number) FROM documents WHERE id = d.id) ORDER BY id"
)


class _Kept:
    """A connection to a file that is known by process, device and number; closed when nobody has it any more."""

    def __init__(self, file: tuple[int, int, int], db: sqlite3.Connection) -> None:
        self.file = file
        self.db = db

    def __del__(self) -> None:
        self.db.close()


class LibraryFile:
    """One library's file and its index. Opening it brings a file of an older format up to date, all or nothing."""

    def __init__(self, path: Path) -> None:
        """Raises :class:`LibraryError` when there is a file and it is no library that this version reads."""
        self.path = path
        self.index = store.Index(path)
        self._thread = threading.local()
        if self.exists():
            with self.reading() as db:
                number = _format(db)
            if number < FORMAT and os.access(path, os.W_OK):
                with self.writing():
                    pass

    def exists(self) -> bool:
        """Whether there is a file yet. One without a byte is being made, or was when its maker was stopped."""
        try:
            return self.path.stat().st_size > 0
        except FileNotFoundError:
            return False
        except OSError as error:
            raise LibraryError(f"{self.path}: {error.strerror}") from None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the library, whatever others write meanwhile."""
        with self._errors(), closing(self._connect()) as db:
            self._check(db)
            db.execute("BEGIN")
            yield db

    @contextmanager
    def looking(self) -> Iterator[sqlite3.Connection]:
        """As :meth:`reading`, for many short readings one after another: the thread's connection is kept.

        To close the last connection to a file with a write-ahead log and to open one anew takes longer than to ask the index.
        """
        if not os.access(self.path.parent, os.W_OK):
            # what is opened as never changing has to be opened anew
            with self.reading() as db:
                yield db
            return
        with self._errors():
            status = self.path.stat()
            file = (os.getpid(), status.st_dev, status.st_ino)
            kept: _Kept | None = getattr(self._thread, "kept", None)
            if kept is None or kept.file != file or kept.db.in_transaction:
                kept = self._thread.kept = _Kept(file, self._connect())
            db = kept.db
            self._check(db)
            db.execute("BEGIN")
            try:
                yield db
            finally:
                if db.in_transaction:
                    db.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction that is committed at the end, or not at all. The file is made if need be."""
        try:
            os.makedirs(self.path.parent, exist_ok=True)
        except OSError as error:
            raise LibraryError(f"{self.path.parent}: {error.strerror}") from None
        with self._errors(), closing(sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)) as db:
            self._check(db, empty=True)
            if _format(db):
                _keep_log(db)
            db.execute("PRAGMA synchronous = FULL")
            db.execute("BEGIN IMMEDIATE")
            committed = False
            try:
                self._bring_up(db)
                yield db
                db.execute("COMMIT")
                committed = True
                _keep_log(db)
            finally:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                self.index.settle(committed)

    def _connect(self) -> sqlite3.Connection:
        # a thread that ends may leave its connection to be closed by another
        db = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            db.execute("PRAGMA user_version")
        except sqlite3.OperationalError:
            # a write-ahead log needs a file beside the library; where none can be made nobody writes either
            db.close()
            if os.access(self.path.parent, os.W_OK) or self.path.with_name(self.path.name + "-wal").exists():
                raise
            uri = f"{self.path.absolute().as_uri()}?immutable=1"
            db = sqlite3.connect(uri, uri=True, isolation_level=None)
        return db

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise LibraryError(f"{self.path}: {error}") from None
        except sqlite3.DatabaseError:
            raise LibraryError(f"{self.path}: this is no library; expected a file made by pinquote add") from None
        except OSError as error:
            raise LibraryError(f"{error.filename or self.index.folder}: {error.strerror or error}") from None

    def _check(self, db: sqlite3.Connection, empty: bool = False) -> None:
        number = _format(db)
        if number == FORMAT:
            return
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if number > FORMAT:
            raise LibraryError(f"{self.path}: this library has format {number}; this version of pinquote reads up to {FORMAT}")
        if tables and number == 0:
            raise LibraryError(f"{self.path}: this is an SQLite database but no library")
        if not tables and not empty:
            raise LibraryError(f"{self.path}: this is no library; expected a file made by pinquote add")

    def _bring_up(self, db: sqlite3.Connection) -> None:
        """Make the tables that are missing; what is held already is entered and indexed."""
        number = _format(db)
        if number == FORMAT:
            return
        for statement in (*(_SCHEMA if number == 0 else ()), *_SCHEMA_2, _ENTER_ALL):
            db.execute(statement)
        self.index.catch_up(db)
        db.execute(f"PRAGMA user_version = {FORMAT}")


def _format(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _keep_log(db: sqlite3.Connection) -> None:
    """Use a write-ahead log from now on. A new file gets one when its first transaction is over, so that nobody sees it half
    made; where others have the file open it stays as it is, until the next one that writes."""
    if db.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    db.execute("PRAGMA busy_timeout = 0")
    try:
        db.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError:
        pass
    finally:
        db.execute(f"PRAGMA busy_timeout = {int(_PATIENCE * 1000)}")
