"""What stops a command ends with a command that helps, in the words that people write."""

import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.ledger.workspaces import PEOPLE, add_month, new_workspace, write_csv

from qualitykit.cli import main as cli_main
from qualitykit.i18n import set_language
from qualitykit.workflow.closing import close_month
from qualitykit.workflow.ledger_months import score_workspace

AT = datetime(2026, 11, 5, 9, tzinfo=UTC)
HELP = re.compile(r"怎么办：.*?(qualitykit [^，。；（\n]*)")
Say = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two people called 王芳; September is closed, October a draft with a wrong cell."""
    folder = tmp_path_factory.mktemp("way") / "台账"
    workspace = new_workspace(folder)
    head = ["工号", "姓名", "部门", "入职日期", "制度签收日期", "绩效奖金基数"]
    people = [*((number, name, "客户服务部") for number, name in PEOPLE), ("E1010", "王芳", "前台接待部")]
    rows = [[number, name, place, "2023-03-01", "2025-12-22", "2000"] for number, name, place in people]
    write_csv(folder / "员工名册.csv", [head, *rows])
    set_language("zh")
    for month in ("2026-09", "2026-10"):
        files = add_month(workspace, month, failed=("E1002",))
        if month == "2026-10":
            sheet = files / "现场巡查.csv"
            text = sheet.read_text(encoding="utf-8-sig").replace("2026-10-05", "2026-10-32", 1)
            sheet.write_text(text, encoding="utf-8-sig")
        score_workspace(workspace, at=AT)
        if month == "2026-09":
            close_month(workspace, month, at=AT, by="人事")
    set_language(None)
    return folder


@pytest.fixture
def say(house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Say]:
    """Run the program in the workspace: code, output, errors."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.chdir(house)
        capsys.readouterr()
        code = cli_main.main([*arguments])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    yield run
    set_language(None)


@pytest.mark.parametrize(
    "who", ["E1003", "e1003", "Ｅ１００３", "工号：E1003", "陈静怡", "陈 静怡", "E1003陈静怡"]
)
def test_an_employee_is_found_as_people_write_them(say: Say, who: str) -> None:
    """By the number in any writing, or by a name of one's own."""
    wanted = say("explain", "2026-09", "E1003")
    assert (0, "") == (wanted[0], wanted[2])
    assert wanted == say("explain", "2026-09", who)


@pytest.mark.parametrize(
    "command",
    [
        ("explain", "2026-09", "{who}"),
        ("explain", "--bonus", "2026-09/{who}/performance"),
        ("export", "statement", "{who}", "--month", "2026-09"),
        ("export", "history", "{who}"),
        ("export", "case", "{who}"),
        ("notice", "warning", "2026-09", "{who}"),
        ("adjust", "{who}", "--amount", "5", "--month", "2026-09", "--reason", "漏发"),
        ("appeal", "list", "--of", "2026-09/{who}"),
        ("appeal", "file", "2026-09/{who}/1", "--reason", "系统故障"),
    ],
)
def test_namesakes_are_told_apart_by_number_and_department(say: Say, command: tuple[str, ...]) -> None:
    """Both are shown, without the name, and the same command with a number."""
    code, _said, error = say(*(word.format(who="王芳") for word in command))
    assert 2 == code
    assert "E1001  客户服务部\n" in error
    assert "E1010  前台接待部\n" in error
    assert "王芳" not in error
    offered = HELP.search(error)
    assert offered is not None, error
    assert " ".join(command[:2]).format(who="E1001") in offered[1]
    assert "E1001" in offered[1]


def test_who_is_not_there_gets_the_nearest(say: Say) -> None:
    """A slip of the pen by its sound, a number by its digits; a name is not said again."""
    code, _said, error = say("explain", "2026-09", "陈净宜")
    assert 2 == code
    assert "qualitykit explain 2026-09 E1003\n" in error
    assert "陈净宜" not in error
    assert "qualitykit explain 2026-09 E1003\n" in say("explain", "2026-09", "E10033")[2]
    assert "工号见员工名册" in say("explain", "2026-09", "Z")[2]


