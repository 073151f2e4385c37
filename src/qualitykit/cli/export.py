"""``qualitykit export``: what HR and the employees get."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualitykit.cli.ledger_options import By, LedgerAddress, MonthName, month_name, now, who
from qualitykit.cli.usage import Command, Group
from qualitykit.errors import CannotRunError
from qualitykit.i18n import _

if TYPE_CHECKING:
    from qualitykit.workflow.exports import Exporting

__all__ = ["app"]

_Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="DIR", help=_("Where the files go; else the results."))
]
_Draft = Annotated[
    bool,
    typer.Option("--draft", help=_("Also months that are not closed; every page says that it is a draft.")),
]
_Employee = Annotated[str, typer.Argument(metavar="EMPLOYEE", help=_("Employee number."))]


def app() -> typer.Typer:
    """The group ``export``."""
    group = typer.Typer(
        cls=Group,
        no_args_is_help=True,
        rich_markup_mode=None,
        help=_(
            "Sheets for HR and employees: bonuses, statements, warnings, stars, tasks, appeals, case files."
        ),
    )
    add = group.command
    add("bonuses", cls=Command, help=_("The payroll table, with the lines behind it (.xlsx and .csv)."))(
        _bonuses
    )
    add("statement", cls=Command, help=_("A person's statement, or everyone's (.html and .xlsx)."))(
        _statement
    )
    add("stars", cls=Command, help=_("The month's service stars."))(_stars)
    add("warnings", cls=Command, help=_("The register of all warnings on file."))(_warnings)
    add("tasks", cls=Command, help=_("Coaching and retraining to be done, and the sheet that closes them."))(
        _tasks
    )
    add("appeals", cls=Command, help=_("The month's appeals, and the objection sheet to fill in."))(_appeals)
    add("history", cls=Command, help=_("All months of a person."))(_history)
    add("case", cls=Command, help=_("One file on a person's warnings, for a hearing."))(_case)
    return group


def _how(out: Path | None, draft: bool, by: str, ledger: str) -> "Exporting":
    from qualitykit.workflow.exports import Exporting
    from qualitykit.workflow.ledger_months import need_workspace

    return Exporting(need_workspace(), now(), who(by), out, draft, ledger)


def _print(files: Iterable[Path], how: "Exporting", *, names_company: bool = False) -> None:
    """The files, and the months that stay closed now; ``names_company``: papers whose company may have no
    name yet."""
    from qualitykit.workflow.exports import company_reminder, locked_now

    print(_("Written:"))
    for path in files:
        print(f"  {path}")
    if locked := locked_now(how):
        print(_("First export: {months} can no longer be reopened.").format(months=", ".join(locked)))
    if names_company and (reminder := company_reminder(how.workspace)):
        print(reminder)


def _bonuses(
    month: MonthName,
    since: Annotated[
        bool, typer.Option("--since", help=_("Only people whose sum changed since the last export."))
    ] = False,
    prepared_by: Annotated[str, typer.Option("--prepared-by", metavar="NAME", help=_("Prepared by."))] = "",
    checked_by: Annotated[str, typer.Option("--checked-by", metavar="NAME", help=_("Checked by."))] = "",
    approved_by: Annotated[str, typer.Option("--approved-by", metavar="NAME", help=_("Approved by."))] = "",
    out: _Out = None,
    draft: _Draft = False,
    by: By = "",
    ledger: LedgerAddress = "",
) -> None:
    from qualitykit.workflow import exports as workflow

    how = _how(out, draft, by, ledger)
    files = workflow.export_bonuses(
        how,
        month,
        since_last=since,
        prepared_by=prepared_by,
        checked_by=checked_by,
        approved_by=approved_by,
    )
    _print(files, how, names_company=True)


def _statement(
    employee: Annotated[
        list[str] | None, typer.Argument(metavar="[EMPLOYEE…]", help=_("Employee numbers."))
    ] = None,
    month: Annotated[
        str, typer.Option("--month", "-m", metavar="YYYY-MM", help=_("The month."), callback=month_name)
    ] = "",
    everyone: Annotated[bool, typer.Option("--all", help=_("Everyone, in one file."))] = False,
    out: _Out = None,
    draft: _Draft = False,
    by: By = "",
    ledger: LedgerAddress = "",
) -> None:
    from qualitykit.workflow import exports as workflow

    if bool(employee) == everyone:
        raise CannotRunError(
            _("name employees, or everyone"),
            hint="qualitykit export statement --all" + (f" --month {month}" if month else ""),
        )
    how = _how(out, draft, by, ledger)
    files = workflow.export_statements(how, month or workflow.latest_month(how), employee or ())
    _print(files, how, names_company=True)


def _stars(
    month: MonthName, out: _Out = None, draft: _Draft = False, by: By = "", ledger: LedgerAddress = ""
) -> None:
    from qualitykit.workflow import exports as workflow

    how = _how(out, draft, by, ledger)
    _print(workflow.export_stars(how, month), how, names_company=True)


def _warnings(out: _Out = None, draft: _Draft = False, by: By = "", ledger: LedgerAddress = "") -> None:
    from qualitykit.workflow import conduct_exports as workflow

    how = _how(out, draft, by, ledger)
    _print(workflow.export_warnings(how), how)


def _tasks(out: _Out = None, draft: _Draft = False, by: By = "", ledger: LedgerAddress = "") -> None:
    from qualitykit.workflow import conduct_exports as workflow

    how = _how(out, draft, by, ledger)
    _print(workflow.export_tasks(how), how)


def _appeals(
    month: MonthName, out: _Out = None, draft: _Draft = False, by: By = "", ledger: LedgerAddress = ""
) -> None:
    from qualitykit.workflow import conduct_exports as workflow

    how = _how(out, draft, by, ledger)
    _print(workflow.export_appeals(how, month), how)


def _history(
    employee: _Employee, out: _Out = None, draft: _Draft = False, by: By = "", ledger: LedgerAddress = ""
) -> None:
    from qualitykit.workflow import exports as workflow

    how = _how(out, draft, by, ledger)
    _print(workflow.export_history(how, employee), how)


def _case(
    employee: _Employee, out: _Out = None, draft: _Draft = False, by: By = "", ledger: LedgerAddress = ""
) -> None:
    from qualitykit.workflow import conduct_exports as workflow

    how = _how(out, draft, by, ledger)
    _print(workflow.export_case(how, employee), how, names_company=True)
