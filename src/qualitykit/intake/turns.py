"""Transcripts with a row per turn (通话ID | 角色 | 开始 | 文本), as platforms export them; JSON Lines too.

The turns of one call may stand anywhere in the file; they keep its order, or that of their times.
"""

import errno
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path

from qualitykit.i18n import _, system_reason
from qualitykit.intake.cells import Fault, Raw, is_blank
from qualitykit.intake.ids import parse_id
from qualitykit.intake.lexicon import Lexicon, lexicon, normal_word
from qualitykit.intake.table import Table
from qualitykit.intake.transcripts import TranscriptReader
from qualitykit.intake.turn_json import JsonTurn, turns_of_json
from qualitykit.intake.turn_times import clock_seconds
from qualitykit.model import Place, Transcript
from qualitykit.problems import Problem, problem

__all__ = ["CallTurns", "TurnsRead", "read_json_lines", "read_turns"]

_ORIGIN = datetime(2000, 1, 1, tzinfo=UTC)  # only differences count
_DAY = re.compile(r"((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")
_MILLISECONDS = ("bg", "ed", "start_ms", "end_ms", "begin_ms", "begin_time", "end_time", "starttime_ms")


@dataclass(slots=True)
class CallTurns:
    """One call's turns, or why they cannot be used; ``rows``: how many rows of the file they are."""

    place: Place
    rows: int
    transcript: Transcript | Fault | None


@dataclass(slots=True)
class TurnsRead:
    """The calls of one sheet or file by their id; ``left_out`` rows belong to no call."""

    file: str
    sheet: str
    read: int
    left_out: int
    calls: dict[str, CallTurns]
    problems: list[Problem] = field(default_factory=list)
    digest: str = ""


@dataclass(slots=True)
class _Gathered:
    marks: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    starts: list[float | None] = field(default_factory=list)
    ends: list[float | None] = field(default_factory=list)
    first: Place = field(default_factory=Place)
    rows: int = 0


def read_turns(table: Table, reader: TranscriptReader) -> TurnsRead:
    """The calls of a sheet with a row per turn.

    Problems: QK811 a row without its call, QK223 ids that lost digits.

    Times: as text 00:03, as seconds, as milliseconds where the header says so (bg, start_ms, 开始(毫秒)) or a
    number passes a day; a date with a time counts from the call's first turn.
    """

    def call(raw: Raw) -> str | Fault | None:
        return parse_id(raw, fold_case=False)

    ids = table.read("call_id", call)
    marks, texts = _marks(table, reader), table.texts("text")
    starts, ends = _times(table, "start"), _times(table, "end")
    gathered: dict[str, _Gathered] = {}
    left_out = 0
    at = 0
    for name, run in groupby(ids):
        first, at = at, at + sum(1 for _row in run)
        if not name:
            for index in range(first, at):
                left_out += 1
                table.report("QK811", index, "call_id")
            continue
        one = gathered.get(name)
        if one is None:
            one = gathered[name] = _Gathered(first=table.place(first))
        one.rows += at - first
        one.marks += marks[first:at]
        one.texts += texts[first:at]
        one.starts += starts[first:at]
        one.ends += ends[first:at]
    calls = {name: _call(one, reader) for name, one in gathered.items()}
    return TurnsRead(table.sheet.file, table.sheet.name, len(table), left_out, calls, table.problems)


def _marks(table: Table, reader: TranscriptReader) -> list[str]:
    """Who speaks in each row: 发送人类型 says 坐席 where 发送人 says a name, 说话人 what 声道 does not."""
    columns = [table.texts(name) for name in ("role", "sender") if table.has(name)]
    for column in columns:
        if all(mark and reader.words.role(mark) is not None for mark in set(column)):
            return column
    return columns[0]


def _call(one: _Gathered, reader: TranscriptReader) -> CallTurns:
    rows = len(one.marks)  # of a .jsonl file more than its lines, where a line is a whole call
    said = [index for index, text in enumerate(one.texts) if text]
    known = [start for start in one.starts if start is not None]
    if len(known) == rows and known != sorted(known):
        said.sort(key=lambda index: one.starts[index] or 0.0)
    if len(said) != rows or said != list(range(rows)):
        for name in ("marks", "texts", "starts", "ends"):
            column = getattr(one, name)
            setattr(one, name, [column[index] for index in said])
    return CallTurns(
        one.first, one.rows, reader.from_columns(one.marks, one.texts, one.starts, one.ends, one.first)
    )


