"""The shared texts of a large workbook, those that are written plainly without an XML parser.

``<si><t>…</t></si>`` without references, parts in another font or blanks around says what it says. All
others (``light_books``) are read by calamine, as are all of a part that is not written as programs do.
"""

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from qualitykit.intake.cells import Raw
from qualitykit.intake.container import MAX_UNPACKED_BYTES
from qualitykit.intake.light_books import SHARED_PART, shared_texts_book, texts_of
from qualitykit.intake.packed import DAMAGED

__all__ = ["plainly_written", "read_shared_texts"]

_BETWEEN = "</si><si>"
_PLAIN, _KEPT, _END = "<t>", '<t xml:space="preserve">', "</t>"
_HEAD = re.compile(r'(?:<\?xml version="1\.0"(?: encoding="[uU][tT][fF]-8")?[^<>]*\?>\s*)?<sst[^<>]*>\s*<si>')
_LONGEST_HEAD = 2_000
_TAIL = re.compile(r"</si>\s*</sst>\s*$")


def plainly_written(data: bytes) -> list[str | None] | None:
    """The shared texts of the workbook ``data``, None for one that is not written plainly; None where nothing
    can be told of any. Takes no more memory than the size that the part claims."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(SHARED_PART) as stream:
            size = archive.getinfo(SHARED_PART).file_size
            if size > MAX_UNPACKED_BYTES:
                return None
            # at once: in pieces it would wait for other threads between them
            whole = stream.read(size).decode()
    except (*DAMAGED, KeyError):
        return None
    # what means something else than itself
    special = [mark for mark in ("&", "\r", "_x") if mark[0] in whole and mark in whole]
    head, tail = _HEAD.match(whole[:_LONGEST_HEAD]), _TAIL.search(whole[-_LONGEST_HEAD:])
    if head is None or tail is None or "<!" in whole[:_LONGEST_HEAD]:
        return None
    first, last = head.end(), len(whole) - len(tail[0])
    marks = whole.count("<", first, last)
    if not special and whole.startswith(_PLAIN, first) and whole.endswith(_END, 0, last):
        texts = whole[first + len(_PLAIN) : last - len(_END)].split(_END + _BETWEEN + _PLAIN)
        # with two tags each and two between, no text holds another one
        if marks == 4 * len(texts) - 2:
            return _without_blanks_around(texts)
    return [
        None if one.count("<") != 2 or any(mark in one for mark in special) else _text(one)
        for one in whole[first:last].split(_BETWEEN)
    ]


def read_shared_texts(
    data: bytes, count: int, open_book: Any, begun: Sequence[str | None] | None
) -> list[Raw] | None:
    """The ``count`` shared texts of the workbook ``data``; None where they are others than were counted.

    ``begun``: ``plainly_written`` of it. ``open_book`` opens a workbook for calamine. Raises what it and
    calamine raise.
    """
    if begun is None or len(begun) != count:
        return texts_of(open_book(shared_texts_book(data, range(count))), count)
    texts: list[Any] = list(begun)
    odd = [number for number, text in enumerate(texts) if text is None]
    if odd:
        found = texts_of(open_book(shared_texts_book(data, odd)), len(odd))
        if found is None:
            return None
        for number, text in zip(odd, found, strict=True):
            texts[number] = text
    return texts


def _without_blanks_around(texts: list[str]) -> list[str | None]:
    """Blanks around a text may be no part of it; few begin or end with one."""
    ends = {text[:1] for text in texts} | {text[-1:] for text in texts}
    blank = any(map(str.isspace, ends))
    return [None if _has_blanks_around(text) else text for text in texts] if blank else [*texts]


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
