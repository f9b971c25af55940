"""What a format cannot carry of a record: found by comparing, kept in one line of its note, read back from there.

A line looks like ``pinquote: translators/0/names/0/literal=CSIS Interpret: China; translation-of/issued=2023-08-05``: paths into
:class:`provenance.Source`, separated by semicolons. A path without ``=`` says that the fact is unknown although the format
shows one (a translation's date, where it is the original's). In values ``%``, ``;``, braces, backslashes and control characters
are percent-encoded, so that the line passes through every format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from provenance import Agent, Source, Title
from provenance.model import Model

from .items import original_statement, tidy
from .name_forms import name_in_script

MARK = "pinquote: "
_ENCODED = re.compile(r"[%;{}\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|^\s|\s$|  ")
_RANGE = re.compile(r"(?<=\w)\s*[-–]+\s*(?=\w)")
_PERCENT = re.compile(r"(?:%[0-9A-F]{2})+")


def prepared(source: Source) -> Source:
    """``source`` as exports give it: titles tidied, page ranges with a plain hyphen, the language of titles that are in the
    work's, and the original's title among the other titles of a translation. Doing it twice changes nothing."""
    changes: dict[str, Any] = {}
    if title := source.title:
        text, language = tidy(title.text), title.language or source.language
        if text != title.text or language != title.language:
            changes["title"] = Title(text=text, language=language)
    others = [Title(text=tidy(t.text), language=t.language) for t in source.other_titles] if source.other_titles else []
    if translated := source.translation_of:
        original = prepared(translated)
        if original is not translated:
            changes["translation_of"] = original
        if original.title and original.title not in others:
            others.append(original.title)
    if others and tuple(others) != source.other_titles:
        changes["other_titles"] = tuple(others)
    if source.pages and (pages := _RANGE.sub("-", source.pages)) != source.pages:
        changes["pages"] = pages
    return source.model_copy(update=changes) if changes else source


def distinct(sources: Iterable[Source]) -> list[Source]:
    """Each source once, in order. Sources that are the same have the same id, so that few need comparing."""
    first: dict[str, Source] = {}
    others: dict[str, list[Source]] = {}
    out = []
    for source in sources:
        identity = source.id
        if identity in first:
            same = others.setdefault(identity, [first[identity]])
            if any(source is other or source == other for other in same):
                continue
            same.append(source)
        else:
            first[identity] = source
        out.append(source)
    return out


def difference(source: Source, carried: Source) -> dict[str, Any]:
    """The fields of ``source`` that are not the same in ``carried``, what a format gave back of it: field → JSON value.

    Of an original that was given back in part, only what differs. Ids do not count: records are known under their keys.
    """
    rest = {
        name: _json(getattr(source, name))
        for name in Source.model_fields
        if name not in ("id", "translation_of") and getattr(source, name) != getattr(carried, name)
    }
    if source.translation_of and carried.translation_of:
        if inner := difference(source.translation_of, carried.translation_of):
            rest["translation_of"] = inner
    elif source.translation_of or carried.translation_of:
        # an original of which nothing is known is still one
        of = source.translation_of
        rest["translation_of"] = of and (difference(of, Source(id="")) or {"type": of.type})
    return rest


def _json(value: Any) -> Any:
    if isinstance(value, Model):
        return {k: v for k, v in value.model_dump(mode="json", exclude_defaults=True).items() if v is not None}
    return [_json(v) for v in value] if isinstance(value, tuple) else value


def restored(carried: Source, rest: Mapping[str, Any]) -> Source:
    """``carried`` with the facts of ``rest``; raises ``ValueError`` when they are not those of a record."""
    if not rest:
        return carried
    fields = {name: getattr(carried, name) for name in Source.model_fields}
    for name, value in rest.items():
        if name == "translation_of" and isinstance(value, Mapping):
            of = carried.translation_of or Source(id=f"{carried.id}-original")
            fields[name] = restored(of, value)
        elif name == "translation_of" and value is not None:
            raise ValueError("an original is a record of its own")
        else:
            fields[name] = () if value is None and isinstance(fields.get(name), tuple) else value
    return Source.model_validate(fields)


def limited(source: Source, *fields: str) -> Source:
    """What a format carries that has a place for these fields only, and for one form of each name."""
    kept: dict[str, Any] = {name: getattr(source, name) for name in ("id", "type", *fields)}
    for name, value in kept.items():
        if name in ("authors", "editors", "translators"):
            kept[name] = tuple(_one_form(agent, source) for agent in value)
        elif isinstance(value, Agent):
            kept[name] = _one_form(value, source)
    if "issued" in kept:
        kept["issued"] = source.date_shown
    return Source(**kept)


def _one_form(agent: Agent, source: Source) -> Agent:
    return agent.model_copy(update={"names": (name_in_script(agent, source),)})


def as_line(rest: Mapping[str, Any]) -> str:
    """The line for a note; empty when nothing is left."""
    return MARK + "; ".join(_paths("", rest)) if rest else ""


def _paths(at: str, value: Any) -> list[str]:
    if isinstance(value, Mapping) and value:
        return [path for key, inner in value.items() for path in _paths(f"{at}/{key}" if at else key, inner)]
    if isinstance(value, list) and value:
        return [path for i, inner in enumerate(value) for path in _paths(f"{at}/{i}", inner)]
    path = at.replace("_", "-")
    return [path if not isinstance(value, str) else f"{path}={_ENCODED.sub(_percent, value)}"]


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found.group().encode())


def from_line(line: str) -> dict[str, Any]:
    """What :func:`as_line` wrote; raises ``ValueError`` when it is not such a line."""
    rest: dict[str, Any] = {}
    for part in line.removeprefix(MARK).split("; "):
        path, equals, value = part.partition("=")
        *way, last = path.strip().replace("-", "_").split("/")
        here = rest
        for step in way:
            here = here.setdefault(step, {})
            if not isinstance(here, dict):
                raise ValueError(f"{path!r} is given twice in {line[:60]!r}")
        here[last] = _PERCENT.sub(lambda f: bytes.fromhex(f.group().replace("%", "")).decode(), value) if equals else None
    return {name: _lists(value) for name, value in rest.items()}


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if all(key.isdecimal() for key in value):
        return [_lists(value[key]) for key in sorted(value, key=int)]
    return {key: _lists(inner) for key, inner in value.items()}


def statements(source: Source, *, with_translators: bool) -> list[str]:
    """What a note says for readers where a format has no field for it: the translators, the original."""
    out = []
    if with_translators and source.translators:
        out.append(f"Translated by {listing([agent.name('Latn').text for agent in source.translators])}")
    if source.translation_of and (statement := original_statement(source.translation_of)):
        out.append(statement)
    return out


def note_of(source: Source, *, with_translators: bool) -> str:
    """The note of a record: its own, then :func:`statements`."""
    return ". ".join(part for part in (source.note, *statements(source, with_translators=with_translators)) if part)


def own_note(note: str | None, source: Source) -> str | None:
    """A note without the statements that follow from the other facts of ``source``."""
    for with_translators in (True, False):
        generated = ". ".join(statements(source, with_translators=with_translators))
        if note and generated and note == generated:
            return None
        if note and generated and note.endswith(f". {generated}"):
            return note[: -len(generated) - 2]
    return note or None


def listing(words: list[str]) -> str:
    """``A``, ``A and B``, ``A, B, and C``."""
    if len(words) < 3:
        return " and ".join(words)
    return f"{', '.join(words[:-1])}, and {words[-1]}"
