"""What the ledger stores of a month, as JSON: its figures a person each, its inputs, its standards.

A month is cut by person, so that one person's explanation reads one small part; the parts put together again
give an equal result. Scores and outcomes that evaluations share are stored once a person. Text is JSON with
Decimals and fractions as text (nothing is rounded on the way), compressed; digests are of the text, never of
the compressed bytes.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

from qualitykit.errors import CannotRunError
from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.model import Answer, AnswerState, Evaluation, MonthRecords
from qualitykit.problems import Problem
from qualitykit.scoring.results import (
    BonusLine,
    Case,
    CheckOutcome,
    EvaluationResult,
    FormScore,
    History,
    Incident,
    LiveWarning,
    MonthResult,
    PersonMonth,
    PraisePart,
    StarResult,
)

if TYPE_CHECKING:
    from qualitykit.scoring.history import Needed

__all__ = [
    "DamagedError",
    "Inputs",
    "StoredInputs",
    "StoredPerson",
    "assemble",
    "canonical",
    "cut",
    "digest_of",
    "dump",
    "load",
    "load_history",
    "pack",
    "parse",
    "stored_inputs",
    "unpack",
    "unreadable",
    "without_personal_data",
]

_T = TypeVar("_T")


class DamagedError(CannotRunError):
    """What is stored cannot be read back."""


_BY_PERSON = (
    "people",
    "evaluations",
    "incidents",
    "cases",
    "warnings",
    "praises",
    "stars",
    "bonuses",
)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a month was scored from: records and what was wrong with them."""

    records: MonthRecords
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredPerson:
    """One person's part of a month. ``places``: where each entry stood in the month's own order.

    ``score_of`` and ``outcomes_of`` point, for each evaluation, into ``scores`` and ``outcomes``; -1: none.
    """

    people: tuple[PersonMonth, ...] = ()
    evaluations: tuple[EvaluationResult, ...] = ()
    incidents: tuple[Incident, ...] = ()
    cases: tuple[Case, ...] = ()
    warnings: tuple[LiveWarning, ...] = ()
    praises: tuple[PraisePart, ...] = ()
    stars: tuple[StarResult, ...] = ()
    bonuses: tuple[BonusLine, ...] = ()
    carried: tuple[tuple[str, Decimal], ...] = ()
    places: dict[str, tuple[int, ...]] | None = None
    scores: tuple[FormScore, ...] = ()
    score_of: tuple[int, ...] = ()
    outcomes: tuple[tuple[CheckOutcome, ...], ...] = ()
    outcomes_of: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _StoredAnswer:
    """An answer whose number and label cannot be mistaken for each other."""

    state: AnswerState
    number: Decimal | None
    label: str | None
    raw: str


@dataclass(frozen=True, slots=True)
class StoredInputs:
    """Records with each distinct answer once; ``answers_of`` points into them, for each evaluation."""

    records: MonthRecords
    problems: tuple[Problem, ...]
    answers: tuple[_StoredAnswer, ...]
    answers_of: tuple[tuple[int, ...], ...]

    def inputs(self) -> Inputs:
        """The inputs again, equal to those that were stored."""
        answers = [
            Answer(one.state, one.label if one.number is None else one.number, one.raw)
            for one in self.answers
        ]
        evaluations = tuple(
            replace(evaluation, answers=tuple([answers[index] for index in indexes]))
            for evaluation, indexes in zip(self.records.evaluations, self.answers_of, strict=True)
        )
        return Inputs(_with_tuples(self.records, evaluations), self.problems)


