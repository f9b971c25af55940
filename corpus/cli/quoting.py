"""``quote``, ``verify``, ``cite`` and ``lineage``: words, where they stand, and how they are cited."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, cast

import typer

from provenance import Quotation, lineage_as, quote, resolve
from provenance.documents import Document

from . import output
from .app import JsonOption, LibraryOption, LocaleOption, StyleOption, anchor, app, library

DEFAULT_STYLE = "chicago"
AnchorArgument = Annotated[str, typer.Argument(metavar="ANCHOR", help="Such as cao-cheng-2023/p12@en.")]


def citation_of(q: Quotation, style: str, locale: str) -> str | None:
    """The citation of the quotation's (first) place in text, None where there is no place."""
    if q.match is None:
        return None
    import references

    return references.cite(q, style=style, locale=locale).text


@app.command("quote")
def quote_command(
    where: AnchorArgument,
    text: Annotated[
        str | None, typer.Option("--text", metavar="T", help="Words said to stand there.", show_default=False)
    ] = None,
    style: StyleOption = DEFAULT_STYLE,
    locale: LocaleOption = "en-US",
    library_path: LibraryOption = None,
    json: JsonOption = False,
) -> int:
    """Print the words at ANCHOR with their citation; with --text, judge whether these words stand there."""
    wanted = anchor(where)
    q = quote(library(library_path).holding_for(wanted), wanted, text)
    citation = citation_of(q, style, locale)
    if json:
        place = str(q.anchor) if q.anchor else None
        shown: dict[str, Any] = {"faithful": q.faithful, "verdict": q.verdict, "flags": q.flags, "anchor": place}
        output.as_json({**shown, "text": q.text, "citation": citation, "diff": _diff(q), "notes": q.notes})
    elif text is None:
        typer.echo(q.text)
        output.fields(
            [
                ("", None),
                ("anchor", str(q.anchor)),
                ("flags", ", ".join(q.flags) or None),
                ("note", "\n".join(q.notes) or None),
                ("cite", citation),
            ]
        )
    else:
        output.quotation(q, citation)
    return 0 if q.faithful else 1


@app.command("verify")
def verify_command(
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="The quotation, without or with quotation marks around it.")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="PAPER", help="Verify every quotation of a manuscript instead.", show_default=False),
    ] = None,
    within: Annotated[
        str | None, typer.Option("--in", metavar="ID", help="Look in this document only.", show_default=False)
    ] = None,
    style: StyleOption = DEFAULT_STYLE,
    locale: LocaleOption = "en-US",
    html: Annotated[
        Path | None, typer.Option("--html", metavar="OUT", help="The report as one HTML file.", show_default=False)
    ] = None,
    sarif: Annotated[
        Path | None, typer.Option("--sarif", metavar="OUT", help="The report as SARIF 2.1.0.", show_default=False)
    ] = None,
    fix: Annotated[
        str | None,
        typer.Option(
            "--write", metavar="anchors|words", help="Put missing anchors, or the source's words, into PAPER.", show_default=False
        ),
    ] = None,
    only: Annotated[
        str | None, typer.Option("--only", metavar="N,N", help="Write these quotations only.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="NEW", help="Write to a new file instead.", show_default=False)
    ] = None,
    library_path: LibraryOption = None,
    json: JsonOption = False,
) -> int:
    """Say whether TEXT, or every quotation in PAPER, is really in a source, where, word for word."""
    if (text is None) == (file is None):
        raise typer.BadParameter("give the words or --file PAPER, one of the two", param_hint="TEXT")
    if file is not None:
        numbers = _checked_options(fix, only, out)
        from .manuscripts import verify_file

        books = library(library_path)
        return verify_file(
            file, books, within, style, locale, as_json=json, html=html, sarif=sarif, fix=fix, only=numbers, out=out
        )
    given = {"--html": html, "--sarif": sarif, "--write": fix, "--only": only, "--out": out}
    if idle := [name for name, value in given.items() if value is not None]:
        raise typer.BadParameter("this goes with --file PAPER only", param_hint=idle[0])
    assert text is not None
    q = library(library_path).verify(text, within)
    citation = citation_of(q, style, locale)
    if json:
        import references

        matches = [
            {
                "anchor": str(m.anchor),
                "text": m.text,
                "citation": references.cite(q.model_copy(update={"matches": (m,)}), style=style, locale=locale).text,
            }
            for m in q.matches
        ]
        shown: dict[str, Any] = {"faithful": q.faithful, "verdict": q.verdict, "flags": q.flags, "matches": matches}
        output.as_json({**shown, "diff": _diff(q), "notes": q.notes, "receipt": q.receipt()})
    else:
        output.quotation(q, citation)
    return 0 if q.faithful else 1


