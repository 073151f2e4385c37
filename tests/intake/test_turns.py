"""Transcripts with a row per turn, from sheets, text tables and JSON Lines, joined to their reviews."""

import json
from pathlib import Path

import pytest

from qualitykit.model import Role
from tests.intake.months import Row, call, calls, codes, month, read, save, total

A, C = Role.AGENT, Role.CUSTOMER


def reviewed(tmp_path: Path, *rows: Row) -> Path:
    """A month with two reviews and a sheet of turns."""
    folder = month(tmp_path)
    save(folder / "质检.xlsx", 质检=calls(call("c1"), call("c2")))
    if rows:
        save(folder / "逐句.xlsx", 逐句=rows)
    return folder


def test_turns_are_joined_by_the_calls_id(tmp_path: Path) -> None:
    """Rows of two calls may alternate; times put turns into order; a blank text says nothing."""
    folder = reviewed(
        tmp_path,
        ("通话ID", "角色", "开始", "结束", "内容"),
        ("c1", "客服", 0.5, 2, "您好"),
        ("c2", "坐席", "00:00", "00:02", "您好，请讲"),
        ("c1", "客户", 5, 6, "在吗"),
        ("c1", "客服", 3, 4, "请说"),
        ("c1", "客服", 7, 8, None),
        (None, "客服", 7, 8, "谁"),
    )
    records, problems = read(folder)
    one, two = (evaluation.transcript for evaluation in records.evaluations)
    assert one is not None
    assert two is not None
    assert (("您好", "请说", "在吗"), (A, A, C), (0.5, 3.0, 5.0), (2.0, 4.0, 6.0)) == (
        one.texts,
        one.roles,
        one.starts,
        one.ends,
    )
    assert ("您好，请讲",) == two.texts
    assert ["QK811"] == codes(problems)
    assert (6, 5, 1) == (
        total(records, "逐句.xlsx").read,
        total(records, "逐句.xlsx").used,
        total(records, "逐句.xlsx").left_out,
    )


@pytest.mark.parametrize(
    "title, value", [("bg", 1500), ("开始(毫秒)", 1500), ("start_ms", "1500"), ("开始（秒）", 1.5)]
)
def test_milliseconds_and_seconds(tmp_path: Path, title: str, value: object) -> None:
    """The header says the unit."""
    folder = reviewed(tmp_path, ("会话ID", "说话人", title, "onebest"), ("c1", "客服", value, "您好"))
    transcript = read(folder)[0].evaluations[0].transcript
    assert transcript is not None
    assert (1.5,) == transcript.starts


def test_marks_that_need_a_mapping(tmp_path: Path) -> None:
    """0 and 1 are read once the workspace says who is who."""
    folder = reviewed(tmp_path, ("通话ID", "声道", "文本"), ("c1", 0, "您好"), ("c1", 1, "在吗"))
    records, problems = read(folder)
    assert (None, ["QK803"]) == (records.evaluations[0].transcript, codes(problems))
    mapped = (
        read(folder, extra_aliases={"roles": {"agent": ["0"], "customer": ["1"]}})[0]
        .evaluations[0]
        .transcript
    )
    assert mapped is not None
    assert (A, C) == mapped.roles


def test_turns_of_calls_that_nobody_reviewed_are_listed(tmp_path: Path) -> None:
    """Nothing is dropped in silence."""
    folder = reviewed(tmp_path, ("通话ID", "角色", "内容"), ("c9", "客服", "您好"), ("c9", "客户", "喂"))
    records, problems = read(folder)
    assert (["QK807"], 2) == (codes(problems), total(records, "逐句.xlsx").left_out)


def test_two_transcripts_of_one_call(tmp_path: Path) -> None:
    """The one in the review's own row counts."""
    folder = month(tmp_path)
    save(folder / "质检.xlsx", 质检=calls(call("c1", transcript="客服：您好\n客户：喂")))
    save(folder / "逐句.xlsx", 逐句=[("通话ID", "角色", "内容"), ("c1", "客服", "另一份")])
    records, problems = read(folder)
    transcript = records.evaluations[0].transcript
    assert transcript is not None
    assert (("您好", "喂"), ["QK808"]) == (transcript.texts, codes(problems))


