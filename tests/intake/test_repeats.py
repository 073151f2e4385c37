"""The same evaluation twice counts once; one contact with two contents counts not at all."""

from datetime import date, time
from pathlib import Path
from typing import Any

from qualitykit.model import Evaluation
from tests.intake.months import DAY, call, calls, codes, form, month, read, save, total


def patrols(*rows: list[Any]) -> list[list[Any]]:
    """A sheet of patrols without ids."""
    titles = [item.title for item in form("patrol").items]
    return [
        ["巡查日期", "巡查时间", "被检查人", "巡查人", *titles],
        *([*row, *["是"] * len(titles)] for row in rows),
    ]


def test_a_copied_row_and_a_copied_sheet(tmp_path: Path) -> None:
    """Repeats are listed with the first; across files too."""
    folder = month(tmp_path)
    save(folder / "a.xlsx", 质检=calls(call("c1"), call("c1")))
    save(folder / "b.xlsx", 明细=[["转发"], *calls(call("c1"), call("c2"))])
    records, problems = read(folder)
    assert (["c1", "c2"], ["QK405", "QK405"]) == (
        [e.contact_id for e in records.evaluations],
        codes(problems),
    )
    assert (1, 1) == (total(records, "a.xlsx").repeats, total(records, "b.xlsx").repeats)
    assert {"a.xlsx!质检!2:2"} == {dict(p.params)["first"] for p in problems if p.code == "QK405"}


def test_two_contents_hold_both_back(tmp_path: Path) -> None:
    """Neither score counts until one is taken out."""
    folder = month(tmp_path)
    save(folder / "a.xlsx", 质检=calls(call("c1"), call("c1", 礼貌用语=1), call("c2")))
    records, problems = read(folder)
    assert [("QK406",), ("QK406",), ()] == [one.held_back for one in records.evaluations]
    assert (["QK406", "QK406"], 2, 1) == (
        codes(problems),
        total(records, "a.xlsx").left_out,
        total(records, "a.xlsx").used,
    )
    assert 3 == len({one.id for one in records.evaluations})


def test_without_an_id_the_time_is_the_identity(tmp_path: Path) -> None:
    """The same minute is the same patrol, another minute another; no time: both count, with a warning."""
    folder = month(tmp_path)
    same, later = [DAY, time(9, 0), "李强", "陈静"], [DAY, time(15, 0), "李强", "陈静"]
    untimed = [date(2026, 10, 4), None, "李强", "陈静"]
    save(folder / "a.xlsx", 巡查=patrols(same, same, later, untimed, untimed))
    records, problems = read(folder)
    assert (4, ["QK405", "QK407"]) == (len(records.evaluations), codes(problems))
    assert 4 == len({one.id for one in records.evaluations})


def test_ids_that_lost_their_digits_do_not_make_two_calls_one(tmp_path: Path) -> None:
    """Two chats of the same minute whose ids cannot be read: both count, and the ids are said."""
    folder = month(tmp_path)
    rows = calls(call(20261003140533001234), call(20261003140533009999), call("c1"))
    save(folder / "a.xlsx", 质检=rows)
    records, problems = read(folder)
    assert (3, ["QK223", "QK223", "QK407"]) == (len(records.evaluations), sorted(codes(problems)))


def test_an_id_never_calculated_is_said(tmp_path: Path) -> None:
    """A formula without a saved value in the id's column: no key, and no silence."""
    folder = month(tmp_path)
    save(folder / "a.xlsx", 质检=calls(call("=A1"), call("=A9"), call(None)))
    records, problems = read(folder)
    assert (3, ["QK227", "QK227", "QK407", "QK407"]) == (len(records.evaluations), sorted(codes(problems)))


def test_order_of_files_never_matters_to_what_counts(tmp_path: Path) -> None:
    """The same rows in two files, named the other way round: the same evaluations count."""
    found: list[set[tuple[str, tuple[str, ...]]]] = []
    for names in (("a.xlsx", "b.xlsx"), ("b.xlsx", "a.xlsx")):
        folder = month(tmp_path / names[0])
        save(folder / names[0], 质检=calls(call("c1"), call("c3", 礼貌用语=1)))
        save(folder / names[1], 质检=calls(call("c1"), call("c2"), call("c3")))
        evaluations: tuple[Evaluation, ...] = tuple(read(folder)[0].evaluations)
        found.append({(one.contact_id, one.held_back) for one in evaluations})
    assert found[0] == found[1]
