from __future__ import annotations

from pathlib import Path

import pytest

from corpus.manuscripts.model import Manuscript
from corpus.manuscripts.reading import read_manuscript

from .test_corpus_manuscripts_reading import assert_the_way_back_holds


def read(folder: Path, text: str) -> Manuscript:
    path = folder / "paper.tex"
    path.write_text(text, encoding="utf-8")
    manuscript = read_manuscript(path)
    assert_the_way_back_holds(manuscript)
    return manuscript


def texts(folder: Path, text: str) -> list[str]:
    return [b.text for b in read(folder, text).blocks]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("``one'' and `two' don't", "“one” and ‘two’ don’t"),
        (r"\enquote{foo \enquote{in} bar}", "“foo ‘in’ bar”"),
        (r"\enquote*{in} \foreignquote{french}{mot}", "‘in’ “mot”"),
        (r"\textquotedblleft x\textquotedblright{} y", "“x” y"),
        (r"a 5~\% rise---1--2 caf\'e na\"{\i}ve \$3 \& more\dots", "a 5 % rise—1–2 café naïve $3 & more…"),
        (r"\emph{slow \textbf{boat}} \mycommand{went} \label{x}on\ref{x}", "slow boat went on"),
        (r"a \verb|``x''| b % a comment ``c''" + "\nd", "a ``x'' b d"),
        (r"before \iffalse ``no'' \fi after", "before after"),
        ("$5\\%$ of $x$", "5% of x"),
        (r"see \autocite[see][¶ 12]{key} there", "see [see @key, ¶ 12] there"),
        (r"\parencites[1]{a}[2]{b}; \cite{a,b}", "[@a, 1; @b, 2]; [@a; @b]"),
        (r"\textcite[\P~4]{key} writes", "@key [¶ 4] writes"),
        (r"\enquote{it \textelp{} sails \textins{late}}", "“it […] sails [late]”"),
        ("船为上游\n的村庄送书。", "船为上游的村庄送书。"),
    ],
)
def test_what_is_printed(tmp_path: Path, written: str, printed: str) -> None:
    assert texts(tmp_path, written) == [printed]


def test_the_document_and_its_parts(tmp_path: Path) -> None:
    text = r"""\documentclass{article}
\title{``Not this''}
\begin{document}
\section*{A \emph{slow} boat}\label{s}
One.\footnote{A note, \cite[para.~3]{shen}.}

Two:
\begin{quote}
Quoted words.

More of them.
\end{quote}
\begin{verbatim}
``code''
\end{verbatim}
\begin{itemize}
\item first
\item second
\end{itemize}
\begin{tabular}{ll} a & b \\ c & d \end{tabular}
\[ x'' \]
\end{document}
``after the end''
"""
    manuscript = read(tmp_path, text)
    assert [(b.text, b.role, b.is_quotation) for b in manuscript.blocks] == [
        ("A slow boat", "heading", False),
        ("One.", "paragraph", False),
        ("A note, [@shen, para. 3].", "note", False),
        ("Two:", "paragraph", False),
        ("Quoted words.", "paragraph", True),
        ("More of them.", "paragraph", True),
        ("first", "item", False),
        ("second", "item", False),
        ("a", "cell", False),
        ("b", "cell", False),
        ("c", "cell", False),
        ("d", "cell", False),
    ]
    assert [(n.offset, n.label, n.text) for n in manuscript.blocks[1].notes] == [(4, "1", "A note, [@shen, para. 3].")]
    assert [b.line for b in manuscript.blocks[:5]] == [4, 5, 5, 7, 9]


