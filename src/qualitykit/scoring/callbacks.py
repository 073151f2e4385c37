"""回访: which share of the service requests was called back, and which still wait for it.

Source: P2.cb.1, P2.cb.2; semantics.md §10.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
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
    *,
    counted_before: Collection[tuple[str, str]] = (),
) -> tuple[CallbackResult, ...]:
    """Each rule's rate against its target.

    A request is due for a call-back when it is done and the call-back's time has passed, or when it was
    called back; before that it waits. Where no request of the register says when it was done, every one
    counts. A way that nobody recorded is taken for the one asked for. A rate over no request is None.
    ``deadlines`` hold what earlier months left undone too; a request of which only that is known is due by
    it. ``counted_before``: rule and request that an earlier month's rate has; they are in no other one.

    Source: P2.cb.
    """
    by_step = {(one.rule, one.subject): one for one in deadlines if one.record == "request"}
    known = frozenset(counted_before)
    return tuple(_rate(rule, requests, by_step, known) for rule in rules)


def _rate(
    rule: CallbackRule,
    requests: Sequence[ServiceRequest],
    by_step: Mapping[tuple[str, str], DeadlineResult],
    counted_before: Collection[tuple[str, str]],
) -> CallbackResult:
    mine = [one for one in requests if matches(rule.when, one)]
    by_done = any(one.done_at is not None for one in mine) or not mine
    called = other_way = missing = waiting = 0
    due: list[DueCallback] = []
    counted: list[str] = []
    for request in mine:
        if (rule.id, request.id) in counted_before:
            if not is_called_back(request):
                due.append(DueCallback(request.id, number_of(request), request.place, None))
            continue
        way = way_of(request.callback_how)
        step = by_step.get((rule.deadline or "", request.id))
        if is_called_back(request):
            right = not rule.ways or way is None or way in rule.ways
            called, other_way = called + right, other_way + (not right)
            counted.append(request.id)
        elif by_done and request.done_at is None:
            waiting += 1
        else:
            moment = step.due if step else None
            due.append(DueCallback(request.id, number_of(request), request.place, moment))
            still_running = step is not None and step.state == "open"
            waiting, missing = waiting + still_running, missing + (not still_running)
            counted += [] if still_running else [request.id]
    here = {request.id for request in requests}
    for (name, subject), step in by_step.items():
        if name == rule.deadline and subject not in here:  # left undone by an earlier month
            due.append(DueCallback(subject, step.number, step.place, step.due))
            if not step.counted_in:
                waiting, missing = waiting + (step.state == "open"), missing + (step.state != "open")
                counted += [] if step.state == "open" else [subject]
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
        counted=tuple(sorted(counted)),
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
