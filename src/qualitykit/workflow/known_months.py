"""Closed months as they would be with what is known now: upheld appeals and corrections in people's favour.

Each is computed once, after those before it, and kept in the ledger under the hash of all that it was
computed from (its basis): its own content, its appeals, what later months brought about it, the months
before, the version of the program. A month that was closed when all of that was known stands as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from qualitykit import __version__
from qualitykit.frozen import dataclass
from qualitykit.workflow.appeals import upheld_by_month
from qualitykit.workflow.news import Brought, bring_news, news_digest, news_since

if TYPE_CHECKING:
    from decimal import Decimal

    from qualitykit.ledger.store import Entry, Ledger, LedgerMonth
    from qualitykit.model import Adjustment, MonthRecords
    from qualitykit.scoring.reconcile import Changed
    from qualitykit.scoring.results import History, MonthResult
    from qualitykit.scoring.upheld import Upheld
    from qualitykit.standards.standard import Standard

__all__ = [
    "Knowledge",
    "Taken",
    "as_closed",
    "changed_months",
    "closing_data",
    "history_for",
    "known_changes",
    "known_figures",
    "known_history",
    "known_results",
    "known_variants",
    "made_now",
    "paid_figures",
    "taken_before",
    "what_is_known",
]

# Where computed months are kept: by what is closed; with an open month's news too; with all that speaks
# against people; what was known when a month was closed, and that month by this version of the program.
_CLOSED, _OPEN, _ALL, _THEN, _PAID = "closed", "open", "all", "then", "paid"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known of the months closed before a month, at some point of the log.

    ``brought``: of a closed month, the months that brought news of it and the hash of each. ``now``: what the
    month itself brings. ``bases``: of months that were closed when something was known, the hash of that.
    """

    closed: tuple[LedgerMonth, ...]
    upheld: Mapping[str, tuple[Upheld, ...]]
    brought: Mapping[str, tuple[tuple[str, str], ...]]
    bases: Mapping[str, str]
    purged: str = ""
    now: Brought = field(default_factory=lambda: Brought({}))

    @property
    def again(self) -> tuple[LedgerMonth, ...]:
        """The closed months from the first that something new is known of; none past its retention."""
        closed = {one.month for one in self.closed}
        first = min(
            (one for one in (*self.upheld, *self.brought, *self.now.news) if one in closed), default=""
        )
        return tuple(one for one in self.closed if first and one.month >= first and one.month > self.purged)

    @property
    def anything_late(self) -> bool:
        """Whether rows turned up about a closed month, not appeals alone."""
        return bool(self.now.news or self.brought)

    def corrected(self, before: str) -> frozenset[str]:
        """The closed months before a month that late rows correct; none past its retention."""
        return frozenset(one.month for one in self.closed if self.purged < one.month < before)

    def brought_by(self, month: str) -> tuple[str, ...]:
        """The closed months that brought news of that one."""
        return tuple(name for name, _digest in self.brought.get(month, ()))


def what_is_known(
    ledger: Ledger, before: str, records: MonthRecords | None = None, *, until: int | None = None
) -> Knowledge:
    """What is known of the months closed before ``before``, with what its own records bring; ``until``: by
    the entry of that number in the log."""
    closed = tuple(one for one in ledger.months() if one.closed and one.month < before)
    brought: dict[str, list[tuple[str, str]]] = {}
    bases: dict[str, str] = {}
    for entry in _closings(ledger, closed):
        late = (entry.data or {}).get("late", {})
        for month in late:
            # a ledger of an older version names the months only
            brought.setdefault(month, []).append(
                (entry.month, late[month] if isinstance(late, dict) else "?")
            )
        bases[entry.month] = (entry.data or {}).get("basis", "")
    purged = max((entry.month for entry in ledger.entries("purge")), default="")
    upheld = {month: ones for month, ones in upheld_by_month(ledger, until).items() if month < before}
    by_month = {month: tuple(ones) for month, ones in brought.items() if month > purged}
    found = Knowledge(closed, upheld, by_month, bases, purged)
    if records is None:
        return found
    readable = [one for one in closed if one.month > purged]
    by = {month: [name for name, _digest in ones] for month, ones in by_month.items()}
    return replace(found, now=bring_news(ledger, records, readable, by))


def _closings(ledger: Ledger, closed: Sequence[LedgerMonth]) -> list[Entry]:
    seals = {one.seal for one in closed}
    latest = {entry.month: entry for entry in ledger.entries("close") if entry.subject in seals}
    return [latest[month] for month in sorted(latest)]


def known_variants(
    ledger: Ledger, known: Knowledge, *, everything: bool = False, kept_in: Sequence[str] = ()
) -> dict[str, str]:
    """Month → variant of the closed months that are not as they were closed; what is missing is computed.

    ``everything``: with what speaks against people too. ``kept_in``: variants to use, the first one to write.
    """
    first = _ALL if everything else _OPEN if known.now.news else _CLOSED
    return _Chain(ledger, known, kept_in or dict.fromkeys((first, _CLOSED, _OPEN)), everything).run()[0]


