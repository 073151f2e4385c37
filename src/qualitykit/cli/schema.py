"""``qualitykit schema``: the published JSON Schemas of what ``--json`` prints."""

from typing import Annotated

import typer

from qualitykit.errors import CannotRunError
from qualitykit.i18n import N_, _

__all__ = ["HELP", "schema"]


HELP = N_("Print the JSON Schema of what --json prints: `schema results`, `schema indicators`.")


def schema(
    what: Annotated[
        str,
        typer.Argument(metavar="results|indicators", help=_("Of `score --json`, or of `kpi --json`.")),
    ] = "results",
) -> None:
    """Print the schema."""
    import json

    if what == "results":
        from qualitykit.workflow.months import results_schema as wanted
    elif what == "indicators":
        from qualitykit.workflow.indicators import indicators_schema as wanted
    else:
        raise CannotRunError(_("there are `results` and `indicators`"), hint="qualitykit schema results")
    print(json.dumps(wanted(), ensure_ascii=False, indent=2))
