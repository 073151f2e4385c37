"""Large workbooks that are opened ahead: what is read is what would be read in its turn."""

import os
import random
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from qualitykit.intake import ahead as ahead_module
from qualitykit.intake.ahead import ReadAhead
from qualitykit.intake.cells import Fault
from qualitykit.intake.container import MayOpen
from qualitykit.intake.reader import Inspection, Workbook, inspected, read_workbook

SMALL, MIDDLE, LARGE = 3, 3_000, 6_000


def book(path: Path, rows: int) -> Path:
    """A workbook whose rows do not compress well."""
    chance = random.Random(rows)
    made = xlsxwriter.Workbook(str(path))
    sheet = made.add_worksheet("质检")
    for row in range(rows):
        sheet.write_row(row, 0, [f"{chance.getrandbits(160):x}" for _column in range(4)])
    made.close()
    return path


def cells(opened: Workbook | None) -> list[list[object]]:
    """All rows of the one sheet."""
    assert opened is not None
    return [list(row) for _number, row in opened.sheets[0].rows()]


def test_each_file_is_read_as_in_its_turn(tmp_path: Path) -> None:
    """Small and large ones, taken in the order of their names."""
    sizes = {"a.xlsx": MIDDLE, "b.xlsx": SMALL, "c.xlsx": LARGE, "d.xlsx": MIDDLE}
    paths = [book(tmp_path / name, rows) for name, rows in sizes.items()]
    with ReadAhead.of_folders([tmp_path]) as ahead:
        for path in paths:
            opened, problems = ahead.open(path, path.name)
            expected, expected_problems = read_workbook(path, path.name)
            assert expected is not None
            assert opened is not None
            assert (expected.digest, expected.name) == (opened.digest, opened.name)
            assert cells(expected) == cells(opened)
            assert expected_problems == problems


def test_huge_files_are_inspected_in_a_process_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes out is the same, and a bomb is refused as it is in its turn."""
    monkeypatch.setattr(ahead_module, "_HUGE", 0)
    good, bad = book(tmp_path / "a.xlsx", LARGE), tmp_path / "b.xlsx"
    bad.write_bytes(good.read_bytes()[:300_000])
    with ReadAhead.of_folders([tmp_path]) as ahead:
        for path in (good, bad):
            opened, problems = ahead.open(path, path.name)
            expected, expected_problems = read_workbook(path, path.name)
            assert expected_problems == problems
            assert (expected is None) == (opened is None)
            if path == good:
                assert cells(expected) == cells(opened)


def test_an_inspection_counts_for_the_bytes_that_it_saw(tmp_path: Path) -> None:
    """A file that was written over since is inspected again."""
    path = book(tmp_path / "a.xlsx", SMALL)
    digest = {digest for digest, _found in inspected(path)}.pop()
    refused: list[Inspection] = [(digest, MayOpen()), (digest, Fault("QK105", (("size", "999"),)))]
    assert ["QK105"] == [one.code for one in read_workbook(path, "a.xlsx", refused)[1]]
    assert () == read_workbook(path, "a.xlsx", refused[:1])[1]  # whoever looked at it died
    book(path, MIDDLE)
    assert () == read_workbook(path, "a.xlsx", refused)[1]
    assert [] == list(inspected(tmp_path / "none.xlsx"))


def test_what_is_opened_in_its_turn_is_not_opened_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The largest is; those that were taken before it are done with."""
    sizes = {"a.xlsx": MIDDLE, "b.xlsx": LARGE, "c.xlsx": MIDDLE}
    paths = [book(tmp_path / name, rows) for name, rows in sizes.items()]
    opened: list[str] = []

    def noted(path: Path, shown_as: str, *more: Any) -> Any:
        opened.append(shown_as)
        return read_workbook(path, shown_as, *more)

    monkeypatch.setattr(ahead_module, "read_workbook", noted)
    with ReadAhead.of_folders([tmp_path]) as ahead:
        for path in paths:
            ahead.open(path, path.name)
    assert ["a.xlsx", "b.xlsx", "c.xlsx"] == sorted(opened)


def test_what_is_needed_later_is_done_while_a_file_is_waited_for(tmp_path: Path) -> None:
    """Once, and not where nobody waits."""
    path = book(tmp_path / "a.xlsx", LARGE)
    done: list[str] = []
    with ReadAhead.of_folders([tmp_path]) as ahead:
        ahead.meanwhile.append(lambda: done.append("now"))
        ahead.open(path, path.name)
        ahead.open(path, path.name)
    assert done in ([], ["now"])


def test_a_file_may_be_opened_again(tmp_path: Path) -> None:
    """Who let a workbook go gets it anew."""
    path = book(tmp_path / "a.xlsx", LARGE)
    with ReadAhead.of_folders([tmp_path]) as ahead:
        assert cells(ahead.open(path, "a.xlsx")[0]) == cells(ahead.open(path, "a.xlsx")[0])


def test_a_damaged_file_is_the_problem_of_who_opens_it(tmp_path: Path) -> None:
    """Reading ahead says nothing by itself."""
    path = book(tmp_path / "a.xlsx", LARGE)
    path.write_bytes(path.read_bytes()[:300_000])
    with ReadAhead.of_folders([tmp_path]) as ahead:
        opened, problems = ahead.open(path, "a.xlsx")
    assert opened is None
    assert ["QK108"] == [problem.code for problem in problems]


def test_who_stops_early_waits_for_the_file_being_read(tmp_path: Path) -> None:
    """At the end nothing is being read any more, and standard error leads where it led."""
    book(tmp_path / "a.xlsx", LARGE)
    before = os.fstat(2)
    with pytest.raises(ZeroDivisionError), ReadAhead.of_folders([tmp_path]):
        raise ZeroDivisionError
    after = os.fstat(2)
    assert (before.st_dev, before.st_ino) == (after.st_dev, after.st_ino)


def test_folders_that_are_not_there_hold_no_file(tmp_path: Path) -> None:
    """Whoever reads them says so."""
    with ReadAhead.of_folders([tmp_path / "2026-10"]) as ahead:
        _opened, problems = ahead.open(tmp_path / "2026-10" / "a.xlsx", "a.xlsx")
    assert ["QK101"] == [problem.code for problem in problems]
