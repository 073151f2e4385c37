"""A long column of transcripts, cut in columns: what each cell says when it is read alone, or nothing."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitykit.intake import calls, many_transcripts, transcripts
from qualitykit.intake.calls import cut_ahead
from qualitykit.intake.cells import Raw
from qualitykit.intake.headers import HeaderMatch
from qualitykit.intake.many_transcripts import ManyTranscripts, cut_many, lay_out
from qualitykit.intake.plain_transcripts import PlainReader
from qualitykit.intake.reader import Sheet
from qualitykit.intake.speakers import RoleWords
from qualitykit.intake.transcripts import TranscriptReader
from qualitykit.model import Place, Role, Transcript
from qualitykit.turncolumns import CutTranscript
from tests.intake.months import DAY, month, read, save
from tests.intake.test_plain_transcripts import LINES

PLACE = Place("录音.xlsx", "质检", "N2")
READER = TranscriptReader()
PLAIN = PlainReader(RoleWords.make().words)
CELLS = st.one_of(
    st.lists(LINES, min_size=1, max_size=4).map(lambda lines: "\n".join("".join(line) for line in lines)),
    st.sampled_from(
        [
            "客服：您好\n客户：在吗",
            "客服：您好\r\n客户：在吗\r客服：在",
            "客户：您好，很高兴为您服务\n客服：你好",
            "客户：您好，很高兴为您服务\n客服：很高兴为您服务",
            "客服：😀您好😀\n客户：a",
            "客服：a\n客户：b",
            "客服：\n客户：\u3000 c\n",
            "客服：" + "长" * 500,
            "[00:03] 客服：您好\n[00:07]客户：在吗",
            "[14:05:33] 客服：您好\n[14:05:39] 客户：在吗",
            "",
            " ",
        ]
    ),
    st.sampled_from([3.5, True, DAY]),
)


def cut(cells: Sequence[object]) -> ManyTranscripts | None:
    """The cells cut at once."""
    return cut_many(lay_out(cells), PLAIN.opening)  # type: ignore[arg-type]


def each(many: ManyTranscripts | None, size: int) -> list[Transcript | None]:
    """What came out for every cell."""
    return [None] * size if many is None else list(many.transcripts([PLACE] * size))


@settings(max_examples=200)
@given(st.lists(CELLS, max_size=12))
def test_each_cell_says_what_it_says_alone(cells: list[object]) -> None:
    """Whatever stands beside it."""
    for cell, found in zip(cells, each(cut(cells), len(cells)), strict=True):
        if found is not None:
            assert READER.read(str(cell), PLACE) == found


PLAINLY = [
    "客服：您好\n客户：在吗\n客服： 在的",
    "[00:03] 客服：您好\n[00:00:07]客户：在吗",
    "3.5s Agent:a\n12s CUSTOMER:\tb",
    "客服：😀\n客户：",
    "坐席：您好\r\n用户：在吗",
    "客户：您好，请问有什么可以帮您".replace("客户", "客服"),
]


def test_what_programs_write_is_cut() -> None:
    """Every cell that the reader of single cells takes in one go."""
    found = each(cut([*PLAINLY, None, *PLAINLY]), 2 * len(PLAINLY) + 1)
    alone = [READER.read(text, PLACE) for text in PLAINLY]
    assert [*alone, None, *alone] == found


@pytest.mark.parametrize(
    "cell",
    [
        "客户：您好，很高兴为您服务\n客服：你好",  # swapped?
        "客服：您好\n他说：好",  # an unknown mark
        "客服：您好\n一行",
        "客服：> 您好",
        "客服：地址：北京",
        "[14:05:33] 客服：您好",  # the clock of the day
        "[00:03] 客服：您好\n客户：在吗",
        "客服：" + "长" * 500,
        "\n客服：您好",
    ],
)
def test_what_is_not_plain_is_left_to_a_closer_look(cell: str) -> None:
    """And nothing beside it."""
    found = each(cut([PLAINLY[0], cell, PLAINLY[1]]), 3)
    assert [False, True, False] == [one is None for one in found]
    assert cut([cell]) is None or each(cut([cell]), 1) == [None]


def test_signs_that_nobody_sees_tell_words_apart() -> None:
    """A NUL, a blank of no width: the words of each line stay its own."""
    cells = ["客服：好", "客服：好\x00", "客服：\x00好", "客服：好\u200b", "客服：\u200b好"]
    assert [READER.read(text, PLACE) for text in cells] == each(cut(cells), len(cells))


def test_words_are_held_once() -> None:
    """In the order in which they are said, whatever is said how often."""
    found = cut(["客服：您好\n客户：嗯", "客服：再见\n客户：您好", "客服：嗯"])
    assert found is not None
    (columns,) = found.columns
    assert ["您好", "嗯", "再见"] == columns.texts
    assert [0, 1, 2, 0, 1] == columns.which.tolist()
    assert 3 == len(columns)


def test_cells_laid_out_in_portions_are_cut_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where every cell is longer than a portion."""
    whole = each(cut(PLAINLY * 3), 18)
    for size in (1, 7, 30):
        monkeypatch.setattr(many_transcripts, "_AT_ONCE", size)
        assert whole == each(cut(PLAINLY * 3), 18)


def test_keys_that_begin_alike_are_still_told_apart() -> None:
    """Where half of a number is not enough, the whole of it decides."""
    keys = np.array([(7 << 32) + 1, 5, (7 << 32) + 2, (7 << 32) + 1, 5, 0], np.uint64)
    examples, which = many_transcripts._alike(keys)
    assert [0, 1, 2, 5] == examples.tolist()
    assert [0, 1, 2, 0, 1, 3] == which.tolist()


