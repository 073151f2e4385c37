"""Sheets about evaluations: 评分明细 (one row an evaluation), a sheet a form, 话术检测."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import islice, zip_longest
from typing import Any

from qualitykit.i18n import _
from qualitykit.model import Place
from qualitykit.reports.csvtable import CsvParts, csv_lines
from qualitykit.reports.figures import rounded
from qualitykit.reports.grid import SHEET_ROWS, Column, Link, Mark, Table, sheet_name
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.wording import (
    answered_by_check,
    hit_kind,
    hit_phrase,
    hit_state,
    no_score_text,
    reason_text,
)
from qualitykit.scoring.results import EvaluationResult, FormScore, ItemPart
from qualitykit.scoring.reviewing import every_hit

__all__ = [
    "answer_tables",
    "detail_table",
    "details_csv",
    "failed_items",
    "hits_table",
    "points_off",
]

_Cells = tuple[object, ...]


class _Made(dict[Any, Any]):
    """What is made of values that occur again and again, each worked out once."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: Any) -> Any:
        made = self[value] = self._make(value)
        return made


def items_of(score: FormScore) -> tuple[ItemPart, ...]:
    """The items of a scored form, in the form's order."""
    return tuple(item for section in score.sections for item in section.items)


def failed_items(score: FormScore | None, standard: int, find: Lookup) -> str:
    """Titles of the failed items, joined by 、."""
    if score is None:
        return ""
    return "、".join(
        find.title(f"item:{score.form}/{item.item}", standard) for item in items_of(score) if item.failed
    )


def points_off(score: FormScore) -> Decimal:
    """All points off for hits, before clamping."""
    return sum((part.points for part in score.deductions if part.points > 0), Decimal(0))


def why_no_score(evaluation: EvaluationResult, find: Lookup) -> str:
    """Why an evaluation gives no score; empty where it gives one."""
    if evaluation.reason is not None:
        return reason_text(evaluation.reason, find)
    return no_score_text(evaluation.score.no_score) if evaluation.score is not None else ""


