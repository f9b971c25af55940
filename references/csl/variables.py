"""What the variables of a style mean for an item and its cite, where that is more than a look into the item.

The number variables of the cite (locator, citation number, note number), whether a variable is there, the label of an item
without one (CSL 1.0.2, appendix IV, "Variables").
"""

from __future__ import annotations

import re

from . import numbers, schema
from .context import Context, ItemData

#: What is not known from the item alone, or not by its name alone.
OF_THE_CITE = frozenset("citation-label citation-number first-reference-note-number locator page-first year-suffix".split())

#: The label that a value may begin with without saying anything new, by variable.
_OWN_LABELS = {"page": "page", "volume": "volume", "issue": "issue", "number": "issue"}


def locator_of(ctx: Context) -> tuple[str, str]:
    """The cite's locator: the term that names its kind, and the value; a label that begins the value comes first."""
    value = str(ctx.cite.get("locator") or "").strip()
    given = str(ctx.cite.get("label") or "")
    if not value:
        return given or "page", ""
    label, rest = numbers.split_label(value)
    return (label, rest) if label else (given or "page", value)


def number_text(ctx: Context, variable: str) -> str:
    """The value of a number variable, those of the cite included."""
    if variable == "locator":
        return locator_of(ctx)[1]
    if variable == "citation-number":
        return str(ctx.citation_number or "")
    if variable == "first-reference-note-number":
        return str(ctx.first_note or "") if ctx.position != "first" else ""
    if variable == "page-first" and "page-first" not in ctx.item.data:
        return numbers.page_first(ctx.item.text("page"))
    value = ctx.item.text(variable)
    if variable in _OWN_LABELS and value and not value[0].isdigit():
        label, rest = numbers.split_label(value)
        # "vol. 3" as a volume: the label is the style's to print
        return rest if label == _OWN_LABELS[variable] else value
    return value


def has_variable(ctx: Context, name: str) -> bool:
    """Whether a variable is there and not empty."""
    if name in schema.NAMES:
        return bool(ctx.item.names(name))
    if name in schema.DATES:
        return ctx.item.date(name) is not None
    if name == "year-suffix":
        return bool(ctx.year_suffix)
    if name in schema.NUMBERS:
        return bool(number_text(ctx, name))
    value = ctx.item.data.get(name)
    return bool(ctx.item.text(name)) or (isinstance(value, list | dict) and bool(value))


def citation_label(item: ItemData) -> str:
    """The label of an item that has none: letters of up to four authors, or of the title, and two digits of the year.

    ``Doe65``, ``RoNo78``, ``Salt00`` without author and year; nothing for an item that has none of the three.
    """
    people = item.names("author") or item.names("editor")
    words = [str(p.get("family") or p.get("literal") or "") for p in people][:4] or [item.text("title")]
    lengths = {1: (4,), 2: (2, 2), 3: (2, 1, 1), 4: (1, 1, 1, 1)}[len(words)]
    letters = ["".join(c for c in without_markup(word) if c.isalnum()).capitalize() for word in words]
    issued = item.date("issued")
    year = issued.start.year if issued is not None else None
    label = "".join(word[:length] for word, length in zip(letters, lengths, strict=True))
    return label + f"{abs(year or 0) % 100:02}" if label or year is not None else ""


def without_markup(value: str) -> str:
    """The text of a field without the tags that CSL-JSON allows in it."""
    return re.sub(r"</?(?:i|b|sup|sub|sc|span)[^>]*>", "", value)
