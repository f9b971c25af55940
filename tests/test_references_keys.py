import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance import Agent, Name, Source, Title, body
from references.errors import UnknownPattern
from references.keys import key, keys

from .reference_samples import article, journal_article


def test_the_article():
    assert key(article()) == "cao2023china"
    assert key(article().original) == "cao2023bainian"
    assert key(article(), "{authors}-{year}-{words}") == "caocheng-2023-chinalatinamerica"
    assert key(article(), "{id}") == "cao-cheng-2023"
    with pytest.raises(UnknownPattern, match="no part 'title'; known: author, authors, year"):
        key(article(), "{title}")


def test_letters_are_ascii():
    oersted = Source(id="y", title=Title(text="Der Über-Blick"), authors=(Agent(names=(Name(family="Ørsted", given="H"),)),))
    assert key(oersted) == "orsteduber"
    assert key(Source(id="x", title=Title(text="论河"), authors=(Agent(names=(Name(family="吕", given="思勉"),)),))) == "lulunhe"
    assert key(Source(id="x", title=Title(text="Rivers"), publisher=body("River Office"))) == "riverrivers"
    assert key(Source(id="x")) == "ref"


def test_keys_collide_the_same_way_in_any_order():
    a = article()
    b, c = a.model_copy(update={"id": "b"}), a.model_copy(update={"id": "a"})
    assert keys([a, b, c]) == ["cao2023chinab", "cao2023chinaa", "cao2023china"]
    assert keys([c, b, a]) == ["cao2023china", "cao2023chinaa", "cao2023chinab"]


def test_a_key_stays_when_others_come_in_behind():
    a = article()
    later = [a.model_copy(update={"id": f"{a.id}-{number}"}) for number in range(2, 40)]
    assert keys([a, journal_article()])[0] == keys([a])[0] == "cao2023china"
    for count in (1, 2, 30):
        assert keys([*later[: count + 1], a])[:count] == keys([a, *later[:count]])[1:]
    assert keys([a, *later])[-1] == "cao2023chinaal"


def test_a_key_that_is_known_stays():
    a = article()
    b = a.model_copy(update={"id": "b"})
    assert keys([a, b], known={"cao-cheng-2023": "cao2023china"}) == ["cao2023china", "cao2023chinaa"]
    assert keys([a], known={"cao-cheng-2023": "Cao:2023"}) == ["Cao:2023"]


RECORDS = st.builds(
    Source,
    id=st.text(alphabet="abc", min_size=1, max_size=2),
    title=st.none() | st.builds(Title, text=st.sampled_from(["Rivers", "The Rivers", "论河", "a", "\u202e}{"])),
    publisher=st.none() | st.sampled_from([body("Delft"), body("代尔夫特")]),
    issued=st.none() | st.sampled_from(["2020", "2021-05"]),
)


@given(st.lists(RECORDS, max_size=6, unique=True), st.randoms(use_true_random=False))
def test_keys_are_different_ascii_and_the_same_in_any_order(sources, random):
    named = dict(zip(sources, keys(sources), strict=True))
    assert len(set(named.values())) == len(sources)
    assert all(k.isascii() and k for k in named.values())
    shuffled = random.sample(sources, len(sources))
    assert dict(zip(shuffled, keys(shuffled), strict=True)) == named
