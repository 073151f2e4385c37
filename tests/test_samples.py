"""The sample months: their results are golden files, checked by hand (see samples/README.md)."""

import json
from pathlib import Path
from typing import Any

import pytest

from qualitykit.model import Place
from qualitykit.scoring.results import MonthResult
from qualitykit.workflow.months import score_months

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
MONTHS = ("2026-08", "2026-09", "2026-10")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, MonthResult]:
    """The three months, scored in order as `make demo` does."""
    out = tmp_path_factory.mktemp("results")
    scored = score_months([SAMPLES / month for month in MONTHS], out=out)
    for outcome in scored.months:
        assert all(path.exists() for path in outcome.files)
    return {result.period.month: result for result in scored.results}


def _place(place: Place) -> str:
    return str(place)


def figures(result: MonthResult) -> dict[str, Any]:
    """What a month comes to: the figures that people see, in a form that a person can check."""
    return {
        "ranking": [
            {
                "number": person.employee_no,
                "score": str(person.score),
                "rank": person.rank,
                "sources": {part.source: f"{part.mean} (n {part.n})" for part in person.sources if part.n},
                "praises": person.praises,
                "ineligible": [reason.code for reason in person.ineligible],
            }
            for person in result.people
        ],
        "stars": [f"{star.rank} {star.employee_no} {star.score} {star.amount}" for star in result.stars],
        "incidents": [
            f"{one.employee_no} {one.day} {one.severity} {one.status} "
            + " ".join(violation.subject for violation in one.violations)
            for one in result.incidents
        ],
        "cases": [
            f"{case.employee_no} step {case.step} served {case.served_on} {case.served_how} "
            f"expires {case.expires_on}, {len(case.incidents)} incidents, {len(case.earlier)} earlier"
            for case in result.cases
        ],
        "praises": [
            f"{part.employee_no} {part.service_on} shown {part.shown} paid {part.paid} "
            + (part.reason.code if part.reason else "")
            for part in result.praises
        ],
        "bonuses": {
            f"{line.employee_no} {line.kind} {line.subject}".strip(): str(line.amount)
            for line in result.bonuses
        },
        "problems": sorted(f"{one.code} {_place(one.place)}" for one in result.problems),
        "controls": [
            f"{one.file}!{one.sheet} {one.form}: {one.read} = {one.used} + {one.left_out} "
            f"+ {one.repeats} + {one.other_months}"
            for one in result.controls
        ],
    }


@pytest.mark.parametrize("month", MONTHS)
def test_sample_month_comes_to_its_golden_figures(
    results: dict[str, MonthResult], month: str, pytestconfig: pytest.Config
) -> None:
    """Golden files change only with --update-golden, and then by a person who looked."""
    golden = SAMPLES / "expected" / f"{month}.json"
    found = json.loads(json.dumps(figures(results[month])))
    if pytestconfig.getoption("--update-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert json.loads(golden.read_text(encoding="utf-8")) == found


def test_intervals_are_there_and_no_single_score_looks_exact(results: dict[str, MonthResult]) -> None:
    """A supervisor rates everybody once: that takes nobody's interval away, and shows none of its own."""
    october = results["2026-10"]
    scored = [person for person in october.people if person.score is not None]
    for person in (one for one in scored if one.interval is None):
        assert all(len(set(part.scores)) == 1 for part in person.sources if part.n)  # nothing scatters
    assert 20 == sum(one.interval is not None for one in scored)
    for person in scored:
        for part in person.sources:
            if part.n == 1 and part.interval is not None:
                assert part.interval.low < part.interval.high
        assert person.sources[-1].source == "supervisor"
        assert person.sources[-1].interval is None


def test_every_complaint_of_the_register_is_carried(results: dict[str, MonthResult]) -> None:
    """The one that is a violation and the one that is not judged yet."""
    assert [("TS202610-01", "yes", ("E1021",)), ("TS202610-02", "pending", ("E1014",))] == [
        (one.number, one.valid, one.people) for one in results["2026-10"].complaints
    ]


def test_each_trouble_of_the_samples_is_found(results: dict[str, MonthResult]) -> None:
    """Every planted fault shows up at its cell, and nothing else is held back."""
    errors = {
        month: sorted(f"{one.code} {one.place}" for one in result.problems if one.severity == "error")
        for month, result in results.items()
    }
    assert len(errors["2026-08"]) == 2
    assert any("现场巡查8月.xls!巡查记录!A6" in text for text in errors["2026-08"])  # 8月32日
    assert any("现场巡查8月.xls!巡查记录!D4" in text for text in errors["2026-08"])  # 李墙
    assert [text for text in errors["2026-10"] if "现场巡查10月.xls!巡查记录!D2" in text]  # two 王芳
    assert sum("QK401" in text for text in errors["2026-09"]) == 2  # a blank required item, twice
    assert sum("QK305" in text for text in errors["2026-09"]) == 2  # the leaver


def test_order_of_folders_does_not_matter(results: dict[str, MonthResult], tmp_path: Path) -> None:
    """Months are taken in order of date, however they are given."""
    scored = score_months([SAMPLES / month for month in reversed(MONTHS)], out=tmp_path)
    assert [figures(result) for result in scored.results] == [figures(results[month]) for month in MONTHS]


def test_own_outputs_in_the_folder_are_not_read(results: dict[str, MonthResult], tmp_path: Path) -> None:
    """A result workbook that lies in the month's folder changes nothing."""
    import shutil

    folder = tmp_path / "2026-08"
    shutil.copytree(SAMPLES / "2026-08", folder)
    score_months([folder], out=tmp_path / "first")
    shutil.copy(tmp_path / "first" / "2026-08" / "评分结果.xlsx", folder)
    again = score_months([folder], out=tmp_path / "second").results[0]
    found, golden = figures(again), figures(results["2026-08"])
    assert {key: found[key] for key in ("ranking", "bonuses", "cases")} == {
        key: golden[key] for key in ("ranking", "bonuses", "cases")
    }
