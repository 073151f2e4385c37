"""Whether a workbook can be written again without losing a part of it, seen from its zip.

What is not on the list of parts that survive is taken as lost: a picture, a chart, a pivot table, a form
control, a thread of comments, or something that a later Excel or WPS puts in.
"""

import re
import zipfile
from pathlib import Path

from qualitykit.i18n import N_

__all__ = ["why_not_rewritable"]

_SUFFIXES = (".xlsx", ".xlsm")
_KEPT = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core|custom)\.xml|docProps/thumbnail\.\w+"
    r"|customXml/.*|docMetadata/.*"  # labels of the house and of the cloud, shown nowhere
    r"|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/styles\.xml|xl/sharedStrings\.xml|xl/calcChain\.xml"
    r"|xl/theme/.*|xl/worksheets/[^/]+\.xml|xl/worksheets/_rels/[^/]+\.rels|xl/tables/[^/]+\.xml"
    r"|xl/comments\d*\.xml|xl/comments/[^/]+\.xml|xl/persons/[^/]+\.xml|xl/printerSettings/.*"
    r"|xl/drawings/(?:vmlDrawing|commentsDrawing|legacyDrawing)\d*\.vml|xl/externalLinks/.*"
)
_LOST_IN_SHEET = re.compile(
    rb"<(?:\w+:)?(extLst|AlternateContent|drawing|legacyDrawingHF|oleObjects|controls|picture"
    rb"|customSheetViews|protectedRanges|dataConsolidate|cellWatches|scenarios)[\s/>]"
)
_MOST_BYTES = 400 << 20  # of one part, unpacked


def why_not_rewritable(path: Path) -> str:
    """Why a copy of this workbook would lose something (a message id); empty: nothing would be lost."""
    if path.suffix.lower() not in _SUFFIXES:
        return N_("only .xlsx and .xlsm files can be written again as they are")
    try:
        with zipfile.ZipFile(path) as book:
            return _of_parts(book, macros=path.suffix.lower() == ".xlsm")
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        return N_("the file cannot be opened")


def _of_parts(book: zipfile.ZipFile, *, macros: bool) -> str:
    for part in book.infolist():
        name = part.filename
        if name.endswith("/") or _KEPT.fullmatch(name) or (macros and name == "xl/vbaProject.bin"):
            continue
        return N_("it holds pictures, charts or other parts that a copy would lose")
    if _starts_strict(book.read("xl/workbook.xml")) if "xl/workbook.xml" in book.namelist() else True:
        return N_("it is written in an unusual form of .xlsx")
    for part in book.infolist():
        if part.file_size > _MOST_BYTES:
            return N_("it is too large to be written again")
        if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
            if _LOST_IN_SHEET.search(book.read(part)):
                return N_("it holds pictures, charts or other parts that a copy would lose")
        elif part.filename == "xl/sharedStrings.xml" and b"<rPh" in book.read(part):
            return N_("it holds phonetic guides that a copy would lose")
    return ""


def _starts_strict(workbook: bytes) -> bool:
    return b"purl.oclc.org/ooxml" in workbook[:4000]
