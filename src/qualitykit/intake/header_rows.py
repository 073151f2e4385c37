"""The first rows of a sheet as what its header may be: each alone, and two where one groups the other.

Made once for a sheet, however many forms it is compared with. Source: field-lists §0.
"""

from collections.abc import Collection, Iterator

from qualitykit.frozen import dataclass
from qualitykit.intake.cells import Raw
from qualitykit.intake.lexicon import Word, normal_word
from qualitykit.intake.reader import Sheet

__all__ = ["MOST_COLUMNS", "Header", "HeaderRows"]

_LAST_ROW = 41
_LONGEST_HEADER = 60
MOST_COLUMNS = 1_000
"""No form is wider; sheets of 16,384 filled columns occur."""
_GROUP_ENDINGS = ("信息", "资料", "情况", "部分")


@dataclass(frozen=True, slots=True)
class Header:
    """One column's header: its text as people see it (two rows joined with ``/``) and its place.

    ``group`` is the upper of two rows, ``row`` the one that holds the lower text; ``joined`` are the words
    that both make together (客户信息/姓名 is 客户姓名).
    """

    column: int
    row: int
    text: str
    word: Word
    group: Word | None = None
    joined: tuple[Word, ...] = ()

    def is_in(self, vocabulary: Collection[str]) -> bool:
        """Whether it may mean anything that is named in a vocabulary."""
        return any(word.whole in vocabulary or word.word in vocabulary for word in (self.word, *self.joined))


class HeaderRows:
    """What the header of a sheet may be. ``vocabulary``: all words that anybody asks for; None: not known."""

    def __init__(self, sheet: Sheet, vocabulary: Collection[str] | None = None) -> None:
        self._sheet = sheet
        self._vocabulary = vocabulary
        self._head = {number: row[:MOST_COLUMNS] for number, row in sheet.rows(1, _LAST_ROW)}
        self._made: dict[int, tuple[tuple[Header, ...], ...]] = {}

    def until(self, last: int) -> Iterator[tuple[Header, ...]]:
        """The possible headers down to row ``last``, in order, that hold two words of the vocabulary."""
        for row in self._head:
            if row > last:
                break
            if row not in self._made:
                self._made[row] = tuple(filter(self._is_worth_a_look, self._at(row)))
            yield from self._made[row]

    def of_texts(self, last: int) -> Iterator[tuple[Header, ...]]:
        """The single rows down to ``last`` that hold nothing but short texts, two at least."""
        for row, cells in self._head.items():
            if row > last:
                break
            filled = [raw for raw in cells if raw != ""]
            if len(filled) >= 2 and all(isinstance(raw, str) for raw in filled):
                headers = _single(row, cells)
                if len(headers) == len(filled) and all(len(header.text) <= 20 for header in headers):
                    yield headers

    def _is_worth_a_look(self, headers: tuple[Header, ...]) -> bool:
        known = self._vocabulary
        return known is None or sum(header.is_in(known) for header in headers) >= 2

    def _at(self, row: int) -> Iterator[tuple[Header, ...]]:
        yield _single(row, self._head[row])
        if row + 1 in self._head and (
            groups := _groups(self._sheet, row, self._head[row], self._head[row + 1])
        ):
            yield _joined(row, self._head[row], self._head[row + 1], groups)


def _text(raw: Raw) -> str:
    return raw.strip() if isinstance(raw, str) else ""


def _header(column: int, row: int, text: str, upper: str = "") -> Header | None:
    if not text or len(text) > _LONGEST_HEADER * 2:
        return None
    shown = " ".join(text.split())
    word = normal_word(text)
    if not upper:
        return Header(column, row, shown, word)
    above = normal_word(upper)
    group = above.word
    for ending in _GROUP_ENDINGS:
        group = group.removesuffix(ending) or group
    joined = normal_word(f"{above.word}/{word.word}"), normal_word(group + word.word)
    return Header(column, row, f"{' '.join(upper.split())}/{shown}", word, above, joined)


def _single(row: int, cells: list[Raw]) -> tuple[Header, ...]:
    found = (_header(column, row, _text(raw)) for column, raw in enumerate(cells))
    return tuple(header for header in found if header)


def _groups(sheet: Sheet, row: int, upper: list[Raw], lower: list[Raw]) -> dict[int, str]:
    """Column → group header, where the upper row groups columns of the lower one; empty if it does not."""
    texts = {column: _text(raw) for column, raw in enumerate(upper) if _text(raw)}
    wide = {
        area.left: area.right
        for area in sheet.merged
        if area.top <= row <= area.bottom and area.right > area.left
    }
    tall = {area.left for area in sheet.merged if area.top == row < area.bottom}
    if len(texts) == 1 and not tall:
        return {}  # a title over the whole table
    found: dict[int, str] = {}
    for column, text in texts.items():
        last = wide.get(column)
        if last is None:
            last = column
            if not sheet.merged:
                while last + 1 < len(lower) and last + 1 not in texts and _text(lower[last + 1]):
                    last += 1
        for covered in range(column, last + 1):
            found[covered] = text
    grouped = any(column < len(lower) and _text(lower[column]) for column in found)
    return found if grouped else {}


def _joined(row: int, upper: list[Raw], lower: list[Raw], groups: dict[int, str]) -> tuple[Header, ...]:
    found: list[Header | None] = []
    for column in range(max(len(upper), len(lower))):
        below = _text(lower[column]) if column < len(lower) else ""
        if below:
            found.append(_header(column, row + 1, below, groups.get(column, "")))
        elif column < len(upper) and _text(upper[column]):
            above = _header(column, row, _text(upper[column]))
            found.append(above and Header(column, row + 1, above.text, above.word))
    return tuple(header for header in found if header)