def test_csv_and_json_lines(tmp_path: Path) -> None:
    """Platform exports: a text table of turns, a turn a line, a call a line."""
    folder = reviewed(tmp_path)
    (folder / "turns.csv").write_text(
        "call id,speaker,start,text\nc1,agent,00:03,您好\nc1,customer,00:05,喂\n", "utf-8"
    )
    lines = [
        json.dumps({"call_id": "c2", "turns": [{"role": "agent", "text": "您好", "start_ms": 300}]}),
        json.dumps({"call_id": "c2", "role": "customer", "text": "喂", "start_ms": 900}),
        "{broken",
    ]
    (folder / "turns.jsonl").write_text("\n".join(lines), "utf-8")
    records, problems = read(folder)
    one, two = (evaluation.transcript for evaluation in records.evaluations)
    assert one is not None
    assert two is not None
    assert (("您好", "喂"), (3.0, 5.0)) == (one.texts, one.starts)
    assert (("您好", "喂"), (0.3, 0.9)) == (two.texts, two.starts)
    assert (["QK810"], 3, 1) == (
        codes(problems),
        total(records, "turns.jsonl").read,
        total(records, "turns.jsonl").left_out,
    )
    assert records.digests["turns.jsonl"]


def test_a_line_of_json_that_is_a_whole_call_is_one_row(tmp_path: Path) -> None:
    """Rows of a .jsonl file are its lines, however many turns they hold."""
    folder = reviewed(tmp_path)
    turns = [{"speaker": "客服", "text": "您好"}, {"speaker": "客户", "text": "喂"}]
    lines = [
        json.dumps({"会话ID": name, "messages": turns}, ensure_ascii=False) for name in ("c1", "c8", "c9")
    ]
    (folder / "x.jsonl").write_text("\n".join(lines), "utf-8")
    records, problems = read(folder)
    control = total(records, "x.jsonl")
    assert (3, 1, 2) == (control.read, control.used, control.left_out)
    assert [("QK807", "2")] == [(p.code, dict(p.params)["count"]) for p in problems]


@pytest.mark.parametrize(
    "head, first, second",
    [
        (("会话编号", "发送人", "发送人类型", "时间", "内容"), ("小李", "坐席"), ("tb_1", "访客")),
        (("会话编号", "发送人类型", "发送人", "时间", "内容"), ("坐席", "小李"), ("访客", "tb_1")),
        (("会话ID", "声道", "说话人", "时间", "内容"), ("0", "客服"), ("1", "客户")),
        (("session id", "sender", "sender type", "时间", "content"), ("小李", "agent"), ("tb_1", "visitor")),
    ],
)
def test_who_sends_and_what_they_are(
    tmp_path: Path, head: tuple[str, ...], first: tuple[str, str], second: tuple[str, str]
) -> None:
    """The column whose marks are known says who speaks, beside names and channels; a night is one chat."""
    folder = reviewed(tmp_path)
    rows = [
        head,
        ("c1", *second, "2026-10-04 00:00:03", "在吗"),
        ("c1", *first, "2026-10-03 23:59:58", "您好"),
    ]
    (folder / "聊天.csv").write_text("\n".join(map(",".join, rows)), "utf-8")
    transcript = read(folder)[0].evaluations[0].transcript
    assert transcript is not None
    assert (("您好", "在吗"), (A, C), (0.0, 5.0)) == (transcript.texts, transcript.roles, transcript.starts)


@pytest.mark.parametrize("key", ["对话内容", "录音文本", "通话文本", "聊天记录", "transcript", "text"])
def test_a_line_of_json_with_the_whole_text_of_a_call(tmp_path: Path, key: str) -> None:
    """As it stands in a cell of a sheet."""
    folder = reviewed(tmp_path)
    line = json.dumps({"会话ID": "c1", key: "客服：您好\n客户：喂"}, ensure_ascii=False)
    (folder / "x.jsonl").write_text(f"{line}\n{line}\n", "utf-8")
    records, problems = read(folder)
    transcript = records.evaluations[0].transcript
    assert transcript is not None
    assert (("您好", "喂"), (A, C)) == (transcript.texts, transcript.roles)
    control = total(records, "x.jsonl")
    assert (["QK808"], 2, 1, 1) == (codes(problems), control.read, control.used, control.left_out)


def test_segments_by_speakers_numbers_need_a_mapping(tmp_path: Path) -> None:
    """``spk`` 0 and 1 are told as marks, not as a text without them."""
    folder = reviewed(tmp_path)
    said = [
        {"spk": 0, "onebest": "您好", "bg": 300, "ed": 900},
        {"spk": 1, "onebest": "喂", "bg": 1000, "ed": 1500},
    ]
    (folder / "x.jsonl").write_text(json.dumps({"call_id": "c1", "segments": said}), "utf-8")
    assert ["QK803"] == codes(read(folder)[1])
    mapped = read(folder, extra_aliases={"roles": {"agent": ["0"], "customer": ["1"]}})[0]
    transcript = mapped.evaluations[0].transcript
    assert transcript is not None
    assert ((A, C), (0.3, 1.0)) == (transcript.roles, transcript.starts)
