"""Facts that every room shares: places, people, and the records of a month.

Intake makes these records, scoring reads them, reports point back into them. They hold what the workbooks
say and nothing that a standard decides. All of them are immutable.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, fields
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

from qualitykit.frozen import dataclass
from qualitykit.i18n import N_, _

__all__ = [
    "Activity",
    "Adjustment",
    "Answer",
    "AnswerState",
    "CallFacts",
    "Complaint",
    "ContestResult",
    "ControlTotal",
    "Decision",
    "Evaluation",
    "HitDecision",
    "Improvement",
    "MonthRecords",
    "ObjectionRow",
    "Period",
    "Place",
    "Praise",
    "Purpose",
    "Role",
    "Roster",
    "RosterRow",
    "ServedWarning",
    "ServiceRequest",
    "SpecialAward",
    "Survey",
    "TaskResult",
    "Training",
    "Transcript",
    "Turn",
    "Verified",
    "maker",
    "rows_in_words",
]

T = TypeVar("T")


def maker(kind: type[T]) -> Callable[..., T]:
    """A constructor of one of these records for whoever makes a hundred thousand of them.

    It takes all fields by position, those with a default too, and makes what the class itself would make. A
    frozen class sets each field through a function, which takes up to ten times as long; so the record is
    made as one of a class with the same slots that is not frozen, and gets its own class when it is complete.
    Only for dataclasses with slots, without a base and without ``__post_init__``.
    """
    names = tuple(one.name for one in fields(kind))  # type: ignore[arg-type]
    inside: dict[str, Any] = {"_its_class": kind}
    body = "".join(f"\n self.{name} = {name}" for name in names) + "\n self.__class__ = _its_class"
    exec(f"def __init__(self, {', '.join(names)}):{body}", inside)
    return type(kind.__name__, (), {"__slots__": names, "__init__": inside["__init__"]})


LEDGER_PLACE = "台账"
"""The file part of a place that stands in the ledger: ``sheet`` is the kind of entry, ``cell`` its number
(#15), its day and who made it; or ``sheet`` is a closed month and ``cell`` a staff number."""
_ENTRIES = {"adjustment": N_("register of adjustments"), "import": N_("imported warnings")}


def _in_the_ledger(kind: str, cell: str) -> str:
    """台账：调整登记 第 15 条，2026-09-03，经办人 陈静."""
    if kind not in _ENTRIES:
        return _("ledger: {what}").format(what=" ".join(filter(None, (kind, cell))))
    number, _blank, rest = cell.removeprefix("#").partition(" ")
    day, _blank, by = rest.partition(" ")
    text = _("ledger: {what}, entry {n}").format(what=_(_ENTRIES[kind]), n=number)
    if day:
        text += _(", {day}").format(day=day)
    return text + (_(", entered by {who}").format(who=by) if by else "")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a value stands: ``file!sheet!cell`` of a workbook, or ``file:line`` of a text file.

    ``file`` is the path as people know it (relative to the month's folder, ``/`` between parts). ``cell`` is
    an A1 address, a row (``12:12``) or empty for a whole sheet; ``line`` counts from 1, 0 means none.
    """

    file: str = ""
    sheet: str = ""
    cell: str = ""
    line: int = 0

    def __str__(self) -> str:
        if self.line:
            return f"{self.file}:{self.line}"
        return "!".join(part for part in (self.file, self.sheet, self.cell) if part)

    @property
    def shown(self) -> str:
        """The same for people: a whole row is 第 5 行. Ids and what machines read take ``str()``."""
        if self.file == LEDGER_PLACE:
            return _in_the_ledger(self.sheet, self.cell)
        return str(self) if self.line else "!".join(filter(None, (self.file, self.sheet, self.cell_shown)))

    @property
    def cell_shown(self) -> str:
        """The cell, the row or the line for people, without file and sheet."""
        return str(self.line) if self.line else rows_in_words(f"!{self.cell}")[1:]


_ROWS = re.compile(r"(?<=!)(\d+):(\d+)$")  # 3:20 alone may be a time


def rows_in_words(text: str) -> str:
    """The text of a place with whole rows in words: ``book.xlsx!sheet!5:5`` is book.xlsx!sheet!第 5 行."""
    rows = _ROWS.search(text)
    if rows is None:
        return text
    first, last = rows.groups()
    words = _("row {n}").format(n=first)
    if first != last:
        words = _("rows {first} to {last}").format(first=first, last=last)
    return text[: rows.start()] + words


@dataclass(frozen=True, slots=True)
class Period:
    """A pay month: its name (``2026-10``), first and last day, both included. Source: semantics.md §9."""

    month: str
    first_day: date
    last_day: date

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    @property
    def days(self) -> int:
        """Calendar days of the period, both ends counted."""
        return (self.last_day - self.first_day).days + 1


# --- evaluations ---------------------------------------------------------------------------------------


class AnswerState(StrEnum):
    """The four states of an answer that never mix. Source: semantics.md §2."""

    VALUE = "value"
    NA = "na"
    BLANK = "blank"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the inspector put for one item.

    ``value`` is set in state VALUE only: 1 or 0 for yes_no after the form's polarity (1 is good), the number
    as it stands for scale, points and number, the option's label for choice. ``raw`` is the cell's text.
    Equal answers may be one shared object: an answer does not know its cell, ``Evaluation.cell`` does.
    """

    state: AnswerState
    value: Decimal | str | None = None
    raw: str = ""


class Purpose(StrEnum):
    """Why a form was filled: 校准 never counts, 复检 replaces the first. Source: semantics.md §5."""

    NORMAL = "normal"
    CALIBRATION = "calibration"
    RECHECK = "recheck"


class Verified(StrEnum):
    """核实: decided by a person, or still waiting."""

    YES = "yes"
    NO = "no"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What the sheet says about a call beside its transcript. None: the sheet does not say.

    Rings and seconds of ringing are different things (semantics.md §4). ``wait_seconds`` is the wait that the
    agent caused (hold or silence); ``queue_seconds`` is the time before the agent was reached.
    """

    rings: int | None = None
    ring_seconds: Decimal | None = None
    queue_seconds: Decimal | None = None
    wait_seconds: Decimal | None = None
    talk_seconds: Decimal | None = None
    hung_up_by: str | None = None  # "agent", "customer" or "system"
    kind: str | None = None  # 呼入 / 呼出 / chat …, as written
    queue: str | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One filled form about one employee and one contact. Source: semantics.md §1.

    ``answers`` stand in the order of the form's items, ``cells`` are their A1 columns (a table: ``"F"``, with
    ``row``) or addresses (a card: ``"D7"``, row 0); one ``cells`` tuple is shared by all rows of a sheet.
    ``held_back`` names the problem codes for which the whole evaluation gives no score and no incident.
    ``verified`` belongs to low customer ratings: YES: the employee's doing, NO: not, PENDING: waits.
    """

    id: str
    form: str
    pack: str  # id of the pack whose form was filled, "" if the sheet does not say
    employee_no: str
    day: date  # of the contact, never of the receipt or the review
    place: Place  # the row, or the card's sheet
    row: int
    cells: tuple[str, ...]
    answers: tuple[Answer, ...]
    at: time | None = None
    inspected_on: date | None = None
    inspector: str = ""
    confirmed_by: str = ""  # second person who confirmed a severe act
    contact_id: str = ""
    customer: str = ""
    department: str = ""
    purpose: Purpose = Purpose.NORMAL
    recheck_reason: str = ""
    call: CallFacts | None = None
    transcript: "Transcript | None" = None
    verified: Verified | None = None
    verified_by: str = ""
    remark: str = ""
    severity: str = ""  # patrol: minor or severe, as the inspector put it
    held_back: tuple[str, ...] = ()
    # upheld appeals: item or check id, and "not_a_breach" or "excused"; the answers stay as written
    appealed: tuple[tuple[str, str], ...] = ()
    # the total that the sheet states for itself, never used, and its column or address as in ``cells``
    claimed_score: Decimal | None = None
    claimed_in: str = ""

    def cell(self, index: int) -> Place:
        """Where the answer to item ``index`` of the form stands."""
        return self._at(self.cells[index] if index < len(self.cells) else "")

    def claimed_cell(self) -> Place:
        """Where the sheet states its own total."""
        return self._at(self.claimed_in)

    def _at(self, column: str) -> Place:
        if column and self.row:
            column = f"{column}{self.row}"
        return Place(self.place.file, self.place.sheet, column or self.place.cell)


# --- transcripts ---------------------------------------------------------------------------------------


class Role(StrEnum):
    """Who speaks in a turn. OTHER is a robot, a system notice or a note: nobody's words."""

    AGENT = "agent"
    CUSTOMER = "customer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance (话轮); ``start`` and ``end`` in seconds from the call's beginning, None if unknown."""

    role: Role
    text: str
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """The turns of one contact, in order. Built from columns so that two million turns stay cheap.

    ``texts``, ``roles``, ``starts`` and ``ends`` have one length; ``starts`` and ``ends`` may be empty when
    no turn carries a time. ``place`` is the cell that holds the text, or the first row of the turns' sheet.
    """

    texts: tuple[str, ...]
    roles: tuple[Role, ...]
    place: Place
    starts: tuple[float | None, ...] = ()
    ends: tuple[float | None, ...] = ()

    def __len__(self) -> int:
        return len(self.texts)

    def turns_of(self, role: Role) -> int:
        """How many turns are of this role."""
        return self.roles.count(role)

    def turn(self, index: int) -> Turn:
        """Turn ``index``, counted from 0."""
        return Turn(
            self.roles[index],
            self.texts[index],
            self.starts[index] if self.starts else None,
            self.ends[index] if self.ends else None,
        )

    def __iter__(self) -> Iterator[Turn]:
        return (self.turn(index) for index in range(len(self.texts)))


@dataclass(frozen=True, slots=True)
class HitDecision:
    """确认 or 驳回 beside a pending hit, read from the review sheet. Source: semantics.md §4."""

    hit_id: str
    upheld: bool
    place: Place
    decided_by: str = ""
    remark: str = ""
    decided_on: date | None = None
    confirmed_by: str = ""  # second person who confirmed a severe act


# --- other records of a month --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Praise:
    """A customer's commendation. ``people`` are the employees that are certain, in the order written.

    ``team`` is text that names no person (客服部全体): shown, never paid. ``count`` above 1 is one row for
    several praises: not payable before each is named. ``from_customer`` is False for colleagues and
    relatives. Source: semantics.md §7.
    """

    id: str
    place: Place
    people: tuple[str, ...]
    service_on: date
    received_on: date | None = None
    verified: Verified = Verified.PENDING
    verified_by: str = ""
    verified_on: date | None = None
    level: str = ""
    channel: str = ""
    customer: str = ""
    contact_id: str = ""
    content: str = ""
    team: str = ""
    uncertain: tuple[str, ...] = ()  # names as written that could not be matched for certain
    from_customer: bool = True
    count: int = 1
    decision: str = ""  # "pay" or "refuse": a person's word where praise and complaint meet on one contact


@dataclass(frozen=True, slots=True)
class Complaint:
    """One line of the complaint register; a time without its clock part is kept as a ``date``.

    Source: P2, P1.cmp, P4.six; semantics.md §6, §10. Fields that a sheet lacks are empty.
    """

    id: str
    place: Place
    received_at: datetime | date
    people: tuple[str, ...] = ()  # employees complained about
    contact_on: date | None = None  # day of the service complained about; else the day of receipt
    contact_id: str = ""
    complaint_no: str = ""
    received_by: str = ""
    complainant: str = ""
    contact: str = ""
    matter: str = ""
    demand: str = ""
    category: str = ""
    severity: str = ""  # major, general, minor (P2.sev)
    valid: Verified = Verified.PENDING
    judged_by: str = ""
    confirmed_by: str = ""
    department: str = ""
    owner: str = ""
    passed_at: datetime | date | None = None
    passed_to: str = ""
    escalated_at: datetime | date | None = None
    promised_at: datetime | date | None = None
    closed_at: datetime | date | None = None
    callback_at: datetime | date | None = None
    callback_by: str = ""
    callback_how: str = ""
    corrective_action: str = ""
    cause: str = ""
    satisfied: Verified = Verified.PENDING
    signed: bool = False
    status: str = ""
    same_incident: str = ""  # a person's word: "yes" or "no" to a proposed same incident
    inspector: str = ""
    wanted_by: datetime | date | None = None  # the customer's own limit
    answered_at: datetime | date | None = None  # the answer that was promised
    process: str = ""
    rounds: int | None = None  # plans made until the customer was satisfied (P1.cmp.4)


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """One line of a service register: a repair request with its call-back, a visit or a call, an emergency.

    ``sheet``: the register, ``callback``, ``visit`` or ``emergency``. ``origin``: ``customer``, ``internal``
    or empty. ``people``: employees who served. Of an emergency: ``from_where`` its place, ``kind`` its
    nature, ``result`` the measures taken. A time without its clock part is kept as a ``date``. Fields that a
    sheet lacks are empty.

    Source: P2.cb, P2.rec, P1.rec.3, P1.con.2, P1.emg.1, P4.tel.4, P4.fol, P5.rec, P5.book.
    """

    id: str
    place: Place
    received_at: datetime | date
    sheet: str = "callback"
    request_no: str = ""
    received_by: str = ""
    kind: str = ""
    origin: str = ""
    channel: str = ""
    people: tuple[str, ...] = ()
    department: str = ""
    requester: str = ""
    contact: str = ""
    from_where: str = ""
    matter: str = ""
    reason: str = ""
    order_no: str = ""
    promised_at: datetime | date | None = None
    answered_at: datetime | date | None = None
    done_at: datetime | date | None = None
    result: str = ""
    scope: str = ""
    callback_at: datetime | date | None = None
    callback_by: str = ""
    callback_how: str = ""
    quality: str = ""
    performance: str = ""
    usage: str = ""
    satisfied: Verified = Verified.PENDING
    finding: str = ""
    rectified: str = ""
    rechecked_at: datetime | date | None = None


@dataclass(frozen=True, slots=True)
class ServedWarning:
    """A line of the warnings register: a warning that a person recorded. Source: semantics.md §6.

    ``case_id`` names the case of an earlier result; ``incident_on`` stands in for it on registers kept by
    hand. ``served_on`` None: not served yet. ``overturned``: it counts no more.
    """

    employee_no: str
    place: Place
    step: int | None = None
    case_id: str = ""
    incident_on: date | None = None
    served_on: date | None = None
    how: str = ""
    overturned: bool = False
    opening_balance: bool = False  # given before the first month in the ledger
    heard_on: date | None = None  # the employee's own view was heard
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """A line of the objection sheet (申诉表): an appeal, and beside it the decision once there is one.

    ``ref``: the number on the statement (2026-10/E1007/3). ``ruling``: not_a_breach, excused, declined;
    empty: not decided. Source: semantics.md §9.
    """

    ref: str
    reason: str
    place: Place
    filed_on: date | None = None
    late_because: str = ""
    ruling: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    decision_reason: str = ""


@dataclass(frozen=True, slots=True)
class TaskResult:
    """A line of the task sheet (辅导与培训任务): what came of a coaching or a retraining.

    ``passed`` False: it has to be done again. Source: P3.lad.1, P3.lad.2, P3.trn.
    """

    task: str
    place: Place
    done_on: date
    passed: bool = True
    by: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SpecialAward:
    """服务专项奖: one award to one person, in yuan. Source: P3.spec."""

    id: str
    employee_no: str
    title: str
    amount: Decimal
    place: Place
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ContestResult:
    """A place in a skill contest. ``amount`` in yuan, None: by the pack's table; a prize in kind is 0.

    Source: P3.skill.
    """

    id: str
    employee_no: str
    contest: str
    rank: int
    place: Place
    amount: Decimal | None = None
    prize: str = ""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A correction of an earlier month's pay, entered by a person; negative takes back. Unit: yuan.

    Those that the program works out from upheld appeals and late records say what was paid (``old``) and what
    is due (``new``), and which kinds of lines changed: kind, old and new amount.
    """

    id: str
    employee_no: str
    amount: Decimal
    reason: str
    place: Place
    of_month: str = ""
    old: Decimal | None = None
    new: Decimal | None = None
    changes: tuple[tuple[str, str, str], ...] = ()


# --- what the indicators count ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Survey:
    """One answered questionnaire (问卷、电话、在线). Ratings from 1 to 5, None: not answered.

    ``audience``: ``customer`` or ``staff`` (anonymous: nobody is named). ``people``: who served, where that
    is known and certain. ``nps``: 0 to 10. ``first_time``: solved at the first contact. ``verified``
    belongs to low ratings: the employee's doing, not, or open. Source: P1.sat.1, P3.sat, P3.emp, P3.kpi.
    """

    id: str
    place: Place
    answered_on: date
    audience: str = "customer"
    people: tuple[str, ...] = ()
    department: str = ""
    customer: str = ""
    contact_id: str = ""
    channel: str = ""
    overall: Decimal | None = None
    attitude: Decimal | None = None
    quality: Decimal | None = None
    efficiency: Decimal | None = None
    solving: Decimal | None = None
    nps: int | None = None
    first_time: Verified = Verified.PENDING
    reasons: tuple[str, ...] = ()
    comment: str = ""
    verified: Verified = Verified.PENDING
    verified_by: str = ""


@dataclass(frozen=True, slots=True)
class Training:
    """One person at one training session; ``employee_no`` empty: a session listed without its people.

    ``held_on`` None: the list does not say. ``hours`` of training. ``score`` of the test and ``resit_score``
    as written; ``passed`` and ``resit_passed``: the list's own word, PENDING where it has none. A blank
    attendance means that the person was there, for the list is one of those who came. Source: P3.trn.
    """

    id: str
    place: Place
    session: str
    held_on: date | None = None
    employee_no: str = ""
    kind: str = ""
    hours: Decimal | None = None
    trainer: str = ""
    attended: bool = True
    score: Decimal | None = None
    passed: Verified = Verified.PENDING
    resit_on: date | None = None
    resit_score: Decimal | None = None
    resit_passed: Verified = Verified.PENDING
    reason: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that an indicator counts: a meeting, a greeting call, a case shared, a volume.

    ``kind`` as written (客户座谈会, 业主例会, 问候回访, 服务总量 …). ``count``: how many it stands for
    (contacts of a month), None: one. ``cost`` in yuan. Source: P1.fol.1, P2.meet, P2.sat, P3.lad.4, P3.kpi.
    """

    id: str
    place: Place
    held_on: date
    kind: str
    subject: str = ""
    department: str = ""
    count: Decimal | None = None
    on_time: Verified = Verified.PENDING
    cost: Decimal | None = None
    result: str = ""


@dataclass(frozen=True, slots=True)
class Improvement:
    """A line of the problem list (问题清单): what has to get better, by whom, until when, with what result.

    ``number`` names the line when the list comes back. ``indicator``: id of the indicator that missed its
    target, empty for lines written by hand. ``found``: the figure then, ``period``: the period it is of.
    Source: P3.loop.
    """

    number: str
    place: Place
    period: str = ""
    indicator: str = ""
    category: str = ""
    finding: str = ""
    found: Decimal | None = None
    department: str = ""
    owner: str = ""
    due_on: date | None = None
    measure: str = ""
    done_on: date | None = None
    result: str = ""
    cause: str = ""  # why the target was missed


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word on something that the program proposed (``subject``: its id)."""

    subject: str
    verdict: str
    place: Place
    decided_by: str = ""
    reason: str = ""


# --- people --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One dated row of the roster: where a person stood from ``valid_from`` to ``valid_to``, both included.

    Money in yuan a month; None: the roster does not say. ``hired_on`` and ``left_on`` are the first and the
    last day employed.
    """

    employee_no: str
    name: str
    department: str
    place: Place
    team: str = ""
    post: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    hired_on: date | None = None
    left_on: date | None = None
    probation_until: date | None = None
    notice_signed_on: date | None = None
    bonus_base: Decimal | None = None
    pay_floor: Decimal | None = None
    supervisor: str = ""
    aliases: tuple[str, ...] = ()
    logins: tuple[str, ...] = ()
    status: str = ""
    mentor: str = ""  # of a newcomer (P3.trn.new)
    mentored_from: date | None = None
    mentored_until: date | None = None

    def employed_on(self, day: date) -> bool:
        """Whether the person was employed that day; both ends count."""
        return not ((self.hired_on and day < self.hired_on) or (self.left_on and day > self.left_on))

    def covers(self, day: date) -> bool:
        """Whether this row is the one that speaks for that day."""
        return not ((self.valid_from and day < self.valid_from) or (self.valid_to and day > self.valid_to))


@dataclass(frozen=True)
class Roster:
    """Everybody, with their moves. ``keeps_notice``: the roster has a column for the signed notice;
    ``keeps_mentors``: one for newcomers' mentors."""

    rows: tuple[RosterRow, ...] = ()
    keeps_notice: bool = False
    keeps_mentors: bool = False

    @cached_property
    def by_number(self) -> Mapping[str, tuple[RosterRow, ...]]:
        """The dated rows of each employee number, oldest first."""
        found: dict[str, list[RosterRow]] = {}
        for row in self.rows:
            found.setdefault(row.employee_no, []).append(row)
        return {
            number: tuple(sorted(rows, key=lambda row: row.valid_from or date.min))
            for number, rows in found.items()
        }

    def on(self, employee_no: str, day: date) -> RosterRow | None:
        """The row for a person on a day: the latest that covers it, else the nearest; None: unknown."""
        rows = self.by_number.get(employee_no, ())
        covering = [row for row in rows if row.covers(day)]
        if covering:
            return covering[-1]
        earlier = [row for row in rows if row.valid_from and row.valid_from <= day]
        return earlier[-1] if earlier else (rows[0] if rows else None)


# --- a month -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """Where the rows of one sheet went. ``read`` is the sum of the other four. Source: semantics.md §11."""

    file: str
    sheet: str
    form: str  # what it was recognised as; "" if it was not
    read: int
    used: int = 0
    left_out: int = 0  # held back or left out, a problem each
    repeats: int = 0
    other_months: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether nothing was lost on the way."""
        return self.read == self.used + self.left_out + self.repeats + self.other_months


@dataclass(frozen=True, slots=True)
class MonthRecords:
    """All that the workbooks of a month say, after recognition and before any rule."""

    period: Period
    roster: Roster
    evaluations: Sequence[Evaluation] = ()
    praises: Sequence[Praise] = ()
    complaints: Sequence[Complaint] = ()
    served_warnings: Sequence[ServedWarning] = ()
    special_awards: Sequence[SpecialAward] = ()
    contests: Sequence[ContestResult] = ()
    adjustments: Sequence[Adjustment] = ()
    hit_decisions: Sequence[HitDecision] = ()
    decisions: Sequence[Decision] = ()
    controls: Sequence[ControlTotal] = ()
    digests: Mapping[str, str] = field(default_factory=dict)  # file → sha256 of its bytes
    objections: Sequence[ObjectionRow] = ()
    task_results: Sequence[TaskResult] = ()
    requests: Sequence[ServiceRequest] = ()
    surveys: Sequence[Survey] = ()
    trainings: Sequence[Training] = ()
    activities: Sequence[Activity] = ()
    improvements: Sequence[Improvement] = ()
    copies: Sequence[tuple[str, str]] = ()  # corrected copy, sha256 of a file that it replaces
