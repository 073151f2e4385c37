"""The employee whom a command is about: a number in any writing, or a name that only one bears.

What is said of it holds numbers and departments only: no name leaves through an error (semantics.md §12).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from qualitykit.errors import CannotRunError
from qualitykit.i18n import _

if TYPE_CHECKING:
    from qualitykit.intake.names import Finder
    from qualitykit.ledger.store import Ledger

__all__ = ["SomeBody", "whom", "whom_in", "whom_or_none"]

_NEAREST = 3


class SomeBody(Protocol):
    """Somebody of a month, or of a roster."""

    @property
    def employee_no(self) -> str:
        """The number."""

    @property
    def name(self) -> str:
        """The name; empty: not known."""

    @property
    def department(self) -> str:
        """The department; empty: not known."""


def whom(written: str, people: Iterable[SomeBody], *, where: str, command: str) -> str:
    """The number of the one person who is meant: by number (e1007, Ｅ1007), login, or a name of one's own.

    ``where``: the month they are of; empty: the ledger. ``command``: what to type, with ``{who}`` for the
    number. CannotRunError: nobody, or several people of one name; with numbers and departments.
    """
    finder = _finder(people)
    bearers = _bearers(written, finder)
    if len(bearers) == 1:
        return bearers[0]
    place = where or _("the ledger")
    if bearers:
        message = _("{n} people of {where} bear that name.").format(n=len(bearers), where=place)
    elif _is_number(written):
        message = _("Nobody of {where} has the number {number}.").format(where=place, number=written.strip())
    else:
        message = _("Nobody of {where} bears that name.").format(where=place)
    offered = bearers or finder.nearest_numbers(written)[:_NEAREST]
    example = offered or sorted(finder.roster.by_number) or ["E1007"]
    hint = (
        _("Write the number of the one who is meant: {command}")
        if offered
        else _("The numbers stand in the roster (员工名册), for example: {command}")
    )
    departments = [finder.roster.by_number[number][-1].department for number in offered]
    raise CannotRunError(
        message,
        hint=hint.format(command=command.format(who=example[0])),
        details=tuple(f"{who}  {where}".rstrip() for who, where in zip(offered, departments, strict=True)),
    )


def whom_or_none(written: str, people: Iterable[SomeBody]) -> str | None:
    """The same; None: nobody, or several."""
    bearers = _bearers(written, _finder(people))
    return bearers[0] if len(bearers) == 1 else None


def whom_in(ledger: Ledger, months: Sequence[str], written: str, *, command: str) -> str:
    """The same in these months of a ledger, oldest first; names are read only where no number fits."""
    for month in reversed(months):
        if number := whom_or_none(written, ledger.figures(month).people):
            return number
    people: dict[str, SomeBody] = {}
    for month in months:
        people |= {one.employee_no: one for one in ledger.result(month).people}
    where = months[0] if len(months) == 1 else ""
    return whom(written, people.values(), where=where, command=command)


def _finder(people: Iterable[SomeBody]) -> Finder:
    from qualitykit.intake.names import Finder
    from qualitykit.model import Place, Roster, RosterRow

    rows = [RosterRow(one.employee_no, one.name, one.department, Place()) for one in people]
    return Finder(Roster(tuple(rows)))


def _bearers(written: str, finder: Finder) -> list[str]:
    """Everybody who may be meant; a number, also one beside a name (1007王芳), decides."""
    from qualitykit.intake.people import split_people

    if number := finder.number(written):
        return [number]
    if found := finder.bearers(written):
        return sorted(found)
    named = split_people(written).people
    if len(named) == 1 and named[0].number:
        number = finder.number(named[0].number)
        return [number] if number else []
    return []


def _is_number(written: str) -> bool:
    """Whether it is a number and holds no name: it may be repeated in an error."""
    from qualitykit.intake.ids import parse_id

    found = parse_id(written)
    return isinstance(found, str) and found.isascii() and any(letter.isdigit() for letter in found)
