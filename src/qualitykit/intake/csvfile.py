"""Text tables (.csv): encoding and separator as the exporting program left them."""

import codecs
import csv
import io

from qualitykit.intake.cells import Fault

__all__ = ["read_rows"]

_SEPARATORS = ",;\t"
_MAX_FIELD = 1 << 24
_NO_TEXT = Fault("QK103", (("found", "?"),))


def read_rows(data: bytes) -> list[list[str]] | Fault:
    """The table's rows, every cell text as it stands.

    Encodings: UTF-8 with or without a mark, UTF-16 with a mark (or plainly UTF-16), GB18030. The separator
    is the one of comma, semicolon and tab that the first lines agree on; Excel's ``sep=;`` line is obeyed.
    Problems: QK102 nothing in it, QK103 no text, QK109 an encoding that is none of these.
    """
    text = _decoded(data)
    if isinstance(text, Fault):
        return text
    if not text.strip():
        return Fault("QK102")
    separator = ""
    if text[:4].lower() == "sep=" and len(text) > 4:
        separator, text = text[4], text.partition("\n")[2]
        lead: list[list[str]] = [[]]  # so that row numbers stay those that Excel shows
    else:
        lead = []
    csv.field_size_limit(_MAX_FIELD)
    try:
        return lead + list(csv.reader(io.StringIO(text, newline=""), delimiter=separator or _separator(text)))
    except csv.Error:
        return Fault("QK108")


def _decoded(data: bytes) -> str | Fault:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\0" in data[:4096]:
        # text has no NUL bytes, but UTF-16 without a mark has one in every second place of ASCII
        even, odd = data[:4096:2].count(0), data[1:4096:2].count(0)
        encodings = ["utf-16-be"] if even > 8 * odd else ["utf-16-le"] if odd > 8 * even else []
        if not encodings or max(even, odd) < len(data[:4096]) // 20:
            return _NO_TEXT
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd_letters = sum(ord(letter) < 32 and letter not in "\t\r\n\f\v" for letter in text[:4096])
        return text if odd_letters * 100 <= len(text[:4096]) else _NO_TEXT
    return Fault("QK109")


def _separator(text: str) -> str:
    """The separator that splits the first lines into the same number of cells, the most of them."""
    head = text[:20_000]
    best, best_score = ",", (0, 0)
    for separator in _SEPARATORS:
        try:
            rows = list(csv.reader(io.StringIO(head, newline=""), delimiter=separator))
        except csv.Error:
            continue
        if len(head) < len(text) and len(rows) > 1:
            rows.pop()  # cut off in the middle
        widths = [len(row) for row in rows if len(row) > 1]
        if widths:
            usual = max(set(widths), key=lambda width: (widths.count(width), width))
            score = (widths.count(usual), usual)
            if score > best_score:
                best, best_score = separator, score
    return best
