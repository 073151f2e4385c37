"""Which evaluations count: not those held back, of another month, replaced, or waiting for verification.

What does not count stands in the result with its reason. Source: semantics.md §2, §5.
"""

from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal, InvalidOperation

from qualitykit.model import (
    Answer,
    AnswerState,
    Evaluation,
    MonthRecords,
    Place,
    Purpose,
    Verified,
)
from qualitykit.problems import Problem, problem
from qualitykit.scoring.history import identity_key
from qualitykit.scoring.results import Reason
from qualitykit.scoring.versions import Versions
from qualitykit.scoring.violations import same_text
from qualitykit.scoring.workforce import people_by_text
from qualitykit.standards.forms import Choice, Form
from qualitykit.standards.standard import Standard

__all__ = ["Admission", "in_order_of_contact", "is_low_rating"]


class Admission:
    """Judges the evaluations of a month one by one; ``problems`` collects what is wrong with them.

    ``known``: keys of earlier months' evaluations (``history.identity_key``) and their months.
    """

    def __init__(self, versions: Versions, records: MonthRecords, known: Mapping[str, str]) -> None:
        self.versions = versions
        self.records = records
        self.period = records.period
        self.known = known
        self.problems: list[Problem] = []
        self._people = people_by_text(records.roster)
        self._meant: dict[str, str] = {}
        self._days: dict[date, bool] = {}
        self._excluded_by: dict[str, int] = {}
        self._rechecks = self._rechecked()

    def why_not(self, evaluation: Evaluation, rules: tuple[Standard, Form] | None) -> Reason | None:
        """Why an evaluation gives no score; None: it counts."""
        if evaluation.held_back:
            return Reason("held-back", (("codes", ", ".join(evaluation.held_back)),))
        if evaluation.purpose is Purpose.CALIBRATION:
            return Reason("calibration")
        if rules is None:
            return self._no_rules(evaluation)
        if not self._is_inside(evaluation.day):
            return self._outside(evaluation)
        if evaluation.inspector and self._is(evaluation.inspector, evaluation.employee_no):
            self.problems.append(problem("QK722", evaluation.place, evaluation.employee_no))
            return Reason("inspector-is-the-employee")
        if self._rechecks and (reason := self._rechecks.get(id(evaluation))) is not None:
            return reason
        return self._low_rating(evaluation, rules[1]) if rules[1].low_rating is not None else None

    def _is_inside(self, day: date) -> bool:
        inside = self._days.get(day)
        if inside is None:
            inside = self._days[day] = day in self.period
        return inside

    def _is(self, written: str, employee_no: str) -> bool:
        """Whether what stands in the inspector's column means that employee, for certain."""
        meant = self._meant.get(written)
        if meant is None:
            meant = self._meant[written] = self._people.get(same_text(written), written.strip())
        return meant == employee_no

    def _no_rules(self, evaluation: Evaluation) -> Reason:
        if self.versions.knows(evaluation.pack, evaluation.form):
            day = evaluation.day.isoformat()
            self.problems.append(problem("QK720", evaluation.place, evaluation.form, day=day))
            return Reason("no-standard-in-force", (("day", day),))
        self.problems.append(problem("QK721", evaluation.place, evaluation.form))
        return Reason("form-unknown", (("form", evaluation.form),))

    def _outside(self, evaluation: Evaluation) -> Reason:
        day = evaluation.day.isoformat()
        earlier = self.known.get(identity_key(evaluation.id))
        if earlier is not None and earlier != self.period.month:
            return Reason("repeat-of-earlier-month", (("month", earlier),))
        late = evaluation.day < self.period.first_day
        code = "QK940" if late else "QK725"
        self.problems.append(problem(code, evaluation.place, day, day=day, month=self.period.month))
        return Reason("late" if late else "after-the-month", (("day", day),))

    def _low_rating(self, evaluation: Evaluation, form: Form) -> Reason | None:
        if evaluation.verified is Verified.YES or not is_low_rating(form, evaluation.answers):
            return None
        if evaluation.verified is Verified.NO:
            by = evaluation.verified_by
            self._excluded_by[by] = self._excluded_by.get(by, 0) + 1
            return Reason("low-rating-not-by-employee", (("verifier", by),))
        return Reason("low-rating-not-verified")

    def _rechecked(self) -> dict[int, Reason]:
        """Evaluations that a recheck replaces, and rechecks that do not count, by identity of the object.

        A recheck replaces the first inspection of the same contact with the same form, and earlier rechecks.
        Where the contact has no id and several inspections may be meant, nobody guesses: they stand.
        """
        evaluations = [one for one in self.records.evaluations if one.day in self.period]
        rechecks = [one for one in evaluations if one.purpose is Purpose.RECHECK]
        reasons: dict[int, Reason] = {}
        if not rechecks:
            return reasons
        wanted = {_contact(one) for one in rechecks}
        by_contact: dict[tuple[str, ...], list[Evaluation]] = {}
        for one in evaluations:
            if one.purpose is not Purpose.CALIBRATION and (contact := _contact(one)) in wanted:
                by_contact.setdefault(contact, []).append(one)
        for group in by_contact.values():
            firsts = [one for one in group if one.purpose is Purpose.NORMAL]
            valid: list[Evaluation] = []
            for one in group:
                if one.purpose is Purpose.RECHECK and not one.held_back:
                    if one.recheck_reason.strip():
                        valid.append(one)
                    else:
                        self.problems.append(problem("QK723", one.place, one.contact_id))
                        reasons[id(one)] = Reason("recheck-without-reason")
            if not valid:
                continue
            if len(firsts) > 1 and not firsts[0].contact_id:
                for one in valid:
                    self.problems.append(problem("QK731", one.place, n=len(firsts)))
                    reasons[id(one)] = Reason("recheck-of-several", (("n", str(len(firsts))),))
                continue
            valid.sort(key=lambda one: (one.inspected_on or date.min, *in_order_of_contact(one)))
            last = valid[-1]
            if not firsts:
                self.problems.append(problem("QK724", last.place, last.contact_id))
            for one in (*firsts, *valid[:-1]):
                params = (("by", last.id), ("reason", last.recheck_reason), ("place", str(last.place)))
                reasons[id(one)] = Reason("replaced-by-recheck", params)
        return reasons

    def notes(self) -> list[Reason]:
        """How many low ratings each verifier took off: somebody may want to look."""
        return [
            Reason("low-ratings-excluded-by", (("verifier", verifier), ("n", str(count))))
            for verifier, count in sorted(self._excluded_by.items())
        ]


