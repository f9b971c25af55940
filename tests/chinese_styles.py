"""Compares citations and entries in Chinese CSL-M styles with stored ones: ``python -m tests.chinese_styles DIR``.

DIR holds ``NAME.csl`` with ``NAME.json`` (``citations``, ``bibliography``, ``citation_format``, ``style_class``), and the items
``items/*.json`` with those of ``NAME.items.json`` before them. The clusters are ``NAME.cites.json``, else each item of
``NAME.items.json`` by itself in the order of ids, else ``citations/default-sample-cites-FORMAT.json``. Markup and white space do
not count; the place in the list does.
"""

from __future__ import annotations

import argparse
import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from references.csl import ENGINES, Processor

_NOTE_NUMBER = re.compile(r"^<sup>\d+</sup> ")
_ENTRY = '<div class="csl-entry">'


@dataclass(frozen=True, slots=True)
class Comparison:
    """One stored text and ours, both without markup and white space."""

    kind: str
    expected: str
    actual: str

    @property
    def equal(self) -> bool:
        """Whether both say the same."""
        return self.expected == self.actual


def bare(text: str) -> str:
    """A text without tags, entities and white space."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", text)))


def stored(expected: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The citations and the entries of a stored result, bare."""
    citations = [line for line in re.split(r"<br>\n?", expected["citations"]) if line.strip()]
    if expected.get("style_class") == "note":
        citations = [_NOTE_NUMBER.sub("", line.lstrip()) for line in citations]
    entries = expected["bibliography"].split(_ENTRY)[1:]
    return [bare(c) for c in citations], [bare(e) for e in entries]


def rendered(folder: Path, name: str, citation_format: str, engine: str) -> tuple[list[str], list[str]]:
    """What our processor makes of the same clusters and items, bare."""
    items: dict[str, Any] = {}
    own = folder / f"{name}.items.json"
    for path in (*([own] if own.is_file() else []), *sorted((folder / "items").glob("*.json"))):
        for item in json.loads(path.read_text("utf-8")):
            items.setdefault(str(item["id"]), item)
    cites = folder / f"{name}.cites.json"
    if cites.is_file():
        clusters = json.loads(cites.read_text("utf-8"))
    elif own.is_file():
        clusters = [[{"id": key}] for key in sorted(str(item["id"]) for item in json.loads(own.read_text("utf-8")))]
    else:
        default = folder / "citations" / f"default-sample-cites-{citation_format}.json"
        clusters = json.loads(default.read_text("utf-8"))
    processor = Processor(folder / f"{name}.csl", list(items.values()), output="html", engine=engine)
    citations = processor.cite(clusters)
    return [bare(c) for c in citations], [bare(e.text) for e in processor.bibliography().entries]


def compare(folder: Path, engine: str = "pinquote", only: str = "") -> Iterator[tuple[str, list[Comparison]]]:
    """(style, comparisons) for each style of the folder that has a stored result."""
    for style in sorted(folder.glob("*.csl")):
        result = style.with_suffix(".json")
        if not result.is_file() or only not in style.stem:
            continue
        expected = json.loads(result.read_text("utf-8"))
        wanted = stored(expected)
        try:
            actual = rendered(folder, style.stem, expected["citation_format"], engine)
        except Exception as error:  # a style that fails counts as wrong in all its texts
            actual = ([f"{type(error).__name__}: {error}"], [])
        yield style.stem, _paired(wanted, actual)


def _paired(wanted: Sequence[Sequence[str]], actual: Sequence[Sequence[str]]) -> list[Comparison]:
    return [
        Comparison(kind, expected, got)
        for kind, theirs, ours in zip(("citation", "entry"), wanted, actual, strict=True)
        for expected, got in zip_longest(theirs, ours, fillvalue="")
    ]


def rate(comparisons: Sequence[Comparison], kind: str) -> tuple[int, int]:
    """(equal, stored) of one kind; texts beside the stored ones do not count."""
    own = [c for c in comparisons if c.kind == kind and c.expected]
    return sum(c.equal for c in own), len(own)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.chinese_styles", description="Compare Chinese CSL-M styles.")
    parser.add_argument("folder", type=Path, help="where the styles and their stored results are")
    parser.add_argument("--engine", default="pinquote", choices=ENGINES)
    parser.add_argument("--only", default="", metavar="TEXT", help="only styles whose name has this text")
    parser.add_argument("--failures", action="store_true", help="print the texts that differ")
    arguments = parser.parse_args()
    everything: list[Comparison] = []
    for name, comparisons in compare(arguments.folder, arguments.engine, arguments.only):
        everything += comparisons
        print(_line(name, comparisons))
        for one in comparisons if arguments.failures else ():
            if not one.equal:
                print(f"  {one.kind}\n    - {one.expected}\n    + {one.actual}")
    print(_line("total", everything))


def _line(name: str, comparisons: Sequence[Comparison]) -> str:
    citations, entries = rate(comparisons, "citation"), rate(comparisons, "entry")
    return f"{citations[0]:5} of {citations[1]} citations, {entries[0]:5} of {entries[1]} entries  {name}"


if __name__ == "__main__":
    main()
