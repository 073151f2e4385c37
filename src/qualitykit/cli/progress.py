"""A progress bar on a terminal, nothing in a pipe."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["progress_bar"]


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """Give a function ``(what, done, total)`` that draws on standard error, or None where nobody looks.

    The bar appears only when the work takes longer than a second, and is wiped at the end.
    """
    if quiet or not sys.stderr.isatty():
        yield None
        return
    started = time.monotonic()
    drawn = 0.0

    def draw(what: str, done: int, total: int) -> None:
        nonlocal drawn
        now = time.monotonic()
        # a long last step is announced as it begins, though a file was shown just now
        if now - started < 1 or (now - drawn < 0.1 and done < total):
            return
        drawn = now
        filled = 24 * done // max(total, 1)
        bar = "█" * filled + "░" * (24 - filled)
        sys.stderr.write(f"\r\x1b[2K{bar} {done}/{total} {what}")
        sys.stderr.flush()

    try:
        yield draw
    finally:
        if drawn:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
