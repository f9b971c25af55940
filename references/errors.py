"""What can go wrong when something is cited or exported.

    CitationError
    ├── StyleError         a style that cannot be read; the message names the file and the line
    ├── UnknownStyle       no style has this name; carries the nearest names
    ├── UnknownLocale      no locale has this name; carries the nearest names
    ├── UnknownFormat      no export format has this name; names the ones there are
    ├── UnknownPattern     a pattern for citation keys names a part that there is not
    ├── UnreadableRecords  a file of records that cannot be read as its format
    ├── UnknownItem        a cluster cites an id that is not among the items
    └── NothingToCite      a quotation that was found nowhere has no place to cite

Each message is one line, fit to be shown to a person as it is.
"""

from __future__ import annotations


class CitationError(ValueError):
    """Base of the errors of this package."""


class StyleError(CitationError):
    """The style file is not a CSL style; the message says in which file, at which line, and what is wrong."""


class UnknownStyle(CitationError):
    """No style has this name; ``nearest`` are existing ones that look like it, best first."""

    def __init__(self, name: str, nearest: tuple[str, ...] = ()) -> None:
        hint = f"; nearest: {', '.join(nearest)}" if nearest else "; `pinquote styles WORDS` finds them by title"
        super().__init__(f"no citation style is called {name!r}{hint}")
        self.nearest = nearest


class UnknownLocale(CitationError):
    """No CSL locale has this name; ``nearest`` are existing ones."""

    def __init__(self, name: str, nearest: tuple[str, ...] = ()) -> None:
        hint = f"; nearest: {', '.join(nearest)}" if nearest else "; expected a tag such as en-US or zh-CN"
        super().__init__(f"no CSL locale is called {name!r}{hint}")
        self.nearest = nearest


class UnknownFormat(CitationError):
    """No export or output format has this name; ``known`` are those there are."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no format is called {name!r}; known: {', '.join(known)}")
        self.known = known


class UnknownPattern(CitationError):
    """A pattern for citation keys names a part that there is not; ``known`` are the parts."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"a citation key has no part {name!r}; known: {', '.join(known)}")
        self.known = known


class UnreadableRecords(CitationError):
    """A file of records is not what its format should be; the message says where, and what was expected."""


class UnknownItem(CitationError):
    """A cluster cites an id that none of the items has."""


class NothingToCite(CitationError):
    """The quotation was found nowhere, so there is no place to cite."""
