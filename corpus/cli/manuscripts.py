"""``verify --file``: every quotation of a manuscript, its report in several forms, and an editor's fix."""

from __future__ import annotations

import gc
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ..manuscripts import wording
from ..manuscripts.checking import check
from ..manuscripts.mending import Mending, mend_anchors, mend_words
from ..manuscripts.model import Checked, Passed, Report
from ..manuscripts.reading import read_manuscript
from ..manuscripts.writing import check_writable, write
from . import output
from .progress import bar

if TYPE_CHECKING:
    from ..library import Library


def verify_file(
    file: Path,
    library: Library,
    within: str | None,
    style: str,
    locale: str,
    *,
    as_json: bool = False,
    html: Path | None = None,
    sarif: Path | None = None,
    fix: str | None = None,
    only: Sequence[int] = (),
    out: Path | None = None,
) -> int:
    """Check the manuscript in ``file``, write what was asked for, print the report. 0 when all quotations are faithful, else 1.

    Everything is known before the first file is written, and the manuscript is written last.
    """
    gc.enable()  # a manuscript may be long
    _keep_apart(file, html, sarif, out)
    manuscript = read_manuscript(file)
    if fix is not None:
        check_writable(manuscript, out)
    with bar("verifying") as progress:
        report = check(manuscript, library, within, style, locale, progress)
    unknown = [n for n in only if not 1 <= n <= len(report.checked)]
    if unknown:
        raise typer.BadParameter(f"there is no quotation {unknown[0]}; there are {len(report.checked)}", param_hint="--only")
    mended: tuple[Mending, ...] = ()
    if fix == "anchors":
        mended = mend_anchors(report, only or None)
    elif fix == "words":
        mended = mend_words(report, library, within, only or None)
    if html is not None:
        from ..manuscripts.html_report import as_html

        output.to_file(html, as_html(report))
    if sarif is not None:
        from ..manuscripts.sarif import as_sarif

        log = as_sarif(report, mended=mend_words(report, library, within) if manuscript.source else ())
        output.to_file(sarif, json.dumps(log, ensure_ascii=False, indent=2) + "\n")
    if fix is not None:
        write(manuscript, [edit for m in mended for edit in m.edits], out)
    if as_json:
        shown = _summary(report)
        output.as_json({**shown, "written": [_written(m) for m in mended]} if fix else shown)
    else:
        _print(report)
        if fix is not None:
            _print_written(mended, fix, file, out)
    return 0 if all(c.quotation.faithful for c in report.checked) else 1


def _keep_apart(file: Path, *others: Path | None) -> None:
    """Two of the named files may not be one: a report would overwrite the manuscript, or another report."""
    taken = {file.resolve(): "the manuscript"}
    for path, what in zip(others, ("--html", "--sarif", "--out"), strict=True):
        if path is None:
            continue
        if path.resolve() in taken:
            raise typer.BadParameter(f"{path} is also {taken[path.resolve()]}", param_hint=what)
        taken[path.resolve()] = what


def _summary(report: Report) -> dict[str, Any]:
    manuscript = report.manuscript
    return {
        "file": str(manuscript.path),
        "format": manuscript.format,
        "quotations": [_row(i, c) for i, c in enumerate(report.checked, 1)],
        "passed": [_passed(p) for p in report.passed],
        "counts": {"quotations": len(report.checked), "faithful": 0, "unfaithful": 0, "passed": 0, **report.counts},
        "remarks": list(manuscript.remarks),
    }


def _row(number: int, checked: Checked) -> dict[str, Any]:
    quoted, q = checked.quoted, checked.quotation
    place = {"line": quoted.line, "column": quoted.column, "page": quoted.block.page, "paragraph": quoted.block.number}
    claim = quoted.claim
    return {
        "number": number,
        "place": output.without_unknown(place),
        "way": quoted.way,
        "text": quoted.text,
        "claim": {"written": claim.written, "anchor": str(claim.anchor) if claim.anchor else None} if claim else None,
        "faithful": q.faithful,
        "verdict": q.verdict,
        "flags": q.flags,
        "matches": [{"anchor": str(m.anchor), "text": m.text} for m in q.matches],
        "diff": [c.model_dump() for c in q.diff],
        "notes": q.notes,
        "citation": checked.citation,
        "receipt": q.receipt(),
    }


def _passed(passed: Passed) -> dict[str, Any]:
    block = passed.block
    place = output.without_unknown({"line": block.line, "page": block.page, "paragraph": block.number})
    return {"text": passed.text, "reason": passed.reason, "place": place}


def _written(mending: Mending) -> dict[str, Any]:
    return {"number": mending.number, "edits": len(mending.edits), "reason": mending.reason}


def _print(report: Report) -> None:
    name = output.printable(str(report.manuscript.path))
    for number, checked in enumerate(report.checked, 1):
        q = checked.quotation
        where = f"{name}:{wording.place(checked.quoted)}" if checked.quoted.line else f"{name}, {wording.place(checked.quoted)}"
        typer.echo(f"[{number}] {where}")
        output.fields(
            [
                ("faithful" if q.faithful else "NOT FAITHFUL", wording.judgement(checked)),
                ("quoted", " ".join(q.quoted.split())),
                ("anchor", "\n".join(str(m.anchor) for m in q.matches) or None),
                ("source", q.text if q.text != q.quoted else None),
                ("differs", output.difference(q.diff) if q.diff else None),
                ("cited", wording.claim(checked)),
                ("note", "\n".join(q.notes) or None),
                ("cite", checked.citation),
            ]
        )
        typer.echo()
    for remark in report.manuscript.remarks:
        typer.echo(output.printable(remark))
    typer.echo(wording.tally(report))


def _print_written(mended: Sequence[Mending], fix: str, file: Path, out: Path | None) -> None:
    done = [f"[{m.number}]" for m in mended if m.edits]
    if done:
        typer.echo(f"written to {out or file}: {fix} of {', '.join(done)}")
    else:
        typer.echo(f"no {fix} to write; {f'{out} is a copy' if out else f'{file} is as it was'}")
    for m in mended:
        if m.reason:
            typer.echo(f"[{m.number}] left as it is: {m.reason}")
