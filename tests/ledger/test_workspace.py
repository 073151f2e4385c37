"""工作区: made by init, found from below, faults in its settings named."""

from pathlib import Path

import pytest

from qualitykit.errors import CannotRunError
from qualitykit.ledger.workspace import SETTINGS_FILE, Settings, find_workspace, make_workspace


def test_a_new_workspace_is_found_from_below(tmp_path: Path) -> None:
    """From any folder in it."""
    made = make_workspace(tmp_path / "台账")
    below = made.inbox / "2026-10"
    below.mkdir()
    found = find_workspace(below)
    assert found is not None
    assert (tmp_path / "台账").resolve() == found.folder
    assert str(made.folder / "standard") == found.standards[0]
    assert made.folder / "qualitykit.db" == found.ledger


def test_its_settings_are_the_defaults_and_its_standard_loads(tmp_path: Path) -> None:
    """What init writes is what the program means; the own pack has no mistakes."""
    from qualitykit.problems import Severity
    from qualitykit.standards.reader import load_standard

    made = make_workspace(tmp_path / "w")
    given = Settings(company="本公司", standards=["standard"], roster="员工名册.xlsx")
    assert given == made.settings
    standard, problems = load_standard(made.standards[0])
    assert standard is not None
    assert not [one for one in problems if one.severity is Severity.ERROR]


def test_outside_there_is_none(tmp_path: Path) -> None:
    """Plain folders stay plain folders."""
    assert find_workspace(tmp_path) is None


def test_init_changes_nothing_that_is_there(tmp_path: Path) -> None:
    """A second time it refuses; a README of the house's own stays."""
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "README.md").write_text("我们的", encoding="utf-8")
    make_workspace(folder)
    assert "我们的" == (folder / "README.md").read_text(encoding="utf-8")
    with pytest.raises(CannotRunError, match="there is a workspace"):
        make_workspace(folder)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A file is in the way."""
    (tmp_path / "w").write_text("", encoding="utf-8")
    with pytest.raises(CannotRunError, match="cannot be made"):
        make_workspace(tmp_path / "w")


@pytest.mark.parametrize(
    "text, fault",
    [
        ("companny = 'x'", "companny: there is no such setting"),
        ("period_starts_on = 29", "period_starts_on: this value cannot be used: 29"),
        ("period_starts_on = '26'", "period_starts_on: this value cannot be used: 26"),
        ("standards = []", "standards: this value cannot be used: []"),
        ("company = ", "Invalid value"),
        ("retention_years = true", "retention_years: this value cannot be used: True"),
        ("[roles]\nagents = ['1']", "roles.agents: there is no such setting"),
        ("[roles]\nagent = '1'", "roles.agent: this value cannot be used: 1"),
        ("[roles]\nagent = ['A', '1']\ncustomer = ['ａ']", "roles: “a” stands under two roles"),
    ],
)
def test_faults_in_the_settings_are_named(tmp_path: Path, text: str, fault: str) -> None:
    """Each key by its name."""
    (tmp_path / SETTINGS_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(CannotRunError, match="has mistakes") as raised:
        find_workspace(tmp_path)
    assert raised.value.details[0].startswith(fault)


def test_marks_of_those_who_speak(tmp_path: Path) -> None:
    """Texts, or channels by their numbers; beside the words over columns."""
    text = (
        "[roles]\nagent = [1, '右声道']\ncustomer = [0]\n[aliases.call-review]\ncontact_id = ['话单编号']\n"
    )
    (tmp_path / SETTINGS_FILE).write_text(text, encoding="utf-8")
    found = find_workspace(tmp_path)
    assert found is not None
    expected = {
        "call-review": {"contact_id": ["话单编号"]},
        "roles": {"agent": ["1", "右声道"], "customer": ["0"]},
    }
    assert expected == found.settings.words


def test_a_ledger_on_a_server_is_an_address(tmp_path: Path) -> None:
    """No file of that name is looked for."""
    url = "postgresql+psycopg://qk@db/qk"
    (tmp_path / SETTINGS_FILE).write_text(f"ledger = '{url}'", encoding="utf-8")
    found = find_workspace(tmp_path)
    assert found is not None
    assert url == found.ledger
