"""The anchor grammar."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance import Anchor, AnchorError

WORKS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
ANCHORS = st.builds(
    lambda work, segment, layer, marker, version, span: Anchor(
        work=work, segment=segment, layer=layer, marker=marker, version=version, span=span
    ),
    WORKS,
    st.from_regex(r"[hpskn][1-9][0-9]{0,3}", fullmatch=True),
    st.none() | st.sampled_from(["en", "zh", "zh-Hant", "pt-BR"]),
    st.none() | st.integers(1, 999),
    st.none() | st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=12, max_size=52),
    st.none() | st.tuples(st.integers(0, 500), st.integers(501, 9999)),
)


def refusal(text: str) -> str | None:
    try:
        Anchor.parse(text)
    except AnchorError as error:
        return str(error)
    return None


@given(ANCHORS)
def test_what_is_written_is_read_back(anchor: Anchor) -> None:
    assert Anchor.parse(str(anchor)) == anchor


@given(st.text(string.printable + "曹廷", max_size=40))
def test_any_text_is_an_anchor_or_one_clear_line(text: str) -> None:
    message = refusal(text)
    if message is None:
        assert str(Anchor.parse(text)) == text
    else:
        assert "expected" in message
        assert "\n" not in message


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "a document's id"),
        ("Cao/p1", "a document's id"),
        ("cao-cheng-2023/p0", "a segment such as p12"),
        ("cao-cheng-2023/q1", "a segment such as p12"),
        ("cao-cheng-2023/p1@", "a language"),
        ("cao-cheng-2023/p1!3", "a marker such as fn3"),
        ("cao-cheng-2023/p1@en;v=short", "v= with at least 12"),
        ("cao-cheng-2023/p1@en;cp=9-3", "start lies before"),
        ("cao-cheng-2023/p1@en;cp=1-3;cp=1-3", "each once"),
        ("cao-cheng-2023/p1@en!fn3 ", "the end"),
    ],
)
def test_the_message_says_what_was_expected(text: str, says: str) -> None:
    with pytest.raises(AnchorError, match=says):
        Anchor.parse(text)


def test_design_examples() -> None:
    anchor = Anchor.parse("cao-cheng-2023/p12@en;v=6kq2m4xw7d3a;cp=10-58")
    assert (anchor.work, anchor.segment, anchor.layer, anchor.span) == ("cao-cheng-2023", "p12", "en", (10, 58))
    assert anchor.place == "cao-cheng-2023/p12@en"
    assert Anchor.parse("cao-cheng-2023/p5@en!fn3").marker == 3
    assert Anchor.parse("p6@en", work="cao-cheng-2023").place == "cao-cheng-2023/p6@en"
    assert Anchor.parse("cao-cheng-2023").segment is None
