"""The smaller registers: warnings, special awards, contests, adjustments, decisions, reviewed hits.

They are alike: a row is one record about one person, or a word on something that the program proposed.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal

from qualitykit.intake.answers import parse_hit_decision
from qualitykit.intake.cells import Fault, Raw, digits_of_chinese, is_blank, shown
from qualitykit.intake.named import day_reader, record_id, repeats_out
from qualitykit.intake.names import Finder
from qualitykit.intake.numbers import parse_count, parse_money
from qualitykit.intake.periods import month_of_text
from qualitykit.intake.table import Table
from qualitykit.intake.who import find_people, not_their_own
from qualitykit.intake.words import NO, TICKS_BAD, TICKS_GOOD, YES, word_of
from qualitykit.model import (
    Adjustment,
    ContestResult,
    Decision,
    HitDecision,
    ObjectionRow,
    ServedWarning,
    SpecialAward,
    TaskResult,
)

__all__ = ["REGISTERS", "Record", "ruling_of"]

Record = (
    ServedWarning
    | SpecialAward
    | ContestResult
    | Adjustment
    | Decision
    | HitDecision
    | ObjectionRow
    | TaskResult
)
Read = tuple[list[tuple[int, Record]], set[int]]

_RANK = re.compile(r"第?([一二三四五六七八九十]+|\d+)(?:名|等奖|位|等)?")
_FIRST_THREE = {"冠军": 1, "亚军": 2, "季军": 3, "金奖": 1, "银奖": 2, "铜奖": 3}


def _require(table: Table, name: str, values: Sequence[object]) -> None:
    """Make rows bad that leave a field blank (QK416)."""
    for index, value in enumerate(values):
        if value in (None, "") and index not in table.bad:
            table.empty(index, name, Fault("QK416", (("field", table.title(name)),)))


def _done(table: Table, records: Sequence[Record | None], *, open_rows: bool = False) -> Read:
    """The records of the good rows, equal rows once. ``open_rows``: a row may be no record yet."""
    contents: list[tuple[object, ...] | None] = [
        None
        if record is None
        else tuple(getattr(record, name) for name in record.__slots__ if name != "place")
        for record in records
    ]
    repeated = repeats_out(table, contents)
    kept = [
        (index, record)
        for index, record in enumerate(records)
        if record is not None and index not in repeated and index not in table.bad
    ]
    if not open_rows:
        table.bad |= {index for index, record in enumerate(records) if record is None}
    return kept, repeated


def _people_on_last_day(table: Table, finder: Finder) -> list[str]:
    """The people of a register without dates: on the period's last day, or the day they left in it."""
    first, last = table.period.first_day, table.period.last_day
    numbers = table.raw("employee_no")
    days: list[date | None] = []
    for raw in numbers:
        number = finder.number(shown(raw)) if not is_blank(raw) else ""
        days.append(_day_employed(finder, number, first, last))
    return find_people(table, finder, days, ("employee_name",))


def _day_employed(finder: Finder, number: str, first: date, last: date) -> date:
    """A day of the period on which a number was employed; its last day where there is none."""
    row = finder.roster.on(number, last) if number else None
    if row is not None and row.left_on is not None and first <= row.left_on <= last:
        return row.left_on
    return last


def read_warnings(table: Table, finder: Finder) -> Read:
    """Warnings that a person recorded. The case's id or the day of the violation is needed (QK416).

    A row that is not clear does not count until it is corrected: another word under 是否撤销 (QK413), a
    violation after the period's end, a service, hearing or issue that has not come yet (QK430), no dates.
    """
    incidents = _past_days(table, "incident_on", table.period.last_day)
    served, heard, issued = (
        _past_days(table, name, table.latest()) for name in ("served_on", "heard_on", "issued_on")
    )
    cases, hows = table.texts("case_id"), table.texts("served_how")
    steps = table.read("step", _step, decides=True)
    overturned = _chosen(table, "overturned", _OVERTURNED, _NOT_OVERTURNED)
    _require(table, "incident_on", [on or case for on, case in zip(incidents, cases, strict=True)])
    days = [on or when or table.period.first_day for on, when in zip(incidents, served, strict=True)]
    people = find_people(table, finder, days, ("employee_name",))
    return _done(
        table,
        [
            ServedWarning(
                person,
                table.place(index),
                steps[index],
                cases[index],
                incidents[index],
                served[index],
                hows[index],
                overturned[index],
                heard_on=heard[index],
                issued_on=issued[index],
            )
            if person
            else None
            for index, person in enumerate(people)
        ],
    )


def _past_days(table: Table, name: str, latest: date) -> list[date | None]:
    """A column of days of what has happened; a later one than ``latest`` makes its row bad (QK430)."""
    days = table.read(name, day_reader(table), decides=True)
    for index, day in enumerate(days):
        if day is not None and day > latest:
            table.report(
                "QK430", index, name, day, decides=True, field=table.title(name), latest=latest.isoformat()
            )
    return days


