"""Phrases in many turns at once: exactly the hits of ``PhraseMatcher.find_turn``, hundreds of times faster.

The way of a chunk of turns: normalise into one buffer → find anchors (``phrase_plan``) by a table of pairs →
check that the anchor's piece stands there → extend to the left and to the right with a banded table of edits,
all candidates at a time → choose among overlapping windows → excuse.
Source: semantics.md §4; the definition is in ``phrases``.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from qualitykit.frozen import dataclass
from qualitykit.scoring.arrays import changes, is_one_of, runs
from qualitykit.scoring.clauses import lies_within
from qualitykit.scoring.normalise import END
from qualitykit.scoring.normalise_batch import NormalBatch, normalise_many
from qualitykit.scoring.patterns import find_patterns
from qualitykit.scoring.phrase_hits import HitKind, Hits
from qualitykit.scoring.phrase_plan import Anchors, BatchPlan, Space
from qualitykit.scoring.phrase_windows import Covered, Windows, chosen_windows
from qualitykit.scoring.reported import ENDINGS, QUOTATION_MARKS, VERB_REACH, VERBS, is_reported

__all__ = ["find_batch"]

_MANY = 30_000  # turns, from which it pays to count pairs and choose anchors anew

_ENDINGS, _VERBS = (np.array(sorted(map(ord, chars)), dtype=np.uint32) for chars in (ENDINGS, VERBS))
_STRUCK = 50  # edits; two of them still fit an int8

Ints = NDArray[np.int64]


def find_batch(plan: BatchPlan, texts: Sequence[str], chunk: int) -> Hits:
    """All hits of the plan's phrases in the texts, about ``chunk`` characters at a time."""
    found: list[tuple[NDArray[np.generic], ...]] = []
    anchors: tuple[Anchors, Anchors] | None = None
    for first, last in _chunks(texts, chunk):
        part = texts[first:last]
        batch = normalise_many(part)
        chars, sounds = _Buffer.of(plan.chars, batch), _Buffer.of(plan.sounds, batch)
        if anchors is None:
            anchors = (chars.anchors(len(part)), sounds.anchors(len(part)))
        pieces = (_pieces(chars, anchors[0]), _pieces(sounds, anchors[1]))
        windows = _windows(plan, chars, sounds, pieces).joined(_regex_windows(plan, batch))
        windows = _without_excused(plan, windows, chars, sounds, pieces)
        windows = _within_bounds(plan, windows, batch)
        found.append(_columns(plan, windows, batch, part, first))
    empty = tuple(np.zeros(0, dtype=kind) for kind in _COLUMNS)
    columns = zip(*(found or [empty]), strict=True)
    return Hits(
        texts,
        plan.phrases,
        *(np.concatenate(parts).astype(kind) for parts, kind in zip(columns, _COLUMNS, strict=True)),
    )


def _chunks(texts: Sequence[str], most: int) -> Iterator[tuple[int, int]]:
    """Slices of the turns of about so many characters, or one turn that is longer."""
    ends = np.cumsum(np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 1)
    first, done = 0, 0
    while first < len(texts):
        last = max(first + 1, int(np.searchsorted(ends, done + most, side="right")))
        yield first, last
        first, done = last, int(ends[last - 1])


_COLUMNS = (np.int64, np.int32, np.int8, np.int32, np.int32, np.int8, np.bool_)


