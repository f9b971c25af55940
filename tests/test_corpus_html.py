from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import html, noteforms
from corpus.decode import decode
from corpus.traced import Block

MATERIAL = Path(__file__).parent / "material"


def read(page: str, encoding: str = "utf-8") -> list[Block]:
    data = page.encode(encoding)
    found = html.blocks(data, page, encoding)
    check_map(data, found)
    return found


def check_map(data: bytes, blocks: list[Block]) -> None:
    for block in blocks:
        for run in block.traced.runs():
            if run.exact:
                assert data[run.byte_start : run.byte_end].decode() == block.text[run.start : run.end]
            assert 0 <= run.byte_start <= run.byte_end <= len(data)
        for mark in block.marks:
            assert 0 <= mark.offset <= len(block.text)
            assert data[mark.byte_start : mark.byte_end]


def texts(page: str) -> list[str]:
    return [b.text for b in read(page)]


def marks(block: Block) -> list[tuple[int, int, str]]:
    return [(m.number, m.offset, m.form) for m in block.marks]


def test_tags_and_lines_of_blocks() -> None:
    found = read(
        "<h1>Title</h1>\n<p>One\n<p>Two\n<ul>\n<li>Item<li><p>Other</p></ul>\n"
        "<div>Loose</div><div role=heading aria-level=3>H</div>"
    )
    assert [(b.text, b.tag, b.line) for b in found] == [
        ("Title", "h1", 1),
        ("One", "p", 2),
        ("Two", "p", 3),
        ("Item", "li", 5),
        ("Other", "li", 5),
        ("Loose", None, 6),
        ("H", "h3", 6),
    ]


def test_white_space_is_collapsed_and_entities_are_decoded_with_their_bytes() -> None:
    page = "<p>\n  Tide&nbsp;tables &amp; <b>maps</b>\n\tof  the sea &mdash; AT&T &#x6cb3;&notit; &bogus;</p>"
    (block,) = read(page)
    assert block.text == "Tide\u00a0tables & maps of the sea — AT&T 河¬it; &bogus;"
    at = block.text.index("—")
    assert page.encode()[block.traced.starts[at] : block.traced.ends[at]] == b"&mdash;"
    at = block.text.index(" of")
    assert block.traced.starts[at] < block.traced.starts[at + 1]


def test_the_byte_order_mark_counts_in_offsets() -> None:
    data = b"\xef\xbb\xbf<p>River</p>"
    text, encoding = decode(data, "x.html")
    (block,) = html.blocks(data, text, encoding)
    assert data[block.traced.starts[0] : block.traced.ends[-1]] == b"River"


def test_utf16_pages_map_to_their_own_bytes() -> None:
    data = "\ufeff<p>河水 runs</p>".encode("utf-16-le")
    text, encoding = decode(data, "x.html")
    (block,) = html.blocks(data, text, encoding)
    assert data[block.traced.starts[0] : block.traced.ends[1]].decode("utf-16-le") == "河水"


def test_one_br_is_a_space_and_two_end_the_paragraph() -> None:
    assert texts("<p>one<br>two<br/>\n<br>three</p>") == ["one two", "three"]


@pytest.mark.parametrize(
    "call",
    [
        "<sup>3</sup>",
        "<sup>[3]</sup>",
        "<sup>③</sup>",
        '<sup><a href="#_ftn3">[3]</a></sup>',
        '<a href="#_ftn3" name="_ftnref3"><sup>[3]</sup></a>',
        '<a href="https://site.example/page#_ftn3">[3]</a>',
        '<a href="#x3" role="doc-noteref">3</a>',
        '<a href="#fn3">3</a>',
        '<a href="#fn:3" class="footnote-ref">3</a>',
        '[<a href="#fn3">3</a>]',
        '<span style="vertical-align: super; font-size: 70%">3</span>',
        '<span class="MsoFootnoteReference">3</span>',
        " <sup>3</sup>",
    ],
)
def test_calls_leave_the_text_and_become_marks(call: str) -> None:
    page = f"<p>fell by a third{call}. The rest stayed.</p>"
    (block,) = read(page)
    assert block.text == "fell by a third. The rest stayed."
    (mark,) = block.marks
    assert (mark.number, mark.offset) == (3, len("fell by a third"))
    assert "3" in mark.form or "③" in mark.form
    assert page.encode()[mark.byte_start : mark.byte_end].decode()[-1] in "3]③"


