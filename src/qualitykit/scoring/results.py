"""What scoring gives: one immutable MonthResult in which every number carries its parts.

``explain`` only reads these values; the ledger stores them; reports print them. Reasons are codes with
parameters, never sentences: reports word them in the reader's language. Scores are published ``Decimal`` with
2 places, inner steps exact ``Fraction``; money is ``Decimal`` yuan with 2 places.

What becomes of one evaluation, of broken rules and of praise stands in ``form_results``, ``conduct_results``
and ``pay_results``; all of it has its name here.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from qualitykit.frozen import dataclass
from qualitykit.model import ControlTotal, Period
from qualitykit.problems import Problem
from qualitykit.scoring.conduct_results import Case, Incident, LiveWarning
from qualitykit.scoring.deadline_results import (
    CallbackResult,
    ComplaintLine,
    DeadlineRate,
    DeadlineResult,
)
from qualitykit.scoring.form_results import (
    CheckOutcome,
    CriticalPart,
    DeductionPart,
    EvaluationResult,
    FormScore,
    Hit,
    ItemPart,
    Part,
    Reason,
    SectionPart,
    Violation,
)
from qualitykit.scoring.pay_results import BonusLine, BudgetResult, PraisePart, StarResult

__all__ = [
    "BonusLine",
    "BudgetResult",
    "Case",
    "CheckOutcome",
    "ComplaintLine",
    "CriticalPart",
    "DeductionPart",
    "DepartmentMonth",
    "EvaluationResult",
    "FormScore",
    "History",
    "Hit",
    "Incident",
    "Interval",
    "ItemPart",
    "Label",
    "LiveWarning",
    "MonthResult",
    "Part",
    "PastScore",
    "PersonMonth",
    "PraisePart",
    "Reason",
    "SectionPart",
    "SourceScore",
    "StandardRef",
    "StarResult",
    "Violation",
]


# --- a person's month -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Interval:
    """A 90 % interval for display only, clamped to 0…100."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class PastScore:
    """A published form score as later months need it."""

    employee_no: str
    source: str
    day: date
    evaluation: str
    published: Decimal
    month: str


@dataclass(frozen=True, slots=True)
class SourceScore:
    """One source: mean of its published scores, itself published. ``counted``: n ≥ the pack's minimum."""

    source: str
    weight: Decimal
    n: int
    mean: Decimal | None
    counted: bool
    evaluations: tuple[str, ...]
    scores: tuple[Decimal, ...]
    from_earlier: int = 0  # how many of them come from the months that the window looks back over
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class PersonMonth:
    """An employee's month. ``score`` None: no inspection. ``rank`` None: not ranked.

    ``enough`` False: 样本不足. ``ineligible``: every reason why no star; empty: eligible.
    ``na_items``: optional blanks and N/A among answered items, for the inspector's N/A rate.
    """

    employee_no: str
    name: str
    department: str
    team: str
    sources: tuple[SourceScore, ...]
    evaluations: int
    weighted_mean: Fraction | None
    praises: int
    praise_points: Decimal
    score: Decimal | None
    enough: bool
    rank: int | None
    department_rank: int | None
    interval: Interval | None
    ineligible: tuple[Reason, ...]
    days_employed: int


@dataclass(frozen=True, slots=True)
class DepartmentMonth:
    """A department's month: every evaluation counts where its employee was on the contact's day.

    ``people``: employees of the department on the month's last day. The sources carry no single scores. No
    praise is added. ``score`` None: no inspection. Source: P1.mon.1, semantics.md §5.
    """

    department: str
    people: int
    evaluations: int
    sources: tuple[SourceScore, ...]
    score: Decimal | None
    rank: int | None = None


# --- the month ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Label:
    """Title and clause of something that a result names by id, so that a result can be read without its pack.

    ``key``: ``form:<form>``, ``section:<form>/<section>``, ``item:<form>/<item>``, ``check:<check>``,
    ``source:<source>``, ``kind:<violation kind>``, ``category:<complaint category>``, ``clause:<clause id>``.
    """

    key: str
    title: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class StandardRef:
    """The rules that were used: pack id, version, digest, and the labels of what results name by id."""

    id: str
    version: str
    title: str
    digest: str
    effective_from: date
    notified_on: date
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Struck:
    """An incident that an upheld appeal struck out, and the rows it was made of. Source: semantics.md §9."""

    employee_no: str
    incident: str
    day: date
    month: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """What earlier months leave for this one; without ``months`` there is no history: steps are provisional.

    ``carried``: negative adjustments still to be taken from later pay, yuan (≤ 0) by employee.
    ``closed_months`` never change; drafts among ``months`` make the result an estimate (预估).
    ``open_steps``: steps of complaints and requests that the last month left undone. ``struck``: incidents of
    earlier months that upheld appeals struck out; the same row, shown again, warns nobody. ``corrected``:
    closed months whose late praises are counted in them, as corrections; see ``pay_praises``.
    """

    months: tuple[str, ...] = ()
    closed_months: tuple[str, ...] = ()
    scores: tuple[PastScore, ...] = ()
    warnings: tuple[LiveWarning, ...] = ()
    incidents: tuple[Incident, ...] = ()
    praises: tuple[PraisePart, ...] = ()
    carried: tuple[tuple[str, Decimal], ...] = ()
    month_scores: tuple[tuple[str, str, Decimal], ...] = ()  # employee, month, score
    stars: tuple[tuple[str, str], ...] = ()  # employee, month
    identities: tuple[tuple[str, str, str], ...] = ()  # key of an identity, digest of the content, month
    open_steps: tuple[DeadlineResult, ...] = ()
    struck: tuple[Struck, ...] = ()
    corrected: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MonthResult:
    """One month, complete. ``estimate``: earlier months are drafts. ``provisional``: there is no history."""

    period: Period
    program_version: str
    standards: tuple[StandardRef, ...]
    people: tuple[PersonMonth, ...]
    evaluations: tuple[EvaluationResult, ...]
    incidents: tuple[Incident, ...]
    cases: tuple[Case, ...]
    warnings: tuple[LiveWarning, ...]  # all that are on file after this month, expired ones too
    praises: tuple[PraisePart, ...]
    stars: tuple[StarResult, ...]
    bonuses: tuple[BonusLine, ...]
    budget: BudgetResult | None
    carried: tuple[tuple[str, Decimal], ...]  # negative adjustments carried to the next month
    problems: tuple[Problem, ...]
    controls: tuple[ControlTotal, ...]
    digests: tuple[tuple[str, str], ...]  # input file, sha256
    notes: tuple[Reason, ...] = ()  # said beside the result (fewer stars than the minimum, verifier counts …)
    estimate: bool = False
    provisional: bool = False
    departments: tuple[DepartmentMonth, ...] = ()
    deadlines: tuple[DeadlineResult, ...] = ()
    deadline_rates: tuple[DeadlineRate, ...] = ()
    callbacks: tuple[CallbackResult, ...] = ()
    complaints: tuple[ComplaintLine, ...] = ()
