"""What closed months would have paid with what is known now, against what they paid. Source: semantics.md §9.

A closed month is never rewritten. It is scored again beside itself, with the upheld appeals and the corrected
rows in it, month after month, so that a warning struck out in March also changes the steps of April. What
that gives more is an adjustment in the open month; what it gives less is proposed, and people decide. Stars
stand apart: a rank won is paid, a rank lost is only reported.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from qualitykit.frozen import dataclass
from qualitykit.model import Adjustment, MonthRecords
from qualitykit.scoring.bonus_lines import ZERO
from qualitykit.scoring.corrected import News, with_everything, with_what_favours
from qualitykit.scoring.history import extend
from qualitykit.scoring.month import score_month
from qualitykit.scoring.results import BonusLine, History, MonthResult
from qualitykit.scoring.upheld import Upheld, overlay, struck_by
from qualitykit.standards.standard import Standard

__all__ = [
    "STAR_MARK",
    "Changed",
    "ClosedMonth",
    "Correction",
    "Given",
    "Recomputed",
    "applies",
    "by_hand",
    "changes",
    "corrections",
    "given_by",
    "recompute",
    "rescore",
]

_REGULAR = ("performance", "withheld", "praise", "special", "contest")
_MONTH = re.compile(r"\d{4}-\d{2}")
_BY_RULE = re.compile(r"\d{4}-\d{2}:")  # how the id of an adjustment by the program begins
STAR_MARK = ":star"  # ends the id of an adjustment that pays for a star's rank


@dataclass(frozen=True, slots=True)
class ClosedMonth:
    """A closed month as the ledger has it: the rules and records that it was scored with, and its result.

    ``news``: what turned up about it since, a later month each, oldest first.
    """

    standards: tuple[Standard, ...]
    records: MonthRecords
    result: MonthResult
    news: tuple[News, ...] = ()

    @property
    def month(self) -> str:
        """Its name."""
        return self.result.period.month


@dataclass(frozen=True, slots=True)
class Recomputed:
    """The months scored again, and the history that they leave, for the months after them."""

    results: tuple[MonthResult, ...]
    history: History


@dataclass(frozen=True, slots=True)
class Correction:
    """What one person's closed month paid and what is due. Yuan; adjustments made since are in ``paid``.

    ``changes``: the kinds of lines that differ, old and new amount.
    """

    employee_no: str
    month: str
    kind: Literal["pay", "star"]
    paid: Decimal
    due: Decimal
    changes: tuple[tuple[str, str, str], ...]

    @property
    def difference(self) -> Decimal:
        """Positive: to be paid. Negative: only proposed (a star: only reported)."""
        return self.due - self.paid


@dataclass(frozen=True, slots=True)
class Changed:
    """One person's sums by kind of line in a closed month, in yuan: as paid, as this version of the program
    computes what was paid, and as they are now."""

    employee_no: str
    paid: Mapping[str, Decimal]
    old: Mapping[str, Decimal]
    new: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Given:
    """An adjustment that a month paid for another, in yuan; negative: taken. ``by_hand``: a person's."""

    employee_no: str
    of_month: str
    amount: Decimal
    star: bool = False
    by_hand: bool = False


def recompute(
    months: Sequence[ClosedMonth],
    upheld: Mapping[str, Sequence[Upheld]],
    *,
    history: History,
    program_version: str,
    late: bool = False,
) -> Recomputed:
    """Score closed months again, oldest first, each after those before it; see ``rescore``.

    ``history``: what the months before the first one left.
    """
    results: list[MonthResult] = []
    known = history
    for one in months:
        result = rescore(
            one,
            upheld.get(one.month, ()),
            history=replace(known, struck=struck_by(upheld, one.month)),
            program_version=program_version,
            late=late,
        )
        results.append(result)
        known = extend(known, result, closed=True)
    return Recomputed(tuple(results), known)


def rescore(
    month: ClosedMonth,
    upheld: Sequence[Upheld],
    *,
    history: History,
    program_version: str,
    late: bool = False,
) -> MonthResult:
    """Score a closed month again with its upheld appeals and the corrections that cost nobody anything; with
    ``late`` with all that turned up, for and against.

    What was really carried over from month to month stays: debts are facts, not figures of a rule.
    """
    if late:
        records = with_everything(month.records, month.news)
    else:
        records = with_what_favours(
            month.standards, month.records, month.news, program_version=program_version
        )
    records = replace(overlay(records, upheld), controls=())
    result = score_month(month.standards, records, history, program_version=program_version)
    return replace(result, carried=month.result.carried)


