"""The rich-text tree of the processor in one place: spans, inline markup of fields, text case, serialization."""

from __future__ import annotations

from .fields import parse_field
from .nodes import Piece, Pieces, QuoteMarks, Span, first_char, is_empty, last_char, plain
from .serialize import serialize
from .textcase import change_case, strip_periods

__all__ = [
    "Piece",
    "Pieces",
    "QuoteMarks",
    "Span",
    "change_case",
    "first_char",
    "is_empty",
    "last_char",
    "parse_field",
    "plain",
    "serialize",
    "strip_periods",
]
