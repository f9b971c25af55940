"""A manuscript of sixty quotations whose answers are known, in each format."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import pytest

import corpus
from corpus.manuscripts import wording
from corpus.manuscripts.checking import check
from corpus.manuscripts.claims import Works
from corpus.manuscripts.finding import find_quotations
from corpus.manuscripts.mending import Mending, mend_anchors, mend_words
from corpus.manuscripts.model import Report
from corpus.manuscripts.reading import read_manuscript
from corpus.manuscripts.writing import write
from provenance import Anchor
from provenance.quotations import UNFAITHFUL_FLAGS, Flag, Verdict

from .conftest import MATERIAL, ROOT
from .manuscript_files import save_all

PAPER = MATERIAL / "manuscripts" / "paper.md"
KNOWN = json.loads((MATERIAL / "manuscripts" / "paper.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> corpus.Library:
    library = corpus.Library(tmp_path_factory.mktemp("library") / "library.sqlite3")
    library.add(corpus.read(ROOT / "corpus" / "samples" / "sample.txt"))
    library.add(corpus.read(MATERIAL / "manuscripts" / "yearbook.txt"))
    return library


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return save_all(PAPER.read_text(encoding="utf-8"), tmp_path_factory.mktemp("papers"), "paper")


def found(library: corpus.Library, path: Path) -> list[dict[str, Any]]:
    """What is found of each quotation before it is verified, which depends on nothing else."""
    quoted, _ = find_quotations(read_manuscript(path), Works(library.sources()))
    return [
        {
            "text": q.text,
            "way": q.way,
            "cited": q.claim.written if q.claim else None,
            "claim": str(q.claim.anchor) if q.claim and q.claim.anchor else None,
        }
        for q in quoted
    ]


def known(*parts: str) -> list[dict[str, Any]]:
    return [{part: k[part] for part in parts} for k in KNOWN["quotations"]]


def test_the_known_answers_cover_what_there_is_to_say() -> None:
    answers = KNOWN["quotations"]
    assert len(answers) == 60
    assert {k["verdict"] for k in answers} == set(get_args(Verdict))
    assert {f for k in answers for f in k["flags"]} == set(get_args(Flag))
    for k in answers:
        good = k["verdict"] not in ("altered", "spliced", "not-found") and not UNFAITHFUL_FLAGS.intersection(k["flags"])
        assert k["faithful"] == good, k["text"]
    assert sum(k["faithful"] for k in answers) == 31


def test_each_quotation_has_its_known_answer(shelf: corpus.Library) -> None:
    for answer in KNOWN["quotations"]:
        q = shelf.verify(answer["text"], None, Anchor.parse(answer["claim"]) if answer["claim"] else None)
        said = (q.verdict, list(q.flags), q.faithful, sorted({m.anchor.place for m in q.matches}))
        assert said == (answer["verdict"], answer["flags"], answer["faithful"], answer["places"]), answer["text"]


@pytest.mark.parametrize("ending", ["md", "html", "tex", "txt", "docx"])
def test_every_format_has_the_same_quotations(shelf: corpus.Library, papers: dict[str, Path], ending: str) -> None:
    assert found(shelf, papers[ending]) == known("text", "way", "cited", "claim")


def test_print_has_them_too_but_for_what_it_cannot_show(shelf: corpus.Library, papers: dict[str, Path]) -> None:
    # its font has no hyphen that does not break
    expected = [k | {"text": k["text"].replace("\u2011", "-")} for k in known("text", "way", "cited", "claim")]
    assert found(shelf, papers["pdf"]) == expected


@pytest.mark.parametrize("ending", ["md", "html", "tex", "txt", "docx", "pdf"])
def test_every_format_passes_over_the_same_words(shelf: corpus.Library, papers: dict[str, Path], ending: str) -> None:
    _, passed = find_quotations(read_manuscript(papers[ending]), Works(shelf.sources()))
    assert [{"text": p.text, "reason": p.reason} for p in passed] == KNOWN["passed"]


@pytest.mark.parametrize("ending", ["tex", "docx"])
def test_mending_it_twice_is_mending_it_once(shelf: corpus.Library, tmp_path: Path, ending: str) -> None:
    """Anchors, then words: nothing that was faithful stops being so, and a second run finds nothing to do."""
    path = save_all(PAPER.read_text(encoding="utf-8"), tmp_path, "paper")[ending]

    def mended(report: Report, mending: Sequence[Mending]) -> Report:
        edits = [e for m in mending for e in m.edits]
        assert len(edits) > 10
        write(report.manuscript, edits)
        return check(read_manuscript(path), shelf)

    first = check(read_manuscript(path), shelf)
    second = mended(first, mend_anchors(first))
    third = mended(second, mend_words(second, shelf))
    assert [(c.quoted.text, wording.judgement(c)) for c in second.checked] == [
        (c.quoted.text, wording.judgement(c)) for c in first.checked
    ]
    assert [e for m in mend_anchors(second) for e in m.edits] == []
    assert [e for m in mend_words(third, shelf) for e in m.edits] == []
    assert first.counts["faithful"] == 31
    assert third.counts["faithful"] == 31 + first.counts["altered"]
