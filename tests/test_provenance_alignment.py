"""Which segments are the same: equal text, order, neighbourhood; never a lookalike."""

from __future__ import annotations

import pytest

from provenance.alignment import _only_matching, align, frame

from .documents_made import Text, document, prose

A, B, C, D, E, F = (prose(n) for n in range(6))
R = "Repealed."
#: As long as any paragraph, but for the number the same as others.
FEE = [f"The fee for a licence under section {n} is forty shillings, to be paid in advance." for n in range(12, 20)]


def paired(old: list[Text], new: list[Text]) -> dict[int, int]:
    return align(document(*old).segments, document(*new).segments)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # the frame
        ([A, B, C], [A, B, C], {0: 0, 1: 1, 2: 2}),
        ([A, B, C], [A, D, B, C], {0: 0, 1: 2, 2: 3}),
        ([A, B, C], [A, C], {0: 0, 2: 1}),
        ([A, B, C], [], {}),
        # moved: by its unique text
        ([A, B, C, D], [D, A, B, C], {0: 1, 1: 2, 2: 3, 3: 0}),
        # changed by a word or a digit: not the same
        ([A, B, C], [A, B.replace("shall", "may"), C], {0: 0, 2: 2}),
        ([A, FEE[0], C], [A, FEE[1], C], {0: 0, 2: 2}),
        # repeated texts: by the neighbourhood
        ([A, R, B, R, C], [A, R, B, R, C], {i: i for i in range(5)}),
        ([A, R, B, R, C], [A, B, R, C], {0: 0, 2: 1, 3: 2, 4: 3}),
        ([A, R, B, C, R, D], [A, R, C, R, D], {0: 0, 1: 1, 3: 2, 4: 3, 5: 4}),
        ([R, A, R], [R, A, R], {0: 0, 1: 1, 2: 2}),
        # the third is repealed too: the first keeps its place, the changed one is not taken for it
        ([A, R, D, B], [A, R, R, B], {0: 0, 1: 1, 3: 3}),
        ([A, D, R, B], [A, R, R, B], {0: 0, 2: 2, 3: 3}),
        ([A, R, D, R, B], [A, R, R, R, B], {0: 0, 1: 1, 3: 3, 4: 4}),
        # one of two equal neighbours is gone, or one came: nobody can say which
        ([A, R, R, B], [A, R, B], {0: 0, 3: 2}),
        ([A, R, R, B], [A, R, R, R, B], {0: 0, 3: 4}),
        # a repealed one goes here, another comes there: not moved
        ([A, R, B, C, D], [A, B, C, R, D], {0: 0, 2: 1, 3: 2, 4: 4}),
        # both neighbours are only alike
        ([A, B, R, C, D], [A, B.replace("copy", "fair copy"), R, C.replace("copy", "fair copy"), D], {0: 0, 2: 2, 4: 4}),
        # neither is: the text may be that of any of them
        ([A, R, B, D], [A, C, E, R, D], {0: 0, 3: 4}),
        # a block moves with what it encloses
        ([A, B, R, C, D, E], [D, E, B, R, C, A], {1: 2, 2: 3, 3: 4, 0: 5, 4: 0, 5: 1}),
        # a formulaic paragraph in the place of another one is not a moved one
        ([A, FEE[0], B, FEE[1], C], [A, FEE[1], B, FEE[2], C], {0: 0, 2: 2, 4: 4}),
        ([A, FEE[0], FEE[1], C], [A, FEE[1], C], {0: 0, 2: 1, 3: 2}),
        # the only one of its mould between two neighbours, whatever came and went beside it, and wherever its twin stands
        ([A, B, FEE[0], C], [A, FEE[0], D, E, C], {0: 0, 2: 1, 3: 4}),
        ([A, B, FEE[0], C, FEE[0], D], [A, FEE[0], E, C, FEE[0], D], {0: 0, 2: 1, 3: 3, 4: 4, 5: 5}),
        ([A, "# Section 5", C], [A, D, "# Section 5", E, C], {0: 0, 1: 2, 2: 4}),
        # a short heading moves with what stands under it, though the first of that was reworded
        ([A, B, "# Tides", D, E, C], ["# Tides", D.replace("copy", "fair copy"), E, A, B, C], {0: 3, 1: 4, 2: 0, 4: 2, 5: 5}),
        # but not where another may have got its number
        ([A, FEE[0], D, C], [A, E, FEE[0], FEE[1], C], {0: 0, 3: 4}),
        ([A, "# Section 5", B, "# Section 6", C], [A, "# Section 5", C], {0: 0, 4: 2}),
        # a formulaic paragraph alone has moved, unless it was numbered anew where it stood, or another where it would stand
        ([A, FEE[0], B, C, D, FEE[2], E], [A, B, FEE[0], C, D, E, FEE[3]], {0: 0, 1: 2, 2: 1, 3: 3, 4: 4, 6: 5}),
        ([A, FEE[0], B, C, D], [A, FEE[1], B, FEE[0], C, D], {0: 0, 2: 2, 3: 4, 4: 5}),
        ([A, FEE[0], B, FEE[1], C, D], [A, B, FEE[0], C, D], {0: 0, 2: 1, 4: 3, 5: 4}),
        # repeated texts, each beside the same neighbour, where there is one way to pair all of them
        ([A, R, B, F, C, D, R, E], [A, R, C, D, R, B, F, E], {0: 0, 1: 1, 2: 5, 3: 6, 4: 2, 5: 3, 6: 4, 7: 7}),
    ],
)
def test_align(old: list[Text], new: list[Text], expected: dict[int, int]) -> None:
    assert paired(old, new) == expected