def test_several_numbers_in_one_call() -> None:
    (block,) = read("<p>Both<sup>1,2</sup> and all<sup>3–5</sup> and<sup>6</sup><sup>,</sup><sup>7</sup> end.</p>")
    assert block.text == "Both and all and end."
    assert marks(block) == [
        (1, 4, "1,2"),
        (2, 4, "1,2"),
        (3, 12, "3–5"),
        (4, 12, "3–5"),
        (5, 12, "3–5"),
        (6, 16, "6"),
        (7, 16, "7"),
    ]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>the 10<sup>th</sup> and 21<sup>st</sup> ships</p>", "the 10th and 21st ships"),
        ("<p>120 m<sup>2</sup> of deck</p>", "120 m² of deck"),
        ("<p>3 km<sup>2</sup> or 10<sup>6</sup> m<sup>2</sup></p>", "3 km² or 10⁶ m²"),
        ("<p>a = x<sup>2</sup>, 4 s<sup>-1</sup> and R<sup>2</sup></p>", "a = x², 4 s⁻¹ and R²"),
        ("<p>CO<sub>2</sub> and H<sub>2</sub>O</p>", "CO2 and H2O"),
        ("<p>面积12平方公里<sub>约</sub>，30米<sup>2</sup></p>", "面积12平方公里约，30米²"),
        ('<p>See <a href="#sec2">2</a> and <a href="https://e.example/#top">page</a>.</p>', "See 2 and page."),
    ],
)
def test_what_is_no_call_stays_text(page: str, text: str) -> None:
    (block,) = read(page)
    assert (block.text, block.marks) == (text, ())


def test_a_figure_after_a_year_is_a_call_where_it_fills_the_series() -> None:
    page = "<p>A.<sup>1</sup> In 2022<sup>2</sup> it was 10<sup>6</sup>, 5 m<sup>2</sup>.<sup>3</sup> Then 2023<sup>4</sup></p>"
    (block,) = read(page)
    assert block.text == "A. In 2022 it was 10⁶, 5 m². Then 2023"
    assert [m.number for m in block.marks] == [1, 2, 3, 4]


def test_each_language_has_its_own_series() -> None:
    page = "".join(f"<p>Sentence {n}00<sup>{n}</sup>.</p><p>第{n}句话{n}00<sup>{n}</sup>。</p>" for n in (1, 2, 3))
    found = read(page)
    assert [[m.number for m in b.marks] for b in found] == [[1], [1], [2], [2], [3], [3]]


@pytest.mark.parametrize(
    "furniture",
    [
        "<script>var p = '<p>no</p>';</script>",
        "<style>p { color: red }</style>",
        "<nav><p>no</p></nav>",
        "<header><p>no</p></header>",
        "<footer><p>no</p></footer>",
        "<aside><p>no</p></aside>",
        "<form><label>no</label><input></form>",
        "<button>no</button>",
        "<noscript><p>no</p></noscript>",
        "<svg><text>no</text></svg>",
        "<template><p>no</p></template>",
        "<div hidden><p>no</p></div>",
        '<div aria-hidden="true">no</div>',
        '<div style="display:none">no</div>',
        '<div class="share-bar">no</div>',
        '<ul class="entry social-links"><li>no</ul>',
        '<div class="post-share">no</div>',
        '<div role="navigation">no</div>',
        '<div role="contentinfo">no</div>',
        '<ol class="breadcrumb"><li>no</ol>',
        '<section class="related-articles"><h3>no</h3></section>',
        '<a class="skip-link" href="#c">no</a>',
        "<!-- no --><![if x]><![endif]>",
    ],
)
def test_furniture_is_dropped_by_structure(furniture: str) -> None:
    assert texts(f"<body><p>yes</p>{furniture}<p>also</p></body>") == ["yes", "also"]


