"""§9 of the contract, sentence by sentence, on real files: drafts, closing, reopening, late rows."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from qualitykit.errors import CannotRunError
from qualitykit.ledger.store import Ledger
from qualitykit.ledger.workspace import Workspace
from qualitykit.scoring.results import MonthResult
from qualitykit.workflow import closing
from qualitykit.workflow import ledger_care as care
from qualitykit.workflow import ledger_entries as people
from qualitykit.workflow import ledger_months as workflow
from qualitykit.workflow import ledger_status as status
from qualitykit.workflow.appeals import decide_appeal, file_appeal
from qualitykit.workflow.months import score_months
from tests.ledger.workspaces import add_month, keep_at, new_workspace, patrol_rows, write_csv

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
WHO = "张主管"


@pytest.fixture
def workspace(tmp_path: Path, address: str) -> Workspace:
    """A workspace with August and September in its inbox; E1003's badge is missing in both."""
    made = keep_at(new_workspace(tmp_path / "w"), address)
    for month in ("2026-08", "2026-09"):
        add_month(made, month, failed=("E1003",))
    return made


def _score(workspace: Workspace, month: str | None = None) -> dict[str, MonthResult]:
    scored = workflow.score_workspace(workspace, at=NOW, months=(month,) if month else ())
    return {result.period.month: result for result in scored.results}


def _close(workspace: Workspace, month: str, accept: dict[str, str] | None = None) -> closing.Closed:
    return closing.close_month(workspace, month, at=NOW, by=WHO, accept=accept)


def _status(workspace: Workspace) -> dict[str, status.MonthStatus]:
    return {one.name: one for one in status.ledger_status(workspace, at=NOW)}


def _pay(result: MonthResult, number: str) -> Decimal:
    return sum((one.amount for one in result.bonuses if one.employee_no == number), Decimal(0))


# --- drafts ----------------------------------------------------------------------------------------------


def test_score_writes_a_draft_and_the_newest_replaces_it(workspace: Workspace) -> None:
    """A corrected file changes the draft."""
    first = _score(workspace)["2026-08"]
    add_month(workspace, "2026-08")
    second = _score(workspace)["2026-08"]
    assert first.cases
    assert not second.cases
    with Ledger.open(workspace.ledger) as ledger:
        assert second == ledger.result("2026-08")
        assert ["draft", "draft"] == [one.state for one in ledger.months()]


def test_drafts_of_earlier_months_count_and_the_output_says_so(workspace: Workspace) -> None:
    """September's case counts August's warning; it is an estimate as long as August is a draft."""
    drafts = _score(workspace)
    assert ([1], [2]) == tuple([one.step for one in drafts[m].cases] for m in ("2026-08", "2026-09"))
    assert drafts["2026-09"].estimate
    _close(workspace, "2026-08")
    assert not _score(workspace)["2026-09"].estimate


def test_a_month_without_history_says_that_its_steps_are_provisional(workspace: Workspace) -> None:
    """Nothing is known before August; of September August is known."""
    drafts = _score(workspace)
    assert (True, False) == (drafts["2026-08"].provisional, drafts["2026-09"].provisional)


def test_folders_give_the_same_figures_as_the_inbox(workspace: Workspace, tmp_path: Path) -> None:
    """score with folders works without the ledger as before."""
    plain = score_months(
        [workspace.inbox / "2026-08", workspace.inbox / "2026-09"],
        standards=workspace.standards,
        roster=workspace.roster,
        out=tmp_path / "out",
    )
    assert tuple(_score(workspace).values()) == plain.results


def test_score_says_what_it_is_doing(workspace: Workspace) -> None:
    """The files that it reads, then each month: scoring, writing."""
    told: list[str] = []
    workflow.score_workspace(workspace, at=NOW, progress=lambda what, _done, _all: told.append(what))
    stages = [one for one in told if one.endswith(("2026-08", "2026-09"))]
    assert ["scoring 2026-08", "writing 2026-08", "scoring 2026-09", "writing 2026-09"] == stages
    assert "现场巡查.csv" in told


def test_one_month_may_be_asked_for(workspace: Workspace) -> None:
    """The others stay as they are."""
    assert ["2026-09"] == list(_score(workspace, "2026-09"))
    with pytest.raises(CannotRunError, match="no open month"):
        _score(workspace, "2026-12")


# --- closing ---------------------------------------------------------------------------------------------


