"""``qualitykit scan``: transcripts alone, as files of every shape, judged by a standard."""

import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.cli.test_main import qualitykit

GREETING = "客服：您好，这里是晨光生活，工号1007，请问有什么可以帮您？"
CLOSING = "客服：感谢您的来电，祝您生活愉快，再见。"
CALM = f"{GREETING}\n客户：我的快递到哪了\n客服：我马上为您查询，您稍等。\n客户：好的\n{CLOSING}"
ASK = "客户：我的电话是13800001234，快递呢"
RUDE = f"{GREETING}\n{ASK}\n客服：跟你说了多少遍了，不知道！\n客户：什么态度\n客服：再见。"


def workbook(path: Path, head: tuple[str, ...], rows: list[tuple[object, ...]]) -> Path:
    """A small real workbook."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("数据")
    for at, row in enumerate((head, *rows)):
        sheet.write_row(at, 0, row)
    book.close()
    return path


def reviews(path: Path, *texts: str) -> Path:
    """A platform's export: an id and a transcript a row, and no inspector."""
    rows: list[tuple[object, ...]] = [(f"C{at}", "E1007", text) for at, text in enumerate(texts, 1)]
    return workbook(path, ("录音编号", "工号", "录音文本"), rows)


def scanned(*arguments: str | Path, code: int = 0) -> dict[str, Any]:
    """What ``scan --json`` prints."""
    done = qualitykit("scan", "--json", *map(str, arguments))
    assert (code, "") == (done.returncode, done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def check(found: dict[str, Any], name: str) -> dict[str, Any]:
    """One check of a scan."""
    (one,) = [one for one in found["checks"] if one["check"] == name]
    return dict(one)


def test_a_transcript_column_needs_no_roster_and_no_month(tmp_path: Path) -> None:
    """Calls, turns and findings are counted; evidence in context, a customer's number masked."""
    found = scanned(reviews(tmp_path / "录音.xlsx", CALM, RUDE, CALM))
    assert (3, 15, 9, 0) == (found["calls"], found["turns"], found["agent_turns"], found["left_out"])
    banned = check(found, "banned-phrase")
    assert (1, 2, 3) == (banned["failed"], banned["passed"], banned["applied"])
    assert "33.33" == banned["hit_percent"]
    example = banned["examples"][0]
    assert ("C2", 3) == (example["contact_id"], example["turn"])
    assert "跟你说了多少遍了，不知道！" == example["context"]
    assert ("我的电话是138****1234，快递呢", "什么态度") == (example["before"], example["after"])
    assert "录音.xlsx!数据!C3" == example["place"]


def test_rates_are_of_agent_turns(tmp_path: Path) -> None:
    """A phrase found once in 9 agent turns: 111.11 in a thousand; customers' words are not the agent's."""
    told = CALM.replace("好的", "跟你说了多少遍了")
    found = scanned(reviews(tmp_path / "录音.xlsx", CALM, RUDE, told))
    (phrase,) = [one for one in found["phrases"] if "跟你说了多少遍" in one["phrase"]]
    assert (1, "111.11", False) == (phrase["hits"], phrase["per_1000"], phrase["too_often"])


def test_a_row_per_turn_and_json_lines_are_the_same_calls(tmp_path: Path) -> None:
    """Three shapes of one export are judged alike."""
    parts = [line.split("：", 1) for line in RUDE.split("\n")]
    cell = reviews(tmp_path / "cell.xlsx", RUDE)
    rows: list[tuple[object, ...]] = [("C1", role, text) for role, text in parts]
    turns = workbook(tmp_path / "turns.xlsx", ("通话ID", "角色", "内容"), rows)
    lines = tmp_path / "turns.jsonl"
    told = [
        json.dumps({"call_id": "C1", "role": role, "text": text}, ensure_ascii=False) for role, text in parts
    ]
    lines.write_text("\n".join(told), encoding="utf-8")
    texts = tmp_path / "turns.csv"
    texts.write_text("通话ID,角色,内容\n" + "\n".join(f"C1,{r},{t}" for r, t in parts), encoding="utf-8")

    def figures(found: dict[str, Any]) -> list[tuple[object, ...]]:
        states = ("check", "failed", "pending", "passed", "na", "unknown", "hits")
        return [tuple(one[name] for name in states) for one in found["checks"]]

    expected = figures(scanned(cell))
    assert [expected] * 3 == [figures(scanned(path)) for path in (turns, lines, texts)]
    assert any(one[1] for one in expected)


def test_what_the_review_sheet_says_belongs_to_the_turns_beside_it(tmp_path: Path) -> None:
    """Waits and rings of a sheet count for the calls whose turns stand in another sheet of the file."""
    book = xlsxwriter.Workbook(str(tmp_path / "both.xlsx"))
    sheet = book.add_worksheet("录音")
    sheet.write_row(0, 0, ("录音编号", "工号", "坐席", "响铃次数", "挂机方", "通话日期"))
    sheet.write_row(1, 0, ("C1", "E1007", "王芳", 6, "坐席", "2026-10-03"))
    turns = book.add_worksheet("逐句")
    turns.write_row(0, 0, ("通话ID", "角色", "内容"))
    for at, line in enumerate(CALM.split("\n"), 1):
        turns.write_row(at, 0, ("C1", *line.split("：", 1)))
    book.close()
    found = scanned(tmp_path / "both.xlsx")
    assert 1 == found["calls"]
    assert 1 == check(found, "answered-late")["applied"]


def test_a_phrase_that_alone_keeps_inspectors_busy_is_warned_of(tmp_path: Path) -> None:
    """More than 0.5 pending hits per 1,000 agent turns by one phrase, from three calls: said in words."""
    noisy = CALM.replace("我马上为您查询，您稍等。", "这事不归我们关，您问别人。")
    path = reviews(tmp_path / "录音.xlsx", *[noisy] * 3, *[CALM] * 4)
    found = scanned(path)
    often = [one for one in found["phrases"] if one["too_often"]]
    assert often
    assert all(float(one["pending_per_1000"]) > 0.5 for one in often)
    shown = qualitykit("scan", str(path), lang="en").stdout
    assert f"“{often[0]['phrase']}” ({often[0]['check']}) alone makes" in shown


@pytest.mark.parametrize("calls, twice", [(1, False), (2, False), (1, True)])
def test_a_small_sample_advises_nothing(tmp_path: Path, calls: int, twice: bool) -> None:
    """One or two calls are no reason to narrow a phrase, however high the rate and often it was said."""
    said = "这事不归我们关，您问别人。"
    noisy = CALM.replace(
        "我马上为您查询，您稍等。", said + (f"\n客户：好\n客服：{said}" * 2 if twice else "")
    )
    path = reviews(tmp_path / "录音.xlsx", *[noisy] * calls)
    found = scanned(path)["phrases"]
    assert any(float(one["pending_per_1000"]) > 0.5 for one in found)
    assert not any(one["too_often"] for one in found)
    assert "alone makes" not in qualitykit("scan", str(path), lang="en").stdout


def test_a_scan_warns_nobody(tmp_path: Path) -> None:
    """Nothing is written, and no incident, warning or score is spoken of."""
    path = reviews(tmp_path / "录音.xlsx", RUDE)
    done = qualitykit("scan", str(path), cwd=tmp_path)
    assert 0 == done.returncode
    assert [path] == list(tmp_path.iterdir())
    assert {"incidents", "warnings", "people"}.isdisjoint(scanned(path))


def test_transcripts_that_cannot_be_used_are_listed(tmp_path: Path) -> None:
    """Nobody is marked: left out with its cell, and exit code 1."""
    found = scanned(reviews(tmp_path / "录音.xlsx", CALM, "没有任何角色的一段话。"), code=1)
    assert (1, 1) == (found["calls"], found["left_out"])
    assert [("QK805", "录音.xlsx!数据!C3")] == [(one["code"], one["place"]) for one in found["problems"]]


def test_a_file_without_transcripts_is_said_and_in_a_folder_passed_over(tmp_path: Path) -> None:
    """The roster named by hand is a mistake; in a folder it is normal."""
    roster = workbook(tmp_path / "名册.xlsx", ("工号", "姓名"), [("E1007", "王芳")])
    assert ["QK812"] == [one["code"] for one in scanned(roster)["problems"]]
    reviews(tmp_path / "录音.xlsx", CALM)
    found = scanned(tmp_path)
    assert (1, 2, []) == (found["calls"], found["files"], found["problems"])


def test_the_same_call_in_two_shapes_counts_once(tmp_path: Path) -> None:
    """A call in a cell and again turn by turn in one file: once, and said so."""
    path = reviews(tmp_path / "录音.xlsx", CALM, CALM)
    book = workbook(tmp_path / "两遍.xlsx", ("录音编号", "录音文本"), [("C1", CALM), ("C1", CALM)])
    assert 2 == scanned(path)["calls"]
    found = scanned(book)
    assert (1, ["QK808"]) == (found["calls"], [one["code"] for one in found["problems"]])


@pytest.mark.parametrize(
    "agent, customer",
    [
        ("B", "A"),
        *(
            pytest.param(*marks, marks=pytest.mark.nightly)
            for marks in (("1", "0"), ("右声道", "左声道"), ("说话人2", "说话人1"))
        ),
    ],
)
def test_a_workspace_says_whose_mark_it_is(tmp_path: Path, agent: str, customer: str) -> None:
    """Without it the marks are told, with the lines to write; with these lines the calls are read."""
    path = reviews(
        tmp_path / "录音.xlsx", RUDE.replace("客服：", f"{agent}：").replace("客户：", f"{customer}：")
    )
    assert ["QK803"] == [one["code"] for one in scanned(path, code=1)["problems"]]
    shown = qualitykit("scan", str(path)).stdout
    assert '[roles]\nagent = ["1"]\ncustomer = ["0"]' in shown
    settings = f'[roles]\nagent = ["{agent}"]\ncustomer = ["{customer}"]\n'
    (tmp_path / "qualitykit.toml").write_text(settings, encoding="utf-8")
    done = qualitykit("scan", "--json", str(path), cwd=tmp_path)
    found = json.loads(done.stdout)
    assert (1, []) == (found["calls"], found["problems"])
    assert 1 == check(found, "banned-phrase")["failed"]


def test_a_missing_file_cannot_be_scanned(tmp_path: Path) -> None:
    """Exit code 2 and the file's name."""
    done = qualitykit("scan", str(tmp_path / "nothing.xlsx"))
    assert 2 == done.returncode
    assert "nothing.xlsx" in done.stderr


@pytest.mark.parametrize("examples, expected", [(0, 0), (1, 1), (2, 2)])
def test_as_many_examples_as_asked(tmp_path: Path, examples: int, expected: int) -> None:
    """``--examples`` bounds what is kept of each check."""
    path = reviews(tmp_path / "录音.xlsx", *[RUDE] * 4)
    found = scanned("--examples", str(examples), path)
    assert expected == len(check(found, "banned-phrase")["examples"])


def test_redact_shows_no_words_of_a_call(tmp_path: Path) -> None:
    """Figures without evidence, to pass on."""
    shown = qualitykit("scan", "--redact", str(reviews(tmp_path / "录音.xlsx", RUDE))).stdout
    assert "banned-phrase" in shown
    assert "快递呢" not in shown
    assert "C1" not in shown
