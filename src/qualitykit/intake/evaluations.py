"""A table with a row per evaluation → evaluations: who, when, by whom, why, and what each item says.

Rows whose person or day is not known are left out with a Problem; rows with a blank or impossible answer are
*held back*: they are there, without score and incident. Source: semantics.md §2, §5, field-lists.md §1–§3.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from qualitykit.frozen import dataclass
from qualitykit.intake.calls import read_call_columns
from qualitykit.intake.catalogue import ITEM, Candidate
from qualitykit.intake.cells import Fault, Raw, is_blank, shown
from qualitykit.intake.ids import are_plain_ids, parse_id
from qualitykit.intake.items import answer_columns
from qualitykit.intake.named import day_reader
from qualitykit.intake.names import Finder
from qualitykit.intake.numbers import parse_points
from qualitykit.intake.ratings import read_verified, unrated_rows
from qualitykit.intake.table import Table
from qualitykit.intake.transcripts import TranscriptReader
from qualitykit.intake.when import contact_days, read_clock
from qualitykit.intake.who import (
    find_people,
    hold_self_inspected,
    read_badges,
    read_customers,
    read_inspectors,
)
from qualitykit.intake.words import word_of
from qualitykit.model import Answer, AnswerState, Evaluation, Place, Purpose, maker
from qualitykit.problems import problem
from qualitykit.standards.forms import Form

__all__ = ["EvaluationsRead", "read_evaluations"]

_TOTAL = "total_score"
_CALIBRATION = ("校准", "校准录音", "背对背", "calibration")
_RECHECK = ("复检", "复核", "复查", "复访", "二次暗访", "二次检查", "recheck")
_NORMAL = ("", "正常", "初检", "抽检", "日常", "日检", "常规", "普通", "normal", "否", "无")
_SEVERITY = {
    **dict.fromkeys(("", "—", "-", "无"), ""),
    **dict.fromkeys(("轻微", "一般", "轻", "minor", "普通"), "minor"),
    **dict.fromkeys(("严重", "重大", "重", "severe"), "severe"),
}


@dataclass(frozen=True, slots=True)
class EvaluationsRead:
    """The evaluations of a sheet, in its order; rows without one are in ``left_out``.

    ``unclear``: rows whose contact has an id that cannot be read, so that date and time do not name it.
    """

    evaluations: list[Evaluation]
    left_out: int
    unclear: frozenset[Place] = frozenset()


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
    unrated = unrated_rows(table, form)
    if unrated:
        table = table.keep(index for index in range(len(table)) if index not in unrated)
    table.freeze()
    moments = contact_days(table, candidate, form)
    days = [moment.date() if isinstance(moment, datetime) else moment for moment in moments]
    for index, day in enumerate(days) if None in days else ():
        if day is None and index not in table.bad:
            table.empty(index, table.has(*candidate.day_fields()) or "", Fault("QK402"))
    read_badges(table)
    people = find_people(table, finder, days, ("employee_name", "praised_name"))
    clocks = read_clock(table, moments)
    answered = answer_columns(table, form)
    reviewed = any(name.startswith(ITEM) for name in table.match.columns) or form.low_rating is not None
    answers = answered.answers if reviewed else _not_reviewed(table, form)
    held = answered.held_back
    inspectors = read_inspectors(table)
    hold_self_inspected(table, inspectors, people, finder, held)
    purposes, reasons = _purposes(table, held)
    verified = read_verified(table, form, answers)
    calls = read_call_columns(table, form, transcripts, people, finder)
    if not reviewed and len(table):
        held = dict.fromkeys(range(len(table)), ("QK809",))
        table.problems.append(problem("QK809", table.sheet.place()))
    contacts, unclear = _contact_ids(table)
    severities = _severities(table, held)
    inspected = table.read("inspected_on", day_reader(table))
    numbers, cells = table.answer_cells(answered.columns)
    places = table.row_places()
    who_and_when = zip(people, days, clocks, inspectors, strict=True)
    columns: list[Sequence[Any]] = [
        [f"{form.id}:{name}" for name in _names(contacts, who_and_when, purposes)],
        [form.id] * len(table),
        [pack] * len(table),
        people,
        days,
        places,
        numbers,
        cells,
        answers,
        clocks,
        inspected,
        inspectors,
        table.texts("confirmed_by"),
        [contact or "" for contact in contacts],
        read_customers(table),
        table.texts("department"),
        purposes,
        reasons,
        calls.facts,
        calls.transcripts,
        verified,
        table.texts("verified_by"),
        _remarks(table),
        severities,
        [held.get(index, ()) for index in range(len(table))],
        [()] * len(table),
        *_claims(table, form, answered.columns),
    ]
    out = {i for i, (person, day) in enumerate(zip(people, days, strict=True)) if day is None or not person}
    if out := out | table.bad:
        columns = [[value for i, value in enumerate(column) if i not in out] for column in columns]
    found = list(map(maker(Evaluation), *columns))
    return EvaluationsRead(found, len(out) + len(unrated), frozenset(places[i] for i in unclear))


def _names(
    contacts: Sequence[str | None], who_and_when: Iterable[tuple[object, ...]], purposes: Sequence[Purpose]
) -> list[str]:
    """What names each evaluation: its contact, else person, day, time and inspector; a recheck is another."""
    names = [
        contact or f"{person}:{day}:{clock or ''}:{inspector}"
        for contact, (person, day, clock, inspector) in zip(contacts, who_and_when, strict=True)
    ]
    return [
        name if purpose is Purpose.NORMAL else f"{name}:{purpose.value}"
        for name, purpose in zip(names, purposes, strict=True)
    ]


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

    raws, unclear = table.raw(name), []
    if are_plain_ids(raws):
        return list(map(str, raws)), []

    def contact(raw: Raw) -> str | Fault | None:
        return parse_id(raw, fold_case=False)

    ids = table.read(name, contact)
    if None not in ids:
        return ids, []
    for index, found in enumerate(ids):
        if found is None and (not is_blank(raws[index]) or (table.small() and table.emptied(index, name))):
            unclear.append(index)
    return ids, unclear


def _remarks(table: Table) -> list[str]:
    """The remark, with what a patrol sheet says of putting it right, and what a record of a service holds."""
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
            "service_content",
            "booking_channel",
            "booked_for",
            "anomaly",
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


def _claims(table: Table, form: Form, items: Sequence[str]) -> tuple[list[Decimal | None], list[str]]:
    """The total that each row states for itself, and where; one out of another maximum says nothing.

    It is compared with what is computed and never used, so that one that cannot be read is passed over.
    """
    header = table.match.header(_TOTAL)
    if header is None or _TOTAL in items or header.word.hint.maximum not in (None, form.ceiling):
        return [None] * len(table), [""] * len(table)
    raws = table.comparable(_TOTAL)
    known = {raw: parse_points(raw, form.ceiling) for raw in set(raws)}
    claims = [found if isinstance(found, Decimal) else None for found in (known[raw] for raw in raws)]
    cells = [cells[0] for cells in table.answer_cells([_TOTAL])[1]]
    return claims, [cell if claim is not None else "" for cell, claim in zip(cells, claims, strict=True)]


def _not_reviewed(table: Table, form: Form) -> list[tuple[Answer, ...]]:
    blank = tuple(Answer(AnswerState.BLANK) for _line in (*form.items, *form.bonus_items))
    return [blank] * len(table)
