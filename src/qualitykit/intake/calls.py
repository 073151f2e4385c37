"""What a sheet says about a call beside its answers: rings, waits, who hung up, and the transcript's cell.

Rings are not seconds of ringing, and a wait in the queue is not the agent's: a column that can be both is
read only when the form says which (``wait_column_is``). Source: field-lists.md §3, semantics.md §4.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from qualitykit.beside import processors
from qualitykit.frozen import dataclass
from qualitykit.intake.cells import Fault, Raw, shown
from qualitykit.intake.durations import parse_seconds
from qualitykit.intake.headers import HeaderMatch
from qualitykit.intake.names import Finder
from qualitykit.intake.numbers import parse_count
from qualitykit.intake.reader import Sheet
from qualitykit.intake.table import Table
from qualitykit.intake.transcripts import TranscriptReader
from qualitykit.intake.words import word_of
from qualitykit.model import CallFacts, Place, Transcript, maker
from qualitykit.problems import problem
from qualitykit.standards.forms import Form

if TYPE_CHECKING:
    from qualitykit.intake.many_transcripts import ManyTranscripts

__all__ = ["CallColumns", "CutAhead", "cut_ahead", "read_call_columns"]

_FACTS = (
    "ring_count",
    "ring_seconds",
    "queue_seconds",
    "hold_seconds",
    "wait_seconds",
    "talk_seconds",
    "hung_up_by",
    "direction",
    "queue_name",
)
_WAITS = ("等待", "等候", "wait")
_LONGEST_CELL = 32_767  # what an .xlsx cell holds
_VERY_MANY = 10_000  # rows whose transcripts are worth a process
_ENDED_BY: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "客户",
            "顾客",
            "用户",
            "来电方",
            "来电人",
            "对方",
            "访客",
            "业主",
            "customer",
            "client",
            "user",
            "客户挂机",
            "客户挂断",
            "用户挂机",
            "客户先挂",
        ),
        "customer",
    ),
    **dict.fromkeys(
        (
            "坐席",
            "座席",
            "客服",
            "员工",
            "agent",
            "我方",
            "坐席挂机",
            "座席挂机",
            "坐席挂断",
            "客服挂机",
            "客服挂断",
            "坐席先挂",
            "客服先挂",
        ),
        "agent",
    ),
    **dict.fromkeys(("系统", "system", "系统挂机", "系统挂断", "超时", "异常"), "system"),
}
_INBOUND, _OUTBOUND = ("呼入", "来电", "inbound", "in"), ("呼出", "外呼", "去电", "outbound", "out")


@dataclass(frozen=True, slots=True)
class CallColumns:
    """Facts and transcript of each row; None where the sheet does not say."""

    facts: list[CallFacts | None]
    transcripts: list[Transcript | None]


class CutAhead(NamedTuple):
    """A column of transcripts that is cut while its sheet is still read: of the rows from ``first`` on."""

    column: int
    first: int
    wait: "Callable[[], ManyTranscripts | None]"

    def of(self, table: Table) -> "ManyTranscripts | None":
        """Those of a table's rows; None where it was another column."""
        if table.match.columns.get("transcript") != self.column:
            return None
        found = self.wait()
        if found is None:
            return None
        return found.of_cells([number - self.first for number in table.numbers])


def cut_ahead(sheet: Sheet, match: HeaderMatch, transcripts: TranscriptReader) -> CutAhead | None:
    """Begin to cut the transcripts of a large sheet in a process beside, before its rows are taken; None
    where it has few, or there is no processor for it.

    Later that process would share the rows with this one, and each page of them would be copied.
    """
    column, first = match.columns.get("transcript"), match.first_data_row
    if column is None or sheet.height - first < _VERY_MANY or processors() < 2:
        return None
    size = sheet.height - first + 1
    return CutAhead(column, first, transcripts.many_ahead(partial(sheet.column_part, column, first), size))


def read_call_columns(
    table: Table,
    form: Form,
    transcripts: TranscriptReader,
    people: list[str],
    finder: Finder,
    cut: CutAhead | None = None,
) -> CallColumns:
    """Read the columns of calls. ``people``: the employee number of each row, empty where nobody was found.
    ``cut``: ``cut_ahead`` of this sheet, if it was begun.

    Problems: those of durations, QK409 a waiting column that the form does not explain, QK413 an
    unknown word, QK801–QK806 transcripts that cannot be used.
    """
    facts = _facts(table, form)
    many = cut.of(table) if cut is not None else transcripts.many(table.raw("transcript"))
    return CallColumns(facts, _transcripts(table, transcripts, people, finder, many))


