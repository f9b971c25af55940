"""The order of cites and entries (CSL 1.0.2, "Sorting")."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from . import dates, names, schema
from .compiler import Area, SortKey
from .context import Context, ItemData, joined
from .rendering import number_text
from .tree import plain

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
        return tuple(collate(names.name_sort_key(p, demote)) for p in people) or None
    if variable in schema.NUMBERS:
        return _number_key(number_text(ctx, variable))
    value = item.text(variable)
    return collate(_without_markup(value)) if value else None


def _macro_value(engine: Pinquote, key: SortKey, item: ItemData, area: Area) -> Any:
    ctx: Context = engine.context(item, {"id": item.id}, area)
    ctx.sorting = True
    ctx.sort_names = (key.names_min, key.names_use_first, key.names_use_last)
    ctx.year_suffix = ""
    text = plain(joined([c.render(ctx) for c in key.macro or ()], "")).strip()
    return collate(text) if text else None


def _number_key(value: str) -> Any:
    if not value:
        return None
    return collate(re.sub(r"\d+", lambda m: m.group().zfill(12), value))


def _without_markup(value: str) -> str:
    return re.sub(r"</?(?:i|b|sup|sub|sc|span)[^>]*>", "", value)


@functools.lru_cache(maxsize=4096)
def collate(text: str) -> tuple[Any, ...]:
    """A key that orders text as a reader would: letters before case and accents, punctuation ignored, Han by pinyin order."""
    primary: list[tuple[int, str]] = []
    for n, part in enumerate(text.split(_PARTS)):
        if n:
            # the parts of a name are compared one after the other: "Reed, Zoe" before "Reed Moss, Al"
            primary.append((-1, ""))
        base = unicodedata.normalize("NFKD", part)
        letters = "".join(c for c in base if not unicodedata.combining(c)).casefold()
        letters = _IGNORED.sub("", letters.replace("-", " ").replace("–", " ")).strip()
        primary += [_weight(c) for c in re.sub(r"\s+", " ", letters)]
    return tuple(primary), text.casefold(), text.swapcase()


@functools.lru_cache(maxsize=8192)
def _weight(character: str) -> tuple[int, str]:
    if character == " ":
        return (0, "")
    if character.isdigit():
        return (1, character)
    if "\u4e00" <= character <= "\u9fff":
        # the first plane of GB 2312 is in the order of pinyin
        return (3, character.encode("gb18030").hex())
    return (2, character)
