"""Persons and bodies, and the forms their names take in each script.

A person is one :class:`Agent` however many ways the name is written: 曹廷 and Cao Ting are two :class:`Name` forms of one
agent, so that a style can ask for either or both (Chicago 18 and MLA 9 on Chinese names; APA 7, 9.38).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pydantic import model_validator

from .model import Model
from .scripts import is_east_asian

Script = Literal["Hani", "Latn", "other"]


@lru_cache(maxsize=10_000)
def script_of(text: str) -> Script:
    """The ISO 15924 code of the script a name is written in: ``Hani`` (Han, kana, Hangul), ``Latn``, or ``other``."""
    if is_east_asian(text):
        return "Hani"
    return "Latn" if any((c.isascii() and c.isalpha()) or "\u00c0" <= c <= "\u024f" for c in text) else "other"


class Name(Model):
    """One written form of a name: parts (``family``, ``given``, …) for a person, ``literal`` for a body.

    The parts are those of CSL 1.0.2 ("Name"): ``dropping_particle`` and ``non_dropping_particle`` for "van", "de la";
    ``suffix`` for "Jr.".
    """

    family: str | None = None
    given: str | None = None
    dropping_particle: str | None = None
    non_dropping_particle: str | None = None
    suffix: str | None = None
    literal: str | None = None

    @model_validator(mode="after")
    def _has_something(self) -> Name:
        if not (self.family or self.given or self.literal):
            raise ValueError("a name needs a family name, a given name or a literal")
        return self

    @property
    def script(self) -> Script:
        """ISO 15924 code of this form."""
        return script_of(self.literal or f"{self.family or ''}{self.given or ''}")

    @property
    def text(self) -> str:
        """The name as it is written in running text of its own script: ``曹廷``, ``Cao Ting`` for a Chinese name in pinyin
        that is kept family-first by its agent, ``Yujun Feng`` otherwise."""
        if self.literal:
            return self.literal
        if self.script == "Hani":
            return f"{self.family or ''}{self.given or ''}"
        parts = (self.given, self.dropping_particle, self.non_dropping_particle, self.family)
        plain = " ".join(p for p in parts if p)
        return f"{plain}, {self.suffix}" if self.suffix else plain

    @property
    def family_first(self) -> str:
        """The name with the family name in front and no comma: ``Cao Ting``, ``曹廷``."""
        if self.literal or self.script == "Hani":
            return self.text
        return " ".join(p for p in (self.family, self.given, self.suffix) if p)


class Agent(Model):
    """A person or body with one name per script; the first is the form the agent itself uses."""

    kind: Literal["person", "organization"] = "person"
    names: tuple[Name, ...]

    @model_validator(mode="after")
    def _has_a_name(self) -> Agent:
        if not self.names:
            raise ValueError("an agent needs at least one name")
        return self

    def name(self, script: Script) -> Name:
        """The form in ``script``, or the agent's own form where there is none in that script."""
        if len(self.names) > 1:
            for name in self.names:
                if name.script == script:
                    return name
        return self.names[0]

    @property
    def is_east_asian(self) -> bool:
        """Whether the agent's own name is written in Han, kana or Hangul: then the family name comes first in every
        script."""
        return any(n.script == "Hani" for n in self.names)

    @property
    def text(self) -> str:
        """The name for reading: the agent's own form, the romanized one behind it in brackets: ``曹廷 (Cao Ting)``."""
        forms = [n.family_first if self.is_east_asian else n.text for n in self.names]
        return forms[0] + (f" ({', '.join(forms[1:])})" if len(forms) > 1 else "")


def body(*literals: str) -> Agent:
    """An organization known under these names, its own first."""
    return Agent(kind="organization", names=tuple(Name(literal=text) for text in literals))
