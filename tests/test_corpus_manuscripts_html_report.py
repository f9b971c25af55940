"""The page for an editor: whole in one file, every value escaped, differences told by more than colour, Chinese marked."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html
from lxml.html import HtmlElement

import corpus
from corpus.manuscripts.checking import judge
from corpus.manuscripts.html_report import as_html
from corpus.manuscripts.model import Quoted, Report

from .manuscript_samples import (
    CHINESE_WRONG,
    NO_NEGATION,
    NOWHERE,
    TRUE,
    WRONG_NUMBER,
    manuscript,
    passed,
    said,
    sample_library,
    sentence,
)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> corpus.Library:
    return sample_library(tmp_path_factory.mktemp("books") / "library.sqlite3")


@pytest.fixture(scope="module")
def report(books: corpus.Library) -> Report:
    found = [
        sentence(TRUE, 1),
        sentence(WRONG_NUMBER, 2, said("(<b>Shen</b> & Lu, ¶ 5)", "shen-lu-2024/p5")),
        sentence(NO_NEGATION, 3),
        sentence(CHINESE_WRONG, 4),
        sentence(NOWHERE, 5),
        sentence("Children asked for ghosts, and their grandparents never for weather", 6),
    ]
    return judge(manuscript(found), found, [passed("<i>slow</i>")], books)


def parsed(report: Report) -> HtmlElement:
    return html.document_fromstring(as_html(report))


def texts(page: HtmlElement, path: str) -> list[str]:
    return [" ".join(node.text_content().split()) for node in page.xpath(path)]


def test_it_is_whole_in_one_file(report: Report) -> None:
    text = as_html(report)
    page = parsed(report)
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert page.xpath("//script | //link | //img | //iframe | //object | //@src | //@onclick") == []
    assert all(target.startswith("#") for target in page.xpath("//@href"))
    assert not re.search(r"url\(|@import|https?:", text)
    assert page.xpath("//meta[@charset='utf-8']")


def test_every_link_inside_leads_somewhere(report: Report) -> None:
    page = parsed(report)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {target[1:] for target in page.xpath("//@href")} == {"q2", "q3", "q4", "q5", "q6"}
    assert {target[1:] for target in page.xpath("//@href")} <= set(ids)


def test_the_summary_counts(report: Report) -> None:
    page = parsed(report)
    assert texts(page, "//*[@id='outcome']") == ["5 quotations are not faithful of 6 that were checked."]
    rows = {row.xpath("string(th)"): row.xpath("string(td[1])") for row in page.xpath("//header//tbody/tr")}
    assert rows == {"verbatim": "1", "altered": "4", "not-found": "1", "passed over": "1"}


def test_differences_are_elements_with_words_for_listeners(report: Report) -> None:
    page = parsed(report)
    assert texts(page, "//article[@id='q2']//del") == ["in the source: 19,600", "in the source: a"]
    assert texts(page, "//article[@id='q2']//ins") == ["in the manuscript: 16,900", "in the manuscript: per"]
    assert texts(page, "//article[@id='q3']//del") == ["in the source: not"]
    assert texts(page, "//article[@id='q6']//ins") == ["in the manuscript: never"]
    css = page.xpath("string(//style)")
    assert "line-through" in css
    assert "underline" in css
    assert 'content: "{+"' in css


def test_the_quotation_stands_in_its_context(report: Report) -> None:
    page = parsed(report)
    for removed in page.xpath("//del | //*[@class='heard']"):
        removed.drop_tree()
    shown = texts(page, "//article/blockquote")
    assert shown[0] == f"They write: “{TRUE}” and more."
    assert shown[1].split() == f"They write: “{WRONG_NUMBER}” and more.".split()
    assert shown[3] == f"They write: “{CHINESE_WRONG}” and more."


def test_what_it_says_of_each(report: Report) -> None:
    page = parsed(report)
    altered = page.get_element_by_id("q2").text_content()
    assert "Not faithful: altered" in altered
    assert "Line 2, column 14" in altered
    assert "shen-lu-2024/p2@en;v=" in altered
    assert "the words are at shen-lu-2024/p2@en" in altered
    assert "By 2022 it was lending 19,600 books a year" in altered
    assert "Shen and Lu, The Library That Goes Upstream, para. 2." in altered
    assert "Should cite" not in page.get_element_by_id("q5").text_content()


def test_chinese_is_marked_as_chinese(report: Report) -> None:
    page = parsed(report)
    assert texts(page, "//article[@id='q4']//mark[@lang='zh']")
    assert texts(page, "//article[@id='q4']//q[@lang='zh']") == ["这个要求与学外语无关"]
    for node in page.xpath("//text()[not(ancestor::style)]"):
        if re.search("[\u4e00-\u9fff]", str(node)):
            tag = node.getparent() if not node.is_tail else node.getparent().getparent()
            assert tag.xpath("string(ancestor-or-self::*[@lang][1]/@lang)") == "zh", node


HOSTILE = "</title><script>alert('x')</script><img src=x onerror=alert(1)>&amp;\" ' \x00\x0b\ud800 end"


def test_every_value_is_text_and_never_markup(books: corpus.Library, report: Report) -> None:
    quoted = sentence(HOSTILE, 1, said(HOSTILE), before=HOSTILE, behind=HOSTILE)
    hostile = judge(manuscript([quoted], HOSTILE.replace("/", "")), [quoted], [passed(HOSTILE, HOSTILE)], books)
    hostile = replace(hostile, manuscript=replace(hostile.manuscript, remarks=(HOSTILE,)))
    text = as_html(hostile)
    page = html.document_fromstring(text.encode())
    assert page.xpath("//script | //img") == []
    assert len(page.xpath("//title")) == 1
    assert "\x00" not in text
    assert page.text_content().count("alert('x')") >= 6
    assert parsed(report).xpath("//article//b[text()='Shen'] | //i") == []


def test_long_paragraphs_are_cut_around_the_quotation(books: corpus.Library) -> None:
    latin = sentence(TRUE, 1, before="one two three " * 90, behind=" four five six" * 90)
    han = sentence("这个要求与学外语无关", 2, before="长" * 900, behind="短" * 900)
    shown = texts(parsed(judge(manuscript([latin, han]), [latin, han], [], books)), "//article/blockquote")
    assert all(len(s) < 700 for s in shown)
    assert shown[0].startswith("… ")
    assert shown[0].endswith(" …")
    assert shown[1].startswith("…长")
    assert shown[1].endswith("短…")


def test_faithful_and_empty_manuscripts_say_so(books: corpus.Library) -> None:
    one: list[Quoted] = [sentence(TRUE, 1)]
    assert "All quotations are faithful." in as_html(judge(manuscript(one), one, [], books))
    assert "No quotation was found." in as_html(judge(manuscript(), [], [], books))


def test_the_same_report_gives_the_same_page(report: Report) -> None:
    assert as_html(report) == as_html(report)


def test_the_name_is_shown_without_its_folders(books: corpus.Library) -> None:
    one = [sentence(TRUE, 1)]
    text = as_html(judge(manuscript(one, str(Path("private") / "folder" / "paper.md")), one, [], books))
    assert "private" not in text
    assert "paper.md" in text
