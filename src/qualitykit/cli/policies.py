"""``qualitykit policies``: clause by clause, where a policy lives in its standard."""

from typing import Annotated

import typer

from qualitykit.i18n import N_, _

__all__ = ["HELP", "policies"]


HELP = N_("List a policy's clauses with the item, check, rule, indicator or record that each lives in.")


def policies(
    pack: Annotated[
        str,
        typer.Argument(
            metavar="[PACK]", help=_("A shipped pack's id or a folder; all shipped ones in short if empty.")
        ),
    ] = "",
) -> None:
    """Print the clause table; exit code 1 when a clause lives nowhere."""
    from qualitykit.workflow import policies as workflow

    text, complete = workflow.clause_text(pack) if pack else workflow.packs_text()
    print(text)
    if not complete:
        raise typer.Exit(1)
