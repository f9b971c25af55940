"""What an editor's fix does to a text, what it leaves, and why; on texts read from files in each format."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus
from corpus.manuscripts.checking import check, judge
from corpus.manuscripts.edits import Edit, edited
from corpus.manuscripts.mending import Mending, as_written, mend_anchors, mend_words, written_anchor
from corpus.manuscripts.model import Block, Manuscript, Quoted, Report, Run
from corpus.manuscripts.reading import read_manuscript

from .manuscript_samples import NO_NEGATION, NOWHERE, TRUE, WRONG_NUMBER, manuscript, said, sample_library, sentence


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> corpus.Library:
    return sample_library(tmp_path_factory.mktemp("books") / "library.sqlite3")


def report(books: corpus.Library, folder: Path, text: str, suffix: str = ".md") -> Report:
    path = folder / f"paper{suffix}"
    path.write_bytes(text.encode())
    return check(read_manuscript(path), books)


def applied(made: Report, mended: tuple[Mending, ...]) -> str:
    return edited(made.manuscript.source, [edit for m in mended for edit in m.edits])


class TestAnchors:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (f"So “{TRUE}”, they write.", f"So “{TRUE}” [shen-lu-2024/p2@en], they write."),
            (f'So "{TRUE}."', f'So "{TRUE}." [shen-lu-2024/p2@en]'),
            (f"So ‘{TRUE}’ it is.", f"So ‘{TRUE}’ [shen-lu-2024/p2@en] it is."),
            (f"So *“{TRUE}”* it is.", f"So *“{TRUE}” [shen-lu-2024/p2@en]* it is."),
            (f"So “*{TRUE}*” it is.", f"So “*{TRUE}*” [shen-lu-2024/p2@en] it is."),
            ("他们说：“这个要求与学外语无关。”然后", "他们说：“这个要求与学外语无关。” [shen-lu-2024/p4@zh]然后"),
            ("他们说：「这个要求与学外语无关」，然后", "他们说：「这个要求与学外语无关」 [shen-lu-2024/p4@zh]，然后"),
            (f"> {TRUE}.\n\nSo.", f"> {TRUE}. [shen-lu-2024/p2@en]\n\nSo."),
            (f"> “{TRUE}.”\n\nSo.", f"> “{TRUE}.” [shen-lu-2024/p2@en]\n\nSo."),
            (f"So “{TRUE}”(see there).", f"So “{TRUE}” [shen-lu-2024/p2@en] (see there)."),
            (f"So “{TRUE}”[^1]\n\n[^1]: A note.", f"So “{TRUE}” [shen-lu-2024/p2@en] [^1]\n\n[^1]: A note."),
            (f"So „{TRUE}“ it is.", f"So „{TRUE}“ [shen-lu-2024/p2@en] it is."),
            (f"So « {TRUE} » it is.", f"So « {TRUE} » [shen-lu-2024/p2@en] it is."),
            ("他们说“这个要求与学外语无关”“甲乙”。", "他们说“这个要求与学外语无关” [shen-lu-2024/p4@zh]“甲乙”。"),
            (f"So “{TRUE}” (Shen and Lu 2024).", f"So “{TRUE}” [shen-lu-2024/p2@en] (Shen and Lu 2024)."),
        ],
    )
    def test_behind_the_closing_mark(self, books: corpus.Library, tmp_path: Path, before: str, after: str) -> None:
        made = report(books, tmp_path, before)
        assert applied(made, mend_anchors(made)) == after
        again = report(books, tmp_path, after)
        assert mend_anchors(again) == ()
        assert [c.quotation.faithful for c in again.checked] == [True]
        assert [c.quoted.text for c in again.checked] == [c.quoted.text for c in made.checked]

    @pytest.mark.parametrize(
        "text",
        [
            f"So “{TRUE}” (Shen and Lu 2024, ¶ 2).",
            f"So “{TRUE}” [shen-lu-2024/p2@en].",
            f"So “{TRUE}” [@shen-lu-2024, para. 2].",
            f"So “{WRONG_NUMBER}” it is.",
            f"So “{NOWHERE}” it is.",
            f"So “{TRUE}” (Shen and Lu 2024, ¶ 5).",
        ],
    )
    def test_nothing_where_a_place_is_named_or_the_words_are_wrong(
        self, books: corpus.Library, tmp_path: Path, text: str
    ) -> None:
        assert mend_anchors(report(books, tmp_path, text)) == ()

    def test_only_those_asked_for(self, books: corpus.Library, tmp_path: Path) -> None:
        made = report(books, tmp_path, f"So “{TRUE}” it is. And “the boat did not sail for 81 days” too.")
        assert [m.number for m in mend_anchors(made)] == [1, 2]
        assert [m.number for m in mend_anchors(made, [2])] == [2]
        assert applied(made, mend_anchors(made, [2])).count("[shen-lu-2024") == 1

    def test_several_places_are_left_to_a_person(self, tmp_path: Path) -> None:
        library = sample_library(tmp_path / "two.sqlite3")
        twice = "Everybody knows that the ferry carried three hundred passengers a day."
        library.add(corpus.read_bytes(f"Two Ferries\n\n{twice} So they say.\n\n{twice} And so they said.\n".encode(), "f.txt"))
        made = report(library, tmp_path, "So “the ferry carried three hundred passengers a day” it is.")
        (left,) = mend_anchors(made)
        assert left.edits == ()
        assert "several places" in (left.reason or "")

    def test_a_quotation_that_runs_on_gets_it_at_its_end(self, books: corpus.Library, tmp_path: Path) -> None:
        made = report(books, tmp_path, f"So “{TRUE}.\n\n“The boat did not sail for 81 days, said they. {TRUE}” it is.")
        assert made.checked[0].quotation.faithful
        left = mend_anchors(made)[0]
        assert (left.number, left.edits) == (1, ())
        assert "runs on" in (left.reason or "")

    def test_latex_brackets_are_no_optional_argument(self) -> None:
        assert written_anchor("x/p1@en", "latex") == " {[}x/p1@en{]}"
        assert written_anchor("x/p1@en", "text") == " [x/p1@en]"

    def test_a_quotation_made_by_its_reader_has_no_place(self, books: corpus.Library) -> None:
        bare = Block(f"“{TRUE}”", 1, line=1)
        found = [Quoted(TRUE, bare, 1, 1 + len(TRUE), "inline", 1, 2)]
        (left,) = mend_anchors(judge(Manuscript(Path("a.md"), "markdown", (bare,), bare.text), found, [], books))
        assert left == Mending(1, (), "the end of the quotation has no place in the file")


class TestWords:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("“By 2022 it was lending 16,900 books a year”", "“By 2022 it was lending 19,600 books a year”"),
            (f"So “{NO_NEGATION},” they say.", "So “The request was not about learning a foreign language,” they say."),
            ("“By 2022 it was lending over 19,600 books a year”", "“By 2022 it was lending 19,600 books a year”"),
            ("“By 2022 it was lending\nover 19,600 books a year”", "“By 2022 it was lending\n19,600 books a year”"),
            ("“By 2022 it was lending over\n19,600 books a year”", "“By 2022 it was lending\n19,600 books a year”"),
            ("“By 2022 it was lending *16,900* books a year”", "“By 2022 it was lending *19,600* books a year”"),
            ("“By 2022 it was *lending* 19,600 book a year”", "“By 2022 it was *lending* 19,600 books a year”"),
            ("“这个要求与学外语有关”", "“这个要求与学外语无关”"),
            ("> By 2022 it was\n> lending 16,900\n> books a year.", "> By 2022 it was\n> lending 19,600\n> books a year."),
            ("“the request was about learning a foreign language”", "“The request was not about learning a foreign language”"),
            (
                "“The villagers do not call it a library. They call it ‘the quick cousin,’ because it arrives late”",
                "“The villagers do not call it a library. They call it ‘the slow cousin,’ because it arrives late”",
            ),
            (
                "“The villagers do not call it a library. They call it slow, because it arrives late”",
                "“The villagers do not call it a library. They call it ‘the slow cousin,’ because it arrives late”",
            ),
            (
                "“Since the autumn of 2016, a flat-bottomed boat has carried books … along the upper Cheng River”",
                "“Since the spring of 2016, a flat-bottomed boat has carried books … along the upper Cheng River”",
            ),
        ],
    )
    def test_the_words_of_the_source(self, books: corpus.Library, tmp_path: Path, before: str, after: str) -> None:
        made = report(books, tmp_path, before)
        assert [c.quotation.verdict for c in made.checked] == ["altered"]
        assert applied(made, mend_words(made, books)) == after
        again = report(books, tmp_path, after)
        assert [c.quotation.faithful for c in again.checked] == [True]
        assert mend_words(again, books) == ()

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("“By 2022 it was lending **sixteen** thousand books a year”", "markup stands among the words"),
            ("“By 2022 it was lending 16,900 books a year” (Shen and Lu 2024, ¶ 5)", "another place"),
        ],
    )
    def test_what_is_left_says_why(self, books: corpus.Library, tmp_path: Path, text: str, why: str) -> None:
        (left,) = mend_words(report(books, tmp_path, text), books)
        assert left.edits == ()
        assert why in (left.reason or "")

    @pytest.mark.parametrize("text", [f"“{TRUE}”", f"“{NOWHERE}”", f"“{TRUE}” (Shen and Lu 2024, ¶ 5)"])
    def test_other_verdicts_are_not_touched(self, books: corpus.Library, tmp_path: Path, text: str) -> None:
        assert mend_words(report(books, tmp_path, text), books) == ()

    def test_only_those_asked_for(self, books: corpus.Library) -> None:
        found = [sentence(WRONG_NUMBER, 1), sentence(NO_NEGATION, 2)]
        made = judge(manuscript(found), found, [], books)
        assert [m.number for m in mend_words(made, books, only=[2])] == [2]

    def test_within_the_claimed_place(self, books: corpus.Library) -> None:
        found = [sentence(WRONG_NUMBER, 1, said("(¶ 2)", "shen-lu-2024/p2"))]
        (mended,) = mend_words(judge(manuscript(found), found, [], books), books)
        assert mended.edits
        assert "".join(e.text for e in mended.edits) == "9,6a"


class TestLatex:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (f"So ``{TRUE}'' it is.", f"So ``{TRUE}'' {{[}}shen-lu-2024/p2@en{{]}} it is."),
            (f"So \\enquote{{{TRUE}}} it is.", f"So \\enquote{{{TRUE}}} {{[}}shen-lu-2024/p2@en{{]}} it is."),
            (
                f"So \\emph{{``{TRUE}''}}\\footnote{{A note.}}",
                f"So \\emph{{``{TRUE}'' {{[}}shen-lu-2024/p2@en{{]}}}}\\footnote{{A note.}}",
            ),
            (
                f"\\begin{{quote}}\n{TRUE}.\n\\end{{quote}}",
                f"\\begin{{quote}}\n{TRUE}. {{[}}shen-lu-2024/p2@en{{]}}\n\\end{{quote}}",
            ),
        ],
    )
    def test_anchors(self, books: corpus.Library, tmp_path: Path, before: str, after: str) -> None:
        made = report(books, tmp_path, before, ".tex")
        assert applied(made, mend_anchors(made)) == after
        again = report(books, tmp_path, after, ".tex")
        assert mend_anchors(again) == ()
        assert [c.quoted.claim.anchor.segment for c in again.checked if c.quoted.claim and c.quoted.claim.anchor] == ["p2"]

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("``a loss of 1.4 percent''", "``a loss of 1.5 percent''"),
            (
                "\\enquote{More than half of the adults, 58\\%, asked for books in two languages}",
                "\\enquote{More than half of the adults, 58 percent, asked for books in two languages}",
            ),
            (
                "``They call it slow, because it arrives late, stays for supper''",
                "``They call it `the slow cousin,' because it arrives late, stays for supper''",
            ),
        ],
    )
    def test_words(self, books: corpus.Library, tmp_path: Path, before: str, after: str) -> None:
        made = report(books, tmp_path, before, ".tex")
        assert applied(made, mend_words(made, books)) == after
        assert [c.quotation.faithful for c in report(books, tmp_path, after, ".tex").checked] == [True]

    def test_part_of_what_a_command_prints_is_left(self, books: corpus.Library) -> None:
        """A command that prints “16,900”: its digits stand nowhere in the file."""
        source = "``By 2022 it was lending \\lent{} books a year''"
        text = "“By 2022 it was lending 16,900 books a year”"
        at, behind = text.index("16"), text.index(" books")
        runs = (
            Run(0, 0, 1, 2),
            Run(1, 2, at - 1),
            Run(at, 1 + at, 6, 7),
            Run(behind, behind + 2, 13),
            Run(len(text) - 1, 44, 1, 2),
        )
        block = Block(text, 1, line=1, runs=runs)
        found = [Quoted(text[1:-1], block, 1, len(text) - 1, "inline", 1, 3)]
        made = judge(Manuscript(Path("a.tex"), "latex", (block,), source), found, [], books)
        assert mend_words(made, books) == (Mending(1, (), "the words have no place in the file"),)

    def test_what_a_percent_sign_is_in_the_file(self, books: corpus.Library, tmp_path: Path) -> None:
        library = sample_library(tmp_path / "more.sqlite3")
        library.add(
            corpus.read_bytes(b"A Loss\n\nIt grew by 9.5% & fell by $3 in the years that followed the flood.\n", "loss.txt")
        )
        path = tmp_path / "paper.tex"
        path.write_text("``It grew by 9 per cent and fell by \\$3 in the years that followed the flood''", encoding="utf-8")
        made = check(read_manuscript(path), library)
        mended = applied(made, mend_words(made, library))
        assert mended == "``It grew by 9.5\\% \\& fell by \\$3 in the years that followed the flood''"


@pytest.mark.parametrize(
    ("format", "words", "written"),
    [
        ("latex", "9.5% of $2 & ‘so’", r"9.5\% of \$2 \& `so'"),
        ("latex", "第3段，100%", r"第3段，100\%"),
        ("markdown", "a*b_c [d] <e> &amp; R&D", r"a\*b\_c \[d\] \<e\> \&amp; R&D"),
        ("text", "a*b 9.5% & $", "a*b 9.5% & $"),
        ("docx", "a*b 9.5% & <$", "a*b 9.5% &amp; &lt;$"),
    ],
)
def test_words_are_written_as_the_format_wants_them(format: str, words: str, written: str) -> None:
    assert as_written(words, format) == written  # type: ignore[arg-type]


def test_edits_may_not_overlap() -> None:
    assert edited("abcdef", [Edit(4, 5, "X"), Edit(1, 1, "+"), Edit(1, 2, "")]) == "a+cdXf"
    with pytest.raises(ValueError):
        edited("abcdef", [Edit(1, 4, ""), Edit(3, 5, "")])
    with pytest.raises(ValueError):
        edited("abc", [Edit(2, 9, "")])


def test_runs_are_the_way_to_the_file(books: corpus.Library) -> None:
    """Words over two lines of a block quotation: the line's end and its mark are not words."""
    source = "> By 2022 it was lending sixteen\r\n> thousand books a year\r\n"
    first, second = "By 2022 it was lending sixteen", "thousand books a year"
    runs = (Run(0, 2, len(first)), Run(len(first), 32, 1, 4), Run(len(first) + 1, 36, len(second)))
    block = Block(f"{first} {second}", 1, line=1, is_quotation=True, runs=runs)
    found = [Quoted(block.text, block, 0, len(block.text), "block", 1, 3)]
    made = judge(Manuscript(Path("a.md"), "markdown", (block,), source), found, [], books)
    assert applied(made, mend_words(made, books)) == "> By 2022 it was lending 19,600 books a year\r\n"
