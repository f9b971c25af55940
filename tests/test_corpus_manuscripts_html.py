from __future__ import annotations

from pathlib import Path

from corpus.manuscripts.model import Manuscript
from corpus.manuscripts.reading import read_manuscript

from .test_corpus_manuscripts_reading import assert_the_way_back_holds, refusal, written

PAGE = """<!DOCTYPE html><html><head><title>“x”</title><style>q{content:"a"}</style></head><body>
<nav>“Menu”</nav>
<h1>A <em>slow</em> boat</h1>
<p>He said <q>one <q>two</q> three</q> and &ldquo;more&rdquo;<sup><a href="#fn1" id="r1">1</a></sup> <code>f("c")</code>
 <a href="https://books.example/#shen-lu-2024/p3%40en">there</a> <del>not</del> now.</p>
<script>"x"</script>
<blockquote cite="https://books.example/shen-lu-2024/p3"><p>One
two.</p><p>Three.</p><footer>Shen, para. 3</footer></blockquote>
<ul><li>a<li>b</ul>
<table><tr><td>c<td>d</table>
<p hidden>“Hidden”</p>
<ol><li id="fn1"><p>Note <i>text</i>, para. 3. <a href="#r1">↩</a></p></li></ol>
<pre>"y"</pre></body></html>"""


def read(folder: Path, text: str, name: str = "paper.html") -> Manuscript:
    manuscript = read_manuscript(written(folder, name, text))
    assert_the_way_back_holds(manuscript)
    return manuscript


def test_blocks_as_a_reader_sees_them(tmp_path: Path) -> None:
    assert [(b.text, b.role, b.is_quotation, b.line) for b in read(tmp_path, PAGE).blocks] == [
        ("A slow boat", "heading", False, 3),
        ('He said “one ‘two’ three” and “more” f("c") there now.', "paragraph", False, 4),
        ("One two.", "paragraph", True, 7),
        ("Three.", "paragraph", True, 8),
        ("a", "item", False, 9),
        ("b", "item", False, 9),
        ("c", "cell", False, 10),
        ("d", "cell", False, 10),
        ("Note text, para. 3.", "note", False, 12),
    ]


def test_notes_links_code_and_where_a_block_quotation_is_from(tmp_path: Path) -> None:
    blocks = read(tmp_path, PAGE).blocks
    paragraph = blocks[1]
    assert [(n.offset, n.label, n.text) for n in paragraph.notes] == [(36, "1", "Note text, para. 3.")]
    assert [(paragraph.text[x.start : x.end], x.target) for x in paragraph.links] == [
        ("there", "https://books.example/#shen-lu-2024/p3%40en")
    ]
    assert [paragraph.text[start:end] for start, end in paragraph.literal] == ['f("c")']
    assert [n.text for n in blocks[3].notes] == ["shen-lu-2024/p3", "Shen, para. 3"]


def test_the_caption_of_a_figure_says_where_its_quotation_is_from(tmp_path: Path) -> None:
    text = "<figure><blockquote>It is late.</blockquote><figcaption>Shen, para. 3</figcaption></figure>"
    text += "<figure><img src=a.png><figcaption>A boat, 2024</figcaption></figure>"
    blocks = read(tmp_path, text).blocks
    assert [(b.text, b.is_quotation, [n.text for n in b.notes]) for b in blocks] == [
        ("It is late.", True, ["Shen, para. 3"]),
        ("A boat, 2024", False, []),
    ]


def test_html_inside_markdown(tmp_path: Path) -> None:
    text = "One.\n\n<blockquote>\n<p>Two &amp; “three”.</p>\n</blockquote>\n\n"
    text += "<blockquote>\n\nFour *five*.\n\n</blockquote>\n\nSix.\n"
    assert [(b.text, b.is_quotation, b.line) for b in read(tmp_path, text, "paper.md").blocks] == [
        ("One.", False, 1),
        ("Two & “three”.", True, 4),
        ("Four five.", True, 9),
        ("Six.", False, 13),
    ]


def test_a_page_in_another_encoding_is_refused(tmp_path: Path) -> None:
    page = '<html><meta charset="gb2312"><p>他们没有来。我们走了。</p></html>'.encode("gb18030")
    assert "is not UTF-8" in refusal(written(tmp_path, "paper.html", page))
