"""Selectors and offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance import Capture, Document, LayerText, Marker, ProvenanceError, Segment, Source, Title
from provenance.characters import is_boundary
from provenance.selectors import (
    TextQuoteSelector,
    find_quote,
    from_utf16,
    quote_selector,
    selectors,
    utf8_span,
    utf16_span,
)
from provenance.verification import quote

EN = "Exports grew by 0.1%. In the same year, total exports fell; trust, built over years, grew again in 2021. Officials agree."
ZH = "截至2020年底，绿色港口项目减排28.74%，当地居民的信任有所增强。"


def span(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def test_quote_selector() -> None:
    made = quote_selector(EN, *span(EN, "total exports fell"))
    assert made == TextQuoteSelector(
        exact="total exports fell", prefix="rew by 0.1%. In the same year, ", suffix="; trust, built over years, grew "
    ).model_copy(update={"prefix": EN[EN.index("total") - 32 : EN.index("total")]})
    assert len(made.suffix) == 32
    with pytest.raises(ProvenanceError, match="0-999"):
        quote_selector(EN, 0, 999)


@pytest.mark.parametrize(
    "whole", ["e\u0301", "👩‍🚀", "👍🏽", "🇨🇳", "각", "\u1100\u1161\u11a8", "\r\n", "☕\ufe0f", "क्षि"[:2], "葛\U000e0100"]
)
def test_context_never_cuts_a_character(whole: str) -> None:
    text = whole * 3 + "port" + whole * 3
    start = text.index("port")
    for context in range(1, 12):
        made = quote_selector(text, start, start + 4, context)
        assert len(made.prefix) % len(whole) == len(made.suffix) % len(whole) == 0
    assert not any(is_boundary(whole, i) for i in range(1, len(whole)))


ANY = st.text(
    st.sampled_from("ab é港口😀👩\u200d🚀🇨🇳\u0301.") | st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40
)


@given(ANY, st.data())
def test_offsets_come_back(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    low, high = utf16_span(text, start, end)
    assert text.encode("utf-16-le")[2 * low : 2 * high].decode("utf-16-le") == text[start:end]
    assert from_utf16(text, low, high) == (start, end)
    first, last = utf8_span(text, start, end)
    assert text.encode()[first:last].decode() == text[start:end]
    made = quote_selector(text, start, end)
    assert text[: start + len(made.exact)].endswith(made.prefix + made.exact)
    found = find_quote(text, made)
    assert found is None or text[slice(*found)] == text[start:end]


def test_half_a_character_is_refused() -> None:
    with pytest.raises(ProvenanceError, match="UTF-16"):
        from_utf16("a😀b", 0, 2)


def test_find_quote_takes_only_the_one_equal_place() -> None:
    text = "red port, blue port, red sea"
    assert find_quote(text, quote_selector(text, 10, 14)) == (10, 14)
    assert find_quote(text, TextQuoteSelector(exact="port")) is None
    assert find_quote(text, TextQuoteSelector(exact="Port")) is None


def library() -> Document:
    marker = Marker(number=1, segment="p1", layer="en", offset=EN.index(" In the"), form="1")
    segment = Segment(id="p1", kind="paragraph", layers={"en": LayerText.of(EN, markers=(marker,)), "zh": LayerText.of(ZH)})
    capture = Capture.of(EN.encode(), "text/plain", "page.txt")
    source = Source(id="harbour-2021", title=Title(text="Ports"), url="https://x.test/ports", language="en")
    return Document(id="harbour-2021", source=source, segments=(segment,), capture=capture)


def test_selectors_of_a_match() -> None:
    q = quote(library(), "p1@en", "total exports fell")
    assert q.match is not None
    got = selectors(q.match, library())
    start, end = span(EN, "total exports fell")
    assert got["position"] == {"type": "TextPositionSelector", "start": start, "end": end}
    assert got["quote"]["exact"] == "total exports fell"
    assert got["utf16"] == got["utf8"] == [start, end]
    assert got["link"].startswith("https://x.test/ports#:~:text=")
    assert "link" not in selectors(q.match)
    first = quote(library(), "p1@en", "Exports grew by")
    assert first.match is not None
    assert selectors(first.match)["position"]["start"] == 0
