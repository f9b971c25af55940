"""What is this passage, and where does it come from? Models and pure functions; no file is read here.

The public names are those of ``__all__``; what compares two versions of a document, and annotations, are loaded at their first
use, so that a command that only verifies does not pay for them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from .anchors import Anchor
from .captures import Capture, Run, byte_range
from .documents import (
    Attribution,
    Damage,
    Document,
    LayerText,
    Marker,
    Segment,
    version_of,
)
from .editions import Edition
from .errors import AnchorError, NotLocated, ProvenanceError, UnknownAnchor, WordsNotHeld
from .lineage import lineage, lineage_as
from .model import Model
from .names import Agent, Name, body, script_of
from .quotations import Change, Match, Quotation
from .sources import Source, Title
from .verification import Holding, quote, resolve, verify

if TYPE_CHECKING:
    from .annotations import annotate, from_annotation
    from .reanchoring import Followed, Reanchoring, changes, follow, reanchor

__all__ = [
    "Agent",
    "Anchor",
    "AnchorError",
    "Attribution",
    "Capture",
    "Change",
    "Damage",
    "Document",
    "Edition",
    "Followed",
    "Holding",
    "LayerText",
    "Marker",
    "Match",
    "Model",
    "Name",
    "NotLocated",
    "ProvenanceError",
    "Quotation",
    "Reanchoring",
    "Run",
    "Segment",
    "Source",
    "Title",
    "UnknownAnchor",
    "WordsNotHeld",
    "annotate",
    "body",
    "byte_range",
    "changes",
    "follow",
    "from_annotation",
    "lineage",
    "lineage_as",
    "quote",
    "reanchor",
    "resolve",
    "script_of",
    "verify",
    "version_of",
]


_LATER = {
    "annotations": ("annotate", "from_annotation"),
    "reanchoring": ("Followed", "Reanchoring", "changes", "follow", "reanchor"),
}


def __getattr__(name: str) -> Any:
    module = next((module for module, names in _LATER.items() if name in names), None)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{module}", __name__), name)