class _Chain:
    """One walk over the closed months from the first that something new is known of."""

    def __init__(
        self, ledger: Ledger, known: Knowledge, variants: Sequence[str] | dict[str, None], everything: bool
    ) -> None:
        self.ledger = ledger
        self.known = known
        self.kept = {variant: ledger.known_bases(variant) for variant in variants}
        self.write_to = next(iter(variants))
        self.everything = everything
        self.compares = self.write_to != _THEN
        self.found: dict[str, str] = {}

    def run(self) -> tuple[dict[str, str], str]:
        """Month → variant, and the hash of all that is known at the end; empty: nothing is."""
        again = self.known.again
        if not again:
            return {}, ""
        before = [one for one in self.known.closed if one.month < again[0].month]
        basis, late = before[-1].seal if before else "", False
        for one in again:
            digests = [digest for _month, digest in self.known.brought.get(one.month, ())]
            news = self.known.now.news.get(one.month)
            digests += [news_digest(news)] if news is not None else []
            late = late or bool(digests)
            upheld = self.known.upheld.get(one.month, ())
            basis = _basis(one, basis, upheld, digests, everything=self.everything and late)
            if self.known.bases.get(one.month) != basis:
                self.found[one.month] = self._holder(one, basis, upheld)
        return self.found, basis

    def _holder(self, month: LedgerMonth, basis: str, upheld: Sequence[Upheld]) -> str:
        for variant, bases in self.kept.items():
            if bases.get(month.month) == basis:
                return variant
        from qualitykit.scoring.history import needed_by
        from qualitykit.scoring.reconcile import ClosedMonth, changes, rescore
        from qualitykit.scoring.upheld import struck_by

        inputs, packs = self.ledger.inputs(month.month)
        news = news_since(self.ledger, month, self.known.brought_by(month.month), self.known.closed)
        own = self.known.now.news.get(month.month)
        paid = self.ledger.figures(month.month)
        result = rescore(
            ClosedMonth(
                packs,
                inputs.records,
                paid,
                (*news, own) if own is not None else news,
            ),
            upheld,
            history=replace(
                self.ledger.history(month.month, needed_by(packs, inputs.records), self.found),
                struck=struck_by(self.known.upheld, month.month),
                corrected=self.known.corrected(month.month),
            ),
            program_version=__version__,
            late=self.everything,
        )
        changed = changes(paid, paid_figures(self.ledger, month), result) if self.compares else ()
        self.ledger.put_known(self.write_to, result, basis, changed)
        self.kept[self.write_to][month.month] = basis
        return self.write_to


def _basis(
    month: LedgerMonth, before: str, upheld: Sequence[Upheld], news: Sequence[str], *, everything: bool
) -> str:
    from qualitykit.ledger.codec import canonical, digest_of

    appeals = sorted(
        [one.id, one.employee_no, one.kind, one.ruling, [list(pair) for pair in one.targets]]
        for one in upheld
    )
    content: dict[str, Any] = {
        "version": __version__,
        "before": before,
        "content": month.content_hash,
        "upheld": appeals,
        "news": list(news),
        "everything": everything,
    }
    return digest_of(canonical(content))


# --- what others ask for ---------------------------------------------------------------------------------


def known_history(ledger: Ledger, before: str) -> History:
    """Everything that the months before a month leave, with all that is known in people's favour. What was
    really carried over stays as it was."""
    return ledger.history(before, None, known_variants(ledger, what_is_known(ledger, before)))


def history_for(
    ledger: Ledger,
    packs: Sequence[Standard],
    records: MonthRecords,
    *,
    until: int | None = None,
    kept_in: Sequence[str] = (),
) -> History:
    """The same for one month's records: no more than its rules and late rows look at, and with what its own
    files bring. ``until``: as it was known by that entry of the log."""
    from qualitykit.scoring.history import needed_by
    from qualitykit.scoring.upheld import struck_by

    month = records.period.month
    waiting = any(not one.closed and one.month < month for one in ledger.months())
    known = what_is_known(ledger, month, None if waiting else records, until=until)
    variants = known_variants(ledger, known, kept_in=kept_in)
    found = ledger.history(month, needed_by(packs, records), variants)
    return replace(found, struck=struck_by(known.upheld, month), corrected=known.corrected(month))


def known_figures(ledger: Ledger, month: str, variants: Mapping[str, str]) -> MonthResult:
    """A closed month's figures as they would be, or as they are."""
    return ledger.known_figures(variants[month], month) if month in variants else ledger.figures(month)


def known_changes(ledger: Ledger, variants: Mapping[str, str]) -> dict[str, tuple[Changed, ...]]:
    """Whose lines are others now than they were paid, by month; months that stand are not in it."""
    found: dict[str, tuple[Changed, ...]] = {}
    for variant in sorted(set(variants.values())):
        found |= ledger.known_changes(variant, [one for one, own in variants.items() if own == variant])
    return found


def known_results(ledger: Ledger) -> dict[str, MonthResult]:
    """The figures of the closed months that would be others with what is known now."""
    variants = known_variants(ledger, what_is_known(ledger, "9999-12"))
    return {month: known_figures(ledger, month, variants) for month in variants}


