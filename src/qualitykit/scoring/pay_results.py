"""What is paid: praise, stars, every line of the bonus. Source: semantics.md §7, §8."""

from datetime import date
from decimal import Decimal

from qualitykit.frozen import dataclass
from qualitykit.model import Place
from qualitykit.scoring.form_results import Part, Reason

__all__ = [
    "BonusLine",
    "BudgetResult",
    "PraisePart",
    "StarResult",
]


@dataclass(frozen=True, slots=True)
class PraisePart:
    """One praise (or a group of repeats), what it pays to whom, or why it does not.

    ``shown``: yuan before the monthly cap, 0 where it pays nothing for another reason; ``paid`` after it.
    ``counts``: one verified praise for the praise points. ``month``: of verification, whose cap it is under.
    """

    id: str
    praise_ids: tuple[str, ...]
    employee_no: str
    level: str
    shown: Decimal
    paid: Decimal
    counts: bool
    places: tuple[Place, ...]
    service_on: date
    reason: Reason | None = None
    repeats: tuple[str, ...] = ()
    customer: str = ""
    contact_id: str = ""
    content: str = ""
    month: str = ""


@dataclass(frozen=True, slots=True)
class StarResult:
    """A 服务之星: rank (ties share it), what decided, amount in yuan before the budget."""

    employee_no: str
    rank: int
    score: Decimal
    amount: Decimal
    decided_by: tuple[Part, ...]
    scope: str = ""  # the department, where stars are picked by department


@dataclass(frozen=True, slots=True)
class BonusLine:
    """奖金明细: one amount with its reason, clause, arithmetic and evidence.

    ``kind``: performance, withheld, star, praise, special, contest, adjustment, carried.
    ``amount`` is what is paid; ``before`` what it was before cap, budget or carrying over.
    """

    id: str
    employee_no: str
    kind: str
    amount: Decimal
    before: Decimal
    clause: str
    parts: tuple[Part, ...]
    reason: Reason
    evidence: tuple[Place, ...] = ()
    subject: str = ""  # id of the praise, case, star … that it pays for


@dataclass(frozen=True, slots=True)
class BudgetResult:
    """The budget over star, special award and contest: what was asked, what was allowed."""

    amount: Decimal
    asked: Decimal
    paid: Decimal
    prorated: bool
