"""A table with a row per evaluation → evaluations: who, when, by whom, why, and what each item says.

Rows whose person or day is not known are left out with a Problem; rows with a blank or impossible answer are
*held back*: they are there, without score and incident. Source: semantics.md §2, §5, field-lists.md §1–§3.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from qualitykit.frozen import dataclass
from qualitykit.intake.calls import CutAhead, read_call_columns
from qualitykit.intake.catalogue import ITEM, Candidate
from qualitykit.intake.cells import Fault
from qualitykit.intake.circumstances import (
    read_claims,
    read_contact_ids,
    read_purposes,
    read_remarks,
    read_severities,
    tell_blank_heads,
)
from qualitykit.intake.items import answer_columns
from qualitykit.intake.named import day_reader
from qualitykit.intake.names import Finder
from qualitykit.intake.ratings import read_verified, unrated_rows
from qualitykit.intake.table import Table
from qualitykit.intake.transcripts import TranscriptReader
from qualitykit.intake.when import contact_days, read_clock
from qualitykit.intake.who import (
    find_people,
    hold_self_inspected,
    not_their_own,
    read_badges,
    read_customers,
    read_inspectors,
)
from qualitykit.model import Answer, AnswerState, Evaluation, Place, Purpose, maker
from qualitykit.problems import problem
from qualitykit.standards.forms import Form

__all__ = ["EvaluationsRead", "read_evaluations"]


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
    cut: CutAhead | None = None,
) -> EvaluationsRead:
    """The evaluations of one table. ``cut``: of its sheet, if that was begun.

    Problems: QK3xx people, QK2xx cells, QK401 blank items, QK402 no day, QK310 the inspector is the employee,
    QK327 so is who confirms, QK408 a recheck without a reason, QK417 no rating, QK413 unknown words, QK426
    nobody reviewed it, QK427 a severity that the standard says otherwise, and those of calls.
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
    tell_blank_heads(table, form)
    purposes, reasons = read_purposes(table, held)
    verified = read_verified(table, form, answers)
    calls = read_call_columns(table, form, transcripts, people, finder, cut)
    if not reviewed and len(table):
        held = dict.fromkeys(range(len(table)), ("QK809",))
        table.problems.append(problem("QK809", table.sheet.place()))
    contacts, unclear = read_contact_ids(table)
    severities = read_severities(table, form, held)
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
        not_their_own(table, "confirmed_by", zip(people), finder),
        [contact or "" for contact in contacts],
        read_customers(table),
        table.texts("department"),
        purposes,
        reasons,
        calls.facts,
        calls.transcripts,
        verified,
        table.texts("verified_by"),
        read_remarks(table),
        severities,
        [held.get(index, ()) for index in range(len(table))],
        [()] * len(table),
        *read_claims(table, form, answered.columns),
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


def _not_reviewed(table: Table, form: Form) -> list[tuple[Answer, ...]]:
    blank = tuple(Answer(AnswerState.BLANK) for _line in (*form.items, *form.bonus_items))
    return [blank] * len(table)
