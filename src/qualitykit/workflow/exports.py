"""HR's exports: bonuses, statements, stars, a person's history.

Only closed months leave without ``draft``; a draft is marked on every page. The first export of a closed
month is logged and keeps it from being reopened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualitykit import __version__
from qualitykit.errors import CannotRunError
from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.workflow.appeals import appeals_now, statement_day

if TYPE_CHECKING:
    from qualitykit.ledger.store import Ledger, LedgerMonth
    from qualitykit.ledger.workspace import Workspace
    from qualitykit.reports.payroll import Signed

__all__ = [
    "Exporting",
    "company_reminder",
    "explain_line",
    "export_bonuses",
    "export_history",
    "export_stars",
    "export_statements",
    "latest_month",
    "locked_now",
    "log_export",
    "marked",
    "month_to_export",
    "months_to_export",
    "nothing_closed",
    "write_file",
]


_NO_NAME = "本公司"  # what a new workspace's settings hold


@dataclass(frozen=True, slots=True)
class Exporting:
    """Whose workspace, when, by whom, into which folder (None: results/<month>), drafts too or not."""

    workspace: Workspace
    at: datetime
    by: str
    out: Path | None = None
    draft: bool = False
    ledger_address: str = ""

    def folder(self, month: str) -> Path:
        """Where files of that month go."""
        return self.out if self.out is not None else self.workspace.results / month

    def open(self) -> Ledger:
        """The ledger."""
        from qualitykit.workflow.ledger_months import open_ledger

        return open_ledger(self.workspace, self.ledger_address)


def month_to_export(ledger: Ledger, month: str, how: Exporting) -> LedgerMonth:
    """The month to export: closed, or a draft that was asked for."""
    from qualitykit.ledger.month import unknown

    found = ledger.month(month)
    if found is None:
        raise unknown(month)
    if not found.closed and not how.draft:
        raise CannotRunError(
            _("{month} is not closed; add --draft for a sheet that says so on every page").format(
                month=month
            ),
            hint=f"qualitykit close {month}",
        )
    return found


def months_to_export(ledger: Ledger, how: Exporting) -> tuple[LedgerMonth, ...]:
    """All closed months; with drafts asked for, all months. CannotRunError: there is none."""
    months = ledger.months()
    found = tuple(one for one in months if one.closed or how.draft)
    if not found:
        raise nothing_closed(months)
    return found


def nothing_closed(months: Sequence[LedgerMonth]) -> CannotRunError:
    """No month is closed: the oldest draft is the one to close; without any, months are scored first."""
    if not months:
        return CannotRunError(_("the ledger has no month yet"), hint="qualitykit score")
    return CannotRunError(
        _("no month is closed; add --draft for a sheet that says so on every page"),
        hint=f"qualitykit close {months[0].month}",
    )


def latest_month(how: Exporting) -> str:
    """The latest closed month; with drafts asked for, the latest of all."""
    with how.open() as ledger:
        return months_to_export(ledger, how)[-1].month


def company_reminder(workspace: Workspace) -> str:
    """What to say beside papers while the company of the workspace has no name yet; empty: it has one."""
    if workspace.settings.company.strip() not in ("", _NO_NAME):
        return ""
    return _(
        "The company's name is not set yet: papers say “本公司”. Write it at company = in {file}."
    ).format(file=workspace.folder / "qualitykit.toml")


def write_file(path: Path, data: bytes) -> Path:
    """Put a file in its place whole; its folder is made."""
    from qualitykit.reports.files import make_folder, write_whole

    def fill(temporary: Path) -> None:
        temporary.write_bytes(data)

    make_folder(path.parent)
    return write_whole(path, fill)


def log_export(
    ledger: Ledger, month: LedgerMonth, how: Exporting, what: str, data: Mapping[str, Any]
) -> None:
    """An export of a closed month is logged after its file is there; a draft's export is none."""
    if month.closed:
        ledger.mark_exported(month.month, at=how.at, by=how.by, what=what, data=dict(data))


def locked_now(how: Exporting) -> tuple[str, ...]:
    """The months that this export was the first of: from now on they cannot be reopened."""
    with how.open() as ledger:
        return tuple(one.month for one in ledger.months() if one.exported_at == how.at)


def marked(name: str, month: LedgerMonth | None) -> str:
    """The file's name; one of a draft says so."""
    return name if month is not None and month.closed else "-".join((_("DRAFT"), name))


# --- money -----------------------------------------------------------------------------------------------


