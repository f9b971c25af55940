"""``pinquote verify --file`` as a person runs it: what it prints, its JSON keys, its files, its exit statuses."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from corpus.cli import progress

from .conftest import ROOT
from .manuscript_samples import NO_NEGATION, NOWHERE, TRUE, WRONG_NUMBER
from .test_corpus_cli import Run

PAPER = f"""# A paper

The boat grew: “{TRUE}” and so did its “slow cousin”. They add that
“{WRONG_NUMBER}” (Shen and Lu 2024, ¶ 2).

> A library on a river cannot choose its hours; the water does.

他们说：“这个要求与学外语无关。” And “{NOWHERE}” is there.
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    run = Run(tmp_path_factory.mktemp("held") / "library.sqlite3")
    run("add", str(ROOT / "corpus" / "samples" / "sample.txt"))
    return run


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.md"
    path.write_text(PAPER, encoding="utf-8")
    return path


def test_the_report(run: Run, paper: Path) -> None:
    out = run("verify", "--file", str(paper), status=1)
    blocks = out.split("\n\n")
    assert [b.split("\n")[0] for b in blocks[:-1]] == [
        f"[1] {paper}:3:17", f"[2] {paper}:4:2", f"[3] {paper}:6:3", f"[4] {paper}:8:6", f"[5] {paper}:8:24",
    ]  # fmt: skip
    assert blocks[0].split("\n")[1] == "faithful  verbatim"
    assert "differs       By 2022 it was lending [-19,600-]{+16,900+} books [-a-]{+per+} year" in blocks[1]
    assert "(Shen and Lu 2024, ¶ 2) (the right place)" in blocks[1]
    assert "Shen and Lu, The Library That Goes Upstream, para. 5." in blocks[2]
    assert blocks[-1].strip() == (
        "5 quotations: 3 faithful (3 verbatim), 2 not faithful (1 altered, 1 not-found); 1 passed over (1 few words)"
    )


def test_json(run: Run, paper: Path) -> None:
    out = run.json("verify", "--file", str(paper), status=1)
    assert set(out) == {"file", "format", "quotations", "passed", "counts", "remarks"}
    assert out["counts"] == {
        "quotations": 5, "faithful": 3, "unfaithful": 2, "passed": 1, "verbatim": 3, "altered": 1, "not-found": 1,
    }  # fmt: skip
    wrong = out["quotations"][1]
    assert {"faithful", "verdict", "flags", "matches", "diff", "citation", "place", "claim", "receipt"} <= set(wrong)
    assert wrong["place"] == {"line": 4, "column": 2, "paragraph": 2}
    assert wrong["claim"] == {"written": "(Shen and Lu 2024, ¶ 2)", "anchor": "shen-lu-2024/p2"}
    assert out["passed"] == [{"text": "slow cousin", "reason": "few words", "place": {"line": 3, "paragraph": 2}}]


def test_the_same_manuscript_gives_the_same_bytes(run: Run, paper: Path, tmp_path: Path) -> None:
    made = []
    for i in (1, 2):
        html, sarif = tmp_path / f"{i}.html", tmp_path / f"{i}.sarif"
        printed = run("verify", "--file", str(paper), "--html", str(html), "--sarif", str(sarif), status=1)
        made.append((printed, html.read_bytes(), sarif.read_bytes()))
    assert made[0] == made[1]
    log = json.loads(made[0][2])
    assert [r["ruleId"] for r in log["runs"][0]["results"]] == ["altered", "not-found"]
    assert "2 quotations are not faithful" in made[0][1].decode()
    assert paper.read_text(encoding="utf-8") == PAPER


