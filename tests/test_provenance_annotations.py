"""W3C Web Annotations: out, by the model's rules; in, our own and others'."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance import (
    Anchor,
    Capture,
    Document,
    LayerText,
    Marker,
    NotLocated,
    ProvenanceError,
    Segment,
    Source,
    Title,
    UnknownAnchor,
)
from provenance.annotations import annotate, annotated_source, annotation, from_annotation, read_annotation, source_iris
from provenance.verification import quote, resolve

from .documents_made import document, prose

EN = "Exports grew by 0.1%. In the same year, total exports fell; trust, built over years, grew again in 2021. Officials agree."
ZH = "截至2020年底，绿色港口项目减排28.74%，当地居民的信任有所增强。"
PAGE = "https://x.test/ports"


def ports(url: str | None = PAGE, retrieved: str | None = None) -> Document:
    marker = Marker(number=1, segment="p1", layer="en", offset=EN.index(" In the"), form="1")
    segment = Segment(id="p1", kind="paragraph", layers={"en": LayerText.of(EN, markers=(marker,)), "zh": LayerText.of(ZH)})
    capture = Capture.of(EN.encode(), "text/plain", "page.txt").model_copy(update={"retrieved": retrieved})
    source = Source(id="harbour-2021", title=Title(text="Ports"), url=url, language="en")
    return Document(id="harbour-2021", source=source, segments=(segment,), capture=capture)


def version(of: Document, layer: str = "en") -> str:
    return of.segments[0].layers[layer].version[:12]


def test_a_span() -> None:
    start = EN.index("total")
    got = annotate(ports(), f"p1@en;cp={start}-{start + 18}")
    assert got["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert got["type"] == "Annotation"
    assert got["id"].startswith("urn:pinquote:annotation/")
    assert got["body"] == {"type": "TextualBody", "value": "total exports fell", "format": "text/plain", "language": "en"}
    target = got["target"]
    assert (target["type"], target["source"]) == ("SpecificResource", PAGE)
    fragment, alone = target["selector"]
    assert (fragment["type"], fragment["value"]) == ("FragmentSelector", "p1@en")
    position, words = fragment["refinedBy"]
    assert words == alone
    assert EN[position["start"] : position["end"]] == words["exact"] == "total exports fell"
    assert EN.startswith(words["suffix"], position["end"])
    assert EN[: position["start"]].endswith(words["prefix"])
    assert target["state"]["pinquote:version"] == version(ports())
    assert target["state"]["cached"].startswith("ni:///sha-256;")


def test_other_places() -> None:
    whole = annotate(ports(), "p1@zh")["target"]["selector"][0]["refinedBy"]
    assert whole[0] == {"type": "TextPositionSelector", "start": 0, "end": len(ZH)}
    marker = annotate(ports(), "p1@en!fn1")
    assert marker["target"]["selector"]["value"] == "p1@en!fn1"
    assert "refinedBy" not in marker["target"]["selector"]
    assert "body" not in marker
    work = annotate(ports(), "harbour-2021")
    assert "selector" not in work["target"]
    assert work["body"]["value"] == "Ports"
    edition = annotate(ports().without_words(), "p1@en;cp=0-7")
    assert edition["target"]["selector"]["refinedBy"] == {"type": "TextPositionSelector", "start": 0, "end": 7}
    with pytest.raises(UnknownAnchor):
        annotate(ports(), "p9@en")
    with pytest.raises(UnknownAnchor):
        annotate(ports(), "other-1990")


def test_the_same_anchor_gives_the_same_annotation() -> None:
    assert annotate(ports(), "p1@en") == annotate(ports(), "p1@en")
    assert annotate(ports(), "p1@en")["id"] != annotate(ports(), "p1@zh")["id"]


@pytest.mark.parametrize(
    ("read", "says"),
    [
        ("2024-01-02T03:04:05+08:00", {"sourceDate": "2024-01-01T19:04:05Z"}),
        ("2024-01-02", {"sourceDateStart": "2024-01-02T00:00:00Z", "sourceDateEnd": "2024-01-02T23:59:59Z"}),
        # without a zone the moment is not known, the day is
        ("2024-01-02T03:04:05", {"sourceDateStart": "2024-01-02T00:00:00Z", "sourceDateEnd": "2024-01-02T23:59:59Z"}),
        ("2024", {}),
        (None, {}),
    ],
)
def test_times_are_moments_in_utc(read: str | None, says: dict[str, str]) -> None:
    state = annotate(ports(retrieved=read), "p1@en")["target"]["state"]
    assert state["type"] == "TimeState"
    assert {k: v for k, v in state.items() if k.startswith("sourceDate")} == says


def test_without_an_address_the_file_is_named_by_its_hash() -> None:
    assert re.fullmatch(r"ni:///sha-256;[\w-]{43}", source_iris(ports(url=None))[0])
    assert source_iris(ports())[0] == PAGE
    bare = ports(url=None).model_copy(update={"capture": None})
    assert source_iris(bare)[0] == "urn:pinquote:harbour-2021"
    assert "cached" not in annotate(bare, "p1@en")["target"]["state"]


def test_a_quotation() -> None:
    made = annotation(quote(ports(), "p1@en", "“total exports fell”"), ports())
    assert made["body"]["value"] == "“total exports fell”"
    assert made["target"]["selector"][1]["exact"] == "total exports fell"
    without = annotation(quote(ports(), "p1@en", "total exports fell"))
    assert without["target"]["selector"][1] == {"type": "TextQuoteSelector", "exact": "total exports fell"}
    with pytest.raises(ProvenanceError, match="altered"):
        annotation(quote(ports(), "p1@en", "total imports fell"))


# ------------------------------------------------------------------------------------------------------------- reading back

TEXT = st.text(st.sampled_from("ab é港口😀 .,“”0123"), min_size=1, max_size=30)


@given(st.lists(st.dictionaries(st.sampled_from(["en", "zh"]), TEXT, min_size=1), min_size=1, max_size=4), st.data())
def test_what_is_written_is_read_back(texts: list[dict[str, str]], data: st.DataObject) -> None:
    known = document(*texts)
    segment = data.draw(st.sampled_from(known.segments))
    tag = data.draw(st.sampled_from(list(segment.layers)))
    layer = segment.layers[tag]
    start = data.draw(st.integers(0, layer.length - 1))
    end = data.draw(st.integers(start + 1, layer.length))
    span = None if (start, end) == (0, layer.length) else (start, end)
    anchor = Anchor(work=known.id, segment=segment.id, layer=tag, version=layer.version[:12], span=span)
    written = json.dumps(annotate(known, anchor), ensure_ascii=False)
    assert from_annotation(read_annotation(written), known) == anchor
    assert from_annotation(annotate(known.without_words(), anchor), known) == anchor


def test_markers_and_documents_are_read_back() -> None:
    known = ports()
    for written in ("harbour-2021/p1@en!fn1", "harbour-2021"):
        anchor = Anchor.parse(written)
        found = from_annotation(annotate(known, anchor), known)
        assert found.model_copy(update={"version": None}) == anchor
    assert from_annotation({"target": PAGE}, known) == Anchor(work="harbour-2021")
    assert annotated_source(annotate(known, "p1")) == PAGE
    assert annotated_source({"target": PAGE + "#p1"}) == PAGE
    assert annotated_source({"uri": PAGE, "target": [{"selector": []}]}) == PAGE
    assert annotated_source({"target": {"selector": []}}) is None


def selected(*selectors: dict[str, Any]) -> dict[str, Any]:
    return {"target": [{"source": PAGE, "selector": list(selectors)}]}


def quoted(exact: str, prefix: str = "", suffix: str = "") -> dict[str, Any]:
    return {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}


XPATH = {
    "type": "RangeSelector",
    "startContainer": "/div[2]/p[1]",
    "endContainer": "/div[2]/p[1]",
    "startOffset": 3,
    "endOffset": 9,
}
ON_PAGE = {"type": "TextPositionSelector", "start": 4310, "end": 4328}


@pytest.mark.parametrize(
    ("exact", "prefix", "suffix", "found"),
    [
        ("total exports fell", "", "", "total exports fell"),
        # the page's text has line breaks, other quotation marks and the marker's digits
        ("total\n  exports fell", "", "", "total exports fell"),
        ("grew by 0.1%.[1] In the same year", "", "", "grew by 0.1%. In the same year"),
        ("grew by 0.1%.1 In the same year", "", "", "grew by 0.1%. In the same year"),
        # a selection need not end at a word
        ("otal exp", "", "", "otal exp"),
        # twice in the text: the context decides, the page's own included
        ("grew", "Home | About\n\nExports ", " by 0.1%.1 In the", "grew"),
        ("grew", "trust, built over years, ", " again", "grew"),
        ("绿色港口项目", "", "", "绿色港口项目"),
    ],
)
def test_annotations_of_others(exact: str, prefix: str, suffix: str, found: str) -> None:
    known = ports()
    anchor = from_annotation(selected(XPATH, ON_PAGE, quoted(exact, prefix, suffix)), known)
    layer = known.segment("p1").layers[str(anchor.layer)]
    assert anchor.span is not None
    assert str(layer.text)[slice(*anchor.span)] == found
    assert anchor.version == layer.version[:12]
    if "again" in suffix:
        assert anchor.span[0] == EN.rindex("grew")


def test_the_context_may_be_the_next_paragraph() -> None:
    known = document(prose(0), "Repealed.", prose(1), "Repealed.", prose(2))
    anchor = from_annotation(selected(quoted("Repealed.", prefix=prose(1)[-45:] + "\n\n")), known)
    assert anchor.place == "acts-1990/p4@en"


@pytest.mark.parametrize(
    ("exact", "prefix", "suffix", "found"),
    [
        # a client's prefix and suffix differ a little from ours, or reach over the edge of the paragraph
        ("total exports", "the same  year,\n", " fell;trust", True),
        ("total exports", "In the same Year, ", " fell. Trust", True),
        ("Exports grew", "Menu\nHome\nLogin ", " by 0.1%.[1]", True),
        ("total exports", "", "", True),
        # these stand elsewhere with the same few words
        ("total exports", "the imports and the ", " of the north", False),
        ("total exports", "", " of the northern provinces", False),
        # so many words are enough
        ("total exports fell; trust, built over years", "of the north ", " of the south", True),
    ],
)
def test_few_words_are_where_the_words_around_them_are(exact: str, prefix: str, suffix: str, found: bool) -> None:
    data = selected(ON_PAGE, quoted(exact, prefix, suffix))
    if found:
        assert from_annotation(data, ports()).place == "harbour-2021/p1@en"
    else:
        with pytest.raises(NotLocated, match="with other words around them"):
            from_annotation(data, ports())


AWKWARD = "The 船 e\u0301te\u0301 👩‍🚀 sailed. 𠮷野家 sailed, 🇨🇳 sailed, and the naïve café e\u0301te\u0301 sailed."


@pytest.mark.parametrize("words", ["e\u0301te\u0301 👩‍🚀", "𠮷野家", "🇨🇳 sailed", "café", AWKWARD])
def test_characters_of_more_than_one_unit_are_read_back(words: str) -> None:
    known = document(AWKWARD, {"en": AWKWARD, "zh": "𠮷野家的船👩‍🚀。"})
    start = AWKWARD.index(words)
    for place in ("p1@en", "p2@en"):
        anchor = Anchor.parse(f"{known.id}/{place};cp={start}-{start + len(words)}")
        written = json.dumps(annotate(known, anchor))
        back = from_annotation(read_annotation(written), known)
        assert back.place == anchor.place
        assert (back.span or (0, len(AWKWARD))) == anchor.span


def test_a_span_of_another_version_is_not_annotated() -> None:
    for anchor in ("p1@en;v=aaaaaaaaaaaa;cp=3-9", "p1@en;v=aaaaaaaaaaaa"):
        with pytest.raises(UnknownAnchor, match="stale-version: harbour-2021/p1@en has changed"):
            annotate(ports(), anchor)


def test_a_choice_of_selectors_and_a_fragment_of_the_page() -> None:
    page_fragment = {"type": "FragmentSelector", "value": "chapter-2", "conformsTo": "http://tools.ietf.org/rfc/rfc3236"}
    choice = {"type": "Choice", "items": [page_fragment, quoted("total exports fell")]}
    anchor = from_annotation({"target": {"source": PAGE, "selector": choice}}, ports())
    assert anchor == resolve(ports(), f"p1@en;v={version(ports())};cp={EN.index('total')}-{EN.index('total') + 18}")
    assert from_annotation(selected({"type": "FragmentSelector", "value": "p1@zh"}), ports()).place == "harbour-2021/p1@zh"


def revised(text: str) -> Document:
    known = ports()
    layers = {**known.segments[0].layers, "en": LayerText.of(text)}
    return known.model_copy(update={"segments": (known.segments[0].model_copy(update={"layers": layers}),)})


def test_an_annotation_of_an_older_version() -> None:
    start = EN.index("total")
    old = annotate(ports(), f"p1@en;cp={start}-{start + 18}")
    later = revised("At last, " + EN)
    found = from_annotation(old, later)
    assert found.span == (start + 9, start + 27)
    assert found.version == version(later)
    with pytest.raises(ProvenanceError, match="are not in harbour-2021"):
        from_annotation(old, revised(EN.replace("total", "all")))
    bare = annotate(ports().without_words(), "p1@en;cp=0-7")
    with pytest.raises(ProvenanceError, match=f"stale-version: .*version {version(ports())}"):
        from_annotation(bare, later)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "expected an object with a target"),
        ([], "expected an object with a target"),
        ({"target": 3}, "neither an address nor an object"),
        ({"target": [PAGE, PAGE]}, "2 targets; expected one"),
        (selected(XPATH, ON_PAGE), r"\(RangeSelector, TextPositionSelector\) cannot be followed"),
        (selected(quoted("")), "exact is not a text"),
        (selected({"type": "TextQuoteSelector", "exact": "grew", "prefix": 3}), "prefix is not a text"),
        (selected(quoted("total imports fell")), "are not in harbour-2021"),
        (selected(quoted("grew")), r"stand in 2 places of harbour-2021 \(p1@en\)"),
        (selected(quoted("…")), "are not in"),
        (selected({"type": "FragmentSelector", "value": "p1@en", "refinedBy": {**ON_PAGE}}), "4310-4328 is no span of"),
        (
            selected({"type": "FragmentSelector", "value": "p1@en", "refinedBy": {**ON_PAGE, "start": -1}}),
            "-1-4328 is no span of code points",
        ),
        (selected({"type": "FragmentSelector", "value": "p1@en", "refinedBy": quoted("no such")}), "do not stand once"),
    ],
)
def test_one_clear_line_for_what_cannot_be_followed(data: Any, says: str) -> None:
    with pytest.raises(ProvenanceError, match=says) as refusal:
        from_annotation(data, ports())
    assert "\n" not in str(refusal.value)


def test_words_that_run_over_paragraphs() -> None:
    known = document(prose(0), prose(1))
    with pytest.raises(ProvenanceError, match="run over p1, p2"):
        from_annotation(selected(quoted("shall be kept.\n" + prose(1).partition(";")[0])), known)


@pytest.mark.parametrize(
    ("text", "says"), [("{", "line 1, column 2: this is no JSON"), ("[" * 100_000, "no JSON"), ("3", "target")]
)
def test_text_that_is_no_annotation(text: str, says: str) -> None:
    with pytest.raises(ProvenanceError, match=says):
        read_annotation(text)


#: Anything that JSON can say, in the places where an annotation says something.
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["FragmentSelector", "p1@en", "grew"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "value", "exact", "refinedBy", "start", "end", "items", "selector"]), inner)
    ),
    max_leaves=12,
)


@given(JSON, JSON)
def test_any_json_is_an_anchor_or_one_clear_line(selector: Any, state: Any) -> None:
    for data in (selector, {"target": selector}, {"target": {"selector": selector, "state": state}}):
        refused = None
        try:
            annotated_source(data)
            assert from_annotation(data, ports()).work == "harbour-2021"
        except ProvenanceError as error:
            refused = str(error)
        assert refused is None or "\n" not in refused
