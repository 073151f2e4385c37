"""总览: the cover that a manager reads in one minute."""

from decimal import Decimal
from typing import Any

from qualitykit.i18n import _
from qualitykit.reports.book import ACCENT, BAD, GOOD, HEAD, LINE, PAPER, SOFT, WARN, WARN_FILL, Book
from qualitykit.reports.figures import cut, money, score, signed
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.overview import Overview
from qualitykit.reports.registers import review_file
from qualitykit.reports.wording import bonus_kind, reason_text
from qualitykit.scoring.results import MonthResult

__all__ = ["add_cover", "state_marks"]

COLUMNS = 14
_WIDTH = 10.3  # characters a column
_LINES = 6  # lines of a block
_ELSEWHERE = frozenset(
    {"hits-pending", "inspector-na-rate"}
)  # notes that the cover says itself or leaves to 差异与提示


def state_marks(result: MonthResult, *, closed: bool, settled: bool = False) -> tuple[str, ...]:
    """草稿, 预估, 暂定, 不完整: what a reader must know before trusting the figures.

    ``settled``: the earlier months are closed by now, whatever they were when this one was scored.
    """
    marks = []
    if not closed:
        marks.append(_("DRAFT: the month is not closed"))
    if result.estimate:
        marks.append(
            _("ESTIMATE: it was scored before the earlier months were closed; score again to update it")
            if settled
            else _(
                "ESTIMATE: earlier months were drafts when this was scored; score again once they are closed"
            )
        )
    if result.provisional:
        marks.append(_("PROVISIONAL: no earlier month is known, steps of warnings may change"))
    errors = sum(1 for one in result.problems if one.severity == "error")
    if errors:
        marks.append(_("INCOMPLETE: {n} errors in the data").format(n=errors))
    return tuple(marks)


