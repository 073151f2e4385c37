"""What registers of complaints and service requests must hold, and what in them contradicts itself.

Everything here is a Problem for a person to look at: a gap in a register is no employee's violation.
Source: P1.cmp.2, P2.sev, P2.val, P2.vis, P2.sig, P2.first, P4.six, P4.tel.4, P1.emg.1; semantics.md §10.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import chain, permutations

from qualitykit.model import Complaint, Roster
from qualitykit.problems import Problem, problem
from qualitykit.scoring.record_facts import (
    Record,
    day_of,
    filled,
    matches,
    number_of,
    way_of,
)
from qualitykit.scoring.violations import same_text
from qualitykit.sheets.layouts import RECORDS
from qualitykit.standards.deadlines import COMPLAINT_MOMENTS, REQUEST_MOMENTS
from qualitykit.standards.records import FirstAsked, RecordRules, Required

__all__ = ["check_records", "field_title"]

_COLUMNS = {"complaint_no": "complaint_id", "people": "against"}  # field of the record → column of the sheet
_NAMES = re.compile(r"[、,，;；/&\s]+")
_MOST_NAMES = 6  # more names than anybody needs to make one call-back
_AFTER_RECEIPT = (
    "passed_at",
    "escalated_at",
    "answered_at",
    "closed_at",
    "done_at",
    "promised_at",
    "wanted_by",
)


def check_records(
    rules_on: Callable[[date], RecordRules | None],
    records: Iterable[Record],
    roster: Roster,
) -> tuple[Problem, ...]:
    """What is missing in complaints and service requests, and what cannot be so, by the rules of their day.

    Problems: QK780 fields missing, QK781 the call-back was made in another way or by others, QK782 a
    contradiction that the pack names, QK783 times out of order, QK784 the owner is not who was asked first.
    """
    found: list[Problem] = []
    for record in records:
        found += _out_of_order(record)
        rules = rules_on(day_of(record.received_at))
        if rules is None:
            continue
        kind = "complaint" if isinstance(record, Complaint) else "request"
        for required in rules.required:
            if required.record == kind and matches(required.when, record):
                found += _missing(required, record, roster)
        for one in rules.contradictions:
            if one.record == kind and matches(one.when, record):
                found.append(
                    problem("QK782", record.place, number_of(record), says=one.says, clause=one.clause)
                )
        if isinstance(record, Complaint):
            found += _first_asked(rules.first_asked, record)
    return tuple(found)


def field_title(record: Record, field: str) -> str:
    """The header of a record's field, as our own sheet has it."""
    sheet = "complaint" if isinstance(record, Complaint) else record.sheet
    name = _COLUMNS.get(field, field)
    layout = next(one for one in RECORDS if one.id == sheet)
    column = next((one for one in layout.columns if one.field == name), None)
    if column is None:  # a field that only another register has
        columns = chain.from_iterable(one.columns for one in RECORDS)
        column = next((one for one in columns if one.field == name), None)
    return column.title if column else field


def _missing(rule: Required, record: Record, roster: Roster) -> Iterator[Problem]:
    """QK780 and QK781 of one record by one rule."""
    blank = [field_title(record, field) for field in rule.fields if not filled(record, field)]
    number = number_of(record)
    if blank:
        fields = "、".join(blank)
        yield problem("QK780", record.place, number, fields=fields, title=rule.title, clause=rule.clause)
    way = way_of(record.callback_how)
    wrong_way = bool(rule.ways) and way is not None and way not in rule.ways
    if wrong_way or (rule.posts and _by_others(rule, record, roster)):
        said = record.callback_how if wrong_way else record.callback_by
        yield problem("QK781", record.place, said, number=number, title=rule.title, clause=rule.clause)


def _by_others(rule: Required, record: Record, roster: Roster) -> bool:
    """Whether it is certain that those who called back do not hold the posts asked for.

    A name that the roster does not know, and that names no post itself, may be anybody: nothing is certain.
    """
    names = [name for name in _NAMES.split(record.callback_by) if name][:_MOST_NAMES]
    if not names:
        return False
    on = record.callback_at or record.received_at
    posts = [_posts(name, roster, day_of(on)) for name in names]
    if any(post is None for post in posts):
        return False
    held = [post or "" for post in posts]
    if len(held) < len(rule.posts):
        return True
    return not any(
        all(any(word in post for word in wanted) for wanted, post in zip(rule.posts, order, strict=True))
        for order in permutations(held, len(rule.posts))
    )


def _posts(name: str, roster: Roster, day: date) -> str | None:
    """The posts that go with a name: what is written beside it, else the roster's; None: it is not known."""
    rows = {row.employee_no for row in roster.rows if row.name and (row.name in name or name in row.aliases)}
    known = [row for number in sorted(rows) if (row := roster.on(number, day)) is not None]
    text = " ".join([name, *(row.post for row in known)])
    wrote_post = any(word in name for word in ("经理", "主管", "主任", "总监", "负责人", "组长"))
    return text if wrote_post or any(row.post for row in known) else None


def _first_asked(rule: FirstAsked | None, complaint: Complaint) -> Iterator[Problem]:
    """QK784 where another than the first asked owns the complaint: perhaps the buck was passed."""
    first, owner = _bare(complaint.received_by), _bare(complaint.owner)
    if rule is not None and first and owner and first not in owner and owner not in first:
        yield problem("QK784", complaint.place, complaint.complaint_no, clause=rule.clause)


def _bare(name: str) -> str:
    """A name without the number beside it."""
    text = same_text(name)
    return re.sub(r"[0-9a-z#()（）\-]+", "", text) or text


def _out_of_order(record: Record) -> Iterator[Problem]:
    """QK783 for each step that certainly lies before the one that it follows."""
    names = COMPLAINT_MOMENTS if isinstance(record, Complaint) else REQUEST_MOMENTS
    pairs = [("received_at", name) for name in names if name in _AFTER_RECEIPT]
    end = "closed_at" if isinstance(record, Complaint) else "done_at"
    pairs += [(end if getattr(record, end) is not None else "received_at", "callback_at")]
    if "rechecked_at" in names:
        pairs.append(("callback_at", "rechecked_at"))
    for earlier, later in pairs:
        first, then = getattr(record, earlier), getattr(record, later)
        if first is not None and then is not None and _lies_before(then, first):
            yield problem(
                "QK783",
                record.place,
                then,
                field=field_title(record, later),
                first=first,
                other=field_title(record, earlier),
            )


def _lies_before(then: datetime | date, first: datetime | date) -> bool:
    if isinstance(then, datetime) and isinstance(first, datetime):
        return then < first
    return day_of(then) < day_of(first)