def test_a_transcript_in_columns_is_a_transcript() -> None:
    """Equal, hashed, printed and counted like one; as itself it goes nowhere."""
    import pickle

    (found,) = each(cut([PLAINLY[1]]), 1)
    assert found is not None
    plain = Transcript(("您好", "在吗"), (Role.AGENT, Role.CUSTOMER), PLACE, (3.0, 7.0))
    assert plain == found
    assert found == plain
    assert found != Transcript(("您好",), (Role.AGENT,), PLACE)
    assert not found == "您好"  # type: ignore[comparison-overlap]  # noqa: SIM201
    assert (hash(plain), repr(plain), len(plain)) == (hash(found), repr(found), len(found))
    assert [1, 1, 0] == [found.turns_of(role) for role in (Role.AGENT, Role.CUSTOMER, Role.OTHER)]
    assert list(plain) == list(found)
    assert (PLACE, ()) == (found.place, found.ends)
    assert type(pickle.loads(pickle.dumps(found))) is Transcript
    elsewhere = Place("b.xlsx")
    assert replace(plain, place=elsewhere) == replace(found, place=elsewhere)
    assert plain == pickle.loads(pickle.dumps(found))


def test_columns_go_from_process_to_process() -> None:
    """Texts, roles, and the times that there are."""
    import pickle

    cells = [PLAINLY[1], PLAINLY[0], "不是通话"]
    many = cut(cells)
    assert many is not None
    assert each(many, 3) == each(pickle.loads(pickle.dumps(many)), 3)


def test_a_sheet_cut_ahead_reads_as_any_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that are passed over, totals and cells in other spellings among them: the same records."""
    head = (
        *("录音编号", "通话日期", "工号", "坐席", "质检员", "录音文本", "礼貌用语", "语气亲切、表达清楚"),
        *("安抚激动客户", "有无辱骂、讽刺客户", "倾听并确认问题", "给出办法或带时间的步骤"),
        *("记录完整准确", "转接说明", "超权限请示"),
    )
    answers = (4, 4, "不适用", "无", "是", "说明步骤和时间", "是", "是", "是")
    rows: list[tuple[object, ...]] = [
        (f"LY{n:05}", DAY, "1001", "王芳", "周颖", PLAINLY[n % len(PLAINLY)], *answers) for n in range(30)
    ]
    rows[7] = (None,) * len(head)
    rows[11] = ("合计", None, None, None, None, None, 120, 120, *[None] * 7)
    rows[13] = (*rows[13][:5], "【客服】您好\n【客户】在吗", *answers)
    rows[17] = (*rows[17][:5], None, *answers)
    folder = month(tmp_path)
    save(folder / "录音质检.xlsx", 录音质检=[head, *rows])
    alone = read(folder)
    assert 28 == len(alone[0].evaluations)
    monkeypatch.setattr(transcripts, "_MANY", 1)
    cut_here = read(folder)
    assert alone == cut_here
    monkeypatch.setattr(calls, "_VERY_MANY", 1)
    monkeypatch.setattr(calls, "processors", lambda: 2)  # where none can be copied it is done here
    ahead = read(folder)
    assert alone == ahead
    for months in (cut_here, ahead):
        kinds = [type(one.transcript) for one in months[0].evaluations if one.transcript is not None]
        assert {Transcript, CutTranscript} == set(kinds)


def test_cells_whose_process_died_are_read_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once, or when it should say what it heard: the same turns, and nothing heard."""
    here = os.getpid()

    def die(_columns: object) -> None:
        if os.getpid() != here:
            os.kill(os.getpid(), 9)

    sheet = Sheet("a.xlsx", "质检", height=len(PLAINLY) + 1)
    rows: list[list[Raw]] = [["录音文本"]]
    rows += [[text] for text in PLAINLY]
    sheet._grid = lambda: iter(rows)
    reader = TranscriptReader(hear=lambda: die)
    monkeypatch.setattr(calls, "_VERY_MANY", 1)
    monkeypatch.setattr(calls, "processors", lambda: 2)
    match = HeaderMatch((1, 1), {"transcript": 0}, ())
    cut_ones = cut_ahead(sheet, match, reader)
    assert cut_ones is not None
    sheet.release()
    many = cut_ones.wait()
    if many is None:  # no process could be made
        return
    # what was not sent before is left to who reads the cells
    sent = zip(PLAINLY, each(many, len(PLAINLY)), strict=True)
    assert all(one is None or one == reader.read(text, PLACE) for text, one in sent)
    assert {None} == {columns.heard for columns in many.columns}


@pytest.mark.parametrize("parts", [1, 2, 3, 4])
def test_a_column_cut_in_parts_is_one_column(parts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a part holds no transcript, or there are fewer cells than parts."""
    monkeypatch.setattr(transcripts, "processors", lambda: parts)
    monkeypatch.setattr(transcripts, "steps_beside", lambda work: iter(work()))
    odd: list[Raw] = ["", "没有说话人", 12]
    for column in (PLAINLY + odd, odd + odd + PLAINLY, PLAINLY[:1], odd):
        heard: list[object] = []
        reader = TranscriptReader(hear=lambda heard=heard: heard.append)  # type: ignore[misc]
        many = reader.many_ahead(lambda first, end, cells=column: cells[first:end], len(column))()  # type: ignore[misc]
        here = cut(column)
        assert (many is None) == (here is None)
        if many is None:
            continue
        assert each(here, len(column)) == each(many, len(column))
        chosen = [len(column) - 1, 0]
        assert [each(many, len(column))[at] for at in chosen] == each(many.of_cells(chosen), 2)
        assert {None} == {columns.heard for columns in many.columns}  # waits for each
        assert heard == list(many.columns)
