"""What reading a file of records gives: the records, and all that could not be read as one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from provenance import Source

from .errors import UnreadableRecords

#: Told how much of a file is read, and how much there is.
Progress = Callable[[int, int], None]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a file says and a record cannot hold, or that cannot be read."""

    message: str
    line: int | None = None
    """The line of the file, counted from 1, where that is known."""

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}" if self.line else self.message


@dataclass(frozen=True, slots=True)
class Reading:
    """The records of a file in its order, under the keys they have there as ids, and what was not read of it."""

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...] = ()


def counted(items: Sequence[_T], progress: Progress | None) -> Iterator[_T]:
    """The items one by one, telling ``progress`` when each is done."""
    for done, item in enumerate(items, 1):
        yield item
        if progress:
            progress(done, len(items))


def json_of(text: str, expected: str) -> Any:
    """The JSON of a file. Raises :class:`UnreadableRecords` with the line, also where it escapes half a character."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableRecords(f"line {error.lineno}: not JSON ({error.msg}); expected {expected}") from None
    if _ESCAPED_SURROGATE.search(text) and (found := SURROGATE.search(json.dumps(data, ensure_ascii=False))):
        raise UnreadableRecords(f"half a character (\\u{ord(found.group()):04x}); expected surrogates in pairs")
    return data


#: Half of a UTF-16 pair, which is no character: no file in UTF-8 can hold it.
SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def doi_of(text: str | None) -> str | None:
    """A DOI without the address or the word that some put before it."""
    return (re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)(?=10\.)", "", text.strip(), flags=re.I) or None) if text else None


def with_own_keys(reading: Reading) -> Reading:
    """``reading`` with a key for each record: one that was used before gets a number, and is told."""
    keys = [source.id for source in reading.sources]
    if len(set(keys)) == len(keys):
        return reading
    taken, sources, told = set(keys), list(reading.sources), list(reading.problems)
    seen: set[str] = set()
    for place, key in enumerate(keys):
        if key in seen:
            number = 2
            while f"{key}-{number}" in taken:
                number += 1
            taken.add(f"{key}-{number}")
            sources[place] = sources[place].model_copy(update={"id": f"{key}-{number}"})
            told.append(Problem(f"{key}: this key was used before; read as {key}-{number}"))
        seen.add(key)
    return replace(reading, sources=tuple(sources), problems=tuple(told))
