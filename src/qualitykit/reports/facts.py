"""What there is to show for a finding: the words said, that a demanded phrase was not heard, or the answer.

An empty cell under 原话 leaves the employee without anything to answer to.
"""

from qualitykit.i18n import _
from qualitykit.reports.lookup import Lookup
from qualitykit.scoring.results import EvaluationResult, ItemPart, Violation

__all__ = ["item_facts", "violation_facts"]


def violation_facts(violation: Violation, find: Lookup) -> str:
    """The words of a violation; 未检测到 of a phrase that was demanded; else what was answered."""
    if violation.quote:
        return find.value(violation.quote)
    return item_facts(violation.evaluation, violation.subject, find)


def item_facts(evaluation: str, subject: str, find: Lookup) -> str:
    """The same of an item (or of a check that is no item) of one evaluation; empty where nothing is known."""
    one = find.evaluation_by_id.get(evaluation)
    if one is None:
        return ""
    index, part = _part(one, subject)
    if part is None:
        checked = any(outcome.check == subject and not outcome.hits for outcome in one.outcomes)
        return _("not detected") if checked else ""
    if part.by == "check":
        return _("not detected")
    answer = one.raw[index] if index < len(one.raw) else ""
    return _("answer: {answer}").format(answer=find.value(answer)) if answer else ""


def _part(one: EvaluationResult, subject: str) -> tuple[int, ItemPart | None]:
    parts = [part for section in one.score.sections for part in section.items] if one.score else []
    return next(((at, part) for at, part in enumerate(parts) if part.item == subject), (-1, None))
