"""A report as SARIF 2.1.0 (OASIS Standard, 27 March 2020), so that editors and CI show each quotation in its place.

The sections named below are that standard's. A rule is a verdict or a flag that needs someone's eye. Times, machines and
absolute folders are left out: the same manuscript gives the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import quote

from provenance.quotations import FAITHFUL, UNFAITHFUL_FLAGS

from . import wording
from .edits import Edit
from .mending import Mending
from .model import Checked, Manuscript, Quoted, Report

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LINE_END = r"\r\n|\r|\n"
#: Everything that can be the rule of a result, in the order of the log's list of rules.
_MEANINGS: dict[str, str] = {str(rule): text for rule, text in (*wording.VERDICTS.items(), *wording.FLAGS.items())}
_UNFAITHFUL = (frozenset(wording.VERDICTS) - FAITHFUL) | UNFAITHFUL_FLAGS
_LEVELS = {r: "error" if r in _UNFAITHFUL else "none" if r in FAITHFUL else "warning" for r in _MEANINGS}


def as_sarif(
    report: Report, folder: Path | None = None, *, every: bool = False, mended: Iterable[Mending] = ()
) -> dict[str, Any]:
    """The log, ready for JSON: an error for each unfaithful quotation, a warning for each other one that carries flags.

    With ``every`` the quotations with nothing to say of them are results too, of the kind ``pass``. ``folder`` (default the
    current one) is what the manuscript's address is relative to (3.4.3); a manuscript elsewhere gets an absolute address.
    ``mended``: what could be done to quotations (:mod:`corpus.manuscripts.mending`), given as fixes that an editor can apply.
    """
    fixes = {m.number: m.edits for m in mended if m.edits} if report.manuscript.source else {}
    location = {"uri": _address(report.manuscript.path, folder or Path.cwd())}
    seen: Counter[str] = Counter()
    results = []
    rules = list(dict.fromkeys(rule for rule in _MEANINGS if any(_rule(c) == rule for c in report.checked)))
    for number, checked in enumerate(report.checked, 1):
        seen[checked.quoted.text] += 1
        rule = _rule(checked)
        if _LEVELS[rule] == "none" and not every:
            continue
        result = _result(checked, rules.index(rule), location, report.manuscript, seen[checked.quoted.text])
        if number in fixes:
            result["fixes"] = [_fix(fixes[number], location, report.manuscript.source)]
        results.append(result)
    if not every:
        kept = [rule for rule in rules if _LEVELS[rule] != "none"]
        results = [{**r, "ruleIndex": kept.index(r["ruleId"])} for r in results]
        rules = kept
    driver = {
        "name": "pinquote",
        "version": metadata.version("pinquote"),
        "rules": [_descriptor(rule) for rule in rules],
    }
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "artifacts": [{"location": location, "roles": ["analysisTarget"]}],
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": results,
    }
    if report.manuscript.remarks:
        told = [{"level": "warning", "message": {"text": _escaped(r)}} for r in report.manuscript.remarks]
        run["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": told}]
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(checked: Checked) -> str:
    """The verdict or flag that a result is about: what makes it unfaithful, else its first flag, else its verdict."""
    q = checked.quotation
    return wording.cause(checked) if not q.faithful or not q.flags else q.flags[0]


def _descriptor(rule: str) -> dict[str, Any]:
    """A rule with its help (3.49)."""
    meaning = _MEANINGS[rule]
    kind = "verdict" if rule in wording.VERDICTS else "flag"
    weight = {
        "error": "The quotation may not stand as it is.",
        "warning": "The words are the source's words; look at it before you let it stand.",
        "none": "The quotation may stand as it is.",
    }[_LEVELS[rule]]
    return {
        "id": rule,
        "name": "".join(part.capitalize() for part in rule.split("-")),
        "shortDescription": {"text": meaning},
        "fullDescription": {"text": f"{meaning} {weight}"},
        "help": {"text": f"{meaning} {weight}", "markdown": f"**{rule}** ({kind}). {meaning} {weight}"},
        "defaultConfiguration": {"level": _LEVELS[rule]},
    }


def _result(checked: Checked, index: int, location: dict[str, str], manuscript: Manuscript, nth: int) -> dict[str, Any]:
    rule = _rule(checked)
    level = _LEVELS[rule]
    q = checked.quotation
    shown: dict[str, Any] = {
        "ruleId": rule,
        "ruleIndex": index,
        # a result that is no failure has no level (3.27.10)
        **({"kind": "pass", "level": "none"} if level == "none" else {"level": level}),
        "message": {"text": _escaped(_message(checked))},
        "locations": [_location(checked.quoted, location, manuscript)],
        "partialFingerprints": {"quotation/v1": f"{_digest(checked.quoted.text)}:{nth}"},
        "properties": {
            "verdict": q.verdict,
            "flags": list(q.flags),
            "anchors": [str(m.anchor) for m in q.matches],
            **({"citation": checked.citation} if checked.citation else {}),
        },
    }
    return shown


def _message(checked: Checked) -> str:
    """What is to be known of a result, in sentences; the first says the most (3.11.3)."""
    q = checked.quotation
    said = [_MEANINGS[_rule(checked)]]
    if differing := wording.differing(checked):
        said.append(differing[0].upper() + differing[1:] + ".")
    said += [wording.FLAGS[f] for f in q.flags if f != _rule(checked)]
    said += [n[0].upper() + n[1:].rstrip(".") + "." for n in wording.notes(checked) if n]
    if claimed := wording.claim(checked):
        said.append(f"The manuscript cites {claimed.rstrip('.')}.")
    if q.matches:
        said.append("The words are at " + ", ".join(str(m.anchor.place) for m in q.matches) + ".")
    if checked.citation:
        said.append(f"Cite: {checked.citation}")
    return " ".join(said)


def _escaped(text: str) -> str:
    """Braces doubled, since single ones are placeholders (3.11.5); what would be read as a link is not (3.11.6)."""
    return re.sub(r"\[(?=[^\[\]]*\]\()", r"\\[", text.replace("{", "{{").replace("}", "}}"))


def _location(quoted: Quoted, location: dict[str, str], manuscript: Manuscript) -> dict[str, Any]:
    """Line and column where the format has them (3.30); where it has none, the paragraph in words (3.33)."""
    place: dict[str, Any] = {"physicalLocation": {"artifactLocation": {**location, "index": 0}}}
    if quoted.line is None:
        place["logicalLocations"] = [{"fullyQualifiedName": wording.place(quoted), "kind": "element"}]
        return place
    place["physicalLocation"]["region"] = _region(quoted, manuscript)
    return place


def _region(quoted: Quoted, manuscript: Manuscript) -> dict[str, Any]:
    """From the first character to behind the last one; only the beginning where the end is not known."""
    region: dict[str, Any] = {"startLine": quoted.line, "startColumn": quoted.column or 1}
    span = quoted.block.source_span(quoted.start, quoted.end)
    if span is None or not manuscript.source:
        return region
    lines = re.split(_LINE_END, manuscript.source[slice(*span)])
    region["endLine"] = region["startLine"] + len(lines) - 1
    region["endColumn"] = len(lines[-1]) + (region["startColumn"] if len(lines) == 1 else 1)
    return {**region, "snippet": {"text": manuscript.source[slice(*span)]}}


def _fix(edits: Sequence[Edit], location: dict[str, str], source: str) -> dict[str, Any]:
    """Edits as replacements (3.55); what is only put in has an empty region (3.57.3)."""
    replacements = []
    for edit in edits:
        (line, column), (end_line, end_column) = (_position(source, at) for at in (edit.start, edit.end))
        region = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
        replacements.append({"deletedRegion": region, "insertedContent": {"text": edit.text}})
    change = {"artifactLocation": {**location, "index": 0}, "replacements": replacements}
    return {"description": {"text": "Put the source's words in the place of these."}, "artifactChanges": [change]}


def _position(source: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of a code point of the file's text."""
    lines = re.split(_LINE_END, source[:offset])
    return len(lines), len(lines[-1]) + 1


def _digest(text: str) -> str:
    """The same wherever the quotation moves in its file (3.27.17): made of its letters and digits alone."""
    letters = "".join(c for c in text.casefold() if c.isalnum())
    return hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _address(path: Path, folder: Path) -> str:
    """A URI reference (RFC 3986): relative beneath ``folder``, every other byte than the unreserved ones percent-encoded."""
    whole = Path(os.path.abspath(path))
    base = Path(os.path.abspath(folder))
    if whole.is_relative_to(base):
        return quote(os.fsencode(whole.relative_to(base).as_posix()), safe="/")
    return whole.as_uri()
