"""The roster alone, for templates and lints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qualitykit.errors import CannotRunError
from qualitykit.i18n import _
from qualitykit.problems import Severity

if TYPE_CHECKING:
    from qualitykit.model import Roster
    from qualitykit.standards.standard import Standard

__all__ = ["read_roster"]

_ANY_MONTH = "2099-12"  # a roster has whole dates; only one without a year would ask which month it is


def read_roster(path: Path, standards: Sequence[Standard]) -> Roster:
    """Everybody in a roster's workbook.

    Errors: CannotRunError where the file is missing, is no roster, or has rows that cannot be used.
    """
    from qualitykit.intake.month import read_months

    if not path.is_file():
        raise CannotRunError(
            _("there is no such file: {names}").format(names=path.name),
            hint=_("Check the path: it is read from the folder that you stand in."),
        )
    ((records, problems),) = read_months((), standards=standards, month=_ANY_MONTH, files=(path,))
    faults = tuple(item for item in problems if item.severity is Severity.ERROR)
    if faults or not records.roster.rows:
        raise CannotRunError(
            _("{file} cannot be used as a roster").format(file=path.name),
            hint="qualitykit template roster",
            details=tuple(f"{item.place.shown}  {item.code}  {item.message()}" for item in faults),
        )
    return records.roster
