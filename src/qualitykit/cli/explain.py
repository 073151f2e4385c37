"""``qualitykit explain``: where every number of a person's month comes from."""

from pathlib import Path
from typing import Annotated

import typer

from qualitykit.cli.ledger_options import LedgerAddress, month_name
from qualitykit.cli.options import Redact, RosterFile, StandardRefs
from qualitykit.cli.progress import progress_bar
from qualitykit.errors import CannotRunError
from qualitykit.i18n import N_, _

__all__ = ["HELP", "explain"]


HELP = N_(
    "Explain every number of a person's month, down to the cell of a workbook and the clause of a policy."
)


def explain(
    month: Annotated[
        str, typer.Argument(metavar="[YYYY-MM]", help=_("The month."), callback=month_name)
    ] = "",
    employee: Annotated[str, typer.Argument(metavar="[EMPLOYEE]", help=_("Employee number."))] = "",
    bonus: Annotated[
        str,
        typer.Option(
            "--bonus",
            metavar="LINE",
            help=_("Only this line, such as 2026-10/E1007/performance, from the ledger."),
        ),
    ] = "",
    folders: Annotated[
        list[Path] | None,
        typer.Option(
            "--from",
            metavar="FOLDER",
            help=_("Folders to score from; earlier months are history. In a workspace the ledger tells."),
        ),
    ] = None,
    standard: StandardRefs = None,
    roster: RosterFile = None,
    redact: Redact = False,
    ledger: LedgerAddress = "",
) -> None:
    """Print the explanation of one person's month."""
    from qualitykit.workflow import months as workflow

    if bonus:
        from qualitykit.workflow import exports, ledger_months

        print(
            exports.explain_line(ledger_months.need_workspace(), bonus, redact=redact, ledger_address=ledger)
        )
        return
    if not (month and employee):
        raise CannotRunError(_("say which month and whom"), hint="qualitykit explain 2026-10 E1007")
    if not folders:
        from qualitykit.workflow import ledger_months

        workspace = ledger_months.find_workspace()
        if workspace is not None:
            text = ledger_months.explain_from_ledger(
                workspace, month, employee, redact=redact, ledger_address=ledger
            )
            print(text)
            return
    with progress_bar(quiet=False) as progress:
        text = workflow.explain_person(
            month,
            employee,
            folders=folders or [],
            standards=standard,
            roster=roster,
            redact=redact,
            progress=progress,
        )
    print(text)