def stored_inputs(inputs: Inputs) -> StoredInputs:
    """The inputs as they are stored."""
    known: dict[Answer, int] = {}
    quick: dict[int, int] = {}  # by identity: readers share equal answers
    answers_of: list[tuple[int, ...]] = []
    for evaluation in inputs.records.evaluations:
        row: list[int] = []
        for answer in evaluation.answers:
            index = quick.get(id(answer))
            if index is None:
                index = quick[id(answer)] = known.setdefault(answer, len(known))
            row.append(index)
        answers_of.append(tuple(row))
    bare = tuple(replace(evaluation, answers=()) for evaluation in inputs.records.evaluations)
    stored = tuple(
        _StoredAnswer(
            one.state,
            one.value if isinstance(one.value, Decimal) else None,
            one.value if isinstance(one.value, str) else None,
            one.raw,
        )
        for one in known
    )
    return StoredInputs(_with_tuples(inputs.records, bare), inputs.problems, stored, tuple(answers_of))


def _with_tuples(records: MonthRecords, evaluations: tuple[Evaluation, ...]) -> MonthRecords:
    """The records with those evaluations; what readers and JSON give as lists are tuples."""
    changed: dict[str, Any] = {
        field.name: tuple(value)
        for field in fields(records)
        if isinstance(value := getattr(records, field.name), list)
    }
    changed |= {"evaluations": evaluations, "digests": dict(records.digests)}
    return replace(records, **changed)


# --- a month, a part a person ----------------------------------------------------------------------------


def cut(result: MonthResult) -> tuple[MonthResult, dict[str, StoredPerson]]:
    """The month without what belongs to somebody, and the rest by employee number."""
    fields: dict[str, dict[str, list[tuple[int, Any]]]] = {}
    for name in _BY_PERSON:
        for place, one in enumerate(getattr(result, name)):
            fields.setdefault(one.employee_no, {}).setdefault(name, []).append((place, one))
    for place, entry in enumerate(result.carried):
        fields.setdefault(entry[0], {}).setdefault("carried", []).append((place, entry))
    empty: dict[str, Any] = dict.fromkeys((*_BY_PERSON, "carried"), ())
    return replace(result, **empty), {number: _stored(found) for number, found in sorted(fields.items())}


def _stored(found: Mapping[str, Sequence[tuple[int, Any]]]) -> StoredPerson:
    values: dict[str, Any] = {name: tuple([one for _place, one in rows]) for name, rows in found.items()}
    scores: dict[int, int] = {}
    outcomes: dict[int, int] = {}
    kept_scores: list[FormScore] = []
    kept_outcomes: list[tuple[CheckOutcome, ...]] = []
    score_of: list[int] = []
    outcomes_of: list[int] = []
    bare: list[EvaluationResult] = []
    for evaluation in values.get("evaluations", ()):
        score_of.append(_shared(evaluation.score, scores, kept_scores))
        outcomes_of.append(_shared(evaluation.outcomes or None, outcomes, kept_outcomes))
        bare.append(replace(evaluation, score=None, outcomes=()))
    values["evaluations"] = tuple(bare)
    return StoredPerson(
        **values,
        places={name: tuple([place for place, _one in rows]) for name, rows in found.items()},
        scores=tuple(kept_scores),
        score_of=tuple(score_of),
        outcomes=tuple(kept_outcomes),
        outcomes_of=tuple(outcomes_of),
    )


def _shared(one: Any, known: dict[int, int], kept: list[Any]) -> int:
    """The place of an object among those kept, by identity; -1: there is none."""
    if one is None:
        return -1
    index = known.get(id(one))
    if index is None:
        index = known[id(one)] = len(kept)
        kept.append(one)
    return index


def assemble(common: MonthResult, persons: Iterable[StoredPerson]) -> MonthResult:
    """The month again, from ``cut``'s parts: whole, or of those people only."""
    placed: dict[str, list[tuple[int, Any]]] = {name: [] for name in (*_BY_PERSON, "carried")}
    for person in persons:
        places = person.places or {}
        for name, rows in placed.items():
            own = _full(person) if name == "evaluations" else getattr(person, name)
            rows.extend(zip(places.get(name, ()), own, strict=True))
    values: dict[str, Any] = {}
    for name, rows in placed.items():
        rows.sort(key=lambda row: row[0])
        values[name] = tuple([one for _place, one in rows])
    return replace(common, **values)


