"""A table with a row per evaluation → evaluations: who, when, by whom, why, and what each item says.

Rows whose person or day is not known are left out with a Problem; rows with a blank or impossible answer are
*held back*: they are there, without score and incident. Source: semantics.md §2, §5, field-lists.md §1–§3.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from qualitykit.intake.answers import parse_verified
from qualitykit.intake.calls import read_call_columns
from qualitykit.intake.catalogue import ITEM, Candidate
from qualitykit.intake.cells import Fault, Raw, compact, is_blank, shown
from qualitykit.intake.clock import parse_clock
from qualitykit.intake.dates import parse_date, parse_moment, slipped_year
from qualitykit.intake.ids import parse_id
from qualitykit.intake.items import answer_columns, item_reader
from qualitykit.intake.names import Clues, Finder, Person
from qualitykit.intake.people import split_people
from qualitykit.intake.periods import month_of_text, period_of
from qualitykit.intake.recognise import item_column
from qualitykit.intake.table import Table
from qualitykit.intake.transcripts import TranscriptReader
from qualitykit.intake.words import word_of
from qualitykit.model import Answer, AnswerState, Evaluation, Place, Purpose, Verified
from qualitykit.problems import problem
from qualitykit.standards.forms import Form

__all__ = ["EvaluationsRead", "find_people", "read_clock", "read_days", "read_evaluations"]

_CLOCKS = ("at", "call_start", "arrive_at", "patrol_at", "patrol")
_CALIBRATION = ("校准", "校准录音", "背对背", "calibration")
_RECHECK = ("复检", "复核", "复查", "复访", "二次暗访", "二次检查", "recheck")
_NORMAL = ("", "正常", "初检", "抽检", "日常", "日检", "常规", "普通", "normal", "否", "无")
_SEVERITY = {
    **dict.fromkeys(("", "—", "-", "无"), ""),
    **dict.fromkeys(("轻微", "一般", "轻", "minor", "普通"), "minor"),
    **dict.fromkeys(("严重", "重大", "重", "severe"), "severe"),
}
_NOT_THE_EMPLOYEE = (
    "公司",
    "产品",
    "流程",
    "客户",
    "系统",
    "非员工",
    "非员工责任",
    "第三方",
    "政策",
    "物流",
    "剔除",
    "误评",
    "误按",
)
_THE_EMPLOYEE = ("员工", "个人", "坐席", "客服", "员工责任", "有责", "服务态度", "本人", "保留")


@dataclass(frozen=True, slots=True)
class EvaluationsRead:
    """The evaluations of a sheet, in its order; rows without one are in ``left_out``.

    ``unclear``: rows whose contact has an id that cannot be read, so that date and time do not name it.
    """

    evaluations: list[Evaluation]
    left_out: int
    unclear: frozenset[Place] = frozenset()


def read_days(table: Table, fields: Sequence[str]) -> list[datetime | date | None]:
    """The day of each row (with its time, where written), of the first of these columns that holds it."""
    period, sheet = table.period, table.sheet

    def moment(raw: Raw) -> datetime | date | Fault | None:
        found = parse_moment(raw, period=period, date_1904=sheet.date_1904, typed=sheet.typed)
        if isinstance(found, date):
            day = found.date() if isinstance(found, datetime) else found
            return slipped_year(day, period) or found
        return found

    present = [name for name in fields if table.has(name)]
    if not present:
        return [None] * len(table)
    days = table.read(present[0], moment, decides=True)
    for name in present[1:]:
        if None not in days:
            break
        for index, (raw, day) in enumerate(zip(table.raw(name), days, strict=True)):
            if (
                day is None
                and index not in table.bad
                and not is_blank(raw)
                and not isinstance(raw, time | timedelta)
            ):
                found = moment(raw)
                if isinstance(found, Fault):
                    table.fault(index, name, found, raw, decides=True)
                else:
                    days[index] = found
    return days


def read_clock(table: Table, moments: Sequence[datetime | date | None]) -> list[time | None]:
    """The time of day of each row: of its own column, else of the day's cell."""
    name = table.has(*_CLOCKS)
    clocks = table.read(name, _clock) if name else [None] * len(table)
    return [
        clock if clock is not None else moment.time() if isinstance(moment, datetime) else None
        for clock, moment in zip(clocks, moments, strict=True)
    ]


def _clock(raw: Raw) -> time | Fault | None:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return None  # a day without its time
    found = parse_clock(raw)
    if isinstance(found, Fault):
        moment = parse_moment(raw)
        if isinstance(moment, date):
            return moment.time() if isinstance(moment, datetime) else None
        return found
    return found.at if found is not None else None


