"""A worksheet that writes plain cells in fewer steps: a month's sheets hold hundreds of thousands of them.

The file is byte for byte what XlsxWriter makes of the same cells; only the way there is shorter. Should
XlsxWriter change inside, its own way is taken again.
"""

from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

__all__ = ["QuickSheet"]


class QuickSheet(Worksheet):  # type: ignore[misc]
    """``put_string``, ``put_number`` and ``put_blank`` take a row and a column, both from 0, and a format."""

    put_string = getattr(Worksheet, "_write_string", Worksheet.write_string)
    put_number = getattr(Worksheet, "_write_number", Worksheet.write_number)
    put_blank = getattr(Worksheet, "_write_blank", Worksheet.write_blank)

    def __init__(self) -> None:
        super().__init__()
        self._opened: dict[tuple[int, int], tuple[str, str]] = {}

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """What stands between two rows' tags for one cell."""
        kind = cell.__class__.__name__
        if kind not in _PLAIN or not cell.format or self.constant_memory:
            super()._write_cell(row, col, cell)
            return
        key = (col, id(cell.format))
        opened = self._opened.get(key)
        if opened is None:
            opened = self._opened[key] = (
                f'<c r="{xl_col_to_name(col)}',
                f'" s="{cell.format._get_xf_index()}"',
            )
        if kind == "String":
            self.fh.write(f'{opened[0]}{row + 1}{opened[1]} t="s"><v>{cell[0]}</v></c>')
        elif kind == "Blank":
            self.fh.write(f"{opened[0]}{row + 1}{opened[1]}/>")
        else:
            self.fh.write(f"{opened[0]}{row + 1}{opened[1]}><v>{cell[0]:.16G}</v></c>")


_PLAIN = frozenset({"String", "Number", "Datetime", "Blank"})
