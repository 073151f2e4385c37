"""Registers of money that go on from month to month: what an earlier month paid is not paid again.

An adjustment says which month it corrects, so the same one again is a repeat. A special award or a prize may
be given again for the same: it is paid, and told. Source: semantics.md §8, §11.
"""

from collections.abc import Collection, Iterable, Mapping

from qualitykit.model import Adjustment, MonthRecords
from qualitykit.problems import Problem, problem
from qualitykit.scoring.results import BonusLine

__all__ = ["asked_for", "money_names", "repeats_one", "still_to_pay"]

_KINDS = ("adjustment", "special", "contest")  # bonus lines that come from registers


def _paid_name(kind: str, subject: str) -> str:
    """The identity of what a bonus line pays."""
    return f"paid:{kind}:{subject}"


def money_names(lines: Iterable[BonusLine]) -> tuple[str, ...]:
    """The identities of what these lines pay out of registers."""
    return tuple(_paid_name(one.kind, one.subject) for one in lines if one.kind in _KINDS and one.subject)


def asked_for(records: MonthRecords) -> tuple[str, ...]:
    """The identities of what a month's registers ask for."""
    return (
        *(_paid_name("adjustment", one.id) for one in records.adjustments),
        *(_paid_name("special", one.id) for one in records.special_awards),
        *(_paid_name("contest", one.id) for one in records.contests),
    )


def repeats_one(adjustment: Adjustment, paid: Collection[str]) -> bool:
    """Whether an adjustment is one of those paid before, by their ids; one that names no month never is."""
    return bool(adjustment.of_month) and adjustment.id in paid


def still_to_pay(
    records: MonthRecords, paid: Mapping[str, str]
) -> tuple[tuple[Adjustment, ...], tuple[Problem, ...]]:
    """The adjustments without those that an earlier month paid, and what has to be told.

    ``paid``: the month by identity. Problems: QK736 an adjustment that repeats one (not paid again), QK737
    the same award or prize again, or an adjustment without its month (paid; a person looks).
    """
    kept: list[Adjustment] = []
    problems: list[Problem] = []
    for one in records.adjustments:
        month = paid.get(_paid_name("adjustment", one.id), "")
        if month and one.of_month:
            problems.append(problem("QK736", one.place, one.amount, month=month, of_month=one.of_month))
            continue
        if month:
            problems.append(problem("QK737", one.place, one.amount, month=month))
        kept.append(one)
    awards = [("special", one.id, one.place, one.title) for one in records.special_awards]
    awards += [("contest", one.id, one.place, one.contest) for one in records.contests]
    for kind, name, place, title in awards:
        if month := paid.get(_paid_name(kind, name), ""):
            problems.append(problem("QK737", place, title, month=month))
    return tuple(kept), tuple(problems)
