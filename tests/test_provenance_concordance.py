"""The numbers of a paragraph beside those of its translation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance import Document
from provenance.concordance import FINDINGS, compare

EN = (
    "By the end of 2020 the port had 1,626 berths. In September 2021 it moved 16.26 million boxes, 28.74% more than in the "
    "first year, worth U.S. $485.8 billion; one of its two terminals opened on April 12, 2022."
)
ZH = "截至2020年底，该港有1626个泊位。2021年9月吞吐1626万箱，比第一年多28.74%，价值4858亿美元；两座码头之一于2022年4月12日启用。"


def told(en: str, zh: str) -> list[tuple[str, str | None, str | None]]:
    return [(f.kind, f.en, f.zh) for f in compare(en, zh)]


def test_equal_numbers_are_no_finding() -> None:
    assert told(EN, ZH) == []


@pytest.mark.parametrize(
    ("en", "zh"),
    [
        ("the 21st century", "二十一世纪"),
        ("the 18th Party Congress", "党的十八大"),
        ("one half of the 1990s", "90年代的50%"),
        ("one-third of them", "其中三分之一"),
        ("in the first place, one of two", "首先，其中之一"),
        ("a hundred flowers", "百花"),
        ("10 percent and 30 percent", "百分之十和三成左右"),
        ("from 2022 to 2024", "2022—2024年"),
        ("50 to 60 million people", "5000万至6000万人"),
        ("In 2020 it rose; in 2020 it also fell", "2020年先升后降"),
        ("In May 2021 it rose; that month it fell", "2021年5月先升，5月又降"),
        ("It grew in 2021 by 4%", "同年增长4%"),
        ("It grew by 4% that year", "2021年增长4%"),
        ("COVID-19 and 5G", "新冠与5G"),
        ("(1) Political aims", "政治目标"),
        ("three hundred million", "3亿"),
    ],
)
def test_what_the_languages_write_differently_is_no_finding(en: str, zh: str) -> None:
    assert told(en, zh) == []


@pytest.mark.parametrize(
    ("en", "zh", "expected"),
    [
        ("rose by 28.74%", "上升2874%", ("decimal-point-lost", "28.74%", "2874%")),
        ("gave 162,600 jobs", "提供1626 万个岗位", ("decimal-point-lost", "162,600", "1626 万")),
        ("of U.S. $7.891 billion", "达7891 亿美元", ("decimal-point-lost", "U.S. $7.891 billion", "7891 亿")),
        ("rose by 10.9%", "上升10%", ("digits-lost", "10.9%", "10%")),
        ("rose by 3.12%", "上升12%", ("digits-lost", "3.12%", "12%")),
        ("of $6.05 trillion", "达05 万亿美元", ("digits-lost", "$6.05 trillion", "05 万亿")),
        ("more than 673,000", "超过67 万", ("digits-lost", "673,000", "67 万")),
        ("rose by 0.1%", "上升 %。", ("number-lost", "0.1%", "%")),
        ("some $800 million of debt", "到期, 亿美元债务", ("number-lost", "$800 million", "亿")),
        ("40% of it", "其中40的投资", ("percent-sign-lost", "40%", "40")),
        ("a fleet of 1,626 boats", "一支162600艘船的船队", ("magnitude-differs", "1,626", "162600")),
        ("In September 2021 they met", "2021 月他们会面", ("month-lost", "September 2021", "2021 月")),
        ("In July 2022 they met", "2022 中方会面", ("month-lost", "July 2022", "2022")),
        ("On July 5, 2022 they met", "2022 年7月会面", ("missing-in-zh", "5", None)),
        ("from 2018 to 2020", "20182020 年", ("separator-lost", "2018 to 2020", "20182020")),
        ("by 86% and 95%", "分别降低了 8695%", ("separator-lost", "86% and 95%", "8695%")),
        ("it has 99 schools", "它有很多学校", ("missing-in-zh", "99", None)),
        ("it has many schools", "它有99所学校", ("missing-in-en", None, "99")),
        ("rose by 2874%", "上升28.74%", ("decimal-point-lost", "2874%", "28.74%")),
    ],
)
def test_disagreements(en: str, zh: str, expected: tuple[str, str | None, str | None]) -> None:
    assert told(en, zh) == [expected]


def test_the_poorer_text_is_named() -> None:
    assert [f.poorer for f in compare("by 28.74%", "上升2874%")] == ["zh"]
    assert [f.poorer for f in compare("by 2874%", "上升28.74%")] == ["en"]
    assert [f.poorer for f in compare("99 schools", "学校")] == [None]


def test_order_decides_which_gap_is_which() -> None:
    found = compare("by 0.1%, then 9.5%, then 10.9%", "先 %，后 %，再10%。")
    assert [(f.kind, f.en) for f in found] == [("number-lost", "0.1%"), ("number-lost", "9.5%"), ("digits-lost", "10.9%")]


def test_months_of_one_year_are_told_apart_by_their_order() -> None:
    found = compare(
        "As of July 2021 it stood. From January to May 2021 it grew. By 2021 it was done.",
        "截至2021 已成。2021 月增长。2021 完成。",
    )
    assert [(f.en, f.zh) for f in found] == [("July 2021", "2021"), ("January to May 2021", "2021 月")]


TEXT = st.text(st.sampled_from("0123456789.,%$ 年月日万亿百一二三十 May2021第 to"), max_size=50)


@given(TEXT, TEXT)
def test_any_texts_compare_and_spans_hold(en: str, zh: str) -> None:
    for finding in compare(en, zh):
        assert finding.kind in FINDINGS
        assert finding.en_span or finding.zh_span
        assert finding.en is None or en[slice(*finding.en_span or (0, 0))].strip() == finding.en
        assert finding.zh is None or zh[slice(*finding.zh_span or (0, 0))].strip() == finding.zh
        assert "\n" not in finding.detail


@given(st.lists(st.integers(11, 9999).map(lambda n: n * 7 + 2200), max_size=6))
def test_the_same_numbers_never_disagree(numbers: list[int]) -> None:
    en = ", ".join(f"{n:,} boats" for n in numbers)
    assert told(en, "，".join(f"{n}艘船" for n in reversed(numbers))) == []


def test_the_real_page(article: Document) -> None:
    found = set()
    for segment in article.segments:
        en, zh = segment.layers.get("en"), segment.layers.get("zh")
        if en and zh and en.text and zh.text:
            found.update(told(en.text, zh.text))
    assert ("decimal-point-lost", "162,600", "1626 万") in found
    assert ("decimal-point-lost", "28.74%", "2874%") in found
    assert ("digits-lost", "10.9%", "10%") in found
    assert ("number-lost", "0.1%", "%") in found
    assert ("month-lost", "September 2021", "2021 月") in found
    assert ("month-lost", "July 2022", "2022") in found
    assert not [f for f in found if f[0] in ("missing-in-en", "magnitude-differs")]
    assert len([f for f in found if f[0] == "missing-in-zh"]) <= 3