@pytest.mark.parametrize(
    ("written", "note"),
    [
        (r"\textquote[{\cite[¶ 3]{k}}][.]{it sails}", "[@k, ¶ 3]"),
        (r"\textcquote[see][¶ 2]{k}{it sails}", "[see @k, ¶ 2]"),
        (r"\textcquote[¶ 2]{k}[.]{it sails}", "[@k, ¶ 2]"),
        (r"\enquote{it sails}\footcite[¶ 9]{k}", "[@k, ¶ 9]"),
    ],
)
def test_citations_that_quoting_commands_take(tmp_path: Path, written: str, note: str) -> None:
    block = read(tmp_path, written).blocks[0]
    assert block.text == "“it sails”"
    assert [(n.offset, n.text) for n in block.notes] == [(10, note)]


def test_a_display_quotation_with_its_citation(tmp_path: Path) -> None:
    text = "\\begin{displaycquote}[¶ 3]{k}\nOne.\n\nTwo.\n\n\\end{displaycquote}\nAfter."
    blocks = read(tmp_path, text).blocks
    assert [(b.text, b.is_quotation, [n.text for n in b.notes]) for b in blocks] == [
        ("One.", True, []),
        ("Two.", True, ["[@k, ¶ 3]"]),
        ("After.", False, []),
    ]


@pytest.mark.parametrize(
    "definition",
    [
        r"\newcommand{\q}[1]{``#1''}", r"\newcommand\q[1]{\enquote{#1}}", r"\def\q#1{“#1”}", r"\renewcommand*{\q}[1]{ `#1' }",
        r"\NewDocumentCommand{\q}{m}{\say{#1}}",
    ],
)  # fmt: skip
def test_an_authors_own_quoting_command(tmp_path: Path, definition: str) -> None:
    manuscript = read(tmp_path, definition + "\n\\begin{document}\nThey \\q{say it} and \\say{more}.\n\\end{document}\n")
    assert [b.text for b in manuscript.blocks] == ["They “say it” and “more”."]


def test_an_epigraph_is_a_block_quotation_and_typewriter_text_code(tmp_path: Path) -> None:
    first, second = read(tmp_path, r'\epigraph{It is late.}{Shen, para. 3} See \texttt{print("a")}.').blocks
    assert (first.text, first.is_quotation, [n.text for n in first.notes]) == ("It is late.", True, ["Shen, para. 3"])
    assert (second.is_quotation, [second.text[slice(*s)] for s in second.literal]) == (False, ['print("a")'])


def test_a_note_is_read_where_its_paragraph_cites_behind_it(tmp_path: Path) -> None:
    text = r"One.\footnote{It says ``four words of it''.} Two \cite{a}. Three.\footnote{And more.} Four \parencite[3]{b}."
    assert [(b.text, b.role) for b in read(tmp_path, text).blocks] == [
        ("One. Two [@a]. Three. Four [@b, 3].", "paragraph"),
        ("It says “four words of it”.", "note"),
        ("And more.", "note"),
    ]


def test_another_file_is_told_not_followed(tmp_path: Path) -> None:
    manuscript = read(tmp_path, "One.\n\n\\input{two}\n")
    assert manuscript.remarks == (f"{tmp_path / 'paper.tex'}:3: \\input{{two}} is not followed: check that file by itself",)


def test_where_quoted_words_and_their_marks_stand(tmp_path: Path) -> None:
    manuscript = read(tmp_path, r"They say \enquote{it \emph{sails} slowly} here.")
    block = manuscript.blocks[0]
    begin = block.text.index("“")
    span = block.source_span(begin, block.text.index("”") + 1)
    assert span is not None
    assert manuscript.source[slice(*span)] == r"\enquote{it \emph{sails} slowly}"
    words = block.source_span(begin + 1, begin + 3)
    assert words is not None
    assert manuscript.source[slice(*words)] == "it"


def test_german_shorthands_need_their_package(tmp_path: Path) -> None:
    document = '\\begin{document}\n"`leise"\' \n\\end{document}'
    assert texts(tmp_path, "\\usepackage[ngerman]{babel}" + document) == ["„leise“"]
    assert texts(tmp_path, document) == ['"‘leise"’']
