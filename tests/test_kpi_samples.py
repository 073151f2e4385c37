"""The indicators of the sample months: golden files too, changed only with --update-golden."""

import json
from datetime import date
from pathlib import Path

import pytest

from qualitykit.reports.indicator_report import PeriodReport
from qualitykit.standards.packfiles import shipped_packs
from qualitykit.workflow.indicators import indicators_from_folders

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
MONTHS = ("2026-08", "2026-09", "2026-10")


def shown(report: PeriodReport) -> dict[str, list[str]]:
    """What a report comes to, a line each, for a person to check."""
    return {
        "indicators": [
            f"{one.id} {one.value} {one.unit} n {one.n} {one.target} {one.status}"
            f"{' small' if one.small else ''}; before {one.previous} {one.trend}"
            for one in report.indicators
        ],
        "goals": [
            f"{one.id} {one.value} of {one.expected} to {one.target} {one.status}" for one in report.goals
        ],
        "reasons": [
            f"{one.reason} {one.count}" for one in (*report.complaint_reasons, *report.rating_reasons)
        ],
        "resits": [f"{one.employee_no} {one.session} {one.score}" for one in report.resits],
        "newcomers": [
            f"{one.employee_no} {' '.join(f'{step.kind} {step.until} {step.state}' for step in one.steps)}"
            for one in report.newcomers
        ],
        "problems": [
            f"{one.line.number} {one.state} {one.line.found} {one.later} {one.effect}"
            for one in report.problems
        ],
        "notes": list(report.notes),
    }


@pytest.mark.parametrize("pack", shipped_packs())
def test_the_indicators_of_a_sample_come_to_their_golden_figures(
    pack: str, pytestconfig: pytest.Config
) -> None:
    """Each pack has its indicators; those of service-attitude have three months behind them."""
    home = SAMPLES if pack == "service-attitude" else SAMPLES / "packs" / pack
    folders = [home / month for month in MONTHS if (home / month).is_dir()]
    found = indicators_from_folders("2026-10", folders, standards=[pack], today=date(2026, 11, 5))
    golden = home / "expected" / "kpi-2026-10.json"
    figures = shown(found.report)
    if pytestconfig.getoption("--update-golden"):
        golden.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert json.loads(golden.read_text(encoding="utf-8")) == figures
    assert [one for one in found.report.indicators if one.value is not None]
