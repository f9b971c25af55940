"""Cites of one cluster: grouped, collapsed, divided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from references.csl import Output, Processor

_NAMES_AND_YEAR = (
    '<group delimiter=" "><names variable="author"><name form="short"/></names>'
    '<date variable="issued"><date-part name="year"/></date></group>'
)


def work(key: str, family: str, year: int) -> dict[str, Any]:
    return {
        "id": key,
        "type": "book",
        "title": key,
        "author": [{"family": family, "given": "J."}],
        "issued": {"date-parts": [[year]]},
    }


WORKS = [work("a", "Reed", 2000), work("b", "Holt", 2000), work("c", "Reed", 2000), work("d", "Reed", 1999)]


@pytest.fixture
def cited(tmp_path: Path) -> Any:
    def render(
        options: str,
        cites: Any,
        sort: str = "",
        style_class: str = "in-text",
        layout: str = _NAMES_AND_YEAR,
        output: Output = "text",
    ) -> str:
        path = tmp_path / "made.csl"
        path.write_text(
            f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="{style_class}">'
            f'<citation disambiguate-add-year-suffix="true" {options}>{sort}<layout delimiter="; ">{layout}</layout></citation>'
            "</style>",
            "utf-8",
        )
        cluster = [{"id": one} if isinstance(one, str) else one for one in cites]
        return Processor(path, WORKS, output=output).cite([cluster])[0]

    return render


SORT = '<sort><key variable="title"/></sort>'


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ('collapse="year"', "Reed 2000a, 2000b, 1999; Holt 2000"),
        ('collapse="year-suffix"', "Reed 2000a; b, 1999; Holt 2000"),
        ('collapse="year-suffix" year-suffix-delimiter=","', "Reed 2000a,b, 1999; Holt 2000"),
        ('collapse="year-suffix" cite-group-delimiter="/"', "Reed 2000a/b/1999; Holt 2000"),
        ('collapse="year" after-collapse-delimiter=" | "', "Reed 2000a, 2000b, 1999 | Holt 2000"),
        ('cite-group-delimiter="/"', "Reed 2000a/Reed 2000b/Reed 1999; Holt 2000"),
    ],
)
def test_delimiters_of_a_group(cited: Any, options: str, expected: str) -> None:
    assert cited(options, "abcd", SORT) == expected


def test_cites_that_the_style_does_not_sort_keep_the_order_of_their_author(cited: Any) -> None:
    assert cited('collapse="year"', "abcd") == "Reed 2000a; Holt 2000; Reed 2000b, 1999"


def test_cites_in_notes_are_divided_as_the_layout_says(cited: Any) -> None:
    assert cited('collapse="year"', "acbd", style_class="note") == "Reed 2000a; 2000b; Holt 2000; Reed 1999"
    assert cited('collapse="year" cite-group-delimiter=", "', "acb", style_class="note") == "Reed 2000a, 2000b; Holt 2000"


@pytest.mark.parametrize("options", ["", 'collapse="year"', 'cite-group-delimiter="/"'])
def test_a_prefix_that_begins_with_a_point_takes_the_place_of_the_delimiter(cited: Any, options: str) -> None:
    assert cited(options, ["a", {"id": "b", "prefix": ". Compare"}]) == "Reed 2000. Compare Holt 2000"


def test_only_suffixes_that_are_printed_collapse(cited: Any) -> None:
    layout = '<group delimiter=" "><names variable="author"><name form="short"/></names><text value="n.d."/></group>'
    assert cited('collapse="year-suffix-ranged"', "acb", layout=layout) == "Reed n.d., n.d.; Holt n.d."


def test_terms_at_the_start_of_a_note_are_capitalised_once(cited: Any) -> None:
    layout = '<text term="ibid" suffix=" "/><text variable="title"/>'
    assert cited("", "ab", style_class="note", layout=layout) == "Ibid. a; ibid. b"
    assert cited("", "ab", layout=layout) == "ibid. a; ibid. b"
    stripped = '<text term="ibid" strip-periods="true" suffix=" "/><text variable="title"/>'
    assert cited("", "ab", style_class="note", layout=stripped) == "Ibid a; ibid b"
    see = [{"id": "a", "prefix": "see"}, {"id": "b", "prefix": "No more of this."}]
    assert cited("", see, style_class="note", layout=layout) == "see ibid. a; No more of this. Ibid. b"


def test_groups_that_the_style_ranks_equal_follow_their_names(cited: Any) -> None:
    sort = '<sort><key variable="issued" sort="descending"/></sort>'
    assert cited('collapse="year"', ["a", "b", "c"], sort) == "Holt 2000; Reed 2000a, 2000b"


def test_a_range_of_numbers_may_begin_with_a_prefix(cited: Any) -> None:
    cites = [{"id": "a", "prefix": "see"}, {"id": "b"}, {"id": "c"}]
    assert cited('collapse="citation-number"', cites, layout='<text variable="citation-number"/>') == "see 1–3"


def test_collapsed_suffixes_keep_their_look(cited: Any) -> None:
    layout = f'{_NAMES_AND_YEAR}<text variable="year-suffix" vertical-align="sup"/>'
    options = 'collapse="year-suffix"'
    assert cited(options, ["a", "c"], layout=layout, output="html") == "Reed 2000<sup>a</sup>; <sup>b</sup>"
