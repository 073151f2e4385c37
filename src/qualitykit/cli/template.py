"""``qualitykit template``: a fillable blank of a form."""

from pathlib import Path
from typing import Annotated

import typer

from qualitykit.cli.ledger_options import now
from qualitykit.i18n import N_, _

__all__ = ["HELP", "template"]


HELP = N_("Write a blank form to fill, with drop-downs for answers and people.")


def template(
    form: Annotated[
        str,
        typer.Argument(
            metavar="[FORM]", help=_("Form or record sheet, by its id or its title; the list if empty.")
        ),
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help=_("The file to write."))
    ] = None,
    standard: Annotated[
        str | None,
        typer.Option(
            "--standard",
            "-s",
            metavar="PACK",
            help=_("The standard that the form is from; else the workspace's."),
        ),
    ] = None,
    card: Annotated[bool, typer.Option("--card", help=_("One sheet a visit instead of a row each."))] = False,
    blind: Annotated[
        bool,
        typer.Option(
            "--blind", help=_("A review of calls without the agent; the call list tells whose it is.")
        ),
    ] = False,
    calls: Annotated[
        Path | None,
        typer.Option(
            "--calls", metavar="FILE", help=_("The call list: its recordings stand on the blind form.")
        ),
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster",
            metavar="FILE",
            help=_("The roster that the drop-down of people is made from; else the workspace's."),
        ),
    ] = None,
    month: Annotated[
        str | None,
        typer.Option(
            "--month",
            "-m",
            metavar="YYYY-MM",
            help=_("The month that the form is for; it stands in its title."),
        ),
    ] = None,
) -> None:
    """Write a template; without a form, list the forms."""
    from qualitykit.workflow import templates as workflow

    if not form:
        print(workflow.form_table(standard))
        return
    today = now().date()
    if blind or calls is not None:
        blank = workflow.write_blind_template(
            form,
            out=out,
            standard=standard,
            card=card,
            roster=roster,
            month=month or "",
            calls=calls,
            today=today,
        )
    else:
        blank = workflow.write_form_template(
            form, out=out, standard=standard, card=card, roster=roster, month=month or "", today=today
        )
    print(_("Written: {path}").format(path=blank.path))
    for note in blank.notes:
        print(note)
    if not (blind or calls is not None):
        return
    if blank.recordings:
        print(_("{count} recordings, in an order that says nothing.").format(count=blank.recordings))
    print(_("Put the call list into the month's folder with it: it says whose call each one is."))
    if blank.problems:
        print("\n" + workflow.list_problems(blank.problems))
