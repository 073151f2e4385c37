"""A progress bar (rich) on a terminal, nothing in a pipe."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import IO, TYPE_CHECKING

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
    bar = _Bar(_terminal())
    timer = Timer(_PATIENCE, bar.begin)  # one long file tells nothing for as long as it is read
    timer.daemon = True
    timer.start()
    try:
        yield bar.tell
    finally:
        timer.cancel()
        bar.end()


class _Bar:
    """What is at work, and the bar once it is drawn. A class because the timer and the work share it."""

    def __init__(self, terminal: IO[str]) -> None:
        self._terminal = terminal
        self._lock = Lock()
        self._state = ("", 0, 1)
        self._over = False
        self._drawn: tuple[Progress, TaskID] | None = None

    def tell(self, what: str, done: int, total: int) -> None:
        """The file or step that begins now, how many are done, and how many there are."""
        with self._lock:
            self._state = (what, done, max(total, 1))
            if self._drawn is not None:
                bar, task = self._drawn
                bar.update(task, description=what, completed=done, total=max(total, 1))

    def begin(self) -> None:
        """Draw it from now on."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        with self._lock:
            if self._over:
                return
            bar = Progress(
                BarColumn(bar_width=24),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TextColumn("{task.description}", markup=False),  # names of files: [brackets] are no markup
                console=Console(file=self._terminal, highlight=False),
                transient=True,
            )
            what, done, total = self._state
            self._drawn = bar, bar.add_task(what, completed=done, total=total)
            bar.start()

    def end(self) -> None:
        """Wipe it; a timer that comes too late draws nothing."""
        with self._lock:
            self._over = True
            if self._drawn is not None:
                self._drawn[0].stop()
            if self._terminal is not sys.stderr:
                self._terminal.close()


def _terminal() -> IO[str]:
    """Standard error by a door of its own: while a workbook is opened the other one leads nowhere."""
    try:
        copy = os.dup(sys.stderr.fileno())
    except (OSError, ValueError):  # a stream that is no file
        return sys.stderr
    return open(copy, "w", encoding=sys.stderr.encoding, errors="replace")
