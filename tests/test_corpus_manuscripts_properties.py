"""What holds of any text at all: nothing raises, places agree with words, time stays in bounds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corpus
from corpus.errors import ManuscriptError
from corpus.manuscripts.claims import Works
from corpus.manuscripts.finding import find_quotations
from corpus.manuscripts.marks import pair_marks
from corpus.manuscripts.model import Format
from corpus.manuscripts.reading import read_manuscript

from .conftest import ROOT

PIECES = st.sampled_from(
    [
        *"“”‘’\"'「」『』«»„‚‹›`*_[](（）)>#-|\\{}$%&;:.,，。…—①船\t\n \u3000\x0b\u2028\ufeff😀",
        *"`` '' ** [^1] [^1]: ^[ <q> </q> <b> <blockquote> <!-- --> &ldquo; &amp; \\enquote{ \\begin{quote} \\end{quote}".split(),
        *"\\footnote{ \\cite[ @key [@shen-lu-2024,¶1] (Shen 2024,para.2) shen-lu-2024/p1@en [1] 1. Notes".split(),
        *"the readers’ it don't".split(),
        *'6\'2" 12" ’90s boat library 图书馆 第3段 2024'.split(),
        *("\n\n", "\r\n", "    "),
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map(" ".join) | st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80)


@pytest.fixture(scope="module")
def works() -> Works:
    document = corpus.read(ROOT / "corpus" / "samples" / "sample.txt")
    return Works({document.id: document.source})


@given(TEXTS, st.sampled_from(["", "“", '"', "‘", "「"]))
def test_pairs_are_apart_in_order_and_begin_with_their_mark(text: str, continued: str) -> None:
    pairs, loose = pair_marks(text, continued=continued)
    at = 0
    for p in pairs:
        assert at <= p.outer_start < p.start <= p.end <= p.outer_end <= len(text)
        assert text[p.outer_start : p.start] == p.mark
        assert p.runs_on == (p.end == p.outer_end)
        at = p.outer_end
    for mark in loose:
        assert text.startswith(mark.mark, mark.at)
        assert not any(p.outer_start <= mark.at < p.outer_end for p in pairs)


@pytest.mark.parametrize(("format", "ending"), [("markdown", "md"), ("latex", "tex"), ("html", "html"), ("text", "txt")])
def test_any_text_is_read_and_every_place_agrees(
    tmp_path_factory: pytest.TempPathFactory, works: Works, format: Format, ending: str
) -> None:
    path = tmp_path_factory.mktemp("any") / f"paper.{ending}"

    @settings(max_examples=80, deadline=None)
    @given(TEXTS)
    def check(text: str) -> None:
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            manuscript = read_manuscript(path, format)
        except ManuscriptError:
            return
        assert [b.number for b in manuscript.blocks] == list(range(1, len(manuscript.blocks) + 1))
        for block in manuscript.blocks:
            for run in block.runs:
                assert 0 <= run.at < run.at + run.length <= len(block.text)
                if run.width is None:
                    assert manuscript.source[run.source : run.source_end] == block.text[run.at : run.at + run.length]
            for note in block.notes:
                assert 0 <= note.offset <= len(block.text)
        quoted, passed = find_quotations(manuscript, works)
        for q in quoted:
            assert q.block.text[q.start : q.end] == q.text
            assert q.text.strip()
        assert all(p.reason for p in passed)

    check()


@pytest.mark.parametrize(
    "text",
    [
        "“" * 20_000,
        "‘a " * 20_000,
        '"a ' * 20_000,
        "a’ " * 20_000,
        "the readers’ boats " * 10_000,
        "(2024 " * 20_000,
        "[@a; " * 20_000,
        "a" * 100_000 + " (2024, para. 1) “and these four words”",
        "Shen and Lu, " * 10_000 + "(2024, para. 1) “and these four words”",
        "《“" * 20_000,
        "“it comes very late” (Shen and Lu 2024, para. 1). " * 2_000,
    ],
    ids=lambda t: t[:12],
)
def test_long_and_odd_paragraphs_are_read(tmp_path: Path, works: Works, text: str) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(text, encoding="utf-8")
    found, _ = find_quotations(read_manuscript(path), works)  # hours, if something were looked for again at every character
    assert all(quoted.text in text for quoted in found)
