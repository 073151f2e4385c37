"""What can only be done when all is read: turns to their calls, repeats out, rows to their months, totals.

Source: semantics.md §9 (identities, months), §11 (control totals).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from qualitykit.errors import ControlTotalError
from qualitykit.i18n import _
from qualitykit.intake.catalogue import Catalogue
from qualitykit.intake.cells import Fault
from qualitykit.intake.gathered import GatheredMonth, RowCount
from qualitykit.intake.repeats import sort_out
from qualitykit.intake.same_lines import Line, sort_lines
from qualitykit.intake.turns import CallTurns, TurnsRead
from qualitykit.model import Evaluation, MonthRecords, Period, Place
from qualitykit.problems import Problem, problem

__all__ = ["Copy", "settle"]


class Copy(NamedTuple):
    """A corrected copy: the month and file it is, and the sha256 of each file that it replaces."""

    month: GatheredMonth
    shown: str
    replaces: tuple[str, ...]


def settle(
    months: Sequence[GatheredMonth], catalogue: Catalogue, copies: Sequence[Copy], closed: Sequence[Period]
) -> tuple[tuple[MonthRecords, tuple[Problem, ...]], ...]:
    """The months, finished; ``closed`` months are not read, their late rows stay where they turned up.

    Raises ControlTotalError when the rows of a sheet do not add up."""
    _without_replaced_turns(months, copies)
    _join_turns(months, catalogue)
    _sort_out(months, copies)
    _sort_lines(months)
    _to_their_months(months, closed)
    return tuple(_finished(month, copies) for month in months)


def _without_replaced_turns(months: Sequence[GatheredMonth], copies: Sequence[Copy]) -> None:
    """Turns of a file of which a corrected copy is there belong to no call."""
    replaced = {digest for copy in copies for digest in copy.replaces}
    for month in months if replaced else ():
        for turns in month.turns:
            if month.digests.get(turns.file) in replaced:
                month.counts[turns.file, turns.sheet] = RowCount(
                    turns.file, turns.sheet, "turns", turns.read, left_out=turns.read
                )
        month.turns = [one for one in month.turns if month.digests.get(one.file) not in replaced]


def _join_turns(months: Sequence[GatheredMonth], catalogue: Catalogue) -> None:
    """Give each evaluation the turns of its call; turns without an evaluation are listed (QK807)."""
    calls: dict[str, tuple[GatheredMonth, TurnsRead, CallTurns]] = {}
    for month in months:
        for turns in month.turns:
            count = month.counts.get((turns.file, turns.sheet))
            if count is None:
                count = month.counts[turns.file, turns.sheet] = RowCount(
                    turns.file, turns.sheet, "turns", turns.read
                )
            count.left_out += turns.left_out
            for name, call in turns.calls.items():
                if name in calls:
                    month.problems.append(problem("QK808", call.place, call=name, other=calls[name][2].place))
                    count.repeats += call.rows
                else:
                    calls[name] = (month, turns, call)
    if not calls:
        return
    joined: set[str] = set()
    for month in months:
        for index, one in enumerate(month.evaluations):
            found = calls.get(one.contact_id) if one.contact_id else None
            if found is None or not (one.form == "call-review" or one.call or _has_checks(catalogue, one)):
                continue
            joined.add(one.contact_id)
            call = found[2]
            if one.transcript is not None:
                month.problems.append(problem("QK808", one.place, call=one.contact_id, other=call.place))
            elif isinstance(call.transcript, Fault):
                month.problems.append(call.transcript.at(call.place))
            else:
                month.evaluations[index] = replace(one, transcript=call.transcript)
    alone: dict[int, list[str]] = {}
    for name, (month, turns, call) in calls.items():
        if name not in joined:
            alone.setdefault(id(turns), []).append(name)
            month.count(Place(turns.file, turns.sheet)).left_out += call.rows
    for month in months:
        for turns in month.turns:
            if names := alone.get(id(turns)):
                place = turns.calls[names[0]].place
                month.problems.append(problem("QK807", place, call=names[0], count=len(names)))


def _sort_out(months: Sequence[GatheredMonth], copies: Sequence[Copy]) -> None:
    """Repeats and contradictions among the evaluations of all months; replaced files leave first."""
    replaced = {digest: copy.shown for copy in copies for digest in copy.replaces}
    for month in months:
        for shown, copy in [(s, replaced[d]) for s, d in month.digests.items() if d in replaced]:
            _take_out(month, shown, copy)
    known = {digest for month in months for digest in month.digests.values()}
    for corrected in copies:
        if not known.intersection(corrected.replaces):
            corrected.month.problems.append(problem("QK420", Place(corrected.shown)))
    everything = [one for month in months for one in month.evaluations]
    summaries = {key for month in months for key in month.summaries}
    done = sort_out(everything, summaries, {place for month in months for place in month.unclear})
    # few are spoken of; a changed evaluation keeps its place
    spoken_of = [found.place for found in done.problems]
    spoken_of += [one.place for one in (*done.repeated, *done.lost)]
    wanted = set(map(id, spoken_of))
    owner = {
        id(one.place): month
        for month in months
        for one in (month.evaluations if wanted else ())
        if id(one.place) in wanted
    }
    for one in done.repeated:
        owner[id(one.place)].count(one.place).repeats += 1
    for one in done.lost:
        owner[id(one.place)].count(one.place).left_out += 1
    for found in done.problems:
        owner[id(found.place)].problems.append(found)
    gone = {id(one) for one in (*done.repeated, *done.lost)}
    positions = iter(done.kept)
    for month in months:
        stay = sum(id(one) not in gone for one in month.evaluations) if gone else len(month.evaluations)
        month.evaluations = list(islice(positions, stay))


def _sort_lines(months: Sequence[GatheredMonth]) -> None:
    """Repeats and contradictions among the lines of registers, of all files and months."""
    owner = {
        id(record): month
        for month in months
        for entries in month.records.values()
        for record, _day in entries
    }
    lines = [
        Line(record, month.period.month)
        for month in months
        for entries in month.records.values()
        for record, _day in entries
    ]
    done = sort_lines(lines, {key for month in months for key in month.summaries})
    for line in done.repeated:
        owner[id(line.record)].count(line.record.place).repeats += 1
    for line in done.lost:
        owner[id(line.record)].count(line.record.place).left_out += 1
    for line, found in done.problems:
        owner[id(line.record)].problems.append(found)
    gone = {id(line.record) for line in (*done.repeated, *done.lost)}
    named = {id(line.record): name for line, name in done.renamed}
    for month in months:
        for kind, entries in month.records.items():
            month.records[kind] = [
                (replace(record, id=named[id(record)]) if id(record) in named else record, day)
                for record, day in entries
                if id(record) not in gone
            ]


def _take_out(month: GatheredMonth, shown: str, copy: str) -> None:
    """Take a file out of which a corrected copy is there: its rows, and what was wrong with them."""
    month.problems = [one for one in month.problems if one.place.file != shown]
    month.problems.append(problem("QK136", Place(shown), copy=copy))
    month.evaluations = [one for one in month.evaluations if one.place.file != shown]
    for name, entries in month.records.items():
        month.records[name] = [entry for entry in entries if entry[0].place.file != shown]
    for (file, _sheet), count in month.counts.items():
        if file == shown:
            count.left_out, count.repeats = count.read, 0


def _to_their_months(months: Sequence[GatheredMonth], closed: Sequence[Period]) -> None:
    """Each record to the month of its day; what is dated in none of them is listed (QK403, QK404, QK425)."""
    for month in months:
        own = month.evaluations
        month.evaluations = []
        moved: dict[str, tuple[int, Place]] = {}
        first, last = month.period.first_day, month.period.last_day
        for one in own:
            if first <= one.day <= last:
                target: GatheredMonth | None = month
            else:
                target = _home(months, closed, month, one.day, one.place, moved)
            if target is month:
                month.evaluations.append(one)
                if one.held_back and one.held_back != ("QK809",):
                    month.count(one.place).left_out += 1
                elif not first <= one.day <= last:  # of a closed month: it scores nothing here
                    month.count(one.place).other_months += 1
            elif target is not None:
                target.records.setdefault("moved", []).append(one)
                _moved_digest(month, target, one.place.file)
        for name, entries in month.records.items():
            if name == "moved":
                continue
            stay = []
            for record, day in entries:
                later = "QK425" if name == "praises" else "QK404"
                target = (
                    _home(months, closed, month, day, record.place, moved, later)
                    if day is not None
                    else month
                )
                if target is month:
                    stay.append((record, day))
                elif target is not None:
                    target.records.setdefault(f"moved {name}", []).append((record, day))
                    _moved_digest(month, target, record.place.file)
            month.records[name] = stay
        _list_moved(month, moved)
    for month in months:
        month.evaluations += month.records.pop("moved", [])
        for name in [key for key in month.records if key.startswith("moved ")]:
            month.records.setdefault(name.removeprefix("moved "), []).extend(month.records.pop(name))


def _home(
    months: Sequence[GatheredMonth],
    closed: Sequence[Period],
    month: GatheredMonth,
    day: date,
    place: Place,
    moved: dict[str, tuple[int, Place]],
    later: str = "QK404",
) -> "GatheredMonth | None":
    """The month that a day belongs to; None: it is counted nowhere. ``later``: the code for a later one."""
    if day in month.period:
        return month
    count = month.count(place)
    for other in months:
        if day in other.period:
            count.other_months += 1
            key = f"{place.file}\x1f{place.sheet}\x1f{other.period.month}\x1fQK422"
            moved[key] = (moved.get(key, (0, place))[0] + 1, moved.get(key, (0, place))[1])
            return other
    if any(day in period for period in closed):
        return month  # late: it stays with the open month that it turned up in
    if day > month.period.last_day:
        if later == "QK404":
            count.left_out += 1
        else:
            count.other_months += 1
        month.problems.append(problem(later, place, day, month=month.period.month))
        return None
    count.other_months += 1
    key = f"{place.file}\x1f{place.sheet}\x1f{day:%Y-%m}\x1fQK403"
    moved[key] = (moved.get(key, (0, place))[0] + 1, moved.get(key, (0, place))[1])
    return None


def _list_moved(month: GatheredMonth, moved: Mapping[str, tuple[int, Place]]) -> None:
    for key, (rows, first) in moved.items():
        file, sheet, named, code = key.split("\x1f")
        month.problems.append(
            problem(code, Place(file, sheet), count=rows, month=named, first=first.cell.split(":")[0])
        )


def _moved_digest(month: GatheredMonth, target: GatheredMonth, file: str) -> None:
    target.digests.setdefault(f"{month.period.month}/{file}", month.digests.get(file, ""))


def _finished(month: GatheredMonth, copies: Sequence[Copy]) -> tuple[MonthRecords, tuple[Problem, ...]]:
    month.controls += [count.total() for count in month.counts.values()]
    for control in month.controls:
        if (
            not control.adds_up
            or min(control.used, control.left_out, control.repeats, control.other_months) < 0
        ):
            raise ControlTotalError(
                _("the rows of {file} do not add up: {read} read").format(
                    file=f"{control.file}!{control.sheet}", read=control.read
                ),
                hint=_("A fault of the program: please report it; your workbooks are as they were."),
            )
    records: dict[str, Any] = {
        name: tuple(record for record, _day in entries) for name, entries in month.records.items()
    }
    problems = tuple(dict.fromkeys(month.problems))
    return (
        MonthRecords(
            month.period,
            month.roster,
            tuple(month.evaluations),
            controls=tuple(sorted(month.controls, key=lambda one: (one.file, one.sheet))),
            digests=dict(sorted(month.digests.items())),
            copies=tuple(
                (one.shown, digest) for one in copies if one.month is month for digest in one.replaces
            ),
            **records,
        ),
        problems,
    )


def _has_checks(catalogue: Catalogue, one: Evaluation) -> bool:
    """Whether a form has items that a check answers: then turns belong to it."""
    candidate = catalogue.get(one.form)
    form = candidate.form if candidate else None
    return form is not None and any(item.answer.kind == "detected" for item in form.items)
