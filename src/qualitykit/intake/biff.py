"""Old binary workbooks (.xls, .et): as much of them as is needed to know that reading them is safe.

calamine unpacks all sheets of an .xls at once. So the records are walked here first: the rectangle of each
sheet, the date system, encryption, and, for the second look, error cells and hidden rows.
"""

import struct
from dataclasses import dataclass, field
from pathlib import Path

from qualitykit.intake.cells import Fault
from qualitykit.intake.container import MAX_CELLS, Container
from qualitykit.intake.details import Details, SheetScan

__all__ = ["BookScan", "inspect", "is_bare_stream", "scan"]

_DAMAGED = (struct.error, IndexError, ValueError, KeyError)
_END_OF_CHAIN = 0xFFFFFFFA  # and all numbers above it
_BOF = (0x0009, 0x0209, 0x0409, 0x0809)
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass(slots=True)
class BookScan:
    """What a walk over the records of a workbook stream found."""

    encrypted: bool = False
    date_1904: bool = False
    names: list[tuple[str, int]] = field(default_factory=list)  # sheet and where its records start
    sheets: dict[int, SheetScan] = field(default_factory=dict)  # by where they start

    def of(self, name: str) -> SheetScan | None:
        """The scan of a sheet by its name."""
        return next((self.sheets.get(start) for known, start in self.names if known == name), None)


def inspect(data: bytes) -> Container | Fault:
    """What this OLE file is as a workbook, or why it must not or cannot be read."""
    try:
        streams = _directory(data)
    except _DAMAGED:
        return Fault("QK108")
    if "EncryptedPackage" in streams or "EncryptionInfo" in streams:
        return Fault("QK104")
    name = next((known for known in ("Workbook", "WORKBOOK", "Book", "BOOK") if known in streams), None)
    if name is None:
        # the directory of a file that broke off has lost its entries
        return Fault("QK108") if len(data) % 512 else Fault("QK103", (("found", "OLE"),))
    try:
        book = scan(_stream(data, *streams[name]))
    except _DAMAGED:
        return Fault("QK108")
    if book.encrypted:
        return Fault("QK104")
    area = sum(sheet.area for sheet in book.sheets.values())
    if area > MAX_CELLS:
        largest = max(book.sheets.values(), key=lambda sheet: sheet.area)
        return Fault(
            "QK106", (("cells", str(area)), ("cell", f"R{largest.farthest[0]}C{largest.farthest[1] + 1}"))
        )
    return Container("xls", book.date_1904, details=_details)


def is_bare_stream(data: bytes) -> bool:
    """Whether the file is a workbook stream without a container, as very old programs write it."""
    return (
        len(data) > 8
        and int.from_bytes(data[:2], "little") in _BOF
        and data[2] in (4, 6, 8, 16)
        and data[3] == 0
    )


def _details(path: Path, sheet: str) -> Details:
    try:
        data = path.read_bytes()
        streams = _directory(data)
        name = next(known for known in ("Workbook", "WORKBOOK", "Book", "BOOK") if known in streams)
        found = scan(_stream(data, *streams[name])).of(sheet)
    except (*_DAMAGED, OSError, StopIteration):
        return Details()
    return found.details() if found else Details()


# --- records -------------------------------------------------------------------------------------------


def scan(stream: bytes) -> BookScan:
    """Walk over all records of a workbook stream."""
    book = BookScan()
    at, end = 0, len(stream)
    current: SheetScan | None = None
    while at + 4 <= end:
        kind, size = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + size]
        if kind in _BOF:
            current = book.sheets.setdefault(at, SheetScan()) if at else None
        elif kind == 0x002F:
            book.encrypted = True
            break  # what follows is unreadable
        elif kind == 0x0022 and size >= 2:
            book.date_1904 = body[0] == 1
        elif kind == 0x0085 and size >= 8:
            book.names.append((_sheet_name(body), struct.unpack_from("<I", body)[0]))
        elif kind == 0x0200:
            _check_dimensions(body)
        elif kind == 0x00FC and size >= 8:
            if struct.unpack_from("<I", body, 4)[0] * 3 > end:  # a string takes three bytes at least
                raise ValueError("string table")
        elif current is not None and size >= 6:
            _cell(current, kind, body)
        at += 4 + size
    return book


