"""违规: which rules one contact broke, and whether a person confirmed it. Source: semantics.md §4, §6."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from qualitykit.frozen import dataclass
from qualitykit.model import AnswerState, Complaint, Evaluation, Place, Purpose, Verified
from qualitykit.scoring.itemscore import answer_score
from qualitykit.scoring.results import CheckOutcome, FormScore, Hit, Violation
from qualitykit.standards.base import IncidentSeverity, Violates
from qualitykit.standards.forms import Detected, Form, Item
from qualitykit.standards.ladder import ComplaintCategory, Ladder
from qualitykit.standards.phrases import PhraseSeverity
from qualitykit.standards.standard import Standard
from qualitykit.standards.transcript import Check

__all__ = [
    "ViolationRules",
    "complaint_category",
    "find_complaint_violations",
    "find_violations",
    "is_known_category",
    "same_text",
]

_BETWEEN_WORDS = re.compile(r"[()\[\]【】、,;/|:>·\-—\s]+")


def find_violations(
    standard: Standard,
    form: Form,
    evaluation: Evaluation,
    form_score: FormScore,
    outcomes: Mapping[str, CheckOutcome],
) -> tuple[Violation, ...]:
    """What one evaluation says was broken; of many evaluations of one form ask one ``ViolationRules``."""
    return ViolationRules(standard, form).find(evaluation, form_score, outcomes)


class ViolationRules:
    """What a form and the checks of its standard call a violation."""

    def __init__(self, standard: Standard, form: Form) -> None:
        self.standard = standard
        self.form = form
        self._items = form.items
        self._answered = {
            item.answer.check: n for n, item in enumerate(self._items) if isinstance(item.answer, Detected)
        }
        self._checks = {check.id: check for check in standard.checks}
        self._phrases: dict[str, dict[str, IncidentSeverity | None]] = {}

    def find(
        self, evaluation: Evaluation, form_score: FormScore, outcomes: Mapping[str, CheckOutcome]
    ) -> tuple[Violation, ...]:
        """What one evaluation says was broken: items that failed, what the transcript shows, patrol findings.

        None where the evaluation is held back, is for calibration, or is a low rating that is not verified as
        the employee's doing. An evaluation without a score for too many N/A still says what failed.

        An item is a violation where it names one; on a patrol form every failed item is, of the severity that
        the item names, else the inspector's row, else the ladder's ``patrol_findings``. A failed check is one
        where it, or the item that it answers, names one; each standing hit by itself, by its phrase's own
        severity where it has one. Pending hits are none: they wait in the review sheet.

        ``confirmed``: a person said so, by the answer to the item or by 确认 beside the hit
        (``confirm_ladder: exact`` takes what stands); and for a severe act a second one, who is neither the
        inspector nor the employee. Source: semantics.md §4, §6.
        """
        failed = {outcome.check: outcome for outcome in outcomes.values() if outcome.state == "failed"}
        if not failed and not form_score.failed:
            return ()
        if evaluation.held_back or evaluation.purpose is Purpose.CALIBRATION:
            return ()
        if evaluation.verified in (Verified.NO, Verified.PENDING):
            return ()
        found: list[Violation] = []
        ladder = self.standard.ladder
        for index in form_score.failed:
            item = self._items[index]
            if isinstance(item.answer, Detected) and item.answer.check in failed:
                continue  # below, with its evidence
            spec = item.violation or _patrol_finding(ladder, self.form, evaluation)
            if spec is not None:
                person = not isinstance(item.answer, Detected) or _inspector_agrees(item, evaluation, index)
                act = _Act(item.id, item.title, item.clause, evaluation.cell(index), spec.kind or "", person)
                found.append(act.violation(ladder, evaluation, spec.severity))
        for name, outcome in failed.items():
            check = self._checks.get(name)
            if check is not None:
                found += self._of_check(evaluation, check, outcome)
        return tuple(found)

    def _of_check(self, evaluation: Evaluation, check: Check, outcome: CheckOutcome) -> Iterator[Violation]:
        spec = check.violation
        ladder = self.standard.ladder
        index = self._answered.get(check.id)
        if index is not None:
            spec = self._items[index].violation or spec or _patrol_finding(ladder, self.form, evaluation)
        if spec is None and not outcome.hits:
            return
        subject, title, clause = check.id, check.title, check.clause
        place = evaluation.transcript.place if evaluation.transcript else evaluation.place
        person = ladder.confirm_ladder == "exact"
        if index is not None:
            item = self._items[index]
            subject, title, clause, place = item.id, item.title, item.clause, evaluation.cell(index)
            person = person or _inspector_agrees(item, evaluation, index)
        standing = [hit for hit in outcome.hits if hit.standing]
        if not standing and spec is not None:
            act = _Act(subject, title, clause, place, spec.kind or "", person)
            yield act.violation(ladder, evaluation, spec.severity)
        for hit in standing:
            severity = self._phrase_severity(check, hit) or (spec.severity if spec else None)
            if severity is None:
                continue
            kind = spec.kind if spec and spec.kind and spec.severity == severity else ""
            act = _Act(subject, title, clause, place, kind, person or hit.confirmed)
            yield act.violation(ladder, evaluation, severity, hit)

    def _phrase_severity(self, check: Check, hit: Hit) -> IncidentSeverity | None:
        """The severity that the phrase itself names; None: it names none, or what was found is no phrase."""
        if check.says is None or hit.kind == "measure":
            return None
        known = self._phrases.get(check.id)
        if known is None:
            known = self._phrases[check.id] = {}
            for one in self.standard.phrases:
                if one.id in check.says.none:
                    for phrase in one.phrases:
                        known.setdefault(phrase.text, _SEVERITIES[phrase.severity or one.severity])
        return known.get(hit.phrase)


_SEVERITIES: dict[PhraseSeverity, IncidentSeverity | None] = {
    PhraseSeverity.NONE: None,
    PhraseSeverity.MINOR: "minor",
    PhraseSeverity.SEVERE: "severe",
}


@dataclass(frozen=True, slots=True)
class _Act:
    subject: str
    title: str
    clause: str
    place: Place
    kind: str
    person: bool  # a person said so

    def violation(
        self,
        ladder: Ladder,
        evaluation: Evaluation,
        severity: IncidentSeverity,
        hit: Hit | None = None,
    ) -> Violation:
        second = _second_of(evaluation, hit)
        needs_second = severity == "severe" and ladder.severe_needs_second_person
        return Violation(
            subject=self.subject,
            title=self.title,
            kind=self.kind,
            severity=severity,
            clause=self.clause,
            place=self.place,
            quote=hit.quote if hit is not None else "",
            evaluation=evaluation.id,
            confirmed=self.person and (bool(second) or not needs_second),
            confirmed_by=second,
            person=self.person,
            reviewed_by=hit.decided_by if hit is not None and hit.confirmed else "",
        )


def _patrol_finding(ladder: Ladder, form: Form, evaluation: Evaluation) -> Violates | None:
    if form.source != "patrol":
        return None
    if evaluation.severity in ("minor", "severe"):
        return Violates(severity="severe" if evaluation.severity == "severe" else "minor")
    return Violates(severity=ladder.patrol_findings) if ladder.patrol_findings else None


def _inspector_agrees(item: Item, evaluation: Evaluation, index: int) -> bool:
    """Whether the inspector's own answer beside the check says that the item failed."""
    answer = evaluation.answers[index]
    if answer.state is not AnswerState.VALUE:
        return False
    s = answer_score(item, answer)
    return s is not None and s <= item.fails_at


