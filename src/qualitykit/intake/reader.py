"""Files → grids: every kind of workbook as sheets of raw values, with the row numbers that people see.

python-calamine does the reading. Values stay what it gives (``Raw``), an empty cell is ``""``, a merged
range has its value in the top-left cell only. Rows count from 1, columns from 0.
"""

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from enum import StrEnum
from io import BytesIO
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from qualitykit.frozen import dataclass
from qualitykit.i18n import _, system_reason
from qualitykit.intake import csvfile, guards
from qualitykit.intake.cells import Fault, Raw
from qualitykit.intake.container import MAX_FILE_BYTES, Container, MayOpen
from qualitykit.intake.details import Details, Emptiness
from qualitykit.intake.light_books import PutTogether, PutTogetherSheet
from qualitykit.intake.plain_texts import plainly_written, read_shared_texts
from qualitykit.model import Place
from qualitykit.problems import Problem, problem

if TYPE_CHECKING:
    from qualitykit.intake.cut_cells import CutSheets

__all__ = [
    "WORKBOOK_SUFFIXES",
    "Area",
    "Inspection",
    "Sheet",
    "Visibility",
    "Workbook",
    "column_letters",
    "holds_anything",
    "inspected",
    "is_roster_name",
    "is_workbook_name",
    "other_files",
    "read_workbook",
    "workbook_files",
]

_ROSTER_NAMES = ("名册", "花名册", "员工名单", "人员名单", "roster")
Inspection = tuple[str, Container | Fault | MayOpen]
"""The sha256 of a file's bytes, and what was found in them so far."""
_OF_THE_SYSTEM = ("thumbs.db", "desktop.ini")
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".csv")


class Visibility(StrEnum):
    """Whether people see the sheet's tab; ``very_hidden`` can only be shown by a macro."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "very_hidden"


class Area(NamedTuple):
    """A merged range: first and last row (from 1) and first and last column (from 0), both included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One sheet's grid. ``height`` is the number of its last used row, ``width`` its columns from A on.

    ``typed`` is False for a text file, whose cells are all text: a number that lost a zero looks like any
    other. ``date_1904``: bare serial numbers count from 1904 (values that calamine made dates are right).
    ``in_columns``: the same grid a column at a time, where it was read so.
    """

    file: str
    name: str
    index: int = 0
    visibility: Visibility = Visibility.VISIBLE
    height: int = 0
    width: int = 0
    merged: tuple[Area, ...] = ()
    date_1904: bool = False
    typed: bool = True
    _grid: Callable[[], Iterator[list[Raw]]] = field(default=lambda: iter(()), repr=False)
    in_columns: PutTogetherSheet | None = field(default=None, repr=False)
    _look_again: Callable[[], Details] = field(default=Details, repr=False)
    _details: Details | None = field(default=None, repr=False)

    def rows(self, first: int = 1, last: int | None = None) -> Iterator[tuple[int, list[Raw]]]:
        """The rows that hold anything, with their numbers, from ``first`` to ``last`` (both included).

        Each row is a list of ``width`` raw values (of a text file: as long as the row is) that nobody else
        holds. Rows with nothing but blanks are passed over.
        """
        return ((number, row) for number, row in self.every_row(first, last) if holds_anything(row))

    def every_row(self, first: int = 1, last: int | None = None) -> Iterator[tuple[int, list[Raw]]]:
        """``rows``, and those with nothing but blanks as well."""
        return enumerate(islice(self._grid(), first - 1, last), first)

    def column_part(self, column: int, row: int, first: int, end: int) -> list[Raw]:
        """The raw values of a column; ``first`` to before ``end`` count from ``row`` on."""
        first, end = first + row, end + row
        if self.in_columns is not None and column < self.width:
            return self.in_columns.column(column, slice(first - 1, end - 1))
        return [row[column] if column < len(row) else "" for _number, row in self.every_row(first, end - 1)]

    def release(self) -> None:
        """Give the memory of the grid back; from here on there are no rows."""
        self._grid, self.in_columns = lambda: iter(()), None

    def place(self, row: int = 0, column: int | None = None) -> Place:
        """Where something stands: a cell, a whole row (``12:12``), or the sheet."""
        if column is not None:
            return Place(self.file, self.name, f"{column_letters(column)}{row}")
        return Place(self.file, self.name, f"{row}:{row}" if row else "")

    @property
    def details(self) -> Details:
        """What a second look at the file tells: error cells, formulas without a value, hidden rows.

        Reads the file again, once and only when it is asked.
        """
        if self._details is None:
            self._details = self._look_again()
        return self._details

    def why_empty(self, row: int, column: int) -> Emptiness:
        """Why a cell reads as empty: blank, an error such as #N/A, or a formula without a value."""
        return self.details.why_empty(row, column)


@dataclass(frozen=True, slots=True)
class Workbook:
    """One file that was read. ``digest`` is the sha256 of its bytes, ``name`` the path as people know it."""

    name: str
    sheets: tuple[Sheet, ...]
    digest: str
    kind: str = ""


