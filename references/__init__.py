"""How is it cited? Sources as CSL items, citations and bibliographies in CSL styles, and records for reference managers.

The public names are those of ``__all__``; each is loaded at its first use, so that importing the package costs little.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import csl
    from .citations import Citation, Citations, Entry, bibliography, cite, cite_all
    from .errors import (
        CitationError,
        NothingToCite,
        StyleError,
        UnknownFormat,
        UnknownItem,
        UnknownLocale,
        UnknownPattern,
        UnknownStyle,
        UnreadableRecords,
    )
    from .items import item
    from .keys import DEFAULT_PATTERN
    from .reading import Problem, Reading
    from .records import FORMATS, READABLE, export, format_of, losses, stream
    from .records import read as read_records
    from .styles import SHORT_NAMES, Style
    from .styles import find as find_styles
    from .styles import resolve as resolve_style

_HOME = {
    "Citation": "citations",
    "CitationError": "errors",
    "Citations": "citations",
    "DEFAULT_PATTERN": "keys",
    "Entry": "citations",
    "FORMATS": "records",
    "NothingToCite": "errors",
    "Problem": "reading",
    "READABLE": "records",
    "Reading": "reading",
    "SHORT_NAMES": "styles",
    "Style": "styles",
    "StyleError": "errors",
    "UnknownFormat": "errors",
    "UnknownItem": "errors",
    "UnknownLocale": "errors",
    "UnknownPattern": "errors",
    "UnknownStyle": "errors",
    "UnreadableRecords": "errors",
    "bibliography": "citations",
    "cite": "citations",
    "cite_all": "citations",
    "csl": "csl",
    "export": "records",
    "find_styles": "styles",
    "format_of": "records",
    "item": "items",
    "losses": "records",
    "read_records": "records",
    "resolve_style": "styles",
    "stream": "records",
}
_NAME_THERE = {"find_styles": "find", "read_records": "read", "resolve_style": "resolve"}

__all__ = [
    "DEFAULT_PATTERN",
    "FORMATS",
    "READABLE",
    "SHORT_NAMES",
    "Citation",
    "CitationError",
    "Citations",
    "Entry",
    "NothingToCite",
    "Problem",
    "Reading",
    "Style",
    "StyleError",
    "UnknownFormat",
    "UnknownItem",
    "UnknownLocale",
    "UnknownPattern",
    "UnknownStyle",
    "UnreadableRecords",
    "bibliography",
    "cite",
    "cite_all",
    "csl",
    "export",
    "find_styles",
    "format_of",
    "item",
    "losses",
    "read_records",
    "resolve_style",
    "stream",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"{__name__}.{_HOME[name]}")
    value = module if name == "csl" else getattr(module, _NAME_THERE.get(name, name))
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
