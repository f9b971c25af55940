"""``remove`` and ``reindex``: what is done to the library as a whole."""

from __future__ import annotations

from typing import Annotated

import typer

from . import output
from .app import JsonOption, LibraryOption, app, library
from .progress import bar


@app.command("remove")
def remove_command(
    identities: Annotated[list[str], typer.Argument(metavar="ID…", help="Documents to take out, with their words.")],
    library_path: LibraryOption = None,
    json: JsonOption = False,
) -> int:
    """Take documents out of the library. Their ids are not given to anything else."""
    books = library(library_path)
    for identity in identities:
        books.remove(identity)
    if json:
        output.as_json({"removed": identities})
    else:
        output.fields([("removed", ", ".join(identities))])
    return 0


@app.command("reindex")
def reindex_command(library_path: LibraryOption = None, json: JsonOption = False) -> int:
    """Build the library's index anew from the words it holds. Wanted after damage; it also merges what many adds have left."""
    books = library(library_path)
    with bar("indexing") as progress:
        books.reindex(progress)
    files = books.check_index()
    if json:
        output.as_json({"documents": len(books.ids()), "index_files": files})
    else:
        output.fields([("indexed", f"{len(books.ids())} documents in {files} files")])
    return 0