def _full(person: StoredPerson) -> list[EvaluationResult]:
    return [
        replace(
            evaluation,
            score=None if score < 0 else person.scores[score],
            outcomes=() if outcomes < 0 else person.outcomes[outcomes],
        )
        for evaluation, score, outcomes in zip(
            person.evaluations, person.score_of, person.outcomes_of, strict=True
        )
    ]


def without_personal_data(result: MonthResult) -> MonthResult:
    """The closed figures that stay when personal data is past its retention: numbers, no names, no texts.

    Scores, steps, stars and money by employee number remain; evaluations, evidence, customers, names, remarks
    and files' names go. Source: semantics.md §12.
    """
    return replace(
        result,
        people=tuple(
            replace(
                one,
                name="",
                ineligible=(),
                # an evaluation's name may hold its inspector's
                sources=tuple(replace(source, evaluations=()) for source in one.sources),
            )
            for one in result.people
        ),
        evaluations=(),
        incidents=tuple(replace(one, contact="", violations=(), customer="") for one in result.incidents),
        praises=tuple(
            replace(one, customer="", contact_id="", content="", places=(), reason=None)
            for one in result.praises
        ),
        bonuses=tuple(
            replace(one, evidence=(), reason=replace(one.reason, params=())) for one in result.bonuses
        ),
        problems=(),
        controls=(),
        digests=tuple(("", digest) for _file, digest in result.digests),
        notes=(),
        deadlines=(),
        complaints=(),
        callbacks=tuple(replace(one, due=(), counted=()) for one in result.callbacks),
    )


# --- text and digests ------------------------------------------------------------------------------------


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def dump(value: object, kind: type[object] | None = None) -> bytes:
    """JSON in UTF-8 of one of our dataclasses (or of ``kind``), the same bytes for equal values."""
    known: Any = kind or type(value)
    return _adapter(known).dump_json(value)


def load(kind: type[_T], text: bytes) -> _T:
    """The value that ``dump`` wrote. DamagedError: this version cannot read its shape."""
    known: Any = kind
    try:
        value: _T = _adapter(known).validate_json(text)
    except ValidationError:
        raise unreadable() from None
    return value


def unreadable() -> DamagedError:
    """What stands in the ledger has another shape than this version writes and reads."""
    return DamagedError(
        _("something in the ledger was stored by another version of the program and cannot be read"),
        hint=_("Install that version; qualitykit verify checks that nothing was changed."),
    )


def load_history(kind: str, text: bytes, needed: "Needed | None") -> History:
    """A stored part of the history; with ``needed`` only what matters of its long lists is made."""
    if needed is not None and kind in ("incidents", "praises", "identities"):
        rows = from_json(text)[kind]
        if kind == "incidents":
            rows = [
                row for row in rows if needed.incident(row["employee_no"], date.fromisoformat(row["day"]))
            ]
        elif kind == "praises":
            rows = [row for row in rows if needed.praise(row["employee_no"], row["contact_id"])]
        else:
            rows = [row for row in rows if row[0] in needed.late]
        text = to_json({kind: rows})
    return load(History, text)


def canonical(value: object) -> bytes:
    """JSON with sorted keys and no blanks: what digests of small things are made of."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(text: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(text).hexdigest()


def pack(text: bytes) -> bytes:
    """Compressed, as it stands in the database."""
    return zlib.compress(text, 3)


def unpack(data: bytes) -> bytes:
    """The text of ``pack``. DamagedError: the bytes are not what was stored."""
    try:
        return zlib.decompress(data)
    except zlib.error:
        raise DamagedError(
            _("the ledger's file is damaged, or is no ledger"), hint="qualitykit verify"
        ) from None


def parse(text: str) -> Any:
    """The value of a short JSON text."""
    return json.loads(text)
