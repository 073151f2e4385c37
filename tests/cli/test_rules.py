"""``qualitykit rules``: what it prints and how it leaves."""

from pathlib import Path

from tests.cli.test_main import qualitykit
from tests.workflow.test_standards import version_of


def test_several_standards_are_checked_one_after_the_other(tmp_path: Path) -> None:
    """Each below what was given for it."""
    refs = [version_of(tmp_path / "va"), version_of(tmp_path / "other", number="2", day="2026-07-01")]
    done = qualitykit("rules", "check", *refs)
    assert 0 == done.returncode
    assert refs == [line for line in done.stdout.splitlines() if line in refs]


def test_versions_that_clash_are_told_when_they_are_checked_together(tmp_path: Path) -> None:
    """Each is right by itself; together they cannot be used."""
    refs = [version_of(tmp_path / "va"), version_of(tmp_path / "other", number="2")]
    done = qualitykit("rules", "check", *refs)
    assert 1 == done.returncode
    assert f"{refs[0]}/standard.yaml 和 {refs[1]}/standard.yaml" in done.stdout
