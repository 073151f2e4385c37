"""What becomes of one evaluation: what its checks say, its score with every part, what it broke.

Source: semantics.md §2–§4.
"""

from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from qualitykit.frozen import dataclass
from qualitykit.model import AnswerState, Place, Role

__all__ = [
    "CheckOutcome",
    "CriticalPart",
    "DeductionPart",
    "EvaluationResult",
    "FormScore",
    "Hit",
    "ItemPart",
    "Part",
    "Reason",
    "SectionPart",
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
    a person wrote 确认 in the review sheet, so that it may warn or withhold; ``decided_by`` and
    ``decided_on`` say who and when (of a refused one too), where the sheet does, ``confirmed_by`` who was the
    second person; pending hits are neither
    and not refused. A ``measure`` is a finding without a phrase (a wait, a missing greeting: ``phrase``
    names it); turn 0: the call as a whole. Source: semantics.md §4.
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
    decided_by: str = ""
    decided_on: date | None = None
    confirmed_by: str = ""

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
    """A broken rule, before contacts are merged. ``subject``: item, check or category id.

    ``confirmed``: all that the ladder asks for. ``person``: a person said so, by the answer or by 确认 beside
    the hit; a severe act that is not ``confirmed`` then lacks its second person. ``confirmed_by``: the second
    person; ``reviewed_by``: who wrote 确认 beside the hit.
    """

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
    person: bool = False
    reviewed_by: str = ""


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
