"""Printing: JSON for programs, short plain lines for people."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import typer

from provenance import Change, Quotation

_WIDTH = 100


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
    """A token diff in one line: ``… [-not-] {+never+} …`` with a little of what is equal around it."""
    out = []
    for i, change in enumerate(diff):
        if change.op == "equal":
            words = change.source
            if len(words) > 60:
                head = "" if i == 0 else words[:25]
                tail = "" if i == len(diff) - 1 else words[-25:]
                words = f"{head} … {tail}".strip()
            out.append(words)
        else:
            out.append((f"[-{change.source}-]" if change.source else "") + (f"{{+{change.quoted}+}}" if change.quoted else ""))
    return " ".join(out)


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
