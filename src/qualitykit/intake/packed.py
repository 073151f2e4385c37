"""Workbooks that are zips (.xlsx, .xlsm, .xlsb, .ods): their parts, measured before calamine unpacks them.

calamine allocates the rectangle around all cells that have a value, and unpacks whatever a part holds. So a
part is unpacked here first, in pieces and with a limit, and the rectangle is measured.
"""

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from posixpath import join, normpath
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.parsers import expat

from qualitykit.frozen import dataclass
from qualitykit.intake.cells import Fault
from qualitykit.intake.container import (
    CELL_BYTES,
    MAX_CELLS,
    MAX_READ_BYTES,
    MAX_UNPACKED_BYTES,
    Container,
    MayOpen,
)
from qualitykit.intake.details import Details, SheetScan, scan_sheet_xml
from qualitykit.intake.light_books import SHARED_PART, own_values
from qualitykit.intake.sheet_size import (
    LARGE_PART,
    SharedTexts,
    SheetSize,
    pieces,
    quick_size,
    shared_texts,
)

if TYPE_CHECKING:
    from qualitykit.intake.cut_cells import CutCells, CutSheets

__all__ = ["DAMAGED", "inspect"]

_READ_BY_CALAMINE = (".xml", ".bin", ".rels")
_SMALL_PART = 1 << 20
_SAY_WHAT_CELLS_MEAN = (".rels", "[content_types].xml", "workbook.xml", "styles.xml")
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
    expat.ExpatError,
    ElementTree.ParseError,
)


@dataclass(frozen=True, slots=True)
class _Parts:
    """Where the sheets of an .xlsx or .xlsb are, and what the workbook part says."""

    sheets: dict[str, str]
    date_1904: bool


