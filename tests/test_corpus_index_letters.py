"""Letters: what a strict search takes for the same has the same letters."""

from __future__ import annotations

import random

import pytest

from corpus.index.letters import _IS_APART, _MARKS, _kept, letters, script_of, stretches, units
from provenance import LayerText, Segment
from provenance.folding import fold

from .quoted import document

SAME = [
    ("“The ferry’s toll” — 3.5 %", '"The ferry\'s toll"--3.5%'),
    ("co-operative", "co\u00adoperative"),
    ("ﬁnance ofﬁce", "finance office"),
    ("ＡＢＣ１２３，（一）", "ABC123,(一)"),
    ("café", "cafe\u0301"),
    ("inter-\nnational", "international"),
    ("國際圖書館", "国际图书馆"),
    ("第\u3000一\n段", "第一段"),
    ("wait… and see", "wait ... and see"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_folds_together_has_the_same_letters(one: str, other: str) -> None:
    assert letters(one) == letters(other)
    assert letters(fold(one, script=True).text) == letters(one)


def test_letters_are_letters_and_digits() -> None:
    assert letters("The U.S. grew by 3.5% (in 2021)_") == "theusgrewby35in2021"
    assert letters("不，绝不！") == "不绝不"
    assert letters("—…“”") == ""


def test_a_table_of_characters_gives_what_normalizing_the_text_gives() -> None:
    apart = [c for c in map(chr, range(0xD800)) if _IS_APART.fullmatch(c) and c not in _MARKS]
    pick = random.Random(1)
    for text in ["国".join(apart), *("中" + "".join(pick.choices(apart, k=8)) for _ in range(5000))]:
        assert letters(text) == _kept(text)
    assert letters("国か\u3099の") == letters("国がの")


def test_one_letter_is_one_unit_and_always_the_same() -> None:
    assert units("naïve café", "latin") == units("na", "latin") + units("ïve café", "latin")
    assert len(units("straße und 河", "latin")) == len("straße und 河")
    assert units("河流", "han") == "河流".encode("utf-16-le")


def test_a_document_goes_into_the_streams_of_its_scripts() -> None:
    made = document("The River is High.", "It rose again.")
    zh = {s.id: LayerText.of(t) for s, t in zip(made.segments, ("河水很高。", "又漲了。"), strict=True)}
    segments = [s.model_copy(update={"layers": {**s.layers, "zh": zh[s.id]}}) for s in made.segments]
    note = Segment(id="n1", kind="note", layers={"en": LayerText.of("A note.")})
    both = made.model_copy(update={"segments": (segments[0], note, segments[1])})
    found = [(s.script, s.segments, s.letters) for s in stretches(both)]
    assert found == [
        ("latin", (0, 2), ("theriverishigh", "itroseagain")),
        ("latin", (1,), ("anote",)),
        ("han", (0, 2), ("河水很高", "又涨了")),
    ]
    assert script_of("family law [家法]") == "latin"
