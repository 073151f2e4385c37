"""The transcripts of a long column, in columns: what ``PlainReader`` reads one by one, for all cells at once.

The cells are laid one after the other as numbers of characters. What opens a line (``[00:03] 客服：``) and
what follows are told apart by a number made of each, and only different ones become texts. Whatever is not as
plain is left to the reader of single cells, which says the same of the others. Source: semantics.md §4.
"""

import secrets
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qualitykit.intake.cells import Raw
from qualitykit.intake.plain_transcripts import Opening
from qualitykit.intake.speakers import GREETS_AMONG, greets
from qualitykit.intake.turn_times import AN_HOUR
from qualitykit.model import Place, Role, Transcript
from qualitykit.scoring.arrays import changes
from qualitykit.turncolumns import CODES, TurnColumns

__all__ = ["Laid", "ManyTranscripts", "cut_many", "lay_out"]

_AT_ONCE = 80_000  # characters that are laid out together: what a processor keeps near
_LONGEST_CELL = 100_000
_LONGEST_LINE = 200  # of longer ones two might be made up that have one number
_NO_ROLE = 255
_PLANES = (sys.maxunicode + 1) >> 16
_NEWLINE, _COLONS, _QUOTES, _BLANKS = "\n", "：:", ">＞", " \t\u3000"
Ints = NDArray[np.int64]
Keys = NDArray[np.uint64]
Mask = NDArray[np.bool_]


class Laid(NamedTuple):
    """Cells laid one after the other, a line break between them: cell ``n`` is ``whole[first[n]:end[n]]``.

    ``cells`` are their numbers in a column of ``size`` cells.
    """

    whole: str
    first: Ints
    end: Ints
    cells: Ints
    size: int


def lay_out(column: Sequence[Raw]) -> Laid:
    """The cells that may hold a transcript, in one text: whoever cuts it touches no cell any more."""
    cells = [n for n, cell in enumerate(column) if isinstance(cell, str) and 0 < len(cell) <= _LONGEST_CELL]
    texts = [str(column[n]) for n in cells]
    whole = _NEWLINE.join(texts)
    if "\r" in whole:
        texts = [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts]
        whole = _NEWLINE.join(texts)
    end = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1) - 1
    first = np.concatenate(([0], end[:-1] + 1))[: len(end)]
    return Laid(whole, first, end, np.array(cells, np.int64), len(column))


class ManyTranscripts(NamedTuple):
    """``numbers``: for every cell its transcript in the columns of its ``part``, −1 where it is in none."""

    columns: tuple[TurnColumns, ...]
    part: NDArray[np.uint8]
    numbers: NDArray[np.int32]

    @classmethod
    def of_parts(cls, parts: Sequence[tuple["ManyTranscripts | None", int]]) -> "ManyTranscripts | None":
        """Those of a column cut in parts, each with the number of its cells; None: there are none."""
        columns: tuple[TurnColumns, ...] = ()
        part, numbers = [np.zeros(0, np.uint8)], [np.zeros(0, np.int32)]
        for many, size in parts:
            part.append(np.zeros(size, np.uint8) if many is None else many.part + np.uint8(len(columns)))
            numbers.append(np.full(size, -1, np.int32) if many is None else many.numbers)
            columns += () if many is None else many.columns
        return cls(columns, np.concatenate(part), np.concatenate(numbers)) if columns else None

    def of_cells(self, cells: Sequence[int]) -> "ManyTranscripts":
        """Those of some of the cells."""
        chosen = np.array(cells, np.int64)
        return ManyTranscripts(self.columns, self.part[chosen], self.numbers[chosen])

    def transcripts(self, places: Iterable[Place]) -> Iterator[Transcript | None]:
        """The transcript of every cell; None: none of them. ``places``: the cells."""
        cells = iter(places)
        firsts = changes(self.part).tolist()
        for first, end in zip(firsts, [*firsts[1:], len(self.part)], strict=True):
            columns = self.columns[self.part[first]]
            yield from columns.cut(self.numbers[first:end].tolist(), islice(cells, end - first))


