"""A review form without the agent: whose call it is stands in the call list, which the quality office keeps.

One definition serves the blank (which columns it leaves out), the list, and the intake that joins the two by
the recording's id. Source: P3.mon.4 (recordings are reviewed anonymously).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from qualitykit.frozen import dataclass
from qualitykit.sheets.layouts import Column, RecordSheet

if TYPE_CHECKING:
    from qualitykit.standards.forms import Form

__all__ = ["CALL_LIST", "IDENTIFYING", "MASK", "ListedCall", "blind_form", "can_be_blind"]

MASK = "***"
"""Stands in a blind transcript for what says who the agent is."""

IDENTIFYING = frozenset(
    {
        "employee_no",
        "employee_name",
        "agent_login",
        "department",
        "team",
        "post",
        "site",
        "supervisor",
        "queue_name",
        "customer",
        "customer_contact",
        "contact_on",
        "at",
        "call_start",
        "call_end",
        "person_description",
    }
)
"""Head fields that name the agent or the customer, or by the shift plan say who it was."""

CALL_LIST = RecordSheet(
    "call-list",
    "录音清单",
    "P3.mon.4",
    (
        Column("contact_id", "录音编号", 20, required=True, hint="与盲评表上的编号一致"),
        Column("contact_on", "通话日期", 12, "date", required=True),
        Column("at", "通话时间", 10, "time"),
        Column("employee_name", "坐席", 16, "person", required=True),
        Column("direction", "呼入/呼出", 10, "choice", ("呼入", "呼出")),
        Column("ring_count", "响铃次数", 10, "number"),
        Column("talk_seconds", "通话时长（秒）", 14, "number"),
        Column("hold_seconds", "等待时长（秒）", 14, "number"),
        Column("hung_up_by", "挂机方", 10, "choice", ("客户", "坐席", "系统")),
        Column("transcript", "录音文本", 40),
    ),
)
"""Whose call is whose. An export of the calling platform with these columns serves as well."""


@dataclass(frozen=True, slots=True)
class ListedCall:
    """A call as the blind form shows it: its id and what the platform says; ``text``: transcript, masked."""

    contact_id: str
    rings: int | None = None
    talk_seconds: Decimal | None = None
    hold_seconds: Decimal | None = None
    hung_up_by: str | None = None  # "agent", "customer" or "system"
    direction: str = ""
    text: str = ""


def can_be_blind(form: Form) -> bool:
    """Whether the rows of a form can be told by a recording's id alone: reviews of calls."""
    return form.source == "call-review" and any(head.field == "contact_id" for head in form.head)


def blind_form(form: Form) -> Form:
    """The form as its reviewer gets it: without what says whose call it is."""
    head = tuple(one for one in form.head if one.field not in IDENTIFYING)
    return form.model_copy(update={"head": head, "title": f"{form.title}（盲评）"})
