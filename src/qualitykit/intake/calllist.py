"""A call list for a blind form: the recordings, what the platform says of them, and whom to hide.

Nobody is scored here: a row needs its recording's id, and everything else is as good as it is written.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from qualitykit.frozen import dataclass
from qualitykit.intake.calls import read_call_columns
from qualitykit.intake.catalogue import PERSON_FIELDS, catalogue
from qualitykit.intake.cells import Fault, Raw
from qualitykit.intake.headers import find_header
from qualitykit.intake.ids import parse_id
from qualitykit.intake.names import Finder
from qualitykit.intake.people import split_people
from qualitykit.intake.periods import period_of
from qualitykit.intake.reader import read_workbook
from qualitykit.intake.table import Table, open_table
from qualitykit.intake.transcripts import TranscriptReader
from qualitykit.model import CallFacts, Place, Role, Roster, RosterRow, Transcript
from qualitykit.problems import Problem, problem
from qualitykit.sheets.blind import CALL_LIST, ListedCall
from qualitykit.standards.forms import Form
from qualitykit.standards.standard import Standard

__all__ = ["AgentsCall", "read_call_list"]

_ANY_MONTH = "2099-12"  # no date is read here
_ROLES = {Role.AGENT: "客服", Role.CUSTOMER: "客户", Role.OTHER: "系统"}
_IDS = ("contact_id", "call_id")


@dataclass(frozen=True, slots=True)
class AgentsCall:
    """A listed call, and by which names and numbers its agent is known: what the blind form must not show."""

    call: ListedCall
    names: frozenset[str]
    numbers: frozenset[str]

    @property
    def agent(self) -> frozenset[str]:
        """All by which the agent is known; two rows of one call must share some of it."""
        return self.names | self.numbers


def read_call_list(
    path: Path, shown_as: str, standard: Standard, form: Form, roster: Roster | None = None
) -> tuple[tuple[AgentsCall, ...], tuple[Problem, ...]]:
    """The calls of every sheet that lists recordings and their agents, each once.

    ``roster`` gives the agents' other names and logins. Problems: those of the file and of ids, QK80x of
    transcripts that cannot be shown, QK152 one call with two agents, QK157 ids that hold the agent's number,
    QK130 no sheet that lists calls.
    """
    book, found = read_workbook(path, shown_as)
    if book is None:
        return (), found
    candidate = catalogue((standard,), {}).get(form.id, standard.id)
    assert candidate is not None
    problems = list(found)
    calls: dict[str, tuple[AgentsCall, Place]] = {}
    lists = 0
    for sheet in book.sheets:
        match = find_header(sheet, candidate.words)
        names = set(match.columns) if match is not None else set()
        if match is None or not names & set(_IDS) or not names & set(PERSON_FIELDS):
            continue
        lists += 1
        table = open_table(sheet, match, period_of(_ANY_MONTH))
        for one, place in _calls(table, form, roster or Roster()):
            first = calls.setdefault(one.call.contact_id, (one, place))
            if not first[0].agent & one.agent:
                params = {"first": first[1], "other": place}
                table.problems.append(problem("QK152", place, one.call.contact_id, **params))
        if told := [one.call.contact_id for one, _place in calls.values() if _says_who(one)]:
            table.problems.append(problem("QK157", sheet.place(), count=len(told), first=told[0]))
        problems += table.problems
    if not lists:
        missing = "、".join(column.title for column in CALL_LIST.columns if column.required)
        problems.append(problem("QK130", Place(shown_as), nearest=CALL_LIST.title, missing=missing))
    return tuple(one for one, _place in calls.values()), tuple(dict.fromkeys(problems))


def _says_who(one: AgentsCall) -> bool:
    """Whether the recording's id holds a number of its agent: a part of it between signs, or its end."""
    contact = one.call.contact_id
    parts = set(re.split(r"[^0-9A-Za-z]+", contact))
    numbers = {number for number in one.numbers if len(number) >= 3}
    return bool(parts & numbers) or any(contact.endswith(number) and len(number) >= 4 for number in numbers)


def _calls(table: Table, form: Form, roster: Roster) -> Iterator[tuple[AgentsCall, Place]]:
    """The rows that have an id, with its cell."""

    def contact(raw: Raw) -> str | Fault | None:
        return parse_id(raw, fold_case=False)

    name = table.has(*_IDS)
    finder = Finder(roster)
    agents = [_agent(table, index, finder, roster) for index in range(len(table))]
    # the row's own name is a speaker's mark too (王芳：您好); nobody has to be on a roster for that
    names = [next((p.name for p in split_people(raw).people), "") for raw in table.raw("employee_name")]
    written = [
        name or min(numbers, default="") for name, (_names, numbers) in zip(names, agents, strict=True)
    ]
    pairs = dict.fromkeys(zip(written, names, strict=True))
    rows = [RosterRow(who, name, "", Place()) for who, name in pairs if who]
    columns = read_call_columns(table, form, TranscriptReader(), written, Finder(Roster(tuple(rows))))
    for index, contact_id in enumerate(table.read(name, contact)):
        if contact_id:
            call = _listed(contact_id, columns.facts[index], columns.transcripts[index])
            yield AgentsCall(call, *agents[index]), table.place(index, name)


def _listed(contact_id: str, facts: CallFacts | None, transcript: Transcript | None) -> ListedCall:
    text = "\n".join(f"{_ROLES[turn.role]}：{turn.text}" for turn in transcript or ())
    if facts is None:
        return ListedCall(contact_id, text=text)
    return ListedCall(
        contact_id,
        facts.rings,
        facts.talk_seconds,
        facts.wait_seconds,
        facts.hung_up_by,
        facts.kind or "",
        text,
    )


def _agent(table: Table, index: int, finder: Finder, roster: Roster) -> tuple[frozenset[str], frozenset[str]]:
    """Names and numbers of a row's agent: as written, and as the roster knows them."""
    names, numbers = set[str](), set[str]()
    for field in PERSON_FIELDS:
        raw = table.raw(field)[index] if table.has(field) else ""
        for person in split_people(raw).people:
            names |= {person.name, person.stem} - {""}
            numbers |= {person.number} - {""}
    known = {finder.number(number) for number in numbers} - {""}
    for name in () if known else names:
        known |= finder.bearers(name)
    for row in roster.rows:
        if row.employee_no in known:
            names |= {row.name, *row.aliases}
            numbers |= {row.employee_no, *row.logins}
    return frozenset(names), frozenset(numbers)