def test_close_freezes_the_figures(workspace: Workspace) -> None:
    """Scoring again leaves the closed month alone, whatever lies in its folder now."""
    _score(workspace)
    closed = _close(workspace, "2026-08")
    add_month(workspace, "2026-08")
    assert ["2026-09"] == list(_score(workspace))
    with Ledger.open(workspace.ledger) as ledger:
        assert closed.result == ledger.result("2026-08")
        assert closed.month == ledger.month("2026-08")
    with pytest.raises(CannotRunError, match="2026-08 is closed"):
        _score(workspace, "2026-08")


def test_the_seal_stands_on_the_sheet_that_is_signed(workspace: Workspace) -> None:
    """The workbook that close writes says the seal; a draft's says none."""
    _score(workspace)
    closed = _close(workspace, "2026-08")
    texts = [_cover(path) for path in closed.files if path.name == "评分结果.xlsx"]
    assert [True] == [closed.month.seal in text for text in texts]
    assert "封账码" not in _cover(workspace.results / "2026-09" / "评分结果.xlsx")


def _cover(path: Path) -> str:
    sheet = load_workbook(path).worksheets[0]
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)


def test_close_is_refused_while_problems_are_open(workspace: Workspace) -> None:
    """Each is listed with the id by which it may be accepted."""
    rows = patrol_rows("2026-08")
    rows[1][2:4] = ["", "李墙"]
    write_csv(workspace.inbox / "2026-08" / "现场巡查.csv", rows)
    result = _score(workspace)["2026-08"]
    ids = [one.id for one in result.problems if one.severity == "error"]
    with pytest.raises(CannotRunError, match="open problems") as raised:
        _close(workspace, "2026-08")
    assert ids == [line.split()[0] for line in raised.value.details]
    assert tuple(ids) == tuple(one.id for one in _status(workspace)["2026-08"].open)
    closed = _close(workspace, "2026-08", dict.fromkeys(ids, "已电话核实"))
    assert closed.month.closed
    with Ledger.open(workspace.ledger) as ledger:
        logged = ledger.entries("accept", month="2026-08")
    assert ids == [one.subject for one in logged]
    assert {(WHO, "已电话核实")} == {(one.by, (one.data or {})["reason"]) for one in logged}


@pytest.mark.parametrize(
    "accept, message", [({"QK999-00000000": "x"}, "no open problem"), ({"": ""}, "no open problem")]
)
def test_only_open_problems_are_accepted(workspace: Workspace, accept: dict[str, str], message: str) -> None:
    """A slip in an id is no acceptance."""
    _score(workspace)
    with pytest.raises(CannotRunError, match=message):
        _close(workspace, "2026-08", accept)


def test_accepting_needs_a_reason(workspace: Workspace) -> None:
    """The reason is what is read years later."""
    (workspace.inbox / "2026-08" / "空.xlsx").write_bytes(b"")
    (wrong,) = [one for one in _score(workspace)["2026-08"].problems if one.severity == "error"]
    with pytest.raises(CannotRunError, match="needs a reason"):
        _close(workspace, "2026-08", {wrong.id: " "})


def test_close_is_refused_when_files_changed_since_the_draft(workspace: Workspace) -> None:
    """Nobody closes figures of files that are no longer those."""
    _score(workspace)
    add_month(workspace, "2026-08", failed=("E1004",))
    with pytest.raises(CannotRunError, match="changed since the draft") as raised:
        _close(workspace, "2026-08")
    assert ("现场巡查.csv",) == raised.value.details
    assert ("现场巡查.csv",) == _status(workspace)["2026-08"].changed


def test_close_is_refused_when_figures_would_be_others_than_seen(workspace: Workspace) -> None:
    """August changed after September's draft; September has to be scored and seen again."""
    _score(workspace)
    add_month(workspace, "2026-08")
    _score(workspace, "2026-08")
    _close(workspace, "2026-08")
    assert _status(workspace)["2026-09"].outdated
    with pytest.raises(CannotRunError, match="no longer those of the draft"):
        _close(workspace, "2026-09")
    assert [1] == [one.step for one in _score(workspace)["2026-09"].cases]
    assert _close(workspace, "2026-09").month.closed


def test_closing_in_order_needs_no_new_draft(workspace: Workspace) -> None:
    """Where only the mark of the estimate goes, the figures that were seen are closed."""
    drafts = _score(workspace)
    _close(workspace, "2026-08")
    closed = _close(workspace, "2026-09").result
    assert not closed.estimate
    assert drafts["2026-09"].bonuses == closed.bonuses


