"""Every clause is tried on both sides: derived from the clause tables of the packs, not from a list.

T, N, V, A, K, I: a rule that the clause lives in has cases on two sides in the packs' rule tests. R: what the
clause wants recorded is read where it is there and told from where it is not.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from qualitykit.intake.month import read_months
from qualitykit.model import MonthRecords, Verified
from qualitykit.rulecheck.cases import run_cases
from qualitykit.rulecheck.clauses import ClauseHome, ClausePlace, clause_table
from qualitykit.sheets.heads import head_cells
from qualitykit.sheets.layouts import RECORDS, RecordSheet
from qualitykit.standards.forms import Form
from qualitykit.standards.packfiles import shipped_packs
from qualitykit.standards.reader import load_standard, read_standard
from qualitykit.standards.standard import Standard

PACKS = shipped_packs()
_BY_RANK = ("point", "band", "prize", "praise")  # several amounts: each is a side of the others' limits
ROSTER = ("工号", "姓名", "部门", "入职日期")


@cache
def covered() -> dict[str, set[str]]:
    """Rule → the sides that cases try, of all packs: what a pack includes from another is tried there."""
    found: dict[str, set[str]] = {}
    for pack in PACKS:
        report = run_cases(pack)
        assert report.passed, pack
        for rule, side in report.covered:
            found.setdefault(rule, set()).add(side)
    return found


@cache
def pack_of(name: str) -> Standard:
    """A shipped pack."""
    standard, _problems = load_standard(name)
    assert standard is not None
    return standard


def rules_of(place: ClausePlace, kind: str, standard: Standard) -> Iterator[str]:
    """The rules that a place stands for: itself, the items of a whole form, the deadlines of a clock."""
    if place.sort == "form":
        form = standard.form(place.id)
        assert form is not None
        wanted = [one for one in form.items if (one.answer.kind == "detected") is (kind == "T")]
        yield from (f"item {form.id}/{one.id}" for one in wanted)
    elif place.sort == "hours":
        assert standard.deadlines is not None
        yield from (
            f"deadline {one.id}"
            for one in standard.deadlines.deadlines
            if one.clock == place.id and one.limit
        )
    else:
        yield f"{place.sort} {place.id}"


def is_tried(home: ClauseHome, standard: Standard) -> bool:
    """Whether one rule of the clause has cases on two sides, or several amounts one each."""
    tried = covered()
    ranks = set()
    for place in home.places:
        sides = [tried.get(rule, set()) for rule in rules_of(place, home.kind, standard)]
        if any(len(one) > 1 for one in sides):
            return True
        ranks |= {(place.id, side) for one in sides for side in one if place.sort in _BY_RANK}
    return len(ranks) > 1


@pytest.mark.parametrize("pack", PACKS)
def test_every_clause_has_rule_tests_on_both_sides(pack: str) -> None:
    """T, N, V, A, K and I of each clause; a clause that lives nowhere fails too."""
    homes, _problems = clause_table(pack)
    standard = pack_of(pack)
    assert [] == [
        f"{one.clause.id} {one.kind}" for one in homes if one.kind in "TNVAKI" and not is_tried(one, standard)
    ]


def test_a_clause_that_is_tried_on_one_side_only_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above can fail: with one side of the satisfaction rate taken away P3.sat is not tried."""
    homes, _problems = clause_table("service-attitude")
    home = next(one for one in homes if (one.clause.id, one.kind) == ("P3.sat", "K"))
    assert is_tried(home, pack_of("service-attitude"))
    one_sided = {rule: {sorted(sides)[0]} for rule, sides in covered().items()}
    monkeypatch.setattr("tests.rulecheck.test_both_sides.covered", lambda: one_sided)
    assert not is_tried(home, pack_of("service-attitude"))


# --- records ---------------------------------------------------------------------------------------------


def recorded() -> list[tuple[str, str]]:
    """Pack and ``sheet/field`` of everything that an R clause names, each once a pack."""
    found = []
    for pack in PACKS:
        homes, _problems = clause_table(pack)
        names = {
            place.id for one in homes if one.kind == "R" for place in one.places if place.sort == "record"
        }
        found += [(pack, name) for name in sorted(names)]
    return found


def value_of(kind: str, title: str, number: int) -> Any:
    """A value for a cell of that kind; texts differ from line to line, so that no line repeats another."""
    if kind in ("date", "datetime", "time"):
        moment = datetime(2026, 10, 12, 9, 30)
        return {"date": date(2026, 10, 12), "datetime": moment, "time": moment.time()}[kind]
    if kind in ("number", "money"):
        return 3
    return {"person": "王芳", "verified": "是", "purpose": "正常", "severity": ""}.get(
        kind, f"{title}{number}"
    )


def save(folder: Path, name: str, table: list[list[Any]]) -> None:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    for row in table:
        sheet.append(row)
    folder.mkdir(exist_ok=True)
    book.save(folder / f"{name}.xlsx")


