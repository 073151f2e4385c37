"""``qualitykit check``: what is wrong with workbooks, before anything is scored."""

from pathlib import Path
from typing import Annotated

import typer

from qualitykit.cli.options import Month, Quiet, Redact, RosterFile, StandardRefs
from qualitykit.i18n import N_, _

__all__ = ["HELP", "check"]


HELP = N_("Check workbooks without scoring them: every problem with its sheet, cell and cure.")


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help=_("Workbooks, or a month's folder."))],
    standard: StandardRefs = None,
    month: Month = None,
    roster: RosterFile = None,
    redact: Redact = False,
    quiet: Quiet = False,
) -> None:
    """Print the problems of workbooks; exit code 1 when one of them holds something back."""
    from qualitykit.workflow import checking as workflow

    checked = workflow.check_files(files, standards=standard, month=month, roster=roster)
    text = workflow.check_tables(checked, redact=redact)
    if text and not (quiet and checked.clean):
        print(text)
    if not checked.clean:
        raise typer.Exit(1)
