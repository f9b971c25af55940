"""Folding and its map back to the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.folding import MARKER, SEGMENT, _fold_part, fold

TEXTS = st.text(
    st.sampled_from("abcXYZ 019.,;:%-–—\"'“”‘’「」（）。，…\u00a0\u00ad\u200e\n\tﬁé曹廷國国①²－５")
    | st.characters(max_codepoint=0x2FFFF),
    max_size=60,
)
#: Long and short runs of plain words, and everything that looks at what stands beside it.
ATOMS = (
    *(
        "the rivers of the north",
        "word",
        "a",
        "I",
        "没有任何国家能够",
        "臺灣海峽裏的船",
        "中国",
        "1",
        "23",
        " ",
        "  ",
        "\n",
        "-",
        "–",
        "—",
    ),
    *(
        "--",
        "'",
        "’",
        "“",
        "”",
        ".",
        ",",
        "...",
        "…",
        "~",
        "(",
        "[",
        "\u0301",
        "\u00ad",
        "\u200b",
        "″",
        " - ",
        " -",
        "−",
        "％",
        "ﬁ",
    ),
    *("%", "/", ":", MARKER, SEGMENT),
)


@given(TEXTS)
def test_the_map_points_into_the_text_in_order(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(0 <= s < e <= len(text) for s, e in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)


@given(st.lists(st.sampled_from(ATOMS), max_size=14), st.booleans())
def test_runs_of_words_are_copied_as_they_would_be_folded(atoms: list[str], script: bool) -> None:
    text = "".join(atoms)
    one_by_one: tuple[list[str], list[int], list[int]] = [], [], []
    _fold_part(text, 0, len(text), script, one_by_one)
    folded = fold(text, script=script)
    assert (folded.text, list(folded.starts), list(folded.ends)) == ("".join(one_by_one[0]), *one_by_one[1:])


@given(TEXTS)
def test_letters_and_digits_are_never_lost(text: str) -> None:
    plain = [c for c in text if c.isalnum() and c.isascii()]
    assert [c for c in fold(text).text if c.isalnum() and c.isascii()][: len(plain)] or not plain
    assert sum(c.isascii() and c.isdigit() for c in fold(text).text) >= sum(c.isascii() and c.isdigit() for c in text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fell—sharply—by", "fell--sharply--by"),
        ("fell—sharply", "fell - sharply"),
        ("fell — sharply", "fell--sharply"),
        ("by -5%", "by −5%"),
        ("10～15%", "10-15%"),
        ("a\ufe0fb\u034f", "ab"),
        ("10–15", "10-15"),
        ("“ 一带一路” 合作", "「一带一路」合作"),
        ("进入 21 世纪，", "进入21世纪,"),
        ("coefﬁcient", "coefficient"),
        ("well\u2011known", "well-known"),
        ("so…", "so . . ."[:2] + "..."),
        ("caf\u0065\u0301", "café"),
        ("１９７８年", "1978年"),
        ("soft\u00adhyphen", "softhyphen"),
        ("exports” fell", "exports' fell"),
        ("the peopleʼs bank", "the people's bank"),
        ("｢一带一路｣", "「一带一路」"),
        ("︵见附件︶", "（见附件）"),
        ("气温为-5℃", "气温为−5°C"),
        ("it fell to –15 °C", "it fell to −15 °C"),
        ("growth (-5%)", "growth (−5%)"),
        ("5月8日～10日", "5月8日-10日"),
        ("第Ⅲ章", "第III章"),
    ],
)
def test_typography_folds_together(one: str, other: str) -> None:
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The therapist", "The the rapist"),
        ("grew -5%", "grew – 5%"),
        ("1, 2", "1,2"),
        ("in 2010 .5", "in 2010.5"),
        ("x²", "x2"),
        ("①", "1"),
        ("China", "china"),
        ("may, with", "may with"),
        ("“Belt” road", "Belt road"),
        ("co-operation", "cooperation"),
        ("fell–sharply", "fell-sharply"),
        ("5″ wide", "5′ wide"),
        ("12\u200f-\u200f15", "12-15"),
        ("\u202e21\u202c", "21"),
        ("exports” fell", "exports'fell"),
        ("0.1%", "01%"),
    ],
)
def test_what_changes_words_or_numbers_stays_apart(one: str, other: str) -> None:
    assert fold(one).text != fold(other).text


def test_script_folding_is_one_to_one() -> None:
    assert fold("改革開放以來", script=True).text == "改革开放以来"
    assert fold("改革開放以來").text == "改革開放以來"