def test_the_seal_depends_on_what_was_closed(workspace: Workspace) -> None:
    """And on the seal of the month before."""
    _score(workspace)
    first, second = (_close(workspace, month).month for month in ("2026-08", "2026-09"))
    assert (64, "") == (len(first.seal), first.previous_seal)
    assert first.seal == second.previous_seal


def test_reopen_until_the_first_export(workspace: Workspace) -> None:
    """Reopened with a reason, closed again with the same seal; after an export it stays."""
    _score(workspace)
    seal = _close(workspace, "2026-08").month.seal
    with pytest.raises(CannotRunError, match="needs a reason"):
        closing.reopen_month(workspace, "2026-08", at=NOW, by=WHO, reason="")
    closing.reopen_month(workspace, "2026-08", at=NOW, by=WHO, reason="名册有误")
    assert seal == _close(workspace, "2026-08").month.seal
    with Ledger.open(workspace.ledger) as ledger:
        ledger.mark_exported("2026-08", at=NOW, by=WHO, what="bonuses")
    with pytest.raises(CannotRunError, match="was exported"):
        closing.reopen_month(workspace, "2026-08", at=NOW, by=WHO, reason="再看看")


def test_a_register_of_adjustments_that_goes_on_takes_nothing_twice(workspace: Workspace) -> None:
    """Neither from the pay nor in what the closing remembers of it; a new row counts."""
    head = ["工号", "姓名", "所属月份", "调整金额", "调整原因"]
    taken = ["E1003", "陈静怡", "2026-07", "-50", "多发"]
    given = ["E1003", "陈静怡", "2026-08", "20", "少发"]
    write_csv(workspace.inbox / "2026-08" / "奖金调整.csv", [head, taken])
    write_csv(workspace.inbox / "2026-09" / "奖金调整.csv", [head, taken, given])
    _score(workspace, "2026-08")
    first = _close(workspace, "2026-08").result
    _score(workspace, "2026-09")
    second = _close(workspace, "2026-09").result
    amounts = [[one.amount for one in month.bonuses if one.kind == "adjustment"] for month in (first, second)]
    assert [[Decimal(-50)], [Decimal(20)]] == amounts
    assert ["QK736"] == [one.code for one in second.problems if one.code.startswith("QK73")]
    with Ledger.open(workspace.ledger) as ledger:
        remembered = [(one.data or {})["taken"] for one in ledger.entries("close")]
    assert [[["E1003", "2026-07", "0.00"]], []] == remembered


def test_a_draft_without_a_folder_is_discarded(workspace: Workspace) -> None:
    """A month named wrongly would count for later ones, and keep them open; the reason is logged."""
    _score(workspace)
    folder = workspace.inbox / "2026-08"
    with pytest.raises(CannotRunError, match="lies in the inbox"):
        closing.discard_draft(workspace, "2026-08", at=NOW, by=WHO, reason="月份写错")
    folder.rename(workspace.folder / "2026-08")
    text = status.status_text(workspace, status.ledger_status(workspace, at=NOW))
    assert "qualitykit discard 2026-08 --reason" in text
    with pytest.raises(CannotRunError, match="needs a reason"):
        closing.discard_draft(workspace, "2026-08", at=NOW, by=WHO, reason=" ")
    with pytest.raises(CannotRunError, match="2026-08"):
        _close(workspace, "2026-09")
    closing.discard_draft(workspace, "2026-08", at=NOW, by=WHO, reason="月份写错")
    assert ["2026-09"] == list(_status(workspace))
    with Ledger.open(workspace.ledger) as ledger:
        (entry,) = ledger.entries("discard")
        assert entry.data is not None
        assert ("2026-08", WHO, "月份写错") == (entry.month, entry.by, entry.data["reason"])
    _score(workspace)
    _close(workspace, "2026-09")
    (workspace.inbox / "2026-09").rename(workspace.folder / "2026-09")
    with pytest.raises(CannotRunError, match="is closed"):
        closing.discard_draft(workspace, "2026-09", at=NOW, by=WHO, reason="写错")
    assert () == care.verify_ledger(workspace).problems


def test_a_draft_that_somebody_appealed_against_stays(workspace: Workspace) -> None:
    """The appeal would be about nothing."""
    _score(workspace)
    (workspace.inbox / "2026-08").rename(workspace.folder / "2026-08")
    file_appeal(workspace, "2026-08/E1003/1", reason="当天佩戴了工牌", at=NOW, by="陈静怡")
    with pytest.raises(CannotRunError, match="appeals about 2026-08"):
        closing.discard_draft(workspace, "2026-08", at=NOW, by=WHO, reason="月份写错")


