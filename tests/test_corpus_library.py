"""The library: one file, versions kept, ids carried, two writers and a kill survived."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus import Library, LibraryError, read_bytes
from corpus.storage import FORMAT
from provenance import Anchor, Document, Edition, UnknownAnchor, quote

TEXT = """The Ferry and the Bridge

The ferry carried three hundred passengers a day until the bridge was opened in 1990.

Nobody asked the ferryman what he thought of it, and he did not say.

The bridge was closed in 2005, because its bearings had not been greased for years.
"""


def page(text: str = TEXT, name: str = "ferry.txt") -> Document:
    return read_bytes(text.encode(), name)


def test_add_open_and_list(library: Library) -> None:
    added = library.add(page())
    assert added.status == "added"
    assert library.open("ferry-and-bridge") == added.document
    assert library.ids() == ("ferry-and-bridge",)
    assert "cao-cheng-2023" in library.titles()


def test_the_same_page_again_changes_nothing(library: Library) -> None:
    library.add(page())
    before = library.path.read_bytes()
    assert library.add(page()).status == "unchanged"
    assert library.path.read_bytes() == before


def test_the_same_words_with_another_record_or_marker(library: Library) -> None:
    noted = TEXT + "\n[1] A note.\n"
    marked = noted.replace("for years.", "for years.[1]")
    assert marked != noted
    library.add(page(marked))
    moved = marked.replace("for years.[1]", "for years.").replace("closed in 2005,", "closed in 2005,[1]")
    again = library.add(page(moved))
    assert again.status == "updated"
    assert library.open("ferry-and-bridge").markers == again.document.markers != library.add(page(marked)).document.markers
    # a corrected record is kept too, and is no new version of the words
    dated = page(marked).model_copy(update={"source": page(marked).source.model_copy(update={"issued": "2006"})})
    assert library.add(dated).status == "updated"
    assert library.open("ferry-and-bridge").source.issued == "2006"
    assert len(library.versions("ferry-and-bridge")) == 1
    # the same from another file is nothing new
    assert library.add(page(marked, "copy.txt").model_copy(update={"source": dated.source})).status == "unchanged"


def test_a_changed_page_keeps_ids_and_old_anchors(library: Library) -> None:
    first = library.add(page()).document
    old = str(quote(first, "p2").anchor)
    changed = TEXT.replace("Nobody asked", "No one asked").replace(
        "\n\nThe bridge was", "\n\nA new paragraph stands here, and it has words enough to be one.\n\nThe bridge was"
    )
    second = library.add(page(changed))
    assert second.status == "updated"
    now = second.document
    # one changed word: it is not the paragraph that the anchor was made for, and that id stays unused
    assert [s.id for s in now.segments] == ["p1", "p4", "p5", "p3"]
    assert now.segment("p3").layers["en"].text == first.segment("p3").layers["en"].text
    anchor = Anchor.parse(old)
    held = library.holding_for(anchor)
    assert isinstance(held, Document)
    assert quote(held, anchor).text == "Nobody asked the ferryman what he thought of it, and he did not say."
    with pytest.raises(UnknownAnchor, match="not in the newest version"):
        library.holding_for(Anchor.parse("ferry-and-bridge/p2@en"))
    # ids are not given again when a third version comes
    third = library.add(page(changed.replace("A new paragraph", "Another paragraph"))).document
    assert [s.id for s in third.segments] == ["p1", "p4", "p6", "p3"]
    # and words that come back are the segment they were
    fourth = library.add(page()).document
    assert [s.id for s in fourth.segments] == ["p1", "p2", "p3"]
    assert [len(d.segments) for d in library.versions("ferry-and-bridge")] == [4, 4, 3]


def test_a_text_that_comes_back_is_the_newest_again(library: Library) -> None:
    library.add(page())
    library.add(page(TEXT.replace("three hundred", "four hundred")))
    library.add(page())
    assert "three hundred" in str(library.open("ferry-and-bridge").segment("p1").layers["en"].text)


def test_another_work_with_the_same_id(library: Library) -> None:
    library.add(page())
    other = read_bytes(
        TEXT.replace("The Ferry and the Bridge", "A Quite Different Title").replace("the", "a").encode(), "b.txt", "x"
    )
    same_id = other.model_copy(update={"id": "ferry-and-bridge"})
    assert library.add(same_id).document.id == "ferry-and-bridgeb"
    with pytest.raises(LibraryError, match="taken by another document"):
        library.add(same_id, exact_id=True)


def test_an_edition_is_there_without_its_words(library: Library) -> None:
    assert isinstance(library.holding("cao-cheng-2023"), Edition)
    with pytest.raises(LibraryError, match="add a copy of its page"):
        library.open("cao-cheng-2023")
    with pytest.raises(LibraryError, match="nearest: cao-cheng-2023"):
        library.holding("cao-chen-2023")


def test_the_words_agree_with_the_edition(library: Library, article: Document) -> None:
    added = library.add(article)
    assert added.differs_from_edition == ()
    changed = article.model_copy(update={"segments": article.segments[:-1]})
    assert library.add(changed).differs_from_edition == ("p30@en", "p30@zh")


def test_verify_and_find(library: Library) -> None:
    library.add(page())
    assert library.verify("because its bearings had not been greased").faithful
    assert library.verify("because its bearings had been greased").verdict == "altered"
    assert not library.verify("because its bearings had not been greased", within="cao-cheng-2023").faithful
    assert [m.anchor.segment for m in library.find("ferryman what he thought")] == ["p2"]
    assert library.find("no such words") == ()


def test_files_that_are_no_library(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a database at all, but long enough to be looked at")
    with pytest.raises(LibraryError, match="no library"):
        Library(text)
    other = tmp_path / "other.sqlite3"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE t (a)")
    with pytest.raises(LibraryError, match="no library"):
        Library(other)
    newer = tmp_path / "newer.sqlite3"
    Library(newer).add(page())
    with sqlite3.connect(newer) as db:
        db.execute(f"PRAGMA user_version = {FORMAT + 1}")
    with pytest.raises(LibraryError, match=rf"format {FORMAT + 1}"):
        Library(newer)


ADD = """
import sys
from corpus import Library, read_bytes
library = Library(sys.argv[1])
for i in range(int(sys.argv[3])):
    sentence = f"Paragraph {i} of {sys.argv[2]} has words enough to be counted as running text. "
    text = f"Title {sys.argv[2]} {i}\\n\\n" + sentence * 3
    library.add(read_bytes(text.encode(), "t.txt"))
    print(i, flush=True)
"""


def start(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", ADD, str(path), name, str(count)], stdout=subprocess.PIPE, text=True)


def test_two_processes_add_at_once(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    processes = [start(path, name, 8) for name in ("one", "two")]
    for process in processes:
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert len(Library(path).ids()) == 16


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
def test_one_is_killed_in_the_middle(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    process = start(path, "one", 100_000)
    assert process.stdout is not None
    seen = int(process.stdout.readline())
    time.sleep(0.2)
    os.kill(process.pid, signal.SIGKILL)
    rest = process.communicate()[0].split()
    done = int(rest[-1]) if rest else seen
    library = Library(path)
    # everything that was reported is there; at most the one under way besides
    assert done + 1 <= len(library.ids()) <= done + 2
    assert library.open(library.ids()[0]).segments
    assert library.add(page()).status == "added"


def test_a_failing_add_leaves_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.add(page())
    before = library.path.read_bytes()
    monkeypatch.setattr("corpus.library.document_version", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        library.add(page(TEXT.replace("The Ferry", "The Tram")))
    assert library.path.read_bytes() == before
