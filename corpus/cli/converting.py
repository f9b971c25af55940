"""``import`` and ``convert``: records of other programs, into the library and into each other's formats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from provenance import Source

from ..errors import FileError
from . import output
from .app import JsonOption, LibraryOption, app, library
from .progress import bar

#: Lines of a report that are shown before the rest is only counted.
_SHOWN = 20

FormatOption = Annotated[
    str | None, typer.Option("--from", metavar="FORMAT", help="The format of the file; else by its name.", show_default=False)
]
StrictOption = Annotated[bool, typer.Option("--strict", help="Fail, and write nothing, when anything would be lost.")]
KeysOption = Annotated[
    str | None,
    typer.Option("--keys", metavar="PATTERN", help="Citation keys, such as {author}{year}{word}.", show_default=False),
]


@app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Records: .bib, .json (CSL), .ris, .xml, .mods, .jsonld.")],
    source_format: FormatOption = None,
    strict: StrictOption = False,
    library_path: LibraryOption = None,
    json: JsonOption = False,
) -> int:
    """Keep the records of FILE in the library, without words; they can be cited at once."""
    from ..bibliography import keep, read_file

    with bar("reading") as progress:
        reading = read_file(file, source_format, progress)
    problems = [str(problem) for problem in reading.problems]
    refused = strict and bool(problems)
    kept = [] if refused else keep(library(library_path), _told("importing", reading.sources))
    if json:
        records = [{"key": k.key, "id": k.id, "status": k.status} for k in kept]
        output.as_json({"records": records, "problems": problems})
    else:
        counts = Counter(k.status for k in kept)
        output.fields([("records", ", ".join(f"{n} {status}" for status, n in counts.items()) or "none")])
        _print_lines("not read", problems)
    return 1 if refused or (problems and not reading.sources) else 0


@app.command("convert")
def convert_command(
    file: Annotated[Path, typer.Argument(metavar="IN", help="Records to read.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write.")],
    source_format: FormatOption = None,
    target_format: Annotated[
        str | None, typer.Option("--to", metavar="FORMAT", help="The format of OUT; else by its name.", show_default=False)
    ] = None,
    keys: KeysOption = None,
    strict: StrictOption = False,
    json: JsonOption = False,
) -> int:
    """Write the records of IN to OUT in another format, and say what that format has no field for."""
    import references

    from ..bibliography import format_by_name, read_file

    if out.exists() and file.exists() and out.samefile(file):
        raise FileError("OUT is IN, of which comments and macros would be lost", name=str(out), expected="another name")
    with bar("reading") as progress:
        reading = read_file(file, source_format, progress)
    form = references.format_of(target_format or format_by_name(out)).name
    problems = [str(problem) for problem in reading.problems]
    lost = losses_of(reading.sources, form)
    refused = strict and bool(problems or lost)
    if not refused:
        known = {} if keys else {s.id: s.id for s in reading.sources if re.fullmatch(r"[\w.:/+-]+", s.id)}
        pieces = references.stream(reading.sources, form, key_pattern=keys or references.DEFAULT_PATTERN, known_keys=known)
        with bar("writing") as progress:
            total = len(reading.sources)
            output.pieces_to_file(out, _counted(pieces, total, progress))
    if json:
        shown = {"records": len(reading.sources), "format": form, "written": not refused}
        output.as_json({**shown, "problems": problems, "losses": lost})
    else:
        output.fields([("records", f"{len(reading.sources)} in {form}" + ("; nothing written" if refused else ""))])
        _print_lines("not read", problems)
        print_losses(lost, form)
    return 1 if refused else 0


def losses_of(sources: Sequence[Source], form: str) -> dict[str, list[str]]:
    """id → the facts of each record that a format has no field for; records without a loss are left out."""
    import references

    found = ((source.id, list(references.losses(source, form))) for source in _told("comparing", sources))
    return {identity: names for identity, names in found if names}


def print_losses(lost: dict[str, list[str]], form: str, *, to_stderr: bool = False) -> None:
    """One line for each fact: of how many records, and where it is now."""
    import references

    where = "kept in a note that pinquote reads" if form in references.READABLE else "not in the file"
    counts = Counter(name for names in lost.values() for name in names)
    for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        typer.echo(f"no field  {name}: {count} record{'s' if count > 1 else ''} ({where})", err=to_stderr)


def _print_lines(label: str, lines: Sequence[str]) -> None:
    for line in lines[:_SHOWN]:
        typer.echo(f"{label}  {line}")
    if len(lines) > _SHOWN:
        typer.echo(f"{label}  and {len(lines) - _SHOWN} more (--json gives all)")


def _told(label: str, sources: Sequence[Source]) -> Iterator[Source]:
    with bar(label) as progress:
        for done, source in enumerate(sources, 1):
            yield source
            progress(done, len(sources))


def _counted(pieces: Iterable[str], total: int, progress: Any) -> Iterator[str]:
    for done, piece in enumerate(pieces, 1):
        yield piece
        progress(min(done, total), total)
