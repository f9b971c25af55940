"""Names that an entry of the bibliography has in common with the one before (CSL 1.0.2, "Reference Grouping")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class RepeatedNames:
    """What ``subsequent-author-substitute`` replaces, entry by entry in the order of the bibliography.

    Only the first name list of an entry counts, or what stands in its place. ``substitute`` is the text of the option, ``rule``
    that of ``subsequent-author-substitute-rule``.
    """

    __slots__ = ("_before", "_now", "rule", "substitute")

    def __init__(self, substitute: str, rule: str) -> None:
        self.substitute = substitute
        self.rule = rule
        self._before: list[str] | None = None
        self._now: list[str] | None = None

    def begin_entry(self) -> None:
        """The entry that was rendered becomes the one before."""
        self._before, self._now = self._now, None

    def names(self, people: Sequence[Mapping[str, Any]]) -> int | None:
        """How many of an entry's names are replaced: None for the list as a whole, 0 for none."""
        return self._replaced([_person_key(person) for person in people])

    def text(self, text: str) -> bool:
        """Whether what stands in the place of names is replaced."""
        return self._replaced([text]) != 0

    def _replaced(self, now: list[str]) -> int | None:
        self._now, before = now, self._before
        if before is None:
            return 0
        if self.rule == "complete-all":
            return None if before == now else 0
        if self.rule == "complete-each":
            return len(now) if before == now else 0
        same = 0
        while same < min(len(before), len(now)) and before[same] == now[same]:
            same += 1
        return min(same, 1) if self.rule == "partial-first" else same


def _person_key(person: Mapping[str, Any]) -> str:
    """A body may be given as a literal or as a family name alone."""
    parts = {**person, "family": person.get("family") or person.get("literal")}
    return "|".join(f"{k}={parts[k]}" for k in sorted(parts) if parts[k] and k != "literal")
