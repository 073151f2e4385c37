"""``qualitykit score``: a month's folder of workbooks becomes scores, warnings, stars and bonuses."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualitykit.cli.ledger_options import LedgerAddress, now
from qualitykit.cli.options import Month, Quiet, Redact, RosterFile, StandardRefs
from qualitykit.cli.progress import progress_bar
from qualitykit.errors import CannotRunError
from qualitykit.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualitykit.ledger.workspace import Workspace
    from qualitykit.workflow.months import Scored

__all__ = ["HELP", "score"]


HELP = N_(
    "Score one or more months: folders of workbooks in, 评分结果.xlsx out. Several months are taken in "
    "order of date; earlier ones are the history of later ones."
)


def score(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FOLDER]...",
            help=_("Folders, one a month, such as 2026-10; in a workspace the inbox's open months."),
        ),
    ] = None,
    standard: StandardRefs = None,
    month: Month = None,
    roster: RosterFile = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help=_("Where the results go, a folder a month.")),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Print the whole result as JSON instead of tables."))
    ] = False,
    redact: Redact = False,
    quiet: Quiet = False,
    ledger: LedgerAddress = "",
) -> None:
    """Score months; exit code 1 when something was held back or left out."""
    from qualitykit.workflow import months as workflow

    workspace, wanted = workflow.inbox_months(folders or (), month=month, out=out)
    with progress_bar(quiet=quiet or as_json) as progress:
        if folders and not wanted:
            scored = workflow.score_months(
                folders,
                standards=standard,
                month=month,
                roster=roster,
                out=out or Path("results"),
                redact=redact,
                progress=progress,
                at=now(),
            )
        else:
            scored = _score_inbox(
                workspace, wanted, standard, roster, out, ledger, redact=redact, progress=progress
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
    for name in scored.unread:
        said = _("Not read: {name} lies in the inbox, but in no folder named after a month, such as 2026-10.")
        print(said.format(name=name), file=sys.stderr)
    for name, folder in scored.unfiled:
        said = _(
            "{file} is filled in, but counts only once it lies in {folder}: put it there and score again."
        )
        print(said.format(file=name, folder=folder), file=sys.stderr)
    incomplete = [outcome.result.period.month for outcome in scored.months if outcome.incomplete]
    if incomplete:
        if not as_json:
            print(
                _("Incomplete, look at the problems: {months}").format(months=", ".join(incomplete)),
                file=sys.stderr,
            )
        raise typer.Exit(1)
    if scored.unread or scored.unfiled:
        raise typer.Exit(1)


def _score_inbox(
    workspace: "Workspace | None",
    months: tuple[str, ...],
    standard: list[str] | None,
    roster: Path | None,
    out: Path | None,
    ledger: str,
    *,
    redact: bool,
    progress: "Callable[[str, int, int], None] | None",
) -> "Scored":
    """Score the open months of the workspace's inbox (or these) into drafts of its ledger."""
    from qualitykit.workflow import ledger_months as workflow
    from qualitykit.workflow.periods import is_period

    if workspace is None:
        here = sorted(path.name for path in Path().iterdir() if path.is_dir() and is_period(path.name))
        raise CannotRunError(
            _("say which folders to score; a workspace knows its own: qualitykit init FOLDER makes one"),
            hint=f"qualitykit score {here[-1] if here else '2026-10'}",
        )
    if standard or roster:
        raise CannotRunError(
            _("in a workspace standard and roster stand in qualitykit.toml"),
            hint=_("Leave both options out, or change qualitykit.toml."),
        )
    return workflow.score_workspace(
        workspace,
        at=now(),
        ledger_address=ledger,
        months=months,
        out=out,
        redact=redact,
        progress=progress,
    )
