"""Where each clause of a policy lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualitykit.errors import CannotRunError, typed
from qualitykit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualitykit.rulecheck.clauses import ClauseHome

__all__ = ["clause_text", "packs_text"]


def clause_text(ref: str) -> tuple[str, bool]:
    """The clauses of one standard, and below each of its kinds the places where it lives.

    The second value tells whether each kind of each clause has a place. Raises CannotRunError where the
    standard cannot be read.
    """
    homes = _homes(ref)
    lines: list[str] = []
    before = ""
    for home in homes:
        if home.clause.id != before:
            lines += ["", _head(home)] if before else [_head(home)]
            before = home.clause.id
        lines += _of_kind(home)
    missing = [home for home in homes if not home.places]
    lines += ["", _summary(homes)]
    return "\n".join(lines), not missing


def packs_text() -> tuple[str, bool]:
    """All shipped standards with how many clauses they have, and whether each has its places."""
    from qualitykit.reports.tables import plain_table
    from qualitykit.standards.packfiles import shipped_packs

    rows, complete = [], True
    for pack in shipped_packs():
        homes = _homes(pack)
        missing = [f"{one.clause.id} {one.kind}" for one in homes if not one.places]
        complete = complete and not missing
        clauses = len({one.clause.id for one in homes})
        rows.append([pack, str(clauses), str(len(homes)), "、".join(missing)])
    heads = [_("standard"), _("clauses"), _("kinds of clauses"), _("without a place")]
    return plain_table(heads, rows), complete


def _homes(ref: str) -> tuple[ClauseHome, ...]:
    from qualitykit.rulecheck.clauses import clause_table

    homes, problems = clause_table(ref)
    if not homes:
        raise CannotRunError(
            _("the standard has mistakes"),
            hint=f"qualitykit rules check {typed(ref)}",
            details=tuple(f"{one.place}  {one.code}  {one.message()}" for one in problems),
        )
    return homes


def _head(home: ClauseHome) -> str:
    return f"{home.clause.id}  {home.clause.title}"


def _of_kind(home: ClauseHome) -> list[str]:
    from qualitykit.rulecheck.clauses import KINDS, SORTS

    name = _(KINDS[home.kind]) if home.kind in KINDS else home.kind
    lines = [f"  {home.kind} {name}"]
    for place in home.places:
        title = f"  {place.title}" if place.title else ""
        lines.append(f"    {_(SORTS[place.sort])}  {place.id}{title}  [{place.where}]")
    nowhere = _("no place")
    return lines if home.places else [f"{lines[0]}  — {nowhere}"]


def _summary(homes: Sequence[ClauseHome]) -> str:
    return _("{clauses} clauses, {kinds} kinds of clauses, {missing} without a place.").format(
        clauses=len({one.clause.id for one in homes}),
        kinds=len(homes),
        missing=sum(1 for one in homes if not one.places),
    )
