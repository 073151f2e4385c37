"""报修与回访, 来电来访, 突发事件 → service requests. Source: P2.cb, P2.rec, P1.emg.1, P4.tel.4, P5.rec.

A time without its clock part stays a day: whether a deadline in hours was kept cannot be told from it.
"""

from datetime import date, datetime
from typing import Any

from qualitykit.intake.cells import Fault, is_blank, shown
from qualitykit.intake.complaints import read_satisfaction
from qualitykit.intake.ids import parse_id
from qualitykit.intake.named import Named, moment_reader, named_people, record_id, repeats_out, tell_people
from qualitykit.intake.names import Finder
from qualitykit.intake.table import Table
from qualitykit.intake.when import read_days
from qualitykit.intake.words import word_of
from qualitykit.model import ServiceRequest
from qualitykit.problems import problem

__all__ = ["SERVICE_SHEETS", "read_service_requests"]

SERVICE_SHEETS = ("callback", "visit", "emergency")
"""The record sheets that are read into service requests."""

_MOMENTS = ("promised_at", "answered_at", "done_at", "callback_at", "rechecked_at")
_TEXTS = (
    "received_by", "kind", "channel", "department", "requester", "contact", "from_where", "matter", "reason",
    "result", "scope", "callback_by", "callback_how", "quality", "performance", "usage", "finding",
    "rectified",
)  # fmt: skip
_CUSTOMER = ("客户", "业主", "住户", "租户", "顾客", "用户", "外部", "客户报修", "业主报修")
_INTERNAL = ("内部", "员工", "自检", "巡查", "巡检", "公司内部", "内部报修", "部门")
_ORIGINS = {**dict.fromkeys(_CUSTOMER, "customer"), **dict.fromkeys(_INTERNAL, "internal")}


def read_service_requests(
    table: Table, finder: Finder, sheet: str
) -> tuple[list[tuple[int, ServiceRequest, date | None]], set[int]]:
    """Service requests with their row and day of receipt, and the rows that repeat another.

    ``sheet``: which of ``SERVICE_SHEETS`` this is. Where no column says who asked, the names of the file and
    the sheet do (内部 …), else every request is read as a customer's and that is said (QK423).

    Problems: QK3xx people, QK413 words, QK416 no day of receipt, QK423, those of dates.
    """
    moment = moment_reader(table)
    received = read_days(table, ("received_at",))
    for index, when in enumerate(received):
        if when is None and index not in table.bad:
            table.empty(index, "received_at", Fault("QK416", (("field", table.title("received_at")),)))
    moments = {name: table.read(name, moment) for name in _MOMENTS}
    texts = {name: table.texts(name) for name in _TEXTS}
    numbers = table.read("request_no", lambda raw: parse_id(raw, fold_case=False))
    orders = table.read("order_no", lambda raw: parse_id(raw, fold_case=False))
    origins, satisfied = _origins(table, sheet), read_satisfaction(table)
    people_column = table.has("people", "employee_name") or "people"
    names, people_numbers = table.raw(people_column), table.raw("employee_no")
    entries: list[tuple[int, ServiceRequest, date | None]] = []
    contents: list[tuple[object, ...] | None] = []
    for index, when in enumerate(received):
        contents.append(None)
        if when is None or index in table.bad:
            table.bad.add(index)
            if when is None:
                place = texts["department"][index]
                tell_people(table, index, people_column, names[index], people_numbers[index], finder, place)
            continue
        on = when.date() if isinstance(when, datetime) else when
        row = {name: column[index] for name, column in texts.items()}
        people = Named()
        if not is_blank(names[index]) or not is_blank(people_numbers[index]):
            people = named_people(names[index], people_numbers[index], finder, on, row["department"])
            for fault in people.faults:
                if fault.code != "QK306":
                    table.fault(index, people_column, fault, names[index])
        number = numbers[index] or ""
        order = orders[index] or ""
        same_id = when, row["requester"], row["contact"], row["matter"]
        facts: dict[str, Any] = {**row, **{name: column[index] for name, column in moments.items()}}
        request = ServiceRequest(
            id=f"{sheet}:{number}" if number else record_id(sheet, *same_id),
            place=table.place(index),
            received_at=when,
            sheet=sheet,
            request_no=number,
            origin=origins[index],
            people=people.people,
            order_no=order,
            satisfied=satisfied[index],
            **facts,
        )
        contents[index] = tuple(
            getattr(request, name) for name in ServiceRequest.__slots__ if name != "place"
        )
        entries.append((index, request, on))
    repeated = repeats_out(table, contents)
    return [entry for entry in entries if entry[0] not in repeated], repeated


def _origins(table: Table, sheet: str) -> list[str]:
    """Who asked: the column's word, else the names of file and sheet, else customers."""
    if table.has("origin"):
        origins: list[str] = []
        for index, raw in enumerate(table.raw("origin")):
            word = word_of(shown(raw))
            if word and word not in _ORIGINS:
                title = table.title("origin")
                table.report("QK413", index, "origin", shown(raw), field=title, allowed="客户、内部")
            origins.append(_ORIGINS.get(word, ""))
        return origins
    if sheet != "callback":
        return [""] * len(table)
    named = f"{table.sheet.file} {table.sheet.name}"
    internal = "内部" in named
    if not internal and not any(word in named for word in ("客户", "业主", "住户")):
        table.problems.append(problem("QK423", table.sheet.place()))
    return ["internal" if internal else "customer"] * len(table)
