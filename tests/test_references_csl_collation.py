"""The order of text and of names: keys that compare as a reader looks them up."""

from __future__ import annotations

import pytest

from references.csl.collation import collate
from references.csl.names import name_sort_key


@pytest.mark.parametrize(
    "ordered",
    [
        ["2 tides", "10 tides", "100 tides"],
        ["a b", "ab", "ac"],
        ["Müller", "Muth"],
        ["muller", "Müller"],
        ["oeuvre", "œuvres", "of"],
        ["Łódź", "Lu"],
        ["1" * 5000, "a"],
    ],
)
def test_order_of_text(ordered: list[str]) -> None:
    keys = [collate(text) for text in ordered]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("one", "other"), [("Salt roads", "salt Roads"), ("A.-B.", "ab"), ("“Quoted”", "quoted"), ("a, b", "a b")]
)
def test_case_and_punctuation_do_not_count(one: str, other: str) -> None:
    assert collate(one) == collate(other)


def test_a_particle_that_is_not_demoted_is_a_word() -> None:
    people = [
        {"non-dropping-particle": "d’", "family": "Yre", "given": "A"},
        {"non-dropping-particle": "de", "family": "Abel", "given": "A"},
        {"family": "Deacon", "given": "A"},
    ]
    keys = [collate(name_sort_key(one, demote=False)) for one in people]
    assert keys == sorted(keys)
    assert collate(name_sort_key(people[0])) > collate(name_sort_key(people[2]))