def test_what_a_person_may_appeal_says_what_its_reference_is(say: Say) -> None:
    """A name does; a month or a person alone does not, and the form is said."""
    assert "2026-09/E1002/1" in say("appeal", "list", "--of", "2026-09/李强")[1]
    for of in ("李强", "2026-09", "2026-09/"):
        code, _said, error = say("appeal", "list", "--of", of)
        assert (2, True) == (code, "qualitykit appeal list --of 2026-10/E1007" in error)


def test_signatures_and_decisions_in_chinese(say: Say) -> None:
    """The words of the README, the payroll table and the objection sheet; what is none, with the command."""
    assert (0, "2026-09 已由 王五 批准。\n", "") == say("sign", "2026-09", "批准", "--by", "王五")
    code, _said, error = say("sign", "2026-09", "核对", "--by", "王五")
    assert 2 == code
    assert "qualitykit sign 2026-09 checked --by 姓名\n" in error
    assert "王五" not in error
    assert 0 == say("sign", "2026-09", "复核", "--by", "李四")[0]
    assert "qualitykit sign 2026-09 checked --by" in say("sign", "2026-09", "付款", "--by", "李四")[2]
    for number, (word, shown) in enumerate(
        (("成立", "成立：不违规"), ("情有可原", "成立：可谅解"), ("驳回", "不成立")), start=1
    ):
        assert 0 == say("appeal", "file", f"2026-09/李强/{number}", "--reason", "系统故障")[0]
        name = f"S{number:04}"
        error = say("appeal", "decide", name, "维持", "--reason", "查实", "--by", "主任")[2]
        assert f"qualitykit appeal decide {name} 成立 --by 裁定人 --reason 理由" in error
        assert 0 == say("appeal", "decide", name.lower(), word, "--reason", "查实", "--by", "主任")[0]
        assert shown in next(line for line in say("appeal", "list")[1].splitlines() if name in line)


@pytest.mark.parametrize("accept", ["X", "X=手误", "{id}", "{id}＝"])
def test_accepting_names_a_problem_that_is_open(say: Say, accept: str) -> None:
    """The command can be copied: it holds the id of an open problem."""
    name = next(word for word in say("status", "2026-10")[1].split() if word.startswith("QK203-"))
    error = say("close", "2026-10", "--accept", accept.format(id=name))[2]
    assert f"qualitykit close 2026-10 --accept {name}=理由\n" in error


