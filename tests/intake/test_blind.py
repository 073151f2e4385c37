"""Blind reviews: the call list says whose call it is; nobody is guessed."""

from collections.abc import Sequence
from datetime import date, time
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from qualitykit.intake.month import read_months
from qualitykit.model import AnswerState, MonthRecords
from qualitykit.sheets.blind import CALL_LIST
from qualitykit.sheets.meta import Meta
from tests.intake.months import call, call_items, calls, codes, good_answers, month, pack, read, save, total

BLIND = Meta(
    kind="form", form="call-review", pack="service-attitude", sheets="录音质检表（盲评）", blind="yes"
)
LISTED = Meta(kind="record", form="call-list", pack="service-attitude", sheets="录音清单")
HEAD = ("录音编号", "质检员", "备注")
LIST_HEAD = ("录音编号", "通话日期", "通话时间", "坐席")
ROWS = (
    ("R-1", date(2026, 10, 3), time(9, 30), "1002 李强"),
    ("R-2", date(2026, 10, 5), time(11, 0), "1004 赵敏"),
    ("R-3", date(2026, 10, 6), time(15, 20), "1002 李强"),
)


def review(contact: object, inspector: object = "陈静", **answers: object) -> list[Any]:
    """A row of a blind form; without an inspector it was not begun."""
    values = good_answers() if inspector else [None] * len(good_answers())
    for title, value in answers.items():
        values[call_items().index(title)] = value
    return [contact, inspector, None, *values]


def blind(folder: Path, *rows: Sequence[object], name: str = "盲评.xlsx", meta: Meta | None = BLIND) -> Path:
    """A filled blind form."""
    sheets: dict[str, Any] = {BLIND.sheets: [(*HEAD, *call_items()), *rows]}
    return save(folder / name, meta, **sheets)


def listed(folder: Path, *rows: Sequence[object], name: str = "清单.xlsx", meta: Meta | None = None) -> Path:
    """A call list."""
    return save(folder / name, meta, 录音清单=[LIST_HEAD, *(rows or ROWS)])


def found(records: MonthRecords) -> list[tuple[str, str, date]]:
    """Whose reviews there are."""
    return [(one.contact_id, one.employee_no, one.day) for one in records.evaluations]


@pytest.mark.parametrize("meta", [None, LISTED], ids=["platform export", "our own blank"])
@pytest.mark.parametrize("name", ["a-清单.xlsx", "z-清单.xlsx"], ids=["read first", "read last"])
def test_the_list_says_whose_call_it_is(tmp_path: Path, name: str, meta: Meta | None) -> None:
    """Employee, day and time come by the recording's id; a listed call without a review is nothing."""
    folder = month(tmp_path)
    blind(folder, review("R-1"), review("R-2", 倾听并确认问题="否"))
    listed(folder, name=name, meta=meta)
    records, problems = read(folder)
    assert [("R-1", "1002", date(2026, 10, 3)), ("R-2", "1004", date(2026, 10, 5))] == found(records)
    assert [time(9, 30), time(11, 0)] == [one.at for one in records.evaluations]
    assert [] == codes(problems)
    joined = next(one for one in problems if one.code == "QK155")
    assert {"count": "2", "list": name} == dict(joined.params)
    assert (2, 2, 0) == total_of(records, "盲评.xlsx")
    assert (3, 3, 0) == total_of(records, name)


def total_of(records: MonthRecords, file: str) -> tuple[int, int, int]:
    """Read, used, left out."""
    control = total(records, file)
    return control.read, control.used, control.left_out


def test_an_id_that_is_not_listed_is_a_problem(tmp_path: Path) -> None:
    """At its cell, with the id; the other rows count."""
    folder = month(tmp_path)
    blind(folder, review("R-1"), review("R-9"), review(None))
    listed(folder)
    records, problems = read(folder)
    assert ["R-1"] == [one.contact_id for one in records.evaluations]
    assert [("QK151", "A3", "R-9"), ("QK416", "A4", "")] == [
        (one.code, one.place.cell, one.value) for one in problems if one.severity != "note"
    ]
    assert (3, 1, 2) == total_of(records, "盲评.xlsx")


