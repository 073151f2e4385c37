"""A workspace with two invented months in its ledger: one closed, one open."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from qualitykit import __version__
from qualitykit.ledger.store import Inputs, Ledger
from qualitykit.ledger.workspace import Workspace, make_workspace
from qualitykit.model import MonthRecords, Period, Verified
from qualitykit.problems import Problem
from qualitykit.scoring.month import score_month
from qualitykit.scoring.results import MonthResult
from qualitykit.standards.standard import Standard
from qualitykit.workflow.corrections import correct
from qualitykit.workflow.exports import Exporting
from qualitykit.workflow.known_months import closing_data, history_for
from tests.ledger.workspaces import keep_at
from tests.scoring import months
from tests.scoring.test_appeals import call, rules

SEPTEMBER = Period("2026-09", date(2026, 9, 1), date(2026, 9, 30))
OCTOBER = Period("2026-10", date(2026, 10, 1), date(2026, 10, 31))
AT = datetime(2026, 11, 5, 9, 30, tzinfo=UTC)


def pack() -> Standard:
    """The rules: a failed ``wish`` is a minor violation; the first step asks for coaching."""
    base = rules()
    first, *rest = base.ladder.model_dump(mode="json")["steps"]
    first["effects"] = [{"kind": "coaching", "due_days": 7}]
    return rules(ladder={"steps": [first, *rest]})


PACK = pack()


def september() -> MonthRecords:
    """E1 lost points twice and has an incident; E2 has none; a praise of E1 was refused."""
    day = date(2026, 9, 8)
    staff = months.staff(
        months.row("E1", name="<王>芳", notice_signed_on=date(2026, 1, 5)), months.row("E2", name="李强")
    )
    return MonthRecords(
        period=SEPTEMBER,
        roster=staff,
        evaluations=(
            call("R1", "E1", "yyn", day=day, contact_id="C1"),
            call("R2", "E1", "yny", day=day.replace(day=9)),
            call("R3", "E1", "yyy", day=day.replace(day=10)),
            *(call(f"S{n}", "E2", "yyy", day=day.replace(day=n)) for n in (3, 4, 5)),
        ),
        praises=(
            months.praise(
                "P1",
                "E1",
                service_on=day,
                verified=Verified.NO,
                verified_by="主管",
                verified_on=date(2026, 9, 20),
                content="很好，请致电 13800138000",
            ),
        ),
    )


def october(**more: Any) -> MonthRecords:
    """A month without anything wrong."""
    found = september()
    rows = [call(f"T{n}", "E1", "yyy", day=date(2026, 10, n)) for n in (3, 4, 5)]
    return replace(found, period=OCTOBER, evaluations=tuple(rows), praises=(), **more)


class House:
    """A workspace and its ledger."""

    def __init__(self, folder: Path, address: str = "", *, pack: Standard = PACK) -> None:
        self.pack = pack
        self.workspace: Workspace = keep_at(make_workspace(folder), address)
        with self.ledger() as ledger:
            assert ledger.months() == ()

    def ledger(self) -> Ledger:
        """The ledger, open."""
        return Ledger.open(self.workspace.ledger, create=True)

    def how(self, at: datetime = AT, **more: Any) -> Exporting:
        """Who exports, when."""
        return Exporting(self.workspace, at, "人事", **more)

    def draft(self, records: MonthRecords) -> tuple[MonthResult, tuple[Problem, ...]]:
        """Score a month as the program does and store it as a draft."""
        with self.ledger() as ledger:
            records, problems = correct(ledger, records, ())
            history = history_for(ledger, [self.pack], records)
            result = score_month(
                [self.pack], records, history, program_version=__version__, input_problems=problems
            )
            ledger.put_draft(result, Inputs(records, problems), [self.pack], at=AT)
            return result, problems

    def close(self, records: MonthRecords) -> MonthResult:
        """The same, closed, with what the log keeps of it."""
        result, _problems = self.draft(records)
        with self.ledger() as ledger:
            month = ledger.month(result.period.month)
            assert month is not None
            stored = ledger.inputs(month.month)[0].records
            data = {"adjustments": [one.id for one in stored.adjustments]}
            data |= closing_data(ledger, month, stored)
            ledger.close(month.month, at=AT, by="人事", data=data)
        return result
