"""What a file is by its bytes, and whether it is safe to unpack: looked at before anything reads it.

A name says little: text is renamed .xlsx, an .xls is often an .xlsx, WPS's .et is one or the other, and a
small zip can unpack to more than the machine holds.
"""

from collections.abc import Iterator

from qualitykit.intake import biff, packed
from qualitykit.intake.cells import Fault
from qualitykit.intake.container import Container, MayOpen

__all__ = ["inspect"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"


def inspect(data: bytes, *, text_expected: bool) -> Iterator[Container | Fault | MayOpen]:
    """The kind of file that these bytes are, or why they cannot be read as a workbook: the last one given.

    Maybe ``MayOpen`` before it. ``text_expected``: the name ends with .csv; text under any other name was
    renamed. Problems: QK102 empty, QK103 no workbook, QK104 encrypted, QK105 unpacks to too much, QK108
    damaged; of single sheets QK106.
    """
    if not data.strip(b"\0 \t\r\n"):
        yield Fault("QK102")
    elif data.startswith(_ZIP):
        yield from packed.inspect(data)
    elif data.startswith(_OLE):
        yield biff.inspect(data)
    elif biff.is_bare_stream(data):
        yield Container("xls", biff.scan(data).date_1904)
    elif not text_expected:
        yield Fault("QK103", (("found", _what(data)),))
    else:
        yield Container("csv")


def _what(data: bytes) -> str:
    """A word for what the bytes look like, for the message."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")):
        return "HTML"
    if head.startswith(b"<?xml"):
        return "XML"
    if head.startswith(b"%pdf"):
        return "PDF"
    if head.startswith((b"\x89png", b"\xff\xd8\xff", b"gif8", b"bm")):
        return "image"
    if head.startswith((b"rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return "archive"
    return "?" if b"\0" in head else "text"