_OVERTURNED = YES | TICKS_GOOD | {"已撤销", "撤销", "已撤"}
_PASSED = YES | TICKS_GOOD | {"", "通过", "已通过", "合格", "及格"}  # who was there and nothing is said
_FAILED = NO | TICKS_BAD | {"不通过", "未通过", "没通过", "不合格", "不及格"}
_NOT_OVERTURNED = NO | TICKS_BAD | {"", "未撤销", "不撤销", "没撤销", "无", "-", "—"}


def _chosen(table: Table, field: str, yes: Collection[str], no: Collection[str]) -> list[bool]:
    """Whether each row says yes; a word that says neither makes its row bad (QK413)."""
    found = []
    for index, raw in enumerate(table.raw(field)):
        word = word_of(shown(raw))
        if word not in yes and word not in no:
            title = table.title(field)
            table.report("QK413", index, field, shown(raw), decides=True, field=title, allowed="是、否")
        found.append(word in yes)
    return found


def _step(raw: Raw) -> int | Fault | None:
    if isinstance(raw, str) and (
        match := _RANK.fullmatch(
            "".join(raw.split()).removesuffix("步").removesuffix("次").removesuffix("级")
        )
    ):
        raw = match[1]
    return parse_count(raw)


def read_special_awards(table: Table, finder: Finder) -> Read:
    """服务专项奖: whom, what for, how much."""
    titles, amounts, reasons = (
        table.texts("special_award"),
        table.read("amount", parse_money, decides=True),
        table.texts("reason"),
    )
    _require(table, "special_award", list(titles))
    _require(table, "amount", list(amounts))
    people = _people_on_last_day(table, finder)
    return _done(
        table,
        [
            SpecialAward(
                record_id("award", person, titles[i], amount, reasons[i]),
                person,
                titles[i],
                amount,
                table.place(i),
                reasons[i],
            )
            if person and amount is not None
            else None
            for i, (person, amount) in enumerate(zip(people, amounts, strict=True))
        ],
    )


def read_contests(table: Table, finder: Finder) -> Read:
    """Places in skill contests; a blank amount means the standard's table."""
    names, ranks = table.texts("contest"), table.read("place", _rank, decides=True)
    amounts, prizes = table.read("amount", parse_money, decides=True), table.texts("prize")
    _require(table, "contest", list(names))
    _require(table, "place", list(ranks))
    people = _people_on_last_day(table, finder)
    return _done(
        table,
        [
            ContestResult(
                record_id("contest", person, names[i], rank),
                person,
                names[i],
                rank,
                table.place(i),
                amounts[i] if amounts[i] is not None or not prizes[i] else Decimal(0),
                prizes[i],
            )
            if person and rank is not None
            else None
            for i, (person, rank) in enumerate(zip(people, ranks, strict=True))
        ],
    )


def _rank(raw: Raw) -> int | Fault | None:
    """1, 第1名, 第一名, 一等奖, 冠军; QK212 for anything else."""
    if not isinstance(raw, str):
        return parse_count(raw)
    word = word_of(raw)
    if not word:
        return None
    if word in _FIRST_THREE:
        return _FIRST_THREE[word]
    match = _RANK.fullmatch(word)
    rank = (int(match[1]) if match[1].isdigit() else digits_of_chinese(match[1])) if match else None
    return rank if rank else Fault("QK212")


def read_adjustments(table: Table, finder: Finder) -> Read:
    """Corrections of earlier months' pay, with their reason."""
    amounts, reasons, months = (
        table.read("amount", parse_money, decides=True),
        table.texts("reason"),
        table.texts("month"),
    )
    _require(table, "amount", list(amounts))
    _require(table, "reason", list(reasons))
    people = _people_on_last_day(table, finder)
    return _done(
        table,
        [
            Adjustment(
                record_id("adjustment", person, amount, reasons[i], months[i]),
                person,
                amount,
                reasons[i],
                table.place(i),
                month_of_text(months[i]) or months[i],
            )
            if person and amount is not None
            else None
            for i, (person, amount) in enumerate(zip(people, amounts, strict=True))
        ],
    )


def read_decisions(table: Table, finder: Finder) -> Read:
    """People's words on what the program proposed; a row in which nobody wrote is not decided yet.

    Problems: QK413 a word that is no decision, QK416 a decision without the item, the word or who decided.
    """
    del finder
    subjects, verdicts = table.texts("subject"), table.texts("verdict")
    by, reasons = table.texts("decided_by"), table.texts("reason")
    for index, verdict in enumerate(verdicts):
        if verdict and word_of(verdict) not in _DECIDED:
            title = table.title("verdict")
            table.report(
                "QK413", index, "verdict", verdict, decides=True, field=title, allowed="同意、不同意"
            )
    written = [bool(verdict or who) for verdict, who in zip(verdicts, by, strict=True)]
    for name, texts in (("subject", subjects), ("verdict", verdicts), ("decided_by", by)):
        _require(
            table,
            name,
            [text or ("" if any_word else "-") for text, any_word in zip(texts, written, strict=True)],
        )
    return _done(
        table,
        [
            Decision(subject, verdicts[i], table.place(i), by[i], reasons[i])
            if subject and verdicts[i]
            else None
            for i, subject in enumerate(subjects)
        ],
        open_rows=True,
    )


