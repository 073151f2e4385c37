"""培训: who passed, who has to resit, who was trained, and what of it is seen later in the work.

Source: P1.trn.1, P3.trn, P3.trn.new, P3.goal.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from qualitykit.frozen import dataclass
from qualitykit.model import Period, Roster, Training, Verified
from qualitykit.scoring.dates import add_months
from qualitykit.scoring.newcomers import newcomer_facts
from qualitykit.scoring.rounding import publish
from qualitykit.standards.indicators import Indicators

__all__ = ["Resit", "SeenScore", "TrainingEffect", "effects_of", "resits_due", "training_facts"]

SeenScore = tuple[str, date, Decimal]
"""Employee, day of the contact, published score of an inspection."""


@dataclass(frozen=True, slots=True)
class Resit:
    """Someone who did not pass and has not passed since. ``score``: the last mark, None: only the word."""

    employee_no: str
    session: str
    held_on: date | None
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class TrainingEffect:
    """A session and the inspections of who was there: mean before, a month after, three months after.

    ``n_…``: how many of the people were inspected then; a mean over nobody is None. A difference here is no
    proof: other things changed too.
    """

    session: str
    held_on: date
    people: int
    before: Decimal | None
    n_before: int
    month_after: Decimal | None
    n_month: int
    quarter_after: Decimal | None
    n_quarter: int


def _passed(word: Verified, score: Decimal | None, rules: Indicators) -> bool | None:
    if word is not Verified.PENDING:
        return word is Verified.YES
    return None if score is None else score >= rules.test_pass_score


def training_facts(
    rules: Indicators,
    period: Period,
    roster: Roster,
    trainings: Sequence[Training],
    scores: Sequence[SeenScore] = (),
    *,
    known_since: date | None = date.min,
) -> tuple[dict[str, Fraction], dict[str, frozenset[str]]]:
    """What a month's training adds: facts, and the facts that are people.

    ``trainings``: all that are known, of other months too: a newcomer of the 30th is trained in the next
    month, a behaviour is looked at a month later. Who was trained in any month known by the period's end is
    covered. ``known_since``: the first day of which lists are there, without a gap up to the period; what
    began before it is not judged. None: no list is there at all, and nothing can be said of anybody.
    ``scores``: inspections, which show whether the behaviour was looked at.
    """
    mine = [one for one in trainings if one.held_on is not None and one.held_on in period]
    present = [one for one in mine if one.attended]
    facts: dict[str, Fraction] = {
        "sessions": Fraction(len({(one.session, one.held_on) for one in present})),
        "training-hours": sum((Fraction(one.hours or 0) for one in present if one.employee_no), Fraction(0)),
    }
    first = [(one, _passed(one.passed, one.score, rules)) for one in present if one.employee_no]
    tested = [(one, passed) for one, passed in first if passed is not None]
    waiting = {(one.employee_no, one.session) for one in resits_due(rules, trainings)}
    facts["tests"] = Fraction(len(tested))
    facts["tests-passed"] = Fraction(sum(1 for _one, passed in tested if passed))
    in_the_end = [one for one, _passed in tested if (one.employee_no, one.session) not in waiting]
    facts["tests-passed-in-the-end"] = Fraction(len(in_the_end))
    due, seen = _observed(rules, period, roster, trainings, scores)
    facts["observations-due"], facts["observations"] = Fraction(due), Fraction(seen)
    facts |= _programme(period, trainings, known_since)
    steps, newcomers = newcomer_facts(rules, period, roster, trainings, known_since=known_since)
    if known_since is None:
        return facts | steps, {}
    return facts | steps, newcomers | _covered(rules, period, roster, trainings, known_since)


def _covered(
    rules: Indicators, period: Period, roster: Roster, trainings: Sequence[Training], known_since: date
) -> dict[str, frozenset[str]]:
    """The staff of the last day, who of it was ever trained, and who within the last months."""
    last = period.last_day
    rows = {number: roster.on(number, last) for number in roster.by_number}
    staff = frozenset(number for number, row in rows.items() if row is not None and row.employed_on(last))
    held = [
        (one.employee_no, one.held_on)
        for one in trainings
        if one.employee_no and one.attended and one.held_on is not None and one.held_on <= last
    ]
    found = {"staff": staff, "staff-trained": frozenset(number for number, _day in held)}
    since = add_months(period.first_day, 1 - rules.refresh_months)
    if since >= known_since:
        long_here = frozenset(
            number for number in staff if (row := rows[number]) is not None and row.employed_on(since)
        )
        lately = frozenset(number for number, day in held if day >= since)
        found |= {"staff-due-lately": long_here, "staff-trained-lately": lately & long_here}
    return found


def _programme(
    period: Period, trainings: Iterable[Training], known_since: date | None
) -> dict[str, Fraction]:
    """The weeks with training and the hours of their sessions.

    A week counts in the period of its Sunday, and only where its days and its sessions' hours are all known.
    """
    weeks: dict[date, dict[tuple[str, date], Fraction | None]] = {}
    for one in trainings:
        if one.attended and one.held_on is not None:
            sunday = one.held_on + timedelta(days=6 - one.held_on.weekday())
            sessions = weeks.setdefault(sunday, {})
            hours = None if one.hours is None else Fraction(one.hours)
            told = (hours, sessions.get((one.session, one.held_on)))
            sessions[one.session, one.held_on] = max((h for h in told if h is not None), default=None)
    known = [
        list(sessions.values())
        for sunday, sessions in weeks.items()
        if sunday in period and known_since is not None and sunday - timedelta(days=6) >= known_since
    ]
    whole = [[hours for hours in week if hours is not None] for week in known if None not in week]
    return {
        "programme-weeks": Fraction(len(whole)),
        "programme-hours": sum((hours for week in whole for hours in week), Fraction(0)),
    }


def _window(held_on: date, after: int, days: int) -> tuple[date, date]:
    start = held_on + timedelta(days=after)
    return start, start + timedelta(days=days - 1)


def _observed(
    rules: Indicators,
    period: Period,
    roster: Roster,
    trainings: Iterable[Training],
    scores: Sequence[SeenScore],
) -> tuple[int, int]:
    """How many trained people had to be looked at by a day of this period, and how many were; who left
    before that day could not be."""
    days: dict[str, list[date]] = {}
    for number, day, _score in scores:
        days.setdefault(number, []).append(day)
    due = seen = 0
    for one in trainings:
        if not one.attended or not one.employee_no or one.held_on is None:
            continue
        start, end = _window(one.held_on, rules.observed_after_days, rules.looking_days)
        row = roster.on(one.employee_no, end)
        if end in period and (row is None or row.employed_on(end)):
            due += 1
            seen += any(start <= day <= end for day in days.get(one.employee_no, ()))
    return due, seen


def resits_due(rules: Indicators, trainings: Sequence[Training]) -> tuple[Resit, ...]:
    """Who failed a test and has passed neither its resit nor a later test of the same name."""
    states: dict[tuple[str, str], Resit | None] = {}
    for one in sorted(trainings, key=lambda one: (one.held_on or date.min, one.id)):
        if not one.employee_no or not one.attended:
            continue
        passed = _passed(one.passed, one.score, rules)
        again = _passed(one.resit_passed, one.resit_score, rules)
        if passed is None and again is None:
            continue
        score = one.resit_score if one.resit_score is not None else one.score
        failed = again is False or (again is None and passed is False)
        key = one.employee_no, one.session
        states[key] = Resit(one.employee_no, one.session, one.held_on, score) if failed else None
    return tuple(one for one in states.values() if one is not None)


def effects_of(
    rules: Indicators, trainings: Iterable[Training], scores: Sequence[SeenScore]
) -> tuple[TrainingEffect, ...]:
    """Each session with the inspections of its people before and after, in order of its day."""
    sessions: dict[tuple[date, str], set[str]] = {}
    for one in trainings:
        if one.held_on is not None and one.attended and one.employee_no:
            sessions.setdefault((one.held_on, one.session), set()).add(one.employee_no)
    by_person: dict[str, list[tuple[date, Decimal]]] = {}
    for number, day, score in scores:
        by_person.setdefault(number, []).append((day, score))
    found = []
    for (held_on, session), people in sorted(sessions.items()):
        span = timedelta(days=rules.looking_days)
        before = _mean(people, by_person, held_on - span, held_on - timedelta(days=1))
        month = _mean(people, by_person, *_window(held_on, rules.observed_after_days, rules.looking_days))
        later = _mean(people, by_person, *_window(held_on, rules.effect_after_days, rules.looking_days))
        found.append(TrainingEffect(session, held_on, len(people), *before, *month, *later))
    return tuple(found)


def _mean(
    people: Iterable[str], scores: dict[str, list[tuple[date, Decimal]]], start: date, end: date
) -> tuple[Decimal | None, int]:
    """The mean of the people's own means in those days, so that who is inspected often counts once."""
    means = []
    for number in people:
        mine = [Fraction(score) for day, score in scores.get(number, ()) if start <= day <= end]
        if mine:
            means.append(sum(mine, Fraction(0)) / len(mine))
    return (publish(sum(means, Fraction(0)) / len(means)), len(means)) if means else (None, 0)
