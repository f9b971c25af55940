from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.manuscripts.model import Manuscript
from corpus.manuscripts.reading import read_manuscript

from .test_corpus_manuscripts_reading import assert_the_way_back_holds


def read(folder: Path, text: str, newline: str = "\n") -> Manuscript:
    path = folder / "paper.md"
    path.write_text(text, encoding="utf-8", newline=newline)
    manuscript = read_manuscript(path)
    assert_the_way_back_holds(manuscript)
    return manuscript


PAGE = """---
title: “not words”
---
# A *slow* boat #

Para *one*, **bold** and &ldquo;quoted&rdquo; 5 \\* 3 snake_case **open,
line two.[^1] And ^[an inline *note*] and [a *link*](x "t link") link. <q>So</q> `f("x")`

> quoted words
> on lines
>
> - an item
>   goes on

```
“code”
```

<!-- “comment” -->

| one | two |
|-----|-----|
| a   | a a |
| b \\| c | d |

[^1]: Note text
    goes on.

    Second paragraph.
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_blocks_as_a_reader_sees_them(tmp_path: Path, newline: str) -> None:
    manuscript = read(tmp_path, PAGE, newline)
    first = 'Para one, bold and “quoted” 5 * 3 snake_case **open, line two. And and a link link. “So” f("x")'
    assert [(b.text, b.role, b.is_quotation, b.line) for b in manuscript.blocks] == [
        ("A slow boat", "heading", False, 4),
        (first, "paragraph", False, 6),
        ("an inline note", "note", False, 6),
        ("quoted words on lines", "paragraph", True, 9),
        ("an item goes on", "item", True, 12),
        ("one", "cell", False, 21),
        ("two", "cell", False, 21),
        ("a", "cell", False, 23),
        ("a a", "cell", False, 23),
        ("b | c", "cell", False, 24),
        ("d", "cell", False, 24),
        ("Note text goes on.", "note", False, 26),
        ("Second paragraph.", "note", False, 29),
    ]


def test_notes_links_and_code(tmp_path: Path) -> None:
    block = read(tmp_path, PAGE).blocks[1]
    assert [(block.text[: n.offset][-4:], n.label, n.text) for n in block.notes] == [
        ("two.", "1", "Note text goes on. Second paragraph."),
        (" And", "2", "an inline note"),
    ]
    assert [(block.text[x.start : x.end], x.target) for x in block.links] == [("a link", "x")]
    assert [block.text[start:end] for start, end in block.literal] == ['f("x")']


def test_every_word_has_its_way_back(tmp_path: Path) -> None:
    manuscript = read(tmp_path, PAGE)
    for block in manuscript.blocks:
        # an escaped bar in a table: the cell does not stand so in the file
        for word in re.finditer(r"\w+", block.text) if block.text != "b | c" else ():
            span = block.source_span(*word.span())
            assert span is not None, word
            assert manuscript.source[slice(*span)] == word.group()


def test_a_formula_has_no_quotation_marks(tmp_path: Path) -> None:
    block = read(tmp_path, 'As $f\'\'(x) = "a b"$ says, "it costs $5 and $6", not US$ 7 = 8 “words” or $9.\n').blocks[0]
    assert [block.text[slice(*s)] for s in block.literal] == ["$f''(x) = \"a b\"$"]


def test_a_note_that_is_not_there(tmp_path: Path) -> None:
    block = read(tmp_path, "Words.[^x]").blocks[0]
    assert [(n.offset, n.label, n.text) for n in block.notes] == [(6, "x", "")]


def test_chinese_lines_are_joined_without_a_space(tmp_path: Path) -> None:
    assert read(tmp_path, "船为上游\n的村庄送书，\n每年 12\n次。").blocks[0].text == "船为上游的村庄送书，每年 12 次。"
