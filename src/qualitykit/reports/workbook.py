"""评分结果.xlsx: the month as a workbook, with what must be decided beside it.

Source: semantics.md §11 (control totals), §12 (masking).
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from qualitykit.beside import beside, steps_beside
from qualitykit.i18n import _
from qualitykit.reports.book import Book
from qualitykit.reports.charts import add_charts, add_figures
from qualitykit.reports.check_sheets import controls_table, notes_table, problems_table
from qualitykit.reports.conduct_sheets import incidents_table, warnings_table
from qualitykit.reports.cover import add_cover, state_marks
from qualitykit.reports.csvtable import csv_bytes, plain_rows
from qualitykit.reports.deadline_sheets import deadlines_table, rates_table, waiting_table
from qualitykit.reports.detail_sheets import answer_tables, detail_table, details_csv, hits_table
from qualitykit.reports.files import make_folder, write_whole
from qualitykit.reports.grid import SHEET_ROWS, Table
from qualitykit.reports.lookup import Lookup, in_order
from qualitykit.reports.money_sheets import bonus_lines_table, bonus_table
from qualitykit.reports.overview import overview
from qualitykit.reports.people_sheets import praise_table, ranking_table, stars_table
from qualitykit.reports.registers import (
    decisions_bytes,
    decisions_file,
    review_bytes,
    review_file,
    warnings_bytes,
    warnings_file,
)
from qualitykit.scoring.results import EvaluationResult, MonthResult
from qualitykit.scoring.reviewing import after_closing
from qualitykit.sheets.meta import Meta

__all__ = ["RESULTS_FILE", "details_ahead", "write_results"]

RESULTS_FILE = "评分结果.xlsx"


def details_ahead(evaluated: MonthResult) -> Callable[[], bytes] | None:
    """Begin 评分明细.csv while the rest of the month is still worked out; None where no such file is written.

    ``evaluated``: the evaluations of the month and the names of its people. Gives a function that waits for
    the file's bytes.
    """
    if len(evaluated.evaluations) <= SHEET_ROWS:
        return None
    return beside(lambda: details_csv(Lookup(evaluated), in_order(evaluated.evaluations)))


def write_results(
    result: MonthResult,
    folder: Path,
    *,
    trend: Sequence[MonthResult] = (),
    redact: bool = False,
    closed: bool = False,
    seal: str = "",
    details: Callable[[], bytes] | None = None,
) -> tuple[Path, ...]:
    """Write the month's workbook into ``folder``; gives the files written.

    ``trend``: results of earlier months in order of date, for what got worse and the trend chart. ``redact``:
    names and values are masked, and no register or review sheet is written (they need both). ``closed``:
    nothing says 草稿; the month's ``seal`` stands on the cover and, shortened, in every footer: on
    the signed sheet it anchors the ledger's chain. What nobody decided has lapsed. ``details``:
    ``details_ahead``, where it was begun.

    Beside the workbook: tables over 20,000 rows as CSV, 警告登记表-2026-10.xlsx when there is a warning,
    待复核-2026-10.xlsx when a hit waits. Their names hold the month, for those of two months may lie in one
    folder; what people typed into them is kept.

    Errors: CannotRunError when the folder is read-only or a file is open in Excel.
    """
    make_folder(folder)
    if closed:
        result = after_closing(result)
    find = Lookup(result, redact=redact)
    long = len(result.evaluations) > SHEET_ROWS  # else it is not worth a process
    evaluations = result.evaluations if long else in_order(result.evaluations)

    def conduct_and_registers() -> Iterator[Any]:
        if long:
            yield incidents_table(find, {}, ""), hits_table(find)
        yield () if redact else _registers(find, folder)

    _looked_for_once = find.with_hits  # and shared with the copies of this process
    if long and details is None:
        details = beside(lambda: details_csv(find, in_order(evaluations)))
    others_made = steps_beside(conduct_and_registers) if long else conduct_and_registers()
    tables = _tables(find, evaluations, trend, others_made)
    files = [_write(folder / RESULTS_FILE, _workbook(find, tables, trend, closed=closed, seal=seal))]
    if long and details is not None:
        files.append(_write(folder / f"{_('Score details')}.csv", details()))
    files += [
        _write(
            folder / f"{table.title}.csv",
            csv_bytes([column.title for column in table.columns], plain_rows(table)),
        )
        for table in tables.values()
        if table.in_csv and table.title != _("Score details")
    ]
    (registers,) = others_made
    return (*files, *registers)


def _registers(find: Lookup, folder: Path) -> tuple[Path, ...]:
    """The sheets that people fill in and put back."""
    month = find.result.period.month
    warnings, review = folder / warnings_file(month), folder / review_file(month)
    decisions = folder / decisions_file(month)
    made = (
        (warnings, warnings_bytes(find, warnings)),
        (review, review_bytes(find, review)),
        (decisions, decisions_bytes(find, decisions)),
    )
    return tuple(_write(path, data) for path, data in made if data is not None)


def _write(path: Path, data: bytes) -> Path:
    return write_whole(path, lambda temporary: _fill(temporary, data))


def _fill(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _tables(
    find: Lookup,
    evaluations: Sequence[EvaluationResult],
    trend: Sequence[MonthResult],
    conduct: Iterator[tuple[Table, Table]],
) -> dict[str, Table]:
    """The tables of the workbook by topic, in the order of the sheets. ``conduct``: gives the incidents and
    the hits of a long month, in which they lead to no row of 评分明细."""
    before = {person.employee_no: person for person in trend[-1].people} if trend else {}
    details_title, ranking_title = _("Score details"), _("Ranking")
    lines = bonus_lines_table(find)
    first_line: dict[str, int] = {}
    for offset, cells in enumerate(lines.rows, start=lines.head_row + 1):
        first_line.setdefault(str(cells[0]), offset)
    first_row: dict[str, int] = {}
    evaluation_row: dict[str, int] = {}
    rank_row: dict[str, int] = {}
    long = len(evaluations) > SHEET_ROWS
    if not long:
        for offset, one in enumerate(evaluations, start=2):
            first_row.setdefault(one.employee_no, offset)
            evaluation_row[one.id] = offset
    ranking = ranking_table(find, before, first_row, details_title)
    for offset, person in enumerate(find.ranking, start=ranking.head_row + 1):
        rank_row[person.employee_no] = offset
    stars = stars_table(find)
    incidents, hits = (
        next(conduct) if long else (incidents_table(find, evaluation_row, details_title), hits_table(find))
    )
    tables = {
        "ranking": ranking,
        "stars": stars,
        "incidents": incidents,
        "warnings": warnings_table(find),
        "bonuses": bonus_table(find, first_line if not lines.in_csv else {}, lines.title),
        "lines": lines,
        "praise": praise_table(find),
        "details": detail_table(find, evaluations, rank_row, ranking_title),
    }
    for index, table in enumerate(answer_tables(find, evaluations)):
        tables[f"answers-{index}"] = table
    if hits.rows:
        tables["hits"] = hits
    if find.result.deadlines or find.result.callbacks:
        tables["deadlines"] = deadlines_table(find)
        tables["deadlines-kept"] = rates_table(find)
        tables["waiting"] = waiting_table(find)
    tables["notes"] = notes_table(find, evaluations)
    tables["problems"] = problems_table(find)
    tables["controls"] = controls_table(find)
    return tables


def _workbook(
    find: Lookup, tables: dict[str, Table], trend: Sequence[MonthResult], *, closed: bool, seal: str
) -> bytes:
    result = find.result
    book = Book(
        created=result.period.last_day, title=f"qualitykit {result.period.month}", subject=_("results")
    )
    marks = " ".join(mark.partition(":")[0].partition("：")[0] for mark in state_marks(result, closed=closed))
    book.footer = " ".join(f"{result.period.month} {marks} {seal[:32]}".split()).replace("&", "&&")
    facts = overview(find, trend)
    cover = book.add_sheet(_("Overview"), tab="#1F4E79", portrait=True)
    titles = {topic: table.title for topic, table in tables.items()}
    row = add_cover(
        book,
        cover,
        find,
        facts,
        titles,
        closed=closed,
        seal=seal,
        before=trend[-1].period.month if trend else "",
    )
    for table in tables.values():
        book.add_table(table)
    blocks = add_figures(book, find, facts)
    last = add_charts(book, cover, blocks, find, facts, row=row, columns=(0, 7), size=(530, 296), rows=15)
    cover.print_area(0, 0, last, 13)
    cover.activate()
    pack = result.standards[0] if result.standards else None
    book.add_meta(
        Meta(
            kind="results",
            pack=pack.id if pack else "",
            pack_version=pack.version if pack else "",
            pack_digest=pack.digest if pack else "",
            month=result.period.month,
            program_version=result.program_version,
        )
    )
    return book.bytes()
