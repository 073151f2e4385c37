"""新员工: the basics in the first week, then a training a month, and a mentor.

Whoever is new has these steps; each is due on its last day. What no list can tell is not held against
anybody. Source: P3.trn.new.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from qualitykit.frozen import dataclass
from qualitykit.model import Period, Roster, RosterRow, Training
from qualitykit.scoring.dates import add_months
from qualitykit.standards.indicators import Indicators

__all__ = ["Newcomer", "NewcomerStep", "newcomer_facts", "newcomers_of"]

StepKind = Literal["week", "month", "mentor"]
StepState = Literal["done", "missed", "open", "running", "unknown"]
_Days = Mapping[str, Sequence[date]]
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewcomerStep:
    """One step of a newcomer. ``until``: its last day. ``state``: done, missed, open (it can still be done),
    running (a mentor is there, the time is not over) or unknown (the lists of those days are not there)."""

    kind: StepKind
    until: date
    state: StepState


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody in the first months, with the steps in order of their last days."""

    employee_no: str
    hired_on: date
    steps: tuple[NewcomerStep, ...]


def newcomers_of(
    rules: Indicators,
    period: Period,
    roster: Roster,
    trainings: Iterable[Training],
    *,
    known_since: date | None = date.min,
) -> tuple[Newcomer, ...]:
    """Everybody whose first months were not over when the period began, with what was done by its last day.

    ``known_since``: the first day of which the training lists are there; None: no list is there at all.
    """
    days, day = _days_of(trainings), period.last_day
    found = []
    for number, row in _hired(roster, day):
        steps = tuple(_steps(rules, roster, row, days.get(number, ()), day, known_since))
        hired = row.hired_on
        over = not steps or steps[-1].until < period.first_day
        if not over and hired is not None and hired <= day and row.employed_on(day):
            found.append(Newcomer(number, hired, steps))
    return tuple(sorted(found, key=lambda one: (one.hired_on, one.employee_no)))


def newcomer_facts(
    rules: Indicators,
    period: Period,
    roster: Roster,
    trainings: Iterable[Training],
    *,
    known_since: date | None = date.min,
) -> tuple[dict[str, Fraction], dict[str, frozenset[str]]]:
    """The steps that were due in a period: facts, and the facts that are people.

    A step counts in the period of its last day, for who was still employed then.
    """
    days = _days_of(trainings)
    due: dict[StepKind, list[str]] = {"week": [], "month": [], "mentor": []}
    done: dict[StepKind, list[str]] = {"week": [], "month": [], "mentor": []}
    for number, row in _hired(roster, period.last_day):
        for step in _steps(rules, roster, row, days.get(number, ()), period.last_day, known_since):
            if step.until in period and step.state != "unknown":
                due[step.kind].append(number)
                if step.state == "done":
                    done[step.kind].append(number)
    facts = {
        "newcomer-months-due": Fraction(len(due["month"])),
        "newcomer-months-trained": Fraction(len(done["month"])),
        "mentors-due": Fraction(len(due["mentor"])),
        "mentors-kept": Fraction(len(done["mentor"])),
    }
    return facts, {"newcomers": frozenset(due["week"]), "newcomers-trained": frozenset(done["week"])}


def _days_of(trainings: Iterable[Training]) -> dict[str, list[date]]:
    found: dict[str, list[date]] = {}
    for one in trainings:
        if one.employee_no and one.attended and one.held_on is not None:
            found.setdefault(one.employee_no, []).append(one.held_on)
    return found


def _hired(roster: Roster, day: date) -> Iterator[tuple[str, RosterRow]]:
    for number in roster.by_number:
        row = roster.on(number, day)
        if row is not None and row.hired_on is not None:
            yield number, row


def _steps(
    rules: Indicators, roster: Roster, row: RosterRow, days: Sequence[date], day: date, since: date | None
) -> Iterator[NewcomerStep]:
    """The steps of one person up to a day; a step that ends after the last day employed is none."""
    assert row.hired_on is not None
    first = row.hired_on + timedelta(days=rules.newcomer_days)  # the day after the first week
    spans: list[tuple[StepKind, date, date]] = [("week", row.hired_on, first - _ONE_DAY)]
    spans += [
        ("month", add_months(first, n), add_months(first, n + 1) - _ONE_DAY)
        for n in range(rules.newcomer_months)
    ]
    steps = []
    for kind, start, until in spans:
        if since is not None and row.employed_on(until):
            held = any(start <= one <= until and one <= day for one in days)
            state = _state(held, until, day, known=start >= since)
            steps.append(NewcomerStep(kind, until, state))
    until = add_months(row.hired_on, rules.mentor_months) - _ONE_DAY
    if rules.mentor_months and roster.keeps_mentors and row.employed_on(until):
        mentored = _mentored(rules, row)
        state = "running" if mentored and until > day else _state(mentored, until, day, known=True)
        steps.append(NewcomerStep("mentor", until, state))
    yield from sorted(steps, key=lambda one: (one.until, one.kind))


def _state(held: bool, until: date, day: date, *, known: bool) -> StepState:
    if held:
        return "done"
    if until > day:
        return "open"
    return "missed" if known else "unknown"


def _mentored(rules: Indicators, row: RosterRow) -> bool:
    """Whether a mentor is recorded, from the first week on, for the months asked for.

    Days that the roster leaves out are not held against anybody.
    """
    if not row.mentor or row.hired_on is None:
        return False
    start = row.mentored_from or row.hired_on
    in_time = start < row.hired_on + timedelta(days=rules.newcomer_days)
    long_enough = (
        row.mentored_until is None or row.mentored_until >= add_months(start, rules.mentor_months) - _ONE_DAY
    )
    return in_time and long_enough
