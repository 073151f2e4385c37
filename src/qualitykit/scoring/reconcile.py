"""What closed months would have paid with what is known now, against what they paid. Source: semantics.md §9.

A closed month is never rewritten. It is scored again beside itself, with the upheld appeals and the corrected
rows in it, month after month, so that a warning struck out in March also changes the steps of April. What
that gives more is an adjustment in the open month; what it gives less is proposed, and people decide. Stars
stand apart: a rank won is paid, a rank lost is only reported.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from qualitykit.frozen import dataclass
from qualitykit.model import MonthRecords
from qualitykit.scoring.bonus_lines import ZERO
from qualitykit.scoring.corrected import News, with_everything, with_what_favours
from qualitykit.scoring.history import extend
from qualitykit.scoring.month import score_month
from qualitykit.scoring.results import BonusLine, History, MonthResult
from qualitykit.scoring.upheld import Upheld, overlay
from qualitykit.standards.standard import Standard

__all__ = ["STAR_MARK", "ClosedMonth", "Correction", "Recomputed", "corrections", "recompute", "rescore"]

_REGULAR = ("performance", "withheld", "praise", "special", "contest")
_MONTH = re.compile(r"\d{4}-\d{2}")
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
            one, upheld.get(one.month, ()), history=known, program_version=program_version, late=late
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


def corrections(
    months: Sequence[MonthResult],
    certain: Sequence[MonthResult],
    full: Sequence[MonthResult] | None = None,
    *,
    baseline: Sequence[MonthResult] | None = None,
    later: Iterable[MonthResult] = (),
) -> tuple[Correction, ...]:
    """What differs between what was paid (``months``) and what is due, by month, person and kind.

    ``certain``: the months scored again with the upheld appeals and favourable corrections; ``full``: with
    everything, late rows too. Each person is due the better of the two: a late row that speaks against
    somebody takes nothing from an appeal that was upheld. Where ``full`` is less than what was paid, that
    comes as a negative correction (a proposal) unless something is due. Where a person took something back
    by hand, ``full`` alone counts. What is withheld for a late incident is no matter of the closed month: the
    open month's ladder deals with it.

    ``baseline``: the same without anything new, where the program has changed since; a difference between two
    versions of the program is nobody's gain or loss. Adjustments in ``months`` and ``later`` count as paid.
    """
    adjusted = _adjusted((*months, *later))
    found: list[Correction] = []
    for index, one in enumerate(months):
        month = one.period.month
        stored = _by_person(one)
        before = stored if baseline is None else _by_person(baseline[index])
        surely = _by_person(certain[index])
        with_late = surely if full is None else _by_person(full[index])
        for number in sorted({*stored, *before, *surely, *with_late}):
            old, sure = before.get(number, {}), surely.get(number, {})
            whole = _without_late_withholding(with_late.get(number, {}), sure)
            for kind, kinds in _KINDS:
                own = _total(stored.get(number, {}), kinds)
                given, taken = adjusted.get((number, month, kind), (ZERO, ZERO))
                paid = own + given + taken
                dues = [own + _total(new, kinds) - _total(old, kinds) for new in (sure, whole)]
                best = 0 if dues[0] >= dues[1] and not taken else 1
                chosen = best if dues[best] > paid else 1
                if dues[chosen] != paid:
                    changes = _changes(old, (sure, whole)[chosen], kinds)
                    found.append(Correction(number, month, kind, paid, dues[chosen], changes))
    return tuple(found)


_KINDS: tuple[tuple[Literal["pay", "star"], tuple[str, ...]], ...] = (("pay", _REGULAR), ("star", ("star",)))


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


def _adjusted(results: Iterable[MonthResult]) -> dict[tuple[str, str, str], tuple[Decimal, Decimal]]:
    """What later months gave and took as adjustments, by person, month and kind.

    What is taken counts whole, also where the pay could not bear it at once: it is carried on.
    """
    sums: dict[tuple[str, str, str], tuple[Decimal, Decimal]] = {}
    for line in (line for result in results for line in result.bonuses if line.kind == "adjustment"):
        kind = "star" if line.subject.endswith(STAR_MARK) else "pay"
        key = (line.employee_no, _of_month(line), kind)
        given, taken = sums.get(key, (ZERO, ZERO))
        sums[key] = (given + max(line.before, ZERO), taken + min(line.before, ZERO))
    return sums


def _of_month(line: BonusLine) -> str:
    """The month that an adjustment is of; where the text is past its retention, its id says it."""
    said = dict(line.reason.params).get("of_month", "")
    named = _MONTH.search(line.subject)
    return said or (named[0] if named else "")