def test_two_lists_that_contradict_each_other(tmp_path: Path) -> None:
    """Nobody gets the review, and both places are named; equal lists agree."""
    folder = month(tmp_path)
    blind(folder, review("R-1"), review("R-3"))
    listed(folder)
    listed(folder, ("R-1", date(2026, 10, 3), time(9, 30), "1004 赵敏"), ROWS[2], name="清单2.xlsx")
    records, problems = read(folder)
    assert ["R-3"] == [one.contact_id for one in records.evaluations]
    (told,) = [one for one in problems if one.severity != "note"]
    assert ("QK152", "A2") == (told.code, told.place.cell)
    assert {"清单.xlsx", "清单2.xlsx"} == {text.split("!")[0] for _name, text in told.params}


def test_a_corrected_list_takes_the_place_of_the_wrong_one(tmp_path: Path) -> None:
    """The copy names the file that it replaces: no contradiction."""
    folder = month(tmp_path)
    blind(folder, review("R-1"))
    first = listed(folder)
    digest = sha256(first.read_bytes()).hexdigest()
    copy = Meta(kind="copy", replaces=digest)
    listed(folder, ("R-1", date(2026, 10, 3), time(9, 30), "1004 赵敏"), name="清单-改.xlsx", meta=copy)
    records, problems = read(folder)
    assert [("R-1", "1004", date(2026, 10, 3))] == found(records)
    assert [] == codes(problems)


def test_without_a_list_only_the_form_is_checked(tmp_path: Path) -> None:
    """One problem for the sheet, and what the reviewer can put right."""
    folder = month(tmp_path)
    blind(folder, review("R-1", 倾听并确认问题="大概"), review("R-2"))
    records, problems = read(folder)
    assert () == records.evaluations
    assert ["QK153", "QK217"] == sorted(codes(problems))
    assert (2, 0, 2) == total_of(records, "盲评.xlsx")


def test_calls_that_nobody_heard_yet_are_passed_over(tmp_path: Path) -> None:
    """Ids are filled beforehand: a row that no reviewer began is no blank answer."""
    folder = month(tmp_path)
    blind(folder, review("R-1"), review("R-2", inspector=None))
    listed(folder)
    records, problems = read(folder)
    assert ["R-1"] == [one.contact_id for one in records.evaluations]
    assert [] == codes(problems)
    assert "1" == dict(next(one for one in problems if one.code == "QK154").params)["count"]
    assert (1, 1, 0) == total_of(records, "盲评.xlsx")


def test_a_begun_row_with_blanks_is_held_back(tmp_path: Path) -> None:
    """As in any other form."""
    folder = month(tmp_path)
    blind(folder, review("R-1", 倾听并确认问题=None))
    listed(folder)
    records, problems = read(folder)
    assert [("QK401",)] == [one.held_back for one in records.evaluations]
    assert ["QK401"] == codes(problems)


def test_the_lists_transcript_counts_not_the_masked_one(tmp_path: Path) -> None:
    """What the reviewer reads is masked; what is checked is what was said."""
    folder = month(tmp_path)
    head = ("录音编号", "质检员", "录音文本", *call_items())
    sheets: dict[str, Any] = {
        BLIND.sheets: [head, ["R-1", "陈静", "客服：您好，***为您服务。\n客户：查账单。", *good_answers()]]
    }
    save(folder / "盲评.xlsx", BLIND, **sheets)
    text = "李强：您好，李强为您服务。\n客户：查账单。"
    rows = [(*LIST_HEAD, "录音文本", "等待时长（秒）"), (*ROWS[0], text, 30), (*ROWS[1], "客服：喂。", None)]
    save(folder / "清单.xlsx", 录音清单=rows)
    records, problems = read(folder)
    other, reviewed = sorted(records.evaluations, key=lambda one: not one.held_back)
    assert reviewed.transcript is not None
    assert "您好，李强为您服务。" == reviewed.transcript.texts[0]
    assert 30 == (reviewed.call.wait_seconds if reviewed.call else None)
    assert AnswerState.VALUE in {answer.state for answer in reviewed.answers}
    assert ("R-2", ("QK809",)) == (other.contact_id, other.held_back)  # coaching only, as ever
    assert [] == codes(problems)


def test_another_day_than_the_lists_is_a_problem(tmp_path: Path) -> None:
    """A day that does not fit says that the id may be another call's."""
    folder = month(tmp_path)
    head = ("录音编号", "通话日期", "质检员", *call_items())
    rows = [head, ["R-1", date(2026, 10, 4), "陈静", *good_answers()]]
    sheets: dict[str, Any] = {BLIND.sheets: rows}
    save(folder / "盲评.xlsx", BLIND, **sheets)
    listed(folder)
    records, problems = read(folder)
    assert () == records.evaluations
    (told,) = [one for one in problems if one.severity != "note"]
    assert ("QK156", "B2", "2026-10-04") == (told.code, told.place.cell, told.value)


