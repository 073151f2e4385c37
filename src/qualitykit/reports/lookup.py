"""A month's result by person and by id: what every report looks up, made once."""

from collections.abc import Iterable
from datetime import time
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import TypeVar

from qualitykit.i18n import _
from qualitykit.model import LEDGER_PLACE, Place
from qualitykit.reports.figures import money
from qualitykit.reports.masking import HIDDEN, NameMask, mask_name, mask_numbers
from qualitykit.scoring.results import (
    BonusLine,
    Case,
    EvaluationResult,
    Incident,
    Label,
    LiveWarning,
    MonthResult,
    PersonMonth,
    PraisePart,
)
from qualitykit.scoring.reviewing import with_hits
from qualitykit.sheets.blind import CALL_LIST
from qualitykit.sheets.layouts import RECORDS

__all__ = ["BONUS_KINDS", "Lookup", "in_order"]

BONUS_KINDS = ("performance", "withheld", "star", "praise", "special", "contest", "adjustment", "carried")

_T = TypeVar("_T")
_ID = attrgetter("id")


def _grouped(things: Iterable[_T], key: str) -> dict[str, tuple[_T, ...]]:
    found: dict[str, list[_T]] = {}
    for thing in things:
        found.setdefault(getattr(thing, key), []).append(thing)
    return {number: tuple(group) for number, group in found.items()}


def in_order(evaluations: Iterable[EvaluationResult]) -> list[EvaluationResult]:
    """By person, day, time, id: a person's lines stand together."""
    return sorted(evaluations, key=lambda one: (one.employee_no, one.day, one.at or time.min, one.id))


