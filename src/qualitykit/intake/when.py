"""When: the day and the time of each row, of the first column that holds them. Source: field-lists §11."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from qualitykit.intake.catalogue import Candidate
from qualitykit.intake.cells import Fault, Raw, is_blank
from qualitykit.intake.clock import parse_clock
from qualitykit.intake.dates import parse_moment, slipped_year
from qualitykit.intake.named import day_reader
from qualitykit.intake.periods import month_of_text, period_of
from qualitykit.intake.table import Table
from qualitykit.standards.forms import Form

__all__ = ["contact_days", "read_clock", "read_days"]

_CLOCKS = ("at", "call_start", "arrive_at", "patrol_at", "patrol")


def read_days(table: Table, fields: Sequence[str]) -> list[datetime | date | None]:
    """The day of each row (with its time, where written), of the first of these columns that holds it."""
    period, sheet = table.period, table.sheet

    def moment(raw: Raw) -> datetime | date | Fault | None:
        found = parse_moment(raw, period=period, date_1904=sheet.date_1904, typed=sheet.typed)
        if isinstance(found, date):
            day = found.date() if isinstance(found, datetime) else found
            return slipped_year(day, period) or found
        return found

    present = [name for name in fields if table.has(name)]
    if not present:
        return [None] * len(table)
    days = table.read(present[0], moment, decides=True)
    for name in present[1:]:
        if None not in days:
            break
        for index, (raw, day) in enumerate(zip(table.raw(name), days, strict=True)):
            if (
                day is None
                and index not in table.bad
                and not is_blank(raw)
                and not isinstance(raw, time | timedelta)
            ):
                found = moment(raw)
                if isinstance(found, Fault):
                    table.fault(index, name, found, raw, decides=True)
                else:
                    days[index] = found
    return days


def read_clock(table: Table, moments: Sequence[datetime | date | None]) -> list[time | None]:
    """The time of day of each row: of its own column, else of the day's cell."""
    name = table.has(*_CLOCKS)
    clocks: list[time | None] = table.read(name, _clock) if name else [None] * len(table)
    if None not in clocks:
        return clocks
    return [
        clock if clock is not None else moment.time() if isinstance(moment, datetime) else None
        for clock, moment in zip(clocks, moments, strict=True)
    ]


def _clock(raw: Raw) -> time | Fault | None:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return None  # a day without its time
    found = parse_clock(raw)
    if isinstance(found, Fault):
        moment = parse_moment(raw)
        if isinstance(moment, date):
            return moment.time() if isinstance(moment, datetime) else None
        return found
    return found.at if found is not None else None


def contact_days(table: Table, candidate: Candidate, form: Form) -> list[datetime | date | None]:
    """The day of the contact. A supervisor's rating is about the month: its own date may be soon after it."""
    if form.source not in ("supervisor", "supervisor-rating") and candidate.day_fields():
        return read_days(table, (*candidate.day_fields(), "at"))
    last = table.period.last_day
    written = table.read(table.has("contact_on", "inspected_on") or "contact_on", day_reader(table))
    months = table.texts("month")
    days: list[datetime | date | None] = []
    for day, month in zip(written, months, strict=True):
        if (named := month_of_text(month)) and named != table.period.month:
            start = table.period.first_day.day
            days.append(period_of(named, start).last_day)
        elif day is None or last < day <= last + timedelta(days=31):
            days.append(last)
        else:
            days.append(day)
    return days
