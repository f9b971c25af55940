"""What is known while one cite or entry is rendered: the item, its cite, the locale, and what was rendered so far."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from . import dates, names, schema
from .tree import Pieces, Span

if TYPE_CHECKING:
    from .locales import Locale
    from .repetition import RepeatedNames
    from .shapes import Shape

#: Variables whose CSL-JSON name is not their CSL name (citation-style-language/schema, csl-data.json).
_JSON_NAMES = {
    "title-short": ("title-short", "shortTitle"),
    "container-title-short": ("container-title-short", "journalAbbreviation"),
}


class ItemData:
    """A CSL-JSON item whose names and dates are parsed once, when they are first asked for."""

    __slots__ = ("_dates", "_names", "data", "id", "language", "shape", "type")

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = _with_note(data) if "note" in data else data
        self.id = str(data["id"])
        self.type = str(self.data.get("type", ""))
        self.language = str(self.data.get("language") or "")
        self.shape: Shape | None = None
        """What it shares with other items of the document; None for an item that few are like."""
        self._names: dict[str, list[dict[str, Any]]] = {}
        self._dates: dict[str, dates.DateValue | None] = {}

    def problems(self) -> list[str]:
        """What of the item cannot be read and is left out, one sentence each."""
        out = []
        for name, value in self.data.items():
            if name in schema.NAMES and value and not self.names(name):
                out.append(f"{self.id}: {name} cannot be read and is left out: expected a list of names")
            elif name in schema.DATES and value and self.date(name) is None:
                out.append(f"{self.id}: {name} cannot be read and is left out: expected a date")
        return out

    @property
    def has_lists(self) -> bool:
        """Whether any of its variables has several names."""
        return any(isinstance(value, list) and len(value) > 1 for value in self.data.values())

    def text(self, variable: str) -> str:
        """A variable as text; empty where it is not there."""
        for name in _JSON_NAMES.get(variable, (variable,)):
            value = self.data.get(name)
            if value is not None and not isinstance(value, list | dict | bool):
                return str(value)
        return ""

    def names(self, variable: str) -> list[dict[str, Any]]:
        """The names of a name variable with particles and suffixes told apart."""
        if variable not in self.data:
            return []
        found = self._names.get(variable)
        if found is None:
            given = self.data.get(variable) or []
            found = [names.normalise(n) for n in given if isinstance(n, Mapping)] if isinstance(given, list) else []
            self._names[variable] = found
        return found

    def date(self, variable: str) -> dates.DateValue | None:
        """A date variable, parsed."""
        if variable not in self.data:
            return None
        if variable not in self._dates:
            value = self.data.get(variable)
            self._dates[variable] = dates.parse(value) if isinstance(value, Mapping) else None
        return self._dates[variable]


#: A line of a note that gives a variable, and the same anywhere in braces.
_NOTED = re.compile(r"([A-Za-z-]+):[ \t]*(.*\S)\s*")
_BRACED = re.compile(r"\{:([A-Za-z-]+):[ \t]*([^{}\n]*[^{}\s])\s*\}")


def _with_note(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The item with what its note says: a type and dates in place of its own, other variables where it has none.

    The note is then what is left of it.
    """
    noted, rest = _noted(str(data.get("note") or ""))
    if not noted:
        return data
    stronger = {name: value for name, value in noted.items() if name == "type" or (name in schema.DATES and _is_dated(value))}
    return {**noted, **data, **stronger, "note": rest}


def _is_dated(value: Mapping[str, Any]) -> bool:
    date = dates.parse(value)
    return date is not None and not date.literal


_DATE = re.compile(r"\d{4}(?:-\d\d(?!\d)(?:-\d\d(?!\d))?)?")


def _date_of(value: str) -> str:
    """What a note gives as a date: all of it, or the ISO date it begins with, as in ``1865（清同治四年）``."""
    date = dates.parse({"raw": value})
    if (date is None or date.literal or date.open_ended) and (found := _DATE.match(value)):
        return found.group()
    return value


def _noted(note: str) -> tuple[dict[str, Any], str]:
    """Variables that stand in a note as ``name: value`` lines, as Zotero's users give what its fields lack, and the rest of it.

    Any name will do, for styles may print variables that are not of CSL. The lines come first, with not more than one of another
    kind before them; in braces, ``{:name: value}``, a variable may stand anywhere.
    """
    lines = [line for line in _BRACED.sub("", note).splitlines() if line.strip()]
    read = [_NOTED.fullmatch(line) for line in lines]
    end = next((at for at, found in enumerate(read) if at and not found), len(lines))
    pairs = [found.groups() for found in _BRACED.finditer(note)] + [found.groups() for found in read[:end] if found]
    variables: dict[str, Any] = {}
    for name, value in pairs:
        if name in schema.DATES:
            variables.setdefault(name, {"raw": _date_of(value)})
        elif name in schema.NAMES:
            family, _, given = value.partition("||")
            person = {"family": family.strip(), "given": given.strip()} if given else {"literal": value}
            variables.setdefault(name, []).append(person)
        elif name not in ("id", "note"):
            variables.setdefault(name, value)
    if "page" in variables:
        variables.setdefault("page-first", "")  # the first page is that of the item's own pages
    return variables, "\n".join(line for at, line in enumerate(lines) if at >= end or not read[at])


