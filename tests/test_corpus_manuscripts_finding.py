from __future__ import annotations

from pathlib import Path

import pytest

import corpus
from corpus.manuscripts.claims import Works
from corpus.manuscripts.finding import find_quotations
from corpus.manuscripts.model import Passed, Quoted
from corpus.manuscripts.reading import read_manuscript

from .conftest import ROOT


@pytest.fixture(scope="module")
def works() -> Works:
    document = corpus.read(ROOT / "corpus" / "samples" / "sample.txt")
    return Works({document.id: document.source})


def find(folder: Path, works: Works, text: str) -> tuple[tuple[Quoted, ...], tuple[Passed, ...]]:
    path = folder / "paper.md"
    path.write_text(text, encoding="utf-8")
    return find_quotations(read_manuscript(path), works)


def claims(quoted: tuple[Quoted, ...]) -> list[tuple[str, str | None]]:
    return [(q.text, str(q.claim.anchor) if q.claim and q.claim.anchor else None) for q in quoted]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("the “slow” boat", "single word"),
        ("the “slow cousin boat” came", "few words"),
        ("他们叫它“慢表亲”", "few words"),
        ("所谓“船上图书馆”的服务", "few words"),
        ("用“书”字", "single word"),
        ("see “Ghost Stories for Long Evenings on the River,” a book", "title"),
        ("see “The library that goes upstream” again", "title"),
        ("见《论“慢船上的长夜与灯火，以及书”》一书", "title"),
        ("a “…” and more", "no words"),
    ],
)
def test_what_is_no_quotation_is_counted_with_its_reason(tmp_path: Path, works: Works, text: str, reason: str) -> None:
    quoted, passed = find(tmp_path, works, text)
    assert quoted == ()
    assert [p.reason for p in passed] == [reason]


@pytest.mark.parametrize(
    "text",
    [
        "They say “it comes very late” there.",
        "他们说“它来得晚，很慢”。",
        "他们说“它从来没有给任何人送过书”。",
        "The “slow” (shen-lu-2024/p1) boat came.",
        "“Ghost Stories for Long Evenings” (shen-lu-2024/p3) were asked for.",
        "> Slow.\n",
    ],
)
def test_what_is_one(tmp_path: Path, works: Works, text: str) -> None:
    quoted, passed = find(tmp_path, works, text)
    assert (len(quoted), passed) == (1, ())


@pytest.mark.parametrize("heading", ["## References", "# 5. Works Cited", "# 参考文献"])
def test_titles_in_a_list_of_works(tmp_path: Path, works: Works, heading: str) -> None:
    entries = "[1] Y. Shen, “How a boat became a library,” 2024; there: “it comes very late.”\n\n"
    entries += "王某，“论一条船如何成为图书馆，以及为什么”，2020年。"
    quoted, passed = find(tmp_path, works, f"# One\n\n{heading}\n\n{entries}\n\n# Appendix\n\nThey say “it stays for supper.”")
    assert [q.text for q in quoted] == ["it comes very late.", "it stays for supper."]
    assert [p.reason for p in passed] == ["title", "title"]


def test_a_list_of_works_in_a_text_without_headings(tmp_path: Path, works: Works) -> None:
    path = tmp_path / "paper.txt"
    entry = "Shen, Y. “How a boat became a library.” Slow Boats 3 (2024)."
    path.write_text(
        f"References to “it comes very late” abound.\n\nReferences\n\n{entry}\n\nAppendix\n\nThey say “it stays for supper.”\n"
    )
    quoted, passed = find_quotations(read_manuscript(path), works)
    assert [q.text for q in quoted] == ["it comes very late", "it stays for supper."]
    assert [p.reason for p in passed] == ["title"]


@pytest.mark.parametrize(
    ("cited", "anchor"),
    [("[1]", "shen-lu-2024"), ("[1, para. 2]", "shen-lu-2024/p2"), ("[1：第3段]", "shen-lu-2024/p3"), ("[2]", None),
     ("[1, 2]", None), ("[7]", None), ("[1](https://x.test)", None)],
)  # fmt: skip
@pytest.mark.parametrize(
    "listed",
    [
        "[1] 沈砚舟; 陆听潮. 逆流而上的图书馆[R]. 2023.\n\n[2] 王某. 慢船[J]. 2020.",
        "1. Shen Yanzhou; Lu Tingchao: The Library That Goes Upstream, 2024.\n2. Wang: A Boat, 2020.",
    ],
)
def test_works_cited_by_their_number_in_the_list(
    tmp_path: Path, works: Works, listed: str, cited: str, anchor: str | None
) -> None:
    quoted, _ = find(tmp_path, works, f"# One\n\nThey say “it comes very late” {cited}.\n\n# References\n\n{listed}\n")
    assert claims(quoted) == [("it comes very late", anchor)]


def test_marks_that_stand_alone_are_told(tmp_path: Path, works: Works) -> None:
    quoted, passed = find(tmp_path, works, "He said “it comes very late and left.\n\nThe end.")
    assert quoted == ()
    assert [(p.reason, p.text) for p in passed] == [("unbalanced mark", "He said “it comes very late and left.")]


