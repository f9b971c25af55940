"""What can go wrong in this floor of the house.

    CorpusError
    ├── FileError            a file that cannot be read; names the file, the line where one applies, what was expected
    │   ├── PageError        … as a document
    │   └── ManuscriptError  … as a manuscript, or is not what its name says
    └── LibraryError         the library cannot be opened, or does not hold what was asked for
        └── DamagedIndex     a file of its index is not what was written
            └── MissingRun   … or is not there

Each message is one line, fit to be shown to a person as it is.
"""

from __future__ import annotations

from pathlib import Path


class CorpusError(ValueError):
    """Base of the errors of this package."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


class FileError(CorpusError):
    """A file that this package cannot read: ``name:line: problem; expected …``.

    ``name`` is the file as the caller wrote it, ``line`` counts from 1; either may be missing, and so may ``expected``.
    """

    def __init__(self, problem: str, *, name: str | None = None, line: int | None = None, expected: str | None = None) -> None:
        place = f"{name}:{line}: " if name and line else f"{name}: " if name else f"line {line}: " if line else ""
        super().__init__(place + problem + (f"; expected {expected}" if expected else ""))
        self.problem = problem
        self.name = name
        self.line = line
        self.expected = expected


class PageError(FileError):
    """A file that is no document this package can read."""


class ManuscriptError(FileError):
    """A file that is no manuscript this package can read, or is not what its name says."""


class LibraryError(CorpusError):
    """The library cannot be opened or written, or holds no such document."""


class DamagedIndex(LibraryError):
    """A file of a library's index is not what was written. The words are not touched by that: the index can be built anew."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}; the documents are safe, build their index anew with pinquote reindex")
        self._made_of = path, problem

    def __reduce__(self) -> tuple[type[DamagedIndex], tuple[Path, str]]:
        return type(self), self._made_of


class MissingRun(DamagedIndex):
    """A file of a library's index is not there."""
