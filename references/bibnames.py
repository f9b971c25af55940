"""Names in .bib files: lists joined by ``and``, and the parts of each name.

The rules are those of BibTeX (Oren Patashnik, "Designing BibTeX Styles", 1988, section 4; Nicolas Markey, "Tame the BeaST",
2009, section 11): ``First von Last``, ``von Last, First``, ``von Last, Jr, First``; what stands in braces is not looked into,
and a name braced as a whole is that of a body. Biber's ``family=Cao, given=Ting`` is read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from provenance import Agent, Name
from provenance.scripts import is_east_asian

from .fieldreading import decode
from .fieldtext import encode

_AND = re.compile(r"[{}\\]|(?<=\s)and(?=\s)", re.I | re.S)


def write_names(names: Iterable[Name], bodies: Iterable[bool]) -> str:
    """The names joined by ``and``; each of ``bodies`` says whether the name is that of a body."""
    return " and ".join(write_name(name, is_body) for name, is_body in zip(names, bodies, strict=True))


def write_name(name: Name, is_body: bool = False) -> str:
    """One name: ``Cao, Ting``; ``von der Last, Jr., First``; Han names and bodies braced whole."""
    if is_body or name.literal or name.script == "Hani" or not name.family:
        return f"{{{encode(name.text)}}}"
    particle = " ".join(part for part in (name.dropping_particle, name.non_dropping_particle) if part)
    last = " ".join(part for part in (encode(particle), _part(name.family)) if part)
    if name.given:
        return ", ".join((last, *([_part(name.suffix)] if name.suffix else ()), _part(name.given)))
    # a name that is more than one word and has no comma would be split into given and family names
    return last if (particle or len(_words(last)) == 1) and not name.suffix else f"{{{encode(name.text)}}}"


def _first_letter(word: str) -> str:
    return next((character for character in word if character.isalpha()), "")


_SPLITS = re.compile(r"[,=]|[^\S ]|  |^ | $|\band\b", re.I)


def _part(text: str) -> str:
    """A part of a name; braced where BibTeX would split it, or take a word in lower case for a particle."""
    splits = _SPLITS.search(text) or any(_first_letter(word).islower() for word in text.split())
    return f"{{{encode(text)}}}" if splits else encode(text)


def read_names(value: str) -> tuple[list[Agent], bool]:
    """The agents of a name list's value, and whether it ends in ``and others``."""
    agents: list[Agent] = []
    others = False
    for written in split_list(value):
        if written.lower() == "others":
            others = True
        elif agent := _agent(written):
            agents.append(agent)
    return agents, others


def split_list(value: str) -> list[str]:
    """The items of a list joined by ``and`` outside braces; empty items are left out."""
    if "and" not in value.lower():
        return [value.strip()] if value.strip() else []
    items, depth, start = [], 0, 0
    for found in _AND.finditer(value):
        token = found.group()
        if token == "{":
            depth += 1
        elif token == "}":
            depth = max(0, depth - 1)
        elif depth == 0 and token != "\\":
            items.append(value[start : found.start()])
            start = found.end()
    return [item for item in (item.strip() for item in (*items, value[start:])) if item]


def _cut(text: str, separators: str) -> list[str]:
    """``text`` cut at each of the separators outside braces."""
    pieces, depth, start = [], 0, 0
    for at, character in enumerate(text):
        if character == "{":
            depth += 1
        elif character == "}":
            depth = max(0, depth - 1)
        elif depth == 0 and character in separators and not (at and text[at - 1] == "\\"):
            pieces.append(text[start:at])
            start = at + 1
    pieces.append(text[start:])
    return pieces


def _words(text: str) -> list[str]:
    return [word for word in _cut(text, " ~\t\r\n") if word]


def _agent(written: str) -> Agent | None:
    if _is_braced(written):
        text = decode(written)
        return Agent(kind="organization", names=(Name(literal=text),)) if text else None
    facts = {part: text for part, written_part in _parts(written).items() if (text := decode(written_part))}
    return Agent(names=(Name(**facts),)) if "family" in facts or "given" in facts else None


def _is_braced(written: str) -> bool:
    """Whether one pair of braces holds the whole name: a body's, and not a letter with an accent in front of more."""
    if not (written.startswith("{") and written.endswith("}")):
        return False
    depth = 0
    for at, character in enumerate(written):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return at == len(written) - 1
    return False


def _parts(written: str) -> dict[str, str]:
    """The parts of a person's name as they are written, by the names of :class:`provenance.Name`."""
    pieces = [piece.strip() for piece in _cut(written, ",")]
    if any(_EXTENDED.match(piece) for piece in pieces):
        return _extended(pieces)
    words = _words(pieces[0])
    if len(pieces) == 1:
        return _first_von_last(words)
    # the particle ends with the last word in lower case that has another behind it
    cut = max((i + 1 for i, word in enumerate(words[:-1]) if _is_low(word)), default=0)
    return {
        "family": " ".join(words[cut:]),
        "given": " ".join(_words(", ".join(pieces[2:] if len(pieces) > 2 else pieces[1:]))),
        "non_dropping_particle": " ".join(words[:cut]),
        "suffix": pieces[1] if len(pieces) > 2 else "",
    }


_EXTENDED = re.compile(r"(family|given|prefix|suffix)\s*=")


def _extended(pieces: list[str]) -> dict[str, str]:
    """biblatex, section 3.4: ``family=Cao, given=Ting, prefix=von, useprefix=false``."""
    found = {}
    for piece in pieces:
        key, _, value = piece.partition("=")
        value = value.strip()
        found[key.strip()] = value[1:-1] if value.startswith('"') and value.endswith('"') and len(value) > 1 else value
    particle = "dropping_particle" if found.get("useprefix", "").lower() == "false" else "non_dropping_particle"
    parts = {part: found.get(part, "") for part in ("family", "given", "suffix")}
    return {**parts, particle: found.get("prefix", "")}


def _first_von_last(words: list[str]) -> dict[str, str]:
    if len(words) > 1 and all(map(is_east_asian, words)):
        # in Han, kana and Hangul the family name comes first
        return {"family": words[0], "given": "".join(words[1:])}
    low = [i for i, word in enumerate(words[:-1]) if _is_low(word)]
    first, last = (low[0], low[-1] + 1) if low else (len(words) - 1, len(words) - 1)
    given, particle, family = words[:first], words[first:last], words[last:]
    return {"given": " ".join(given), "non_dropping_particle": " ".join(particle), "family": " ".join(family)}


def _is_low(word: str) -> bool:
    """Whether BibTeX takes a word for part of a particle: its first letter outside braces, or the letter that a command in
    braces makes, is lower case."""
    if word.startswith("{\\"):
        shown = decode(word)
        return bool(shown[:1].islower())
    depth = 0
    for at, character in enumerate(word):
        if character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
        elif depth == 0 and character == "\\":
            return bool(decode(word[at:])[:1].islower())
        elif depth == 0 and character.isalpha():
            return character.islower()
    return False