def inspect(data: bytes) -> Iterator[Container | Fault | MayOpen]:
    """What this zip is as a workbook, or why it must not or cannot be read: the last one given.

    ``MayOpen`` before it: all but the sheets may be unpacked, which calamine does one by one (but for .ods).
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            yield from _inspect(archive)
    except DAMAGED:
        yield Fault("QK108")


def _inspect(archive: zipfile.ZipFile) -> Iterator[Container | Fault | MayOpen]:
    parts = [part for part in archive.infolist() if part.filename.lower().endswith(_READ_BY_CALAMINE)]
    names = {part.filename for part in archive.infolist()}
    size = sum(part.file_size for part in parts)
    if any(part.flag_bits & 1 for part in parts):
        yield Fault("QK104")
    elif len({part.filename.lower() for part in parts}) < len(parts):
        yield Fault("QK108")  # nobody knows which of two parts of one name is read
    elif size > MAX_UNPACKED_BYTES:
        yield Fault("QK105", (("size", str(size >> 20)),))
    elif (kind := _kind(names)) == "ods":
        yield _ods(archive, names)
    elif kind and (book := _workbook_parts(archive, kind)).sheets:
        shared, texts = _unpacked(archive, parts, book)
        cuts = kind == "xlsx" and _worth_cutting(archive, book, shared)
        if texts <= MAX_READ_BYTES:
            yield MayOpen(len(shared.lengths) if cuts else 0)
        yield _measured(archive, kind, book, parts, shared, texts, cuts=cuts)
    else:
        yield Fault("QK103", (("found", "archive"),))


def _kind(names: set[str]) -> str:
    """xlsx, xlsb or ods by the parts there are; empty where it is no workbook, or more than one at once: what
    is measured here as one kind must not be read as another."""
    lower = {name.lower() for name in names}
    found = [
        kind
        for kind, part in (("xlsb", "xl/workbook.bin"), ("xlsx", "xl/workbook.xml"), ("ods", "content.xml"))
        if part in lower
    ]
    if "[content_types].xml" in lower:
        found = ["", *found] if "ods" in found else found or ["xlsx"]
    return found[0] if len(found) == 1 else ""


def _ods(archive: zipfile.ZipFile, names: set[str]) -> Container | Fault:
    from qualitykit.intake.opendocument import scan_content

    if "META-INF/manifest.xml" in names and b"encryption-data" in _whole(archive, "META-INF/manifest.xml"):
        return Fault("QK104")
    with archive.open("content.xml") as stream:
        areas = scan_content(stream)
    if sum(areas.values()) <= MAX_CELLS:
        return Container("ods")
    # the reader unpacks all sheets of an .ods at once: none of it can be read
    return Fault("QK106", (("cells", str(sum(areas.values()))), ("cell", "")))


def _unpacked(
    archive: zipfile.ZipFile, parts: Iterable[zipfile.ZipInfo], book: _Parts
) -> tuple[SharedTexts, int]:
    """The shared texts and their bytes. Unpacks all but the sheets once and throws it away: a part whose
    header lies about its size shows here."""
    # the workbook part may name any part a sheet
    sheets = {name for name in book.sheets.values() if "/worksheets/" in name.lower()}
    shared, texts = SharedTexts(), 0
    for part in parts:
        if part.filename in sheets:
            continue
        with archive.open(part) as stream:
            if part.filename.lower() == "xl/sharedstrings.xml":
                shared, texts = shared_texts(stream), part.file_size
            else:
                for _piece in pieces(stream):
                    pass
    return shared, texts


def _measured(
    archive: zipfile.ZipFile,
    kind: str,
    book: _Parts,
    parts: list[zipfile.ZipInfo],
    shared: SharedTexts,
    texts: int,
    *,
    cuts: bool,
) -> Container | Fault:
    """Whether the sheets may be read, each unpacked once and thrown away. ``texts``: bytes of shared ones.
    ``cuts``: they are cut as well, if that can be done with all of them."""
    by_part = {part: name for name, part in book.sheets.items()}
    sheets = [part for part in parts if part.filename in by_part]
    cut = _cut(archive, sheets, shared) if cuts else {}
    sizes = {name: one.size for name, one in cut.items()} or {
        part.filename: _sheet_size(archive, part, kind, shared) for part in sheets
    }
    if not _fits(sizes.values(), texts):
        sizes = {part.filename: _exact_size(archive, part, kind, shared) for part in sheets}
    refused: dict[str, Fault] = {}
    cells = 0
    for name, found in sizes.items():
        if cells + found.area > MAX_CELLS:
            cell = f"{_letters(found.farthest[1])}{found.farthest[0]}"
            refused[by_part[name]] = Fault("QK106", (("cells", str(found.area)), ("cell", cell)))
            continue
        cells += found.area
        texts += found.text_bytes
    needed = cells * CELL_BYTES + texts
    if needed > MAX_READ_BYTES:
        return Fault("QK105", (("size", str(needed >> 20)),))

    if kind != "xlsx":
        return Container(kind, book.date_1904, refused)
    light = _light(archive, book, cut) if cut and not refused else None
    return Container(kind, book.date_1904, refused, partial(_details, book.sheets), light)


def _fits(sizes: Iterable[SheetSize], texts: int) -> bool:
    """Whether all sheets may be read, by what is known of them."""
    found = list(sizes)
    cells = sum(one.area for one in found)
    return (
        cells <= MAX_CELLS
        and cells * CELL_BYTES + texts + sum(one.text_bytes for one in found) <= MAX_READ_BYTES
    )


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _whole(archive: zipfile.ZipFile, name: str) -> bytes:
    """A small part, unpacked in pieces: at once it would be all that it holds, whatever its header says."""
    with archive.open(name) as stream:
        return b"".join(pieces(stream))


# --- the workbook part ---------------------------------------------------------------------------------


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _workbook_parts(archive: zipfile.ZipFile, kind: str) -> _Parts:
    if kind == "xlsb":
        from qualitykit.intake.xlsb import workbook_sheets

        names, date_1904 = workbook_sheets(_whole(archive, "xl/workbook.bin"))
        targets = _targets(archive, "xl/_rels/workbook.bin.rels")
        return _Parts({name: targets[rid] for name, rid in names.items() if rid in targets}, date_1904)
    path = next(
        (name for name in archive.namelist() if name.lower() == "xl/workbook.xml"), None
    ) or _main_part(archive)
    root = ElementTree.fromstring(_whole(archive, path))
    folder, _slash, file = path.rpartition("/")
    targets = _targets(archive, f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels", folder)
    sheets: dict[str, str] = {}
    date_1904 = False
    for element in root.iter():
        tag = _local(element.tag)
        if tag == "workbookPr":
            date_1904 = element.get("date1904") in ("1", "true")
        elif tag == "sheet":
            rid = next((value for key, value in element.items() if _local(key) == "id"), "")
            if rid in targets:
                sheets[element.get("name", "")] = targets[rid]
    return _Parts(sheets, date_1904)


def _main_part(archive: zipfile.ZipFile) -> str:
    for relation in ElementTree.fromstring(_whole(archive, "_rels/.rels")).iter():
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    raise KeyError("no workbook part")


def _targets(archive: zipfile.ZipFile, path: str, folder: str = "xl") -> dict[str, str]:
    names = {name.lower(): name for name in archive.namelist()}
    found = {}
    for relation in ElementTree.fromstring(_whole(archive, names[path.lower()])).iter():
        target = relation.get("Target", "")
        whole = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
        if whole.lower() in names:
            found[relation.get("Id", "")] = names[whole.lower()]
    return found


# --- the rectangle of a sheet --------------------------------------------------------------------------


def _sheet_size(archive: zipfile.ZipFile, part: zipfile.ZipInfo, kind: str, shared: SharedTexts) -> SheetSize:
    """What a sheet takes at most, by a quick look where its cells are written as usual."""
    if kind == "xlsx":
        with archive.open(part) as stream:
            if (quick := quick_size(stream, part.file_size, shared)) is not None:
                return quick
    return _exact_size(archive, part, kind, shared)


def _exact_size(archive: zipfile.ZipFile, part: zipfile.ZipInfo, kind: str, shared: SharedTexts) -> SheetSize:
    """What a sheet takes, with its farthest cell, as a parser finds it."""
    with archive.open(part) as stream:
        if kind == "xlsb":
            from qualitykit.intake.xlsb import scan_sheet

            scan = scan_sheet(b"".join(pieces(stream)))
            return SheetSize(scan.area, 0, scan.farthest)
        scan = scan_sheet_xml(stream, shared=shared.lengths)
    # texts that cannot be told apart may each be the longest
    text_bytes = scan.text_bytes if shared.known else scan.cells * shared.longest
    return SheetSize(scan.area, text_bytes, scan.farthest)


# --- sheets in columns ---------------------------------------------------------------------------------


def _worth_cutting(archive: zipfile.ZipFile, book: _Parts, shared: SharedTexts) -> bool:
    """Whether sheets are so large that their cells are put together from columns (``cut_cells``)."""
    size = sum(archive.getinfo(part).file_size for part in set(book.sheets.values()))
    return size > LARGE_PART and shared.known and bool(shared.lengths) and SHARED_PART in archive.namelist()


def _cut(
    archive: zipfile.ZipFile, sheets: Iterable[zipfile.ZipInfo], shared: SharedTexts
) -> "dict[str, CutCells]":
    """The cells of all sheets by their parts; nothing where one of them cannot be cut."""
    from qualitykit.intake.cut_cells import NO_CELLS, cut_cells

    found = {}
    for part in sheets:
        with archive.open(part) as stream:
            cells = cut_cells(stream, shared)
        if cells is None:
            if part.file_size > _SMALL_PART or _exact_size(archive, part, "xlsx", shared).area:
                return {}
            cells = NO_CELLS
        found[part.filename] = cells
    return found


def _light(archive: zipfile.ZipFile, book: _Parts, cut: "Mapping[str, CutCells]") -> "CutSheets":
    from qualitykit.intake.cut_cells import CutSheets

    filled = {part: cells for part, cells in cut.items() if cells.values.size}
    kept = {
        name: _whole(archive, name)
        for name in archive.namelist()
        if name not in filled and (name in cut or name.lower().endswith(_SAY_WHAT_CELLS_MEAN))
    }
    values = {name: filled[part].values for name, part in book.sheets.items() if part in filled}
    return CutSheets(values, own_values(kept, filled))


# --- the second look -----------------------------------------------------------------------------------


def _details(parts: Mapping[str, str], path: Path, sheet: str) -> Details:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(parts.get(sheet, "")) as stream:
            scan: SheetScan = scan_sheet_xml(stream, _percent_styles(archive))
            return scan.details()
    except DAMAGED:
        return Details()


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """Indexes of the cell styles whose number format shows a percent sign."""
    try:
        root = ElementTree.fromstring(_whole(archive, "xl/styles.xml"))
    except KeyError:
        return frozenset()
    formats = {"9", "10"}
    found = []
    for element in root.iter():
        if _local(element.tag) == "numFmt" and "%" in element.get("formatCode", ""):
            formats.add(element.get("numFmtId", ""))
    for element in root.iter():
        if _local(element.tag) == "cellXfs":
            found = [str(index) for index, xf in enumerate(element) if xf.get("numFmtId") in formats]
    return frozenset(found)
