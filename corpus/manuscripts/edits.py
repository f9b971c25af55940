"""Edits of a text: what stands from one place to another becomes something else, and everything around it stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """``start``–``end`` of the file's text (code points; for a .docx of its ``part``) becomes ``text``, as the file writes it."""

    start: int
    end: int
    text: str
    part: str = ""


def edited(text: str, edits: Sequence[Edit]) -> str:
    """``text`` with edits; two at one place come in the order given. Raises :class:`ValueError` where they overlap."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if edit.start < at or edit.end > len(text):
            raise ValueError(f"edits overlap or lie outside the text: {edit}")
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, text[at:]])
