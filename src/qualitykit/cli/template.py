"""``qualitykit template``: a fillable blank of a form."""

from pathlib import Path
from typing import Annotated

import typer

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
        str, typer.Option("--standard", "-s", metavar="PACK", help=_("The standard that the form is from."))
    ] = "service-attitude",
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
            "--roster", metavar="FILE", help=_("The roster that the drop-down of people is made from.")
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
    if blind or calls is not None:
        written, count, problems = workflow.write_blind_template(
            form, out=out, standard=standard, card=card, roster=roster, month=month or "", calls=calls
        )
        print(_("Written: {path}").format(path=written))
        if count:
            print(_("{count} recordings, in an order that says nothing.").format(count=count))
        print(_("Put the call list into the month's folder with it: it says whose call each one is."))
        if problems:
            print("\n" + workflow.list_problems(problems))
        return
    path = workflow.write_form_template(
        form, out=out, standard=standard, card=card, roster=roster, month=month or ""
    )
    print(_("Written: {path}").format(path=path))
