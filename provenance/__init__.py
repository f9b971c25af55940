"""What is this passage, and where does it come from? Models and pure functions; no file is read here."""

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
from .errors import AnchorError, ProvenanceError, UnknownAnchor, WordsNotHeld
from .lineage import lineage, lineage_as
from .model import Model
from .names import Agent, Name, body, script_of
from .quotations import Change, Match, Quotation
from .sources import Source, Title
from .verification import Holding, quote, resolve, verify

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
    "Holding",
    "LayerText",
    "Marker",
    "Match",
    "Model",
    "Name",
    "ProvenanceError",
    "Quotation",
    "Run",
    "Segment",
    "Source",
    "Title",
    "UnknownAnchor",
    "WordsNotHeld",
    "body",
    "byte_range",
    "lineage",
    "lineage_as",
    "quote",
    "resolve",
    "script_of",
    "verify",
    "version_of",
]