def _times(table: Table, name: str) -> list[float | None]:
    """Seconds of each row; None where there is none. Numbers past a day are milliseconds."""
    if not table.has(name):
        return [None] * len(table)
    header = table.match.header(name)
    word, unit = (header.word.word, header.word.hint.unit) if header else ("", None)
    raws = table.raw(name)
    distinct = set(raws)
    numbers = [n for n in distinct if isinstance(n, int | float) or (isinstance(n, str) and _is_number(n))]
    milli = (
        unit == "ms" or word in _MILLISECONDS or (unit is None and any(float(n) > 86_400 for n in numbers))
    )
    known: dict[Raw, float | None] = {}
    for raw in distinct:
        known[raw] = _second(raw, 1000 if milli else 60 if unit == "min" else 1, unit == "min")
    return [known[raw] for raw in raws]


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _second(raw: Raw, divisor: int, minutes: bool) -> float | None:
    if isinstance(raw, datetime):
        return (raw.replace(tzinfo=UTC) - _ORIGIN).total_seconds()
    if isinstance(raw, timedelta):
        return raw.total_seconds()
    if isinstance(raw, time):
        return raw.hour * 3600 + raw.minute * 60 + raw.second + raw.microsecond / 1e6
    if isinstance(raw, str):
        if not _is_number(raw.strip()):
            return _moment_seconds(raw.strip())
        raw = float(raw)
    if isinstance(raw, int | float):
        return raw * 60 if minutes else raw / divisor
    return None


def _moment_seconds(text: str) -> float | None:
    """Of a clock, or of a day with its clock, so that turns after midnight come after those before it."""
    day = _DAY.match(text)
    second = clock_seconds(text) if text else None
    if second is None or day is None:
        return second
    try:
        return (date(int(day[1]), int(day[2]), int(day[3])) - _ORIGIN.date()).days * 86_400 + second
    except ValueError:
        return second


# --- JSON Lines ----------------------------------------------------------------------------------------


def read_json_lines(path: Path, shown_as: str, reader: TranscriptReader) -> TurnsRead:
    """The calls of a .jsonl file: a turn a line with its call's id, or a call a line with its turns.

    Problems: QK101 the file cannot be read, QK810 a line that is neither.
    """
    try:
        if not path.is_file():  # a pipe would be waited for
            raise FileNotFoundError(errno.ENOENT, "")
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else _("its text is not UTF-8")
        return TurnsRead(shown_as, "", 0, 0, {}, [problem("QK101", Place(shown_as), reason=reason)])
    read = TurnsRead(shown_as, "", 0, 0, {}, digest=hashlib.sha256(data).hexdigest())
    gathered: dict[str, _Gathered] = {}
    cells: dict[str, CallTurns] = {}
    for number, name, turns in _json_calls(text, read):
        place = Place(shown_as, line=number)
        if isinstance(turns, str):
            if name in cells or name in gathered:
                other = cells[name].place if name in cells else gathered[name].first
                read.problems.append(problem("QK808", place, call=name, other=other))
                read.left_out += 1
            else:
                cells[name] = CallTurns(place, 1, reader.read(turns, place))
            continue
        one = gathered.setdefault(name, _Gathered(first=place))
        one.rows += 1
        for mark, words, start, end in turns:
            one.marks.append(mark)
            one.texts.append(words)
            one.starts.append(start)
            one.ends.append(end)
    for name, one in gathered.items():
        if name in cells:
            read.problems.append(problem("QK808", cells[name].place, call=name, other=one.first))
            read.left_out += 1
        read.calls[name] = _call(one, reader)
    read.calls.update((name, call) for name, call in cells.items() if name not in gathered)
    return read


def _json_calls(text: str, read: TurnsRead) -> Iterator[tuple[int, str, list[JsonTurn] | str]]:
    """Line, call and turns of each line; text where the turns stand in one field, as in a cell."""
    words, calls = lexicon("turns"), lexicon("call-review")
    names: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if is_blank(line):
            continue
        read.read += 1
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        call, turns = "", None  # type: str, list[JsonTurn] | str | None
        if isinstance(value, dict):
            for key in value:
                if key not in names:
                    names[key] = (key,) if key == "call_id" else words.fields(normal_word(key))
            raw = next((value[key] for key in value if set(names[key]) & {"call_id", "contact_id"}), "")
            found = parse_id(raw if isinstance(raw, str | int) else "", fold_case=False)
            call = found if isinstance(found, str) else ""
            turns = _whole(value, calls) or turns_of_json(value) or turns_of_json([value])
        if not call or turns is None:
            read.left_out += 1
            no_call = _("it names no call") if not call else _("it holds no text")
            reason = _("it is no JSON") if value is None else no_call
            read.problems.append(problem("QK810", Place(read.file, line=number), reason=reason))
            continue
        yield number, call, turns


def _whole(value: dict[str, object], words: Lexicon) -> str:
    """The text of a call that stands in one field (对话内容), or in that of a turn with nobody beside it."""
    for key, said in value.items():
        if isinstance(said, str) and "transcript" in (key, *words.fields(normal_word(key))):
            return said
    alone = turns_of_json([value])
    return alone[0][1] if alone and not alone[0][0] and "\n" in alone[0][1] else ""
