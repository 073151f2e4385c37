"""计数: what a month's records and result hold of what the indicators name.

Source: P3.kpi, P3.cpl, P3.sat, P1.cmp.5, P2.cb.3, P3.loop; semantics.md §10.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from qualitykit.frozen import dataclass
from qualitykit.model import (
    Activity,
    Complaint,
    Improvement,
    MonthRecords,
    Period,
    Place,
    Roster,
    Training,
    Verified,
)
from qualitykit.scoring.indicators import Facts
from qualitykit.scoring.record_facts import is_closed
from qualitykit.scoring.results import MonthResult
from qualitykit.scoring.surveys import is_low, rating_facts, rating_of, reasons_of, survey_facts
from qualitykit.scoring.training import SeenScore
from qualitykit.scoring.workforce import Workforce
from qualitykit.standards.indicators import Indicators
from qualitykit.standards.standard import Standard

__all__ = [
    "VOLUME",
    "LowRating",
    "MonthTally",
    "seen_after",
    "tally_month",
]

VOLUME = "服务总量"
"""The kind of activity whose count is the month's number of contacts."""
_SECONDS_AN_HOUR = 3600
_NOT_INSPECTED = ("satisfaction", "supervisor")
_NOT_TAKEN = ("held-back", "repeat-of-earlier-month", "differs-from-earlier-month", "after-the-month")


@dataclass(frozen=True, slots=True)
class LowRating:
    """A customer's low rating that nobody has verified yet. ``employee_no`` empty: who served is unknown."""

    id: str
    place: Place
    day: date
    rating: Decimal
    employee_no: str


@dataclass(frozen=True, slots=True)
class MonthTally:
    """A month without its transcripts. ``rules``: the definitions that it was counted by. ``facts``:
    department → facts; the empty name is the company."""

    period: Period
    rules: Indicators
    roster: Roster
    facts: Mapping[str, Facts]
    trainings: tuple[Training, ...]
    improvements: tuple[Improvement, ...]
    scores: tuple[SeenScore, ...]
    low_ratings: tuple[LowRating, ...] = ()


class _Counts:
    """Sums by department and for the company."""

    def __init__(self) -> None:
        self.numbers: dict[str, Counter[str]] = {"": Counter()}
        self.activities: dict[str, dict[str, Counter[str]]] = {"": {}}
        self.reasons: dict[str, Counter[str]] = {"": Counter()}

    def add(self, department: str, facts: Iterable[tuple[str, Fraction]]) -> None:
        for fact, number in facts:
            for name in dict.fromkeys(("", department)):
                mine = self.numbers.setdefault(name, Counter())
                mine[fact] += number  # type: ignore[assignment]  # a Counter holds fractions as well


def seen_after(seen: Mapping[str, bool], records: MonthRecords) -> dict[str, bool]:
    """The ids of the registers' records that were counted, with this month's: True where nothing of one is
    left to count; a complaint is closed later, a call-back's finding is made later."""
    found = dict.fromkeys((one.id for one in records.surveys), True)
    found |= dict.fromkeys((one.id for one in records.activities), True)
    found |= {one.id: is_closed(one) or seen.get(one.id, False) for one in records.complaints}
    found |= {one.id: bool(one.finding) or seen.get(one.id, False) for one in records.requests}
    return {**seen, **found}


