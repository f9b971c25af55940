"""Which of the numbers printed like calls are calls, and of which notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .errors import PageError
from .noteforms import CIRCLED, Call, Family, calls, resolve

#: A circled figure at the start of a text or after one of these counts the parts of a sentence and calls nothing.
_COUNTS = re.compile(rf"(?:^|[：:；;，,、(（])\s*(?=[{CIRCLED}])")
#: A call in a text, one of its numbers, and the id of the note it means (None where the text gives none).
FoundCall = tuple[Call, int, str | None]


class Notes:
    """The notes of a document, and the ids of their segments.

    A note is known by its number and the family of its form, since Chinese papers number notes ① and references [1] side by
    side. Its id is ``n`` and its number; where two families have the same number, the later one gets the next free id.
    """

    def __init__(self) -> None:
        self.ids: dict[tuple[Family, int], str] = {}
        self._layers: set[tuple[str, str]] = set()

    def add(self, label: Call, language: str, name: str, line: int) -> str:
        """The id of the note with this label; a note in a second language has the id of the first.

        Raises :class:`PageError` when the note is already there in this language.
        """
        key = (label.family, label.number)
        if key not in self.ids:
            taken = {int(i[1:]) for i in self.ids.values()}
            free = label.number if label.number not in taken else max(taken) + 1
            self.ids[key] = f"n{free}"
        if (self.ids[key], language) in self._layers:
            raise PageError(f"note {label.number} is given twice", name=name, line=line, expected="one note for each number")
        self._layers.add((self.ids[key], language))
        return self.ids[key]

    def find(self, family: Family, number: int) -> str | None:
        """The id of the note a call means: of its own form, of the form ``1.``, or of the one form all notes have."""
        families = {f for f, _ in self.ids}
        only = next(iter(families)) if len(families) == 1 else family
        return self.ids.get((family, number)) or self.ids.get(("plain", number)) or self.ids.get((only, number))


def find_calls(texts: Sequence[tuple[str, str]], notes: Notes) -> list[list[FoundCall]]:
    """The calls in each of the (text, language) pairs:.

    What is printed like a call is one when a note with that number exists, or when in its layer the numbers of that form,
    each at its first appearance, are 1, 2, 3 … without a gap: so ``[2023]``, ``[sic]`` and a lone ``[5]`` stay text. Superscript
    figures that are exponents (``m²``) and circled ones that count the parts of a sentence (``：①…；②…``) stay text, too.
    """
    found: list[list[FoundCall]] = [[] for _ in texts]
    for language in dict.fromkeys(tag for _, tag in texts):
        layer = [(i, c) for i, (text, tag) in enumerate(texts) if tag == language for c in _candidates(text)]
        layer = _without_exponents(layer, texts)
        families: tuple[Family, ...] = ("bracket", "circled", "superscript")
        for family in families:
            of_family = [(i, c) for i, c in layer if c.family == family]
            seen = list(dict.fromkeys(n for _, c in of_family for n in c.numbers))
            complete = seen == list(range(1, len(seen) + 1))
            for i, call in of_family:
                meant = [(n, notes.find(family, n)) for n in call.numbers]
                if complete or all(note for _, note in meant):
                    found[i].extend((call, n, note) for n, note in meant)
    return [sorted(group, key=lambda item: item[0].start) for group in found]


def _candidates(text: str) -> list[Call]:
    counts = _COUNTS.search(text) is not None
    return [c for c in calls(text) if not (counts and c.family == "circled")]


def _without_exponents(layer: list[tuple[int, Call]], texts: Sequence[tuple[str, str]]) -> list[tuple[int, Call]]:
    raised = [(i, c) for i, c in layer if c.family == "superscript"]
    figures = [(c.number, texts[i][0][max(0, c.start - 12) : c.start], False) for i, c in raised]
    exponents = {id(c) for (_, c), kept in zip(raised, resolve(figures), strict=True) if not kept}
    return [(i, c) for i, c in layer if id(c) not in exponents]