def _checked_options(fix: str | None, only: str | None, out: Path | None) -> list[int]:
    """The numbers of ``--only``, after a look at the options that go together."""
    if fix not in (None, "anchors", "words"):
        raise typer.BadParameter(f"{fix!r} cannot be written; known: anchors, words", param_hint="--write")
    if fix is None and (only is not None or out is not None):
        raise typer.BadParameter("this goes with --write only", param_hint="--only" if only is not None else "--out")
    if only is None:
        return []
    parts = [part.strip() for part in only.split(",")]
    if not all(part.isdecimal() and part.isascii() for part in parts):
        raise typer.BadParameter(f"{only!r} is no list of numbers such as 2,5", param_hint="--only")
    return [int(part) for part in parts]


@app.command("cite")
def cite_command(
    anchors: Annotated[list[str], typer.Argument(metavar="ANCHOR…", help="Documents, paragraphs or markers, in order.")],
    style: StyleOption = DEFAULT_STYLE,
    locale: LocaleOption = "en-US",
    format: Annotated[str, typer.Option("--format", metavar="text|html|markdown|latex")] = "text",
    names: Annotated[
        str | None, typer.Option("--names", metavar="latin|both|han|page", help="How names in two scripts are given.")
    ] = None,
    engine: Annotated[str, typer.Option("--engine", metavar="pinquote|citeproc-py", help="What renders.")] = "pinquote",
    library_path: LibraryOption = None,
    json: JsonOption = False,
) -> int:
    """Print the citations of ANCHORs as the notes of one manuscript, and its bibliography."""
    if format not in ("text", "html", "markdown", "latex"):
        raise typer.BadParameter(f"{format!r} is no format; known: text, html, markdown, latex", param_hint="--format")
    import references

    books = library(library_path)
    things: list[references.Citable] = []
    for text in anchors:
        wanted = anchor(text)
        holding = books.holding_for(wanted)
        document = holding if isinstance(holding, Document) else holding.document
        things.append(document if wanted.segment is None else (document, resolve(document, wanted)))
    made = references.cite_all(things, style=style, locale=locale, names=cast("Any", names), engine=engine)
    citations = [str(getattr(c, format)) for c in made.citations]
    entries = [str(getattr(e, format)) for e in made.bibliography]
    if json:
        output.as_json({"citations": citations, "bibliography": entries})
    else:
        typer.echo("\n".join(citations))
        if entries:
            typer.echo("\n" + "\n".join(entries))
    return 0


@app.command("lineage")
def lineage_command(
    where: AnchorArgument,
    format: Annotated[str, typer.Option("--format", metavar="prov-json|prov-n|turtle|svg")] = "prov-n",
    library_path: LibraryOption = None,
    json: JsonOption = False,
) -> int:
    """Print where the words at ANCHOR come from, as W3C PROV or as a picture; for a document, how its versions follow."""
    wanted = anchor(where)
    if wanted.segment is None:
        from ..history import lineage_of_versions

        drawn, place = lineage_of_versions(library(library_path), wanted.work, format), wanted
    else:
        q = quote(library(library_path).holding_for(wanted), wanted)
        drawn, place = lineage_as(q, format), q.anchor or wanted
    if json:
        output.as_json({"format": format, "anchor": str(place), "text": drawn.rstrip("\n")})
    else:
        typer.echo(drawn.rstrip("\n"))
    return 0


def _diff(q: Quotation) -> list[dict[str, Any]]:
    return [c.model_dump() for c in q.diff]
