"""What stands on the page, section by section, ready for the template: no rule, no markup."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.reports.check_sheets import controls_table, notes_table, problems_table
from qualitykit.reports.conduct_sheets import incidents_table, warnings_table
from qualitykit.reports.cover import state_marks
from qualitykit.reports.deadline_sheets import deadlines_table, rates_table, waiting_table
from qualitykit.reports.figures import interval_text, score, signed
from qualitykit.reports.grid import Column, Table
from qualitykit.reports.indicator_report import PeriodReport
from qualitykit.reports.lookup import Lookup, in_order
from qualitykit.reports.overview import Overview, overview
from qualitykit.reports.page_charts import Chart, charts_of
from qualitykit.reports.page_complaints import complaints_table, register_table
from qualitykit.reports.page_heat import HeatMap, heat_maps
from qualitykit.reports.page_indicators import Tile, indicator_grids, targets_tile
from qualitykit.reports.page_people import PersonCard, anchors_of, evaluation_order, person_cards
from qualitykit.reports.page_tables import Grid, Range, grid, position
from qualitykit.reports.page_words import page_words
from qualitykit.reports.people_sheets import narrow_intervals, praise_table, ranking_table, stars_table
from qualitykit.reports.wording import bonus_kind
from qualitykit.scoring.results import MonthResult, PraisePart

__all__ = ["PageParts", "Quote", "page_parts"]

_MOST_QUOTES = 24
COMPLAINTS = ("register", "rates", "waiting", "deadlines", "complaints")  # tables of the section, in order


@dataclass(frozen=True, slots=True)
class Quote:
    """What a customer said, of whom (name, anchor), when."""

    text: str
    people: tuple[tuple[str, str], ...]
    about: str


@dataclass(frozen=True, slots=True)
class Star:
    """A 服务之星: rank, name, department, score."""

    rank: str
    name: str
    href: str
    department: str
    score: str


@dataclass(frozen=True, slots=True)
class PageParts:
    """The whole page. ``team``: whose people, empty: everybody's. ``tables`` by topic."""

    words: dict[str, str]
    month: str
    subtitle: str
    team: str
    marks: tuple[str, ...]
    tiles: tuple[Tile, ...]
    charts: tuple[Chart, ...]
    tables: dict[str, Grid]
    stars: tuple[Star, ...]
    quotes: tuple[Quote, ...]
    more_quotes: int
    without_interval: bool
    narrow_intervals: tuple[str, ...]
    heat: tuple[HeatMap, ...]
    cards: tuple[PersonCard, ...]
    nav: tuple[tuple[str, str], ...]
    complaints: tuple[Grid, ...]


def page_parts(
    find: Lookup,
    trend: Sequence[MonthResult],
    *,
    closed: bool,
    settled: bool = False,
    team: str | None = None,
    indicators: PeriodReport | None = None,
) -> PageParts:
    """Everything on the page. ``trend``: earlier months in order of date. ``team``: a leader's page.

    ``settled``: the earlier months are closed by now.
    """
    result = find.result
    facts = overview(find, trend)
    anchors = anchors_of(find)
    numbered = evaluation_order(result)
    words = page_words()
    whole = team is None
    everybody = _("all") if whole else _("own people")
    tables = _tables(find, trend, anchors, numbered, whole=whole)
    if indicators is not None:
        tables |= indicator_grids(indicators, find.text)
    quotes = _quotes(find, anchors)
    heat = heat_maps(find, anchors)
    year, _dash, month = result.period.month.partition("-")
    nav = [
        ("overview", _("Overview")),
        *([("kpi", _("Indicators and targets"))] if "indicators" in tables else []),
        ("ranking", _("Ranking")),
        ("stars", _("Service stars")),
        ("violations", _("Violations and warnings")),
        *([("complaints", _("Complaints"))] if any(topic in tables for topic in COMPLAINTS) else []),
        ("praise", _("Customer praise")),
        *([("heat", _("Heat map"))] if heat else []),
        ("people", _("Scorecards")),
        ("data", _("Data problems")),
    ]
    return PageParts(
        words=words,
        month=_("{year}-{month}").format(year=year, month=month.lstrip("0")),
        subtitle=_("{first} to {last} · standard: {standard} · qualitykit {version}").format(
            first=result.period.first_day,
            last=result.period.last_day,
            standard="、".join(f"{one.title} {one.version}" for one in result.standards),
            version=result.program_version,
        ),
        team=_("Only the people of {leader}").format(leader=find.text(team)) if team else "",
        marks=state_marks(result, closed=closed, settled=settled),
        tiles=(*_tiles(facts, whole=whole), *(targets_tile(indicators) if indicators else ())),
        charts=charts_of(facts, everybody),
        tables=tables,
        stars=tuple(
            Star(
                str(star.rank),
                find.name(star.employee_no),
                anchors.get(star.employee_no, ""),
                find.department(star.employee_no),
                score(star.score),
            )
            for star in result.stars
        ),
        quotes=quotes[:_MOST_QUOTES],
        without_interval=any(one.score is not None and one.interval is None for one in result.people),
        narrow_intervals=narrow_intervals(find),
        more_quotes=max(len(quotes) - _MOST_QUOTES, 0),
        heat=heat,
        cards=person_cards(find, anchors, numbered, trend),
        nav=tuple(nav),
        complaints=tuple(tables[topic] for topic in COMPLAINTS if topic in tables),
    )


