"""The cyclic collector, left off while a month's records are made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["no_collector"]


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
