"""A month's evaluations, one by one: which of them count, by which standard, with what score.

Source: semantics.md §2, §5.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation

from qualitykit.model import (
    Answer,
    AnswerState,
    Evaluation,
    HitDecision,
    MonthRecords,
    Place,
    Purpose,
    Roster,
    Verified,
)
from qualitykit.problems import Problem, problem
from qualitykit.scoring.checklist import FormScorer
from qualitykit.scoring.results import CheckOutcome, EvaluationResult, FormScore, Reason
from qualitykit.scoring.transcript import Checker
from qualitykit.scoring.versions import Versions
from qualitykit.standards.forms import Choice, Detected, Form
from qualitykit.standards.standard import Standard

__all__ = ["Judged", "ScoredEvaluations", "score_evaluations"]


@dataclass(frozen=True, slots=True)
class Judged:
    """An evaluation that was scored, with what its incidents are found from. ``late``: its month is over."""

    evaluation: Evaluation
    standard: Standard
    form: Form
    score: FormScore
    outcomes: Mapping[str, CheckOutcome]
    late: bool = False


@dataclass(frozen=True, slots=True)
class ScoredEvaluations:
    """Every evaluation's result in order of employee, day, time and id; the ones to look for incidents in;
    the standards used (results point into them); notes and problems."""

    results: tuple[EvaluationResult, ...]
    judged: tuple[Judged, ...]
    standards: tuple[Standard, ...]
    notes: tuple[Reason, ...]
    problems: tuple[Problem, ...]


def score_evaluations(
    versions: Versions, records: MonthRecords, known: Mapping[str, str]
) -> ScoredEvaluations:
    """Score the month's evaluations; what does not count stands in the results with its reason.

    ``known``: identities of earlier months' evaluations and their months, so that a late row that was
    counted already is a repeat. Problems: QK720 no standard in force, QK721 unknown form, QK722 the inspector
    is the employee, QK723 recheck without a reason, QK724 recheck of nothing, QK725 outside the month, QK730
    a decision on a hit that is not there.

    ``judged`` holds only those in which an item or a check failed. Source: semantics.md §5.
    """
    return _Scoring(versions, records, known).run()


class _Scoring:
    """One run over the evaluations of a month."""

    def __init__(self, versions: Versions, records: MonthRecords, known: Mapping[str, str]) -> None:
        self.versions = versions
        self.records = records
        self.period = records.period
        self.known = known
        self.names = _names(records.roster)
        self.problems: list[Problem] = []
        self.scorers: dict[tuple[int, str], FormScorer] = {}
        self.rechecked = self._rechecked()
        self.excluded_by: dict[str, int] = {}
        self.failed: dict[int, bool] = {}  # by identity; the outcomes live as long as the run
        month_standard, _found = versions.of_month()
        self.standards = {id(month_standard): month_standard}

    def run(self) -> ScoredEvaluations:
        evaluations = sorted(self.records.evaluations, key=_order)
        found: list[tuple[Standard, Form] | None] = []
        reasons: list[Reason | None] = []
        for evaluation in evaluations:
            rules = self.versions.of(evaluation)
            found.append(rules)
            reasons.append(self._why_not(evaluation, rules))
        for rules in found:
            if rules is not None:
                self.standards.setdefault(id(rules[0]), rules[0])
        standards = tuple(
            sorted(self.standards.values(), key=lambda one: (one.id, one.effective_from, one.version))
        )
        index = {id(standard): position for position, standard in enumerate(standards)}
        month_standard, _in_force = self.versions.of_month()
        outcomes = self._check(evaluations, found, reasons)
        results: list[EvaluationResult] = []
        judged: list[Judged] = []
        by_check: dict[int, Mapping[str, CheckOutcome]] = {}  # by identity of the shared outcomes
        for evaluation, rules, reason, heard in zip(evaluations, found, reasons, outcomes, strict=True):
            score: FormScore | None = None
            differences: tuple[str, ...] = ()
            late = reason is not None and reason.code == "late"
            if rules is not None and (reason is None or late):
                standard, form = rules
                named = by_check.get(id(heard))
                if named is None:
                    named = by_check[id(heard)] = {outcome.check: outcome for outcome in heard}
                score, differences = self._scorer(standard, form).score(evaluation.answers, named)
                if score.failed or (heard and self._any_failed(heard)):
                    judged.append(Judged(evaluation, standard, form, score, named, late))
            results.append(
                EvaluationResult(
                    evaluation.id,
                    evaluation.form,
                    rules[1].source if rules else "",
                    evaluation.employee_no,
                    evaluation.day,
                    evaluation.place,
                    evaluation.row,
                    evaluation.cells,
                    tuple([answer.raw for answer in evaluation.answers]),
                    index[id(rules[0])] if rules else index[id(month_standard)],
                    None if late else score,
                    evaluation.at,
                    evaluation.inspector,
                    evaluation.contact_id,
                    evaluation.customer,
                    reason,
                    heard,
                    differences,
                    evaluation.remark,
                )
            )
        self._look_for_lost_decisions(outcomes)
        notes = (*_pending_note(outcomes), *self._verifier_notes(), *_na_notes(results))
        return ScoredEvaluations(tuple(results), tuple(judged), standards, notes, tuple(self.problems))

    # --- which of them count ---------------------------------------------------------------------------

    def _why_not(self, evaluation: Evaluation, rules: tuple[Standard, Form] | None) -> Reason | None:
        """Why an evaluation gives no score; None: it counts."""
        if evaluation.held_back:
            return Reason("held-back", (("codes", ", ".join(evaluation.held_back)),))
        if evaluation.purpose is Purpose.CALIBRATION:
            return Reason("calibration")
        if rules is None:
            return self._no_rules(evaluation)
        if evaluation.day not in self.period:
            return self._outside(evaluation)
        if evaluation.inspector and evaluation.inspector in self.names.get(
            evaluation.employee_no, (evaluation.employee_no,)
        ):
            self.problems.append(problem("QK722", evaluation.place, evaluation.employee_no))
            return Reason("inspector-is-the-employee")
        if self.rechecked and (reason := self.rechecked.get(id(evaluation))) is not None:
            return reason
        return self._low_rating(evaluation, rules[1]) if rules[1].low_rating is not None else None

    def _no_rules(self, evaluation: Evaluation) -> Reason:
        if self.versions.knows(evaluation.pack, evaluation.form):
            day = evaluation.day.isoformat()
            self.problems.append(problem("QK720", evaluation.place, evaluation.form, day=day))
            return Reason("no-standard-in-force", (("day", day),))
        self.problems.append(problem("QK721", evaluation.place, evaluation.form))
        return Reason("form-unknown", (("form", evaluation.form),))

    def _outside(self, evaluation: Evaluation) -> Reason:
        day = evaluation.day.isoformat()
        earlier = self.known.get(evaluation.id)
        if earlier is not None and earlier != self.period.month:
            return Reason("repeat-of-earlier-month", (("month", earlier),))
        self.problems.append(problem("QK725", evaluation.place, day, day=day, month=self.period.month))
        return Reason(
            "late" if evaluation.day < self.period.first_day else "after-the-month", (("day", day),)
        )

    def _low_rating(self, evaluation: Evaluation, form: Form) -> Reason | None:
        rule = form.low_rating
        if rule is None or evaluation.verified is Verified.YES:
            return None
        for item, answer in zip(form.items, evaluation.answers, strict=False):
            if item.id != rule.item or answer.state is not AnswerState.VALUE:
                continue
            rating = _rating(item.answer, answer)
            if rating is None or rating > rule.at_most:
                return None
            if evaluation.verified is Verified.NO:
                by = evaluation.verified_by
                self.excluded_by[by] = self.excluded_by.get(by, 0) + 1
                return Reason("low-rating-not-by-employee", (("verifier", by),))
            return Reason("low-rating-not-verified")
        return None

    def _rechecked(self) -> dict[int, Reason]:
        """Evaluations that a recheck replaces, and rechecks that do not count, by identity of the object.

        A recheck replaces the first inspection of the same contact with the same form, and earlier rechecks.
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
            valid.sort(key=lambda one: (one.inspected_on or date.min, *_order(one)))
            last = valid[-1]
            if not firsts:
                self.problems.append(problem("QK724", last.place, last.contact_id))
            for one in (*firsts, *valid[:-1]):
                params = (("by", last.id), ("reason", last.recheck_reason), ("place", str(last.place)))
                reasons[id(one)] = Reason("replaced-by-recheck", params)
        return reasons

    # --- checks and scores -------------------------------------------------------------------------------

    def _scorer(self, standard: Standard, form: Form) -> FormScorer:
        key = (id(standard), form.id)
        found = self.scorers.get(key)
        if found is None:
            found = self.scorers[key] = FormScorer(form)
        return found

    def _check(
        self,
        evaluations: Sequence[Evaluation],
        found: Sequence[tuple[Standard, Form] | None],
        reasons: Sequence[Reason | None],
    ) -> list[tuple[CheckOutcome, ...]]:
        """The outcomes of each evaluation's checks, all calls of a standard at once; empty: none was due."""
        outcomes: list[tuple[CheckOutcome, ...]] = [()] * len(evaluations)
        due: dict[int, list[int]] = {}
        asks: dict[int, bool] = {}
        for position, (evaluation, rules) in enumerate(zip(evaluations, found, strict=True)):
            if rules is None or not rules[0].checks:
                continue
            reason = reasons[position]
            if reason is not None and reason.code != "late":
                continue
            form = rules[1]
            if id(form) not in asks:
                asks[id(form)] = _asks_checks(form)
            if evaluation.transcript is not None or asks[id(form)]:
                due.setdefault(id(rules[0]), []).append(position)
        decisions = _decisions(self.records.hit_decisions)
        for standard_id, positions in due.items():
            checker = Checker(self.standards[standard_id])
            calls = [evaluations[position] for position in positions]
            for position, heard in zip(positions, checker.check(calls, decisions), strict=True):
                outcomes[position] = heard
        return outcomes

    def _any_failed(self, heard: tuple[CheckOutcome, ...]) -> bool:
        """Whether a check failed; calls with the same outcomes share one tuple, so this is asked rarely."""
        found = self.failed.get(id(heard))
        if found is None:
            found = self.failed[id(heard)] = any(outcome.state == "failed" for outcome in heard)
        return found

    def _look_for_lost_decisions(self, outcomes: Iterable[tuple[CheckOutcome, ...]]) -> None:
        """A decision in the review sheet on a hit that was not found (any more) is reported."""
        lost = {decision.hit_id: decision for decision in self.records.hit_decisions}
        if not lost:
            return
        for heard in outcomes:
            for outcome in heard:
                for hit in outcome.hits:
                    lost.pop(hit.id, None)
        for decision in sorted(lost.values(), key=lambda one: (one.place, one.hit_id)):
            self.problems.append(problem("QK730", decision.place, decision.hit_id))

    def _verifier_notes(self) -> list[Reason]:
        """How many low ratings each verifier took off: somebody may want to look."""
        return [
            Reason("low-ratings-excluded-by", (("verifier", verifier), ("n", str(count))))
            for verifier, count in sorted(self.excluded_by.items())
        ]


