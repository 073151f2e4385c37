"""Standards given together: of two versions of one it must be said which counts."""

from pathlib import Path

import pytest

from qualitykit.errors import CannotRunError
from qualitykit.workflow.standards import load_standards

HEAD = """id: {id}
version: "{version}"
title: 本单位标准
effective_from: {day}
adopted_on: 2025-12-01
notified_on: 2025-12-15
extends: service-attitude
"""


def version_of(folder: Path, *, number: str = "1", day: str = "2026-01-01", name: str = "ours") -> str:
    """A version of a standard that pays nothing for the first praise; its number is part of its rules."""
    folder.mkdir()
    text = HEAD.format(id=name, version=number, day=day)
    (folder / "standard.yaml").write_text(text, encoding="utf-8")
    amount = "amounts:\n  - {name: 一般, amount: " + str(50 + len(folder.name)) + "}\n"
    (folder / "praise.yaml").write_text(amount, encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize(
    "second, said",
    [
        ({"number": "2"}, "2026-01-01"),
        ({"number": "1"}, "2026-01-01"),
        ({"number": "1", "day": "2026-07-01"}, "1 版"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_versions_of_which_nothing_says_which_counts_are_refused(
    tmp_path: Path, second: dict[str, str], said: str, turned: bool
) -> None:
    """The same day, or the same number with other rules; in either order, with both files named."""
    refs = [version_of(tmp_path / "va"), version_of(tmp_path / "other", **second)]
    with pytest.raises(CannotRunError) as stopped:
        load_standards(refs[::-1] if turned else refs)
    (line,) = stopped.value.details
    assert all(f"{ref}/standard.yaml" in line for ref in refs)
    assert said in line
    assert 2 == stopped.value.exit_code


def test_versions_with_days_of_their_own_other_standards_and_the_same_twice_are_taken(tmp_path: Path) -> None:
    """A later version, a standard with another id from the same day on, and one folder given twice."""
    first = version_of(tmp_path / "va")
    later = version_of(tmp_path / "other", number="2", day="2026-07-01")
    another = version_of(tmp_path / "another", name="others")
    assert ["1", "2", "1"] == [one.version for one in load_standards([first, later, another])]
    assert 2 == len(load_standards([first, first]))
