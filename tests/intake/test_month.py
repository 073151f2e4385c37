"""A month's folder as a whole: which month it is, where each row went, what was not read."""

from datetime import date
from pathlib import Path

import pytest

from qualitykit.errors import CannotRunError
from qualitykit.intake.month import read_months
from qualitykit.intake.periods import month_of_folder, month_of_text, period_of
from qualitykit.sheets.meta import Meta
from tests.intake.months import ROSTER, call, calls, codes, month, pack, read, save, total


@pytest.mark.parametrize(
    "name, expected",
    [
        ("2026-10", "2026-10"),
        ("202610", "2026-10"),
        ("2026年10月", "2026-10"),
        ("2026.9 质检", "2026-09"),
        ("2026年十月", "2026-10"),
        ("10月", None),
        ("质检", None),
        ("2026-13", None),
    ],
)
def test_a_name_says_a_month_only_with_its_year(name: str, expected: str | None) -> None:
    """10月 without a year is no month."""
    assert expected == month_of_text(name)


def test_month_folder_below_a_year(tmp_path: Path) -> None:
    """2026/10月 says both."""
    folder = tmp_path / "2026年" / "10月"
    folder.mkdir(parents=True)
    assert month_of_folder(folder) == "2026-10"


def test_folder_that_says_no_month_stops_the_run(tmp_path: Path) -> None:
    """The month is never guessed."""
    folder = tmp_path / "质检"
    folder.mkdir()
    with pytest.raises(CannotRunError) as raised:
        read_months([folder], standards=[pack()])
    assert "--month" in raised.value.hint
    assert read_months([folder], standards=[pack()], month="2026-10")[0][0].period.month == "2026-10"


def test_rows_of_a_closed_month_are_of_another_month(tmp_path: Path) -> None:
    """They stay here, for what they are worth to people there, and count as what `check` says of them."""
    folder = month(tmp_path)
    save(folder / "a.xlsx", 录音质检=calls(call("c1"), call("c2", day=date(2026, 9, 3))))
    checked, _problems = read(folder)
    scored, _problems = read(folder, closed=[period_of("2026-09")])
    assert (["c1"], ["c1", "c2"]) == (
        [one.contact_id for one in checked.evaluations],
        [one.contact_id for one in scored.evaluations],
    )
    assert total(checked, "a.xlsx") == total(scored, "a.xlsx")
    assert (1, 1) == (total(scored, "a.xlsx").used, total(scored, "a.xlsx").other_months)


def test_pay_month_from_the_26th() -> None:
    """The pay month of October is 09-26 … 10-25; of January it begins in December."""
    assert (date(2026, 9, 26), date(2026, 10, 25)) == (
        period_of("2026-10", 26).first_day,
        period_of("2026-10", 26).last_day,
    )
    assert period_of("2026-01", 26).first_day == date(2025, 12, 26)
    assert period_of("2026-02").last_day == date(2026, 2, 28)


def test_every_row_is_somewhere(tmp_path: Path) -> None:
    """read = used + left out + repeats + other months, for a sheet with one of each."""
    folder = month(tmp_path)
    save(
        folder / "质检.xlsx",
        质检=calls(
            call("c1"),
            call("c1"),
            call("c2", number=None, name="李墙"),
            call("c3", day=date(2026, 8, 2)),
            call("c4", day=date(2026, 11, 2)),
            call("c5", 礼貌用语=None),
            ["合计", None, 6],
        ),
    )
    records, problems = read(folder)
    control = total(records, "质检.xlsx")
    assert (6, 1, 3, 1, 1) == (
        control.read,
        control.used,
        control.left_out,
        control.repeats,
        control.other_months,
    )
    assert {"QK302", "QK401", "QK403", "QK404", "QK405"} == set(codes(problems))
    assert ["call-review:c1", "call-review:c5"] == [one.id for one in records.evaluations]
    assert records.evaluations[1].held_back == ("QK401",)


def test_rows_go_to_the_month_of_their_day(tmp_path: Path) -> None:
    """A September row in October's folder counts in September, when both are read; months come in order."""
    october, september = month(tmp_path), month(tmp_path, "2026-09")
    save(october / "质检.xlsx", 质检=calls(call("c1"), call("c2", day=date(2026, 9, 30))))
    (first, _one), (second, problems) = read_months([october, september], standards=[pack()])
    assert ["2026-09", "2026-10"] == [first.period.month, second.period.month]
    assert ["call-review:c2"] == [one.id for one in first.evaluations]
    assert ["call-review:c1"] == [one.id for one in second.evaluations]
    assert total(second, "质检.xlsx").other_months == 1
    assert "QK422" in codes(problems, notes=True)


