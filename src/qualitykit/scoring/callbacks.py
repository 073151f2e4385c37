"""回访: which share of the service requests was called back, and which still wait for it.

Source: P2.cb.1, P2.cb.2; semantics.md §10.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from qualitykit.model import ServiceRequest
from qualitykit.scoring.deadline_results import CallbackResult, DeadlineResult, DueCallback
from qualitykit.scoring.record_facts import is_called_back, matches, number_of, way_of
from qualitykit.scoring.rounding import publish
from qualitykit.standards.deadlines import CallbackRule

__all__ = ["callback_rates", "callbacks_due_on"]


def callback_rates(
    rules: Iterable[CallbackRule],
    requests: Sequence[ServiceRequest],
    deadlines: Iterable[DeadlineResult],
) -> tuple[CallbackResult, ...]:
    """Each rule's rate against its target.

    A request is due for a call-back when it is done and the call-back's time has passed, or when it was
    called back; before that it waits. Where no request of the register says when it was done, every one
    counts. A way that nobody recorded is taken for the one asked for. A rate over no request is None.

    Source: P2.cb.
    """
    by_step = {(one.rule, one.subject): one for one in deadlines if one.record == "request"}
    return tuple(_rate(rule, requests, by_step) for rule in rules)


def _rate(
    rule: CallbackRule,
    requests: Sequence[ServiceRequest],
    by_step: dict[tuple[str, str], DeadlineResult],
) -> CallbackResult:
    mine = [one for one in requests if matches(rule.when, one)]
    by_done = any(one.done_at is not None for one in mine) or not mine
    called = other_way = missing = waiting = 0
    due: list[DueCallback] = []
    for request in mine:
        way = way_of(request.callback_how)
        step = by_step.get((rule.deadline or "", request.id))
        if is_called_back(request):
            right = not rule.ways or way is None or way in rule.ways
            called, other_way = called + right, other_way + (not right)
        elif by_done and request.done_at is None:
            waiting += 1
        else:
            moment = step.due if step else None
            due.append(DueCallback(request.id, number_of(request), request.place, moment))
            still_running = step is not None and step.state == "open"
            waiting, missing = waiting + still_running, missing + (not still_running)
    n = called + other_way + missing
    percent = publish(Fraction(100 * called, n)) if n else None
    return CallbackResult(
        rule=rule.id,
        title=rule.title,
        clause=rule.clause,
        n=n,
        called=called,
        other_way=other_way,
        waiting=waiting,
        percent=percent,
        target_percent=rule.at_least_percent,
        met=Fraction(100 * called, n) >= rule.at_least_percent if n else None,
        basis="done" if by_done else "received",
        due=tuple(sorted(due, key=_order)),
    )


def callbacks_due_on(results: Iterable[CallbackResult], day: date) -> tuple[DueCallback, ...]:
    """The requests to call back on a day: those due then, those past due, and those without a set time."""
    found = {
        one.subject: one
        for result in results
        for one in result.due
        if one.due is None or one.due.date() <= day
    }
    return tuple(sorted(found.values(), key=_order))


def _order(one: DueCallback) -> tuple[str, str]:
    return str(one.due or ""), one.subject