def find_people(table: Table, finder: Finder, days: Sequence[date | None], names: Sequence[str]) -> list[str]:
    """The employee number of each row, empty (and the row bad) where it is not certain who is meant.

    ``names``: the fields that may hold the name, the best first.
    """
    name = table.has(*names) or names[0]
    raws = zip(
        table.raw("employee_no"),
        table.raw("agent_login"),
        table.raw(name),
        table.texts("department"),
        table.texts("team"),
        strict=True,
    )
    known: dict[tuple[Raw, Raw, Raw, str, str], Clues] = {}
    clues = [known.setdefault(key, Clues(*key)) if key not in known else known[key] for key in raws]
    result: list[str] = []
    told: set[int] = set()
    where = "employee_no" if table.has("employee_no") else name
    for index, found in enumerate(finder.find_all(clues, days)):
        if isinstance(found, Person):
            result.append(found.employee_no)
            if found.by_department and id(clues[index]) not in told:
                told.add(id(clues[index]))
                table.report("QK307", index, name, name=shown(clues[index].name), who=found.employee_no)
            continue
        result.append("")
        if isinstance(found, Fault) and index not in table.bad:
            clue = clues[index]
            at = where if not is_blank(clue.number) else "agent_login" if not is_blank(clue.login) else name
            if found.code == "QK306" and (described := _description(table, index)):
                found = Fault("QK308")
                table.fault(index, "person_description", found, described, decides=True)
            else:
                table.fault(
                    index, at if table.has(at) else "", found, shown(clue.name or clue.number), decides=True
                )
    return result


def _description(table: Table, index: int) -> str:
    raws = table.raw("person_description") if table.has("person_description") else []
    return shown(raws[index]).strip() if raws else ""


def read_evaluations(
    table: Table,
    candidate: Candidate,
    finder: Finder,
    transcripts: TranscriptReader,
    pack: str,
) -> EvaluationsRead:
    """The evaluations of one table.

    Problems: QK3xx people, QK2xx cells, QK401 blank items, QK402 no day, QK310 the inspector is the employee,
    QK408 a recheck without a reason, QK417 no rating, QK413 unknown words, and those of calls.
    """
    form = candidate.form
    assert form is not None
    unrated = _unrated(table, form)
    if unrated:
        table = table.keep(index for index in range(len(table)) if index not in unrated)
    moments = _days_of(table, candidate, form)
    days = [moment.date() if isinstance(moment, datetime) else moment for moment in moments]
    for index, day in enumerate(days):
        if day is None and index not in table.bad:
            table.empty(index, table.has(*candidate.day_fields()) or "", Fault("QK402"))
    _badges(table)
    people = find_people(table, finder, days, ("employee_name", "praised_name"))
    clocks = read_clock(table, moments)
    answered = answer_columns(table, form)
    reviewed = any(name.startswith(ITEM) for name in table.match.columns) or form.low_rating is not None
    answers = answered.answers if reviewed else _not_reviewed(table, form)
    held = answered.held_back
    inspectors = _inspectors(table)
    _inspects_self(table, inspectors, people, finder, held)
    purposes, reasons = _purposes(table, held)
    verified = _verified(table, form, answers)
    calls = read_call_columns(table, form, transcripts, people, finder)
    if not reviewed and len(table):
        held = dict.fromkeys(range(len(table)), ("QK809",))
        table.problems.append(problem("QK809", table.sheet.place()))
    contacts, unclear = _contact_ids(table)
    severities = _severities(table, held)
    inspected = table.read("inspected_on", _day_reader(table))
    confirmed, customers = table.texts("confirmed_by"), _customers(table)
    departments, verifiers, remarks = table.texts("department"), table.texts("verified_by"), _remarks(table)
    form_id, places = form.id, table.row_places()
    numbers, cells = table.answer_cells(answered.columns)
    result: list[Evaluation] = []
    left_out = set(table.bad)
    for index, (person, day) in enumerate(zip(people, days, strict=True)):
        if index in left_out or day is None or not person:
            left_out.add(index)
            continue
        contact, clock, inspector = contacts[index] or "", clocks[index], inspectors[index]
        name = contact or f"{person}:{day}:{clock or ''}:{inspector}"
        purpose = purposes[index]
        if purpose is not Purpose.NORMAL:
            name = f"{name}:{purpose.value}"
        result.append(
            Evaluation(
                f"{form_id}:{name}",
                form_id,
                pack,
                person,
                day,
                places[index],
                numbers[index],
                cells[index],
                answers[index],
                clock,
                inspected[index],
                inspector,
                confirmed[index],
                contact,
                customers[index],
                departments[index],
                purpose,
                reasons[index],
                calls.facts[index],
                calls.transcripts[index],
                verified[index],
                verifiers[index],
                remarks[index],
                severities[index],
                held.get(index, ()),
            )
        )
    return EvaluationsRead(result, len(left_out) + len(unrated), frozenset(places[i] for i in unclear))