def export_bonuses(
    how: Exporting,
    month: str,
    *,
    since_last: bool = False,
    prepared_by: str = "",
    checked_by: str = "",
    approved_by: str = "",
) -> tuple[Path, ...]:
    """The payroll table as .xlsx and .csv. ``since_last``: only whose sum the export before had otherwise.

    ``checked_by`` and ``approved_by`` are logged as signatures of the closed month (``signing``); those
    logged before stand on the table with their times too. A draft is not signed (CannotRunError). What
    changed since the export before (a draft's too) stands on a sheet of its own in any case.
    """
    from qualitykit.ledger.store import NewEntry
    from qualitykit.reports.lookup import Lookup
    from qualitykit.reports.payroll import PayrollSheet, payroll_bytes, payroll_csv, totals_of

    with how.open() as ledger:
        own = month_to_export(ledger, month, how)
        find = Lookup(ledger.result(month))
        before, before_on = _last_totals(ledger, month)
        if since_last and before is None:
            raise CannotRunError(
                _("nothing of {month} was exported before").format(month=month),
                hint=f"qualitykit export bonuses {month}" + (" --draft" if how.draft else ""),
            )
        signed = _signed(ledger, own, how, prepared_by, {"checked": checked_by, "approved": approved_by})
        sheet = PayrollSheet(
            company=how.workspace.settings.company,
            issued_on=how.at.date(),
            signed=signed,
            seal=own.seal,
            columns=how.workspace.settings.payroll,
            before=before,
            before_on=before_on,
            changed_only=since_last,
        )
        name = marked("-".join((_("Payroll table"), month, *([_("changes")] if since_last else []))), own)
        files = (
            write_file(how.folder(month) / f"{name}.xlsx", payroll_bytes(find, sheet)),
            write_file(how.folder(month) / f"{name}.csv", payroll_csv(find, sheet)),
        )
        totals = {number: f"{amount:.2f}" for number, amount in sorted(totals_of(find).items())}
        if own.closed:
            log_export(ledger, own, how, "bonuses", {"totals": totals})
        else:
            entry = NewEntry("export-draft", month, "bonuses", {"totals": totals})
            ledger.append([entry], at=how.at, by=how.by)
        return files


def _signed(
    ledger: Ledger, month: LedgerMonth, how: Exporting, prepared_by: str, new: Mapping[str, str]
) -> Signed:
    """Who prepared, checked, approved, when; names given now are logged."""
    from qualitykit.reports.payroll import Hand, Signed
    from qualitykit.workflow.signing import sign_in, signatures_of

    names = {role: name.strip() for role, name in new.items() if name.strip()}
    if names and not month.closed:
        raise CannotRunError(_("a draft is not checked or approved"), hint=f"qualitykit close {month.month}")
    for role, name in names.items():
        sign_in(ledger, month.month, role, name=name, at=how.at, by=how.by)
    hands = {
        role: Hand(one.name, one.at, one.entered_by) for role, one in signatures_of(ledger, month).items()
    }
    return Signed(
        Hand(prepared_by or how.by, how.at),
        hands.get("checked", Hand()),
        hands.get("approved", Hand()),
        Hand(month.closed_by, month.closed_at),
    )


def _last_totals(ledger: Ledger, month: str) -> tuple[dict[str, Decimal] | None, str]:
    """What the last export of the month's bonuses said, and when it was."""
    for entry in reversed(ledger.entries("export", "export-draft", month=month)):
        if entry.subject == "bonuses" and entry.data is not None and "totals" in entry.data:
            totals = {number: Decimal(text) for number, text in entry.data["totals"].items()}
            return totals, f"{entry.at:%Y-%m-%d %H:%M}"
    return None, ""


def explain_line(workspace: Workspace, line: str, *, redact: bool = False, ledger_address: str = "") -> str:
    """One bonus line (2026-10/E1007/performance) with its arithmetic, reason, clause and evidence."""
    from qualitykit.reports.explain import explain_line as explained
    from qualitykit.workflow.ledger_months import open_ledger
    from qualitykit.workflow.whom import whom_in

    month, _slash, rest = line.strip().partition("/")
    number = rest.partition("/")[0]
    if not number:
        raise CannotRunError(
            _("this is no bonus line; it looks like 2026-10/E1007/performance"),
            hint=_("A person's lines stand in: {command}").format(command="qualitykit explain 2026-10 E1007"),
        )
    with open_ledger(workspace, ledger_address) as ledger:
        again = f"qualitykit explain --bonus {month}/{{who}}/performance"
        known = whom_in(ledger, [month], number, command=again)
        wanted = f"{month}/{known}{rest.removeprefix(number)}"
        return explained(ledger.shown(month, people=[known]), wanted, redact=redact)


