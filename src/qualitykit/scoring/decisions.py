"""People's decisions (人工裁定表) on what the program proposed: which item each is about.

Two kinds of items wait: a praise that meets a complaint on one contact (§7), and a complaint that may be
another finding's incident (§6). An item is named by its own number, or by the number of the complaint or of
the contact where only one item has it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from qualitykit.model import Complaint, Decision, Praise
from qualitykit.problems import Problem, problem
from qualitykit.scoring.conduct_results import Incident
from qualitykit.scoring.pay_results import PraisePart
from qualitykit.scoring.violations import same_text

__all__ = ["CONSENT", "complaint_name", "match_decisions"]

CONSENT = "公开/"
"""Before a case's number: its own person agrees to be named in a notice. That decides nothing here."""

_INCIDENT_WORDS = frozenset(
    {"发放", "不发放", "pay", "refuse"}
)  # of praises; they say nothing of an incident


def complaint_name(complaint: Complaint) -> str:
    """What people know a complaint by: its number, else its id."""
    return complaint.complaint_no or complaint.id


def match_decisions(
    decisions: Iterable[Decision],
    praises: Iterable[Praise],
    parts: Iterable[PraisePart],
    incidents: Iterable[Incident],
    complaints: Iterable[Complaint],
    past: Iterable[Incident] = (),
) -> tuple[tuple[Decision, ...], tuple[Problem, ...]]:
    """The decisions, each by its item's own number, and those that are about nothing.

    ``parts`` and ``incidents`` are the month's without any decision. Problems: QK734 no such item, QK735 the
    number belongs to several items, QK413 a word about paying on an incident. Such a decision counts nothing.
    """
    incidents = tuple(incidents)
    own = {same_text(one.id): one.id for one in (*incidents, *past)}
    of_incidents = frozenset(own.values())
    for praise in praises:
        for name in (praise.id, *(f"{praise.id}/{person}" for person in praise.people)):
            own[same_text(name)] = name
    others = _other_numbers(parts, incidents, {one.id: one for one in complaints})
    matched: list[Decision] = []
    problems: list[Problem] = []
    for decision in decisions:
        subject = decision.subject
        if subject.startswith(CONSENT):
            matched.append(decision)
            continue
        key = same_text(subject)
        found = (own[key],) if key in own else tuple(sorted(others.get(key, ())))
        if len(found) != 1:
            code, items = ("QK735", "、".join(found)) if found else ("QK734", "")
            problems.append(problem(code, decision.place, subject, items=items))
        elif found[0] in of_incidents and same_text(decision.verdict) in _INCIDENT_WORDS:
            words = {"field": "裁定", "allowed": "同意、不同意"}
            problems.append(problem("QK413", decision.place, decision.verdict, **words))
        else:
            matched.append(replace(decision, subject=found[0]))
    return tuple(matched), tuple(problems)


def _other_numbers(
    parts: Iterable[PraisePart], incidents: Iterable[Incident], complaints: Mapping[str, Complaint]
) -> dict[str, set[str]]:
    """Number of a complaint or a contact → the items that wait because of it."""
    found: dict[str, set[str]] = {}
    for part in parts:
        if part.reason is not None and part.reason.code == "praise-meets-complaint":
            names = (dict(part.reason.params).get("complaint", ""), part.contact_id)
            for name in filter(None, names):
                found.setdefault(same_text(name), set()).add(part.praise_ids[0])
    for incident in incidents:
        if incident.status == "proposed-same":
            for violation in incident.violations:
                if complaint := complaints.get(violation.evaluation):
                    found.setdefault(same_text(complaint_name(complaint)), set()).add(incident.id)
    return found
