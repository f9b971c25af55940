"""What is left of a style for items of one shape prints what the whole prints."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest

from references.csl import Processor, shapes
from references.csl.conditions import Condition
from references.csl.context import ItemData
from references.csl.shapes import Shape, find_shapes

STYLES = (
    "apa",
    "chicago-notes-bibliography",
    "china-national-standard-gb-t-7714-2015-numeric",
    "harvard-cite-them-right",
    "ieee",
    "modern-language-association",
    "oscola",
)
FIELDS: dict[str, Any] = {
    "author": [{"family": "Moss", "given": "Ada"}, {"family": "曹", "given": "廷"}],
    "editor": [{"family": "Moss", "given": "Ada"}],
    "translator": [{"literal": "River Office"}],
    "container-title": "Annals of Salt",
    "shortTitle": "Roads",
    "issued": {"date-parts": [[2004, 5]]},
    "accessed": {"date-parts": [[2024, 1, 2]]},
    "original-date": {"literal": "before the flood"},
    "volume": "12",
    "issue": "3–4",
    "page": "101-25",
    "edition": "2nd",
    "genre": "Map",
    "publisher": "",
    "publisher-place": "Lima",
    "URL": "https://example.org/salt",
    "DOI": "10.1234/x",
    "number": 7,
    "event-title": "A conference",
}
TYPES = ("article-journal", "book", "chapter", "webpage", "thesis", "legal_case", "motion_picture", "entry-encyclopedia")


def _items(seed: int) -> list[dict[str, Any]]:
    chance = random.Random(seed)
    return [
        {"id": str(n), "type": chance.choice(TYPES), "title": chance.choice(("Salt roads", "Of rivers: a study"))}
        | {name: value for name, value in FIELDS.items() if chance.random() < 0.45}
        for n in range(40)
    ]


def _rendered(style: str, items: list[dict[str, Any]]) -> list[str]:
    processor = Processor(style, items)
    ids = [item["id"] for item in items]
    clusters = [[{"id": i}] for i in ids] + [[{"id": i, "locator": "9"}, {"id": j}] for i, j in pairwise(ids)]
    return [*processor.cite(clusters), *(entry.text for entry in processor.bibliography().entries), *processor.warnings]


@pytest.mark.parametrize("style", STYLES)
def test_the_same_is_printed_with_and_without_shapes(style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    items = _items(len(style))
    monkeypatch.setattr(shapes, "_SHARED_BY", len(items) + 1)
    whole = _rendered(style, items)
    monkeypatch.setattr(shapes, "_SHARED_BY", 1)
    assert _rendered(style, items) == whole


def test_only_what_many_items_share_is_a_shape() -> None:
    many = [ItemData({"id": f"m{n}", "type": "book", "title": "Same", "abstract": "x" * n}) for n in range(8)]
    few = [ItemData({"id": f"f{n}", "type": "book", "title": "Same", "edition": "2"}) for n in range(7)]
    find_shapes([*many, *few], frozenset(["title", "edition", "author"]))
    assert len({item.shape for item in many}) == 1
    assert {item.shape for item in few} == {None}
    assert many[0].shape is not None
    assert many[0].shape.has == {"title"}


@pytest.mark.parametrize(
    ("attributes", "settled"),
    [
        ({"type": "book chapter"}, True),
        ({"type": "map"}, False),
        ({"variable": "title issued"}, True),
        ({"variable": "title locator"}, None),
        ({"variable": "author locator"}, False),
        ({"variable": "title locator", "match": "any"}, True),
        ({"variable": "author locator", "match": "none"}, None),
        ({"variable": "title locator", "match": "none"}, False),
        ({"variable": "author editor", "match": "none"}, True),
        ({"variable": "author editor", "match": "any"}, False),
        ({"variable": "author", "match": "nand"}, True),
        ({"variable": "title", "match": "nand"}, False),
        ({"type": "map", "disambiguate": "true"}, None),
        ({"type": "map", "position": "first"}, False),
        ({"type": "book", "position": "first"}, None),
    ],
)
def test_what_a_shape_settles(attributes: dict[str, str], settled: bool | None) -> None:
    shape = Shape("book", frozenset(["title"]), frozenset(["title", "issued"]))
    assert Condition(attributes).settled(shape) is settled
    assert Condition({}, [Condition(attributes)]).settled(shape) is settled
