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
        UnknownStyle,
    )
    from .items import item
    from .records import FORMATS, export
    from .styles import SHORT_NAMES, Style
    from .styles import find as find_styles
    from .styles import resolve as resolve_style

_HOME = {
    "Citation": "citations",
    "CitationError": "errors",
    "Citations": "citations",
    "Entry": "citations",
    "FORMATS": "records",
    "NothingToCite": "errors",
    "SHORT_NAMES": "styles",
    "Style": "styles",
    "StyleError": "errors",
    "UnknownFormat": "errors",
    "UnknownItem": "errors",
    "UnknownLocale": "errors",
    "UnknownStyle": "errors",
    "bibliography": "citations",
    "cite": "citations",
    "cite_all": "citations",
    "csl": "csl",
    "export": "records",
    "find_styles": "styles",
    "item": "items",
    "resolve_style": "styles",
}
_NAME_THERE = {"find_styles": "find", "resolve_style": "resolve"}

__all__ = [
    "FORMATS",
    "SHORT_NAMES",
    "Citation",
    "CitationError",
    "Citations",
    "Entry",
    "NothingToCite",
    "Style",
    "StyleError",
    "UnknownFormat",
    "UnknownItem",
    "UnknownLocale",
    "UnknownStyle",
    "bibliography",
    "cite",
    "cite_all",
    "csl",
    "export",
    "find_styles",
    "item",
    "resolve_style",
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
