"""What a sheet can be: each form of the packs, each record sheet, the roster, the turns of calls.

For each: the words its headers are read with, the fields without which it is not that, and how much each
column speaks for it. Data for ``recognise``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from qualitykit.frozen import dataclass
from qualitykit.intake.lexicon import Lexicon, Words, lexicon, tables
from qualitykit.sheets.layouts import RECORDS
from qualitykit.standards.forms import BonusItem, Form, Item
from qualitykit.standards.standard import Standard

__all__ = ["ITEM", "PERSON_FIELDS", "READ_RECORDS", "Candidate", "Catalogue", "catalogue"]

ITEM = "item:"
"""Prefix of the columns that hold a form's items, so that an item ``attitude`` is no alias field."""

PERSON_FIELDS = ("employee_no", "employee_name", "agent_login")

_DAYS: Mapping[str, tuple[str, ...]] = {
    "mystery-shopper": ("visit_on", "contact_on", "inspected_on"),
    "call-review": ("contact_on", "call_start"),
    "patrol": ("contact_on", "patrol", "patrol_at", "inspected_on"),
    "customer-rating": ("contact_on", "answered_at"),
    "supervisor-rating": (),
}

# record → groups of fields of which one each must be there
_NEEDS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "roster": (
        ("employee_no",),
        ("name",),
        (
            "hired_on",
            "left_on",
            "valid_from",
            "bonus_base",
            "floor_pay",
            "probation_until",
            "handbook_signed_on",
            "logins",
            "other_names",
            "status",
            "employment",
            "department",
        ),
    ),
    "praise": (
        ("praised_name", "employee_no", "employee_name", "praiser"),
        ("content", "verified", "praise_channel", "level", "count", "praised_name", "praiser"),
        ("praise_on", "service_on", "verified_on"),
    ),
    "complaint": (
        ("received_at",),
        ("matter", "category", "valid", "demand", "complainant", "complaint_id"),
        ("complainant", "against", "valid", "complaint_id", "received_by"),
    ),
    "callback": (
        ("received_at",),
        ("matter",),
        ("done_at", "order_no", "origin", "callback_at", "people"),
    ),
    "visit": (("received_at",), ("matter",), ("requester", "channel")),
    "emergency": (("received_at",), ("from_where",), ("kind", "scope"), ("result", "matter")),
    "warnings": (
        ("employee_no", "employee_name"),
        ("incident_on", "case_id"),
        ("served_on", "step", "step_title"),
    ),
    "special-award": (("employee_no", "employee_name"), ("special_award",), ("amount",)),
    "contest": (("employee_no", "employee_name"), ("contest",), ("place",)),
    "adjustment": (("employee_no", "employee_name"), ("amount",), ("reason",)),
    "decision": (("subject",), ("verdict",)),
    "hit-review": (("hit_id",), ("verdict",)),
    "objection": (("ref",), ("reason",), ("ruling", "filed_on", "about")),
    "task": (("task",), ("done_on",), ("due_on", "passed")),
    "turns": (("call_id",), ("role", "sender"), ("text",)),
    "training": (("session",), ("attendee", "attended", "held_on", "trainer")),
    "survey": (("answered_on",), ("quality",), ("efficiency", "solving")),
    "activity": (("held_on",), ("activity_kind",)),
    "problem-list": (("problem_no",), ("finding",), ("due_on",)),
    "rating-counts": (
        ("replied_count", "invited_count", "sent_count"),
        ("satisfied_count", "satisfied_rate", "mean_rating"),
    ),
}

READ_RECORDS = frozenset(_NEEDS) - {"rating-counts"}
"""The record sheets that this room makes records of; the others are recognised and said (QK140)."""

