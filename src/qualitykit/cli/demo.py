"""``qualitykit demo``: the sample months in a folder, scored, and what to look at."""

from pathlib import Path
from typing import Annotated

import typer

from qualitykit.cli.ledger_options import now
from qualitykit.cli.options import Quiet
from qualitykit.cli.progress import progress_bar
from qualitykit.i18n import N_, _

__all__ = ["HELP", "demo"]


HELP = N_("Make a workspace with three invented months, score them, and say what to look at.")


def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help=_("The new folder; else qualitykit-demo."))
    ] = Path("qualitykit-demo"),
    quiet: Quiet = False,
) -> None:
    """Make the demo and walk through it."""
    from qualitykit.workflow import demo as workflow

    with progress_bar(quiet=quiet) as progress:
        made = workflow.make_demo(folder, at=now(), progress=progress)
    if quiet:
        return
    print(
        _("1. A workspace was made in {folder}; the workbooks of {months} lie in its inbox.").format(
            folder=made.folder, months=" ".join(month.name for month in made.months)
        )
    )
    print(_("2. They were scored (qualitykit score). The samples have mistakes on purpose:"))
    for month in made.months:
        line = _("{month}: {people} people, {warnings} warnings, {stars} stars, {errors} problems to correct")
        print(
            "   "
            + line.format(
                month=month.name,
                people=month.people,
                warnings=month.warnings,
                stars=month.stars,
                errors=month.errors,
            )
        )
    print(_("3. Look at the results:"))
    for path in made.files:
        print(f"   {path}")
    print(_("4. Go there and try:"))
    print(f"   cd {made.folder}")
    for command, words in workflow.commands():
        print(f"   {command:<48}{words}")
