"""The sample month of each further policy: scored with one command, its results are golden files."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from qualitykit.intake.month import read_months
from qualitykit.scoring.results import MonthResult
from qualitykit.standards.packfiles import shipped_packs
from qualitykit.standards.reader import load_standard
from qualitykit.workflow.months import score_months
from tests.test_samples import figures

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples" / "packs"
PACKS = tuple(pack for pack in shipped_packs() if pack != "service-attitude")  # that one: samples/2026-*


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, MonthResult]:
    """One October a pack."""
    out = tmp_path_factory.mktemp("results")
    return {
        pack: score_months([SAMPLES / pack / "2026-10"], standards=[pack], out=out / pack).results[0]
        for pack in PACKS
    }


def all_figures(result: MonthResult) -> dict[str, Any]:
    """The month's figures and what came of the deadlines and call-backs."""
    return {
        **figures(result),
        "deadlines": [
            f"{one.number} {one.rule} {one.state} {one.due or ''}".strip() for one in result.deadlines
        ],
        "callbacks": [f"{one.rule} {one.called}/{one.n} {one.percent} {one.met}" for one in result.callbacks],
    }


@pytest.mark.parametrize("pack", PACKS)
def test_pack_sample_comes_to_its_golden_figures(
    results: dict[str, MonthResult], pack: str, pytestconfig: pytest.Config
) -> None:
    """Golden files change only with --update-golden, and then by a person who looked."""
    golden = SAMPLES / pack / "expected" / "2026-10.json"
    found = json.loads(json.dumps(all_figures(results[pack])))
    if pytestconfig.getoption("--update-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert json.loads(golden.read_text(encoding="utf-8")) == found


@pytest.mark.parametrize("pack", PACKS)
def test_every_form_of_a_pack_has_its_sample_and_every_sheet_is_used_whole(
    results: dict[str, MonthResult], pack: str
) -> None:
    """Small but complete: each form is read, and no row is left out."""
    standard, _problems = load_standard(pack)
    assert standard is not None
    controls = results[pack].controls
    assert {form.id for form in standard.forms} <= {one.form for one in controls}
    assert [] == [one for one in controls if one.read != one.used or not one.read]
    assert [] == [one for one in results[pack].problems if one.severity == "error"]


def test_club_goes_by_gravity_and_proposes_only(results: dict[str, MonthResult]) -> None:
    """Shoes: warning. Leaving early: 10 % of variable pay. A gift: suspension proposed, no yuan moves."""
    club = results["club-service"]
    effects = {case.employee_no: [kind for kind, _detail, _due in case.effects] for case in club.cases}
    assert {
        "C102": ["coaching"],
        "C103": ["coaching"],
        "C202": ["coaching", "withhold"],
        "C201": ["retraining", "propose"],
    } == effects
    withheld = {line.employee_no: str(line.amount) for line in club.bonuses if line.kind == "withheld"}
    assert {"C202": "-240.00"} == withheld
    pending = [
        (one.employee_no, one.reason.code) for one in club.incidents if one.status == "pending" and one.reason
    ]
    assert [("C202", "second-person-missing")] == pending


def test_policies_without_awards_leave_pay_as_it_is(results: dict[str, MonthResult]) -> None:
    """P2 and P4 say nothing of money: the bonus is the base, nobody is a star, praise is shown."""
    for pack in ("phone-and-reception", "property-service"):
        result = results[pack]
        assert () == result.stars
        assert {"performance"} == {line.kind for line in result.bonuses if line.amount}
        assert 1 == len(result.praises)
    assert {"2000.00"} == {str(line.amount) for line in results["phone-and-reception"].bonuses if line.amount}


def test_a_night_complaint_is_passed_on_from_opening(results: dict[str, MonthResult]) -> None:
    """Received at 23:00, passed on at 9:20: in time to the minute; the major one is late by one minute."""
    states = {(one.number, one.rule): one.state for one in results["property-service"].deadlines}
    assert "met" == states["TS201", "pass-on-general"]
    assert "late" == states["TS202", "pass-on-major"]
    assert "late" == states["TS202", "escalate-major"]


def maker() -> ModuleType:
    """tools/make_pack_samples.py, which is no package."""
    spec = importlib.util.spec_from_file_location("make_pack_samples", ROOT / "tools/make_pack_samples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("pack", PACKS)
def test_the_committed_samples_are_what_the_tool_makes(pack: str, tmp_path: Path) -> None:
    """Cell for cell: the tool and the samples do not drift apart."""
    module = maker()
    (sample,) = (one for one in module.SAMPLES if one.pack == pack)
    folder = module.make(sample, tmp_path)
    standard, _problems = load_standard(pack)
    assert standard is not None
    ((made, _found),) = read_months([folder], standards=[standard])
    ((kept, _same),) = read_months([SAMPLES / pack / "2026-10"], standards=[standard])
    names = (
        "evaluations",
        "complaints",
        "praises",
        "requests",
        "surveys",
        "trainings",
        "activities",
        "roster",
    )
    for name in names:
        assert getattr(kept, name) == getattr(made, name), name
