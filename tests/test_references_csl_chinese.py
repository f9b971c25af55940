"""Styles with layouts for languages (CSL-M), as Chinese scholars use them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from references.csl import Processor
from references.csl.collation import collate

from . import chinese_styles
from .conftest import MATERIAL

STYLE = MATERIAL / "csl" / "bilingual.csl"
BODY = {"literal": "World Society"}


def item(key: str, language: str = "en", **fields: Any) -> dict[str, Any]:
    return {"id": key, "type": "article-journal", "language": language, "title": key, **fields}


def person(family: str, given: str) -> dict[str, str]:
    return {"family": family, "given": given}


def entry(**fields: Any) -> str:
    processor = Processor(STYLE, [item("T", **fields)], output="text")
    return processor.bibliography().entries[0].text


@pytest.mark.parametrize(
    ("language", "authors", "shown"),
    [
        ("en", [person("Low", "Ann Mary")], "A. M. LOW"),
        ("zh-CN", [person("Low", "Ann Mary")], "LOW A. M."),
        ("zh", [person("林", "小安"), person("Low", "Ann")], "林小安和LOW A."),
        ("en", [person("Low", "Ann"), person("May", "Bo"), BODY], "A. LOW, B. MAY, and World Society"),
        ("en", [person("Low", "Ann"), BODY], "A. LOW and World Society"),
        ("en", [person("Low", "Ann"), person("May", "Bo"), person("Nash", "Cy")], "A. LOW, B. MAY and C. NASH"),
        ("en", [person("Low", "Ann")] * 4, "A. LOW et al."),
        ("zh", [person("林", "小安")] * 4, "林小安等"),
    ],
)
def test_names_by_the_language_of_the_item(language: str, authors: list[dict[str, str]], shown: str) -> None:
    comma = "，" if language.startswith("zh") else ", "
    assert entry(language=language, author=authors).split(comma + ("「" if comma == "，" else "“"))[0] == shown


def test_a_substitute_inside_a_condition_takes_after_its_names() -> None:
    assert entry(editor=[person("Low", "Ann")]).startswith("A. LOW, ")


def test_quotation_marks_by_the_layout() -> None:
    assert "「T」" in entry(language="zh")
    assert "“T.”" in entry(language="en")


@pytest.mark.parametrize(
    ("parts", "shown"),
    [([2001], "2001"), ([2001, 5], "month"), ([2001, 5, 7], "day")],
)
def test_parts_of_a_date(parts: list[int], shown: str) -> None:
    assert entry(issued={"date-parts": [parts]}) == f"Anonymous, “T,” {shown}."


def test_conditions_inside_a_condition() -> None:
    assert entry(type="book") == "Anonymous, “T,” B."
    assert entry(type="book", publisher="X", page="3") == "Anonymous, “T,” 3."
    assert entry(type="map", language="zh-CN").endswith("，中。")


def test_what_a_note_says_of_type_and_date_comes_first() -> None:
    noted = entry(note="type: pamphlet\nissued: 1865（清同治四年）", issued={"date-parts": [[1999, 1]]})
    assert noted == "Anonymous, “T,” 1865, P."
    assert entry(note="issued: some day", issued={"date-parts": [[1999]]}) == "Anonymous, “T,” 1999."
    spoken = {"id": "T", "type": "map", "title": "T", "note": "language: zh-CN"}
    assert Processor(STYLE, [spoken], output="text").bibliography().entries[0].text.endswith("「T」，中。")


def test_ranges_take_the_sign_of_the_style_but_names_of_standards_keep_their_dash() -> None:
    assert entry(page="序2–3", number="GB/T 7714—2015") == "Anonymous, “T,” GB/T 7714—2015, 序2-3."
    processor = Processor(STYLE, [item(k) for k in "abc"], output="text")
    assert processor.cite([[{"id": k} for k in "abc"]]) == ["[1~3]"]


def test_one_list_in_two_scripts_is_in_the_order_of_the_sorting_language() -> None:
    works = [item(k, author=[{"literal": k}]) for k in ("Zeta", "张三", "Alpha", "李四", "王五", "闫六", "倪七")]
    processor = Processor(STYLE, works, output="text")
    assert [e.id for e in processor.bibliography().entries] == ["李四", "倪七", "王五", "闫六", "张三", "Alpha", "Zeta"]
    assert collate("王") > collate("z")
    assert collate("2", True) < collate("王", True) < collate("a", True)


def test_the_stored_results_of_chinese_styles(shared: Path) -> None:
    folder = shared / "csl" / "chinese-styles"
    if not folder.is_dir():
        pytest.skip(f"the Chinese styles are not here: {folder} (set PINQUOTE_SHARED)")
    compared = dict(chinese_styles.compare(folder))
    assert compared
    for name, comparisons in compared.items():
        wrong = [one for one in comparisons if not one.equal]
        assert comparisons, name
        assert not wrong, (name, wrong)


def made(folder: Path, layouts: str, default: str = "zh-CN") -> Path:
    path = folder / "made.csl"
    path.write_text(
        f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.1" class="in-text" default-locale="{default}">'
        f"<citation>{layouts}</citation></style>",
        "utf-8",
    )
    return path


LAYOUTS = '<layout locale="{}"><text value="own"/></layout><layout><text value="default"/></layout>'


@pytest.mark.parametrize(
    ("default", "locales", "language", "chosen"),
    [
        ("zh-CN", "en", "en-GB", "own"),
        ("zh-CN", "en de", "de", "own"),
        ("zh-CN", "en", "eng", "default"),
        ("zh-CN", "en", "", "default"),
        ("zh-CN", "zh", "zh-CN", "default"),
        ("zh-CN", "zh", "zh", "default"),
        ("zh-CN", "zh", "zh-TW", "own"),
        ("en-US", "zh", "zh_CN", "own"),
        ("en-US", "en", "en", "default"),
        ("en-US", "en", "en-GB", "own"),
    ],
)
def test_the_layout_for_a_language(tmp_path: Path, default: str, locales: str, language: str, chosen: str) -> None:
    style = made(tmp_path, LAYOUTS.format(locales), default)
    assert Processor(style, [item("a", language)], output="text").cite([[{"id": "a"}]]) == [chosen]


@pytest.mark.parametrize(
    ("condition", "fields", "holds"),
    [
        ('locale="zh"', {"language": ""}, True),
        ('locale="en"', {"language": ""}, False),
        ('locale="zh ja" match="any"', {"language": "ja"}, True),
        ('jurisdiction="us"', {"jurisdiction": "us:c9"}, True),
        ('jurisdiction="us"', {"jurisdiction": "usa"}, False),
        ('match="nand" type="book" locale="en"', {"type": "book"}, False),
        ('match="nand" type="book" locale="zh"', {"type": "book"}, True),
        ('is-multiple="author"', {"author": [BODY]}, False),
    ],
)
def test_conditions_of_csl_m(tmp_path: Path, condition: str, fields: dict[str, Any], holds: bool) -> None:
    choice = f'<choose><if {condition}><text value="yes"/></if><else><text value="no"/></else></choose>'
    processor = Processor(made(tmp_path, f"<layout>{choice}</layout>"), [item("a") | fields], output="text")
    assert processor.cite([[{"id": "a"}]]) == ["yes" if holds else "no"]


@pytest.mark.parametrize(
    "layout",
    [
        '<names variable="author" suppress-min="2" suppress-max="1"><name/>'
        '<institution institution-parts="short-long" use-first="1" substitute-use-first="1" use-last="1" reverse-order="true">'
        '<institution-part name="long" if-short="true"/></institution></names>',
        '<group require="comma-safe" reject="empty-label"><text variable="title"/></group>',
        '<date variable="issued" form="imperial"/><date variable="issued" form="imperial"><date-part name="year"/></date>',
        '<text term="hereinafter" form="unknown"/><text variable="hereinafter"/><number variable="year-range"/>',
        '<choose><if is-parallel="title" genre="x" alternative="y" subjurisdictions="2"><text value="x"/></if></choose>',
        '<choose><if><conditions match="nand"><condition type="bill"/><condition/></conditions></if></choose>',
        '<alternative><text variable="title"/></alternative><intext/><unknown><text value="x"/></unknown>',
        '<text variable="title" parallel-first="title" track-containers="x" form="other" text-case="other" display="other"/>',
    ],
)
def test_what_is_not_known_of_csl_m_stops_nothing(tmp_path: Path, layout: str) -> None:
    works = [item("a", author=[person("Low", "Ann"), BODY], issued={"date-parts": [[2001, 5]]}), item("b", "zh-CN")]
    processor = Processor(made(tmp_path, f"<layout>{layout}<text value='.'/></layout>"), works, output="html")
    assert len(processor.cite([[{"id": "a"}], [{"id": "b", "locator": "3"}]])) == 2
