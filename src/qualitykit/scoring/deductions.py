"""Points off a form for what its transcript shows, and bonus items on top. Source: semantics.md §3.3."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from qualitykit.scoring.results import CheckOutcome, DeductionPart, Hit
from qualitykit.standards.forms import Deduction, Form

__all__ = ["counted_hits", "deduction_parts"]


def counted_hits(form: Form, outcomes: Mapping[str, CheckOutcome]) -> tuple[int, ...]:
    """How many standing hits each deduction of the form counts, in their order.

    Overlapping hits of one text count once, over all checks that the form deducts for; the longest wins, of
    equally long ones the one that costs less. What is measured (a wait, an overlap in time) is no text and
    swallows none. Source: semantics.md §3.3.
    """
    cost: dict[str, Decimal] = {}
    for rule in form.deductions:
        cost[rule.check] = min(rule.points, cost.get(rule.check, rule.points))
    counts = dict.fromkeys(cost, 0)
    texts: list[Hit] = []
    for check in cost:
        outcome = outcomes.get(check)
        for hit in outcome.hits if outcome else ():
            if not hit.standing:
                continue
            if hit.kind == "measure":
                counts[check] += 1
            else:
                texts.append(hit)
    taken: dict[int, list[Hit]] = {}
    for hit in sorted(
        texts, key=lambda one: (one.start - one.end, cost[one.check], one.turn, one.start, one.id)
    ):
        rivals = taken.setdefault(hit.turn, [])
        if all(hit.end <= other.start or other.end <= hit.start for other in rivals):
            rivals.append(hit)
            counts[hit.check] += 1
    return tuple(counts[rule.check] for rule in form.deductions)


def deduction_parts(
    form: Form, hits: Sequence[int], bonuses: Sequence[bool]
) -> tuple[tuple[DeductionPart, ...], Decimal, Decimal]:
    """The parts, the points off and the points on; a rule without a hit and an unearned bonus leave no part.

    ``hits`` in the order of the form's deductions, ``bonuses`` (earned or not) in that of its bonus items.
    A bonus item's part has negative points. Source: semantics.md §3.3.
    """
    parts = [
        DeductionPart(rule.id, n, _points(rule, n), rule.clause)
        for rule, n in zip(form.deductions, hits, strict=True)
        if n
    ]
    off = sum((part.points for part in parts), Decimal(0))
    earned = [bonus for bonus, given in zip(form.bonus_items, bonuses, strict=True) if given]
    parts += [DeductionPart(bonus.id, 1, -bonus.points, bonus.clause) for bonus in earned]
    return tuple(parts), off, sum((bonus.points for bonus in earned), Decimal(0))


def _points(rule: Deduction, hits: int) -> Decimal:
    points = rule.points * hits if rule.per == "hit" else rule.points
    return points if rule.at_most is None else min(points, rule.at_most)
