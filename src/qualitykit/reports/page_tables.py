"""The workbook's tables as tables of the page: what a cell shows, how it sorts, where it leads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from decimal import Decimal

from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.reports.figures import money, number, score, signed
from qualitykit.reports.grid import Link, Mark, Table

__all__ = ["Cell", "Grid", "Head", "Range", "grid", "position"]

_NUMERIC = frozenset({"int", "score", "delta", "money", "number"})
_HIGH_FIRST = frozenset({"score", "delta", "money"})  # the first click shows the highest


@dataclass(frozen=True, slots=True)
class Range:
    """A score with its interval, as positions from 0 to 100 on the column's own scale."""

    low: Decimal
    high: Decimal
    at: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``sort``: what it is sorted by where the text would not do. ``href``: an anchor."""

    text: str
    sort: str = ""
    look: str = ""
    href: str = ""
    range: Range | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """One column: title, kind of cells, and whether the first click sorts downward."""

    title: str
    numeric: bool
    high_first: bool
    wrap: bool
    minor: bool

    @property
    def look(self) -> str:
        """Classes of the column's cells: numbers right, long text wraps, minor ones go on a phone."""
        return (" n" if self.numeric else "") + (" w" if self.wrap else "") + (" x" if self.minor else "")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the page. ``key``: the column whose cells head their rows, -1: none."""

    id: str
    title: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    key: int
    intro: tuple[str, ...]
    empty: str
    foot: tuple[Cell, ...] = ()


def position(table: Table, title: str) -> int:
    """Where the column of that title stands. KeyError: the table has none."""
    for index, column in enumerate(table.columns):
        if column.title == title:
            return index
    raise KeyError(title)


def grid(
    name: str,
    table: Table,
    clean: Callable[[str], str],
    anchors: Mapping[str, str],
    *,
    without: Sequence[str] = (),
    minor: Sequence[str] = (),
    wrap: Sequence[str] = (),
    rows: Sequence[Sequence[object]] | None = None,
    foot: Sequence[object] = (),
) -> Grid:
    """A workbook's table for the page: without ids for machines and without the columns ``without``.

    ``clean`` masks every text once more. ``anchors``: a person's place on the page by number; names
    lead there. ``minor`` columns are left out on a phone, ``wrap`` ones wrap as those of long text. ``rows``
    stand in for the table's own, ``foot`` closes it.
    """
    kept = [
        index for index, column in enumerate(table.columns) if column.printed and column.title not in without
    ]
    titles = [column.title for column in table.columns]
    number_at = titles.index(_("Number")) if _("Number") in titles else -1
    name_at = titles.index(_("Name")) if _("Name") in titles else -1
    made = []
    for row in table.rows if rows is None else rows:
        anchor = anchors.get(str(row[number_at]), "") if number_at >= 0 else ""
        made.append(
            tuple(
                _cell(row[index], table.columns[index].kind, clean, anchor if index == name_at else "")
                for index in kept
            )
        )
    heads = tuple(
        Head(
            table.columns[index].title,
            table.columns[index].kind in _NUMERIC,
            table.columns[index].kind in _HIGH_FIRST,
            table.columns[index].kind == "wrap" or table.columns[index].title in wrap,
            table.columns[index].title in minor,
        )
        for index in kept
    )
    below = tuple(_cell(foot[index], table.columns[index].kind, clean, "") for index in kept) if foot else ()
    key = kept.index(name_at) if name_at in kept else -1
    return Grid(name, table.title, heads, tuple(made), key, table.intro, table.empty, below)


def _cell(value: object, kind: str, clean: Callable[[str], str], href: str) -> Cell:
    if isinstance(value, Mark):
        return replace(_cell(value.value, kind, clean, href), look=value.look)
    if isinstance(value, Link):
        return _cell(value.text, kind, clean, f"#{value.sheet}{value.row}")
    look = ""
    if isinstance(value, Range):
        return Cell(value.text, str(value.at), look, "", value)
    if value is None:
        return Cell("", look=look)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return _figure(Decimal(value), kind, look, href)
    if isinstance(value, date):
        return Cell(value.isoformat(), "", look, href)
    if isinstance(value, time):
        return Cell(f"{value:%H:%M}", "", look, href)
    text = clean(str(value))
    return Cell(text, "", look, href if text else "")


def _figure(value: Decimal, kind: str, look: str, href: str) -> Cell:
    if kind == "money":
        return Cell(money(value), str(value), look, href)
    if kind == "delta":
        text = signed(value)
        return Cell(text, str(value), look or ("fell" if value < 0 else ""), href)
    if kind == "score":
        return Cell(score(value), "", look, href)
    return Cell(number(value), "", look, href)
