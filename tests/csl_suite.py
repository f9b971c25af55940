"""Runs fixtures of the CSL project's processor test suite: ``python -m tests.csl_suite DIR --json OUT``.

A fixture is one text file of sections, ``>>===== NAME =====>>`` to ``<<===== NAME =====<<`` (README of
citation-style-language/test-suite). What it renders through :class:`references.csl.Processor` is written for every fixture
of the directory as ``{name: {"actual": text}}``, or ``{"crash": error}``; nothing is skipped.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from references.csl import ENGINES, Bibliography, Entry, Processor
from references.csl.tree import Span, plain

Json = dict[str, Any]

#: The engine that the pass list is about.
ENGINE = "pinquote"

_SECTION = re.compile(r"^>>=+ *([A-Z0-9-]+) *=+>>[^\n]*\n(.*?)^<<=+ *\1 *=+<<", re.S | re.M)
_LIST_PREFIX = re.compile(r"^(?:>>|\.\.)\[\d+\] ", re.M)
_MARGIN = re.compile(r'<div class="csl-left-margin">(.*?)</div>', re.S)
_POSITIONS = ("first", "subsequent", "ibid", "ibid-with-locator")
#: The variables that a list of abbreviations has under "place".
_PLACES = ("publisher-place", "event-place", "archive-place", "original-publisher-place")
#: The parameters of a bibliography in the words of the suite's header fixtures.
_HEADER_NAMES = {
    "entry-spacing": "entryspacing",
    "line-spacing": "linespacing",
    "hanging-indent": "hangingindent",
    "second-field-align": "second-field-align",
}


def sections(path: Path) -> dict[str, str]:
    """The sections of a fixture by name, without the line break that ends each."""
    text = path.read_text("utf-8-sig").replace("\r\n", "\n")
    return {name: body.removesuffix("\n") for name, body in _SECTION.findall(text)}


def same(actual: str, expected: str) -> bool:
    """Whether an output is the expected one; the marks before the lines of a list of citations do not count."""
    return _LIST_PREFIX.sub("", actual).strip() == _LIST_PREFIX.sub("", expected).strip()


def run(fixture: Mapping[str, str], engine: str) -> str:
    """The output of one fixture, in the form its RESULT has."""
    mode = fixture["MODE"].strip()
    named = [{"id": f"item {number}"} | item for number, item in enumerate(json.loads(fixture["INPUT"]))]
    items = _abbreviated(named, json.loads(fixture.get("ABBREVIATIONS") or "{}"))
    with tempfile.TemporaryDirectory() as folder:
        style = Path(folder, "style.csl")
        text = _unsorted(fixture["CSL"]) if mode == "bibliography-nosort" else fixture["CSL"].strip()
        style.write_text(_tolerated(text), "utf-8")
        processor = Processor(style, items, output="html", engine=engine)
    write = _linked if json.loads(fixture.get("OPTIONS") or "{}").get("wrap_url_and_doi") else _html
    if "CITATIONS" in fixture:
        clusters = _last_state(json.loads(fixture["CITATIONS"]))
        known = [cite["id"] for cluster in clusters for cite in cluster["citationItems"]]
        citations = [f">>[{n}] {write(one)}" for n, one in enumerate(processor.render(clusters))]
    else:
        known = json.loads(fixture["BIBENTRIES"])[-1] if "BIBENTRIES" in fixture else [item["id"] for item in items]
        everything = [{"id": key} for key in known]
        alone = [[_positioned(cite) for cite in cites] for cites in json.loads(fixture.get("CITATION-ITEMS") or "[]")]
        if not alone:
            # the one cluster of a fixture that has none holds the items as they are sorted
            # (citation-style-language/test-suite, issue 66)
            processor.cite([everything])
            listed = [entry.id for entry in processor.bibliography().entries]
            alone = [[_positioned({"id": key}) for key in sorted(known, key=lambda key: _place(key, listed))]]
        # every item is known to the document before the first cluster of the fixture is rendered
        citations = list(map(write, processor.render([everything, *alone])))[1:]
    if mode == "citation":
        return "\n".join(citations)
    bibliography = processor.bibliography() if known else Bibliography(())
    if mode == "bibliography-header":
        return _header(bibliography)
    if write is _linked:
        bibliography = Bibliography(tuple(Entry(key, write(one)) for key, one in processor.entries()), bibliography.parameters)
    return _body(bibliography, {str(item["id"]): item for item in items}, json.loads(fixture.get("BIBSECTION") or "{}"))


def _html(formatted: Any) -> str:
    return str(formatted.html)


def _linked(formatted: Any) -> str:
    """As HTML with links, of the option ``wrap_url_and_doi``."""
    _link(formatted.pieces)
    return _html(formatted)


def _link(pieces: Iterable[Any]) -> None:
    for piece in pieces:
        if isinstance(piece, Span):
            if piece.literal:
                address = plain(piece.children)
                piece.href = address if re.match("https?://", address) else f"https://doi.org/{address}"
            _link(piece.children)


def _place(key: Any, listed: Sequence[str]) -> int:
    """Where an item stands in the bibliography; the end for one that does not."""
    return listed.index(str(key)) if str(key) in listed else len(listed)


def _last_state(updates: Sequence[Sequence[Any]]) -> list[Json]:
    """The clusters of a document after the last update, each ``[citation, those before, those after]``, in order.

    The lists before and after give the id and the number of the note of each other cluster.
    """
    seen: dict[str, Json] = {}
    for number, (citation, _, _) in enumerate(updates):
        seen[citation.setdefault("citationID", f"update {number}")] = citation
    last, before, after = updates[-1]
    own = (last["citationID"], last.get("properties", {}).get("noteIndex", 0))
    return [
        seen[key] | {"properties": seen[key].get("properties", {}) | {"noteIndex": note}} for key, note in (*before, own, *after)
    ]


def _positioned(cite: Json) -> Json:
    """A cite outside any document has the position that it says, by its number, or is the first."""
    position = cite.get("position")
    if position not in _POSITIONS:
        position = dict(enumerate(_POSITIONS)).get(position or 0, "first")
    return {"near-note": False} | cite | {"position": position}


def _abbreviated(items: list[Json], lists: Mapping[str, Mapping[str, Mapping[str, str]]]) -> list[Json]:
    """The items with the short forms that the default list of abbreviations has for their variables."""
    short = {
        (variable, full): brief
        for kind, pairs in lists.get("default", {}).items()
        for variable in (_PLACES if kind == "place" else (kind,))
        for full, brief in pairs.items()
    }
    return [
        item
        | {f"{key}-short": short[key, value] for key, value in item.items() if isinstance(value, str) and (key, value) in short}
        for item in items
    ]


def _unsorted(style: str) -> str:
    """The style with no sorting of the bibliography."""
    head, mark, rest = style.strip().partition("<bibliography")
    return head + mark + re.sub(r"<sort>.*?</sort>", "", rest, flags=re.S)


def _tolerated(style: str) -> str:
    """The style without calls of macros that are not in it, which the processors of the suite pass over in silence."""
    macros = set(re.findall(r"<macro\s[^>]*?name=[\"']([^\"']*)", style))
    return re.sub(r"<text\s[^<>]*?macro=[\"']([^\"']*)[^<>]*?/>", lambda found: found[0] if found[1] in macros else "", style)


def _header(bibliography: Bibliography) -> str:
    """The parameters of a bibliography, a line each."""
    values: dict[str, Any] = {"bibend": "</div>", "bibstart": '<div class="csl-bib-body">\n', "bibliography_errors": ""}
    margins = [re.sub(r"<[^>]*>", "", margin) for e in bibliography.entries for margin in _MARGIN.findall(e.text)]
    values |= {"done": "false", "maxoffset": max(map(len, margins), default=0)}
    values["entry_ids"] = ",".join(entry.id for entry in bibliography.entries)
    for key, name in _HEADER_NAMES.items():
        value = bibliography.parameters.get(key)
        if key == "hanging-indent":
            value = "true" if value in (True, "true") else None
        elif key == "second-field-align":
            value = value or "false"
        if value is not None:
            values[name] = value
    return "\n".join(f"{name}: {values[name]}" for name in sorted(values))


def _body(bibliography: Bibliography, items: Mapping[str, Json], wanted: Json) -> str:
    entries = [entry for entry in bibliography.entries if not wanted or _is_wanted(items[str(entry.id)], wanted)]
    lines = [f'  <div class="csl-entry">{entry.text}</div>' for entry in entries]
    return "\n".join(['<div class="csl-bib-body">', *lines, "</div>"])


def _is_wanted(item: Json, section: Json) -> bool:
    """Whether a BIBSECTION, a filter of the bibliography, lets an item pass."""

    def matches(tests: Iterable[Json]) -> list[bool]:
        return [_has(item, test["field"], test["value"]) for test in tests]

    if "quash" in section and all(matches(section["quash"])):
        return False
    if "include" in section:
        return any(matches(section["include"]))
    if "exclude" in section:
        return not any(matches(section["exclude"]))
    return all(matches(section.get("select", ())))


def _has(item: Json, field: str, value: str) -> bool:
    own = item.get(field) or ""
    return value in own if isinstance(own, list) else own == value


def results(folder: Path, engine: str, only: str = "") -> dict[str, dict[str, str]]:
    """What each fixture of a folder gives, by name; a fixture that fails in any way is a crash with its error."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob(f"{only}*.txt")):
        try:
            found[path.stem] = {"actual": run(sections(path), engine)}
        except Exception as error:
            found[path.stem] = {"crash": f"{type(error).__name__}: {error}"}
    return found


