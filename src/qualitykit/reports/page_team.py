"""A leader's page: only their own people, and nothing of anybody else.

Source: semantics.md §12; issue "Report page" (``--team``).
"""

import re
from collections.abc import Iterable, Set
from dataclasses import replace

from qualitykit.reports.lookup import Lookup
from qualitykit.reports.masking import HIDDEN, NameMask, mask_name
from qualitykit.scoring.results import MonthResult

__all__ = ["TeamLookup", "only_people"]

_LEAST_NUMBER = 4  # shorter employee numbers are everyday numbers too and cannot be told from them


def only_people(result: MonthResult, members: Set[str]) -> MonthResult:
    """The month of some employees alone: what belongs to others or to the company as a whole is left out.

    Left out are control totals, file digests, problems, notes, department scores, rates of deadlines and
    the budget: they count or name people of other teams. Of deadlines and complaints those stay that name
    a member. Ranks stay those of the company; they belong to the person.
    """
    return replace(
        result,
        people=tuple(one for one in result.people if one.employee_no in members),
        evaluations=tuple(one for one in result.evaluations if one.employee_no in members),
        incidents=tuple(one for one in result.incidents if one.employee_no in members),
        cases=tuple(one for one in result.cases if one.employee_no in members),
        warnings=tuple(one for one in result.warnings if one.employee_no in members),
        praises=tuple(one for one in result.praises if one.employee_no in members),
        stars=tuple(one for one in result.stars if one.employee_no in members),
        bonuses=tuple(one for one in result.bonuses if one.employee_no in members),
        carried=tuple(one for one in result.carried if one[0] in members),
        deadlines=tuple(
            replace(one, people=tuple(number for number in one.people if number in members))
            for one in result.deadlines
            if not members.isdisjoint(one.people)
        ),
        complaints=tuple(
            replace(one, people=tuple(number for number in one.people if number in members))
            for one in result.complaints
            if not members.isdisjoint(one.people)
        ),
        deadline_rates=(),
        callbacks=(),
        budget=None,
        problems=(),
        controls=(),
        digests=(),
        notes=(),
        departments=(),
    )


class TeamLookup(Lookup):
    """Looks things up in a team's month; names and numbers of other people in free text are masked.

    ``names`` and ``numbers`` of everybody known: a customer may praise two people in one sentence, and a file
    may be called after one. A name that a member bears too is left as it is.
    """

    def __init__(
        self, result: MonthResult, *, names: Iterable[str], numbers: Iterable[str], redact: bool = False
    ) -> None:
        super().__init__(result, redact=redact)
        own = {person.name for person in result.people}
        self._others = NameMask({name.strip() for name in names} - own)
        strange = sorted(
            {one for one in numbers if len(one) >= _LEAST_NUMBER} - set(self.people), key=len, reverse=True
        )
        joined = "|".join(map(re.escape, strange))
        self._numbers = re.compile(f"(?<![0-9A-Za-z])(?:{joined})(?![0-9A-Za-z])") if strange else None

    def _hide(self, text: str) -> str:
        text = self._others(text)
        return self._numbers.sub(HIDDEN, text) if self._numbers else text

    def value(self, text: str) -> str:
        """A value taken from an input, others' names and numbers masked."""
        return self._hide(super().value(text))

    def text(self, text: str) -> str:
        """Any other text, others' names and numbers masked."""
        return self._hide(super().text(text))

    def person_name(self, name: str) -> str:
        """A name: only a member's stands in full."""
        own = any(name == person.name for person in self.people.values())
        return super().person_name(name) if own else mask_name(name)
