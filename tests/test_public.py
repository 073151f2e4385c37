"""The public API: the names that stay, and that importing the package costs nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

import qualitykit

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "2026-08"


@pytest.mark.parametrize("name", qualitykit.__all__)
def test_every_public_name_is_there_and_says_what_it_is(name: str) -> None:
    """Each name can be imported and carries a docstring."""
    value = getattr(qualitykit, name)
    assert name == "__version__" or value.__doc__


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    """The lazy loader invents nothing."""
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = qualitykit.no_such_name


def test_importing_the_package_loads_no_room() -> None:
    """``import qualitykit`` loads neither models nor readers."""
    script = "import sys, qualitykit; print([m for m in sys.modules if m.startswith('qualitykit.')])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_way_of_a_month_that_the_docstring_shows(tmp_path: Path) -> None:
    """From workbooks to an explanation with public names only."""
    standard, faults = qualitykit.load_standard("service-attitude")
    assert standard is not None, faults
    ((records, problems),) = qualitykit.read_months([SAMPLE], standards=[standard])
    result = qualitykit.score_month(
        [standard],
        records,
        qualitykit.History(),
        program_version=qualitykit.__version__,
        input_problems=problems,
    )
    assert all(path.exists() for path in qualitykit.write_results(result, tmp_path))
    assert "E1001" in qualitykit.explain(result, "E1001")
    assert qualitykit.from_json(qualitykit.to_json(result)) == result
