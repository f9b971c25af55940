"""A progress bar for whoever waits: on a terminal, and only when the work takes longer than a moment."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

#: Seconds without a bar.
_MOMENT = 1.0


@contextmanager
def bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A function to be told ``(done, total)``. The bar stands on standard error and is gone at the end."""
    began = time.monotonic()
    with ExitStack() as stack:
        shown: Callable[[int, int], None] | None = None

        def tell(done: int, total: int) -> None:
            nonlocal shown
            if shown is None and sys.stderr.isatty() and time.monotonic() - began > _MOMENT:
                shown = _start(label, total, stack)
            if shown is not None:
                shown(done, total)

        yield tell


def _start(label: str, total: int, stack: ExitStack) -> Callable[[int, int], None]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    progress = stack.enter_context(Progress(*columns, console=Console(stderr=True), transient=True))
    task = progress.add_task(label, total=total)
    return lambda done, total: progress.update(task, completed=done, total=total)
