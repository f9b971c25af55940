"""Proposals: what a removed segment may have become, with a score and a diff."""

from __future__ import annotations

from provenance.likeness import Proposal, alike
from provenance.reanchoring import reanchor

from .documents_made import Text, document, prose

A, B, C, D = (prose(n) for n in range(4))


def proposals(old: list[Text], new: list[Text]) -> tuple[Proposal, ...]:
    return reanchor(document(*old), document(*new)).proposals


def changed(proposal: Proposal, layer: str = "en") -> list[tuple[str, str, str]]:
    return [(c.source, c.quoted, c.kind) for c in proposal.diff[layer] if c.op != "equal"]


def test_one_digit_is_a_proposal_and_its_diff_says_so() -> None:
    fee = "The fee under section 12 is forty shillings and is paid in advance."
    (found,) = proposals([A, fee, B], [A, fee.replace("12", "13"), B])
    assert (found.step, found.old, found.new) == ("reworded", ("p2",), ("p4",))
    assert 0.9 < found.score < 1
    assert changed(found) == [("12", "13", "number")]


def test_a_negation_in_chinese() -> None:
    old = "河上的图书馆不能选择开放时间，时间由水来定。"
    (found,) = proposals([{"zh": old}], [{"zh": old.replace("不能", "能")}])
    assert changed(found, "zh") == [("不", "", "negation")]


def test_split_and_merged() -> None:
    (split,) = proposals([A + " " + B, C], [A, B, C])
    assert (split.step, split.old, split.new, split.is_exact) == ("split", ("p1",), ("p3", "p4"), True)
    assert split.diff == {}
    (merged,) = proposals([A, B, C], [A + " " + B, C])
    assert (merged.step, merged.old, merged.new, merged.is_exact) == ("merged", ("p1", "p2"), ("p4",), True)


def test_split_and_reworded() -> None:
    (split,) = proposals([A + " " + B, C], [A, B.replace("shall", "may"), C])
    assert (split.step, split.new, split.is_exact) == ("split", ("p3", "p4"), False)
    assert changed(split) == [("shall", "may", "words")]


def test_a_lookalike_of_a_part_is_no_part() -> None:
    other = B.replace("keeper", "warden")
    found = proposals([A + " " + B, C], [other, C, A, B])
    assert found[0].new == ("p4", "p5")


def test_equal_words_that_cannot_be_told_apart() -> None:
    found = proposals([A, "Repealed.", "Repealed.", B], [A, "Repealed.", B])
    assert [(p.step, p.old, p.new, p.score, p.diff) for p in found] == [
        ("same-words", ("p2",), ("p5",), 1.0, {}),
        ("same-words", ("p3",), ("p5",), 1.0, {}),
    ]


def test_moved_and_reworded() -> None:
    (found,) = proposals([A, B, C, D], [C, D, A.replace("copy", "record")])
    assert (found.old, found.new) == (("p1",), ("p5",))


def test_another_text_is_not_proposed() -> None:
    assert proposals([A, "Nothing of this stands in the other version at all."], [A, "Quite different words came instead."]) == ()


def test_at_most_three_for_one_segment() -> None:
    old = "The fee under section 12 is forty shillings and is paid in advance."
    new: list[Text] = [old.replace("12", str(n)) for n in range(20, 30)]
    assert len(proposals([old], new)) == 3


def test_alike() -> None:
    one, other, third = document(A, A.replace("copy", "record"), D + C).segments
    assert alike(one, other)
    assert not alike(one, third)