def test_a_quotation_parted_by_its_speaker_is_two_with_one_citation(tmp_path: Path, works: Works) -> None:
    text = "“It arrives late every time,” they said, “and stays for a supper” (Shen and Lu 2024, para. 1)."
    quoted, _ = find(tmp_path, works, text)
    assert claims(quoted) == [
        ("It arrives late every time,", "shen-lu-2024/p1"),
        ("and stays for a supper", "shen-lu-2024/p1"),
    ]


def test_a_quotation_over_paragraphs(tmp_path: Path, works: Works) -> None:
    text = "They wrote: “The boat comes late.\n\n“It stays for supper.\n\n“It brings news” (shen-lu-2024/p1). Then nothing.\n"
    quoted, passed = find(tmp_path, works, text)
    assert claims(quoted) == [
        ("The boat comes late.", None),
        ("It stays for supper.", None),
        ("It brings news", "shen-lu-2024/p1"),
    ]
    assert passed == ()


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Words: “it comes very late” (Shen and Lu 2024, para. 1).", "shen-lu-2024/p1"),
        ("Words: “it comes very late” (Shen & Lu, 2023/2024, ¶ 1).", "shen-lu-2024/p1"),
        ("Words: “it comes very late” (Shen et al. 2024, para. 1, n. 1).", "shen-lu-2024/p1!fn1"),
        ("Words: “it comes very late” (Shen and Lu 2024, paras. 1–2).", "shen-lu-2024"),
        ("Words: “it comes very late” (Shen and Lu 2024).", "shen-lu-2024"),
        ("Words: “it comes very late” [@shen-lu-2024, ¶ 1].", "shen-lu-2024/p1"),
        ("Words: “it comes very late” [see @shen2024library, para. 1; @other, p. 4].", "shen-lu-2024/p1"),
        ("Words: “it comes very late” shen-lu-2024/p1@en;v=wyevdmmnha4d.", "shen-lu-2024/p1@en;v=wyevdmmnha4d"),
        ("Words: “it comes very late.” (Shen and Lu 2024, para. 1) More.", "shen-lu-2024/p1"),
        ("Words: “it comes very late” (shen-\nlu-\n2024/p1).", "shen-lu-2024/p1"),
        ("Words: “it comes very late” [there](https://books.example/read#shen-lu-2024/p1@en).", "shen-lu-2024/p1@en"),
        ("Words: “it comes very late.”[^1]\n\n[^1]: See shen-lu-2024/p1@en.", "shen-lu-2024/p1@en"),
        ("Words: “it comes very late.”[^1]\n\n[^1]: Shen Yanzhou and Lu Tingchao, *The Library That Goes Upstream*, para. 1.",
         "shen-lu-2024/p1"),
        ("Shen and Lu (2024, para. 1) write that “it comes very late” there.", "shen-lu-2024/p1"),
        ("As @shen-lu-2024 [¶ 1] says, “it comes very late” there.", "shen-lu-2024/p1"),
        ("他们说“它来得晚，很慢”（沈砚舟、陆听潮，2024，第1段）。", "shen-lu-2024/p1"),
        ("沈砚舟、陆听潮（2023，第十二段）说：“它来得晚，很慢。”", "shen-lu-2024/p12"),
        ("They say “it comes very late” and more is true. (Shen and Lu 2024, para. 1)", "shen-lu-2024/p1"),
        ("> It comes late. (Shen and Lu 2024, para. 1)", "shen-lu-2024/p1"),
        ("> It comes late.\n>\n> — Shen and Lu 2024, para. 1", "shen-lu-2024/p1"),
        ("> It comes late.\n\n(Shen and Lu 2024, para. 1) They go on.", "shen-lu-2024/p1"),
        ("Shen and Lu (2024, para. 1) write:\n\n> It comes late.", "shen-lu-2024/p1"),
        # the usual form of APA: the author in the sentence, the date or the place behind the words
        ("The boat, Shen and Lu say, is one that holds “it comes very late” (2024, para. 1).", "shen-lu-2024/p1"),
        ("The boat, Shen and Lu say, is late: “it comes very late” (2024, para. 1).", "shen-lu-2024/p1"),
        ("Shen and Lu (2024) write that “it comes very late” (para. 1).", "shen-lu-2024/p1"),
        ("@shen-lu-2024 write that “it comes very late” (para. 1).", "shen-lu-2024/p1"),
        ("沈砚舟和陆听潮指出：“它来得晚，很慢”（2024，第1段）。", "shen-lu-2024/p1"),
        ("沈砚舟和王某指出：“它来得晚，很慢”（2024，第1段）。", None),
        ("Shen and Wang write: “it comes very late” (2024, para. 1).", None),
        ("Wang says: “it comes very late” (2024, para. 1).", None),
        ("Shen and Lu (2024) write. Another says “it comes very late” (para. 1).", None),
        # another work to compare is not where the words are from
        ("Words: “it comes very late” [@shen-lu-2024, ¶ 1; see also @wang-2020].", "shen-lu-2024/p1"),
        ("Words: “it comes very late” (cf. Shen and Lu 2024, para. 1).", "shen-lu-2024/p1"),
        ("Shen and Lu (2024, para. 1) write. Others say:\n\n> It comes late.", None),
        ("Words: “it comes very late” (Shen and Wang 2024, para. 1).", None),
        ("Words: “it comes very late” (Shen and Lu 1998, para. 1).", None),
        ("Words: “it comes very late” (para. 1).", None),
        ("Words: “it comes very late” (wang-2020/p1).", None),
        ("Words: “it comes very late.” Others came later (Shen and Lu 2024, para. 1).", None),
        ("Words: “it comes very late” in the end.", None),
    ],
)  # fmt: skip
def test_the_citation_that_stands_with_it(tmp_path: Path, works: Works, text: str, anchor: str | None) -> None:
    quoted, _ = find(tmp_path, works, text)
    assert [a for _, a in claims(quoted)] == [anchor]


