"""The months that there are in the folder that people stand in, for examples of commands."""

from __future__ import annotations

from pathlib import Path

from qualitykit.errors import QualityKitError
from qualitykit.workflow.ledger_months import find_workspace, month_folders, open_ledger

__all__ = ["months_here"]


def months_here() -> tuple[str, ...]:
    """The months of the ledger here, else those that folders are named after; the latest last.

    It never stops anything: where the ledger or the folder cannot be read there are none.
    """
    from qualitykit.intake.periods import month_of_text

    try:
        workspace = find_workspace()
        if workspace is None:
            names = (month_of_text(path.name) for path in Path.cwd().iterdir() if path.is_dir())
            return tuple(sorted({name for name in names if name}))
        with open_ledger(workspace) as ledger:
            known = tuple(one.month for one in ledger.months())
        return known or tuple(sorted(month_folders(workspace)))
    except (QualityKitError, OSError):
        return ()
