"""What was found out about a file before it is read, and the limits that keep memory under 1 GB."""

from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qualitykit.frozen import dataclass
from qualitykit.intake.cells import Fault
from qualitykit.intake.details import Details

if TYPE_CHECKING:
    from qualitykit.intake.cut_cells import CutSheets

__all__ = [
    "CELL_BYTES",
    "MAX_CELLS",
    "MAX_FILE_BYTES",
    "MAX_READ_BYTES",
    "MAX_UNPACKED_BYTES",
    "Container",
    "MayOpen",
]

MAX_FILE_BYTES = 150 << 20
MAX_UNPACKED_BYTES = 300 << 20
MAX_CELLS = 17_000_000
"""Cells of all sheets of a file, empty ones inside the used rectangle included."""
CELL_BYTES = 24
MAX_READ_BYTES = 600 << 20
"""Cells and their texts when read: a shared text is copied into each cell that shows it."""


def _no_details(path: Path, sheet: str) -> Details:
    return Details()


@dataclass(frozen=True, slots=True)
class Container:
    """A file that may be read: its kind by content, its date system, the sheets that must not be read.

    ``details`` looks again into one sheet of the file at a path. ``cut``: its sheets in columns, if it is
    large and they could be cut.
    """

    kind: str  # xlsx, xlsb, ods, xls or csv
    date_1904: bool = False
    refused: Mapping[str, Fault] = field(default_factory=dict)
    details: Callable[[Path, str], Details] = _no_details
    cut: "CutSheets | None" = None


class MayOpen(NamedTuple):
    """The workbook may be opened, but none of its sheets yet. ``texts``: so many shared texts are to be read
    ahead, for its sheets are cut; 0: they are not."""

    texts: int = 0
