"""``qualitykit check``: what is wrong with workbooks, before anything is scored."""

from pathlib import Path
from typing import Annotated

import typer

from qualitykit.cli.ledger_options import now
from qualitykit.cli.options import Month, Quiet, Redact, RosterFile, StandardRefs
from qualitykit.cli.progress import progress_bar
from qualitykit.i18n import N_, _

__all__ = ["HELP", "check"]


HELP = N_("Check workbooks without scoring them: every problem with its sheet, cell and cure.")


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help=_("Workbooks, or a month's folder."))],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="DIR",
            help=_("Folder for copies of the workbooks with every problem cell marked, to be corrected."),
        ),
    ] = None,
    standard: StandardRefs = None,
    month: Month = None,
    roster: RosterFile = None,
    redact: Redact = False,
    quiet: Quiet = False,
) -> None:
    """Print the problems of workbooks, write marked copies; exit code 1 when something is held back."""
    from qualitykit.workflow import checking as workflow

    with progress_bar(quiet=quiet) as progress:
        checked = workflow.check_files(
            files,
            standards=standard,
            month=month,
            roster=roster,
            progress=progress,
            today=now().date(),
        )
    text = workflow.check_tables(checked, redact=redact)
    if text and not (quiet and checked.clean):
        print(text)
    if out is not None:
        written, without_file = workflow.annotate_files(checked, out)
        for one in written:
            print(_("Written: {path}").format(path=one.path))
            if one.why_not:
                print(
                    "  "
                    + _("a list of problems, the file itself stays as it is: {reason}").format(
                        reason=one.why_not
                    )
                )
        if not written:
            print(_("No workbook has a problem to correct; nothing was written."))
        if without_file:
            print(
                _("Problems that are in no workbook: {count}; they stand above only.").format(
                    count=without_file
                )
            )
    if not checked.clean:
        raise typer.Exit(1)
