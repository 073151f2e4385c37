"""The first rows of a sheet as what its header may be: each alone, and two where one groups the other.

Made once for a sheet, however many forms it is compared with. Source: field-lists §0.
"""

from collections.abc import Iterable, Iterator, Mapping

from qualitykit.frozen import dataclass
from qualitykit.intake.cells import Raw
from qualitykit.intake.lexicon import Word, Words, normal_word
from qualitykit.intake.reader import Sheet

__all__ = ["MOST_COLUMNS", "Header", "HeaderRows"]

_LAST_ROW = 41
_LONGEST_TEXT = 120
_MANY = 1_000
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


class HeaderRows:
    """What the header of a sheet may be. ``vocabulary``: all words that anybody asks for; None: not known."""

    def __init__(self, sheet: Sheet, vocabulary: Words | None = None) -> None:
        self._sheet = sheet
        self._vocabulary = vocabulary
        self._head = {number: row[:MOST_COLUMNS] for number, row in sheet.rows(1, _LAST_ROW)}
        self._texts: dict[int, dict[int, tuple[str, Word]]] = {}
        self._made: dict[int, tuple[tuple[Header, ...], ...]] = {}

    def until(self, last: int) -> Iterator[tuple[Header, ...]]:
        """The possible headers down to row ``last``, in order, that hold two words of the vocabulary."""
        for row in self._head:
            if row > last:
                break
            if row not in self._made:
                self._made[row] = tuple(self._at(row))
            yield from self._made[row]

    def of_texts(self, last: int) -> Iterator[tuple[Header, ...]]:
        """The single rows down to ``last`` that hold nothing but short texts, two at least."""
        for row, cells in self._head.items():
            if row > last:
                break
            filled = [raw for raw in cells if raw != ""]
            if len(filled) >= 2 and all(isinstance(raw, str) for raw in filled):
                headers = self._single(row)
                if len(headers) == len(filled) and all(len(header.text) <= 20 for header in headers):
                    yield headers

    def _at(self, row: int) -> Iterator[tuple[Header, ...]]:
        texts = self._texts_of(row)
        if self._known(texts.values()) >= 2:
            yield self._single(row)
        if row + 1 not in self._head:
            return
        groups = _groups(self._sheet, row, self._head[row], self._head[row + 1])
        if groups and self._are_worth_a_look(groups, texts, self._texts_of(row + 1)):
            yield self._joined(row, groups)

    def _texts_of(self, row: int) -> dict[int, tuple[str, Word]]:
        """Column → text and word of the cells that may be headers; the longest are none."""
        if row not in self._texts:
            texts = ((column, _text(raw)) for column, raw in enumerate(self._head[row]))
            self._texts[row] = {
                column: (text, normal_word(text)) for column, text in texts if 0 < len(text) <= _LONGEST_TEXT
            }
        return self._texts[row]

    def _known(self, texts: Iterable[tuple[str, Word]]) -> int:
        """How many words are in the vocabulary."""
        known = self._vocabulary
        if known is None:
            return _MANY
        return sum(word.whole in known or word.word in known for _text, word in texts)

    def _are_worth_a_look(
        self,
        groups: Mapping[int, str],
        upper: Mapping[int, tuple[str, Word]],
        lower: Mapping[int, tuple[str, Word]],
    ) -> bool:
        """Whether two words of two rows are known, alone or together with their group."""
        rest = (text for column, text in upper.items() if column not in lower)
        alone = self._known(lower.values()) + self._known(rest)
        if alone >= 2 or self._vocabulary is None:
            return True
        for column, (_text, word) in lower.items():
            above = normal_word(groups[column]) if column in groups else None
            if above is not None and self._vocabulary.may_begin(above.word, _trimmed(above.word)):
                alone += self._known([("", one) for one in _together(above, word)]) > 0
        return alone >= 2

    def _single(self, row: int) -> tuple[Header, ...]:
        return tuple(
            Header(column, row, " ".join(text.split()), word)
            for column, (text, word) in self._texts_of(row).items()
        )

    def _joined(self, row: int, groups: Mapping[int, str]) -> tuple[Header, ...]:
        """Two rows as one: what stands below, with its group; else what stands above alone."""
        upper, lower = self._texts_of(row), self._texts_of(row + 1)
        found: list[Header] = []
        for column in sorted({*upper, *lower}):
            if column not in lower:
                if not _text_at(self._head[row + 1], column):
                    text, word = upper[column]
                    found.append(Header(column, row + 1, " ".join(text.split()), word))
                continue
            text, word = lower[column]
            shown = " ".join(text.split())
            if group := groups.get(column, ""):
                above = normal_word(group)
                shown = f"{' '.join(group.split())}/{shown}"
                found.append(Header(column, row + 1, shown, word, above, _together(above, word)))
            else:
                found.append(Header(column, row + 1, shown, word))
        return tuple(found)


def _together(above: Word, word: Word) -> tuple[Word, ...]:
    """The words that a group and a header under it make together."""
    return normal_word(f"{above.word}/{word.word}"), normal_word(_trimmed(above.word) + word.word)


def _trimmed(group: str) -> str:
    for ending in _GROUP_ENDINGS:
        group = group.removesuffix(ending) or group
    return group


def _text(raw: Raw) -> str:
    return raw.strip() if isinstance(raw, str) else ""


def _text_at(cells: list[Raw], column: int) -> str:
    return _text(cells[column]) if column < len(cells) else ""


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
