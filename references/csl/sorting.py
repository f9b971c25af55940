"""The order of cites and entries (CSL 1.0.2, "Sorting")."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any

from provenance.scripts import is_han

from . import dates, names, schema
from .compiler import Area, SortKey
from .context import Context, ItemData, joined
from .tree import plain
from .variables import citation_label, number_text, without_markup

if TYPE_CHECKING:
    from .processor import Pinquote

#: Between the parts of a name in its sort key.
_PARTS = "\x1f"
_IGNORED = re.compile(r"[^\w\s]|_")
#: What is compared at a time: a number or a character.
_UNITS = re.compile(r"\d+|\D")
#: No number is longer than this; more digits are left out.
_MOST_DIGITS = 99
#: Letters that stand among others without being made up of them (Unicode CLDR, root collation).
_LIKE = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d"})


def sorted_items(engine: Pinquote, items: Sequence[ItemData], area: Area) -> list[ItemData]:
    """The items by the keys of an area; equal ones keep their order, missing values come last."""
    rows: list[tuple[list[Any], ItemData]] = [([_value(engine, key, item, area) for key in area.sort], item) for item in items]

    def order(one: tuple[list[Any], ItemData], other: tuple[list[Any], ItemData]) -> int:
        return _compare(one[0], other[0], area.sort)

    return [item for _, item in sorted(rows, key=functools.cmp_to_key(order))]


def _compare(one: list[Any], other: list[Any], keys: Sequence[SortKey]) -> int:
    for a, b, key in zip(one, other, keys, strict=True):
        if a == b:
            continue
        if a is None or b is None:
            return 1 if a is None else -1
        order = -1 if a < b else 1
        return -order if key.descending else order
    return 0


def _value(engine: Pinquote, key: SortKey, item: ItemData, area: Area) -> Any:
    if key.macro is not None:
        return _macro_value(engine, key, item, area)
    variable = key.variable or ""
    ctx = engine.context(item, {"id": item.id}, area)
    if variable == "citation-number":
        return engine.numbers.get(item.id)
    if variable in schema.DATES:
        date = item.date(variable)
        return dates.sort_key(date) if date is not None else None
    if variable in schema.NAMES:
        people = item.names(variable)
        demote = engine.style.options.get("demote-non-dropping-particle", "display-and-sort") != "never"
        return tuple(collate(names.name_sort_key(p, demote), engine.han_first) for p in people) or None
    if variable in schema.NUMBERS:
        number = number_text(ctx, variable)
        return collate(number, engine.han_first) if number else None
    value = item.text(variable)
    if variable == "citation-label" and not value:
        value = citation_label(item)
    return collate(without_markup(value), engine.han_first) if value else None


def _macro_value(engine: Pinquote, key: SortKey, item: ItemData, area: Area) -> Any:
    ctx: Context = engine.context(item, {"id": item.id}, area)
    # one list has one language of sorting, whatever the languages of its layouts: all works without author together
    ctx.locale = engine.locale
    # numbers, year suffixes and the bibliography ask for the same order, often with nothing decided in between
    number = ctx.citation_number if engine.style.asks_number else None
    known = id(key), item.id, ctx.name_state.key() if ctx.name_state else ((), ()), ctx.disambiguate, number
    if known not in engine.sort_values:
        engine.sort_values[known] = _rendered_value(ctx, key, engine.han_first)
    return engine.sort_values[known]


def _rendered_value(ctx: Context, key: SortKey, han_first: bool) -> Any:
    ctx.sorting = True
    ctx.sort_names = (key.names_min, key.names_use_first, key.names_use_last)
    ctx.year_suffix = ""
    text = plain(joined([c.render(ctx) for c in key.macro or ()], "")).strip()
    return collate(text, han_first) if text else None


@functools.lru_cache(maxsize=4096)
def collate(text: str, han_first: bool = False) -> tuple[Any, ...]:
    """A key that orders text as a reader would: letters before accents, case and punctuation ignored, Han by pinyin.

    Digits in a row are a number: 2 before 10. Han characters come after all other letters, with ``han_first`` before them, as
    in a list in Chinese.
    """
    primary: list[tuple[int, Any]] = []
    accented: list[str] = []
    for n, part in enumerate(text.split(_PARTS)):
        if n:
            # the parts of a name are compared one after the other: "Reed, Zoe" before "Reed Moss, Al"
            primary.append((-1, ""))
        base = unicodedata.normalize("NFKD", part).casefold()
        accented.append("".join(c for c in base if c.isalpha() or unicodedata.combining(c)))
        letters = "".join(c for c in base if not unicodedata.combining(c)).translate(_LIKE)
        letters = re.sub(r"\s+", " ", _IGNORED.sub("", letters).strip())
        primary += [_weight(found, han_first) for found in _UNITS.findall(letters)]
    return tuple(primary), tuple(accented)


@functools.lru_cache(maxsize=16384)
def _weight(character: str, han_first: bool) -> tuple[int, Any]:
    if character == " ":
        return (0, "")
    if character.isdecimal():
        return (1, int(character[:_MOST_DIGITS]))
    if is_han(character):
        ranks = _pinyin_ranks()
        return (2 if han_first else 4, ranks.get(character, len(ranks) + ord(character)))
    return (3, character)


@functools.cache
def _pinyin_ranks() -> dict[str, int]:
    """The place of each Han character in the order of pinyin, then strokes (Unicode CLDR, collation of Chinese)."""
    table = resources.files(__package__).joinpath("han_order.txt").read_text("utf-8")
    lines = (line for line in table.splitlines() if not line.startswith("#"))
    return {character: rank for rank, character in enumerate("".join(lines))}
