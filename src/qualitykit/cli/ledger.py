"""``qualitykit init``, ``verify``, ``backup``, ``purge``, ``import`` and ``adjust``: care of the ledger."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from qualitykit.cli.ledger_options import By, LedgerAddress, Reason, month_name, now, who
from qualitykit.cli.options import RosterFile
from qualitykit.cli.usage import Command, Group
from qualitykit.errors import CannotRunError
from qualitykit.i18n import N_, _

__all__ = [
    "ADJUST",
    "BACKUP",
    "INIT",
    "PURGE",
    "VERIFY",
    "adjust",
    "backup",
    "import_app",
    "init",
    "purge",
    "verify",
]

INIT = N_("Make a workspace: settings, your own standard, a blank roster, an inbox, and the ledger.")
VERIFY = N_("Check that the ledger still says what it said when months were closed.")
BACKUP = N_("Copy the ledger, also while it is in use.")
PURGE = N_("Delete personal data past its retention; the closed figures and their digests stay.")
ADJUST = N_("Enter a correction of a closed month's pay; it is paid with the oldest open month.")


def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help=_("The new workspace's folder."))],
) -> None:
    """Make a workspace."""
    from qualitykit.workflow import ledger_care as workflow

    workspace, made = workflow.init_workspace(folder)
    print(_("A workspace is in {folder}:").format(folder=workspace.folder))
    for path in made:
        print(f"  {path.name}{'/' if path.is_dir() else ''}")
    print(_("Next: fill in the roster, put a month's workbooks into inbox/2026-10, run qualitykit score."))


def verify(
    recompute: Annotated[
        bool, typer.Option("--recompute", help=_("Score each closed month again from its stored inputs."))
    ] = False,
    ledger: LedgerAddress = "",
) -> None:
    """Verify the ledger; exit code 1 when something does not fit."""
    from qualitykit.problems import Severity
    from qualitykit.workflow import ledger_care as workflow
    from qualitykit.workflow.ledger_months import need_workspace

    found = workflow.verify_ledger(need_workspace(), recompute=recompute, ledger_address=ledger)
    for item in found.problems:
        print(f"{item.place.shown}  {item.code}  {item.message()}")
    wrong = [item for item in found.problems if item.severity is Severity.ERROR]
    if wrong:
        print(_("The first that does not fit: {place}").format(place=wrong[0].place))
        raise typer.Exit(1)
    print(
        _("{months} months and {entries} log entries fit.").format(months=found.months, entries=found.entries)
    )


def backup(
    target: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help=_("The copy; else in backups/, named by the time.")),
    ] = None,
    ledger: LedgerAddress = "",
) -> None:
    """Copy the ledger."""
    from qualitykit.workflow import ledger_care as workflow
    from qualitykit.workflow.ledger_months import need_workspace

    print(workflow.backup_ledger(need_workspace(), at=now(), target=target, ledger_address=ledger))


def purge(
    before: Annotated[
        str, typer.Option("--before", metavar="YYYY-MM-DD", help=_("Months that ended before this day."))
    ],
    by: By = "",
    ledger: LedgerAddress = "",
) -> None:
    """Delete personal data of old months."""
    from qualitykit.workflow import ledger_care as workflow
    from qualitykit.workflow.ledger_months import need_workspace

    try:
        day = date.fromisoformat(before)
    except ValueError:
        raise CannotRunError(
            _("--before takes a whole date, such as 2023-01-01"), hint="qualitykit purge --before 2023-01-01"
        ) from None
    workspace = need_workspace()
    months = workflow.purge_ledger(workspace, day, at=now(), by=who(by), ledger_address=ledger)
    if months:
        print(_("Personal data deleted from the ledger: {months}").format(months=", ".join(months)))
        if left := workflow.left_of(workspace, months):
            print(_("Files of those months hold names too and were not touched; delete them yourselves:"))
            print("\n".join(f"  {name}" for name in left))
    else:
        print(_("Nothing is past its retention."))


def adjust(
    employee: Annotated[str, typer.Argument(metavar="EMPLOYEE", help=_("Employee number."))],
    amount: Annotated[
        str, typer.Option("--amount", metavar="YUAN", help=_("Yuan, such as 120.50; -120.50 takes back."))
    ],
    month: Annotated[
        str,
        typer.Option(
            "--month",
            "-m",
            metavar="YYYY-MM",
            help=_("The closed month that is corrected."),
            callback=month_name,
        ),
    ],
    reason: Reason = "",
    by: By = "",
    ledger: LedgerAddress = "",
) -> None:
    """Enter an adjustment."""
    from qualitykit.workflow import ledger_entries as workflow
    from qualitykit.workflow.ledger_months import need_workspace

    name = workflow.adjust(
        need_workspace(),
        employee,
        amount,
        month=month,
        reason=reason,
        at=now(),
        by=who(by),
        ledger_address=ledger,
    )
    print(_("Adjustment {id} is entered; score the open month to pay it.").format(id=name))


def import_app() -> typer.Typer:
    """The group ``import``."""
    group = typer.Typer(
        cls=Group,
        no_args_is_help=True,
        rich_markup_mode=None,
        help=_("Bring in what was kept before the ledger."),
    )
    group.command("warnings", cls=Command, help=_("Existing warnings, from a warnings register."))(_warnings)
    group.callback()(_nothing)
    return group


def _nothing() -> None:
    """A group of one command stays a group."""


def _warnings(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The warnings register (警告登记表)."))],
    roster: RosterFile = None,
    by: By = "",
    ledger: LedgerAddress = "",
) -> None:
    from qualitykit.problems import Severity
    from qualitykit.workflow import ledger_entries as workflow
    from qualitykit.workflow.ledger_months import need_workspace

    done = workflow.import_warnings(
        need_workspace(), file, at=now(), by=who(by), roster=roster, ledger_address=ledger
    )
    for item in done.problems:
        print(f"{item.place.shown}  {item.code}  {item.message()}")
    print(_("{n} warnings imported, {repeats} known already.").format(n=done.imported, repeats=done.repeats))
    if any(item.severity is Severity.ERROR or item.code == "QK910" for item in done.problems):
        raise typer.Exit(1)