def _two_places(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(rounded(value, 2))


class _Scores:
    """What is worked out once for the form scores that evaluations with equal answers share."""

    def __init__(self, find: Lookup) -> None:
        self._find = find
        self._known: dict[tuple[int, int], _Cells] = {}

    def cells(self, evaluation: EvaluationResult) -> _Cells:
        """Base, points off, bonus, published, qualified, N/A percent, failed items."""
        score = evaluation.score
        if score is None:
            return (None, None, None, None, "", None, "")
        key = (id(score), evaluation.standard)
        cells = self._known.get(key)
        if cells is None:
            off = points_off(score)
            cells = self._known[key] = (
                _two_places(score.base),
                off or None,
                score.bonus_points or None,
                score.published,
                _("qualified") if score.qualified else _("not qualified"),
                _two_places(score.na_percent) or None,
                failed_items(score, evaluation.standard, self._find),
            )
        return cells


class _Heads:
    """The first cells of an evaluation's line; what is the same for a person is worked out once."""

    def __init__(self, find: Lookup) -> None:
        self._find = find
        self._people = _Made(lambda number: (number, find.name(number), find.department(number)))
        self._inspectors = _Made(find.person_name)

    def cells(self, evaluation: EvaluationResult, form: str) -> _Cells:
        """Number, name, department, day, time, form, contact, inspector."""
        return (
            *self._people[evaluation.employee_no],
            evaluation.day,
            evaluation.at,
            form,
            self._find.text(evaluation.contact_id),
            self._inspectors[evaluation.inspector],
        )


def _head_columns() -> tuple[Column, ...]:
    return (
        Column(_("Number"), "text", 8),
        Column(_("Name"), "text", 8, 16),
        Column(_("Department"), "text", 8, 20),
        Column(_("Date"), "date"),
        Column(_("Time"), "time"),
        Column(_("Form"), "text", 8, 20),
        Column(_("Contact id"), "text", 10, 24),
        Column(_("Inspector"), "text", 8, 16),
    )


def detail_columns() -> tuple[Column, ...]:
    """The columns of 评分明细."""
    return (
        *_head_columns(),
        Column(_("Base"), "score"),
        Column(_("Points off"), "score"),
        Column(_("Bonus points"), "score"),
        Column(_("Score"), "score"),
        Column(_("Verdict"), "text", 8),
        Column(_("N/A %"), "number", 7),
        Column(_("Failed items"), "wrap", 14, 28),
        Column(_("Why no score"), "wrap", 10, 22),
        Column(_("Remark"), "wrap", 8, 24),
        Column(_("Where"), "wrap", 12, 32),
    )


def detail_table(
    find: Lookup, evaluations: Sequence[EvaluationResult], ranking: dict[str, int], sheet: str
) -> Table:
    """评分明细: one row an evaluation with the steps of its score; ``ranking``: rows of the sheet 排名."""
    title = _("Score details")
    if len(evaluations) > SHEET_ROWS:
        return Table(title, detail_columns(), _Counted(len(evaluations)))
    scores, heads = _Scores(find), _Heads(find)
    titles = _Made(lambda key: find.title(f"form:{key[0]}", key[1]))
    rows: list[_Cells] = []
    for evaluation in evaluations:
        head = list(heads.cells(evaluation, titles[evaluation.form, evaluation.standard]))
        if evaluation.employee_no in ranking:
            head[1] = Link(str(head[1]) or evaluation.employee_no, sheet, ranking[evaluation.employee_no])
        cells = list(scores.cells(evaluation))
        if cells[3] is None:
            cells[3] = Mark("—", "warn")
        if evaluation.score is not None and not evaluation.score.qualified:
            cells[4] = Mark(cells[4], "bad")
        rows.append(
            (
                *head,
                *cells,
                why_no_score(evaluation, find),
                find.value(evaluation.remark),
                find.place(evaluation.place),
            )
        )
    return Table(title, detail_columns(), rows, frozen_columns=2, empty=_("No evaluation this month."))


class _Counted(Sequence[Sequence[object]]):
    """Rows that are written elsewhere: only their number is known here."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: object) -> Sequence[object]:  # type: ignore[override]
        raise IndexError(index)


def _forms(evaluations: Sequence[EvaluationResult]) -> dict[tuple[str, int], list[EvaluationResult]]:
    """Evaluations by form and the standard that it comes from."""
    found: dict[tuple[str, int], list[EvaluationResult]] = {}
    for evaluation in evaluations:
        found.setdefault((evaluation.form, evaluation.standard), []).append(evaluation)
    return found


def _item_ids(group: Sequence[EvaluationResult], find: Lookup) -> tuple[str, ...]:
    """Ids of what the form's answers belong to: its items, then its bonus items."""
    scored = next((one.score for one in group if one.score is not None), None)
    items = tuple(item.item for item in items_of(scored)) if scored else ()
    labelled = find.item_ids(group[0].form, group[0].standard)
    count = max(len(one.raw) for one in group)
    if labelled[: len(items)] == items:
        return labelled[: max(count, len(items))]
    return items


class _Answers:
    """The answers of a form as written, failed ones and those taken from a check marked."""

    def __init__(self, find: Lookup, count: int) -> None:
        self._count = count
        self._find = find
        self._values = _Made(find.value)
        self._known: dict[tuple[int, int, tuple[str, ...]], _Cells] = {}
        self._checked: dict[tuple[object, ...], str] = {}

    def cells(self, evaluation: EvaluationResult) -> _Cells:
        """A cell an item; evaluations with the same answers share them."""
        key = (id(evaluation.score), id(evaluation.outcomes), evaluation.raw)
        cells = self._known.get(key)
        if cells is None:
            parts = items_of(evaluation.score) if evaluation.score is not None else ()
            pairs = zip_longest(evaluation.raw, parts, fillvalue=None)
            cells = tuple(self._cell(evaluation, raw or "", part) for raw, part in islice(pairs, self._count))
            cells = self._known[key] = cells + ("",) * (self._count - len(cells))
        return cells

    def _cell(self, one: EvaluationResult, written: str, part: ItemPart | None) -> object:
        raw = self._values[written]
        if part is None:
            return raw
        s = part.s
        if part.by == "check":
            key = (id(one.outcomes), part.item, one.standard, s, part.failed)
            raw = self._checked.get(key) or self._checked.setdefault(
                key, answered_by_check(one, part, self._find)
            )
        if part.failed:
            return Mark(raw or "—", "bad")
        # s < 1; comparing fractions takes ten times as long
        return Mark(raw or "—", "warn") if s is not None and s.numerator < s.denominator else raw


def answer_tables(find: Lookup, evaluations: Sequence[EvaluationResult]) -> tuple[Table, ...]:
    """One table a form: every answer as it was written, failed items in red."""
    if len(evaluations) > SHEET_ROWS:
        return ()
    heads = _Heads(find)
    tables: list[Table] = []
    names: list[str] = []
    for (form, standard), group in sorted(_forms(evaluations).items()):
        items = _item_ids(group, find)
        title = find.title(f"form:{form}", standard)
        name = sheet_name(_("Items {form}").format(form=title), names)
        names.append(name)
        columns = (
            *_head_columns()[:5],
            *_head_columns()[6:7],
            *(Column(find.title(f"item:{form}/{item}", standard), "text", 9, 14) for item in items),
            Column(_("Score"), "score"),
        )
        answers = _Answers(find, len(items))
        rows = []
        for one in group:
            head = heads.cells(one, title)
            published = one.score.published if one.score is not None else None
            rows.append(
                (
                    *head[:5],
                    head[6],
                    *answers.cells(one),
                    published if published is not None else Mark("—", "warn"),
                )
            )
        intro = _("{form}: answers as written. Red: failed. Yellow: not the full points.").format(form=title)
        tables.append(Table(name, columns, rows, intro=(intro,), frozen_columns=2, tab="#7F8FA6"))
    return tuple(tables)


def details_csv(find: Lookup, evaluations: Sequence[EvaluationResult]) -> bytes:
    """``评分明细.csv``: the columns of 评分明细 and then the answers, a column an item.

    Most of a line stands in many others too (a day, a person, a score, all answers alike): each such part is
    written once and joined from then on.
    """
    titles = [column.title for column in detail_columns()]
    groups = {key: _item_ids(group, find) for key, group in sorted(_forms(evaluations).items())}
    offsets: dict[tuple[str, int], int] = {}
    width = 0
    for (form, standard), items in groups.items():
        offsets[form, standard] = width
        width += len(items)
        head = find.title(f"form:{form}", standard)
        titles += [f"{head}/{find.title(f'item:{form}/{item}', standard)}" for item in items]
    scores = _Scores(find)
    part = CsvParts()
    cell = part.cell
    forms = {key: find.title(f"form:{key[0]}", key[1]) for key in groups}
    people = _Made(lambda number: part.row((number, find.name(number), find.department(number))))
    days = _Made(lambda day: part.cell(day.isoformat()))
    times = _Made(lambda at: "" if at is None else f"{at:%H:%M}")
    inspectors = _Made(lambda name: part.cell(find.person_name(name)))
    sheets = _Made(lambda place: cell(find.text("!".join(name for name in place if name)) + "!"))
    heads = {key: part.cell(title) for key, title in forms.items()}
    answers = {
        key: _answer_texts(part, find, offsets[key], len(items), width) for key, items in groups.items()
    }
    scored: dict[tuple[int, int], str] = {}
    lines: list[str] = []
    before, after = Place(cell="0:0").cell_shown.split("0")  # 第 0 行: the same words for every row
    contacts = part.column([one.contact_id for one in evaluations])
    for one, contact in zip(evaluations, contacts, strict=True):
        key = (one.form, one.standard)
        score = one.score
        of_score = scored.get((id(score), one.standard))
        if of_score is None:
            of_score = scored[id(score), one.standard] = part.row(scores.cells(one))
        why = ""
        if one.reason is not None or (score is not None and score.no_score):
            why = cell(why_no_score(one, find))
        place = one.place
        sheet = sheets[place.file, place.sheet]
        whole = place.cell == f"{one.row}:{one.row}"
        row = f"{before}{one.row}{after}" if whole else place.cell_shown or one.row
        where = f'{sheet[:-1]}{row}"' if sheet.startswith('"') else f"{sheet}{row}"
        remark = cell(find.value(one.remark)) if one.remark else ""
        lines.append(
            f"{people[one.employee_no]},{days[one.day]},{times[one.at]},{heads[key]},{contact},"
            f"{inspectors[one.inspector]},{of_score},{why},{remark},"
            f"{where}{',' if width else ''}{answers[key][one.raw]}"
        )
    return csv_lines(titles, lines)


def _answer_texts(part: CsvParts, find: Lookup, before: int, count: int, width: int) -> _Made:
    """The answers of a form in a line of the CSV, between the columns of the forms beside it."""

    def text(raw: tuple[str, ...]) -> str:
        own = raw[:count]
        shown = map(find.value, own) if find.redact else own
        return part.row((*("",) * before, *shown, *("",) * (width - before - len(own))))

    return _Made(text)


def hits_table(find: Lookup) -> Table:
    """话术检测: every phrase found and every wait or overlap measured, with its evidence."""
    rows = [
        (
            one.employee_no,
            find.name(one.employee_no),
            one.day,
            find.text(one.contact_id),
            find.title(f"check:{outcome.check}", one.standard),
            find.value(hit.quote),
            hit_phrase(hit),
            hit_kind(hit.kind),
            hit.turn,
            hit.second,
            Mark(hit_state(hit), "warn") if hit.pending else hit_state(hit),
            find.clause(f"check:{outcome.check}", one.standard),
            hit.id,
        )
        for one, outcome, hit in every_hit(find.with_hits)
    ]
    return Table(
        _("Phrases found"),
        (
            Column(_("Number"), "text", 8),
            Column(_("Name"), "text", 8, 16),
            Column(_("Date"), "date"),
            Column(_("Contact id"), "text", 10, 24),
            Column(_("Check"), "wrap", 12, 28),
            Column(_("Words"), "wrap", 16, 48),
            Column(_("Phrase"), "text", 8, 20),
            Column(_("Found by"), "text", 8, 14),
            Column(_("Turn"), "int", 6),
            Column(_("Second"), "number", 7),
            Column(_("State"), "text", 8),
            Column(_("Clause"), "text", 8),
            Column(_("Hit id"), "text", 10, 30, printed=False),
        ),
        rows,
        intro=(_("Advice is for coaching: no points, no violation. The review sheet decides pending ones."),),
        frozen_columns=2,
        tab="#7F8FA6",
    )
