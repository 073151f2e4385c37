"""The months that indicators are taken from, counted: from folders of workbooks, or from the ledger."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from qualitykit.frozen import dataclass
from qualitykit.problems import Severity
from qualitykit.workflow.collector import no_collector
from qualitykit.workflow.standards import load_standards

if TYPE_CHECKING:
    from datetime import datetime

    from qualitykit.ledger.store import Ledger
    from qualitykit.model import MonthRecords, Period
    from qualitykit.scoring.indicators import Earlier, Facts
    from qualitykit.scoring.results import History, MonthResult
    from qualitykit.scoring.tally import MonthTally
    from qualitykit.standards.indicators import Indicators
    from qualitykit.standards.standard import Standard

__all__ = ["Counted", "CountedMonths", "FolderCount", "count_folders", "count_ledger"]

Progress = Callable[[str, int, int], None]
State = Literal["folder", "draft", "closed"]


@dataclass(frozen=True, slots=True)
class Counted:
    """One month without its transcripts, by the version of the standard that was in force on its last day.

    ``facts``: department → facts. ``result`` holds no evaluations. ``faults``: problems that hold something
    back and that nobody accepted.
    """

    tally: MonthTally
    facts: Mapping[str, Facts]
    standard: Standard
    result: MonthResult
    state: State
    faults: int = 0

    @property
    def name(self) -> str:
        """``2026-10``."""
        return self.tally.period.month


@dataclass(frozen=True, slots=True)
class CountedMonths:
    """All months that are there, in order of date. ``history``: what they leave together. ``source``:
    folders or the ledger. ``unreadable``: months whose personal data were deleted, so they cannot be counted.
    """

    months: tuple[Counted, ...]
    history: History
    source: Literal["folders", "ledger"]
    unreadable: tuple[str, ...] = ()

    def month(self, name: str) -> Counted | None:
        """That month; None: it is not there."""
        return next((one for one in self.months if one.name == name), None)

    def facts(self, names: Sequence[str], department: str = "") -> Facts | None:
        """The facts of these months together; None where one is not there: nothing fair to compare."""
        from qualitykit.scoring.indicators import Facts, add_up

        found = [self.month(name) for name in names]
        if not found or None in found:
            return None
        return add_up(one.facts.get(department, Facts((one.name,))) for one in found if one is not None)

    def earlier(self, names: Sequence[str]) -> Earlier | None:
        """The facts of an earlier period with the definitions of its last month; None: a month is missing."""
        from qualitykit.scoring.indicators import Earlier

        facts, last = self.facts(names), self.month(names[-1]) if names else None
        return None if facts is None or last is None else Earlier(last.tally.rules, facts)


def count_folders(
    folders: Sequence[Path],
    *,
    standards: Sequence[str] | None = None,
    roster: Path | None = None,
    progress: Progress | None = None,
    at: datetime | None = None,
) -> CountedMonths:
    """Read, score and count the months of these folders. CannotRunError: as ``read_and_score``."""
    from qualitykit.workflow.months import read_and_score

    packs = load_standards(standards)
    count = FolderCount(packs)
    with no_collector():
        for _nothing, _result in read_and_score(
            folders, count.add, packs=packs, month=None, roster=roster, progress=progress, at=at
        ):
            pass
    return count.months()


class FolderCount:
    """Counts months of folders while they are scored. A class because each adds to those before."""

    def __init__(self, packs: Sequence[Standard]) -> None:
        from qualitykit.scoring.results import History

        self._packs = packs
        self._history = History()
        self._tallies: list[MonthTally] = []
        self._results: list[MonthResult] = []
        self._seen: dict[str, bool] = {}

    def add(self, records: MonthRecords, result: MonthResult) -> None:
        """Count the next month in order of date; its transcripts are not kept."""
        from qualitykit.scoring.history import extend
        from qualitykit.scoring.tally import seen_after

        self._tallies.append(_tally(self._packs, records, result, self._seen))
        self._seen = seen_after(self._seen, records)
        self._history = extend(self._history, result, closed=False)
        self._results.append(replace(result, evaluations=()))

    def months(self) -> CountedMonths:
        """All that were counted."""
        states: list[State] = ["folder"] * len(self._results)
        chosen = [_in_force(self._packs, one.period) for one in self._tallies]
        faults = [_faults(one) for one in self._results]
        joined = _joined(self._tallies, chosen, self._results, states, faults)
        return CountedMonths(joined, self._history, "folders")


def count_ledger(
    ledger: Ledger, *, history_before: str = "", progress: Progress | None = None
) -> CountedMonths:
    """Count every month of the ledger, closed ones and drafts, each as it stands there.

    ``history_before``: the history is that of the months before this one, with the appeals upheld since in
    it; empty: none is asked for. A month whose personal data were deleted is only named.
    """
    from qualitykit.scoring.results import History
    from qualitykit.scoring.tally import seen_after
    from qualitykit.workflow.known_months import known_history

    tallies: list[MonthTally] = []
    results: list[MonthResult] = []
    states: list[State] = []
    chosen: list[Standard] = []
    faults: list[int] = []
    seen: dict[str, bool] = {}
    purged = {entry.month for entry in ledger.entries("purge")}
    wanted = [one for one in ledger.months() if one.month not in purged]
    with no_collector():
        for done, one in enumerate(wanted):
            if progress is not None:
                progress(one.month, done, len(wanted))
            inputs, packs = ledger.inputs(one.month)
            result = ledger.result(one.month)
            tallies.append(_tally(packs, inputs.records, result, seen))
            seen = seen_after(seen, inputs.records)
            results.append(replace(result, evaluations=()))
            states.append("closed" if one.closed else "draft")
            chosen.append(_in_force(packs, one.period))
            accepted = {entry.subject for entry in ledger.entries("accept", month=one.month)}
            faults.append(0 if one.closed else _faults(result, accepted))
            del inputs, result  # transcripts take more room than all that is counted of them
        if progress is not None:
            progress("", len(wanted), len(wanted))
        history = History()
        if history_before:
            history = known_history(ledger, history_before)
    months = _joined(tallies, chosen, results, states, faults)
    return CountedMonths(months, history, "ledger", tuple(sorted(purged)))


def _faults(result: MonthResult, accepted: Collection[str] = ()) -> int:
    return sum(one.severity is Severity.ERROR and one.id not in accepted for one in result.problems)


def _joined(
    tallies: Sequence[MonthTally],
    chosen: Sequence[Standard],
    results: Sequence[MonthResult],
    states: Sequence[State],
    faults: Sequence[int],
) -> tuple[Counted, ...]:
    from qualitykit.scoring.training_months import with_training

    facts = with_training(tallies)
    return tuple(
        Counted(*parts) for parts in zip(tallies, facts, chosen, results, states, faults, strict=True)
    )


def _in_force(packs: Sequence[Standard], period: Period) -> Standard:
    from qualitykit.scoring.versions import Versions

    return Versions(packs, period).of_month()[0]


def _tally(
    packs: Sequence[Standard], records: MonthRecords, result: MonthResult, seen: Mapping[str, bool]
) -> MonthTally:
    from qualitykit.scoring.tally import tally_month
    from qualitykit.standards.indicators import Indicators

    own: Indicators | None = _in_force(packs, records.period).indicators
    # a version without indicators: counted all the same, for a later version may compare with it
    return tally_month(own or Indicators(), packs, records, result, seen=seen)
