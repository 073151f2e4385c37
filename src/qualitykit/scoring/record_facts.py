"""What deadlines and record rules ask of a complaint or a service request.

A register is kept by people: a word that says how a call-back was done, a status that says closed.
"""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime

from qualitykit.model import Complaint, ServiceRequest, Verified
from qualitykit.standards.deadlines import Way, When

__all__ = [
    "Record",
    "day_of",
    "filled",
    "is_called_back",
    "is_closed",
    "matches",
    "number_of",
    "recorded_without_time",
    "way_of",
]

Record = Complaint | ServiceRequest

_CLOSED = ("办结", "闭环", "结案", "完结", "完成", "关闭", "解决", "是", "已处理", "closed", "done")
_NOT_CLOSED = ("未", "否", "没", "待", "open")
_WAYS: Mapping[Way, tuple[str, ...]] = {
    "visit": ("上门", "面访", "当面", "面谈", "面对面", "拜访", "走访", "现场", "visit"),
    "phone": ("电话", "致电", "去电", "来电", "手机", "phone"),
    "message": ("微信", "短信", "邮件", "qq", "企微", "线上", "app", "小程序", "message"),
}


def day_of(moment: datetime | date) -> date:
    """The day of a moment, with or without its clock part."""
    return moment.date() if isinstance(moment, datetime) else moment


def number_of(record: Record) -> str:
    """The register's own number of the record; empty if it has none."""
    return record.complaint_no if isinstance(record, Complaint) else record.request_no or record.order_no


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def way_of(text: str) -> Way | None:
    """How a call-back was done, from the register's word; None: the register does not say.

    Face to face wins where several ways are named: 电话后上门 was a visit.
    """
    word = _plain(text)
    if not word:
        return None
    return next((way for way, words in _WAYS.items() if any(one in word for one in words)), "other")


def is_closed(record: Record) -> bool:
    """Whether a complaint is closed or a request done: by its time, else by the complaint's status."""
    if isinstance(record, ServiceRequest):
        return record.done_at is not None
    status = _plain(record.status)
    denied = status.endswith("中") or any(word in status for word in _NOT_CLOSED)
    said = any(word in status for word in _CLOSED) and not denied
    return record.closed_at is not None or said


def is_called_back(record: Record) -> bool:
    """Whether a call-back is recorded, with or without its time."""
    told = record.callback_by or record.callback_how or record.satisfied is not Verified.PENDING
    return record.callback_at is not None or bool(told)


def recorded_without_time(record: Record, field: str) -> bool:
    """Whether the record shows that a step was taken, though not when: it cannot be judged, never late."""
    if getattr(record, field) is not None:
        return False
    if field == "callback_at":
        return is_called_back(record)
    if isinstance(record, ServiceRequest):
        return False
    if field in ("closed_at", "answered_at"):
        return is_closed(record)
    return field == "passed_at" and bool(record.passed_to)


def matches(when: When, record: Record) -> bool:
    """Whether a rule's ``when`` is about this record."""
    if when.satisfied and record.satisfied.value not in when.satisfied:
        return False
    if when.closed is not None and when.closed is not is_closed(record):
        return False
    if when.called_back is not None and when.called_back is not is_called_back(record):
        return False
    if isinstance(record, Complaint):
        if when.sheet or when.origin or when.kind:
            return False
        if when.severity and (record.severity or "none") not in when.severity:
            return False
        return not when.valid or record.valid.value in when.valid
    if when.severity or when.valid or (when.sheet and record.sheet not in when.sheet):
        return False
    if when.origin and record.origin not in when.origin:
        return False
    kind = _plain(record.kind)
    return not when.kind or any(_plain(word) in kind for word in when.kind)


def filled(record: Record, field: str) -> bool:
    """Whether a field holds something; what is still to be decided holds nothing."""
    value = getattr(record, field)
    return value not in (None, "", (), False, Verified.PENDING)