def tally_month(
    rules: Indicators,
    standards: Sequence[Standard],
    records: MonthRecords,
    result: MonthResult,
    *,
    seen: Mapping[str, bool] | None = None,
) -> MonthTally:
    """Everything of a month that indicators count, training left to ``with_training``.

    A complaint that was judged not valid counts in no figure. A record counts in the department it names,
    else in that of its people on the day. ``seen``: what earlier months counted (``seen_after``), for a
    register that goes on shows it again: of that only what is new counts, such as that it was closed.
    """
    seen = seen or {}
    counts = _Counts()
    team = Workforce(records.roster, records.period)
    rated, low = _count_ratings(rules, standards, records, result, counts, team)
    served = _served_by(records)
    for survey in records.surveys:
        if survey.id in seen:
            continue
        people = survey.people or served.get(survey.contact_id, ())
        where = survey.department or _department(team, people, survey.answered_on)
        known = bool(survey.contact_id) and survey.contact_id in rated
        counts.add(where, survey_facts(rules, survey, rated_already=known))
        waits = survey.verified is Verified.PENDING and survey.audience == "customer" and not known
        if waits and survey.overall is not None and is_low(rules, survey.overall):
            who = people[0] if len(people) == 1 else ""
            low.append(LowRating(survey.id, survey.place, survey.answered_on, survey.overall, who))
    scores = _count_result(rules, result, counts, team)
    for one in records.complaints:
        _count_complaint(rules, one, counts, team, seen.get(one.id))
    for request in records.requests:
        if request.finding and not seen.get(request.id):
            right = bool(request.rectified) and request.rechecked_at is not None
            found = [("callback-findings", Fraction(1)), ("callback-findings-put-right", Fraction(right))]
            counts.add(request.department, found)
    for evaluation in records.evaluations:
        if evaluation.call is not None and evaluation.call.talk_seconds is not None:
            where = team.department_on(evaluation.employee_no, evaluation.day)
            minutes = Fraction(evaluation.call.talk_seconds) / 60
            counts.add(where, [("timed-calls", Fraction(1)), ("talk-minutes", minutes)])
    _count_activities([one for one in records.activities if one.id not in seen], counts)
    _count_steps(result, counts)
    for line in records.improvements:
        if line.due_on is not None and line.due_on in records.period:
            kept = line.done_on is not None and line.done_on <= line.due_on
            due = [("improvements-due", Fraction(1)), ("improvements-in-time", Fraction(kept))]
            counts.add(line.department, due)
    month = records.period.month
    facts = {
        name: Facts(
            months=(month,),
            numbers={fact: Fraction(number) for fact, number in numbers.items()},
            activities={
                kind: {fact: Fraction(number) for fact, number in of.items()}
                for kind, of in counts.activities.get(name, {}).items()
            },
            complaint_reasons=dict(counts.reasons.get(name, {})),
            rating_reasons=dict(reasons_of(records.surveys)) if not name else {},
        )
        for name, numbers in counts.numbers.items()
    }
    trainings = tuple(
        replace(one, held_on=records.period.last_day) if one.held_on is None else one
        for one in records.trainings
    )
    return MonthTally(
        records.period,
        rules,
        records.roster,
        facts,
        trainings,
        tuple(records.improvements),
        scores,
        tuple(low),
    )


def _served_by(records: MonthRecords) -> dict[str, tuple[str, ...]]:
    """Who served at a contact, where it is one person by everything that was reviewed of it."""
    found: dict[str, set[str]] = {}
    for one in records.evaluations:
        if one.contact_id and one.employee_no:
            found.setdefault(one.contact_id, set()).add(one.employee_no)
    return {contact: tuple(who) for contact, who in found.items() if len(who) == 1}


def _count_steps(result: MonthResult, counts: _Counts) -> None:
    """Deadlines and call-backs of the month, by the id of their rule."""
    company = counts.activities[""]
    for rate in result.deadline_rates:
        mine = company.setdefault(rate.rule, Counter())
        mine["steps-due"] += rate.n
        mine["steps-in-time"] += rate.met
    for call in result.callbacks:
        mine = company.setdefault(call.rule, Counter())
        mine["callbacks-due"] += call.n
        mine["callbacks-made"] += call.called


def _department(team: Workforce, people: Sequence[str], day: date) -> str:
    return team.department_on(people[0], day) if people else ""


def _count_ratings(
    rules: Indicators,
    standards: Sequence[Standard],
    records: MonthRecords,
    result: MonthResult,
    counts: _Counts,
    team: Workforce,
) -> tuple[set[str], list[LowRating]]:
    """The customers' ratings of the rating forms: the contacts that were rated, low ones not verified yet."""
    left_out = {
        one.id for one in result.evaluations if one.reason is not None and one.reason.code in _NOT_TAKEN
    }
    forms = {
        form.id: form
        for standard in reversed(standards)
        for form in standard.forms
        if form.source == "satisfaction"
    }
    rated: set[str] = set()
    low: list[LowRating] = []
    for one in records.evaluations:
        form = forms.get(one.form)
        if form is None or one.held_back or one.id in left_out:
            continue
        rating = rating_of(form, one)
        if rating is not None:
            counts.add(
                team.department_on(one.employee_no, one.day), rating_facts(rules, rating, one.verified)
            )
            rated.add(one.contact_id)
            if is_low(rules, rating) and one.verified not in (Verified.YES, Verified.NO):
                low.append(LowRating(one.contact_id or one.id, one.place, one.day, rating, one.employee_no))
    return rated - {""}, low


