"""The items of a form in a table: a column each → answers, shared by all rows that answered alike."""

from collections.abc import Callable, Collection, Sequence
from decimal import Decimal

from qualitykit.frozen import dataclass
from qualitykit.intake.answers import AnswerReader, answer_reader, parse_measure
from qualitykit.intake.cells import Fault, Raw, shown
from qualitykit.intake.recognise import item_column
from qualitykit.intake.table import TICKS, Table
from qualitykit.model import Answer, AnswerState
from qualitykit.problems import problem
from qualitykit.standards.forms import BonusItem, Form, Item, Number, Points, Scale, YesNo

__all__ = ["Answered", "answer_columns", "form_lines", "item_reader"]

_DURATIONS = {"seconds": "s", "minutes": "min", "hours": "h"}


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers of a table: a tuple a row in the order of the form's lines, the fields of their columns,
    and per row the codes for which it is held back."""

    answers: list[tuple[Answer, ...]]
    columns: list[str]
    held_back: dict[int, tuple[str, ...]]


def form_lines(form: Form) -> tuple[Item, ...]:
    """Items, then bonus items as yes-or-no items that nobody has to answer: the order of an evaluation."""
    return (*form.items, *map(_bonus, form.bonus_items))


def _bonus(line: BonusItem) -> Item:
    # its values were validated with the pack; to do it again would load and build the validators
    return Item.model_construct(
        id=line.id,
        title=line.title,
        clause=line.clause,
        titles=line.titles,
        answer=YesNo.model_construct(kind="yes_no"),
        required=False,
    )


def item_reader(item: Item, form: Form, header_unit: str | None = None) -> AnswerReader:
    """The reader of an item's cells; ``header_unit`` (s, ms, min, h): what its header says it counts."""
    read = answer_reader(item, form)
    kind = item.answer
    if (
        header_unit is None
        or not isinstance(kind, Number)
        or _DURATIONS.get(kind.unit) in (None, header_unit)
    ):
        return read

    def in_header_unit(raw: Raw) -> Answer | Fault:
        found = read(raw)
        if isinstance(found, Answer) and found.state is not AnswerState.VALUE:
            return found
        value = parse_measure(
            raw, kind.unit, kind.minimum, kind.maximum, header_unit=header_unit, time_cells=form.time_cells
        )
        return value if isinstance(value, Fault) else Answer(AnswerState.VALUE, value, shown(raw))

    return in_header_unit


def answer_columns(table: Table, form: Form) -> Answered:
    """Read every item's column.

    A required item left blank and a value outside what is allowed hold the row back (QK401 and the codes of
    answers). Rows with equal cells share one tuple of answers, so that scoring can remember by it.
    """
    found = set(table.match.columns)
    lines = form_lines(form)
    columns = [item_column(form, item.id, found) for item in lines]
    held: dict[int, tuple[str, ...]] = {}
    raws: list[Sequence[Raw]] = [table.comparable(name) for name in columns]
    rows = list(zip(*raws, strict=True))
    patterns = dict.fromkeys(rows)  # most rows are answered like another one
    known: list[dict[Raw, Answer]] = []
    wrong: list[tuple[int, dict[Raw, Fault]]] = []
    for place, (item, name) in enumerate(zip(lines, columns, strict=True)):
        header = table.match.header(name) if name else None
        read = item_reader(item, form, header.word.hint.unit if header else None)
        answers, faults = _distinct({pattern[place] for pattern in patterns}, read)
        known.append(answers)
        if faults:
            wrong.append((place, faults))
        if header is not None:
            _compare_header(table, form, item, name)
    shared = {
        pattern: tuple(answers[cell] for answers, cell in zip(known, pattern, strict=True))
        for pattern in patterns
    }
    for place, faults in wrong:
        cells = table.raw(columns[place])
        for index, key in enumerate(raws[place]):
            if fault := faults.get(key):
                table.fault(index, columns[place], fault, cells[index])
                held[index] = (*held.get(index, ()), fault.code)
    _blanks(table, lines, columns, raws, known, held)
    return Answered([shared[row] for row in rows], columns, held)


def _distinct(
    cells: Collection[Raw], read: Callable[[Raw], Answer | Fault]
) -> tuple[dict[Raw, Answer], dict[Raw, Fault]]:
    """Each distinct cell of a column, read once; what cannot be read is outside the allowed values."""
    answers: dict[Raw, Answer] = {}
    faults: dict[Raw, Fault] = {}
    for key in cells:
        raw = TICKS.get(key, key) if isinstance(key, str) else key
        value = read(raw)
        if isinstance(value, Fault):
            faults[key] = value
            value = Answer(AnswerState.OUTSIDE, None, shown(raw))
        answers[key] = value
    return answers, faults


def _blanks(
    table: Table,
    lines: tuple[Item, ...],
    columns: list[str],
    raws: list[Sequence[Raw]],
    known: list[dict[Raw, Answer]],
    held: dict[int, tuple[str, ...]],
) -> None:
    """Hold back the rows that leave a required item blank; say of blanks what emptied them, if it shows."""
    for item, name, column, answers in zip(lines, columns, raws, known, strict=True):
        needed = item.required and item.answer.kind != "detected"
        blank = {raw for raw, answer in answers.items() if answer.state is AnswerState.BLANK}
        if not name or not blank or not (needed or (table.small() and "" in blank)):
            continue
        for index, raw in enumerate(column):
            if raw not in blank:
                continue
            before = len(table.problems)
            if needed:
                table.empty(index, name, Fault("QK401", (("item", item.title),)), decides=False)
            elif raw == "":
                table.emptied(index, name)
            if len(table.problems) > before:
                held[index] = (*held.get(index, ()), table.problems[-1].code)


def _compare_header(table: Table, form: Form, item: Item, name: str) -> None:
    """QK141 where the header states another weight or maximum than the form."""
    header = table.match.header(name)
    if header is None:
        return
    hint = header.word.hint
    place = table.sheet.place(header.row, header.column)
    if isinstance(item.answer, Points | Scale) and hint.maximum is not None:
        most = item.answer.max
        if hint.maximum != most:
            table.problems.append(
                problem("QK141", place, header=header.text, written=hint.maximum, standard=most)
            )
    if hint.weight_percent is not None and item in form.items:
        share = _share(form, item)
        if abs(share - hint.weight_percent) >= Decimal("0.5"):
            table.problems.append(
                problem(
                    "QK141",
                    place,
                    header=header.text,
                    written=f"{hint.weight_percent}%",
                    standard=f"{share}%",
                )
            )


def _share(form: Form, item: Item) -> Decimal:
    """An item's part of the form, in percent with one place."""
    whole = sum((section.weight for section in form.sections), Decimal(0))
    section = next(s for s in form.sections if item in s.items)
    inside = sum((other.weight for other in section.items), Decimal(0))
    return (100 * section.weight / whole * item.weight / inside).quantize(Decimal("0.1"))