def test_status_says_how_each_month_stands(workspace: Workspace) -> None:
    """A folder that was never scored, drafts, closed months."""
    assert {"2026-08": None, "2026-09": None} == {n: one.month for n, one in _status(workspace).items()}
    _score(workspace)
    _close(workspace, "2026-08")
    found = _status(workspace)
    assert ["closed", "draft"] == [one.month.state for one in found.values() if one.month]
    text = status.status_text(workspace, tuple(found.values()))
    assert "2026-08" in text
    assert "closed" in text


@pytest.mark.parametrize(
    "month, hint", [("2026-13", "A month is written 2026-10"), ("2026-11", "qualitykit score -m 2026-11")]
)
def test_a_month_that_is_not_there(workspace: Workspace, month: str, hint: str) -> None:
    """What is no month is said so; what could be one, what to do."""
    with pytest.raises(CannotRunError) as raised:
        _close(workspace, month)
    assert raised.value.hint.startswith(hint)


def test_corrections_wait_for_the_next_open_month(workspace: Workspace) -> None:
    """With every month closed there is nothing to score; what was decided since is not forgotten."""
    _score(workspace)
    for month in ("2026-08", "2026-09"):
        _close(workspace, month)
    people.adjust(workspace, "E1001", "20", month="2026-08", reason="漏发", at=NOW, by=WHO)
    appeal = file_appeal(workspace, "2026-08/E1003/1", reason="当天佩戴了工牌", at=NOW, by="E1003")
    decide_appeal(workspace, appeal.id, "not_a_breach", reason="监控可见", at=NOW, by="秦岚")
    with pytest.raises(CannotRunError, match="no open month") as raised:
        _score(workspace)
    assert "inbox/2026-10" in raised.value.hint
    assert ["2 corrections of closed months wait"] == [line[:35] for line in raised.value.details]


# --- late rows -------------------------------------------------------------------------------------------


def _late(workspace: Workspace, *, failed: tuple[str, ...] = (), only: str = "E1003") -> None:
    """A patrol of August that turns up in September's folder: 28 August, of one person."""
    head, *rows = patrol_rows("2026-08", days=(28,), failed=failed)
    mine = [row for row in rows if row[2] == only]
    write_csv(workspace.inbox / "2026-09" / "补交巡查.csv", [head, *mine])


def test_late_rows_for_the_employee_become_an_adjustment(workspace: Workspace) -> None:
    """August: 7/8 … is 86.67 and 2000; with a fourth, good patrol 90.00 and 2200: + 200 in September."""
    _score(workspace)
    before = _close(workspace, "2026-08").result
    _late(workspace)
    result = _score(workspace)["2026-09"]
    lines = [one for one in result.bonuses if one.kind == "adjustment"]
    assert [("E1003", Decimal("200.00"))] == [(one.employee_no, one.amount) for one in lines]
    assert {"2000.00", "2200.00"} <= {part.value for part in lines[0].parts}
    with Ledger.open(workspace.ledger) as ledger:
        assert before == ledger.result("2026-08")


def test_an_adjustment_is_paid_once(workspace: Workspace) -> None:
    """Closed in September, it does not come again in October, though the file is sent again."""
    _score(workspace)
    _close(workspace, "2026-08")
    _late(workspace)
    _score(workspace)
    _close(workspace, "2026-09")
    folder = add_month(workspace, "2026-10")
    (folder / "又交一次.csv").write_bytes((workspace.inbox / "2026-09" / "补交巡查.csv").read_bytes())
    result = _score(workspace)["2026-10"]
    assert [] == [one for one in result.bonuses if one.kind == "adjustment"]


def test_late_rows_against_the_employee_are_only_reported(workspace: Workspace) -> None:
    """A late bad patrol takes nothing back; it is reported, and a person decides."""
    _score(workspace)
    _close(workspace, "2026-08")
    _late(workspace, failed=("E1001",), only="E1001")
    result = _score(workspace)["2026-09"]
    assert [] == [one for one in result.bonuses if one.kind == "adjustment"]
    assert _pay(_score(workspace)["2026-09"], "E1001") >= Decimal("2200.00")


def test_an_incident_that_turns_up_late_joins_the_open_months_case(workspace: Workspace) -> None:
    """It never changes the closed month."""
    _score(workspace)
    _close(workspace, "2026-08")
    _late(workspace, failed=("E1004",), only="E1004")
    result = _score(workspace)["2026-09"]
    (incident,) = [one for one in result.incidents if one.employee_no == "E1004"]
    assert (date(2026, 8, 28), "2026-09", True) == (incident.day, incident.month, incident.late)


