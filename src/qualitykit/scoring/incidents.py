"""违规事件: all broken rules of one contact, once, at the highest severity. Source: semantics.md §6."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from qualitykit.frozen import dataclass
from qualitykit.model import Complaint, Decision, Evaluation, Period, Place, Roster
from qualitykit.scoring.register import short_id
from qualitykit.scoring.results import Incident, Reason, Struck, Violation
from qualitykit.scoring.violations import find_complaint_violations, find_violations, same_text
from qualitykit.standards.forms import Form
from qualitykit.standards.ladder import Gravity, Ladder, ViolationKind
from qualitykit.standards.standard import Standard

__all__ = [
    "Finding",
    "find_complaint_violations",
    "find_violations",
    "finding_of_evaluation",
    "findings_of_complaint",
    "merge_incidents",
]

_GRAVITIES: tuple[Gravity, ...] = ("slight", "middling", "grave", "gravest")
_YES = frozenset({"yes", "y", "是", "同意", "agree", "agreed"})
_NO = frozenset({"no", "n", "否", "不同意", "disagree"})


@dataclass(frozen=True, slots=True)
class Finding:
    """What one sheet says that one employee broke at one contact; incidents are merged from these.

    ``id``: of the evaluation or the complaint. ``day``: of the contact; ``day_known`` False: it is the day of
    receipt, which never tells contacts apart. ``found_on``: when it came to light, None if not recorded.
    ``same_incident``: a person's word on a complaint that may be another finding's incident.
    """

    id: str
    employee_no: str
    day: date
    source: str
    place: Place
    violations: tuple[Violation, ...]
    ladder: Ladder
    at: time | None = None
    day_known: bool = True
    contact_id: str = ""
    customer: str = ""
    found_on: date | None = None
    complaint: bool = False
    same_incident: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """The contact: its id, else the day and the customer, else source, day and time, else the row."""
        if self.contact_id:
            return ("id", same_text(self.contact_id))
        if self.customer and self.day_known:
            return ("customer", self.day.isoformat(), same_text(self.customer))
        if self.at is not None and self.day_known:
            return ("time", self.source, self.day.isoformat(), self.at.isoformat())
        return ("row", self.id, str(self.place))


def finding_of_evaluation(
    standard: Standard, form: Form, evaluation: Evaluation, violations: tuple[Violation, ...]
) -> Finding:
    """The finding of an evaluation, for merging."""
    return Finding(
        id=evaluation.id,
        employee_no=evaluation.employee_no,
        day=evaluation.day,
        source=form.source,
        place=evaluation.place,
        violations=violations,
        ladder=standard.ladder,
        at=evaluation.at,
        contact_id=evaluation.contact_id,
        customer=evaluation.customer,
        found_on=evaluation.inspected_on,
    )


def findings_of_complaint(standard: Standard, complaint: Complaint) -> tuple[Finding, ...]:
    """One finding for each employee complained about; none where the complaint is no violation.

    ``standard``: the one in force on the day of the service, or of the receipt where that is not known.
    """
    violations = find_complaint_violations(standard, complaint)
    received = complaint.received_at
    received_on = received.date() if isinstance(received, datetime) else received
    return tuple(
        Finding(
            id=complaint.id,
            employee_no=employee_no,
            day=complaint.contact_on or received_on,
            source="complaint",
            place=complaint.place,
            violations=violations,
            ladder=standard.ladder,
            day_known=complaint.contact_on is not None,
            contact_id=complaint.contact_id,
            customer=complaint.complainant,
            found_on=received_on,
            complaint=True,
            same_incident=complaint.same_incident,
        )
        for employee_no in dict.fromkeys(complaint.people)
        if violations
    )


def merge_incidents(
    findings: Iterable[Finding],
    *,
    roster: Roster,
    period: Period,
    decisions: Iterable[Decision] = (),
    past: Sequence[Incident] = (),
    struck: Iterable[Struck] = (),
) -> tuple[Incident, ...]:
    """The month's incidents: one for each employee and contact, in the order of employee, day and id.

    Two employees at one contact are two incidents. The severity is the highest that has been confirmed; where
    nothing has, the incident is ``pending``. ``coaching`` (no step): before the employee's own signed notice,
    where the roster keeps it (a person without a date has not signed); and unless severe, within the grace
    days of joining, or found too long after the act. An act whose finding is not dated counts as found on the
    period's last day: an old one is stale rather than counted on a guess.

    A complaint without a contact id near an incident of the same employee and customer is ``proposed-same``
    and counts nothing until a person decides, in its row or by ``decisions`` on the incident's id: same, and
    it joins that incident; not same, and it is one of its own. ``past``: incidents of earlier months. What
    belongs to one of them at no higher severity adds no step (``coaching``, ``same-as-earlier``). ``struck``:
    what upheld appeals struck out of them, which is final: the same row, in a register that goes on, is
    listed and warns nobody (``coaching``, ``struck-out-earlier``).

    Ids are stable, made of the employee's number and the contact, and show no name. Source: semantics.md §6.
    """
    said = {decision.subject: _word(decision.verdict) for decision in decisions}
    before: dict[str, list[Incident]] = {}
    for one in past:
        if one.month != period.month:
            before.setdefault(one.employee_no, []).append(one)
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in sorted(findings, key=lambda one: (one.day, str(one.place), one.id, one.employee_no)):
        if finding.violations:
            groups.setdefault((finding.employee_no, *finding.key), []).append(finding)
    incidents: dict[str, dict[tuple[str, ...], Incident]] = {}
    final: list[Incident] = []
    gone = {(one.employee_no, record, one.day): one for one in struck for record in one.records}
    for key, group in tuple(groups.items() if gone else ()):
        left = [one for one in group if (one.employee_no, one.id, one.day) not in gone]
        if left:
            groups[key] = left
        else:
            del groups[key]
            first = gone[group[0].employee_no, group[0].id, group[0].day]
            own = _incident(group, roster, period, before.get(key[0], ()))
            final.append(_struck_out(own, first, period))
    uncertain = {key: group for key, group in groups.items() if _may_be_another(group)}
    for key, group in groups.items():
        of_employee = incidents.setdefault(key[0], {})
        if key not in uncertain:
            of_employee[key] = _incident(group, roster, period, before.get(key[0], ()))
    joined: dict[tuple[str, ...], list[Finding]] = {}
    for key, group in uncertain.items():
        mine, past_ones = incidents[key[0]], before.get(key[0], ())
        own = _incident(group, roster, period, past_ones)
        other = _nearest(group, own, (*mine.values(), *past_ones))
        word = next((_word(one.same_incident) for one in group if _word(one.same_incident)), said.get(own.id))
        if other is None or word == "no" or (own.status == "coaching" and not word):
            mine[key] = own
        elif word != "yes":
            mine[key] = replace(own, status="proposed-same", reason=None, same_as=other.id)
        else:
            target = next((name for name, one in mine.items() if one.id == other.id), None)
            if target is None:
                mine[key] = _belongs_to_past(own, other)
            else:
                joined.setdefault(target, []).extend(group)
                mine[target] = _incident(groups[target], roster, period, past_ones, joined[target])
    found = (one for of_employee in incidents.values() for one in of_employee.values())
    return tuple(sorted((*found, *final), key=lambda one: (one.employee_no, one.day, one.id)))


def _word(verdict: str) -> str:
    text = same_text(verdict)
    return "yes" if text in _YES else "no" if text in _NO else ""


def _may_be_another(group: Sequence[Finding]) -> bool:
    """Complaints alone, of a known customer and without a contact id: it is not certain which service."""
    return all(one.complaint and not one.contact_id and one.customer for one in group)


def _nearest(group: Sequence[Finding], own: Incident, others: Iterable[Incident]) -> Incident | None:
    """The nearest incident of the same employee and customer within the ladder's days, else the earlier."""
    within = group[0].ladder.proposed_same_within_days
    customer = same_text(group[0].customer)
    near = [
        one
        for one in others
        if same_text(one.customer) == customer
        and one.status != "proposed-same"
        and abs((one.day - own.day).days) <= within
    ]
    return min(near, key=lambda one: (abs((one.day - own.day).days), one.day, one.id), default=None)


