"""满意度调查, 培训记录, 服务活动, 问题清单 → what the indicators count.

Source: P1.sat.1, P1.trn.1, P2.meet, P3.sat, P3.trn, P3.emp, P3.loop.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from qualitykit.intake.answers import parse_scale, parse_verified
from qualitykit.intake.cells import Fault, Raw, is_blank, shown
from qualitykit.intake.named import Named, day_reader, named_people, record_id, repeats_out, tell_people
from qualitykit.intake.names import Finder
from qualitykit.intake.numbers import parse_count, parse_money, parse_number, parse_points
from qualitykit.intake.table import Table
from qualitykit.intake.when import read_days
from qualitykit.intake.who import find_people
from qualitykit.intake.words import word_of
from qualitykit.model import Activity, Improvement, Survey, Training, Verified

__all__ = ["FEEDBACK", "FeedbackRecord"]

FeedbackRecord = Survey | Training | Activity | Improvement
Entries = tuple[list[tuple[int, FeedbackRecord, date | None]], set[int]]

_RATINGS = ("overall", "attitude", "quality", "efficiency", "solving")
_ONE, _FIVE, _TEN = Decimal(1), Decimal(5), 10
_YES = frozenset(("是", "y", "yes", "√", "1", "1.0", "合格", "通过", "及格", "按时", "及时")) | frozenset(
    ("参加", "出勤", "已参加", "已签到", "到")
)
_NO = frozenset(("否", "n", "no", "×", "x", "0", "0.0", "不合格", "未通过", "不通过", "不及格")) | frozenset(
    ("未参加", "缺勤", "缺席", "请假", "未到", "超时", "不及时")
)
_STAFF = frozenset(("员工", "内部", "职工", "员工问卷"))
_SPLIT = re.compile(r"[、，,；;/\n]+")


def _kept(table: Table, records: Sequence[FeedbackRecord | None], days: Sequence[date | None]) -> Entries:
    """The records of the good rows with their days; equal rows once, rows without a record bad."""
    contents = [
        None
        if record is None
        else tuple(getattr(record, name) for name in record.__slots__ if name != "place")
        for record in records
    ]
    repeated = repeats_out(table, contents)
    table.bad |= {index for index, record in enumerate(records) if record is None}
    entries = [
        (index, record, days[index])
        for index, record in enumerate(records)
        if record is not None and index not in repeated and index not in table.bad
    ]
    return entries, repeated


def _word(table: Table, name: str, allowed: str) -> list[Verified]:
    """Yes, no, or nothing said; another word is a Problem (QK413)."""
    found: list[Verified] = []
    for index, raw in enumerate(table.raw(name)):
        word = word_of(shown(raw))
        if word and word not in _YES and word not in _NO:
            table.report("QK413", index, name, shown(raw), field=table.title(name), allowed=allowed)
        found.append(
            Verified.YES if word in _YES else Verified.NO if word in _NO else Verified.PENDING,
        )
    return found


def _day(when: datetime | date | None) -> date | None:
    return when.date() if isinstance(when, datetime) else when


def _rating(raw: Raw) -> Decimal | Fault | None:
    """1 to 5, in figures, words or stars; a blank is not answered."""
    return None if is_blank(raw) else parse_scale(raw, _ONE, _FIVE)


def _recommends(raw: Raw) -> int | Fault | None:
    """0 to 10 (QK213 for what lies outside)."""
    count = parse_count(raw)
    if isinstance(count, int) and count > _TEN:
        return Fault("QK213", (("low", "0"), ("high", "10")))
    return count


def read_surveys(table: Table, finder: Finder) -> Entries:
    """Answered questionnaires; a row without its day is bad (QK416), one that answers nothing too.

    Who served is kept where it is certain; a name that is not is a Problem, and the answers count all the
    same: they are about the company's service first.
    """
    days = [_day(when) for when in read_days(table, ("answered_on",))]
    table.require(("answered_on",), [days])
    ratings = {name: table.read(name, _rating) for name in _RATINGS}
    nps = table.read("nps", _recommends)
    table.require(("overall", "attitude", "nps"), [*ratings.values(), nps])
    verified = table.read("verified", parse_verified)
    first = _word(table, "first_time", "是、否")
    names_column = table.has("employee_name") or "employee_name"
    names, numbers = table.raw(names_column), table.raw("employee_no")
    texts = {
        name: table.texts(name)
        for name in (
            "survey_id",
            "audience",
            "survey_channel",
            "customer",
            "department",
            "contact_id",
            "comment",
        )
    }
    by, reasons = table.texts("verified_by"), table.texts("reason")
    records: list[Survey | None] = []
    for index, day in enumerate(days):
        if day is None or index in table.bad:
            records.append(None)
            if day is None and word_of(texts["audience"][index]) not in _STAFF:
                column = names_column if table.has(names_column) else ""
                place = texts["department"][index]
                tell_people(table, index, column, names[index], numbers[index], finder, place)
            continue
        staff = word_of(texts["audience"][index]) in _STAFF
        people = Named()
        if not staff and not (is_blank(names[index]) and is_blank(numbers[index])):
            people = named_people(names[index], numbers[index], finder, day, texts["department"][index])
            for fault in people.faults:
                if fault.code != "QK306":
                    table.fault(index, names_column if table.has(names_column) else "", fault, names[index])
        answers = {name: column[index] for name, column in ratings.items()}
        own = texts["survey_id"][index]
        content = (day, texts["customer"][index], texts["contact_id"][index], *answers.values(), nps[index])
        records.append(
            Survey(
                # a questionnaire without a number is its row: two people may answer alike on one day
                id=f"survey:{own}" if own else record_id("survey", str(table.place(index)), *content),
                place=table.place(index),
                answered_on=day,
                audience="staff" if staff else "customer",
                people=people.people,
                department=texts["department"][index],
                customer=texts["customer"][index],
                contact_id=texts["contact_id"][index],
                channel=texts["survey_channel"][index],
                nps=nps[index],
                first_time=first[index],
                reasons=tuple(part.strip() for part in _SPLIT.split(reasons[index]) if part.strip()),
                comment=texts["comment"][index],
                verified=verified[index] or Verified.PENDING,
                verified_by=by[index],
                **answers,
            )
        )
    return _kept(table, records, days)


def _score(raw: Raw) -> Decimal | Fault | None:
    """A test's mark as it stands, out of 100."""
    if is_blank(raw):
        return None
    points = parse_points(raw, Decimal(100))
    return points if points is None or isinstance(points, (Fault, Decimal)) else Fault("QK212")