def test_december_rows_typed_in_january(tmp_path: Path) -> None:
    """Excel gave 12-30 the year of typing: a Problem that says so."""
    folder = month(tmp_path, "2026-12")
    save(folder / "质检.xlsx", 质检=calls(call("c1", day=date(2027, 12, 30))))
    _records, problems = read(folder)
    assert ["QK207"] == codes(problems)


def test_the_same_file_twice_counts_once(tmp_path: Path) -> None:
    """Byte for byte the same: every row of the copy is a repeat."""
    folder = month(tmp_path)
    path = save(folder / "a.xlsx", 质检=calls(call("c1"), call("c2")))
    (folder / "b.xlsx").write_bytes(path.read_bytes())
    records, problems = read(folder)
    assert (2, 2) == (len(records.evaluations), total(records, "b.xlsx").repeats)
    assert ["QK135"] == codes(problems)


def test_the_same_roster_in_every_month_is_each_months_own(tmp_path: Path) -> None:
    """README asks for it: no mistake, and its rows are used in both months."""
    folders = [month(tmp_path, name) for name in ("2026-09", "2026-10")]
    for folder in folders:
        save(folder / "员工名册.xlsx", 员工名册=ROSTER)
    (folders[1] / "员工名册.xlsx").write_bytes((folders[0] / "员工名册.xlsx").read_bytes())
    for records, problems in read_months(folders, standards=[pack()]):
        assert [] == codes(problems)
        assert (len(ROSTER) - 1, 0) == (
            total(records, "员工名册.xlsx").used,
            total(records, "员工名册.xlsx").repeats,
        )


def test_two_folders_of_one_month_with_files_of_one_name(tmp_path: Path) -> None:
    """The folder of the same file is named; the rows of both files are counted."""
    folders = [month(tmp_path), tmp_path / "2026-10 补"]
    folders[1].mkdir()
    first = save(folders[0] / "质检.xlsx", 质检=calls(call("c1"), call("c2")))
    (folders[1] / "质检.xlsx").write_bytes(first.read_bytes())
    save(folders[0] / "巡.xlsx", 质检=calls(call("c3")))
    save(folders[1] / "巡.xlsx", 质检=calls(call("c4"), call("c5")))
    ((records, problems),) = read_months(folders, standards=[pack()])
    assert [("QK135", f"{folders[0].name}/质检.xlsx")] == [
        (one.code, dict(one.params)["first"]) for one in problems if one.severity != "note"
    ]
    assert (4, 2, 2) == (
        total(records, "质检.xlsx").read,
        total(records, "质检.xlsx").used,
        total(records, "质检.xlsx").repeats,
    )
    assert (3, 3) == (total(records, "巡.xlsx").read, total(records, "巡.xlsx").used)


def test_corrected_copy_replaces_the_file_it_names(tmp_path: Path) -> None:
    """The hidden meta names the sha256 of the file that was corrected; the old rows do not clash."""
    folder = month(tmp_path)
    save(folder / "a.xlsx", 质检=calls(call("c1", 礼貌用语=2)))
    digest = read(folder)[0].digests["a.xlsx"]
    meta = Meta(kind="form", form="call-review", pack="service-attitude", replaces=digest, sheets="质检")
    save(folder / "b.xlsx", meta, 质检=calls(call("c1", 礼貌用语=5)))
    records, problems = read(folder)
    assert ["b.xlsx"] == [one.place.file for one in records.evaluations]
    assert [] == codes(problems)
    assert (1, 1) == (total(records, "a.xlsx").left_out, total(records, "b.xlsx").used)


def test_own_outputs_are_no_input(tmp_path: Path) -> None:
    """评分结果.xlsx lying in the folder is recognised and not read."""
    folder = month(tmp_path)
    save(folder / "评分结果.xlsx", Meta(kind="results"), 质检=calls(call("c1")))
    records, problems = read(folder)
    assert ((), ["QK132"]) == (records.evaluations, codes(problems, notes=True))


