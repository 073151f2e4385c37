"""What people enter into the ledger: adjustments, and warnings that were given before its first month."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from qualitykit.errors import CannotRunError
from qualitykit.frozen import dataclass
from qualitykit.i18n import N_, _
from qualitykit.model import ServedWarning
from qualitykit.problems import Problem, problem
from qualitykit.workflow.ledger_months import month_folders, open_ledger
from qualitykit.workflow.standards import load_standards

if TYPE_CHECKING:
    from qualitykit.ledger.workspace import Workspace

__all__ = ["ImportedWarnings", "adjust", "import_warnings"]


def adjust(
    workspace: Workspace,
    employee_no: str,
    amount: str,
    *,
    month: str,
    reason: str,
    at: datetime,
    by: str,
    ledger_address: str = "",
) -> str:
    """Log an adjustment of a closed month's pay; it is paid with the oldest open month. Gives its id.

    ``amount`` in yuan with at most 2 places, negative takes back (never below a month's pay of 0; the rest is
    carried on). CannotRunError: no amount, no reason, a month that is not closed, or nobody of that number.
    """
    from qualitykit.ledger.month import adjusting, unknown
    from qualitykit.ledger.store import NewEntry
    from qualitykit.workflow.whom import whom_in

    known = employee_no if employee_no.isascii() else ""
    yuan = _yuan(amount, adjusting(month, known))
    if not reason.strip():
        raise CannotRunError(_("an adjustment needs a reason"), hint=adjusting(month, known))
    with open_ledger(workspace, ledger_address) as ledger:
        own = ledger.month(month)
        if own is None:
            raise unknown(month)
        if not own.closed:
            raise CannotRunError(
                _("{month} is not closed").format(month=month),
                hint=_("In an open month correct the workbooks, then run: {command}").format(
                    command=f"qualitykit score -m {month}"
                ),
            )
        revision = ledger.revision()
        employee_no = whom_in(ledger, [month], employee_no, command=adjusting(month, "{who}"))
        number = len(ledger.entries("adjustment")) + 1
        name = f"A{number:04}-{month}"
        data = {"employee_no": employee_no, "amount": f"{yuan:.2f}", "reason": reason.strip()}
        ledger.append([NewEntry("adjustment", month, name, data)], at=at, by=by, expected=revision)
        return name


def _yuan(text: str, again: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount == 0 or amount != round(amount, 2) or abs(amount) >= 10_000_000:
        raise CannotRunError(
            _("this is no amount in yuan; write it like 120.50, or -120.50 to take back"),
            hint=again,
        )
    return amount


# --- warnings from before --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ImportedWarnings:
    """How many lines came in, how many had been imported before, and what was wrong with the rest."""

    imported: int
    repeats: int
    problems: tuple[Problem, ...]


def import_warnings(
    workspace: Workspace,
    file: Path,
    *,
    at: datetime,
    by: str,
    roster: Path | None = None,
    ledger_address: str = "",
) -> ImportedWarnings:
    """Take the warnings of a register (警告登记表) as the opening balance; a line is taken once only.

    They count as steps in the next month that is scored, by their incident's and service day. Problems: those
    of reading, QK430 a day after today, and QK910: no day, nobody of that number on the roster or in the
    ledger, or a step that the ladder does not have.
    """
    from qualitykit.intake.month import read_months
    from qualitykit.ledger.store import NewEntry

    if not file.is_file():
        raise CannotRunError(
            _("there is no such file: {names}").format(names=file.name),
            hint=_("Check the path: it is read from the folder that you stand in."),
        )
    standards = load_standards(workspace.standards)
    top = max(len(one.ladder.steps) for one in standards)
    months = read_months(
        [],
        standards=standards,
        month=f"{at:%Y-%m}",
        roster=roster or _newest_roster(workspace),
        files=[file],
        extra_aliases=workspace.settings.words,
        today=at.date(),
    )
    problems = [item for _records, found in months for item in found]
    rows = [one for records, _found in months for one in records.served_warnings]
    with open_ledger(workspace, ledger_address) as ledger:
        revision = ledger.revision()
        known = {
            _key(row) for entry in ledger.entries("import") for row in (entry.data or {}).get("rows", [])
        }
        people = {row.employee_no for records, _found in months for row in records.roster.rows}
        people |= {one.employee_no for month in ledger.months() for one in ledger.figures(month.month).people}
        new: list[dict[str, str]] = []
        repeats = 0
        for one in rows:
            unknown = not one.employee_no or (people and one.employee_no not in people)
            nowhere = one.incident_on is None and one.served_on is None
            if unknown or nowhere or (one.step or 0) > top:
                problems.append(problem("QK910", one.place, one.employee_no))
                continue
            if late := _not_come_yet(one, at.date()):
                problems.append(late)
                continue
            row = _row(one)
            if _key(row) in known:
                repeats += 1
                continue
            known.add(_key(row))
            new.append(row)
        if new:
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            data = {"file": file.name, "rows": new}
            ledger.append([NewEntry("import", "", digest, data)], at=at, by=by, expected=revision)
    return ImportedWarnings(len(new), repeats, tuple(problems))


def _not_come_yet(one: ServedWarning, today: date) -> Problem | None:
    """QK430 for a violation or a service after today: the month that is read for an import has not ended."""
    for day, field in ((one.incident_on, N_("day of the violation")), (one.served_on, N_("day of service"))):
        if day is not None and day > today:
            return problem("QK430", one.place, day, field=_(field), latest=today.isoformat())
    return None


def _newest_roster(workspace: Workspace) -> Path | None:
    """The roster of the newest month in the inbox that has one, else the workspace's."""
    from qualitykit.intake.reader import is_roster_name

    for _month, folder in sorted(month_folders(workspace).items(), reverse=True):
        for path in sorted(folder.iterdir()):
            if is_roster_name(path):
                return path
    return workspace.roster


def _row(one: ServedWarning) -> dict[str, str]:
    return {
        "employee_no": one.employee_no,
        "step": str(one.step) if one.step else "",
        "case_id": one.case_id,
        "incident_on": one.incident_on.isoformat() if one.incident_on else "",
        "served_on": one.served_on.isoformat() if one.served_on else "",
        "how": one.how,
        "overturned": "yes" if one.overturned else "",
    }


def _key(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("employee_no", "case_id", "incident_on", "served_on", "overturned"))