class Lookup:
    """Looks things up in one month's result; masks what may not be shown.

    ``redact``: names become 王**, values taken from inputs and people's money ``***`` (semantics.md §12).
    Phones and ID numbers of customers are masked always.
    """

    def __init__(self, result: MonthResult, *, redact: bool = False) -> None:
        self.result = result
        self.redact = redact
        self.people: dict[str, PersonMonth] = {person.employee_no: person for person in result.people}
        self._labels: tuple[dict[str, Label], ...] = tuple(
            {label.key: label for label in standard.labels} for standard in result.standards
        )

    # --- by person --------------------------------------------------------------------------------------

    @cached_property
    def evaluations(self) -> dict[str, tuple[EvaluationResult, ...]]:
        """The evaluations of each person."""
        return _grouped(self.result.evaluations, "employee_no")

    @cached_property
    def incidents(self) -> dict[str, tuple[Incident, ...]]:
        """The incidents of each person."""
        return _grouped(self.result.incidents, "employee_no")

    @cached_property
    def cases(self) -> dict[str, tuple[Case, ...]]:
        """The cases of each person."""
        return _grouped(self.result.cases, "employee_no")

    @cached_property
    def warnings(self) -> dict[str, tuple[LiveWarning, ...]]:
        """The warnings on file of each person."""
        return _grouped(self.result.warnings, "employee_no")

    @cached_property
    def praises(self) -> dict[str, tuple[PraisePart, ...]]:
        """The praises of each person."""
        return _grouped(self.result.praises, "employee_no")

    @cached_property
    def bonuses(self) -> dict[str, tuple[BonusLine, ...]]:
        """The bonus lines of each person."""
        return _grouped(self.result.bonuses, "employee_no")

    # --- by id ------------------------------------------------------------------------------------------

    @cached_property
    def evaluation_by_id(self) -> dict[str, EvaluationResult]:
        """Evaluations by their ids."""
        return dict(zip(map(_ID, self.result.evaluations), self.result.evaluations, strict=True))

    @cached_property
    def with_hits(self) -> tuple[EvaluationResult, ...]:
        """The evaluations in whose calls something was heard, in order."""
        return tuple(in_order(with_hits(self.result.evaluations)))

    @cached_property
    def case_of_incident(self) -> dict[str, Case]:
        """The case that an incident belongs to."""
        return {incident: case for case in self.result.cases for incident in case.incidents}

    @cached_property
    def incident_by_id(self) -> dict[str, Incident]:
        """Incidents by their ids."""
        return {incident.id: incident for incident in self.result.incidents}

    @cached_property
    def warning_by_id(self) -> dict[str, LiveWarning]:
        """Warnings on file by their ids."""
        return {warning.id: warning for warning in self.result.warnings}

    @cached_property
    def ranking(self) -> tuple[PersonMonth, ...]:
        """Everybody: by rank, then those without one by score, those without a score last."""
        return tuple(
            sorted(
                self.result.people,
                key=lambda person: (
                    person.rank is None,
                    person.rank or 0,
                    -(person.score if person.score is not None else Decimal(-1)),
                    person.employee_no,
                ),
            )
        )

    @cached_property
    def bonus_sums(self) -> dict[str, dict[str, Decimal]]:
        """Yuan by person and kind of bonus line."""
        sums: dict[str, dict[str, Decimal]] = {}
        for line in self.result.bonuses:
            kinds = sums.setdefault(line.employee_no, {})
            kinds[line.kind] = kinds.get(line.kind, Decimal(0)) + line.amount
        return sums

    @cached_property
    def bonus_kinds(self) -> tuple[str, ...]:
        """The kinds of bonus lines that occur, in the order of semantics.md §8."""
        found = {line.kind for line in self.result.bonuses}
        return tuple(kind for kind in BONUS_KINDS if kind in found) + tuple(sorted(found - set(BONUS_KINDS)))

    # --- words ------------------------------------------------------------------------------------------

    def item_ids(self, form: str, standard: int = 0) -> tuple[str, ...]:
        """Ids of a form's items and then its bonus items, in its order, as far as the labels tell.

        Deductions follow them under the same key: an evaluation's answers say how many are wanted.
        """
        prefix = f"item:{form}/"
        labels = self._labels[standard] if standard < len(self._labels) else {}
        return tuple(key.removeprefix(prefix) for key in labels if key.startswith(prefix))

    def unknown_scatter(self, *people: PersonMonth) -> str:
        """Titles of the sources that add nothing to these people's intervals: their scatter is unknown."""
        found = {
            part.source: self.title(f"source:{part.source}")
            for person in people
            if person.interval is not None
            for part in person.sources
            if part.counted and part.interval is None
        }
        return "、".join(found.values())

    def title(self, key: str, standard: int = 0) -> str:
        """The title that the pack gives to ``item:<form>/<item>`` and the like; else the id itself."""
        label = self._label(key, standard)
        return label.title if label else key.partition(":")[2].rpartition("/")[2]

    def sheet_title(self, form: str) -> str:
        """What a sheet was recognised as: a form's title, or that of a record sheet."""
        if form == "turns":
            return _("turns of calls")
        record = next((sheet.title for sheet in (*RECORDS, CALL_LIST) if sheet.id == form), "")
        return record or self.title(f"form:{form}")

    def clause(self, key: str, standard: int = 0) -> str:
        """The clause of the same, empty where unknown."""
        label = self._label(key, standard)
        return label.clause if label else ""

    def clause_text(self, clause: str, standard: int = 0) -> str:
        """What a clause asks, with its id: 服务禁语：否定…的说法（P3.ban）; the id alone where unknown."""
        label = self._label(f"clause:{clause}", standard) if clause else None
        return f"{label.title}（{clause}）" if label else clause

    def _label(self, key: str, standard: int) -> Label | None:
        if standard < len(self._labels) and (label := self._labels[standard].get(key)):
            return label
        return next((labels[key] for labels in self._labels if key in labels), None)

    # --- names and values -------------------------------------------------------------------------------

    @cached_property
    def _mask(self) -> NameMask:
        names = {person.name for person in self.result.people}
        return NameMask(names | {evaluation.inspector for evaluation in self.result.evaluations})

    def name(self, employee_no: str) -> str:
        """The person's name, empty where unknown."""
        person = self.people.get(employee_no)
        return self.person_name(person.name) if person else ""

    def person_name(self, name: str) -> str:
        """A name as this reader may see it."""
        return mask_name(name) if self.redact else name

    def department(self, employee_no: str) -> str:
        """The person's department, empty where unknown."""
        person = self.people.get(employee_no)
        return person.department if person else ""

    def value(self, text: str) -> str:
        """A value taken from an input (an answer, a quote, a remark) as this reader may see it."""
        if self.redact:
            return HIDDEN if text else ""
        return mask_numbers(text)

    def money(self, amount: Decimal) -> str:
        """A person's money as this reader may see it."""
        return HIDDEN if self.redact else money(amount)

    def paid(self, amount: Decimal | None) -> Decimal | None:
        """The same for a cell with a number: nothing where it is masked."""
        return None if self.redact else amount

    def text(self, text: str) -> str:
        """Any other text: names in it are masked where redacted, numbers of customers always."""
        return self._mask(mask_numbers(text)) if self.redact else mask_numbers(text)

    def place(self, place: Place) -> str:
        """Where something stands; file and sheet names may hold a person's name."""
        if self.redact and place.file == LEDGER_PLACE:
            number, _blank, rest = place.cell.partition(" ")  # not who entered it
            place = Place(place.file, place.sheet, " ".join(filter(None, (number, rest.partition(" ")[0]))))
        return self.text(place.shown)
