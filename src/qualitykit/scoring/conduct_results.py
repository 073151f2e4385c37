"""What becomes of broken rules: incidents, cases, warnings. Source: semantics.md §6."""

from datetime import date, time
from typing import Literal

from qualitykit.frozen import dataclass
from qualitykit.scoring.form_results import Reason, Violation

__all__ = [
    "Case",
    "Incident",
    "LiveWarning",
]


@dataclass(frozen=True, slots=True)
class Incident:
    """All broken rules of one contact, at the highest severity. Source: semantics.md §6.

    ``status``: ``counts``, ``coaching`` (no step, ``reason`` says why), ``pending`` (not confirmed yet),
    ``proposed-same`` (a complaint that may be the incident ``same_as``: a person decides) or ``lapsed``
    (nobody confirmed it before the month was closed; only where a closed month is shown).
    """

    id: str
    employee_no: str
    day: date
    severity: Literal["minor", "severe"]
    contact: str
    violations: tuple[Violation, ...]
    status: Literal["counts", "coaching", "pending", "proposed-same", "lapsed"]
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
    """A warning as later months need it. ``served_how``: the register's word, or ``rule`` (end of month).

    ``step_title``, ``clause`` and ``effects`` are those of its step when it was given; empty in what older
    versions stored. Of an imported one no effects are known.
    """

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
    step_title: str = ""
    clause: str = ""
    effects: tuple[tuple[str, str, date | None], ...] = ()


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