def test_form_of_a_pack_that_is_not_used(tmp_path: Path) -> None:
    """A blank of another standard is not read with this one's rules."""
    folder = month(tmp_path)
    meta = Meta(kind="form", form="call-review", pack="other-pack", sheets="质检")
    save(folder / "a.xlsx", meta, 质检=calls(call("c1")))
    records, problems = read(folder)
    assert ((), ["QK137"]) == (records.evaluations, codes(problems))
    assert total(records, "a.xlsx").left_out == 2


def test_roster_in_the_folder_above_or_given(tmp_path: Path) -> None:
    """One roster may serve all months."""
    folder = month(tmp_path, roster=None)
    save(folder / "质检.xlsx", 质检=calls(call("c1")))
    assert ["QK301"] == codes(read(folder)[1])
    assert "1002" == read(folder)[0].evaluations[0].employee_no
    given = save(tmp_path / "staff.xlsx", 名册=ROSTER)
    assert 4 == len(read(folder, roster=given)[0].roster.rows)
    given.rename(tmp_path / "员工名册.xlsx")
    records, problems = read(folder)
    assert (4, []) == (len(records.roster.rows), codes(problems))


def test_a_roster_that_is_not_there_stops_the_run(tmp_path: Path) -> None:
    """A mistyped path would make everybody unknown."""
    folder = month(tmp_path)
    with pytest.raises(CannotRunError, match=r"nix\.xlsx") as error:
        read(folder, roster=tmp_path / "nix.xlsx")
    assert error.value.hint


def test_two_rosters_one_is_read(tmp_path: Path) -> None:
    """The other is named, its rows are not lost in silence."""
    folder = month(tmp_path)
    save(folder / "花名册2.xlsx", 名册=ROSTER[:3])
    records, problems = read(folder)
    assert (["QK324"], 4) == (codes(problems), len(records.roster.rows))


def test_lock_files_are_passed_over_and_junk_is_a_problem(tmp_path: Path) -> None:
    """~$质检.xlsx is nothing; a text renamed .xlsx is a Problem; the rest is read."""
    folder = month(tmp_path)
    (folder / "~$质检.xlsx").write_bytes(b"lock")
    (folder / "坏.xlsx").write_text("no workbook", encoding="utf-8")
    save(folder / "质检.xlsx", 质检=calls(call("c1")))
    records, problems = read(folder)
    assert (1, 1) == (len(records.evaluations), len(codes(problems)))


def test_files_alone_take_their_month_from_their_name(tmp_path: Path) -> None:
    """check FILES…: the name of the file, else of its folder."""
    save(tmp_path / "员工名册.xlsx", 名册=ROSTER)
    path = save(tmp_path / "2026年10月质检.xlsx", 质检=calls(call("c1")))
    found = read_months([], standards=[pack()], files=[path])
    assert ["2026-10"] == [records.period.month for records, _problems in found]
    assert 1 == len(found[0][0].evaluations)


def test_progress_is_told(tmp_path: Path) -> None:
    """Each file, how many are done, how many there are."""
    folder = month(tmp_path)
    save(folder / "质检.xlsx", 质检=calls(call("c1")))
    told: list[tuple[str, int, int]] = []
    read(folder, progress=lambda name, done, of: told.append((name, done, of)))
    assert ("", 2, 2) == told[-1]


def test_files_that_are_no_workbooks_are_named(tmp_path: Path) -> None:
    """A praise in Word is no praise that was read; what the system puts there is nobody's."""
    folder = month(tmp_path)
    (folder / "信").mkdir()
    for name in ("客户表扬.docx", "信/聊天.txt", ".DS_Store", "Thumbs.db", "~$名册.xlsx", ".隐藏.txt"):
        (folder / name).write_bytes(b"x")
    _records, problems = read(folder)
    assert [("QK158", "信/聊天.txt"), ("QK158", "客户表扬.docx")] == [
        (p.code, p.place.file) for p in problems
    ]


@pytest.mark.parametrize("blank", ["\u2003", " \t", "\u3000", "\u2028"])
def test_a_row_of_blanks_is_no_row(tmp_path: Path, blank: str) -> None:
    """Whatever kind of blank somebody's space bar makes."""
    roster = [*ROSTER, (blank, None, blank)]
    records, problems = read(month(tmp_path, roster=roster))
    assert len(ROSTER) - 1 == total(records, "员工名册.xlsx").read
    assert [] == codes(problems)
