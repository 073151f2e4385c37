"""Workbooks that are zips (.xlsx, .xlsm, .xlsb, .ods): their parts, measured before calamine unpacks them.

calamine allocates the rectangle around all cells that have a value, and unpacks whatever a part holds. So a
part is unpacked here first, in pieces and with a limit, and the rectangle is measured.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from pathlib import Path
from posixpath import join, normpath
from typing import IO
from xml.etree import ElementTree
from xml.parsers import expat

from qualitykit.intake.cells import Fault
from qualitykit.intake.container import CELL_BYTES, MAX_CELLS, MAX_READ_BYTES, MAX_UNPACKED_BYTES, Container
from qualitykit.intake.details import Details, SheetScan, column_number, scan_sheet_xml

__all__ = ["inspect"]

_TINY_PART, _SMALL_PART = 64 << 10, 1 << 20
_PIECE = 4 << 20
_READ_BY_CALAMINE = (".xml", ".bin", ".rels")
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
)


@dataclass(frozen=True, slots=True)
class _Parts:
    """Where the sheets of an .xlsx or .xlsb are, and what the workbook part says."""

    sheets: dict[str, str]
    date_1904: bool


def inspect(data: bytes) -> Container | Fault:
    """What this zip is as a workbook, or why it must not or cannot be read."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _inspect(archive)
    except expat.ExpatError:
        return Fault("QK108")
    except ElementTree.ParseError:
        return Fault("QK108")
    except _DAMAGED:
        return Fault("QK108")


def _inspect(archive: zipfile.ZipFile) -> Container | Fault:
    parts = [part for part in archive.infolist() if part.filename.endswith(_READ_BY_CALAMINE)]
    names = {part.filename for part in archive.infolist()}
    if any(part.flag_bits & 1 for part in parts):
        return Fault("QK104")
    size = sum(part.file_size for part in parts)
    if size > MAX_UNPACKED_BYTES:
        return Fault("QK105", (("size", str(size >> 20)),))
    if "xl/workbook.bin" in names:
        kind = "xlsb"
    elif any(name.lower() == "xl/workbook.xml" for name in names) or "[Content_Types].xml" in names:
        kind = "xlsx"
    elif "content.xml" in names:
        kind = "ods"
    else:
        return Fault("QK103", (("found", "archive"),))
    if kind == "ods":
        return _ods(archive, names)
    book = _workbook_parts(archive, kind)
    if not book.sheets:
        return Fault("QK103", (("found", "archive"),))
    return _measured(archive, kind, book, parts)


def _ods(archive: zipfile.ZipFile, names: set[str]) -> Container | Fault:
    from qualitykit.intake.opendocument import scan_content

    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        return Fault("QK104")
    with archive.open("content.xml") as stream:
        areas = scan_content(stream)
    if sum(areas.values()) <= MAX_CELLS:
        return Container("ods")
    # the reader unpacks all sheets of an .ods at once: none of it can be read
    return Fault("QK106", (("cells", str(sum(areas.values()))), ("cell", "")))


def _measured(
    archive: zipfile.ZipFile, kind: str, book: _Parts, parts: list[zipfile.ZipInfo]
) -> Container | Fault:
    by_part = {part: name for name, part in book.sheets.items()}
    refused: dict[str, Fault] = {}
    shared: list[int] = []
    for part in parts:
        # unpacked once, thrown away: a part whose header lies about its size shows here
        if part.filename not in by_part:
            with archive.open(part) as stream:
                lengths = _text_lengths(stream)
            if part.filename.lower() == "xl/sharedstrings.xml":
                shared = lengths
    cells = text = 0
    for part in parts:
        if part.filename not in by_part:
            continue
        with archive.open(part) as stream:
            found = _sheet_size(stream, part.file_size, kind, shared)
        if cells + found.area > MAX_CELLS:
            cell = f"{_letters(found.farthest[1])}{found.farthest[0]}"
            refused[by_part[part.filename]] = Fault("QK106", (("cells", str(found.area)), ("cell", cell)))
            continue
        cells += found.area
        text += found.text_bytes
    needed = cells * CELL_BYTES + text + sum(shared)
    if needed > MAX_READ_BYTES:
        return Fault("QK105", (("size", str(needed >> 20)),))

    def details(path: Path, sheet: str) -> Details:
        return _details(path, book.sheets.get(sheet, "")) if kind == "xlsx" else Details()

    return Container(kind, book.date_1904, refused, details)


