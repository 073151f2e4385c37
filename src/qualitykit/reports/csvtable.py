"""Long tables as CSV that Excel opens rightly: no formula, no long number cut, numbers of people masked."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from itertools import chain

from qualitykit.reports.grid import Link, Mark, Table
from qualitykit.reports.masking import mask_each, mask_numbers

__all__ = ["CsvParts", "csv_bytes", "csv_lines", "plain_rows"]

_QUOTED = re.compile('[",\r\n]')
_DANGEROUS = ("=", "+", "@", "-", "＝", "＋", "＠", "－", "\t", "\r", "\n")


def _csv_text(text: str) -> str:
    """A text as it goes into a CSV: numbers of people masked, and safe in Excel."""
    return _safe(mask_numbers(text))


def _safe(text: str) -> str:
    """A text that Excel neither runs nor rounds: ``'`` before a formula, a tab before a long number."""
    bare = text.lstrip()
    if bare.startswith(_DANGEROUS) and not bare.lstrip("+-").replace(".", "", 1).isdecimal():
        return "'" + text
    if text.isascii() and text.isdigit() and (len(text) > 11 or (text[0] == "0" and len(text) > 1)):
        return "\t" + text
    return text


class _Cleaned(dict[str, str]):
    """Texts as they go into a CSV, each worked out once."""

    def __missing__(self, text: str) -> str:
        found = self[text] = _csv_text(text)
        return found


def csv_bytes(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as CSV that Excel opens rightly: UTF-8 with BOM, CRLF, no formula, no long number cut.

    Cells are str, numbers, dates or None.
    """
    clean = _Cleaned()
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(titles)
    writer.writerows([clean[value] if type(value) is str else value for value in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig", "replace")


class CsvParts:
    """Cells and stretches of lines as ``csv_bytes`` writes them, for lines that are joined by hand."""

    def __init__(self) -> None:
        self._stream = io.StringIO(newline="")
        self._writer = csv.writer(self._stream)
        self._clean = _Cleaned()

    def row(self, values: Sequence[object]) -> str:
        """Several cells."""
        if len(values) == 1 and values[0] in ("", None):
            return ""  # alone it would be quoted, so that the line is not empty
        self._stream.seek(0)
        self._stream.truncate()
        clean = self._clean
        self._writer.writerow([clean[value] if type(value) is str else value for value in values])
        return self._stream.getvalue()[:-2]

    def cell(self, text: str) -> str:
        """One cell that holds a text."""
        return _quoted(_csv_text(text))

    def column(self, texts: Sequence[str]) -> list[str]:
        """A cell for each of many texts that are mostly different."""
        return [_quoted(_safe(text)) for text in mask_each(texts)]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def csv_lines(titles: Sequence[str], lines: Iterable[str]) -> bytes:
    """Titles and finished lines as CSV; see ``csv_bytes``."""
    head = CsvParts().row(titles)
    return "".join(f"{line}\r\n" for line in chain((head,), lines)).encode("utf-8-sig", "replace")


def plain_rows(table: Table) -> Iterable[list[object]]:
    """The rows of a table without marks and links, for a CSV."""
    for row in table.rows:
        cells = [value.value if isinstance(value, Mark) else value for value in row]
        yield [value.text if isinstance(value, Link) else value for value in cells]
