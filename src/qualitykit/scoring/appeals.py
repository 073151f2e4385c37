"""申诉: what may be appealed, until when, by whom it may be decided. Source: semantics.md §9.

Whatever cost a person something in a month has a number on that month's statement: ``2026-10/E1007/3``. The
order is that of the result, which a closed month never changes, so the number names one thing for good.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal

from qualitykit.frozen import dataclass
from qualitykit.model import AnswerState, MonthRecords, Place
from qualitykit.scoring.results import EvaluationResult, Hit, MonthResult
from qualitykit.scoring.violations import same_text
from qualitykit.scoring.workforce import people_by_text

__all__ = ["Subject", "find_subject", "last_day", "may_decide", "subjects_of"]

# Praises that a person refused or that wait; a repeat of a paid one, or one of a day without employment, is
# no matter of judgement.
_OPEN_TO_APPEAL = frozenset(
    {
        "praise-refused-by-verifier",
        "praise-not-verified",
        "praise-not-from-customer",
        "praise-count-above-one",
        "praise-person-uncertain",
        "praise-names-no-person",
        "praise-verified-by-praised",
        "praise-refused-by-decision",
        "praise-meets-complaint",
    }
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that may be appealed. ``ref``: its number on the statement, ``2026-10/E1007/3``.

    ``id``: stable in the data too: ``<evaluation>/<item>``, a hit's, an incident's or a praise's id.
    ``targets``: see ``upheld.Upheld``. ``title`` is a label's key (``item:<form>/<item>``) or text as
    written; ``day`` of the contact; ``quote`` the words or the answer it is about.
    """

    ref: str
    kind: Literal["item", "hit", "incident", "praise"]
    id: str
    employee_no: str
    month: str
    title: str
    day: date
    quote: str
    place: Place
    targets: tuple[tuple[str, str], ...]
    standard: int = 0


def subjects_of(result: MonthResult, employee_no: str) -> tuple[Subject, ...]:
    """All that this person may appeal in a month: incidents, items that lost points, phrases that count, and
    praises that were refused; numbered from 1 in the order of the statement."""
    found = [
        *_incidents(result, employee_no),
        *_of_evaluations(result, employee_no),
        *_praises(result, employee_no),
    ]
    month = result.period.month
    return tuple(
        Subject(f"{month}/{employee_no}/{number}", *rest) for number, (rest) in enumerate(found, start=1)
    )


_Rest = tuple[
    Literal["item", "hit", "incident", "praise"],
    str,
    str,
    str,
    str,
    date,
    str,
    Place,
    tuple[tuple[str, str], ...],
    int,
]


def _incidents(result: MonthResult, employee_no: str) -> Iterator[_Rest]:
    for one in result.incidents:
        if one.employee_no != employee_no or one.status == "proposed-same":
            continue
        targets = tuple(dict.fromkeys((each.evaluation, each.subject) for each in one.violations))
        title = "；".join(dict.fromkeys(each.title for each in one.violations))
        quote = "；".join(dict.fromkeys(each.quote for each in one.violations if each.quote))
        place = one.violations[0].place if one.violations else Place()
        yield "incident", one.id, employee_no, result.period.month, title, one.day, quote, place, targets, 0


def _of_evaluations(result: MonthResult, employee_no: str) -> Iterator[_Rest]:
    month = result.period.month
    for one in result.evaluations:
        if one.employee_no != employee_no or one.score is None:
            continue
        index = -1
        for section in one.score.sections:
            for part in section.items:
                index += 1
                if part.s is None or part.s >= 1:
                    continue
                if part.state is AnswerState.VALUE and part.by == "inspector":
                    quote = one.raw[index] if index < len(one.raw) else ""
                else:
                    quote = ""
                yield (
                    "item",
                    f"{one.id}/{part.item}",
                    employee_no,
                    month,
                    f"item:{one.form}/{part.item}",
                    one.day,
                    quote,
                    one.cell(index),
                    ((one.id, part.item),),
                    one.standard,
                )
        for hit in _standing(one):
            title = f"check:{hit.check}"
            targets = ((one.id, hit.id),)
            yield (
                "hit",
                hit.id,
                employee_no,
                month,
                title,
                one.day,
                hit.quote,
                one.place,
                targets,
                one.standard,
            )


def _standing(one: EvaluationResult) -> list[Hit]:
    return [hit for outcome in one.outcomes for hit in outcome.hits if hit.standing]


def _praises(result: MonthResult, employee_no: str) -> Iterator[_Rest]:
    for one in result.praises:
        if one.employee_no not in (employee_no, "") or one.reason is None:
            continue
        if one.reason.code not in _OPEN_TO_APPEAL or not one.employee_no:
            continue
        place = one.places[0] if one.places else Place()
        targets = tuple((name, "") for name in one.praise_ids)
        yield (
            "praise",
            one.id,
            employee_no,
            result.period.month,
            one.content,
            one.service_on,
            one.content,
            place,
            targets,
            0,
        )


def find_subject(result: MonthResult, employee_no: str, name: str) -> Subject | None:
    """The subject that a person names: its number on the statement (``3``), its reference, or its id."""
    subjects = subjects_of(result, employee_no)
    wanted = name.strip()
    if wanted.isdigit():
        wanted = f"{result.period.month}/{employee_no}/{int(wanted)}"
    return next((one for one in subjects if wanted in (one.ref, one.id)), None)


def last_day(statement_on: date | None, days: int) -> date | None:
    """The last day on which an appeal is in time, that day included; None: the statement is not out yet, so
    that no time runs."""
    return None if statement_on is None else statement_on + timedelta(days=days)


def may_decide(decider: str, subject: Subject, result: MonthResult, records: MonthRecords | None) -> bool:
    """Whether this person may decide: not the employee, and nobody who made or confirmed the finding.

    Names and numbers are compared through the roster where there is one. An empty name may not.
    """
    if not decider.strip():
        return False
    people = people_by_text(records.roster) if records is not None else {}
    names = {
        subject.employee_no,
        *(one.name for one in result.people if one.employee_no == subject.employee_no),
    }
    names |= set(_involved(subject, result, records))
    return _key(decider, people) not in {_key(name, people) for name in names if name.strip()}


def _key(name: str, people: dict[str, str]) -> str:
    text = same_text(name)
    return same_text(people.get(text, text))


def _involved(subject: Subject, result: MonthResult, records: MonthRecords | None) -> Iterable[str]:
    """Inspectors, second persons, reviewers of the hits, judges of the complaint, verifiers of the praise."""
    ids = {record for record, _what in subject.targets}
    what = {part for _record, part in subject.targets}
    for one in result.evaluations:
        if one.id in ids:
            yield one.inspector
    for incident in result.incidents:
        if incident.id == subject.id:
            yield from (each.confirmed_by for each in incident.violations)
    if records is None:
        return
    for evaluation in records.evaluations:
        if evaluation.id in ids:
            yield from (evaluation.inspector, evaluation.confirmed_by, evaluation.verified_by)
    for decision in records.hit_decisions:
        if decision.hit_id in what:
            yield decision.decided_by
    for complaint in records.complaints:
        if complaint.id in ids:
            yield from (complaint.judged_by, complaint.confirmed_by, complaint.inspector)
    for praise in records.praises:
        if praise.id in ids:
            yield praise.verified_by
