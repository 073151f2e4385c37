"""Transcripts as they come: every usual way to mark who speaks, and what is never guessed."""

import pytest

from qualitykit.intake.cells import Fault
from qualitykit.intake.transcripts import TranscriptReader
from qualitykit.intake.turn_times import clock_seconds
from qualitykit.model import Place, Role, Transcript

PLACE = Place("a.xlsx", "Sheet1", "F2")
A, C, O = Role.AGENT, Role.CUSTOMER, Role.OTHER  # noqa: E741


def read(text: str, *agent: str, extra: dict[str, list[str]] | None = None) -> Transcript:
    """The turns of a cell that can be read."""
    found = TranscriptReader(extra).read(text, PLACE, agent)
    assert isinstance(found, Transcript), found
    return found


@pytest.mark.parametrize(
    "text",
    [
        "客服：您好\n客户：在吗",
        "客服:您好\r\n客户:在吗",
        "客服： 您好 客户： 在吗",
        "坐席：您好\n顾客：在吗",
        "员工：您好\n来电：在吗",
        "工号1007：您好\n用户：在吗",
        "客服1007：您好\n客户张女士：在吗",
        "客服（王芳）：您好\n客户：在吗",
        "坐席-王芳：您好\n业主：在吗",
        "Agent: 您好\nCustomer: 在吗",
        "AGENT：您好\ncustomer：在吗",
        "A：您好\nC：在吗",
        "S：您好\nU：在吗",
        "【客服】您好\n【客户】在吗",
        "[客服]：您好\n[客户]：在吗",
        "客服\t您好\n客户\t在吗",
        "客服|您好\n客户|在吗",
        "客服：\n您好\n客户：\n在吗",
        "1. 客服：您好\n2. 客户：在吗",
        '[{"role": "agent", "text": "您好"}, {"role": "customer", "text": "在吗"}]',
    ],
)
def test_role_marks_in_all_usual_spellings(text: str) -> None:
    """Two turns, the agent's and the customer's, whatever the marks look like."""
    found = read(text)
    assert ((A, C), ("您好", "在吗")) == (found.roles, tuple(part.strip() for part in found.texts))


@pytest.mark.parametrize(
    "text, starts, ends",
    [
        ("00:03 客服：您好\n00:05 客户：在吗", (3.0, 5.0), ()),
        ("[00:00:03] 客服：您好\n[00:01:05] 客户：在吗", (3.0, 65.0), ()),
        ("[00:03-00:04] 客服：您好\n[00:05-00:09] 客户：在吗", (3.0, 5.0), (4.0, 9.0)),
        ("客服 00:03：您好\n客户 00:05：在吗", (3.0, 5.0), ()),
        ("客服(00:03)：您好\n客户(00:05)：在吗", (3.0, 5.0), ()),
        ("3.2s 客服：您好\n4.0s 客户：在吗", (3.2, 4.0), ()),
        ("客服小王 2026-10-03 14:05:33\n您好\n客户 2026-10-03 14:05:40\n在吗", (0.0, 7.0), ()),
        ("客服 2026-10-03 23:59:58\n您好\n客户 2026-10-04 00:00:03\n在吗", (0.0, 5.0), ()),
    ],
)
def test_times_beside_the_marks(text: str, starts: tuple[float, ...], ends: tuple[float, ...]) -> None:
    """Seconds from the call's beginning; a chat's clock of the day is counted from its first turn."""
    found = read(text)
    assert (("您好", "在吗"), starts, ends) == (found.texts, found.starts, found.ends)


def test_a_line_without_a_mark_continues_the_turn_before() -> None:
    """地址：… inside a chat is no speaker."""
    found = read("客服：您好\n请看\n地址：北京路1号\n客户：好的")
    assert ("您好\n请看\n地址：北京路1号", "好的") == found.texts


def test_colons_and_role_words_inside_a_turn_are_no_marks() -> None:
    """3:20 is a time, and the word 客户 in a sentence is a word."""
    found = read("客服：我们3:20到，这位客户：请稍等\n客户：好")
    assert ((A, C), "我们3:20到，这位客户：请稍等") == (found.roles, found.texts[0])


def test_robots_and_notes_are_nobodys_words() -> None:
    """机器人, 系统 and 质检备注 speak for neither side."""
    assert (O, A, C, O) == read("机器人：欢迎\n客服：您好\n客户：喂\n系统：通话结束").roles


