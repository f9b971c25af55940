from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from corpus.manuscripts.model import Block
from corpus.manuscripts.reading import read_manuscript

from .test_corpus_manuscripts_reading import refusal, written

#: (x, y, size, text) of a line of print.
Print = tuple[float, float, float, str]


def printed(folder: Path, *pages: Sequence[Print]) -> Path:
    path = folder / "paper.pdf"
    canvas = Canvas(str(path), pagesize=(400, 600))
    for page in pages:
        for x, y, size, text in page:
            canvas.setFont("Times-Roman", size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return path


def read(folder: Path, *pages: Sequence[Print]) -> tuple[Block, ...]:
    return read_manuscript(printed(folder, *pages)).blocks


def column(*lines: str, y: float = 500, x: float = 50, size: float = 10, leading: float = 12) -> list[Print]:
    return [(x, y - i * leading, size, line) for i, line in enumerate(lines)]


FULL = "The boat that carries books along the upper river is slow, and it is"
MORE = "so by intention, as those who keep it have told us more than once in"


def test_lines_become_paragraphs_and_a_hyphen_keeps_its_line_end(tmp_path: Path) -> None:
    page = column(FULL, MORE, "the course of the sum-", "mer.", y=500) + column(FULL, MORE, "autumn.", y=440)
    blocks = read(tmp_path, page)
    assert [b.text for b in blocks] == [f"{FULL} {MORE} the course of the sum-\nmer.", f"{FULL} {MORE} autumn."]
    assert {b.page for b in blocks} == {1}


def test_a_first_line_set_in_begins_a_paragraph_without_a_gap(tmp_path: Path) -> None:
    page = [*column(FULL, MORE, FULL), (62, 464, 10, MORE), *column(FULL, MORE, y=452)]
    assert [b.text for b in read(tmp_path, page)] == [f"{FULL} {MORE} {FULL}", f"{MORE} {FULL} {MORE}"]


def test_block_quotations_are_set_in(tmp_path: Path) -> None:
    page = column(FULL, MORE, FULL, MORE) + column("It should be given a sister and a", "second stove.", y=440, x=75)
    page += column(FULL, MORE, y=404)
    assert [b.is_quotation for b in read(tmp_path, page)] == [False, True, False]


def test_page_numbers_and_running_heads_are_no_text(tmp_path: Path) -> None:
    pages = [[(50, 580, 8, "Slow Libraries 7"), *column(FULL, MORE, "end."), (200, 20, 8, f"– {i} –")] for i in (7, 8, 9)]
    assert [(b.text, b.page) for b in read(tmp_path, *pages)] == [(f"{FULL} {MORE} end.", page) for page in (1, 2, 3)]


def test_a_paragraph_goes_on_over_the_page(tmp_path: Path) -> None:
    blocks = read(tmp_path, [*column(FULL, MORE), (200, 20, 8, "1")], [*column("winter.", y=560), (200, 20, 8, "2")])
    assert [(b.text, b.page) for b in blocks] == [(f"{FULL} {MORE} winter.", 1)]


def test_running_heads_of_left_and_right_pages_and_of_two_lines(tmp_path: Path) -> None:
    pages = [
        [(50, 585, 8, "Slow Libraries" if i % 2 else "Shen and Lu"), (50, 575, 7, "Vol. 3"), *column(f"It is page {word}.")]
        for i, word in enumerate(("one", "two", "three", "four"))
    ]
    assert [b.text for b in read(tmp_path, *pages)] == [f"It is page {word}." for word in ("one", "two", "three", "four")]


def test_a_paragraph_of_two_columns(tmp_path: Path) -> None:
    """What is a short line is told by its own column; the text goes on at the top of the next, notes between."""
    left = column(
        "The boat that carries books is late.", "It is late by intention, as we were", "told more than once in the", x=30
    )
    left += [(30, 60, 5, "1"), (33, 58, 7, " A note.")]
    right = column("winter.", "", "Another paragraph of the right one.", x=220, leading=14)
    assert [b.text for b in read(tmp_path, left + right)] == [
        "The boat that carries books is late. It is late by intention, as we were told more than once in the winter.",
        "A note.",
        "Another paragraph of the right one.",
    ]


def test_a_quotation_goes_on_over_the_page_behind_the_end_of_a_sentence(tmp_path: Path) -> None:
    open_quotation = column(FULL, "They said: \u201cIt is late.", y=100)
    closing = read(tmp_path, open_quotation, column("It stays.\u201d They left.", y=560))
    assert [b.text for b in closing] == [f"{FULL} They said: “It is late. It stays.” They left."]
    opening = read(tmp_path, open_quotation, column("\u201cIt stays.\u201d They left.", y=560))
    assert len(opening) == 2


def test_a_raised_number_calls_a_note_that_is_not_found(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    canvas = Canvas(str(path), pagesize=(400, 600))
    line = canvas.beginText(50, 500)
    for text, raised in (("for 81 days", 0), ("1", 4), (", on 10 km", 0), ("2", 4), (".", 0)):
        line.setFont("Times-Roman", 6 if raised else 10)
        line.setRise(raised)
        line.textOut(text)
    canvas.drawText(line)
    canvas.save()
    (block,) = read_manuscript(path).blocks
    assert block.text == "for 81 days, on 10 km²."
    assert [(n.offset, n.label, n.text) for n in block.notes] == [(11, "1", "")]


def test_raised_numbers_call_the_notes_in_small_print(tmp_path: Path) -> None:
    page = [*column(FULL, MORE, "autumn.1 It is 10"), (60, 480, 6, "1"), *column("2 Second note.", y=40, size=7)]
    page[2] = (50, 476, 10, "autumn.")
    page[3] = (83, 480, 6, "1")
    page.insert(4, (87, 476, 10, " It is 10"))
    page.insert(5, (124, 480, 6, "5"))
    page.insert(6, (128, 476, 10, " metres."))
    page.insert(7, (50, 60, 5, "1"))
    page.insert(8, (53, 58, 7, " Shen and Lu 2024, para. 3."))
    blocks = read(tmp_path, page)
    assert blocks[0].text == f"{FULL} {MORE} autumn. It is 10⁵ metres."
    assert [(n.label, n.text) for n in blocks[0].notes] == [("1", "Shen and Lu 2024, para. 3.")]
    assert [(b.text, b.role) for b in blocks[1:]] == [("Shen and Lu 2024, para. 3.", "note"), ("Second note.", "note")]


def test_two_columns_are_no_block_quotations(tmp_path: Path) -> None:
    left = column("The boat that carries books", "along the upper river is slow,", "as all of them say.", x=30)
    right = column("The readers do not mind, and", "they walk along the bank to", "meet it in the dry winter.", x=220)
    assert [b.is_quotation for b in read(tmp_path, left + right)] == [False, False]


def test_files_without_text(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    canvas = Canvas(str(path))
    canvas.rect(10, 10, 100, 100)
    canvas.showPage()
    canvas.save()
    assert refusal(path) == ": no text in this PDF: its 1 page is without any; expected a PDF with text, not pictures of it"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_file_cut_short(tmp_path: Path, share: float) -> None:
    data = printed(tmp_path, column(FULL, MORE)).read_bytes()
    cut = written(tmp_path, "cut.pdf", data[: int(len(data) * share)])
    assert refusal(cut) == ": the file is cut short: it does not end as a PDF does"


def test_a_damaged_file(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "bad.pdf", b"%PDF-1.7\nrubbish\n%%EOF\n")) == ": the file is damaged; expected a PDF file"


def test_files_that_are_no_pdf(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "a.pdf", b"It sails.")) == ": this is no PDF file; expected a PDF file"
    assert "this is a ZIP archive" in refusal(written(tmp_path, "b.pdf", b"PK\x03\x04..."))


def test_a_locked_file(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(printed(tmp_path, column(FULL))))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    assert refusal(tmp_path / "locked.pdf") == ": this PDF is locked with a password"
    open_to_all = PdfWriter(clone_from=PdfReader(printed(tmp_path, column(FULL))))
    open_to_all.encrypt("", "secret", algorithm="RC4-128")
    open_to_all.write(tmp_path / "open.pdf")
    assert [b.text for b in read_manuscript(tmp_path / "open.pdf").blocks] == [FULL]
