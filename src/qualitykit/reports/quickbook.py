"""A workbook that is put together in fewer steps: its texts written as plain text, its parts zipped quickly.

XlsxWriter zips at a level that takes twice as long for a tenth less, and writes each shared text by several
calls. Both are taken over by the hook that it has for that (``_get_packager``).
"""

import io
import re
from datetime import date, datetime, time
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.utility import _preserve_whitespace
from xlsxwriter.workbook import Workbook

from qualitykit.reports.quicksheet import PlainSheet, QuickSheet, sheet_class

__all__ = ["QuickBook"]

_LEVEL = 4
_STAMP = (1980, 1, 1, 0, 0, 0)  # of every part, so that the same month gives the same bytes
_SPECIAL = re.compile(r"[\x00-\x20&<>_\s\uFFFE\uFFFF]")


class QuickBook(Workbook):  # type: ignore[misc]
    """A workbook in memory: texts never become formulas or links. ``bytes`` closes it."""

    def __init__(self, *, created: date, title: str, subject: str) -> None:
        self._written_whole = io.BytesIO()
        self._packager: _Packager | None = None
        self._sheet_class = sheet_class()
        super().__init__(
            self._written_whole, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        stamp = datetime.combine(created, time())
        self.set_properties({"title": title, "subject": subject, "author": "qualitykit", "created": stamp})

    def add_quick_sheet(self, name: str) -> PlainSheet:
        """A sheet that takes a table a column at a time."""
        sheet: PlainSheet = self.add_worksheet(name, self._sheet_class)
        return sheet

    def bytes(self) -> bytes:
        """The finished workbook."""
        self.close()
        if any(isinstance(sheet, QuickSheet) and not sheet.complete for sheet in self.worksheets()):
            raise RuntimeError("XlsxWriter has changed: the tables were not written")
        if self._packager is None:  # its hook has gone: its own file is as good
            return self._written_whole.getvalue()
        return self._packager.zipped

    def _get_packager(self) -> "_Packager":
        self._packager = _Packager()
        return self._packager


class _Packager(Packager):  # type: ignore[misc]
    """Makes the parts, and the zip file of them."""

    zipped = b""

    def _create_package(self) -> list[Any]:
        stream = io.BytesIO()
        with ZipFile(stream, "w", ZIP_DEFLATED) as file:
            for part, name, is_binary in super()._create_package():
                data = part.getvalue()
                info = ZipInfo(name, _STAMP)
                info.compress_type = ZIP_DEFLATED
                file.writestr(info, data if is_binary else data.encode(), compresslevel=_LEVEL)
        self.zipped = stream.getvalue()
        return []  # nothing is left to do for the workbook

    def _write_shared_strings_file(self) -> None:
        table = self.workbook.str_table
        if table.count:
            strings = _SharedStrings()
            strings.string_table = table
            strings._set_xml_writer(self._filename("xl/sharedStrings.xml"))
            strings._assemble_xml_file()


class _SharedStrings(SharedStrings):  # type: ignore[misc]
    """All texts of the workbook. None is rich text: what looks like its tags was typed by somebody."""

    def _write_sst(self) -> None:
        # without the number of cells that hold a text: it is optional, and tables do not count them
        xmlns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        self._xml_start_tag("sst", [("xmlns", xmlns), ("uniqueCount", self.string_table.unique_count)])

    def _write_sst_strings(self) -> None:
        self.fh.write("".join(map(self._si, self.string_table.string_array)))

    def _si(self, text: str) -> str:
        if not _SPECIAL.search(text):
            return f"<si><t>{text}</t></si>"
        shown = self._escape_data(self._escape_control_characters(text))
        kept = ' xml:space="preserve"' if _preserve_whitespace(shown) else ""
        return f"<si><t{kept}>{shown}</t></si>"
