"""``qualitykit codes``: what each problem code means, with an example and the cure."""

import re
from typing import Annotated

import typer

from qualitykit.errors import CannotRunError
from qualitykit.i18n import N_, _

__all__ = ["HELP", "codes"]


HELP = N_("Explain problem codes: what each means, an example, and what to do.")


def codes(
    wanted: Annotated[
        list[str] | None, typer.Argument(metavar="[QK...]", help=_("Codes; all of them if none is given."))
    ] = None,
) -> None:
    """Print the table of codes, or a page for each code named."""
    from qualitykit.problems import CODES
    from qualitykit.workflow import checking as workflow

    if not wanted:
        print(workflow.code_table())
        return
    unknown = [code for code in wanted if code.upper() not in CODES]
    if unknown:
        raise CannotRunError(
            _("no such code: {codes}").format(codes=", ".join(unknown)),
            hint=_("This lists them all: {command}").format(command="qualitykit codes"),
        )
    severities = {"error": _("held back"), "warning": _("look at it"), "note": _("for information")}
    for code in wanted:
        kind = CODES[code.upper()]
        print(f"{kind.code}  {_(kind.title)}  ({severities[kind.severity]})")
        said = re.sub(r"\{\w+\}", "…", re.sub(r"[\[\]]", "", _(kind.template)))
        print("  " + _("Says: {text}").format(text=said))
        print("  " + _("Example: {text}").format(text=_(kind.example)))
        print("  " + _("What to do: {text}").format(text=_(kind.cure)))
