"""People that a cell of a register names: one or several, certain or not."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import date, datetime

from qualitykit.frozen import dataclass
from qualitykit.intake.cells import Fault, Raw, is_blank, shown
from qualitykit.intake.dates import parse_date, parse_moment
from qualitykit.intake.names import Clues, Finder, Person
from qualitykit.intake.people import split_people
from qualitykit.intake.table import Table

__all__ = ["Named", "day_reader", "moment_reader", "named_people", "record_id", "repeats_out", "tell_people"]


@dataclass(frozen=True, slots=True)
class Named:
    """Who a cell names: numbers of the certain, the writing of the uncertain, a team."""

    people: tuple[str, ...] = ()
    uncertain: tuple[str, ...] = ()
    team: str = ""
    faults: tuple[Fault, ...] = ()


def named_people(
    raw: Raw, number: Raw, finder: Finder, day: date, department: str = "", team: str = ""
) -> Named:
    """The people of a cell with one name or several; ``number`` belongs to a cell with one.

    Nobody is guessed: a name that is not certain is kept as written and is a Fault (QK302–QK306).
    """
    cell = split_people(raw)
    if len(cell.people) <= 1 and not cell.group and (not is_blank(number) or cell.people):
        name = cell.people[0].text if cell.people and cell.unnamed != 0 else raw
        found = finder.find(Clues(number, "", name, department, team), day)
        if isinstance(found, Person):
            more = _more(cell.unnamed, raw)
            noted = _noted(finder, name, found)
            return Named((found.employee_no,), more, "", (Fault("QK309"), *noted) if more else noted)
        return Named((), (shown(raw).strip() or shown(number),), "", (found,))
    people: list[str] = []
    uncertain: list[str] = []
    faults: list[Fault] = []
    for person in cell.people:
        found = finder.find(Clues(person.number, "", person.text, department, team), day)
        if isinstance(found, Person):
            people.append(found.employee_no)
            faults += _noted(finder, person.text, found)
        else:
            uncertain.append(person.text)
            faults.append(found)
    more = _more(cell.unnamed, raw)
    if more:
        uncertain += more
        faults.append(Fault("QK309"))
    if not people and not uncertain and not cell.group:
        faults.append(Fault("QK306"))
    return Named(tuple(dict.fromkeys(people)), tuple(uncertain), cell.group, tuple(faults))


def tell_people(
    table: Table,
    index: int,
    column: str,
    raw: Raw,
    number: Raw,
    finder: Finder,
    department: str = "",
    team: str = "",
) -> None:
    """Of a row that has no day: what is wrong with its people on any day of the month (QK302–QK304, QK309).

    It is left out for its day already, once; its writer is told all at once.
    """
    if is_blank(raw) and is_blank(number):
        return
    days = (table.period.first_day, table.period.last_day)
    first, last = (named_people(raw, number, finder, day, department, team).faults for day in days)
    always = {fault.code for fault in first} - {"QK305", "QK306"}
    for fault in last:
        if fault.code in always:
            table.fault(index, column, fault, raw)


def _noted(finder: Finder, written: Raw, found: Person) -> tuple[Fault, ...]:
    """QK311 where the name is the person's in other characters only (李強, 李强)."""
    if not finder.other_script(shown(written).strip(), found.employee_no):
        return ()
    return (Fault("QK311", (("who", found.employee_no),)),)


def _more(unnamed: int | None, raw: Raw) -> tuple[str, ...]:
    """王芳等3人 names one and counts three: the rest is uncertain."""
    return (shown(raw).strip(),) if unnamed != 0 else ()


def day_reader(table: Table) -> Callable[[Raw], date | Fault | None]:
    """The reader of a table's date cells."""

    def day(raw: Raw) -> date | Fault | None:
        return parse_date(raw, period=table.period, date_1904=table.sheet.date_1904, typed=table.sheet.typed)

    return day


def moment_reader(table: Table) -> Callable[[Raw], datetime | date | Fault | None]:
    """The reader of a table's cells with a date and perhaps a time."""

    def moment(raw: Raw) -> datetime | date | Fault | None:
        return parse_moment(
            raw, period=table.period, date_1904=table.sheet.date_1904, typed=table.sheet.typed
        )

    return moment


def record_id(kind: str, *parts: object) -> str:
    """A short name of a record that is the same in the next run: made of its content, not of its place."""
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def repeats_out(table: Table, contents: Sequence[tuple[object, ...] | None]) -> set[int]:
    """Rows that say the same as an earlier one of this table, word for word: listed (QK405) and counted once.

    A row whose content is None is not compared.
    """
    seen: dict[tuple[object, ...], int] = {}
    repeated: set[int] = set()
    for index, content in enumerate(contents):
        if content is None or index in table.bad:
            continue
        if content in seen:
            repeated.add(index)
            table.report("QK405", index, first=table.place(seen[content]))
        else:
            seen[content] = index
    return repeated
