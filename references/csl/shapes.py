"""The shape of an item: its type and which variables it has, by which most conditions of a style are settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from . import schema
from .context import ItemData

#: Variables whose CSL-JSON name is another.
_VARIABLES = {"shortTitle": "title-short", "journalAbbreviation": "container-title-short"}
#: To cut a style down costs as much as several renderings: it is done where so many items share a shape.
_SHARED_BY = 8


class Shape:
    """What items have in common that a style treats alike.

    ``texts`` are the variables that have text, ``has`` those that are there as ``cs:if variable`` asks ("Choose"); ``fitted``
    is what is left of the style's elements for such items, by the identity of the elements.
    """

    __slots__ = ("fitted", "has", "texts", "type")

    def __init__(self, kind: str, texts: frozenset[str], has: frozenset[str]) -> None:
        self.type = kind
        self.texts = texts
        self.has = has
        self.fitted: dict[int, Sequence[Any]] = {}


def find_shapes(items: Iterable[ItemData], variables: frozenset[str]) -> None:
    """Give items that share a shape that shape; ``variables`` are those the style asks for."""
    known = {item.id: (item, _described(item, variables)) for item in items}
    shapes = {key: Shape(*key) for key, n in Counter(key for _, key in known.values()).items() if n >= _SHARED_BY}
    for item, key in known.values():
        item.shape = shapes.get(key)


def _described(item: ItemData, variables: frozenset[str]) -> tuple[str, frozenset[str], frozenset[str]]:
    texts, has = set(), set()
    for name, value in item.data.items():
        variable = _VARIABLES.get(name, name)
        if variable not in variables:
            continue
        if item.text(variable):
            texts.add(variable)
        if variable in schema.NAMES:
            there = bool(item.names(variable))
        elif variable in schema.DATES:
            there = item.date(variable) is not None
        else:
            there = variable in texts or (variable not in schema.NUMBERS and isinstance(value, list | dict) and bool(value))
        if there:
            has.add(variable)
    return item.type, frozenset(texts), frozenset(has)
