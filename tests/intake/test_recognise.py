"""What a sheet is, and what is said of a sheet that is nothing known."""

from pathlib import Path

import pytest

from qualitykit.sheets.meta import Meta
from tests.intake.months import DAY, call, calls, codes, month, read, save, total


def test_unknown_sheets_are_listed_with_the_nearest_form(tmp_path: Path) -> None:
    """Never skipped in silence: the nearest form, what is missing there, how many rows."""
    folder = month(tmp_path)
    rows = calls(call("c1"))
    cut = [row[:10] for row in rows]
    save(folder / "a.xlsx", Sheet1=[["甲", "乙"], [1, 2]], Sheet2=cut)
    records, problems = read(folder)
    assert ["QK130", "QK130"] == codes(problems)
    params = dict(next(p for p in problems if p.place.sheet == "Sheet2").params)
    assert "录音质检表" == params["nearest"]
    assert "倾听并确认问题" in params["missing"]
    assert (2, 2) == (
        total(records, "a.xlsx", "Sheet1").left_out,
        total(records, "a.xlsx", "Sheet2").left_out,
    )


def test_empty_sheets_and_notes_are_no_matter(tmp_path: Path) -> None:
    """Excel's empty Sheet2 is nothing; 填写说明 is noted."""
    folder = month(tmp_path)
    save(folder / "a.xlsx", 质检=calls(call("c1")), Sheet2=[], 填写说明=[["请逐项填写"], ["谢谢"]])
    records, problems = read(folder)
    assert (1, ["QK116"]) == (len(records.evaluations), codes(problems, notes=True))


def test_hidden_data_is_a_problem_and_hidden_lists_are_not(tmp_path: Path) -> None:
    """A hidden copy of the data is not read, and said; a hidden list of choices is nobody's business."""
    folder = month(tmp_path)
    sheets = {"质检": calls(call("c1")), "旧数据": calls(call("c2")), "下拉": [["是"], ["否"]]}
    save(folder / "a.xlsx", hidden=["旧数据", "下拉"], **sheets)
    records, problems = read(folder)
    assert (["c1"], ["QK134"]) == ([one.contact_id for one in records.evaluations], codes(problems))


def test_summary_sheet_is_compared_and_never_added(tmp_path: Path) -> None:
    """汇总 repeats its siblings; a row that stands nowhere else is a Problem and does not count."""
    folder = month(tmp_path)
    rows = [call("c1"), call("c2"), call("c3", number="1001", name="王芳")]
    save(folder / "a.xlsx", 汇总=calls(*rows, call("c4")), 李强=calls(*rows[:2]), 王芳=calls(rows[2]))
    records, problems = read(folder)
    assert ["c1", "c2", "c3"] == sorted(one.contact_id for one in records.evaluations)
    assert (["QK145"], ["QK133"]) == (
        codes(problems),
        [c for c in codes(problems, notes=True) if c == "QK133"],
    )
    control = total(records, "a.xlsx", "汇总")
    assert (4, 3, 1) == (control.read, control.repeats, control.left_out)


def test_a_summary_without_siblings_is_the_data(tmp_path: Path) -> None:
    """质检汇总 alone in its workbook repeats nothing."""
    folder = month(tmp_path)
    save(folder / "a.xlsx", 质检汇总=calls(call("c1")))
    assert 1 == len(read(folder)[0].evaluations)


def test_meta_decides_for_its_sheets(tmp_path: Path) -> None:
    """The hidden meta says what the sheet is; a sheet added by hand is recognised by its headers."""
    folder = month(tmp_path)
    meta = Meta(kind="form", form="call-review", pack="service-attitude", sheets="甲")
    save(folder / "x.xlsx", meta, 甲=calls(call("c1")), 乙=calls(call("c2")))
    records, problems = read(folder)
    assert (["c1", "c2"], []) == ([one.contact_id for one in records.evaluations], codes(problems))
    assert ["service-attitude"] * 2 == [one.pack for one in records.evaluations]


@pytest.mark.parametrize("name, field", [("日期", "服务日期"), ("时间", "服务日期")])
def test_a_bare_date_is_decided_by_its_values_and_said(tmp_path: Path, name: str, field: str) -> None:
    """日期 over days is the day of the service where nothing else is."""
    folder = month(tmp_path)
    rows = calls(call("c1"))
    rows[0] = [name if title == "通话日期" else "班次" if title == "通话时间" else title for title in rows[0]]
    save(folder / "质检.xlsx", 质检=rows)
    records, problems = read(folder)
    assert [DAY] == [one.day for one in records.evaluations]
    assert [field] == [dict(p.params)["field"] for p in problems if p.code == "QK139"]


def test_a_bare_number_column(tmp_path: Path) -> None:
    """编号 that counts the rows is no staff number; 编号 with staff numbers is."""
    folder = month(tmp_path)
    rows = [
        [*row[:3], *row[4:], "编号" if index == 0 else f"100{index}"]
        for index, row in enumerate(calls(call("c1", name=None), call("c2", name=None)))
    ]
    save(folder / "质检.xlsx", 质检=rows)
    records, _problems = read(folder)
    assert ["1001", "1002"] == [one.employee_no for one in records.evaluations]


def test_rating_sheets_that_are_summed_already_compute_nothing(tmp_path: Path) -> None:
    """Said in a note, no row is missing without a word."""
    folder = month(tmp_path)
    save(folder / "a.xlsx", 统计=[["姓名", "邀评数", "参评数", "满意数", "满意率"], ["李强", 20, 10, 9, 0.9]])
    assert ["QK140"] == codes(read(folder)[1], notes=True)


def test_weight_in_a_header_is_never_used(tmp_path: Path) -> None:
    """礼貌用语(满分10分) on a scale to 5 is said; the standard counts."""
    folder = month(tmp_path)
    rows = calls(call("c1"))
    rows[0] = [f"{title}（50%）" if title == "礼貌用语" else title for title in rows[0]]
    save(folder / "质检.xlsx", 质检=rows)
    records, problems = read(folder)
    assert (1, ["QK141"]) == (len(records.evaluations), codes(problems))


def test_one_sheet_or_one_file_a_person(tmp_path: Path) -> None:
    """Where the rows name nobody, the sheet's name or the file's does, and the listing says so."""
    folder = month(tmp_path)

    def nameless(contact: str) -> list[list[object]]:
        return [[*row[:3], *row[5:]] for row in calls(call(contact))]

    save(folder / "a.xlsx", 李强=nameless("c1"), 赵敏=nameless("c2"))
    save(folder / "10月录音质检-李强.xlsx", Sheet1=nameless("c3"))
    save(folder / "b.xlsx", 王芳=nameless("c4"), Sheet1=nameless("c5"))
    records, problems = read(folder)
    found = {one.contact_id: one.employee_no for one in records.evaluations}
    assert {"c1": "1002", "c2": "1004", "c3": "1002"} == found
    assert ["QK130", "QK304"] == sorted(codes(problems))


def test_a_table_of_totals_is_no_praise(tmp_path: Path) -> None:
    """A day, a person and a remark are in every sheet; praise is what speaks of praise."""
    folder = month(tmp_path)
    rows = [("日期", "被检人", "录音编号", "质检员", "总分", "备注"), (DAY, "李强", "X0", "陈静", 92, "不错")]
    save(folder / "a.xlsx", 录音质检=rows)
    records, problems = read(folder)
    assert (0, ["QK130"]) == (len(records.praises), codes(problems))
    save(folder / "a.xlsx", 表扬=[("日期", "被表扬人", "备注"), (DAY, "李强", "不错")])
    records, problems = read(folder)
    assert 1 == len(records.praises)
