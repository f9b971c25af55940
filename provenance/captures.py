"""The file that was read, and how its bytes relate to the text of a segment."""

from __future__ import annotations

import hashlib

from .model import Model


class Capture(Model):
    """The bytes a document was read from. ``read_at`` and ``url`` are absent when nobody said them."""

    sha256: str
    size: int
    media_type: str
    name: str | None = None
    """The file's own name without its folders."""
    encoding: str = "utf-8"
    url: str | None = None
    retrieved: str | None = None

    @classmethod
    def of(cls, data: bytes, media_type: str, name: str | None = None, encoding: str = "utf-8") -> Capture:
        """The capture record of ``data``."""
        digest = hashlib.sha256(data).hexdigest()
        return cls(sha256=digest, size=len(data), media_type=media_type, name=name, encoding=encoding)


class Run(Model):
    """Code points ``start``–``end`` of a segment's text stand in bytes ``byte_start``–``byte_end`` of the capture.

    In an ``exact`` run the bytes decode to just that text (a line break may be read as a space), so any sub-range maps too;
    otherwise (an HTML entity, a collapsed
    space) only the run as a whole does.
    """

    start: int
    end: int
    byte_start: int
    byte_end: int
    exact: bool = True


def byte_range(runs: tuple[Run, ...], text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where code points ``start``–``end`` of ``text`` stand in the capture, in bytes, or None without a map.

    ``runs`` are in order and do not overlap. Bytes of a marker inside the span lie inside the range that is returned.
    """
    touched = [r for r in runs if r.start < end and r.end > start] or [r for r in runs if r.start <= start <= r.end][:1]
    if not touched:
        return None
    first, last = touched[0], touched[-1]
    low, high = first.byte_start, last.byte_end
    if first.exact:
        low += len(text[first.start : max(start, first.start)].encode())
    if last.exact:
        high -= len(text[min(end, last.end) : last.end].encode())
    return low, high