class _Lines(NamedTuple):
    """The lines of all cells: where they begin in the whole, where what is said in them begins, and where
    they end. ``opens`` and ``words`` name what stands before it, and it."""

    first: Ints
    said: Ints
    end: Ints
    opens: Keys
    words: Keys
    usable: Mask

    @classmethod
    def joined(cls, parts: Sequence["_Lines"]) -> "_Lines":
        """All of them, one after the other."""
        return cls._make(map(np.concatenate, zip(*parts, strict=True)))

    def among(self, chosen: Mask) -> "_Lines":
        """Some of them."""
        columns: Iterable[NDArray[Any]] = self
        return self if chosen.all() else _Lines._make(column[chosen] for column in columns)


def cut_many(laid: Laid, opening: Callable[[str], Opening | None]) -> ManyTranscripts | None:
    """The transcripts among these cells that are written plainly; None where there is none.

    ``opening``: what the beginning of a line says (``PlainReader.opening``).
    """
    if not laid.whole:
        return None
    lines = _Lines.joined([_lines(laid.whole, first, end) for first, end in _portions(laid)])
    roles, starts, timed = _openings(laid.whole, lines, opening)
    firsts = np.searchsorted(lines.first, laid.first)
    plain = _plain_cells(firsts, lines.usable & (roles != _NO_ROLE), starts, timed)
    if not plain.any():
        return None
    counts = np.diff(np.append(firsts, len(roles)))
    chosen = np.repeat(plain, counts)
    lines, roles, starts, timed = lines.among(chosen), roles[chosen], starts[chosen], timed[chosen]
    examples, which = _alike(lines.words)
    limits = zip(lines.said[examples].tolist(), lines.end[examples].tolist(), strict=True)
    texts = [laid.whole[said:end] for said, end in limits]
    bounds = np.concatenate(([0], np.cumsum(counts[plain])))
    columns = TurnColumns(texts, which, roles, bounds, starts, timed[bounds[:-1]])
    numbers = np.full(laid.size, -1, np.int32)
    kept = laid.cells[plain]
    numbers[kept] = np.where(_maybe_swapped(columns), -1, np.arange(len(kept)))
    return ManyTranscripts((columns,), np.zeros(laid.size, np.uint8), numbers)


def _portions(laid: Laid) -> Iterator[tuple[int, int]]:
    """Whole cells of about so many characters."""
    first = 0
    while first < len(laid.whole):
        last = int(np.searchsorted(laid.end, first + _AT_ONCE))
        end = int(laid.end[min(last, len(laid.end) - 1)])
        yield first, end
        first = end + 1


# --- lines -----------------------------------------------------------------------------------------------


@cache
def _secrets() -> tuple[Keys, Keys, Keys]:
    """A number for every character, and the powers of another one and of its inverse, in the ring of 64 bits:
    drawn anew in each run, so that nobody knows before which lines would have one number."""
    base = secrets.randbits(64) | 1
    size = _AT_ONCE + _LONGEST_CELL + 2
    plane = np.frombuffer(secrets.token_bytes(8 << 16), np.uint64)
    planes = np.frombuffer(secrets.token_bytes(8 * _PLANES), np.uint64) | np.uint64(1)
    characters = (planes[:, None] * plane).ravel()
    return characters, _powers_of(base, size), _powers_of(pow(base, -1, 1 << 64), size)


def _powers_of(base: int, size: int) -> Keys:
    powers = np.ones(size, np.uint64)
    done = 1
    while done < size:
        more = min(done, size - done)
        powers[done : done + more] = powers[:more] * np.uint64(pow(base, done, 1 << 64))
        done += more
    return powers


def _is_in(codes: NDArray[np.uint32], letters: str) -> Mask:
    found: Mask = codes == ord(letters[0])
    for letter in letters[1:]:
        found |= codes == ord(letter)
    return found


