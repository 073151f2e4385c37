"""``qualitykit report``: the month as one HTML page."""

from pathlib import Path
from typing import Annotated

import typer

from qualitykit.cli.ledger_options import LedgerAddress, now
from qualitykit.cli.options import Quiet, Redact, RosterFile, StandardRefs
from qualitykit.cli.progress import progress_bar
from qualitykit.i18n import N_, _

__all__ = ["HELP", "report"]


HELP = N_(
    "Write a month's report page: one HTML file that needs no network. With --team a leader's page, with "
    "only their own people."
)


def report(
    month: Annotated[str, typer.Argument(metavar="YYYY-MM", help=_("The month."))],
    folders: Annotated[
        list[Path] | None,
        typer.Option(
            "--from", metavar="FOLDER", help=_("Folders to score from; earlier months are history.")
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help=_("The page to write; else a name that says the month, among the workspace's results."),
        ),
    ] = None,
    team: Annotated[
        str,
        typer.Option(
            "--team",
            metavar="LEADER",
            help=_("Only the people of a supervisor (name or number), a department or a team."),
        ),
    ] = "",
    standard: StandardRefs = None,
    roster: RosterFile = None,
    redact: Redact = False,
    ledger: LedgerAddress = "",
    quiet: Quiet = False,
) -> None:
    """Write the page and say where it is."""
    from qualitykit.workflow import reporting as workflow

    if not folders:
        from qualitykit.workflow.ledger_months import find_workspace

        workspace = find_workspace()
        if workspace is not None:
            with progress_bar(quiet=quiet) as progress:
                path = workflow.report_from_ledger(
                    workspace,
                    month,
                    out,
                    team=team,
                    redact=redact,
                    ledger_address=ledger,
                    progress=progress,
                    at=now(),
                )
            _say(path, quiet=quiet)
            return
    with progress_bar(quiet=quiet) as progress:
        path = workflow.report_from_folders(
            month,
            out,
            folders=folders or [],
            standards=standard,
            roster=roster,
            team=team,
            redact=redact,
            progress=progress,
            at=now(),
        )
    _say(path, quiet=quiet)


def _say(path: Path, *, quiet: bool) -> None:
    if not quiet:
        print(_("Written:"))
        print(f"  {path}")
