"""Cites that would be alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from references.csl import Processor


def work(key: str, *families: str, **fields: Any) -> dict[str, Any]:
    authors = [{"family": family, "given": "Jo"} for family in families]
    return {"id": key, "type": "book", "title": key, "author": authors, "issued": {"date-parts": [[2000]]}, **fields}


@pytest.fixture
def cited(tmp_path: Path) -> Any:
    def render(options: str, items: list[dict[str, Any]], clusters: list[str], layout: str = "") -> list[str]:
        path = tmp_path / "made.csl"
        names = '<names variable="author"><name form="short" delimiter=", "/></names>'
        year = '<date variable="issued"><date-part name="year"/></date>'
        path.write_text(
            '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">'
            f'<citation {options}><layout delimiter="; ">{layout or f"""<group delimiter=" ">{names}{year}</group>"""}</layout>'
            "</citation></style>",
            "utf-8",
        )
        return Processor(path, items, output="text").cite([[{"id": one} for one in cluster] for cluster in clusters])

    return render


LATER = 'et-al-min="4" et-al-use-first="3" et-al-subsequent-min="2" et-al-subsequent-use-first="1"'


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("disambiguate-add-year-suffix", ["Ash, Low, May 2000a", "Ash, Orr, Nye 2000b", "Ash et al. 2000a; Ash et al. 2000b"]),
        ("disambiguate-add-names", ["Ash, Low, May 2000", "Ash, Orr, Nye 2000", "Ash, Low, et al. 2000; Ash, Orr, et al. 2000"]),
    ],
)
def test_cites_that_are_alike_only_later_are_told_apart(cited: Any, option: str, expected: list[str]) -> None:
    works = [work("a", "Ash", "Low", "May"), work("b", "Ash", "Orr", "Nye")]
    assert cited(f'{LATER} {option}="true"', works, ["a", "b", "ab"]) == expected


def people(key: str, *names: tuple[str, str]) -> dict[str, Any]:
    return work(key) | {"author": [{"family": family, "given": given} for family, given in names]}


_SHORT = '<names variable="author"><name form="short" initialize-with="." and="symbol"/></names>'
_INITIALS = 'disambiguate-add-givenname="true" givenname-disambiguation-rule="{}-with-initials"'


def test_namesakes_in_one_work_are_told_apart(cited: Any) -> None:
    works = [people("a", ("Kim", "Bo Xi"), ("Kim", "A. Y."))]
    assert cited(_INITIALS.format("all-names"), works, ["a"], _SHORT) == ["B.X. Kim & A.Y. Kim"]
    assert cited("", works, ["a"], _SHORT) == ["Kim & Kim"]


def test_initials_written_together_count_one_by_one(cited: Any) -> None:
    works = [people("a", ("Kim", "Jo A.B.")), people("b", ("Kim", "Jo A.C."))]
    assert cited(_INITIALS.format("primary-name"), works, ["ab"], _SHORT) == ["J.A.B. Kim; J.A.C. Kim"]


def test_cites_without_any_text_are_alike(cited: Any) -> None:
    works = [{"id": key, "type": "book", "title": key.upper()} for key in "ab"]
    layout = '<names variable="author"/><choose><if disambiguate="true"><text variable="title"/></if></choose>'
    assert cited("", works, ["a", "b"], layout) == ["A", "B"]
    suffix = '<names variable="author"/><text variable="year-suffix" prefix="(" suffix=")"/>'
    assert cited('disambiguate-add-year-suffix="true"', works, ["a", "b"], suffix) == ["(a)", "(b)"]


@pytest.mark.parametrize(
    ("options", "titles", "expected"),
    [
        ("", ["S", "T"], ["Ash S", "Ash T"]),
        ("", ["S", "S"], ["Ash S", "Ash S"]),
        ('disambiguate-add-year-suffix="true"', ["S", "T"], ["Ash S", "Ash T"]),
        ('disambiguate-add-year-suffix="true"', ["S", "S"], ["Ash a", "Ash b"]),
        ('disambiguate-add-year-suffix="true"', ["S", "S", "T"], ["Ash a", "Ash b", "Ash T"]),
    ],
)
def test_a_condition_that_does_not_help_gives_way_to_a_suffix(
    cited: Any, options: str, titles: list[str], expected: list[str]
) -> None:
    works = [work(key, "Ash", title=title) for key, title in zip("abc", titles, strict=False)]
    layout = (
        '<group delimiter=" "><names variable="author"><name form="short"/></names><text variable="year-suffix"/>'
        '<choose><if disambiguate="true"><text variable="title"/></if></choose></group>'
    )
    assert cited(options, works, [one["id"] for one in works], layout) == expected


@pytest.mark.parametrize(
    ("item", "label"),
    [
        (work("a", "O'Hara"), "Ohar00"),
        (work("a", "Ash", "Low"), "AsLo00"),
        (work("a", "Ash", "Low", "May"), "AsLM00"),
        (work("a", "Ash", "Low", "May", "Nye", "Orr"), "ALMN00"),
        (work("a", "Ash", issued={}), "Ash00"),
        (work("a", title="The <i>Salt</i> road"), "Thes00"),
        (work("a", "Ash", **{"citation-label": "Own"}), "Own"),
    ],
)
def test_labels_made_for_items(cited: Any, item: dict[str, Any], label: str) -> None:
    assert cited("", [item], ["a"], '<text variable="citation-label"/>') == [label]


def test_a_label_holds_the_letter_that_tells_it_apart(cited: Any) -> None:
    year = '<text variable="citation-label" suffix=" "/><date variable="issued"><date-part name="year"/></date>'
    option = 'disambiguate-add-year-suffix="true"'
    assert cited(option, [work("a", "Ash"), work("b", "Ash")], ["ab"], year) == ["Ash00a 2000; Ash00b 2000"]
