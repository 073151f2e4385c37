"""The shared texts of a large workbook, those that are written plainly without an XML parser.

``<si><t>…</t></si>`` without references, parts in another font or blanks around says what it says. All
others (``light_books``) are read by calamine, as are all of a part that is not written as programs do.
"""

import re
import zipfile
from io import BytesIO
from typing import Any

from qualitykit.intake.cells import Raw
from qualitykit.intake.light_books import SHARED_PART, shared_texts_book, texts_of

__all__ = ["read_shared_texts"]

_BETWEEN = "</si><si>"
_PLAIN, _KEPT, _END = "<t>", '<t xml:space="preserve">', "</t>"
_HEAD = re.compile(r'(?:<\?xml version="1\.0"(?: encoding="[uU][tT][fF]-8")?[^<>]*\?>\s*)?<sst[^<>]*>\s*<si>')
_LONGEST_HEAD = 2_000
_TAIL = re.compile(r"</si>\s*</sst>\s*$")


def read_shared_texts(data: bytes, count: int, open_book: Any) -> list[Raw] | None:
    """The ``count`` shared texts of the workbook ``data``; None where they are others than were counted.

    ``open_book`` opens a workbook for calamine. Raises what it and calamine raise.
    """
    texts: list[Any] | None = _plain(data, count)
    if texts is None:
        return texts_of(open_book(shared_texts_book(data, range(count))), count)
    odd = [number for number, text in enumerate(texts) if text is None]
    if odd:
        found = texts_of(open_book(shared_texts_book(data, odd)), len(odd))
        if found is None:
            return None
        for number, text in zip(odd, found, strict=True):
            texts[number] = text
    return texts


def _whole(data: bytes) -> bytes:
    """The part, at once: in pieces it would wait for other threads between them."""
    with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(SHARED_PART) as stream:
        return stream.read(archive.getinfo(SHARED_PART).file_size)  # it was looked at before


def _plain(data: bytes, count: int) -> list[str | None] | None:
    """Each text, None for one that is not written plainly; None where nothing can be told of any."""
    try:
        whole = _whole(data).decode()
    except UnicodeDecodeError:
        return None
    # what means something else than itself
    special = [mark for mark in ("&", "\r", "_x") if mark[0] in whole and mark in whole]
    head, tail = _HEAD.match(whole[:_LONGEST_HEAD]), _TAIL.search(whole[-_LONGEST_HEAD:])
    if head is None or tail is None or "<!" in whole[:_LONGEST_HEAD]:
        return None
    first, last = head.end(), len(whole) - len(tail[0])
    # with two tags each and two between, no text holds another one
    only_texts = whole.count("<", first, last) == 4 * count - 2 and not special
    if only_texts and whole.startswith(_PLAIN, first) and whole.endswith(_END, 0, last):
        texts = whole[first + len(_PLAIN) : last - len(_END)].split(_END + _BETWEEN + _PLAIN)
        if len(texts) == count:
            return [None if _has_blanks_around(text) else text for text in texts]
    found = whole[first:last].split(_BETWEEN)
    if len(found) != count:
        return None
    return [
        None
        if not only_texts and (one.count("<") != 2 or any(mark in one for mark in special))
        else _text(one)
        for one in found
    ]


def _has_blanks_around(text: str) -> bool:
    return text[:1].isspace() or text[-1:].isspace()


def _text(one: str) -> str | None:
    """What stands in ``<t>…</t>``; None where blanks may be no part of it, or it is something else."""
    if one[:3] == _PLAIN and one[-4:] == _END:
        text = one[3:-4]
        return None if _has_blanks_around(text) else text
    if one.startswith(_KEPT) and one[-4:] == _END:
        return one[len(_KEPT) : -4]
    return None
