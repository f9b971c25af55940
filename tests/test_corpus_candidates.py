"""With an index the answers are those of judging everything: on generated libraries, for quotations of every kind."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import provenance
from corpus import Library
from corpus.candidates import excerpt
from corpus.index import store
from provenance import Anchor, Document, Holding, LayerText, Segment, passages, verification
from provenance.passages import Passage

from .generated_library import library_documents, quotations
from .quoted import document


class FullScan:
    """Judging everything held and shipped; what was folded once is kept, or it would take an hour."""

    def __init__(self, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
        self.holdings: list[Holding] = list(library.holdings())
        self._kept: dict[tuple[int, str], list[Passage]] = {}
        self._patch = monkeypatch

    def verify(self, text: str, claimed: Anchor | None = None) -> provenance.Quotation:
        with self._patch.context() as patch:
            patch.setattr(verification, "passages", self._passages)
            return provenance.verify(text, self.holdings, claimed)

    def _passages(self, held: Document, layer: str) -> list[Passage]:
        key = id(held), layer
        if key not in self._kept:
            self._kept[key] = passages.passages(held, layer)
        return self._kept[key]


@pytest.fixture
def indexed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library that has an index however little it holds."""
    monkeypatch.setattr(store, "WORTH", 0)
    return Library(tmp_path / "library.sqlite3")


@pytest.mark.parametrize("seed", [1, 2])
def test_answers_are_those_of_a_full_scan(indexed: Library, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    documents = library_documents(seed)
    indexed.add_all(documents[:-1])
    indexed.add(documents[-1])
    everything = FullScan(indexed, monkeypatch)
    verdicts: Counter[tuple[str, str]] = Counter()
    for kind, text in quotations(documents, seed, each=5):
        wanted = everything.verify(text)
        assert indexed.verify(text) == wanted, (kind, text)
        verdicts[kind, wanted.verdict] += 1
    # the material is what it says
    assert verdicts["exact", "verbatim"] >= 4
    assert verdicts["elliptic", "conventional"] >= 4
    assert verdicts["altered", "altered"] >= 4
    assert verdicts["spliced", "spliced"] >= 4
    assert verdicts["traditional", "script-folded"] + verdicts["simplified", "script-folded"] >= 3
    assert verdicts["absent", "not-found"] >= 4
    assert verdicts["marker repeated", "conventional"] >= 4
    assert verdicts["across paragraphs", "typographic"] >= 2


def test_claimed_places_are_judged_as_in_a_full_scan(indexed: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = library_documents(4)
    indexed.add_all(documents)
    everything = FullScan(indexed, monkeypatch)
    right = Anchor.parse(f"{documents[0].id}/p2@en")
    wrong = Anchor.parse(f"{documents[3].id}/p1@en")
    words = (documents[0].segment("p2").layers["en"].text or "")[:60].rsplit(" ", 1)[0]
    for claim in (right, wrong, Anchor.parse("no-such-work/p1@en")):
        assert indexed.verify(words, claimed=claim) == everything.verify(words, claim)
    assert indexed.verify(words, claimed=right).faithful
    assert "wrong-location" in indexed.verify(words, claimed=wrong).flags


def test_all_places_of_an_ambiguous_quotation_are_named(indexed: Library) -> None:
    sentence = "Nobody has asked the river what it thinks of the bridge."
    indexed.add_all(document("Something else stands first.", f"Before. {sentence} After.", identity=f"d-{i}") for i in range(40))
    found = indexed.verify(sentence)
    assert len(found.matches) == 40
    assert "ambiguous" in found.flags
    assert len(indexed.find(sentence)) == 40


def test_what_is_short_is_found_too(indexed: Library) -> None:
    indexed.add_all(document(f"Paragraph {i} of many.", "The toll was 4.5% then.", identity=f"d-{i}") for i in range(5))
    assert len(indexed.verify("4.5%").matches) == 5
    assert indexed.verify("was 4.5%", claimed=Anchor.parse("d-3/p2@en")).faithful
    assert indexed.verify("Paragraph 3").match is not None
    assert indexed.verify("Paragraph 9").verdict != "verbatim"


def test_a_quotation_in_more_documents_than_are_judged(indexed: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.candidates.MOST_DOCUMENTS", 3)
    monkeypatch.setattr("corpus.parts.MOST_DOCUMENTS", 3)
    indexed.add_all(document("The same words stand in all of these.", identity=f"d-{i}") for i in range(5))
    found = indexed.verify("The same words stand in all of these.")
    assert [m.anchor.work for m in found.matches] == ["d-0", "d-1", "d-2"]
    assert any("more than 3 documents" in note for note in found.notes)


def test_an_empty_quotation_is_refused(indexed: Library) -> None:
    indexed.add(document("Words."))
    with pytest.raises(provenance.ProvenanceError, match="empty"):
        indexed.verify("“…”")


class TestExcerpt:
    def test_neighbours_and_gaps(self) -> None:
        made = document(*(f"Paragraph number {i} stands here." for i in range(1, 10)))
        part = excerpt(made, [1, 6], 1)
        assert [s.id for s in part.segments] == ["p1", "p2", "p3", "p0", "p6", "p7", "p8"]

    def test_nothing_is_quoted_over_a_gap(self) -> None:
        made = document("One ends here.", "Two.", "Three.", "Four.", "Then five begins.")
        part = excerpt(made, [0, 4], 0)
        for text in ("One ends here. Then five begins.", "One ends here. … Then five begins."):
            assert not provenance.verify(text, [made]).faithful
            assert not provenance.verify(text, [part]).faithful

    def test_neighbours_are_those_of_the_layer(self) -> None:
        made = document("One ends.", "Two is not here in English.", "Three begins.")
        only_chinese = Segment(id="p2", kind="paragraph", layers={"zh": LayerText.of("第二段只有中文。")})
        made = made.model_copy(update={"segments": (made.segments[0], only_chinese, made.segments[2])})
        assert provenance.verify("One ends. Three begins.", [excerpt(made, [0], 1)]).faithful
