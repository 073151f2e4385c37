"""Blind reviews: forms that name no agent get their employees from the call list, by the recording's id.

A call list is any table of calls that nobody reviewed yet (录音编号, 坐席, 通话日期): our own blank, or an
export of the calling platform. It may be read before or after the reviews, so both wait until all is read.
Source: P3.mon.4; decisions.md, Reading workbooks.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import NamedTuple

from qualitykit.frozen import dataclass
from qualitykit.intake.catalogue import ITEM, PERSON_FIELDS, Candidate, Catalogue
from qualitykit.intake.cells import Fault, Raw, is_blank, shown
from qualitykit.intake.evaluations import read_evaluations
from qualitykit.intake.gathered import GatheredMonth, RowCount
from qualitykit.intake.headers import find_header
from qualitykit.intake.ids import parse_id
from qualitykit.intake.items import answer_columns
from qualitykit.intake.recognise import Recognised, missing_columns
from qualitykit.intake.table import Table
from qualitykit.intake.transcripts import TranscriptReader
from qualitykit.intake.versions import fit_to_versions
from qualitykit.intake.when import read_days
from qualitykit.model import CallFacts, Evaluation
from qualitykit.problems import problem
from qualitykit.sheets.blind import CALL_LIST, MASK
from qualitykit.sheets.meta import Meta
from qualitykit.standards.standard import Standard

__all__ = ["BlindReviews"]

_NOT_KNOWN = ("QK130", "QK138")  # what a sheet is told when its columns do not make a form
_NOT_REVIEWED = ("QK809",)
_IDS = ("contact_id", "call_id")
_BY_REVIEWER = ("inspector", "inspected_on", "confirmed_by", "remark", "summary", "comment", "coaching")

OpenTable = Callable[[Recognised, GatheredMonth], Table]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A sheet that may be a blind review or a call list; ``blind``: its meta says that it is a review."""

    month: GatheredMonth
    found: Recognised
    pack: str
    blind: bool
    own_list: bool


class _Listed(NamedTuple):
    """A line of a call list: the evaluation that nobody made yet, and the month it was read in."""

    call: Evaluation
    month: GatheredMonth

    @property
    def whose(self) -> tuple[str, date]:
        """What two lists may not contradict each other in."""
        return self.call.employee_no, self.call.day


