"""The lineage of a quotation as PROV and as a picture."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance import (
    Agent,
    Anchor,
    Attribution,
    Capture,
    Document,
    LayerText,
    Match,
    Name,
    ProvenanceError,
    Quotation,
    Segment,
    Source,
    Title,
    body,
)
from provenance.lineage import FORMATS, lineage, lineage_as, trace
from provenance.verification import quote

prov_model = pytest.importorskip("prov.model")

EN = "By the end of 2020, the “green port” program had cut emissions by 28.74%."
ZH = "截至2020年底，“绿色港口”项目减排28.74%。"
NOTE = "This page tells of ports."
AUTHORS = (
    Agent(names=(Name(family="林", given="海"), Name(family="Lin", given="Hai"))),
    Agent(names=(Name(family="周", given="慧"), Name(family="Zhou", given="Hui"))),
)
HOUSE = body("Harbour Translations")
ORIGINAL = Source(
    id="lin-2021-zh",
    title=Title(text="港口合作的“进展”", language="zh"),
    authors=AUTHORS,
    publisher=body("海滨大学", "Haibin University"),
    issued="2021-06-30",
    language="zh",
)
TRANSLATION = Source(
    id="lin-2021",
    title=Title(text='Port "Cooperation"', language="en"),
    authors=AUTHORS,
    translators=(HOUSE,),
    publisher=HOUSE,
    language="en",
    translation_of=ORIGINAL,
)
DATA = f"{EN}\n{ZH}\n".encode()


def made(translation: Source = TRANSLATION, capture: Capture | None = None, chinese: bool = True) -> Document:
    work = Attribution(authors=AUTHORS, translators=translation.translators)
    layers = {"en": LayerText.of(EN, work)}
    if chinese:
        layers["zh"] = LayerText.of(ZH, Attribution(authors=AUTHORS))
    page = Attribution(part="apparatus", authors=(HOUSE,))
    segments = (
        Segment(id="s1", kind="summary", layers={"en": LayerText.of(NOTE, page)}),
        Segment(id="p1", kind="paragraph", layers=layers),
    )
    return Document(id="lin-2021", source=translation, segments=segments, capture=capture)


DOCUMENT = made(capture=Capture.of(DATA, "text/plain", "page.txt"))
QUOTATIONS = {
    "translation": quote(DOCUMENT, "p1@en", "the “green port” program"),
    "original": quote(DOCUMENT, "p1@zh", "“绿色港口”项目减排"),
    "summary": quote(DOCUMENT, "s1@en", "tells of ports"),
    "whole": quote(DOCUMENT, "p1@en"),
    "no original words": quote(made(chinese=False), "p1@en"),
}


def records(q: Quotation, kind: str) -> list[dict[str, str]]:
    """The formal attributes of all records of one PROV kind, as plain strings without the prefix."""
    out = []
    for record in lineage(q).get_records():
        if record.get_type().localpart == kind:
            out.append({k.localpart: str(v).removeprefix("pinquote:") for k, v in record.attributes})
    return out


def test_the_chain_of_a_translated_paragraph() -> None:
    q = QUOTATIONS["translation"]
    en, zh = (f"lin-2021/p1@{tag};v={DOCUMENT.segments[1].layers[tag].version[:12]}" for tag in ("en", "zh"))
    derived = records(q, "Derivation")
    by_type = {(d["type"].removeprefix("prov:"), d["generatedEntity"]): d for d in derived}
    quoted = next(d for d in derived if d["type"] == "prov:Quotation")
    assert quoted["usedEntity"] == en
    translated = by_type["Translation", en]
    assert translated["usedEntity"] == zh
    assert by_type["PrimarySource", en]["usedEntity"] == by_type["PrimarySource", zh]["usedEntity"]
    (association,) = records(q, "Association")
    assert (association["activity"], association["agent"]) == (translated["activity"], "agent/harbour-translations")
    members = {(m["collection"], m["entity"]) for m in records(q, "Membership")}
    assert members == {("work/lin-2021", en), ("work/lin-2021-zh", zh)}
    attributed = {(a["entity"], a["agent"], a["type"]) for a in records(q, "Attribution")}
    assert attributed == {
        ("work/lin-2021", "agent/harbour-translations", "publisher"),
        ("work/lin-2021-zh", "agent/lin-hai", "author"),
        ("work/lin-2021-zh", "agent/zhou-hui", "author"),
        ("work/lin-2021-zh", "agent/haibin-university", "publisher"),
    }
    (capture,) = [e for e in records(q, "Entity") if "sha256" in e]
    assert DOCUMENT.capture is not None
    assert (capture["sha256"], capture["size"]) == (DOCUMENT.capture.sha256, str(len(DATA)))


def test_words_of_the_original_were_not_translated() -> None:
    q = QUOTATIONS["original"]
    assert records(q, "Activity") == records(q, "Association") == []
    assert {m["collection"] for m in records(q, "Membership")} == {"work/lin-2021-zh"}
    assert "agent/harbour-translations" not in str(records(q, "Agent"))


def test_the_pages_own_words_are_its_publishers() -> None:
    q = QUOTATIONS["summary"]
    assert records(q, "Activity") == []
    segment = records(q, "Membership")[0]["entity"]
    assert segment.startswith("lin-2021/s1@en")
    assert ("agent/harbour-translations", "author") in {
        (a["agent"], a["type"]) for a in records(q, "Attribution") if a["entity"] == segment
    }
    assert "lin-hai" not in lineage_as(q, "prov-json")


def test_without_the_original_paragraph_the_work_itself_was_translated() -> None:
    translated = [d for d in records(QUOTATIONS["no original words"], "Derivation") if d["type"] == "Translation"]
    assert [d["usedEntity"] for d in translated] == ["work/lin-2021-zh"]


def test_unknown_facts_are_absent() -> None:
    bare = Source(id="lin-2021", translation_of=Source(id="lin-2021-zh", language="zh"))
    q = quote(made(bare), "p1@en")
    text = lineage_as(q, "prov-json")
    assert records(q, "Agent") == []
    assert not any(word in text for word in ("sha256", "issued", "publisher", "null", "None", "url"))


def test_a_read_time_is_given_when_it_is_known() -> None:
    capture = Capture.of(DATA, "text/html").model_copy(
        update={"retrieved": "2024-01-02T03:04:05+00:00", "url": "https://x.test/"}
    )
    q = quote(made(capture=capture), "p1@en")
    (time,) = [a["endTime"] for a in records(q, "Activity") if "endTime" in a]
    assert time.startswith("2024-01-02 03:04:05")
    assert len(records(q, "Generation")) == 2


def test_an_unfaithful_quotation_has_none() -> None:
    q = quote(DOCUMENT, "p1@en", "the “red port” program had cut emissions")
    for call in (lineage, trace, lambda each: lineage_as(each, "svg")):
        with pytest.raises(ProvenanceError, match="altered"):
            call(q)
    with pytest.raises(ProvenanceError, match="prov-json, prov-n, turtle, svg"):
        lineage_as(QUOTATIONS["whole"], "dot")


def test_turtle_without_rdflib_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from prov.serializers import Registry

    monkeypatch.setitem(sys.modules, "rdflib", None)
    for name in [n for n in sys.modules if n.startswith(("rdflib.", "prov.serializers.provrdf"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(Registry, "serializers", None)
    with pytest.raises(ProvenanceError, match="rdflib"):
        lineage_as(QUOTATIONS["whole"], "turtle")


SERIALIZERS: dict[str, dict[str, Any]] = {
    "prov-json": {"format": "json"},
    "prov-n": {"format": "provn"},
    "turtle": {"format": "rdf", "rdf_format": "turtle"},
}


@pytest.mark.parametrize("form", SERIALIZERS)
@pytest.mark.parametrize("name", QUOTATIONS)
def test_round_trip(form: str, name: str) -> None:
    if form == "turtle":
        pytest.importorskip("rdflib")
    text = lineage_as(QUOTATIONS[name], form)
    back = prov_model.ProvDocument.deserialize(content=text, **SERIALIZERS[form])
    assert back == lineage(QUOTATIONS[name])


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('"\\\n<&“港'), min_size=1, max_size=30))
def test_any_words_survive(words: str) -> None:
    match = Match(
        anchor=Anchor(work="w", segment="p1", layer="en"), text=words, kind="paragraph", title="T", source=Source(id="w")
    )
    q = Quotation(quoted=words, verdict="verbatim", matches=(match,))
    for form in ("prov-json", "prov-n"):
        back = prov_model.ProvDocument.deserialize(content=lineage_as(q, form), **SERIALIZERS[form])
        assert back == lineage(q)
    ElementTree.fromstring(lineage_as(q, "svg"))


SCRIPT = """
import sys
sys.path[:0] = {path!r}
from tests.test_provenance_lineage import QUOTATIONS
from provenance.lineage import lineage_as
sys.stdout.buffer.write("".join(lineage_as(q, f) for q in QUOTATIONS.values() for f in {forms!r}).encode())
"""


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    try:
        import rdflib  # noqa: F401
    except ImportError:
        forms = [f for f in FORMATS if f != "turtle"]
    else:
        forms = list(FORMATS)
    script = SCRIPT.format(path=[p for p in sys.path if p], forms=forms)
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True, cwd=root
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert next(iter(outputs))


def test_lineage_is_imported_without_prov() -> None:
    code = "import sys, provenance.lineage, provenance.damage, provenance.selectors; print('prov.model' in sys.modules)"
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=root)
    assert result.stdout.strip() == "False"


def shapes(svg: str) -> Iterator[tuple[float, float, float, float]]:
    """The boxes of the picture, without background and legend."""
    for group in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}g"):
        boxes = list(group.iter("{http://www.w3.org/2000/svg}rect"))
        if len(boxes) == 1:
            yield tuple(float(boxes[0].attrib[k]) for k in ("x", "y", "width", "height"))  # type: ignore[misc]


@pytest.mark.parametrize("name", QUOTATIONS)
def test_the_picture(name: str) -> None:
    svg = lineage_as(QUOTATIONS[name], "svg")
    root = ElementTree.fromstring(svg)
    said = " ".join("".join(e.itertext()) for e in root.iter("{http://www.w3.org/2000/svg}text"))
    assert str(QUOTATIONS[name].anchor) in said
    assert "quoted from" in said
    if QUOTATIONS[name].match and QUOTATIONS[name].matches[0].capture:
        assert f"SHA-256 {QUOTATIONS[name].receipt()['capture'][:16]}" in said
    if name == "translation":
        for words in (
            "Translator",
            "Author",
            "林海 (Lin Hai)",
            "Publisher",
            "Translation",
            "generated by",
            "used",
            "primary source",
        ):
            assert words in said
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    placed = list(shapes(svg))
    for i, (x, y, w, h) in enumerate(placed):
        assert x >= 0 <= y
        assert x + w <= width
        assert y + h <= height
        for other in placed[i + 1 :]:
            assert x + w <= other[0] or other[0] + other[2] <= x or y + h <= other[1] or other[1] + other[3] <= y
    assert "href" not in svg
