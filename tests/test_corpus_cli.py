"""The command as a person runs it: what it prints, its JSON keys, its exit statuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from provenance import Document

from .conftest import MATERIAL
from .reference_samples import PAGE_LINE

TRUE = "Latin America’s second-largest economy, fell by 9.5%"


class Run:
    """The command with a library of its own."""

    def __init__(self, library: Path) -> None:
        self.library = library

    def __call__(self, *arguments: str, status: int = 0) -> str:
        done = self.run(*arguments)
        assert done.returncode == status, (done.stdout, done.stderr)
        if status == 2:
            assert done.stdout == ""
            assert done.stderr.count("\n") == 1
            assert "Traceback" not in done.stderr
            return done.stderr
        assert done.stderr == ""
        return done.stdout

    def json(self, *arguments: str, status: int = 0) -> Any:
        return json.loads(self(*arguments, "--json", status=status))

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PINQUOTE_LIBRARY": str(self.library), "PYTHONIOENCODING": "utf-8"}
        return subprocess.run(
            [sys.executable, "-c", "from corpus.cli import main; main()", *arguments],
            capture_output=True,
            text=True,
            env=environment,
            check=False,
            encoding="utf-8",
        )


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path / "library.sqlite3")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A library that holds the page of our own."""
    run = Run(tmp_path_factory.mktemp("held") / "library.sqlite3")
    run("add", str(MATERIAL / "interpret.txt"))
    return run


class TestFreshInstall:
    def test_a_true_quotation(self, run: Run) -> None:
        q = run.json("verify", TRUE)
        assert (q["faithful"], q["verdict"]) == (True, "fingerprint")
        assert q["matches"][0]["anchor"].startswith("cao-cheng-2023/p5@en;v=")
        assert "Cao Ting and Cheng Yiyang" in q["matches"][0]["citation"]
        assert set(q) >= {"faithful", "verdict", "flags", "matches", "diff"}
        assert "para. 5" in run("verify", TRUE)

    def test_one_number_changed(self, run: Run) -> None:
        q = run.json("verify", TRUE.replace("9.5%", "9.4%"), status=1)
        assert (q["faithful"], q["verdict"]) == (False, "not-found")

    def test_citations_of_the_edition(self, run: Run) -> None:
        out = run.json("cite", "cao-cheng-2023", "cao-cheng-2023/p12", "cao-cheng-2023/p10@en!fn19", "--style", "apa")
        assert set(out) == {"citations", "bibliography"}
        assert len(out["citations"]) == 3
        assert len(out["bibliography"]) == 1
        assert "para. 12" in out["citations"][1]
        assert "n. 19" in out["citations"][2]
        assert PAGE_LINE in run("cite", "cao-cheng-2023", "--style", "csis-interpret")

    def test_words_are_not_held(self, run: Run) -> None:
        assert "pinquote add PAGE" in run("quote", "cao-cheng-2023/p12@zh", status=2)
        assert run.json("show", "cao-cheng-2023/p12@zh")["text"] is None

    def test_the_library_is_not_made_by_looking(self, run: Run) -> None:
        run("list")
        run("verify", TRUE)
        assert not run.library.exists()


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory, article_page: Path) -> Run:
    """A library that holds the article."""
    run = Run(tmp_path_factory.mktemp("article") / "library.sqlite3")
    out = run.json("add", str(article_page))
    assert set(out) >= {"id", "title", "segments", "layers", "aligned", "markers", "damage", "capture"}
    assert out["edition"] == {"agrees": True, "differs": []}
    return run


