"""Versions in a library: what changed, where an old anchor leads, and the same as commands and as PROV."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from prov.model import ProvDocument

import corpus
from corpus import Library, LibraryError, read_bytes
from corpus.history import follow, history, lineage_of_versions
from provenance import Document, ProvenanceError, UnknownAnchor, quote

from .documents_made import prose
from .test_corpus_cli import Run, run  # noqa: F401 - a fixture

A, B, C, D = (prose(n) for n in range(4))
TITLE = "The Rules of the Harbour"


def page(*paragraphs: str) -> Document:
    return read_bytes("\n\n".join([TITLE, *paragraphs]).encode(), "rules.txt", "rules-1990")


VERSIONS = (page(A, B + " " + C), page(A, B, C), page(C, A.replace("copy", "record"), B, D))


@pytest.fixture
def rules(library: Library) -> Library:
    for version in VERSIONS:
        library.add(version)
    return library


def test_reanchor_is_public() -> None:
    made = corpus.reanchor(VERSIONS[0], VERSIONS[1])
    assert made.removed == ("p2",)


def test_history(rules: Library) -> None:
    first, second = history(rules, "rules-1990")
    assert (first.kept[-1], first.inserted, first.removed) == ("p1", ("p3", "p4"), ("p2",))
    assert [(p.step, p.new, p.is_exact) for p in first.proposals] == [("split", ("p3", "p4"), True)]
    assert (second.moved, second.removed, second.inserted) == (("p3",), ("p1",), ("p5", "p6"))
    with pytest.raises(LibraryError, match="no document"):
        history(rules, "rules-1991")


def test_where_old_anchors_lead(rules: Library) -> None:
    assert follow(rules, "rules-1990/p4@en").outcome == "same"
    gone = follow(rules, "rules-1990/p2@en")
    # straight to the newest version, over the one between: there the halves stand in another order
    assert gone.outcome == "removed"
    assert {p.new for p in gone.proposals} == {("p3",), ("p4",)}
    reworded = follow(rules, "rules-1990/p1")
    assert [p.new for p in reworded.proposals] == [("p5",)]
    with pytest.raises(UnknownAnchor, match="has no segment 'p9'"):
        follow(rules, "rules-1990/p9")
    with pytest.raises(UnknownAnchor, match="whole document"):
        follow(rules, "rules-1990")
    unknown = follow(rules, "rules-1990/p4@en;v=aaaaaaaaaaaa")
    assert (unknown.outcome, unknown.diff) == ("stale-version", ())


def test_an_anchor_of_the_edition(library: Library) -> None:
    assert follow(library, "cao-cheng-2023/p5@en").outcome == "same"
    assert follow(library, "cao-cheng-2023/p5@en;v=aaaaaaaaaaaa").outcome == "stale-version"


def test_an_old_anchor_still_has_its_words(rules: Library) -> None:
    old = quote(VERSIONS[0], "p2").anchor
    assert old is not None
    held = rules.holding_for(old)
    assert quote(held, old).text == B + " " + C


@pytest.mark.parametrize("form", ["prov-json", "prov-n", "turtle"])
def test_lineage_of_versions(rules: Library, form: str) -> None:
    written = lineage_of_versions(rules, "rules-1990", form)
    assert written == lineage_of_versions(rules, "rules-1990", form)
    if form == "prov-n":
        for said in ("pinquote:Split", "wasInvalidatedBy", "pinquote:Move", "pinquote:Proposal", "prov:Revision"):
            assert said in written, said
        assert 'pinquote:step="reworded"' in written
    if form == "prov-json":
        again = ProvDocument.deserialize(content=written, format="json")
        assert len(list(again.get_records())) > 20
        kinds = json.loads(written)
        # two versions each invalidate what they lost: p2 in the first step, p1 in the second
        lost = {r["prov:entity"].rsplit("/", 1)[1] for r in kinds["wasInvalidatedBy"].values()}
        assert lost == {"p1", "p2"}


def test_no_lineage_of_one_version(library: Library) -> None:
    library.add(VERSIONS[0])
    with pytest.raises(LibraryError, match="one version"):
        lineage_of_versions(library, "rules-1990", "prov-n")
    library.add(VERSIONS[1])
    with pytest.raises(ProvenanceError, match="no format of this lineage"):
        lineage_of_versions(library, "rules-1990", "svg")


def test_the_commands(run: Run, tmp_path: Path) -> None:  # noqa: F811
    for n, version in enumerate(("one ship came in, and nobody saw it land at the quay.", "two ships came in at the old quay.")):
        file = tmp_path / f"{n}.txt"
        file.write_text(f"{TITLE}\n\n{version}\n\n{A}\n", encoding="utf-8")
        run("add", str(file), "--id", "rules-1990")
    (step,) = run.json("changes", "rules-1990")
    assert {"kept", "moved", "revised", "inserted", "restored", "removed", "proposals"} == set(step)
    assert "removed" in run("changes", "rules-1990")
    assert run("changes", "cao-cheng-2023", status=2).startswith("pinquote: the words of")
    same = run.json("follow", "rules-1990/p2")
    assert (same["outcome"], same["now"]) == ("same", same["anchor"])
    gone = run.json("follow", "rules-1990/p1", status=1)
    assert (gone["outcome"], gone["now"]) == ("removed", None)
    assert "removed" in run("follow", "rules-1990/p1", status=1)
    assert "follow rules-1990/p1" in run("quote", "rules-1990/p1", status=2)
    assert "wasInvalidatedBy" in run("lineage", "rules-1990")


def test_annotations_on_the_command_line(run: Run, tmp_path: Path) -> None:  # noqa: F811
    page = tmp_path / "page.txt"
    page.write_text(f"{TITLE}\n\n{A}\n\n{B}\n", encoding="utf-8")
    run("add", str(page), "--id", "rules-1990")
    written = run("annotate", "rules-1990/p2@en;cp=0-20")
    file = tmp_path / "annotation.json"
    file.write_text(written, encoding="utf-8")
    found = run.json("locate", str(file))
    assert found["text"] == B[:20]
    assert found["anchor"].startswith("rules-1990/p2@en;v=")
    assert run.json("locate", str(file), "--in", "cao-cheng-2023", status=1)["anchor"] is None
    # the page changes; what was annotated stays what it was, found by the hash of the file it was read from
    page.write_text(f"{TITLE}\n\n{A}\n\n{B.replace('copy', 'record')} {B}\n", encoding="utf-8")
    run("add", str(page), "--id", "rules-1990")
    again = run.json("locate", str(file))
    assert (again["anchor"], again["text"]) == (found["anchor"], found["text"])
    assert "older version" in again["note"]
    assert found["note"] is None
    theirs = {"target": [{"source": "https://x.test/", "selector": [{"type": "TextQuoteSelector", "exact": A[5:40]}]}]}
    file.write_text(json.dumps(theirs), encoding="utf-8")
    assert "--in ID" in run("locate", str(file), status=2)
    assert run.json("locate", str(file), "--in", "rules-1990")["text"] == A[5:40]
    for content, says in (("{", "line 1"), ("3", "target"), ("\xff", "UTF-8")):
        file.write_bytes(content.encode("latin-1"))
        assert says in run("locate", str(file), "--in", "rules-1990", status=2)
    assert "nowhere.json" in run("locate", "nowhere.json", status=2)
