from __future__ import annotations

import pytest

from corpus.manuscripts.marks import pair_marks


def words(text: str, continued: str = "") -> list[str]:
    return [text[p.start : p.end] for p in pair_marks(text, continued=continued)[0]]


def alone(text: str) -> list[str]:
    return [mark.mark for mark in pair_marks(text)[1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “it sails” and left.", ["it sails"]),
        ('He said "it sails" and left.', ["it sails"]),
        ("He said ‘it sails’ and left.", ["it sails"]),
        ("He said 'it sails' and left.", ["it sails"]),
        ("他说「船来了」，又说『晚了』。", ["船来了", "晚了"]),
        ("他说“船来了”，又说＂晚了＂。", ["船来了", "晚了"]),
        ('他说"船来了"然后走了', ["船来了"]),
        ('『船来了。』＂晚了＂（又来）"走了"', ["船来了。", "晚了", "走了"]),
        ("« il navigue » et »es fährt« und „es fährt“, „płynie”", [" il navigue ", "es fährt", "es fährt", "płynie"]),
        ("‚leise‘ und ‹loin›", ["leise", "loin"]),
        ("``it sails'' he wrote", ["it sails"]),
    ],
)
def test_each_shape_of_marks(text: str, expected: list[str]) -> None:
    assert words(text) == expected
    assert alone(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“a ‘b’ c” d", ["a ‘b’ c"]),
        ("‘a “b” c’ d", ["a “b” c"]),
        ("「甲『乙』丙」", ["甲『乙』丙"]),
        ("“再“见”了”", ["再“见”了"]),
        ("\"he said 'go' twice\"", ["he said 'go' twice"]),
    ],
)
def test_the_outer_pair_wins(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It doesn’t sail in the ’90s, 'tis said, nor did the readers’ boats or O'Neil's.",
        "rock ’n’ roll and rock 'n' roll, the boys' and the girls' books",
        'He is 6\'2" and the shelf 12" deep, 5′ 3″ high.',
    ],
)
def test_apostrophes_and_measures_are_no_marks(text: str) -> None:
    assert words(text) == []
    assert alone(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‘the readers’ books’ were wet", ["the readers’ books"]),
        ("‘slow readers’ were called so, and ‘fast ones’ too", ["slow readers", "fast ones"]),
        ("'I don't know,' he said, 'whose it's.'", ["I don't know,", "whose it's."]),
        ('"a 12" shelf" and "in 1990" there', ['a 12" shelf', "in 1990"]),
        ("“he is 6’2” tall” they say", ["he is 6’2” tall"]),
        ('"Foo" ("bar")—"baz"', ["Foo", "bar", "baz"]),
    ],
)
def test_apostrophes_and_measures_inside_quotations(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "left"),
    [
        ("lost “open and ‘closed’ here", ["closed"], ["“"]),
        ("shut” without “a beginning”", ["a beginning"], ["”"]),
        ('"foo "bar" baz', ["bar"], ['"']),
        ("『甲「乙", [], ["『", "「"]),
        ('“crossed "marks”', ['crossed "marks'], []),
    ],
)
def test_what_cannot_be_paired_is_reported(text: str, expected: list[str], left: list[str]) -> None:
    assert words(text) == expected
    assert alone(text) == left


def test_a_quotation_runs_on_where_the_next_paragraph_repeats_its_mark() -> None:
    assert words("He began: “It sails", continued="“") == ["It sails"]
    assert words("He began: “It sails", continued="「") == []
    assert words("“One.” And “two", continued="“") == ["One.", "two"]


def test_marks_in_code_are_none() -> None:
    text = 'call f("x") or “y”'
    pairs, loose = pair_marks(text, [(5, 11)])
    assert ([text[p.start : p.end] for p in pairs], loose) == (["y"], [])
