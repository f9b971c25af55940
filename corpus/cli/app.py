"""The application, its options, and what becomes of errors."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
import typer.core

from provenance import Anchor, ProvenanceError
from references.errors import CitationError

from ..errors import CorpusError
from ..library import Library, default_path

#: The commands as the help lists them.
_ORDER = (
    "add remove list show quote verify cite export import convert styles lineage changes follow annotate locate check reindex "
    "doctor"
).split()


class _Commands(typer.core.TyperGroup):
    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(super().list_commands(ctx), key=_ORDER.index)


app = typer.Typer(
    name="pinquote",
    cls=_Commands,
    help="Cite and quote any paragraph or footnote marker of a translated document, with proof of where the words come from.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

LibraryOption = Annotated[
    Path | None, typer.Option("--library", metavar="PATH", help="The library file (or PINQUOTE_LIBRARY).", show_default=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
StyleOption = Annotated[str, typer.Option("--style", metavar="STYLE", help="A CSL id, a .csl file, or a short name such as apa.")]
LocaleOption = Annotated[str, typer.Option("--locale", metavar="TAG", help="The language of terms and dates.")]


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib import metadata

        typer.echo(f"pinquote {metadata.version('pinquote')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def library(path: Path | None) -> Library:
    """The library named by ``--library``, by PINQUOTE_LIBRARY, or the user's own."""
    named = path or os.environ.get("PINQUOTE_LIBRARY")
    return Library(named or default_path())


def anchor(text: str) -> Anchor:
    """An anchor from the command line; one with its document is needed."""
    return Anchor.parse(text)


#: The base of typer's usage errors, which it does not export by name.
_UsageError: type[Exception] = typer.BadParameter.__mro__[2]


def main() -> None:
    """Run the command; every error of the packages becomes one line and status 2."""
    # a command lives for a moment: collecting cycles would cost more than it frees
    gc.disable()
    from . import annotating, keeping, quoting, reading, records, versions  # noqa: F401 - each adds its commands to the application

    _print_utf8()
    try:
        status = app(sys.argv[1:] or ["--help"], standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        status = _fail("stopped")
    except SystemExit as stop:
        # typer makes status 1 of a pipe whose reader has gone; for us 1 is an answer
        status = _unread() if _is_broken_pipe(stop.__context__) else stop.code
    except BrokenPipeError:
        status = _unread()
    except OSError as error:
        status = _fail(f"{error.filename or 'output'}: {error.strerror or error}")
    except (ProvenanceError, CitationError, CorpusError) as error:
        status = _fail(str(error))
    except Exception as error:
        if not isinstance(error, _UsageError):
            raise
        status = _fail(_usage(error))
    sys.exit(status if isinstance(status, int) else 0)


def _print_utf8() -> None:
    """Print UTF-8 whatever the locale says: Han and curly quotes exist in few others, and JSON is UTF-8 (RFC 8259, 8.1)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _is_broken_pipe(error: BaseException | None) -> bool:
    return isinstance(error, OSError) and error.errno == errno.EPIPE


def _unread() -> int:
    """The reader of a pipe has gone; what is still buffered has nowhere to go."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 0


def _usage(error: Exception) -> str:
    """What is wrong with the command's words, and where to read about them."""
    context = getattr(error, "ctx", None)
    said = " ".join(str(getattr(error, "format_message")()).split()).rstrip(".")  # noqa: B009 - not in Exception's type
    return said + (f" (see {context.command_path} --help)" if context else "")


def _fail(message: str) -> int:
    typer.echo(f"pinquote: {message}", err=True)
    return 2