def read_trainings(table: Table, finder: Finder) -> Entries:
    """One person at one session a row. A list without people tells only that the session was held."""
    days = [_day(when) for when in read_days(table, ("held_on",))]
    sessions = table.texts("session")
    table.require(("session",), [sessions])
    listed = bool(table.has("attendee", "employee_name", "employee_no"))
    on = [day or table.period.last_day for day in days]
    people = find_people(table, finder, on, ("attendee", "employee_name")) if listed else [""] * len(table)
    attended = _word(table, "attended", "是、否")
    passed, again = _word(table, "passed", "合格、不合格"), _word(table, "resit_passed", "合格、不合格")
    scores, resits = table.read("test_score", _score), table.read("resit_score", _score)
    hours, resit_on = table.read("hours", parse_number), table.read("resit_on", day_reader(table))
    kinds, trainers = table.texts("training_kind"), table.texts("trainer")
    reasons, remarks = table.texts("reason_for"), table.texts("remark")
    return _kept(
        table,
        [
            Training(
                id=record_id("training", person, sessions[i], days[i], "" if person else table.place(i)),
                place=table.place(i),
                session=sessions[i],
                held_on=days[i],
                employee_no=person,
                kind=kinds[i],
                hours=hours[i],
                trainer=trainers[i],
                attended=attended[i] is not Verified.NO,
                score=scores[i],
                passed=passed[i],
                resit_on=resit_on[i],
                resit_score=resits[i],
                resit_passed=again[i],
                reason=reasons[i],
                remark=remarks[i],
            )
            if sessions[i] and (person or not listed)
            else None
            for i, person in enumerate(people)
        ],
        days,
    )


def read_activities(table: Table, finder: Finder) -> Entries:
    """Meetings, greetings, cases shared, volumes: a row each, with its day and kind (QK416)."""
    del finder
    days = [_day(when) for when in read_days(table, ("held_on",))]
    kinds = table.texts("activity_kind")
    table.require(("held_on",), [days])
    table.require(("activity_kind",), [kinds])
    subjects, departments = table.texts("activity_subject"), table.texts("department")
    counts, costs = table.read("activity_count", parse_number), table.read("cost", parse_money)
    on_time, results = _word(table, "on_time", "是、否"), table.texts("activity_result")
    return _kept(
        table,
        [
            Activity(
                record_id("activity", day, kinds[i], subjects[i], departments[i]),
                table.place(i),
                day,
                kinds[i],
                subjects[i],
                departments[i],
                counts[i],
                on_time[i],
                costs[i],
                results[i],
            )
            if day is not None and kinds[i]
            else None
            for i, day in enumerate(days)
        ],
        days,
    )


def read_improvements(table: Table, finder: Finder) -> Entries:
    """The problem list as it comes back. A line needs its number; it belongs to the folder's month."""
    del finder
    day = day_reader(table)
    numbers = table.texts("problem_no")
    table.require(("problem_no",), [numbers])
    due, done = table.read("due_on", day), table.read("done_on", day)
    found = table.read("found", parse_number)
    texts = {
        name: table.texts(name)
        for name in (
            "problem_period",
            "indicator",
            "problem_category",
            "finding",
            "department",
            "owner",
            "measure",
            "problem_result",
            "cause",
        )
    }
    return _kept(
        table,
        [
            Improvement(
                number,
                table.place(i),
                period=texts["problem_period"][i],
                indicator=texts["indicator"][i],
                category=texts["problem_category"][i],
                finding=texts["finding"][i],
                found=found[i],
                department=texts["department"][i],
                owner=texts["owner"][i],
                due_on=due[i],
                measure=texts["measure"][i],
                done_on=done[i],
                result=texts["problem_result"][i],
                cause=texts["cause"][i],
            )
            if number
            else None
            for i, number in enumerate(numbers)
        ],
        [None] * len(numbers),
    )


FEEDBACK: Mapping[str, Callable[[Table, Finder], Entries]] = {
    "survey": read_surveys,
    "training": read_trainings,
    "activity": read_activities,
    "problem-list": read_improvements,
}
"""Record sheet → its reader: records with row and day, and the rows that repeat another."""
