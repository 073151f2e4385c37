"""The live subtotal of a template: the same arithmetic as scoring, as spreadsheet formulas.

Only functions that Excel, WPS and LibreOffice share are used. Items that a check answers are not in a
template; where a form has such items the subtotal says so in its title.
"""

from decimal import Decimal

from qualitykit.sheets.heads import answer_choices
from qualitykit.standards.forms import Choice, Form, Item, Number, Points, Scale, Section, YesNo

__all__ = ["filled_items", "item_formula", "section_formula", "total_formula"]


def filled_items(section: Section) -> tuple[Item, ...]:
    """The items of a section that an inspector fills."""
    return tuple(item for item in section.items if item.answer.kind != "detected")


def item_formula(item: Item, cell: str) -> str:
    """The item's score from 0 to 1 for the answer in ``cell``, empty text for N/A, blank or a wrong word."""
    answer = item.answer
    if isinstance(answer, YesNo):
        good, bad = answer_choices(answer.good)
        return f'=IF({cell}="{good}",1,IF({cell}="{bad}",0,""))'
    if isinstance(answer, Scale):
        return f'=IF(ISNUMBER({cell}),({cell}-{answer.min})/{answer.max - answer.min},"")'
    if isinstance(answer, Points):
        inner = f"{cell}/{answer.max}"
        if answer.entry == "deduction":
            inner = f"({answer.max}-ABS({cell}))/{answer.max}"
        return f'=IF(ISNUMBER({cell}),{inner},"")'
    if isinstance(answer, Choice):
        text = '""'
        for option in reversed(answer.options):
            number = f"{cell}={option.label}," if _is_number(option.label) else ""
            test = f'OR({number}{cell}="{option.label}")' if number else f'{cell}="{option.label}"'
            text = f"IF({test},{option.score},{text})"
        return f'=IF({cell}="","",{text})'
    if isinstance(answer, Number):
        text = str(answer.otherwise)
        for band in reversed(answer.bands):
            text = f"IF({cell}<={band.at_most},{band.score},{text})"
        return f'=IF(ISNUMBER({cell}),{text},"")'
    return '=""'


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _array(weights: list[Decimal]) -> str:
    return "{" + ",".join(str(weight) for weight in weights) + "}"


def scored_weight(section: Section, cells: list[str]) -> str:
    """Σ w over the items of a section that are scored."""
    weights = _array([item.weight for item in filled_items(section)])
    return f"SUMPRODUCT(ISNUMBER({cells[0]}:{cells[-1]})*{weights})"


def section_formula(section: Section, cells: list[str]) -> str:
    """S of a section from its items' score cells (side by side); empty text where nothing is scored."""
    items = filled_items(section)
    weights = _array([item.weight for item in items])
    scored = scored_weight(section, cells)
    value = f"SUMPRODUCT({cells[0]}:{cells[-1]},{weights})/{scored}"
    critical = [
        _failed(item, cell)
        for item, cell in zip(items, cells, strict=True)
        if item.critical is not None and item.critical.scope == "section"
    ]
    if critical:
        value = f"IF({'+'.join(critical)}>0,0,{value})"
    return f'=IF({scored}=0,"",{value})'


def _failed(item: Item, cell: str) -> str:
    """1 when the item is scored and failed, else 0."""
    return f"IF(ISNUMBER({cell}),IF({cell}<={item.fails_at},1,0),0)"


def total_formula(
    form: Form,
    sections: list[tuple[Section, str, list[str]]],
    bonus_cells: list[str],
    *,
    filled: str,
    required: list[str],
) -> str:
    """The form score from the section cells; empty until ``filled`` (a condition) holds.

    ``sections``: each with the cell of its S and the score cells of its items. ``bonus_cells``: one for each
    bonus item. ``required``: the answers without which there is no score yet. Form-critical items come last
    and beat any bonus; more than ``max_na_percent`` N/A is no score (semantics.md §3, §5). Where checks
    answer some of the items, the subtotal is of the inspector's items alone and has no such limit.
    """
    weight_of = {
        section.id: str(section.weight)
        if form.method == "normalised"
        else f"{section.weight}*{scored_weight(section, cells)}"
        for section, _s, cells in sections
    }
    above = "+".join(f"IF(ISNUMBER({s}),{weight_of[section.id]}*{s},0)" for section, s, _cells in sections)
    below = "+".join(f"IF(ISNUMBER({s}),{weight_of[section.id]},0)" for section, s, _cells in sections)
    bonus = "".join(
        f'+IF({cell}="是",{item.points},0)' for item, cell in zip(form.bonus_items, bonus_cells, strict=True)
    )
    total = f"ROUND(MAX(0,MIN({form.ceiling},100*({above})/({below}){bonus})),2)"
    failed: list[str] = []
    capped = total
    for section, _s, cells in sections:
        for item, cell in zip(filled_items(section), cells, strict=True):
            critical = item.critical
            if critical is None or critical.scope != "form":
                continue
            failed.append(_failed(item, cell))
            if critical.effect != "verdict":
                most = critical.cap if critical.effect == "cap" and critical.cap is not None else Decimal(0)
                capped = f"IF({_failed(item, cell)}=1,MIN({most},{capped}),{capped})"
    if failed and capped != total:
        total = f"IF({'+'.join(failed)}>{form.tolerance},{capped},{total})"
    total = f'IF(({below})=0,"不适用",{total})'
    if all(item.answer.kind != "detected" for item in form.items):
        whole = sum(_whole(form, section) for section, _s, _cells in sections)
        kept = "+".join(
            f"{_whole(form, section)}*{scored_weight(section, cells)}/{_weight(section)}"
            for section, _s, cells in sections
        )
        least = whole * (100 - form.max_na_percent) / 100
        total = f'IF(ROUND({kept},9)<{least},"不适用过多",{total})'
    if required:
        blanks = "+".join(f'({cell}="")' for cell in required)
        total = f'IF({blanks}>0,"未填完",{total})'
    return f'=IF({filled},{total},"")'


def _weight(section: Section) -> Decimal:
    return sum((item.weight for item in filled_items(section)), Decimal(0))


def _whole(form: Form, section: Section) -> Decimal:
    return section.weight if form.method == "normalised" else section.weight * _weight(section)
