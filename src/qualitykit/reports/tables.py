"""Tables for the terminal: text is returned, never printed; a Chinese character takes two columns."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Protocol

import tabulate as _tabulate

from qualitykit.i18n import _
from qualitykit.model import ControlTotal
from qualitykit.problems import Problem
from qualitykit.reports.check_sheets import severity_order
from qualitykit.reports.figures import cut, money, number, score
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.masking import HIDDEN, mask_numbers
from qualitykit.reports.money_sheets import budget_text
from qualitykit.reports.people_sheets import sources_of
from qualitykit.reports.wording import bonus_kind, reason_text, served_text, severity_word
from qualitykit.scoring.results import MonthResult, PersonMonth

__all__ = [
    "TOP",
    "MonthTable",
    "bonus_text",
    "controls_table",
    "controls_text",
    "notes_text",
    "plain_table",
    "problems_text",
    "ranking_text",
    "stars_text",
    "warnings_text",
]

TOP = 30  # rows that a terminal table shows before it points to the workbook
_PLACES = 5  # places shown of one kind of problem


def plain_table(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """A table with aligned columns; numbers come as text, so that 60.00 stays 60.00."""
    _tabulate.WIDE_CHARS_MODE = True
    align = ["right" if index in right else "left" for index in range(len(heads))]
    return _tabulate.tabulate(
        rows, headers=heads, tablefmt="simple", colalign=align if rows else None, disable_numparse=True
    )


def _with_rest(text: str, shown: int, all_rows: int) -> str:
    if all_rows <= shown:
        return text
    return text + "\n" + _("… {n} more, see the workbook").format(n=all_rows - shown)


def _titled(title: str, body: str) -> str:
    return f"{title}\n{body}"


def ranking_text(result: MonthResult, *, top: int = TOP, redact: bool = False) -> str:
    """排名: rank, person, month score, the sources' means."""
    find = Lookup(result, redact=redact)
    sources = sources_of(result)
    heads = [
        _("Rank"),
        _("Number"),
        _("Name"),
        _("Department"),
        _("Month score"),
        *(find.title(f"source:{one}") for one in sources),
        _("Praises"),
        _("Remark"),
    ]
    rows = []
    for person in find.ranking[:top]:
        means = {part.source: part.mean for part in person.sources}
        remark = "" if person.enough or person.score is None else _("too few evaluations")
        rows.append(
            [
                str(person.rank) if person.rank is not None else "—",
                person.employee_no,
                cut(find.name(person.employee_no), 12),
                cut(person.department, 16),
                score(person.score),
                *(score(means.get(one)) for one in sources),
                str(person.praises),
                remark if person.score is not None else _("no score"),
            ]
        )
    table = plain_table(heads, rows, (0, *range(4, 6 + len(sources)))) if rows else _("nobody is ranked")
    title = _("Ranking {month}").format(month=result.period.month)
    return _titled(title, _with_rest(table, len(rows), len(result.people)))


def stars_text(result: MonthResult, *, redact: bool = False) -> str:
    """服务之星, and how many could not win, with the reasons most often given."""
    find = Lookup(result, redact=redact)
    rows = [
        [
            str(star.rank),
            star.employee_no,
            cut(find.name(star.employee_no), 12),
            cut(find.department(star.employee_no), 16),
            score(star.score),
            money(star.amount),
            star.scope,
        ]
        for star in result.stars
    ]
    heads = [_("Rank"), _("Number"), _("Name"), _("Department"), _("Month score"), _("Amount"), _("Scope")]
    if not any(row[-1] for row in rows):
        heads, rows = heads[:-1], [row[:-1] for row in rows]
    table = plain_table(heads, rows, (0, 4, 5)) if rows else _("no service star this month")
    if result.people and all(_has_no_award(person) for person in result.people):
        return _titled(_("Service stars"), _("the standard names no service stars"))
    ineligible = sum(1 for person in result.people if person.ineligible)
    rest = _("{n} not eligible; the workbook lists each with all the reasons").format(n=ineligible)
    return _titled(_("Service stars"), f"{table}\n{rest}")


def _has_no_award(person: PersonMonth) -> bool:
    return [reason.code for reason in person.ineligible] == ["no-star-award"]


def warnings_text(result: MonthResult, *, top: int = TOP, redact: bool = False) -> str:
    """The month's cases: who, which step, how many incidents, how many warnings before, served when."""
    find = Lookup(result, redact=redact)
    cases = sorted(result.cases, key=lambda case: (-case.step, case.employee_no, case.id))
    rows = [
        [
            str(case.step),
            case.step_title,
            case.employee_no,
            cut(find.name(case.employee_no), 12),
            str(len(case.incidents)),
            case.first_incident_on.isoformat(),
            str(len(case.earlier)),
            f"{case.served_on} {served_text(case.served_how)}",
        ]
        for case in cases[:top]
    ]
    heads = [
        _("Step"),
        _("Measure"),
        _("Number"),
        _("Name"),
        _("Incidents"),
        _("First incident on"),
        _("Warnings before"),
        _("Served"),
    ]
    table = plain_table(heads, rows, (0, 4, 6)) if rows else _("no warning this month")
    others = [
        (_("coaching only"), sum(1 for one in result.incidents if one.status == "coaching")),
        (_("waits for confirmation"), sum(1 for one in result.incidents if one.status == "pending")),
        (_("perhaps the same incident"), sum(1 for one in result.incidents if one.status == "proposed-same")),
    ]
    beside = _("; ").join(f"{word} {count}" for word, count in others if count)
    text = _with_rest(table, len(rows), len(cases))
    if beside:
        text += "\n" + _("other incidents: {list}").format(list=beside)
    return _titled(_("Warnings"), text)