# --- when ----------------------------------------------------------------------------------------------


def _day_reader(table: Table) -> Callable[[Raw], date | Fault | None]:
    def day(raw: Raw) -> date | Fault | None:
        return parse_date(raw, period=table.period, date_1904=table.sheet.date_1904, typed=table.sheet.typed)

    return day


def _days_of(table: Table, candidate: Candidate, form: Form) -> list[datetime | date | None]:
    """The day of the contact. A supervisor's rating is about the month: its own date may be soon after it."""
    if form.source not in ("supervisor", "supervisor-rating") and candidate.day_fields():
        return read_days(table, (*candidate.day_fields(), "at"))
    last = table.period.last_day
    written = table.read(table.has("contact_on", "inspected_on") or "contact_on", _day_reader(table))
    months = table.texts("month")
    days: list[datetime | date | None] = []
    for day, month in zip(written, months, strict=True):
        if (named := month_of_text(month)) and named != table.period.month:
            start = table.period.first_day.day
            days.append(period_of(named, start).last_day)
        elif day is None or last < day <= last + timedelta(days=31):
            days.append(last)
        else:
            days.append(day)
    return days


# --- who -----------------------------------------------------------------------------------------------


def _badges(table: Table) -> None:
    """工牌号 and 工牌姓名 of a shopper's sheet name a person; a description (短发、戴眼镜) never does."""
    header = table.match.header("person_description")
    if header is None or table.has("employee_no", "employee_name", "agent_login"):
        return
    target = {"工牌号": "agent_login", "胸牌号": "agent_login", "工牌姓名": "employee_name"}.get(
        header.word.word
    )
    if target:
        table.rename("person_description", target)


def _inspectors(table: Table) -> list[str]:
    name = table.has("inspector", "shopper")
    return table.texts(name) if name else [""] * len(table)


def _inspects_self(
    table: Table,
    inspectors: list[str],
    people: list[str],
    finder: Finder,
    held: dict[int, tuple[str, ...]],
) -> None:
    """QK310 where the inspector is certainly the employee: by number, or by a name that is one person's."""
    numbers = {text: _numbers_of(text, finder) for text in set(inspectors) if text}
    for index, (inspector, person) in enumerate(zip(inspectors, people, strict=True)):
        if inspector and person and numbers[inspector] == {person}:
            table.report("QK310", index, table.has("inspector", "shopper"), inspector)
            held[index] = (*held.get(index, ()), "QK310")


def _numbers_of(text: str, finder: Finder) -> set[str]:
    found: set[str] = set()
    for person in split_people(text).people:
        number = finder.number(person.number) if person.number else ""
        found |= {number} if number else finder.bearers(person.name)
    return found


def _customers(table: Table) -> list[str]:
    name = table.has("customer", "customer_contact")
    if not name:
        return [""] * len(table)
    customers = table.texts(name)
    if name == "customer" and table.has("customer_contact"):
        contacts = table.texts("customer_contact")
        customers = [who or contact for who, contact in zip(customers, contacts, strict=True)]
    return customers


# --- why and what else ---------------------------------------------------------------------------------


def _purposes(table: Table, held: dict[int, tuple[str, ...]]) -> tuple[list[Purpose], list[str]]:
    """校准 never counts; 复检 replaces the first, and must say why (QK408)."""
    name = table.has("purpose", "review_round", "revisit")
    if not name:
        return [Purpose.NORMAL] * len(table), [""] * len(table)
    header = table.match.header(name)
    asked = header.word.word if header else ""
    reason_column = table.has("recheck_reason", "remark")
    reasons = table.texts(reason_column) if reason_column else [""] * len(table)
    purposes: list[Purpose] = []
    why: list[str] = []
    for index, raw in enumerate(table.raw(name)):
        purpose = _purpose(word_of(shown(raw)), asked)
        if purpose is None:
            table.report(
                "QK413", index, name, shown(raw), field=table.title(name), allowed="正常、复检、校准"
            )
            held[index] = (*held.get(index, ()), "QK413")
        recheck = purpose is Purpose.RECHECK
        if recheck and not reasons[index]:
            table.report("QK408", index, name, shown(raw))
            held[index] = (*held.get(index, ()), "QK408")
        purposes.append(purpose or Purpose.NORMAL)
        why.append(reasons[index] if recheck else "")
    return purposes, why


def _purpose(word: str, header: str) -> Purpose | None:
    if word in ("是", "√", "y", "yes", "1"):
        word = header.removeprefix("是否")
    if word in _NORMAL:
        return Purpose.NORMAL
    if any(word.startswith(text) for text in _CALIBRATION):
        return Purpose.CALIBRATION
    return Purpose.RECHECK if any(word.startswith(text) for text in _RECHECK) else None


