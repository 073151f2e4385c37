"""Close and reopen months: what keeps a month open, what people accept, what is frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qualitykit import __version__
from qualitykit.errors import CannotRunError
from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.problems import Problem, Severity
from qualitykit.workflow.collector import no_collector
from qualitykit.workflow.ledger_months import (
    changed_files,
    month_folders,
    open_ledger,
    trend_of,
    unread_sheets,
)

if TYPE_CHECKING:
    from qualitykit.ledger.store import Ledger, LedgerMonth
    from qualitykit.ledger.workspace import Workspace
    from qualitykit.model import MonthRecords
    from qualitykit.scoring.results import EvaluationResult, Hit, MonthResult

__all__ = [
    "Closed",
    "accepted_problems",
    "close_month",
    "discard_draft",
    "open_problems",
    "pending_hits",
    "reopen_month",
]

# what a draft says as of the day it was made, or of what was known then: no figure that anybody is paid by
_OF_THE_MOMENT = ("estimate", "program_version", "deadlines", "deadline_rates", "callbacks")


@dataclass(frozen=True, slots=True)
class Closed:
    """A month that was closed, with what the person should read: undecided hits that lapsed."""

    month: LedgerMonth
    result: MonthResult
    lapsed: tuple[str, ...]
    files: tuple[Path, ...] = ()

    def lapsed_lines(self) -> tuple[str, ...]:
        """The hits that lapsed, as people find them: whose, where, the words."""
        return tuple(
            f"{hit.id}  {evaluation.employee_no}  {evaluation.place.shown}  “{hit.quote}”"
            for evaluation, hit in _pending(self.result)
        )


def close_month(
    workspace: Workspace,
    month: str,
    *,
    at: datetime,
    by: str,
    accept: Mapping[str, str] | None = None,
    ledger_address: str = "",
) -> Closed:
    """Close a month: freeze its draft, seal it, write its sheets without the draft's mark.

    ``accept``: problem id → reason; acceptances are logged also when others keep the month open.
    CannotRunError: no draft, closed already, earlier months open, open problems (listed with their ids),
    files or earlier months changed since the draft, or sheets beside the results that somebody filled in and
    nobody put into the inbox.
    """
    from qualitykit.ledger.month import is_closed, unknown
    from qualitykit.reports.workbook import write_results
    from qualitykit.workflow.known_months import closing_data

    with open_ledger(workspace, ledger_address) as ledger, no_collector():
        own = ledger.month(month)
        if own is None:
            raise unknown(month, f"qualitykit score -m {month}")
        if own.closed:
            raise is_closed(month)
        ledger.check_turn(month)
        result = ledger.result(month)
        _refuse_unread_words(workspace, result)
        _log_accepted(ledger, result, accept or {}, at=at, by=by)
        _refuse_open_problems(ledger, result)
        _refuse_changed_files(workspace, result)
        revision = ledger.revision()
        result, records, revision = _up_to_date(ledger, own, result, at, revision)
        lapsed = pending_hits(result)
        data = {"adjustments": [one.id for one in records.adjustments], "lapsed": list(lapsed)}
        data |= closing_data(ledger, ledger.month(month) or own, records)
        sealed = ledger.close(month, at=at, by=by, data=data, expected=revision)
        target = workspace.results / month
        files = write_results(result, target, trend=trend_of(ledger, result), closed=True, seal=sealed.seal)
        return Closed(sealed, result, lapsed, files)


def _log_accepted(
    ledger: Ledger, result: MonthResult, accept: Mapping[str, str], *, at: datetime, by: str
) -> None:
    from qualitykit.ledger.store import NewEntry

    month = result.period.month
    known = {item.id: item for item in result.problems if item.severity is Severity.ERROR}
    by_name = {name.casefold(): name for name in known}
    accept = {by_name.get(name.casefold(), name): reason for name, reason in accept.items()}
    done = accepted_problems(ledger, month)
    still = [name for name in known if name not in done]
    unknown = [name for name in accept if name not in known]
    if unknown:
        raise CannotRunError(
            _("{month} has no open problem {names}").format(month=month, names=", ".join(unknown)),
            hint=_accepting(month, still) if still else f"qualitykit status {month}",
        )
    bare = [name for name, reason in accept.items() if not reason.strip()]
    if bare:
        raise CannotRunError(
            _("accepting a problem needs a reason: {names}").format(names=", ".join(bare)),
            hint=_accepting(month, bare),
        )
    new = [
        NewEntry("accept", month, name, {"reason": reason.strip(), "place": str(known[name].place)})
        for name, reason in accept.items()
        if name not in done
    ]
    if new:
        ledger.append(new, at=at, by=by)


def _accepting(month: str, names: Sequence[str]) -> str:
    """The command that accepts a problem, by the id of one that is open."""
    return _("qualitykit close {month} --accept {id}=REASON").format(month=month, id=names[0])


def accepted_problems(ledger: Ledger, month: str) -> dict[str, str]:
    """The problems of a month that a person accepted, with who did."""
    return {entry.subject: entry.by for entry in ledger.entries("accept", month=month)}


def open_problems(ledger: Ledger, result: MonthResult) -> tuple[Problem, ...]:
    """The problems that keep a month from being closed: errors that nobody accepted."""
    done = accepted_problems(ledger, result.period.month)
    return tuple(item for item in result.problems if item.severity is Severity.ERROR and item.id not in done)


def _refuse_open_problems(ledger: Ledger, result: MonthResult) -> None:
    still = open_problems(ledger, result)
    if still:
        raise CannotRunError(
            _("{month} has {n} open problems").format(month=result.period.month, n=len(still)),
            hint=_("Correct the workbooks and score again, or accept each: {command}").format(
                command=_accepting(result.period.month, [still[0].id])
            ),
            details=tuple(f"{item.id}  {item.place.shown}  {item.message()}" for item in still),
        )


def _up_to_date(
    ledger: Ledger, own: LedgerMonth, result: MonthResult, at: datetime, revision: int
) -> tuple[MonthResult, MonthRecords, int]:
    """The result by the history as it is now. Where only the marks of an estimate go, or what was still to be
    done in the middle of the month is judged at its end, that is stored; where figures change, the month must
    be scored again, so that nobody closes what they have not seen."""
    from qualitykit.ledger.store import Inputs
    from qualitykit.scoring.month import score_month
    from qualitykit.workflow.corrections import correct
    from qualitykit.workflow.known_months import history_for

    inputs, packs = ledger.inputs(own.month)
    records, problems = correct(ledger, inputs.records, inputs.problems)
    now = score_month(
        packs,
        records,
        history_for(ledger, packs, records),
        program_version=__version__,
        input_problems=problems,
    )
    if now == result:
        return result, records, revision
    passing = {name: getattr(result, name) for name in _OF_THE_MOMENT}
    if replace(now, **passing) != result:
        raise CannotRunError(
            _("the figures of {month} are no longer those of the draft: something before it changed").format(
                month=own.month
            ),
            hint=f"qualitykit score -m {own.month}",
        )
    ledger.put_draft(now, Inputs(records, problems), packs, at=at, expected=revision)
    return now, records, revision + 1


def _refuse_unread_words(workspace: Workspace, result: MonthResult) -> None:
    unread = unread_sheets(workspace, result)
    if unread:
        month = result.period.month
        raise CannotRunError(
            _("sheets of {month} are filled in and were not read").format(month=month),
            hint=_("Put them into {folder} and score again: {command}").format(
                folder=f"{workspace.settings.inbox}/{month}", command=f"qualitykit score -m {month}"
            ),
            details=unread,
        )


def _refuse_changed_files(workspace: Workspace, result: MonthResult) -> None:
    changed = changed_files(workspace, result)
    if changed:
        raise CannotRunError(
            _("files of {month} changed since the draft").format(month=result.period.month),
            hint=f"qualitykit score -m {result.period.month}",
            details=changed,
        )


def pending_hits(result: MonthResult) -> tuple[str, ...]:
    """Hits that nobody decided, by id and in order: they lapse as 驳回 when the month is closed."""
    return tuple(hit.id for _evaluation, hit in _pending(result))


def _pending(result: MonthResult) -> list[tuple[EvaluationResult, Hit]]:
    from qualitykit.scoring.reviewing import hits_to_review

    waiting = hits_to_review(result.evaluations, result.incidents)
    return list({hit.id: (one, hit) for one, _outcome, hit in waiting}.values())


def reopen_month(
    workspace: Workspace, month: str, *, at: datetime, by: str, reason: str, ledger_address: str = ""
) -> LedgerMonth:
    """Make the last closed month a draft again, until its first export; the reason is logged."""
    if not reason.strip():
        raise CannotRunError(
            _("reopening a month needs a reason"),
            hint=_("qualitykit reopen {month} --reason TEXT").format(month=month),
        )
    with open_ledger(workspace, ledger_address) as ledger:
        return ledger.reopen(month, at=at, by=by, reason=reason.strip())


def discard_draft(
    workspace: Workspace, month: str, *, at: datetime, by: str, reason: str, ledger_address: str = ""
) -> None:
    """Take a draft out of the ledger whose folder lies in the inbox no more; the reason is logged.

    Later months would else be counted after it, and could not be closed before it. CannotRunError: no such
    month, it is closed, its folder is still there, or an appeal was filed about it.
    """
    if not reason.strip():
        raise CannotRunError(
            _("discarding a draft needs a reason"),
            hint=_("qualitykit discard {month} --reason TEXT").format(month=month),
        )
    with open_ledger(workspace, ledger_address) as ledger:
        if month in month_folders(workspace):
            raise CannotRunError(
                _("{month} lies in the inbox, so its draft would come back").format(month=month),
                hint=_("Correct it and score again: {command}").format(
                    command=f"qualitykit score -m {month}"
                ),
            )
        if ledger.entries("appeal", month=month):
            raise CannotRunError(
                _("appeals about {month} were filed, so its draft stays").format(month=month),
                hint="qualitykit appeal list",
            )
        ledger.discard(month, at=at, by=by, reason=reason.strip())