@pytest.mark.parametrize(
    "page",
    [
        '<form id="all"><h1>Title</h1><p>kept</p></form>',
        '<main class="social-share"><p>kept</p></main>',
        '<div class="share"><main><p>kept</p></main></div>',
        '<article><header><p class="by">kept</p></header></article>',
        '<div class="category-social-policy"><p>kept</p></div>',
        '<div role="tabpanel" hidden><p>kept</p></div>',
        "<header><h1>kept</h1></header>",
        "<nav><ul><li>menu</ul><main><p>kept</p></main>",
        '<div aria-hidden="false">kept</div>',
    ],
)
def test_the_main_content_is_never_furniture(page: str) -> None:
    assert "kept" in texts(page)


def test_columns_and_table_cells_come_in_document_order() -> None:
    page = (
        '<div class="columns"><div lang="en"><p>One.</p><p>Two.</p></div><div lang="zh"><p>一。</p><p>二。</p></div></div>'
        "<table><tr><td>Three.<td>三。<tr><td><p>Four.</p></td><td><p>四。</p></td></table>"
    )
    assert texts(page) == ["One.", "Two.", "一。", "二。", "Three.", "三。", "Four.", "四。"]


@pytest.mark.parametrize(
    "notes",
    [
        '<ol class="footnotes"><li id="fn1">First. <a href="#r1">↩</a></li><li id="fn2"><p>Second,</p><p>more.</p></li></ol>',
        '<section role="doc-endnotes"><ol><li>First.</li><li>Second,<br>more.</li></ol></section>',
        '<div id="fn1"><p><a href="#r1">[1]</a> First.</p></div><div id="fn2"><p><a href="#r2">[2]</a> Second, more.</p></div>',
        '<p id="fn1">1. First.</p><p id="fn2">2. Second, more.</p>',
        '<p><a id="fn1"></a>[1] First.</p><p><a name="fn2"></a>[2] Second, more.</p>',
        '<table><tr id="fn1"><td>1</td><td>First.</td></tr><tr id="fn2"><td>2</td><td>Second, more.</td></tr></table>',
        '<aside id="fn1" role="doc-footnote"><sup>1</sup> First.</aside>'
        '<aside id="fn2" role="doc-footnote">Second, more.</aside>',
        "<p><sup>1</sup> First.</p><p><sup>2</sup> Second, more.</p>",
    ],
)
def test_notes_become_blocks_with_their_number(notes: str) -> None:
    text = '<p>A<sup id="r1"><a href="#fn1">1</a></sup> and b<sup id="r2"><a href="#fn2">2</a></sup>.</p>'
    found = read(text + notes)
    assert (found[0].text, [m.number for m in found[0].marks]) == ("A and b.", [1, 2])
    assert [(b.tag, b.text, b.marks[0].number, b.marks[0].offset) for b in found[1:]] == [
        ("note", "First.", 1, 0),
        ("note", "Second, more.", 2, 0),
    ]


def test_the_form_of_a_note_is_what_the_page_prints() -> None:
    page = '<p>A<a href="#_ftn1" name="_ftnref1">[1]</a></p><p><a href="#_ftnref1" name="_ftn1">[1]</a> Note.</p>'
    _, note = read(page)
    assert marks(note) == [(1, 0, "[1]")]
    assert page.encode()[note.marks[0].byte_start : note.marks[0].byte_end] == b"[1]"
    _, note = read('<p>A<sup>4</sup></p><ol class="footnotes" start="4"><li>Note.</ol>')
    assert marks(note) == [(4, 0, "")]


def test_a_note_keeps_its_first_words_and_its_own_calls() -> None:
    _, note = read(
        '<p>A<sup>3</sup></p><ol class="endnotes" start="3"><li>3 May 2020, at sea<sup><a href="#fn9">9</a></sup></ol>'
    )
    assert note.text == "3 May 2020, at sea"
    assert [m.number for m in note.marks] == [3, 9]


