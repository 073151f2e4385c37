"""The ledger keeps what a month left undone for the next one, as long as it keeps the personal data."""

from dataclasses import replace
from datetime import UTC, date, datetime

from qualitykit.ledger.store import Inputs, Ledger
from qualitykit.model import Complaint, MonthRecords, Period, Place
from qualitykit.scoring.history import extend, needed_by
from qualitykit.scoring.month import score_month
from qualitykit.scoring.results import History
from qualitykit.standards.reader import load_standard
from tests.scoring import months

PACK = load_standard("property-service")[0]
assert PACK is not None
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
SEPTEMBER = Period("2026-09", date(2026, 9, 1), date(2026, 9, 30))
OCTOBER = Period("2026-10", date(2026, 10, 1), date(2026, 10, 31))


def records(period: Period, *complaints: Complaint) -> MonthRecords:
    """A month of one employee and these complaints."""
    return MonthRecords(period, months.staff(months.row("E1")), complaints=complaints)


def complaint(name: str, closed: datetime | None = None) -> Complaint:
    """Received on the last afternoon of September."""
    received = datetime(2026, 9, 30, 16)
    place = Place("投诉.xlsx", "表", "2:2")
    return Complaint(name, place, received, severity="general", passed_at=received, closed_at=closed)


def test_open_steps_come_back_for_the_next_month_and_go_with_the_personal_data(address: str) -> None:
    """What the ledger gives for October is what the months themselves leave; after a purge nothing of it."""
    assert PACK is not None
    open_one, done = complaint("A"), complaint("B", datetime(2026, 9, 30, 17))
    september = score_month([PACK], records(SEPTEMBER, open_one, done), History(), program_version="0")
    with Ledger.open(address, create=True) as ledger:
        ledger.put_draft(september, Inputs(records(SEPTEMBER, open_one, done)), [PACK], at=AT)
        ledger.close("2026-09", at=AT, by="人事")
        again = records(OCTOBER, open_one, done)
        stored = ledger.history("2026-10", needed_by([PACK], again))
        whole = extend(History(), september, closed=True)
        assert {"A", "B"} == {one.subject for one in stored.open_steps}  # B waits for its call-back
        assert whole.open_steps == stored.open_steps
        assert set(whole.identities) == set(stored.identities)
        scored = [
            score_month([PACK], again, history, program_version="0").deadlines for history in (stored, whole)
        ]
        assert scored[0] == scored[1]
        assert {"A"} == {one.subject for one in scored[0] if one.rule == "handle-general"}
        ledger.purge(date(2026, 12, 1), at=AT, by="人事")
        assert () == ledger.history("2026-10").open_steps


def test_a_month_with_nothing_undone_stores_no_such_part(address: str) -> None:
    """And the newest month's word replaces the one before."""
    assert PACK is not None
    september = score_month([PACK], records(SEPTEMBER, complaint("A")), History(), program_version="0")
    history = extend(History(), september, closed=True)
    closed = complaint("A", datetime(2026, 10, 9, 10))
    october = records(OCTOBER, replace(closed, callback_at=datetime(2026, 10, 9, 11)))
    result = score_month([PACK], october, history, program_version="0")
    with Ledger.open(address, create=True) as ledger:
        ledger.put_draft(september, Inputs(records(SEPTEMBER, complaint("A"))), [PACK], at=AT)
        ledger.put_draft(result, Inputs(october), [PACK], at=AT)
        assert 1 == len(ledger.history("2026-10").open_steps)
        assert () == ledger.history("2026-11").open_steps
