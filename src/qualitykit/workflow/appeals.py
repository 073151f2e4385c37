"""申诉: file, decide, list. Every step is an entry of the log; how an appeal stands is read from them.

Source: semantics.md §9.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from qualitykit.errors import CannotRunError
from qualitykit.frozen import dataclass
from qualitykit.i18n import N_, _

if TYPE_CHECKING:
    from qualitykit.ledger.store import Ledger
    from qualitykit.ledger.workspace import Workspace
    from qualitykit.model import MonthRecords
    from qualitykit.problems import Problem
    from qualitykit.scoring.appeals import Subject
    from qualitykit.scoring.results import MonthResult
    from qualitykit.scoring.upheld import Ruling, Upheld

__all__ = [
    "RULINGS",
    "Appeal",
    "appeals_now",
    "appeals_of",
    "decide_appeal",
    "file_appeal",
    "list_appeals",
    "statement_day",
    "take_objections",
    "upheld_by_month",
]

RULINGS = ("not_a_breach", "excused", "declined")


@dataclass(frozen=True, slots=True)
class Appeal:
    """One appeal. ``ruling``: not_a_breach, excused or declined; empty: not decided yet.

    ``ref``: its subject's number on the statement, ``filed_as``: the one when it was filed. ``last_day``
    None: the statement was not out then. ``late_because``: why an appeal after the last day was taken.
    """

    id: str
    month: str
    employee_no: str
    ref: str
    kind: str
    subject: str
    title: str
    quote: str
    day: date
    targets: tuple[tuple[str, str], ...]
    reason: str
    filed_on: date
    filed_by: str
    last_day: date | None
    late_because: str = ""
    ruling: str = ""
    decided_on: date | None = None
    decided_by: str = ""
    decision_reason: str = ""
    filed_as: str = ""

    @property
    def upheld(self) -> bool:
        """Whether it was upheld."""
        return self.ruling in ("not_a_breach", "excused")


def file_appeal(
    workspace: Workspace,
    ref: str,
    *,
    reason: str,
    at: datetime,
    by: str,
    filed_on: date | None = None,
    late_because: str = "",
    ledger_address: str = "",
) -> Appeal:
    """File an appeal of what stands under ``ref`` on a statement (2026-10/E1007/3). Gives it with its id.

    CannotRunError: no such number, no reason, it was appealed already, the month's inputs are past their
    retention, or the last day is over and nobody says why it is taken all the same (``late_because``).
    """
    from qualitykit.workflow.ledger_months import open_ledger

    with open_ledger(workspace, ledger_address) as ledger:
        return file_in(
            ledger,
            ref,
            reason=reason,
            at=at,
            by=by,
            days=workspace.settings.appeal_days,
            filed_on=filed_on,
            late_because=late_because,
        )


def file_in(
    ledger: Ledger,
    ref: str,
    *,
    reason: str,
    at: datetime,
    by: str,
    days: int,
    filed_on: date | None = None,
    late_because: str = "",
) -> Appeal:
    """The same in an open ledger."""
    from qualitykit.ledger.month import unknown
    from qualitykit.ledger.store import NewEntry
    from qualitykit.scoring.appeals import find_subject, last_day

    month, employee_no, name = _subject_of(ledger, ref, N_("qualitykit appeal file {ref} --reason TEXT"))
    revision = ledger.revision()
    known = ledger.month(month)
    if known is None:
        raise unknown(month)
    ref = f"{month}/{employee_no}/{name}"
    subject = find_subject(ledger.result(month, people=[employee_no]), employee_no, name)
    if subject is None:
        raise CannotRunError(
            _("nothing that can be appealed has the number {ref}").format(ref=ref),
            hint=f"qualitykit appeal list --of {month}/{employee_no}",
        )
    if not reason.strip():
        raise CannotRunError(
            _("an appeal needs a reason"),
            hint=_("qualitykit appeal file {ref} --reason TEXT").format(ref=ref),
        )
    for one in appeals_of(ledger):
        if one.month == month and one.subject == subject.id and one.employee_no == employee_no:
            raise CannotRunError(
                _("{ref} was appealed already: {id}").format(ref=ref, id=one.id),
                hint="qualitykit appeal list" if one.ruling else _deciding(one.id),
            )
    day = filed_on or at.date()
    if filed_on is not None:
        _check_day(filed_on, subject.day, known.period.last_day, at.date())
    until = last_day(statement_day(ledger, month, employee_no), days)
    if until is not None and day > until and not late_because.strip():
        raise CannotRunError(
            _("the last day for appeals of this statement was {day}").format(day=until.isoformat()),
            hint=_("A person may take it all the same: {command}").format(
                command=_("qualitykit appeal file {ref} --reason TEXT --late-because TEXT").format(ref=ref)
            ),
        )
    number = len(ledger.entries("appeal")) + 1
    data: dict[str, Any] = {
        "employee_no": employee_no,
        "ref": subject.ref,
        "kind": subject.kind,
        "subject": subject.id,
        "title": _titled(ledger, subject),
        "quote": subject.quote,
        "day": subject.day.isoformat(),
        "targets": [list(pair) for pair in subject.targets],
        "reason": reason.strip(),
        "filed_on": day.isoformat(),
        "last_day": until.isoformat() if until else "",
        "late_because": late_because.strip(),
    }
    name = f"S{number:04}"
    ledger.append([NewEntry("appeal", month, name, data)], at=at, by=by, expected=revision)
    return next(one for one in appeals_of(ledger) if one.id == name)


def _check_day(filed_on: date, event: date, month_end: date, today: date) -> None:
    """The day on which an appeal was made: after what it is about, after the month, not to come.

    What stands on a statement is known when its month is over. CannotRunError: another day, and why not.
    """
    if filed_on < event:
        why = _("{day} is before what is appealed, {event}").format(day=filed_on, event=event)
    elif filed_on < month_end:
        why = _("{day} is before the end of the month that is appealed, {end}").format(
            day=filed_on, end=month_end
        )
    elif filed_on > today:
        why = _("{day} is still to come").format(day=filed_on)
    else:
        return
    raise CannotRunError(
        why, hint=_("Give the day on which it was made (--on YYYY-MM-DD), or leave --on out for today.")
    )


def _deciding(name: str) -> str:
    """The command that decides an appeal."""
    return _("qualitykit appeal decide {id} upheld --by NAME --reason TEXT").format(id=name)


def _subject_of(ledger: Ledger, ref: str, command: str) -> tuple[str, str, str]:
    """Month, employee number and the rest of a statement's number (2026-10/E1007/3), the person as ``whom``.

    ``command``: what to type, with ``{ref}``. CannotRunError: it is no such number, or nobody's.
    """
    from qualitykit.ledger.month import unknown
    from qualitykit.workflow.whom import whom_in

    parts = [part.strip() for part in unicodedata.normalize("NFKC", ref).split("/", 2)]
    if len(parts) != 3 or not all(parts):
        raise CannotRunError(
            _("this is no number of a statement; one looks like 2026-10/E1007/3, month/employee/number"),
            hint="qualitykit appeal list --of 2026-10/E1007",
        )
    month, employee, rest = parts
    if ledger.month(month) is None:
        raise unknown(month)
    again = _(command).format(ref=f"{month}/{{who}}/{rest}".removesuffix("/-"))
    return month, whom_in(ledger, [month], employee, command=again), rest


def _titled(ledger: Ledger, subject: Subject) -> str:
    """Its title in words, so that the log can be read without the pack."""
    labels = {
        label.key: label.title
        for standard in ledger.figures(subject.month).standards
        for label in standard.labels
    }
    return labels.get(subject.title, subject.title)


def decide_appeal(
    workspace: Workspace,
    name: str,
    ruling: str,
    *,
    reason: str,
    at: datetime,
    by: str,
    decided_on: date | None = None,
    ledger_address: str = "",
) -> Appeal:
    """Decide an appeal, for good: ``not_a_breach``, ``excused`` or ``declined``, also in the words of the
    objection sheet (成立, 可谅解, 不成立), by ``by``, with a reason.

    CannotRunError: no such appeal or ruling, decided already, no reason, or the person who decides made the
    finding (the inspector, the verifier) or is the employee.
    """
    from qualitykit.workflow.ledger_months import open_ledger

    with open_ledger(workspace, ledger_address) as ledger:
        return decide_in(ledger, name, ruling, reason=reason, at=at, by=by, decided_on=decided_on)


def decide_in(
    ledger: Ledger,
    name: str,
    ruling: str,
    *,
    reason: str,
    at: datetime,
    by: str,
    decided_on: date | None = None,
) -> Appeal:
    """The same in an open ledger."""
    from qualitykit.intake.registers import ruling_of
    from qualitykit.ledger.store import NewEntry
    from qualitykit.scoring.appeals import find_subject, may_decide

    ruling = ruling_of(ruling)
    if not ruling:
        raise CannotRunError(
            _(
                "this is no decision: it is upheld (no breach), excused (excusable) or declined; "
                "in Chinese 成立, 可谅解, 不成立"
            ),
            hint=_deciding(name),
        )
    if not reason.strip():
        raise CannotRunError(_("a decision needs a reason"), hint=_deciding(name))
    revision = ledger.revision()
    wanted = unicodedata.normalize("NFKC", name).strip().upper()
    appeal = next((one for one in appeals_of(ledger) if one.id == wanted), None)
    if appeal is None:
        raise CannotRunError(
            _("there is no appeal {id}").format(id=name),
            hint=_("This shows which there are: qualitykit appeal list"),
        )
    if appeal.ruling:
        raise CannotRunError(
            _("appeal {id} was decided on {day}; a decision is final").format(
                id=appeal.id, day=appeal.decided_on
            ),
            hint="qualitykit appeal list",
        )
    result = ledger.result(appeal.month, people=[appeal.employee_no])
    records = ledger.inputs(appeal.month)[0].records
    subject = find_subject(result, appeal.employee_no, appeal.subject) or _again(appeal)
    if not may_decide(by, subject, result, records):
        raise CannotRunError(
            _("an appeal is decided by somebody else than the employee and those who made the finding"),
            hint=_deciding(appeal.id),
        )
    data = {
        "ruling": ruling,
        "reason": reason.strip(),
        "decided_by": by,
        "decided_on": (decided_on or at.date()).isoformat(),
    }
    ledger.append(
        [NewEntry("appeal-decision", appeal.month, appeal.id, data)], at=at, by=by, expected=revision
    )
    return next(one for one in appeals_of(ledger) if one.id == appeal.id)


def _again(appeal: Appeal) -> Subject:
    """The subject as it was when the appeal was filed: a draft may have changed since."""
    from qualitykit.model import Place
    from qualitykit.scoring.appeals import Subject

    return Subject(
        appeal.ref,
        cast(Any, appeal.kind),
        appeal.subject,
        appeal.employee_no,
        appeal.month,
        appeal.title,
        appeal.day,
        appeal.quote,
        Place(),
        appeal.targets,
    )


def take_objections(
    ledger: Ledger, records: MonthRecords, *, at: datetime, days: int
) -> tuple[tuple[Problem, ...], int]:
    """File and decide what stands in a month's objection sheets; read again, nothing happens twice.

    Gives the problems and how often the ledger was written to. QK912: a line that cannot be filed or decided,
    and why.
    """
    from qualitykit.problems import problem

    found: list[Problem] = []
    written = 0
    for row in records.objections:
        try:
            known = appeals_now(ledger)
            appeal = _appeal_of(known, row.ref.strip(), row.reason)
            if appeal is None:  # written otherwise, perhaps with the name
                month, employee_no, name = _subject_of(ledger, row.ref, "qualitykit appeal list --of {ref}")
                ref = f"{month}/{employee_no}/{name}"
                appeal = _appeal_of(known, ref, row.reason)
            if appeal is None:
                appeal = file_in(
                    ledger,
                    ref,
                    reason=row.reason,
                    at=at,
                    by=employee_no,
                    days=days,
                    filed_on=row.filed_on,
                    late_because=row.late_because,
                )
                written += 1
            if row.ruling and row.ruling != appeal.ruling:
                decide_in(
                    ledger,
                    appeal.id,
                    row.ruling,
                    reason=row.decision_reason,
                    at=at,
                    by=row.decided_by,
                    decided_on=row.decided_on,
                )
                written += 1
        except CannotRunError as error:
            found.append(problem("QK912", row.place, row.ref, why=error.message))
    return tuple(found), written


def _appeal_of(known: Sequence[Appeal], ref: str, reason: str) -> Appeal | None:
    """The appeal that a line of the objection sheet is about: by its own id, its number now, or the number it
    was filed under on an older sheet, if the line gives the same reason."""
    by_id = [one for one in known if one.id == ref]
    now = [one for one in known if one.ref == ref]
    before = [one for one in known if one.filed_as == ref and one.ref != ref]
    same = [one for one in before if not reason.strip() or one.reason == reason.strip()]
    if now and reason.strip() and now[0].reason != reason.strip() and same:
        return same[0]
    return next(iter((*by_id, *now, *same)), None)


# --- how they stand --------------------------------------------------------------------------------------


def appeals_of(ledger: Ledger, until: int | None = None) -> tuple[Appeal, ...]:
    """All appeals of the ledger, in the order of filing; those of months past their retention are gone.

    ``until``: as decided by the entry of that number in the log.
    """
    decisions = {
        entry.subject: entry.data
        for entry in ledger.entries("appeal-decision")
        if entry.data is not None and (until is None or entry.id < until)
    }
    return tuple(
        _appeal(entry.subject, entry.month, entry.by, entry.data, decisions.get(entry.subject))
        for entry in ledger.entries("appeal")
        if entry.data is not None
    )


def appeals_now(ledger: Ledger, *, month: str = "", employee_no: str = "") -> tuple[Appeal, ...]:
    """Appeals under the numbers that their subjects have on the month as it stands now: a month that was
    reopened or scored again counts otherwise. What stands there no more goes by the appeal's own id."""
    from qualitykit.scoring.appeals import subjects_of

    found = [
        one for one in appeals_of(ledger) if month in ("", one.month) and employee_no in ("", one.employee_no)
    ]
    there = {one.month for one in ledger.months()}
    numbers: dict[tuple[str, str, str], str] = {}
    for of in sorted({one.month for one in found} & there):
        people = sorted({one.employee_no for one in found if one.month == of})
        result = ledger.result(of, people=people)
        for number in people:
            numbers |= {(of, number, subject.id): subject.ref for subject in subjects_of(result, number)}
    return tuple(
        replace(one, ref=numbers.get((one.month, one.employee_no, one.subject), one.id)) for one in found
    )