# --- inside ----------------------------------------------------------------------------------------------


def _order(evaluation: Evaluation) -> tuple[str, date, time, str, str, Place]:
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
        return (*one, evaluation.contact_id)
    at = evaluation.at.isoformat() if evaluation.at else ""
    return (*one, evaluation.day.isoformat(), at, evaluation.customer)


def _names(roster: Roster) -> dict[str, frozenset[str]]:
    """By employee number: what an inspector's column may hold for that person and nobody else."""
    bearers: dict[str, set[str]] = {}
    for row in roster.rows:
        for name in (row.name, row.employee_no):
            bearers.setdefault(name, set()).add(row.employee_no)
    mine: dict[str, set[str]] = {}
    for name, numbers in bearers.items():
        if len(numbers) == 1:
            mine.setdefault(next(iter(numbers)), set()).add(name)
    return {number: frozenset(names) for number, names in mine.items()}


def _asks_checks(form: Form) -> bool:
    return bool(form.deductions) or any(isinstance(item.answer, Detected) for item in form.items)


def _decisions(decisions: Iterable[HitDecision]) -> dict[str, HitDecision]:
    """The decision on each hit; of two that contradict, the one for the employee."""
    found: dict[str, HitDecision] = {}
    for decision in sorted(decisions, key=lambda one: (one.upheld, one.place)):
        found.setdefault(decision.hit_id, decision)
    return found


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


