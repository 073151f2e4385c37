"""The work of reading months: each sheet to its reader, each record to its month, each row to its total."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from qualitykit.errors import ControlTotalError
from qualitykit.i18n import _
from qualitykit.intake.cards import read_cards
from qualitykit.intake.catalogue import catalogue
from qualitykit.intake.cells import Fault
from qualitykit.intake.complaints import read_complaints
from qualitykit.intake.evaluations import read_evaluations
from qualitykit.intake.names import Finder
from qualitykit.intake.praise import read_praises
from qualitykit.intake.reader import Sheet, Workbook, read_workbook
from qualitykit.intake.recognise import Recognised, meta_of, recognise
from qualitykit.intake.registers import REGISTERS
from qualitykit.intake.repeats import sort_out
from qualitykit.intake.roster import RosterRead, read_roster
from qualitykit.intake.table import COMPUTED, Table, open_table
from qualitykit.intake.transcripts import TranscriptReader
from qualitykit.intake.turns import CallTurns, TurnsRead, read_json_lines, read_turns
from qualitykit.intake.unsure import decide_unsure
from qualitykit.model import (
    Adjustment,
    Complaint,
    ContestResult,
    ControlTotal,
    Decision,
    Evaluation,
    HitDecision,
    MonthRecords,
    Period,
    Place,
    Praise,
    Roster,
    ServedWarning,
    SpecialAward,
)
from qualitykit.problems import Problem, problem
from qualitykit.sheets.meta import Meta
from qualitykit.standards.standard import Standard

__all__ = ["Gathering"]

_ROSTER_NAMES = ("名册", "花名册", "员工名单", "人员名单", "roster")
_HELD_BYTES = 32 << 20  # workbooks kept open while the roster is looked for
_DAYS: Mapping[str, tuple[str, ...]] = {
    "praise": ("service_on", "praise_on"),
    "complaint": ("received_at", "contact_on"),
}
_SLOTS: Mapping[type, str] = {
    Praise: "praises",
    Complaint: "complaints",
    ServedWarning: "served_warnings",
    SpecialAward: "special_awards",
    ContestResult: "contests",
    Adjustment: "adjustments",
    Decision: "decisions",
    HitDecision: "hit_decisions",
}


@dataclass(slots=True)
class _Count:
    """Where the rows of one sheet went, while they go."""

    file: str
    sheet: str
    form: str
    read: int = 0
    left_out: int = 0
    repeats: int = 0
    other_months: int = 0

    def total(self) -> ControlTotal:
        used = self.read - self.left_out - self.repeats - self.other_months
        return ControlTotal(
            self.file, self.sheet, self.form, self.read, used, self.left_out, self.repeats, self.other_months
        )


@dataclass(slots=True)
class _Month:
    """One month while it is gathered."""

    period: Period
    files: list[tuple[Path, Path]]
    roster: Roster = field(default_factory=Roster)
    finder: Finder = field(default_factory=lambda: Finder(Roster()))
    evaluations: list[Evaluation] = field(default_factory=list)
    records: dict[str, list[Any]] = field(default_factory=dict)
    counts: dict[tuple[str, str], _Count] = field(default_factory=dict)
    controls: list[ControlTotal] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    turns: list[TurnsRead] = field(default_factory=list)
    summaries: set[tuple[str, str]] = field(default_factory=set)
    roster_place: Place | None = None

    def count(self, place: Place) -> _Count:
        return self.counts[place.file, place.sheet]


class Gathering:
    """Reads months; made once a run. A class because every step adds to the same months."""

    def __init__(
        self,
        plan: Mapping[Period, Sequence[tuple[Path, Path]]],
        standards: Sequence[Standard],
        roster: Path | None,
        extra: Mapping[str, Mapping[str, Sequence[str]]],
        progress: Callable[[str, int, int], None] | None,
        closed: Sequence[Period] = (),
    ) -> None:
        self.closed = closed
        self.months = [_Month(period, list(files)) for period, files in plan.items()]
        self.catalogue = catalogue(
            standards, {name: words for name, words in extra.items() if name != "roles"}
        )
        self.given_roster = roster
        self.reader = TranscriptReader(extra.get("roles"))
        self.progress = progress or (lambda _name, _done, _all: None)
        self.seen: dict[str, tuple[_Month, str]] = {}  # digest → where it was read first
        self.replaced: dict[str, str] = {}  # digest of a replaced file → its corrected copy
        self.copies: list[tuple[_Month, str, str]] = []
        self.books: dict[Path, tuple[Workbook | None, tuple[Problem, ...]]] = {}

    def read(self) -> tuple[tuple[MonthRecords, tuple[Problem, ...]], ...]:
        """Everything, in order of date."""
        total = sum(len(month.files) for month in self.months)
        done = 0
        for month in self.months:
            self._find_roster(month)
        for month in self.months:
            for root, path in month.files:
                self.progress(path.name, done, total)
                self._file(month, root, path)
                self.books.pop(path, None)
                done += 1
        self.progress("", done, total)
        self._join_turns()
        self._sort_out()
        self._to_their_months()
        return tuple(self._finished(month) for month in self.months)

    # --- files

    def _open(self, root: Path, path: Path) -> tuple[Workbook | None, tuple[Problem, ...]]:
        return self.books.get(path) or read_workbook(path, _shown(root, path))

    def _find_roster(self, month: _Month) -> None:
        """The roster of a month: given, in its folder, or in the folder above."""
        if self.given_roster is not None:
            self._take_roster(month, self.given_roster.parent, self.given_roster)
            if month.roster_place is None:
                month.problems.append(problem("QK301", Place(self.given_roster.name)))
            return
        # by name first; the others small ones first, for the big ones are rarely rosters
        named = sorted(
            month.files,
            key=lambda entry: (
                (False, 0, entry[1]) if _is_roster_name(entry[1]) else (True, _size(entry[1]), entry[1])
            ),
        )
        held = 0
        for root, path in named:
            if path.suffix.lower() == ".jsonl":
                continue
            book = self._open(root, path)
            held += _size(path)
            if held <= _HELD_BYTES:
                self.books[path] = book
            if self._take_roster(month, root, path, book):
                return
        for folder in dict.fromkeys(root for root, _path in month.files):
            above = sorted(p for p in folder.resolve().parent.iterdir() if p.is_file() and _is_roster_name(p))
            for path in above:
                if self._take_roster(month, path.parent, path):
                    return
        month.problems.append(problem("QK301", Place()))

    def _take_roster(
        self,
        month: _Month,
        root: Path,
        path: Path,
        book: tuple[Workbook | None, tuple[Problem, ...]] | None = None,
    ) -> bool:
        """Take the roster of a file, if it holds one."""
        workbook, problems = book or self._open(root, path)
        if workbook is None:
            if path == self.given_roster:
                month.problems += problems
            return False
        meta = meta_of(workbook)
        if meta is not None and meta.is_output:
            return False
        for sheet in workbook.sheets:
            found = recognise(sheet, meta, self.catalogue)
            if found.candidate is None or found.candidate.id != "roster" or found.layout != "table":
                continue
            read = read_roster(self._table(found, month))
            month.roster, month.roster_place = read.roster, sheet.place()
            month.finder = Finder(read.roster)
            if all(path != other for _root, other in month.files):
                self._count_roster(month, read)
                month.digests[workbook.name] = workbook.digest
            return True
        return False

    def _count_roster(self, month: _Month, read: RosterRead) -> None:
        month.controls.append(read.control)
        month.problems += read.problems

    def _file(self, month: _Month, root: Path, path: Path) -> None:
        shown = _shown(root, path)
        if path.suffix.lower() == ".jsonl":
            turns = read_json_lines(path, shown, self.reader)
            month.digests[shown] = turns.digest
            month.turns.append(turns)
            month.problems += turns.problems
            return
        book, problems = self._open(root, path)
        month.problems += problems
        if book is None:
            return
        meta = meta_of(book)
        if meta is not None and meta.is_output:
            month.problems.append(problem("QK132", Place(shown), kind=meta.kind))
            return
        month.digests[shown] = book.digest
        if first := self.seen.get(book.digest):
            self._repeated_file(month, shown, *first)
            return
        self.seen[book.digest] = (month, shown)
        if meta is not None and meta.replaces:
            self.replaced[meta.replaces] = shown
            self.copies.append((month, shown, meta.replaces))
        self._sheets(month, book, meta)

    def _repeated_file(self, month: _Month, shown: str, first_month: _Month, first: str) -> None:
        """A file that is byte for byte another: every row of it is a repeat."""
        month.problems.append(problem("QK135", Place(shown), first=first))
        same = [c for c in first_month.counts.values() if c.file == first]
        same += [_count_of(control) for control in first_month.controls if control.file == first]
        for count in same:
            month.counts[shown, count.sheet] = _Count(
                shown, count.sheet, count.form, count.read, repeats=count.read
            )

    # --- sheets

    def _sheets(self, month: _Month, book: Workbook, meta: Meta | None) -> None:
        found = [
            recognise(sheet, meta, self.catalogue, _named_by(sheet, month.finder)) for sheet in book.sheets
        ]
        forms = [
            one.candidate.id for one in found if one.candidate and one.layout != "none" and not one.summary
        ]
        for one in found:
            month.problems += one.problems
            form = one.candidate.id if one.candidate else ""
            summary = one.summary and form in forms
            if one.layout != "none" and not summary:
                self._sheet(month, one, meta)
            elif one.layout == "none" and (rows := _rows_left(one)):
                count = _Count(one.sheet.file, one.sheet.name, form, rows, left_out=rows)
                month.counts[one.sheet.file, one.sheet.name] = count
        for one in found:
            form = one.candidate.id if one.candidate else ""
            if one.summary and one.layout != "none" and form in forms:
                siblings = "、".join(
                    s.sheet.name for s in found if s is not one and s.candidate is one.candidate
                )
                month.summaries.add((one.sheet.file, one.sheet.name))
                month.problems.append(problem("QK133", one.sheet.place(), siblings=siblings))
                self._sheet(month, one, meta)

    def _table(self, found: Recognised, month: _Month) -> Table:
        assert found.candidate is not None
        candidate = found.candidate
        if found.card is not None:
            return read_cards(found.sheet, candidate, found.card, month.period)
        assert found.match is not None
        table = open_table(found.sheet, found.match, month.period)
        table.problems += _header_problems(found)
        if found.person:
            table.fill("employee_name", found.person)
            table.problems.append(problem("QK146", found.sheet.place(), who=found.person))
        if found.match.unsure:
            days = _DAYS.get(candidate.id, (*candidate.day_fields(), "contact_on"))
            table = decide_unsure(table, days, month.finder.is_name)
        return table

    def _sheet(self, month: _Month, found: Recognised, meta: Meta | None) -> None:
        """One recognised sheet to its reader."""
        assert found.candidate is not None
        form = found.candidate.id
        if form == "roster":
            self._roster_sheet(month, found)
            return
        table = self._table(found, month)
        file, name = found.sheet.file, found.sheet.name
        count = month.counts[file, name] = _Count(file, name, form, len(table))
        if form == "turns":
            month.turns.append(read_turns(table, self.reader))
        elif found.candidate.form is not None:
            read = read_evaluations(
                table, found.candidate, month.finder, self.reader, meta.pack if meta else ""
            )
            count.left_out += read.left_out
            month.evaluations += read.evaluations
        elif form in ("praise", "complaint"):
            entries, repeated = (
                read_praises(table, month.finder)
                if form == "praise"
                else read_complaints(table, month.finder)
            )
            count.repeats += len(repeated)
            count.left_out += len(table.bad - repeated)
            for _index, record, day in entries:
                month.records.setdefault(_SLOTS[type(record)], []).append((record, day))
        else:
            records, repeated = REGISTERS[form](table, month.finder)
            count.repeats += len(repeated)
            count.left_out += len(table.bad - repeated)
            for _index, one in records:
                month.records.setdefault(_SLOTS[type(one)], []).append((one, None))
        month.problems += table.problems

    def _roster_sheet(self, month: _Month, found: Recognised) -> None:
        read = read_roster(self._table(found, month))
        if month.roster_place == found.sheet.place() and self.given_roster is None:
            self._count_roster(month, read)
            return
        used = str(month.roster_place) if month.roster_place else "-"
        month.problems.append(problem("QK324", found.sheet.place(), used=used))
        rows = read.control.read
        month.controls.append(replace(read.control, used=0, left_out=rows, repeats=0))

    # --- across files

    def _join_turns(self) -> None:
        """Give each evaluation the turns of its call; turns without an evaluation are listed (QK807)."""
        calls: dict[str, tuple[_Month, TurnsRead, CallTurns]] = {}
        for month in self.months:
            for turns in month.turns:
                count = month.counts.get((turns.file, turns.sheet))
                if count is None:
                    count = month.counts[turns.file, turns.sheet] = _Count(
                        turns.file, turns.sheet, "turns", turns.read
                    )
                count.left_out += turns.left_out
                for name, call in turns.calls.items():
                    if name in calls:
                        month.problems.append(
                            problem("QK808", call.place, call=name, other=calls[name][2].place)
                        )
                        count.repeats += call.rows
                    else:
                        calls[name] = (month, turns, call)
        if not calls:
            return
        joined: set[str] = set()
        for month in self.months:
            for index, one in enumerate(month.evaluations):
                found = calls.get(one.contact_id) if one.contact_id else None
                if found is None or not (one.form == "call-review" or one.call or _has_checks(self, one)):
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
        for month in self.months:
            for turns in month.turns:
                if names := alone.get(id(turns)):
                    place = turns.calls[names[0]].place
                    month.problems.append(problem("QK807", place, call=names[0], count=len(names)))

    def _sort_out(self) -> None:
        """Repeats and contradictions among the evaluations of all months; replaced files leave first."""
        for month in self.months:
            for shown, copy in [
                (s, self.replaced[d]) for s, d in month.digests.items() if d in self.replaced
            ]:
                self._take_out(month, shown, copy)
        known = {digest for month in self.months for digest in month.digests.values()}
        for month, shown, replaced in self.copies:
            if replaced not in known:
                month.problems.append(problem("QK420", Place(shown)))
        owner = {id(one): month for month in self.months for one in month.evaluations}
        everything = [one for month in self.months for one in month.evaluations]
        summaries = {key for month in self.months for key in month.summaries}
        done = sort_out(everything, summaries)
        place_owner = {one.place: owner[id(one)] for one in everything} if done.problems else {}
        for one in done.repeated:
            owner[id(one)].count(one.place).repeats += 1
        for one in done.lost:
            owner[id(one)].count(one.place).left_out += 1
        for found in done.problems:
            place_owner[found.place].problems.append(found)
        gone = {id(one) for one in (*done.repeated, *done.lost)}
        positions = iter(done.kept)
        for month in self.months:
            month.evaluations = [next(positions) for one in month.evaluations if id(one) not in gone]

    def _take_out(self, month: _Month, shown: str, copy: str) -> None:
        """Take a file out of which a corrected copy is there: its rows, and what was wrong with them."""
        month.problems = [one for one in month.problems if one.place.file != shown]
        month.problems.append(problem("QK136", Place(shown), copy=copy))
        month.evaluations = [one for one in month.evaluations if one.place.file != shown]
        for name, entries in month.records.items():
            month.records[name] = [entry for entry in entries if entry[0].place.file != shown]
        for (file, _sheet), count in month.counts.items():
            if file == shown:
                count.left_out, count.repeats = count.read, 0

    def _to_their_months(self) -> None:
        """Each record to the month of its day; what is dated in none of them is listed (QK403, QK404)."""
        for month in self.months:
            own = month.evaluations
            month.evaluations = []
            moved: dict[str, tuple[int, Place]] = {}
            for one in own:
                target = self._home(month, one.day, one.place, moved)
                if target is month:
                    month.evaluations.append(one)
                    if one.held_back and one.held_back != ("QK809",):
                        month.count(one.place).left_out += 1
                elif target is not None:
                    target.records.setdefault("moved", []).append(one)
                    self._moved_digest(month, target, one.place.file)
            for name, entries in month.records.items():
                if name == "moved":
                    continue
                stay = []
                for record, day in entries:
                    target = self._home(month, day, record.place, moved) if day is not None else month
                    if target is month:
                        stay.append((record, day))
                    elif target is not None:
                        target.records.setdefault(f"moved {name}", []).append((record, day))
                        self._moved_digest(month, target, record.place.file)
                month.records[name] = stay
            self._list_moved(month, moved)
        for month in self.months:
            month.evaluations += month.records.pop("moved", [])
            for name in [key for key in month.records if key.startswith("moved ")]:
                month.records.setdefault(name.removeprefix("moved "), []).extend(month.records.pop(name))

    def _home(
        self, month: _Month, day: date, place: Place, moved: dict[str, tuple[int, Place]]
    ) -> "_Month | None":
        """The month that a day belongs to; None: it is counted nowhere."""
        if day in month.period:
            return month
        count = month.count(place)
        for other in self.months:
            if day in other.period:
                count.other_months += 1
                key = f"{place.file}\x1f{place.sheet}\x1f{other.period.month}\x1fQK422"
                moved[key] = (moved.get(key, (0, place))[0] + 1, moved.get(key, (0, place))[1])
                return other
        if any(day in period for period in self.closed):
            return month  # late: it stays with the open month that it turned up in
        if day > month.period.last_day:
            count.left_out += 1
            month.problems.append(problem("QK404", place, day, month=month.period.month))
            return None
        count.other_months += 1
        key = f"{place.file}\x1f{place.sheet}\x1f{day:%Y-%m}\x1fQK403"
        moved[key] = (moved.get(key, (0, place))[0] + 1, moved.get(key, (0, place))[1])
        return None

    def _list_moved(self, month: _Month, moved: Mapping[str, tuple[int, Place]]) -> None:
        for key, (rows, first) in moved.items():
            file, sheet, named, code = key.split("\x1f")
            month.problems.append(
                problem(code, Place(file, sheet), count=rows, month=named, first=first.cell.split(":")[0])
            )

    def _moved_digest(self, month: _Month, target: _Month, file: str) -> None:
        target.digests.setdefault(f"{month.period.month}/{file}", month.digests.get(file, ""))

    # --- done

    def _finished(self, month: _Month) -> tuple[MonthRecords, tuple[Problem, ...]]:
        month.controls += [count.total() for count in month.counts.values()]
        for control in month.controls:
            if (
                not control.adds_up
                or min(control.used, control.left_out, control.repeats, control.other_months) < 0
            ):
                raise ControlTotalError(
                    _("the rows of {file} do not add up: {read} read").format(
                        file=f"{control.file}!{control.sheet}", read=control.read
                    )
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
                **records,
            ),
            problems,
        )


def _header_problems(found: Recognised) -> list[Problem]:
    """How the header was read; what the sheet computes itself (小计) is no column that was missed."""
    assert found.match is not None
    computed = {found.sheet.place(h.row, h.column) for h in found.match.unknown if h.word.word in COMPUTED}
    return [
        one for one in found.match.problems(found.sheet) if one.code != "QK114" or one.place not in computed
    ]


def _named_by(sheet: Sheet, finder: Finder) -> str:
    """The employee whom a sheet or its file is named after (王芳; 10月质检-王芳.xlsx); empty: none."""
    words = [sheet.name, *re.split(r"[-_—\s（）()]+", PurePosixPath(sheet.file).stem)]
    return next((word for word in words if not word.isascii() and finder.is_name(word)), "")


def _has_checks(gathering: Gathering, one: Evaluation) -> bool:
    """Whether a form has items that a check answers: then turns belong to it."""
    candidate = gathering.catalogue.get(one.form)
    form = candidate.form if candidate else None
    return form is not None and any(item.answer.kind == "detected" for item in form.items)


def _rows_left(found: Recognised) -> int:
    """How many rows a sheet holds that was not read: those below its header, or all of them."""
    if not found.problems or any(p.code in ("QK116", "QK140") for p in found.problems):
        return 0
    first = found.match.first_data_row if found.match is not None else 1
    return sum(1 for _row in found.sheet.rows(first))


def _count_of(control: ControlTotal) -> _Count:
    return _Count(control.file, control.sheet, control.form, control.read)


def _is_roster_name(path: Path) -> bool:
    return any(word in path.stem.lower() for word in _ROSTER_NAMES) and path.suffix.lower() in (
        ".xlsx",
        ".xlsm",
        ".xls",
        ".xlsb",
        ".ods",
        ".et",
        ".csv",
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _shown(root: Path, path: Path) -> str:
    """The path as people know it: relative to the month's folder, ``/`` between parts."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.name
