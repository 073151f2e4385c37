"""One bonus line: its stable name, its factors, and who may get one at all. Source: semantics.md §8."""

from decimal import Decimal

from qualitykit.model import Place
from qualitykit.problems import Problem, problem
from qualitykit.scoring.results import BonusLine, Part, Reason
from qualitykit.scoring.workforce import Workforce

__all__ = ["ZERO", "bonus_line", "days_part", "is_payable", "may_be_awarded", "plain"]

ZERO = Decimal("0.00")


def bonus_line(
    workforce: Workforce,
    number: str,
    kind: str,
    amount: Decimal,
    clause: str,
    parts: tuple[Part, ...],
    reason: Reason,
    *,
    before: Decimal | None = None,
    evidence: tuple[Place, ...] = (),
    subject: str = "",
) -> BonusLine:
    """A line with its stable name: ``2026-10/E1007/performance``, with its subject where several may be.

    ``before`` is what the amount was before cap, budget or carrying over; None: nothing changed it.
    """
    name = f"{workforce.period.month}/{number}/{kind}"
    return BonusLine(
        id=f"{name}/{subject}" if subject else name,
        employee_no=number,
        kind=kind,
        amount=amount,
        before=amount if before is None else before,
        clause=clause,
        parts=parts,
        reason=reason,
        evidence=evidence,
        subject=subject,
    )


def days_part(days: int, workforce: Workforce) -> Part:
    """The factor of who was not there all month: 15/31."""
    return Part("days", f"{days}/{workforce.period.days}", "days")


def plain(number: Decimal) -> str:
    """A number without needless zeros: 2000, 0.9."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_payable(workforce: Workforce, number: str, place: Place, problems: list[Problem]) -> bool:
    """Whether somebody may be paid at all: on the roster, and joined by the period's end; else QK727."""
    row = workforce.at_end(number)
    if row is None or (row.hired_on is not None and row.hired_on > workforce.period.last_day):
        problems.append(problem("QK727", place, number, month=workforce.period.month))
        return False
    return True


def may_be_awarded(
    workforce: Workforce, number: str, amount: Decimal, place: Place, problems: list[Problem]
) -> bool:
    """The same for an award, which is never negative: nobody is fined (QK728)."""
    if amount < 0:
        problems.append(problem("QK728", place, number))
        return False
    return is_payable(workforce, number, place, problems)