class BlindReviews:
    """The sheets of a run that wait for each other. A class because reading adds to it sheet by sheet."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []

    def takes(self, month: GatheredMonth, found: Recognised, meta: Meta | None) -> bool:
        """Whether a sheet is a blind review or our own call list: read at the end, by ``join``.

        A sheet that was not recognised is looked at again there, when there are blind reviews.
        """
        own_list = (
            meta is not None and meta.form == CALL_LIST.id and found.sheet.name in meta.sheets.split("|")
        )
        unknown = found.layout == "none" and any(one.code in _NOT_KNOWN for one in found.problems)
        blind = (
            meta is not None
            and bool(meta.blind)
            and found.candidate is not None
            and (unknown or found.layout == "card")
        )
        listed = own_list and unknown
        if blind or unknown:
            pack = meta.pack if meta is not None else ""
            self._waiting.append(_Waiting(month, found, pack, blind, listed))
        return blind or listed

    def join(
        self,
        months: Sequence[GatheredMonth],
        catalogue: Catalogue,
        open_table: OpenTable,
        reader: TranscriptReader,
        standards: Sequence[Standard],
        replaced: Collection[str],
    ) -> None:
        """Read what waits, and put each call's employee to its review. ``replaced``: digests of files of
        which a corrected copy is there.

        Problems: QK151 an id in no list, QK152 lists that contradict each other, QK153 no list, QK154 calls
        that nobody reviewed, QK155 how many were joined, QK156 another day than the list's.
        """
        unreviewed = any(one.code in _NOT_REVIEWED for month in months for one in month.problems)
        if not unreviewed and not any(one.blind or one.own_list for one in self._waiting):
            return
        read: set[tuple[str, str]] = set()
        for one in self._waiting:
            if not one.blind and (found := _call_list(one, catalogue)) is not None:
                _forget(one)
                _read_list(one.month, found, open_table, reader, one.pack)
                read.add((found.sheet.file, found.sheet.name))
        lists = _lists(months, replaced)
        used: set[str] = set()
        for one in self._waiting:
            if one.blind:
                used |= _read_reviews(one, one.found, lists, months, open_table, reader, standards)
            elif lists and (found := _blind_by_headers(one, catalogue)) is not None:
                _forget(one)
                used |= _read_reviews(one, found, lists, months, open_table, reader, standards)
        used |= _join_named(months, lists)
        _without_listed(months, used, read)


def _forget(one: _Waiting) -> None:
    """Take back what was said of a sheet that is known after all."""
    for told in one.found.problems:
        if told.code in _NOT_KNOWN and told in one.month.problems:
            one.month.problems.remove(told)
    one.month.counts.pop((one.found.sheet.file, one.found.sheet.name), None)


# --- the list ------------------------------------------------------------------------------------------


def _call_list(one: _Waiting, catalogue: Catalogue) -> Recognised | None:
    """The sheet as a call list, if it names a call, its agent and its day, and answers nothing."""
    for candidate in _reviews(catalogue):
        match = find_header(one.found.sheet, candidate.words)
        if match is None:
            continue
        names = {*match.columns, *(name for _header, group in match.unsure for name in group)}
        days = {*candidate.day_fields(), "contact_on", "at"}
        if (
            names & set(_IDS)
            and names & set(PERSON_FIELDS)
            and names & days
            and not any(name.startswith(ITEM) for name in names)
        ):
            return Recognised(one.found.sheet, candidate, "table", match)
    return None


def _reviews(catalogue: Catalogue) -> list[Candidate]:
    return [one for one in catalogue.candidates if one.form is not None and one.form.source == "call-review"]


def _read_list(
    month: GatheredMonth, found: Recognised, open_table: OpenTable, reader: TranscriptReader, pack: str
) -> None:
    """Read a list as calls that nobody reviewed."""
    assert found.candidate is not None
    table = open_table(found, month)
    read = read_evaluations(table, found.candidate, month.finder, reader, pack)
    month.evaluations += read.evaluations
    month.unclear |= read.unclear
    month.problems += table.problems
    file, name = found.sheet.file, found.sheet.name
    month.counts[file, name] = RowCount(file, name, CALL_LIST.id, len(table), left_out=read.left_out)


def _lists(months: Sequence[GatheredMonth], replaced: Collection[str]) -> dict[str, list[_Listed]]:
    """Every listed call by its id."""
    lists: dict[str, list[_Listed]] = {}
    for month in months:
        gone = {file for file, digest in month.digests.items() if digest in replaced}
        for one in month.evaluations:
            if one.held_back == _NOT_REVIEWED and one.contact_id and one.place.file not in gone:
                lists.setdefault(one.contact_id, []).append(_Listed(one, month))
    return lists


# --- the reviews ---------------------------------------------------------------------------------------


def _blind_by_headers(one: _Waiting, catalogue: Catalogue) -> Recognised | None:
    """A review without our meta that has everything but an employee."""
    for candidate in _reviews(catalogue):
        match = find_header(one.found.sheet, candidate.words)
        names = set(match.columns) if match is not None else set()
        answers = any(name.startswith(ITEM) for name in names)
        if answers and names & set(_IDS) and not missing_columns(candidate, names, "blind"):
            return Recognised(one.found.sheet, candidate, "table", match)
    return None


def _read_reviews(
    one: _Waiting,
    found: Recognised,
    lists: Mapping[str, list[_Listed]],
    months: Sequence[GatheredMonth],
    open_table: OpenTable,
    reader: TranscriptReader,
    standards: Sequence[Standard],
) -> set[str]:
    """Read the reviews of a sheet; the ids of the calls that they are of."""
    month, candidate = one.month, found.candidate
    assert candidate is not None
    assert candidate.form is not None
    month.problems += [told for told in found.problems if told.code not in _NOT_KNOWN]
    lacking = () if found.card is not None else _lacking(found)
    if lacking:
        params = {"form": candidate.title, "missing": "、".join(lacking)}
        month.problems.append(problem("QK138", found.sheet.place(), **params))
        return set()
    table = _reviewed(open_table(found, month), month)
    file, name = found.sheet.file, found.sheet.name
    count = month.counts[file, name] = RowCount(file, name, candidate.id, len(table))
    if not lists:
        answer_columns(table, candidate.form)  # what the reviewer can put right at once
        if len(table):
            table.problems.append(problem("QK153", found.sheet.place(), count=len(table)))
        count.left_out = len(table)
        month.problems += table.problems
        return set()
    chosen = _chosen(table, lists)
    told = {call for other in months for turns in other.turns for call in turns.calls}
    _fill(table, chosen, told)
    read = read_evaluations(table, candidate, month.finder, reader, one.pack)
    listed = {call.contact_id: call for call in chosen if call is not None}
    joined = [_with_call(review, listed[review.contact_id]) for review in read.evaluations]
    month.evaluations += fit_to_versions(joined, table, candidate, standards)
    month.unclear |= read.unclear
    count.left_out += read.left_out
    if joined:
        names = "、".join(sorted({listed[review.contact_id].place.file for review in joined}))
        table.problems.append(problem("QK155", found.sheet.place(), count=len(joined), list=names))
    month.problems += table.problems
    return set(listed)


def _lacking(found: Recognised) -> tuple[str, ...]:
    """Columns that a blind review needs and this one has not: all but the employee's."""
    assert found.candidate is not None
    assert found.match is not None
    names = set(found.match.columns)
    lacking = missing_columns(found.candidate, names, "blind")
    return lacking if names & set(_IDS) else ("录音编号", *lacking)


