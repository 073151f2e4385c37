"""``qualitykit due``: what has to be done by tomorrow, or by another day."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from qualitykit.cli.ledger_options import LedgerAddress, day_given, now
from qualitykit.cli.options import Redact, RosterFile, StandardRefs
from qualitykit.cli.progress import progress_bar
from qualitykit.errors import CannotRunError, typed
from qualitykit.i18n import N_, _

__all__ = ["HELP", "due"]


HELP = N_(
    "Say what has to be done by tomorrow or another day: call-backs, steps of complaints, tasks, "
    "problem list."
)


def due(
    day: Annotated[
        str,
        typer.Argument(
            metavar="[YYYY-MM-DD]",
            help=_("The last day to look at, a date or 今天, 明天, 后天; else tomorrow."),
        ),
    ] = "",
    folders: Annotated[
        list[Path] | None,
        typer.Option(
            "--from",
            metavar="FOLDER",
            help=_("A month's folder; give it again for others. Without it: the workspace's open months."),
        ),
    ] = None,
    standard: StandardRefs = None,
    roster: RosterFile = None,
    redact: Redact = False,
    ledger: LedgerAddress = "",
) -> None:
    """Print what is due; nothing is scored or stored."""
    from qualitykit.workflow import due as workflow
    from qualitykit.workflow.ledger_months import find_workspace
    from qualitykit.workflow.periods import from_folders

    at = now()
    last = (
        day_given(day, at.date(), hint=f"qualitykit due {at.date()}")
        if day
        else at.date() + timedelta(days=1)
    )
    workspace = None if folders else find_workspace()
    if workspace is None and not folders:
        raise CannotRunError(
            _("say which folders the months come from, or stand in a workspace"),
            hint=f"qualitykit due {last} {from_folders(f'{at:%Y-%m}')}"
            + "".join(f" --standard {typed(name)}" for name in standard or ()),
        )
    with progress_bar(quiet=False) as progress:
        if workspace is None:
            found = workflow.due_from_folders(
                last, folders or (), at=at, standards=standard, roster=roster, progress=progress
            )
        else:
            if standard or roster:
                raise CannotRunError(
                    _("in a workspace standard and roster stand in qualitykit.toml"),
                    hint=_("Leave both options out, or change qualitykit.toml."),
                )
            found = workflow.due_from_workspace(
                last, workspace, at=at, ledger_address=ledger, progress=progress
            )
    print(workflow.due_text(found, redact=redact))
