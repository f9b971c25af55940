"""Quotations of a manuscript judged against a library: claims, citations in order, counts, words for people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import pytest

import corpus
from corpus.manuscripts import wording
from corpus.manuscripts.checking import judge
from corpus.manuscripts.differing import gaps, marked
from corpus.manuscripts.model import Block, Claim, Quoted, Report
from provenance import Change
from provenance.quotations import FAITHFUL, Flag, Verdict
from references.errors import UnknownStyle

from .manuscript_samples import (
    CHINESE_TRUE,
    CHINESE_WRONG,
    NO_NEGATION,
    NOWHERE,
    TRUE,
    WRONG_NUMBER,
    manuscript,
    passed,
    said,
    sample_library,
    sentence,
)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> corpus.Library:
    return sample_library(tmp_path_factory.mktemp("books") / "library.sqlite3")


def report(books: corpus.Library, *texts: str | tuple[str, Claim], **options: str) -> Report:
    found = [sentence(*((t, i) if isinstance(t, str) else (t[0], i, t[1]))) for i, t in enumerate(texts, 1)]
    return judge(manuscript(found), found, [passed("slow")], books, **options)


def verdicts(made: Report) -> list[str]:
    return [wording.judgement(c) for c in made.checked]


def test_verdicts_and_counts(books: corpus.Library) -> None:
    made = report(books, TRUE, WRONG_NUMBER, CHINESE_TRUE, CHINESE_WRONG, NOWHERE)
    assert verdicts(made) == ["verbatim", "altered", "verbatim", "altered", "not-found"]
    assert made.counts == {"verbatim": 2, "altered": 2, "not-found": 1, "faithful": 2, "unfaithful": 3, "passed": 1}
    assert wording.tally(made) == (
        "5 quotations: 2 faithful (2 verbatim), 3 not faithful (2 altered, 1 not-found); 1 passed over (1 a single word)"
    )
    assert wording.tally(report(books, TRUE)).startswith("1 quotation: 1 faithful")


def test_an_empty_manuscript(books: corpus.Library) -> None:
    made = judge(manuscript(), [], [], books)
    assert made.checked == ()
    assert made.counts["faithful"] == made.counts["passed"] == 0
    assert wording.tally(made) == "0 quotations"


class TestClaims:
    def test_a_right_place(self, books: corpus.Library) -> None:
        made = report(books, (TRUE, said("(¶ 2)", "shen-lu-2024/p2")), (TRUE, said("(Shen and Lu)", "shen-lu-2024")))
        assert verdicts(made) == ["verbatim", "verbatim"]
        assert [wording.claim(c) for c in made.checked] == ["(¶ 2) (the right place)", "(Shen and Lu) (the right document)"]

    def test_a_wrong_place_is_told_with_the_right_one(self, books: corpus.Library) -> None:
        made = report(books, (TRUE, said("(¶ 5)", "shen-lu-2024/p5")))
        assert verdicts(made) == ["verbatim (wrong-location)"]
        assert not made.checked[0].quotation.faithful
        assert wording.cause(made.checked[0]) == "wrong-location"
        assert "the words are at shen-lu-2024/p2@en" in (wording.claim(made.checked[0]) or "")
        assert (made.checked[0].citation or "").endswith("para. 2.")

    def test_a_place_that_does_not_exist(self, books: corpus.Library) -> None:
        made = report(
            books, (TRUE, said("(¶ 99)", "shen-lu-2024/p99@en;v=aaaaaaaaaaaa")), (NOWHERE, said("?", "shen-lu-2024/p99"))
        )
        assert verdicts(made) == ["verbatim (wrong-location)", "not-found"]
        assert "no segment 'p99'" in made.checked[0].quotation.notes[-1]

    def test_another_document(self, books: corpus.Library) -> None:
        made = report(books, (TRUE, said("(Cao and Cheng)", "cao-cheng-2023")))
        assert verdicts(made) == ["verbatim (wrong-location)"]

    def test_altered_words_at_another_place(self, books: corpus.Library) -> None:
        made = report(books, (WRONG_NUMBER, said("(¶ 5)", "shen-lu-2024/p5")))
        assert wording.is_misplaced(made.checked[0])
        assert "the words are at shen-lu-2024/p2@en" in (wording.claim(made.checked[0]) or "")

    def test_a_citation_of_something_unknown_changes_no_verdict(self, books: corpus.Library) -> None:
        made = report(books, (TRUE, said("(Nobody 1999)")))
        assert verdicts(made) == ["verbatim"]
        assert wording.claim(made.checked[0]) == "(Nobody 1999) (names no document that is known here)"

    def test_few_words_are_enough_at_a_claimed_place(self, books: corpus.Library) -> None:
        made = report(books, "weather", ("weather", said("(¶ 3)", "shen-lu-2024/p3")))
        assert [c.quotation.faithful for c in made.checked] == [False, True]


class TestOldVersions:
    """The source has changed since it was quoted."""

    OLD = "The ferry carried three hundred passengers a day until the bridge was opened in 1990."
    NEW = "The ferry carried two hundred passengers a day until the bridge was opened in 1990."
    OTHERS = "Nobody asked the ferryman what he thought of it, and he did not say.\n\nThe bridge was closed in 2005, for good."

    def held(self, path: Path, last: str) -> tuple[corpus.Library, str]:
        library = corpus.Library(path / "library.sqlite3")
        first = library.add(corpus.read_bytes(f"The Ferry\n\n{self.OLD}\n\n{self.OTHERS}\n".encode(), "ferry.txt")).document
        library.add(corpus.read_bytes(f"The Ferry\n\n{last}{self.OTHERS}\n".encode(), "ferry.txt"))
        layer = first.segment("p1").layers["en"]
        return library, f"{first.id}/p1@en;v={layer.version[:12]}"

    @pytest.mark.parametrize("last", [NEW + "\n\n", ""], ids=["changed", "removed"])
    def test_words_of_the_version_that_is_cited(self, tmp_path: Path, last: str) -> None:
        library, anchor = self.held(tmp_path, last)
        (checked,) = report(library, (self.OLD, said("[…]", anchor))).checked
        assert checked.quotation.faithful
        assert "stale-version" in checked.quotation.flags
        assert "the source has changed since" in checked.quotation.notes[-1]
        assert str(checked.quotation.anchor).startswith(anchor)

    def test_without_a_version_the_newest_counts(self, tmp_path: Path) -> None:
        library, anchor = self.held(tmp_path, self.NEW + "\n\n")
        (checked,) = report(library, (self.OLD, said("[…]", anchor.split(";")[0]))).checked
        assert verdicts(report(library, self.OLD)) == ["altered"]
        assert checked.quotation.verdict == "altered"

    def test_words_of_neither_version(self, tmp_path: Path) -> None:
        library, anchor = self.held(tmp_path, self.NEW + "\n\n")
        other = self.OLD.replace("three", "nine")
        (checked,) = report(library, (other, said("[…]", anchor))).checked
        assert (checked.quotation.verdict, checked.quotation.faithful) == ("altered", False)


class TestCitations:
    def test_a_second_mention_is_short(self, books: corpus.Library) -> None:
        first, second = (c.citation for c in report(books, TRUE, "the boat did not sail for 81 days").checked)
        assert first is not None
        assert second == "Shen and Lu, The Library That Goes Upstream, para. 5."
        assert len(first) > 2 * len(second)

    def test_ibid_follows_the_order_of_the_notes(self, books: corpus.Library) -> None:
        made = report(books, TRUE, TRUE, CHINESE_TRUE, TRUE, style="oscola")
        shown = [c.citation or "" for c in made.checked]
        assert [("ibid" in s.lower()) for s in shown] == [False, True, False, False]

    def test_words_found_nowhere_have_no_citation_but_count_for_ibid(self, books: corpus.Library) -> None:
        unknown = report(books, TRUE, NOWHERE, TRUE, style="oscola")
        named = report(books, TRUE, (NOWHERE, said("(Cao and Cheng 2023)", "cao-cheng-2023")), TRUE, style="oscola")
        assert [c.citation is None for c in unknown.checked] == [False, True, False]
        assert "ibid" in (unknown.checked[2].citation or "").lower()
        assert "ibid" not in (named.checked[2].citation or "").lower()

    def test_the_original_is_cited_for_its_own_words(self, books: corpus.Library) -> None:
        made = report(books, CHINESE_TRUE, style="apa", locale="en-US")
        assert made.checked[0].citation == "(Shen & Lu, 2023, para. 4)"

    def test_wrong_style_and_document_are_told_before_anything_is_judged(self, books: corpus.Library) -> None:
        judged: list[int] = []

        def count(done: int, _: int) -> None:
            judged.append(done)

        found = [sentence(TRUE, 1)]
        with pytest.raises(UnknownStyle):
            judge(manuscript(found), found, [], books, style="chigaco", progress=count)
        with pytest.raises(corpus.LibraryError):
            judge(manuscript(found), found, [], books, within="no-such-document", progress=count)
        assert judged == []


def test_within_one_document(books: corpus.Library) -> None:
    assert verdicts(report(books, TRUE, within="shen-lu-2024")) == ["verbatim"]
    assert report(books, TRUE, within="cao-cheng-2023").checked[0].quotation.verdict == "not-found"


def test_progress_is_told_after_each(books: corpus.Library) -> None:
    told: list[tuple[int, int]] = []
    found = [sentence(TRUE, 1), sentence(NOWHERE, 2)]
    judge(manuscript(found), found, [], books, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("quoted", "source"),
    [
        (WRONG_NUMBER, TRUE),
        (NO_NEGATION, "The request was not about learning a foreign language"),
        ("The request was not about ever learning a foreign language", "The request was not about learning a foreign language"),
        (CHINESE_WRONG, CHINESE_TRUE),
        ("this request was not about learning a foreign tongue", "The request was not about learning a foreign language"),
    ],
)
def test_putting_the_source_into_the_gaps_gives_the_source(books: corpus.Library, quoted: str, source: str) -> None:
    (checked,) = report(books, quoted).checked
    q = checked.quotation
    assert q.verdict == "altered"
    assert q.text == source
    out, at = "", 0
    for gap in gaps(q):
        out += quoted[at : gap.quoted[0]] + source[slice(*gap.source)]
        at = gap.quoted[1]
    assert out + quoted[at:] == source


def test_the_pieces_to_show_are_the_quotation(books: corpus.Library) -> None:
    for text in (WRONG_NUMBER, CHINESE_WRONG, TRUE, NOWHERE):
        (checked,) = report(books, text).checked
        pieces = marked(checked.quotation)
        assert "".join(p.quoted if isinstance(p, Change) else p for p in pieces) == text
    (checked,) = report(books, NO_NEGATION).checked
    assert [p if isinstance(p, str) else f"-{p.source}" for p in marked(checked.quotation)] == [
        "The request was", " ", "-not", " about learning a foreign language",
    ]  # fmt: skip


def test_every_verdict_and_flag_has_its_sentence() -> None:
    assert set(wording.VERDICTS) == set(get_args(Verdict))
    assert set(wording.FLAGS) == set(get_args(Flag))
    assert set(wording.VERDICTS) >= FAITHFUL


@pytest.mark.parametrize(
    ("line", "page", "place"),
    [(12, None, "12:5"), (None, None, "paragraph 7"), (None, 3, "page 3, paragraph 7")],
)
def test_places(line: int | None, page: int | None, place: str) -> None:
    block = Block("words", 7, line=line, page=page)
    assert wording.place(Quoted("words", block, 0, 5, "inline", line, 5 if line else None)) == place


def test_files_are_not_needed(books: corpus.Library) -> None:
    """A report is made of what was read: the path is only shown."""
    found: Sequence[Quoted] = [sentence(TRUE, 1)]
    made = judge(manuscript(found, "no/such/file.md"), found, [], books)
    assert made.manuscript.path == Path("no/such/file.md")