def _pending_note(outcomes: Iterable[tuple[CheckOutcome, ...]]) -> list[Reason]:
    """How many hits wait for a person's word."""
    known: dict[int, int] = {}
    pending = 0
    for heard in outcomes:
        if id(heard) not in known:
            known[id(heard)] = sum(hit.pending for outcome in heard for hit in outcome.hits)
        pending += known[id(heard)]
    return [Reason("hits-pending", (("n", str(pending)),))] if pending else []


def _na_notes(results: Iterable[EvaluationResult]) -> list[Reason]:
    """How much of what each inspector was asked stayed N/A or blank."""
    known: dict[int, tuple[int, int]] = {}
    by_inspector: dict[str, tuple[int, int]] = {}
    for result in results:
        score = result.score
        if score is None or not result.inspector:
            continue
        counts = known.get(id(score))
        if counts is None:
            asked = [part for section in score.sections for part in section.items if part.by == "inspector"]
            na = sum(1 for part in asked if part.s is None)
            counts = known[id(score)] = (na, len(asked))
        na, asked_before = by_inspector.get(result.inspector, (0, 0))
        by_inspector[result.inspector] = (na + counts[0], asked_before + counts[1])
    return [
        Reason("inspector-na-rate", (("inspector", name), ("na", str(na)), ("items", str(asked_items))))
        for name, (na, asked_items) in sorted(by_inspector.items())
        if na
    ]