class _Cover:
    """Draws on the cover's grid of 14 equal columns."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self.book = book
        self.sheet = sheet

    def text(self, row: int, first: int, last: int, text: str, **form: object) -> None:
        """A text over several columns."""
        style = self.book.format(**form)
        self.sheet.merge_range(row, first, row, last, "", style)
        self.sheet.write_string(row, first, self.book.clean(text), style)

    def figure(self, row: int, column: int, value: Decimal | int | None, **form: object) -> None:
        """A number in one cell, empty where None."""
        style = self.book.format(**form)
        if value is None:
            self.sheet.write_blank(row, column, None, style)
        else:
            self.sheet.write_number(row, column, value, style)

    def tile(self, column: int, row: int, label: str, value: str, note: str, colour: str = HEAD) -> None:
        """A headline figure of two columns: label, value, a word on it."""
        soft = {"bg_color": SOFT, "align": "center"}
        self.text(
            row,
            column,
            column + 1,
            label,
            font_size=9,
            font_color="#52606D",
            left=5,
            left_color=PAPER,
            right=5,
            right_color=PAPER,
            **soft,
        )
        self.text(
            row + 1,
            column,
            column + 1,
            value,
            font_size=17,
            bold=True,
            font_color=colour,
            left=5,
            left_color=PAPER,
            right=5,
            right_color=PAPER,
            **soft,
        )
        self.text(
            row + 2,
            column,
            column + 1,
            note,
            font_size=8,
            font_color="#52606D",
            left=5,
            left_color=PAPER,
            right=5,
            right_color=PAPER,
            **soft,
        )

    def head(self, row: int, first: int, last: int, title: str, target: str = "") -> None:
        """The head of a block; leads to its sheet."""
        style = {"bold": True, "font_size": 11, "font_color": HEAD, "bottom": 2, "bottom_color": ACCENT}
        self.text(row, first, last, title, **style)
        if target:
            self.book.write_link(self.sheet, row, first, title, target, 0, self.book.format(**style))


def add_cover(
    book: Book,
    sheet: Any,
    find: Lookup,
    facts: Overview,
    sheets: dict[str, str],
    *,
    closed: bool,
    seal: str,
    before: str,
) -> int:
    """Write the cover's text; gives the row from which the charts may stand.

    ``sheets``: titles of the sheets that it leads to, by topic. ``before``: name of the month compared with.
    ``seal`` empty: the month is not closed.
    """
    result = find.result
    cover = _Cover(book, sheet)
    sheet.set_column(0, COLUMNS - 1, _WIDTH)
    sheet.set_row(0, 36)
    cover.text(
        0,
        0,
        COLUMNS - 1,
        _("Service quality: results of {month}").format(month=_month(result)),
        bold=True,
        font_size=20,
        font_color=HEAD,
    )
    standard = "、".join(f"{one.title} {one.version}" for one in result.standards)
    cover.text(
        1, 0, COLUMNS - 1,
        _("{first} to {last} · standard: {standard} · qualitykit {version}").format(
            first=result.period.first_day, last=result.period.last_day, standard=standard,
            version=result.program_version,
        ),
        font_size=9, font_color="#52606D",
    )  # fmt: skip
    marks = state_marks(result, closed=closed)
    if marks:
        sheet.set_row(2, 22)
        cover.text(
            2,
            0,
            COLUMNS - 1,
            "   ".join(f"【{mark}】" for mark in marks),
            bold=True,
            font_color=WARN,
            bg_color=WARN_FILL,
            text_wrap=True,
        )
    if seal:
        style = book.format(font_size=8, font_color="#52606D")
        sheet.merge_range(3, 0, 3, COLUMNS - 1, "", style)
        # as it is: digits in it may look like a phone number, which other texts mask
        sheet.write_string(3, 0, _("Seal of the closed month:") + " " + seal, style)
    _tiles(cover, facts)
    row = _blocks(cover, find, facts, sheets, 8, before)
    row = _second_row(cover, find, facts, sheets, row + 1)
    return row + 1


def _month(result: MonthResult) -> str:
    year, _dash, month = result.period.month.partition("-")
    return _("{year}-{month}").format(year=year, month=month.lstrip("0"))


def _tiles(cover: _Cover, facts: Overview) -> None:
    row = 4
    cover.sheet.set_row(row, 16)
    cover.sheet.set_row(row + 1, 28)
    cover.sheet.set_row(row + 2, 15)
    moved = (
        facts.mean - facts.mean_before if facts.mean is not None and facts.mean_before is not None else None
    )
    change = (
        _("month before {score} ({change})").format(score=score(facts.mean_before), change=signed(moved))
        if moved is not None
        else ""
    )
    cover.tile(
        0, row, _("Mean score"), score(facts.mean), change, BAD if moved is not None and moved < 0 else HEAD
    )
    cover.tile(2, row, _("People scored"), f"{facts.scored}", _("of {n}").format(n=facts.people))
    cover.tile(4, row, _("Evaluations"), f"{facts.evaluations:,}", _("that gave a score"))
    cover.tile(
        6,
        row,
        _("Incidents"),
        f"{facts.incidents}",
        _("{n} wait for confirmation").format(n=facts.pending_incidents) if facts.pending_incidents else "",
        BAD if facts.incidents else GOOD,
    )
    cover.tile(
        8, row, _("Warnings"), f"{facts.warnings}", _("cases of this month"), BAD if facts.warnings else GOOD
    )
    cover.tile(10, row, _("Praises"), f"{facts.praises}", _("verified, repeats counted once"), GOOD)
    before = (
        _("month before {amount}").format(amount=f"￥{facts.bonuses_before:,.0f}")
        if facts.bonuses_before is not None
        else ""
    )
    cover.tile(12, row, _("Bonuses"), f"￥{facts.bonuses:,.0f}", before)


def _blocks(
    cover: _Cover, find: Lookup, facts: Overview, sheets: dict[str, str], row: int, before: str
) -> int:
    """Who leads · what got worse · warnings."""
    line = {"bottom": 1, "bottom_color": LINE}
    cover.head(row, 0, 3, _("Who leads"), sheets["ranking"])
    stars = {one.employee_no for one in find.result.stars}
    leaders = [one for one in find.ranking if one.rank is not None][:_LINES]
    for offset, person in enumerate(leaders, start=1):
        star = "★ " if person.employee_no in stars else ""
        cover.figure(row + offset, 0, person.rank, align="center", **line)
        cover.text(row + offset, 1, 2, f"{star}{find.name(person.employee_no)} · {person.department}", **line)
        cover.figure(row + offset, 3, person.score, num_format="0.00", bold=True, **line)
    if not leaders:
        cover.text(row + 1, 0, 3, _("nobody is ranked"), font_color="#7B8794")
    title = _("What got worse since {month}").format(month=before) if before else _("What got worse")
    cover.head(row, 5, 8, title, sheets["ranking"])
    for offset, move in enumerate(facts.fallen[:_LINES], start=1):
        cover.text(
            row + offset, 5, 6, f"{find.name(move.person.employee_no)} · {move.person.department}", **line
        )
        cover.figure(row + offset, 7, move.person.score, num_format="0.00", **line)
        cover.figure(row + offset, 8, move.change, num_format="+0.00;[Red]-0.00", bold=True, **line)
    if not facts.fallen:
        nothing = _("nobody fell") if before else _("no month before to compare with")
        cover.text(row + 1, 5, 8, nothing, font_color="#7B8794")
    cover.head(row, 10, 13, _("Warnings"), sheets["warnings"])
    cases = sorted(find.result.cases, key=lambda case: (-case.step, case.employee_no))
    shown = cases[:_LINES] if len(cases) <= _LINES else cases[: _LINES - 1]
    for offset, case in enumerate(shown, start=1):
        cover.text(
            row + offset,
            10,
            11,
            f"{find.name(case.employee_no)} · {find.department(case.employee_no)}",
            **line,
        )
        cover.text(
            row + offset,
            12,
            13,
            _("step {n}: {title}").format(n=case.step, title=case.step_title),
            font_color=BAD if case.step > 1 else WARN,
            shrink=True,
            **line,
        )
    if len(cases) > len(shown):
        cover.text(
            row + _LINES, 10, 13, _("… {n} more").format(n=len(cases) - len(shown)), font_color="#7B8794"
        )
    if not cases:
        cover.text(row + 1, 10, 13, _("no warning this month"), font_color=GOOD)
    return row + _LINES + 1


def _second_row(cover: _Cover, find: Lookup, facts: Overview, sheets: dict[str, str], row: int) -> int:
    """Departments · money · what waits for a person."""
    line = {"bottom": 1, "bottom_color": LINE}
    cover.head(row, 0, 7, _("Departments"), sheets["ranking"])
    small = {"font_size": 9, "font_color": "#52606D", "align": "right"}
    cover.text(row + 1, 0, 1, _("Department"), font_size=9, font_color="#52606D")
    titles = (_("People"), _("Department score"), _("Change"), _("Incidents"), _("Warnings"), _("Praises"))
    for column, title in enumerate(titles, start=2):
        cover.sheet.write_string(row + 1, column, title, cover.book.format(**small))
    shown = facts.departments[:8]
    for offset, one in enumerate(shown, start=2):
        cover.text(row + offset, 0, 1, one.name, **line)
        moved = one.mean - one.before if one.mean is not None and one.before is not None else None
        cover.figure(row + offset, 2, one.people, **line)
        cover.figure(row + offset, 3, one.mean, num_format="0.00", bold=True, **line)
        cover.figure(row + offset, 4, moved, num_format="+0.00;[Red]-0.00;0.00", **line)
        for column, value in enumerate((one.incidents, one.warnings, one.praises), start=5):
            cover.figure(row + offset, column, value, **line)
    rest = len(facts.departments) - len(shown)
    if rest:
        cover.text(row + 2 + len(shown), 0, 7, _("… {n} more").format(n=rest), font_color="#7B8794")
    money_lines = _money_lines(find)
    cover.head(row, 9, 13, _("Money"), sheets["bonuses"])
    for offset, (title, amount) in enumerate(money_lines, start=1):
        cover.text(row + offset, 9, 11, title, **line)
        cover.text(row + offset, 12, 13, amount, align="right", bold=True, **line)
    height = max(2 + len(shown) + (1 if rest else 0), 1 + len(money_lines))
    return _waiting(cover, find, facts, sheets, row + height + 1)


def _money_lines(find: Lookup) -> list[tuple[str, str]]:
    sums: dict[str, Decimal] = {}
    for kinds in find.bonus_sums.values():
        for kind, amount in kinds.items():
            sums[kind] = sums.get(kind, Decimal(0)) + amount
    lines = [(bonus_kind(kind), money(sums[kind])) for kind in find.bonus_kinds]
    return [*lines, (_("Sum"), money(sum(sums.values(), Decimal(0))))]


def _waiting(cover: _Cover, find: Lookup, facts: Overview, sheets: dict[str, str], row: int) -> int:
    waiting: list[tuple[str, str]] = []
    if facts.errors:
        waiting.append(
            (_("{n} errors in the data hold something back").format(n=facts.errors), sheets["problems"])
        )
    if facts.pending_hits:
        waiting.append(
            (
                _("{n} phrases found wait for review (see {file})").format(
                    n=facts.pending_hits, file=review_file(find.result.period.month)
                ),
                sheets["notes"],
            )
        )
    if facts.pending_incidents:
        waiting.append(
            (_("{n} incidents wait for a decision").format(n=facts.pending_incidents), sheets["incidents"])
        )
    waiting += [
        (reason_text(note, find), sheets["notes"])
        for note in find.result.notes
        if note.code not in _ELSEWHERE
    ]
    cover.head(row, 0, COLUMNS - 1, _("What waits for you, and notices"), sheets["notes"])
    limit = 8
    for offset, (text, target) in enumerate(waiting[:limit], start=1):
        style: dict[str, object] = {"font_color": WARN}
        cover.text(row + offset, 0, COLUMNS - 1, text, **style)
        cover.book.write_link(
            cover.sheet,
            row + offset,
            0,
            cut(cover.book.clean(text), 150),
            target,
            0,
            cover.book.format(**style),
        )
    if len(waiting) > limit:
        cover.text(
            row + limit + 1,
            0,
            COLUMNS - 1,
            _("… {n} more").format(n=len(waiting) - limit),
            font_color="#7B8794",
        )
        return row + limit + 2
    if not waiting:
        cover.text(row + 1, 0, COLUMNS - 1, _("Nothing waits."), font_color=GOOD)
    return row + max(len(waiting), 1) + 1
