"""Of a long history only what can matter is read; the figures are those of the whole history."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualitykit.ledger.store import Inputs, Ledger
from qualitykit.model import Complaint, MonthRecords, Place, Praise, ServedWarning, Verified
from qualitykit.scoring.history import needed_by
from qualitykit.scoring.month import score_month
from tests.ledger.ledgers import NOW, period
from tests.scoring.months import evaluation, praise, records, row, staff, standard

PEOPLE = tuple(f"E{number}" for number in range(1, 7))
MONTHS = ("2026-05", "2026-06", "2026-07", "2026-08", "2026-09")
LAST = "2026-10"
_CATEGORY = {"id": "attitude", "words": ["服务态度"], "severity": "minor", "clause": "P3.lad.1"}
_TEXTS = ("", "态度很好，耐心细致，问题一次就解决了", "非常热情周到，值得表扬，谢谢他的帮助")
_DAYS = (2, 9, 15, 24, 28)  # few, so that the same contact comes up again
RULES = (
    standard(
        ladder={"complaint_categories": [_CATEGORY]},
        weights={
            "sources": [
                {"source": "mystery-shopper", "title": "神秘顾客", "weight": 60, "clause": "P3.mon.1",
                 "inspection": True, "window_months": 3},
                {"source": "call-review", "title": "录音", "weight": 40, "clause": "P3.mon.1",
                 "inspection": True},
            ]
        },
    ),
)  # fmt: skip


def _complaint(chance: random.Random, number: int, month: str, quiet: bool) -> Complaint:
    days = period(month)
    late = not quiet and chance.random() < 0.4
    on = date(2026, chance.randint(4, 10), chance.choice(_DAYS)) if late else None
    received = datetime.combine(days.first_day.replace(day=chance.choice(_DAYS)), time(9))
    return Complaint(
        f"c{month}-{number}",
        Place("投诉.xlsx", "投诉", f"{number}"),
        received,
        people=(chance.choice(PEOPLE),),
        contact_on=min(on, received.date()) if on else None,
        contact_id=chance.choice(("", "K1", "K2", "K3")),
        complainant=chance.choice(("", "客户甲", "客户乙")),
        category="服务态度",
        valid=Verified.YES,
        judged_by="客服部",
        same_incident=chance.choice(("", "", "yes", "no")),
    )


def _praise(chance: random.Random, number: int, month: str) -> Praise:
    days = period(month)
    verified = days.first_day.replace(day=chance.randint(3, 28))
    service = date(2026, chance.randint(4, 10), chance.randint(1, 28))
    return praise(
        f"p{month}-{number}",
        *chance.sample(PEOPLE, chance.randint(1, 2)),
        service_on=min(service, verified),
        verified_on=chance.choice((verified, min(service, verified))),
        customer=chance.choice(("", "客户甲", "客户乙")),
        contact_id=chance.choice(("", "", "K1", "K2")),
        content=chance.choice(_TEXTS),
        level=chance.choice(("", "突出", "重大")),
    )


def _register(chance: random.Random, number: int) -> ServedWarning:
    on = date(2026, chance.randint(5, 9), chance.choice(_DAYS))
    place = Place("警告.xlsx", "警告", f"{number}")
    return ServedWarning(chance.choice(PEOPLE), place, incident_on=on, served_on=on, how="签收")


def _month(seed: int, month: str) -> MonthRecords:
    chance = random.Random(seed)
    days = period(month)
    quiet = chance.random() < 0.5  # nothing late
    evaluations = []
    for person in PEOPLE:
        for form in ("mystery-shopper", "call-review"):
            if chance.random() < 0.7:
                late = not quiet and chance.random() < 0.2
                number = chance.randint(5, days.first_day.month) if late else days.first_day.month
                day = date(2026, number, chance.randint(1, 28))
                name = f"{form}/{day}/{person}"
                points = str(chance.randint(60, 100))
                evaluations.append(evaluation(name, person, form, points, day=day, inspector="质检甲"))
    return records(
        staff(*(row(person, bonus_base=Decimal(2000)) for person in PEOPLE)),
        period=days,
        evaluations=tuple(evaluations),
        complaints=tuple(_complaint(chance, number, month, quiet) for number in range(6)),
        praises=tuple(_praise(chance, number, month) for number in range(chance.randint(0, 5))),
        served_warnings=tuple(_register(chance, number) for number in range(chance.randint(0, 8))),
    )


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Five closed months with incidents, praises, register lines and late rows."""
    file = Path(tmp_path_factory.mktemp("long")) / "q.db"
    with Ledger.open(file, create=True) as found:
        for seed, month in enumerate(MONTHS):
            given_month = _month(seed, month)
            history = found.history(month)
            result = score_month(RULES, given_month, history, program_version="0")
            found.put_draft(result, Inputs(given_month), RULES, at=NOW)
            found.close(month, at=NOW, by="张主管")
        yield found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(100, 100_000))
def test_what_is_left_out_changes_no_figure(ledger: Ledger, seed: int) -> None:
    """Late rows, complaints near old incidents, register lines of old ones, praises given again."""
    month = _month(seed, LAST)
    whole = ledger.history(LAST)
    some = ledger.history(LAST, needed_by(RULES, month))
    assert score_month(RULES, month, whole, program_version="0") == score_month(
        RULES, month, some, program_version="0"
    )


def test_little_is_read_where_little_can_matter(ledger: Ledger) -> None:
    """A quiet month: no praise, no register, nothing late: only incidents of the days before it."""
    quiet = records(staff(*PEOPLE), period=period(LAST))
    found, whole = ledger.history(LAST, needed_by(RULES, quiet)), ledger.history(LAST)
    assert [one for one in whole.incidents if one.day >= date(2026, 9, 24)] == list(found.incidents)
    assert len(found.incidents) < len(whole.incidents)
    assert ((), (), ()) == (found.praises, found.month_scores, found.identities)
    assert whole.praises
    assert (whole.warnings, whole.carried, whole.months) == (found.warnings, found.carried, found.months)


def test_the_history_really_holds_what_the_test_is_about(ledger: Ledger) -> None:
    """Else the comparison would compare nothing."""
    whole = ledger.history(LAST)
    outcomes = set()
    for seed in range(100, 160):
        month = _month(seed, LAST)
        result = score_month(RULES, month, whole, program_version="0")
        bare = score_month(RULES, month, type(whole)(months=whole.months), program_version="0")
        outcomes |= {one.reason.code for one in result.incidents if one.reason}
        outcomes |= {one.reason.code for one in result.praises if one.reason}
        outcomes |= {"other-incidents"} if result.incidents != bare.incidents else set()
        outcomes |= {"other-praises"} if result.praises != bare.praises else set()
        outcomes |= {"other-people"} if result.people != bare.people else set()
    assert {"same-as-earlier", "praise-repeats-earlier", "praise-raises-earlier"} <= outcomes
    assert {"other-incidents", "other-praises", "other-people"} <= outcomes