class TestArticle:
    def test_over_a_marker_before_and_after_the_words_are_added(self, added: Run, run: Run, article: Document) -> None:
        words = article.segment("p5").layers["en"].text or ""
        text = words[words.index("grew by 0.1%") : words.index("9.5%") + 4]
        fresh = run.json("verify", text)
        assert (fresh["faithful"], fresh["verdict"]) == (True, "fingerprint")
        assert fresh["matches"][0]["anchor"].startswith("cao-cheng-2023/p5@en")
        assert not run.json("verify", text.replace("9.5%", "9.6%"), status=1)["faithful"]
        q = added.json("verify", text)
        assert q["verdict"] in ("verbatim", "typographic")
        assert "markers-skipped" in q["flags"]

    def test_the_chinese_words_are_cited_to_the_original(self, added: Run, article: Document) -> None:
        q = added.json("quote", "cao-cheng-2023/p12@zh")
        assert q["text"] == article.segment("p12").layers["zh"].text
        assert "CSIS" not in q["citation"]
        assert "复旦大学国际问题研究院" in q["citation"]
        assert set(q) >= {"faithful", "verdict", "flags", "anchor", "text", "citation"}

    def test_check(self, added: Run) -> None:
        rows = {r["anchor"]: r for r in added.json("check", "cao-cheng-2023", status=1)}
        assert any("1626 万" in d["detail"] for d in rows["cao-cheng-2023/p6"]["damage"])
        assert any(d["kind"] == "percent-without-number" for d in rows["cao-cheng-2023/p5"]["damage"])
        assert any(d["kind"] == "month-without-number" for d in rows["cao-cheng-2023/p3"]["damage"])
        assert any(d["kind"] == "closing-bracket-without-opening" for d in rows["cao-cheng-2023/h3"]["damage"])
        assert any(d["kind"] == "unclosed-quotation" for d in rows["cao-cheng-2023/h4"]["damage"])

    @pytest.mark.parametrize("format", ["prov-json", "prov-n", "turtle", "svg"])
    def test_lineage(self, added: Run, article: Document, format: str) -> None:
        out = added("lineage", "cao-cheng-2023/p12@en", "--format", format)
        assert out == added("lineage", "cao-cheng-2023/p12@en", "--format", format)
        if format != "svg":
            assert article.capture is not None
            assert article.capture.sha256 in out
        assert "p12@zh" in out


class TestHeldPage:
    def test_list_and_show(self, held: Run) -> None:
        identity = held.json("list")[-1]["id"] if held.json("list")[-1]["words"] else held.json("list")[0]["id"]
        rows = held.json("list", identity)
        marked = next(r for r in rows if r["markers"])
        shown = held.json("show", f"{marked['anchor']}@en")
        assert set(shown) == {
            "anchor", "kind", "text", "language", "version", "attribution", "markers", "counterpart", "link", "damage",
        }  # fmt: skip
        assert [m["number"] for m in shown["markers"]] == marked["markers"]
        assert "the page gives no note text" in held("show", f"{marked['anchor']}@en")

    def test_adding_again_changes_nothing(self, held: Run) -> None:
        before = held.library.read_bytes()
        assert held.json("add", str(MATERIAL / "interpret.txt"))["status"] == "unchanged"
        assert held.library.read_bytes() == before

    def test_quote_with_a_wrong_place(self, held: Run) -> None:
        identity = next(r["id"] for r in held.json("list") if r["words"] and r["id"] != "shen-lu-2024")
        words = "the average error of their tables was only 0.3%"
        q = held.json("verify", words)
        assert q["faithful"]
        wrong = held.json("quote", f"{identity}/p1@en", "--text", words, status=1)
        assert "wrong-location" in wrong["flags"]

    @pytest.mark.parametrize("format", ["bibtex", "biblatex", "csl-json"])
    def test_export(self, held: Run, format: str) -> None:
        out = held("export", "--format", format)
        assert "曹廷" in out
        assert out == held("export", "--format", format)
        assert held.json("export", "--format", format)["text"] == out

    def test_lineage_in_json(self, held: Run) -> None:
        identity = next(r["id"] for r in held.json("list") if r["words"])
        out = held("lineage", f"{identity}/p1@en")
        shown = held.json("lineage", f"{identity}/p1@en")
        assert shown["text"] == out.rstrip("\n")
        assert shown["anchor"].startswith(f"{identity}/p1@en")