def passing(folder: Path, outcome: Mapping[str, Mapping[str, str]]) -> set[str]:
    """The names of the fixtures whose output is the expected one."""
    return {
        name
        for name, result in outcome.items()
        if "actual" in result and same(result["actual"], sections(folder / f"{name}.txt")["RESULT"])
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.csl_suite", description="Run CSL test-suite fixtures.")
    parser.add_argument("folder", type=Path, help="where the fixtures are")
    parser.add_argument("--json", type=Path, required=True, help="file for the results")
    parser.add_argument("--engine", default=ENGINE, choices=ENGINES, help=f"default: {ENGINE}")
    parser.add_argument("--only", default="", metavar="PREFIX", help="only fixtures whose name starts so")
    parser.add_argument("--passes", type=Path, help="a list of passing fixtures, to which new ones are added")
    arguments = parser.parse_args()
    outcome = results(arguments.folder, arguments.engine, arguments.only)
    arguments.json.write_text(json.dumps(outcome, ensure_ascii=False, indent=1, sort_keys=True), "utf-8")
    passed = passing(arguments.folder, outcome)
    print(f"{len(passed)} of {len(outcome)} as expected")
    if arguments.passes:
        listed = arguments.passes.read_text("utf-8").split() if arguments.passes.is_file() else []
        arguments.passes.write_text("".join(f"{name}\n" for name in sorted(passed.union(listed))), "utf-8")


if __name__ == "__main__":
    main()
