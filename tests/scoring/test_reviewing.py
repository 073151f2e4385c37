"""What people have to decide, and what becomes of it when the month is closed."""

from dataclasses import replace

import pytest

from qualitykit.scoring.history import extend
from qualitykit.scoring.month import score_month
from qualitykit.scoring.results import (
    CheckOutcome,
    EvaluationResult,
    History,
    Hit,
    Incident,
    MonthResult,
    Reason,
)
from qualitykit.scoring.reviewing import after_closing, hits_to_review
from tests.scoring.months import october, records, result, staff, standard

HIT = Hit("h-1", "no-rudeness", "说吧", "fuzzy", "review", 1, 0, 2, "说八")
STANDS = replace(HIT, id="h-2", worth="stands", standing=True)
ADVICE = replace(HIT, id="h-3", worth="advice")


def said(name: str, *hits: Hit, state: str = "pending") -> EvaluationResult:
    """A call in which these hits were found."""
    return replace(result(name, "E1", "call", "100"), outcomes=(CheckOutcome("no-rudeness", state, hits),))  # type: ignore[arg-type]


@pytest.fixture
def month() -> MonthResult:
    """A month with a hit of every standing, and an incident that nobody confirmed."""
    waiting = Incident(
        "V1", "E1", october(3), "minor", "", (), "pending", "2026-10", reason=Reason("not-confirmed")
    )
    scored = score_month([standard()], records(staff("E1")), History(), program_version="0")
    return replace(
        scored,
        evaluations=(said("a", HIT), said("b", STANDS, ADVICE, state="failed"), said("c", state="passed")),
        incidents=(waiting, replace(waiting, id="V2", status="counts", reason=None)),
        notes=(Reason("hits-pending", (("n", "1"),)), Reason("inspector-na-rate")),
    )


def test_undecided_hits_lapse_as_refused(month: MonthResult) -> None:
    """semantics.md §4: they lapse as 驳回, so nothing waits any more."""
    closed = after_closing(month)
    first, second, third = closed.evaluations
    assert (True, False) == (first.outcomes[0].hits[0].refused, first.outcomes[0].hits[0].pending)
    assert "passed" == first.outcomes[0].state
    assert month.evaluations[1:] == (second, third)
    assert () == hits_to_review(closed.evaluations, closed.incidents)
    assert ["inspector-na-rate"] == [note.code for note in closed.notes]


def test_an_incident_that_nobody_confirmed_lapses_with_them(month: MonthResult) -> None:
    """One that counts stays as it is."""
    assert [("lapsed", None), ("counts", None)] == [
        (one.status, one.reason) for one in after_closing(month).incidents
    ]


def test_no_number_differs(month: MonthResult) -> None:
    """What later months know of it neither."""
    closed = after_closing(month)
    assert (month.people, month.bonuses, month.warnings) == (closed.people, closed.bonuses, closed.warnings)
    same = extend(History(), month, closed=True)
    assert replace(extend(History(), closed, closed=True), incidents=same.incidents) == same
