"""The demo: a workspace with the sample months of an invented company, scored."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from qualitykit.errors import CannotRunError
from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.problems import Severity

__all__ = ["Demo", "DemoMonth", "commands", "make_demo", "sample_months"]

_COMPANY = "晴川生活服务有限公司"
_MONTHS = ("2026-08", "2026-09", "2026-10")


@dataclass(frozen=True, slots=True)
class DemoMonth:
    """What a sample month came to, in counts."""

    name: str
    people: int
    warnings: int
    stars: int
    errors: int


@dataclass(frozen=True, slots=True)
class Demo:
    """Where the demo is, its months, and the last month's files."""

    folder: Path
    months: tuple[DemoMonth, ...]
    files: tuple[Path, ...]


def sample_months() -> tuple[Path, ...]:
    """The folders of the sample months: of the installed package, else of the repository it runs from.

    CannotRunError: neither has them.
    """
    package = Path(str(files("qualitykit")))
    for root in (package / "samples", package.parents[1] / "samples"):
        if all((root / month).is_dir() for month in _MONTHS):
            return tuple(root / month for month in _MONTHS)
    raise CannotRunError(
        _("the sample months are not part of this installation"),
        hint="pip install --force-reinstall qualitykit",
    )


def make_demo(folder: Path, *, at: datetime, progress: Callable[[str, int, int], None] | None = None) -> Demo:
    """Make a workspace in a new or empty folder, put the sample months into its inbox and score them.

    CannotRunError: the folder has something in it, or cannot be written to.
    """
    from qualitykit.workflow.ledger_care import init_workspace
    from qualitykit.workflow.ledger_months import score_workspace

    samples = sample_months()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotRunError(
            _("{folder} is there already and is not empty").format(folder=folder),
            hint=_("qualitykit demo ANOTHER-FOLDER"),
        )
    workspace, _made = init_workspace(folder)
    settings = workspace.folder / "qualitykit.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('company = "本公司"', f'company = "{_COMPANY}"'), encoding="utf-8")
    for month in samples:
        shutil.copytree(month, workspace.inbox / month.name)
    scored = score_workspace(workspace, at=at, progress=progress)
    months = tuple(
        DemoMonth(
            one.result.period.month,
            len(one.result.people),
            len(one.result.cases),
            len(one.result.stars),
            sum(1 for item in one.result.problems if item.severity is Severity.ERROR),
        )
        for one in scored.months
    )
    return Demo(workspace.folder, months, scored.months[-1].files)


def commands() -> tuple[tuple[str, str], ...]:
    """What to try in the demo's folder: command, and what it shows."""
    return (
        ("qualitykit", _("what to do next")),
        ("qualitykit explain 2026-10 E1007", _("every number of one person")),
        ("qualitykit report 2026-10", _("the month as a page for the browser")),
        ("qualitykit status 2026-10", _("what keeps the month open")),
        ("qualitykit notice star 2026-10 --draft", _("certificates as Word documents")),
        ("qualitykit check inbox/2026-10", _("what is wrong in the workbooks")),
    )
