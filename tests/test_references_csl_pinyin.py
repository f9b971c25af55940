"""Romanized Chinese names told from others, and their order."""

from __future__ import annotations

from pathlib import Path

import pytest

from references.csl import Processor
from references.csl.pinyin import is_pinyin_name


@pytest.mark.parametrize(
    ("family", "given"),
    [
        ("Feng", "Yujun"),
        ("Cao", "Ting"),
        ("Ouyang", "Ming"),
        ("Sima", "Guang"),
        ("Xi", "Xi'an"),
        ("Wang", "Xiao-ming"),
        ("Li", "Xiu Ying"),
        ("Lü", "Buwei"),
        ("Lyu", "Bu"),
        ("Zhāng", "Wěi"),
        ("ZHAO", "Ziyang"),
    ],
)
def test_names_in_pinyin(family: str, given: str) -> None:
    assert is_pinyin_name({"family": family, "given": given})


@pytest.mark.parametrize(
    ("family", "given"),
    [
        ("Hart", "Julia"),
        ("Smith", "John"),
        ("Li", "Maria"),
        ("Chan", "Sin-wai"),
        ("Chiang", "Kai-shek"),
        ("Li", "X."),
        ("Li", ""),
        ("", "Ming"),
        ("王", "小明"),
        ("Anan", "Li"),
    ],
)
def test_other_names(family: str, given: str) -> None:
    assert not is_pinyin_name({"family": family, "given": given})
    assert not is_pinyin_name({"family": "Li", "given": "Ming", "non-dropping-particle": "van"})


FENG, HART = {"family": "Feng", "given": "Yujun"}, {"family": "Hart", "given": "Julia"}


@pytest.mark.parametrize(
    ("language", "options", "shown"),
    [
        ("zh-CN", "", "Feng Yujun, Julia Hart"),
        ("zh", 'name-as-sort-order="first"', "Feng Yujun, Julia Hart"),
        ("zh", 'name-as-sort-order="all"', "Feng Yujun, Hart, Julia"),
        ("zh", 'initialize-with="."', "Feng Y., J. Hart"),
        ("zh", 'initialize-with="." name-as-sort-order="all"', "Feng, Y., Hart, J."),
        ("zh", 'form="short"', "Feng, Hart"),
        ("en", "", "Yujun Feng, Julia Hart"),
        ("", "", "Yujun Feng, Julia Hart"),
    ],
)
def test_order_in_a_chinese_work(tmp_path: Path, language: str, options: str, shown: str) -> None:
    style = tmp_path / "made.csl"
    style.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><citation><layout>'
        f'<names variable="translator"><name {options}/></names></layout></citation></style>',
        "utf-8",
    )
    item = {"id": "a", "type": "book", "language": language, "translator": [FENG, HART]}
    assert Processor(style, [item], output="text").cite([[{"id": "a"}]]) == [shown]


def test_a_name_that_says_its_order_goes_by_the_manuals(tmp_path: Path) -> None:
    style = tmp_path / "made.csl"
    style.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><citation><layout>'
        '<names variable="author"><name initialize-with=". "/></names></layout></citation></style>',
        "utf-8",
    )
    item = {"id": "a", "type": "book", "language": "zh", "author": [{**FENG, "static-ordering": True}]}
    assert Processor(style, [item], output="text").cite([[{"id": "a"}]]) == ["Y. Feng"]
