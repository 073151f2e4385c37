"""Scoring months from folders: what is begun early comes to what it comes to at the end."""

from pathlib import Path

import pytest

from qualitykit.reports.detail_sheets import details_csv
from qualitykit.reports.lookup import Lookup, in_order
from qualitykit.scoring.results import MonthResult
from qualitykit.workflow.months import read_and_score, roster_of, score_months
from qualitykit.workflow.standards import load_standards

SAMPLES = Path(__file__).parents[2] / "samples"
MONTHS = [SAMPLES / "2026-08", SAMPLES / "2026-09"]


def test_the_details_can_be_written_as_soon_as_everything_is_evaluated() -> None:
    """No cell of 评分明细 waits for ranks, incidents or money."""
    seen: list[MonthResult] = []
    packs = load_standards(["service-attitude"])
    scored = read_and_score(
        MONTHS, roster_of, packs=packs, month=None, roster=None, progress=None, when_evaluated=seen.append
    )
    whole = [result for _roster, result in scored]
    assert 2 == len(whole) == len(seen)
    for early, late in zip(seen, whole, strict=True):
        lines = [details_csv(Lookup(one), in_order(one.evaluations)) for one in (early, late)]
        assert lines[0].count(b"\n") == len(late.evaluations) + 1
        assert lines[0] == lines[1]


@pytest.mark.parametrize("redact", [False, True])
def test_long_details_are_those_of_their_month(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redact: bool
) -> None:
    """Begun early or not, masked or not, each month gets its own."""
    monkeypatch.setattr("qualitykit.reports.workbook.SHEET_ROWS", 50)
    monkeypatch.setattr("qualitykit.reports.detail_sheets.SHEET_ROWS", 50)
    monkeypatch.setattr("qualitykit.reports.grid.SHEET_ROWS", 50)
    scored = score_months(MONTHS, standards=["service-attitude"], out=tmp_path, redact=redact)
    for outcome in scored.months:
        result = outcome.result
        expected = details_csv(Lookup(result, redact=redact), in_order(result.evaluations))
        assert expected == (tmp_path / result.period.month / "评分明细.csv").read_bytes()