def test_a_table_of_contents_calls_nothing() -> None:
    found = read('<p><a href="#s1">1</a> Start <a href="#s2">2</a> End</p><h2 id="s1">Start</h2><h2 id="s2">End</h2>')
    assert [(b.tag, b.marks) for b in found] == [("p", ()), ("h2", ()), ("h2", ())]
    assert found[0].text == "1 Start 2 End"


@given(st.lists(st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<sup>", "</sup>", "3", "[1]", "<li>", "<ol class=footnotes>", "</ol>", "&amp;",
     "&#x4e00;", "<br>", "<a href='#fn1'>", "<a id=fn1>", "</a>", "河水", "word ", "\n", "\t", "<![x", "<!-", ">", "<table><td>",
     "</table>",
     "&", "²", "<nav>", "<h1>"]
), max_size=40))  # fmt: skip
def test_any_text_gives_blocks_whose_map_holds(parts: list[str]) -> None:
    read("".join(parts))


def test_deep_nesting_is_read() -> None:
    assert texts("<div><b>" * 5000 + "deep") == ["deep"]


@given(st.integers(1, 999))
def test_note_numbers_are_read_in_every_form(number: int) -> None:
    for form in (f"{number}", f"[{number}]", f"〔{number}〕", f"（{number}）", noteforms.superscript(str(number))):
        assert noteforms.numbers_of(form) == (number,)
    assert noteforms.numbers_of(f"{number}th") == noteforms.numbers_of("2023") == noteforms.numbers_of("0") == ()


def test_metadata_gives_the_facts_a_page_states() -> None:
    page = """<html lang="en"><head><title>Tides | Sea Review</title>
    <meta name="citation_title" content="Tides and Towns"><meta name="citation_author" content="Lu, Tingchao">
    <meta name="citation_author" content="沈砚舟"><meta name="citation_publication_date" content="2021/3/9">
    <meta name="citation_doi" content="https://doi.org/10.1234/tides"><meta property="og:site_name" content="Sea Review">
    <meta property="og:title" content="Tides, shortened"><link rel="canonical" href="https://sea.example/tides"></head></html>"""
    assert html.metadata(page) == {
        "title": "Tides and Towns",
        "authors": ["Lu, Tingchao", "沈砚舟"],
        "date": "2021-03-09",
        "url": "https://sea.example/tides",
        "container": "Sea Review",
        "doi": "10.1234/tides",
        "language": "en",
    }


def test_metadata_reads_json_ld_and_leaves_out_what_is_not_stated() -> None:
    page = """<title>Tides - Sea Review</title><meta property="og:site_name" content="Sea Review">
    <link rel="canonical" href="/tides">
    <script type="application/ld+json">{"@graph": [{"@type": "WebPage", "name": "w"}, {"@type": ["NewsArticle"],
    "author": [{"name": "Lu Tingchao"}, "Shen Yanzhou"], "datePublished": "2021-03-09T10:00:00Z",
    "publisher": {"name": "Sea"}}]}</script>
    <script type="application/ld+json">{broken</script><meta name="date" content="March 9">"""
    assert html.metadata(page) == {
        "title": "Tides",
        "authors": ["Lu Tingchao", "Shen Yanzhou"],
        "date": "2021-03-09",
        "container": "Sea Review",
        "publisher": "Sea",
    }
    assert html.metadata("no page at all <") == {}


def test_the_layout_page_gives_its_words_without_the_sites() -> None:
    data = (MATERIAL / "interpret.html").read_bytes()
    text, encoding = decode(data, "interpret.html")
    found = html.blocks(data, text, encoding)
    check_map(data, found)
    words = [b.text for b in found]
    for furniture in (
        "Library",
        "About",
        "Search the site",
        "Skip to content",
        "Facebook",
        "Print",
        "Newsletter",
        "Cookies are used here.",
    ):
        assert not any(w == furniture or w.startswith(furniture + " ") for w in words), furniture
    assert [m.number for b in found for m in b.marks] == list(range(1, 15))
    assert [b.tag for b in found].count("li") == 3 + 2
    assert "average error of their tables was only 0.3%. In September 2015" in " ".join(words)
    assert html.metadata(text)["authors"] == ["Luo Wangchao", "Ouyang Xi"]