def _severities(table: Table, held: dict[int, tuple[str, ...]]) -> list[str]:
    """How grave the inspector found it; a word that is not known holds the row back."""
    if not table.has("severity"):
        return [""] * len(table)
    result: list[str] = []
    for index, raw in enumerate(table.raw("severity")):
        found = _SEVERITY.get(word_of(shown(raw)))
        if found is None:
            table.report(
                "QK413", index, "severity", shown(raw), field=table.title("severity"), allowed="轻微、严重"
            )
            held[index] = (*held.get(index, ()), "QK413")
        result.append(found or "")
    return result


def _contact_ids(table: Table) -> tuple[list[str | None], list[int]]:
    """The id of each contact, and the rows where one stands that cannot be read.

    An id that lost its digits, or was never calculated, is a Problem and never a key.
    """
    name = table.has("contact_id", "call_id", "visit_id", "survey_id")
    if not name:
        return [None] * len(table), []

    def contact(raw: Raw) -> str | Fault | None:
        return parse_id(raw, fold_case=False)

    ids = table.read(name, contact)
    if None not in ids:
        return ids, []
    raws, unclear = table.raw(name), []
    for index, found in enumerate(ids):
        if found is None and (not is_blank(raws[index]) or (table.small() and table.emptied(index, name))):
            unclear.append(index)
    return ids, unclear


def _remarks(table: Table) -> list[str]:
    """The remark, with what a patrol sheet says of putting it right."""
    present = [
        name
        for name in (
            "remark",
            "reason",
            "comment",
            "corrected_on_spot",
            "rectified",
            "rectify_until",
            "rectify_result",
        )
        if table.has(name)
    ]
    if len(present) == 1:
        return table.texts(present[0])
    parts: list[list[str]] = []
    for name in present:
        title = "" if name == "remark" else f"{table.title(name)}："
        parts.append([f"{title}{text}" if text else "" for text in table.texts(name)])
    return ["；".join(filter(None, row)) for row in zip(*parts, strict=True)] if parts else [""] * len(table)


# --- customers' ratings --------------------------------------------------------------------------------


def _unrated(table: Table, form: Form) -> set[int]:
    """Rows of a rating form without a rating (未评价, blank): no rating, never a 0 (QK417)."""
    if form.low_rating is None:
        return set()
    name = item_column(form, form.low_rating.item, table.match.columns)
    item = next((item for item in form.items if item.id == form.low_rating.item), None)
    if not name or item is None:
        return set()
    read = item_reader(item, form)
    blank = {raw for raw in set(table.raw(name)) if _is_no_rating(raw, read(raw))}
    found = {index for index, raw in enumerate(table.raw(name)) if raw in blank}
    if found:
        table.problems.append(problem("QK417", table.sheet.place(), count=len(found)))
    return found


def _is_no_rating(raw: Raw, answer: Answer | Fault) -> bool:
    if isinstance(answer, Answer):
        return answer.state in (AnswerState.BLANK, AnswerState.NA)
    return compact(shown(raw)) in ("0", "0分", "0星", "未评价", "超时未评", "未参评", "无评价")


def _verified(table: Table, form: Form, answers: list[tuple[Answer, ...]]) -> list[Verified | None]:
    """Whether a low rating is the employee's doing; a low one that nobody judged waits."""
    if form.low_rating is None:
        return [None] * len(table)
    position = [item.id for item in form.items].index(form.low_rating.item)
    name = table.has("verified")
    raws = table.raw("verified")
    result: list[Verified | None] = []
    for index, row in enumerate(answers):
        if not _is_low(row[position], form.low_rating.at_most):
            result.append(None)
            continue
        found = _judged(raws[index], table.title("verified") if name else "")
        if isinstance(found, Fault):
            table.fault(index, "verified", found, raws[index])
            found = Verified.PENDING
        result.append(found)
    return result


def _is_low(answer: Answer, at_most: Decimal) -> bool:
    if answer.state is not AnswerState.VALUE or answer.value is None:
        return False
    try:
        return Decimal(answer.value) <= at_most
    except ArithmeticError:  # the label of an option that is no number
        return False


def _judged(raw: Raw, header: str) -> Verified | Fault:
    word = word_of(shown(raw))
    if any(word.startswith(text) for text in _NOT_THE_EMPLOYEE):
        return Verified.NO
    if word in _THE_EMPLOYEE:
        return Verified.YES
    found = parse_verified(raw)
    if "剔除" in header and isinstance(found, Verified) and found is not Verified.PENDING:
        return Verified.NO if found is Verified.YES else Verified.YES
    return found


def _not_reviewed(table: Table, form: Form) -> list[tuple[Answer, ...]]:
    blank = tuple(Answer(AnswerState.BLANK) for _line in (*form.items, *form.bonus_items))
    return [blank] * len(table)