class TestWrongUse:
    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (("show", "cao-cheng-2023/p31"), "nearest: cao-cheng-2023/p"),
            (("show", "cao-chen-2023/p1"), "nearest: cao-cheng-2023"),
            (("show", "nonsense anchor"), "is not an anchor"),
            (("cite", "cao-cheng-2023/p5@en!fn9"), "no marker fn9"),
            (("cite", "cao-cheng-2023/p1", "--style", "chigaco"), "chicago"),
            (("cite", "cao-cheng-2023/p1", "--format", "docx"), "text, html, markdown, latex"),
            (("export", "--format", "bibtexx"), "bibtex"),
            (("verify", "“…”"), "empty"),
            (("verify", "some true words", "--in", "nothing"), "no document 'nothing'"),
            (("add", "no-such-file.txt"), "no-such-file.txt: No such file"),
            (("add", str(MATERIAL / "index-page.txt")), "index-page.txt"),
            (("add", "a.txt", "b.txt", "--id", "x"), "one file only"),
            (("add", "a.txt", "--id", "Not An Id"), "is no id"),
            (("check", "cao-cheng-2023"), "add a copy of its page"),
            (("nonsense",), "No such command"),
            (("quote",), "Missing argument"),
        ],
    )
    def test_one_line_and_status_2(self, run: Run, arguments: tuple[str, ...], says: str) -> None:
        assert says in run(*arguments, status=2)
        assert not run.library.exists()

    def test_one_bad_file_among_good_ones_stores_nothing(self, run: Run) -> None:
        run("add", str(MATERIAL / "interpret.txt"), str(MATERIAL / "index-page.txt"), status=2)
        assert not run.library.exists()

    def test_a_library_that_is_none(self, tmp_path: Path) -> None:
        path = tmp_path / "notes.txt"
        path.write_text("these are my notes and no database")
        assert "notes.txt" in Run(path)("list", status=2)
        assert path.read_text() == "these are my notes and no database"


def test_styles_and_doctor(run: Run) -> None:
    found = run.json("styles", "chicago", "notes")
    assert {"id", "title", "citation_format"} <= set(found[0])
    run("styles", "zzzzzz", status=1)
    shown = run.json("doctor")
    assert shown["editions"] == ["cao-cheng-2023"]
    assert shown["clashes"] == []


def test_version(run: Run) -> None:
    assert run("--version") == f"pinquote {metadata.version('pinquote')}\n"


def test_help_names_every_command(run: Run) -> None:
    out = run("--help")
    for command in (
        "add",
        "list",
        "show",
        "quote",
        "verify",
        "cite",
        "export",
        "import",
        "convert",
        "styles",
        "lineage",
        "check",
        "doctor",
    ):
        assert f"\n  {command} " in out


def test_an_empty_id_is_refused(run: Run) -> None:
    assert "is no id" in run("add", str(MATERIAL / "monolingual.txt"), "--id", "", status=2)


def test_unknown_ids_name_each_neighbour_once(held: Run) -> None:
    said = held("list", "nope", status=2)
    names = said.split("nearest: ")[1].strip().split(", ")
    assert len(names) == len(set(names))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_pipes_full_disks_and_other_encodings(held: Run) -> None:
    environment = {**os.environ, "PINQUOTE_LIBRARY": str(held.library)}
    command = f"{sys.executable} -c 'from corpus.cli import main; main()'"

    def shell(line: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-c", line], env={**environment, **more}, capture_output=True, encoding="utf-8", check=False
        )

    closed = shell(f"{command} list cao-cheng-2023 --json | true; echo ${{PIPESTATUS[0]}}")
    assert (closed.stdout.strip(), closed.stderr) == ("0", "")
    if Path("/dev/full").exists():
        full = shell(f"{command} list > /dev/full")
        assert (full.returncode, full.stderr) == (2, "pinquote: output: No space left on device\n")
    for encoding in ("latin-1", "ascii"):
        printed = shell(f"{command} quote cao-cheng-2023/h1", PYTHONIOENCODING=encoding)
        listed = shell(f"{command} list", PYTHONIOENCODING=encoding)
        assert "Traceback" not in printed.stderr + listed.stderr
        assert "“Belt and Road”" in listed.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="needs file names that are no UTF-8")
def test_a_file_name_in_another_encoding(run: Run, tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/p\xff.txt"
    Path(os.fsdecode(odd)).write_bytes((MATERIAL / "monolingual.txt").read_bytes())
    assert run.json("add", os.fsdecode(odd))["status"] == "added"
