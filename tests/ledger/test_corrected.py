"""Corrected files of closed months, appeals upheld later: what they change from then on; real files."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook as Book
from sqlalchemy import event, update
from sqlalchemy.engine import Engine

from qualitykit.ledger.codec import digest_of, pack
from qualitykit.ledger.schema import known
from qualitykit.ledger.store import Ledger
from qualitykit.ledger.workspace import Workspace
from qualitykit.model import HitDecision, Place
from qualitykit.problems import Severity
from qualitykit.reports.template_style import write_meta
from qualitykit.scoring.results import MonthResult
from qualitykit.sheets.meta import Meta
from qualitykit.workflow import closing
from qualitykit.workflow import ledger_care as care
from qualitykit.workflow import ledger_months as workflow
from qualitykit.workflow.appeals import decide_appeal, file_appeal
from qualitykit.workflow.corrections import correct
from qualitykit.workflow.signing import sign_month, signatures_of
from tests.ledger.workspaces import add_month, keep_at, new_workspace, patrol_rows, write_csv

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
WHO = "张主管"


@pytest.fixture
def workspace(tmp_path: Path, address: str) -> Workspace:
    """August is closed; E1003's badge is missing in August, September and October."""
    made = keep_at(new_workspace(tmp_path / "w"), address)
    for month in ("2026-08", "2026-09", "2026-10"):
        add_month(made, month, failed=("E1003",))
    score(made)
    close(made, "2026-08")
    return made


def score(workspace: Workspace) -> dict[str, MonthResult]:
    """``qualitykit score``."""
    scored = workflow.score_workspace(workspace, at=NOW)
    return {result.period.month: result for result in scored.results}


def close(workspace: Workspace, month: str) -> MonthResult:
    """``qualitykit close``."""
    return closing.close_month(workspace, month, at=NOW, by=WHO).result


def steps(result: MonthResult, number: str = "E1003") -> list[int]:
    """A person's steps of a month."""
    return [case.step for case in result.cases if case.employee_no == number]


def adjusted(result: MonthResult) -> list[tuple[str, Decimal]]:
    """The adjustments that a month pays."""
    return [(one.employee_no, one.amount) for one in result.bonuses if one.kind == "adjustment"]


def codes(result: MonthResult) -> set[str]:
    """What is said about late and corrected rows."""
    return {one.code for one in result.problems} & {"QK406", "QK420", "QK908", "QK909", "QK913", "QK940"}


def corrected(
    workspace: Workspace, into: str, rows: list[list[str]], name: str = "八月巡查-更正.xlsx"
) -> Path:
    """August's patrol sheet, corrected, in a later month's folder; its hidden meta names the first one."""
    digest = hashlib.sha256((workspace.inbox / "2026-08" / "现场巡查.csv").read_bytes()).hexdigest()
    book = workbook(rows)
    write_meta(book, Meta(kind="copy", replaces=digest))
    path = workspace.inbox / into / name
    book.save(path)
    return path


def workbook(rows: list[list[str]]) -> Book:
    """A workbook of one sheet."""
    book = Book()
    del book["Sheet"]
    sheet = book.create_sheet("现场巡查")
    for row in rows:
        sheet.append(row)
    return book


