"""``qualitykit kpi``: the indicators of a month, a quarter or a year."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from qualitykit.cli.ledger_options import LedgerAddress, now
from qualitykit.cli.options import Quiet, RosterFile, StandardRefs
from qualitykit.cli.progress import progress_bar
from qualitykit.errors import CannotRunError
from qualitykit.i18n import N_, _

__all__ = ["HELP", "kpi"]


HELP = N_(
    "Indicators of a month, a quarter or a year: values, targets, trends, goals, reasons, departments and "
    "the problem list."
)


def kpi(
    period: Annotated[str, typer.Argument(metavar="PERIOD", help=_("2026-10, 2026-Q3 or 2026."))],
    folders: Annotated[
        list[Path] | None,
        typer.Option(
            "--from",
            metavar="FOLDER",
            help=_(
                "A month's folder; again for each month, earlier ones too for trends and goals. "
                "Without it: the ledger."
            ),
        ),
    ] = None,
    standard: StandardRefs = None,
    roster: RosterFile = None,
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="YYYY-MM", help=_("The month that staged goals start from.")),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help=_("Where the report and the list go.")),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Print the whole report as JSON instead of tables."))
    ] = False,
    quiet: Quiet = False,
    ledger: LedgerAddress = "",
) -> None:
    """Report the indicators; exit code 1 when a month is missing or something was left out."""
    from qualitykit.workflow import indicators as workflow
    from qualitykit.workflow.ledger_months import find_workspace

    with progress_bar(quiet=quiet or as_json) as progress:
        if folders:
            if ledger:
                raise CannotRunError(
                    _("the months come from folders or from a ledger"),
                    hint=_("Leave --from or --ledger out."),
                )
            found = workflow.indicators_from_folders(
                period,
                folders,
                today=now().date(),
                standards=standard,
                roster=roster,
                base=base,
                out=out or Path("results"),
                progress=progress,
            )
        else:
            if standard or roster:
                raise CannotRunError(
                    _("the ledger holds each month with its standard and its roster"),
                    hint=f"qualitykit kpi {period}",
                )
            workspace = find_workspace()
            if out is None:
                out = workspace.results if workspace is not None else Path("results")
            found = workflow.indicators_from_ledger(
                period,
                workspace,
                today=now().date(),
                ledger_address=ledger,
                base=base,
                out=out,
                progress=progress,
            )
    if as_json:
        sys.stdout.write(workflow.report_json(found.report) + "\n")
    elif not quiet:
        print(found.text)
        print()
        print(_("Written:"))
        for path in found.files:
            print(f"  {path}")
    if found.incomplete:
        raise typer.Exit(1)
