"""``qualitykit score``: a month's folder of workbooks becomes scores, warnings, stars and bonuses."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from qualitykit.cli.options import Month, Quiet, Redact, RosterFile, StandardRefs
from qualitykit.cli.progress import progress_bar
from qualitykit.i18n import N_, _

__all__ = ["HELP", "score"]


HELP = N_(
    "Score one or more months: folders of workbooks in, 评分结果.xlsx out. Several months are taken in "
    "order of date; earlier ones are the history of later ones."
)


def score(
    folders: Annotated[
        list[Path], typer.Argument(metavar="FOLDER", help=_("Folders, one a month, such as 2026-10."))
    ],
    standard: StandardRefs = None,
    month: Month = None,
    roster: RosterFile = None,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help=_("Where the results go, a folder a month."))
    ] = Path("results"),
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Print the whole result as JSON instead of tables."))
    ] = False,
    redact: Redact = False,
    quiet: Quiet = False,
) -> None:
    """Score months; exit code 1 when something was held back or left out."""
    from qualitykit.workflow import months as workflow

    with progress_bar(quiet=quiet or as_json) as progress:
        scored = workflow.score_months(
            folders, standards=standard, month=month, roster=roster, out=out, redact=redact, progress=progress
        )
    if as_json:
        sys.stdout.write(workflow.results_json(scored.results) + "\n")
    elif not quiet:
        for outcome in scored.months:
            print(workflow.month_tables(outcome.result, redact=redact))
            print(_("Written:"))
            for path in outcome.files:
                print(f"  {path}")
            print()
    incomplete = [outcome.result.period.month for outcome in scored.months if outcome.incomplete]
    if incomplete:
        if not as_json:
            print(
                _("Incomplete, look at the problems: {months}").format(months=", ".join(incomplete)),
                file=sys.stderr,
            )
        raise typer.Exit(1)
