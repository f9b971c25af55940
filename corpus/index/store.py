"""Which runs the index of a library has, and when they are merged.

The library's SQLite file lists the runs; their files stand in a folder beside it and never change. A run is written and
on the disk before the transaction that lists it commits, so that transaction decides: what is listed is there, what is not listed
is swept away by the next one that writes. Runs grow as in a log-structured merge tree (O'Neil et al., 1996): an add writes a
small run, and small runs are merged when there are several of about one size.

Nothing here imports numpy before there is a run to be read or written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from provenance import Document

if TYPE_CHECKING:
    from .letters import Script, Stretch
    from .runs import Run, RunFacts, RunWriter

#: ``entries``: the newest version of every document that is held, under a number that is never given again. ``upto``: the
#: highest number when the run was written.
SCHEMA = (
    "CREATE TABLE entries (entry INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL,"
    " size INTEGER NOT NULL)",
    "CREATE TABLE runs (name TEXT PRIMARY KEY, script TEXT NOT NULL, size INTEGER NOT NULL, checksum INTEGER NOT NULL,"
    " letters INTEGER NOT NULL, upto INTEGER NOT NULL)",
)
#: Bytes of documents (as JSON) from which a library has an index. Below, reading everything costs less than numpy's import.
WORTH = 300_000
#: So many runs of about one size (each less than this many times the smallest) are merged.
#: Letters of a run that is copied into the next one in any case.
_SMALL = 1 << 18
_FANOUT = 4
#: Units that an add may merge, so that it takes seconds; only a rebuild makes larger runs of smaller ones.
_MOST_MERGED = 1 << 25
_COLUMNS = "name, script, size, checksum, letters"

#: Told after each document: how many are done, and how many there are.
Progress = Callable[[int, int], None]


class Index:
    """The index of the library in one file. Methods that take ``db`` want a connection to it, in a transaction."""

    def __init__(self, library: Path) -> None:
        """``library``: the SQLite file; the runs are kept in a folder beside it."""
        self.folder = library.with_name(library.name + ".index")
        self._opened: dict[str, Run] = {}
        self._made: list[str] = []
        self._retired: list[str] = []

    def runs(self, db: sqlite3.Connection) -> list[Run]:
        """The runs, opened; none where the library has no index (yet).

        Raises :class:`~corpus.errors.DamagedIndex`; its kind :class:`~corpus.errors.MissingRun` also where another process has
        merged a file after this transaction began.
        """
        listed = _listed(db)
        if not listed:
            self._opened = {}
            return []
        from .runs import Run

        self._opened = {f.name: self._opened.get(f.name) or Run(self.folder, f) for f in listed}
        return list(self._opened.values())

    def enter(self, db: sqlite3.Connection, identity: str, version: str, size: int) -> None:
        """Make this version of a document the one that is searched; ``size``: bytes of its JSON."""
        self.leave(db, identity)
        db.execute("INSERT INTO entries (id, version, size) VALUES (?, ?, ?)", (identity, version, size))

    def leave(self, db: sqlite3.Connection, identity: str) -> None:
        """Make a document's words no longer found. Its postings go when their run is merged or rebuilt."""
        db.execute("DELETE FROM entries WHERE id = ?", (identity,))

    def catch_up(self, db: sqlite3.Connection, progress: Progress | None = None) -> None:
        """Index every document that has been entered since the last run was written, once the library is worth it."""
        self._sweep(db)
        last = db.execute("SELECT max(upto) FROM runs").fetchone()[0]
        if last is None and db.execute("SELECT total(size) FROM entries").fetchone()[0] < WORTH:
            return
        self._write(db, last or 0, progress)

    def rebuild(self, db: sqlite3.Connection, progress: Progress | None = None) -> None:
        """Index everything anew, whatever is there now; a library that is not worth an index has none then."""
        self._retired += [f.name for f in _listed(db)]
        db.execute("DELETE FROM runs")
        self.catch_up(db, progress)

    def settle(self, committed: bool) -> None:
        """Remove the files that the transaction which has ended leaves without use."""
        for name in self._retired if committed else self._made:
            self._remove(name)
        self._made, self._retired = [], []

    def _write(self, db: sqlite3.Connection, last: int, progress: Progress | None) -> None:
        from .letters import SCRIPTS, stretches
        from .runs import MOST_UNITS, RunWriter

        upto, total = db.execute("SELECT max(entry), count(*) FROM entries WHERE entry > ?", (last,)).fetchone()
        with ExitStack() as stack:
            writers: dict[Script, RunWriter] = {}
            for done, (entry, document) in enumerate(_documents(db, last), 1):
                for stretch in stretches(document):
                    writer = writers.get(stretch.script)
                    if writer is not None and writer.length + _length(stretch) > MOST_UNITS:
                        self._list(db, writer.finish(), upto)
                        writer = None
                    if writer is None:
                        writer = writers[stretch.script] = stack.enter_context(RunWriter(self.folder, stretch.script))
                    writer.add(entry, stretch)
                if progress:
                    progress(done, total)
            for script in SCRIPTS:
                if script in writers:
                    self._merge(db, writers[script])
                    self._list(db, writers[script].finish(), upto)

    def _merge(self, db: sqlite3.Connection, writer: RunWriter) -> None:
        """Copy what is alive of the older runs of about the same size into the one being written, and small ones in any case:
        a run costs time in every lookup, and a small one little to copy."""
        left = sorted((f for f in _listed(db) if f.script == writer.script), key=lambda f: f.letters)
        while left and writer.length + left[0].letters <= _SMALL:
            self._take(db, writer, left.pop(0))
        while True:
            near, total = [], 0
            for facts in left:
                if facts.letters <= _FANOUT * writer.length and total + facts.letters <= _MOST_MERGED:
                    near.append(facts)
                    total += facts.letters
            if len(near) < _FANOUT - 1 or writer.length + total > 2 * _MOST_MERGED:
                return
            for facts in near:
                self._take(db, writer, facts)
                left.remove(facts)

    def _take(self, db: sqlite3.Connection, writer: RunWriter, facts: RunFacts) -> None:
        from .runs import Run

        run = self._opened.get(facts.name) or Run(self.folder, facts)
        writer.copy(run, _living(db, run))
        db.execute("DELETE FROM runs WHERE name = ?", (facts.name,))
        self._retired.append(facts.name)

    def _list(self, db: sqlite3.Connection, facts: RunFacts, upto: int) -> None:
        self._made.append(facts.name)
        row = (facts.name, facts.script, facts.size, facts.checksum, facts.letters, upto)
        db.execute(f"INSERT INTO runs ({_COLUMNS}, upto) VALUES (?, ?, ?, ?, ?, ?)", row)

    def _sweep(self, db: sqlite3.Connection) -> None:
        """Remove what a process that was killed has left. Whoever writes holds the lock, so nobody else is writing runs."""
        if not self.folder.is_dir():
            return
        kept = {f.name for f in _listed(db)} | set(self._retired)
        for path in self.folder.iterdir():
            if path.name not in kept:
                self._remove(path.name)

    def _remove(self, name: str) -> None:
        try:
            (self.folder / name).unlink(missing_ok=True)
        except OSError:
            # another process has it open, where the system forbids removal then: the next sweep tries again
            return


def _listed(db: sqlite3.Connection) -> list[RunFacts]:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'runs'").fetchone():
        return []  # format 1, where it could not be brought up to date
    rows = db.execute(f"SELECT {_COLUMNS} FROM runs ORDER BY rowid").fetchall()
    if not rows:
        return []
    from .runs import RunFacts

    return [RunFacts(*row) for row in rows]


def _documents(db: sqlite3.Connection, last: int) -> Iterator[tuple[int, Document]]:
    query = "SELECT entry, json FROM entries JOIN documents USING (id, version) WHERE entry > ? ORDER BY entry"
    for entry, json in db.execute(query, (last,)):
        yield entry, Document.model_validate_json(json)


def _living(db: sqlite3.Connection, run: Run) -> set[int]:
    """Which entries of a run are still the newest version of a document that is held."""
    low, high = int(run.entries.min()), int(run.entries.max())
    return {row[0] for row in db.execute("SELECT entry FROM entries WHERE entry BETWEEN ? AND ?", (low, high))}


def _length(stretch: Stretch) -> int:
    return sum(map(len, stretch.letters))