def test_a_text_that_stands_elsewhere_too_has_moved_if_nothing_takes_its_place() -> None:
    text = [prose(n) for n in range(40)]
    twice = [*text[:20], FEE[0], *text[20:]]
    old, new = [text[0], FEE[0], *twice[1:]], [*twice[:36], FEE[0], *twice[36:]]
    kept = {i: i - 1 if i < 37 else i for i in range(2, len(old))} | {0: 0}
    assert paired(old, new) == kept | {1: 36}
    # repealed where it stood, and put in elsewhere
    assert paired(old, [new[0], R, *new[1:]]) == {i: j + 1 if j else 0 for i, j in kept.items()}
    # in the place of another
    assert paired(old, [*new[:37], *new[38:]]) == {i: j if j < 36 else j - 1 for i, j in kept.items() if j != 37}
    # near its twin
    near = [*twice[:25], FEE[0], *twice[25:]]
    assert paired(old, near) == {i: i - 1 if i < 26 else i for i in range(2, len(old))} | {0: 0}
    # a standing line
    lines = [R if one is FEE[0] else one for one in old], [R if one is FEE[0] else one for one in new]
    assert paired(*lines) == kept


def test_a_heading_that_is_only_a_number_is_known_by_what_stands_under_it() -> None:
    numbers = [f"# Article {n}" for n in range(1, 6)]
    old = [numbers[0], A, numbers[1], B, numbers[2], C]
    new = [numbers[0], A, numbers[1], D, numbers[2], B, numbers[3], C]
    assert paired(old, new) == {0: 0, 1: 1, 3: 5, 5: 7}


def test_a_heading_moves_with_what_stands_under_it() -> None:
    old = ["# Penalties", A, "# Penalties", B, "# Penalties", C, "# Notes", D]
    new = ["# Penalties", B, "# Penalties", C, "# Notes", D, "# Penalties", A]
    assert paired(old, new) == {0: 6, 1: 7, 2: 0, 3: 1, 4: 2, 5: 3, 6: 4, 7: 5}


def test_one_layer_is_enough() -> None:
    old: list[Text] = [{"en": A, "zh": "甲船靠岸。"}, {"en": B, "zh": "乙船离岸。"}, {"en": C}]
    revised: list[Text] = [
        {"en": A + " Twice.", "zh": "甲船靠岸。"},
        {"en": D},
        {"en": B, "zh": "乙船出海。"},
        {"en": C, "zh": "丙船。"},
    ]
    assert paired(old, revised) == {0: 0, 1: 2, 2: 3}


def test_layers_that_are_joined_otherwise_pair_once() -> None:
    old: list[Text] = [{"en": A, "zh": "甲船" * 30}, {"en": B, "zh": "乙船" * 30}]
    new: list[Text] = [{"en": A, "zh": "乙船" * 30}, {"en": B, "zh": "甲船" * 30}]
    assert paired(old, new) == {0: 0, 1: 1}


def test_other_kind_other_segment() -> None:
    assert paired(["# " + A], [A]) == {}


def test_a_document_that_repeats_itself_is_paired_in_time() -> None:
    old, new = [R] * 4000, [R] * 4001
    assert paired(old, new) == {}
    assert paired(old, list(old)) == {i: i for i in range(4000)}
    mixed: list[Text] = [x for n in range(1500) for x in (prose(n) + f" In year {n}.", R)]
    assert paired(mixed, mixed[1:]) == {i: i - 1 for i in range(1, 3000)}


def test_the_frame_weighs() -> None:
    assert frame({0: 2, 1: 0, 2: 1}) == [(1, 0), (2, 1)]
    assert frame({0: 2, 1: 0, 2: 1}, [9, 1, 1]) == [(0, 2)]
    assert frame({}) == []


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ({1: {5}, 2: {5, 6}, 3: {6, 7}}, [(1, 5), (2, 6), (3, 7)]),
        ({1: {5, 6}, 2: {5, 6}}, []),
        ({1: {5}, 2: {5}}, []),
        ({1: {5}, 2: set()}, []),
        ({}, []),
    ],
)
def test_a_matching_is_given_where_there_is_no_other(beside: dict[int, set[int]], expected: list[tuple[int, int]]) -> None:
    assert _only_matching(beside) == expected
