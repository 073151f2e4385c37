"""A progress bar (rich) on a terminal, nothing in a pipe."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["progress_bar"]

_PATIENCE = 1.0  # seconds of work before anything is drawn


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """Give a function ``(what, done, total)`` that draws on standard error, or None where nobody looks.

    The bar appears only when the work takes longer than a second, and is wiped at the end. rich is loaded
    only then: a short command does not wait for it.
    """
    if quiet or not sys.stderr.isatty():
        yield None
        return
    started = time.monotonic()
    drawn: list[tuple[Progress, TaskID]] = []

    def draw(what: str, done: int, total: int) -> None:
        if not drawn:
            if time.monotonic() - started < _PATIENCE:
                return
            drawn.append(_begin())
        bar, task = drawn[0]
        bar.update(task, description=what, completed=done, total=max(total, 1))

    try:
        yield draw
    finally:
        for bar, _task in drawn:
            bar.stop()


def _begin() -> "tuple[Progress, TaskID]":
    """A bar with the file or step at work, how many are done of how many, and the time since it appeared."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),  # names of files: [brackets] are no markup
        console=Console(stderr=True, highlight=False),
        transient=True,
    )
    bar.start()
    return bar, bar.add_task("", total=1)
