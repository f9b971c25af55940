"""Pages of the CSIS Interpret layout: the article, its neighbours, and pages of our own."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from corpus import PageError, read, read_bytes
from corpus.citeline import parse_cite_line
from provenance import Document, byte_range

from .conftest import MATERIAL

FURNITURE = (
    "To top",
    "Copy Link",
    "Original text",
    "Return to the Library",
    "side-by-side",
    "Cite This Page",
    "•",
    "Drop us a line",
)


def markers_by_segment(document: Document) -> dict[str, list[int]]:
    out: dict[str, list[int]] = defaultdict(list)
    for m in document.markers:
        out[m.segment].append(m.number)
    return dict(out)


def assert_maps_to_bytes(document: Document, data: bytes) -> None:
    """Every run, segment and marker against the file."""
    for segment, tag, layer in document.texts():
        assert layer.text is not None
        for run in layer.runs:
            if run.exact:
                assert data[run.byte_start : run.byte_end].decode().replace("\n", " ") == layer.text[run.start : run.end], (
                    segment.id,
                    tag,
                )
        assert layer.runs[0].start == 0
        assert layer.runs[-1].end == layer.length
        low, high = byte_range(layer.runs, layer.text, 0, layer.length) or (0, 0)
        assert data[low:high].decode().startswith(layer.text[:5])
    for m in document.markers:
        assert m.byte_start is not None
        assert data[m.byte_start : m.byte_end].decode() == m.form


class TestArticle:
    def test_structure(self, article: Document) -> None:
        assert article.id == "cao-cheng-2023"
        assert article.counts == {"heading": 9, "paragraph": 30, "summary": 1, "takeaway": 3}
        assert article.aligned == 39
        assert article.layers == {"en": 43, "zh": 39}
        by_kind = [s.id for s in article.segments]
        assert [i for i in by_kind if i[0] == "p"] == [f"p{n}" for n in range(1, 31)]
        assert [i for i in by_kind if i[0] == "h"] == [f"h{n}" for n in range(1, 10)]

    def test_headings_and_run_in_paragraphs(self, article: Document) -> None:
        assert article.segment("h6").layers["en"].text == "(1) Political risks in Latin America cannot be ignored."
        assert (article.segment("p5").layers["en"].text or "").startswith("(2) Economic and trade cooperation continued")

    def test_markers(self, article: Document) -> None:
        assert [m.number for m in article.markers] == list(range(1, 56))
        where = markers_by_segment(article)
        assert where["p5"] == [1, 2, 3]
        assert where["p6"] == [4, 5, 6, 7, 8, 9]
        assert where["p23"] == [49, 50, 51, 52, 53, 54, 55]
        assert all(m.layer == "en" and m.note is None for m in article.markers)

    def test_numbers_stay_whole_and_marker_digits_go(self, article: Document) -> None:
        text = "\n".join(t.text or "" for _, _, t in article.texts("en"))
        for number in ("7.4%.", "in 2022.", "$2.22 trillion", "$485.8 billion", "0.1%.", "COVID-19", "1:1000"):
            assert number in text
        for fused in ("0.1%.1", "2022.3", "7.4%.31", "2040.35", "GDP.33", "billion.14"):
            assert fused not in text

    def test_no_furniture(self, article: Document) -> None:
        text = "\n".join(t.text or "" for _, _, t in article.texts())
        assert not [f for f in FURNITURE if f in text]
        assert "PDF" not in text

    def test_everything_maps_to_the_capture(self, article: Document, article_page: Path) -> None:
        assert_maps_to_bytes(article, article_page.read_bytes())

    def test_source(self, article: Document) -> None:
        source = article.source
        original = source.original
        assert [[n.text for n in a.names] for a in source.authors] == [["曹廷", "Ting Cao"], ["程弋洋", "Yiyang Cheng"]]
        assert [a.names[1].family for a in source.authors] == ["Cao", "Cheng"]
        assert [a.names[0].family for a in source.authors] == ["曹", "程"]
        assert source.title is not None
        assert source.title.text.startswith("China–Latin America “Belt and Road” Cooperation")
        assert original.title is not None
        assert original.title.text.startswith("百年变局下的中拉")
        assert source.container_title == "CSIS Interpret: China"
        assert [a.names[0].text for a in source.translators] == ["CSIS Interpret: China"]
        assert original.publisher is not None
        assert {n.text for n in original.publisher.names} == {
            "Fudan University Institute of International Studies",
            "复旦大学国际问题研究院",
        }
        assert original.issued == "2023-08-05"
        assert (source.url, source.issued, source.pages, original.url) == (None, None, None, None)
        assert source.date_shown == "2023-08-05"

    def test_attribution(self, article: Document) -> None:
        for i in ("s1", "k1", "k2", "k3"):
            a = article.segment(i).layers["en"].attribution
            assert a.part == "apparatus"
            assert [x.names[0].text for x in a.authors] == ["CSIS Interpret: China"]
            cited = article.source_of(article.segment(i), "en")
            assert "曹廷" not in str(cited.authors)
        p = article.segment("p12")
        assert p.layers["en"].attribution.translators
        assert not p.layers["zh"].attribution.translators
        assert article.source_of(p, "zh") == article.source.original
        assert article.source_of(p, "en") == article.source


def test_the_other_english_pages(shared: Path) -> None:
    folder = shared / "pages" / "interpret-english"
    for entry in json.loads((folder / "index.json").read_text(encoding="utf-8")):
        document = read(folder / entry["file"])
        assert document.title == " ".join(entry["title"].split())
        assert len(document.segments) == entry["paragraphs"], entry["file"]
        assert [m.number for m in document.markers] == list(range(1, entry["highest_marker"] + 1)), entry["file"]
        assert_maps_to_bytes(document, (folder / entry["file"]).read_bytes())


class TestPageOfOurOwn:
    def test_structure(self, page: Document) -> None:
        assert page.counts["summary"] == 1
        assert page.counts["takeaway"] == 3
        assert page.aligned == page.counts["heading"] + page.counts["paragraph"]
        numbers = [m.number for m in page.markers]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) >= 12

    def test_bytes(self, page: Document) -> None:
        assert_maps_to_bytes(page, (MATERIAL / "interpret.txt").read_bytes())

    def test_no_furniture(self, page: Document) -> None:
        text = "\n".join(t.text or "" for _, _, t in page.texts())
        assert not [f for f in FURNITURE if f in text]

    def test_record(self, page: Document) -> None:
        assert page.source.original.issued
        assert all(len(a.names) == 2 for a in page.source.authors)
        assert page.source.original.publisher

    def test_the_same_page_as_html(self, page: Document) -> None:
        html = read(MATERIAL / "interpret.html")
        assert [(s.id, s.kind) for s in html.segments] == [(s.id, s.kind) for s in page.segments]
        assert [m.number for m in html.markers] == [m.number for m in page.markers]
        assert html.source.url == "https://interpret.example/translations/lantern-belt/"
        assert html.source.model_copy(update={"url": None}) == page.source
        # the text capture lost a space and the look of Chinese punctuation; the English words are the same
        for (_, tag, one), (_, _, other) in zip(html.texts(), page.texts(), strict=True):
            if tag == "en":
                assert "".join((one.text or "").split()) == "".join((other.text or "").split())

    def test_without_takeaways(self) -> None:
        document = read(MATERIAL / "interpret-no-takeaways.txt")
        assert "takeaway" not in document.counts
        assert document.counts["summary"] == 1
        assert document.counts["paragraph"] >= 2

    def test_some_paragraphs_without_chinese(self) -> None:
        document = read(MATERIAL / "interpret-partial-chinese.txt")
        body = [s for s in document.segments if s.kind in ("heading", "paragraph")]
        assert 0 < document.aligned < len(body)
        assert all("en" in s.layers for s in body)

    def test_an_editors_line_is_no_paragraph(self) -> None:
        document = read(MATERIAL / "interpret-editor-line.txt")
        editorial = [s for s in document.segments if "note" in (s.layers["en"].text or "").lower()[:20]]
        assert [s.kind for s in editorial] == ["summary"]
        assert editorial[0].layers["en"].attribution.part == "apparatus"
        first = document.segment("p1").layers["en"].text or ""
        assert "note" not in first.lower()[:20]

    def test_a_text_with_a_title_alone(self) -> None:
        document = read(MATERIAL / "monolingual.txt")
        assert list(document.layers) == ["en"]
        assert document.markers
        assert document.source.authors == ()
        assert document.source.date_shown is None


def test_another_html_page(tmp_path: Path) -> None:
    path = tmp_path / "post.html"
    path.write_text(
        "<!doctype html><title>On Ferries</title><meta name=citation_author content='Aldous Ferryman'>"
        "<meta name=citation_publication_date content='2019-04-02'><link rel=canonical href='https://ferries.example/on'>"
        "<nav><a href=/>Home</a></nav><h1>On Ferries</h1><p>The ferry, which is old, has carried more than three hundred "
        "passengers a day since 1990.<sup>1</sup> Nobody complained, and no fare was ever paid by children.</p>"
        "<section role=doc-endnotes><ol><li id=fn1>Ferry register, volume two.</li></ol></section>",
        encoding="utf-8",
    )
    document = read(path)
    assert document.id == "ferryman-2019"
    assert document.source.url == "https://ferries.example/on"
    assert document.counts == {"paragraph": 1, "note": 1}
    (marker,) = document.markers
    assert marker.note == "n1"
    assert document.segment("n1").layers["en"].text == "Ferry register, volume two."


def test_a_paragraph_without_english_does_not_shift_the_pairs(tmp_path: Path) -> None:
    english = [f"Paragraph {n} of the English text has quite enough words in it to be read as prose." for n in (1, 2, 3)]
    chinese = [f"中文的第{n}段文字也足够长所以会被当作正文来读取而不是标题而且没有标点" for n in "一二三四"]
    path = tmp_path / "pairs.txt"
    path.write_text("\n\n".join(["A Title", english[0], chinese[0], chinese[3], english[1], chinese[1], english[2], chinese[2]]))
    document = read(path)
    assert [list(s.layers) for s in document.segments] == [["en", "zh"], ["zh"], ["en", "zh"], ["en", "zh"]]
    assert document.segments[2].layers["zh"].text == chinese[1]


def test_an_index_page_is_refused() -> None:
    with pytest.raises(PageError, match=r"index-page.txt: .*(list|running text)"):
        read(MATERIAL / "index-page.txt")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n ", "white space"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        ("paper.pdf", b"%PDF-1.7\n", "PDF"),
        ("gbk.txt", "国际问题研究院的文章是一份中文文件。".encode("gb18030"), "GB18030"),
        ("words.txt", b"just a few words", "no running text"),
    ],
)
def test_files_that_are_no_documents(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(PageError) as caught:
        read(path)
    assert says in str(caught.value)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="No such file"):
        read(tmp_path / "nothing.txt")
    with pytest.raises(PageError, match="folder"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("line", "title", "author", "date"),
    [
        (
            "Wen Jing (文静). “The Tide [潮].” CSIS Interpret: China, original work published January 3, 2022.",
            "The Tide",
            "文静 (Wen Jing)",
            "2022-01-03",
        ),
        (
            'Wen Jing (文静), "The Tide [潮]," CSIS Interpret: China, original work published in P, Sept. 1, 2021',
            "The Tide",
            "文静 (Wen Jing)",
            "2021-09-01",
        ),
        (
            '文静 (Wen Jing).\n"The Tide [潮]". CSIS Interpret:\nChina, original work published in P, May 2021',
            "The Tide",
            "文静 (Wen Jing)",
            "2021-05",
        ),
        ('Tide Institute (潮研究院). "On “Tides” [潮]". CSIS Interpret: China', "On “Tides”", "Tide Institute (潮研究院)", None),
    ],
)
def test_cite_lines_of_other_shapes(line: str, title: str, author: str, date: str | None) -> None:
    found = parse_cite_line(line)
    assert found is not None
    assert (found.title, [a.text for a in found.authors], found.date) == (title, [author], date)
    assert (found.container, found.other_title) == ("CSIS Interpret: China", "潮")


def test_a_paragraph_whose_chinese_comes_first_and_lost_its_stops_is_no_heading() -> None:
    head = "Return to the Library\n\nThe Tide\n\nView the translated and original text side-by-side\n\n"
    chinese = "潮水每天来两次人们依靠它生活并且知道它的时间"
    pair = f"{chinese}\n\nThe tide comes twice a day, and the people who live by it know its hours well.\n\n"
    read = read_bytes((head + pair * 2 + "To top\n").encode(), "tide.txt")
    assert [(s.kind, len(s.layers)) for s in read.segments if s.kind in ("heading", "paragraph")] == [("paragraph", 2)] * 2
