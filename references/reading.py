"""What reading a file of records gives: the records, and all that could not be read as one."""

from __future__ import annotations

from dataclasses import dataclass

from provenance import Source


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
