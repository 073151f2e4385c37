"""Who is meant: number, login, name; never a guess."""

from datetime import date

import pytest

from qualitykit.intake.cells import Fault
from qualitykit.intake.names import Clues, Finder, Person
from qualitykit.model import Place, Roster, RosterRow

DAY = date(2026, 10, 3)


def person(number: str, name: str, department: str = "客服部", **more: object) -> RosterRow:
    """A row of the roster."""
    return RosterRow(number, name, department, Place(), **more)  # type: ignore[arg-type]


FINDER = Finder(
    Roster(
        (
            person("1001", "王芳", team="一组", logins=("8001",)),
            person("1002", "李强", aliases=("小强", "李刚强")),
            person("1003", "王芳", "前台"),
            person("1004", "赵敏", left_on=date(2026, 9, 30)),
            person("0107", "欧阳娜娜"),
            person("E1008", "陈静"),
            person("1009", "孙丽", valid_to=date(2026, 10, 1)),
            person("1009", "孙丽", "前台", valid_from=date(2026, 10, 2), left_on=date(2026, 10, 20)),
        )
    )
)


NUMBERED = Finder(
    Roster((person("E00003", "员工00003"), person("00004", "员工00003"), person("E5", "员工00005")))
)


@pytest.mark.parametrize(
    "clues, number",
    [
        (Clues("E00003", name="员工00003"), "E00003"),
        (Clues("00004", name="员工00003"), "00004"),
        (Clues(name="员工00005"), "E5"),
        (Clues("E5", name="员工 00005"), "E5"),
    ],
)
def test_a_name_that_ends_in_digits_is_that_name(clues: Clues, number: str) -> None:
    """Where the roster has it so, its digits are no number of anybody's."""
    found = NUMBERED.find(clues, DAY)
    assert isinstance(found, Person)
    assert number == found.employee_no


def test_digits_in_a_name_hide_no_contradiction() -> None:
    """Another person's number beside it is still one."""
    found = NUMBERED.find(Clues("E5", name="员工00003"), DAY)
    assert isinstance(found, Fault)
    assert "QK303" == found.code


@pytest.mark.parametrize(
    "clues, number",
    [
        (Clues("1002"), "1002"),
        (Clues(1002.0), "1002"),
        (Clues("工号:1002", name="李强"), "1002"),
        (Clues("107"), "0107"),
        (Clues("e1008"), "E1008"),
        (Clues(login="8001"), "1001"),
        (Clues(name="李强"), "1002"),
        (Clues(name="李 强"), "1002"),
        (Clues(name="小强"), "1002"),
        (Clues(name="李强(夜班)"), "1002"),
        (Clues(name="1002李强"), "1002"),
        (Clues(name="李强（1002）"), "1002"),
        (Clues("1002 李强"), "1002"),
        (Clues(name="1001 王芳"), "1001"),
        (Clues(name="王芳-1003"), "1003"),
        (Clues("1001", name="王芳A"), "1001"),
        (Clues(name="王芳", department="前台"), "1003"),
        (Clues(name="王芳", team="一组"), "1001"),
        (Clues(name="欧阳 娜娜"), "0107"),
    ],
)
def test_people_who_are_certain(clues: Clues, number: str) -> None:
    """By number, else by login, else by a name that leaves exactly one."""
    found = FINDER.find(clues, DAY)
    assert isinstance(found, Person), found
    assert number == found.employee_no


@pytest.mark.parametrize(
    "clues, code",
    [
        (Clues("9999"), "QK302"),
        (Clues(name="王方"), "QK302"),
        (Clues(name="李强A"), "QK302"),
        (Clues("1002", name="王芳"), "QK303"),
        (Clues("1001", name="王芳1003"), "QK303"),
        (Clues(name="王芳"), "QK304"),
        (Clues(name="王芳", department="财务部"), "QK304"),
        (Clues("1004"), "QK305"),
        (Clues(name="赵敏"), "QK305"),
        (Clues(), "QK306"),
        (Clues(name="不详"), "QK306"),
        (Clues(name="王芳、李强"), "QK309"),
        (Clues(2.0261003140533e19), "QK223"),
    ],
)
def test_people_who_are_not(clues: Clues, code: str) -> None:
    """Each is a Problem that says why."""
    found = FINDER.find(clues, DAY)
    assert isinstance(found, Fault), found
    assert code == found.code


@pytest.mark.parametrize(
    "written, number", [("王方", "1001"), ("李墙", "1002"), ("赵敏敏", "1004"), ("成静", "E1008")]
)
def test_nearest_names_are_suggested_by_letters_and_by_sound(written: str, number: str) -> None:
    """The suggestion is there, and it is not taken."""
    found = FINDER.find(Clues(name=written), DAY)
    assert isinstance(found, Fault)
    assert number in dict(found.params)["nearest"]


def test_a_move_does_not_end_employment() -> None:
    """The row that speaks for the day decides; the last one ends on the day of leaving, included."""
    days = (date(2026, 9, 1), date(2026, 10, 2), date(2026, 10, 20), date(2026, 10, 21))
    assert [True, True, True, False] == [FINDER.employed("1009", day) for day in days]


def test_find_all_says_what_find_says() -> None:
    """The way of big sheets and the way of one row agree."""
    clues = [Clues("1002"), Clues("1004"), Clues(name="王芳"), Clues("1009"), Clues("1009"), Clues("9")]
    days = [DAY, DAY, DAY, DAY, date(2026, 10, 21), DAY]
    assert [FINDER.find(c, d) for c, d in zip(clues, days, strict=True)] == FINDER.find_all(clues, days)
    assert [None] == FINDER.find_all([Clues("1002")], [None])


def test_without_a_roster_people_are_as_written() -> None:
    """A scan needs no roster; the month says QK301."""
    finder = Finder(Roster())
    assert Person("1007", "") == finder.find(Clues("1007", name="王芳"), DAY)
    assert Person("王芳", "") == finder.find(Clues(name="王 芳"), DAY)


@pytest.mark.parametrize(
    "clues", [Clues(name="李強"), Clues("1002", name="李強"), Clues(name="李強（1002）"), Clues(name="小強")]
)
def test_traditional_characters_are_the_same_name(clues: Clues) -> None:
    """Alone or beside the number; it can be told that the writing differs."""
    found = FINDER.find(clues, DAY)
    assert isinstance(found, Person)
    assert "1002" == found.employee_no
    assert FINDER.other_script(str(clues.name), "1002")
    assert not FINDER.other_script("李强", "1002")
    assert {"1002"} == FINDER.bearers("李強")


def test_two_whose_names_differ_in_characters_only_are_two() -> None:
    """Each by the name as it stands in the roster; a third writing can mean both."""
    both = Finder(Roster((person("1", "陈強"), person("2", "陈强"))))
    assert [Person("1", "陈強"), Person("2", "陈强")] == [
        both.find(Clues(name=name), DAY) for name in ("陈強", "陈强")
    ]
    found = both.find(Clues(name="陳强"), DAY)
    assert isinstance(found, Fault)
    assert "QK304" == found.code
