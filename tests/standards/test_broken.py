"""Every broken standard under tests/data/standards/bad: the problems are exactly those its lines name."""

import re
from collections import Counter
from pathlib import Path

import pytest

from qualitykit.problems import CODES
from qualitykit.standards.reader import load_standard

BAD = Path(__file__).parent.parent / "data" / "standards" / "bad"
PACKS = sorted(path for path in BAD.iterdir())


def expected_problems(folder: Path) -> Counter[tuple[str, str]]:
    """``file:line`` and code of every ``# QK…`` comment."""
    found: Counter[tuple[str, str]] = Counter()
    for path in folder.rglob("*.yaml"):
        for number, line in enumerate(path.read_bytes().splitlines(), start=1):
            for code in re.findall(rb"QK[0-9]{3}", line.partition(b"#")[2]):
                place = f"{folder.name}/{path.relative_to(folder).as_posix()}:{number}"
                found[place, code.decode()] += 1
    return found


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_every_fault_is_reported_at_its_line_and_nothing_else(folder: Path) -> None:
    """All faults of a folder at once, each with its code and line."""
    standard, problems = load_standard(folder)
    assert standard is None
    assert expected_problems(folder) == Counter((str(one.place), one.code) for one in problems)
    assert all(one.message() and one.cure() for one in problems)


def test_every_code_of_the_reader_has_a_broken_standard() -> None:
    """A code without an example among the broken standards is not tested."""
    tried = {code for folder in PACKS for _place, code in expected_problems(folder)}
    wanted = {code for code in CODES if code.startswith("QK5")} - {"QK526"}
    assert wanted == tried


def test_a_standard_that_is_not_there_is_a_problem_that_names_those_that_are() -> None:
    """A misspelt id lists the shipped packs."""
    standard, problems = load_standard("service-atitude")
    assert standard is None
    assert ["QK526"] == [one.code for one in problems]
    assert "service-attitude" in problems[0].message()
