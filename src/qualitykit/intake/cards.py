"""A card (检查项 | 标准 | 结果 | 备注 with a head of label and value cells) as a table of one row a card.

A workbook may hold many cards, a sheet each; one card copied down the same sheet is read copy by copy. The
row that this makes is read like any other, only the addresses of its cells differ.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from qualitykit.intake.catalogue import ITEM, Candidate
from qualitykit.intake.cells import Raw, is_blank, shown
from qualitykit.intake.header_rows import Header
from qualitykit.intake.headers import HeaderMatch
from qualitykit.intake.lexicon import normal_word
from qualitykit.intake.likeness import nearest
from qualitykit.intake.nodata import not_data_row
from qualitykit.intake.reader import Sheet, column_letters
from qualitykit.intake.recognise import CardLines, required_items
from qualitykit.intake.table import Table
from qualitykit.model import Period, Place
from qualitykit.problems import problem
from qualitykit.standards.forms import BonusItem, Item

__all__ = ["CardTable", "read_cards"]

_LABELLED = re.compile(r"^([^:：]{1,12})[:：]\s*(\S.*)$", re.DOTALL)
_LABEL = re.compile(r"^([^:：]{1,12})[:：]\s*$")
_RESULTS = ("answer", "total_score", "deduction")
_NO_LINES = ("小计", "合计", "总计", "总分", "得分")

Address = tuple[int, int]


@dataclass(slots=True)
class CardTable(Table):
    """A table whose rows are cards: ``addresses`` holds where each field of each card stands."""

    addresses: list[dict[str, Address]] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)

    def address(self, index: int, name: str) -> Address | None:
        """Row and column of a field of a card; None where the card does not have it."""
        return self.addresses[index].get(name)

    def place(self, index: int, name: str = "") -> Place:
        """The cell of a field, or the rows of the card."""
        address = self.address(index, name) if name else None
        return self.sheet.place(*address) if address else self.row_places()[index]

    def row_places(self) -> list[Place]:
        """The sheet of a card, with its rows where the sheet holds several."""
        file, name = self.sheet.file, self.sheet.name
        several = len(self.spans) > 1
        return [Place(file, name, f"{first}:{last}" if several else "") for first, last in self.spans]

    def cell_places(self, name: str) -> list[Place]:
        """The place of a field of every card."""
        return [self.place(index, name) for index in range(len(self))]

    def answer_cells(self, names: Sequence[str]) -> tuple[list[int], list[tuple[str, ...]]]:
        """No row, and the address of each field."""
        cells = [
            tuple(f"{column_letters(at[name][1])}{at[name][0]}" if name in at else "" for name in names)
            for at in self.addresses
        ]
        return [0] * len(cells), cells

    def keep(self, indexes: Iterable[int]) -> "CardTable":
        """The same cards, these only."""
        chosen = list(indexes)
        return replace(
            self,
            numbers=[self.numbers[i] for i in chosen],
            _cells=[self.cells[i] for i in chosen],
            addresses=[self.addresses[i] for i in chosen],
            spans=[self.spans[i] for i in chosen],
            bad=set(),
        )


def read_cards(sheet: Sheet, candidate: Candidate, lines: CardLines, period: Period) -> CardTable:
    """The cards of a sheet as rows. A copy that nobody filled is passed over.

    Problems: QK142 a card without a required item's line, QK143 a line that is no item, QK112 a near title.
    """
    rows = dict(sheet.rows())
    last = max(rows, default=0)
    found: list[tuple[dict[str, tuple[Address, Raw]], tuple[int, int]]] = []
    top = 1
    problems = CardTable(sheet, lines.match, period, [], [])
    for head, following in zip(lines.heads, (*lines.heads[1:], last + 1), strict=True):
        fields = _head_fields(rows, top, head - 1, candidate)
        bottom = head
        items = _item_fields(rows, head + 1, following - 1, candidate, lines, problems)
        if items:
            bottom = max(address[0] for address, _raw in items.values())
        found.append((fields | items, (top, bottom)))
        top = bottom + 1
    return _as_table(sheet, candidate, found, period, problems)


def _head_fields(
    rows: dict[int, list[Raw]], first: int, last: int, candidate: Candidate
) -> dict[str, tuple[Address, Raw]]:
    """The head: labels with their values to the right, or both in one cell (姓名：王芳)."""
    found: dict[str, tuple[Address, Raw]] = {}
    for number in range(first, last + 1):
        row = rows.get(number)
        if row is None or (not_data_row(row) and number > 1 and _signature(row)):
            continue
        label = ""
        for column, raw in enumerate(row):
            if raw == "":
                continue
            text = shown(raw).strip()
            named = _field_of(text, candidate)
            if named and named not in found:
                label = named
                found[label] = ((number, column + 1), "")
            elif (both := _LABELLED.match(text)) and (named := _field_of(both[1], candidate)):
                found.setdefault(named, ((number, column), both[2].strip()))
                label = ""
            elif label:
                found[label] = ((number, column), raw)
                label = ""
    return found


def _signature(row: list[Raw]) -> bool:
    return any(isinstance(raw, str) and ("签字" in raw or "签名" in raw) for raw in row)


def _field_of(text: str, candidate: Candidate) -> str:
    """The one head field that a label means; empty: none, or an item."""
    if not text or len(text) > 20:
        return ""
    names = candidate.words.fields(normal_word((_LABEL.match(text) or [text, text])[1]))
    if len(names) > 1:  # 日期, 时间 in a head: the day of the contact
        wanted = [name for name in (*candidate.day_fields(), "contact_on") if name in names]
        return wanted[0] if wanted else ""
    return names[0] if names and not names[0].startswith(ITEM) and names[0] not in ("item", "answer") else ""


def _item_fields(
    rows: dict[int, list[Raw]],
    first: int,
    last: int,
    candidate: Candidate,
    lines: CardLines,
    table: CardTable,
) -> dict[str, tuple[Address, Raw]]:
    """The lines of one card: item → address and value of its result; remarks are gathered in one."""
    columns = dict(lines.match.columns)
    for header, names in lines.match.unsure:
        if "item" in names:
            columns.setdefault("item", header.column)
    at = columns["item"]
    result = next(columns[name] for name in _RESULTS if name in columns)
    found: dict[str, tuple[Address, Raw]] = {}
    remarks: list[str] = []
    for number in range(first, last + 1):
        row = rows.get(number)
        text = row[at] if row is not None and at < len(row) else ""
        if row is None or not isinstance(text, str) or is_blank(text):
            continue
        word = normal_word(text)
        item = lines.titles.get(word.word) or lines.titles.get(word.whole, "")
        value = row[result] if result < len(row) else ""
        if not item and not is_blank(value) and word.word not in _NO_LINES and not not_data_row(row):
            taken = {name for name in found if name.startswith(ITEM)}
            if (like := nearest(word, candidate.words, taken)) and like[1].startswith(ITEM):
                item = like[1].removeprefix(ITEM)
                place = table.sheet.place(number, at)
                table.problems.append(problem("QK112", place, header=text, known=like[0], field=item))
            else:
                place = table.sheet.place(number, at)
                table.problems.append(problem("QK143", place, text, form=candidate.title))
        if item and ITEM + item not in found:
            found[ITEM + item] = ((number, result), value)
            remark = row[columns["remark"]] if "remark" in columns and columns["remark"] < len(row) else ""
            if not is_blank(remark):
                remarks.append(f"{text.lstrip('*＊')}：{shown(remark).strip()}")
    if remarks:
        found["line_remarks"] = (next(iter(found.values()))[0], "；".join(remarks))
    return found


def _as_table(
    sheet: Sheet,
    candidate: Candidate,
    cards: list[tuple[dict[str, tuple[Address, Raw]], tuple[int, int]]],
    period: Period,
    notes: CardTable,
) -> CardTable:
    filled = [card for card in cards if any(not is_blank(raw) for _address, raw in card[0].values())]
    names = list(dict.fromkeys(name for fields, _span in filled for name in fields))
    columns = {name: position for position, name in enumerate(names)}
    headers = tuple(
        Header(position, 0, _title_of(name, candidate), normal_word(_title_of(name, candidate)))
        for name, position in columns.items()
    )
    cells: list[list[Raw]] = []
    for fields, _span in filled:
        line_remarks = fields.get("line_remarks", ((0, 0), ""))[1]
        if is_blank(fields.get("remark", ((0, 0), ""))[1]) and not is_blank(line_remarks):
            fields["remark"] = fields["line_remarks"]
            columns.setdefault("remark", len(columns))
        cells.append([fields[name][1] if name in fields else "" for name in columns])
    width = len(columns)
    for row in cells:
        row += [""] * (width - len(row))
    table = CardTable(
        sheet,
        HeaderMatch((0, 0), columns, headers),
        period,
        [span[0] for _fields, span in filled],
        cells,
        notes.problems,
        addresses=[{name: value[0] for name, value in fields.items()} for fields, _span in filled],
        spans=[span for _fields, span in filled],
    )
    _without_lines(table, candidate)
    return table


def _title_of(name: str, candidate: Candidate) -> str:
    form = candidate.form
    if form is not None and name.startswith(ITEM):
        lines: list[Item | BonusItem] = [*form.items, *form.bonus_items]
        return next((line.title for line in lines if ITEM + line.id == name), name)
    return next((head.title for head in form.head if head.field == name), name) if form else name


def _without_lines(table: CardTable, candidate: Candidate) -> None:
    """QK142 for cards that lack the line of a required item: they cannot be scored."""
    assert candidate.form is not None
    for index, addresses in enumerate(table.addresses):
        absent = [title for item, title in required_items(candidate.form) if ITEM + item not in addresses]
        if absent:
            table.report("QK142", index, "", "", decides=True, missing="、".join(absent))