def changes(paid: MonthResult, before: MonthResult, now: MonthResult) -> tuple[Changed, ...]:
    """Whose lines of a month are others now: ``before`` as this version computes what was ``paid``."""
    own, old, new = _by_person(paid), _by_person(before), _by_person(now)
    return tuple(
        Changed(number, own.get(number, {}), old.get(number, {}), new.get(number, {}))
        for number in sorted({*old, *new})
        if old.get(number) != new.get(number)
    )


def by_hand(adjustments: Iterable[Adjustment]) -> tuple[Given, ...]:
    """What people enter as adjustments of earlier months."""
    return tuple(
        Given(one.employee_no, one.of_month, one.amount, by_hand=True)
        for one in adjustments
        if _BY_RULE.match(one.id) is None
    )


def given_by(result: MonthResult) -> tuple[Given, ...]:
    """What a month gave and took as adjustments of others. What is taken counts whole, also where the pay
    could not bear it at once: it is carried on."""
    return tuple(
        Given(
            line.employee_no,
            _of_month(line),
            line.before,
            star=line.subject.endswith(STAR_MARK),
            by_hand=_BY_RULE.match(line.subject) is None,
        )
        for line in result.bonuses
        if line.kind == "adjustment"
    )


def corrections(
    months: Sequence[str],
    certain: Mapping[str, Sequence[Changed]],
    full: Mapping[str, Sequence[Changed]] | None = None,
    *,
    given: Iterable[Given] = (),
    pending: Iterable[Given] = (),
    applied: Mapping[tuple[str, str], Decimal] | None = None,
    lapsed: Mapping[str, Decimal] | None = None,
    paid: Callable[[str], MonthResult] | None = None,
) -> tuple[Correction, ...]:
    """What differs between what was paid and what is due, by month, person and kind.

    ``certain``: what changed with the upheld appeals and favourable corrections; ``full``: with everything,
    late rows too. Each person is due the better of the two: a late row that speaks against somebody takes
    nothing from an appeal that was upheld. Where ``full`` is less than what was paid by rule, that comes as a
    negative correction (a proposal) unless something is due. What is withheld for a late incident is no
    matter of the closed month: the open month's ladder deals with it.

    ``given``: adjustments of these months that were made since; they count as paid. ``pending``: those by
    hand that the open month makes. What a person took back applies a proposal as far as there was one then
    (``applied``, yuan ≤ 0 by person and month; not in it: as far as there is one now): such a part comes back
    when the proposal falls away. The rest is that person's decision about the month: it is due as it was
    taken, whatever is computed again. ``lapsed``: what was never taken because the person left, by person.
    ``paid``: a month's figures, asked for where somebody's adjusted month did not change.
    """
    closed, open_ = _sums(given), _sums(pending)
    told = applied or {}
    left = dict(lapsed or {})
    found: list[Correction] = []
    for month in months:
        sure = {one.employee_no: one for one in certain.get(month, ())}
        whole = sure if full is None else {one.employee_no: one for one in full.get(month, ())}
        numbers = {*sure, *whole, *(number for number, of, _kind in (*closed, *open_) if of == month)}
        figures: dict[str, dict[str, Decimal]] | None = None
        for number in sorted(numbers):
            known = sure.get(number) or whole.get(number)
            if known is None:
                if figures is None:
                    figures = _by_person(paid(month)) if paid is not None else {}
                own = figures.get(number, {})
                known = Changed(number, own, own, own)
            for kind, kinds in _KINDS:
                key = (number, month, kind)
                made = _Made(closed.get(key, _NOTHING), open_.get(key, _NOTHING), told.get((number, month)))
                found += _of_kind(month, kind, kinds, known, sure.get(number), whole.get(number), made, left)
    return tuple(found)


_KINDS: tuple[tuple[Literal["pay", "star"], tuple[str, ...]], ...] = (("pay", _REGULAR), ("star", ("star",)))


@dataclass(frozen=True, slots=True)
class _Sum:
    """What was given by rule, given by hand and (≤ 0) taken, in yuan."""

    by_rule: Decimal = ZERO
    by_hand: Decimal = ZERO
    taken: Decimal = ZERO


_NOTHING = _Sum()


@dataclass(frozen=True, slots=True)
class _Made:
    """The adjustments of one person's month: of closed months, of the open one; what the former applied."""

    closed: _Sum
    open: _Sum
    told: Decimal | None

    def applied(self, against: Decimal) -> Decimal:
        """How much of what was taken applies what speaks ``against`` the person (yuan ≤ 0)."""
        rest = against - self.closed.by_rule
        done = self.told if self.told is not None else max(self.closed.taken, min(rest, ZERO))
        return done + max(self.open.taken, min(rest - done, ZERO))


