"""Making cites of different items different (CSL 1.0.2, "Disambiguation").

In the order of the specification: given names by a rule for all cites; more names; given names by cite; the condition
``disambiguate="true"``; year suffixes. A step is kept for an item only if it tells it from another one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .context import AS_STYLED, Context, NameState
from .sorting import sorted_items
from .tree import Pieces, plain

if TYPE_CHECKING:
    from .processor import Pinquote

#: More conditions on disambiguation than this no style has.
_MOST_CONDITIONS = 5


class Disambiguated:
    """What was decided for an item so that its cites are unlike all others."""

    __slots__ = ("condition", "names", "suffix")

    def __init__(self) -> None:
        self.names = AS_STYLED
        self.condition = 0
        self.suffix = ""


class Draft:
    """The cite of an item by itself, without locator and year suffix, rendered to be compared with others."""

    __slots__ = ("ctx", "pieces", "text")

    def __init__(self, ctx: Context, pieces: Pieces) -> None:
        self.ctx = ctx
        self.pieces = pieces
        self.text = plain(pieces)


def disambiguate(engine: Pinquote, order: Sequence[str], later: bool) -> dict[str, Draft]:
    """Decide for every item in ``order`` (ids, first cites first) how its cites are spelt out.

    ``later``: whether the document cites any of them again. Gives the drafts of first cites that can be printed as they are.
    """
    options = engine.style.citation.options
    engine.decided = {i: Disambiguated() for i in order}
    wants_given = options.get("disambiguate-add-givenname") == "true"
    rule = options.get("givenname-disambiguation-rule", "by-cite")
    steps = _Steps(engine, order)
    if wants_given and rule != "by-cite":
        steps.given_for_all(rule)
    if len(engine.decided) < 2:
        return {}  # a single item is unlike all others, though two of its authors may be namesakes
    wants_names = options.get("disambiguate-add-names") == "true"
    if wants_names or (wants_given and rule == "by-cite"):
        steps.by_cite(wants_names, wants_given and not rule.startswith("primary-name"))
    steps.condition(later)
    if options.get("disambiguate-add-year-suffix") == "true":
        steps.year_suffixes()
    return steps.printable()


class _Steps:
    def __init__(self, engine: Pinquote, order: Sequence[str]) -> None:
        self.engine = engine
        self.order = list(order)
        self.drafts: dict[str, dict[Any, Draft]] = defaultdict(dict)
        """For each item the drafts by what makes them differ."""

    def draft(
        self, identity: str, state: NameState | None = None, condition: int | None = None, position: str = "first"
    ) -> Draft:
        """The cite of an item as it is decided so far, or with another state or condition."""
        decided = self.engine.decided[identity]
        state = decided.names if state is None else state
        condition = decided.condition if condition is None else condition
        key = (state, condition, position)
        known = self.drafts[identity]
        if key not in known:
            known[key] = self._render(identity, state, condition, position)
        return known[key]

    def _render(self, identity: str, state: NameState, condition: int, position: str) -> Draft:
        area = self.engine.style.citation
        ctx = self.engine.context(self.engine.items[identity], {"id": identity}, area)
        ctx.name_state, ctx.disambiguate, ctx.year_suffix = state, condition, ""
        ctx.citation_number, ctx.disambiguating, ctx.position = None, True, position
        # cites that differ at their first place may be alike later, where fewer names are shown
        ctx.later = self.engine.style.shortens_later
        return Draft(ctx, self.engine.render_item(ctx, area))

    def groups(self, position: str = "first") -> list[list[str]]:
        """Items whose cites are the same, in order; only groups of two and more."""
        same: dict[str, list[str]] = defaultdict(list)
        for i in self.order:
            text = self.draft(i, position=position).text
            if text or not (self.engine.style.numbered["citation"] or self.engine.style.multilingual):
                same[text].append(i)
        return [g for g in same.values() if len(g) > 1]

    def settle(self, group: Sequence[str]) -> None:
        """Forget the drafts of a group that were tried and not taken."""
        for i in group:
            decided = self.engine.decided[i]
            key = (decided.names, decided.condition, "first")
            self.drafts[i] = {key: self.drafts[i][key]}

    def printable(self) -> dict[str, Draft]:
        """The drafts that are what a first cite prints: nothing is left out of them, and no suffix comes to them."""
        style = self.engine.style
        if style.asks_number or style.shortens_later:
            return {}
        found = {}
        for i, drafts in self.drafts.items():
            decided = self.engine.decided[i]
            if style.first_follows_later and self.engine.items[i].has_lists:
                continue
            draft = drafts.get((decided.names, decided.condition, "first"))
            if draft is not None and not decided.suffix and not draft.ctx.abridged:
                found[i] = draft
        return found

    def given_for_all(self, rule: str) -> None:
        """Names that two different people share are spelt out wherever they stand."""
        primary = rule.startswith("primary-name")
        most = 1 if rule.endswith("with-initials") else 2
        people: dict[str, dict[str, str]] = defaultdict(dict)
        for i in self.order:
            for rendered in self.draft(i).ctx.name_lists:
                for person in rendered.names[: 1 if primary else max(1, rendered.shown)]:
                    people[_family(person)].setdefault(_whole(person), _initials(person))
        namesakes = defaultdict(Counter, {family: Counter(initials.values()) for family, initials in people.items()})
        for i in self.order:
            lists = self.draft(i).ctx.name_lists
            self.engine.decided[i].names = NameState.of(
                (),
                (
                    [
                        _needed(person, people[_family(person)], namesakes[_family(person)], most) if not (primary and n) else 0
                        for n, person in enumerate(rendered.names)
                    ]
                    for rendered in lists
                ),
            )

    def by_cite(self, add_names: bool, add_given: bool) -> None:
        """For each group of like cites: names added one by one; where that is not enough, given names spelt out too."""
        for group in self.groups():
            lists = [self.draft(i).ctx.name_lists for i in group]
            if not all(lists):
                continue
            most = max(r.total for rendered in lists for r in rendered)
            width = max(r.shown for rendered in lists for r in rendered) or 1
            # given names are spelt out as initials, then in full; without initials they are in full at once
            levels = (1, 2) if any(r.initials for rendered in lists for r in rendered) else (1,)
            self._split(group, width, most, add_names, levels if add_given else ())
            self.settle(group)

    def _split(self, group: list[str], width: int, most: int, add_names: bool, levels: Sequence[int]) -> None:
        """Tell the items of a group apart as far as it goes, changing no more than the split needs."""
        if len(group) < 2:
            return
        steps: list[tuple[int, int | None, int]] = []
        if add_names:
            steps += [(shown, None, 0) for shown in range(width + 1, most + 1)]
        last = most if add_names else width
        steps += [(shown, n, level) for shown in range(width, last + 1) for n in range(shown) for level in levels]
        for shown, place, level in steps:
            states = {i: self._changed(i, shown, place, level) for i in group}
            classes: dict[str, list[str]] = defaultdict(list)
            for i in group:
                classes[self.draft(i, states[i]).text].append(i)
            if len(classes) > 1:
                for i in group:
                    self.engine.decided[i].names = states[i]
                for members in classes.values():
                    self._split(members, max(width, shown), most, add_names, levels)
                return

    def _changed(self, identity: str, shown: int, place: int | None, level: int) -> NameState:
        """The state of an item with at least so many names shown, the one at ``place`` spelt out to ``level``."""
        state = self.engine.decided[identity].names
        lists = self.draft(identity).ctx.name_lists
        least = state.shown or [0] * len(lists)
        levels = state.given or [[0] * rendered.total for rendered in lists]
        if place is not None:
            levels = [[max(g, level) if n == place else g for n, g in enumerate(row)] for row in levels]
        return NameState.of((max(shown, s) for s in least), levels)

    def condition(self, later: bool) -> None:
        """``disambiguate="true"`` for cites that are still the same, one condition after the other while it changes them."""
        if not any(self.engine.style.asks_disambiguate.values()):
            return
        for position in self._positions(later):
            for group in self.groups(position):
                for i in group:
                    self.engine.decided[i].condition = max(self.engine.decided[i].condition, self._level(i, group, position))

    def _positions(self, later: bool) -> tuple[str, ...]:
        """Where cites are compared: as first cites, and as later ones if any are printed that go by the answer."""
        style = self.engine.style
        if not style.asks_position:
            return ("first",)
        asked = later or style.asks_disambiguate["bibliography"]
        asked = asked or any(self.draft(i).ctx.disambiguation_tests for i in self.order)
        return ("first", "subsequent") if asked else ("first",)

    def _level(self, identity: str, group: Sequence[str], position: str) -> int:
        """How many conditions an item needs; 0 where none changes its cite, or none helps and a year suffix will."""
        suffixes = self.engine.style.citation.options.get("disambiguate-add-year-suffix") == "true"
        without = self.draft(identity, condition=0, position=position)
        if not without.ctx.disambiguation_tests:
            return 0
        for level in range(1, _MOST_CONDITIONS + 1):
            text = self.draft(identity, condition=level, position=position).text
            if text == without.text:
                return 0
            others = (self.draft(i, condition=level, position=position).text for i in group if i != identity)
            if text not in others:
                return level
            if text == self.draft(identity, condition=level + 1, position=position).text:
                return 0 if suffixes else level
        return _MOST_CONDITIONS

    def year_suffixes(self) -> None:
        """Letters in the order of the bibliography for cites that are still the same."""
        area = self.engine.style.bibliography
        for group in self.groups():
            items = [self.engine.items[i] for i in group]
            for n, item in enumerate(sorted_items(self.engine, items, area) if area else items):
                self.engine.decided[item.id].suffix = letters(n)


def letters(number: int) -> str:
    """0 → a, 25 → z, 26 → aa."""
    out = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        out = chr(ord("a") + rest) + out
    return out


def _family(person: Any) -> str:
    return str(person.get("literal") or f"{person.get('non-dropping-particle', '')} {person.get('family', '')}").strip()


def _whole(person: Any) -> str:
    """What makes two names the same person's; how initials are spaced does not count."""
    person = {**person, "given": re.sub(r"[\s.]+", " ", str(person.get("given") or "")).strip()}
    parts = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal")
    return "|".join(str(person.get(k) or "") for k in parts)


def _initials(person: Any) -> str:
    return "".join(w[:1] for w in re.split(r"[\s.-]+", str(person.get("given") or "")))


def _needed(person: Any, namesakes: Mapping[str, str], counted: Mapping[str, int], most: int) -> int:
    """0, 1 (initials) or 2 (in full): what tells a person from others of the same family name.

    ``namesakes`` gives each one's initials, ``counted`` how many have the same; the person may be one of them.
    """
    initials, whole = _initials(person), _whole(person)
    others = len(namesakes) - (whole in namesakes)
    if not others:
        return 0
    alike = counted.get(initials, 0) - (namesakes.get(whole) == initials)
    if most == 1:
        return 1 if alike < others else 0
    return 1 if not alike else 2
