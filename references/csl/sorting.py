"""The order of cites and entries (CSL 1.0.2, "Sorting")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from . import dates, names, schema
from .collation import collate
from .compiler import Area, SortKey, whole_number
from .context import AS_STYLED, ItemData, joined
from .fitting import fitted
from .tree import plain
from .variables import citation_label, number_text, without_markup

if TYPE_CHECKING:
    from .processor import Pinquote


def sorted_items(engine: Pinquote, items: Sequence[ItemData], area: Area) -> list[ItemData]:
    """The items by the keys of an area; equal ones keep their order, missing values come last."""
    return _by_keys(engine, list(items), area, area.sort)


def _by_keys(engine: Pinquote, items: list[ItemData], area: Area, keys: Sequence[SortKey]) -> list[ItemData]:
    """By the first key, and those it does not tell apart by the rest: most keys of a style are asked of few items."""
    if len(items) < 2 or not keys:
        return items
    key, rest = keys[0], keys[1:]
    groups: dict[Any, list[ItemData]] = {}
    for item in items:
        groups.setdefault(_value(engine, key, item, area), []).append(item)
    last = groups.pop(None, [])
    ranked = [groups[value] for value in sorted(groups, reverse=key.descending)]
    return [item for group in (*ranked, last) for item in _by_keys(engine, group, area, rest)]


def sort_values(engine: Pinquote, item: ItemData, area: Area) -> list[Any]:
    """What an item is sorted by, key by key."""
    return [_value(engine, key, item, area) for key in area.sort]


def _value(engine: Pinquote, key: SortKey, item: ItemData, area: Area) -> Any:
    if key.macro is not None:
        return _macro_value(engine, key, item, area)
    variable = key.variable or ""
    if variable == "citation-number":
        return engine.numbers.get(item.id)
    if variable in schema.DATES:
        date = item.date(variable)
        return dates.sort_key(date) if date is not None else None
    if variable in schema.NAMES:
        people = _counting(engine, key, item.names(variable), area)
        demote = engine.style.options.get("demote-non-dropping-particle", "display-and-sort") != "never"
        return tuple(collate(names.name_sort_key(p, demote), engine.han_first, engine.han_by_code) for p in people) or None
    if variable in schema.NUMBERS:
        number = number_text(engine.context(item, {"id": item.id}, area), variable)
        return collate(number, engine.han_first, engine.han_by_code) if number else None
    value = item.text(variable)
    if variable == "citation-label" and not value:
        value = citation_label(item)
    return collate(without_markup(value), engine.han_first, engine.han_by_code) if value else None


def _counting(engine: Pinquote, key: SortKey, people: Sequence[Any], area: Area) -> Sequence[Any]:
    """The names that count: as many as the key, the area or the style lets a list be shortened to ("Sorting")."""
    limits = []
    for own, option in ((key.names_min, "et-al-min"), (key.names_use_first, "et-al-use-first")):
        limits.append(own or whole_number(area.options.get(option) or engine.style.options.get(option), 0) or 0)
    least, first = limits
    return people[:first] if 0 < least <= len(people) and first else people


def _macro_value(engine: Pinquote, key: SortKey, item: ItemData, area: Area) -> Any:
    """What the macro prints, as a key; known from an earlier sorting where nothing was decided about the item since."""
    decided = engine.decided.get(item.id)
    state = (decided.names, decided.condition) if decided else (AS_STYLED, 0)
    number = engine.numbers.get(item.id) if engine.style.asks_number else None
    known = id(key), item.id, state, number
    if known not in engine.sort_values:
        engine.sort_values[known] = _rendered_value(engine, key, item, area)
    return engine.sort_values[known]


def _rendered_value(engine: Pinquote, key: SortKey, item: ItemData, area: Area) -> Any:
    ctx = engine.context(item, {"id": item.id}, area)
    # one list has one language of sorting, whatever the languages of its layouts: all works without author together
    ctx.locale = engine.locale
    ctx.sorting = True
    ctx.sort_names = (key.names_min, key.names_use_first, key.names_use_last)
    ctx.year_suffix = ""
    text = plain(joined([c.render(ctx) for c in fitted(key.macro or (), item)], "")).strip()
    return collate(text, engine.han_first, engine.han_by_code) if text else None