def _struck_out(own: Incident, first: Struck, period: Period) -> Incident:
    reason = Reason("struck-out-earlier", (("incident", first.incident), ("month", first.month)))
    name = own.id if own.id != first.incident else f"{own.id}-{period.month}"
    return replace(own, id=name, status="coaching", reason=reason)


def _belongs_to_past(own: Incident, other: Incident) -> Incident:
    reason = Reason("same-as-earlier", (("incident", other.id), ("month", other.month)))
    return replace(own, status="coaching", reason=reason, same_as=other.id)


def _incident(
    group: Sequence[Finding],
    roster: Roster,
    period: Period,
    past: Iterable[Incident],
    joined: Sequence[Finding] = (),
) -> Incident:
    """One incident of the group's contact. ``joined``: complaints that a person said are the same one; they
    add what was broken, and leave the contact's day, id and name as they are."""
    dated = [one for one in group if one.day_known] or list(group)
    first = min(dated, key=lambda one: (one.day, one.at is None, one.at or time.min, one.id))
    group = (*group, *joined)
    violations = tuple(
        violation for one in group for violation in sorted(one.violations, key=_order_of_violation)
    )
    counted = [violation for violation in violations if violation.confirmed] or list(violations)
    severe = any(violation.severity == "severe" for violation in counted)
    kinds = {kind.id: kind for one in group for kind in one.ladder.kinds}
    found = [one.found_on for one in group if one.found_on is not None]
    incident = Incident(
        id=short_id("V", first.day, first.employee_no, *first.key),
        employee_no=first.employee_no,
        day=first.day,
        severity="severe" if severe else "minor",
        contact=next((one.contact_id for one in group if one.contact_id), ""),
        violations=violations,
        status="counts",
        month=period.month,
        at=first.at,
        found_on=min(found, default=None),
        late=first.day < period.first_day,
        step_at_least=_step_at_least(first.ladder, counted, kinds) if severe else None,
        gravity=_gravity(counted, kinds),
        customer=next((one.customer for one in group if one.customer), ""),
    )
    earlier = [one for one in past if one.id == incident.id]
    if earlier:
        known = next((one for one in earlier if one.status == "counts"), None)
        incident = replace(incident, id=f"{incident.id}-{period.month}")
        if known is not None and (known.severity == "severe" or not severe):
            return _belongs_to_past(incident, known)
    coaching = _coaching_only(incident, first.ladder, roster, period)
    if coaching is not None:
        return replace(incident, status="coaching", reason=coaching)
    if not any(violation.confirmed for violation in violations):
        code = "second-person-missing" if severe else "not-confirmed"
        return replace(incident, status="pending", reason=Reason(code))
    return incident