def _tiles(facts: Overview, *, whole: bool) -> tuple[Tile, ...]:
    moved = (
        facts.mean - facts.mean_before if facts.mean is not None and facts.mean_before is not None else None
    )
    change = (
        _("month before {score} ({change})").format(score=score(facts.mean_before), change=signed(moved))
        if moved is not None
        else ""
    )
    waiting = (
        _("{n} wait for confirmation").format(n=facts.pending_incidents) if facts.pending_incidents else ""
    )
    tiles = [
        Tile(
            _("Mean score"), score(facts.mean), change,
            "bad" if moved is not None and moved < 0 else "", "#ranking",
        ),
        Tile(_("People scored"), str(facts.scored), _("of {n}").format(n=facts.people), "", "#ranking"),
        Tile(_("Evaluations"), f"{facts.evaluations:,}", _("that gave a score"), "", "#people"),
        Tile(
            _("Incidents"), str(facts.incidents), waiting, "bad" if facts.incidents else "good", "#violations"
        ),
        Tile(
            _("Warnings"), str(facts.warnings), _("cases of this month"),
            "bad" if facts.warnings else "good", "#warnings",
        ),
        Tile(_("Praises"), str(facts.praises), _("verified, repeats counted once"), "good", "#praise"),
    ]  # fmt: skip
    if whole:
        before = (
            _("month before {amount}").format(amount=f"￥{facts.bonuses_before:,.0f}")
            if facts.bonuses_before is not None
            else ""
        )
        tiles.append(Tile(_("Bonuses"), f"￥{facts.bonuses:,.0f}", before, "", "#money"))
    return tuple(tiles)


def _tables(
    find: Lookup,
    trend: Sequence[MonthResult],
    anchors: dict[str, str],
    numbered: dict[str, int],
    *,
    whole: bool,
) -> dict[str, Grid]:
    clean = find.text
    evaluations = in_order(find.result.evaluations)
    ranking = ranking_table(find, {one.employee_no: one for one in trend[-1].people} if trend else {}, {}, "")
    stars = stars_table(find)
    made = {
        "ranking": grid(
            "t-ranking", ranking, clean, anchors, rows=_with_ranges(find, ranking),
            without=() if trend else (_("Month before"), _("Change")),
            minor=(
                _("Rank in department"), _("Department"), _("Team"), _("Month before"), _("times"),
                _("Praise points"), _("Days employed"),
            ),
        ),
        "stars": grid("t-stars", stars, clean, anchors),
        "violations": grid(
            "t-violations", incidents_table(find, numbered, "e"), clean, anchors,
            without=(
                _("Department"), _("Time"), _("Kind"),
                *_empty_columns(incidents_table(find, {}, ""), (_("Gravity"), _("Why"))),
            ),
            wrap=(_("Evidence"), _("Measure")),
        ),
        "warnings": grid(
            "t-warnings", warnings_table(find), clean, anchors,
            without=(_("Department"),), wrap=(_("Measure"), _("Served how")),
        ),
        "praise": grid(
            "t-praise", praise_table(find), clean, anchors,
            without=(_("Department"),), wrap=(_("Contact id"), _("Level")),
        ),
        "notes": grid("t-notes", notes_table(find, evaluations), clean, anchors),
    }  # fmt: skip
    about = {
        "register": register_table(find),
        "rates": rates_table(find),
        "waiting": waiting_table(find),
        "deadlines": deadlines_table(find),
    }
    if not find.result.complaints:  # a month that an older version stored
        about["complaints"] = complaints_table(find)
    hidden = (_("Clock"), _("Department"))
    made |= {
        topic: grid(f"t-{topic}", table, clean, anchors, without=hidden)
        for topic, table in about.items()
        if table.rows
    }
    if whole:
        made["departments"] = grid("t-departments", _departments(find, trend), clean, anchors)
        sums = _money(find)
        made["money"] = grid("t-money", sums, clean, anchors, rows=sums.rows[:-1], foot=sums.rows[-1])
        made["problems"] = grid("t-problems", problems_table(find), clean, anchors)
        made["controls"] = grid("t-controls", controls_table(find), clean, anchors)
    return made


