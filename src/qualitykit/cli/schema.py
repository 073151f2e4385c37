"""``qualitykit schema``: the published JSON Schema of what ``--json`` prints."""

from typing import Annotated

import typer

from qualitykit.i18n import N_, _

__all__ = ["HELP", "schema"]


HELP = N_("Print the JSON Schema of a result: `schema results`.")


def schema(
    what: Annotated[str, typer.Argument(metavar="results", help=_("Only `results` so far."))] = "results",
) -> None:
    """Print the schema."""
    import json

    from qualitykit.workflow import months as workflow

    if what != "results":
        raise typer.BadParameter(_("there is only `results`"), param_hint="results")
    print(json.dumps(workflow.results_schema(), ensure_ascii=False, indent=2))