# --- statements ------------------------------------------------------------------------------------------


def export_statements(how: Exporting, month: str, people: Sequence[str] = ()) -> tuple[Path, ...]:
    """A page a person, as .html and .xlsx; without ``people`` for everyone, one file each way.

    The days for appeals run from a person's first final statement; a second copy keeps that day.
    """
    from datetime import timedelta

    from qualitykit.reports.appeal_tables import ruling_word
    from qualitykit.reports.lookup import Lookup
    from qualitykit.reports.statement import Issue, statement_of
    from qualitykit.reports.statement_files import statement_bytes, statement_html
    from qualitykit.workflow.whom import whom_in

    with how.open() as ledger:
        own = month_to_export(ledger, month, how)
        again = f"qualitykit export statement {{who}} --month {month}" + (" --draft" if how.draft else "")
        people = [whom_in(ledger, [month], one, command=again) for one in people]
        result = ledger.shown(month, people=people or None)
        find = Lookup(result)
        numbers = list(dict.fromkeys(people)) or sorted(find.people)
        everybody = ledger.figures(month).people if people else result.people
        ranked = sum(1 for person in everybody if person.rank is not None)
        appeals = appeals_now(ledger, month=month)
        statements = []
        for number in numbers:
            issued = (statement_day(ledger, month, number) if own.closed else None) or how.at.date()
            until = issued + timedelta(days=how.workspace.settings.appeal_days)
            issue = Issue(
                how.workspace.settings.company, issued, until if own.closed else None, seal=own.seal
            )
            decided = [
                (one.ref, one.title, ruling_word(one.ruling), str(one.decided_on or ""))
                for one in appeals
                if one.month == month and one.employee_no == number
            ]
            statements.append(statement_of(find, number, issue, ranked, decided))
        who = numbers if len(numbers) == 1 else []
        name = marked("-".join((_("Statement"), month, *who)), own)
        files = (
            write_file(how.folder(month) / f"{name}.html", statement_html(statements)),
            write_file(how.folder(month) / f"{name}.xlsx", statement_bytes(statements, __version__)),
        )
        log_export(ledger, own, how, "statement", {"people": list(people) if people else "all"})
        return files


def export_stars(how: Exporting, month: str) -> tuple[Path, ...]:
    """The month's stars for the notice."""
    from qualitykit.reports.export_tables import export_book, stars_table
    from qualitykit.reports.lookup import Lookup

    with how.open() as ledger:
        own = month_to_export(ledger, month, how)
        table = stars_table(Lookup(ledger.result(month)), how.workspace.settings.company)
        data = export_book(
            [table],
            title=table.title,
            month=month,
            issued_on=how.at.date(),
            seal=own.seal,
            program_version=__version__,
        )
        file = write_file(how.folder(month) / f"{marked(f'{table.title}-{month}', own)}.xlsx", data)
        log_export(ledger, own, how, "stars", {})
        return (file,)


def export_history(how: Exporting, employee_no: str) -> tuple[Path, ...]:
    """All months of a person; without ``draft`` the closed ones only."""
    from qualitykit.reports.export_tables import export_book, history_tables
    from qualitykit.workflow.known_months import known_results
    from qualitykit.workflow.whom import whom_in

    with how.open() as ledger:
        months = months_to_export(ledger, how)
        again = "qualitykit export history {who}" + (" --draft" if how.draft else "")
        employee_no = whom_in(ledger, [one.month for one in months], employee_no, command=again)
        results = [(ledger.shown(one.month, people=[employee_no]), one.closed) for one in months]
        known = [person for result, _closed in results for person in result.people]
        tables = history_tables(employee_no, results, known[-1].name, known_results(ledger))
        last = months[-1]
        data = export_book(
            tables,
            title=tables[0].title,
            month=last.month,
            issued_on=how.at.date(),
            seal=last.seal,
            program_version=__version__,
        )
        name = marked("-".join((_("History"), employee_no)), last)
        file = write_file((how.out or how.workspace.results) / f"{name}.xlsx", data)
        for one in months:
            log_export(ledger, one, how, "history", {"people": [employee_no]})
        return (file,)
