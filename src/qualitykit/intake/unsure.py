"""Headers that can mean several things, decided by the values below them. Source: field-lists.md §0.5.

Every decision is listed (QK139): a bare 日期, 时间, 编号, 满意度 says too little to be taken without a word.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from qualitykit.intake.cells import Raw, is_blank
from qualitykit.intake.dates import parse_moment
from qualitykit.intake.fieldwords import field_title
from qualitykit.intake.headers import HeaderMatch
from qualitykit.intake.table import Table
from qualitykit.problems import problem

__all__ = ["decide_unsure"]

_LOOKED_AT = 200


def decide_unsure(table: Table, day_fields: Sequence[str], is_person: Callable[[str], bool]) -> Table:
    """The table with its unsure headers settled; ``day_fields``: the fields for a bare date, the best first.

    A header that the values do not settle stays unread and is listed like an unknown one (QK114).
    """
    columns = dict(table.match.columns)
    for header, names in table.match.unsure:
        raws = [row[header.column] for row in table.cells[:_LOOKED_AT] if header.column < len(row)]
        values = [raw for raw in raws if not is_blank(raw)]
        chosen = _chosen(names, values, columns, day_fields, table, is_person)
        place = table.sheet.place(header.row, header.column)
        if chosen:
            columns[chosen] = header.column
            table.problems.append(problem("QK139", place, header=header.text, field=field_title(chosen)))
        elif values:
            table.problems.append(problem("QK114", place, header=header.text))
    match: HeaderMatch = replace(table.match, columns=columns, unsure=())
    return Table(table.sheet, match, table.period, table.numbers, table.cells, table.problems, table.bad)


def _chosen(
    names: tuple[str, ...],
    values: list[Raw],
    taken: dict[str, int],
    day_fields: Sequence[str],
    table: Table,
    is_person: Callable[[str], bool],
) -> str:
    free = [name for name in names if name not in taken]
    if not free or not values:
        return ""
    if "contact_on" in names or "service_on" in names or "received_at" in names:
        return _day_or_time(free, values, taken, day_fields, table)
    if set(names) == {"row_no", "employee_no"}:
        if _counts(values):
            return "row_no"
        known = sum(
            is_person(str(int(v)) if isinstance(v, float) and v == int(v) else str(v)) for v in values
        )
        return "employee_no" if "employee_no" in free and known * 10 >= len(values) * 6 else ""
    if set(names) == {"category", "cause"}:
        short = all(isinstance(v, str) and len(v) <= 12 for v in values)
        name = "category" if short and len(set(values)) <= max(8, len(values) // 3) else "cause"
        return name if name in free else ""
    for name in ("overdue", "satisfied", "site"):
        if name in free:
            return name
    return free[0]


def _day_or_time(
    free: list[str], values: list[Raw], taken: dict[str, int], day_fields: Sequence[str], table: Table
) -> str:
    if all(isinstance(v, time | timedelta) or (isinstance(v, float) and 0 <= v < 1) for v in values):
        return "at" if "at" not in taken else ""
    read = [
        parse_moment(v, period=table.period, date_1904=table.sheet.date_1904, typed=table.sheet.typed)
        for v in values
    ]
    if sum(isinstance(v, date | datetime) for v in read) * 2 < len(values):
        return ""
    if any(name in taken for name in day_fields):
        return next((name for name in ("inspected_on",) if name in free), "")
    return next((name for name in (*day_fields, *free) if name in free), "")


def _counts(values: list[Raw]) -> bool:
    """Whether the cells count the rows: 1, 2, 3 …"""
    numbers = [
        float(v) if isinstance(v, int | float) or (isinstance(v, str) and v.isdigit()) else None
        for v in values
    ]
    return all(n == i for i, n in enumerate(numbers, 1))
