"""The heat map: each person's share of the points of each item, a table a form."""

from fractions import Fraction

from qualitykit.frozen import dataclass
from qualitykit.reports.figures import rounded
from qualitykit.reports.lookup import Lookup

__all__ = ["BOUNDS", "HeatMap", "HeatRow", "heat_maps"]

BOUNDS = (50, 70, 85, 95)  # percent: below the first is the hottest colour, from the last on the coolest


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One person: anchor, number, name; for each item the percent and its colour, "" where none counts."""

    href: str
    employee_no: str
    name: str
    cells: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """One form: its items' titles and clauses, a row a person; ``mean`` closes it."""

    id: str
    title: str
    items: tuple[tuple[str, str], ...]
    rows: tuple[HeatRow, ...]
    mean: tuple[tuple[str, int], ...]


def _cell(share: Fraction | None) -> tuple[str, int]:
    if share is None:
        return "", 0
    percent = rounded(100 * share, 0)
    return percent, 1 + sum(1 for bound in BOUNDS if 100 * share >= bound)


def _mean(parts: tuple[Fraction, int] | None) -> Fraction | None:
    return parts[0] / parts[1] if parts else None


def heat_maps(find: Lookup, anchors: dict[str, str]) -> tuple[HeatMap, ...]:
    """The month's heat maps: mean share (0–100 %) of an item's points over the person's scored evaluations.

    N/A counts nowhere; an item that was N/A each time is blank. Forms in the order of the pack.
    """
    sums: dict[str, dict[str, dict[str, tuple[Fraction, int]]]] = {}
    titles: dict[str, dict[str, tuple[str, str]]] = {}
    for one in find.result.evaluations:
        if one.score is None or one.score.published is None:
            continue
        mine = sums.setdefault(one.form, {}).setdefault(one.employee_no, {})
        named = titles.setdefault(one.form, {})
        for section in one.score.sections:
            for item in section.items:
                if item.item not in named:
                    key = f"item:{one.form}/{item.item}"
                    named[item.item] = (find.title(key, one.standard), find.clause(key, one.standard))
                if item.s is not None:
                    total, count = mine.get(item.item, (Fraction(0), 0))
                    mine[item.item] = (total + item.s, count + 1)
    return tuple(
        _heat_map(index, form, titles[form], sums[form], find, anchors)
        for index, form in enumerate(sorted(sums, key=lambda form: _order(form, find)))
    )


def _order(form: str, find: Lookup) -> tuple[int, str]:
    labels = find.result.standards[0].labels if find.result.standards else ()
    keys = [label.key for label in labels]
    key = f"form:{form}"
    return (keys.index(key) if key in keys else len(keys), form)


def _heat_map(
    index: int,
    form: str,
    titles: dict[str, tuple[str, str]],
    sums: dict[str, dict[str, tuple[Fraction, int]]],
    find: Lookup,
    anchors: dict[str, str],
) -> HeatMap:
    rows = tuple(
        HeatRow(
            anchors.get(person.employee_no, ""),
            person.employee_no,
            find.name(person.employee_no),
            tuple(_cell(_mean(sums[person.employee_no].get(item))) for item in titles),
        )
        for person in find.ranking
        if person.employee_no in sums
    )
    means = []
    for item in titles:
        parts = [mine[item] for mine in sums.values() if item in mine]
        together = (sum((total for total, _n in parts), Fraction(0)), sum(n for _total, n in parts))
        means.append(_cell(_mean(together) if together[1] else None))
    return HeatMap(f"heat{index}", find.title(f"form:{form}"), tuple(titles.values()), rows, tuple(means))