class NameState(NamedTuple):
    """How far the names of an item are spelt out so that its cite is unlike all others."""

    shown: tuple[int, ...] = ()
    """For each rendered name list: how many names to show at least (0: as the style says)."""
    given: tuple[tuple[int, ...], ...] = ()
    """For each rendered name list and name: 0 as the style says, 1 initials, 2 in full."""

    def showing(self, least: tuple[int, ...]) -> NameState:
        """The same with at least so many names of each list."""
        return NameState(tuple(map(max, zip_longest(self.shown, least, fillvalue=0))), self.given)

    @classmethod
    def of(cls, shown: Iterable[int], given: Iterable[Iterable[int]]) -> NameState:
        """The same state for what spells names out to the same extent."""
        least, levels = tuple(shown), tuple(map(tuple, given))
        return cls(least if any(least) else (), levels if any(map(any, levels)) else ())


#: Names are as the style says.
AS_STYLED = NameState()


class RenderedNames:
    """A name list as it was rendered, for collapsing, disambiguation and repeated authors."""

    __slots__ = ("initials", "names", "shown", "span", "total", "variable")

    def __init__(self, span: Span, variable: str, people: list[dict[str, Any]], shown: int = 0, initials: bool = False) -> None:
        self.span = span
        self.variable = variable
        self.names = people
        self.shown = shown
        self.total = len(people)
        self.initials = initials
        """Whether the style shortens given names to initials."""


class Context:
    """One rendering of one item."""

    __slots__ = (
        "abridged",
        "area",
        "author",
        "author_suppressed",
        "called",
        "citation_number",
        "citation_number_suffix",
        "cite",
        "date_rendered",
        "disambiguate",
        "disambiguating",
        "disambiguation_tests",
        "filled",
        "first_note",
        "in_substitute",
        "item",
        "later",
        "locale",
        "locale_for",
        "marks_author",
        "multilingual",
        "name_lists",
        "name_state",
        "near_note",
        "position",
        "repeated",
        "sort_names",
        "sorting",
        "suffix_done",
        "suppress_author",
        "suppressed",
        "year_suffix",
        "year_suffix_explicit",
    )

    def __init__(self, item: ItemData, cite: Mapping[str, Any], locale: Locale, area: str) -> None:
        self.item = item
        self.cite = cite
        self.locale = locale
        self.locale_for: Callable[[str], Locale] | None = None
        """Gives the locale for a tag, where a condition of the style asks for a language (CSL-M)."""
        self.multilingual = False
        """Whether the style is Chinese or has layouts or conditions for languages (CSL-M)."""
        self.area = area
        self.called = 0
        self.filled = 0
        self.suppressed: frozenset[str] = frozenset()
        self.sorting = False
        self.sort_names: tuple[int | None, int | None, bool | None] = (None, None, None)
        self.position = "first"
        self.later = False
        """Whether names are shortened as in later cites of the item, whatever the position."""
        self.near_note = False
        self.first_note: int | None = None
        self.citation_number: int | None = None
        self.citation_number_suffix = ""
        self.disambiguate = 0
        """How many ``disambiguate="true"`` conditions hold, in the order they are met."""
        self.disambiguation_tests = 0
        self.disambiguating = False
        """Whether the cite is rendered to be compared with others."""
        self.abridged = False
        """Whether something was left out because it tells no works apart."""
        self.year_suffix = ""
        self.year_suffix_explicit = False
        self.suffix_done = False
        self.date_rendered = False
        self.suppress_author = False
        self.author_suppressed = False
        self.marks_author = False
        """Whether the first names or date that are printed are noted as :attr:`author`."""
        self.author: Span | None = None
        self.in_substitute = 0
        self.repeated: RepeatedNames | None = None
        self.name_lists: list[RenderedNames] = []
        self.name_state = AS_STYLED

    def called_variable(self, filled: bool) -> None:
        """Note that a variable was called, for the implicit condition of groups (CSL 1.0.2, "Group")."""
        self.called += 1
        if filled:
            self.filled += 1

    def marked(self, pieces: Pieces) -> Pieces:
        """The pieces of names or of a date; the first ones are noted where a cite may be parted into author and rest."""
        if self.marks_author and self.author is None and pieces:
            self.author = Span(children=pieces)
            return [self.author]
        return pieces


class TermText(str):
    """A term's text; at the very start of a citation it is capitalised."""

    __slots__ = ()


def joined(parts: list[Pieces], delimiter: str) -> Pieces:
    """Parts that are not empty, with the delimiter between them."""
    kept = [p for p in parts if p]
    if not delimiter or len(kept) < 2:
        return [piece for part in kept for piece in part]
    out: Pieces = list(kept[0])
    for part in kept[1:]:
        out.append(delimiter)
        out.extend(part)
    return out
