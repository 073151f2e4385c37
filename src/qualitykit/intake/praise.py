"""客户表扬登记 → praises: for whom, by whom, when, verified or not.

Source: field-lists.md §4, semantics.md §7.
"""

from datetime import date

from qualitykit.i18n import _
from qualitykit.intake.answers import parse_verified
from qualitykit.intake.cells import Fault, Raw, is_blank, shown
from qualitykit.intake.ids import parse_id
from qualitykit.intake.named import day_reader, named_people, record_id, repeats_out, tell_people
from qualitykit.intake.names import Finder
from qualitykit.intake.numbers import parse_count
from qualitykit.intake.people import split_people
from qualitykit.intake.table import Table
from qualitykit.intake.words import word_of
from qualitykit.model import Praise, Verified
from qualitykit.problems import problem

__all__ = ["read_praises"]

_COLLEAGUES = (
    "同事",
    "同仁",
    "亲属",
    "亲戚",
    "家属",
    "家人",
    "领导",
    "上级",
    "主管",
    "内部",
    "员工",
    "自荐",
    "朋友",
)
_DECISIONS = {
    "发放": "pay",
    "发": "pay",
    "同意": "pay",
    "不发放": "refuse",
    "不发": "refuse",
    "不同意": "refuse",
}


def read_praises(table: Table, finder: Finder) -> tuple[list[tuple[int, Praise, date | None]], set[int]]:
    """Praises with their row and the day that decides their month (verification; None: the folder's), and the
    rows that repeat another.

    Problems: QK3xx people, QK411 one row for several praises, QK414 a column decided by the roster, QK416 no
    day, QK421 the day of receipt in place of the day of service, QK424 a service after its praise, QK413 an
    unknown word.
    """
    who = _praised_column(table, finder)
    day = day_reader(table)
    services, received = table.read("service_on", day), table.read("praise_on", day)
    verified_on = table.read("verified_on", day)
    verified = table.read("verified", parse_verified)
    counts, contacts = table.read("count", parse_count), table.read("contact_id", _contact)
    names, numbers = table.raw(who), table.raw("employee_no")
    texts = {
        name: table.texts(name)
        for name in (
            "verified_by",
            "level",
            "praise_channel",
            "praiser",
            "content",
            "department",
            "team",
            "from_whom",
        )
    }
    channel = "praise_channel" if table.has("praise_channel") else "channel"
    texts["praise_channel"] = table.texts(channel)
    if who != "praiser" and not table.has("praiser"):
        texts["praiser"] = table.texts("customer")
    decisions = _decided(table)
    contents: list[tuple[object, ...] | None] = []
    found: list[tuple[int, Praise, date | None]] = []
    for index in range(len(table)):
        service = services[index] or received[index]
        contents.append(None)
        if service is None:
            if index not in table.bad:
                table.empty(index, "service_on", Fault("QK416", (("field", table.title("service_on")),)))
            table.bad.add(index)
            where = texts["department"][index], texts["team"][index]
            tell_people(table, index, who, names[index], numbers[index], finder, *where)
            continue
        if services[index] is None:
            table.report("QK421", index, "praise_on", service)
        if services[index] is not None and not _in_order(
            table, index, service, received[index], verified_on[index]
        ):
            continue
        people = named_people(
            names[index], numbers[index], finder, service, texts["department"][index], texts["team"][index]
        )
        for fault in people.faults:
            table.fault(index, who, fault, names[index])
        written = counts[index]
        count = 1 if written is None else written
        if count > 1:
            table.report("QK411", index, "count", count, count=count)
        contents[index] = (
            people.people,
            people.uncertain,
            people.team,
            service,
            received[index],
            texts["praiser"][index],
            contacts[index],
            texts["content"][index],
            verified[index],
            verified_on[index],
            texts["level"][index],
            count,
        )
        praise = Praise(
            record_id(
                "praise",
                people.people,
                people.uncertain,
                people.team,
                service,
                texts["praiser"][index],
                contacts[index],
                texts["content"][index],
            ),
            table.place(index),
            people.people,
            service,
            received[index],
            verified[index] or Verified.PENDING,
            texts["verified_by"][index],
            verified_on[index],
            texts["level"][index],
            texts["praise_channel"][index],
            _customer(texts["praiser"][index]),
            contacts[index] or "",
            texts["content"][index],
            people.team,
            people.uncertain,
            not any(word in texts["from_whom"][index] for word in _COLLEAGUES),
            count,
            decisions[index],
        )
        found.append((index, praise, verified_on[index]))
    repeated = repeats_out(table, contents)
    return [entry for entry in found if entry[0] not in repeated and entry[0] not in table.bad], repeated


def _in_order(
    table: Table, index: int, service: date, received: date | None, verified_on: date | None
) -> bool:
    """Whether the service lies before its receipt, its verification and the month's end (QK424)."""
    last = table.period.last_day
    after = [
        (name, day)
        for name, day in (("praise_on", received), ("verified_on", verified_on))
        if day is not None
    ]
    name, day = min(after, key=lambda one: one[1], default=("", last))
    if service <= day:
        return True
    earlier = table.title(name) if name else _("the last day of {month}").format(month=table.period.month)
    table.report(
        "QK424",
        index,
        "service_on",
        service,
        decides=True,
        later=table.title("service_on"),
        earlier=earlier,
        day=day,
    )
    return False


def _contact(raw: Raw) -> str | Fault | None:
    return parse_id(raw, fold_case=False)


def _customer(text: str) -> str:
    """The customer's name; 匿名 and the like are nobody's, so two of them are not the same customer."""
    return "" if text in ("匿名", "不详", "未留名", "无", "未知", "-", "—", "/", "先生", "女士") else text


def _praised_column(table: Table, finder: Finder) -> str:
    """The column of the praised: 表扬人 is the employee in some sheets and the customer in others."""
    name = table.has("praised_name", "employee_name")
    if name or not table.has("praiser"):
        return name or "praised_name"
    cells = [split_people(raw).people for raw in table.raw("praiser") if not is_blank(raw)]
    matches = sum(any(finder.is_name(p.text) or finder.is_name(p.name) for p in people) for people in cells)
    if table.has("employee_no") or matches * 2 < len(cells) or not cells:
        return "praised_name"
    header = table.match.header("praiser")
    if header is not None:
        params = {"field": "被表扬人", "matches": matches, "count": len(cells)}
        place = table.sheet.place(header.row, header.column)
        table.problems.append(problem("QK414", place, header=header.text, **params))
    table.rename("praiser", "praised_name")
    # the other column that is called like the customer is the customer's
    other = next((double.column for double, name in table.match.doubles if name == "praiser"), None)
    if other is not None:
        table.add("praiser", other)
    return "praised_name"


def _decided(table: Table) -> list[str]:
    decisions: list[str] = []
    for index, raw in enumerate(table.raw("decision")):
        word = word_of(shown(raw))
        found = _DECISIONS.get(word, "")
        if word and not found:
            table.report(
                "QK413", index, "decision", shown(raw), field=table.title("decision"), allowed="发放、不发放"
            )
        decisions.append(found)
    return decisions
