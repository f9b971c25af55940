"""Records of other programs: into the library, and from one format into another, in Python and as commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus import Library
from corpus.bibliography import keep, read_file
from corpus.errors import FileError
from references import export, read_records

from .reference_samples import article, document, journal_article
from .test_corpus_cli import Run

BIB = r"""@string{rr = "River Review"}
@article{Lu:2020, author={Lu, Tingchao}, title={Slow R{\'\i}vers}, journal=rr, year=2020, colour={blue}}
@book{second, title={B}, year=2001}
@book{broken, title={B
"""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path / "library.sqlite3")


@pytest.fixture
def bib(tmp_path: Path) -> Path:
    path = tmp_path / "rivers.bib"
    path.write_text(BIB, "utf-8")
    return path


class TestKeep:
    def test_a_record_is_held_once(self, library: Library) -> None:
        sources = read_records(BIB, "bibtex").sources
        assert [(k.key, k.id, k.status) for k in keep(library, sources)] == [
            ("Lu:2020", "lu-2020", "added"),
            ("second", "second", "added"),
        ]
        assert {k.status for k in keep(library, sources)} == {"unchanged"}
        assert library.open("lu-2020").source.container_title == "River Review"

    def test_a_record_that_changed_takes_the_place(self, library: Library) -> None:
        keep(library, [journal_article()])
        (kept,) = keep(library, [journal_article().model_copy(update={"volume": "13"})])
        assert kept.status == "updated"
        assert library.open("okafor-2019").source.volume == "13"

    def test_words_are_never_replaced(self, library: Library) -> None:
        library.add(document(journal_article()))
        (kept,) = keep(library, [journal_article().model_copy(update={"volume": "13"})])
        assert kept.status == "words held"
        assert library.open("okafor-2019").segments
        (shipped,) = keep(library, [article()])
        assert shipped.status == "words held"

    def test_keys_that_are_no_ids(self, library: Library) -> None:
        named = [journal_article().model_copy(update={"id": i}) for i in ("Ab:c", "ab_c", "论河", "Ærø")]
        assert [k.id for k in keep(library, named)] == ["ab-c", "ab-c-2", "vanderberg2019reading", "r"]


class TestReadFile:
    def test_formats_by_name(self, tmp_path: Path) -> None:
        for suffix, form in (
            (".ris", "ris"),
            (".json", "csl-json"),
            (".xml", "mods"),
            (".mods", "mods"),
            (".xml", "endnote-xml"),
        ):
            path = tmp_path / f"x{suffix}"
            path.write_text(export([journal_article()], form), "utf-8")
            assert read_file(path).sources[0].doi == "10.1000/xyz_123"

    def test_what_cannot_be_read(self, tmp_path: Path) -> None:
        path = tmp_path / "x.txt"
        path.write_text("x")
        with pytest.raises(FileError, match=r"x\.txt: no format of records has this suffix; expected \.bib"):
            read_file(path)
        path = tmp_path / "x.json"
        path.write_text("[\n{")
        with pytest.raises(FileError, match=r"x\.json: line 2: not JSON"):
            read_file(path)
        path.write_bytes(b'[{"title": "\xff"}]')
        with pytest.raises(FileError, match="UTF-8"):
            read_file(path)


class TestCommands:
    def test_imported_and_cited(self, run: Run, bib: Path) -> None:
        out = run("import", str(bib))
        assert "2 added" in out
        assert "not read  line 2: Lu:2020: no place in a record for colour" in out
        assert "line 4: not a BibTeX block" in out
        assert "Lu, T. (2020). Slow Rívers. River Review." in run("cite", "lu-2020", "--style", "apa")
        shown = run.json("import", str(bib))
        assert [r["status"] for r in shown["records"]] == ["unchanged", "unchanged"]
        assert run("verify", "no such words anywhere", status=1).startswith("NOT FAITHFUL")

    def test_converted(self, run: Run, bib: Path, tmp_path: Path) -> None:
        out = tmp_path / "out.ris"
        assert "2 in ris" in run("convert", str(bib), str(out))
        assert read_file(out).sources == tuple(
            s.model_copy(update={"id": i}) for s, i in zip(read_file(bib).sources, ["Lu:2020", "second"], strict=True)
        )
        again = tmp_path / "again.bib"
        run("convert", str(out), str(again), "--to", "bibtex", "--keys", "{author}-{year}")
        assert again.read_text("utf-8").startswith("@article{lu-2020,")

    def test_strict_writes_nothing(self, run: Run, bib: Path, tmp_path: Path) -> None:
        out = tmp_path / "out.bib"
        assert "nothing written" in run("convert", str(bib), str(out), "--strict", status=1)
        assert not out.exists()
        run("import", str(bib), "--strict", status=1)
        assert "lu-2020" not in {r["id"] for r in run.json("list")}

    def test_losses_are_told(self, run: Run, tmp_path: Path) -> None:
        source = tmp_path / "a.json"
        source.write_text(export([article(), journal_article()], "csl-json"), "utf-8")
        shown = run.json("convert", str(source), str(tmp_path / "a.bib"), "--to", "bibtex")
        assert shown["written"]
        assert set(shown["losses"]) == {"cao2023china"}
        assert "translators" in shown["losses"]["cao2023china"]
        said = run("convert", str(source), str(tmp_path / "a.cff"))
        assert "no field  translation-of: 1 record (not in the file)" in said

    def test_export_strict(self, run: Run) -> None:
        assert run("export", "cao-cheng-2023", "--format", "biblatex", "--keys", "{id}").startswith("@online{cao-cheng-2023,")
        done = run.run("export", "cao-cheng-2023", "--format", "ris", "--strict")
        assert (done.returncode, done.stdout) == (1, "")
        assert "no field  translation-of" in done.stderr

    def test_a_document_has_one_key(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "two.bib"
        path.write_text("@book{one, title={Tides}, year=2001}\n@book{two2, title={Tides}, year=2001}", "utf-8")
        run("import", str(path))
        both = run("export", "--format", "bibtex")
        assert "@book{2001tides,\n" in both
        assert "@book{2001tidesa,\n" in both
        assert run("export", "two2", "--format", "bibtex").startswith("@book{2001tidesa,\n")
        assert "nearest" in run("export", "two3", "--format", "bibtex", status=2)

    def test_a_file_is_not_written_over_itself(self, run: Run, bib: Path) -> None:
        assert "OUT is IN" in run("convert", str(bib), str(bib.parent / "." / bib.name), status=2)
        assert bib.read_text("utf-8") == BIB

    def test_a_file_without_records_is_no_answer(self, run: Run, bib: Path) -> None:
        assert run("import", str(bib), "--from", "ris", status=1).startswith("records  none\n")

    def test_wrong_use(self, run: Run, bib: Path, tmp_path: Path) -> None:
        assert "no such file" in run("import", str(tmp_path / "nowhere.bib"), status=2).lower()
        assert "no format is called 'x'" in run("convert", str(bib), str(tmp_path / "y.bib"), "--to", "x", status=2)
        assert "has no part 'x'" in run("convert", str(bib), str(tmp_path / "y.bib"), "--keys", "{x}", status=2)
        assert not (tmp_path / "y.bib").exists()

    def test_the_report_in_json_is_json(self, run: Run) -> None:
        shown = json.loads(run("export", "cao-cheng-2023", "--format", "ris", "--json"))
        assert "translation-of" in shown["losses"]["cao-cheng-2023"]
