"""What waits for people's decision: praises that meet a complaint, complaints that may be a known incident.

Each has a number under which it is decided in the sheet 人工裁定表, which goes out prefilled.
"""

from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.reports.lookup import Lookup
from qualitykit.scoring.results import Incident, PraisePart

__all__ = ["ToDecide", "how_incident", "how_praise", "things_to_decide"]


@dataclass(frozen=True, slots=True)
class ToDecide:
    """One item: its number, about whom, and what it is and what each answer means, as the sheet says it.

    ``how``: what to do, in the language of the screen."""

    subject: str
    employee_no: str
    about: str
    how: str


def things_to_decide(find: Lookup) -> tuple[ToDecide, ...]:
    """The items of the month that wait, praises first, each once; in the order of people and days."""
    found: dict[str, ToDecide] = {}
    for part in sorted(find.result.praises, key=lambda one: (one.employee_no, one.service_on, one.id)):
        if how := how_praise(part):
            customer = f"，客户{part.customer}" if part.customer else ""
            complaint = dict(part.reason.params).get("complaint", "") if part.reason else ""
            about = (
                f"{_who(find, part.employee_no)}{part.service_on} 的客户表扬{customer}；同一次服务有投诉 "
                f"{complaint}。同意＝发放表扬奖金，不同意＝不发放。"
            )
            subject = part.praise_ids[0]
            found.setdefault(subject, ToDecide(subject, part.employee_no, about, how))
    for incident in sorted(find.result.incidents, key=lambda one: (one.employee_no, one.day, one.id)):
        if how := how_incident(incident):
            other = find.incident_by_id.get(incident.same_as)
            same = f"{other.day} 的违规“{_titles(other)}”" if other else f"此前的违规 {incident.same_as}"
            about = (
                f"{_who(find, incident.employee_no)}{incident.day} 的投诉“{_titles(incident)}”，可能与{same}"
                "是同一事件。同意＝同一事件，只算一次；不同意＝另一事件，单独计算。"
            )
            found.setdefault(incident.id, ToDecide(incident.id, incident.employee_no, about, how))
    return tuple(found.values())


def how_praise(part: PraisePart) -> str:
    """How a praise that meets a complaint is decided; empty where it does not wait."""
    if part.reason is None or part.reason.code != "praise-meets-complaint":
        return ""
    return _("item {item} in the sheet 人工裁定表: 同意 pays it, 不同意 does not").format(
        item=part.praise_ids[0]
    )


def how_incident(incident: Incident) -> str:
    """How a complaint that may be a known incident is decided; empty where it does not wait."""
    if incident.status != "proposed-same":
        return ""
    return _(
        "item {item} in the sheet 人工裁定表: 同意 if it is the same, 不同意 if it is another one"
    ).format(item=incident.id)


def _who(find: Lookup, employee_no: str) -> str:
    name = find.name(employee_no)
    return f"{name}（{employee_no}）" if name else f"{employee_no} "


def _titles(incident: Incident) -> str:
    return "、".join(dict.fromkeys(violation.title for violation in incident.violations))
