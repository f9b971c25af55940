from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from corpus.manuscripts.model import Manuscript
from corpus.manuscripts.reading import read_manuscript

from .manuscript_files import _W as NAMESPACES
from .manuscript_files import write_docx
from .test_corpus_manuscripts_reading import refusal, written


def read(folder: Path, body: str, notes: str = "", links: dict[str, str] | None = None) -> Manuscript:
    path = folder / "paper.docx"
    write_docx(path, body, notes, links=links)
    manuscript = read_manuscript(path)
    with zipfile.ZipFile(path) as file:
        for block in manuscript.blocks:
            part = file.read(block.part).decode()
            for run in block.runs:
                if run.width is None:
                    assert part[run.source : run.source_end] == block.text[run.at : run.at + run.length]
    return manuscript


def p(words: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{words}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def texts(folder: Path, body: str) -> list[str]:
    return [b.text for b in read(folder, body).blocks]


def test_runs_entities_tabs_and_breaks(tmp_path: Path) -> None:
    body = p(
        r("It sails")
        + r(" “slow", "<w:i/>")
        + r("ly” 5 &lt; 6 &amp; 7")
        + "<w:r><w:tab/><w:t> cut </w:t><w:br/><w:t>off</w:t></w:r>"
    )
    block = read(tmp_path, body).blocks[0]
    assert block.text == "It sails “slowly” 5 < 6 & 7 cut off"
    begin = block.text.index("“")
    span = block.source_span(begin, block.text.index("”") + 1)
    assert span is not None
    with zipfile.ZipFile(tmp_path / "paper.docx") as file:
        assert file.read("word/document.xml").decode()[slice(*span)].startswith("“slow</w:t></w:r>")
    amount = block.source_span(block.text.index("&"), block.text.index("&") + 1)
    assert amount is not None
    assert amount[1] - amount[0] == len("&amp;")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            p(r("It ") + f"<w:ins>{r('slowly ')}</w:ins><w:del><w:r><w:delText>not </w:delText></w:r></w:del>" + r("sails.")),
            ["It slowly sails."],
        ),
        (
            p(r("One ") + f"<w:moveFrom>{r('two ')}</w:moveFrom>" + r("three ") + f"<w:moveTo>{r('two')}</w:moveTo>"),
            ["One three two"],
        ),
        (p(r("One "), "<w:rPr><w:del/></w:rPr>") + p(r("two.")), ["One two."]),
        (p(r("Seen") + r(" hidden", "<w:vanish/>") + r(" again", '<w:vanish w:val="0"/>')), ["Seen again"]),
        (
            p(
                "<w:r><w:ruby><w:rt><w:r><w:t>chuán</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>船</w:t></w:r></w:rubyBase></w:ruby></w:r>"
            ),
            ["船"],
        ),
        (p(f"<w:sdt><w:sdtContent>{r('in a control')}</w:sdtContent></w:sdt>"), ["in a control"]),
        ("<w:tbl><w:tr><w:tc>" + p(r("a")) + "</w:tc><w:tc>" + p(r("b")) + "</w:tc></w:tr></w:tbl>" + p(r("c")), ["a", "b", "c"]),
        (p(r("code “x”"), '<w:pStyle w:val="Sc"/>') + p(r("text")), ["text"]),
        (
            p(
                "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>"
                + p(r("in a box"))
                + "</w:txbxContent></w:drawing>"
                "</mc:Choice><mc:Fallback><w:pict><w:txbxContent>" + p(r("in a box")) + "</w:txbxContent></w:pict></mc:Fallback>"
                "</mc:AlternateContent></w:r>" + r("outside")
            ),
            ["outside", "in a box"],
        ),
    ],
)
def test_what_is_read(tmp_path: Path, body: str, expected: list[str]) -> None:
    assert texts(tmp_path, body) == expected


def test_fields_give_their_result_and_links_their_target(tmp_path: Path) -> None:
    simple = '<w:fldSimple w:instr=" PAGEREF x "><w:r><w:t>12</w:t></w:r></w:fldSimple>'
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    field = char("begin") + '<w:r><w:instrText> HYPERLINK "https://books.example/a" </w:instrText></w:r>' + char("separate")
    field += r("there") + char("end")
    link = f'<w:hyperlink r:id="rId9">{r("here")}</w:hyperlink>'
    block = read(
        tmp_path, p(r("See ") + field + r(" and ") + link + r(", p. ") + simple), links={"rId9": "https://books.example/b"}
    ).blocks[0]
    assert block.text == "See there and here, p. 12"
    assert [(block.text[x.start : x.end], x.target) for x in block.links] == [
        ("there", "https://books.example/a"),
        ("here", "https://books.example/b"),
    ]


@pytest.mark.parametrize(
    ("properties", "quoted"),
    [
        ('<w:pStyle w:val="Zitat"/>', True),
        ('<w:pStyle w:val="Mein"/>', True),
        ('<w:pStyle w:val="In"/>', True),
        ('<w:ind w:start="567" w:end="567"/>', True),
        ('<w:ind w:leftChars="200" w:rightChars="200"/>', True),
        ('<w:pStyle w:val="In"/><w:ind w:right="0"/>', False),
        ('<w:ind w:left="720"/>', False),
        ('<w:ind w:left="720" w:right="720"/><w:numPr/>', False),
        ('<w:pStyle w:val="H1"/><w:ind w:left="720" w:right="720"/>', False),
        ("", False),
    ],
)
def test_block_quotations_by_style_or_by_indent(tmp_path: Path, properties: str, quoted: bool) -> None:
    assert [b.is_quotation for b in read(tmp_path, p(r("It sails."), properties)).blocks] == [quoted]


