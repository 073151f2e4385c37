"""The cyclic collector is left off while a month is worked on, and nothing is taken apart at the end."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["keep_until_the_end", "no_collector", "process_ends_with_command"]

_kept: list[object] | None = None  # None: this process goes on after the command


@contextmanager
def no_collector() -> Iterator[None]:
    """Leave the cyclic collector off while millions of immutable records are made: it finds nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()  # or the collector would go through all of them at once, and again and again
            gc.enable()


def process_ends_with_command() -> None:
    """This process ends with its command, which lets its memory go as a whole."""
    global _kept
    _kept = []


def keep_until_the_end(thing: object) -> None:
    """Do not take this apart piece by piece once nobody needs it, if the process ends then anyway."""
    if _kept is not None:
        _kept.append(thing)
