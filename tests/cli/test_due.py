"""``qualitykit due``: what a supervisor has to see to by tomorrow, from folders and in a workspace."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.ledger.workspaces import write_csv

from qualitykit.cli import due as cli_due
from qualitykit.cli import main as cli_main
from qualitykit.i18n import set_language
from qualitykit.ledger.workspace import find_workspace, make_workspace
from qualitykit.reports.due_table import DueList
from qualitykit.workflow.closing import close_month
from qualitykit.workflow.due import due_from_folders, due_from_workspace, due_text
from qualitykit.workflow.ledger_months import score_workspace

PACK = "property-service"
SAMPLE = Path(__file__).parents[2] / "samples" / "packs" / PACK / "2026-10"
FRIDAY = datetime(2026, 10, 30, 19)  # TS204 came at 16:00, its answer was promised for 18:00
COMPLAINTS = [
    "投诉编号", "受理时间", "受理人", "首问责任人", "投诉人", "联系方式", "投诉事项", "投诉类别",
    "严重程度", "转呈时间", "转呈部门", "承诺答复时间", "处理过程", "办结时间",
]  # fmt: skip
Say = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def chinese() -> None:
    """What people see is Chinese."""
    set_language("zh")


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Say:
    """Run the program in a folder of its own, on that Friday evening: code, output, errors."""
    monkeypatch.setattr(cli_due, "now", lambda: FRIDAY)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.chdir(tmp_path)
        capsys.readouterr()
        code = cli_main._run([*arguments])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


def listed(found: DueList) -> list[tuple[str, str, str]]:
    """Number, rule and state of the steps."""
    return [(one.number, one.rule, one.state) for one in found.steps]


def test_the_list_holds_what_is_due_by_a_day_and_what_is_past_its_time() -> None:
    """On Friday evening the answer is missed; on Wednesday handling ends and the repair is called back."""
    folders = [SAMPLE]
    tomorrow = due_from_folders(date(2026, 10, 31), folders, at=FRIDAY, standards=[PACK])
    assert [("TS204", "answer-as-promised", "overdue")] == listed(tomorrow)
    tuesday = due_from_folders(date(2026, 11, 3), folders, at=FRIDAY, standards=[PACK])
    assert listed(tomorrow) == listed(tuesday)
    wednesday = due_from_folders(date(2026, 11, 4), folders, at=FRIDAY, standards=[PACK])
    assert [
        ("TS204", "answer-as-promised", "overdue"),
        ("TS204", "handle-general", "open"),
        ("BX003", "call-back-repair", "open"),
    ] == listed(wednesday)


def test_after_the_month_it_is_judged_at_the_time_of_asking() -> None:
    """On the evening of 11-04 all three are past their time; a second folder is not needed for that."""
    asked = due_from_folders(
        date(2026, 11, 5), [SAMPLE], at=datetime(2026, 11, 4, 20, tzinfo=UTC), standards=[PACK]
    )
    assert {"overdue"} == {one.state for one in asked.steps}
    assert datetime(2026, 11, 5, 4) == asked.now  # by the clocks of China


def test_the_command_prints_a_table_for_tomorrow(say: Say) -> None:
    """Number, step, state, whose; with another day, more of it; with --redact no name."""
    code, said, errors = say("due", "--from", str(SAMPLE), "--standard", PACK)
    assert (0, "") == (code, errors)
    assert "2026-10-31" in said
    assert "TS204" in said
    assert "BX003" not in said
    _code, said, _errors = say("due", "2026-11-04", "--from", str(SAMPLE), "--standard", PACK)
    assert "简单" in next(line for line in said.splitlines() if "BX003" in line)
    _code, said, _errors = say("due", "2026-11-04", "--from", str(SAMPLE), "--standard", PACK, "--redact")
    assert "简单" not in said


def test_nothing_due_is_said(say: Say, tmp_path: Path) -> None:
    """A month without registers."""
    folder = tmp_path / "2026-10"
    folder.mkdir()
    shutil.copy(SAMPLE / "员工名册.xlsx", folder)
    code, said, _errors = say("due", "--from", str(folder), "--standard", PACK)
    assert 0 == code
    assert "没有要做的事" in said


@pytest.mark.parametrize(
    ("arguments", "way"),
    [
        (("due",), "qualitykit due 2026-10-31 --from 2026-10\n"),
        (("due", "2026-11-02"), "qualitykit due 2026-11-02 --from 2026-10\n"),
        (
            ("due", "后天", "--standard", PACK),
            "qualitykit due 2026-11-01 --from 2026-10 --standard property-service\n",
        ),
        (("due", "下周三", "--from", "x"), "qualitykit due 2026-10-30\n"),
    ],
)
def test_what_cannot_be_is_told_with_the_way_out(say: Say, arguments: tuple[str, ...], way: str) -> None:
    """No folder and no workspace: the command for the same day and standard; no day: one that is."""
    code, _said, errors = say(*arguments)
    assert 2 == code
    assert errors.endswith(way)


@pytest.mark.parametrize("word", ["明天", "tomorrow", "10月31日", "2026/10/31", "２０２６-10-31"])
def test_the_day_is_written_as_people_write_it(say: Say, word: str) -> None:
    """By its word, without its year, or in other signs: the same list."""
    given = ("--from", str(SAMPLE), "--standard", PACK)
    assert say("due", "2026-10-31", *given) == say("due", word, *given)


def test_lines_of_the_problem_list_are_due_too() -> None:
    """The sample's open line of 10-30: due by that day, past it on the next."""
    sample = SAMPLE.parents[2] / "2026-10"
    before = due_from_folders(date(2026, 10, 29), [sample], at=datetime(2026, 10, 28, 9))
    assert () == before.lines
    on_the_day = due_from_folders(date(2026, 10, 30), [sample], at=datetime(2026, 10, 30, 9))
    assert ["2026-09/low-ratings-verified"] == [one.number for one in on_the_day.lines]
    assert "已过期限" not in due_text(on_the_day)
    after = due_from_folders(date(2026, 10, 31), [sample], at=datetime(2026, 10, 31, 9))
    assert "已过期限" in due_text(after)