def _facts(table: Table, form: Form) -> list[CallFacts | None]:
    present = [name for name in _FACTS if table.has(name)]
    if not present:
        return [None] * len(table)
    waits, queues = _waiting(table, form)
    seconds = {
        name: _seconds(table, form, name) for name in ("ring_seconds", "talk_seconds") if table.has(name)
    }
    none: list[Decimal | None] = [None] * len(table)
    kinds, queue_names = table.texts("direction"), table.texts("queue_name")
    columns = (
        table.read("ring_count", parse_count),
        seconds.get("ring_seconds", none),
        queues,
        waits,
        seconds.get("talk_seconds", none),
        _hung_up(table, kinds),
        [text or None for text in kinds],
        [text or None for text in queue_names],
    )
    # the cells of a row say which rows are equal, and are quicker to compare than what they mean
    rows = list(zip(*(table.comparable(name) for name in present), strict=True))
    shared = dict(zip(rows, zip(*columns, strict=True), strict=True))
    make = maker(CallFacts)
    facts = {row: make(*values) for row, values in shared.items()}
    return [facts[row] for row in rows]


def _seconds(table: Table, form: Form, name: str) -> list[Decimal | None]:
    header = table.match.header(name)
    unit = header.word.hint.unit if header else None
    return table.read(name, partial(parse_seconds, unit=unit, time_cells=form.time_cells))


def _waiting(table: Table, form: Form) -> tuple[list[Decimal | None], list[Decimal | None]]:
    """The wait that the agent caused, and the time in the queue."""
    none: list[Decimal | None] = [None] * len(table)
    wait = next((_seconds(table, form, n) for n in ("wait_seconds", "hold_seconds") if table.has(n)), none)
    if not table.has("queue_seconds"):
        return wait, none
    header = table.match.header("queue_seconds")
    word = header.word.word if header else ""
    if "排队" in word or not any(text in word for text in _WAITS) or form.wait_column_is == "queue":
        return wait, _seconds(table, form, "queue_seconds")
    if form.wait_column_is == "hold" and wait is none:
        return _seconds(table, form, "queue_seconds"), none
    if form.wait_column_is == "refuse" and header is not None:
        place = table.sheet.place(header.row, header.column)
        table.problems.append(problem("QK409", place, header=header.text))
    return wait, none


def _hung_up(table: Table, kinds: list[str]) -> list[str | None]:
    """Who hung up; 主叫 is the customer on calls that came in and the agent on calls that went out."""
    if not table.has("hung_up_by"):
        return [None] * len(table)
    header = table.match.header("hung_up_by")
    is_reason = header is not None and header.word.word in ("挂断原因", "挂机类型")
    raws = table.raw("hung_up_by")
    cells = list(zip(table.comparable("hung_up_by"), kinds, strict=True))
    ended = {cell: _ended_by(word_of(shown(cell[0])), cell[1]) for cell in set(cells)}
    unknown = {cell for cell, who in ended.items() if who is None and word_of(shown(cell[0]))}
    for index, cell in enumerate(cells) if unknown and not is_reason else ():
        if cell in unknown:
            title, words = table.title("hung_up_by"), "客户、坐席、系统"
            table.report("QK413", index, "hung_up_by", shown(raws[index]), field=title, allowed=words)
    return [ended[cell] for cell in cells]


def _ended_by(word: str, kind: str) -> str | None:
    who = _ENDED_BY.get(word)
    if who is None and word.startswith(("主叫", "被叫")):
        kind = word_of(kind)
        incoming = kind in _INBOUND or (None if kind not in _OUTBOUND else False)
        if incoming is not None:
            who = "customer" if word.startswith("主叫") == incoming else "agent"
    return who


def _transcripts(
    table: Table,
    reader: TranscriptReader,
    people: list[str],
    finder: Finder,
    many: "ManyTranscripts | None",
) -> list[Transcript | None]:
    if not table.has("transcript"):
        return [None] * len(table)
    result: list[Transcript | None] = []
    raws, places = table.raw("transcript"), table.cell_places("transcript")
    cut: Iterable[Transcript | None] = [None] * len(places) if many is None else many.transcripts(places)
    for index, (raw, place, person, plain) in enumerate(zip(raws, places, people, cut, strict=True)):
        found = plain if plain is not None else _one(raw, reader, place, person, finder)
        if isinstance(found, Fault):
            table.fault(index, "transcript", found)
            found = None
        if isinstance(raw, str) and len(raw) >= _LONGEST_CELL:
            table.report("QK806", index, "transcript", length=len(raw))
        result.append(found)
    return result


def _one(
    raw: Raw, reader: TranscriptReader, place: Place, number: str, finder: Finder
) -> Transcript | Fault | None:
    if not raw:
        return None
    text = raw if isinstance(raw, str) else shown(raw)
    found = reader.read(text, place)
    if isinstance(found, Fault) and found.code in ("QK802", "QK805") and number:
        # 王芳：您好 is the agent where this row is about 王芳
        found = reader.read(text, place, (number, finder.name_of(number)))
    return found
