"""A month while it is gathered: its files, its records so far, and where the rows of each sheet went."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qualitykit.intake.names import Finder
from qualitykit.intake.turns import TurnsRead
from qualitykit.model import ControlTotal, Evaluation, Period, Place, Roster
from qualitykit.problems import Problem

__all__ = ["GatheredMonth", "RowCount"]


@dataclass(slots=True)
class RowCount:
    """Where the rows of one sheet went, while they go."""

    file: str
    sheet: str
    form: str
    read: int = 0
    left_out: int = 0
    repeats: int = 0
    other_months: int = 0

    def total(self) -> ControlTotal:
        """The control total: what is not left out, repeated or of another month was used."""
        used = self.read - self.left_out - self.repeats - self.other_months
        return ControlTotal(
            self.file, self.sheet, self.form, self.read, used, self.left_out, self.repeats, self.other_months
        )


@dataclass(slots=True)
class GatheredMonth:
    """One month while it is gathered."""

    period: Period
    files: list[tuple[Path, Path]]
    roster: Roster = field(default_factory=Roster)
    finder: Finder = field(default_factory=lambda: Finder(Roster()))
    evaluations: list[Evaluation] = field(default_factory=list)
    records: dict[str, list[Any]] = field(default_factory=dict)
    counts: dict[tuple[str, str], RowCount] = field(default_factory=dict)
    controls: list[ControlTotal] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    turns: list[TurnsRead] = field(default_factory=list)
    summaries: set[tuple[str, str]] = field(default_factory=set)
    unclear: set[Place] = field(default_factory=set)  # rows whose contact's id cannot be read
    roster_place: Place | None = None

    def counting(self, file: str, sheet: str, form: str, read: int) -> RowCount:
        """The count of a sheet with so many rows more: two folders of a month may hold files of one name."""
        count = self.counts.setdefault((file, sheet), RowCount(file, sheet, form))
        count.read += read
        return count

    def count(self, place: Place) -> RowCount:
        """The count of the sheet that a place is in."""
        return self.counts[place.file, place.sheet]
