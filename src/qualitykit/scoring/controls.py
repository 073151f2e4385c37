"""Control totals after scoring: a row that was read and then left out, with its problem, is not one used.

Source: semantics.md §11.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace

from qualitykit.model import ControlTotal, ObjectionRow, Place
from qualitykit.problems import Problem

__all__ = ["left_out_in_scoring"]

# problems found after reading that say that their row counts nothing
_LEFT_OUT = frozenset(
    {
        "QK720",
        "QK721",
        "QK722",
        "QK723",
        "QK727",
        "QK728",
        "QK730",
        "QK734",
        "QK735",
        "QK736",
        "QK760",
        "QK912",
    }
)
_ROW = re.compile(r"\d+")


def left_out_in_scoring(
    controls: Iterable[ControlTotal], problems: Iterable[Problem], objections: Collection[ObjectionRow] = ()
) -> tuple[ControlTotal, ...]:
    """The control totals with the rows that these problems leave out moved from used to left out, each once.

    ``objections``: lines of objection sheets; one whose decision is no word (QK413) is left out until it is
    corrected, though the appeal itself is filed.
    """
    undecided = {_row(one.place) for one in objections}
    rows = {
        _row(one.place)
        for one in problems
        if one.code in _LEFT_OUT or (one.code == "QK413" and _row(one.place) in undecided)
    }
    if not rows:
        return tuple(controls)
    counts = Counter((file, sheet) for file, sheet, _number in rows)
    changed = []
    for one in controls:
        moved = min(counts[one.file, one.sheet], one.used)
        changed.append(replace(one, used=one.used - moved, left_out=one.left_out + moved))
    return tuple(changed)


def _row(place: Place) -> tuple[str, str, str]:
    """The row of a place; a card's cell names the card."""
    number = _ROW.search(place.cell)
    return place.file, place.sheet, number.group() if number else place.cell
