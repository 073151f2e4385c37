"""What a later month's files say about closed months: rows that come late, corrected rows, withdrawn ones.

A row dated in a closed month (a praise: verified in it) that the ledger does not have is late; one that it
has with other content corrects it. A corrected copy (its hidden meta names the file it replaces) also
withdraws the rows that it no longer holds. Source: semantics.md §9.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from qualitykit.frozen import dataclass
from qualitykit.model import Place, Verified
from qualitykit.problems import Problem, problem

if TYPE_CHECKING:
    from qualitykit.ledger.store import Ledger, LedgerMonth
    from qualitykit.model import Complaint, Evaluation, MonthRecords, Praise
    from qualitykit.scoring.corrected import News

__all__ = ["Brought", "bring_news", "corrected_files", "news_digest", "news_since"]

Source = tuple[str, str]  # month and file


@dataclass(frozen=True, slots=True)
class Brought:
    """What a month brought about closed ones. ``files``: its corrected copies, and the closed months whose
    files they replace. ``contradictions``: rows that say other than a closed month, in no corrected copy."""

    news: Mapping[str, News]
    files: Mapping[str, str] = field(default_factory=dict)
    contradictions: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Rows:
    """The rows of a closed month as they are known, and where each stands."""

    evaluations: dict[str, Evaluation] = field(default_factory=dict)
    complaints: dict[str, Complaint] = field(default_factory=dict)
    praises: dict[str, Praise] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)

    def take(self, month: str, evaluations: Iterable[Evaluation], complaints: Iterable[Complaint]) -> None:
        for row in evaluations:
            self.evaluations[row.id] = row
            self.sources[row.id] = (month, row.place.file)
        for line in complaints:
            self.complaints[line.id] = line
            self.sources[line.id] = (month, line.place.file)

    def drop(self, names: Iterable[str]) -> None:
        for name in names:
            self.evaluations.pop(name, None)
            self.complaints.pop(name, None)


def bring_news(
    ledger: Ledger,
    records: MonthRecords,
    closed: Sequence[LedgerMonth],
    brought_by: Mapping[str, Sequence[str]],
) -> Brought:
    """What a month's records say about months closed before it; ``brought_by``: which of these brought news
    of which already."""
    months = {one.month: one for one in closed}
    files = corrected_files(ledger, records, tuple(months))
    days = _days_before(records)
    touched = {one.month for one in closed if any(day in one.period for day in days)}
    touched |= {of for sources in files.values() for of, _file in sources}
    news: dict[str, News] = {}
    contradictions: list[Problem] = []
    for name in sorted(touched):
        known = _known_rows(ledger, months[name], brought_by.get(name, ()), tuple(months))
        own, problems = _compared(records, months[name], known, files)
        contradictions += problems
        if own:
            news[name] = own
    of_file = {copy: min(sources)[0] for copy, sources in files.items()}
    return Brought(news, of_file, tuple(contradictions))


def news_since(
    ledger: Ledger, month: LedgerMonth, brought_by: Sequence[str], closed: Sequence[LedgerMonth]
) -> tuple[News, ...]:
    """What months closed after it brought about a month, oldest first."""
    found: list[News] = []

    def tell(news: News) -> None:
        found.append(news)

    _known_rows(ledger, month, brought_by, [one.month for one in closed], tell)
    return tuple(found)


def corrected_files(ledger: Ledger, records: MonthRecords, closed: Iterable[str]) -> dict[str, set[Source]]:
    """The corrected copies among a month's files, and the closed months' files that each replaces."""
    if not records.copies:
        return {}
    by_digest: dict[str, Source] = {}
    for month in closed:
        if month < records.period.month:
            for file, digest in ledger.result(month, people=()).digests:
                by_digest[digest] = (month, file)
    found: dict[str, set[Source]] = {}
    for copy, digest in records.copies:
        if digest in by_digest:
            found.setdefault(copy, set()).add(by_digest[digest])
    return found


def news_digest(news: News) -> str:
    """The hash of what one month brought about another: the same news, the same hash."""
    from qualitykit.ledger.codec import digest_of, dump

    return digest_of(dump(news))


# --- inside ----------------------------------------------------------------------------------------------


def _known_rows(
    ledger: Ledger,
    month: LedgerMonth,
    brought_by: Iterable[str],
    closed: Sequence[str],
    tell: Callable[[News], None] = lambda _news: None,
) -> _Rows:
    """A closed month's rows with what months closed after it brought, of each the newest."""
    from qualitykit.scoring.praise import decided_praise

    own = ledger.inputs(month.month)[0].records
    rows = _Rows()
    rows.praises = {one.id: decided_praise(one, own.decisions) for one in own.praises}
    rows.take(
        month.month,
        (row for row in own.evaluations if row.day in month.period),
        (line for line in own.complaints if _day(line) in month.period),
    )
    for name in brought_by:
        records = ledger.inputs(name)[0].records
        news, _problems = _compared(records, month, rows, corrected_files(ledger, records, closed))
        tell(news)
        rows.drop(news.withdrawn)
        rows.take(name, news.evaluations, news.complaints)
        rows.praises |= {one.id: one for one in news.praises}
    return rows


