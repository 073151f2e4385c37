"""A recognised table as columns of typed values: each distinct cell is read once, wrong ones are problems.

Every reader of this room works on one: it asks for a field by name and gets a list as long as the rows.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import repeat
from typing import Any, TypeVar

from qualitykit.intake.cells import Fault, Raw, is_blank, shown
from qualitykit.intake.details import Emptiness
from qualitykit.intake.fieldwords import field_title
from qualitykit.intake.headers import HeaderMatch
from qualitykit.intake.light_books import PutTogetherSheet
from qualitykit.intake.nodata import not_data_row
from qualitykit.intake.reader import Sheet, column_letters, holds_anything
from qualitykit.model import Period, Place, maker
from qualitykit.problems import Problem, problem

__all__ = ["COMPUTED", "TICKS", "Table", "open_table"]

T = TypeVar("T")
_TRUE, _FALSE = "\0True", "\0False"
TICKS: Mapping[str, bool] = {_TRUE: True, _FALSE: False}
"""What stands for TRUE and FALSE where cells are compared, and what it is."""
_SMALL_SHEET = 200_000  # cells; above it only what decides something is looked at again


class _TakenOut(Sequence[tuple[Raw, ...]]):
    """Columns that are taken out when they are asked for: nobody asks for all of them."""

    def __init__(self, width: int, take: Callable[[int], list[Raw]]) -> None:
        self._known: list[tuple[Raw, ...] | None] = [None] * width
        self._take = take

    def __len__(self) -> int:
        return len(self._known)

    def __getitem__(self, column: Any) -> Any:
        known = self._known[column]
        if known is None:
            known = self._known[column] = tuple(self._take(column))
        return known


@dataclass(slots=True)
class Table:
    """The data rows of a sheet. ``numbers`` are their row numbers.

    ``problems`` collects what is wrong; ``bad`` the indexes of rows that cannot count at all.
    """

    sheet: Sheet
    match: HeaderMatch
    period: Period
    numbers: list[int]
    _cells: list[list[Raw]] | None
    problems: list[Problem] = field(default_factory=list)
    bad: set[int] = field(default_factory=set)
    today: date | None = None  # where the clock is known
    _columns: Sequence[tuple[Raw, ...]] | None = field(default=None, repr=False)
    _ticks: dict[int, bool] = field(default_factory=dict, repr=False)  # by column, while they are frozen

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def cells(self) -> list[list[Raw]]:
        """The raw values of every row. Whoever asks for them may change them: columns are taken anew."""
        if self._cells is None:
            self._cells = list(map(list, zip(*self._columns or (), strict=True)))
            self._columns = None
            self._ticks.clear()
        return self._cells

    def has(self, *fields: str) -> str:
        """The first of these fields that the table has a column for; empty: none."""
        return next((name for name in fields if name in self.match.columns), "")

    def title(self, name: str) -> str:
        """The header over a field, as people see it; what it is usually called when it has none."""
        header = self.match.header(name)
        return header.text if header else field_title(name)

    def freeze(self) -> None:
        """From here on the cells stay as they are: all columns are taken out of the rows at once."""
        if self._columns is None and len(set(map(len, self.cells))) == 1:
            self._columns = list(zip(*self.cells, strict=True))

    def raw(self, name: str) -> Sequence[Raw]:
        """A field's raw cells; blanks where the table has no such column."""
        column = self.match.columns.get(name)
        if column is None:
            return ("",) * len(self)
        if self._columns is not None and column < len(self._columns):
            return self._columns[column]
        try:
            return [row[column] for row in self.cells]
        except IndexError:  # rows of a text file are as long as they are
            return [row[column] if column < len(row) else "" for row in self.cells]

    def texts(self, name: str) -> list[str]:
        """A field's cells as text, without blanks around."""
        if name not in self.match.columns:
            return [""] * len(self)
        raws = self.raw(name)
        if not self._alike_if_equal(name, raws):
            return [raw.strip() if isinstance(raw, str) else shown(raw) for raw in raws]
        known = {raw: raw.strip() if isinstance(raw, str) else shown(raw) for raw in set(raws)}
        return [known[raw] for raw in raws]

    def comparable(self, name: str) -> Sequence[Raw]:
        """A field's cells so that equal ones mean the same: True is not 1.0, and is one of ``TICKS``."""
        raws = self.raw(name)
        if self._alike_if_equal(name, raws):
            return raws
        return [_TRUE if raw is True else _FALSE if raw is False else raw for raw in raws]

    def _alike_if_equal(self, name: str, raws: Sequence[Raw]) -> bool:
        """Whether equal cells are equal values: True and 1.0 are not, where they stand in one column."""
        column = self.match.columns.get(name)
        if column is None:
            return True
        if self._columns is None or column >= len(self._columns):
            return bool not in set(map(type, raws))
        known = self._ticks.get(column)  # a frozen column is looked at once
        if known is None:
            known = self._ticks[column] = bool in set(map(type, raws))
        return not known

    def read(
        self, name: str, parse: Callable[[Raw], T | Fault | None], *, decides: bool = False
    ) -> list[T | None]:
        """A field's cells, parsed; None where blank or wrong. A wrong cell is a problem.

        ``decides``: without this value the row cannot count, so a wrong cell makes the row bad.
        """
        if name not in self.match.columns:
            return [None] * len(self)
        raws = self.raw(name)
        values: list[T | None] = []
        if self._alike_if_equal(name, raws):
            parsed: dict[Raw, T | Fault | None] = {raw: parse(raw) for raw in set(raws)}
            faults = {raw for raw, value in parsed.items() if isinstance(value, Fault)}
            values = [parsed[raw] for raw in raws]  # type: ignore[misc]
            if not faults:
                return values
        else:
            values = [parse(raw) for raw in raws]  # type: ignore[misc]
        for index, value in enumerate(values):
            if isinstance(value, Fault):
                self.fault(index, name, value, raws[index], decides=decides)
                values[index] = None
        return values

    def fault(self, index: int, name: str, fault: Fault, raw: Raw = "", *, decides: bool = False) -> None:
        """Note what is wrong with a cell."""
        self.problems.append(fault.at(self.place(index, name), raw))
        if decides:
            self.bad.add(index)

    def report(
        self,
        code: str,
        index: int,
        column: str = "",
        value: object = "",
        /,
        *,
        decides: bool = False,
        **params: object,
    ) -> None:
        """Note a problem of a row, or of one of its cells."""
        self.problems.append(problem(code, self.place(index, column), value, **params))
        if decides:
            self.bad.add(index)

    def address(self, index: int, name: str) -> tuple[int, int] | None:
        """Row and column of a field's cell; None when the table has no such column."""
        column = self.match.columns.get(name)
        return None if column is None else (self.numbers[index], column)

    def place(self, index: int, name: str = "") -> Place:
        """Where row ``index`` stands, or its cell of a field."""
        address = self.address(index, name) if name else None
        return self.sheet.place(*address) if address else self.sheet.place(self.numbers[index])

    def answer_cells(self, names: Sequence[str]) -> tuple[list[int], list[tuple[str, ...]]]:
        """For each row its number and the columns of these fields, as an evaluation keeps them."""
        columns = self.match.columns
        letters = tuple(column_letters(columns[name]) if name in columns else "" for name in names)
        return self.numbers, [letters] * len(self)

    def row_places(self) -> list[Place]:
        """The place of every row."""
        return self._places([f"{number}:{number}" for number in self.numbers])

    def cell_places(self, name: str) -> list[Place]:
        """The place of every row's cell of a field that the table has a column for."""
        letters = column_letters(self.match.columns[name])
        return self._places([f"{letters}{number}" for number in self.numbers])

    def _places(self, addresses: Sequence[str]) -> list[Place]:
        file, name = repeat(self.sheet.file), repeat(self.sheet.name)
        return list(map(maker(Place), file, name, addresses, repeat(0)))

    def require(self, names: Sequence[str], values: Sequence[Sequence[object]]) -> None:
        """Make rows bad where none of these fields holds anything (QK416, or what emptied the cell)."""
        for index in range(len(self)):
            if index in self.bad or any(column[index] not in (None, "") for column in values):
                continue
            name = self.has(*names) or names[0]
            self.empty(index, name, Fault("QK416", (("field", self.title(name)),)))

    def empty(self, index: int, name: str, fault: Fault, *, decides: bool = True) -> None:
        """Note that a cell is empty: what emptied it, if the file tells (error, uncalculated formula)."""
        self.fault(index, name, self._why(index, name) or fault, "", decides=decides)

    def emptied(self, index: int, name: str) -> bool:
        """Note it if a cell that may be blank is not: it holds an error, or a formula never calculated."""
        if why := self._why(index, name):
            self.fault(index, name, why)
        return why is not None

    def _why(self, index: int, name: str) -> Fault | None:
        address = self.address(index, name)
        if address is None or not self.sheet.typed:
            return None
        why = self.sheet.why_empty(*address)
        if why is Emptiness.NO_SAVED_VALUE:
            return Fault("QK227")
        if why is Emptiness.ERROR:
            return Fault("QK226", (("error", self.sheet.details.errors.get(address, "")),))
        return None

    def small(self) -> bool:
        """Whether every blank cell may be looked at again without being slow."""
        return len(self) * max(self.sheet.width, 1) <= _SMALL_SHEET

    def latest(self) -> date:
        """The last day that can have been: the period's last, or today where that is later."""
        return max(self.period.last_day, self.today or self.period.last_day)

    def rename(self, name: str, field_name: str) -> None:
        """Take a column for another field, as its header or its values say."""
        columns = dict(self.match.columns)
        columns[field_name] = columns.pop(name)
        self.match = replace(self.match, columns=columns)

    def add(self, name: str, column: int) -> None:
        """Take a column for a field that has none yet."""
        self.match = replace(self.match, columns={**self.match.columns, name: column})

    def fill(self, name: str, value: Raw) -> None:
        """Give every row the same value for a field that the table has no column for."""
        width = max(self.sheet.width, max(map(len, self.cells), default=0))
        for row in self.cells:
            row += [""] * (width - len(row))
            row.append(value)
        self.add(name, width)

    def keep(self, indexes: Iterable[int]) -> "Table":
        """The same table with these rows only."""
        chosen = list(indexes)
        return Table(
            self.sheet,
            self.match,
            self.period,
            [self.numbers[i] for i in chosen],
            [self.cells[i] for i in chosen],
            self.problems,
        )


