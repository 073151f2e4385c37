"""What scoring gives: one immutable MonthResult in which every number carries its parts.

``explain`` only reads these values; the ledger stores them; reports print them. Reasons are codes with
parameters, never sentences: reports word them in the reader's language. Scores are published ``Decimal`` with
2 places, inner steps exact ``Fraction``; money is ``Decimal`` yuan with 2 places.
"""

from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from qualitykit.frozen import dataclass
from qualitykit.model import AnswerState, ControlTotal, Period, Place, Role
from qualitykit.problems import Problem
from qualitykit.scoring.deadline_results import CallbackResult, DeadlineRate, DeadlineResult

__all__ = [
    "BonusLine",
    "BudgetResult",
    "Case",
    "CheckOutcome",
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


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a stable code (``score-below-minimum``) and its parameters, in order, as text."""

    code: str
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One factor or addend of a number, so that arithmetic can be shown: name code, value, unit code."""

    name: str
    value: str
    unit: str = ""


# --- checks ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found (or a wait, an overlap): evidence, verbatim.

    ``turn`` counts from 1 in the transcript; ``start``/``end`` are character positions in the original text
    of that turn; ``second`` is where it stands in the recording, None if unknown. ``context`` is the whole
    turn, ``before`` and ``after`` the turns beside it. ``standing``: it counts for the score; ``confirmed``:
    a person wrote 确认 in the review sheet, so that it may warn or withhold; pending hits are neither and
    not refused. A ``measure`` is a finding without a phrase (a wait, a missing greeting: ``phrase`` names
    it); turn 0: the call as a whole. Source: semantics.md §4.
    """

    id: str
    check: str
    phrase: str
    kind: Literal["exact", "fuzzy", "sound", "regex", "measure"]
    worth: Literal["stands", "review", "advice"]
    turn: int
    start: int
    end: int
    quote: str
    context: str = ""
    second: float | None = None
    role: Role = Role.AGENT
    standing: bool = False
    confirmed: bool = False
    refused: bool = False
    before: str = ""
    after: str = ""

    @property
    def pending(self) -> bool:
        """待复核: waits for a person."""
        return self.worth != "advice" and not self.standing and not self.refused


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What a check says of one contact. Hits are what counts, may count or coaches, never what satisfied.

    ``passed``/``failed``: the occasion arose. ``na``: it did not. ``unknown``: it cannot be told (no
    transcript, no times); scored as N/A and counted. ``pending``: passes for now, a person decides.
    ``parts`` carries what was measured (wait seconds, what is missing).
    """

    check: str
    state: Literal["passed", "failed", "na", "unknown", "pending"]
    hits: tuple[Hit, ...] = ()
    parts: tuple[Part, ...] = ()


# --- one form -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ItemPart:
    """One item of a scored form. ``s`` from 0 to 1, None when N/A. ``by``: who answered it."""

    item: str
    weight: Decimal
    state: AnswerState
    s: Fraction | None
    by: Literal["inspector", "check"] = "inspector"
    failed: bool = False


@dataclass(frozen=True, slots=True)
class SectionPart:
    """One section: S = Σ w·s / Σ w over its scored items, None when none is scored."""

    section: str
    weight: Decimal
    s: Fraction | None
    items: tuple[ItemPart, ...]
    zeroed_by: str = ""  # the section-critical item that failed


@dataclass(frozen=True, slots=True)
class DeductionPart:
    """Points off (or, with negative ``points``, bonus items on): ``points`` after ``at_most``."""

    rule: str
    hits: int
    points: Decimal
    clause: str


@dataclass(frozen=True, slots=True)
class CriticalPart:
    """A failed form-critical item and what it does."""

    item: str
    effect: Literal["zero", "cap", "verdict"]
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FormScore:
    """The score of one filled form, with its parts in the order of semantics.md §3.

    ``published`` is rounded half up to 0.01; None: no score (``no_score`` says why: ``all-na`` or
    ``too-much-na``). Evaluations with equal answers share one object. ``qualified`` False: 不合格.
    """

    form: str
    method: Literal["normalised", "pooled"]
    sections: tuple[SectionPart, ...]
    base: Fraction | None
    deductions: tuple[DeductionPart, ...]
    bonus_points: Decimal
    criticals: tuple[CriticalPart, ...]
    ceiling: Decimal
    na_percent: Fraction
    published: Decimal | None
    no_score: str = ""
    qualified: bool = True
    failed: tuple[int, ...] = ()  # items that failed: their positions in the form's order


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule, before contacts are merged. ``subject``: item, check or category id."""

    subject: str
    title: str
    kind: str
    severity: Literal["minor", "severe"]
    clause: str
    place: Place
    quote: str = ""
    evaluation: str = ""
    confirmed: bool = True
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """One evaluation, scored or not. ``score`` None: held back or excluded, ``reason`` says which.

    ``differences``: item ids where the inspector and the check disagree. ``standard`` is an index into
    ``MonthResult.standards``. ``cells`` and ``row`` are those of ``model.Evaluation``.
    """

    id: str
    form: str
    source: str
    employee_no: str
    day: date
    place: Place
    row: int
    cells: tuple[str, ...]
    raw: tuple[str, ...]  # answers as written, in the form's order
    standard: int
    score: FormScore | None
    at: time | None = None
    inspector: str = ""
    contact_id: str = ""
    customer: str = ""
    reason: Reason | None = None
    outcomes: tuple[CheckOutcome, ...] = ()
    differences: tuple[str, ...] = ()
    remark: str = ""
    appealed: tuple[tuple[str, str], ...] = ()  # upheld appeals: item or check id, how it is scored since

    def cell(self, index: int) -> Place:
        """Where the answer to item ``index`` stands."""
        column = self.cells[index] if index < len(self.cells) else ""
        if column and self.row:
            column = f"{column}{self.row}"
        return Place(self.place.file, self.place.sheet, column or self.place.cell)


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


# --- incidents and the ladder ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Incident:
    """All broken rules of one contact, at the highest severity. Source: semantics.md §6.

    ``status``: ``counts``, ``coaching`` (no step, ``reason`` says why), ``pending`` (not confirmed yet) or
    ``proposed-same`` (a complaint that may be the incident ``same_as``: a person decides).
    """

    id: str
    employee_no: str
    day: date
    severity: Literal["minor", "severe"]
    contact: str
    violations: tuple[Violation, ...]
    status: Literal["counts", "coaching", "pending", "proposed-same"]
    month: str  # the month it is recorded in
    at: time | None = None
    found_on: date | None = None
    reason: Reason | None = None
    same_as: str = ""
    late: bool = False  # its own month was closed already
    step_at_least: int | None = None  # for severe acts: the step that its kind names
    gravity: str = ""
    customer: str = ""  # a later complaint without an id is compared by it


@dataclass(frozen=True, slots=True)
class LiveWarning:
    """A warning as later months need it. ``served_how``: the register's word, or ``rule`` (end of month)."""

    id: str
    employee_no: str
    step: int
    first_incident_on: date
    served_on: date | None
    served_how: str
    expires_on: date  # the first day on which it no longer counts
    month: str
    overturned: bool = False
    incidents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """合并处理: the incidents that one warning covers, and the step they lead to, with its arithmetic.

    ``earlier``: ids of the live warnings counted. ``raised_by``: ``severe`` or ``three-or-more`` or empty.
    ``provisional``: the months before are not known. ``effects`` are the step's, with due dates.
    """

    id: str
    employee_no: str
    incidents: tuple[str, ...]
    step: int
    step_id: str
    step_title: str
    clause: str
    earlier: tuple[str, ...]
    raised_by: str
    first_incident_on: date
    served_on: date
    served_how: str
    expires_on: date
    effects: tuple[tuple[str, str, date | None], ...]  # kind, detail (percent or proposal), due on
    provisional: bool = False
    month: str = ""
    overturned: bool = False  # a person revoked the warning: no effects, and it counts no more
    continues: str = ""  # the earlier month whose warning, not served yet, covers these incidents too


# --- praise, stars, money -------------------------------------------------------------------------------


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


# --- the month ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Label:
    """Title and clause of something that a result names by id, so that a result can be read without its pack.

    ``key``: ``form:<form>``, ``section:<form>/<section>``, ``item:<form>/<item>``, ``check:<check>``,
    ``source:<source>``, ``kind:<violation kind>``, ``category:<complaint category>``.
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
class History:
    """What earlier months leave for this one; without ``months`` there is no history: steps are provisional.

    ``carried``: negative adjustments still to be taken from later pay, yuan (≤ 0) by employee.
    ``closed_months`` never change; drafts among ``months`` make the result an estimate (预估).
    ``open_steps``: steps of complaints and requests that the last month left undone.
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