@pytest.mark.parametrize(
    "text, code",
    [
        ("您好，很高兴为您服务\n客户：喂", "QK801"),
        ("张三：您好\n客户：喂", "QK802"),
        ("1：您好\n0：喂", "QK803"),
        ("A：您好\nB：喂", "QK803"),
        ("左声道：您好\n右声道：喂", "QK803"),
        ("客户：您好，很高兴为您服务\n客服：我要退货", "QK804"),
        ("客户：您好，很高兴为您服务\n客服：我3:20要退货", "QK804"),
        ("没有任何标记的一段话", "QK805"),
        ("客服 您好\n客户 喂", "QK805"),
    ],
)
def test_what_is_not_certain_is_no_transcript(text: str, code: str) -> None:
    """Words in the wrong mouth would cost an employee: a Problem, and no turns."""
    found = TranscriptReader().read(text, PLACE)
    assert isinstance(found, Fault)
    assert code == found.code


def test_a_workspace_maps_marks_that_mean_nothing_by_themselves() -> None:
    """0/1, A/B and left/right are read once a person has said which is which."""
    extra = {"agent": ["1", "B", "右声道"], "customer": ["0", "A", "左声道"]}
    assert (A, C) == read("1：您好\n0：喂", extra=extra).roles
    assert (A, C) == read("B：您好\nA：喂", extra=extra).roles
    assert (A, C) == read("右声道：您好\n左声道：喂", extra=extra).roles


def test_the_employees_own_name_is_the_agent() -> None:
    """王芳：您好 in a row about 王芳 is certain; in another row it is not."""
    assert (A, C) == read("王芳：您好\n客户：喂", "1001", "王芳").roles
    assert isinstance(TranscriptReader().read("王芳：您好\n客户：喂", PLACE, ("1002", "李强")), Fault)


def test_greeting_of_both_sides_is_no_swap() -> None:
    """A customer who repeats the greeting does not make the roles suspect."""
    assert (A, C) == read("客服：您好，很高兴为您服务\n客户：您好，你说很高兴为您服务").roles


def test_calls_with_one_pattern_share_their_roles() -> None:
    """Two million turns stay cheap: equal sequences of roles are one object."""
    reader = TranscriptReader()
    one, two = (reader.read(f"客服：{text}\n客户：好", PLACE) for text in ("您好", "再见"))
    assert isinstance(one, Transcript)
    assert isinstance(two, Transcript)
    assert one.roles is two.roles


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b"])
def test_an_empty_cell_has_no_transcript(text: str) -> None:
    """Nothing is not a Problem."""
    assert TranscriptReader().read(text, PLACE) is None


@pytest.mark.parametrize(
    "text, seconds",
    [
        ("00:03", 3.0),
        ("00:00:03.5", 3.5),
        ("1:02:03", 3723.0),
        ("3200ms", 3.2),
        ("3.2s", 3.2),
        ("5秒", 5.0),
        ("那", None),
        ("1:2:3:4", None),
    ],
)
def test_clock_seconds(text: str, seconds: float | None) -> None:
    """The second in the call that a mark's time names."""
    assert seconds == clock_seconds(text)


@pytest.mark.parametrize(
    "agent, customer",
    [
        ("护士", "患者"),
        ("医生", "家属"),
        ("前台", "住客"),
        ("店员", "会员"),
        ("导购", "买家"),
        ("柜员", "顾客张女士"),
        ("客房部", "宾客"),
        ("客户经理", "客户"),
        ("客户经理王芳", "客户"),
        ("售后", "旅客"),
    ],
)
def test_words_of_the_service_trades(agent: str, customer: str) -> None:
    """Hospitals, hotels, shops, banks; 客户经理 is not the customer."""
    assert (A, C) == read(f"{agent}：您好\n{customer}：在吗").roles


@pytest.mark.parametrize("line", ["客服说：不知道", "医生说：不知道", "客服告诉我：不知道", "刘女士：不知道"])
def test_what_a_customer_tells_of_the_agent_is_not_the_agents(line: str) -> None:
    """客服说：… within a customer's turn would be charged to the agent."""
    found = TranscriptReader().read(f"客服：您好\n客户：我打过电话\n{line}\n客服：抱歉", PLACE)
    assert isinstance(found, Fault)
    assert "QK802" == found.code


def test_an_agents_telephone_is_a_thing() -> None:
    """客服电话：… goes on with the turn."""
    found = read("客服：您好\n客户电话：13800138000\n客服电话：95588\n客户：好")
    assert ((A, C), "您好\n客户电话：13800138000\n客服电话：95588") == (found.roles, found.texts[0])