@pytest.mark.parametrize(
    ("before", "text", "properties", "quoted"),
    [
        # set in at the left alone, as many handbooks ask
        ("They say:", "It sails.", '<w:ind w:left="720"/>', True),
        ("他们说：", "它开走了。", '<w:ind w:left="720"/>', True),
        ("They say.", "It sails (Shen and Lu 2024, para. 1).", '<w:ind w:left="720"/>', True),
        ("They say.", "It sails (in the winter).", '<w:ind w:left="720"/>', False),
        ("They say.", "It sails.", '<w:ind w:left="720"/>', False),
        ("Works:", "Shen and Lu, A Boat (2024).", '<w:ind w:left="720" w:hanging="720"/>', False),
        ("They say:", "It sails.", '<w:ind w:left="100"/>', False),
    ],
)
def test_block_quotations_set_in_at_the_left(tmp_path: Path, before: str, text: str, properties: str, quoted: bool) -> None:
    blocks = read(tmp_path, p(r(before)) + p(r(text), properties)).blocks
    assert [b.is_quotation for b in blocks] == [False, quoted]
    # where all of the text stands there, it is no sign of anything
    blocks = read(tmp_path, p(r(before), properties) + p(r(text), properties)).blocks
    assert not blocks[1].is_quotation


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("引用文字", True), ("块引用", True), ("引文块", True), ("Body Text Quote", True), ("Quotes 1", True),
        ("Block Text", True),
        ("Quote Attribution", False), ("引用文献", False), ("Quote Char", False), ("Citations", False), ("Bibliography", False),
    ],
)  # fmt: skip
def test_styles_of_an_authors_own(tmp_path: Path, name: str, quoted: bool) -> None:
    style = f'<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="{name}"/></w:style>'
    path = tmp_path / "paper.docx"
    body = p(r("It sails."), '<w:pStyle w:val="Own"/>')
    write_docx(path, body, extra={"word/styles.xml": f"<w:styles {NAMESPACES}>{style}</w:styles>"})
    assert [b.is_quotation for b in read_manuscript(path).blocks] == [quoted]


def test_notes_follow_the_paragraph_that_calls_them(tmp_path: Path) -> None:
    body = p(r("It sails.") + '<w:r><w:footnoteReference w:id="2"/></w:r>') + p(
        r("End.") + '<w:r><w:footnoteReference w:id="7"/></w:r>'
    )
    notes = f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>" + r(" First.")) + p(r("Second."))}</w:footnote>'
    blocks = read(tmp_path, body, notes).blocks
    assert [(b.text, b.role, b.part) for b in blocks] == [
        ("It sails.", "paragraph", "word/document.xml"),
        ("First.", "note", "word/footnotes.xml"),
        ("Second.", "note", "word/footnotes.xml"),
        ("End.", "paragraph", "word/document.xml"),
    ]
    assert [(n.offset, n.label, n.text) for n in blocks[0].notes] == [(9, "1", "First. Second.")]
    assert [(n.offset, n.label, n.text) for n in blocks[3].notes] == [(4, "2", "")]


def test_marks_in_code_are_known(tmp_path: Path) -> None:
    block = read(tmp_path, p(r("call ") + r('f("x")', '<w:rStyle w:val="Vc"/>') + r(" now"))).blocks[0]
    assert [block.text[start:end] for start, end in block.literal] == ['f("x")']


def test_files_that_are_no_word_documents(tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    write_docx(path, p(r("It sails.")))
    whole = path.read_bytes()
    for data, said in (
        (b"%PDF-1.7", ": this is a PDF file; expected a Word document (.docx)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ": this is an old Microsoft Office file; expected a Word document (.docx)"),
        (b"It sails.", ": this is no ZIP archive; expected a Word document (.docx)"),
        (whole[: len(whole) // 2], ": the file is cut short or damaged: its ZIP archive has no end"),
        (whole.replace(b"PK\x01\x02", b"PK\x01\x03", 1), ": the file is cut short or damaged: its ZIP archive has no end"),
    ):
        assert refusal(written(tmp_path, "other.docx", data)) == said
    with zipfile.ZipFile(tmp_path / "zip.docx", "w") as file:
        file.writestr("a.txt", "It sails.")
    assert refusal(tmp_path / "zip.docx") == ": this ZIP archive holds no document; expected a Word document (.docx)"


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        ("<w:document", ": word/document.xml in it is no well-formed XML: unclosed token at its line 2"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', ": word/document.xml in it has a document type declaration"),
    ],
)
def test_a_damaged_part(tmp_path: Path, xml: str, said: str) -> None:
    path = tmp_path / "paper.docx"
    write_docx(path, "", extra={"word/document.xml": xml})
    assert refusal(path) == said


def test_a_part_whose_bytes_are_damaged(tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    write_docx(path, p(r("It sails. " * 50)))
    data = bytearray(path.read_bytes())
    at = data.index(b"word/document.xml") + 60
    data[at : at + 8] = b"\xff" * 8
    assert "word/document.xml in it is damaged" in refusal(written(tmp_path, "other.docx", bytes(data)))


def test_a_document_without_words(tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    write_docx(path, p(""))
    assert refusal(path) == ": there is no text in this file"