def _appeal(
    name: str, month: str, by: str, data: Mapping[str, Any], decision: Mapping[str, Any] | None
) -> Appeal:
    decided = decision or {}
    return Appeal(
        id=name,
        month=month,
        employee_no=data["employee_no"],
        ref=data["ref"],
        kind=data["kind"],
        subject=data["subject"],
        title=data["title"],
        quote=data["quote"],
        day=date.fromisoformat(data["day"]),
        targets=tuple((record, what) for record, what in data["targets"]),
        reason=data["reason"],
        filed_on=date.fromisoformat(data["filed_on"]),
        filed_by=by,
        last_day=date.fromisoformat(data["last_day"]) if data["last_day"] else None,
        late_because=data["late_because"],
        ruling=decided.get("ruling", ""),
        decided_on=date.fromisoformat(decided["decided_on"]) if decided else None,
        decided_by=decided.get("decided_by", ""),
        decision_reason=decided.get("reason", ""),
        filed_as=data["ref"],
    )


def upheld_by_month(ledger: Ledger, until: int | None = None) -> dict[str, tuple[Upheld, ...]]:
    """The upheld appeals as scoring takes them, by the month they are about (as of ``until``)."""
    from qualitykit.scoring.upheld import Upheld

    found: dict[str, list[Upheld]] = {}
    for one in appeals_of(ledger, until):
        if one.upheld:
            found.setdefault(one.month, []).append(
                Upheld(
                    one.id,
                    one.employee_no,
                    cast(Any, one.kind),
                    cast("Ruling", one.ruling),
                    one.targets,
                    one.decided_by,
                    one.subject if one.kind == "incident" else "",
                    one.day if one.kind == "incident" else None,
                )
            )
    return {month: tuple(ones) for month, ones in found.items()}


