"""The runner of CSL test-suite fixtures, and the suite itself where it is at hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from references.csl import ENGINES, Bibliography, Entry

from . import csl_suite
from .conftest import MATERIAL, ROOT

FIXTURES = MATERIAL / "csl"
PASSES = Path(__file__).with_name("csl_passes.txt")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ["bibliography_Sorted", "clusters_Independent", "clusters_Inserted"])
def test_fixtures_of_our_own(name: str, engine: str) -> None:
    fixture = csl_suite.sections(FIXTURES / f"{name}.txt")
    actual = csl_suite.run(fixture, engine)
    assert csl_suite.same(actual, fixture["RESULT"]), actual


def test_filter_of_a_bibliography() -> None:
    fixture = csl_suite.sections(FIXTURES / "bibliography_Sorted.txt")

    def with_section(**section: list[dict[str, str]]) -> str:
        return csl_suite.run(fixture | {"BIBSECTION": json.dumps(section)}, csl_suite.ENGINE)

    lu, orr = {"field": "title", "value": "The Harbour and the Hill"}, {"field": "title", "value": "Salt Roads"}
    book = {"field": "type", "value": "book"}
    assert "Orr" not in with_section(include=[lu])
    assert "Lu" not in with_section(exclude=[lu])
    assert with_section(select=[book]) == fixture["RESULT"]
    assert "Orr" not in with_section(select=[book, lu])
    assert "Orr" not in with_section(quash=[book, orr])
    assert with_section(include=[lu, orr]) == fixture["RESULT"]


def test_bibliography_without_its_sort() -> None:
    fixture = csl_suite.sections(FIXTURES / "bibliography_Sorted.txt") | {"MODE": "bibliography-nosort"}
    assert csl_suite.run(fixture, csl_suite.ENGINE).index("Lu") < csl_suite.run(fixture, csl_suite.ENGINE).index("Orr")


def test_header_of_a_bibliography() -> None:
    entry = Entry("lu", '<div class="csl-left-margin">[1]</div><div class="csl-right-inline">Lu</div>')
    header = csl_suite._header(Bibliography((entry,), {"entry-spacing": 0, "hanging-indent": True}))
    assert header.splitlines() == [
        "bibend: </div>",
        "bibliography_errors: ",
        'bibstart: <div class="csl-bib-body">',
        "",
        "done: false",
        "entry_ids: lu",
        "entryspacing: 0",
        "hangingindent: true",
        "maxoffset: 3",
        "second-field-align: false",
    ]


def test_short_forms_of_a_list_of_abbreviations() -> None:
    items = [{"id": "a", "container-title": "Annals of Tides"}, {"id": "b", "container-title": "Other"}]
    lists = {"default": {"container-title": {"Annals of Tides": "Ann. Tides"}}}
    done = csl_suite._abbreviated(items, lists)
    assert [item.get("container-title-short") for item in done] == ["Ann. Tides", None]


def test_command_line_writes_every_fixture(tmp_path: Path) -> None:
    broken = (FIXTURES / "clusters_Independent.txt").read_text("utf-8").replace("<layout", "<lay<out")
    (tmp_path / "broken_Style.txt").write_text(broken, "utf-8")
    out, passes = tmp_path / "out.json", tmp_path / "passes.txt"
    done = subprocess.run(
        [sys.executable, "-m", "tests.csl_suite", str(tmp_path), "--json", str(out), "--passes", str(passes)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "0 of 1 as expected\n"
    assert "line 4" in json.loads(out.read_text("utf-8"))["broken_Style"]["crash"]
    assert passes.read_text("utf-8") == ""


def test_the_suite_and_its_pass_list() -> None:
    folder = Path(os.environ.get("PINQUOTE_SHARED") or ROOT.parent / "shared") / "csl" / "test-suite"
    if not folder.is_dir():
        pytest.skip(f"the CSL test suite is not here: {folder} (set PINQUOTE_SHARED)")
    passed = csl_suite.passing(folder, csl_suite.results(folder, csl_suite.ENGINE))
    listed = set(PASSES.read_text("utf-8").split())
    there = {path.stem for path in folder.glob("*.txt")}
    assert not (listed & there) - passed, "fixtures that passed before"
    assert not passed - listed, f"new ones: add them with python -m tests.csl_suite {folder} --json OUT --passes {PASSES}"


def test_every_accepted_failure_says_why() -> None:
    known = set(PASSES.read_text("utf-8").split())
    lines = [line for line in PASSES.with_name("csl_failures.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    names = [line.partition(":")[0] for line in lines]
    assert all(len(line.partition(":")[2].split()) >= 4 for line in lines)
    assert not known.intersection(names)


def test_links_of_addresses_where_a_fixture_asks_for_them() -> None:
    fixture = csl_suite.sections(FIXTURES / "bibliography_Sorted.txt") | {
        "CSL": '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="note"><citation><layout delimiter=" ">'
        '<text variable="URL"/><text variable="DOI" prefix="doi:"/><text macro="gone"/></layout></citation></style>',
        "MODE": "citation",
        "INPUT": json.dumps([{"id": 1, "URL": "http://a.org/?b&c"}, {"id": 2, "DOI": "10.1/x"}]),
        "OPTIONS": json.dumps({"wrap_url_and_doi": True}),
    }
    assert csl_suite.run(fixture, csl_suite.ENGINE) == (
        '<a href="http://a.org/?b&#38;c">http://a.org/?b&#38;c</a> doi:<a href="https://doi.org/10.1/x">10.1/x</a>'
    )


def test_a_bibliography_of_nothing() -> None:
    fixture = csl_suite.sections(FIXTURES / "bibliography_Sorted.txt") | {"BIBENTRIES": '[["lu"], []]'}
    assert csl_suite.run(fixture, csl_suite.ENGINE) == '<div class="csl-bib-body">\n</div>'
