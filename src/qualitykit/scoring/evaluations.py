"""A month's evaluations, one by one: which of them count, by which standard, with what score.

Source: semantics.md §2, §5.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter

from qualitykit.frozen import dataclass
from qualitykit.model import (
    Evaluation,
    HitDecision,
    MonthRecords,
    maker,
)
from qualitykit.problems import Problem, problem
from qualitykit.scoring.admission import Admission, in_order_of_contact
from qualitykit.scoring.checklist import FormScorer, Told
from qualitykit.scoring.results import CheckOutcome, EvaluationResult, FormScore, Reason
from qualitykit.scoring.transcript import Checker, ChecksCalls
from qualitykit.scoring.upheld import score_on_appeal
from qualitykit.scoring.versions import Versions
from qualitykit.standards.forms import Detected, Form
from qualitykit.standards.standard import Standard

__all__ = ["Judged", "ScoredEvaluations", "score_evaluations"]


@dataclass(frozen=True, slots=True)
class Judged:
    """An evaluation that was scored, with what its incidents are found from.

    ``outcomes``: of the checks that failed, by id. ``late``: its month is over.
    """

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
    versions: Versions,
    records: MonthRecords,
    known: Mapping[str, str],
    checker_of: Callable[[Standard], ChecksCalls] = Checker,
) -> ScoredEvaluations:
    """Score the month's evaluations; what does not count stands in the results with its reason.

    ``known``: identities of earlier months' evaluations and their months, so that a late row that was
    counted already is a repeat. ``checker_of``: a standard's checks, compiled. Problems: QK720 no standard
    in force, QK721 unknown form, QK722 the inspector is the employee, QK723 recheck without a reason,
    QK724 recheck of nothing, QK725 or QK940 outside it, QK730 a decision on a hit that is not there, QK731
    recheck of one of several.

    ``judged`` holds only those in which an item or a check failed. Source: semantics.md §5.
    """
    return _Scoring(versions, records, known, checker_of).run()


class _Heard:
    """The outcomes of one call or of many that are alike: by name, those that failed, and what they come to
    for a form (by its identity)."""

    __slots__ = ("failed", "named", "told")

    def __init__(self, heard: tuple[CheckOutcome, ...]) -> None:
        self.named = {outcome.check: outcome for outcome in heard}
        self.failed = {outcome.check: outcome for outcome in heard if outcome.state == "failed"}
        self.told: dict[int, Told] = {}


class _Scoring:
    """One run over the evaluations of a month."""

    def __init__(
        self,
        versions: Versions,
        records: MonthRecords,
        known: Mapping[str, str],
        checker_of: Callable[[Standard], ChecksCalls],
    ) -> None:
        self.versions = versions
        self.checker_of = checker_of
        self.records = records
        self.admission = Admission(versions, records, known)
        self.problems = self.admission.problems
        self.scorers: dict[tuple[int, str], FormScorer] = {}
        month_standard, _found = versions.of_month()
        self.standards = {id(month_standard): month_standard}

    def run(self) -> ScoredEvaluations:
        # In the order of the rows, as they lie in memory; the results are put in order at the end.
        evaluations = self.records.evaluations
        found = list(map(self.versions.of, evaluations))
        reasons = list(map(self.admission.why_not, evaluations, found))
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
        judged: list[tuple[int, Judged]] = []
        known_outcomes: dict[int, _Heard] = {}  # by identity: calls with the same outcomes share one tuple
        # Rows with equal answers share one tuple: by its identity it is known what was written and scored.
        written: dict[int, tuple[str, ...]] = {}
        scored: dict[tuple[int, int, int], tuple[FormScore, tuple[str, ...]]] = {}
        make = maker(EvaluationResult)
        rows = zip(evaluations, found, reasons, outcomes, strict=True)
        for row, (evaluation, rules, reason, heard) in enumerate(rows):
            score: FormScore | None = None
            differences: tuple[str, ...] = ()
            answers = id(evaluation.answers)
            raw = written.get(answers)
            if raw is None:
                raw = written[answers] = tuple([answer.raw for answer in evaluation.answers])
            late = reason is not None and reason.code == "late"
            if rules is not None and (reason is None or late):
                standard, form = rules
                outcome = known_outcomes.get(id(heard))
                if outcome is None:
                    outcome = known_outcomes[id(heard)] = _Heard(heard)
                if evaluation.appealed:
                    score, differences, named = score_on_appeal(
                        self._scorer(standard, form), evaluation, outcome.named
                    )
                    heard = tuple(named.values())
                    outcome = _Heard(heard)
                else:
                    told = outcome.told.get(id(form))
                    if told is None:
                        told = outcome.told[id(form)] = self._scorer(standard, form).told(outcome.named)
                    key = id(form), answers, id(told)
                    both = scored.get(key)
                    if both is None:
                        scorer = self._scorer(standard, form)
                        both = scored[key] = scorer.score_told(evaluation.answers, told)
                    score, differences = both
                if score.failed or outcome.failed:
                    judged.append((row, Judged(evaluation, standard, form, score, outcome.failed, late)))
            results.append(
                make(
                    evaluation.id,
                    evaluation.form,
                    rules[1].source if rules else "",
                    evaluation.employee_no,
                    evaluation.day,
                    evaluation.place,
                    evaluation.row,
                    evaluation.cells,
                    raw,
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
                    evaluation.appealed,
                )
            )
        self._look_for_lost_decisions(outcomes)
        notes = (*self.admission.notes(), *_na_notes(results))
        order = _order_of_contact(evaluations)
        place = dict(zip(order, range(len(order)), strict=True))
        judged.sort(key=lambda one: place[one[0]])
        return ScoredEvaluations(
            tuple([results[row] for row in order]),
            tuple([one for _row, one in judged]),
            standards,
            notes,
            tuple(self.problems),
        )

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
            checker = self.checker_of(self.standards[standard_id])
            calls = [evaluations[position] for position in positions]
            for position, heard in zip(positions, checker.check(calls, decisions), strict=True):
                outcomes[position] = heard
        return outcomes

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


# --- inside ----------------------------------------------------------------------------------------------


def _order_of_contact(evaluations: Sequence[Evaluation]) -> list[int]:
    """The places of the evaluations in the order of ``in_order_of_contact``."""
    keys = [in_order_of_contact(one) for one in evaluations]
    by_employee: dict[str, list[int]] = {}  # a few short lists are sorted sooner than one long one
    for row, key in enumerate(keys):
        by_employee.setdefault(key[0], []).append(row)
    order: list[int] = []
    for _employee, rows in sorted(by_employee.items()):
        rows.sort(key=keys.__getitem__)
        order += rows
    return order


def _asks_checks(form: Form) -> bool:
    return bool(form.deductions) or any(isinstance(item.answer, Detected) for item in form.items)


def _decisions(decisions: Iterable[HitDecision]) -> dict[str, HitDecision]:
    """The decision on each hit; of two that contradict, the one for the employee."""
    found: dict[str, HitDecision] = {}
    for decision in sorted(decisions, key=lambda one: (one.upheld, one.place)):
        found.setdefault(decision.hit_id, decision)
    return found


def _na_notes(results: Sequence[EvaluationResult]) -> list[Reason]:
    """How much of what each inspector was asked stayed N/A or blank."""
    shared = {id(result.score): result.score for result in results}
    asked: dict[int, tuple[int, int]] = {}
    by_inspector: dict[str, tuple[int, int]] = {}
    both = zip(map(attrgetter("inspector"), results), map(id, map(attrgetter("score"), results)), strict=True)
    for (inspector, one), times in Counter(both).items():
        score = shared[one]
        if score is None or not inspector:
            continue
        counts = asked.get(one)
        if counts is None:
            parts = [part for section in score.sections for part in section.items if part.by == "inspector"]
            counts = asked[one] = sum(1 for part in parts if part.s is None), len(parts)
        na, items = by_inspector.get(inspector, (0, 0))
        by_inspector[inspector] = na + times * counts[0], items + times * counts[1]
    return [
        Reason("inspector-na-rate", (("inspector", name), ("na", str(na)), ("items", str(items))))
        for name, (na, items) in sorted(by_inspector.items())
        if na
    ]
