"""What turned up about a closed month since: rows that come late or corrected, and rows that were withdrawn.

A corrected copy of a closed month's file changes nothing in that month. What it says for an employee is
certain and counts from now on, like an upheld appeal: it is paid, and later steps are counted without the
warning. What it says against somebody is only compared, and people decide. Source: semantics.md §9.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from qualitykit.frozen import dataclass
from qualitykit.model import Complaint, Evaluation, MonthRecords, Praise, Verified
from qualitykit.scoring.incidents import findings_of_complaint
from qualitykit.scoring.month import score_month
from qualitykit.scoring.results import History, MonthResult
from qualitykit.scoring.upheld import Upheld, overlay
from qualitykit.scoring.versions import Versions
from qualitykit.standards.standard import Standard

__all__ = ["News", "with_everything", "with_what_favours"]


@dataclass(frozen=True, slots=True)
class News:
    """What one later month brought about a closed one; a record with the id of a known one corrects it.

    ``praises``: verified in that month. ``withdrawn``: ids of evaluations and complaints that the corrected
    copy of their file holds no more.
    """

    evaluations: tuple[Evaluation, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    praises: tuple[Praise, ...] = ()
    withdrawn: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.evaluations or self.complaints or self.praises or self.withdrawn)


def with_everything(records: MonthRecords, news: Iterable[News]) -> MonthRecords:
    """The month's records with all that turned up, for and against; the newest counts."""
    evaluations = {one.id: one for one in records.evaluations}
    complaints = {one.id: one for one in records.complaints}
    for one in news:
        for name in one.withdrawn:
            evaluations.pop(name, None)
            complaints.pop(name, None)
        evaluations |= {row.id: row for row in one.evaluations}
        complaints |= {row.id: row for row in one.complaints if row.id in complaints}
    return replace(
        records,
        evaluations=tuple(evaluations.values()),
        complaints=tuple(complaints.values()),
        praises=_praises(records.praises, news),
        controls=(),
    )


def _praises(own: Sequence[Praise], news: Iterable[News]) -> tuple[Praise, ...]:
    """The month's praises with those that came late or were verified late; the newest counts."""
    found: dict[str, Praise] = {}
    for one in news:
        found |= {row.id: row for row in one.praises}
    known = {row.id for row in own}
    late = (row for name, row in found.items() if name not in known)
    return (*(found.get(row.id, row) for row in own), *late)


def with_what_favours(
    standards: Sequence[Standard], records: MonthRecords, news: Sequence[News], *, program_version: str
) -> MonthRecords:
    """The month's records with those corrections that cost nobody anything.

    A corrected row counts whole where it scores no less and breaks nothing more than the row before. Where
    it does not, what it no longer shows is struck out, as by an upheld appeal. A withdrawn row keeps its
    score, and what it had broken is left out. New rows are no corrections: they wait for people. A praise
    that was verified in the month counts, whenever it comes.
    """
    if not any(news):
        return records
    own = {one.id: one for one in records.evaluations}
    batches = [
        [row for row in one.evaluations if row.id in own and row.employee_no == own[row.id].employee_no]
        for one in news
    ]
    names = {row.id for batch in batches for row in batch} | {name for one in news for name in one.withdrawn}
    names |= {row.id for one in news for row in one.evaluations if row.id in own}
    judge = _Judge(standards, records, program_version)
    before = judge.judged([own[name] for name in sorted(names) if name in own])
    best = {name: (own[name], facts) for name, facts in before.items()}
    gone: dict[str, frozenset[str]] = {}  # what a row no longer shows, by its id
    for batch, one in zip(batches, news, strict=True):
        after = judge.judged(batch)
        for row in batch:
            old, new = best[row.id][1], after[row.id]
            if new.no_worse_than(old):
                best[row.id] = (row, new)
            elif not row.held_back:
                gone[row.id] = gone.get(row.id, frozenset()) | (old.subjects - new.subjects)
        left = one.withdrawn | {row.id for row in one.evaluations if row.id in own} - {
            row.id for row in batch
        }
        for name in left & before.keys():
            gone[name] = gone.get(name, frozenset()) | before[name].subjects
    rows = tuple(best[one.id][0] if one.id in best else one for one in records.evaluations)
    struck = [
        Upheld(
            f"corrected:{name}",
            own[name].employee_no,
            "incident",
            "excused",
            tuple((name, subject) for subject in sorted(subjects)),
        )
        for name, subjects in gone.items()
        if subjects
    ]
    complaints, cleared = _complaints(Versions(standards, records.period), records.complaints, news)
    records = replace(
        records, evaluations=rows, complaints=complaints, praises=_praises(records.praises, news)
    )
    return overlay(records, (*struck, *cleared))