def _empty_columns(table: Table, titles: Sequence[str]) -> tuple[str, ...]:
    """Those of the columns that hold nothing in any row."""
    return tuple(title for title in titles if not any(row[position(table, title)] for row in table.rows))


def _with_ranges(find: Lookup, table: Table) -> list[tuple[object, ...]]:
    """The ranking's rows with the interval drawn; all on one scale, from the lowest bound down to a ten."""
    at = position(table, _("90% interval"))
    known = [one.interval.low for one in find.ranking if one.interval]
    known += [one.score for one in find.ranking if one.score is not None]
    floor = min((min(known, default=Decimal(0)) / 10).to_integral_value(ROUND_FLOOR) * 10, Decimal(90))
    tenth = Decimal("0.1")

    def place(value: Decimal) -> Decimal:
        return ((value - floor) * 100 / (100 - floor)).quantize(tenth)

    rows: list[tuple[object, ...]] = []
    for person, row in zip(find.ranking, table.rows, strict=True):
        cell: object = None
        if person.score is not None:
            low, high = (
                (person.interval.low, person.interval.high) if person.interval else (person.score,) * 2
            )
            text = interval_text(low, high) if person.interval else ""
            cell = Range(place(low), place(high), place(person.score), text)
        rows.append((*row[:at], cell, *row[at + 1 :]))
    return rows


def _departments(find: Lookup, trend: Sequence[MonthResult]) -> Table:
    rows = []
    for one in overview(find, trend).departments:
        moved = one.mean - one.before if one.mean is not None and one.before is not None else None
        rows.append((one.name, one.people, one.mean, moved, one.incidents, one.warnings, one.praises))
    return Table(
        _("Departments"),
        (
            Column(_("Department")),
            Column(_("People"), "int"),
            Column(_("Department score"), "score"),
            Column(_("Change"), "delta"),
            Column(_("Incidents"), "int"),
            Column(_("Warnings"), "int"),
            Column(_("Praises"), "int"),
        ),
        rows,
    )


def _money(find: Lookup) -> Table:
    """Sums by kind, the last row that of all: nobody's own pay."""
    sums: dict[str, Decimal] = {}
    for kinds in find.bonus_sums.values():
        for kind, amount in kinds.items():
            sums[kind] = sums.get(kind, Decimal(0)) + amount
    rows: list[tuple[object, ...]] = [(bonus_kind(kind), sums[kind]) for kind in find.bonus_kinds]
    rows.append((_("Sum"), sum(sums.values(), Decimal(0))))
    return Table(_("Money"), (Column(_("Kind")), Column(_("Amount"), "money")), rows)


def _quotes(find: Lookup, anchors: dict[str, str]) -> tuple[Quote, ...]:
    """The praises that count, the newest first; one that names several people stands once."""
    together: dict[tuple[str, ...], list[PraisePart]] = {}
    for one in find.result.praises:
        if one.counts and one.content.strip():
            together.setdefault(one.praise_ids or (one.id,), []).append(one)
    groups = sorted(together.values(), key=lambda group: (group[0].service_on, group[0].id), reverse=True)
    return tuple(
        Quote(
            find.text(find.value(group[0].content)),
            tuple((find.name(one.employee_no), anchors.get(one.employee_no, "")) for one in group),
            " · ".join(
                part
                for part in (
                    find.department(group[0].employee_no),
                    group[0].service_on.isoformat(),
                    find.text(group[0].level),
                )
                if part
            ),
        )
        for group in groups
    )
