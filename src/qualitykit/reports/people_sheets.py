"""Sheets about people: 排名, 服务之星, 客户表扬."""

from collections.abc import Mapping
from decimal import Decimal

from qualitykit.i18n import _
from qualitykit.reports.figures import interval_text
from qualitykit.reports.grid import Column, Link, Mark, Table
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.to_decide import how_praise
from qualitykit.reports.wording import part_text, reason_text
from qualitykit.scoring.results import MonthResult, PersonMonth, StarResult

__all__ = [
    "change",
    "narrow_intervals",
    "praise_table",
    "ranking_table",
    "sources_of",
    "star_text",
    "stars_table",
]


def sources_of(result: MonthResult) -> tuple[str, ...]:
    """The sources that occur, in the order of the pack's weights."""
    return tuple(dict.fromkeys(part.source for person in result.people for part in person.sources))


def change(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """What a score moved by since the month before; None where there is no month before."""
    return None if now is None or before is None else now - before


def _remark(person: PersonMonth) -> str:
    if person.score is None:
        return _("no inspection this month")
    return "" if person.enough else _("too few evaluations: moves no pay")


def ranking_table(
    find: Lookup, before: Mapping[str, PersonMonth], rows_of_people: Mapping[str, int], details: str
) -> Table:
    """排名: everybody by rank, with the sources that the score is made of.

    ``before``: the month before, empty if unknown. ``rows_of_people``: the first row of each person's lines
    in the sheet ``details``.
    """
    sources = sources_of(find.result)
    columns = [
        Column(_("Rank"), "int"),
        Column(_("Rank in department"), "int"),
        Column(_("Number"), "text", 8),
        Column(_("Name"), "text", 8, 16),
        Column(_("Department"), "text", 8, 20),
        Column(_("Team"), "text", 6, 16),
        Column(_("Month score"), "score"),
        Column(_("Month before"), "score"),
        Column(_("Change"), "delta"),
        Column(_("90% interval"), "text", 13),
    ]
    for source in sources:
        columns += [Column(find.title(f"source:{source}"), "score"), Column(_("times"), "int", 6)]
    columns += [
        Column(_("Praises"), "int"),
        Column(_("Praise points"), "number"),
        Column(_("Evaluations"), "int"),
        Column(_("Days employed"), "int"),
        Column(_("Remark"), "text", 10, 30),
    ]
    rows: list[tuple[object, ...]] = []
    for person in find.ranking:
        earlier = before[person.employee_no].score if person.employee_no in before else None
        moved = change(person.score, earlier)
        name: object = find.name(person.employee_no)
        if person.employee_no in rows_of_people:
            name = Link(str(name) or person.employee_no, details, rows_of_people[person.employee_no])
        parts = {part.source: part for part in person.sources}
        cells: list[object] = [
            Mark(person.rank, "good") if person.rank is not None and person.rank <= 3 else person.rank,
            person.department_rank,
            person.employee_no,
            name,
            person.department,
            person.team,
            person.score if person.score is not None else "—",
            earlier,
            Mark(moved, "bad") if moved is not None and moved <= -5 else moved,
            interval_text(person.interval.low, person.interval.high) if person.interval else "",
        ]
        for source in sources:
            part = parts.get(source)
            cells += [part.mean if part else None, part.n if part and part.n else None]
        cells += [
            person.praises,
            person.praise_points,
            person.evaluations,
            person.days_employed,
            _remark(person),
        ]
        rows.append(tuple(cells))
    return Table(
        _("Ranking"),
        tuple(columns),
        rows,
        intro=(
            _("Click a name to see that person's evaluations. Intervals decide nothing."),
            *narrow_intervals(find),
        ),
        frozen_columns=4,
    )


def narrow_intervals(find: Lookup) -> tuple[str, ...]:
    """Says which sources add nothing to somebody's interval; nothing where all do."""
    sources = find.unknown_scatter(*find.ranking)
    if not sources:
        return ()
    return (
        _(
            "Not in the intervals: how {sources} scatter. There was one score only, and nobody has several "
            "that differ; so an interval with such a source is too narrow."
        ).format(sources=sources),
    )


def star_text(star: StarResult, find: Lookup) -> str:
    """What put a star at this rank."""
    return _("; ").join(part_text(part, find) for part in star.decided_by)


def stars_table(find: Lookup) -> Table:
    """服务之星: the stars, who was eligible, and everybody else with all the reasons."""
    stars = {star.employee_no: star for star in find.result.stars}
    rows: list[tuple[object, ...]] = []
    order = sorted(
        find.ranking,
        key=lambda person: (
            person.employee_no not in stars,
            stars[person.employee_no].rank if person.employee_no in stars else 0,
            bool(person.ineligible),
        ),
    )
    for person in order:
        star = stars.get(person.employee_no)
        if star:
            standing: object = Mark(_("service star"), "good")
            why = star_text(star, find)
        elif person.ineligible:
            standing = _("not eligible")
            why = _("; ").join(reason_text(reason, find) for reason in person.ineligible)
        else:
            standing = Mark(_("eligible, not among the first"), "soft")
            why = ""
        rows.append(
            (
                standing,
                star.rank if star else None,
                person.employee_no,
                find.name(person.employee_no),
                person.department,
                person.score if person.score is not None else "—",
                person.praises,
                star.amount if star else None,
                why,
            )
        )
    ineligible = sum(1 for person in find.result.people if person.ineligible)
    intro = _(
        "{stars} stars, {eligible} eligible, {ineligible} not eligible: each with all the reasons."
    ).format(stars=len(stars), eligible=len(find.result.people) - ineligible, ineligible=ineligible)
    return Table(
        _("Service stars"),
        (
            Column(_("Result"), "text", 12, 20),
            Column(_("Rank"), "int"),
            Column(_("Number"), "text", 8),
            Column(_("Name"), "text", 8, 16),
            Column(_("Department"), "text", 8, 20),
            Column(_("Month score"), "score"),
            Column(_("Praises"), "int"),
            Column(_("Amount before budget"), "money"),
            Column(_("What decided, or why not eligible"), "wrap", 30, 70),
        ),
        rows,
        intro=(intro,),
        frozen_columns=4,
        tab="#BF9000",
    )


def praise_table(find: Lookup) -> Table:
    """客户表扬: each praise, what it pays, and why one pays nothing."""
    rows = [
        (
            praise.employee_no,
            find.name(praise.employee_no),
            find.department(praise.employee_no),
            praise.service_on,
            find.value(praise.customer),
            find.text(praise.contact_id),
            find.value(praise.content),
            praise.level,
            _("yes") if praise.counts else _("no"),
            find.paid(praise.shown),
            Mark(praise.paid, "warn")
            if praise.paid < praise.shown and not find.redact
            else find.paid(praise.paid),
            _("; ").join(filter(None, (reason_text(praise.reason, find), how_praise(praise)))),
            len(praise.praise_ids),
            "\n".join(find.place(place) for place in praise.places),
        )
        for praise in sorted(
            find.result.praises, key=lambda praise: (praise.employee_no, praise.service_on, praise.id)
        )
    ]
    return Table(
        _("Customer praise"),
        (
            Column(_("Number"), "text", 8),
            Column(_("Name"), "text", 8, 16),
            Column(_("Department"), "text", 8, 20),
            Column(_("Service on"), "date"),
            Column(_("Customer"), "text", 8, 16),
            Column(_("Contact id"), "text", 10, 24),
            Column(_("What was said"), "wrap", 16, 44),
            Column(_("Level"), "text", 6, 12),
            Column(_("Counts"), "text", 6),
            Column(_("Before the monthly cap"), "money", 10),
            Column(_("Paid"), "money", 10),
            Column(_("Why"), "wrap", 12, 40),
            Column(_("Recorded times"), "int"),
            Column(_("Where"), "wrap", 12, 40),
        ),
        rows,
        totals=(9, 10),
        frozen_columns=2,
        tab="#BF9000",
    )