# --- evaluations -----------------------------------------------------------------------------------------

_RANK = {"minor": 1, "severe": 2}


@dataclass(frozen=True, slots=True)
class _Facts:
    """What an evaluation says by itself: its score (None: it gives none), and what it broke, how gravely."""

    score: Decimal | None
    broken: Mapping[str, int]

    @property
    def subjects(self) -> frozenset[str]:
        return frozenset(self.broken)

    def no_worse_than(self, other: "_Facts") -> bool:
        if self.score is None or other.score is None or self.score < other.score:
            return False
        return all(rank <= other.broken.get(subject, 0) for subject, rank in self.broken.items())


class _Judge:
    """Scores rows of a month by themselves: what each gives and breaks, whatever the month's other rows."""

    def __init__(self, standards: Sequence[Standard], records: MonthRecords, program_version: str) -> None:
        self.standards = standards
        self.version = program_version
        self.alone = MonthRecords(
            records.period, records.roster, hit_decisions=records.hit_decisions, decisions=records.decisions
        )

    def judged(self, rows: Sequence[Evaluation]) -> dict[str, _Facts]:
        if not rows:
            return {}
        result = self._scored(tuple(rows))
        broken: dict[str, dict[str, int]] = {}
        for incident in result.incidents:
            for one in incident.violations:
                own = broken.setdefault(one.evaluation, {})
                own[one.subject] = max(own.get(one.subject, 0), _RANK[one.severity])
        return {
            one.id: _Facts(one.score.published if one.score else None, broken.get(one.id, {}))
            for one in result.evaluations
        }

    def _scored(self, rows: tuple[Evaluation, ...]) -> MonthResult:
        alone = replace(self.alone, evaluations=rows)
        return score_month(self.standards, alone, History(), program_version=self.version)


# --- complaints ------------------------------------------------------------------------------------------


def _complaints(
    versions: Versions, own: Sequence[Complaint], news: Sequence[News]
) -> tuple[tuple[Complaint, ...], list[Upheld]]:
    """The month's complaints, those corrected in people's favour in their place; and whom others clear."""
    known = {one.id: one for one in own}
    cleared: list[Upheld] = []
    for one in news:
        for row in one.complaints:
            before = known.get(row.id)
            if before is None:
                continue
            old, new = _blamed(versions, before), _blamed(versions, row)
            if all(rank <= old.get(person, 0) for person, rank in new.items()) and _valid(row) <= _valid(
                before
            ):
                known[row.id] = row
            else:
                cleared += [_clear(row.id, person) for person in {*before.people} - {*row.people}]
        for name in one.withdrawn & known.keys():
            cleared += [_clear(name, person) for person in known[name].people]
    return tuple(known[one.id] for one in own), cleared


def _blamed(versions: Versions, complaint: Complaint) -> dict[str, int]:
    """Whom a complaint blames, how gravely."""
    received = complaint.received_at
    day: date = received.date() if isinstance(received, datetime) else received
    standard = versions.on(complaint.contact_on or day)
    findings = findings_of_complaint(standard, complaint) if standard is not None else ()
    return {
        one.employee_no: max((_RANK[each.severity] for each in one.violations), default=0) for one in findings
    }


def _valid(complaint: Complaint) -> frozenset[str]:
    return frozenset(complaint.people) if complaint.valid is Verified.YES else frozenset()


def _clear(name: str, person: str) -> Upheld:
    return Upheld(f"corrected:{name}:{person}", person, "incident", "not_a_breach", ((name, ""),))