def test_in_a_workspace_a_closed_month_leaves_its_open_complaints(tmp_path: Path) -> None:
    """October is closed; on 11-04 its complaint is due, until November's register says that it is done."""
    workspace = make_workspace(tmp_path / "台账")
    settings = workspace.folder / "qualitykit.toml"
    text = settings.read_text(encoding="utf-8")
    assert 'standards = ["standard"]' in text
    settings.write_text(text.replace('["standard"]', f'["{PACK}"]'), encoding="utf-8")
    shutil.copytree(SAMPLE, workspace.inbox / "2026-10")
    found = find_workspace(workspace.folder)
    assert found is not None
    scored = score_workspace(found, at=datetime(2026, 10, 31, 9, tzinfo=UTC))
    accepted = {one.id: "原件如此" for one in scored.results[0].problems if one.severity == "error"}
    close_month(found, "2026-10", at=datetime(2026, 11, 1, 9, tzinfo=UTC), by="人事", accept=accepted)
    monday = datetime(2026, 11, 2, 9)
    due = due_from_workspace(date(2026, 11, 4), found, at=monday)
    assert ["answer-as-promised", "handle-general", "call-back-repair"] == [one.rule for one in due.steps]
    named = {number for one in due.steps for number in one.people}
    assert named
    assert named <= due.names.keys()  # though no folder of an open month is there
    folder = found.inbox / "2026-11"
    line = [
        "TS204",
        "2026-10-30 16:00",
        "钟声",
        "钟声",
        "吴先生",
        "七栋二零一",
        "楼道灯不亮",
        "工程维修",
        "一般",
    ]
    line += ["2026-10-30 16:10", "工程部", "2026-10-30 18:00", "换好", "2026-11-02 08:30"]
    write_csv(folder / "投诉登记.csv", [COMPLAINTS, line])
    shutil.copy(SAMPLE / "员工名册.xlsx", folder)
    again = due_from_workspace(date(2026, 11, 4), found, at=monday)
    assert [("TS204", "call-back-complaint"), ("BX003", "call-back-repair")] == [
        (one.number, one.rule) for one in again.steps
    ]
