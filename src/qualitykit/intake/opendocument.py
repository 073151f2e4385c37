"""OpenDocument tables (.ods): how large each sheet becomes when its repeated cells are written out."""

from collections.abc import Mapping
from typing import Protocol
from xml.parsers import expat

__all__ = ["scan_content"]


class _Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


def scan_content(stream: _Stream) -> dict[str, int]:
    """Cells of the rectangle of each table: ``number-rows-repeated`` counts as often as it says."""
    areas: dict[str, int] = {}
    name = ""
    rows = last_row = last_column = 0
    row_repeats, column, filled = 1, 0, 0

    def count(attributes: Mapping[str, str], key: str) -> int:
        text = attributes.get(key, "1")
        return int(text[:9]) if text.isdigit() else 1

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal name, rows, last_row, last_column, row_repeats, column, filled
        if tag == "table:table":
            name = attributes.get("table:name", "")
            rows = last_row = last_column = 0
        elif tag == "table:table-row":
            row_repeats, column, filled = count(attributes, "table:number-rows-repeated"), 0, 0
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            column += count(attributes, "table:number-columns-repeated")
            if "office:value-type" in attributes or "table:formula" in attributes:
                filled = column
        elif tag == "text:p":
            filled = max(filled, column)

    def end(tag: str) -> None:
        nonlocal rows, last_row, last_column
        if tag == "table:table-row":
            rows += row_repeats
            if filled:
                last_row, last_column = rows, max(last_column, filled)
        elif tag == "table:table":
            areas[f"{len(areas)} {name}"] = last_row * last_column

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    while chunk := stream.read(1 << 20):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return areas
