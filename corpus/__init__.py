"""Where are the documents? Pages are read, kept, searched and quoted here; the editions that come with the package.

The public names are those of ``__all__``; the readers are loaded at their first use, so that a command that only verifies
does not pay for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import CorpusError, LibraryError, ManuscriptError, PageError
from .library import Added, Library

if TYPE_CHECKING:
    from provenance import reanchor

    from .reading import read, read_bytes

__all__ = ["Added", "CorpusError", "Library", "LibraryError", "ManuscriptError", "PageError", "read", "read_bytes", "reanchor"]


def __getattr__(name: str) -> Any:
    if name in ("read", "read_bytes"):
        from . import reading

        return getattr(reading, name)
    if name == "reanchor":
        from provenance import reanchor

        return reanchor
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
