"""Numbers in English and Chinese."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.numerals import gaps, quantities, read_chinese

MIXED = st.text(
    st.sampled_from(
        "0123456789.,%$ -–~()/年月日号万亿千百十一二三五零〇第世纪分之点成个届abcIn%\uff11\uff05\uff0e of to million May 2021"
    )
    | st.characters(exclude_categories=("Cs",)),
    max_size=60,
)


def read(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(f"{q.value}{'/' + str(q.over) if q.over > 1 else ''}", q.unit) for q in quantities(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,626 boats", [("1626", "count")]),
        ("worth U.S. $485.8 billion", [("485800000000", "count")]),
        ("US$5bn and RMB 3 billion", [("5000000000", "count"), ("3000000000", "count")]),
        ("28.74% or 25 percent, 3 per cent", [("28.74", "percent"), ("25", "percent"), ("3", "percent")]),
        ("up 2.5 percentage points", [("2.5", "percent")]),
        ("2022 to 2024", [("2022", "year"), ("2024", "year")]),
        ("2022–23", [("2022", "year"), ("2023", "year")]),
        ("50–60 million", [("50000000", "count"), ("60000000", "count")]),
        ("between 5 and 6 million", [("5000000", "count"), ("6000000", "count")]),
        ("10–15 percent", [("10", "percent"), ("15", "percent")]),
        ("1,200 to 3 million", [("1200", "count"), ("3000000", "count")]),
        ("the 21st century", [("21", "ordinal")]),
        ("the 1990s", [("1990", "decade")]),
        ("April 12 to 15, 2023", [("4", "month"), ("12", "day"), ("15", "day"), ("2023", "year")]),
        ("12 April 2023", [("12", "day"), ("4", "month"), ("2023", "year")]),
        ("September 2021", [("9", "month"), ("2021", "year")]),
        ("early 2022, mid-2023", [("2022", "year"), ("2023", "year")]),
        ("From January to May 2021", [("1", "month"), ("5", "month"), ("2021", "year")]),
        ("in May", [("5", "month")]),
        ("May it be so; they March on", []),
        ("two-thirds of it", [("2/3", "fraction")]),
        ("1/3 of it", [("1/3", "fraction")]),
        ("one hundred and twenty-five", [("125", "count")]),
        ("three hundred million", [("300000000", "count")]),
        ("the twenty-first", [("21", "ordinal")]),
        ("ninety-nine", [("99", "count")]),
        ("dozens of hundreds", []),
        ("COVID-19, 5G, G20, 1C2S, MP3", []),
        ("Track 1.5", [("1.5", "count")]),
        ("(1) One reason", [("1", "count")]),
        ("a ratio of 1:1000", [("1000", "year")]),
        ("a 4MWh battery", [("4", "count")]),
    ],
)
def test_english(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("达 4858 亿美元", [("485800000000", "count")]),
        ("增长10.9%", [("10.9", "percent")]),
        ("\uff11\uff10\uff0e\uff19\uff05", [("10.9", "percent")]),
        ("百分之十", [("10", "percent")]),
        ("百分之三点五", [("3.5", "percent")]),
        ("三成以上", [("30", "percent")]),
        ("一成不变", []),
        ("二十一个", [("21", "count")]),
        ("1亿2000万人", [("120000000", "count")]),
        ("67.35 万", [("673500", "count")]),
        ("3.5千万", [("35000000", "count")]),
        ("2万亿元", [("2000000000000", "count")]),
        ("5000~6000万", [("50000000", "count"), ("60000000", "count")]),
        ("2021 年", [("2021", "year")]),
        ("2022年7月", [("2022", "year"), ("7", "month")]),
        ("4月12 ~ 15 日", [("4", "month"), ("12", "day"), ("15", "day")]),
        ("二〇二二年十二月", [("2022", "year"), ("12", "month")]),
        ("3个月", [("3", "count")]),
        ("30 年来", [("30", "count")]),
        ("第六届", [("6", "ordinal")]),
        ("第 3 条", [("3", "ordinal")]),
        ("20世纪70年代", [("1970", "decade")]),
        ("21 世纪", [("21", "ordinal")]),
        ("三分之一", [("1/3", "fraction")]),
        ("一带一路", []),
        ("几十个", []),
        ("五六个人", []),
        ("5G技术", []),
        ("(一)目标", []),
        ("2021 月", [("2021", "year")]),
    ],
)
def test_chinese(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text, "zh") == expected


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("十", 10), ("十八", 18), ("二十", 20), ("廿一", 21), ("一百零三", 103), ("一百一十", 110), ("二百五", 250),
        ("三万五", 35000),
        ("三百零五万", 3050000), ("两亿", 200000000), ("二〇二一", 2021), ("五六", None), ("万", None), ("百千", None),
        ("一二十", None),
    ],
)  # fmt: skip
def test_chinese_numerals(written: str, value: int | None) -> None:
    assert read_chinese(written) == value


def test_values_are_exact() -> None:
    third, share, money = quantities("one third of 0.1% and $2.22 trillion", "en")
    assert third.exact == Fraction(1, 3)
    assert share.value == Decimal("0.1")
    assert money.value == 2_220_000_000_000
    assert (money.digits, money.scale) == ("2.22", 10**12)


def test_dates_know_their_year() -> None:
    assert [(q.literal, q.year) for q in quantities("2022年7月5日,8月", "zh") if q.unit in ("month", "day")] == [
        ("7月", 2022),
        ("5日", 2022),
        ("8月", None),
    ]
    assert [q.year for q in quantities("From January to May 2021", "en")] == [2021, 2021, None]


@pytest.mark.parametrize(
    ("text", "language", "literals"),
    [
        ("增长 %。", "zh", ["%"]),
        ("增长\uff05", "zh", ["\uff05"]),
        ("2021 月召开", "zh", ["2021 月"]),
        ("到期, 亿美元债务", "zh", ["亿"]),
        ("占比(%),单位:%,\u201c%\u201d,上亿元,5%,十%", "zh", []),
        ("2021月饼节,2021年3月", "zh", []),
        ("it grew by %.", "en", ["%"]),
        ("a large % of it, the % change, 5 %.", "en", []),
    ],
)
def test_gaps(text: str, language: str, literals: list[str]) -> None:
    assert [g.literal.strip() for g in gaps(text, language)] == literals


@given(MIXED, st.sampled_from(["en", "zh", None, "zh-Hant"]))
def test_any_text_is_read_and_spans_point_at_literals(text: str, language: str | None) -> None:
    found = quantities(text, language)
    assert all(text[q.start : q.end] == q.literal != "" for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[g.start : g.end] == g.literal for g in gaps(text, language))
    assert [type(q).model_validate_json(q.model_dump_json()) for q in found] == list(found)


@given(st.integers(0, 10**15))
def test_separators_do_not_change_a_number(number: int) -> None:
    (plain,) = quantities(f"$ {number} of it", "en")
    (separated,) = quantities(f"${number:,} of it", "en")
    assert plain.value == separated.value == number


@given(st.integers(1, 99_999_999))
def test_chinese_numerals_read_back(number: int) -> None:
    assert read_chinese(_in_chinese(number)) == number


def _in_chinese(number: int) -> str:
    def section(n: int) -> str:
        out, zero = "", False
        for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = n // place % 10
            if digit:
                out += ("零" if zero and out else "") + "零一二三四五六七八九"[digit] + unit
                zero = False
            else:
                zero = True
        return out

    high, low = divmod(number, 10000)
    text = f"{section(high)}万" if high else ""
    return text + ("零" if high and 0 < low < 1000 else "") + section(low)
