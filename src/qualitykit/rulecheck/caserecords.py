"""Complaints and service requests as cases write them: field names, moments as text."""

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from qualitykit.model import Complaint, Place, ServiceRequest, Verified
from qualitykit.problems import Problem, problem
from qualitykit.rulecheck.casepeople import NOWHERE
from qualitykit.standards.deadlines import COMPLAINT_MOMENTS, REQUEST_MOMENTS

__all__ = ["GivenRecord", "moment_of", "records_of"]

GivenRecord = dict[str, str]
_WORDS = {"valid": Verified, "satisfied": Verified}
_MOMENTS = {*COMPLAINT_MOMENTS, *REQUEST_MOMENTS, "contact_on"}


def moment_of(text: str) -> datetime | date:
    """``2026-10-12 10:00``, or a day alone. ValueError: it is neither."""
    if ":" in text:
        return datetime.strptime(text, "%Y-%m-%d %H:%M")  # noqa: DTZ007 - one time zone
    return date.fromisoformat(text)


def records_of(
    complaints: tuple[GivenRecord, ...], requests: tuple[GivenRecord, ...], place: Place
) -> tuple[list[Complaint], list[ServiceRequest], list[Problem]]:
    """The records that a case gives. Problems: QK653 a field that there is not, QK512 what is no moment."""
    problems: list[Problem] = []
    mine = [_values(Complaint, n, one, place, problems) for n, one in enumerate(complaints)]
    theirs = [_values(ServiceRequest, n, one, place, problems) for n, one in enumerate(requests)]
    if problems:
        return [], [], problems
    return [Complaint(**one) for one in mine], [ServiceRequest(**one) for one in theirs], []


def _values(
    kind: type[Complaint] | type[ServiceRequest],
    number: int,
    given: GivenRecord,
    place: Place,
    problems: list[Problem],
) -> dict[str, Any]:
    known = {field.name for field in fields(kind)} - {"id", "place"}
    values: dict[str, Any] = {"id": f"r{number:03d}", "place": NOWHERE}
    for name, text in given.items():
        if name not in known:
            problems.append(problem("QK653", place, name, key="field"))
        elif name in _MOMENTS:
            try:
                values[name] = moment_of(text)
            except ValueError:
                problems.append(problem("QK512", place, text))
        elif name in _WORDS:
            values[name] = Verified(text) if text in list(Verified) else Verified.PENDING
        elif name == "signed":
            values[name] = text == "true"
        elif name == "rounds":
            values[name] = int(text) if text.isdigit() else None
        else:
            values[name] = tuple(text.split("、")) if name == "people" else text
    if "received_at" not in given:
        problems.append(problem("QK505", place, "received_at"))
    return values
