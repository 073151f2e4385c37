"""Transcripts alone, file by file: what ``scan`` reads. No roster, no month, nobody is judged.

A transcript may be a cell of a review sheet or of a platform's export, a sheet with a row per turn, or a
``.jsonl`` file. What a sheet says about the call (rings, waits, who hung up) comes along where it is in the
same file. Source: field-lists.md §3.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from qualitykit.frozen import dataclass
from qualitykit.intake.ahead import ReadAhead
from qualitykit.intake.calls import CutAhead, cut_ahead, read_call_columns
from qualitykit.intake.catalogue import Candidate, Catalogue, catalogue
from qualitykit.intake.cells import Fault, Raw
from qualitykit.intake.dates import parse_moment
from qualitykit.intake.headers import HeaderMatch, find_header
from qualitykit.intake.names import Finder
from qualitykit.intake.periods import period_of
from qualitykit.intake.reader import Sheet, Workbook, read_workbook
from qualitykit.intake.recognise import meta_of, recognise
from qualitykit.intake.table import Table, open_table
from qualitykit.intake.transcripts import Hear, TranscriptReader
from qualitykit.intake.turns import CallTurns, TurnsRead, read_json_lines, read_turns
from qualitykit.model import CallFacts, Evaluation, Period, Place, Roster, RosterRow
from qualitykit.problems import Problem, problem
from qualitykit.standards.forms import Form
from qualitykit.standards.standard import Standard

__all__ = ["CallsRead", "CallsReader"]

_DAYS = ("contact_on", "call_start", "visit_on")


@dataclass(frozen=True, slots=True)
class CallsRead:
    """The calls of one file, each once; ``left_out``: calls whose transcript is unusable, a problem each."""

    calls: tuple[Evaluation, ...]
    left_out: int
    problems: tuple[Problem, ...]


class CallsReader:
    """Reads the transcripts of one file after the other; made once a run, because recognising needs the
    standard's words.

    ``today``: the day of a call whose sheet names none (rules may begin or end on a day).
    ``roles``: agent, customer, other → role marks of the house. ``ahead``: opens large files already.
    ``hear``: looks through the words of very many transcripts while the rest is read.
    """

    def __init__(
        self,
        standards: Sequence[Standard],
        today: date,
        roles: Mapping[str, Iterable[str]] | None = None,
        ahead: ReadAhead | None = None,
        hear: Hear | None = None,
    ) -> None:
        self._open = ahead.open if ahead is not None else read_workbook
        self._catalogue: Catalogue = catalogue(standards, {})
        self._reader = TranscriptReader(roles, hear)
        self._today = today
        self._period: Period = period_of(f"{today:%Y-%m}")
        candidates = [one for one in self._catalogue.candidates if one.form is not None]
        calls = [one for one in candidates if one.form and one.form.source == "call-review"]
        self._review: Candidate | None = next(iter(calls or candidates), None)

    def read(self, path: Path, shown_as: str) -> CallsRead:
        """The calls of one file. Problems: of files and transcripts (QK1xx, QK80x), QK812 no transcript."""
        if path.suffix.lower() == ".jsonl":
            turns = read_json_lines(path, shown_as, self._reader)
            calls, left_out, problems = self._of_turns([turns], {})
            return self._done(calls, left_out, [*turns.problems, *problems], shown_as)
        book, found = self._open(path, shown_as)
        if book is None:
            return CallsRead((), 0, found)
        return self._of_book(book, list(found), shown_as)

    def _of_book(self, book: Workbook, problems: list[Problem], shown_as: str) -> CallsRead:
        meta = meta_of(book)
        if meta is not None and meta.is_output:
            return CallsRead((), 0, (*problems, problem("QK132", Place(shown_as), kind=meta.kind)))
        if meta is not None and meta.blind:  # its transcripts are masked; the call list holds what was said
            return CallsRead((), 0, (*problems, problem("QK812", Place(shown_as))))
        calls: list[Evaluation] = []
        turns: list[TurnsRead] = []
        facts: dict[str, tuple[CallFacts | None, str, date]] = {}
        left_out = 0
        for sheet in book.sheets:
            found = recognise(sheet, meta, self._catalogue)
            known = found.candidate if found.layout == "table" else None
            if known is not None and known.id == "turns" and found.match is not None:
                table = open_table(sheet, found.match, self._period)
                turns.append(read_turns(table, self._reader))
                problems += table.problems
                continue
            match = found.match if known is not None and known.form is not None else self._by_words(sheet)
            form = known.form if known is not None and known.form is not None else self._form()
            if (
                match is None
                or form is None
                or not {"transcript", "contact_id", "call_id"} & set(match.columns)
            ):
                continue
            cut = cut_ahead(sheet, match, self._reader)
            table = open_table(sheet, match, self._period)
            for call in self._of_table(table, form, cut):
                if call.contact_id:
                    facts[call.contact_id] = (call.call, call.employee_no, call.day)
                if call.transcript is not None:
                    calls.append(call)
            unusable = [one for one in table.problems if one.code.startswith("QK80")]
            left_out += sum(one.code != "QK806" for one in unusable)
            problems += unusable
        of_turns, more_left_out, more = self._of_turns(turns, facts)
        return self._done([*calls, *of_turns], left_out + more_left_out, [*problems, *more], shown_as)

    def _form(self) -> Form | None:
        return self._review.form if self._review is not None else None

    def _by_words(self, sheet: Sheet) -> HeaderMatch | None:
        """The header of an export that is no form of the standard, but tells of calls."""
        match = find_header(sheet, self._review.words) if self._review is not None else None
        telling = {"transcript", "ring_count", "ring_seconds", "queue_seconds", "hold_seconds", "hung_up_by"}
        return match if match is not None and telling & set(match.columns) else None

    def _of_table(self, table: Table, form: Form, cut: CutAhead | None) -> Iterator[Evaluation]:
        numbers = table.texts(table.has("employee_no", "agent_login") or "employee_no")
        names = table.texts("employee_name")
        people = [number or name for number, name in zip(numbers, names, strict=True)]
        # the row's own name is a speaker's mark too (王芳：您好); nobody has to be on a roster for that
        known = dict(zip(people, names, strict=True))
        finder = Finder(
            Roster(tuple(RosterRow(person, name, "", Place()) for person, name in known.items() if person))
        )
        columns = read_call_columns(table, form, self._reader, people, finder, cut)
        contacts = table.texts(table.has("contact_id", "call_id") or "contact_id")
        days = self._days(table)
        rows = zip(
            contacts, people, days, table.row_places(), columns.facts, columns.transcripts, strict=True
        )
        for at, (contact, person, day, place, facts, transcript) in enumerate(rows):
            yield Evaluation(
                id=f"{form.id}:{contact or place}",
                form=form.id,
                pack="",
                employee_no=person,
                day=day,
                place=place,
                row=table.numbers[at],
                cells=(),
                answers=(),
                contact_id=contact,
                call=facts,
                transcript=transcript,
            )

    def _days(self, table: Table) -> list[date]:
        name = table.has(*_DAYS)
        known: dict[Raw, date] = {}
        days: list[date] = []
        for raw in table.raw(name) if name else [""] * len(table):
            day = known.get(raw)
            if day is None:
                found = parse_moment(
                    raw, period=self._period, date_1904=table.sheet.date_1904, typed=table.sheet.typed
                )
                day = (
                    found.date()
                    if isinstance(found, datetime)
                    else found
                    if isinstance(found, date)
                    else self._today
                )
                known[raw] = day
            days.append(day)
        return days

    def _of_turns(
        self, read: Sequence[TurnsRead], facts: Mapping[str, tuple[CallFacts | None, str, date]]
    ) -> tuple[list[Evaluation], int, list[Problem]]:
        calls: list[Evaluation] = []
        problems: list[Problem] = []
        left_out = 0
        form = self._form()
        for turns in read:
            left_out += turns.left_out
            for name, call in turns.calls.items():
                made = self._of_call(name, call, form, facts.get(name, (None, "", self._today)))
                if isinstance(made, Problem):
                    problems.append(made)
                    left_out += 1
                elif made is not None:
                    calls.append(made)
        return calls, left_out, problems

    def _of_call(
        self, name: str, call: CallTurns, form: Form | None, said: tuple[CallFacts | None, str, date]
    ) -> Evaluation | Problem | None:
        if isinstance(call.transcript, Fault):
            return call.transcript.at(call.place)
        if call.transcript is None:
            return None
        return Evaluation(
            id=f"turns:{name}",
            form=form.id if form else "",
            pack="",
            employee_no=said[1],
            day=said[2],
            place=call.place,
            row=0,
            cells=(),
            answers=(),
            contact_id=name,
            call=said[0],
            transcript=call.transcript,
        )

    def _done(
        self, calls: Sequence[Evaluation], left_out: int, problems: list[Problem], shown_as: str
    ) -> CallsRead:
        """Each call once: a call that stands in a cell and again turn by turn is read from its cell."""
        once: dict[str, Evaluation] = {}
        for call in calls:
            key = call.contact_id or call.id
            if key in once and call.transcript is not None and once[key].transcript is not None:
                problems.append(problem("QK808", call.place, call=key, other=once[key].place))
                continue
            once[key] = call
        if not once and not left_out and not problems:
            problems.append(problem("QK812", Place(shown_as)))
        return CallsRead(tuple(once.values()), left_out, tuple(problems))
