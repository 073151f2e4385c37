"""Binary workbooks (.xlsb): as much of their records as is needed to know that reading them is safe."""

from qualitykit.intake.details import SheetScan

__all__ = ["scan_sheet", "workbook_sheets"]

_ROW_HEADER = 0
_CELLS_WITH_VALUE = range(2, 12)  # BrtCellRk … BrtFmlaError; 1 is a cell that has a style only
_BUNDLE_SHEET = 156
_WORKBOOK_PROPERTIES = 153


def _records(data: bytes) -> "list[tuple[int, int, int]]":
    """Type, start and end of each record's content."""
    found = []
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80 and at < end:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        for _byte in range(4):
            if at >= end:
                break
            size |= (data[at] & 0x7F) << shift
            shift += 7
            at += 1
            if not data[at - 1] & 0x80:
                break
        found.append((kind, at, min(at + size, end)))
        at += size
    return found


def scan_sheet(data: bytes) -> SheetScan:
    """The rectangle around the cells that have a value."""
    scan = SheetScan()
    row = 0
    for kind, start, end in _records(data):
        if end - start < 4:
            continue
        number = int.from_bytes(data[start : start + 4], "little")
        if kind == _ROW_HEADER:
            row = number + 1
        elif kind in _CELLS_WITH_VALUE:
            scan.add(row, number)
    return scan


def workbook_sheets(data: bytes) -> tuple[dict[str, str], bool]:
    """Relation id by sheet name, and whether dates count from 1904."""
    sheets: dict[str, str] = {}
    date_1904 = False
    for kind, start, end in _records(data):
        if kind == _WORKBOOK_PROPERTIES and end - start >= 4:
            date_1904 = bool(data[start] & 1)
        elif kind == _BUNDLE_SHEET:
            rid, at = _wide_string(data, start + 8)
            name, _at = _wide_string(data, at)
            sheets[name] = rid
    return sheets, date_1904


def _wide_string(data: bytes, at: int) -> tuple[str, int]:
    length = int.from_bytes(data[at : at + 4], "little")
    end = at + 4 + 2 * min(length, 32_768)
    return data[at + 4 : end].decode("utf-16-le", "replace"), end