def read(folder: Path, standard: Standard, *, roster: bool = True) -> MonthRecords:
    """The month of the folder, with 王芳 in the roster unless the sheet is a roster."""
    if roster:
        save(folder, "员工名册", [list(ROSTER), ["1001", "王芳", "客服部", date(2024, 1, 1)]])
    ((records, _problems),) = read_months([folder], standards=[standard])
    return records


def everything(records: MonthRecords, sheet: str) -> dict[int, Any]:
    """Each record of the sheet by the row that it stands in."""
    lists = [records.roster.rows] if sheet == "员工名册" else []
    lists += [
        getattr(records, name) for name in records.__slots__ if name not in ("period", "roster", "digests")
    ]
    found: dict[int, Any] = {}
    for many in lists:
        for one in many:
            place = getattr(one, "place", None)
            if place is not None and place.sheet == sheet:
                found[int("".join(ch for ch in place.cell.split(":")[0] if ch.isdigit()))] = one
    return found


def filled(one: Any) -> set[str]:
    """The attributes of a record that hold something, with the titles of what stands in its remark."""
    empty = (None, "", (), False, Verified.PENDING)
    names = {name for name in one.__slots__ if getattr(one, name) not in empty}
    call = getattr(one, "call", None)
    names |= (
        {f"call {name}" for name in call.__slots__ if getattr(call, name) not in empty} if call else set()
    )
    return names | {part.split("：")[0] for part in getattr(one, "remark", "").split("；") if part}


def of_register(sheet: RecordSheet, field: str) -> list[list[Any]]:
    """Header, a line with everything, a line without the field."""
    titles = [column.title for column in sheet.columns]
    table: list[list[Any]] = [titles]
    for number in (1, 2):
        line = [
            (column.choices[0] if column.choices else value_of(column.kind, column.title, number))
            for column in sheet.columns
        ]
        for at, column in enumerate(sheet.columns):
            if column.field == "employee_no":
                line[at] = "1001"
            if column.field == "name":
                line[at] = "王芳"
            if column.field in ("judged_by", "confirmed_by"):
                line[at] = "秦岚"  # nobody decides about themselves
            if column.field == field and number == 2:
                line[at] = None
        table.append(line)
    return table


def of_form(form: Form, field: str) -> list[list[Any]]:
    """The same of a form; every item has its best answer."""
    heads = [cell for cell in head_cells(form) if cell.field != "transcript"]
    items = [item for item in form.items if item.answer.kind != "detected"]
    table: list[list[Any]] = [[*(cell.title for cell in heads), *(item.title for item in items)]]
    for number in (1, 2):
        line: list[Any] = [value_of(cell.kind, cell.title, number) for cell in heads]
        for at, cell in enumerate(heads):
            if cell.field == "employee_no":
                line[at] = "1001"
            if cell.field == "hung_up_by":
                line[at] = "客户"
            if cell.field == field and number == 2:
                line[at] = None
        low = form.low_rating.item if form.low_rating is not None else ""  # what has to be verified
        table.append([*line, *(1 if item.id == low else _best(item.answer) for item in items)])
    return table


def _best(answer: Any) -> Any:
    if answer.kind == "yes_no":
        return answer.good
    if answer.kind == "choice":
        return answer.options[0].label
    return int(answer.bands[0].at_most) if answer.kind == "number" else int(answer.max)


@pytest.mark.parametrize("pack, name", recorded())
def test_what_a_clause_wants_recorded_is_read_and_its_absence_is_seen(
    pack: str, name: str, tmp_path: Path
) -> None:
    """A line with the field says more than one without it, or the line without it is no record at all."""
    sheet, _slash, field = name.partition("/")
    standard = pack_of(pack)
    if sheet == "standard":
        text = "".join(
            f"{line}\n" for line in HEAD.format(pack=pack).splitlines() if not line.startswith(field)
        )
        (tmp_path / "standard.yaml").write_text(text, encoding="utf-8")
        lacking = read_standard(tmp_path)
        assert lacking.standard is None
        assert any(field in one.message() for one in lacking.problems)
        assert getattr(standard, field)
        return
    layout = next((one for one in RECORDS if one.id == sheet), None)
    form = standard.form(sheet)
    title = layout.title if layout is not None else form.title if form is not None else ""
    table = (
        of_register(layout, field) if layout is not None else of_form(form, field) if form is not None else []
    )
    folder = tmp_path / "2026-10"
    save(folder, title, table)
    found = everything(read(folder, standard, roster=sheet != "roster"), title)
    assert 2 in found, "the line with everything is read"
    assert 3 not in found or filled(found[2]) - filled(found[3])


HEAD = """id: tried
version: "1"
title: 试用标准
effective_from: 2026-01-01
adopted_on: 2025-12-01
notified_on: 2025-12-15
extends: {pack}
"""