def test_all_faithful_is_status_0(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "good.txt"
    path.write_text(f"They write: “{TRUE}.”\n", encoding="utf-8")
    assert "1 quotation: 1 faithful" in run("verify", "--file", str(path))
    path.write_text("There is nothing quoted in here.\n", encoding="utf-8")
    assert run("verify", "--file", str(path)) == "0 quotations\n"


def test_in_and_style(run: Run, paper: Path) -> None:
    out = run.json("verify", "--file", str(paper), "--in", "cao-cheng-2023", status=1)
    assert out["counts"]["faithful"] == 0
    out = run.json("verify", "--file", str(paper), "--style", "apa", status=1)
    assert out["quotations"][0]["citation"] == "(Shen & Lu, 2023/2024, para. 2)"


class TestWrite:
    def test_anchors_and_words(self, run: Run, paper: Path) -> None:
        said = run("verify", "--file", str(paper), "--write", "anchors", status=1)
        assert said.rstrip().endswith(f"written to {paper}: anchors of [1], [3], [4]")
        said = run("verify", "--file", str(paper), "--write", "words", status=1)
        assert said.rstrip().endswith(f"written to {paper}: words of [2]")
        expected = PAPER.replace(f"{TRUE}”", f"{TRUE}” [shen-lu-2024/p2@en]").replace(WRONG_NUMBER, TRUE)
        expected = expected.replace("water does.", "water does. [shen-lu-2024/p5@en]")
        expected = expected.replace("无关。”", "无关。” [shen-lu-2024/p4@zh]")
        assert paper.read_text(encoding="utf-8") == expected
        for what in ("anchors", "words"):
            assert f"no {what} to write; {paper} is as it was" in run("verify", "--file", str(paper), "--write", what, status=1)
        assert paper.read_text(encoding="utf-8") == expected

    def test_only_some_to_a_new_file(self, run: Run, paper: Path, tmp_path: Path) -> None:
        new = tmp_path / "new.md"
        options = ("--write", "anchors", "--only", "3, 1", "--out", str(new))
        out = run.json("verify", "--file", str(paper), *options, status=1)
        assert out["written"] == [{"number": n, "edits": 1, "reason": None} for n in (1, 3)]
        assert paper.read_text(encoding="utf-8") == PAPER
        assert new.read_text(encoding="utf-8").count("[shen-lu-2024/") == 2

    def test_what_is_left_is_told(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "paper.md"
        path.write_text(f"They write: “{NO_NEGATION}” (Shen and Lu 2024, ¶ 2).\n", encoding="utf-8")
        out = run("verify", "--file", str(path), "--write", "words", status=1)
        assert "[1] left as it is: the nearest words stand at another place" in out


class TestWrongUse:
    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (("some words", "--file", "{paper}"), "one of the two"),
            ((), "one of the two"),
            (("some true words", "--html", "x.html"), "--file PAPER only"),
            (("--file", "{paper}", "--write", "commas"), "known: anchors, words"),
            (("--file", "{paper}", "--out", "x.md"), "--write only"),
            (("--file", "{paper}", "--only", "1"), "--write only"),
            (("--file", "{paper}", "--write", "words", "--only", "one"), "no list of numbers"),
            (("--file", "{paper}", "--write", "words", "--only", "6"), "there is no quotation 6; there are 5"),
            (("--file", "{paper}", "--html", "{paper}"), "is also the manuscript"),
            (("--file", "{paper}", "--html", "{folder}/x", "--sarif", "{folder}/./x"), "is also --html"),
            (("--file", "{paper}", "--write", "words", "--out", "{paper}"), "is also the manuscript"),
            (("--file", "{folder}/none.md"), "none.md: No such file"),
            (("--file", "{folder}"), "expected .docx, .md"),
            (("--file", "{paper}", "--style", "chigaco"), "chicago"),
            (("--file", "{paper}", "--in", "nothing"), "no document 'nothing'"),
            (("--file", "{paper}", "--html", "{folder}/no/such.html"), "/no/such.html: No such file"),
            (("--file", "{paper}", "--write", "words", "--out", "{folder}/no/such.md"), "/no: there is no such folder"),
        ],
    )
    def test_one_line_and_status_2(self, run: Run, paper: Path, arguments: tuple[str, ...], says: str) -> None:
        words = [a.format(paper=paper, folder=paper.parent) for a in arguments]
        assert says in run("verify", *words, status=2)
        assert [p.name for p in paper.parent.iterdir()] == ["paper.md"]
        assert paper.read_text(encoding="utf-8") == PAPER

    def test_html_cannot_be_written_to(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "paper.html"
        path.write_text(f"<p>They write: “{TRUE}”.</p>", encoding="utf-8")
        assert "HTML files are only read" in run("verify", "--file", str(path), "--write", "anchors", status=2)

    def test_a_report_is_whole_or_not_there(self, run: Run, paper: Path, tmp_path: Path) -> None:
        folder = tmp_path / "out"
        folder.mkdir()
        (folder / "old.html").write_text("the old report")
        run("verify", "--file", str(paper), "--html", str(folder / "old.html"), status=1)
        assert (folder / "old.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
        assert [p.name for p in folder.iterdir()] == ["old.html"]


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="needs /dev/stdout")
def test_a_report_to_a_pipe(run: Run, paper: Path) -> None:
    out = run.run("verify", "--file", str(paper), "--json", "--sarif", "/dev/stdout").stdout
    log, at = json.JSONDecoder().raw_decode(out)
    assert log["version"] == "2.1.0"
    assert json.loads(out[at:])["counts"]["quotations"] == 5


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk(run: Run, paper: Path) -> None:
    done = run.run("verify", "--file", str(paper), "--html", "/dev/full")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "pinquote: /dev/full: No space left on device\n")


def test_what_a_terminal_would_obey_is_not_printed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_text("They write: “the \x1b[31mred\x1b[0m parrot \x9b2J could recite the tariff”.\n", encoding="utf-8")
    out = run("verify", "--file", str(path), status=1)
    assert "\x1b" not in out
    assert "\x9b" not in out
    assert "the \ufffd[31mred\ufffd[0m parrot" in out


class _Terminal:
    """What :mod:`rich` needs of a terminal."""

    def __init__(self, is_terminal: bool) -> None:
        self.written = ""
        self._is_terminal = is_terminal
        self.encoding = "utf-8"

    def isatty(self) -> bool:
        return self._is_terminal

    def write(self, text: str) -> int:
        self.written += text
        return len(text)

    def flush(self) -> None:
        pass


@pytest.mark.parametrize(("is_terminal", "moment", "shown"), [(True, -1.0, True), (True, 60.0, False), (False, -1.0, False)])
def test_the_progress_bar_is_for_those_who_wait_at_a_terminal(
    monkeypatch: pytest.MonkeyPatch, is_terminal: bool, moment: float, shown: bool
) -> None:
    terminal = _Terminal(is_terminal)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "_MOMENT", moment)
    monkeypatch.setenv("TERM", "xterm")
    with progress.bar("verifying") as tell:
        tell(1, 3)
        tell(2, 3)
    assert ("verifying" in terminal.written) is shown
    assert ("2/3" in terminal.written) is shown


def test_a_long_manuscript_piped_shows_no_bar(run: Run, paper: Path) -> None:
    done = run.run("verify", "--file", str(paper), "--json")
    assert done.stderr == ""
    assert json.loads(done.stdout)["counts"]["quotations"] == 5
