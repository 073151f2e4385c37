"""投诉登记 → complaints: against whom, when each step was taken, valid or not. Source: field-lists.md 5, P2.

A time without its clock part stays a day: whether a deadline in hours was kept cannot be told from it.
"""

from collections.abc import Iterable
from datetime import date, datetime

from qualitykit.intake.cells import Fault, Raw, is_blank, shown
from qualitykit.intake.dates import slipped_year
from qualitykit.intake.ids import parse_id
from qualitykit.intake.named import (
    Named,
    day_reader,
    moment_reader,
    named_people,
    record_id,
    repeats_out,
    tell_people,
)
from qualitykit.intake.names import Finder
from qualitykit.intake.numbers import parse_count
from qualitykit.intake.table import Table
from qualitykit.intake.when import read_days
from qualitykit.intake.who import only_number
from qualitykit.intake.words import word_of
from qualitykit.model import Complaint, Verified
from qualitykit.problems import problem
from qualitykit.scoring.versions import Versions
from qualitykit.scoring.violations import is_known_category

__all__ = ["check_categories", "read_complaints", "read_satisfaction"]

_MOMENTS = (
    "passed_at", "escalated_at", "promised_at", "wanted_by", "answered_at", "closed_at", "callback_at",
)  # fmt: skip
_TEXTS = (
    "received_by",
    "complainant",
    "contact",
    "matter",
    "demand",
    "category",
    "judged_by",
    "confirmed_by",
    "department",
    "owner",
    "passed_to",
    "process",
    "callback_by",
    "callback_how",
    "corrective_action",
    "cause",
    "status",
    "inspector",
    "team",
)
_SEVERITIES = {
    **dict.fromkeys(("重大", "特大", "严重", "紧急", "a级", "a", "重大投诉"), "major"),
    **dict.fromkeys(("一般", "普通", "b级", "b", "一般投诉"), "general"),
    **dict.fromkeys(("轻微", "轻度", "c级", "c", "建议", "轻微投诉"), "minor"),
}
_VALID = ("有效", "属实", "有责", "成立", "全责", "部分责任", "是", "有效投诉", "部分属实", "y", "yes", "√")
_NOT_VALID = (
    "无效",
    "不属实",
    "无责",
    "不成立",
    "误会",
    "非责任",
    "恶意投诉",
    "否",
    "无效投诉",
    "n",
    "no",
    "×",
)
_OPEN = ("", "调查中", "核实中", "待定", "无法核实", "待核实", "处理中", "待判定", "—", "-")
_SATISFIED = ("满意", "是", "非常满意", "很满意", "基本满意", "比较满意", "√", "y", "yes")
_NOT_SATISFIED = ("不满意", "否", "很不满意", "非常不满意", "×", "n", "no")
_SIGNED = ("是", "已签", "已签字", "已签名", "√", "y", "yes", "有")


def read_complaints(
    table: Table, finder: Finder
) -> tuple[list[tuple[int, Complaint, date | None]], set[int]]:
    """Complaints with their row and day of receipt, and the rows that repeat another.

    Problems: QK3xx people, QK413 words, QK415 a column of people that is not clear, QK416 no day of receipt,
    those of dates.
    """
    against = _accused_column(table, finder)
    moment, day = moment_reader(table), day_reader(table)
    received = read_days(table, ("received_at",))
    for index, when in enumerate(received):
        if when is None and index not in table.bad:
            table.empty(index, "received_at", Fault("QK416", (("field", table.title("received_at")),)))
    moments = {name: table.read(name, moment) for name in _MOMENTS}
    contact_on = table.read("contact_on", day)
    texts = {name: table.texts(name) for name in _TEXTS}
    numbers, contacts = table.read("complaint_id", _id), table.read("contact_id", _id)
    severities = _words(table, "severity", _SEVERITIES, "重大、一般、轻微")
    valid, satisfied = _validity(table), read_satisfaction(table)
    names, people_numbers = table.raw(against), table.raw("employee_no")
    rounds = table.read("rounds", parse_count)
    signed = [word_of(shown(raw)) in _SIGNED for raw in table.raw("signed")]
    same = _words(table, "same_incident", {"": "", "是": "yes", "否": "no"}, "是、否")
    entries: list[tuple[int, Complaint, date | None]] = []
    contents: list[tuple[object, ...] | None] = []
    for index, when in enumerate(received):
        contents.append(None)
        if when is None or index in table.bad:
            table.bad.add(index)
            if when is None:
                place = texts["department"][index], texts["team"][index]
                tell_people(table, index, against, names[index], people_numbers[index], finder, *place)
            continue
        on = when.date() if isinstance(when, datetime) else when
        service = contact_on[index]
        if service is not None and (fault := slipped_year(service, table.period)):
            table.fault(index, "contact_on", fault, str(service))
            service = None
        people = Named()
        if not is_blank(names[index]) or not is_blank(people_numbers[index]):
            place = texts["department"][index], texts["team"][index]
            people = named_people(names[index], people_numbers[index], finder, service or on, *place)
            for fault in people.faults:
                if fault.code != "QK306":
                    table.fault(index, against, fault, names[index])
        row = {name: column[index] for name, column in texts.items()}
        cleared = valid[index] is Verified.NO
        for name in ("judged_by", "confirmed_by") if cleared else ("confirmed_by",):
            if row[name] and only_number(row[name], finder) in people.people:
                table.report("QK327", index, name, row[name], field=table.title(name))
                row[name] = ""
                if name == "judged_by":  # who is complained about does not clear themselves
                    valid[index] = Verified.PENDING
        number = numbers[index] or ""
        same_id = when, row["complainant"], row["contact"], row["matter"]
        complaint = Complaint(
            id=f"complaint:{number}" if number else record_id("complaint", *same_id),
            place=table.place(index),
            received_at=when,
            people=people.people,
            contact_on=service,
            contact_id=contacts[index] or "",
            complaint_no=number,
            received_by=row["received_by"],
            complainant=row["complainant"],
            contact=row["contact"],
            matter=row["matter"],
            demand=row["demand"],
            category=row["category"],
            severity=severities[index],
            valid=valid[index],
            judged_by=row["judged_by"],
            confirmed_by=row["confirmed_by"],
            department=row["department"],
            owner=row["owner"],
            passed_at=moments["passed_at"][index],
            passed_to=row["passed_to"],
            escalated_at=moments["escalated_at"][index],
            promised_at=moments["promised_at"][index],
            closed_at=moments["closed_at"][index],
            callback_at=moments["callback_at"][index],
            callback_by=row["callback_by"],
            callback_how=row["callback_how"],
            corrective_action=row["corrective_action"],
            cause=row["cause"],
            satisfied=satisfied[index],
            signed=signed[index],
            status=row["status"],
            same_incident=same[index],
            inspector=row["inspector"],
            wanted_by=moments["wanted_by"][index],
            answered_at=moments["answered_at"][index],
            process=row["process"],
            rounds=rounds[index],
        )
        contents[index] = _content(complaint)
        entries.append((index, complaint, on))
    repeated = repeats_out(table, contents)
    return [entry for entry in entries if entry[0] not in repeated and entry[0] not in table.bad], repeated