def _count_result(
    rules: Indicators, result: MonthResult, counts: _Counts, team: Workforce
) -> tuple[SeenScore, ...]:
    scores: list[SeenScore] = []
    for one in result.evaluations:
        where = team.department_on(one.employee_no, one.day)
        for outcome in one.outcomes:
            if outcome.check == rules.invitation_check and outcome.state in ("passed", "failed"):
                passed = Fraction(outcome.state == "passed")
                counts.add(where, [("invitations-due", Fraction(1)), ("invitations", passed)])
        if one.score is None or one.score.published is None or one.source == "satisfaction":
            continue
        scores.append((one.employee_no, one.day, one.score.published))
        if one.source not in _NOT_INSPECTED:
            good = one.score.qualified and one.score.published >= rules.inspection_pass_score
            counts.add(where, [("inspections", Fraction(1)), ("inspections-passed", Fraction(good))])
    for praise in result.praises:
        if praise.counts:
            where = team.department_on(praise.employee_no, praise.service_on)
            counts.add(where, [("praises", Fraction(1))])
    return tuple(scores)


def _count_complaint(
    rules: Indicators, one: Complaint, counts: _Counts, team: Workforce, closed_before: bool | None
) -> None:
    """A complaint: that it was received, and that it was closed. ``closed_before`` None: it is new."""
    if one.valid is Verified.NO or closed_before:
        return
    received = one.received_at
    day = received.date() if isinstance(received, datetime) else received
    where = one.department or _department(team, one.people, one.contact_on or day)
    facts = [*_closing(one)] if is_closed(one) else []
    if closed_before is None:
        attitude = any(word in one.category for word in rules.attitude_words)
        facts += [("complaints", Fraction(1)), ("attitude-complaints", Fraction(attitude))]
        facts += [("valid-complaints", Fraction(1))] if one.valid is Verified.YES else []
        for name in dict.fromkeys(("", where)):
            counts.reasons.setdefault(name, Counter())[one.category] += 1
    counts.add(where, facts)


def _closing(one: Complaint) -> Iterator[tuple[str, Fraction]]:
    received = one.received_at
    if one.valid is Verified.YES:
        yield "valid-closed-complaints", Fraction(1)
        yield "analysed-complaints", Fraction(bool(one.cause))
    if one.rounds is not None:
        yield "first-contact-known", Fraction(1)
        yield "first-contact-solved", Fraction(one.rounds <= 1)
    if isinstance(received, datetime) and isinstance(one.closed_at, datetime) and one.closed_at >= received:
        seconds = int((one.closed_at - received).total_seconds())
        yield "closed-complaints", Fraction(1)
        yield "closing-hours", Fraction(seconds, _SECONDS_AN_HOUR)


def _count_activities(activities: Iterable[Activity], counts: _Counts) -> None:
    for one in activities:
        number = Fraction(1 if one.count is None else one.count)
        cost = Fraction(one.cost or 0)
        if VOLUME in one.kind:
            counts.add(one.department, [("contacts", number), ("cost", cost)])
            continue
        judged = one.on_time is not Verified.PENDING
        facts = [
            ("activities", number),
            ("activities-judged", Fraction(judged)),
            ("activities-on-time", Fraction(one.on_time is Verified.YES)),
            ("cost", cost),
        ]
        counts.add(one.department, facts)
        for name in dict.fromkeys(("", one.department)):
            mine = counts.activities.setdefault(name, {}).setdefault(one.kind, Counter())
            for fact, value in facts:
                mine[fact] += value  # type: ignore[assignment]  # a Counter holds fractions as well
