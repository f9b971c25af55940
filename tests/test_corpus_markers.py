"""Digits fused to words: which are markers, and what is left when they are taken out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.markers import fused, without
from corpus.text import blocks
from corpus.traced import Block, trace


def marks(text: str) -> list[int]:
    return [m.number for found in fused(blocks(trace(text))) for m in found]


def cleaned(text: str) -> list[str]:
    parts = blocks(trace(text))
    return [without(b, m).text for b, m in zip(parts, fused(parts), strict=True)]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Exports grew by 0.1%.1 In the same year", "Exports grew by 0.1%. In the same year"),
        ("a high of $485.8 billion in 2022.1 In February 2023", "a high of $485.8 billion in 2022. In February 2023"),
        ("from 2022 to 2024.1", "from 2022 to 2024."),
        ("said so.”1Given that", "said so.”Given that"),
        ("a “grand strategy”\u200e1\xa0to guide it", "a “grand strategy”\xa0to guide it"),
        ("nowhere to hide. 1", "nowhere to hide."),
        ("many factors1, such as wind", "many factors, such as wind"),
    ],
)
def test_one_marker(text: str, left: str) -> None:
    assert marks(text) == [1]
    assert cleaned(text) == [left]


def test_two_together_and_one_with_no_punctuation() -> None:
    text = "They agreed.1 It held, as “promised.”2 3 The cost of its action 4 is “known” 5 to all. It ended.6"
    assert marks(text) == [1, 2, 3, 4, 5, 6]
    assert cleaned(text) == ["They agreed. It held, as “promised.” The cost of its action is “known” to all. It ended."]


@pytest.mark.parametrize(
    "text",
    [
        "COVID-19 spread, and 1C2S was renewed at Track 1.5 talks of the G7.",
        "Growth is high; in Asia, 25 percent. See (Figure 1) and the year 1978. It rose 7.4%. COP26 followed SM-3.",
        "On July 1, 2021 the Secretary spoke. He spoke on July 1 once more.",
        "1. First of all.\n\n2. Then again.\n\n3. At last, on page 4.",
        "The rate was 1:1000 for a time; 4MWh were stored. No. 1 was best, vol.2 next.",
        "二〇二一年。1 月的数据显示，增长10%。2 月则下降。3 月持平。",
    ],
)
def test_numbers_that_are_no_markers(text: str) -> None:
    assert marks(text) == []
    assert "".join(cleaned(text)).replace("\n", "") == text.replace("\n", "")


def test_a_later_number_is_not_taken_when_the_series_has_ended() -> None:
    assert marks("One.1 Two.2 Three.3 In Asia, 4 percent of all. By the end, 5 more.") == [1, 2, 3]


def test_a_lost_marker_leaves_a_gap_and_no_others_are_lost() -> None:
    assert marks("One.1 Two.2 Four.4 Five.5 Six.6 Seven.7") == [1, 2, 4, 5, 6, 7]


def test_bytes_of_a_marker() -> None:
    text = "曹 said “so.”1 Then"
    (found,) = fused([Block(trace(text), 1)])
    data = text.encode()
    assert data[found[0].byte_start : found[0].byte_end] == b"1"


WORDS = st.lists(st.from_regex(r"[A-Z][a-z]{3,8}( [a-z]{2,8}){2,6}", fullmatch=True), min_size=1, max_size=25)


@given(WORDS, st.sampled_from([".", ".”", "%.", ","]))
def test_removal_gives_back_the_text_that_was_marked(sentences: list[str], stop: str) -> None:
    plain = " ".join(s + stop for s in sentences)
    printed = " ".join(f"{s}{stop}{n}" for n, s in enumerate(sentences, 1))
    assert marks(printed) == list(range(1, len(sentences) + 1))
    assert cleaned(printed) == [plain]
    (found,) = fused(blocks(trace(printed)))
    assert [plain[: m.offset].endswith(stop) for m in found] == [True] * len(found)


def test_chinese_ordinals_are_no_markers_and_a_lone_digit_between_characters_is_not_enough() -> None:
    assert marks("新冠疫情与第1轨道对话在亚洲占25%。") == []
    assert marks("这条河很长1沿河的城镇很多") == []
    assert marks("这条河很长。1沿河的城镇很多2每个城镇都有港口。3") == [1, 2, 3]
