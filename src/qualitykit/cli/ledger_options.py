"""Options that the ledger's commands share, and who and when: the only clock of the program."""

import re
import unicodedata
from datetime import date, datetime
from typing import Annotated

import typer

from qualitykit.errors import CannotRunError
from qualitykit.i18n import _

__all__ = ["By", "LedgerAddress", "MonthName", "Reason", "day_given", "month_name", "now", "who"]

_MONTH = re.compile(r"(20\d\d)[-年./]?(0?[1-9]|1[0-2])月?")


def month_name(text: str | None) -> str | None:
    """The month as the ledger names it: 2026-10, also where people write 202610 or 2026年10月.

    What is no month stays as it is: the ledger says that it has none of that name.
    """
    found = _MONTH.fullmatch("".join(unicodedata.normalize("NFKC", text or "").split()))
    return f"{found[1]}-{int(found[2]):02}" if found is not None else text


MonthName = Annotated[str, typer.Argument(metavar="YYYY-MM", help=_("The month."), callback=month_name)]
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


def day_given(text: str, today: date, *, hint: str) -> date:
    """The day that people typed; CannotRunError with this hint where it is none."""
    from qualitykit.workflow.days import day_of

    found = day_of(text, today)
    if found is None:
        raise CannotRunError(_("this is no day; one looks like 2026-11-23, 今天, 明天 or 后天"), hint=hint)
    return found


def who(name: str) -> str:
    """The name given, else the one that the person is logged in by."""
    if name.strip():
        return name.strip()
    import getpass  # only here: every start would pay for it

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise CannotRunError(
            _("say who does this"), hint=_("Run the same command with your name at its end: --by NAME")
        ) from None
