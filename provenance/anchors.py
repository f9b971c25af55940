"""Anchors: names for a segment, a marker or a span of words that still mean the same years later.

    anchor    = work "/" segment [ "@" layer ] [ "!" marker ] *( ";" qualifier )
    qualifier = "v=" version | "cp=" start "-" end

``cp`` counts Unicode code points of the layer's text (W3C Web Annotation Data Model, 4.2.5); ``v`` is at least twelve
characters of :func:`provenance.documents.version_of` that text.
"""

from __future__ import annotations

import re

from .errors import AnchorError
from .model import Model

_WORK = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SEGMENT = re.compile(r"[hpskn][1-9]\d*")
_LAYER = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_MARKER = re.compile(r"fn([1-9]\d*)")
_VERSION = re.compile(r"v=([a-z2-7]{12,52})")
_SPAN = re.compile(r"cp=(0|[1-9]\d*)-(0|[1-9]\d*)")


class Anchor(Model):
    """A parsed anchor; ``str(anchor)`` gives it back. ``segment`` is None for a whole document."""

    work: str
    segment: str | None = None
    layer: str | None = None
    marker: int | None = None
    version: str | None = None
    span: tuple[int, int] | None = None

    def __str__(self) -> str:
        text = self.work
        if self.segment:
            text += f"/{self.segment}"
        if self.layer:
            text += f"@{self.layer}"
        if self.marker is not None:
            text += f"!fn{self.marker}"
        if self.version:
            text += f";v={self.version}"
        if self.span:
            text += f";cp={self.span[0]}-{self.span[1]}"
        return text

    @property
    def place(self) -> str:
        """The anchor without version and span: where, not which words."""
        return str(self.model_copy(update={"version": None, "span": None}))

    @classmethod
    def parse(cls, text: str, work: str | None = None) -> Anchor:
        """The anchor written in ``text``; with ``work`` a bare ``p12@en`` is accepted and belongs to that work.

        Raises :class:`AnchorError`, saying at which character (from 1) what was expected.
        """
        at = 0

        def fail(expected: str) -> AnchorError:
            return AnchorError(f"{text!r} is not an anchor: expected {expected} at character {at + 1}")

        if work is not None and (bare := _SEGMENT.match(text)) and text[bare.end() : bare.end() + 1] in ("", "@", "!", ";"):
            values: dict[str, object] = {"work": work}
        else:
            found = _WORK.match(text)
            if not found:
                raise fail("a document's id (lower-case letters, digits, hyphens)")
            values = {"work": found.group()}
            at = found.end()
            if text[at : at + 1] == "/":
                at += 1
            elif at == len(text):
                return cls(work=found.group())
            elif text[at] != ";":
                raise fail("“/” and a segment such as p12")
        if text[at : at + 1] != ";":
            found = _SEGMENT.match(text, at)
            if not found:
                raise fail("a segment such as p12, h3, s1, k2 or n4")
            values["segment"] = found.group()
            at = found.end()
        for sign, key, pattern, expected in (
            ("@", "layer", _LAYER, "a language such as en or zh"),
            ("!", "marker", _MARKER, "a marker such as fn3"),
        ):
            if text[at : at + 1] == sign:
                at += 1
                found = pattern.match(text, at)
                if not found:
                    raise fail(expected)
                values[key] = found.group(1) if key == "marker" else found.group()
                at = found.end()
        while text[at : at + 1] == ";":
            at += 1
            if (found := _VERSION.match(text, at)) and "version" not in values:
                values["version"] = found.group(1)
            elif (found := _SPAN.match(text, at)) and "span" not in values:
                start, end = int(found.group(1)), int(found.group(2))
                if start >= end:
                    raise fail("a span whose start lies before its end")
                values["span"] = (start, end)
            else:
                raise fail("v= with at least 12 letters and digits, or cp=start-end, each once")
            at = found.end()
        if at != len(text):
            raise fail("the end, or “@”, “!” or “;”")
        return cls.model_validate(values)
