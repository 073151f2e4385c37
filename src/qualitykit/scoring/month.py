"""A month, end to end: records, standard and history → one immutable result.

evaluations → praise → people → incidents and the ladder → stars → money. Pure: the same input gives the same
result, whatever the order of rows. Source: semantics.md §2–§9, §11.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from qualitykit.errors import ControlTotalError
from qualitykit.i18n import _
from qualitykit.model import Complaint, Decision, MonthRecords, Period, Place, Verified
from qualitykit.problems import Problem, problem
from qualitykit.scoring.bonus import Claims, pay_month
from qualitykit.scoring.claims import differing_claims
from qualitykit.scoring.controls import left_out_in_scoring
from qualitykit.scoring.decisions import match_decisions
from qualitykit.scoring.evaluations import Judged, ScoredEvaluations, score_evaluations
from qualitykit.scoring.history import identity_key
from qualitykit.scoring.incidents import (
    Finding,
    finding_of_evaluation,
    findings_of_complaint,
    merge_incidents,
)
from qualitykit.scoring.ladder import climb
from qualitykit.scoring.month_deadlines import complaint_lines, time_month
from qualitykit.scoring.paid_before import asked_for, still_to_pay
from qualitykit.scoring.people import collect_scores, departments_of_month, people_by_name, people_of_month
from qualitykit.scoring.praise import count_praises, pay_praises
from qualitykit.scoring.register import check_register
from qualitykit.scoring.results import (
    Case,
    EvaluationResult,
    History,
    Incident,
    MonthResult,
    PersonMonth,
    PraisePart,
    Reason,
    StandardRef,
)
from qualitykit.scoring.reviewing import hits_to_review
from qualitykit.scoring.stars import pick_stars
from qualitykit.scoring.transcript import Checker, ChecksCalls
from qualitykit.scoring.versions import Versions, standard_ref
from qualitykit.scoring.violations import ViolationRules
from qualitykit.scoring.workforce import Workforce
from qualitykit.scoring.workhours import Workdays, china_workday
from qualitykit.standards.standard import Standard

__all__ = ["score_month"]


def score_month(
    standards: Sequence[Standard],
    records: MonthRecords,
    history: History,
    *,
    program_version: str,
    input_problems: Sequence[Problem] = (),
    as_of: datetime | None = None,
    workdays: Workdays = china_workday,
    checker_of: Callable[[Standard], ChecksCalls] = Checker,
    when_evaluated: Callable[[MonthResult], None] | None = None,
) -> MonthResult:
    """Score a month: everybody's score and rank, incidents and warnings, stars, and every yuan.

    ``standards``: the versions of the house's pack, and other packs whose forms were filled; the first one's
    pack rules month scores, ladder, stars and money, by its version in force on the period's last day.
    ``history``: what the months before left, never this month or a later one (ValueError).
    ``input_problems`` come back in the result, with those found here. ``as_of``: the moment at which what
    is not done is judged, if it lies in the month; else the month's end. ``workdays``: the calendar.
    ``checker_of``: compiles a standard's checks, or knows them compiled. ``when_evaluated`` is told the
    evaluations as soon as they are as they will be, with the names of their people and nothing else: who
    prints them may begin.

    CannotRunError: no standard, no calendar for a year. ControlTotalError: a sheet's rows do not add up.

    Source: semantics.md §2–§9, §11.
    """
    period = records.period
    if any(month >= period.month for month in history.months):
        raise ValueError("the history of a month holds earlier months only")
    _check_controls(records)
    versions = Versions(standards, period)
    standard, in_force = versions.of_month()
    problems: list[Problem] = list(input_problems)
    if not in_force:
        day = period.last_day.isoformat()
        problems.append(problem("QK729", Place(), f"{standard.id} {standard.version}", day=day))
    workforce = Workforce(records.roster, period)
    known = {identity: month for identity, _digest, month in history.identities}
    scored = score_evaluations(versions, records, known, checker_of)
    scored = _with_contradictions(scored, input_problems)
    used = tuple(standard_ref(one) for one in scored.standards)
    if when_evaluated is not None:
        named = people_by_name(standard.weights, workforce, {one.employee_no for one in scored.results})
        when_evaluated(_evaluated(period, program_version, used, named, scored.results))
    problems += differing_claims(records.evaluations, scored.results)
    pay = partial(
        pay_praises,
        standard.praise,
        records.praises,
        period=period,
        roster=records.roster,
        complaints=records.complaints,
        earlier=history.praises,
        corrected=history.corrected,
    )
    merge = partial(
        merge_incidents,
        _findings(versions, scored.judged, records.complaints),
        roster=records.roster,
        period=period,
        past=history.incidents,
        struck=history.struck,
    )
    decisions: tuple[Decision, ...] = ()
    if records.decisions:  # what waits shows without them
        decisions, lost = match_decisions(
            records.decisions,
            records.praises,
            pay()[0],
            merge(),
            records.complaints,
            history.incidents,
        )
        problems += lost
    praises, praise_problems = pay(decisions=decisions)
    incidents = merge(decisions=decisions)
    provisional = _is_provisional(history, records)
    cases, warnings = climb(
        standard.ladder,
        incidents,
        earlier=history.warnings,
        register=records.served_warnings,
        period=period,
        provisional=provisional,
        past=history.incidents,
    )
    scores = collect_scores(standard.weights, workforce, scored.results, history.scores)
    people = people_of_month(
        standard.weights,
        workforce,
        scores,
        praises=count_praises(praises),
        also=_also(records, history, praises, incidents, workforce),
    )
    stars = pick_stars(
        standard.stars,
        people,
        workforce,
        warned={case.employee_no for case in cases if not case.overturned},
        unqualified=_unqualified(scored.results),
        warnings=warnings,
    )
    people = tuple(replace(person, ineligible=stars.ineligible[person.employee_no]) for person in people)
    adjustments, repeated_money = still_to_pay(
        records, {name: known[key] for name in asked_for(records) if (key := identity_key(name)) in known}
    )
    money = pay_month(
        standard,
        workforce,
        people,
        Claims(
            cases=tuple(case for case in cases if not case.overturned),
            praises=praises,
            stars=stars.stars,
            special_awards=records.special_awards,
            contests=records.contests,
            adjustments=adjustments,
            complaints=_valid_complaints(records),
            carried=history.carried,
            evidence=_evidence(cases, incidents),
        ),
    )
    problems += scored.problems
    problems += praise_problems
    problems += check_register(records.served_warnings, warnings, (*history.incidents, *incidents))
    problems += repeated_money
    problems += money.problems
    timed = time_month(versions, standard, records, history, as_of=as_of, workdays=workdays)
    problems += timed.problems
    return MonthResult(
        period=period,
        program_version=program_version,
        standards=used,
        people=people,
        evaluations=scored.results,
        incidents=incidents,
        cases=cases,
        warnings=warnings,
        praises=praises,
        stars=stars.stars,
        bonuses=money.lines,
        budget=money.budget,
        carried=money.carried,
        problems=_in_order(problems),
        controls=tuple(
            sorted(
                left_out_in_scoring(records.controls, problems, records.objections),
                key=lambda one: (one.file, one.sheet, one.form),
            )
        ),
        digests=tuple(sorted(records.digests.items())),
        notes=(
            *_pending_note(scored.results, incidents),
            *scored.notes,
            *_praise_notes(praises),
            *stars.notes,
            *money.notes,
        ),
        estimate=not set(history.months) <= set(history.closed_months),
        provisional=provisional,
        departments=departments_of_month(standard.weights, workforce, scores, people),
        deadlines=timed.deadlines,
        deadline_rates=timed.rates,
        callbacks=timed.callbacks,
        complaints=complaint_lines(records.complaints),
    )


def _evaluated(
    period: Period,
    program_version: str,
    standards: tuple[StandardRef, ...],
    people: tuple[PersonMonth, ...],
    evaluations: tuple[EvaluationResult, ...],
) -> MonthResult:
    """The evaluations, and who their people are."""
    return MonthResult(
        period=period,
        program_version=program_version,
        standards=standards,
        people=people,
        evaluations=evaluations,
        incidents=(),
        cases=(),
        warnings=(),
        praises=(),
        stars=(),
        bonuses=(),
        budget=None,
        carried=(),
        problems=(),
        controls=(),
        digests=(),
    )


def _check_controls(records: MonthRecords) -> None:
    """Nothing may be lost on the way from the sheets to here. Source: semantics.md §11."""
    wrong = sum(1 for control in records.controls if not control.adds_up)
    if wrong:
        raise ControlTotalError(
            _("The rows of {n} sheets are not the sum of what became of them.").format(n=wrong),
            hint=_("A fault of the program: please report it; your workbooks are as they were."),
        )


def _with_contradictions(scored: ScoredEvaluations, problems: Sequence[Problem]) -> ScoredEvaluations:
    """Rows that a closed month holds with other content (QK908) say so: they are no repeats."""
    places = {one.place for one in problems if one.code == "QK908"}
    if not places:
        return scored
    return replace(
        scored,
        results=tuple(
            replace(one, reason=Reason("differs-from-earlier-month", one.reason.params))
            if one.place in places and one.reason and one.reason.code == "repeat-of-earlier-month"
            else one
            for one in scored.results
        ),
    )


def _is_provisional(history: History, records: MonthRecords) -> bool:
    """Whether nothing is known of the months before: no month, no imported warning."""
    opening = any(row.opening_balance for row in records.served_warnings)
    return not (history.months or history.warnings or opening)


# --- incidents -------------------------------------------------------------------------------------------


def _findings(versions: Versions, judged: Iterable[Judged], complaints: Iterable[Complaint]) -> list[Finding]:
    findings: list[Finding] = []
    known: dict[tuple[int, int], ViolationRules] = {}
    for one in judged:
        rules = known.get((id(one.standard), id(one.form)))
        if rules is None:
            rules = known[id(one.standard), id(one.form)] = ViolationRules(one.standard, one.form)
        violations = rules.find(one.evaluation, one.score, one.outcomes)
        if violations:
            findings.append(finding_of_evaluation(one.standard, one.form, one.evaluation, violations))
    for complaint in complaints:
        standard = versions.on(complaint.contact_on or _received_on(complaint))
        if standard is not None:
            findings += findings_of_complaint(standard, complaint)
    return findings


def _received_on(complaint: Complaint) -> date:
    received = complaint.received_at
    return received.date() if isinstance(received, datetime) else received


def _valid_complaints(records: MonthRecords) -> dict[str, int]:
    """Valid complaints received in the period, by the employees complained about."""
    counts: dict[str, int] = {}
    for complaint in records.complaints:
        if complaint.valid is Verified.YES and _received_on(complaint) in records.period:
            for number in set(complaint.people):
                counts[number] = counts.get(number, 0) + 1
    return counts


def _evidence(cases: Iterable[Case], incidents: Iterable[Incident]) -> dict[str, tuple[Place, ...]]:
    places = {one.id: tuple(violation.place for violation in one.violations) for one in incidents}
    return {
        case.id: tuple(dict.fromkeys(place for name in case.incidents for place in places.get(name, ())))
        for case in cases
    }


# --- people ----------------------------------------------------------------------------------------------


def _also(
    records: MonthRecords,
    history: History,
    praises: Iterable[PraisePart],
    incidents: Iterable[Incident],
    workforce: Workforce,
) -> set[str]:
    """Who is named in the result without having been employed or evaluated: leavers with praise or debts."""
    named = {part.employee_no for part in praises if part.employee_no}
    named.update(incident.employee_no for incident in incidents)
    named.update(number for number, _amount in history.carried)
    money = [one.employee_no for one in records.special_awards]
    money += [one.employee_no for one in records.contests]
    money += [one.employee_no for one in records.adjustments]
    named.update(number for number in money if number in workforce)
    return named


def _unqualified(results: Iterable[EvaluationResult]) -> dict[str, list[str]]:
    """The evaluations that came out 不合格, by person."""
    found: dict[str, list[str]] = {}
    for result in results:
        if result.score is not None and not result.score.qualified:
            found.setdefault(result.employee_no, []).append(result.id)
    return found


# --- what has to be said ---------------------------------------------------------------------------------


def _pending_note(results: Iterable[EvaluationResult], incidents: Iterable[Incident]) -> list[Reason]:
    """How many hits wait for a person's word."""
    waiting = len(hits_to_review(results, incidents))
    return [Reason("hits-pending", (("n", str(waiting)),))] if waiting else []


def _praise_notes(praises: Iterable[PraisePart]) -> list[Reason]:
    """How many praises wait for a person: not verified, not named, met by a complaint."""
    waiting = {"praise-not-verified", "praise-meets-complaint", "praise-person-uncertain"}
    names = {
        name for part in praises if part.reason and part.reason.code in waiting for name in part.praise_ids
    }
    return [Reason("praises-waiting", (("n", str(len(names))),))] if names else []


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by place, code and value."""
    return tuple(
        sorted(dict.fromkeys(problems), key=lambda one: (one.place, one.code, one.value, one.params))
    )
