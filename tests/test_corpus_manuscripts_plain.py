from __future__ import annotations

from pathlib import Path

from corpus.manuscripts.model import Manuscript
from corpus.manuscripts.reading import read_manuscript

from .test_corpus_manuscripts_reading import assert_the_way_back_holds


def read(folder: Path, text: str, newline: str = "\n") -> Manuscript:
    path = folder / "paper.txt"
    path.write_text(text, encoding="utf-8", newline=newline)
    manuscript = read_manuscript(path)
    assert_the_way_back_holds(manuscript)
    return manuscript


def test_paragraphs_lines_and_windows_line_ends(tmp_path: Path) -> None:
    text = "The boat sails\nwith books.\n\n船为上游\n的村庄送书。\n\nA well-\nknown boat."
    for newline in ("\n", "\r\n"):
        blocks = read(tmp_path, text, newline).blocks
        assert [b.text for b in blocks] == ["The boat sails with books.", "船为上游的村庄送书。", "A well-\nknown boat."]
        assert [b.line for b in blocks] == [1, 4, 7]


def test_a_hyphen_before_a_number_is_its_own(tmp_path: Path) -> None:
    assert read(tmp_path, "See shen-\nlu-\n2024/p1 of 1990-\n95.").blocks[0].text == "See shen-\nlu-2024/p1 of 1990-95."


def test_block_quotations_are_marked_or_set_in(tmp_path: Path) -> None:
    text = """                The Slow Boat

We asked the readers what they wanted most, and this is what one of them said to us:

    The boat should come on Sundays
    and stay for supper.

  1. A list item is no quotation, however far it is set in.

> Another one said this
> in two lines.

    Set in on one line only, it is one too.
"""
    blocks = read(tmp_path, text).blocks
    assert [b.text for b in blocks if b.is_quotation] == [
        "The boat should come on Sundays and stay for supper.",
        "Another one said this in two lines.",
        "Set in on one line only, it is one too.",
    ]


def test_chinese_paragraphs_begin_two_characters_in(tmp_path: Path) -> None:
    text = "慢船\n\n　　船从春天起送书，一年很多本。\n\n　　读者们这样说，大家都同意：\n\n　　　　它总是来得晚，留下来吃晚饭。\n"
    assert [b.text for b in read(tmp_path, text).blocks if b.is_quotation] == ["它总是来得晚，留下来吃晚饭。"]


def test_notes_at_the_end_are_called_in_the_text(tmp_path: Path) -> None:
    text = """It is late.[1] It stays for supper ② and brings news.[7]

Notes

1. First, para. 2.

② Second.
"""
    blocks = read(tmp_path, text).blocks
    assert blocks[0].text == "It is late. It stays for supper and brings news.[7]"
    assert [(n.offset, n.label, n.text) for n in blocks[0].notes] == [(11, "1", "First, para. 2."), (31, "2", "Second.")]
    assert [(b.text, b.role) for b in blocks[2:]] == [("First, para. 2.", "note"), ("Second.", "note")]


def test_notes_need_no_blank_lines_between(tmp_path: Path) -> None:
    blocks = read(tmp_path, "It is late.[1] It stays.[2]\n\n[1] First,\nand its second line.\n[2] Second, [1] above.\n").blocks
    assert [n.text for n in blocks[0].notes] == ["First, and its second line.", "Second, [1] above."]
    assert [(b.text, b.role) for b in blocks[1:]] == [
        ("First, and its second line.", "note"),
        ("Second, [1] above.", "note"),
    ]


def test_numbers_in_the_middle_of_a_text_are_no_notes(tmp_path: Path) -> None:
    text = "[1] was the first boat.\n\nIt sailed.[1]\n\nThe end of it.\n"
    assert [b.role for b in read(tmp_path, text).blocks] == ["paragraph"] * 3


def test_the_way_back_goes_around_a_call(tmp_path: Path) -> None:
    manuscript = read(tmp_path, "It sails “so slowly”[1] today.\n\n[1] A note.\n")
    block = manuscript.blocks[0]
    at = block.text.index("today")
    span = block.source_span(block.text.index("“"), at + len("today"))
    assert span is not None
    assert manuscript.source[slice(*span)] == "“so slowly”[1] today"
    assert block.source_offset(at) == manuscript.source.index("today")
