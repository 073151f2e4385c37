"""The report page of a month, of everybody or of one leader's people."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qualitykit.errors import CannotRunError, typed
from qualitykit.i18n import _
from qualitykit.workflow.collector import no_collector
from qualitykit.workflow.counted import FolderCount, count_ledger
from qualitykit.workflow.months import read_and_score
from qualitykit.workflow.periods import from_folders
from qualitykit.workflow.standards import load_standards

if TYPE_CHECKING:
    from datetime import datetime

    from qualitykit.ledger.workspace import Workspace
    from qualitykit.model import MonthRecords, Roster, RosterRow
    from qualitykit.reports.indicator_report import PeriodReport
    from qualitykit.reports.page import Team
    from qualitykit.scoring.results import MonthResult
    from qualitykit.workflow.counted import CountedMonths

__all__ = ["find_team", "report_from_folders", "report_from_ledger", "report_from_results"]

Progress = Callable[[str, int, int], None]
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')  # what no system wants in a file's name
_TREND_MONTHS = 11  # with the month itself a year


def report_from_folders(
    month: str,
    out: Path | None = None,
    *,
    folders: Sequence[Path],
    standards: Sequence[str] | None = None,
    roster: Path | None = None,
    team: str = "",
    redact: bool = False,
    progress: Progress | None = None,
    at: datetime | None = None,
) -> Path:
    """Write a month's page from folders of workbooks; earlier ones among them are its trend and its history.

    ``out`` None: in the current folder, under a name that says the month and whose page it is. ``team``: a
    leader's name or number, or a department's or a team's name: only their people are on
    the page. ``at``: now, for what is not done yet in the running month. Errors: CannotRunError where no
    folder is of that month, or ``team`` names nobody or several.
    """
    if not folders:
        raise CannotRunError(
            _("say which folders the month comes from"),
            hint=f"qualitykit report {month} {from_folders(month)}",
        )
    packs = load_standards(standards)
    count = FolderCount(packs)

    def keep(records: MonthRecords, result: MonthResult) -> Roster:
        if result.period.month <= month and not team.strip():
            count.add(records, result)
        return records.roster

    with no_collector():
        results: list[MonthResult] = []
        for people, result in read_and_score(
            folders,
            keep,
            packs=packs,
            month=None,
            roster=roster,
            progress=progress,
            at=at,
        ):
            if result.period.month > month:
                break
            results.append(result)
            if result.period.month == month:
                figures = None if team.strip() else _indicators(count.months(), result, at)
                return report_from_results(
                    results, out, roster=people, team=team, redact=redact, indicators=figures
                )
    raise CannotRunError(
        _("none of the folders is of {month}").format(month=month),
        hint=f"qualitykit report {month} {from_folders(month)}",
    )


def report_from_ledger(
    workspace: Workspace,
    month: str,
    out: Path | None = None,
    *,
    team: str = "",
    redact: bool = False,
    ledger_address: str = "",
    progress: Progress | None = None,
    at: datetime | None = None,
) -> Path:
    """Write the page of a month in the ledger, draft or closed; the input files are not needed.

    Parameters as of ``report_from_folders``; ``out`` None: among the workspace's results.
    Errors: CannotRunError where the ledger has no such month.
    """
    from qualitykit.workflow.ledger_months import open_ledger

    with open_ledger(workspace, ledger_address) as ledger, no_collector():
        result = ledger.shown(month)
        own = ledger.month(month)
        figures = None if team.strip() else _indicators(count_ledger(ledger, progress=progress), result, at)
        before = [one for one in ledger.months() if one.month < month]
        earlier = [one.month for one in before][-_TREND_MONTHS:]
        return report_from_results(
            (*(ledger.figures(one) for one in earlier), result),
            out,
            folder=workspace.results / month,
            roster=ledger.inputs(month)[0].records.roster if team.strip() else None,
            team=team,
            redact=redact,
            closed=own is not None and own.closed,
            settled=bool(before) and all(one.closed for one in before),
            indicators=figures,
        )


def report_from_results(
    results: Sequence[MonthResult],
    out: Path | None = None,
    *,
    folder: Path = Path(),
    roster: Roster | None = None,
    team: str = "",
    redact: bool = False,
    closed: bool = False,
    settled: bool = False,
    indicators: PeriodReport | None = None,
) -> Path:
    """Write the page of the last of these results; the ones before it, in order of date, are its trend.

    ``out`` None: in ``folder``, under a name that says the month and whose page it is.
    ``roster``: that of the month, for ``team`` by supervisor and for masking names of others; without it
    ``team`` finds departments and teams only. ``closed``: the month is closed, so nothing says 草稿.
    ``settled``: the earlier months are closed.
    ``indicators``: the month's figures against their targets; on a leader's page there are none.
    """
    from qualitykit.reports.page import write_page

    result = results[-1]
    whose = find_team(result, roster, team) if team.strip() else None
    return write_page(
        result,
        folder / _name(result, whose, redact=redact) if out is None else out,
        trend=results[:-1],
        redact=redact,
        closed=closed,
        settled=settled,
        team=whose,
        indicators=indicators,
    )


def _name(result: MonthResult, team: Team | None, *, redact: bool) -> str:
    """A page's own name: no other month's, leader's or masked page is written over."""
    from qualitykit.reports.lookup import Lookup

    parts = [_("Monthly report"), result.period.month]
    if team is not None:
        parts.append(_UNFIT.sub("-", Lookup(result, redact=redact).text(team.title)).strip(". ")[:60])
    if redact:
        parts.append(_("masked"))
    return "-".join(parts) + ".html"


