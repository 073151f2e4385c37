"""How much a sheet of an .xlsx takes when it is read: an upper bound from its bytes, without an XML parser.

calamine allocates the rectangle around all cells, and copies a shared text into each cell that shows it.
Programs write cells so regularly that a look at the bytes tells; a part with a cell that is written in any
other way is not bounded here, and left to the parser.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import IO, TYPE_CHECKING

from qualitykit.frozen import dataclass
from qualitykit.intake.details import column_number

if TYPE_CHECKING:
    from qualitykit.intake.bytes_at import Bytes, Places

__all__ = [
    "LARGE_PART",
    "PREFIXED_CELL",
    "SharedTexts",
    "SheetSize",
    "pieces",
    "quick_size",
    "shared_texts",
    "whole_cells",
]

LARGE_PART = 8 << 20  # from here on numpy is worth its import, and sheets are worth cutting
_PIECE = 1 << 20
_LONGEST_CELL = 16 << 20


@dataclass(frozen=True, slots=True)
class SheetSize:
    """What a sheet takes: cells of its rectangle, bytes of its shared texts; its farthest cell if known."""

    area: int
    text_bytes: int = 0
    farthest: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class SharedTexts:
    """Bytes that each shared text takes at most, in order. ``known`` False: they cannot be told apart."""

    lengths: Sequence[int] = ()
    longest: int = 0
    known: bool = True


def pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """What a stream holds, a piece at a time."""
    while piece := stream.read(_PIECE):
        yield piece


def whole_cells(stream: IO[bytes]) -> Iterator[bytes | None]:
    """A sheet's part a piece at a time, no cell cut in two; at last None where one is too long for that."""
    rest = b""
    for piece in chain(pieces(stream), (b"",)):
        text, rest = rest + piece, b""
        if piece:
            cut = max(text.rfind(b"<c "), 0)
            text, rest = text[:cut], text[cut:]
            if len(rest) > _LONGEST_CELL:
                yield None
                return
        yield text


# --- shared texts --------------------------------------------------------------------------------------

_ROOT = re.compile(rb"<(?:([\w.-]+):)?sst[\s>/]")


def shared_texts(stream: IO[bytes]) -> SharedTexts:
    """The lengths of the shared texts, each from the end of the one before it; the part is read whole."""
    first = stream.read(_PIECE)
    root = _ROOT.search(first)
    tag = b"</%s:si>" % root[1] if root and root[1] else b"</si>"
    lengths: list[int] = []
    begun = 0  # bytes of a text whose end was not seen yet, without the tail
    tail = b""
    plain = True
    for piece in chain((first,), pieces(stream)):
        text = tail + piece
        # a comment or CDATA may hold what looks like an end
        plain = plain and not (b"!" in text and b"<!" in text)
        *whole, rest = text.split(tag)
        if whole:
            sizes = [len(one) + len(tag) for one in whole]
            sizes[0] += begun
            lengths += sizes
            begun = 0
        tail = rest[1 - len(tag) :]  # the tag may lie across two pieces
        begun += len(rest) - len(tail)
    if not plain:
        return SharedTexts((), sum(lengths) + begun + len(tail), known=False)
    return SharedTexts(lengths, max(lengths, default=0))


# --- cells ---------------------------------------------------------------------------------------------

_CLOSES = (ord(">"), ord("/"))
Bound = tuple[int, int, int]  # last row, last column (both from 1), bytes of texts


def quick_size(stream: IO[bytes], size: int, shared: SharedTexts) -> SheetSize | None:
    """An upper bound; None where a cell is written in an unusual way, or where there is none."""
    look = _look_by_numbers(shared) if size > LARGE_PART else _look_by_pattern(shared)
    last_row = last_column = text_bytes = 0
    for text in whole_cells(stream):
        found = None if text is None else look(text)
        if found is None:
            return None
        last_row, last_column = max(last_row, found[0]), max(last_column, found[1])
        text_bytes += found[2]
    return SheetSize(last_row * last_column, text_bytes) if last_row else None


PREFIXED_CELL = re.compile(rb":c[\s>/]")
_ADDRESS = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')


def _look_by_pattern(shared: SharedTexts) -> Callable[[bytes], Bound | None]:
    """For a small part: rows to the next power of ten, columns to Z, all texts as long as the longest one."""

    def look(text: bytes) -> Bound | None:
        if b":c" in text and PREFIXED_CELL.search(text):
            return None
        last = _ADDRESS.match(text, text.rfind(b"<c "))
        digits = max(3, len(last[2])) if last else 3
        columns = 26
        if _unusual(b"[A-Z]", digits).search(text):
            if _unusual(b"[A-Z]{1,3}", digits).search(text):
                return None
            found = {letters for letters, _row in _ADDRESS.findall(text)}
            columns = max(26, *(column_number(letters.decode()) + 1 for letters in found))
        return 10**digits - 1 if last else 0, columns, text.count(b' t="s"') * shared.longest

    return look


@lru_cache(maxsize=16)
def _unusual(letters: bytes, digits: int) -> "re.Pattern[bytes]":
    """A cell without an address of so many digits first, or with other attributes than programs write."""
    usual = rb' r="%s\d{1,%d}"(?: s="\d+")?(?: t="[a-zA-Z]+")?(?: (?:cm|vm|ph)="\w+")*\s*/?>' % (
        letters,
        digits,
    )
    return re.compile(rb"<c(?!%s)[\s>/]" % usual)


def _look_by_numbers(shared: SharedTexts) -> Callable[[bytes], Bound | None]:
    """For a large part: the last row and column, and each text's own length; many cells at a time."""
    import numpy as np

    from qualitykit.intake.bytes_at import cells_in, numbers_at, word_at

    lengths = np.asarray(shared.lengths, np.int64)

    def look(text: bytes) -> Bound | None:
        if b":c" in text and PREFIXED_CELL.search(text):
            return None
        letters = np.frombuffer(text + bytes(64), np.uint8)
        cells = cells_in(letters, len(text))
        if cells is None:
            return None
        if not cells.begin.size:
            return 0, 0, 0
        texts = _shared_cells(letters, cells.after)
        if texts is None:
            return None
        text_bytes = texts.size * shared.longest
        if texts.size and shared.known:
            number, end = numbers_at(letters, texts)
            if not word_at(letters, end, b"</v>").all() or int(number.max()) >= lengths.size:
                return None
            text_bytes = int(lengths[number].sum())
        return int(cells.row.max()), int(cells.column.max()), text_bytes

    return look


def _shared_cells(letters: "Bytes", after: "Places") -> "Places | None":
    """Where the numbers of shared texts begin, of the cells whose address ends there; None: unusual ones."""
    import numpy as np

    from qualitykit.intake.bytes_at import styles_at, word_at

    styled = styles_at(letters, after)
    if styled is None:
        return None
    _style, at = styled
    typed = word_at(letters, at, b' t="')
    follows = letters[np.where(typed, at + 4, at)]
    if not np.where(typed, (follows >= ord("a")) & (follows <= ord("z")), np.isin(follows, _CLOSES)).all():
        return None  # another attribute, which might hold a type, or a type that is spelled out
    texts = at[typed & word_at(letters, at + 4, b's"')]
    return texts + 10 if word_at(letters, texts + 6, b"><v>").all() else None