def _second_of(evaluation: Evaluation, hit: Hit | None) -> str:
    """The second person: of the evaluation beside its inspector, else of the hit beside its reviewer.

    Empty: nobody, or the first one is not known. Source: semantics.md §6.
    """
    number = evaluation.employee_no
    if evaluation.inspector and _second_person(evaluation.confirmed_by, evaluation.inspector, number):
        return evaluation.confirmed_by
    if hit is not None and hit.confirmed and hit.decided_by:
        others = (hit.decided_by, evaluation.inspector, number)
        return hit.confirmed_by if _second_person(hit.confirmed_by, *others) else ""
    return ""


def _second_person(confirmed_by: str, *not_these: str) -> bool:
    second = same_text(confirmed_by)
    return bool(second) and all(second != same_text(other) for other in not_these)


def same_text(text: str) -> str:
    """Names and ids as they are compared: NFKC, without blanks and letter case."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


# --- complaints -----------------------------------------------------------------------------------------


def complaint_category(ladder: Ladder, category: str) -> ComplaintCategory | None:
    """The ladder's category for what the register says (服务态度（语气生硬）); None: it is no violation.

    The whole text or one of its parts must be a word of the category: 非服务态度 is not 服务态度. Where
    several fit, the severest counts.
    """
    parts = _parts_of_category(category)
    fits = [one for one in ladder.complaint_categories if parts & {same_text(word) for word in one.words}]
    return max(fits, key=lambda one: one.severity == "severe", default=None)


def is_known_category(ladder: Ladder, category: str) -> bool:
    """Whether the ladder says what becomes of such a complaint: a violation, or none on purpose."""
    others = {same_text(word) for word in ladder.no_violation_categories}
    return complaint_category(ladder, category) is not None or bool(_parts_of_category(category) & others)


def _parts_of_category(category: str) -> set[str]:
    text = unicodedata.normalize("NFKC", category)
    return {same_text(part) for part in (text, *_BETWEEN_WORDS.split(text))} - {""}


def find_complaint_violations(standard: Standard, complaint: Complaint) -> tuple[Violation, ...]:
    """What a complaint says was broken: only a valid one, and only of a category that the ladder names.

    Valid means that the department responsible judged so. A severe one needs a second person who is neither
    the judge nor the inspector of the complaint nor one of those complained about. Source: P2.val,
    semantics.md §6.
    """
    if complaint.valid is not Verified.YES:
        return ()
    category = complaint_category(standard.ladder, complaint.category)
    if category is None:
        return ()
    others = (complaint.judged_by, complaint.inspector, *complaint.people)
    second = _second_person(complaint.confirmed_by, *others)
    needs_second = category.severity == "severe" and standard.ladder.severe_needs_second_person
    return (
        Violation(
            subject=category.id,
            title=category.words[0],
            kind=category.kind or "",
            severity=category.severity,
            clause=category.clause,
            place=complaint.place,
            quote=complaint.matter,
            evaluation=complaint.id,
            confirmed=second or not needs_second,
            confirmed_by=complaint.confirmed_by if second else "",
            person=True,
        ),
    )