def test_a_full_width_equals_sign_is_one(
    house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the id may be in small letters: the problem is accepted."""
    shutil.copytree(house, tmp_path / "台账")
    monkeypatch.chdir(tmp_path / "台账")
    cli_main.main(["status", "2026-10"])
    shown = capsys.readouterr().out
    name = next(word for word in shown.split() if word.startswith("QK203-"))
    cli_main.main(["close", "2026-10", "--accept", f"{name.lower()}＝手误"])
    assert name not in capsys.readouterr().err
    set_language(None)


@pytest.mark.parametrize(
    "form", ["录音质检表", "录音质检表.xlsx", "《录音质检表》", "call-review", "Call-Review"]
)
def test_a_blank_form_by_the_title_that_the_list_shows(say: Say, tmp_path: Path, form: str) -> None:
    """Also as the file's name."""
    out = tmp_path / "x.xlsx"
    assert 0 == say("template", form, "-o", str(out))[0]
    assert out.is_file()


def test_a_form_that_is_not_there_has_its_neighbours(say: Say) -> None:
    """The nearest with its title; one of another standard with that standard."""
    error = say("template", "录音质检")[2]
    assert "call-review  录音质检表\n" in error
    assert "qualitykit template call-review\n" in error
    assert "qualitykit template conduct --standard club-service\n" in say("template", "conduct")[2]


@pytest.mark.parametrize(
    ("arguments", "way"),
    [
        (("export", "bonuses"), "qualitykit export bonuses 2026-10（这里有的月份：2026-09 2026-10）"),
        (("export", "statement"), "qualitykit export statement --all"),
        (("export", "stars", "2026-10"), "qualitykit close 2026-10"),
        (("appeal", "decide", "S0009"), "qualitykit appeal decide S0009 upheld"),
        (("codes", "QK999"), "qualitykit codes"),
        (("score", "2026-10"), "qualitykit score -m 2026-10"),
        (("score", "员工名册.csv"), "qualitykit check 员工名册.csv"),
        (("reopen", "2026-09"), "qualitykit reopen 2026-09 --reason 理由"),
        (("adjust", "E1001", "--amount", "x", "-m", "2026-09"), "qualitykit adjust E1001 --amount 金额"),
        (
            ("appeal", "file", "2026-09/E1001/77", "--reason", "x"),
            "qualitykit appeal list --of 2026-09/E1001",
        ),
    ],
)
def test_the_way_out_is_a_command(say: Say, arguments: tuple[str, ...], way: str) -> None:
    """With the month, the file and the person that were given."""
    code, _said, error = say(*arguments)
    assert 2 == code
    assert f"{way}" in error
    assert "怎么办：" in error


def test_what_was_exported_is_corrected_by_adjust(say: Say) -> None:
    """A month that left the house is not reopened: what helps instead is said."""
    assert 0 == say("export", "stars", "2026-09")[0]
    error = say("reopen", "2026-09", "--reason", "漏收")[2]
    assert "qualitykit adjust 工号 --amount 金额 --month 2026-09 --reason 理由" in error


def test_papers_of_a_company_without_a_name_say_so(say: Say, house: Path) -> None:
    """Until it is set in qualitykit.toml; no paper that names no company says it."""
    papers = (
        ("export", "stars", "2026-09"),
        ("export", "bonuses", "2026-09"),
        ("export", "statement", "E1002", "-m", "2026-09"),
        ("notice", "warning", "2026-09"),
    )
    for command in papers:
        code, said, _error = say(*command)
        assert 0 == code, _error
        assert "公司名还没有设置" in said
        assert "qualitykit.toml" in said
    assert "公司名" not in say("export", "warnings")[1]
    settings = house / "qualitykit.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('company = "本公司"', 'company = "青禾物业"'), encoding="utf-8")
    try:
        assert "公司名" not in say("export", "stars", "2026-09")[1]
    finally:
        settings.write_text(text, encoding="utf-8")


def test_init_lists_only_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder may hold other things; they stay and are not said to be made."""
    (tmp_path / "照片.zip").touch()
    (tmp_path / "inbox").mkdir()
    assert 0 == cli_main.main(["init", str(tmp_path)])
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert {"qualitykit.toml", "qualitykit.db", "员工名册.xlsx", "standard/"} <= set(lines)
    assert not {"照片.zip", "inbox/"} & set(lines)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2026-09-01", "早于所申诉的事情发生的那天"),
        ("9月29日", "早于所申诉月份的最后一天 2026-09-30"),
        ("2099-01-01", "还没有到"),
        ("哪天", "这不是日期"),
    ],
)
def test_an_appeal_is_made_after_what_it_is_about(say: Say, day: str, why: str) -> None:
    """Not before the event, not before the month's end, not in days to come; the reason is said."""
    code, _said, error = say("appeal", "file", "2026-09/E1002/5", "--reason", "系统故障", "--on", day)
    assert 2 == code
    assert why in error


def test_the_language_may_stand_anywhere(say: Say) -> None:
    """Before the command, behind it, in two words or one; a value of another option stays one."""
    english = say("--lang", "en", "status", "2099-01")
    assert "the ledger has no month" in english[2]
    assert english == say("status", "--lang", "en", "2099-01") == say("status", "2099-01", "--lang=en")
    assert "--lang" in say("status", "2099-01", "--lang")[2]


def test_outside_of_a_workspace_the_one_below_is_named(
    house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the commands there name the folder of the period that was asked for."""
    monkeypatch.chdir(house.parent)
    cases = {
        "status": "cd 台账",
        "kpi 2026-10": "qualitykit kpi 2026-10 --from 2026-10",
        "kpi 2026-Q3": "qualitykit kpi 2026-Q3 --from 2026-07 --from 2026-08 --from 2026-09",
        "report 2026-10": "qualitykit report 2026-10 --from 2026-10",
        "explain 2026-10 E1001": "qualitykit explain 2026-10 E1001 --from 2026-10",
    }
    for line, way in cases.items():
        assert 2 == cli_main.main(shlex.split(line))
        assert f"怎么办：{way}\n" in capsys.readouterr().err.replace("请先进入工作区的文件夹：", "")
    set_language(None)
