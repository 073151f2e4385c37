"""The same line of a register twice: counted once, listed; one thing with two contents: neither counts.

What makes two lines the same is chosen so that nothing is paid or warned twice because a list was copied
into another file, and so that nobody loses a second award, praise or complaint that only looks alike:

- complaint, service request: its number; without one the receipt, who came, what about and against whom;
- praise: who is praised, by whom, for what, on which day. Other levels or channels are no contradiction,
  for of one praise the highest level pays (semantics.md §7); 是 and 否 under 核实 are;
- award: employee and title, of one month; two reasons are two awards, for titles are often general;
- contest: employee and contest; adjustment: employee, month corrected and reason: another amount contradicts;
- warning: employee and case, else the day of the violation; decision, reviewed hit: what it decides;
  objection: the number that it objects to: two rulings contradict, two reasons do not.

A register is filled bit by bit: a line that says all that another says, and more, is the newer state of it
and counts in its place. Awards, contests, adjustments, warnings and words on proposals carry no day: they
are the same only within one month's folder. Source: semantics.md §9 (identity).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from qualitykit.model import (
    Activity,
    Adjustment,
    Complaint,
    ContestResult,
    Decision,
    HitDecision,
    Improvement,
    ObjectionRow,
    Praise,
    ServedWarning,
    ServiceRequest,
    SpecialAward,
    Survey,
    Training,
    Verified,
)
from qualitykit.problems import Problem, problem

__all__ = ["Line", "SortedLines", "sort_lines"]

Key = tuple[object, ...]


class Line(NamedTuple):
    """A record of a register and the month (its name) in whose folder it stands."""

    record: Any
    month: str


@dataclass(slots=True)
class SortedLines:
    """Which lines leave: ``repeated`` are counted elsewhere, ``lost`` contradict or stand in a summary alone.

    ``renamed``: lines that stay under an id of their own (two lines of one id). ``problems`` with the line
    that each is about.
    """

    repeated: list[Line]
    lost: list[Line]
    renamed: list[tuple[Line, str]]
    problems: list[tuple[Line, Problem]]


class _Kind(NamedTuple):
    """How the lines of one register are told apart. ``key`` None: it is like none but its equals.

    ``undated``: the same only within one month. ``contradict``: the fields of which two values cannot both
    be; empty: all that are not in the key.
    """

    key: Callable[[Any], Key | None]
    undated: bool = False
    contradict: tuple[str, ...] = ()


def _of_complaint(one: Complaint) -> Key | None:
    if one.complaint_no:
        return (one.complaint_no,)
    if one.matter and (one.complainant or one.contact):
        return (one.received_at, one.complainant, one.contact, one.matter, one.people)
    return None


def _of_request(one: ServiceRequest) -> Key | None:
    if one.request_no:
        return (one.sheet, one.request_no)
    if one.matter and (one.requester or one.contact):
        return (one.sheet, one.received_at, one.requester, one.contact, one.matter, one.people)
    return None


def _of_praise(one: Praise) -> Key | None:
    if one.contact_id or one.customer or one.content:
        who = one.people, one.team, one.uncertain
        return (*who, one.contact_id, one.customer, one.service_on, one.content)
    return None


def _of_training(one: Training) -> Key | None:
    return (one.employee_no, one.session, one.held_on) if one.employee_no else None


def _of_warning(one: ServedWarning) -> Key | None:
    return (one.employee_no, one.case_id or one.incident_on)


_KINDS: Mapping[type, _Kind] = {
    Complaint: _Kind(_of_complaint),
    ServiceRequest: _Kind(_of_request),
    Praise: _Kind(_of_praise, contradict=("verified", "decision")),
    ServedWarning: _Kind(_of_warning, undated=True),
    SpecialAward: _Kind(lambda one: (one.employee_no, one.title), undated=True),
    ContestResult: _Kind(lambda one: (one.employee_no, one.contest), undated=True),
    Adjustment: _Kind(lambda one: (one.employee_no, one.of_month, one.reason), undated=True),
    Decision: _Kind(lambda one: (one.subject,), undated=True, contradict=("verdict",)),
    ObjectionRow: _Kind(lambda one: (one.ref,), contradict=("ruling",)),
    HitDecision: _Kind(lambda one: (one.hit_id,), undated=True, contradict=("upheld",)),
    Survey: _Kind(lambda one: (one.id,)),
    Training: _Kind(_of_training, contradict=("attended", "score", "passed")),
    Activity: _Kind(lambda one: (one.held_on, one.kind, one.subject, one.department)),
    Improvement: _Kind(lambda one: (one.number,), undated=True, contradict=("done_on",)),
}
_LIKE_ITS_EQUALS = _Kind(lambda _one: None)
_NOT_COMPARED = frozenset({"place", "id", "status"})  # a status changes while a case goes on
_TICKS = frozenset({"signed", "overturned", "opening_balance"})


def sort_lines(lines: Iterable[Line], summaries: Collection[tuple[str, str]] = ()) -> SortedLines:
    """Take repeats and contradictions out of the lines of all registers; their order decides nothing.

    ``summaries``: file and sheet of sheets that repeat their siblings; what they hold is compared and never
    added (QK145). Problems: QK405 the same again, QK406 one thing with two contents: neither counts.
    """
    done = SortedLines([], [], [], [])
    groups: dict[Key, list[Line]] = {}
    for line in lines:
        groups.setdefault(_key(line), []).append(line)
    kept: list[Line] = []
    for group in groups.values():
        for same in _split(group):
            _settle(same, summaries, done, kept)
    _own_ids(kept, done)
    return done


def _kind(record: Any) -> _Kind:
    return _KINDS.get(type(record), _LIKE_ITS_EQUALS)


def _key(line: Line) -> Key:
    kind = _kind(line.record)
    own = kind.key(line.record)
    where = line.month if kind.undated else ""
    # without what tells it from others a line is the same as its equals only
    return (type(line.record), where, *(own if own is not None else ("=", _content(line.record))))


def _content(record: Any) -> Key:
    return tuple(getattr(record, name) for name in record.__slots__ if name not in _NOT_COMPARED)


def _split(group: list[Line]) -> list[list[Line]]:
    """Awards of one title for several reasons are several; one without a reason is the one of its amount."""
    reasons = {line.record.reason for line in group if isinstance(line.record, SpecialAward)} - {""}
    if len(reasons) < 2:
        return [group]
    parts: dict[str, list[Line]] = {reason: [] for reason in sorted(reasons)}
    for line in group:
        if line.record.reason:
            parts[line.record.reason].append(line)
    for line in group:
        if not line.record.reason:
            amount: Decimal = line.record.amount
            fits = (r for r in sorted(reasons) if any(other.record.amount == amount for other in parts[r]))
            parts.setdefault(next(fits, ""), []).append(line)
    return list(parts.values())


def _settle(
    group: list[Line], summaries: Collection[tuple[str, str]], done: SortedLines, kept: list[Line]
) -> None:
    """Decide the lines of one thing: which stays, which repeat it, or that none can."""
    if len(group) == 1 and not summaries:
        kept.append(group[0])
        return
    own: list[Line] = []
    summed: list[Line] = []
    for line in group:
        place = line.record.place
        (summed if (place.file, place.sheet) in summaries else own).append(line)
    for line in summed:
        if any(_covers(line.record, other.record) or _covers(other.record, line.record) for other in own):
            done.repeated.append(line)
        else:
            done.lost.append(line)
            done.problems.append((line, problem("QK145", line.record.place)))
    firsts: list[Line] = []  # one line of each content, the first that was read
    for line in own:
        first = next((one for one in firsts if _same(one.record, line.record)), None)
        if first is None:
            firsts.append(line)
        else:
            _repeat(line, first, done)
    if _contradict(firsts):
        for line in firsts:
            other = next(one for one in firsts if one is not line)
            done.lost.append(line)
            done.problems.append((line, problem("QK406", line.record.place, other=other.record.place)))
        return
    # what another line says whole is its earlier state; equal ones were taken out above
    for line in firsts:
        fuller = next((o for o in firsts if o is not line and _covers(o.record, line.record)), None)
        if fuller is None:
            kept.append(line)
        else:
            _repeat(line, _fullest(fuller, firsts), done)


def _repeat(line: Line, first: Line, done: SortedLines) -> None:
    done.repeated.append(line)
    done.problems.append((line, problem("QK405", line.record.place, first=first.record.place)))


def _fullest(line: Line, firsts: Sequence[Line]) -> Line:
    """The line that covers this one and is covered by none."""
    while fuller := next((o for o in firsts if o is not line and _covers(o.record, line.record)), None):
        line = fuller
    return line


def _same(one: Any, other: Any) -> bool:
    return _covers(one, other) and _covers(other, one)


def _covers(one: Any, other: Any) -> bool:
    """Whether a line says all that another says: each of its fields is equal, or blank in the other.

    Words on proposals are covered by the same word, whoever wrote it down.
    """
    only = _kind(one).contradict if isinstance(one, Decision | HitDecision) else ()
    names = only or [name for name in one.__slots__ if name not in _NOT_COMPARED]
    return all(
        getattr(one, name) == getattr(other, name) or _is_blank(name, getattr(other, name)) for name in names
    )


def _contradict(lines: Sequence[Line]) -> bool:
    """Whether lines of one thing cannot all be right."""
    if len(lines) < 2:
        return False
    names = _kind(lines[0].record).contradict
    if not names:  # one of them has to say all that the others say
        return not any(all(_covers(one.record, other.record) for other in lines) for one in lines)
    said = {
        name: {getattr(one.record, name) for one in lines if not _is_blank(name, getattr(one.record, name))}
        for name in names
    }
    return any(len(values) > 1 for values in said.values())


def _is_blank(name: str, value: object) -> bool:
    """Nothing said: 0 is said, a verdict that is still out is not, nor is a tick that was not set."""
    return (
        value is None
        or value == ""
        or value == ()
        or value is Verified.PENDING
        or (value is False and name in _TICKS)
    )


def _own_ids(kept: Sequence[Line], done: SortedLines) -> None:
    """Two lines that stay under one id: the second becomes ``…#2``, in an order that is theirs."""
    by_id: dict[tuple[type, str, str], list[Line]] = {}
    for line in kept:
        if name := getattr(line.record, "id", ""):
            where = line.month if _kind(line.record).undated else ""
            by_id.setdefault((type(line.record), where, name), []).append(line)
    for (_type, _where, name), lines in by_id.items():
        if len(lines) > 1:
            ordered = sorted(lines, key=lambda line: repr(_content(line.record)))
            done.renamed += [(line, f"{name}#{number}") for number, line in enumerate(ordered[1:], 2)]