# words in the name of a file or a sheet that speak for a form
_NAME_HINTS: Mapping[str, tuple[str, ...]] = {
    "mystery-shopper": ("神秘顾客", "神秘访客", "暗访", "mystery"),
    "call-review": ("录音质检", "质检", "通话", "录音", "会话", "call"),
    "patrol": ("巡查", "巡检", "patrol"),
    "supervisor-rating": ("主管评价", "主管评分", "上级评价"),
    "customer-rating": ("满意度", "评价明细", "客户评价"),
    "praise": ("表扬", "praise"),
    "complaint": ("投诉", "complaint"),
    "callback": ("报修", "维修", "派工"),
    "visit": ("来电来访", "来访登记", "接待登记", "预订"),
    "emergency": ("突发事件", "应急", "紧急事件"),
    "warnings": ("警告", "违规登记"),
    "special-award": ("专项奖",),
    "contest": ("竞赛", "比武"),
    "adjustment": ("奖金调整", "补发"),
    "decision": ("裁定",),
    "hit-review": ("待复核",),
    "objection": ("申诉",),
    "task": ("辅导与培训任务",),
    "roster": ("名册", "花名册", "员工名单", "人员名单", "roster"),
    "training": ("培训",),
    "survey": ("满意度调查", "问卷"),
    "activity": ("服务活动",),
    "problem-list": ("问题清单",),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that a sheet can be. ``form`` None: a record sheet. ``own``: fields that few others have."""

    id: str
    title: str
    words: Lexicon
    needs: tuple[tuple[str, ...], ...]
    own: frozenset[str]
    form: Form | None = None
    standard: Standard | None = None
    hints: tuple[str, ...] = ()
    item_fields: Mapping[str, str] = field(default_factory=dict)  # item id → field of its column

    def day_fields(self) -> tuple[str, ...]:
        """The fields that may hold the day of the contact, the best first."""
        return _DAYS.get(self.id, ("contact_on", "visit_on", "call_start"))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything a sheet can be in this run."""

    candidates: tuple[Candidate, ...]
    packs: frozenset[str]
    common: Lexicon
    versions: Mapping[tuple[str, str], tuple[Candidate, ...]] = field(default_factory=dict)
    vocabulary: Words = field(default_factory=Words)  # every word that any of them asks for

    def get(self, form_id: str, pack: str = "") -> Candidate | None:
        """The candidate of that id; of several packs the one named, else the first."""
        found = [c for c in self.candidates if c.id == form_id]
        named = [c for c in found if pack and c.standard is not None and c.standard.id == pack]
        return next(iter(named or found), None)

    def made_from(self, form_id: str, pack: str, version: str, digest: str) -> tuple[Candidate | None, bool]:
        """The candidate of the version that a blank was made from; else the pack's first, and False."""
        versions = self.versions.get((pack, form_id), ())
        for found in versions:
            if found.standard is not None and digest and found.standard.digest == digest:
                return found, True
        for found in versions:
            if found.standard is not None and found.standard.version == version:
                return found, True
        return self.get(form_id, pack), not version


def catalogue(
    standards: Sequence[Standard], extra: Mapping[str, Mapping[str, Sequence[str]]] | None = None
) -> Catalogue:
    """Everything a sheet can be: the forms of these standards (the first of equal ids) and the record sheets.

    ``extra``: form (or ``common``) → field or item id → more words, of the workspace.
    """
    extra = extra or {}
    found: list[Candidate] = []
    versions: dict[tuple[str, str], tuple[Candidate, ...]] = {}
    vocabulary = Words()
    for standard in standards:
        for form in standard.forms:
            first = all(form.id != other.id for other in found)
            if not first and (standard.id, form.id) not in versions:
                continue  # another pack's form of the same name
            candidate = _of_form(standard, form, extra, vocabulary)
            versions[standard.id, form.id] = (*versions.get((standard.id, form.id), ()), candidate)
            if first:
                found.append(candidate)
    for record in RECORDS:
        words = {column.field: [column.title] for column in record.columns}
        required = tuple((column.field,) for column in record.columns if column.required)
        found.append(_record(record.id, record.title, words, extra, vocabulary, required))
    for other, title in (("turns", "通话逐句"), ("rating-counts", "满意度统计")):
        found.append(_record(other, title, {}, extra, vocabulary))
    everything = [*found, *(one for same in versions.values() for one in same)]
    for level in {id(level): level for one in everything for level in one.words.levels}.values():
        vocabulary.update(level)
    return Catalogue(tuple(found), frozenset(s.id for s in standards), lexicon(), versions, vocabulary)


def _merged(*parts: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    merged: dict[str, list[str]] = {}
    for part in parts:
        for name, words in part.items():
            merged.setdefault(name, []).extend(words)
    return merged


def _of_form(
    standard: Standard, form: Form, extra: Mapping[str, Mapping[str, Sequence[str]]], vocabulary: Words
) -> Candidate:
    more = _merged(extra.get("common", {}), extra.get(form.id, {}))
    answered: list[Item | BonusItem] = [*form.items, *form.bonus_items]
    items = {ITEM + i.id: [i.title, *i.titles, *more.pop(i.id, ())] for i in answered}
    heads = _merged({head.field: [head.title] for head in form.head}, more)
    table = (
        form.id
        if form.id in tables()
        else {"satisfaction": "customer-rating", "supervisor": "supervisor-rating"}.get(
            form.source, form.source
        )
    )
    return Candidate(
        form.id,
        form.title,
        lexicon(*([table] if table in tables() else []), items=items, extra=heads, around=vocabulary),
        ((*PERSON_FIELDS, "person_description"),),
        frozenset(tables().get(table, {}))
        | frozenset(head.field for head in form.head) - frozenset(tables()["common"]),
        form,
        standard,
        (form.title, *_NAME_HINTS.get(form.id, ())),
        {item.id: ITEM + item.id for item in answered},
    )


def _record(
    record_id: str,
    title: str,
    words: Mapping[str, Sequence[str]],
    extra: Mapping[str, Mapping[str, Sequence[str]]],
    vocabulary: Words,
    required: tuple[tuple[str, ...], ...] = (),
) -> Candidate:
    more = _merged(words, extra.get("common", {}), extra.get(record_id, {}))
    own = (frozenset(words) | frozenset(tables().get(record_id, {}))) - frozenset(tables()["common"])
    known = [record_id] if record_id in tables() else []
    return Candidate(
        record_id,
        title,
        lexicon(*known, extra=more, around=vocabulary),
        _NEEDS.get(record_id, required),
        own,
        hints=(title, *_NAME_HINTS.get(record_id, ())),
    )
