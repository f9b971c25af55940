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