_DECIDED = frozenset({"同意", "发放", "是", "yes", "y", "agree", "agreed", "pay", "upheld"}) | frozenset(
    {"不同意", "不发放", "否", "no", "n", "disagree", "refuse", "declined"}
)


def read_hit_decisions(table: Table, finder: Finder) -> Read:
    """确认 or 驳回 beside the hits of the review sheet; a blank one is still open and no record.

    A 确认 without who confirmed it (QK416) leaves the hit open: what warns has been confirmed by a person.
    So does a word of the employee's own (QK327), whatever it says.
    """
    hits, remarks = table.texts("hit_id"), table.texts("remark")
    written, concerned = table.texts("decided_by"), _concerned(table, finder)
    by = not_their_own(table, "decided_by", concerned, finder)
    seconds = not_their_own(table, "confirmed_by", concerned, finder)
    table.bad |= {i for i, (who, other) in enumerate(zip(written, by, strict=True)) if who and not other}
    verdicts = table.read("verdict", parse_hit_decision, decides=True)
    days = table.read("decided_on", day_reader(table))
    _require(table, "hit_id", list(hits))
    _require(table, "decided_by", [who if yes else "-" for who, yes in zip(written, verdicts, strict=True)])
    return _done(
        table,
        [
            HitDecision(hit, upheld, table.place(i), by[i], remarks[i], days[i], seconds[i])
            if hit and upheld is not None
            else None
            for i, (hit, upheld) in enumerate(zip(hits, verdicts, strict=True))
        ],
        open_rows=True,
    )


def _concerned(table: Table, finder: Finder) -> list[tuple[str, ...]]:
    """The numbers of the employees whom each row is about, as far as number or name tell."""
    numbers, names = table.texts("employee_no"), table.texts("employee_name")
    return [
        (finder.number(number),) if number else tuple(finder.bearers(name))
        for number, name in zip(numbers, names, strict=True)
    ]


_UPHELD = (
    "成立:不违规 成立(不违规) 成立(非违规) 成立,不违规 不违规 非违规 成立 申诉成立 "
    "upheld not_a_breach not-a-breach"
)
_EXCUSED = "成立:可谅解 成立(可谅解) 成立,可谅解 可谅解 可原谅 情有可原 excused"
_DECLINED = (
    "不成立 申诉不成立 驳回 不予支持 declined"  # 维持 is neither: what is kept, the appeal or the finding?
)
_RULINGS = {
    word_of(word): ruling
    for words, ruling in ((_UPHELD, "not_a_breach"), (_EXCUSED, "excused"), (_DECLINED, "declined"))
    for word in words.split()
}


def ruling_of(text: str) -> str:
    """The decision that a word says: not_a_breach, excused or declined; empty: none."""
    return _RULINGS.get(word_of(text), "")


def read_objections(table: Table, finder: Finder) -> Read:
    """Appeals that employees wrote, and the decisions beside them; a line without a reason is none yet.

    A decision that is none of the words is a Problem (QK413); one without who decided or why is left open.
    """
    del finder
    day = day_reader(table)
    refs, reasons, late = table.texts("ref"), table.texts("reason"), table.texts("late_because")
    filed, decided = table.read("filed_on", day), table.read("decided_on", day)
    by, why = table.texts("decided_by"), table.texts("decision_reason")
    rulings: list[str] = []
    for index, raw in enumerate(table.raw("ruling")):
        word = word_of(shown(raw))
        if word and word not in _RULINGS:
            allowed = "成立：不违规、成立：可谅解、不成立"
            table.report("QK413", index, "ruling", shown(raw), field=table.title("ruling"), allowed=allowed)
        rulings.append(_RULINGS.get(word, ""))
    _require(table, "ref", list(refs))
    return _done(
        table,
        [
            ObjectionRow(
                ref,
                reasons[i],
                table.place(i),
                filed[i],
                late[i],
                rulings[i],
                by[i],
                decided[i],
                why[i],
            )
            if ref and reasons[i]
            else None
            for i, ref in enumerate(refs)
        ],
        open_rows=True,
    )


def read_tasks(table: Table, finder: Finder) -> Read:
    """What came of coaching and retraining; a line without its day is not done yet and no record."""
    del finder
    day = day_reader(table)
    tasks, done = table.texts("task"), table.read("done_on", day)
    by, remarks = table.texts("task_by"), table.texts("remark")
    passed = _chosen(table, "passed", _PASSED, _FAILED)
    _require(table, "task", list(tasks))
    return _done(
        table,
        [
            TaskResult(task, table.place(i), on, passed[i], by[i], remarks[i])
            if task and (on := done[i]) is not None
            else None
            for i, task in enumerate(tasks)
        ],
        open_rows=True,
    )


REGISTERS: Mapping[str, Callable[[Table, Finder], Read]] = {
    "warnings": read_warnings,
    "special-award": read_special_awards,
    "contest": read_contests,
    "adjustment": read_adjustments,
    "decision": read_decisions,
    "hit-review": read_hit_decisions,
    "objection": read_objections,
    "task": read_tasks,
}
"""Record sheet → its reader: records with their rows, and the rows that repeat another."""
