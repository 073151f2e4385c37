"""Where people stood on a day, for how long, on what base: the roster asked fast.

Most people have one row in the roster; only those who moved need a look at each day. Source: semantics.md §5,
§8.
"""

from datetime import date, timedelta

from qualitykit.model import Period, Roster, RosterRow
from qualitykit.scoring.violations import same_text

__all__ = ["Workforce", "people_by_text"]


def people_by_text(roster: Roster) -> dict[str, str]:
    """The employee number that a number or a name stands for, by the text as it is compared (``same_text``).

    A name that two people bear stands for nobody: what is uncertain never costs the employee.
    """
    bearers: dict[str, set[str]] = {}
    for row in roster.rows:
        for text in (row.name, row.employee_no):
            bearers.setdefault(same_text(text), set()).add(row.employee_no)
    return {text: next(iter(numbers)) for text, numbers in bearers.items() if text and len(numbers) == 1}


class Workforce:
    """The roster of one period."""

    def __init__(self, roster: Roster, period: Period) -> None:
        self.roster = roster
        self.period = period
        self._rows = roster.by_number
        self._settled = {
            number: rows[0].department
            for number, rows in self._rows.items()
            if len({row.department for row in rows}) == 1
        }

    def __contains__(self, employee_no: str) -> bool:
        return employee_no in self._rows

    @property
    def numbers(self) -> tuple[str, ...]:
        """All employee numbers, sorted."""
        return tuple(sorted(self._rows))

    def is_settled(self, employee_no: str) -> bool:
        """Whether the person has been in one department all the time, or is unknown."""
        return employee_no in self._settled or employee_no not in self._rows

    def department_on(self, employee_no: str, day: date) -> str:
        """The department that day, empty if unknown: a contact counts where the person was then."""
        settled = self._settled.get(employee_no)
        if settled is not None:
            return settled
        row = self.roster.on(employee_no, day)
        return row.department if row else ""

    def at_end(self, employee_no: str) -> RosterRow | None:
        """The row of the period's last day; for who left before it, of the last day employed."""
        left = self.left_on(employee_no)
        day = self.period.last_day
        return self.roster.on(employee_no, left if left is not None and left < day else day)

    def left_on(self, employee_no: str) -> date | None:
        """The last day employed, None while nothing says that the person leaves."""
        row = self.roster.on(employee_no, self.period.last_day)
        return row.left_on if row else None

    def days_employed(self, employee_no: str) -> int:
        """Days employed in the period, both ends counted; 0 for who is unknown."""
        rows = self._rows.get(employee_no, ())
        first, last = self.period.first_day, self.period.last_day
        if len(rows) == 1:
            begin = max(rows[0].hired_on or first, first)
            end = min(rows[0].left_on or last, last)
            return max((end - begin).days + 1, 0)
        days = (first + timedelta(days=offset) for offset in range(self.period.days))
        return sum(
            1
            for day in days
            if (row := self.roster.on(employee_no, day)) is not None and row.employed_on(day)
        )