def closing_data(ledger: Ledger, month: LedgerMonth, records: MonthRecords) -> dict[str, Any]:
    """What the log keeps when a month is closed, so that later it is seen what was known then: ``late``, what
    it brought about closed months, ``basis``, the hash of all that was known, ``taken``, how much of what
    people took back applies what was reported, and ``never_taken``, what lapsed because the person left."""
    known = what_is_known(ledger, month.month, records)
    late = {of: news_digest(news) for of, news in known.now.news.items()}
    found: dict[str, Any] = {"late": late, "taken": _taken(ledger, known, records)}
    notes = ledger.result(month.month, people=()).notes
    gone = [dict(one.params) for one in notes if one.code == "carried-amount-lapsed"]
    found["never_taken"] = {one["employee_no"]: one["amount"] for one in gone}
    _variants, before = _Chain(ledger, known, dict.fromkeys((_OPEN, _CLOSED)), everything=False).run()
    if before:
        upheld = upheld_by_month(ledger).get(month.month, ())
        found["basis"] = _basis(month, before, upheld, (), everything=False)
    return found


def _taken(ledger: Ledger, known: Knowledge, records: MonthRecords) -> list[list[str]]:
    from qualitykit.scoring.reconcile import applies, by_hand

    pending = by_hand(made_now(ledger, records))
    if not any(one.amount < 0 for one in pending):
        return []
    certain, full = changed_months(ledger, known)
    done = taken_before(ledger)
    found = applies(
        certain,
        full if full is not None else certain,
        given=ledger.given(min(one.of_month for one in pending)),
        pending=pending,
        applied=done.applied,
    )
    return [[number, of, f"{amount:.2f}"] for (number, of), amount in sorted(found.items())]


def made_now(ledger: Ledger, records: MonthRecords) -> tuple[Adjustment, ...]:
    """A month's adjustments without those that a closed month of the year before it made already, as scoring
    leaves them out (QK736)."""
    from qualitykit.scoring.paid_before import repeats_one

    if not records.adjustments:
        return ()
    closed = [one.month for one in ledger.months() if one.closed and one.month < records.period.month]
    paid = {
        line.subject
        for month in closed[-12:]
        for line in ledger.figures(month).bonuses
        if line.kind == "adjustment"
    }
    return tuple(one for one in records.adjustments if not repeats_one(one, paid))


@dataclass(frozen=True, slots=True)
class Taken:
    """What people took back in closed months, in yuan: ``applied`` (≤ 0, by person and month adjusted) is the
    part that applied what was reported against them; ``lapsed`` (by person) was never taken."""

    applied: Mapping[tuple[str, str], Decimal]
    lapsed: Mapping[str, Decimal]


def taken_before(ledger: Ledger) -> Taken:
    """What the closings say of what people took back; of months closed by older versions nothing is told."""
    from decimal import Decimal

    applied: dict[tuple[str, str], Decimal] = {}
    lapsed: dict[str, Decimal] = {}
    for entry in _closings(ledger, [one for one in ledger.months() if one.closed]):
        data = entry.data or {}
        for number, of, amount in data.get("taken", ()):
            applied[number, of] = applied.get((number, of), Decimal(0)) + Decimal(amount)
        for number, amount in data.get("never_taken", {}).items():
            lapsed[number] = lapsed.get(number, Decimal(0)) - Decimal(amount)
    return Taken(applied, lapsed)


def changed_months(
    ledger: Ledger, known: Knowledge
) -> tuple[dict[str, tuple[Changed, ...]], dict[str, tuple[Changed, ...]] | None]:
    """Whose lines closed months would pay otherwise: as is certain, and with everything that turned up (None:
    that is the same)."""
    certain = known_changes(ledger, known_variants(ledger, known))
    if not known.anything_late:
        return certain, None
    return certain, known_changes(ledger, known_variants(ledger, known, everything=True))


def as_closed(ledger: Ledger, month: str, *, kept_in: str = _THEN) -> MonthResult:
    """A closed month computed by this version from its stored inputs, with what was known when it closed."""
    from qualitykit.scoring.month import score_month

    closed = [one for one in ledger.months() if one.closed]
    entry = next(one for one in _closings(ledger, closed) if one.month == month)
    inputs, packs = ledger.inputs(month)
    history = history_for(ledger, packs, inputs.records, until=entry.id, kept_in=(kept_in,))
    return score_month(
        packs, inputs.records, history, program_version=__version__, input_problems=inputs.problems
    )


def paid_figures(ledger: Ledger, month: LedgerMonth) -> MonthResult:
    """A closed month's figures as this version computes what was paid."""
    from qualitykit.ledger.codec import digest_of

    if month.program_version == __version__:
        return ledger.figures(month.month)
    basis = digest_of(f"{__version__} {month.seal}".encode())
    if ledger.known_bases(_PAID).get(month.month) != basis:
        ledger.put_known(_PAID, as_closed(ledger, month.month), basis)
    return ledger.known_figures(_PAID, month.month)
