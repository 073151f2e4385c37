"""The values that formulas had when the workbook was saved, put into the copy: openpyxl writes none.

A reader that does not calculate (this program, a preview, a phone) would find such cells empty until Excel or
WPS has saved the copy.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

__all__ = ["with_saved_values"]

_CELL = re.compile(rb"<((?:\w+:)?c)\b([^>]*?)(?:/>|>(.*?)</\1>)", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)</(?:\w+:)?v>")
_NO_VALUE = re.compile(rb"<v\s*/>|<v></v>")
_ADDRESS = re.compile(rb'\br="([A-Z]+[0-9]+)"')
_TYPE = re.compile(rb'\bt="(\w+)"')
_KINDS = (b"n", b"str", b"b", b"e")  # of a formula's value; texts stand in the cell itself
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

_Saved = Mapping[bytes, tuple[bytes, bytes]]


def with_saved_values(original: Path, made: bytes) -> bytes:
    """``made``, a copy of the workbook ``original``, with the value of every formula that both hold."""
    with zipfile.ZipFile(original) as old, zipfile.ZipFile(io.BytesIO(made)) as new:
        before, after = _sheets(old), _sheets(new)
        saved = {after[name]: _saved(old.read(part)) for name, part in before.items() if name in after}
        if not any(saved.values()):
            return made
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
            for part in new.infolist():
                data = new.read(part)
                if values := saved.get(part.filename):
                    data = _CELL.sub(lambda found, values=values: _filled(found, values), data)  # type: ignore[misc]
                out.writestr(part, data)
    return stream.getvalue()


def _sheets(book: zipfile.ZipFile) -> dict[str, str]:
    """Name of each sheet → its part."""
    parts = {
        one.get("Id", ""): one.get("Target", "")
        for one in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    }
    found = {}
    for one in ElementTree.fromstring(book.read("xl/workbook.xml")).iter():
        if one.tag.rpartition("}")[2] == "sheet":
            target = parts.get(one.get(_ID, ""), "")
            part = target[1:] if target.startswith("/") else f"xl/{target}"
            if part in book.namelist():
                found[one.get("name", "")] = part
    return found


def _saved(sheet: bytes) -> _Saved:
    """Address → kind and value of the formulas that have one."""
    found = {}
    for cell in _CELL.finditer(sheet):
        inside = cell[3] or b""
        if not _FORMULA.search(inside):
            continue
        address, kind, value = _ADDRESS.search(cell[2]), _TYPE.search(cell[2]), _VALUE.search(inside)
        name = kind[1] if kind else b"n"
        if address and value and value[1] and name in _KINDS:
            found[address[1]] = (name, value[1])
    return found


def _filled(cell: re.Match[bytes], values: _Saved) -> bytes:
    inside, address = cell[3] or b"", _ADDRESS.search(cell[2])
    known = values.get(address[1]) if address and _FORMULA.search(inside) else None
    if known is None or not _NO_VALUE.search(inside):
        return cell[0]
    kind, value = known
    heads = _TYPE.sub(b"", cell[2]).rstrip() + (b"" if kind == b"n" else b' t="' + kind + b'"')
    written = _NO_VALUE.sub(lambda _none: b"<v>" + value + b"</v>", inside, count=1)
    return b"<c" + heads + b">" + written + b"</c>"