def in_order_of_contact(evaluation: Evaluation) -> tuple[str, date, time, str, str, Place]:
    """Evaluations sort by employee, day, time, form and id, whatever the order of the rows."""
    return (
        evaluation.employee_no,
        evaluation.day,
        evaluation.at or time.min,
        evaluation.form,
        evaluation.id,
        evaluation.place,
    )


def _contact(evaluation: Evaluation) -> tuple[str, ...]:
    """What makes two inspections one contact's: its id, else the day, the time and the customer."""
    one = (evaluation.form, evaluation.employee_no)
    if evaluation.contact_id:
        return (*one, same_text(evaluation.contact_id))
    at = evaluation.at.isoformat() if evaluation.at else ""
    return (*one, evaluation.day.isoformat(), at, evaluation.customer)


def _rating(kind: object, answer: Answer) -> Decimal | None:
    """A customer's rating as a number; of a choice without numbers, its place counted from the worst."""
    if not isinstance(answer.value, str):
        return answer.value
    try:
        return Decimal(answer.value)
    except InvalidOperation:
        if not isinstance(kind, Choice):
            return None
        labels = [option.label for option in sorted(kind.options, key=lambda option: option.score)]
        return Decimal(labels.index(answer.value) + 1) if answer.value in labels else None


def is_low_rating(form: Form, answers: Sequence[Answer]) -> bool:
    """Whether a customer's rating is so low that it has to be verified before it counts. Source: P3.mon.3."""
    rule = form.low_rating
    for item, answer in zip(form.items, answers, strict=False):
        if rule is not None and item.id == rule.item and answer.state is AnswerState.VALUE:
            rating = _rating(item.answer, answer)
            return rating is not None and rating <= rule.at_most
    return False
