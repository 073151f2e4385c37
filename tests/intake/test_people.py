"""People in one cell. Source: field-lists §12."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitykit.intake.people import People, split_people


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("王芳、李强", ["王芳", "李强"]), ("王芳/李强", ["王芳", "李强"]), ("王芳 李强", ["王芳", "李强"]),
        ("王芳，李强", ["王芳", "李强"]),
        ("王芳&李强", ["王芳", "李强"]), ("王芳\n李强", ["王芳", "李强"]),
        ("王芳和李强", ["王芳", "李强"]), ("王芳 李强 张伟", ["王芳", "李强", "张伟"]),
        ("王　芳", ["王芳"]), ("王 芳", ["王芳"]), ("王 芳、李 强", ["王芳", "李强"]),
        ("李和平", ["李和平"]), ("王芳#", ["王芳"]),
        ("大王芳", ["大王芳"]), ("小王", ["小王"]), ("王经理", ["王经理"]), ("Lily", ["Lily"]),
        ("Lily Wang", ["Lily Wang"]),
        ("@小鱼", ["小鱼"]), ("欧阳X", ["欧阳X"]), ("张文科", ["张文科"]), ("鲁班", ["鲁班"]),
        ("阿卜杜拉·买买提", ["阿卜杜拉·买买提"]),
    ],
)  # fmt: skip
def test_names(cell: str, names: list[str]) -> None:
    """Each person once, in the order written."""
    found = split_people(cell)
    assert names == [person.name for person in found.people]
    assert found.certain


@pytest.mark.parametrize(
    ("cell", "name", "number"),
    [
        ("1007王芳", "王芳", "1007"), ("王芳-1007", "王芳", "1007"), ("王芳（1007）", "王芳", "1007"),
        ("王芳 1007", "王芳", "1007"),
        ("1007 王芳", "王芳", "1007"), ("E1007 王芳", "王芳", "E1007"), ("王芳(e1007)", "王芳", "E1007"),
        ("王芳1007", "王芳", "1007"),
        ("工号:1007", "", "1007"), ("王芳（工号：1007）", "王芳", "1007"), ("1007", "", "1007"),
    ],
)  # fmt: skip
def test_names_with_numbers(cell: str, name: str, number: str) -> None:
    """The number beside a name is the same person's."""
    [person] = split_people(cell).people
    assert (name, number) == (person.name, person.number)


def test_several_with_numbers() -> None:
    """Numbers stay with their names."""
    for cell in ("E1007 王芳 E1008 李强", "王芳(E1007)、李强(E1008)", "王芳-E1007/李强-E1008"):
        found = [(person.name, person.number) for person in split_people(cell).people]
        assert [("王芳", "E1007"), ("李强", "E1008")] == found


@pytest.mark.parametrize(
    ("cell", "stem"), [("王芳1", "王芳"), ("王芳A", "王芳"), ("欧阳X", "欧阳"), ("王芳", "王芳")]
)
def test_what_tells_two_of_one_name_apart_stays(cell: str, stem: str) -> None:
    """The roster may know 王芳1; the stem is for a hint."""
    [person] = split_people(cell).people
    assert (cell, stem) == (person.name, person.stem)


@pytest.mark.parametrize(("cell", "mark"), [("王芳(离职)", "离职"), ("王芳（白班/夜班）", "白班夜班")])
def test_marks_in_brackets(cell: str, mark: str) -> None:
    """What stands in brackets is no part of the name and separates nobody."""
    [person] = split_people(cell).people
    assert ("王芳", (mark,)) == (person.name, person.marks)


@pytest.mark.parametrize(
    "cell", ["客服部全体", "夜班", "客服部", "全体员工", "前台班组", "夜班团队", "客户服务中心"]
)
def test_teams_are_nobody(cell: str) -> None:
    """Shown, never paid."""
    found = split_people(cell)
    assert (cell, ()) == (found.group, found.people)
    assert not found.certain


@pytest.mark.parametrize("cell", ["不详", "未留名", "匿名", "未知", "-"])
def test_nobody_known(cell: str) -> None:
    """It says that nobody is known."""
    assert People(anonymous=True) == split_people(cell)


@pytest.mark.parametrize(
    ("cell", "named", "unnamed"),
    [
        ("王芳等3人", 1, 2),
        ("王芳、李强等三人", 2, 1),
        ("王芳、李强等2人", 2, 0),
        ("王芳等", 1, None),
        ("王芳等人", 1, None),
    ],
)
def test_and_others(cell: str, named: int, unnamed: int | None) -> None:
    """The others are counted, not guessed."""
    found = split_people(cell)
    assert (named, unnamed) == (len(found.people), found.unnamed)


def test_a_person_and_a_team() -> None:
    """Both are told."""
    found = split_people("王芳、客服部")
    assert (["王芳"], "客服部") == ([person.name for person in found.people], found.group)


@pytest.mark.parametrize("cell", ["", " ", "\u3000"])
def test_blank(cell: str) -> None:
    """A blank cell names nobody."""
    assert People() == split_people(cell)


@given(st.text(alphabet="王芳李强和、/ 等3人()（）1007A部全体-&@#\n", max_size=14))
def test_nothing_breaks_it(cell: str) -> None:
    """Whatever is written, no piece of it becomes an empty person."""
    assert all(person.name or person.number for person in split_people(cell).people)
