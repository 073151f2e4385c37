"""Small real workbooks for the tests of this room."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from qualitykit.intake.cells import Raw
from qualitykit.intake.reader import Area, Sheet
from qualitykit.model import Period

OCTOBER = Period("2026-10", date(2026, 10, 1), date(2026, 10, 31))
JANUARY = Period("2026-01", date(2026, 1, 1), date(2026, 1, 31))
FROM_26TH = Period("2026-10", date(2026, 9, 26), date(2026, 10, 25))

_SHEET_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
)


def save_xlsx(path: Path, fill: Callable[[Any], None]) -> Path:
    """An .xlsx whose workbook was filled by a function."""
    book = openpyxl.Workbook()
    fill(book)
    book.save(path)
    return path


def with_part(path: Path, part: str, content: bytes) -> Path:
    """The same .xlsx with one part replaced."""
    source = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, content if name == part else source.read(name))
    return path


def raw_sheet(path: Path, body: str) -> Path:
    """An .xlsx whose one sheet is this XML (what comes after the worksheet tag)."""
    save_xlsx(path, lambda book: None)
    return with_part(path, "xl/worksheets/sheet1.xml", f"{_SHEET_HEAD}{body}</worksheet>".encode())


def grid(*rows: Sequence[Raw], merged: Sequence[tuple[int, int, int, int]] = (), typed: bool = True) -> Sheet:
    """A sheet in memory: the rows as given, short ones filled up."""
    width = max(map(len, rows), default=0)
    filled = [[*row, *[""] * (width - len(row))] for row in rows]
    return Sheet(
        "表.xlsx",
        "Sheet1",
        height=len(rows),
        width=width,
        merged=tuple(Area(*area) for area in merged),
        typed=typed,
        _grid=lambda: iter(filled),
    )
