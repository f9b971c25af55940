"""Printing: JSON for programs, short plain lines for people."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import typer

from provenance import Change, Quotation
from provenance.scripts import is_east_asian

_WIDTH = 100
#: Equal words of a difference up to this length are shown whole, of longer ones so much at each end.
_LONG, _SHORT = 60, 25
_CLOSING = tuple(",.;:!?)]}’”%")


def as_json(value: Any) -> None:
    """Print JSON: two spaces, Han as it is."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def fields(pairs: Iterable[tuple[str, str | None]]) -> None:
    """Print labelled lines, aligned and wrapped; a pair without a value is left out."""
    shown = [(label, printable(value)) for label, value in pairs if value]
    width = max((len(label) for label, _ in shown), default=0)
    for label, value in shown:
        lines = [piece for line in value.split("\n") for piece in (_wrap(line, _WIDTH - width - 2) or [""])]
        typer.echo(f"{label:<{width}}  {lines[0]}")
        for line in lines[1:]:
            typer.echo(f"{'':<{width}}  {line}")


#: Control characters but for tab and line feed: a terminal would obey them.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def printable(text: str) -> str:
    """``text`` with U+FFFD for every character that a terminal would take for a command."""
    return _CONTROLS.sub("\ufffd", text)


def table(rows: Iterable[tuple[str, ...]]) -> None:
    """Print rows with the columns aligned; the last column is not padded."""
    kept = list(rows)
    if not kept:
        return
    widths = [max(display_width(row[i]) for row in kept) for i in range(len(kept[0]) - 1)]
    for row in kept:
        cells = [cell + " " * (w - display_width(cell)) for cell, w in zip(row, widths, strict=False)]
        typer.echo("  ".join([*cells, row[-1]]).rstrip())


def display_width(text: str) -> int:
    """Columns a text takes in a terminal: two for a full-width character (UAX #11)."""
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


#: Where a line may be broken: behind a space, and on either side of a full-width character.
_BREAKABLE = re.compile(r"\s+|[^\s\u1100-\uffdc]+|[\u1100-\uffdc]")


def _wrap(line: str, width: int) -> list[str]:
    out, row = [], ""
    for piece in _BREAKABLE.findall(line):
        if row and display_width(row + piece.rstrip()) > width:
            out.append(row.rstrip())
            row = ""
        row += piece if row or not piece.isspace() else ""
    return [*out, row.rstrip()]


def difference(diff: tuple[Change, ...]) -> str:
    """A token diff in one line: ``… [-not-]{+never+} …`` with a little of what is equal around it."""
    out = ""
    before = ""
    for i, change in enumerate(diff):
        words = change.source or change.quoted
        if change.op == "equal":
            shown = _shortened(words, i == 0, i == len(diff) - 1) if len(words) > _LONG else words
        else:
            shown = (f"[-{change.source}-]" if change.source else "") + (f"{{+{change.quoted}+}}" if change.quoted else "")
        out += (" " if out and _are_spaced(before, words) else "") + shown
        before = words
    return out


def _are_spaced(before: str, after: str) -> bool:
    """Whether a space stands between two pieces of a text: not in Chinese, and not before a mark that closes."""
    return after[:1] not in _CLOSING and not is_east_asian(before[-1:] + after[:1]) and not _is_wide(before[-1:] + after[:1])


def _is_wide(text: str) -> bool:
    return any(unicodedata.east_asian_width(c) in "WF" for c in text)


def _shortened(words: str, is_first: bool, is_last: bool) -> str:
    """The two ends of what is equal, next to what differs, in whole words."""
    head, tail = words[:_SHORT], words[-_SHORT:]
    if not is_east_asian(head + tail):
        head, tail = head.rpartition(" ")[0] or head, tail.partition(" ")[2] or tail
    return f"{'' if is_first else head} … {'' if is_last else tail}".strip()


def quotation(q: Quotation, citation: str | None) -> None:
    """What a person needs to know of a verified quotation."""
    match = q.match
    fields(
        [
            ("faithful" if q.faithful else "NOT FAITHFUL", q.verdict + (f" ({', '.join(q.flags)})" if q.flags else "")),
            ("anchor", "\n".join(str(m.anchor) for m in q.matches) or None),
            ("source", match.text if match and match.text and match.text != q.quoted else None),
            ("differs", difference(q.diff) if q.diff else None),
            ("note", "\n".join(q.notes) or None),
            ("cite", citation),
        ]
    )


def to_file(path: Path, text: str) -> None:
    """Write a file whole or not at all; what is no plain file (a pipe, ``/dev/stdout``) is written to as it is."""
    pieces_to_file(path, [text])


def pieces_to_file(path: Path, pieces: Iterable[str]) -> None:
    """:func:`to_file` for a text that comes in pieces and is never whole in memory."""
    partial = path.with_name(f".{path.name}.part")
    try:
        special = path.exists() and not path.is_file()
        with (path if special else partial).open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        if special:
            return
        os.replace(partial, path)
    except OSError as error:
        # the name that was asked for, which is the one its writer knows
        raise OSError(error.errno, error.strerror, str(path)) from None
    finally:
        with suppress(OSError):
            partial.unlink()


def without_unknown(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping without the keys whose value is unknown."""
    return {k: v for k, v in mapping.items() if v is not None}
