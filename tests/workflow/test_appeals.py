"""Appeals in the ledger: filed in time, decided once and by others, paid with the open month."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from qualitykit.errors import CannotRunError
from qualitykit.intake.month import read_months
from qualitykit.model import Complaint, ObjectionRow, Period, Place, Verified
from qualitykit.reports.explain import explain
from qualitykit.scoring.appeals import Subject, subjects_of
from qualitykit.workflow.appeals import (
    Appeal,
    appeals_now,
    decide_appeal,
    file_appeal,
    list_appeals,
    statement_day,
    take_objections,
)
from qualitykit.workflow.conduct_exports import export_appeals
from qualitykit.workflow.exports import export_statements
from tests.scoring.test_appeals import rules
from tests.workflow.houses import AT, PACK, House, october, september

NOVEMBER = Period("2026-11", date(2026, 11, 1), date(2026, 11, 30))


def file(house: House, ref: str = "2026-09/E1/1", **more: object) -> Appeal:
    """File an appeal."""
    fields = {"reason": "当时系统故障", "at": AT, "by": "E1", **more}
    return file_appeal(house.workspace, ref, **fields)  # type: ignore[arg-type]


def decide(house: House, name: str, ruling: str = "not_a_breach", by: str = "主任") -> Appeal:
    """Decide an appeal."""
    return decide_appeal(house.workspace, name, ruling, reason="属实", at=AT, by=by)


def test_an_appeal_names_its_subject_for_good(house: House) -> None:
    """By its number on the statement; the log says what it is about without the pack."""
    filed = file(house)
    assert ("S0001", "incident", "wish", (("R1", "wish"),)) == (
        filed.id,
        filed.kind,
        filed.title,
        filed.targets,
    )
    assert "2026-09/E1/1" in list_appeals(house.workspace)
    assert "2026-09/E1/4" in list_appeals(house.workspace, of="2026-09/E1")


@pytest.mark.parametrize("ref", ["2026-09/E1/9", "2026-08/E1/1", "2026-09/E1", "E1", "2026-09/E2/1"])
def test_what_is_not_there_cannot_be_appealed(house: House, ref: str) -> None:
    """A wrong number, month or person."""
    with pytest.raises(CannotRunError):
        file(house, ref)


def test_a_thing_is_appealed_once_and_with_a_reason(house: House) -> None:
    """Also after the decision, which is final."""
    with pytest.raises(CannotRunError):
        file(house, reason=" ")
    filed = file(house)
    with pytest.raises(CannotRunError):
        file(house)
    decide(house, filed.id, "declined")
    with pytest.raises(CannotRunError):
        file(house)
    with pytest.raises(CannotRunError):
        decide(house, filed.id)


def test_the_days_run_from_the_first_statement(house: House) -> None:
    """15 days after the 5th: the 20th is in time, the 21st is not, unless a person says why."""
    later = datetime(2027, 5, 2, tzinfo=UTC)
    assert file(house, "2026-09/E1/4", filed_on=date(2027, 5, 1), at=later).last_day is None
    export_statements(house.how(), "2026-09", ["E1"])
    export_statements(house.how(datetime(2026, 11, 30, tzinfo=UTC)), "2026-09", ["E1"])
    with house.ledger() as ledger:
        assert date(2026, 11, 5) == statement_day(ledger, "2026-09", "E1")
        assert statement_day(ledger, "2026-09", "E2") is None
    with pytest.raises(CannotRunError):
        file(house, filed_on=date(2026, 11, 21), at=later)
    assert date(2026, 11, 20) == file(house, filed_on=date(2026, 11, 20), at=later).last_day
    late = file(house, "2026-09/E1/2", filed_on=date(2026, 11, 21), late_because="住院", at=later)
    assert "住院" == late.late_because


@pytest.mark.parametrize("by", ["质检员甲", "E1", "<王>芳", " "])
def test_inspector_and_employee_do_not_decide(house: House, by: str) -> None:
    """Somebody else has to."""
    filed = file(house)
    with pytest.raises(CannotRunError):
        decide(house, filed.id, by=by)
    with pytest.raises(CannotRunError):
        decide(house, filed.id, "maybe")


def test_an_upheld_appeal_is_paid_once_with_the_open_month(house: House) -> None:
    """Score 77.78 → 88.89: 1800 → 2000, and the warning is gone for what comes after."""
    name = file(house).id
    decide(house, name)
    result, _problems = house.draft(october())
    (line,) = [
        one for one in result.bonuses if one.kind == "adjustment" and not one.subject.endswith(":star")
    ]
    assert Decimal("200.00") == line.amount
    assert () == result.warnings
    assert f"申诉 {name}：1800.00 → 2000.00" == dict(line.reason.params)["reason"]
    again, _problems = house.draft(october())
    assert result.bonuses == again.bonuses
    house.close(october())
    november = replace(october(), period=replace(october().period, month="2026-11"), evaluations=())
    after, _problems = house.draft(november)
    assert [] == [one for one in after.bonuses if one.kind == "adjustment"]


def test_a_declined_appeal_changes_nothing(house: House) -> None:
    """Nor does one that waits."""
    decide(house, file(house).id, "declined")
    file(house, "2026-09/E1/2")
    result, problems = house.draft(october())
    assert [] == [one for one in result.bonuses if one.kind == "adjustment"]
    assert 1 == len(result.warnings)
    assert () == problems


def test_an_appeal_of_an_open_month_counts_in_that_month(tmp_path: Path) -> None:
    """A draft needs no adjustment."""
    house = House(tmp_path / "other")
    house.draft(september())
    decide(house, file(house).id)
    result, _problems = house.draft(september())
    assert () == result.incidents
    assert [] == [one for one in result.bonuses if one.kind == "adjustment"]
    assert "n（成立：不违规）" in explain(result, "E1")


def test_the_objection_sheet_of_a_draft_says_so(tmp_path: Path) -> None:
    """In its name, as the list does."""
    house = House(tmp_path / "other")
    house.draft(september())
    names = [path.name for path in export_appeals(house.how(draft=True), "2026-09")]
    assert ["草稿-申诉台账-2026-09.xlsx", "草稿-申诉表-2026-09.xlsx"] == names


def test_objection_sheets_go_out_and_come_back(house: House, tmp_path: Path) -> None:
    """Filled in by the employee and by who decides, read with the month, and read again without effect."""
    _listing, sheet = export_appeals(house.how(), "2026-09")
    book = openpyxl.load_workbook(sheet)
    page = book.worksheets[0]
    heads = {str(cell.value): int(cell.column or 0) for cell in page[2]}
    filled = {"申诉理由": "当时系统故障", "裁定结果": "成立：可谅解", "裁定人": "主任", "裁定理由": "属实"}
    for head, text in filled.items():
        page.cell(3, heads[head], text)
    page.cell(4, heads["申诉理由"], "不符")
    folder = tmp_path / "2026-10"
    folder.mkdir()
    book.save(folder / "申诉表.xlsx")
    ((records, problems),) = read_months([folder], standards=[PACK], month="2026-10")
    assert ["2026-09/E1/1", "2026-09/E1/2"] == [one.ref for one in records.objections]
    assert not [one for one in problems if one.place.sheet == "申诉表"]
    with house.ledger() as ledger:
        assert ((), 3) == take_objections(ledger, records, at=AT, days=15)
        assert ((), 0) == take_objections(ledger, records, at=AT, days=15)
    text = list_appeals(house.workspace)
    assert "成立：可谅解" in text
    assert "待裁定" in text


def test_lines_that_cannot_be_taken_are_reported(house: House) -> None:
    """The inspector's own decision, a number that is not there."""
    place = Place("申诉表.xlsx", "申诉表", "3:3")
    rows = (
        ObjectionRow("2026-09/E1/1", "不符", place, None, "", "declined", "质检员甲", None, "就是违规"),
        ObjectionRow("2026-09/E1/77", "不符", place),
    )
    with house.ledger() as ledger:
        problems, written = take_objections(ledger, october(objections=rows), at=AT, days=15)
    assert (["QK912", "QK912"], 1) == ([one.code for one in problems], written)


