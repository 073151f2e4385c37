"""Options that several commands share, with one wording."""

from pathlib import Path
from typing import Annotated

import typer

from qualitykit.i18n import _

__all__ = ["Month", "Quiet", "Redact", "RosterFile", "StandardRefs"]

StandardRefs = Annotated[
    list[str] | None,
    typer.Option(
        "--standard",
        "-s",
        metavar="PACK",
        help=_("Standard to use: a shipped pack's id or a folder; give it again for other versions."),
    ),
]
Month = Annotated[
    str | None,
    typer.Option("--month", "-m", metavar="YYYY-MM", help=_("The month; else the folder's name says it.")),
]
RosterFile = Annotated[
    Path | None,
    typer.Option("--roster", metavar="FILE", help=_("The roster, if it is not in the month's folder.")),
]
Redact = Annotated[
    bool,
    typer.Option(
        "--redact", help=_("Mask names, what people wrote and pay, to pass the text on; scores stay.")
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=_("Say only what went wrong."))]