def _compared(
    records: MonthRecords, month: LedgerMonth, known: _Rows, replaced: Mapping[str, set[Source]]
) -> tuple[News, list[Problem]]:
    """What of a month's records is news of a closed month, and what contradicts it without saying so."""
    from qualitykit.scoring.corrected import News
    from qualitykit.scoring.praise import Complained, decided_praise

    rows: list[Evaluation] = []
    lines: list[Complaint] = []
    problems: list[Problem] = []
    for row in records.evaluations:
        before = known.evaluations.get(row.id)
        if row.day not in month.period or (before is not None and _said(before) == _said(row)):
            continue
        if not (row.held_back and before is not None):
            rows.append(row)
        if before is not None and row.place.file not in replaced:
            what = row.contact_id or f"{row.employee_no} {row.day}"
            problems.append(problem("QK908", row.place, what, month=month.month))
    for line in records.complaints:
        told = known.complaints.get(line.id)
        if told is not None and _told(told) != _told(line):
            lines.append(line)
            if line.place.file not in replaced:
                problems.append(problem("QK908", line.place, line.complaint_no or line.id, month=month.month))
    complained = Complained((*known.complaints.values(), *records.complaints))
    praises = [
        decided
        for decided in (decided_praise(one, records.decisions) for one in records.praises)
        if decided.verified is Verified.YES
        and decided.verified_on is not None
        and decided.verified_on in month.period
        and decided.decision != "refuse"
        and _praised(decided) != _praised(known.praises.get(decided.id))
        and (decided.decision == "pay" or not complained.meets(decided))
    ]
    withdrawn: set[str] = set()
    for copy, sources in replaced.items():
        present = {row.id for row in records.evaluations if row.place.file == copy}
        present |= {line.id for line in records.complaints if line.place.file == copy}
        held = known.evaluations.keys() | known.complaints.keys()
        withdrawn |= {name for name in held if known.sources[name] in sources} - present
    return News(tuple(rows), tuple(lines), tuple(praises), frozenset(withdrawn)), problems


def _days_before(records: MonthRecords) -> set[date]:
    """The days before its period that a month's rows are dated on, or its praises verified on."""
    days = {row.day for row in records.evaluations} | {_day(line) for line in records.complaints}
    days |= {one.verified_on for one in records.praises if one.verified_on is not None}
    return {day for day in days if day < records.period.first_day}


def _day(line: Complaint) -> date:
    received = line.received_at
    return received.date() if isinstance(received, datetime) else received


def _said(row: Evaluation) -> tuple[object, ...]:
    answers = tuple((one.state, one.value) for one in row.answers)
    return (row.employee_no, row.day, row.inspector, row.severity, row.verified, answers)


def _praised(one: Praise | None) -> Praise | None:
    """What a praise says, wherever it stands."""
    return one and replace(one, place=Place(""), verified_by="", received_on=None)


def _told(line: Complaint) -> tuple[object, ...]:
    return (line.people, _day(line), line.contact_on, line.category, line.severity, line.valid)