def _of_kind(
    month: str,
    kind: Literal["pay", "star"],
    kinds: tuple[str, ...],
    known: Changed,
    sure: Changed | None,
    whole: Changed | None,
    made: _Made,
    lapsed: dict[str, Decimal],
) -> list[Correction]:
    now = _now(known, sure, whole)
    own, old = _total(known.paid, kinds), _total(known.old, kinds)
    gains = [_total(new, kinds) - old for new in now]
    applied = made.applied(gains[1])
    taken = made.closed.taken + made.open.taken
    by_hand = made.closed.by_hand + made.open.by_hand + taken - applied
    decided, by_hand = min(by_hand, ZERO), max(by_hand, ZERO)  # taken for good; given for good
    due = own + decided
    paid = due + made.closed.by_rule + applied
    best = 0 if gains[0] >= gains[1] and not applied else 1
    if due + gains[best] > paid + by_hand:
        never = min(lapsed.get(known.employee_no, ZERO), ZERO - applied)
        if never:
            lapsed[known.employee_no] -= never
        paid, chosen = paid + by_hand + never, best
        if due + gains[best] <= paid:
            return []
    elif due + gains[1] < paid:
        chosen = 1
    else:
        return []
    changed = _changes(known.old, now[chosen], kinds)
    return [Correction(known.employee_no, month, kind, paid, due + gains[chosen], changed)]


def applies(
    certain: Mapping[str, Sequence[Changed]],
    full: Mapping[str, Sequence[Changed]],
    *,
    given: Iterable[Given],
    pending: Iterable[Given],
    applied: Mapping[tuple[str, str], Decimal],
) -> dict[tuple[str, str], Decimal]:
    """Of what the open month takes back by hand, how much applies what is reported against people (yuan ≤ 0),
    by person and month. See ``corrections``."""
    closed, found = _sums(given), {}
    for (number, month, kind), own in _sums(pending).items():
        if own.taken:
            sure = next((one for one in certain.get(month, ()) if one.employee_no == number), None)
            whole = next((one for one in full.get(month, ()) if one.employee_no == number), None)
            known = sure or whole or Changed(number, {}, {}, {})
            against = _total(_now(known, sure, whole)[1], _REGULAR) - _total(known.old, _REGULAR)
            made = _Made(closed.get((number, month, kind), _NOTHING), own, applied.get((number, month)))
            before = replace(made, open=_NOTHING)
            found[number, month] = made.applied(against) - before.applied(against)
    return found


def _now(
    known: Changed, sure: Changed | None, whole: Changed | None
) -> tuple[Mapping[str, Decimal], Mapping[str, Decimal]]:
    """Somebody's sums as is certain, and with everything."""
    surely = sure.new if sure is not None else known.old
    return surely, _without_late_withholding(whole.new if whole is not None else known.old, surely)


def _without_late_withholding(
    whole: Mapping[str, Decimal], sure: Mapping[str, Decimal]
) -> dict[str, Decimal]:
    return {**whole, "withheld": max(whole.get("withheld", ZERO), sure.get("withheld", ZERO))}


def _by_person(result: MonthResult) -> dict[str, dict[str, Decimal]]:
    sums: dict[str, dict[str, Decimal]] = {}
    for line in result.bonuses:
        kinds = sums.setdefault(line.employee_no, {})
        kinds[line.kind] = kinds.get(line.kind, ZERO) + line.amount
    return sums


def _total(sums: Mapping[str, Decimal], kinds: Iterable[str]) -> Decimal:
    return sum((sums.get(kind, ZERO) for kind in kinds), ZERO)


def _changes(
    before: Mapping[str, Decimal], after: Mapping[str, Decimal], kinds: Iterable[str]
) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (kind, f"{before.get(kind, ZERO):.2f}", f"{after.get(kind, ZERO):.2f}")
        for kind in kinds
        if before.get(kind, ZERO) != after.get(kind, ZERO)
    )


def _sums(given: Iterable[Given]) -> dict[tuple[str, str, str], _Sum]:
    """What was given by rule, given by hand and taken, by person, month and kind."""
    sums: dict[tuple[str, str, str], _Sum] = {}
    for one in given:
        key = (one.employee_no, one.of_month, "star" if one.star else "pay")
        name = "taken" if one.amount < 0 else "by_hand" if one.by_hand else "by_rule"
        known = sums.get(key, _NOTHING)
        sums[key] = replace(known, **{name: getattr(known, name) + one.amount})
    return sums


def _of_month(line: BonusLine) -> str:
    """The month that an adjustment is of; where the text is past its retention, its id says it."""
    said = dict(line.reason.params).get("of_month", "")
    named = _MONTH.search(line.subject)
    return said or (named[0] if named else "")