def holds_anything(row: Iterable[Raw]) -> bool:
    """Whether a row has more than empty cells and blanks."""
    return any(raw != "" and not (isinstance(raw, str) and raw.isspace()) for raw in row)


def column_letters(column: int) -> str:
    """The letters over a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def workbook_files(folder: Path) -> tuple[Path, ...]:
    """The workbooks in a folder and its subfolders, sorted by path.

    Left out without a word: lock files of programs that have a workbook open (``~$…``, ``.~lock.…#``), what
    macOS adds (``._…``, ``.DS_Store``, ``__MACOSX``) and hidden folders. A folder named like a workbook, and
    one that may not be looked into, are listed: reading them says what they are.
    """
    closed: list[OSError] = []
    found: list[Path] = []
    for top, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__MACOSX")
        names = files + [name for name in folders if name.lower().endswith(WORKBOOK_SUFFIXES)]
        found += [Path(top, name) for name in names if is_workbook_name(name)]
    return tuple(sorted([*found, *(Path(error.filename) for error in closed)]))


def other_files(folder: Path) -> tuple[Path, ...]:
    """What lies among the workbooks of a folder and is none, sorted by path; hidden files are nobody's."""
    found = (
        Path(top, name)
        for top, folders, files in os.walk(folder)
        if not any(part.startswith(".") or part == "__MACOSX" for part in Path(top).relative_to(folder).parts)
        for name in files
        if not name.lower().endswith((*WORKBOOK_SUFFIXES, ".jsonl"))
        and not name.startswith((".", "~"))
        and name.lower() not in _OF_THE_SYSTEM
    )
    return tuple(sorted(found))


def is_workbook_name(name: str) -> bool:
    """Whether a file of that name is a workbook, and no lock file or what macOS adds."""
    return name.lower().endswith(WORKBOOK_SUFFIXES) and not name.startswith(("~$", ".~", "._", "."))


def is_roster_name(path: Path) -> bool:
    """Whether the file's name says that it is a roster (员工名册)."""
    return path.suffix.lower() in WORKBOOK_SUFFIXES and any(
        word in path.stem.lower() for word in _ROSTER_NAMES
    )


def inspected(path: Path) -> Iterator[Inspection]:
    """What a file is, and whether it is safe to unpack, in the steps of ``guards.inspect``; nothing where it
    cannot be read at all."""
    try:
        data = path.read_bytes()
    except OSError:
        return
    digest = hashlib.sha256(data).hexdigest()
    for found in _inspect(path, data):
        yield digest, found


def _inspect(path: Path, data: bytes) -> Iterator[Container | Fault | MayOpen]:
    return guards.inspect(data, text_expected=path.suffix.lower() == ".csv")


def read_workbook(
    path: Path, shown_as: str, inspection: Iterable[Inspection] = ()
) -> tuple[Workbook | None, tuple[Problem, ...]]:
    """Read one file; None when nothing of it could be read, and then at least one Problem says why.

    Never raises for what is in the file, whatever it is. Problems: QK101–QK110. Memory stays under 1 GB:
    what would unpack to more is refused before it is unpacked. ``inspection``: ``inspected`` of the same
    file, which counts where the file still holds the same bytes.
    """
    place = Place(shown_as)
    try:
        if path.is_dir():
            os.scandir(path).close()
            return None, (problem("QK111", place),)
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe or a device would be waited for
            return None, (problem("QK101", place, reason=_("it is no file")),)
        if status.st_size > MAX_FILE_BYTES:
            return None, (problem("QK105", place, size=status.st_size >> 20),)
        data = path.read_bytes()
    except PermissionError:
        return None, (problem("QK107", place),)
    except OSError as error:
        return None, (problem("QK101", place, reason=system_reason(error)),)
    digest = hashlib.sha256(data).hexdigest()
    opened, texts = None, None
    # while the file is looked at beside, there is time for its shared texts
    begun = plainly_written(data) if inspection else None
    for found in _looks(inspection, path, data, digest):
        if isinstance(found, MayOpen):
            if found.texts:
                texts = _shared_texts(data, found.texts, begun if inspection else plainly_written(data))
            else:
                opened = _opened(data)
    assert not isinstance(found, MayOpen)  # the last look says what it is
    if isinstance(found, Fault):
        return None, (found.at(place),)
    if found.kind == "csv":
        return _read_text(data, digest, shown_as)
    opened = opened or _put_together(texts, found.cut) or _opened(data)
    if isinstance(opened, Fault):
        return None, (opened.at(place),)
    return _read_grids(path, opened, digest, found, shown_as)


def _looks(
    inspection: Iterable[Inspection], path: Path, data: bytes, digest: str
) -> Iterator[Container | Fault | MayOpen]:
    """What is found in these bytes, step by step: by the inspection where it saw the same ones, else here."""
    for seen, found in inspection:
        if seen != digest:
            break
        yield found
        if not isinstance(found, MayOpen):
            return
    yield from _inspect(path, data)


def _opened(data: bytes) -> Any:
    """calamine's workbook, no sheet of it unpacked yet, or the Fault why there is none."""
    from python_calamine import CalamineWorkbook

    return _guarded(lambda: CalamineWorkbook.from_filelike(BytesIO(data)))


def _shared_texts(data: bytes, count: int, begun: Sequence[str | None] | None) -> list[Raw] | None:
    """The shared texts of a workbook; None where they are not as expected. ``begun``: ``plainly_written``."""
    from python_calamine import CalamineWorkbook

    texts = _guarded(lambda: read_shared_texts(data, count, CalamineWorkbook.from_filelike, begun))
    return None if isinstance(texts, Fault) else texts


def _put_together(texts: list[Raw] | None, cut: "CutSheets | None") -> Any:
    """A workbook from its shared texts and its cut sheets; None where it is to be read whole."""
    if texts is None or cut is None:
        return None
    own = _opened(cut.book)
    if isinstance(own, Fault):
        return None
    found = _guarded(lambda: PutTogether(texts, cut, own))
    return None if isinstance(found, Fault) else found


def _read_text(data: bytes, digest: str, shown_as: str) -> tuple[Workbook | None, tuple[Problem, ...]]:
    rows = csvfile.read_rows(data)
    if isinstance(rows, Fault):
        return None, (rows.at(Place(shown_as)),)
    width = max(map(len, rows), default=0)
    sheet = Sheet(shown_as, "", height=len(rows), width=width, typed=False, _grid=lambda: map(list, rows))
    return Workbook(shown_as, (sheet,), digest, "csv"), ()


def _read_grids(
    path: Path, opened: Any, digest: str, found: Container, shown_as: str
) -> tuple[Workbook | None, tuple[Problem, ...]]:
    sheets: list[Sheet] = []
    problems = [fault.at(Place(shown_as, name)) for name, fault in found.refused.items()]
    for index, meta in enumerate(opened.sheets_metadata):
        if meta.name in found.refused or not str(meta.typ).endswith("WorkSheet"):
            continue
        grid = _guarded(lambda name=meta.name: opened.get_sheet_by_name(name))  # type: ignore[misc]
        if isinstance(grid, Fault):
            problems.append(problem("QK110", Place(shown_as, meta.name)))
            continue
        sheets.append(_sheet(path, found, shown_as, index, meta, grid))
    if not sheets and problems:
        return None, tuple(problems)
    return Workbook(shown_as, tuple(sheets), digest, found.kind), tuple(problems)


def _sheet(path: Path, found: Container, shown_as: str, index: int, meta: Any, grid: Any) -> Sheet:
    left = grid.start[1] if grid.start else 0
    merged = _guarded(lambda: grid.merged_cell_ranges)
    areas = [] if isinstance(merged, Fault) else merged or []
    return Sheet(
        shown_as,
        meta.name,
        index,
        Visibility(
            {"Hidden": "hidden", "VeryHidden": "very_hidden"}.get(str(meta.visible).split(".")[-1], "visible")
        ),
        grid.end[0] + 1 if grid.end else 0,
        grid.end[1] + 1 if grid.end else 0,
        tuple(Area(top + 1, first, bottom + 1, last) for (top, first), (bottom, last) in areas),
        found.date_1904,
        _grid=(lambda: map([""].__mul__(left).__add__, grid.iter_rows())) if left else grid.iter_rows,
        in_columns=grid if isinstance(grid, PutTogetherSheet) else None,
        _look_again=lambda: found.details(path, meta.name),
    )


def _guarded(read: Callable[[], Any]) -> Any:
    """The result, or the Fault that an error or Rust panic means; what it prints is swallowed."""
    from python_calamine import CalamineError, PasswordError

    with _QUIET:
        try:
            return read()
        except PasswordError:
            return Fault("QK104")
        except (CalamineError, OSError, ValueError, EOFError):
            return Fault("QK108")
        except BaseException as error:
            # pyo3's PanicException derives from BaseException and cannot be imported by name
            if type(error).__name__ != "PanicException":
                raise
            return Fault("QK108")


class _QuietStderr:
    """A Rust panic prints to descriptor 2 before it becomes an exception, and may quote cells.

    A class because threads share the descriptor: the first that opens a file closes this door, the last one
    opens it again.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._users = 0
        self._saved = -1

    def __enter__(self) -> None:
        with self._lock:
            self._users += 1
            if self._users > 1:
                return
            try:
                self._saved = os.dup(2)
            except OSError:  # no stderr to keep quiet
                return
            with open(os.devnull, "wb") as nowhere:
                os.dup2(nowhere.fileno(), 2)

    def __exit__(self, *_error: object) -> None:
        with self._lock:
            self._users -= 1
            if self._users or self._saved < 0:
                return
            os.dup2(self._saved, 2)
            os.close(self._saved)
            self._saved = -1


_QUIET = _QuietStderr()
