"""The work of reading months: each sheet to its reader, each record to its month, each row to its total."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

from qualitykit.intake.ahead import ReadAhead, is_huge
from qualitykit.intake.blind import BlindReviews
from qualitykit.intake.calls import CutAhead, cut_ahead
from qualitykit.intake.cards import read_cards
from qualitykit.intake.catalogue import catalogue
from qualitykit.intake.complaints import check_categories, read_complaints
from qualitykit.intake.evaluations import read_evaluations
from qualitykit.intake.feedback import FEEDBACK, FeedbackRecord
from qualitykit.intake.gathered import GatheredMonth, RowCount
from qualitykit.intake.names import Finder
from qualitykit.intake.praise import read_praises
from qualitykit.intake.reader import Sheet, Workbook, is_roster_name, other_files
from qualitykit.intake.recognise import Recognised, meta_of, recognise
from qualitykit.intake.registers import REGISTERS
from qualitykit.intake.roster import RosterRead, read_roster
from qualitykit.intake.service_requests import SERVICE_SHEETS, read_service_requests
from qualitykit.intake.settle import Copy, settle
from qualitykit.intake.table import COMPUTED, Table, open_table
from qualitykit.intake.transcripts import Hear, TranscriptReader
from qualitykit.intake.turns import read_json_lines, read_turns
from qualitykit.intake.unsure import decide_unsure
from qualitykit.intake.versions import fit_to_versions
from qualitykit.model import (
    Activity,
    Adjustment,
    Complaint,
    ContestResult,
    ControlTotal,
    Decision,
    HitDecision,
    Improvement,
    MonthRecords,
    ObjectionRow,
    Period,
    Place,
    Praise,
    ServedWarning,
    ServiceRequest,
    SpecialAward,
    Survey,
    TaskResult,
    Training,
)
from qualitykit.problems import Problem, problem
from qualitykit.scoring.versions import Versions
from qualitykit.sheets.meta import Meta
from qualitykit.standards.standard import Standard

__all__ = ["Gathering"]

_HELD_BYTES = 32 << 20  # workbooks kept open while the roster is looked for
_DAYS: Mapping[str, tuple[str, ...]] = {
    "praise": ("service_on", "praise_on"),
    "complaint": ("received_at", "contact_on"),
    **dict.fromkeys(SERVICE_SHEETS, ("received_at",)),
    "survey": ("answered_on",),
    "training": ("held_on",),
    "activity": ("held_on",),
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
    ServiceRequest: "requests",
    ObjectionRow: "objections",
    TaskResult: "task_results",
    Survey: "surveys",
    Training: "trainings",
    Activity: "activities",
    Improvement: "improvements",
}


class Gathering:
    """Reads months; made once a run. A class because every step adds to the same months."""

    def __init__(
        self,
        plan: Mapping[Period, Sequence[tuple[Path, Path]]],
        standards: Sequence[Standard],
        roster: Path | None,
        extra: Mapping[str, Mapping[str, Sequence[str]]],
        progress: Callable[[str, int, int], None] | None,
        closed: Sequence[Period],
        ahead: ReadAhead,
        usual_roster: Path | None = None,
        today: date | None = None,
        hear: Hear | None = None,
    ) -> None:
        self.today = today
        self.closed = closed
        self.usual_roster = usual_roster
        self.ahead = ahead
        self.standards = standards
        self.months = [GatheredMonth(period, list(files)) for period, files in plan.items()]
        self.catalogue = catalogue(
            standards, {name: words for name, words in extra.items() if name != "roles"}
        )
        self.given_roster = roster
        self.reader = TranscriptReader(extra.get("roles"), hear)
        self.progress = progress or (lambda _name, _done, _all: None)
        self.seen: dict[str, tuple[GatheredMonth, str, Path]] = {}  # digest → where it was read first
        self.copies: list[Copy] = []
        self.books: dict[Path, tuple[Workbook | None, tuple[Problem, ...]]] = {}
        self.begun: dict[str, list[tuple[Recognised, CutAhead | None]]] = {}  # by digest
        self.blind = BlindReviews()

    def note_others(self, period: Period, folder: Path) -> None:
        """Name the files of a month's folder that are no workbooks (QK158)."""
        month = next(one for one in self.months if one.period == period)
        month.problems += [problem("QK158", Place(_shown(folder, path))) for path in other_files(folder)]

    def read(self) -> tuple[tuple[MonthRecords, tuple[Problem, ...]], ...]:
        """Everything, in order of date."""
        total = sum(len(month.files) for month in self.months)
        done = 0
        for month in self.months:
            self._find_roster(month)
        for month in self.months:
            # huge ones last: they are being opened while the others are read
            files = sorted(month.files, key=lambda file: is_huge(file[1]))
            for root, path in files:
                self.progress(path.name, done, total)
                self._begin_huge(month, files)
                self._file(month, root, path)
                self.books.pop(path, None)
                done += 1
        self.progress("", done, total)
        replaced = {digest for copy in self.copies for digest in copy.replaces}
        self.blind.join(self.months, self.catalogue, self._table, self.reader, self.standards, replaced)
        return settle(self.months, self.catalogue, self.copies, self.closed)

    # --- files

    def _open(self, root: Path, path: Path) -> tuple[Workbook | None, tuple[Problem, ...]]:
        return self.books.get(path) or self.ahead.open(path, _shown(root, path))

    def _begin_huge(self, month: GatheredMonth, files: Sequence[tuple[Path, Path]]) -> None:
        """Begin to cut the transcripts of a huge file that is open while others are still to be read."""
        root, path = files[-1]
        if path in self.books or not is_huge(path) or not self.ahead.is_open(path, _shown(root, path)):
            return
        book, _problems = self.books[path] = self._open(root, path)
        if book is not None and book.digest not in self.seen:
            found = self._recognised(month, book, meta_of(book))
            self.begun[book.digest] = [(one, None if one.summary else self._cut_ahead(one)) for one in found]

    def _find_roster(self, month: GatheredMonth) -> None:
        """The roster of a month: given, in its folder, in the folder above, or the usual one.

        Where there is a usual one, only files that are named like rosters are looked into.
        """
        if self.given_roster is not None:
            self._take_roster(month, self.given_roster.parent, self.given_roster)
            if month.roster_place is None:
                month.problems.append(problem("QK301", Place(self.given_roster.name)))
            return
        # by name first; the others small ones first, for the big ones are rarely rosters
        named = sorted(
            month.files,
            key=lambda entry: (
                (False, 0, entry[1]) if is_roster_name(entry[1]) else (True, _size(entry[1]), entry[1])
            ),
        )
        replaced = self._replaced_rosters(month)
        held = 0
        for root, path in named:
            if path.suffix.lower() == ".jsonl" or (self.usual_roster and not is_roster_name(path)):
                continue
            book = self._open(root, path)
            held += _size(path)
            if held <= _HELD_BYTES:
                self.books[path] = book
            if book[0] is not None and book[0].digest in replaced:
                continue
            if self._take_roster(month, root, path, book):
                return
        for folder in dict.fromkeys(root for root, _path in month.files):
            above = sorted(p for p in folder.resolve().parent.iterdir() if p.is_file() and is_roster_name(p))
            for path in above:
                if self._take_roster(month, path.parent, path):
                    return
        usual = self.usual_roster
        if usual is None or not self._take_roster(month, usual.parent, usual):
            month.problems.append(problem("QK301", Place()))

    def _replaced_rosters(self, month: GatheredMonth) -> frozenset[str]:
        """Digests of the files of which a corrected roster is there."""
        found: set[str] = set()
        for root, path in month.files:
            if is_roster_name(path):
                book = self.books[path] = self._open(root, path)
                meta = meta_of(book[0]) if book[0] is not None else None
                found |= set(meta.replaces.split("|")) - {""} if meta is not None else set()
        return frozenset(found)

    def _take_roster(
        self,
        month: GatheredMonth,
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

    def _count_roster(self, month: GatheredMonth, read: RosterRead) -> None:
        month.controls.append(read.control)
        month.problems += read.problems

    def _file(self, month: GatheredMonth, root: Path, path: Path) -> None:
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
        first = self.seen.get(book.digest)
        if first is not None and not self._own_roster(month, shown, *first[:2]):
            self._repeated_file(month, root, shown, *first)
            return
        self.seen.setdefault(book.digest, (month, shown, root))
        if meta is not None and meta.replaces:
            self.copies.append(Copy(month, shown, tuple(meta.replaces.split("|"))))
        self._sheets(month, book, meta)

    def _own_roster(self, month: GatheredMonth, shown: str, first_month: GatheredMonth, first: str) -> bool:
        """Whether a file is a month's roster that an earlier month has as well: each month has its own."""
        forms = {control.form for control in first_month.controls if control.file == first}
        forms |= {count.form for count in first_month.counts.values() if count.file == first}
        own = month.roster_place is not None and month.roster_place.file == shown
        return own and first_month is not month and forms == {"roster"}

    def _repeated_file(
        self,
        month: GatheredMonth,
        root: Path,
        shown: str,
        first_month: GatheredMonth,
        first: str,
        first_root: Path,
    ) -> None:
        """A file that is byte for byte another: every row of it is a repeat."""
        named = first if root == first_root else f"{first_root.name}/{first}"
        month.problems.append(problem("QK135", Place(shown), first=named))
        same = [c for c in first_month.counts.values() if c.file == first]
        same += [_count_of(control) for control in first_month.controls if control.file == first]
        for sheet, form, read in [(count.sheet, count.form, count.read) for count in same]:
            month.counting(shown, sheet, form, read).repeats += read

    # --- sheets

    def _sheets(self, month: GatheredMonth, book: Workbook, meta: Meta | None) -> None:
        begun = self.begun.pop(book.digest, None)
        if begun is None:
            begun = [(one, None) for one in self._recognised(month, book, meta)]
        found = [one for one, _cut in begun]
        forms = [
            one.candidate.id for one in found if one.candidate and one.layout != "none" and not one.summary
        ]
        for one, cut in begun:
            if self.blind.takes(month, one, meta):
                continue
            month.problems += one.problems
            form = one.candidate.id if one.candidate else ""
            summary = one.summary and form in forms
            if one.layout != "none" and not summary:
                self._sheet(month, one, meta, cut)
            elif one.layout == "none" and (rows := _rows_left(one)):
                count = RowCount(one.sheet.file, one.sheet.name, form, rows, left_out=rows)
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

    def _recognised(self, month: GatheredMonth, book: Workbook, meta: Meta | None) -> list[Recognised]:
        return [
            recognise(sheet, meta, self.catalogue, _named_by(sheet, month.finder)) for sheet in book.sheets
        ]

    def _cut_ahead(self, found: Recognised) -> CutAhead | None:
        """Begin to cut the transcripts of a large sheet of evaluations."""
        if found.candidate is None or found.candidate.form is None or found.match is None or found.card:
            return None
        return cut_ahead(found.sheet, found.match, self.reader)

    def _table(self, found: Recognised, month: GatheredMonth) -> Table:
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
        table.today = self.today
        return table

    def _sheet(
        self, month: GatheredMonth, found: Recognised, meta: Meta | None, cut: CutAhead | None = None
    ) -> None:
        """One recognised sheet to its reader. ``cut``: its transcripts, if they are being cut already."""
        assert found.candidate is not None
        form = found.candidate.id
        if form == "roster":
            self._roster_sheet(month, found)
            return
        cut = cut or self._cut_ahead(found)
        table = self._table(found, month)
        found.sheet.release()
        file, name = found.sheet.file, found.sheet.name
        count = month.counting(file, name, form, len(table))
        if form == "turns":
            month.turns.append(read_turns(table, self.reader))
        elif found.candidate.form is not None:
            read = read_evaluations(
                table, found.candidate, month.finder, self.reader, meta.pack if meta else "", cut
            )
            count.left_out += read.left_out
            month.evaluations += fit_to_versions(read.evaluations, table, found.candidate, self.standards)
            month.unclear |= read.unclear
        elif form in ("praise", "complaint", *SERVICE_SHEETS, *FEEDBACK):
            entries: Sequence[tuple[int, Praise | Complaint | ServiceRequest | FeedbackRecord, date | None]]
            if form == "praise":
                entries, repeated = read_praises(table, month.finder)
            elif form == "complaint":
                complaints, repeated = read_complaints(table, month.finder)
                if self.standards:
                    check_categories(table, complaints, Versions(self.standards, month.period))
                entries = complaints
            elif form in FEEDBACK:
                entries, repeated = FEEDBACK[form](table, month.finder)
            else:
                entries, repeated = read_service_requests(table, month.finder, form)
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

    def _roster_sheet(self, month: GatheredMonth, found: Recognised) -> None:
        read = read_roster(self._table(found, month))
        if month.roster_place == found.sheet.place() and self.given_roster is None:
            self._count_roster(month, read)
            return
        used = str(month.roster_place) if month.roster_place else "-"
        month.problems.append(problem("QK324", found.sheet.place(), used=used))
        rows = read.control.read
        month.controls.append(replace(read.control, used=0, left_out=rows, repeats=0))


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


def _rows_left(found: Recognised) -> int:
    """How many rows a sheet holds that was not read: those below its header, or all of them."""
    if not found.problems or any(p.code in ("QK116", "QK140") for p in found.problems):
        return 0
    first = found.match.first_data_row if found.match is not None else 1
    return sum(1 for _row in found.sheet.rows(first))


def _count_of(control: ControlTotal) -> RowCount:
    return RowCount(control.file, control.sheet, control.form, control.read)


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
