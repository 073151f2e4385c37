"""Score months from folders, show them, explain them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from qualitykit import __version__
from qualitykit.errors import CannotRunError, typed
from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.problems import Severity
from qualitykit.workflow.collector import keep_until_the_end, no_collector
from qualitykit.workflow.periods import from_folders
from qualitykit.workflow.standards import Checkers, load_standards

if TYPE_CHECKING:
    from datetime import datetime

    from qualitykit.intake.ahead import ReadAhead
    from qualitykit.ledger.workspace import Workspace
    from qualitykit.model import MonthRecords, Roster
    from qualitykit.scoring.results import MonthResult
    from qualitykit.standards.standard import Standard

__all__ = [
    "DetailsAhead",
    "MonthOutcome",
    "Scored",
    "explain_person",
    "inbox_months",
    "month_tables",
    "read_and_score",
    "results_json",
    "results_schema",
    "roster_of",
    "score_months",
]

Progress = Callable[[str, int, int], None]
_Kept = TypeVar("_Kept")


@dataclass(frozen=True, slots=True)
class MonthOutcome:
    """A scored month and the files written for it."""

    result: MonthResult
    files: tuple[Path, ...]

    @property
    def incomplete(self) -> bool:
        """Whether something was held back or left out."""
        return any(item.severity is Severity.ERROR for item in self.result.problems)


@dataclass(frozen=True, slots=True)
class Scored:
    """Several months, in order of date. ``unread``: what lies in the inbox and belongs to no month.
    ``unfiled``: sheets beside the results that people filled in, and the folder that they belong into."""

    months: tuple[MonthOutcome, ...]
    unread: tuple[str, ...] = ()
    unfiled: tuple[tuple[str, str], ...] = ()

    @property
    def results(self) -> tuple[MonthResult, ...]:
        """The results alone."""
        return tuple(month.result for month in self.months)


class DetailsAhead:
    """评分明细.csv of a long month, begun as soon as its evaluations are done.

    ``ready`` waits for that of the month that was evaluated last; None where there is no such file, or it is
    masked.
    """

    def __init__(self, *, redact: bool) -> None:
        self._redact = redact
        self.ready: Callable[[], bytes] | None = None

    def begin(self, evaluated: MonthResult) -> None:
        """``when_evaluated`` of ``score_month``."""
        from qualitykit.reports.workbook import details_ahead

        self.ready = None if self._redact else details_ahead(evaluated)


def roster_of(records: MonthRecords, _result: MonthResult) -> Roster:
    """The roster of a month: what most uses keep of its records."""
    return records.roster


def read_and_score(
    folders: Sequence[Path],
    keep: Callable[[MonthRecords, MonthResult], _Kept],
    *,
    packs: Sequence[Standard],
    month: str | None,
    roster: Path | None,
    progress: Progress | None,
    at: datetime | None = None,
    ahead: ReadAhead | None = None,
    when_evaluated: Callable[[MonthResult], None] | None = None,
) -> Iterator[tuple[_Kept, MonthResult]]:
    """What is kept of each month's records, and its result, in order of date; earlier months are the history
    of later ones.

    ``keep`` takes what it needs: the records themselves are let go, for their transcripts take more room
    than all that is written of them. ``at``: now, for what is not done yet in the running month. ``ahead``:
    as for ``read_months``. ``when_evaluated``: as for ``score_month``.
    """
    from qualitykit.intake.month import read_months
    from qualitykit.scoring.history import extend
    from qualitykit.scoring.month import score_month
    from qualitykit.scoring.results import History

    history, checkers = History(), Checkers()
    if ahead is not None and len(packs) == 1:
        ahead.meanwhile.append(lambda: checkers.of(packs[0]))
    waiting = list(
        read_months(
            folders,
            standards=packs,
            month=month,
            roster=roster,
            progress=progress,
            ahead=ahead,
            today=at.date() if at is not None else None,
            hear=checkers.hear(packs),
        )
    )
    while waiting:
        records, problems = waiting.pop(0)
        if progress is not None:
            progress(_("scoring {month}").format(month=records.period.month), 1, 1)
        result = score_month(
            packs,
            records,
            history,
            program_version=__version__,
            input_problems=problems,
            as_of=at,
            checker_of=checkers.in_parts,
            when_evaluated=when_evaluated,
        )
        if waiting:  # nobody asks what the last one leaves
            history = extend(history, result, closed=False)
        kept = keep(records, result)
        if not waiting:
            keep_until_the_end(records)
        del records
        yield kept, result
    checkers.keep()  # all that was asked for is done


def inbox_months(
    folders: Sequence[Path], *, month: str | None = None, out: Path | None = None
) -> tuple[Workspace | None, tuple[str, ...]]:
    """The workspace that people stand in, and which months of its inbox are meant (none: all that are open).

    A folder of the inbox means that month of the workspace, with its standard, roster and history.
    CannotRunError: other folders would be scored into the workspace's results, or a month's name stands for a
    folder.
    """
    from qualitykit.workflow.ledger_months import find_workspace

    workspace = find_workspace()
    if workspace is None:
        return None, ()
    if not folders:
        return workspace, (month,) if month else ()
    missing = next((folder for folder in folders if not folder.exists()), None)
    if missing is not None and (workspace.inbox / missing).is_dir():
        raise CannotRunError(
            _("{month} lies in the inbox of the workspace").format(month=missing),
            hint=f"qualitykit score -m {typed(missing)}",
        )
    if not all(folder.is_dir() for folder in folders):
        return workspace, ()  # what is wrong with them is said when they are read
    from qualitykit.workflow.ledger_months import months_in_inbox

    wanted = months_in_inbox(workspace, folders)
    if not wanted and (out or Path("results")).resolve() == workspace.results.resolve():
        raise CannotRunError(
            _("these folders are no months of the workspace, and its results are not written over"),
            hint=_("Say where the results go: {command}").format(
                command=" ".join(["qualitykit score", *map(typed, folders), "--out DIR"])
            ),
        )
    return workspace, wanted


def score_months(
    folders: Sequence[Path],
    *,
    standards: Sequence[str] | None = None,
    month: str | None = None,
    roster: Path | None = None,
    out: Path,
    redact: bool = False,
    progress: Progress | None = None,
    at: datetime | None = None,
) -> Scored:
    """Score one folder a month, in order of date, and write each month's workbooks below ``out``.

    ``at``: now; what is not done in the running month is judged then, in earlier ones at their end.

    Raises CannotRunError where a folder is missing, names no month, or cannot be written to.
    """
    from qualitykit.intake.ahead import ReadAhead

    outcomes: list[MonthOutcome] = []
    with ReadAhead.of_folders(folders) as ahead, no_collector():
        packs = load_standards(standards)
        from qualitykit.reports.workbook import write_results

        ahead.meanwhile.append(_import_tables)
        details = DetailsAhead(redact=redact)
        for _roster, result in read_and_score(
            folders,
            roster_of,
            packs=packs,
            month=month,
            roster=roster,
            progress=progress,
            at=at,
            ahead=ahead,
            when_evaluated=details.begin,
        ):
            trend = tuple(outcome.result for outcome in outcomes)
            if progress is not None:
                progress(_("writing {month}").format(month=result.period.month), 1, 1)
            files = write_results(
                result, out / result.period.month, trend=trend, redact=redact, details=details.ready
            )
            outcomes.append(MonthOutcome(result, files))
            keep_until_the_end(outcomes[-1])
    return Scored(tuple(outcomes))


def _import_tables() -> None:
    """What the terminal shows is made with these."""
    from qualitykit.reports import deadline_text, quickbook, tables  # noqa: F401


def month_tables(result: MonthResult, *, redact: bool = False) -> str:
    """The month as the terminal shows it."""
    from qualitykit.reports import deadline_text, tables

    texts = (
        tables.ranking_text(result, redact=redact),
        tables.stars_text(result, redact=redact),
        tables.warnings_text(result, redact=redact),
        tables.bonus_text(result, redact=redact),
        deadline_text.deadlines_text(result, redact=redact),
        tables.problems_text(result.problems, workbook=True, redact=redact),
        tables.controls_text(result, redact=redact),
        tables.notes_text(result, redact=redact),
    )
    return "\n\n".join(text for text in texts if text)


def results_json(results: Sequence[MonthResult]) -> str:
    """The results as JSON: a list, a month each."""
    from qualitykit.reports.results_json import to_json

    return "[" + ",\n".join(to_json(result, mask=True).decode() for result in results) + "]"


def results_schema() -> dict[str, Any]:
    """The JSON Schema of one month of ``results_json``."""
    from qualitykit.reports.results_json import results_schema as schema

    return schema()


def _repeated(employee_no: str) -> str:
    """What was written, where it is a number; a name is not said again."""
    return typed(employee_no) if employee_no.isascii() else "E1007"


def explain_person(
    month: str,
    employee_no: str,
    *,
    folders: Sequence[Path],
    standards: Sequence[str] | None = None,
    roster: Path | None = None,
    redact: bool = False,
    progress: Progress | None = None,
) -> str:
    """Every number of one person's month, from the folders given; the last folder of that month counts."""
    from qualitykit.reports.deadline_sheets import complaint_text
    from qualitykit.reports.explain import explain
    from qualitykit.workflow.whom import whom

    if not folders:
        raise CannotRunError(
            _("say which folders the month comes from"),
            hint=f"qualitykit explain {month} {_repeated(employee_no)} {from_folders(month)}",
        )
    with no_collector():
        for _roster, result in read_and_score(
            folders, roster_of, packs=load_standards(standards), month=None, roster=roster, progress=progress
        ):
            if result.period.month == month:
                if not complaint_text(result, employee_no):
                    given = " ".join(f"--from {typed(folder)}" for folder in folders)
                    again = f"qualitykit explain {month} {{who}} {given}"
                    employee_no = whom(employee_no, result.people, where=month, command=again)
                return explain(result, employee_no, redact=redact)
    raise CannotRunError(
        _("none of the folders is of {month}").format(month=month),
        hint=f"qualitykit explain {month} {_repeated(employee_no)} {from_folders(month)}",
    )
