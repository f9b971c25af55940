import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance import Name
from references.bibnames import read_names, split_list, write_name

PARTS = ("family", "given", "dropping_particle", "non_dropping_particle", "suffix", "literal")


def parts(name):
    return {part: getattr(name, part) for part in PARTS if getattr(name, part)}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Ting Cao", {"family": "Cao", "given": "Ting"}),
        ("Cao, Ting", {"family": "Cao", "given": "Ting"}),
        ("Ludwig van Beethoven", {"family": "Beethoven", "given": "Ludwig", "non_dropping_particle": "van"}),
        ("de la Vall{\\'e}e Poussin, Jean", {"family": "Vallée Poussin", "given": "Jean", "non_dropping_particle": "de la"}),
        ("Jean de la Vall{\\'e}e Poussin", {"family": "Vallée Poussin", "given": "Jean", "non_dropping_particle": "de la"}),
        ("King, Jr., Martin Luther", {"family": "King", "given": "Martin Luther", "suffix": "Jr."}),
        ("{Barnes and Noble, Inc.}", {"literal": "Barnes and Noble, Inc."}),
        ("{van Gogh}, Vincent", {"family": "van Gogh", "given": "Vincent"}),
        ("Donald~E. Knuth", {"family": "Knuth", "given": "Donald E."}),
        ("{\\'E}mile Zola", {"family": "Zola", "given": "Émile"}),
        ("{\\O}rsted, H. C.", {"family": "Ørsted", "given": "H. C."}),
        ("Plato", {"family": "Plato"}),
        ("O'Brien, Pat", {"family": "O'Brien", "given": "Pat"}),
        ("family=Cao, given=Ting", {"family": "Cao", "given": "Ting"}),
        (
            "given=Jean, prefix=de, family={La Fontaine}",
            {"family": "La Fontaine", "given": "Jean", "non_dropping_particle": "de"},
        ),
        (
            "family=Harman, given=Hans, prefix=von, useprefix=false",
            {"family": "Harman", "given": "Hans", "dropping_particle": "von"},
        ),
        ("{曹廷}", {"literal": "曹廷"}),
        ("曹, 廷", {"family": "曹", "given": "廷"}),
        ("司马 光", {"family": "司马", "given": "光"}),
        ("曹廷", {"family": "曹廷"}),
    ],
)
def test_names_are_read(written, expected):
    agents, others = read_names(written)
    assert not others
    assert [parts(agent.names[0]) for agent in agents] == [expected]


def test_lists():
    agents, others = read_names("Cao, Ting and\n  {A and B} AND Sand, Georges and others")
    assert [agent.names[0].text for agent in agents] == ["Ting Cao", "A and B", "Georges Sand"]
    assert others
    assert split_list("a and {b and c} and Anderson") == ["a", "{b and c}", "Anderson"]
    assert split_list(" and ") == []
    assert split_list("and") == ["and"]
    assert split_list("") == []


WORDS = st.text(alphabet="aAbBé'., {}~曹-", min_size=1, max_size=8).filter(str.strip)


@given(WORDS, WORDS, st.none() | st.sampled_from(["van", "von der"]), st.none() | WORDS)
def test_a_person_comes_back_in_parts(family, given_name, particle, suffix):
    name = Name(family=family, given=given_name, non_dropping_particle=particle, suffix=suffix)
    if name.script == "Hani":
        assert write_name(name) == "{" + write_name(Name(literal=name.text))[1:-1] + "}"
        return
    agents, _ = read_names(write_name(name))
    assert [agent.names[0] for agent in agents] == [name]


@given(st.text(max_size=30))
def test_reading_never_fails(text):
    read_names(text)
