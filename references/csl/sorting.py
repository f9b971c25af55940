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
from .variables import number_text

if TYPE_CHECKING:
    from .processor import Pinquote

#: Between the parts of a name in its sort key.
_PARTS = "\x1f"
_IGNORED = re.compile(r"[^\w\s]|_", re.UNICODE)


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
        return _number_key(number_text(ctx, variable), engine.han_first)
    value = item.text(variable)
    return collate(_without_markup(value), engine.han_first) if value else None


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


def _number_key(value: str, han_first: bool) -> Any:
    if not value:
        return None
    return collate(re.sub(r"\d+", lambda m: m.group().zfill(12), value), han_first)


def _without_markup(value: str) -> str:
    return re.sub(r"</?(?:i|b|sup|sub|sc|span)[^>]*>", "", value)


@functools.lru_cache(maxsize=4096)
def collate(text: str, han_first: bool = False) -> tuple[Any, ...]:
    """A key that orders text as a reader would: letters before case and accents, punctuation ignored, Han by pinyin.

    Han characters come after all other letters, with ``han_first`` before them, as in a list in Chinese.
    """
    primary: list[tuple[int, Any]] = []
    for n, part in enumerate(text.split(_PARTS)):
        if n:
            # the parts of a name are compared one after the other: "Reed, Zoe" before "Reed Moss, Al"
            primary.append((-1, ""))
        base = unicodedata.normalize("NFKD", part)
        letters = "".join(c for c in base if not unicodedata.combining(c)).casefold()
        letters = _IGNORED.sub("", letters.replace("-", " ").replace("–", " ")).strip()
        primary += [_weight(c, han_first) for c in re.sub(r"\s+", " ", letters)]
    return tuple(primary), text.casefold(), text.swapcase()


@functools.lru_cache(maxsize=16384)
def _weight(character: str, han_first: bool) -> tuple[int, Any]:
    if character == " ":
        return (0, "")
    if character.isdigit():
        return (1, character)
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
