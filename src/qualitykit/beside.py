"""Part of the work in a process of its own: a copy of this one, where the system makes it at once (Linux).

Elsewhere the work is done in its turn: Windows has no such copies, and on macOS they are not safe. What comes
out is the same; a copy that dies or fails leaves its work to this process, which then says what is wrong.
"""

import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from threading import Thread
from typing import Any, Generic, TypeVar
from weakref import WeakSet

__all__ = ["MOST_PARTS", "beside", "even_parts", "processors", "steps_beside"]

T = TypeVar("T")
MOST_PARTS = 4
"""Parts that one work goes in at most: each takes memory of its own."""
_PIPE = 1 << 20  # bytes that may wait in a pipe, if the system allows it
_LENGTH = 8  # bytes of a result's length, which goes before it


def beside(work: Callable[[], T]) -> Callable[[], T]:
    """Begin ``work``, which may be done twice without harm; gives a function that waits for its result.

    The result is pickled: it should be small beside the work.
    """
    steps = steps_beside(lambda: (work(),))

    def wait() -> T:
        (result,) = steps
        return result

    return wait


def steps_beside(work: Callable[[], Iterable[T]]) -> Iterator[T]:
    """``beside`` for work with several results, each of which is had as soon as it is there.

    Whoever lets it go before the last result stops the copy.
    """
    if processors() < 2:
        return _here(work)
    reading, writing = os.pipe()
    with suppress(OSError, AttributeError):
        import fcntl

        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _PIPE)
    with warnings.catch_warnings():
        # the threads of a progress bar hold nothing that the copy needs
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            child = os.fork()
        except OSError:  # no memory for a copy, or too many processes
            os.close(reading)
            os.close(writing)
            return _here(work)
    if not child:
        _work_and_leave(work, reading, writing)
    os.close(writing)
    return _Copy(work, child, reading)


def processors() -> int:
    """How many processors this program may use at once: one where it cannot be copied."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def even_parts(size: int, parts: int) -> list[tuple[int, int]]:
    """From where to before where each part of so many things goes, when they are shared out evenly."""
    length = -(-size // parts)
    return [(first, min(first + length, size)) for first in range(0, size, length)] if size else []


def _here(work: Callable[[], Iterable[T]]) -> Iterator[T]:
    yield from work()


class _Copy(Generic[T], Iterator[T]):
    """What a copy sends, and from this process what did not come."""

    def __init__(self, work: Callable[[], Iterable[T]], child: int, reading: int) -> None:
        self._work, self._child, self._owner = work, child, os.getpid()
        self._reading: int | None = reading
        self._rest: Iterator[T] = iter(())
        self._done = 0
        _COPIES.add(self)

    def __next__(self) -> T:
        if self._reading is not None:
            data = _received(self._reading)
            if data is not None:
                self._done += 1
                return pickle.loads(data)  # type: ignore[no-any-return]
            if self._end() != 0:
                self._rest = islice(self._work(), self._done, None)
        return next(self._rest)

    def _end(self) -> int:
        """Wait for the copy; how it ended."""
        self.let_go()
        _pid, status = os.waitpid(self._child, 0)
        return status

    def let_go(self) -> None:
        """Close this end of the pipe."""
        if self._reading is not None:
            os.close(self._reading)
            self._reading = None

    def __del__(self) -> None:
        if self._reading is not None and self._owner == os.getpid():
            with suppress(OSError):
                os.kill(self._child, signal.SIGKILL)  # its work may be done again
                self._end()


_COPIES: "WeakSet[_Copy[Any]]" = WeakSet()
"""Those that this process reads from. A copy made later must not hold their pipes open."""


def _received(reading: int) -> bytearray | None:
    """The next result; None where the copy has ended."""
    head = _exactly(reading, _LENGTH)
    return None if head is None else _exactly(reading, int.from_bytes(head, "big"))


def _exactly(reading: int, size: int) -> bytearray | None:
    data = bytearray(size)
    left = memoryview(data)
    while left:
        count = os.readv(reading, [left])
        if not count:
            return None
        left = left[count:]
    return data


def _work_and_leave(work: Callable[[], Iterable[object]], reading: int, writing: int) -> None:
    """What the copy does. It prints nothing, and takes nothing apart that it shares with this process."""
    code = 1
    with suppress(BaseException):  # the work is done again where its error can be told
        os.close(reading)
        for copy in list(_COPIES):
            copy.let_go()
        sending: Thread | None = None
        for result in work():
            data = pickle.dumps(result, protocol=5)
            if sending is not None:
                sending.join()
            # who waits for it may still be busy, and the next step need not wait for that
            sending = Thread(target=_send, args=(writing, data))
            sending.start()
        if sending is not None:
            sending.join()
        code = 0
    os._exit(code)


def _send(writing: int, data: bytes) -> None:
    with suppress(OSError):  # nobody reads it any more
        for part in (len(data).to_bytes(_LENGTH, "big"), data):
            left = memoryview(part)
            while left:
                left = left[os.write(writing, left) :]
