"""The next large workbook, opened while the one before it is worked on.

python-calamine lets other threads work while it parses, and so does zlib: a large file costs little time when
it is opened beside what has to be done anyway. The largest comes first, which takes longest. One file at the
most waits to be taken, so memory grows with the largest file, not with the month.
"""

import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Thread
from types import TracebackType

from qualitykit.beside import steps_beside
from qualitykit.intake.reader import (
    WORKBOOK_SUFFIXES,
    Inspection,
    Workbook,
    inspected,
    read_workbook,
    workbook_files,
)
from qualitykit.problems import Problem

__all__ = ["ReadAhead", "is_huge"]

_LARGE = 200_000  # bytes; smaller files are read in less time than it takes to hand them over
_HUGE = 4 << 20
_ARENA_MAX = -8  # glibc's M_ARENA_MAX

Opened = tuple[Workbook | None, tuple[Problem, ...]]


class ReadAhead:
    """Opens the large ones of these files one ahead: the largest, then those that are taken next.

    To be used in a ``with``: at its end nothing is being read any more. ``meanwhile``: what is needed later
    anyway, and is done once somebody would wait for a file.
    """

    def __init__(self, files: Iterable[tuple[Path, str]]) -> None:
        self._left = [
            file for file in files if file[0].suffix.lower() in WORKBOOK_SUFFIXES and _size(file[0]) > _LARGE
        ]
        if self._left:
            largest = max(self._left, key=lambda file: _size(file[0]))
            self._left.remove(largest)
            self._left.insert(0, largest)
        self._next: _Opening | None = None
        self.meanwhile: list[Callable[[], object]] = []
        self._begin()

    @classmethod
    def of_folders(cls, folders: Iterable[Path]) -> "ReadAhead":
        """The files of months' folders, by the names under which they are read."""
        return cls(
            (path, path.relative_to(folder).as_posix())
            for folder in folders
            for path in workbook_files(folder)
        )

    def __enter__(self) -> "ReadAhead":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left.clear()
        if self._next is not None:
            self._next.join()
            self._next = None

    def is_open(self, path: Path, shown_as: str) -> bool:
        """Whether the file was read ahead and ``open`` gives it without waiting."""
        return self._next is not None and self._next.file == (path, shown_as) and not self._next.is_alive()

    def open(self, path: Path, shown_as: str) -> Opened:
        """``read_workbook``; at once where the file was read ahead."""
        ready = self._next
        if ready is None or ready.file != (path, shown_as):
            with suppress(ValueError):
                self._left.remove((path, shown_as))
            return read_workbook(path, shown_as)
        while self.meanwhile and ready.is_alive():
            self.meanwhile.pop(0)()
        ready.join()
        self._next = None
        self._begin()
        if ready.error is not None:
            raise ready.error
        return ready.opened

    def _begin(self) -> None:
        if self._left:
            file = self._left.pop(0)
            inspection: Iterable[Inspection] = ()
            if is_huge(file[0]):
                _share_memory()
                inspection = steps_beside(partial(inspected, file[0]))
            self._next = _Opening(file, inspection)
            self._next.start()


class _Opening(Thread):
    """One file being opened."""

    def __init__(self, file: tuple[Path, str], inspection: Iterable[Inspection]) -> None:
        super().__init__(daemon=True)
        self.file = file
        self._inspection = inspection
        self.opened: Opened = (None, ())
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.opened = read_workbook(*self.file, self._inspection)
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that asked
            self.error = error


def _share_memory() -> None:
    """Let threads share one heap: glibc gives each its own, and what one lets go no other one gets."""
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)


def is_huge(path: Path) -> bool:
    """Whether a file is so large that it takes seconds to open."""
    return _size(path) > _HUGE


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0
