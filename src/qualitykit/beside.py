"""Part of the work in a process of its own: a copy of this one, where the system makes it at once (Linux).

Elsewhere the work is done in its turn: Windows has no such copies, and on macOS they are not safe. What comes
out is the same; a copy that dies or fails leaves its work to this process, which then says what is wrong.
"""

import os
import pickle
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar, cast

__all__ = ["beside"]

T = TypeVar("T")


def beside(work: Callable[[], T]) -> Callable[[], T]:
    """Begin ``work``, which may be done twice without harm; gives a function that waits for its result.

    The result is pickled: it should be small beside the work.
    """
    if not _may_copy():
        return work
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # the threads of a progress bar hold nothing that the copy needs
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            child = os.fork()
        except OSError:  # no memory for a copy, or too many processes
            os.close(reading)
            os.close(writing)
            return work
    if not child:
        _work_and_leave(work, writing)
    os.close(writing)

    def wait() -> T:
        with open(reading, "rb") as pipe:
            data = pipe.read()
        _pid, status = os.waitpid(child, 0)
        return cast(T, pickle.loads(data)) if status == 0 and data else work()

    return wait


def _may_copy() -> bool:
    """Whether a copy is cheap and safe here, and there is a second processor for it."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


def _work_and_leave(work: Callable[[], object], writing: int) -> None:
    """What the copy does. It prints nothing, and takes nothing apart that it shares with this process."""
    code = 1
    with suppress(BaseException):  # the work is done again where its error can be told
        data = pickle.dumps(work(), protocol=5)
        with open(writing, "wb") as pipe:
            pipe.write(data)
        code = 0
    os._exit(code)