def _reviewed(table: Table, month: GatheredMonth) -> Table:
    """The rows that a reviewer began: ids are filled beforehand, and not every call gets its turn (QK154)."""
    names = [name for name in table.match.columns if name.startswith(ITEM) or name in _BY_REVIEWER]
    columns = [table.raw(name) for name in names]
    begun = [i for i in range(len(table)) if any(not is_blank(column[i]) for column in columns)]
    if len(begun) < len(table):
        left = len(table) - len(begun)
        month.problems.append(problem("QK154", table.sheet.place(), count=left))
        bad = table.bad
        table = table.keep(begun)
        table.bad = {at for at, index in enumerate(begun) if index in bad}
    return table


def _chosen(table: Table, lists: Mapping[str, list[_Listed]]) -> list[Evaluation | None]:
    """The listed call of each row; None, and the row is bad, where none is certain."""
    name = table.has(*_IDS) or _IDS[0]
    days = read_days(table, ("contact_on", "call_start"))
    chosen: list[Evaluation | None] = []
    for index, raw in enumerate(table.raw(name)):
        contact = parse_id(raw, fold_case=False)
        found: Sequence[_Listed] = ()
        if contact is None:
            table.empty(index, name, Fault("QK416", (("field", table.title(name)),)))
        elif isinstance(contact, Fault):
            table.bad.add(index)  # the id's own problem follows
        elif not (found := lists.get(contact, ())):
            table.report("QK151", index, name, shown(raw), decides=True)
        elif other := next((one for one in found if one.whose != found[0].whose), None):
            places = {"first": found[0].call.place, "other": other.call.place}
            table.report("QK152", index, name, shown(raw), decides=True, **places)
            found = ()
        elif (day := days[index]) is not None and day.isoformat()[:10] != found[0].call.day.isoformat():
            column = table.has("contact_on", "call_start")
            listed = {"listed": found[0].call.day, "list": found[0].call.place}
            table.report("QK156", index, column, day.isoformat()[:10], decides=True, **listed)
            found = ()
        chosen.append(found[0].call if found else None)
    return chosen


def _fill(table: Table, chosen: Sequence[Evaluation | None], told: Collection[str]) -> None:
    """Give each row the employee and the day of its call; a masked transcript is for reading only."""
    _put(table, "employee_no", [call.employee_no if call else "" for call in chosen])
    _put(table, "contact_on", [call.day if call else "" for call in chosen])
    if table.has("transcript"):
        texts: list[Raw] = []
        for raw, call in zip(table.raw("transcript"), chosen, strict=True):
            known = call is None or call.transcript is not None or call.contact_id in told
            texts.append("" if known or (isinstance(raw, str) and MASK in raw) else raw)
        for row, raw in zip(table.cells, texts, strict=True):
            column = table.match.columns["transcript"]
            if column < len(row):
                row[column] = raw


def _put(table: Table, name: str, values: Sequence[Raw]) -> None:
    """A column of values that stand in no cell of the sheet."""
    width = max(table.sheet.width, max(map(len, table.cells), default=0))
    for row, value in zip(table.cells, values, strict=True):
        row += [""] * (width - len(row))
        row.append(value)
    table.add(name, width)


def _with_call(review: Evaluation, call: Evaluation) -> Evaluation:
    """The review with what the list says of its call; what the reviewer wrote goes before."""
    return replace(
        review,
        at=review.at or call.at,
        customer=review.customer or call.customer,
        department=review.department or call.department,
        call=_facts(review.call, call.call),
        transcript=review.transcript or call.transcript,
    )


def _facts(of_review: CallFacts | None, of_list: CallFacts | None) -> CallFacts | None:
    if of_review is None or of_list is None:
        return of_review or of_list
    missing = {
        field.name: getattr(of_list, field.name)
        for field in fields(CallFacts)
        if getattr(of_review, field.name) is None
    }
    return replace(of_review, **missing)


def _join_named(months: Sequence[GatheredMonth], lists: Mapping[str, list[_Listed]]) -> set[str]:
    """A review that names its employee beside an export that holds the same call: one, with both's words."""
    used: set[str] = set()
    for month in months if lists else ():
        for index, one in enumerate(month.evaluations):
            found = lists.get(one.contact_id) if one.contact_id else None
            if (
                found
                and one.held_back != _NOT_REVIEWED
                and one.form == found[0].call.form
                and all(each.whose == (one.employee_no, one.day) for each in found)
            ):
                month.evaluations[index] = _with_call(one, found[0].call)
                used.add(one.contact_id)
    return used


def _without_listed(
    months: Sequence[GatheredMonth], used: Collection[str], lists: Collection[tuple[str, str]]
) -> None:
    """Take out the lines that a review was made of, and those of ``lists`` that hold nothing to check."""
    told = {call for month in months for turns in month.turns for call in turns.calls}
    for month in months:
        left: set[tuple[str, str]] = set()
        kept: list[Evaluation] = []
        for one in month.evaluations:
            if one.held_back == _NOT_REVIEWED:
                sheet = (one.place.file, one.place.sheet)
                nothing = one.transcript is None and one.contact_id not in told
                if one.contact_id in used or (nothing and sheet in lists):
                    continue
                left.add(sheet)
            kept.append(one)
        month.evaluations = kept
        month.problems = [
            one
            for one in month.problems
            if one.code not in _NOT_REVIEWED or (one.place.file, one.place.sheet) in left
        ]
