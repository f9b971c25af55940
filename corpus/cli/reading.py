"""``add``, ``list``, ``show`` and ``check``: documents and what is in them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from provenance import Document, Edition, LayerText, Segment
from provenance.documents import VERSION_LENGTH

from . import output
from .app import JsonOption, LibraryOption, anchor, app, library

_PLURALS = {"heading": "headings", "paragraph": "paragraphs", "summary": "summaries", "takeaway": "takeaways", "note": "notes"}


@app.command("add")
def add_command(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Pages as text or HTML, or texts with a metadata block.")],
    identity: Annotated[str | None, typer.Option("--id", metavar="ID", help="The document's id.", show_default=False)] = None,
    library_path: LibraryOption = None,
    json: JsonOption = False,
) -> int:
    """Read FILEs and keep them in the library. Nothing is kept of a file that cannot be read."""
    from ..identify import slug
    from ..reading import read

    if identity is not None and len(files) > 1:
        raise typer.BadParameter("an id can be given to one file only", param_hint="--id")
    if identity is not None and (not identity or slug(identity) != identity):
        raise typer.BadParameter(f"{identity!r} is no id: lower-case letters, digits and single hyphens", param_hint="--id")
    books = library(library_path)
    documents = [read(file, identity) for file in files]
    results = []
    for document in documents:
        added = books.add(document, exact_id=identity is not None)
        results.append((added.document, added.status, added.differs_from_edition))
    if json:
        summaries = [_summary(d, status, differs) for d, status, differs in results]
        output.as_json(summaries[0] if len(summaries) == 1 else summaries)
        return 0
    for document, status, differs in results:
        _print_added(document, status, differs)
    return 0


def _summary(document: Document, status: str, differs: tuple[str, ...] | None) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "segments": document.counts,
        "layers": document.layers,
        "aligned": document.aligned,
        "markers": len(document.markers),
        "damage": sum(len(t.damage) for _, _, t in document.texts()),
        "capture": document.capture.as_json() if document.capture else None,
        "status": status,
        **({"edition": {"agrees": not differs, "differs": list(differs)}} if differs is not None else {}),
    }


def _print_added(document: Document, status: str, differs: tuple[str, ...] | None) -> None:
    shown = _summary(document, status, differs)
    edition = None
    if differs is not None:
        edition = (
            "the words are those of the shipped edition" if not differs else f"differs from the edition at {', '.join(differs)}"
        )
    counts = ", ".join(f"{n} {k if n == 1 else _PLURALS[k]}" for k, n in shown["segments"].items())
    output.fields(
        [
            (status, f"{document.id}  {document.title}"),
            ("segments", counts),
            ("layers", ", ".join(f"{k} {n}" for k, n in shown["layers"].items()) + f"; {document.aligned} in both"),
            ("markers", str(len(document.markers))),
            ("damage", f"{shown['damage']} places (pinquote check {document.id})" if shown["damage"] else "none found"),
            ("capture", f"sha256 {document.capture.sha256}" if document.capture else None),
            ("edition", edition),
        ]
    )


@app.command("list")
def list_command(
    identity: Annotated[str | None, typer.Argument(metavar="[ID]", help="A document, to list its segments.")] = None,
    library_path: LibraryOption = None,
    json: JsonOption = False,
) -> int:
    """List the documents, or the segments of one."""
    books = library(library_path)
    if identity is None:
        held = set(books.ids())
        rows = [{"id": i, "title": title, "words": i in held} for i, title in sorted(books.titles().items())]
        if json:
            output.as_json(rows)
        else:
            output.table((str(r["id"]), "held" if r["words"] else "edition", str(r["title"])) for r in rows)
        return 0
    holding = books.holding(identity)
    document = holding.document if isinstance(holding, Edition) else holding
    if json:
        output.as_json([_row(document, s) for s in document.segments])
    else:
        output.table((s.id, "+".join(s.layers), f"{len(s.markers) or ''}", _opening(s)) for s in document.segments)
    return 0


def _row(document: Document, segment: Segment) -> dict[str, Any]:
    return {
        "anchor": f"{document.id}/{segment.id}",
        "kind": segment.kind,
        "layers": {tag: {"length": t.length, "version": t.version[:VERSION_LENGTH]} for tag, t in segment.layers.items()},
        "markers": [m.number for m in segment.markers],
    }


def _opening(segment: Segment) -> str:
    text = next((t.text for t in segment.layers.values() if t.text), None)
    if text is None:
        return f"({max(t.length for t in segment.layers.values())} characters, words not held)"
    text = " ".join(text.split())
    return text if len(text) <= 70 else text[:69].rstrip() + "…"


@app.command("show")
def show_command(
    where: Annotated[str, typer.Argument(metavar="ANCHOR", help="Such as cao-cheng-2023/p12@en.")],
    library_path: LibraryOption = None,
    json: JsonOption = False,
) -> int:
    """Show what stands at ANCHOR: its words, whose they are, its markers, its counterpart in the other language."""
    from provenance.text_fragments import text_fragment_link
    from provenance.verification import resolve_words

    wanted = anchor(where)
    holding = library(library_path).holding_for(wanted)
    document = holding.document if isinstance(holding, Edition) else holding
    found = resolve_words(document, wanted)
    segment = document.segment(found.segment or "")
    tag = found.layer or ""
    layer = segment.layers[tag]
    start, end = found.span or (0, layer.length)
    text = layer.text[start:end] if layer.text is not None else None
    others = [t for t in segment.layers if t != tag]
    shown: dict[str, Any] = {
        "anchor": str(found.model_copy(update={"version": layer.version[:VERSION_LENGTH]})),
        "kind": segment.kind,
        "text": text,
        "language": tag,
        "version": layer.version,
        "attribution": _attribution(layer),
        "markers": [
            output.without_unknown({"number": m.number, "offset": m.offset, "form": m.form, "note": m.note})
            for m in layer.markers
        ],
        "counterpart": f"{document.id}/{segment.id}@{others[0]}" if others else None,
        "link": text_fragment_link(document, found),
        "damage": [d.model_dump() for d in layer.damage],
    }
    if json:
        output.as_json(shown)
        return 0
    typer.echo(text if text is not None else f"({layer.length} characters; the words are not held: pinquote add PAGE)")
    stale = wanted.version is not None and not layer.version.startswith(wanted.version)
    note = "; ".join(_marker_note(document, m.number, m.note) for m in layer.markers if wanted.marker in (None, m.number))
    output.fields(
        [
            ("anchor", shown["anchor"]),
            ("kind", f"{segment.kind}, {tag}"),
            ("words by", "; ".join(shown["attribution"]["authors"]) or "unknown"),
            ("translated by", "; ".join(shown["attribution"]["translators"]) or None),
            ("markers", note or None),
            ("counterpart", shown["counterpart"]),
            ("link", shown["link"]),
            ("damage", "\n".join(d.detail for d in layer.damage) or None),
            ("note", "stale-version: the text has changed since the anchor's version" if stale else None),
        ]
    )
    return 0


def _attribution(layer: LayerText) -> dict[str, Any]:
    a = layer.attribution
    return {
        "part": a.part,
        "authors": [agent.text for agent in a.authors],
        "translators": [agent.text for agent in a.translators],
    }


def _marker_note(document: Document, number: int, note: str | None) -> str:
    return f"{number} → {document.id}/{note}" if note else f"{number} (the page gives no note text)"


@app.command("check")
def check_command(
    identity: Annotated[str, typer.Argument(metavar="ID", help="A document whose words are held.")],
    library_path: LibraryOption = None,
    json: JsonOption = False,
) -> int:
    """Compare the numbers of each segment's languages, and show what the capture lost. Nothing is repaired."""
    from provenance.damage import report

    rows = report(library(library_path).open(identity))
    if json:
        output.as_json([row.model_dump(mode="json") for row in rows])
    else:
        for row in rows:
            if row.damage or row.concordance:
                typer.echo(row.anchor)
                output.table([("", f"{d.layer} {d.kind}", d.detail) for d in row.damage])
                told = {d.detail for d in row.damage}
                output.table([("", f"numbers {f.kind}", f.detail) for f in row.concordance if f.detail not in told])
        damaged, differing = sum(len(r.damage) for r in rows), sum(len(r.concordance) for r in rows)
        typer.echo(f"{damaged} damaged places, {differing} numbers that do not agree, in {len(rows)} segments")
    return 1 if any(r.damage or r.concordance for r in rows) else 0
