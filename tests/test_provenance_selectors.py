"""Selectors, offsets, text fragments, annotations."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from provenance import Capture, Document, LayerText, Marker, ProvenanceError, Segment, Source, Title
from provenance.selectors import (
    TextQuoteSelector,
    find_quote,
    from_utf16,
    is_boundary,
    quote_selector,
    selectors,
    text_fragment,
    text_fragment_url,
    utf8_span,
    utf16_span,
)
from provenance.verification import quote

EN = "Exports grew by 0.1%. In the same year, total exports fell; trust, built over years, grew again in 2021. Officials agree."
ZH = "截至2020年底，绿色港口项目减排28.74%，当地居民的信任有所增强。"


def span(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def parts(directive: str | None) -> dict[str, str]:
    """A text directive taken apart as the draft's parser does."""
    assert directive is not None
    pieces = directive.removeprefix(":~:text=").split(",")
    out = {}
    if pieces[0].endswith("-"):
        out["prefix"] = unquote(pieces.pop(0)[:-1])
    if pieces[-1].startswith("-"):
        out["suffix"] = unquote(pieces.pop()[1:])
    out["start"] = unquote(pieces[0])
    if len(pieces) > 1:
        out["end"] = unquote(pieces[1])
    assert len(pieces) <= 2
    return out


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


def test_fragment_of_a_short_span() -> None:
    got = parts(text_fragment(EN, *span(EN, "total exports fell")))
    assert got == {"prefix": "In the same year,", "start": "total exports fell", "suffix": "; trust, built over"}


def test_fragment_escapes_its_own_signs() -> None:
    text = "a well-known, costly R&D plan: 5% more"
    made = text_fragment(text, 0, len(text))
    assert made == ":~:text=a%20well%2Dknown%2C%20costly%20R%26D%20plan%3A%205%25%20more"


def test_fragment_widens_to_whole_words() -> None:
    assert parts(text_fragment(EN, EN.index("xports grew"), EN.index("rew by") + 2))["start"] == "Exports grew"
    assert parts(text_fragment(EN, EN.index(".1%"), EN.index("%. In")))["start"].startswith("0.1")


def test_fragment_does_not_run_across_a_marker() -> None:
    marker = EN.index(" In the same")
    start, end = EN.index("grew by"), EN.index(", total")
    got = parts(text_fragment(EN, start, end, [marker]))
    assert (got["start"], got["end"]) == ("grew by 0.1%.", "In the same year")
    before = parts(text_fragment(EN, *span(EN, "In the same year"), [marker]))
    assert "prefix" not in before
    after = parts(text_fragment(EN, *span(EN, "grew by 0.1%."), [marker]))
    assert "suffix" not in after


@pytest.mark.parametrize("words", ["trust", "2021."])
def test_a_word_that_touches_a_marker_is_not_searched_for(words: str) -> None:
    """The page prints trust3 and 2021.3, which is one word: a part that ended there would not be found."""
    marker = EN.index(words) + len(words)
    got = parts(text_fragment(EN, EN.index("exports fell"), EN.index(" Officials") + 10, [marker]))
    assert not got["start"].endswith(words)


def test_a_long_span_is_named_by_its_ends() -> None:
    text = " ".join(f"word{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(100))
    got = parts(text_fragment(text, 0, len(text)))
    assert got == {"start": " ".join(text.split()[:6]), "end": " ".join(text.split()[-6:])}


def test_chinese_context_begins_and_ends_at_punctuation() -> None:
    got = parts(text_fragment(ZH, *span(ZH, "居民的信任")))
    assert got == {"prefix": "当地", "start": "居民的信任", "suffix": "有所增强。"}


def test_nothing_to_search_for() -> None:
    assert text_fragment("… — …", 0, 5) is None
    assert text_fragment_url("https://x.test/", "… — …", 0, 5) is None


def test_fragment_url() -> None:
    assert text_fragment_url("https://x.test/a", "ports", 0, 5) == "https://x.test/a#:~:text=ports"
    assert text_fragment_url("https://x.test/a#s", "ports", 0, 5) == "https://x.test/a#s:~:text=ports"


LETTERS = st.text(st.sampled_from("abz 09.,'-&港口，%"), min_size=1, max_size=60)


@given(LETTERS, st.data())
def test_any_fragment_parses_and_its_parts_are_in_order(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    markers = data.draw(st.lists(st.integers(1, len(text)), max_size=3))
    made = text_fragment(text, start, end, markers)
    assume(made is not None)
    assert made is not None
    assert re.fullmatch(r":~:text=(?:[\w.~%]+-,)?[\w.~%]+(?:,[\w.~%]+)?(?:,-[\w.~%]+)?", made)
    got = parts(made)
    # the page prints a marker's digits where the text has none: no part may hold a place where one stands
    page = "".join(("\x00" if i in markers and 0 < i < len(text) else "") + c for i, c in enumerate(text))
    at = 0
    for key in ("prefix", "start", "end", "suffix"):
        if key in got:
            pattern = r"\s+".join(re.escape(w) for w in got[key].split())
            found = re.compile(pattern).search(page, at)
            assert found, (key, got, page)
            at = found.start() + 1


def library() -> Document:
    marker = Marker(number=1, segment="p1", layer="en", offset=EN.index(" In the"), form="1")
    segment = Segment(id="p1", kind="paragraph", layers={"en": LayerText.of(EN, markers=(marker,)), "zh": LayerText.of(ZH)})
    capture = Capture.of(EN.encode(), "text/plain", "page.txt")
    source = Source(id="harbour-2021", title=Title(text="Ports"), url="https://x.test/ports", language="en")
    return Document(id="harbour-2021", source=source, segments=(segment,), capture=capture)


def test_selectors_of_a_match() -> None:
    q = quote(library(), "p1@en", "total exports fell")
    assert q.match is not None
    got = selectors(q.match, EN)
    start, end = span(EN, "total exports fell")
    assert got["position"] == {"type": "TextPositionSelector", "start": start, "end": end}
    assert got["quote"]["exact"] == "total exports fell"
    assert got["utf16"] == got["utf8"] == [start, end]
    assert got["link"].startswith("https://x.test/ports#:~:text=")
    assert "link" not in selectors(q.match)
    first = quote(library(), "p1@en", "Exports grew by")
    assert first.match is not None
    assert selectors(first.match)["position"]["start"] == 0
