"""``qualitykit rules``: lint a standard, run its tests, list its rules."""

from typing import Annotated

import typer

from qualitykit.cli.options import RosterFile
from qualitykit.cli.usage import Command, Group
from qualitykit.i18n import _

__all__ = ["app"]

Pack = Annotated[
    str,
    typer.Argument(metavar="[PACK]", help=_("A shipped pack's id or a folder; service-attitude if empty.")),
]
Packs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PACK]...",
        help=_("Shipped packs' ids or folders, versions of one standard too; service-attitude if empty."),
    ),
]


def app() -> typer.Typer:
    """The group ``rules``."""
    group = typer.Typer(
        cls=Group,
        no_args_is_help=True,
        rich_markup_mode=None,
        help=_("Check, test and list the rules of a standard."),
    )
    group.command("check", cls=Command, help=_("Lint a standard: mistakes first, then what is unwise."))(
        _check
    )
    group.command("test", cls=Command, help=_("Run the tests that stand beside the rules."))(_test)
    group.command("list", cls=Command, help=_("List the rules with clause, severity and place."))(_list)
    return group


def _check(packs: Packs = None, roster: RosterFile = None) -> None:
    from qualitykit.workflow import rules as workflow

    text, clean = workflow.check_rules(packs or ["service-attitude"], roster=roster)
    print(text)
    if not clean:
        raise typer.Exit(1)


def _test(pack: Pack = "service-attitude") -> None:
    from qualitykit.workflow import rules as workflow

    text, passed = workflow.test_rules(pack)
    print(text)
    if not passed:
        raise typer.Exit(1)


def _list(pack: Pack = "service-attitude") -> None:
    from qualitykit.workflow import rules as workflow

    text, readable = workflow.list_rules(pack)
    print(text)
    if not readable:
        raise typer.Exit(2)