COMPLAINTS = rules(
    ladder={
        **PACK.ladder.model_dump(mode="json"),
        "complaint_categories": [
            {"id": "attitude", "words": ["服务态度"], "severity": "minor", "clause": "P3.cpl"}
        ],
    }
)


def complained() -> Complaint:
    """A complaint of September about E2, in a register that goes on."""
    day = date(2026, 9, 8)
    place = Place("投诉登记.xlsx", "投诉", "4:4")
    return Complaint(
        "complaint:TS1", place, day, people=("E2",), category="服务态度", valid=Verified.YES, judged_by="主管"
    )


def test_a_complaint_struck_out_by_an_appeal_does_not_come_back(tmp_path: Path) -> None:
    """The register shows it again before the appeal is upheld and after it: no month warns for it."""
    house = House(tmp_path / "house", pack=COMPLAINTS)
    line = (complained(),)
    assert ["E1", "E2"] == [
        one.employee_no for one in house.close(replace(september(), complaints=line)).cases
    ]
    again = house.close(october(complaints=line))
    assert [("coaching", "same-as-earlier")] == [
        (one.status, one.reason.code if one.reason else "") for one in again.incidents
    ]
    decide(house, file(house, "2026-09/E2/1", by="E2").id)
    november = replace(october(complaints=line), period=NOVEMBER, evaluations=())
    result, _problems = house.draft(november)
    assert [] == list(result.cases)
    assert [("E2", "struck-out-earlier")] == [
        (one.employee_no, one.reason.code if one.reason else "") for one in result.incidents
    ]
    assert ["E1"] == [one.employee_no for one in result.warnings]


def test_an_appeal_goes_by_the_number_of_the_month_as_it_stands_now(house: House) -> None:
    """Reopened and closed with one thing less before it: the appeal of 3 is the one of 1 now.
    An objection sheet of before finds it all the same."""
    last = file(house, "2026-09/E1/3", reason="第三项不符")
    with house.ledger() as ledger:
        ledger.reopen("2026-09", at=AT, by="人事", reason="更正")
    fewer = september()
    house.close(replace(fewer, evaluations=tuple(one for one in fewer.evaluations if one.id != "R1")))
    with house.ledger() as ledger:
        (now,) = appeals_now(ledger)
        (subject,) = [one for one in subjects(house) if one.id == last.subject]
        assert (subject.ref, "2026-09/E1/3") == (now.ref, now.filed_as)
        assert now.ref != now.filed_as
        row = ObjectionRow(
            "2026-09/E1/3",
            "第三项不符",
            Place("异议.xlsx"),
            ruling="declined",
            decided_by="主任",
            decision_reason="属实",
        )
        problems, written = take_objections(ledger, replace(october(), objections=(row,)), at=AT, days=15)
        assert ((), 1) == (problems, written)
        assert [(last.id, "declined")] == [(one.id, one.ruling) for one in appeals_now(ledger)]
    assert now.ref in list_appeals(house.workspace)
    page = export_statements(house.how(), "2026-09", ["E1"])[0].read_text(encoding="utf-8")
    assert now.ref in page


def subjects(house: House) -> tuple[Subject, ...]:
    """What E1 may appeal of September."""
    with house.ledger() as ledger:
        return subjects_of(ledger.result("2026-09"), "E1")
