"""Edits put into files: everything else stays byte for byte, a changed file is refused, a second run changes nothing."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

import corpus
from corpus.errors import ManuscriptError
from corpus.manuscripts.checking import check
from corpus.manuscripts.edits import Edit, edited
from corpus.manuscripts.mending import mend_anchors, mend_words
from corpus.manuscripts.model import Manuscript
from corpus.manuscripts.reading import read_manuscript
from corpus.manuscripts.writing import check_writable, write

from .manuscript_samples import TRUE, sample_library


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> corpus.Library:
    return sample_library(tmp_path_factory.mktemp("books") / "library.sqlite3")


TEXT = f"# Title  \r\n\r\nSo “{TRUE}” it is.\t \r\nAnd “By 2022 it was lending 16,900 books a year”,\r\nthey say.\r\n\r\n\r\nEnd"
ANCHOR = " [shen-lu-2024/p2@en]"


def mended(path: Path, books: corpus.Library, what: str, out: Path | None = None) -> int:
    """How many edits ``--write`` puts in."""
    made = read_manuscript(path)
    report = check(made, books)
    found = mend_anchors(report) if what == "anchors" else mend_words(report, books)
    edits = [e for m in found for e in m.edits]
    write(made, edits, out)
    return len(edits)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")],
)
@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_the_rest_of_the_bytes_stay(books: corpus.Library, tmp_path: Path, encoding: str, mark: bytes, suffix: str) -> None:
    path = tmp_path / f"paper{suffix}"
    path.write_bytes(mark + TEXT.encode(encoding))
    assert mended(path, books, "anchors") == 1
    expected = TEXT.replace(f"{TRUE}”", f"{TRUE}”{ANCHOR}")
    assert path.read_bytes() == mark + expected.encode(encoding)
    assert mended(path, books, "words") == 1
    expected = expected.replace("16,900", "19,600")
    assert path.read_bytes() == mark + expected.encode(encoding)


@pytest.mark.parametrize("what", ["anchors", "words"])
def test_a_second_run_changes_nothing(books: corpus.Library, tmp_path: Path, what: str) -> None:
    path = tmp_path / "paper.md"
    path.write_bytes(TEXT.encode())
    assert mended(path, books, what) == 1
    after, state = path.read_bytes(), path.stat()
    assert mended(path, books, what) == 0
    assert path.read_bytes() == after
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (state.st_mtime_ns, state.st_ino)


def test_to_a_new_file(books: corpus.Library, tmp_path: Path) -> None:
    path, out = tmp_path / "paper.md", tmp_path / "new.md"
    path.write_bytes(TEXT.encode())
    assert mended(path, books, "anchors", out) == 1
    assert path.read_bytes() == TEXT.encode()
    assert ANCHOR.encode() in out.read_bytes()
    with pytest.raises(ManuscriptError, match="exists already"):
        mended(path, books, "words", out)
    copy = tmp_path / "copy.md"
    assert mended(out, books, "anchors", copy) == 0
    assert copy.read_bytes() == out.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy.md", "new.md", "paper.md"]


@pytest.mark.parametrize("changed", [TEXT + "!", "", "\x00binary", TEXT.replace("\r\n", "\n")])
def test_a_file_that_changed_since_is_refused(books: corpus.Library, tmp_path: Path, changed: str) -> None:
    path = tmp_path / "paper.md"
    path.write_bytes(TEXT.encode())
    made = read_manuscript(path)
    edits = [e for m in mend_anchors(check(made, books)) for e in m.edits]
    path.write_bytes(changed.encode())
    with pytest.raises(ManuscriptError, match=r"paper\.md: the file has changed since it was read"):
        write(made, edits)
    assert path.read_bytes() == changed.encode()
    assert [p.name for p in tmp_path.iterdir()] == ["paper.md"]


def test_an_edit_that_would_change_more_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "paper.md"
    path.write_text("One paragraph.\n\nAnother one.\n")
    with pytest.raises(ManuscriptError, match="more than their places"):
        write(read_manuscript(path), [Edit(3, 3, "\n\n> ")])
    assert path.read_text() == "One paragraph.\n\nAnother one.\n"
    assert [p.name for p in tmp_path.iterdir()] == ["paper.md"]


def test_rights_and_links_stay(books: corpus.Library, tmp_path: Path) -> None:
    path, link = tmp_path / "paper.md", tmp_path / "link.md"
    path.write_bytes(TEXT.encode())
    path.chmod(0o640)
    link.symlink_to(path)
    assert mended(link, books, "anchors") == 1
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert ANCHOR.encode() in path.read_bytes()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(books: corpus.Library, tmp_path: Path) -> None:
    path = tmp_path / "paper.md"
    path.write_bytes(TEXT.encode())
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OSError):
            mended(path, books, "anchors")
    finally:
        tmp_path.chmod(0o700)
    assert path.read_bytes() == TEXT.encode()


def test_a_crash_before_the_rename_leaves_the_file(
    books: corpus.Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "paper.md"
    path.write_bytes(TEXT.encode())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("fsync", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, full)
            with pytest.raises(OSError):
                mended(path, books, "anchors")
        assert path.read_bytes() == TEXT.encode()
        assert [p.name for p in tmp_path.iterdir()] == ["paper.md"]


@pytest.mark.parametrize("format", ["html", "pdf"])
def test_formats_that_are_only_read(format: str) -> None:
    made = replace(Manuscript(Path("paper"), "text", ()), format=format)  # type: ignore[arg-type]
    with pytest.raises(ManuscriptError, match=f"paper: {format.upper()} files are only read"):
        check_writable(made)


def test_a_file_that_may_only_be_read(books: corpus.Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "paper.md"
    path.write_bytes(TEXT.encode())
    path.chmod(0o444)
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write to it
    with pytest.raises(ManuscriptError, match="may only be read"):
        mended(path, books, "anchors")
    assert path.read_bytes() == TEXT.encode()


def test_edits_in_order() -> None:
    assert edited("abc", [Edit(3, 3, "!"), Edit(0, 0, ">")]) == ">abc!"
