"""员工名册 → the roster: who is employed from when to when, where, with which bonus base; moves as rows.

Source: field-lists.md §8, semantics.md §5 (moves), §8 (days employed).
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from qualitykit.frozen import dataclass
from qualitykit.intake.cells import Fault, Raw, compact, shown
from qualitykit.intake.dates import parse_date
from qualitykit.intake.ids import parse_id
from qualitykit.intake.names import person_key
from qualitykit.intake.numbers import parse_money
from qualitykit.intake.table import Table
from qualitykit.model import ControlTotal, Roster, RosterRow
from qualitykit.problems import Problem

__all__ = ["RosterRead", "read_roster", "split_words"]

_SEPARATORS = re.compile(r"[、,，;；/|\n]+")
_LEFT = ("离职", "已离职", "退休", "已退休")
_DATES = (
    "valid_from", "valid_to", "hired_on", "left_on", "probation_until", "handbook_signed_on",
    "mentored_from", "mentored_until",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RosterRead:
    """A roster sheet, read."""

    roster: Roster
    control: ControlTotal
    problems: tuple[Problem, ...]


def split_words(raw: Raw) -> tuple[str, ...]:
    """The words of a cell that lists several: 小鱼、Lily is (小鱼, Lily)."""
    return tuple(word for part in _SEPARATORS.split(shown(raw)) if (word := part.strip()))


def read_roster(table: Table) -> RosterRead:
    """The roster of one sheet.

    Problems: QK320 a row without number or name, QK321 a number in several rows without dates, QK322 one
    number with two names, QK323 dates that contradict, QK325 one login of two people, QK405 a copied row,
    QK328 离职 without its date, QK229 pay below zero.
    """

    def day(raw: Raw) -> date | Fault | None:
        return parse_date(raw, period=None, date_1904=table.sheet.date_1904, typed=table.sheet.typed)

    numbers = table.read("employee_no", parse_id)
    names = table.texts("name")
    dates = {name: table.read(name, day) for name in _DATES}
    base, floor = _pay(table, "bonus_base"), _pay(table, "floor_pay")
    texts = {
        name: table.texts(name) for name in ("department", "team", "post", "supervisor", "status", "mentor")
    }
    aliases, logins = table.raw("other_names"), table.raw("logins")
    rows: dict[int, RosterRow] = {}
    for index in range(len(table)):
        number, name = numbers[index], names[index]
        if not number or not name:
            lacking = "employee_no" if not number else "name"
            table.report("QK320", index, lacking, decides=True, missing=table.title(lacking))
            continue
        rows[index] = RosterRow(
            number,
            "".join(name.split()) if not name.isascii() else name,
            texts["department"][index],
            table.place(index),
            texts["team"][index],
            texts["post"][index],
            dates["valid_from"][index],
            dates["valid_to"][index],
            dates["hired_on"][index],
            dates["left_on"][index],
            dates["probation_until"][index],
            dates["handbook_signed_on"][index],
            base[index],
            floor[index],
            texts["supervisor"][index],
            split_words(aliases[index]),
            tuple(
                str(login) for word in split_words(logins[index]) if isinstance(login := parse_id(word), str)
            ),
            texts["status"][index],
            texts["mentor"][index],
            dates["mentored_from"][index],
            dates["mentored_until"][index],
        )
        _dates_in_order(table, index, rows[index])
    repeats = _one_row_each(table, rows)
    _logins(table, rows)
    kept = tuple(row for index, row in sorted(rows.items()) if index not in table.bad)
    control = ControlTotal(
        table.sheet.file,
        table.sheet.name,
        "roster",
        read=len(table),
        used=len(kept),
        left_out=len(table.bad),
        repeats=repeats,
    )
    roster = Roster(kept, bool(table.has("handbook_signed_on")), bool(table.has("mentor")))
    return RosterRead(roster, control, tuple(table.problems))


def _pay(table: Table, name: str) -> list[Decimal | None]:
    """An amount of pay of each row; one below zero is none (QK229)."""
    amounts = table.read(name, parse_money)
    for index, amount in enumerate(amounts):
        if amount is not None and amount < 0:
            table.report("QK229", index, name, amount, field=table.title(name))
            amounts[index] = None
    return amounts


def _dates_in_order(table: Table, index: int, row: RosterRow) -> None:
    for earlier, later in (
        ("hired_on", "left_on"),
        ("valid_from", "valid_to"),
        ("mentored_from", "mentored_until"),
    ):
        first, last = getattr(row, earlier), getattr(row, later)
        if first and last and last < first:
            table.report("QK323", index, later, last, earlier=table.title(earlier), later=table.title(later))
    if compact(row.status) in _LEFT and row.left_on is None:
        table.report("QK328", index, "left_on" if table.has("left_on") else "status", row.status)


def _one_row_each(table: Table, rows: dict[int, RosterRow]) -> int:
    """Check numbers that stand in several rows; the count of rows that are copies."""
    repeats = 0
    by_number: dict[str, list[int]] = {}
    for index, row in rows.items():
        by_number.setdefault(row.employee_no, []).append(index)
    for number, indexes in by_number.items():
        seen: dict[tuple[object, ...], int] = {}
        for index in list(indexes):
            content = _content(rows[index])
            if content in seen:
                table.report("QK405", index, first=table.place(seen[content]))
                del rows[index]
                indexes.remove(index)
                repeats += 1
            seen.setdefault(content, index)
        first = rows[indexes[0]]
        named = [
            i
            for i in indexes
            if not {person_key(first.name)} & _names(rows[i])
            and not {person_key(rows[i].name)} & _names(first)
        ]
        if named:
            for index in indexes:  # nobody can tell whose number it is
                table.report(
                    "QK322",
                    index,
                    "employee_no",
                    number,
                    decides=True,
                    number=number,
                    first=first.name,
                    second=rows[named[0]].name,
                )
            continue
        starts = [rows[index].valid_from for index in indexes]
        if len(indexes) > 1 and (starts.count(None) > 1 or len(set(starts)) < len(starts)):
            for index in indexes[1:]:
                table.report("QK321", index, "employee_no", number, decides=True, number=number)
    return repeats


def _names(row: RosterRow) -> set[str]:
    return {person_key(name) for name in (row.name, *row.aliases)}


def _content(row: RosterRow) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in RosterRow.__slots__ if name != "place")


def _logins(table: Table, rows: dict[int, RosterRow]) -> None:
    owners: dict[str, Sequence[str]] = {}
    for index, row in rows.items():
        for login in row.logins:
            before = owners.setdefault(login, (row.employee_no,))
            if row.employee_no not in before:
                owners[login] = (*before, row.employee_no)
                table.report("QK325", index, "logins", login, login=login, people="、".join(owners[login]))