def test_the_same_file_sent_again_counts_once(workspace: Workspace) -> None:
    """Rows of the closed month that it holds already are repeats."""
    _score(workspace)
    _close(workspace, "2026-08")
    before = _score(workspace)["2026-09"]
    (workspace.inbox / "2026-09" / "八月重发.csv").write_bytes(
        (workspace.inbox / "2026-08" / "现场巡查.csv").read_bytes()
    )
    after = _score(workspace)["2026-09"]
    assert (before.people, before.incidents, before.bonuses) == (after.people, after.incidents, after.bonuses)


def _send_again(workspace: Workspace, month: str, *, failed: tuple[str, ...] = ()) -> MonthResult:
    """August's patrol sheet, corrected, comes with a later month's files."""
    write_csv(workspace.inbox / month / "八月更正.csv", patrol_rows("2026-08", failed=failed))
    return _score(workspace)[month]


def test_a_corrected_file_for_the_employee_becomes_an_adjustment_once(workspace: Workspace) -> None:
    """The badge was there: the difference comes in September, once; the closed month stays as it is."""
    before = _score(workspace)["2026-08"]
    _close(workspace, "2026-08")
    result = _send_again(workspace, "2026-09")
    (line,) = [one for one in result.bonuses if one.kind == "adjustment"]
    paid = sum(one.amount for one in before.bonuses if one.employee_no == "E1003" and one.kind != "star")
    assert ("E1003", Decimal("2200.00")) == (line.employee_no, paid + line.amount)
    assert ["QK908"] * 3 == [one.code for one in result.problems if one.code == "QK908"]
    with Ledger.open(workspace.ledger) as ledger:
        assert before == ledger.result("2026-08")
    _close(workspace, "2026-09")
    add_month(workspace, "2026-10")
    for again in (_score(workspace)["2026-10"], _send_again(workspace, "2026-10")):
        assert [] == [one for one in again.bonuses if one.kind == "adjustment"]
        assert [] == [one for one in again.problems if one.code == "QK909"]


def test_a_corrected_file_against_the_employee_is_only_reported(workspace: Workspace) -> None:
    """A badge that was not there after all takes nothing back, and warns nobody."""
    _score(workspace)
    _close(workspace, "2026-08")
    before = _score(workspace)["2026-09"]
    result = _send_again(workspace, "2026-09", failed=("E1001", "E1003"))
    assert (before.bonuses, before.incidents) == (result.bonuses, result.incidents)
    reported = [dict(one.params)["employee"] for one in result.problems if one.code == "QK909"]
    assert ["E1001"] == reported
    _close(workspace, "2026-09")


# --- by hand ---------------------------------------------------------------------------------------------


def test_an_adjustment_by_a_person_is_paid_with_the_open_month_once(workspace: Workspace) -> None:
    """Entered for August, paid in September, not again in October."""
    _score(workspace)
    _close(workspace, "2026-08")
    name = people.adjust(workspace, "E1001", "120.50", month="2026-08", reason="漏发", at=NOW, by=WHO)
    for month, expected in (("2026-09", [(name, Decimal("120.50"))]), ("2026-10", [])):
        if month == "2026-10":
            add_month(workspace, month)
        lines = [one for one in _score(workspace)[month].bonuses if one.kind == "adjustment"]
        assert expected == [(one.subject, one.amount) for one in lines]
        for one in lines:
            assert one.evidence[0].cell.endswith(f" {NOW.date()} {WHO}")
        _close(workspace, month)


@pytest.mark.parametrize(
    "employee, amount, month, reason",
    [
        ("E1001", "0", "2026-08", "x"),
        ("E1001", "1.005", "2026-08", "x"),
        ("E1001", "NaN", "2026-08", "x"),
        ("E1001", "很多", "2026-08", "x"),
        ("E1001", "5", "2026-09", "x"),
        ("E9999", "5", "2026-08", "x"),
        ("E1001", "5", "2026-08", " "),
    ],
)
def test_adjustments_that_are_refused(
    workspace: Workspace, employee: str, amount: str, month: str, reason: str
) -> None:
    """No amount, an open month, nobody of that number, no reason."""
    _score(workspace)
    _close(workspace, "2026-08")
    with pytest.raises(CannotRunError):
        people.adjust(workspace, employee, amount, month=month, reason=reason, at=NOW, by=WHO)
    with Ledger.open(workspace.ledger) as ledger:
        assert () == ledger.entries("adjustment")