def test_rows_copied_into_an_own_workbook(tmp_path: Path) -> None:
    """Without the hidden sheet the headers are enough, once there is a list; without one it is as before."""
    folder = month(tmp_path)
    blind(folder, review("R-1"), meta=None)
    assert ["QK130"] == codes(read(folder)[1])
    listed(folder, meta=LISTED)
    records, problems = read(folder)
    assert [("R-1", "1002", date(2026, 10, 3))] == found(records)
    assert [] == codes(problems)


def test_the_inspector_who_drew_his_own_call(tmp_path: Path) -> None:
    """Nobody knew; the join finds it."""
    folder = month(tmp_path)
    blind(folder, review("R-1", inspector="李强"))
    listed(folder)
    records, problems = read(folder)
    assert ["QK310"] == codes(problems)
    assert ("QK310",) == records.evaluations[0].held_back


def test_a_list_of_another_month_goes_with_its_days(tmp_path: Path) -> None:
    """The review follows the day of the call."""
    september, october = month(tmp_path, "2026-09"), month(tmp_path)
    blind(october, review("R-1"), review("R-0"))
    listed(october, ROWS[0], ("R-0", date(2026, 9, 29), time(10, 0), "1002 李强"))
    first, second = read_months([september, october], standards=[pack()])
    assert [("R-0", "1002", date(2026, 9, 29))] == found(first[0])
    assert [("R-1", "1002", date(2026, 10, 3))] == found(second[0])
    assert ["QK422"] == [one.code for one in second[1] if one.code == "QK422"]


def test_a_named_review_takes_the_export_of_its_call(tmp_path: Path) -> None:
    """A platform's export with transcripts beside the reviews of some of its calls: no contradiction."""
    folder = month(tmp_path)
    save(folder / "录音质检.xlsx", 录音质检=calls(call("R-1")))
    rows = [(*LIST_HEAD, "录音文本"), (*ROWS[0], "客服：您好。\n客户：查账单。")]
    save(folder / "导出.xlsx", 录音清单=rows)
    records, problems = read(folder)
    (one,) = records.evaluations
    assert one.transcript is not None
    assert () == one.held_back
    assert [] == codes(problems)


def test_an_export_of_another_employee_still_contradicts(tmp_path: Path) -> None:
    """The same recording under two names: both are held back."""
    folder = month(tmp_path)
    save(folder / "录音质检.xlsx", 录音质检=calls(call("R-1", "1004", "赵敏")))
    rows = [(*LIST_HEAD, "录音文本"), (*ROWS[0], "客服：您好。\n客户：查账单。")]
    save(folder / "导出.xlsx", 录音清单=rows)
    _records, problems = read(folder)
    assert ["QK406", "QK406"] == codes(problems)


def test_a_blank_list_says_nothing(tmp_path: Path) -> None:
    """Our own empty list in the folder is no sheet that was not understood."""
    folder = month(tmp_path)
    titles = [column.title for column in CALL_LIST.columns]
    save(folder / "录音清单.xlsx", LISTED, 录音清单=[titles])
    _records, problems = read(folder)
    assert [] == codes(problems)


def test_turns_of_a_blind_call_are_those_of_the_platform(tmp_path: Path) -> None:
    """A row per turn joins by the recording's id; the masked text that the reviewer read is no second one."""
    folder = month(tmp_path)
    head = ("录音编号", "质检员", "录音文本", *call_items())
    rows = [head, ["R-1", "陈静", "客服：您好，***为您服务。", *good_answers()]]
    sheets: dict[str, Any] = {BLIND.sheets: rows}
    save(folder / "盲评.xlsx", BLIND, **sheets)
    listed(folder)
    turns = [("通话ID", "角色", "内容"), ("R-1", "客服", "您好，李强为您服务。"), ("R-1", "客户", "查账单。")]
    save(folder / "逐句.xlsx", 逐句=turns)
    records, problems = read(folder)
    (one,) = records.evaluations
    assert one.transcript is not None
    assert ("您好，李强为您服务。", "查账单。") == one.transcript.texts
    assert [] == codes(problems)