@contextmanager
def computed() -> Iterator[list[str]]:
    """The months that are computed again meanwhile, each once."""
    found: list[str] = []

    def look(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        if statement.startswith("INSERT INTO known"):
            row = values[0] if isinstance(values, list) else values
            cells = row.values() if isinstance(row, dict) else row
            month = next(str(one) for one in cells if str(one).startswith("2026-"))
            if month not in found[-1:]:
                found.append(month)

    event.listen(Engine, "before_cursor_execute", look)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", look)


def test_a_corrected_copy_of_a_closed_months_file_takes_its_place(workspace: Workspace) -> None:
    """The badge was there: paid with September, whose own case is step 1 now; no row is a contradiction."""
    before = score(workspace)
    assert ([2], [3]) == (steps(before["2026-09"]), steps(before["2026-10"]))
    corrected(workspace, "2026-09", patrol_rows("2026-08"))
    after = score(workspace)
    assert {"QK913"} == codes(after["2026-09"])
    assert [("E1003", Decimal("200.00"))] == adjusted(after["2026-09"])
    assert ([1], [2]) == (steps(after["2026-09"]), steps(after["2026-10"]))
    close(workspace, "2026-09")
    last = score(workspace)["2026-10"]
    assert ([2], []) == (steps(last), adjusted(last))
    close(workspace, "2026-10")
    assert () == care.verify_ledger(workspace, recompute=True).problems


def test_a_row_that_the_corrected_copy_leaves_out_warns_nobody(workspace: Workspace) -> None:
    """The three patrols were of somebody who is not on the roster any more; September is step 1."""
    head, *rows = patrol_rows("2026-08", failed=("E1003",))
    corrected(workspace, "2026-09", [head, *(row for row in rows if row[2] != "E1003")])
    after = score(workspace)["2026-09"]
    assert [1] == steps(after)
    assert all(amount > 0 for _number, amount in adjusted(after))


def test_a_copy_corrected_against_people_is_only_reported(workspace: Workspace) -> None:
    """E1001's badge was missing too, it says now: nobody is warned, nothing is taken, people are told."""
    corrected(workspace, "2026-09", patrol_rows("2026-08", failed=("E1001", "E1003")))
    after = score(workspace)["2026-09"]
    assert ({"QK909", "QK913"}, [], [2], []) == (
        codes(after),
        adjusted(after),
        steps(after),
        steps(after, "E1001"),
    )


def test_a_row_corrected_without_saying_so_counts_too_and_is_reported(workspace: Workspace) -> None:
    """The same sheet without its hidden meta: the rows contradict the closed month, and correct it."""
    path = corrected(workspace, "2026-09", patrol_rows("2026-08"))
    workbook(patrol_rows("2026-08")).save(path)
    after = score(workspace)["2026-09"]
    assert ({"QK908"}, [("E1003", Decimal("200.00"))], [1]) == (codes(after), adjusted(after), steps(after))


def test_a_copy_of_a_copy_takes_its_place(workspace: Workspace) -> None:
    """September's copy left the finding in by mistake; October's puts it right, and is paid once."""
    first = corrected(workspace, "2026-09", patrol_rows("2026-08", failed=("E1003", "E1004")))
    score(workspace)
    close(workspace, "2026-09")
    second = corrected(workspace, "2026-10", patrol_rows("2026-08"), "再更正.xlsx")
    assert first.read_bytes() != second.read_bytes()
    after = score(workspace)["2026-10"]
    assert {("E1003", Decimal("200.00"))} == set(adjusted(after))
    assert [2] == steps(after)
    close(workspace, "2026-10")
    assert () == care.verify_ledger(workspace, recompute=True).problems


def appeal(workspace: Workspace, ref: str = "2026-08/E1003/1") -> None:
    """An appeal of an incident, filed and upheld."""
    one = file_appeal(workspace, ref, reason="当天佩戴了工牌", at=NOW, by="陈静怡")
    decide_appeal(workspace, one.id, "not_a_breach", reason="监控可见", at=NOW, by="秦岚")


def test_a_closed_month_is_computed_again_once(workspace: Workspace) -> None:
    """After an upheld appeal the first score computes August and September again; later ones compute nothing,
    and months closed with that knowledge are never computed again."""
    score(workspace)
    close(workspace, "2026-09")
    appeal(workspace)
    with computed() as months:
        first = score(workspace)
    assert ["2026-08", "2026-09"] == months
    with computed() as months:
        again = score(workspace)
        close(workspace, "2026-10")
        add_month(workspace, "2026-11", failed=("E1003",))
        last = score(workspace)["2026-11"]
    assert [] == months
    assert first["2026-10"] == again["2026-10"]
    assert [3] == steps(last)  # September is step 1 now, October 2


def test_what_was_decided_later_does_not_make_closed_months_other(workspace: Workspace) -> None:
    """Recomputing gives the stored figures: by what was known when each month was closed."""
    score(workspace)
    close(workspace, "2026-09")
    appeal(workspace)
    score(workspace)
    close(workspace, "2026-10")
    assert () == care.verify_ledger(workspace, recompute=True).problems


def test_what_is_kept_is_checked_and_never_trusted_blindly(workspace: Workspace) -> None:
    """A kept month that somebody changed by hand is named by verify."""
    appeal(workspace)
    score(workspace)
    with Ledger.open(workspace.ledger) as ledger, ledger.engine.begin() as connection:
        connection.execute(update(known).where(known.c.kind == "figures").values(data=b"0"))
    found = care.verify_ledger(workspace).problems
    assert [("QK901", "2026-08")] == [(one.code, one.place.sheet) for one in found]


def test_purge_takes_what_is_kept_of_a_month_too(workspace: Workspace) -> None:
    """Its appeal's words are gone with it; September's draft goes on, who signed August stays."""
    appeal(workspace)
    score(workspace)
    sign_month(workspace, "2026-08", "checked", at=NOW, by="会计")
    later = NOW.replace(year=2030)
    assert ("2026-08",) == care.purge_ledger(workspace, date(2026, 10, 1), at=later, by=WHO)
    with Ledger.open(workspace.ledger) as ledger:
        assert {} == ledger.known_bases("closed")
        month = ledger.month("2026-08")
        assert month is not None
        assert ["会计"] == [one.name for one in signatures_of(ledger, month).values()]
    assert "2026-09" in score(workspace)
    assert () == care.verify_ledger(workspace, recompute=True).problems


def test_what_is_kept_with_other_figures_is_found_by_computing_again(workspace: Workspace) -> None:
    """Also where its digest was changed with it."""
    appeal(workspace)
    score(workspace)
    assert () == care.verify_ledger(workspace, recompute=True).problems
    text = b"{}"
    with Ledger.open(workspace.ledger) as ledger, ledger.engine.begin() as connection:
        connection.execute(
            update(known).where(known.c.kind == "on-file").values(data=pack(text), digest=digest_of(text))
        )
    found = care.verify_ledger(workspace, recompute=True).problems
    assert [("QK906", "2026-08")] == [(one.code, one.place.sheet) for one in found]


def test_a_month_whose_history_was_purged_cannot_be_computed_again(workspace: Workspace) -> None:
    """September's praise repeats one of August, which is gone: a note, no alarm, in people's words."""
    head = ["服务日期", "工号", "员工姓名", "客户", "表扬内容", "核实", "核实人", "核实日期"]
    again = ["2026-09-05", "E1002", "李强", "客户0", "服务热情", "是", "冯雪", "2026-09-20"]
    write_csv(workspace.inbox / "2026-09" / "补登表扬.csv", [head, again])
    score(workspace)
    close(workspace, "2026-09")
    assert () == care.verify_ledger(workspace, recompute=True).problems
    care.purge_ledger(workspace, date(2026, 9, 15), at=NOW.replace(year=2030), by=WHO)
    (found,) = care.verify_ledger(workspace, recompute=True).problems
    assert ("QK930", "2026-09", Severity.NOTE) == (found.code, found.place.sheet, found.severity)
    assert "customer praise (E1002)" in found.message()


def test_a_decision_on_a_hit_that_lapsed_says_so(workspace: Workspace) -> None:
    """August closed without a word on it; September's folder holds one: not taken, and why. Read again, the
    same."""
    with Ledger.open(workspace.ledger) as ledger:
        ledger.reopen("2026-08", at=NOW, by=WHO, reason="测试")
        ledger.close("2026-08", at=NOW, by=WHO, data={"adjustments": [], "lapsed": ["h1"]})
        records, problems = ledger.inputs("2026-09")[0].records, ()
        decision = HitDecision("h1", True, Place("待复核-2026-08.xlsx", "待复核", "5:5"), "主管")
        records = replace(records, hit_decisions=(decision,))
        once = correct(ledger, records, problems)
        assert [("QK931", "h1")] == [(one.code, one.value) for one in once[1] if one.code == "QK931"]
        assert [] == list(once[0].hit_decisions)
        assert once == correct(ledger, *once)


# --- late praises ----------------------------------------------------------------------------------------


def praised(workspace: Workspace, into: str, *rows: tuple[str, str, str]) -> None:
    """A register of praises of E1001 in a month's folder: service, verified, word."""
    head = ["服务日期", "工号", "员工姓名", "客户", "表扬内容", "核实", "核实人", "核实日期"]
    lines = [[day, "E1001", "王芳", f"来客{day}", "服务热情", word, "冯雪", on] for day, on, word in rows]
    write_csv(workspace.inbox / into / "补登表扬.csv", [head, *lines])


def points(result: MonthResult, number: str = "E1001") -> int:
    """A person's praises of a month."""
    return next(one.praises for one in result.people if one.employee_no == number)


def test_a_late_praise_counts_in_its_own_month_and_is_paid_as_an_adjustment(workspace: Workspace) -> None:
    """Served and verified in August, registered in September: 50 for August; September gets no point. The
    register goes on in October: nothing more."""
    praised(workspace, "2026-09", ("2026-08-26", "2026-08-29", "是"))
    september = score(workspace)["2026-09"]
    assert ([("E1001", Decimal("50.00"))], 0) == (adjusted(september), points(september))
    assert [] == [one for one in september.bonuses if one.kind == "praise" and one.employee_no == "E1001"]
    assert ["praise-of-closed-month"] == [
        one.reason.code for one in september.praises if one.employee_no == "E1001" and one.reason
    ]
    (line,) = [one for one in september.bonuses if one.kind == "adjustment"]
    assert "0.00 → 50.00" in {part.value for part in line.parts if part.name == "changed-praise"}
    close(workspace, "2026-09")
    praised(workspace, "2026-10", ("2026-08-26", "2026-08-29", "是"))
    october = score(workspace)["2026-10"]
    assert ([], 0) == (adjusted(october), points(october))


def test_a_praise_verified_in_the_open_month_counts_there(workspace: Workspace) -> None:
    """Served in August, verified in September: point and money in September."""
    praised(workspace, "2026-09", ("2026-08-26", "2026-09-03", "是"))
    september = score(workspace)["2026-09"]
    assert ([], 1) == (adjusted(september), points(september))


def test_a_praise_that_was_refused_or_waits_pays_nothing_for_the_closed_month(workspace: Workspace) -> None:
    """Not verified: no correction."""
    praised(workspace, "2026-09", ("2026-08-26", "2026-08-29", "否"), ("2026-08-25", "", ""))
    september = score(workspace)["2026-09"]
    assert ([], 0) == (adjusted(september), points(september))
