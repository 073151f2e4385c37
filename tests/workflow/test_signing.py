"""Checked and approved: by whom, when, of which figures; on the payroll table as it was recorded."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from qualitykit.errors import CannotRunError
from qualitykit.workflow.exports import export_bonuses
from qualitykit.workflow.signing import sign_month
from tests.workflow.houses import AT, House, october
from tests.workflow.test_exports import text_of

LATER = datetime(2026, 11, 6, 14, 5, tzinfo=UTC)


def sign(house: House, role: str, name: str, at: datetime = LATER) -> None:
    """``qualitykit sign``."""
    sign_month(house.workspace, "2026-09", role, at=at, by=name)


def test_the_payroll_table_says_who_checked_and_approved_and_when(house: House) -> None:
    """Each with the time at which they did; the month's closing and the export too."""
    sign(house, "checked", "财务主管")
    sign(house, "approved", "总经理", LATER + timedelta(hours=2))
    text = text_of(export_bonuses(house.how(LATER + timedelta(days=1)), "2026-09")[0])
    told = (
        "财务主管",
        "2026-11-06 14:05",
        "总经理",
        "2026-11-06 16:05",
        "2026-11-07 14:05",
        "2026-11-05 09:30",
    )
    assert [] == [one for one in told if one not in text]


def test_what_nobody_signed_is_left_to_be_written_by_hand(house: House) -> None:
    """Name, date and time, signature: three blanks beside each role."""
    text = text_of(export_bonuses(house.how(), "2026-09")[0])
    assert all(told in text for told in ("复核", "批准", "日期时间", "签字"))


def test_names_given_with_the_export_are_logged_and_stay(house: House) -> None:
    """And the table says who entered them for somebody else."""
    export_bonuses(house.how(), "2026-09", checked_by="财务主管")
    text = text_of(export_bonuses(house.how(LATER), "2026-09")[0])
    assert all(told in text for told in ("财务主管", "2026-11-05 09:30", "人事"))
    with house.ledger() as ledger:
        assert ["checked"] == [one.subject for one in ledger.entries("sign")]


def test_nobody_approves_what_they_checked_themselves(house: House) -> None:
    """Two people; who takes another's place says why, and the log keeps it."""
    sign(house, "checked", "财务主管")
    with pytest.raises(CannotRunError):
        sign(house, "approved", "财务主管")
    with pytest.raises(CannotRunError, match="须写明理由"):
        sign(house, "checked", "会计")
    with pytest.raises(CannotRunError, match="须写明理由"):
        export_bonuses(house.how(), "2026-09", checked_by="会计")
    sign(house, "checked", "财务主管")
    sign_month(house.workspace, "2026-09", "checked", at=LATER, by="会计", reason="财务主管离职")
    sign(house, "approved", "财务主管")
    with house.ledger() as ledger:
        data = [entry.data for entry in ledger.entries("sign") if entry.data and "replaces" in entry.data]
    assert [("财务主管", "财务主管离职")] == [(one["replaces"], one["reason"]) for one in data]


def test_only_a_closed_month_is_signed_and_only_its_own_figures(house: House) -> None:
    """A draft is not; a month that was reopened and closed with other figures has to be signed again."""
    house.draft(october())
    with pytest.raises(CannotRunError):
        sign_month(house.workspace, "2026-10", "checked", at=AT, by="会计")
    with pytest.raises(CannotRunError):
        export_bonuses(house.how(draft=True), "2026-10", checked_by="会计")
    with pytest.raises(CannotRunError):
        sign(house, "paid", "会计")
    sign(house, "checked", "会计")
    with house.ledger() as ledger:
        ledger.reopen("2026-09", at=AT, by="人事", reason="漏了一份")
        inputs, _packs = ledger.inputs("2026-09")
        less = inputs.records.evaluations[1:]
    house.close(replace(inputs.records, evaluations=less))
    assert "会计" not in text_of(export_bonuses(house.how(), "2026-09")[0])
