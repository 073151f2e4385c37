"""``qualitykit notice``: certificates, warning letters, commendations and cases, as Word documents."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualitykit.cli.ledger_options import By, LedgerAddress, MonthName, now, who
from qualitykit.cli.options import RosterFile, StandardRefs
from qualitykit.cli.progress import progress_bar
from qualitykit.cli.usage import Command, Group
from qualitykit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualitykit.workflow.notices import Kind

__all__ = ["app"]

_People = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NUMBER]...", help=_("Employee numbers; everybody's notices if empty.")),
]
_Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="DIR", help=_("Where the files go; else the results."))
]
_Public = Annotated[
    bool, typer.Option("--public", help=_("Mask names: 王**. For what is hung up or sent on."))
]
_From = Annotated[
    list[Path] | None,
    typer.Option("--from", metavar="FOLDER", help=_("Folders to score from; earlier months are history.")),
]
_Company = Annotated[
    str, typer.Option("--company", metavar="NAME", help=_("The company, where no workspace says it."))
]
_Templates = Annotated[
    Path | None,
    typer.Option("--templates", metavar="DIR", help=_("Your own templates; else the workspace's notices/.")),
]
_Draft = Annotated[
    bool,
    typer.Option("--draft", help=_("Also months that are not closed; every page says that it is a draft.")),
]


def app() -> typer.Typer:
    """The group ``notice``."""
    group = typer.Typer(
        cls=Group,
        no_args_is_help=True,
        rich_markup_mode=None,
        help=_("Word documents: star certificates, warning letters, commendations, cases to learn from."),
    )
    add = group.command
    add("star", cls=Command, help=_("A certificate for each star of the month."))(_command("star"))
    add("warning", cls=Command, help=_("A letter for each warning of the month, to its person."))(
        _command("warning")
    )
    add("commendation", cls=Command, help=_("A notice of everybody whom customers praised."))(
        _command("commendation")
    )
    add(
        "case",
        cls=Command,
        help=_(
            "Cases to learn from, without name, number, customer or day; a name stands there only by its "
            "person's recorded consent: 公开/CASE in the sheet of decisions (人工裁定表)."
        ),
    )(_command("case"))
    add("templates", cls=Command, help=_("Copy the templates, to edit them in Word."))(_templates)
    return group


def _command(kind: "Kind") -> "Callable[..., None]":
    """The command of one kind of notice: they take the same words."""

    def write(
        month: MonthName,
        people: _People = None,
        out: _Out = None,
        public: _Public = False,
        folders: _From = None,
        draft: _Draft = False,
        templates: _Templates = None,
        company: _Company = "",
        standard: StandardRefs = None,
        roster: RosterFile = None,
        by: By = "",
        ledger: LedgerAddress = "",
    ) -> None:
        from qualitykit.workflow import notices as workflow

        reminder = ""
        order = workflow.NoticeOrder(kind, month, tuple(people or ()), public, templates)
        if folders:
            with progress_bar(quiet=False) as progress:
                files = workflow.notices_from_folders(
                    order,
                    folders=folders,
                    standards=standard,
                    roster=roster,
                    out=out or Path("results") / month,
                    company=company,
                    at=now(),
                    progress=progress,
                )
            if not company.strip():
                reminder = _(
                    "No company stands on them: add --company NAME, then run the same command again."
                )
        else:
            from qualitykit.workflow.exports import Exporting, company_reminder
            from qualitykit.workflow.ledger_months import need_workspace

            how = Exporting(need_workspace(), now(), who(by), out, draft, ledger)
            files = workflow.notices_from_ledger(order, how)
            reminder = company_reminder(how.workspace)
        _print(files)
        if reminder:
            print(reminder)

    return write


def _print(files: tuple[Path, ...]) -> None:
    print(_("Written:"))
    for path in files:
        print(f"  {path}")


def _templates(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help=_("The folder; else notices/."))] = Path(
        "notices"
    ),
) -> None:
    from qualitykit.workflow.notices import copy_templates

    _print(copy_templates(folder))
