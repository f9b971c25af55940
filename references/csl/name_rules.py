"""How a personal name is written in a citation.

The rules are those of CSL 1.0.2 ("Name", "Name-part Order") and, where it is silent, of the manuals:

- a name in Han, kana or Hangul is family and given name together, in that order, without space, comma or initials
  (Chicago 18 on Chinese names in characters; GB/T 7714-2015, 8.1.1);
- a romanized name that its bearer writes family first (CSL-JSON ``static-ordering``) keeps that order and takes no comma,
  in running text and in a list of works alike: Cao Ting (Chicago 18 and MLA 9 on Chinese names);
- but a style that shortens given names to initials inverts it as any other, because the comma is then the only sign of
  which part is the family name: Cao, T. (APA 7, 9.8);
- the name in its own script follows the romanized one where the name stands in full, not in a short form
  (Chicago 18 on Chinese in citations). It comes in as ``multi``: ``{"_key": {"zh": {"family": "曹", "given": "廷"}}}``, the form
  that reference managers for several languages already write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from provenance.scripts import is_east_asian

NamePart = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class NameRules:
    """The attributes of a cs:name that decide how one name is written."""

    form: str = "long"
    initialize_with: str | None = None
    """None: given names stand in full."""
    initialize_with_hyphen: bool = True
    sort_separator: str = ", "
    demote_non_dropping_particle: str = "display-and-sort"


def is_static(name: Mapping[str, Any]) -> bool:
    """Whether the name keeps the family name first and takes no comma when its given name stands in full."""
    return bool(name.get("static-ordering")) or _is_han(name) or is_east_asian(str(name.get("literal") or "")[:1])


def _is_han(name: Mapping[str, Any]) -> bool:
    return is_east_asian(f"{name.get('family') or ''}{name.get('given') or ''}")


def write_name(name: Mapping[str, Any], rules: NameRules, inverted: bool, styled: NamePart) -> str:
    """One name. ``styled(text, "family" | "given")`` applies the style's formatting of that part."""
    if literal := name.get("literal"):
        return styled(str(literal), "family")
    family, given = str(name.get("family") or ""), str(name.get("given") or "")
    dropping = str(name.get("dropping-particle") or "")
    non_dropping = str(name.get("non-dropping-particle") or "")
    suffix = str(name.get("suffix") or "")
    if _is_han(name):
        short = rules.form == "short" and family
        return styled(family, "family") + ("" if short else styled(given, "given"))
    if rules.form == "short":
        return styled(_spaced(non_dropping, family) or given, "family")
    initials = given and rules.initialize_with is not None
    if initials and rules.initialize_with is not None:
        given = initialize(given, rules.initialize_with, rules.initialize_with_hyphen)
    if is_static(name) and not initials:
        return _spaced(styled(family, "family"), styled(given, "given"), suffix, _own_script(name))
    if not inverted:
        whole = _spaced(styled(given, "given"), dropping, styled(_spaced(non_dropping, family), "family"))
        return f"{whole}{',' if name.get('comma-suffix') else ''} {suffix}" if suffix else whole
    if rules.demote_non_dropping_particle in ("never", "sort-only"):
        family, given = _spaced(non_dropping, family), _spaced(given, dropping)
    else:
        given = _spaced(given, dropping, non_dropping)
    parts = (styled(family, "family"), styled(given, "given") if given else "", suffix)
    return rules.sort_separator.join(part for part in parts if part)


def _own_script(name: Mapping[str, Any]) -> str:
    multi = name.get("multi")
    forms = multi.get("_key", {}) if isinstance(multi, Mapping) else {}
    for form in forms.values():
        return str(form.get("literal") or f"{form.get('family') or ''}{form.get('given') or ''}")
    return ""


def _spaced(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def initialize(given: str, mark: str, with_hyphen: bool = True) -> str:
    """The initials of a given name: ``Jean-Luc`` with ``. `` gives ``J.-L.``; uncapitalized particles stay whole.

    A name in a script without capitals (Han, Arabic) has no initials and is returned as it is.
    """
    if not any(character.isupper() for character in given):
        return given
    groups = given.split("-") if with_hyphen else [given.replace("-", " ")]
    done = []
    for group in groups:
        out = ""
        for word in re.split(r"[\s.]+", group):
            if word[:1].isupper():
                out = f"{out}{word[0]}{mark}"
            elif word:
                out = f"{out.rstrip()} {word} "
        done.append(out.strip())
    return "-".join(part for part in done if part)
