"""What there is to show for a finding: the words said, that a demanded phrase was not heard, or the answer.

An empty cell under 原话 leaves the employee without anything to answer to. What the inspector wrote beside it
stands there too, without the inspector's name: nobody has to guess from 结果：有 what happened.
"""

from collections.abc import Sequence

from qualitykit.i18n import _
from qualitykit.reports.lookup import Lookup
from qualitykit.scoring.results import EvaluationResult, ItemPart, Violation

__all__ = [
    "confirmation_text",
    "facts_and_remark",
    "heard_beside",
    "item_facts",
    "remark_beside",
    "violation_facts",
]


def violation_facts(violation: Violation, find: Lookup) -> str:
    """The words of a violation; 未检测到 of a phrase that was demanded; else what was answered."""
    if violation.quote:
        return find.value(violation.quote)
    return item_facts(violation.evaluation, violation.subject, find)


def confirmation_text(violation: Violation, find: Lookup, *, warned: bool) -> str:
    """Who confirmed a violation, or what is still missing; empty where an answer alone says it.

    ``warned``: its incident counts, by something else where this one is not confirmed.
    """
    if not violation.confirmed:
        if warned:
            return _("not confirmed by itself: the warning does not rest on it")
        return (
            _("no second person has confirmed it yet")
            if violation.person
            else _("not confirmed by a person yet")
        )
    who = []
    if violation.reviewed_by:
        who.append(_("reviewer {name}").format(name=find.person_name(violation.reviewed_by)))
    if violation.confirmed_by:
        who.append(_("confirmed by {name}").format(name=find.person_name(violation.confirmed_by)))
    return _("; ").join(who)


def facts_and_remark(violation: Violation, shown: Sequence[Violation], find: Lookup) -> tuple[str, ...]:
    """What there is of a violation, then the inspector's remark; ``shown``: as of ``remark_beside``."""
    remark = remark_beside(violation, shown, find)
    lines = (violation_facts(violation, find), _("remark: {text}").format(text=remark) if remark else "")
    return tuple(line for line in lines if line)


def heard_beside(violation: Violation, find: Lookup) -> tuple[str, ...]:
    """Words of the same contact that stand against the same clause, of a violation that an answer shows."""
    one = find.evaluation_by_id.get(violation.evaluation)
    if violation.quote or one is None:
        return ()
    hits = [
        hit
        for outcome in one.outcomes
        if find.clause(f"check:{outcome.check}", one.standard) == violation.clause
        for hit in outcome.hits
        if hit.standing and hit.quote and hit.kind != "measure"
    ]
    hits.sort(key=lambda hit: (hit.turn, hit.start))
    return tuple(dict.fromkeys(find.value(hit.quote) for hit in hits))


def remark_beside(violation: Violation, shown: Sequence[Violation], find: Lookup) -> str:
    """The inspector's remark, once for each evaluation among the violations ``shown`` together.

    It stands beside the first that an answer shows, else beside the first.
    """
    one = find.evaluation_by_id.get(violation.evaluation)
    if one is None or not one.remark:
        return ""
    same = [each for each in shown if each.evaluation == violation.evaluation]
    if violation is not next((each for each in same if not each.quote), same[0]):
        return ""
    remark = one.remark
    if len(one.inspector) > 1:
        remark = remark.replace(one.inspector, _("the inspector"))
    return find.text(find.value(remark))


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