def statement_day(ledger: Ledger, month: str, employee_no: str) -> date | None:
    """The day of a person's statement: when it first went out of the closed month; None: not yet.

    A draft's statement is none: no time runs before the final one is out.
    """
    for entry in ledger.entries("export", month=month):
        data = entry.data or {}
        if entry.subject == "statement" and (
            data.get("people") in (None, "all") or employee_no in data["people"]
        ):
            return entry.at.date()
    return None


def list_appeals(
    workspace: Workspace, *, of: str = "", undecided: bool = False, ledger_address: str = ""
) -> str:
    """The appeals as the terminal shows them; ``of`` (2026-10/E1007): what that person may appeal instead."""
    from qualitykit.reports.appeal_tables import appeals_text, subjects_text
    from qualitykit.workflow.ledger_months import open_ledger

    with open_ledger(workspace, ledger_address) as ledger:
        if of:
            if "/" not in unicodedata.normalize("NFKC", of):
                raise CannotRunError(
                    _("say whose appeals of which month, as 2026-10/E1007"),
                    hint="qualitykit appeal list --of 2026-10/E1007",
                )
            month, employee_no, _rest = _subject_of(ledger, f"{of}/-", "qualitykit appeal list --of {ref}")
            result: MonthResult = ledger.result(month, people=[employee_no])
            return subjects_text(result, employee_no)
        found = [one for one in appeals_now(ledger) if not (undecided and one.ruling)]
        return appeals_text([_row(one) for one in found])


def _row(one: Appeal) -> tuple[str, ...]:
    from qualitykit.reports.appeal_tables import ruling_word

    return (
        one.id,
        one.ref,
        one.title,
        one.filed_on.isoformat(),
        ruling_word(one.ruling),
        one.decided_on.isoformat() if one.decided_on else "",
        one.decided_by,
    )
