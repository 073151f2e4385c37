"""The shared texts of a large workbook, those that are written plainly without an XML parser.

``<si><t>…</t></si>`` without references, parts in another font or blanks around says what it says. All
others (``light_books``) are read by calamine, as are all of a part that is not written as programs do.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from qualitykit.intake.cells import Raw
from qualitykit.intake.container import MAX_UNPACKED_BYTES
from qualitykit.intake.light_books import SHARED_PART, shared_texts_book, texts_of
from qualitykit.intake.packed import DAMAGED

__all__ = ["plainly_written", "read_shared_texts"]

_BETWEEN = "</si><si>"
_PLAIN, _KEPT, _END = "<t>", '<t xml:space="preserve">', "</t>"
_HEAD = re.compile(
    rb'(?:<\?xml version="1\.0"(?: encoding="[uU][tT][fF]-8")?[^<>]*\?>\s*)?<sst[^<>]*>\s*<si>'
)
_LONGEST_HEAD = 2_000
_AT_ONCE = 2 << 20  # bytes: what is near a processor, and another thread need not wait long
_TAIL = re.compile(rb"</si>\s*</sst>\s*$")


def plainly_written(data: bytes) -> list[str | None] | None:
    """The shared texts of the workbook ``data``, None for one that is not written plainly; None where nothing
    can be told of any. Takes no more memory than twice the size that the part claims."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(SHARED_PART) as stream:
            size = archive.getinfo(SHARED_PART).file_size
            # at once: in pieces it would wait for other threads between them
            part = stream.read(size) if size <= MAX_UNPACKED_BYTES else b""
        head, tail = _HEAD.match(part[:_LONGEST_HEAD]), _TAIL.search(part[-_LONGEST_HEAD:])
        if head is None or tail is None or b"<!" in part[:_LONGEST_HEAD]:
            return None
        texts: list[str | None] = []
        for first, end in _portions(part, head.end(), len(part) - len(tail[0])):
            texts += _texts(part[first:end].decode())
    except DAMAGED:
        return None
    return texts


def _portions(part: bytes, first: int, last: int) -> Iterator[tuple[int, int]]:
    """From where to where some texts stand together: few enough to be held twice."""
    between = _BETWEEN.encode()
    while first < last:
        end = part.rfind(between, first, first + _AT_ONCE) if first + _AT_ONCE < last else last
        if end < 0:  # a very long text
            end = part.find(between, first + _AT_ONCE - len(between), last)
        if end < 0:
            end = last
        yield first, end
        first = end + len(between)


def _texts(some: str) -> list[str | None]:
    """Texts that stand together, without what is before the first and behind the last."""
    # what means something else than itself
    special = [mark for mark in ("&", "\r", "_x") if mark[0] in some and mark in some]
    if not special and some.startswith(_PLAIN) and some.endswith(_END):
        texts = some[len(_PLAIN) : -len(_END)].split(_END + _BETWEEN + _PLAIN)
        # with two tags each and two between, no text holds another one
        if some.count("<") == 4 * len(texts) - 2:
            return _without_blanks_around(texts)
    return [
        None if one.count("<") != 2 or any(mark in one for mark in special) else _text(one)
        for one in some.split(_BETWEEN)
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
