"""Small real workbooks for the tests of this room."""

import io
import struct
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


def make_xlsb(path: Path, cells: Sequence[tuple[int, int, str | float]], *, since_1904: bool = False) -> Path:
    """A binary workbook with one sheet 表; cells are row and column from 0 and a value, in order."""

    def record(kind: int, body: bytes = b"") -> bytes:
        head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        size, length = b"", len(body)
        while True:
            length, low = length >> 7, length & 0x7F
            size += bytes([low | (0x80 if length else 0)])
            if not length:
                return head + size + body

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    properties = struct.pack("<II", since_1904, 0) + text("")
    bundle = struct.pack("<II", 0, 1) + text("rId1") + text("表")
    book = (
        record(131) + record(153, properties) + record(143) + record(156, bundle) + record(144) + record(132)
    )
    last_row, last_column = max(row for row, _c, _v in cells), max(column for _r, column, _v in cells)
    sheet = record(129) + record(148, struct.pack("<4I", 0, last_row, 0, last_column)) + record(145)
    current = -1
    for row, column, value in cells:
        if row != current:
            sheet += record(0, struct.pack("<IIHHBI", row, 0, 300, 0, 0, 0))
            current = row
        where = struct.pack("<II", column, 0)
        sheet += (
            record(6, where + text(value))
            if isinstance(value, str)
            else record(5, where + struct.pack("<d", value))
        )
    sheet += record(146) + record(130)
    package, office = (
        "http://schemas.openxmlformats.org/package/2006",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    )
    relation = (
        f'<?xml version="1.0"?><Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/{{}}" Target="{{}}"/></Relationships>'
    )
    binary = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    types = (
        f'<?xml version="1.0"?><Types xmlns="{package}/content-types">'
        f'<Default Extension="bin" ContentType="{binary}"/></Types>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", relation.format("officeDocument", "xl/workbook.bin"))
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/_rels/workbook.bin.rels", relation.format("worksheet", "worksheets/sheet1.bin"))
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return path
