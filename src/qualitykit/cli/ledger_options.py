"""Options that the ledger's commands share, and who and when: the only clock of the program."""

import getpass
from datetime import datetime
from typing import Annotated

import typer

from qualitykit.errors import CannotRunError
from qualitykit.i18n import _

__all__ = ["By", "LedgerAddress", "MonthName", "Reason", "now", "who"]

MonthName = Annotated[str, typer.Argument(metavar="YYYY-MM", help=_("The month."))]
LedgerAddress = Annotated[
    str,
    typer.Option(
        "--ledger",
        metavar="FILE|URL",
        help=_("Another ledger than the workspace's: a file, or postgresql+psycopg://…"),
    ),
]
By = Annotated[
    str, typer.Option("--by", metavar="NAME", help=_("Who does this; else the name you are logged in by."))
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("Why; it is kept."))]


def now() -> datetime:
    """The time, with its zone."""
    return datetime.now().astimezone()


def who(name: str) -> str:
    """The name given, else the one that the person is logged in by."""
    if name.strip():
        return name.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise CannotRunError(_("say who does this"), hint="--by NAME") from None
