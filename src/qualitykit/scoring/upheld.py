"""How an upheld appeal enters the records, and how an evaluation is scored after it. Source: semantics.md §9.

Nothing that was written is overwritten: the answers stay as they are, and beside them stands what a person
decided. An appeal that was upheld never costs the person who made it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal

from qualitykit.frozen import dataclass
from qualitykit.model import (
    Answer,
    AnswerState,
    Complaint,
    Evaluation,
    HitDecision,
    MonthRecords,
    Place,
    Praise,
    Verified,
)
from qualitykit.scoring.checklist import FormScorer
from qualitykit.scoring.results import CheckOutcome, FormScore, Struck
from qualitykit.standards.forms import Choice, Detected, Form, Item, Number, Points, Scale

__all__ = ["Ruling", "Upheld", "best_answer", "overlay", "score_on_appeal", "struck_by"]

Ruling = Literal["not_a_breach", "excused"]


@dataclass(frozen=True, slots=True)
class Upheld:
    """An appeal that was upheld, as scoring needs it.

    ``targets``: pairs of a record's id (of an evaluation, a complaint, a praise) and what of it: an item, a
    check, a hit's id, or empty for the whole. ``not_a_breach`` counts as passed, ``excused`` as N/A.
    """

    id: str
    employee_no: str
    kind: Literal["item", "hit", "incident", "praise"]
    ruling: Ruling
    targets: tuple[tuple[str, str], ...]
    decided_by: str = ""
    incident: str = ""  # of an appeal of an incident: its id and day
    day: date | None = None


def struck_by(upheld: Mapping[str, Iterable[Upheld]], before: str) -> tuple[Struck, ...]:
    """The incidents of the months before a month that upheld appeals struck out."""
    return tuple(
        Struck(
            one.employee_no,
            one.incident,
            one.day,
            month,
            tuple(dict.fromkeys(record for record, _subject in one.targets)),
        )
        for month in sorted(upheld)
        if month < before
        for one in upheld[month]
        if one.kind == "incident" and one.incident and one.day is not None
    )


def overlay(records: MonthRecords, upheld: Iterable[Upheld]) -> MonthRecords:
    """The month's records as they are after the upheld appeals; scoring them again gives what is due.

    item: passes, or is N/A · hit: refused, it counts nowhere · incident: every item and check that it was
    made of passes or is N/A, and a complaint in it is none about this person · praise: it is verified, from
    a customer and about the person who appealed. What the records lack is passed over; given twice, it
    changes nothing.

    Source: semantics.md §9.
    """
    appealed: dict[str, list[tuple[str, str]]] = {}
    refused: list[HitDecision] = []
    cleared: dict[str, set[str]] = {}  # complaint → people
    praised: dict[str, Upheld] = {}
    for one in sorted(upheld, key=lambda appeal: appeal.id):
        for record, subject in one.targets:
            if one.kind == "praise":
                praised.setdefault(record, one)
            elif one.kind == "hit":
                decision = HitDecision(subject, False, Place(), one.decided_by, one.id)
                if decision not in records.hit_decisions:
                    refused.append(decision)
            elif subject:
                appealed.setdefault(record, []).append((subject, one.ruling))
            if one.kind == "incident":
                cleared.setdefault(record, set()).add(one.employee_no)
    if not (appealed or refused or cleared or praised):
        return records
    return replace(
        records,
        evaluations=tuple(_evaluation(one, appealed.get(one.id)) for one in records.evaluations),
        complaints=tuple(_complaint(one, cleared.get(one.id)) for one in records.complaints),
        praises=tuple(_praise(one, praised.get(one.id)) for one in records.praises),
        hit_decisions=(*records.hit_decisions, *refused),
    )


def _evaluation(evaluation: Evaluation, rulings: Sequence[tuple[str, str]] | None) -> Evaluation:
    if not rulings:
        return evaluation
    return replace(evaluation, appealed=tuple(dict.fromkeys((*evaluation.appealed, *rulings))))


def _complaint(complaint: Complaint, people: set[str] | None) -> Complaint:
    if not people:
        return complaint
    return replace(complaint, people=tuple(one for one in complaint.people if one not in people))


def _praise(praise: Praise, upheld: Upheld | None) -> Praise:
    """The praise as a person decided: verified by whoever decided, on the day that the verifier had put."""
    if upheld is None:
        return praise
    return replace(
        praise,
        people=praise.people if upheld.employee_no in praise.people else (*praise.people, upheld.employee_no),
        verified=Verified.YES,
        verified_by=upheld.decided_by,
        from_customer=True,
        uncertain=(),
        team="",
        count=1,
        decision="pay",
    )


# --- one evaluation --------------------------------------------------------------------------------------


def score_on_appeal(
    scorer: FormScorer, evaluation: Evaluation, outcomes: Mapping[str, CheckOutcome]
) -> tuple[FormScore, tuple[str, ...], dict[str, CheckOutcome]]:
    """The score, the differences and the outcomes of an evaluation with upheld appeals.

    Where leaving an excused item out would lower the score, or leave none, it counts as passed.
    """
    plain, _differences = scorer.score(evaluation.answers, outcomes)
    answers, heard = _decided(scorer.form, evaluation, outcomes, evaluation.appealed)
    score, differences = scorer.score(answers, heard)
    if plain.published is not None and (score.published is None or score.published < plain.published):
        passed = tuple((subject, "not_a_breach") for subject, _ruling in evaluation.appealed)
        answers, heard = _decided(scorer.form, evaluation, outcomes, passed)
        score, differences = scorer.score(answers, heard)
    return score, differences, heard


def _decided(
    form: Form,
    evaluation: Evaluation,
    outcomes: Mapping[str, CheckOutcome],
    appealed: Iterable[tuple[str, str]],
) -> tuple[tuple[Answer, ...], dict[str, CheckOutcome]]:
    answers = list(evaluation.answers)
    heard = dict(outcomes)
    ruling_of: dict[str, str] = {}
    for subject, ruling in appealed:  # of two rulings the one that gives more
        if ruling_of.get(subject) != "not_a_breach":
            ruling_of[subject] = ruling
    for index, item in enumerate(form.items):
        if item.id not in ruling_of:
            continue
        ruling = ruling_of[item.id]
        if isinstance(item.answer, Detected):
            ruling_of.setdefault(item.answer.check, ruling)
            ruling = "excused"  # the inspector's own word beside the check says nothing any more
        if index < len(answers):
            answers[index] = best_answer(item) if ruling == "not_a_breach" else Answer(AnswerState.NA)
    for check, ruling in ruling_of.items():
        outcome = heard.get(check)
        if outcome is not None:
            heard[check] = CheckOutcome(
                check,
                "passed" if ruling == "not_a_breach" else "na",
                tuple(replace(hit, standing=False, confirmed=False, refused=True) for hit in outcome.hits),
            )
    return tuple(answers), heard


def best_answer(item: Item) -> Answer:
    """The answer that earns everything."""
    rule = item.answer
    value: Decimal | str
    if isinstance(rule, Scale | Points):
        value = rule.max
    elif isinstance(rule, Choice):
        value = max(rule.options, key=lambda one: one.score).label
    elif isinstance(rule, Number):
        best = max(rule.bands, key=lambda band: band.score)
        value = best.at_most
        if rule.otherwise > best.score:
            value = rule.bands[-1].at_most + 1 if rule.maximum is None else rule.maximum
    else:
        value = Decimal(1)
    return Answer(AnswerState.VALUE, value)