def check_categories(
    table: Table, entries: Iterable[tuple[int, Complaint, date | None]], versions: Versions
) -> None:
    """Tell of valid complaints against somebody whose category says nothing to the standard in force on the
    day: QK431 another word than it knows, QK432 blank, where the form has the column. They warn nobody.
    """
    if not table.has("category"):
        return
    for index, one, received in entries:
        standard = versions.on(one.contact_on or received) if received is not None else None
        if one.valid is not Verified.YES or not one.people or standard is None:
            continue
        ladder = standard.ladder
        if not ladder.complaint_categories or is_known_category(ladder, one.category):
            continue
        counted = "、".join(category.words[0] for category in ladder.complaint_categories)
        if one.category:
            others = "、".join(ladder.no_violation_categories[:12]) or "-"
            table.report("QK431", index, "category", one.category, counted=counted, others=others)
        else:
            table.report("QK432", index, "category", field=table.title("category"), counted=counted)


def _id(raw: Raw) -> str | Fault | None:
    return parse_id(raw, fold_case=False)


def _content(complaint: Complaint) -> tuple[object, ...]:
    return tuple(getattr(complaint, name) for name in Complaint.__slots__ if name != "place")


def _accused_column(table: Table, finder: Finder) -> str:
    """The column of the person complained about: 责任人 may be the case's owner, 责任部门 is no person."""
    header = table.match.header("against")
    if header is None:
        return table.has("employee_name") or "against"
    word = header.word.word
    if word.endswith("部门"):
        table.rename("against", "department" if not table.has("department") else "accused_department")
        return table.has("employee_name") or "against"
    values = [shown(raw).strip() for raw in table.raw("against") if not is_blank(raw)]
    ours = sum(finder.is_name(value) for value in values)
    if (word == "责任人" and not table.has("owner")) or (word == "当事人" and ours * 2 < len(values)):
        table.problems.append(
            problem("QK415", table.sheet.place(header.row, header.column), header=header.text)
        )
        table.rename("against", "unclear_person")
        return table.has("employee_name") or "against"
    return "against"


def _words(table: Table, name: str, words: dict[str, str], allowed: str) -> list[str]:
    result: list[str] = []
    for index, raw in enumerate(table.raw(name)):
        word = word_of(shown(raw))
        if word and word not in words:
            table.report("QK413", index, name, shown(raw), field=table.title(name), allowed=allowed)
        result.append(words.get(word, ""))
    return result


def _validity(table: Table) -> list[Verified]:
    """Valid, not valid or still open; under 无效投诉 a yes means not valid."""
    header = table.match.header("valid")
    turned = header is not None and header.word.word == "无效投诉"
    result: list[Verified] = []
    for index, raw in enumerate(table.raw("valid")):
        word = word_of(shown(raw))
        found = Verified.YES if word in _VALID else Verified.NO if word in _NOT_VALID else Verified.PENDING
        if found is Verified.PENDING and word not in _OPEN:
            table.report(
                "QK413", index, "valid", shown(raw), field=table.title("valid"), allowed="有效、无效、待定"
            )
        if turned and word in ("是", "否", "√", "×"):
            found = Verified.NO if found is Verified.YES else Verified.YES
        result.append(found)
    return result


def read_satisfaction(table: Table) -> list[Verified]:
    """Whether the customer is satisfied, by the register's word; blank or another word: not decided."""
    return [
        Verified.YES if word in _SATISFIED else Verified.NO if word in _NOT_SATISFIED else Verified.PENDING
        for word in (word_of(shown(raw)) for raw in table.raw("satisfied"))
    ]