@dataclass(frozen=True, slots=True)
class _Buffer:
    """A chunk as numbers of a space: ``symbols`` (0: none of the phrases'), ``kept`` (protected).

    Both have ``margin`` protected cells at either end, so that no gather leaves the buffer.
    """

    space: Space
    symbols: NDArray[np.int32]
    kept: NDArray[np.bool_]
    margin: int

    @classmethod
    def of(cls, space: Space, batch: NormalBatch) -> "_Buffer":
        margin = space.codes.shape[1] + 2
        numbers = np.ones(len(batch.codes) + 2 * margin, dtype=np.int32)
        numbers[margin : margin + len(batch.codes)] = space.table[batch.codes]
        return cls(space, numbers >> 1, (numbers & 1).astype(np.bool_), margin)

    def pairs(self) -> NDArray[np.int32]:
        found: NDArray[np.int32] = self.symbols[:-1] * np.int32(self.space.symbols) + self.symbols[1:]
        return found

    def anchors(self, turns: int) -> Anchors:
        if turns < _MANY:
            return self.space.anchors
        counts = np.bincount(self.pairs(), minlength=self.space.symbols**2)
        return Anchors.of(self.space, counts + 1)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Places where a piece of a text stands: ``row`` of the space, ``start`` and ``length`` in it, ``at``."""

    row: NDArray[np.int32]
    start: NDArray[np.int32]
    length: NDArray[np.int32]
    at: Ints

    def __getitem__(self, keep: NDArray[np.bool_] | Ints) -> "_Pieces":
        return _Pieces(self.row[keep], self.start[keep], self.length[keep], self.at[keep])


def _pieces(buffer: _Buffer, anchors: Anchors) -> _Pieces:
    pairs = buffer.pairs()
    places = np.flatnonzero(anchors.wanted.take(pairs))
    group = anchors.slot[pairs[places]]
    first = anchors.bounds[group]
    counts = anchors.bounds[group + 1] - first
    piece = runs(first, counts)
    found = _Pieces(
        anchors.row[piece],
        anchors.start[piece],
        anchors.length[piece],
        np.repeat(places, counts) - anchors.offset[piece],
    )
    found = found[found.at >= 0]
    step = 0
    while True:
        going = step < found.length
        if not going.any():
            return found
        same = buffer.symbols[found.at + step] == buffer.space.codes[found.row, found.start + step]
        found = found[~going | same]
        step += 1


def _is_whole(buffer: _Buffer, pieces: _Pieces) -> NDArray[np.bool_]:
    """Whether the whole text stands around its first piece without an edit."""
    whole: NDArray[np.bool_] = pieces.start == 0
    candidates = np.flatnonzero(whole)
    length = buffer.space.length[pieces.row[candidates]]
    step = 1
    while len(candidates):
        going = np.flatnonzero(step < length)
        if not len(going):
            break
        ones = candidates[going]
        same = buffer.symbols[pieces.at[ones] + step] == buffer.space.codes[pieces.row[ones], step]
        whole[ones[~same]] = False
        stay = np.ones(len(candidates), dtype=np.bool_)
        stay[going[~same]] = False
        candidates, length = candidates[stay], length[stay]
        step += 1
    return whole


def _windows(plan: BatchPlan, chars: _Buffer, sounds: _Buffer, pieces: tuple[_Pieces, _Pieces]) -> Windows:
    char_pieces = pieces[0][pieces[0].row < plan.chars.phrases]
    whole = _is_whole(chars, char_pieces)
    exact = char_pieces[whole]
    start = exact.at - chars.margin
    found = Windows.of(
        plan.chars.owner[exact.row], start, start + plan.chars.length[exact.row], 0, HitKind.EXACT
    )
    twisted = plan.chars.meets_itself[exact.row]
    if twisted.any():
        found = found[~twisted].joined(chosen_windows(found[twisted]))
    covered = Covered.of(found[plan.is_near[found.phrase]])
    near = char_pieces[~whole & (plan.chars.edits[char_pieces.row] > 0)]
    others = _extended(chars, _uncovered(chars, near, covered), HitKind.FUZZY)
    heard = _uncovered(sounds, pieces[1][pieces[1].row < plan.sounds.phrases], covered)
    by_sound = _extended(sounds, heard, HitKind.SOUND)
    others = others.joined(by_sound)
    others = others[~covered.overlap(others.phrase, others.start, others.end)]
    return found.joined(chosen_windows(others))


def _uncovered(buffer: _Buffer, pieces: _Pieces, covered: Covered) -> _Pieces:
    owner = buffer.space.owner[pieces.row].astype(np.int64)
    start = pieces.at - buffer.margin
    return pieces[~covered.overlap(owner, start, start + pieces.length)]


def _extended(buffer: _Buffer, pieces: _Pieces, kind: HitKind) -> Windows:
    """The windows around these pieces, but for those that hold a better or equal one inside."""
    space = buffer.space
    edits = space.edits[pieces.row]
    found = Windows.of((), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), (), kind)
    for most in np.flatnonzero(np.bincount(edits)).tolist():
        part = pieces[edits == most]
        after = part.start + part.length
        rest = space.length[part.row] - after
        kept, right = _costs(buffer, part.row, after, part.at + part.length, rest, 1, most)
        part, rest = part[kept], rest[kept]
        kept, left = _costs(buffer, part.row, part.start - 1, part.at - 1, part.start, -1, most)
        part, rest, right = part[kept], rest[kept], right[:, kept]
        left, right = _shortest(left), _shortest(right)
        for i in range(2 * most + 1):
            for j in range(2 * most + 1):
                cost = left[i] + right[j]
                hits = np.flatnonzero(cost <= most)
                one = part[hits]
                start = one.at - (one.start + (i - most)) - buffer.margin
                end = one.at + one.length + (rest[hits] + (j - most)) - buffer.margin
                found = found.joined(Windows.of(space.owner[one.row], start, end, cost[hits], kind))
    return found


def _shortest(costs: NDArray[np.int8]) -> NDArray[np.int8]:
    """Costs where a shorter side costs as little or less are struck out: the definition takes the shorter."""
    best = np.minimum.accumulate(costs, axis=0)
    costs[1:][costs[1:] >= best[:-1]] = _STRUCK
    return costs


def _costs(
    buffer: _Buffer,
    row: NDArray[np.int32],
    place: NDArray[np.int32],
    at: Ints,
    rest: NDArray[np.int32],
    way: int,
    most: int,
) -> tuple[Ints, NDArray[np.int8]]:
    """Edits that turn text into the ``rest`` of a phrase, from ``place`` and ``at`` on, ``way`` 1 or -1.

    Returns which candidates are within ``most`` edits, and for these the costs, where line ``most`` + b of
    the array means that the text is b characters longer than the rest of the phrase.
    """
    never = np.int8(most + 1)
    band = 2 * most + 1
    costs = np.full((band, len(row)), never, dtype=np.int8)
    costs[most] = 0
    for extra in range(1, most + 1):
        inserted = costs[most + extra - 1] + np.int8(1)
        costs[most + extra] = np.where(buffer.kept[at + way * (extra - 1)], never, inserted)
    alive = np.arange(len(row))
    done_numbers: list[Ints] = []
    done_costs: list[NDArray[np.int8]] = []
    step = 0
    while True:
        done = rest <= step
        if done.any():
            done_numbers.append(alive[done])
            done_costs.append(costs[:, done])
            going = ~done
            alive, row, place, at, rest = alive[going], row[going], place[going], at[going], rest[going]
            costs = costs[:, going]
        if not len(alive):
            break
        wanted = buffer.space.codes[row, place + way * step]
        fixed = buffer.space.fixed[row, place + way * step]
        fresh = np.empty_like(costs)
        for line in range(band):
            spot = at + way * (step + line - most)
            held = buffer.kept[spot]
            same = buffer.symbols[spot] == wanted
            price = np.where(same, 0, np.where(held | fixed, never, 1)).astype(np.int8)
            best = costs[line] + price
            if line + 1 < band:
                best = np.minimum(best, costs[line + 1] + np.where(fixed, never, 1).astype(np.int8))
            if line:
                best = np.minimum(best, fresh[line - 1] + np.where(held, never, 1).astype(np.int8))
            fresh[line] = np.minimum(best, never)
        near = fresh.min(axis=0) <= most
        alive, row, place, at, rest = alive[near], row[near], place[near], at[near], rest[near]
        costs = fresh[:, near]
        step += 1
    if not done_numbers:
        return np.zeros(0, dtype=np.int64), costs
    numbers = np.concatenate(done_numbers)
    order = np.argsort(numbers)
    return numbers[order], np.concatenate(done_costs, axis=1)[:, order]


def _regex_windows(plan: BatchPlan, batch: NormalBatch) -> Windows:
    columns = find_patterns(batch, plan.patterns)
    return Windows.of(columns[:, 0], columns[:, 1], columns[:, 2], 0, HitKind.REGEX)


def _without_excused(
    plan: BatchPlan, windows: Windows, chars: _Buffer, sounds: _Buffer, pieces: tuple[_Pieces, _Pieces]
) -> Windows:
    excusable = np.flatnonzero(plan.is_excusable[windows.phrase])
    if not len(excusable):
        return windows
    places = [_except_places(buffer, one) for buffer, one in zip((chars, sounds), pieces, strict=True)]
    if not any(places):
        return windows
    excusable = excusable[np.argsort(windows.phrase[excusable], kind="stable")]
    some = windows[excusable]
    keep = np.ones(len(some), dtype=np.bool_)
    bounds = changes(some.phrase)
    numbers = some.phrase[bounds].tolist()
    for phrase, (first, last) in zip(numbers, pairwise([*bounds.tolist(), len(some)]), strict=True):
        one = plan.phrases[phrase]
        for texts, found in zip((one.excepts, one.heard_excepts), places, strict=True):
            for text in texts:
                if (at := found.get(text)) is not None:
                    # An occurrence [p, p + n) covers [s, e) when e - n <= p <= s.
                    low = np.searchsorted(at, some.end[first:last] - len(text))
                    high = np.searchsorted(at, some.start[first:last], side="right")
                    keep[first:last] &= low >= high
    left = np.ones(len(windows), dtype=np.bool_)
    left[excusable[~keep]] = False
    return windows if keep.all() else windows[left]


def _within_bounds(plan: BatchPlan, windows: Windows, batch: NormalBatch) -> Windows:
    numbers = np.flatnonzero(plan.is_bounded[windows.phrase])
    if not len(numbers):
        return windows
    chars = batch.text()
    keep = np.ones(len(windows), dtype=np.bool_)
    rows = (windows.phrase[numbers].tolist(), windows.start[numbers].tolist(), windows.end[numbers].tolist())
    for number, phrase, start, end in zip(numbers.tolist(), *rows, strict=True):
        bounds = plan.phrases[phrase].bounds
        keep[number] = lies_within(bounds, chars, batch.at, batch.joined, start, end)
    return windows[keep]


def _except_places(buffer: _Buffer, pieces: _Pieces) -> dict[str, Ints]:
    """Where every except that occurs begins, sorted."""
    pieces = pieces[pieces.row >= buffer.space.phrases]
    pieces = pieces[np.argsort((pieces.row.astype(np.int64) << 32) + pieces.at)]
    bounds = {
        text: np.searchsorted(pieces.row, (row, row + 1)) for text, row in buffer.space.except_row.items()
    }
    return {text: pieces.at[low:high] - buffer.margin for text, (low, high) in bounds.items() if low < high}


def _columns(
    plan: BatchPlan, windows: Windows, batch: NormalBatch, texts: Sequence[str], first: int
) -> tuple[NDArray[np.generic], ...]:
    start = batch.at[windows.start].astype(np.int64)
    end = batch.at[windows.end - 1].astype(np.int64) + 1
    # turn, start, end, phrase and kind in one number: a turn's places lie before those of the next
    longest, phrases = int((end - start).max(initial=0)) + 1, len(plan.phrases) + 1
    if len(batch.joined) * longest * phrases < 1 << 60:
        keys = ((start * longest + (end - start)) * phrases + windows.phrase) * len(HitKind) + windows.kind
        order = np.argsort(keys)
    else:  # a pattern that found millions of characters
        order = np.lexsort((windows.kind, windows.phrase, end, start))
    windows, start, end = windows[order], start[order], end[order]
    turn = batch.turns(windows.start)
    start -= batch.starts[turn]
    end -= batch.starts[turn]
    reported = np.zeros(len(windows), dtype=np.bool_)
    for number in _perhaps_reported(plan, windows, batch).tolist():
        before = _before(batch, int(windows.start[number]))
        reported[number] = is_reported(texts[turn[number]], int(start[number]), int(end[number]), before)
    return turn + first, windows.phrase, windows.kind, start, end, windows.edits, reported


def _perhaps_reported(plan: BatchPlan, windows: Windows, batch: NormalBatch) -> Ints:
    """The certain hits of banned phrases that ``is_reported`` has to look at."""
    certain = (windows.kind == HitKind.EXACT) | (windows.kind == HitKind.REGEX)
    wanted = plan.is_banned[windows.phrase] & certain
    if not any(mark in batch.joined for mark in QUOTATION_MARKS):
        wanted[wanted] = is_one_of(batch.codes[np.maximum(windows.start[wanted] - 1, 0)], _ENDINGS)
        before = windows.start[wanted][:, None] - np.arange(1, VERB_REACH + 1)
        wanted[wanted] = is_one_of(batch.codes[np.maximum(before, 0)], _VERBS).any(axis=1)
    return np.flatnonzero(wanted)


def _before(batch: NormalBatch, start: int) -> str:
    codes = batch.codes[max(0, start - 40) : start].tolist()
    return "".join(map(chr, codes)).rpartition(END)[2]
