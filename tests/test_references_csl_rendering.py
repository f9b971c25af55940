"""Rules of rendering that the specification leaves open and real styles depend on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from references.csl import Processor

BOOK: dict[str, Any] = {"id": "a", "type": "book", "title": "Salt roads", "edition": "2", "language": "en"}


@pytest.fixture
def entry(tmp_path: Path) -> Any:
    def render(
        layout: str, before: str = "", item: dict[str, Any] = BOOK, locale: str = "en-US", options: str = "", style: str = ""
    ) -> str:
        path = tmp_path / "made.csl"
        path.write_text(
            f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text" default-locale="{locale}" {style}>'
            f"{before}"
            '<citation><layout><text variable="title"/></layout></citation>'
            f"<bibliography {options}>{layout}</bibliography></style>",
            "utf-8",
        )
        return Processor(path, [item]).bibliography().entries[0].text

    return render


TRANSLATOR = (
    '<macro name="by"><text term="translator" form="verb" suffix=" "/><names variable="translator"/></macro>'
    '<macro name="word"><text term="edition"/></macro>'
)


def test_a_macro_prints_nothing_where_all_its_variables_are_empty(entry: Any) -> None:
    layout = '<layout><group delimiter=", "><text variable="title"/><text macro="by"/></group></layout>'
    assert entry(layout, TRANSLATOR) == "Salt roads"
    assert entry(layout, TRANSLATOR, BOOK | {"translator": [{"literal": "Ann Lu"}]}) == "Salt roads, translated by Ann Lu"


def test_a_macro_without_variables_prints_its_terms(entry: Any) -> None:
    assert entry('<layout><text value="2 "/><text macro="word"/></layout>', TRANSLATOR) == "2 edition"


@pytest.mark.parametrize(("match", "printed"), [("", "yes"), ('match="any"', "yes"), ('match="none"', "no")])
def test_several_types_in_one_condition(entry: Any, match: str, printed: str) -> None:
    choice = f'<if type="webpage book" {match}><text value="yes"/></if><else><text value="no"/></else>'
    assert entry(f"<layout><choose>{choice}</choose></layout>") == printed


def test_the_items_language_decides_on_title_case_of_its_data_not_of_terms(entry: Any) -> None:
    layout = '<layout><text term="edition" text-case="title"/><text variable="title" text-case="title" prefix=" "/></layout>'
    assert entry(layout) == "Edition Salt Roads"
    assert entry(layout, item=BOOK | {"language": "de"}) == "Edition Salt roads"
    assert entry(layout, locale="pt-BR") == "Edição Salt Roads"


def test_apostrophes_of_terms(entry: Any) -> None:
    terms = '<locale><terms><term name="from">à l\'adresse</term></terms></locale>'
    assert entry('<layout><text value="vu "/><text term="from"/></layout>', terms) == "vu à l’adresse"


def test_markup_in_the_terms_of_ordinals(entry: Any) -> None:
    terms = '<locale><terms><term name="ordinal">&lt;sup&gt;e&lt;/sup&gt;</term></terms></locale>'
    assert entry('<layout><number variable="edition" form="ordinal"/></layout>', terms) == "2<sup>e</sup>"


def test_the_prefix_of_the_layout_stands_before_the_first_field(entry: Any) -> None:
    layout = '<layout prefix="["><text variable="citation-number" suffix="] "/><text variable="title"/></layout>'
    left, right = entry(layout, options='second-field-align="flush"').split("</div>")[:2]
    assert left.strip().endswith(">[1]")
    assert right.strip().endswith(">Salt roads")


def test_an_entry_that_the_style_leaves_out_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "made.csl"
    path.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><citation><layout><text variable="title"/>'
        '</layout></citation><bibliography><layout><text variable="PMID"/></layout></bibliography></style>',
        "utf-8",
    )
    processor = Processor(path, [BOOK])
    assert [processor.bibliography().entries for _ in range(2)] == [(), ()]
    assert processor.warnings == ("a: the style has no form for it in its bibliography (type 'book')",)


def test_a_term_that_begins_an_entry_is_capitalised(entry: Any) -> None:
    assert entry('<layout><text term="ibid"/><text variable="title" prefix=" "/></layout>') == "Ibid. Salt roads"
    assert entry('<layout><group prefix="("><text term="no date" form="short"/></group></layout>') == "(N.d."
    assert entry('<layout><text term="ibid" text-case="lowercase"/></layout>') == "ibid."
    assert entry('<layout><text value="see "/><text term="ibid"/></layout>') == "see ibid."


@pytest.mark.parametrize(
    ("layout", "first", "rest"),
    [
        ('<date variable="issued" form="text"/><text variable="title" prefix=". "/>', "May 3, 2001.", " Salt roads"),
        (
            '<group delimiter=": "><text variable="title"/><number variable="edition"/></group><text value="x"/>',
            "Salt roads: 2",
            "x",
        ),
        ('<choose><if type="book"><number variable="edition"/><text variable="title"/></if></choose>', "2", "Salt roads"),
    ],
)
def test_the_first_field_is_what_the_first_element_prints(entry: Any, layout: str, first: str, rest: str) -> None:
    book = BOOK | {"issued": {"date-parts": [[2001, 5, 3]]}}
    made = entry(f"<layout>{layout}</layout>", item=book, options='second-field-align="flush"')
    assert re.findall(r">([^<>]*)</div>", made) == [first, rest]


@pytest.mark.parametrize(
    ("variable", "form", "shown"),
    [
        ("page", "numeric", "101–105"),
        ("page", "ordinal", "101st–5th"),
        ("volume", "numeric", "101–5"),
        ("volume", "roman", "ci–v"),
    ],
)
def test_only_pages_are_expanded(entry: Any, variable: str, form: str, shown: str) -> None:
    layout = f'<layout><number variable="{variable}" form="{form}"/></layout>'
    assert entry(layout, item=BOOK | {variable: "101-5"}, style='page-range-format="expanded"') == shown
    text = f'<layout><text variable="{variable}"/></layout>'
    expected = "101–105" if variable == "page" else "101–5"
    assert entry(text, item=BOOK | {variable: "101-5"}, style='page-range-format="expanded"') == expected


@pytest.mark.parametrize(
    ("rule", "substitute", "expected"),
    [
        ("complete-each", "-", ["A. Low and B. May: a", "- and -: b", "A. Low and C. Nye: c"]),
        ("complete-each", "", ["A. Low and B. May: a", ": b", "A. Low and C. Nye: c"]),
        ("partial-each", "-", ["A. Low and B. May: a", "- and -: b", "- and C. Nye: c"]),
        ("partial-each", "", ["A. Low and B. May: a", ": b", "C. Nye: c"]),
        ("partial-first", "", ["A. Low and B. May: a", "B. May: b", "C. Nye: c"]),
        ("complete-all", "", ["A. Low and B. May: a", ": b", "A. Low and C. Nye: c"]),
    ],
)
def test_names_of_the_entry_before(tmp_path: Path, rule: str, substitute: str, expected: list[str]) -> None:
    path = tmp_path / "made.csl"
    path.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">'
        '<citation><layout><text variable="title"/></layout></citation>'
        f'<bibliography subsequent-author-substitute="{substitute}" subsequent-author-substitute-rule="{rule}"><layout>'
        '<names variable="author"><name and="text"/></names><text variable="title" prefix=": "/></layout></bibliography></style>',
        "utf-8",
    )
    low, may, nye = ({"family": f, "given": g} for f, g in (("Low", "A."), ("May", "B."), ("Nye", "C.")))
    works = [
        BOOK | {"id": k, "title": k, "author": people} for k, people in (("a", [low, may]), ("b", [low, may]), ("c", [low, nye]))
    ]
    entries = Processor(path, works, output="text").bibliography().entries
    assert [entry.text for entry in entries] == expected


def test_the_note_of_the_first_cite_is_a_preceding_one(tmp_path: Path) -> None:
    path = tmp_path / "made.csl"
    path.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="note"><citation><layout delimiter="; ">'
        '<text variable="title"/><text variable="first-reference-note-number" prefix=" n. "/></layout></citation></style>',
        "utf-8",
    )
    notes = ((1, 2), (3, 1))
    clusters = [{"citationItems": [{"id": "a"}] * cites, "properties": {"noteIndex": note}} for note, cites in notes]
    assert Processor(path, [BOOK], output="text").cite(clusters) == ["Salt roads; Salt roads", "Salt roads n. 1"]


SUBSTITUTED = '<layout><names variable="author" prefix="by " suffix="." font-weight="bold"><name/>{}</names></layout>'


@pytest.mark.parametrize(
    ("substitute", "shown"),
    [
        ('<text variable="title"/>', "Salt roads"),
        # a shorthand takes all after the names that it stands for, names of their own kind nothing
        ('<names variable="editor" prefix="in "/>', "by <b>Ann Lu</b>."),
        ('<names variable="editor" prefix="in "><name name-as-sort-order="all"/></names>', "in Lu, Ann"),
    ],
)
def test_affixes_and_look_of_names_are_not_those_of_their_substitute(entry: Any, substitute: str, shown: str) -> None:
    book = BOOK | {"editor": [{"family": "Lu", "given": "Ann"}]}
    assert entry(SUBSTITUTED.format(f"<substitute>{substitute}</substitute>"), item=book) == shown


def test_affixes_of_single_names_are_for_persons(entry: Any) -> None:
    people = [{"family": "Lu", "given": "Ann"}, {"literal": "Office of Tides"}]
    layout = '<layout><names variable="author"><name prefix="[" suffix="]" font-style="italic"/></names></layout>'
    assert entry(layout, item=BOOK | {"author": people}) == "[<i>Ann Lu</i>], <i>Office of Tides</i>"


def test_a_demoted_particle_follows_the_short_name_in_sort_order(entry: Any) -> None:
    author = [{"family": "Meer", "given": "Jan", "non-dropping-particle": "van der"}]
    layout = '<layout><names variable="author"><name form="short" name-as-sort-order="all"/></names></layout>'
    assert entry(layout, item=BOOK | {"author": author}) == "Meer, van der"
    kept = entry(layout, item=BOOK | {"author": author}, style='demote-non-dropping-particle="never"')
    assert kept == "van der Meer"


def test_short_forms_are_those_that_the_item_has(entry: Any) -> None:
    layout = '<layout><text variable="publisher" form="short"/></layout>'
    assert entry(layout, item=BOOK | {"publisher": "Harbour Press", "publisher-short": "HP"}) == "HP"
    assert entry(layout, item=BOOK | {"publisher": "Harbour Press"}) == "Harbour Press"


def test_words_for_a_date_stand_where_the_year_would(entry: Any) -> None:
    whole = '<date-part name="month" suffix=" "/><date-part name="year" prefix="[" suffix="]"/>'
    layout = f'<layout><date variable="issued">{whole}</date></layout>'
    assert entry(layout, item=BOOK | {"issued": {"literal": "in press"}}) == "[in press]"
    assert entry(layout, item=BOOK | {"issued": {"season": "1"}}) == "Spring "


@pytest.mark.parametrize(
    ("variable", "value", "shown"),
    [
        ("volume", "vol. 3", "3"),
        ("page", "pp. 12-15", "12–15"),
        ("number-of-pages", "1,200", "1,200"),
        ("volume", "n.d.", "n.d."),
    ],
)
def test_a_value_that_begins_with_its_own_label(entry: Any, variable: str, value: str, shown: str) -> None:
    assert entry(f'<layout><text variable="{variable}"/></layout>', item=BOOK | {variable: value}) == shown