def _text_lengths(stream: IO[bytes]) -> list[int]:
    """Bytes between the ends of shared texts, in order: what each of them takes at most."""
    lengths: list[int] = []
    rest = 0
    tail = b""
    for piece in _pieces(stream):
        pieces = (tail + piece).split(b"</si>")
        if len(pieces) > 1:
            lengths.append(rest + len(pieces[0]))
            lengths += map(len, pieces[1:-1])
            rest = 0
        # the end tag may lie across two pieces
        keep = pieces[-1]
        rest += max(0, len(keep) - 4)
        tail = keep[-4:]
    return lengths


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    while piece := stream.read(_PIECE):
        yield piece


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# --- the workbook part ---------------------------------------------------------------------------------


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _workbook_parts(archive: zipfile.ZipFile, kind: str) -> _Parts:
    if kind == "xlsb":
        from qualitykit.intake.xlsb import workbook_sheets

        names, date_1904 = workbook_sheets(archive.read("xl/workbook.bin"))
        targets = _targets(archive, "xl/_rels/workbook.bin.rels")
        return _Parts({name: targets[rid] for name, rid in names.items() if rid in targets}, date_1904)
    path = next(
        (name for name in archive.namelist() if name.lower() == "xl/workbook.xml"), None
    ) or _main_part(archive)
    root = ElementTree.fromstring(archive.read(path))
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
    for relation in ElementTree.fromstring(archive.read("_rels/.rels")).iter():
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    raise KeyError("no workbook part")


def _targets(archive: zipfile.ZipFile, path: str, folder: str = "xl") -> dict[str, str]:
    names = {name.lower(): name for name in archive.namelist()}
    found = {}
    for relation in ElementTree.fromstring(archive.read(names[path.lower()])).iter():
        target = relation.get("Target", "")
        whole = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
        if whole.lower() in names:
            found[relation.get("Id", "")] = names[whole.lower()]
    return found


# --- the rectangle of a sheet --------------------------------------------------------------------------

_WIDE = re.compile(rb' r="([A-Z]{2,3})\d')
_UNUSUAL = re.compile(rb'<c (?!r=")|<c>|<row>|<row (?!r=")')  # without an address in its usual place
_ROW = re.compile(rb'<row r="(\d{1,9})"')
_SHARED = re.compile(rb' t="s"[^>]*><v>(\d{1,9})</v>')


@dataclass(frozen=True, slots=True)
class _Size:
    """What a sheet takes when it is read, and its farthest cell where it was looked for."""

    area: int
    text_bytes: int = 0
    farthest: tuple[int, int] = (0, 0)


def _sheet_size(stream: IO[bytes], size: int, kind: str, shared: list[int]) -> _Size:
    if kind == "xlsb":
        from qualitykit.intake.xlsb import scan_sheet

        scan = scan_sheet(stream.read())
        return _Size(scan.area, 0, scan.farthest)
    if size > _TINY_PART:
        quick = _quick_size(stream, shared)
        # of a small part the bound is good enough where it is small itself: such sheets may be many
        area, texts = (MAX_CELLS // 4, MAX_READ_BYTES) if size > _SMALL_PART else (100_000, 4 << 20)
        if quick is not None and quick.area <= area and quick.text_bytes <= texts:
            return quick
        stream.seek(0)
    scan = scan_sheet_xml(stream, shared=shared)
    return _Size(scan.area, scan.text_bytes, scan.farthest)


def _quick_size(stream: IO[bytes], shared: list[int]) -> _Size | None:
    """An upper bound by the addresses alone; None where the cells are not written as usual."""
    last_row, last_column, texts, text_bytes = 0, 25, 0, 0
    longest = max(shared, default=0)
    rest = b""
    for piece in chain(_pieces(stream), (b"",)):
        text, rest = rest + piece, b""
        if piece:  # an address must not be cut in two
            cut = max(text.rfind(b"<c "), text.rfind(b"<row "), 0)
            text, rest = text[:cut], text[cut:]
            if len(rest) > _PIECE * 4:
                return None
        if _UNUSUAL.search(text):
            return None
        last_row = max(last_row, *map(int, _ROW.findall(text)), 0)
        for letters in set(_WIDE.findall(text)):
            last_column = max(last_column, column_number(letters.decode()))
        here = text.count(b' t="s"')
        texts += here
        if longest * texts <= MAX_READ_BYTES // 4:
            text_bytes += longest * here
            continue
        # many cells might show long texts: only now is it worth to look which
        indexes = _SHARED.findall(text)
        if len(indexes) != here:
            return None
        try:
            text_bytes += sum(map(shared.__getitem__, map(int, indexes)))
        except IndexError:
            return None
    # no row that is written as usual, perhaps because tags have a prefix: only a parser can tell
    return _Size(last_row * (last_column + 1), text_bytes) if last_row else None


# --- the second look -----------------------------------------------------------------------------------


def _details(path: Path, part: str) -> Details:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
            scan: SheetScan = scan_sheet_xml(stream, _percent_styles(archive))
            return scan.details()
    except (expat.ExpatError, ElementTree.ParseError, *_DAMAGED):
        return Details()


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """Indexes of the cell styles whose number format shows a percent sign."""
    try:
        root = ElementTree.fromstring(archive.read("xl/styles.xml"))
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