def _check_dimensions(body: bytes) -> None:
    """Refuse an impossible used area: calamine allocates what it says, and aborts when it lies."""
    if len(body) == 10:
        first_row, last_row, first_column, last_column = struct.unpack_from("<4H", body)
    elif len(body) == 14:
        first_row, last_row, first_column, last_column = struct.unpack_from("<2I2H", body)
    else:
        return
    empty = (first_row, last_row) == (0, 0) or (first_column, last_column) == (0, 0)
    if (
        last_row > 65_536
        or last_column > 256
        or (not empty and (first_row > last_row or first_column > last_column))
    ):
        raise ValueError("dimensions")


def _cell(sheet: SheetScan, kind: int, body: bytes) -> None:
    row, column = struct.unpack_from("<HH", body)
    if kind in (0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6):  # number, RK, shared text, text, rich text
        sheet.add(row + 1, column)
    elif kind == 0x00BD:  # several RK side by side
        sheet.add(row + 1, column)
        sheet.add(row + 1, struct.unpack_from("<H", body, len(body) - 2)[0])
    elif kind == 0x0205 and len(body) >= 8:  # boolean or error
        sheet.add(row + 1, column)
        if body[7]:
            sheet.errors[row + 1, column] = _ERRORS.get(body[6], "#?")
    elif kind == 0x0006 and len(body) >= 14:  # formula
        sheet.add(row + 1, column)
        if body[12:14] == b"\xff\xff" and body[6] == 2:
            sheet.errors[row + 1, column] = _ERRORS.get(body[8], "#?")
    elif kind == 0x0208 and len(body) >= 16 and body[12] & 0x20:  # row, hidden
        sheet.hidden_rows.add(row + 1)


def _sheet_name(body: bytes) -> str:
    length, wide = body[6], body[7] & 1
    return (
        body[8 : 8 + 2 * length].decode("utf-16-le", "replace")
        if wide
        else body[8 : 8 + length].decode("latin-1")
    )


# --- the container -------------------------------------------------------------------------------------


def _directory(data: bytes) -> dict[str, tuple[int, int]]:
    """First sector and size of each stream, by its name."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise ValueError("sector size")
    entries = _chain(data, struct.unpack_from("<I", data, 48)[0], _allocation(data, size), size)
    found = {}
    for at in range(0, len(entries) - 127, 128):
        length = struct.unpack_from("<H", entries, at + 64)[0]
        if 2 <= length <= 64 and entries[at + 66] == 2:
            name = entries[at : at + length - 2].decode("utf-16-le", "replace")
            found[name] = (
                struct.unpack_from("<I", entries, at + 116)[0],
                struct.unpack_from("<I", entries, at + 120)[0],
            )
        elif entries[at + 66] == 5:
            found["\0root"] = (
                struct.unpack_from("<I", entries, at + 116)[0],
                struct.unpack_from("<I", entries, at + 120)[0],
            )
    return found


def _allocation(data: bytes, size: int) -> list[int]:
    """The table that names each sector's successor."""
    sectors = list(struct.unpack_from("<109I", data, 76))
    more, count = struct.unpack_from("<II", data, 68)
    for _sector in range(min(count, len(data) // size)):
        if more >= _END_OF_CHAIN:
            break
        part = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
        sectors += part[:-1]
        more = part[-1]
    table: list[int] = []
    for sector in sectors:
        if sector < _END_OF_CHAIN and (sector + 2) * size <= len(data) + size:
            piece = data[(sector + 1) * size : (sector + 2) * size].ljust(size, b"\xff")
            table += struct.unpack(f"<{size // 4}I", piece)
    return table


def _chain(data: bytes, sector: int, table: list[int], size: int, offset: int = 1) -> bytes:
    pieces = []
    for _step in range(len(table) + 1):
        if sector >= _END_OF_CHAIN:
            break
        pieces.append(data[(sector + offset) * size : (sector + offset + 1) * size])
        sector = table[sector]
    else:
        raise ValueError("sectors in a circle")
    return b"".join(pieces)


def _stream(data: bytes, first: int, length: int) -> bytes:
    """A stream's bytes: short ones lie inside the root's stream in small sectors."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    table = _allocation(data, size)
    if length >= struct.unpack_from("<I", data, 56)[0]:
        return _chain(data, first, table, size)[:length]
    root, _size = _directory(data)["\0root"]
    small = _chain(data, struct.unpack_from("<I", data, 60)[0], table, size)
    small_table = list(struct.unpack(f"<{len(small) // 4}I", small[: len(small) // 4 * 4]))
    return _chain(_chain(data, root, table, size), first, small_table, 64, 0)[:length]
