"""Edits in Word documents: only characters of the edited part change, whatever runs a sentence is cut into."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import corpus
from corpus.errors import ManuscriptError
from corpus.manuscripts.checking import check
from corpus.manuscripts.docx_writing import edited_part
from corpus.manuscripts.edits import Edit
from corpus.manuscripts.mending import mend_anchors, mend_words
from corpus.manuscripts.reading import read_manuscript
from corpus.manuscripts.writing import write

from .manuscript_files import write_docx
from .manuscript_samples import TRUE, sample_library


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> corpus.Library:
    return sample_library(tmp_path_factory.mktemp("books") / "library.sqlite3")


def run(text: str, properties: str = "", space: str = ' xml:space="preserve"') -> str:
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}<w:t{space}>{text}</w:t></w:r>"


def paragraph(*runs: str, style: str = "Normal") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(runs)}</w:p>'


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {i.filename: file.read(i) for i in file.infolist()}


def entries(path: Path) -> list[tuple[object, ...]]:
    with zipfile.ZipFile(path) as file:
        return [(i.filename, i.date_time, i.external_attr, i.compress_type, i.comment, i.extra) for i in file.infolist()]


def mended(path: Path, books: corpus.Library, what: str) -> int:
    made = read_manuscript(path)
    report = check(made, books)
    found = mend_anchors(report) if what == "anchors" else mend_words(report, books)
    edits = [e for m in found for e in m.edits]
    write(made, edits)
    return len(edits)


@pytest.mark.parametrize(
    ("what", "before", "after"),
    [
        (
            "anchors",
            paragraph(run(f"So “{TRUE}” it is.", "<w:i/>")),
            paragraph(run(f"So “{TRUE}” [shen-lu-2024/p2@en] it is.", "<w:i/>")),
        ),
        (
            "anchors",
            paragraph(run("So “"), run(TRUE, "<w:i/>"), run("”."), '<w:r><w:footnoteReference w:id="2"/></w:r>'),
            paragraph(
                run("So “"), run(TRUE, "<w:i/>"), run("” [shen-lu-2024/p2@en]."), '<w:r><w:footnoteReference w:id="2"/></w:r>'
            ),
        ),
        (
            "anchors",
            paragraph(run(f"{TRUE}.", space=""), style="Zitat"),
            paragraph(run(f"{TRUE}. [shen-lu-2024/p2@en]", space=""), style="Zitat"),
        ),
        (
            "words",
            paragraph(run("So “By 2022 it was lending 16,900 books a year” &amp; more.")),
            paragraph(run("So “By 2022 it was lending 19,600 books a year” &amp; more.")),
        ),
        (  # a word cut into runs
            "words",
            paragraph(run("So “By 2022 it was lending six"), "<w:proofErr/>", run("teen", "<w:b/>"), run(" books a year”.")),
            paragraph(run("So “By 2022 it was lending 19,600"), "<w:proofErr/>", run("", "<w:b/>"), run(" books a year”.")),
        ),
        (  # what is left ends in a space, which has to be kept
            "words",
            paragraph(
                run("So “By 2022 it was lending"), run(" some", space=' xml:space="preserve"'), run(" 19,600 books a year”.")
            ),
            paragraph(run("So “By 2022 it was lending"), run(" ", space=' xml:space="preserve"'), run("19,600 books a year”.")),
        ),
        (
            "words",
            paragraph(run("So “By 2022 it was lending almost", space=""), run(" 19,600 books a year”.")),
            paragraph(run("So “By 2022 it was lending "), run("19,600 books a year”.")),
        ),
        (
            "words",
            paragraph(run("So “They wish to see if the translator had been honest”.")),
            paragraph(run("So “They wished to see whether the translator had been honest”.")),
        ),
    ],
)
def test_the_part_with_its_edit(books: corpus.Library, tmp_path: Path, what: str, before: str, after: str) -> None:
    path = tmp_path / "paper.docx"
    write_docx(path, before, extra={"word/media/image.xml": "<x>“kept”</x>", "docProps/core.xml": "<core/>"})
    old, old_entries = members(path), entries(path)
    assert mended(path, books, what) > 0
    new = members(path)
    assert new["word/document.xml"].decode() == old["word/document.xml"].decode().replace(before, after)
    assert {n: c for n, c in new.items() if n != "word/document.xml"} == {
        n: c for n, c in old.items() if n != "word/document.xml"
    }
    assert entries(path) == old_entries
    done = path.read_bytes()
    assert mended(path, books, what) == 0
    assert path.read_bytes() == done


@pytest.mark.parametrize("size", [1, 3, 8])
def test_whatever_runs_a_sentence_is_cut_into(books: corpus.Library, tmp_path: Path, size: int) -> None:
    path = tmp_path / "paper.docx"
    text = f"So “{TRUE}” it is, and “the request was about ever learning a foreign language” is not;"
    text += " “在37本书的页边发现了钢笔写的更正”。"
    bold = ["", "<w:b/>"]
    write_docx(path, paragraph(*(run(text[i : i + size], bold[i // size % 2]) for i in range(0, len(text), size))))
    assert mended(path, books, "anchors") == 1
    assert mended(path, books, "words") > 3
    mended(path, books, "anchors")
    (block,) = read_manuscript(path).blocks
    assert block.text == (
        f"So “{TRUE}” [shen-lu-2024/p2@en] it is, and “The request was not about learning a foreign language”"
        " [shen-lu-2024/p4@en] is not; “在37本书的页边发现了铅笔写的更正” [shen-lu-2024/p4@zh]。"
    )


def test_a_quotation_in_a_note(books: corpus.Library, tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    note = f'<w:footnote w:id="2">{paragraph(run(f"They add: “{TRUE}”."))}</w:footnote>'
    write_docx(path, paragraph(run("A sentence."), '<w:r><w:footnoteReference w:id="2"/></w:r>'), note)
    old = members(path)
    assert mended(path, books, "anchors") == 1
    new = members(path)
    assert new["word/document.xml"] == old["word/document.xml"]
    assert f"{TRUE}” [shen-lu-2024/p2@en].".encode() in new["word/footnotes.xml"]


def test_a_signed_document_is_refused(books: corpus.Library, tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    write_docx(path, paragraph(run(f"“{TRUE}”")), extra={"_xmlsignatures/sig1.xml": "<Signature/>"})
    before = path.read_bytes()
    with pytest.raises(ManuscriptError, match="signed"):
        mended(path, books, "anchors")
    assert path.read_bytes() == before


def test_a_document_that_changed_since_is_refused(books: corpus.Library, tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    write_docx(path, paragraph(run(f"So “{TRUE}” it is.")))
    made = read_manuscript(path)
    edits = [e for m in mend_anchors(check(made, books)) for e in m.edits]
    for body in (paragraph(run(f"But “{TRUE}” it is.")), ""):
        write_docx(path, body)
        before = path.read_bytes()
        with pytest.raises(ManuscriptError, match="has changed since"):
            write(made, edits)
        assert path.read_bytes() == before
    path.write_bytes(b"no archive")
    with pytest.raises(ManuscriptError, match="has changed since"):
        write(made, edits)


@pytest.mark.parametrize(
    ("xml", "edit", "after"),
    [
        ("<w:t>one two</w:t>", Edit(9, 12, ""), '<w:t xml:space="preserve">one </w:t>'),
        ("<t>two</t>", Edit(6, 6, " more"), "<t>two more</t>"),
        ('<w:t xml:space="preserve">two</w:t>', Edit(29, 29, " "), '<w:t xml:space="preserve">two </w:t>'),
        # white space that readers dropped before stays dropped
        ("<w:t>\n one two\n</w:t>", Edit(10, 10, ","), "<w:t>\n one, two\n</w:t>"),
    ],
)
def test_white_space_at_the_ends(xml: str, edit: Edit, after: str) -> None:
    assert edited_part(xml, [edit]) == after