def bonus_text(result: MonthResult, *, top: int = TOP, redact: bool = False) -> str:
    """奖金: a row a person, a column a kind, the largest sums first; the last row is the sum of all."""
    find = Lookup(result, redact=redact)
    kinds = find.bonus_kinds
    if not kinds:
        return _titled(_("Bonuses"), _("No bonus this month."))
    people = sorted(
        find.bonus_sums, key=lambda number_: (-sum(find.bonus_sums[number_].values(), Decimal(0)), number_)
    )
    rows = []
    for number_ in people[:top]:
        sums = find.bonus_sums[number_]
        rows.append(
            [
                number_,
                cut(find.name(number_), 12),
                *((HIDDEN if redact else f"{sums[kind]:,.2f}") if kind in sums else "" for kind in kinds),
                HIDDEN if redact else f"{sum(sums.values(), Decimal(0)):,.2f}",
            ]
        )
    totals = [
        sum((sums.get(kind, Decimal(0)) for sums in find.bonus_sums.values()), Decimal(0)) for kind in kinds
    ]
    rows.append([_("total"), "", *(f"{total:,.2f}" for total in totals), f"{sum(totals, Decimal(0)):,.2f}"])
    heads = [_("Number"), _("Name"), *(bonus_kind(kind) for kind in kinds), _("Sum")]
    text = _with_rest(plain_table(heads, rows, range(2, len(heads))), min(len(people), top), len(people))
    if budget := budget_text(find):
        text += "\n" + budget
    return _titled(_("Bonuses (yuan)"), text)


def problems_text(problems: Sequence[Problem], *, workbook: bool = False, redact: bool = False) -> str:
    """数据问题, grouped by code, errors first: what is wrong, where, what to do. Empty: nothing is wrong.

    ``workbook``: a results workbook lists every problem, so long lists are cut here; else all are shown.
    """
    groups: dict[str, list[Problem]] = {}
    for one in sorted(problems, key=lambda one: (severity_order[one.severity], one.code)):
        groups.setdefault(one.code, []).append(one)
    if not groups:
        return _titled(_("Data problems"), _("No problem found."))
    blocks = []
    top, places = (TOP, _PLACES) if workbook else (len(groups), len(problems))
    for code, group in list(groups.items())[:top]:
        first = group[0]
        lines = [f"[{severity_word(first.severity)}] {code} {_(first.kind.title)} × {len(group)}"]
        for one in group[:places]:
            where = "***" if redact else one.place.shown
            lines.append(f"  {where}  {mask_numbers(one.message(redact=redact))}")
        if len(group) > places:
            lines.append("  " + _("… {n} more, see the workbook").format(n=len(group) - places))
        lines.append("  → " + first.cure())
        blocks.append("\n".join(lines))
    title = _("Data problems") + ": " + _problem_counts(problems)
    return _titled(title, _with_rest("\n".join(blocks), min(len(groups), top), len(groups)))


def _problem_counts(problems: Sequence[Problem]) -> str:
    counts = [
        (severity, sum(1 for one in problems if one.severity is severity)) for severity in severity_order
    ]
    return _("; ").join(f"{severity_word(severity)} {count}" for severity, count in counts if count)


def controls_text(result: MonthResult, *, top: int = TOP, redact: bool = False) -> str:
    """行数核对: for every sheet, rows read = used + left out + repeats + other months."""
    find = Lookup(result, redact=redact)
    return controls_table(result.controls, find.sheet_title, top=top, text=find.text)


def controls_table(
    controls: Sequence[ControlTotal],
    title_of: Callable[[str], str],
    *,
    top: int = TOP,
    text: Callable[[str], str] = str,
) -> str:
    """The same before there is a result. ``title_of``: a form's title; ``text`` masks names of files."""
    heads = [
        _("File"),
        _("Sheet"),
        _("Recognised as"),
        _("Rows read"),
        _("Used"),
        _("Held back or left out"),
        _("Repeats"),
        _("Other months"),
        "",
    ]
    rows = [
        [
            cut(text(one.file), 36),
            cut(text(one.sheet), 20),
            title_of(one.form) if one.form else _("not recognised"),
            *(number(count) for count in (one.read, one.used, one.left_out, one.repeats, one.other_months)),
            "✓" if one.adds_up else _("does not add up"),
        ]
        for one in controls[:top]
    ]
    if not rows:
        return _titled(_("Control totals"), _("No sheet was read."))
    sums = [
        sum(getattr(one, name) for one in controls)
        for name in ("read", "used", "left_out", "repeats", "other_months")
    ]
    rows.append([_("total"), "", "", *(number(total) for total in sums), ""])
    return _titled(
        _("Control totals"),
        _with_rest(plain_table(heads, rows, range(3, 8)), min(len(controls), top), len(controls)),
    )


def notes_text(result: MonthResult, *, redact: bool = False) -> str:
    """What is said beside the result; empty where there is nothing."""
    find = Lookup(result, redact=redact)
    return "\n".join("- " + reason_text(note, find) for note in result.notes)


class MonthTable(Protocol):
    """A table of a month: the result in, text out."""

    def __call__(self, result: MonthResult, *, redact: bool = False) -> str:
        """The text."""
        ...