def _lines(whole: str, start: int, stop: int) -> _Lines:
    """The lines of some cells. A line with a mark of quotation or without a colon is not usable."""
    codes = np.frombuffer(whole[start:stop].encode("utf-32-le", "surrogatepass"), np.uint32)
    breaks = np.flatnonzero(codes == ord(_NEWLINE))
    first, end = np.concatenate(([0], breaks + 1)), np.concatenate((breaks, [len(codes)]))
    colons = np.concatenate(([-1], np.flatnonzero(_is_in(codes, _COLONS))))
    colon = colons[np.searchsorted(colons, end) - 1]  # the line's last one
    usable = (colon >= first) & (end - first <= _LONGEST_LINE)
    quoted = np.flatnonzero(_is_in(codes, _QUOTES))
    usable[np.searchsorted(end, quoted)] = False
    opened = np.where(usable, colon + 1, first)
    said = opened.copy()
    padded = np.append(codes, np.uint32(0))
    while (more := _is_in(padded[said], _BLANKS) & (said > first)).any():
        said += more
    characters, powers, inverse = _secrets()
    running = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(characters[codes] * powers[: len(codes)], out=running[1:])
    opens = (running[said] - running[first]) * inverse[first]
    words = (running[end] - running[said]) * inverse[said]
    return _Lines(first + start, said + start, end + start, opens, words, usable)


def _alike(keys: Keys) -> tuple[Ints, NDArray[np.int32]]:
    """Where each different key stands first, in the order in which they come, and the number of each key."""
    order = _order(keys)
    ordered = keys[order]
    firsts = changes(ordered)
    examples = order[firsts]  # equal keys lie in their own order
    by_place = np.argsort(examples)
    ranks = np.empty(len(examples), np.int32)
    ranks[by_place] = np.arange(len(examples), dtype=np.int32)
    which = np.empty(len(keys), np.int32)
    which[order] = np.repeat(ranks, np.diff(np.append(firsts, len(keys))))
    return examples[by_place], which


def _order(keys: Keys) -> Ints:
    """The places of the keys, equal ones together and in their own order."""
    bits = np.uint64(len(keys).bit_length())
    # half of a key and its place in one number are sorted twice as fast
    packed = keys >> bits << bits | np.arange(len(keys), dtype=np.uint64)
    packed.sort()
    order = (packed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    ordered, half = keys[order], packed >> bits
    if ((half[1:] == half[:-1]) & (ordered[1:] != ordered[:-1])).any():
        order = np.argsort(keys, kind="stable")
    return order


def _openings(
    whole: str, lines: _Lines, opening: Callable[[str], Opening | None]
) -> tuple[NDArray[np.uint8], NDArray[np.float64], Mask]:
    """The role of each line, its second, and whether it carries one."""
    examples, which = _alike(lines.opens)
    limits = zip(lines.first[examples].tolist(), lines.said[examples].tolist(), strict=True)
    found = [opening(whole[first:said]) if said > first else None for first, said in limits]
    seconds = [one.second if one is not None else None for one in found]
    roles = [_NO_ROLE if one is None else CODES[one.role] for one in found]
    return (
        np.array(roles, np.uint8)[which],
        np.array(seconds, np.float64)[which],
        np.array([second is not None for second in seconds], np.bool_)[which],
    )


# --- cells -----------------------------------------------------------------------------------------------


def _plain_cells(firsts: Ints, usable: Mask, starts: NDArray[np.float64], timed: Mask) -> Mask:
    """Cells of which every line is usable, with a time on each or on none, that do not carry a clock.

    ``firsts``: the first line of each.
    """
    plain: Mask = np.logical_and.reduceat(usable, firsts)
    plain &= np.logical_and.reduceat(timed, firsts) == np.logical_or.reduceat(timed, firsts)
    with np.errstate(invalid="ignore"):
        plain &= ~(starts[firsts] >= AN_HOUR)
    return plain


def _maybe_swapped(columns: TurnColumns) -> Mask:
    """Transcripts whose first turn of the customer may be the agent's greeting: to be looked at closely."""
    bounds = columns.bounds
    call = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    index = np.arange(len(call)) - bounds[call]
    turns = np.flatnonzero((columns.roles == CODES[Role.CUSTOMER]) & (index < GREETS_AMONG))
    turns = turns[changes(call[turns])]
    told = np.zeros(len(columns.texts), np.bool_)
    told[columns.which[turns]] = True
    numbers = np.flatnonzero(told)
    told[numbers] = [greets(columns.texts[number]) for number in numbers.tolist()]
    found = np.zeros(len(bounds) - 1, np.bool_)
    found[call[turns[told[columns.which[turns]]]]] = True
    return found