def _order_of_violation(violation: Violation) -> tuple[str, str, str]:
    return str(violation.place), violation.subject, violation.quote


def _step_at_least(
    ladder: Ladder, violations: Iterable[Violation], kinds: dict[str, ViolationKind]
) -> int | None:
    """The step that the severe acts go to at least: the highest that a kind names, the top for one that names
    none. By gravity only what a kind names: there the act's gravity says where it goes."""
    steps = []
    for violation in violations:
        if violation.severity == "severe":
            kind = kinds.get(violation.kind)
            if kind is not None and kind.step is not None:
                steps.append(kind.step)
            elif ladder.by == "count":
                steps.append(max(step.step for step in ladder.steps))
    return max(steps, default=None)


def _gravity(violations: Iterable[Violation], kinds: dict[str, ViolationKind]) -> str:
    """The highest gravity that a violation's kind names, empty if none does."""
    named = [kind.gravity for v in violations if (kind := kinds.get(v.kind)) is not None and kind.gravity]
    return max(named, key=_GRAVITIES.index, default="")


def _coaching_only(incident: Incident, ladder: Ladder, roster: Roster, period: Period) -> Reason | None:
    """Why the incident leads to no step, None if it does. Source: P3.notice, semantics.md §6."""
    rows = roster.by_number.get(incident.employee_no, ())
    if roster.keeps_notice:
        signed = min((row.notice_signed_on for row in rows if row.notice_signed_on), default=None)
        if signed is None:
            return Reason("notice-not-signed")
        if incident.day < signed:
            return Reason("before-notice", (("signed_on", signed.isoformat()),))
    if incident.severity == "severe":
        return None
    row = roster.on(incident.employee_no, incident.day)
    hired = row.hired_on if row is not None else None
    if ladder.grace_days and hired is not None and (incident.day - hired).days <= ladder.grace_days:
        days = str(ladder.grace_days)
        return Reason("within-grace", (("hired_on", hired.isoformat()), ("days", days)))
    found_on = incident.found_on or period.last_day
    if (found_on - incident.day).days > ladder.stale_days:
        days = str(ladder.stale_days)
        return Reason("found-too-late", (("found_on", found_on.isoformat()), ("days", days)))
    return None