def test_existing_warnings_enter_as_the_opening_balance(workspace: Workspace) -> None:
    """A verbal warning of May makes August's case step 2; imported twice it counts once."""
    register = workspace.folder / "警告登记.csv"
    head = ["工号", "姓名", "违规日期", "阶梯", "处理", "送达日期", "送达方式"]
    write_csv(register, [head, ["E1003", "陈静怡", "2026-05-11", "1", "口头警告", "2026-05-20", "本人签收"]])
    first = people.import_warnings(workspace, register, at=NOW, by=WHO)
    again = people.import_warnings(workspace, register, at=NOW, by=WHO)
    assert ((1, 0), (0, 1)) == ((first.imported, first.repeats), (again.imported, again.repeats))
    drafts = _score(workspace)
    assert ([2], [3]) == tuple([one.step for one in drafts[m].cases] for m in ("2026-08", "2026-09"))
    assert not drafts["2026-08"].provisional


# --- care ------------------------------------------------------------------------------------------------


def test_verify_recomputes_from_the_stored_inputs(workspace: Workspace) -> None:
    """The inbox may be gone."""
    import shutil

    _score(workspace)
    _close(workspace, "2026-08")
    _late(workspace)
    _score(workspace)
    _close(workspace, "2026-09")
    shutil.rmtree(workspace.inbox)
    found = care.verify_ledger(workspace, recompute=True)
    assert () == found.problems
    assert "E1003" in workflow.explain_from_ledger(workspace, "2026-08", "E1003")


def test_explain_from_the_ledger_is_explain_from_the_folders(workspace: Workspace) -> None:
    """The part of one person tells as much as the whole month."""
    from qualitykit.reports.explain import explain

    for month, result in _score(workspace).items():
        for person in result.people:
            told = workflow.explain_from_ledger(workspace, month, person.employee_no)
            assert explain(result, person.employee_no) == told


def test_retention_is_promised_and_kept(workspace: Workspace) -> None:
    """Nothing younger than the workspace promises is deleted; status says what is due."""
    _score(workspace)
    _close(workspace, "2026-08")
    with pytest.raises(CannotRunError, match="within the 3 years"):
        care.purge_ledger(workspace, date(2026, 10, 1), at=NOW, by=WHO)
    later = NOW.replace(year=2030)
    assert status.ledger_status(workspace, at=later)[0].retention_over
    before = workflow.explain_from_ledger(workspace, "2026-08", "E1003")
    assert ("2026-08",) == care.purge_ledger(workspace, date(2026, 10, 1), at=later, by=WHO)
    left = care.left_of(workspace, ["2026-08"])
    assert {"inbox/2026-08/现场巡查.csv", "inbox/2026-08/客户表扬登记.csv"} <= set(left)
    assert [] != [one for one in left if one.startswith("results/2026-08/")]
    told = workflow.explain_from_ledger(workspace, "2026-08", "E1003")
    assert "were deleted" in told
    assert "No evaluation" not in told
    assert "86.67" in before
    assert "86.67" in told
    assert "陈静怡" not in told
    assert () == care.verify_ledger(workspace, recompute=True).problems
    assert [2] == [one.step for one in _score(workspace)["2026-09"].cases]


def test_a_backup_is_named_by_the_time_and_never_overwrites(tmp_path: Path) -> None:
    """Two in one second: the second is refused. A server has backups of its own."""
    workspace = new_workspace(tmp_path / "w")
    add_month(workspace, "2026-08")
    _score(workspace)
    copy = care.backup_ledger(workspace, at=NOW)
    assert "qualitykit-20261102-093000.db" == copy.name
    with pytest.raises(CannotRunError, match="is there already"):
        care.backup_ledger(workspace, at=NOW)


def test_the_pay_month_may_begin_on_the_26th(workspace: Workspace) -> None:
    """The pay month of September is 08-26 … 09-25."""
    settings = workspace.folder / "qualitykit.toml"
    text = settings.read_text(encoding="utf-8").replace("period_starts_on = 1", "period_starts_on = 26")
    settings.write_text(text, encoding="utf-8")
    found = workflow.need_workspace(workspace.folder)
    result = _score(found)["2026-09"]
    assert (date(2026, 8, 26), date(2026, 9, 25)) == (result.period.first_day, result.period.last_day)
