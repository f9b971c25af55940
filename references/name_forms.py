"""Which form of a name a record gives, and names on one line: ``Cao, Ting``."""

from __future__ import annotations

from functools import lru_cache

from provenance import Agent, Name, Source, body

_OWN_SCRIPT = ("zh", "ja", "ko")


def in_own_script(source: Source) -> bool:
    """Whether the names of a source's authors are given in Han: in a work in Chinese, Japanese or Korean."""
    return _is_own_script(source.language or "")


@lru_cache
def _is_own_script(language: str) -> bool:
    return language.split("-", maxsplit=1)[0].lower() in _OWN_SCRIPT


def name_in_script(agent: Agent, source: Source) -> Name:
    """The form of a name that a record of ``source`` gives."""
    return agent.name("Hani" if in_own_script(source) else "Latn")


def inverted(agent: Agent, source: Source) -> str:
    """A name as RIS and EndNote write it: ``van Berg, Ngozi, Jr.``, ``曹, 廷``; a body's as it is."""
    name = name_in_script(agent, source)
    if agent.kind == "organization" or name.literal or not name.family:
        return name.text
    family = " ".join(part for part in (name.dropping_particle, name.non_dropping_particle, name.family) if part)
    return ", ".join(part for part in (family, name.given or "", name.suffix) if part is not None)


def agent_of(written: str) -> Agent | None:
    """The agent of a name on one line: with a comma a person, else a body, as far as can be known."""
    family, comma, rest = (part.strip() for part in written.partition(","))
    if not comma or not family:
        return body(written.strip()) if written.strip() else None
    given, _, suffix = (part.strip() for part in rest.partition(","))
    return Agent(names=(Name(family=family, given=given or None, suffix=suffix or None),))


def text_in_script(agent: Agent | None, source: Source) -> str | None:
    """A publisher's name in the script of the work."""
    return name_in_script(agent, source).text if agent else None
