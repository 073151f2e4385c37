"""``qualitykit close``, ``reopen``, ``discard`` and ``status``: months in the ledger."""

import unicodedata
from typing import Annotated

import typer

from qualitykit.cli.ledger_options import By, LedgerAddress, MonthName, Reason, month_name, now, who
from qualitykit.i18n import N_, _

__all__ = ["CLOSE", "DISCARD", "REOPEN", "SIGN", "STATUS", "close", "discard", "reopen", "sign", "status"]

CLOSE = N_("Close a month: freeze its figures under a seal. Refused while problems are open.")
REOPEN = N_("Make the last closed month a draft again, until its first export.")
DISCARD = N_("Take out a draft whose folder lies in the inbox no more, such as a month named wrongly.")
SIGN = N_("Record who checked and who approved a closed month; its payroll table shows it with the time.")
STATUS = N_("Say how each month stands: draft, closed, open problems, what changed since.")


def close(
    month: MonthName,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept",
            metavar="ID=REASON",
            help=_("Accept an open problem by its id, with a reason; give it again for others."),
        ),
    ] = None,
    by: By = "",
    ledger: LedgerAddress = "",
) -> None:
    """Close a month and print its seal."""
    from qualitykit.workflow import closing as workflow
    from qualitykit.workflow.ledger_months import need_workspace

    accepted: dict[str, str] = {}
    for text in accept or []:
        name, _equals, reason = text.replace("＝", "=", 1).partition("=")
        accepted[unicodedata.normalize("NFKC", name).strip()] = reason
    closed = workflow.close_month(
        need_workspace(), month, at=now(), by=who(by), accept=accepted, ledger_address=ledger
    )
    print(_("{month} is closed.").format(month=month))
    print(_("Seal: {seal}").format(seal=closed.month.seal))
    if closed.lapsed:
        print(_("{n} hits that nobody decided lapsed as refused:").format(n=len(closed.lapsed)))
        for line in closed.lapsed_lines():
            print(f"  {line}")
    print(_("Written:"))
    for path in closed.files:
        print(f"  {path}")


def reopen(month: MonthName, reason: Reason = "", by: By = "", ledger: LedgerAddress = "") -> None:
    """Reopen a month."""
    from qualitykit.workflow.closing import reopen_month
    from qualitykit.workflow.ledger_months import need_workspace

    reopen_month(need_workspace(), month, at=now(), by=who(by), reason=reason, ledger_address=ledger)
    print(_("{month} is a draft again.").format(month=month))


def discard(month: MonthName, reason: Reason = "", by: By = "", ledger: LedgerAddress = "") -> None:
    """Discard a draft."""
    from qualitykit.workflow.closing import discard_draft
    from qualitykit.workflow.ledger_months import need_workspace

    workspace = need_workspace()
    discard_draft(workspace, month, at=now(), by=who(by), reason=reason, ledger_address=ledger)
    print(_("The draft of {month} is discarded.").format(month=month))
    if (left := workspace.results / month).is_dir():
        print(
            _("Its results are still there; delete them if nobody needs them: {folder}").format(folder=left)
        )


def sign(
    month: MonthName,
    role: Annotated[
        str,
        typer.Argument(
            metavar="checked|approved", help=_("What was done: checked (核对) or approved (批准).")
        ),
    ],
    by: By = "",
    reason: Reason = "",
    ledger: LedgerAddress = "",
) -> None:
    """Sign a closed month."""
    from qualitykit.workflow.ledger_months import need_workspace
    from qualitykit.workflow.signing import sign_month

    done = sign_month(
        need_workspace(), month, role, at=now(), by=who(by), reason=reason, ledger_address=ledger
    )
    print(
        _("{month} is checked by {name}.").format(month=month, name=done.name)
        if done.role == "checked"
        else _("{month} is approved by {name}.").format(month=month, name=done.name)
    )


def status(
    month: Annotated[
        str | None,
        typer.Argument(
            metavar="[YYYY-MM]", help=_("Only this month, with its open problems."), callback=month_name
        ),
    ] = None,
    ledger: LedgerAddress = "",
) -> None:
    """Print how the months stand."""
    from qualitykit.workflow import ledger_status as workflow
    from qualitykit.workflow.ledger_months import need_workspace

    workspace = need_workspace()
    found = workflow.ledger_status(workspace, at=now(), ledger_address=ledger)
    print(workflow.status_text(workspace, found, month))
    if month is None:
        from qualitykit.workflow.conduct_exports import overdue_tasks

        overdue = overdue_tasks(workspace, at=now(), ledger_address=ledger)
        if overdue:
            print(_("{n} tasks of coaching or retraining are overdue:").format(n=len(overdue)))
            print(workflow.overdue_text(overdue[:10]))
            if len(overdue) > 10:
                print(_("… and {n} more: qualitykit export tasks").format(n=len(overdue) - 10))
