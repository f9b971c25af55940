"""Names of persons and bodies as a metadata block writes them."""

from __future__ import annotations

import re

from provenance import Agent, Name, body
from provenance.scripts import is_east_asian

from .citeline import is_body_name, parse_body, parse_person

_TWO_FORMS = re.compile(r"(?P<one>[^()（）\[\]]+?)\s*[(（\[](?P<two>[^()（）\[\]]+)[)）\]]")
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV")


def parse_name(text: str) -> Agent:
    """One author, editor or translator.

    ``曹廷 (Cao Ting)`` and ``Cao Ting [曹廷]``: both forms of one name, the family name first in each. ``Family, Given`` and
    ``Given Family``, with particles (``Ludwig van Beethoven``) and ``Jr.``. A body is written in braces,
    ``{Ministry of Water}``, ``{水利部} ({Ministry of Water})``, or is known by a word such as Institute. A name that cannot be
    split for certain stays whole.
    """
    text = " ".join(text.split())
    plain = text.replace("{", "").replace("}", "")
    if "{" in text or is_body_name(plain):
        return parse_body(plain)
    both = _TWO_FORMS.fullmatch(text)
    if both and is_east_asian(both["one"]) != is_east_asian(both["two"]):
        return parse_person(text)
    if is_east_asian(text):
        family, separator, given = _halves(text)
        return Agent(names=(Name(family=family, given=given),)) if separator else _whole(parse_person(text))
    return Agent(names=(_latin(text),))


def parse_publisher(text: str) -> Agent:
    """A publisher or institution: one name, or two as ``复旦大学 (Fudan University)`` in either order and bracket."""
    both = _TWO_FORMS.fullmatch(" ".join(text.split()))
    if both and is_east_asian(both["one"]) == is_east_asian(both["two"]):
        return body(text)
    return parse_body(text)


def _halves(text: str) -> tuple[str, str, str]:
    """Family name, separator and given name of ``山田, 太郎``; no separator where the name is written in one."""
    found = re.fullmatch(r"(\S+?)(?:[,，]\s*|\s+)(\S+)", text)
    return (found[1], ",", found[2]) if found else (text, "", "")


def _whole(agent: Agent) -> Agent:
    """A name that could not be split is still a person's."""
    return agent.model_copy(update={"kind": "person"})


def _latin(text: str) -> Name:
    if "," in text:
        family, *rest = (part.strip() for part in text.split(","))
        suffix = next((p for p in rest if _SUFFIX.fullmatch(p)), None)
        given = " ".join(p for p in rest if p and p != suffix)
        if not given and suffix:
            return _latin(family).model_copy(update={"suffix": suffix})
        if family and given:
            return Name(family=family, given=given, suffix=suffix)
        return Name(literal=text)
    words = text.split()
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else None
    if len(words) < 2:
        return Name(literal=text)
    first = len(words) - 1
    while first > 1 and words[first - 1].islower():
        first -= 1
    particle = " ".join(words[first:-1]) or None
    return Name(given=" ".join(words[:first]), non_dropping_particle=particle, family=words[-1], suffix=suffix)
