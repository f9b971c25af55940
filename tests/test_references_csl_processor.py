"""Whole documents: cites in a sentence, numbers of entries, what stands in the margin, ibid., faults of a style."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from references.csl import Processor

NAMES = '<names variable="author"><name form="short" and="text"/><substitute><text variable="title"/></substitute></names>'
YEAR = '<date variable="issued"><date-part name="year"/></date>'
CITE = f'<group delimiter=", ">{NAMES}{YEAR}<text variable="locator"/></group>'


def work(key: str, *families: str, year: int = 2001, **fields: Any) -> dict[str, Any]:
    people = [{"family": family, "given": "J."} for family in families]
    return {"id": key, "type": "book", "title": f"Title {key}", "author": people, "issued": {"date-parts": [[year]]}, **fields}


WORKS = [work("a", "Reed"), work("b", "Holt", "Moss", year=2003), work("c", "Reed"), work("d", year=1999)]


@pytest.fixture
def made(tmp_path: Path) -> Any:
    def processor(
        layout: str = CITE,
        citation: str = "",
        bibliography: str = "",
        options: str = "",
        extra: str = "",
        style_class: str = "in-text",
        affixes: str = 'prefix="(" suffix=")" delimiter="; "',
        works: list[dict[str, Any]] = WORKS,
    ) -> Processor:
        path = tmp_path / "made.csl"
        listed = f"<bibliography {options}>{bibliography}</bibliography>" if bibliography else ""
        path.write_text(
            f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="{style_class}">'
            '<macro name="number"><text variable="citation-number"/></macro>'
            f"<citation {citation}><layout {affixes}>{layout}</layout></citation>{extra}{listed}</style>",
            "utf-8",
        )
        return Processor(path, works)

    return processor


def clusters(mode: str, *cites: dict[str, Any], **properties: Any) -> list[dict[str, Any]]:
    return [{"citationItems": list(cites), "properties": {"mode": mode, "noteIndex": 0, **properties}}]


def test_the_author_of_a_cite_alone(made: Any) -> None:
    cites = [[{"id": "b", "author-only": True}], [{"id": "a"}, {"id": "b", "author-only": True, "prefix": "even"}]]
    assert made().cite(cites) == ["Holt and Moss", "even Holt and Moss"]
    assert made().cite(clusters("author-only", {"id": "b", "locator": "7"}, {"id": "a"})) == ["Holt and Moss"]
    # what stands in the place of the author is the author
    assert made().cite([[{"id": "d", "author-only": True}]]) == ["Title d"]


def test_a_cite_that_does_not_begin_with_its_author_has_none_apart(made: Any) -> None:
    layout = f'<text variable="title"/><group prefix=" by ">{NAMES}</group>'
    assert made(layout).cite([[{"id": "a", "author-only": True}]]) == ["[NO_PRINTED_FORM]"]
    assert made(layout).cite([[{"id": "a", "suppress-author": True}]]) == ["(Title a by Reed)"]


def test_a_cite_without_its_author(made: Any) -> None:
    cites = [[{"id": "a", "suppress-author": True}], [{"id": "d", "suppress-author": True}]]
    assert made().cite(cites) == ["(2001)", "(1999)"]
    assert made().cite(clusters("suppress-author", {"id": "a"}, {"id": "b"})) == ["(2001; Holt and Moss, 2003)"]
    # it still belongs to the cites of the same names
    collapsed = made(citation='collapse="year" disambiguate-add-year-suffix="true"')
    assert collapsed.cite([[{"id": "a"}, {"id": "c", "suppress-author": True}]]) == ["(Reed, 2001a, 2001b)"]


def test_a_cite_in_a_sentence(made: Any) -> None:
    assert made().cite(clusters("composite", {"id": "a", "locator": "7"})) == ["Reed (2001, 7)"]
    assert made().cite(clusters("composite", {"id": "b"}, {"id": "a"}, infix="say")) == ["Holt and Moss say (2003; Reed, 2001)"]
    assert made().cite(clusters("composite", {"id": "b"}, infix=", again,")) == ["Holt and Moss, again, (2003)"]
    own = '<intext><layout><names variable="author"><name/></names><text value=" (the elder)"/></layout></intext>'
    assert made(extra=own).cite(clusters("composite", {"id": "a"})) == ["J. Reed (the elder) (2001)"]


@pytest.mark.parametrize("key", ['variable="citation-number"', 'macro="number"'])
def test_a_list_sorted_by_falling_numbers_is_numbered_from_its_end(made: Any, key: str) -> None:
    entry = '<text variable="citation-number" suffix=". "/><text variable="title"/>'
    listed = f'<sort><key variable="issued"/><key {key} sort="descending"/></sort><layout>{entry}</layout>'
    processor = made('<text variable="citation-number"/>', bibliography=listed)
    assert processor.cite([[{"id": "a"}, {"id": "b"}], [{"id": "c"}]]) == ["(2; 1)", "(3)"]
    assert [e.text for e in processor.bibliography().entries] == ["3. Title c", "2. Title a", "1. Title b"]


def test_the_margin_of_an_entry_without_its_first_field_is_empty(made: Any) -> None:
    layout = '<layout suffix="."><names variable="author"/><text variable="title" prefix=", "/></layout>'
    texts = [e.text for e in made(bibliography=layout, options='second-field-align="flush"').bibliography().entries]
    assert re.findall(r'class="csl-([^"]*)">([^<>]*)<', texts[0]) == [("left-margin", "J. Reed,"), ("right-inline", " Title a.")]
    assert "left-margin" not in texts[3]
    assert "right-inline" in texts[3]


def test_the_first_cite_of_a_cluster_is_reported_where_it_prints_nothing(made: Any) -> None:
    processor = made('<text variable="note"/>', works=[*WORKS, work("e", "Orr", note="a note")])
    nothing = "[CSL STYLE ERROR: reference with no printed form.]"
    assert processor.cite([[{"id": "a"}, {"id": "e"}], [{"id": "e"}, {"id": "a"}]]) == [f"({nothing}; a note)", "(a note)"]
    # the author's own words are kept
    assert processor.cite([[{"id": "e"}, {"id": "a", "prefix": "and others"}]]) == ["(a note; and others)"]


def test_ibid_follows_the_last_cite_in_the_same_note_or_in_the_text(made: Any) -> None:
    layout = '<choose><if position="ibid"><text value="ibid"/></if><else><text variable="title"/></else></choose>'
    two = [{"id": "a"}, {"id": "b"}]

    def last(style_class: str, note: int, cite: dict[str, Any]) -> str:
        notes = [(two, min(note, 1)), ([cite], note)]
        document = [{"citationItems": cites, "properties": {"noteIndex": n}} for cites, n in notes]
        return str(made(layout, style_class=style_class).cite(document)[-1])

    assert last("in-text", 0, {"id": "b"}) == "(ibid)"
    assert last("note", 1, {"id": "b"}) == "(ibid)"
    assert last("note", 1, {"id": "a"}) == "(Title a)"
    # a note that cites two works leaves open which one is meant
    assert last("note", 2, {"id": "b"}) == "(Title b)"


def test_small_faults_of_a_style_are_read_past(made: Any) -> None:
    layout = (
        '<names variable="author"><name et-al-min="x" et-al-use-first=""/></names><text term="editor" form="none" prefix=" "/>'
    )
    processor = made(layout, citation='near-note-distance="far"', bibliography="<sort/>", options='entry-spacing="wide"')
    assert processor.cite([[{"id": "b"}]]) == ["(J. Holt, J. Moss editor)"]
    assert processor.bibliography().entries == ()
