"""记录要求: what the register of complaints and the one of service requests must hold, and what cannot be.

``records.yaml``. Source: P1.cmp, P1.rec.3, P1.con.2, P2.sev, P2.val, P2.vis, P2.sig, P2.first, P4.tel.4,
P4.fol, P4.six, P5.rec.
"""

from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from qualitykit.i18n import N_
from qualitykit.standards.base import ClauseId, Id, Rule, Text
from qualitykit.standards.deadlines import RecordKind, Way, When

__all__ = ["COMPLAINT_FIELDS", "REQUEST_FIELDS", "Contradiction", "FirstAsked", "RecordRules", "Required"]

ComplaintField = Literal[
    "complaint_no", "received_at", "received_by", "people", "contact_on", "contact_id", "complainant",
    "contact", "matter", "demand", "category", "severity", "valid", "judged_by", "confirmed_by",
    "department", "owner", "passed_at", "passed_to", "escalated_at", "promised_at", "wanted_by",
    "answered_at", "closed_at", "callback_at", "callback_by", "callback_how", "process",
    "corrective_action", "cause", "rounds", "satisfied", "signed",
]  # fmt: skip
RequestField = Literal[
    "request_no", "received_at", "received_by", "kind", "origin", "channel", "people", "requester",
    "contact", "from_where", "matter", "reason", "order_no", "promised_at", "answered_at", "done_at",
    "result", "scope", "callback_at", "callback_by", "callback_how", "quality", "performance", "usage",
    "satisfied", "finding", "rectified", "rechecked_at",
]  # fmt: skip
COMPLAINT_FIELDS: tuple[str, ...] = get_args(ComplaintField)
REQUEST_FIELDS: tuple[str, ...] = get_args(RequestField)


class Required(Rule):
    """Fields that a record must hold where it is one that ``when`` names.

    ``ways``: how the call-back has to have been done. ``posts``: the posts of those who have to have made it,
    one person each (``callback_by``; names are looked up in the roster, and a name with its post will do).
    """

    id: Id
    title: Text
    clause: ClauseId
    record: RecordKind = "complaint"
    when: When = Field(default_factory=When)
    fields: tuple[ComplaintField | RequestField, ...] = ()
    ways: tuple[Way, ...] = ()
    posts: tuple[tuple[Text, ...], ...] = ()

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if not (self.fields or self.ways or self.posts):
            raise ValueError(N_("required: it names neither fields nor ways nor posts"))
        known = COMPLAINT_FIELDS if self.record == "complaint" else REQUEST_FIELDS
        if any(one not in known for one in self.fields):
            raise ValueError(N_("required: this kind of record has no such field"))
        return self


class Contradiction(Rule):
    """What one record cannot say at once: a person looks again. ``when`` names it, ``says`` tells why."""

    id: Id
    title: Text
    clause: ClauseId
    record: RecordKind = "complaint"
    when: When
    says: Text

    @model_validator(mode="after")
    def _names_two(self) -> Self:
        if len(self.when.model_fields_set) < 2:
            raise ValueError(N_("contradiction: when names at least two things"))
        return self


class FirstAsked(Rule):
    """首问负责制: who received the complaint owns it to the end; another owner is listed for a person."""

    clause: ClauseId


class RecordRules(Rule):
    """What registers must hold, what contradicts itself, and whether the first asked stays the owner."""

    required: tuple[Required, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    first_asked: FirstAsked | None = None
