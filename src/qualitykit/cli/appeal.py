"""``qualitykit appeal``: file, decide and list appeals."""

from datetime import date
from typing import Annotated

import typer

from qualitykit.cli.ledger_options import By, LedgerAddress, Reason, day_given, now, who
from qualitykit.cli.usage import Command, Group
from qualitykit.i18n import _

__all__ = ["app"]


def app() -> typer.Typer:
    """The group ``appeal``."""
    group = typer.Typer(
        cls=Group,
        no_args_is_help=True,
        rich_markup_mode=None,
        help=_("Appeals of items, phrases, incidents and praises that were not counted."),
    )
    group.command("file", cls=Command, help=_("File an appeal by its number on the statement."))(_file)
    group.command("decide", cls=Command, help=_("Decide an appeal, for good."))(_decide)
    group.command("list", cls=Command, help=_("List appeals, or what a person may appeal."))(_list)
    return group


_Day = Annotated[str, typer.Option("--on", metavar="YYYY-MM-DD", help=_("The day, if it is not today."))]


def _day(text: str) -> date | None:
    if not text:
        return None
    today = now().date()
    hint = _("Write it like --on {day}, or leave --on out for today.").format(day=today)
    return day_given(text, today, hint=hint)


def _file(
    ref: Annotated[str, typer.Argument(metavar="NO", help=_("The appeal number: 2026-10/E1007/3."))],
    reason: Reason = "",
    on: _Day = "",
    late_because: Annotated[
        str, typer.Option("--late-because", metavar="TEXT", help=_("Why it is taken after the last day."))
    ] = "",
    by: By = "",
    ledger: LedgerAddress = "",
) -> None:
    from qualitykit.workflow import appeals as workflow
    from qualitykit.workflow.ledger_months import need_workspace

    filed = workflow.file_appeal(
        need_workspace(),
        ref,
        reason=reason,
        at=now(),
        by=who(by),
        filed_on=_day(on),
        late_because=late_because,
        ledger_address=ledger,
    )
    print(_("Appeal {id} of {ref} is filed: {about}").format(id=filed.id, ref=filed.ref, about=filed.title))


def _decide(
    name: Annotated[str, typer.Argument(metavar="ID", help=_("The appeal, such as S0001."))],
    ruling: Annotated[
        str,
        typer.Argument(metavar="DECISION", help=_("upheld (成立), excused (可谅解) or declined (不成立).")),
    ],
    reason: Reason = "",
    on: _Day = "",
    by: By = "",
    ledger: LedgerAddress = "",
) -> None:
    from qualitykit.workflow import appeals as workflow
    from qualitykit.workflow.ledger_months import need_workspace

    done = workflow.decide_appeal(
        need_workspace(),
        name,
        ruling,
        reason=reason,
        at=now(),
        by=who(by),
        decided_on=_day(on),
        ledger_address=ledger,
    )
    print(_("Appeal {id} is decided.").format(id=done.id))
    if done.upheld:
        print(_("Score the open month: what is due comes as an adjustment."))


def _list(
    of: Annotated[
        str, typer.Option("--of", metavar="YYYY-MM/EMPLOYEE", help=_("What this person may appeal."))
    ] = "",
    undecided: Annotated[bool, typer.Option("--undecided", help=_("Only those not decided yet."))] = False,
    ledger: LedgerAddress = "",
) -> None:
    from qualitykit.workflow import appeals as workflow
    from qualitykit.workflow.ledger_months import need_workspace

    print(workflow.list_appeals(need_workspace(), of=of, undecided=undecided, ledger_address=ledger))