_NO_INPUT = frozenset({"total_score", "row_no", "weight", "full_marks"})
COMPUTED = frozenset({"小计", "合计", "总分"})
"""Headers over what the sheet computes itself: no input."""


_NO_DATA = frozenset(("", "合计", "小计", "总计", "平均", "平均分", "汇总"))
_SECOND = _NO_DATA | {"例", "示例", "样例", "范例", "例如"}


def open_table(sheet: Sheet, match: HeaderMatch, period: Period) -> Table:
    """The rows below a header that hold data; unfilled ones are passed over, totals are listed (QK115)."""
    fields = {column: name for name, column in match.columns.items()}
    filled = [
        header.column
        for header in match.headers
        if fields.get(header.column) not in _NO_INPUT and header.word.word not in COMPUTED
    ]
    texts = {header.column: header.text.rpartition("/")[2] for header in match.headers}
    problems: list[Problem] = []

    def counts(number: int, row: list[Raw]) -> bool:
        if not holds_anything(row):
            return False
        if word := not_data_row(row, texts):
            problems.append(problem("QK115", sheet.place(number), kind=word))
            return False
        return any(column < len(row) and not is_blank(row[column]) for column in filled)

    first_row = match.first_data_row
    if (grid := sheet.in_columns) is not None and sheet.width > 1:
        return _from_columns(grid, Table(sheet, match, period, [], None, problems), counts)
    numbers, cells = [], []
    for number, row in sheet.every_row(first_row):
        if (len(row) > 1 and _begins_as_data(row[0], row[1])) or counts(number, row):
            numbers.append(number)
            cells.append(row)
    return Table(sheet, match, period, numbers, cells, problems)


def _from_columns(grid: PutTogetherSheet, table: Table, counts: Callable[[int, list[Raw]], bool]) -> Table:
    """The rows that count of a sheet that was read a column at a time."""
    first = table.match.first_data_row - 1
    begin = zip(*(grid.column(column, slice(first, None)) for column in (0, 1)), strict=True)
    rows = [
        row
        for row, two in enumerate(begin, first)
        if _begins_as_data(*two)
        or counts(row + 1, [grid.column(column, [row])[0] for column in range(grid.width)])
    ]
    table.numbers += [row + 1 for row in rows]
    whole = len(rows) == grid.height - first
    chosen = slice(first, None) if whole else rows
    table._columns = _TakenOut(grid.width, lambda column: grid.column(column, chosen))
    return table


def _begins_as_data(first: Raw, second: Raw) -> bool:
    """Whether a row begins with an id or a date and has something beside it, as most do, and as no total,
    note or header does."""
    return (
        (first[-1:].isdigit() and len(first) > 3 and first.isascii() and first[0] not in "pP-")
        if isinstance(first, str)
        else isinstance(first, date)
    ) and second not in _SECOND
