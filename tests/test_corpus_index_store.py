"""The index of a library over time: adds and merges, removed and replaced documents, kills, full disks, older formats."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bench.made_text import MadeText, documents
from corpus import Library, LibraryError
from corpus.errors import DamagedIndex
from corpus.index import store
from corpus.storage import FORMAT
from provenance import Document, Title

from .quoted import document

SENTENCE = "The lighthouse keeper counts the ships that never come."


@pytest.fixture
def indexed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setattr(store, "WORTH", 0)
    return Library(tmp_path / "library.sqlite3")


def runs(library: Library) -> list[tuple[str, int]]:
    with sqlite3.connect(library.path) as db:
        return db.execute("SELECT name, letters FROM runs ORDER BY name").fetchall()


def files(library: Library) -> list[str]:
    folder = library.path.with_name(library.path.name + ".index")
    return sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []


def some(count: int, seed: int = 1) -> list[Document]:
    return list(documents(MadeText(seed), count, each=5, name=f"s{seed}"))


def words(made: Document, segment: int = 2) -> str:
    return (made.segments[segment].layers["en"].text or "")[10:90].split(" ", 1)[1].rsplit(" ", 1)[0]


def finds(library: Library, made: Document) -> bool:
    """Whether words of the document are found in it; a cut beside a made negation may make them unfaithful all the same."""
    found = library.verify(words(made))
    return found.verdict == "verbatim" and found.anchor is not None and found.anchor.work == made.id


def test_a_small_library_has_no_index_and_a_grown_one_has(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.sqlite3")
    made = some(120)
    library.add(made[0])
    assert files(library) == []
    library.add_all(made[1:])
    assert len(files(library)) == 1
    assert finds(library, made[0])
    assert library.check_index() == 1


def test_a_small_library_does_not_pay_for_an_index(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.sqlite3")
    library.add(document(SENTENCE, identity="light"))
    script = (
        "import sys; from corpus import Library; print(Library(sys.argv[1]).verify(sys.argv[2]).faithful);"
        "print([m for m in ('numpy', 'rapidfuzz', 'rich', 'corpus.candidates') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script, str(library.path), SENTENCE], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["True", "[]"]


def test_adds_make_runs_that_are_merged(indexed: Library) -> None:
    made = some(40)
    most = 0
    for one in made:
        indexed.add(one)
        most = max(most, len(runs(indexed)))
    assert most <= 2
    assert [name for name, _ in runs(indexed)] == files(indexed)
    for one in made:
        assert indexed.verify(words(one)).anchor.work == one.id  # type: ignore[union-attr]
    indexed.reindex()
    assert len(runs(indexed)) == 1
    assert all(finds(indexed, one) for one in made)


def test_removed_and_replaced_words_are_not_found(indexed: Library) -> None:
    indexed.add_all(some(6))
    indexed.add(document(SENTENCE, "It is quiet on the island in the winter.", identity="light"))
    assert indexed.verify(SENTENCE).faithful
    changed = document(SENTENCE.replace("never", "rarely"), "It is quiet on the island in the winter.", identity="light")
    assert indexed.add(changed).status == "updated"
    assert indexed.verify(SENTENCE).verdict == "altered"
    indexed.remove("light")
    assert indexed.verify(SENTENCE.replace("never", "rarely")).verdict == "not-found"
    assert indexed.find("quiet on the island") == ()
    assert "light" not in indexed.ids()
    with pytest.raises(LibraryError, match="no document 'light' is held"):
        indexed.remove("light")


def test_merging_leaves_out_what_is_gone(indexed: Library) -> None:
    made = some(3)
    for one in made:
        indexed.add(one)
    before = sum(letters for _, letters in runs(indexed))
    indexed.remove(made[0].id)
    indexed.add(some(1, seed=2)[0])
    assert len(runs(indexed)) == 1
    assert sum(letters for _, letters in runs(indexed)) < 1.1 * before
    assert indexed.verify(words(made[0])).verdict == "not-found"
    assert finds(indexed, made[1])


def titled(title: str, made: Document) -> Document:
    return made.model_copy(update={"source": made.source.model_copy(update={"title": Title(text=title)})})


def test_what_others_write_is_seen_by_a_kept_connection(indexed: Library) -> None:
    """A library that has been asked before answers for what is there now, also in another thread."""
    one = document("The ferryman painted his boat a different green every spring.", identity="ferry")
    asked = "painted his boat a different green"
    indexed.add(document(SENTENCE, identity="light"))
    assert indexed.verify(asked).verdict == "not-found"
    Library(indexed.path).add(one)
    assert indexed.verify(asked).verdict == "verbatim"
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(indexed.verify, asked).result().verdict == "verbatim"
    Library(indexed.path).remove("ferry")
    assert indexed.verify(asked).verdict == "not-found"


def test_ids_of_removed_documents_and_segments_are_not_reused(indexed: Library) -> None:
    kept = "The second paragraph of the work says that the keeper left the island in the spring."
    indexed.add(titled("One", document("The first paragraph of the work.", kept, identity="work")))
    indexed.remove("work")
    other = document("Quite other words by somebody else.", "They have nothing in common.", identity="work")
    assert indexed.add(titled("Two", other)).document.id == "workb"
    again = titled("One", document(kept, "A third paragraph that was never there.", identity="work"))
    back = indexed.add(again)
    assert (back.status, back.document.id) == ("added", "work")
    assert [s.id for s in back.document.segments] == ["p2", "p3"]
    indexed.remove("work")
    assert indexed.add(again).document.segments[0].id == "p2"


def test_all_or_none_of_many(indexed: Library) -> None:
    indexed.add(document(SENTENCE, identity="light"))
    before = indexed.ids(), files(indexed)

    def failing() -> object:
        yield from some(3)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        indexed.add_all(failing())  # type: ignore[arg-type]
    assert (indexed.ids(), files(indexed)) == before
    told: list[tuple[int, int]] = []
    assert indexed.add_all(some(3), lambda done, total: told.append((done, total))) == 3
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert indexed.add_all(some(3)) == 0


def test_a_damaged_index_is_told_and_built_anew(indexed: Library) -> None:
    made = some(4)
    indexed.add_all(made)
    (name,) = files(indexed)
    path = indexed.path.with_name(indexed.path.name + ".index") / name
    data = path.read_bytes()
    for broken in (data[: len(data) // 2], b"", None):
        path.unlink() if broken is None else path.write_bytes(broken)
        with pytest.raises(DamagedIndex, match="pinquote reindex"):
            Library(indexed.path).verify(words(made[0]))
        assert len(Library(indexed.path).ids()) == 4
        assert Library(indexed.path).open(made[0].id) == made[0]
        Library(indexed.path).reindex()
        assert finds(Library(indexed.path), made[0])
        path = indexed.path.with_name(indexed.path.name + ".index") / files(indexed)[0]
    changed = path.read_bytes()
    path.write_bytes(changed[:700] + bytes([changed[700] ^ 1]) + changed[701:])
    with pytest.raises(DamagedIndex, match="has changed"):
        indexed.check_index()


def test_a_library_of_format_1_opens_and_gets_its_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.sqlite3"
    made = some(3)
    changed = made[0].model_copy(update={"segments": made[0].segments[1:]})
    with sqlite3.connect(path) as db:
        db.execute(
            "CREATE TABLE documents (id TEXT NOT NULL, version TEXT NOT NULL, number INTEGER NOT NULL, title TEXT NOT NULL,"
            " json TEXT NOT NULL, PRIMARY KEY (id, version))"
        )
        db.execute("CREATE INDEX newest ON documents (id, number)")
        for number, one in [(0, changed), (1, made[0]), (0, made[1]), (0, made[2])]:
            row = (one.id, str(len(one.segments)), number, one.title, one.model_dump_json(exclude_defaults=True))
            db.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?)", row)
        db.execute("PRAGMA user_version = 1")
    db.close()
    monkeypatch.setattr(store, "WORTH", 0)
    library = Library(path)
    assert len(files(library)) == 1
    assert library.open(made[0].id) == made[0]
    assert all(finds(library, one) for one in made)
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == FORMAT


LIMITED = """
import resource, signal, sys
from bench.made_text import MadeText, documents
from corpus import Library, LibraryError
from corpus.index import store
store.WORTH = int(sys.argv[3])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
library = Library(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    library.add_all(documents(MadeText(9), 30, each=20, name="big"))
except LibraryError as error:
    print(error)
"""


def test_a_disk_that_is_full_loses_nothing(indexed: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit on the size of files stands for the disk: writing fails in the middle, of the database or of the index."""
    made = some(4)
    indexed.add_all(made)
    before = indexed.ids(), files(indexed)
    small = Library(indexed.path.with_name("small.sqlite3"))
    with monkeypatch.context() as patch:
        patch.setattr(store, "WORTH", 10**9)
        small.add(document(SENTENCE))
    for library, limit, worth, place in (
        (indexed, 100_000, 0, ".index: "),
        (indexed, 250_000, 0, ".index: "),
        (indexed, 450_000, 0, ".index: "),
        (small, 100_000, 10**9, ".sqlite3: "),
    ):
        command = [sys.executable, "-c", LIMITED, str(library.path), str(limit), str(worth)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout.count("\n") == 1, (limit, done.stdout + done.stderr)
        assert place in done.stdout
    again = Library(indexed.path)
    assert (again.ids(), files(again)) == before
    assert all(finds(again, one) for one in made)
    assert again.add(document(SENTENCE)).status == "added"
    assert Library(small.path).verify(SENTENCE).faithful


ADDING = """
import sys
from bench.made_text import MadeText, documents
from corpus import Library
from corpus.index import store
store.WORTH = 0
library = Library(sys.argv[1])
for one in documents(MadeText(int(sys.argv[2])), int(sys.argv[3]), each=5, name=f"s{sys.argv[2]}"):
    library.add(one)
    print(one.id, flush=True)
"""


def adding(library: Library, seed: int, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", ADDING, str(library.path), str(seed), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
def test_one_that_is_killed_leaves_a_library_that_opens(indexed: Library) -> None:
    made = {d.id: d for d in some(400, seed=3)}
    reported: list[str] = []
    for pause in (0.05, 0.11, 0.2):
        process = adding(indexed, 3, 400)
        assert process.stdout is not None
        reported.append(process.stdout.readline().strip())
        time.sleep(pause)
        os.kill(process.pid, signal.SIGKILL)
        reported += process.communicate()[0].split()
        library = Library(indexed.path)
        held = set(library.ids())
        assert set(reported) <= held
        for identity in list(held)[-20:]:
            assert finds(library, made[identity])
        library.check_index()
    library.add(document(SENTENCE))
    assert {name for name, _ in runs(library)} == set(files(library))


def test_lookups_while_others_add(indexed: Library) -> None:
    made = some(10, seed=5)
    indexed.add_all(made)
    processes = [adding(indexed, seed, 25) for seed in (6, 7)]
    reader = Library(indexed.path)
    looked = 0
    while any(p.poll() is None for p in processes):
        one = made[looked % len(made)]
        assert reader.verify(words(one)).anchor.work == one.id  # type: ignore[union-attr]
        looked += 1
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    assert looked > 5
    assert len(reader.ids()) == 60
    assert all(finds(reader, d) for seed in (6, 7) for d in some(25, seed)[::5])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_library_that_cannot_be_written_can_be_read(indexed: Library) -> None:
    indexed.add(document(SENTENCE))
    indexed.path.chmod(0o400)
    indexed.path.parent.chmod(0o500)
    try:
        assert Library(indexed.path).verify(SENTENCE).faithful
    finally:
        indexed.path.parent.chmod(0o700)


def test_another_library_under_the_same_name(indexed: Library, tmp_path: Path) -> None:
    ours, theirs = some(8), some(8, seed=9)
    indexed.add_all(ours)
    assert all(indexed.verify(words(one)).faithful for one in ours)
    other = Library(tmp_path / "other" / "library.sqlite3")
    other.add_all(theirs)
    for name in ("library.sqlite3-wal", "library.sqlite3-shm"):
        indexed.path.with_name(name).unlink(missing_ok=True)
    shutil.rmtree(indexed.path.with_name("library.sqlite3.index"))
    shutil.move(other.path.with_name("library.sqlite3.index"), indexed.path.parent)
    os.replace(other.path, indexed.path)
    assert all(indexed.verify(words(one)).faithful for one in theirs)
    assert not any(indexed.verify(words(one)).faithful for one in ours)


def test_a_record_that_was_corrected_is_read_anew(indexed: Library) -> None:
    first = document(SENTENCE, "It is quiet on the island in the winter.", identity="light")
    indexed.add_all([first, *some(4)])
    assert indexed.parts(SENTENCE).documents[0].title == first.title
    source = first.source.model_copy(update={"title": Title(text="The Keeper, Corrected")})
    indexed.add(first.model_copy(update={"source": source}))
    assert [d.title for d in indexed.parts(SENTENCE).documents] == ["The Keeper, Corrected"]


def test_threads_share_what_was_read(indexed: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.candidates._KEPT", 2)
    made = some(12)
    indexed.add_all(made)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda one: indexed.verify(words(one)).anchor.work, made * 8))  # type: ignore[union-attr]
    assert found == [one.id for one in made * 8]
