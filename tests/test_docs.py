"""Every example in the README and in docs/ is run: commands, their output to the character, and Python."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.S | re.M)


def blocks(page: Path, language: str) -> list[str]:
    return [body for name, body in _BLOCK.findall(page.read_text(encoding="utf-8")) if name == language]


def commands(block: str) -> list[tuple[str, str]]:
    """(command, what it prints) of a console block."""
    out = []
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, _, printed = part.partition("\n")
        out.append((command, printed))
    return out


def run(command: str, library: Path) -> str:
    words = shlex.split(command)
    assert words[0] == "pinquote", command
    environment = {**os.environ, "PINQUOTE_LIBRARY": str(library), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", "from corpus.cli import main; main()", *words[1:]],
        capture_output=True,
        env=environment,
        cwd=ROOT,
        check=False,
        encoding="utf-8",
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_console_examples(page: Path, tmp_path: Path) -> None:
    for block in blocks(page, "console"):
        for command, printed in commands(block):
            assert run(command, tmp_path / "library.sqlite3").strip() == printed.strip(), command


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_python_examples(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("PINQUOTE_LIBRARY", str(tmp_path / "library.sqlite3"))
    source = "\n".join(blocks(page, "python"))
    test = doctest.DocTestParser().get_doctest(source, {}, page.name, str(page), 0)
    printed: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=printed.append)
    assert runner.failures == 0, "".join(printed)


def test_there_are_examples() -> None:
    assert len([c for b in blocks(ROOT / "README.md", "console") for c in commands(b)]) >= 5
    assert blocks(ROOT / "README.md", "python")


def test_ci_runs_the_command_of_the_readme() -> None:
    first, second = blocks(ROOT / "README.md", "sh")
    assert second.strip() in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "pinquote verify" in first


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page.name, target)