def test_each_citation_belongs_to_the_quotation_before_it(tmp_path: Path, works: Works) -> None:
    text = "“It comes very late” and “it stays for supper” (shen-lu-2024/p1), but “it never brings news” (shen-lu-2024/p2)."
    quoted, _ = find(tmp_path, works, text)
    assert [a for _, a in claims(quoted)] == [None, "shen-lu-2024/p1", "shen-lu-2024/p2"]


def test_a_quotation_parted_by_its_citation_has_it_twice(tmp_path: Path, works: Works) -> None:
    text = "“It arrives late every time,” Shen and Lu (2024, ¶ 1) say, “and stays for a supper.” “It brings no news at all.”"
    quoted, _ = find(tmp_path, works, text)
    assert [a for _, a in claims(quoted)] == ["shen-lu-2024/p1", "shen-lu-2024/p1", None]


def test_a_note_that_quotes_cites_for_its_own_words(tmp_path: Path, works: Works) -> None:
    note = "“It stays for a supper,” Shen and Lu, “The Library That Goes Upstream,” para. 2."
    quoted, _ = find(tmp_path, works, f"Shen and Lu (2024, para. 1) say “it comes very late.”[^1]\n\n[^1]: {note}\n")
    assert claims(quoted) == [("it comes very late.", "shen-lu-2024/p1"), ("It stays for a supper,", "shen-lu-2024/p2")]
    both = "Shen and Lu 2024, para. 1; compare “it stays for a supper” (Shen and Lu 2024, para. 2)."
    quoted, _ = find(tmp_path, works, f"They say “it comes very late.”[^1]\n\n[^1]: {both}\n")
    assert [a for _, a in claims(quoted)] == ["shen-lu-2024/p1", "shen-lu-2024/p2"]


def test_scare_quotes_do_not_take_a_citation_away(tmp_path: Path, works: Works) -> None:
    quoted, passed = find(tmp_path, works, "“It comes very late” shows the “slow cousin” of old (shen-lu-2024/p1).")
    assert claims(quoted) == [("It comes very late", "shen-lu-2024/p1")]
    assert [p.text for p in passed] == ["slow cousin"]


def test_the_same_place_again(tmp_path: Path, works: Works) -> None:
    text = "“It comes very late” (Shen and Lu 2024, para. 1). “It stays for supper” (ibid., para. 2).\n\n"
    text += "“它来得晚，很慢”（同上，第3段）。"
    quoted, _ = find(tmp_path, works, text)
    assert [a for _, a in claims(quoted)] == ["shen-lu-2024/p1", "shen-lu-2024/p2", "shen-lu-2024/p3"]


def test_nothing_is_guessed_where_two_documents_fit(tmp_path: Path) -> None:
    document = corpus.read(ROOT / "corpus" / "samples" / "sample.txt")
    twin = document.source.model_copy(update={"id": "shen-lu-2024b"})
    both = Works({document.id: document.source, twin.id: twin})
    text = "“It comes very late” (Shen and Lu 2024, para. 1). “It stays for supper” (shen-lu-2024b/p2)."
    quoted, _ = find(tmp_path, both, text)
    assert [a for _, a in claims(quoted)] == [None, "shen-lu-2024b/p2"]
    assert quoted[0].claim is not None
    assert quoted[0].claim.written == "(Shen and Lu 2024, para. 1)"


def test_line_and_column_of_the_first_word(tmp_path: Path, works: Works) -> None:
    quoted, _ = find(tmp_path, works, "Text.\n\nThey *say* “it comes\nvery late” there.\n\n> Slow\n> boat.\n")
    assert [(q.line, q.column) for q in quoted] == [(3, 13), (6, 3)]


def test_marks_and_titles_around_a_block_quotation_are_not_its_words(tmp_path: Path, works: Works) -> None:
    quoted, passed = find(tmp_path, works, "> “It comes late.” —\n> Shen and Lu 2024, para. 1\n\n> [!NOTE]\n> Beware.\n")
    assert claims(quoted) == [("It comes late.", "shen-lu-2024/p1")]
    assert [p.reason for p in passed] == ["callout"]
