"""``qualitykit kpi``: the indicators of a month, a quarter or a year."""

from pathlib import Path
from typing import Annotated

import typer

from qualitykit.cli.ledger_options import now
from qualitykit.cli.options import Quiet, RosterFile, StandardRefs
from qualitykit.cli.progress import progress_bar
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
            help=_("A month's folder; again for each month, earlier ones too for trends and goals."),
        ),
    ] = None,
    standard: StandardRefs = None,
    roster: RosterFile = None,
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="YYYY-MM", help=_("The month that staged goals start from.")),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help=_("Where the report and the list go."))
    ] = Path("results"),
    quiet: Quiet = False,
) -> None:
    """Report the indicators; exit code 1 when a month of the period was not given."""
    from qualitykit.workflow import indicators as workflow

    with progress_bar(quiet=quiet) as progress:
        found = workflow.period_indicators(
            period,
            folders or (),
            today=now().date(),
            standards=standard,
            roster=roster,
            base=base,
            out=out,
            progress=progress,
        )
    if not quiet:
        print(found.text)
        print()
        print(_("Written:"))
        for path in found.files:
            print(f"  {path}")
    if found.incomplete:
        raise typer.Exit(1)
