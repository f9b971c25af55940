"""The tests of ``cs:if`` and ``cs:else-if`` (CSL 1.0.2, "Choose"; CSL-M, "cs:conditions" and "has-...")."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from . import dates, numbers, schema
from .context import Context
from .locales import is_within
from .shapes import Shape
from .variables import OF_THE_CITE, has_variable, locator_of, number_text

_POSITIONS = {"first": 0, "subsequent": 1, "ibid": 2, "ibid-with-locator": 3}


class Condition:
    """The tests of one ``cs:if`` or ``cs:else-if``; in CSL-M they may stand in ``cs:condition`` elements inside it."""

    __slots__ = ("_asked", "_nested", "_types", "asks_disambiguate", "locales", "match", "tests")

    def __init__(self, attributes: dict[str, str], nested: Sequence[Condition] = ()) -> None:
        self.match = attributes.get("match", "all")
        self.tests: list[Callable[[Context], bool]] = []
        self.locales = tuple(attributes.get("locale", "").split()) if self.match in ("all", "any") else ()
        """The languages it asks for, the first of which is that of its branch."""
        self._types: frozenset[str] | None = None
        self._asked: list[tuple[str, str]] = []
        self._nested = nested
        for name, text in attributes.items():
            if name == "type":
                # an item has one type, so that with match="all" too several types can only mean one of them
                self._types = frozenset(text.split())
                self.tests.append(_type_test(self._types))
            elif name != "match":
                self._asked += [(name, value) for value in text.split()]
                self.tests += [_tester(name, value) for value in text.split()]
        self.tests += [condition.holds for condition in nested]
        self.asks_disambiguate: bool = "disambiguate" in attributes or any(c.asks_disambiguate for c in nested)

    def holds(self, ctx: Context) -> bool:
        """Whether the tests hold: all, any or none of them; with ``nand`` (CSL-M) not all of them."""
        if self.match == "nand":
            return not all(holds(ctx) for holds in self.tests)
        deciding = self.match in ("any", "none")
        for holds in self.tests:
            if holds(ctx) is deciding:
                return self.match == "any"
        return self.match != "any"

    def locale_of_branch(self, ctx: Context) -> str | None:
        """The tag of the locale in which the branch is printed (CSL-M), None where the item is in none of the languages."""
        return self.locales[0] if any(_in_language(ctx, tag) for tag in self.locales) else None

    def settled(self, shape: Shape) -> bool | None:
        """Whether the tests hold for all items of a shape; None where that depends on the item or the cite."""
        if self.asks_disambiguate:
            return None  # how often it is asked counts
        verdicts = [_settled(name, value, shape) for name, value in self._asked]
        verdicts += [condition.settled(shape) for condition in self._nested]
        if self._types is not None:
            verdicts.append(shape.type in self._types)
        if self.match in ("any", "none"):
            if True in verdicts:
                return self.match == "any"
            return None if None in verdicts else self.match == "none"
        if False in verdicts:
            return self.match == "nand"
        return None if None in verdicts else self.match != "nand"


def _settled(name: str, value: str, shape: Shape) -> bool | None:
    """One test, as far as a shape settles it."""
    if value in OF_THE_CITE:
        return None
    if name == "variable":
        return value in shape.has
    if name == "is-numeric":
        return None if value in shape.texts else False
    if name in ("is-plural", "is-uncertain-date") or name.startswith("has-"):
        return None if value in shape.has else False
    return None


def _type_test(types: frozenset[str]) -> Callable[[Context], bool]:
    return lambda ctx: ctx.item.type in types


def _tester(name: str, value: str) -> Callable[[Context], bool]:
    """A test as a function ("Choose"); the frequent ones know at once where to look."""
    if name == "variable" and value in schema.NAMES:
        return lambda ctx: bool(ctx.item.names(value))
    if name == "variable" and value in schema.DATES:
        return lambda ctx: ctx.item.date(value) is not None
    if name == "variable":
        return lambda ctx: has_variable(ctx, value)
    if name.startswith("has-"):
        return lambda ctx: _has_part(name, ctx.item.date(value))
    holds = _TESTS.get(name)
    return (lambda ctx: holds(ctx, value)) if holds else (lambda ctx: False)


def _is_numeric(ctx: Context, variable: str) -> bool:
    text = number_text(ctx, variable)
    return bool(text) and numbers.Number.parse(text).is_numeric


def _is_uncertain_date(ctx: Context, variable: str) -> bool:
    date = ctx.item.date(variable)
    return date is not None and date.circa


def _locator(ctx: Context, kind: str) -> bool:
    label, text = locator_of(ctx)
    return bool(text) and label.replace(" ", "-") == kind.replace(" ", "-")


def _jurisdiction(ctx: Context, code: str) -> bool:
    """A court's or a state's code: ``us:c9`` is within ``us``."""
    own = ctx.item.text("jurisdiction")
    return own == code or own.startswith(f"{code}:")


def _in_language(ctx: Context, tag: str) -> bool:
    """Whether the item is in a language; one that does not say its own is in that of the style."""
    return is_within(ctx.item.language or ctx.locale.tag, tag)


def _disambiguate(ctx: Context, wanted: str) -> bool:
    ctx.disambiguation_tests += 1
    return (ctx.disambiguation_tests <= ctx.disambiguate) is (wanted == "true")


def _has_part(test_name: str, date: dates.DateValue | None) -> bool:
    """The tests of CSL-M for how far a date goes: has-year-only (as a date in words), has-to-month-or-season (also
    written without "to"), has-day.
    """
    if date is None:
        return False
    point = date.start
    if point.day is not None:
        return test_name == "has-day"
    month = point.month is not None or point.season is not None or bool(point.season_text)
    return test_name.endswith("month-or-season") if month else test_name == "has-year-only"


def _position(ctx: Context, wanted: str) -> bool:
    if ctx.area == "bibliography":
        return False
    if wanted == "near-note":
        return ctx.near_note
    if wanted == "far-note":
        return ctx.position != "first" and not ctx.near_note
    have = _POSITIONS.get(ctx.position, 0)
    return have == 0 if wanted == "first" else have >= _POSITIONS.get(wanted, 9)


#: The tests that a shape does not settle ("Choose"; the last three are of CSL-M).
_TESTS: dict[str, Callable[[Context, str], bool]] = {
    "is-numeric": _is_numeric,
    "is-uncertain-date": _is_uncertain_date,
    "locator": _locator,
    "position": _position,
    "disambiguate": _disambiguate,
    "is-plural": lambda ctx, variable: len(ctx.item.names(variable)) > 1,
    "context": lambda ctx, area: ctx.area == area,
    "locale": _in_language,
    "jurisdiction": _jurisdiction,
}