def _indicators(known: CountedMonths, result: MonthResult, at: datetime | None) -> PeriodReport | None:
    """The month's figures against their targets; None where its standard has no indicators."""
    from qualitykit.workflow.indicators import period_report

    own = known.month(result.period.month)
    if own is None or own.standard.indicators is None:
        return None
    return period_report(own.name, known, today=at.date() if at else result.period.last_day)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def find_team(result: MonthResult, roster: Roster | None, leader: str) -> Team:
    """Whose people a leader's page shows: by the roster's supervisor column, else by department or team.

    ``leader`` is a name or an employee number, a department, a team, or ``department/team``. The roster's row
    of the month's last day counts. Errors: CannotRunError when nobody or more than one leader, department or
    team fits: people's data goes to no one by a guess.
    """
    from qualitykit.reports.page import Team

    rows = _rows(result, roster)
    names = {name for row in roster.rows for name in (row.name, *row.aliases)} if roster else set()
    numbers = set(roster.by_number) if roster else set()
    wanted = _plain(leader)
    found: list[tuple[str, frozenset[str]]] = []
    supervised = _supervised(rows, wanted)
    if supervised:
        found.append((leader.strip(), supervised))
    groups: dict[tuple[str, str], set[str]] = {}
    for person in result.people:
        if wanted == _plain(person.department):
            groups.setdefault((person.department, ""), set()).add(person.employee_no)
        elif person.team and wanted in (_plain(person.team), _plain(f"{person.department}/{person.team}")):
            groups.setdefault((person.department, person.team), set()).add(person.employee_no)
    found += [("/".join(part for part in key if part), frozenset(group)) for key, group in groups.items()]
    if not found:
        departments = sorted({person.department for person in result.people if person.department})
        raise CannotRunError(
            _("--team fits nobody's supervisor, department or team in {month}").format(
                month=result.period.month
            ),
            hint=_(
                "Write it as in the roster: a supervisor's name or number, a department, or a team: {command}"
            ).format(command=_for_team(result, departments[0] if departments else "")),
            details=tuple(departments),
        )
    if len(found) > 1:
        raise CannotRunError(
            _("--team fits more than one group of people in {month}").format(month=result.period.month),
            hint=_(
                "Name one of them: department/team, or the supervisor's employee number: {command}"
            ).format(command=_for_team(result, _("DEPARTMENT/TEAM"))),
            details=tuple(sorted(title for title, _members in found)),
        )
    title, members = found[0]
    return Team(title, members, names=names, numbers=numbers)


def _for_team(result: MonthResult, team: str) -> str:
    """The command of a team's page."""
    named = team or _("DEPARTMENT")
    return f"qualitykit report {result.period.month} --team {typed(named)}"


def _rows(result: MonthResult, roster: Roster | None) -> dict[str, RosterRow]:
    """The roster's row of everybody in the month, on its last day."""
    if roster is None:
        return {}
    rows = {one.employee_no: roster.on(one.employee_no, result.period.last_day) for one in result.people}
    leaders = {number: roster.on(number, result.period.last_day) for number in roster.by_number}
    return {number: row for number, row in {**leaders, **rows}.items() if row is not None}


def _supervised(rows: dict[str, RosterRow], wanted: str) -> frozenset[str]:
    """Everybody whose supervisor is the one wanted.

    The roster may name supervisors by name or number; both mean one person where the name is one person's.
    """
    names: dict[str, list[str]] = {}
    for number, row in rows.items():
        names.setdefault(_plain(row.name), []).append(number)
    said = {number: _plain(row.supervisor) for number, row in rows.items() if row.supervisor.strip()}
    meant = {wanted}
    number = next((one for one in rows if _plain(one) == wanted), "")
    if number:
        name = _plain(rows[number].name)
        if len(names[name]) == 1:
            meant.add(name)
        elif name in said.values():
            raise _two_of_a_name()
        meant.add(name + wanted)
        meant.add(wanted + name)
    elif len(names.get(wanted, ())) == 1:
        own = _plain(names[wanted][0])
        meant |= {own, wanted + own, own + wanted}
    elif wanted in names and wanted in said.values():
        raise _two_of_a_name()
    return frozenset(one for one, supervisor in said.items() if supervisor in meant)


def _two_of_a_name() -> CannotRunError:
    return CannotRunError(
        _("the roster has two people of that name, and its supervisor column does not say which is meant"),
        hint=_("Write employee numbers into the supervisor column."),
    )
