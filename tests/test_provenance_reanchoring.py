"""Ids from version to version, the account of what changed, and anchors followed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance import Anchor, Document, UnknownAnchor, changes, follow, reanchor
from provenance.reanchoring import Reanchoring

from .documents_made import Text, document, prose

A, B, C, D, E = (prose(n) for n in range(5))


def ids(document: Document) -> list[str]:
    return [s.id for s in document.segments]


def step(old: Document, *texts: Text, older: Sequence[Document] = ()) -> Reanchoring:
    return reanchor(old, document(*texts), older)


def test_the_account_of_a_change() -> None:
    old = document("# Part", "# First", A, B, C, D)
    made = step(old, "# Part", D, "# First", A, B.replace("shall", "may"), E)
    assert ids(made.new) == ["h1", "p4", "h2", "p1", "p5", "p6"]
    assert made.kept == ("h1", "p4", "h2", "p1")
    assert made.moved == ("p4",)
    assert made.inserted == ("p5", "p6")
    assert made.removed == ("p2", "p3")
    assert [(p.old, p.new) for p in made.proposals_for("p2")] == [(("p2",), ("p5",))]
    assert made.orphans == ("p3",)
    assert made.restored == made.revised == ()


def test_one_layer_revised() -> None:
    old = document({"en": A, "zh": "甲船靠岸，三人上岸。"}, {"en": B})
    made = step(old, {"en": A, "zh": "甲船靠岸，四人上岸。"}, {"en": B, "zh": "乙船离岸。"})
    assert ids(made.new) == ["p1", "p2"]
    first, second = made.revised
    assert (first.segment, first.layer) == ("p1", "zh")
    assert [(c.source, c.quoted) for c in first.diff if c.op != "equal"] == [("三", "四")]
    assert (second.segment, second.layer, second.before, second.diff) == ("p2", "zh", None, ())


def test_an_id_is_never_given_to_another_segment() -> None:
    first = document(A, B, C)
    second = step(first, A, C).new
    third = step(second, A, D, C, older=[first]).new
    assert ids(third) == ["p1", "p4", "p3"]
    # and without the history, at least not one of the version at hand
    assert ids(step(third, A, E).new) == ["p1", "p5"]


def test_words_that_come_back_have_their_id_back() -> None:
    first = document(A, B, C)
    second = step(first, A, B.replace("shall", "may"), C).new
    third = step(second, A, B, C, older=[first])
    assert ids(third.new) == ["p1", "p2", "p3"]
    assert third.inserted == third.restored == ("p2",)
    assert third.removed == ("p4",)
    # a lookalike elsewhere does not
    gone = document(A, "Repealed.", B, C)
    without = step(gone, A, B, C).new
    assert ids(step(without, A, B, "Repealed.", C, older=[gone]).new) == ["p1", "p3", "p5", "p4"]


@pytest.mark.parametrize("line", ["Repealed.", "The fee under section 3 is forty shillings."])
def test_a_standing_line_that_comes_back_is_another(line: str) -> None:
    fee = "The fee under section 4 is forty shillings."
    first = document(A, line, B, fee, C)
    second = reanchor(first, document(A, B, fee, C))
    assert second.removed == ("p2",)
    third = reanchor(second.new, document(A, line, B, fee, C), [first])
    assert (third.inserted, third.restored) == (("p6",), ())


def test_notes_and_markers_follow_their_segments() -> None:
    old = document(A, B)
    new = document(E, A, B, markers={1: (1, 5)})
    (marker,) = reanchor(old, new).new.markers
    assert (marker.segment, marker.offset) == ("p1", 5)


# -------------------------------------------------------------------------------------------------------------- one anchor


def followed(anchor: str, old: Document, new: Document) -> tuple[str, str | None]:
    found = follow(Anchor.parse(anchor, work="acts-1990"), reanchor(old, new))
    return found.outcome, str(found.now) if found.now else None


def test_the_same_words_have_the_same_anchor() -> None:
    old = document(A, B)
    version = old.segments[1].layers["en"].version[:12]
    assert followed("p2@en", old, document(E, A, B)) == ("same", f"acts-1990/p2@en;v={version}")
    assert followed("p2@en;cp=4-10", old, document(E, A, B)) == ("same", f"acts-1990/p2@en;v={version};cp=4-10")


def test_a_removed_segment_leads_to_proposals_or_nowhere() -> None:
    made = step(document(A, B, C), A, B.replace("copy", "record"))
    found = follow(Anchor.parse("acts-1990/p2@en"), made)
    assert (found.outcome, found.now, [p.new for p in found.proposals]) == ("removed", None, [("p4",)])
    assert follow(Anchor.parse("acts-1990/p3@en"), made).proposals == ()


ZH = "甲船靠岸，三人上岸。"


def two_layers(english: str) -> Document:
    return document({"en": english, "zh": ZH})


@pytest.mark.parametrize(
    ("words", "before", "after", "outcome"),
    [
        ("10 men", "The ship came in with 10 men.", "The old ship came in with 10 men.", "carried"),
        ("12 men", "The ship came in with 12 men.", "The ship came in with 13 men.", "stale-version"),
        # once before and once after, or it is not known to be the same place
        ("men", "Ten men rowed and ten men slept.", "Ten men rowed.", "stale-version"),
        ("rowed", "Ten men rowed.", "Ten men rowed and rowed.", "stale-version"),
        # no word and no number is cut
        ("10", "In all 10 came.", "In all 2010 came.", "stale-version"),
        ("row", "They row up.", "They rowed up.", "stale-version"),
    ],
)
def test_a_span_is_carried_only_with_exactly_its_words(words: str, before: str, after: str, outcome: str) -> None:
    start = before.index(words)
    made = reanchor(two_layers(before), two_layers(after))
    found = follow(Anchor(work="acts-1990", segment="p1", layer="en", span=(start, start + len(words))), made)
    assert found.outcome == outcome
    if found.now:
        assert found.now.span is not None
        assert after[slice(*found.now.span)] == words
    else:
        assert any(c.op != "equal" for c in found.diff)


def test_a_layer_that_is_gone() -> None:
    made = reanchor(two_layers("Ten men rowed."), document({"zh": ZH}))
    assert follow(Anchor.parse("acts-1990/p1@en"), made).outcome == "removed"
    with pytest.raises(UnknownAnchor, match="no layer 'de'"):
        follow(Anchor.parse("acts-1990/p1@de"), made)


def test_a_marker_that_was_renumbered() -> None:
    old = document(A, markers={0: (3, 10)})
    assert followed("p1@en!fn3", old, document(A, markers={0: (3, 10)}))[0] == "same"
    assert followed("p1@en!fn3", old, document(A, markers={0: (4, 10)}))[0] == "stale-version"


# -------------------------------------------------------------------------------------------------------------- properties

#: Texts as documents have them: some without an equal, some that differ by a number, some that stand everywhere.
TEXTS = st.sampled_from(
    [prose(n) for n in range(14)]
    + [f"The fee for a licence under section {n} is forty shillings, to be paid in advance." for n in range(4)]
    + ["Repealed.", "Omitted.", "# Notes", "# Article 1", "# Article 2", "第一条　船到即止。", "第二条　船到即止。"]
)
LAYERED = TEXTS | st.builds(lambda en, zh: {"en": en, "zh": zh}, TEXTS, TEXTS)
DOCUMENTS = st.lists(LAYERED, max_size=12).map(lambda texts: document(*texts))
EDITS = st.lists(st.tuples(st.sampled_from(["insert", "delete", "move", "reword"]), st.integers(0, 99), LAYERED), max_size=5)


def edited(old: Document, edits: Sequence[tuple[str, int, Text]]) -> Document:
    texts: list[Text] = [{tag: str(t.text) for tag, t in s.layers.items()} for s in old.segments]
    for what, at, text in edits:
        here = at % (len(texts) + 1)
        if what == "insert":
            texts.insert(here, text)
        elif texts and what == "delete":
            del texts[here - 1]
        elif texts and what == "move":
            texts.insert(at * 7 % len(texts), texts.pop(here - 1))
        elif texts:
            texts[here - 1] = text
    return document(*texts)


@given(DOCUMENTS)
def test_nothing_changed(old: Document) -> None:
    made = reanchor(old, old)
    assert made.new == old
    assert made.kept == tuple(ids(old))
    assert (made.moved, made.revised, made.inserted, made.removed, made.proposals) == ((), (), (), (), ())


@settings(max_examples=200)
@given(DOCUMENTS, st.lists(EDITS, min_size=1, max_size=3))
def test_ids_over_a_history(first: Document, history: list[list[tuple[str, int, Text]]]) -> None:
    versions = [first]
    words: dict[str, list[set[str]]] = {s.id: [{f"{t}:{x.version}" for t, x in s.layers.items()}] for s in first.segments}
    for edits in history:
        old = versions[-1]
        made = reanchor(old, edited(old, edits), versions[-2::-1])
        # no id twice, every old id kept or a tombstone, every new one kept or inserted
        assert len(set(ids(made.new))) == len(made.new.segments)
        assert sorted([*made.kept, *made.removed]) == sorted(ids(old))
        assert sorted([*made.kept, *made.inserted]) == sorted(ids(made.new))
        assert set(made.moved) <= set(made.kept)
        assert set(made.restored) <= set(made.inserted)
        for proposal in made.proposals:
            assert set(proposal.old) <= set(made.removed)
            assert set(proposal.new) <= set(made.inserted)
            assert 0 < proposal.score <= 1
        for segment in made.new.segments:
            now = {f"{t}:{x.version}" for t, x in segment.layers.items()}
            # an id goes to other words only while one of its layers has the words it had in some version
            assert segment.id not in words or any(now & then for then in words[segment.id])
            assert segment.id in made.kept or segment.id in made.restored or segment.id not in words
            words.setdefault(segment.id, []).append(now)
        # the account from the carried ids alone is the same
        again = changes(old, made.new, [i for v in versions[:-1] for i in ids(v)])
        assert again == made
        versions.append(made.new)


@given(DOCUMENTS, EDITS)
def test_an_anchor_leads_to_its_words_or_says_that_it_does_not(old: Document, edits: list[tuple[str, int, Text]]) -> None:
    made = reanchor(old, edited(old, edits))
    for segment, tag, layer in old.texts():
        found = follow(Anchor(work=old.id, segment=segment.id, layer=tag), made)
        assert (found.now is not None) == (found.outcome in ("same", "carried"))
        if found.now:
            assert made.new.segment(str(found.now.segment)).layers[tag].text == layer.text
        if found.outcome == "stale-version":
            assert any(c.op != "equal" for c in found.diff)
