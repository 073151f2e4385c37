"""The quick way of reading transcripts says what the way line by line says, or nothing."""

from hypothesis import given, settings
from hypothesis import strategies as st

from qualitykit.intake.cells import Fault
from qualitykit.intake.plain_transcripts import PlainReader
from qualitykit.intake.speakers import RoleWords
from qualitykit.intake.transcripts import TranscriptReader
from qualitykit.model import Place, Role, Transcript

PLACE = Place("录音.xlsx", "质检", "N2")
READER = TranscriptReader()
PLAIN = PlainReader(RoleWords.make().words)
WORDS = st.sampled_from(
    [
        *("您好", "请问有什么可以帮您", "客户", "客服说", "3:20", "地址：北京", "", "好的，谢谢", "a b"),
        *(
            "> 您好",
            "引用 刘女士：您好",
            "「客户：您好」",
            "[刘女士] 您好",
            "138****8888 好",
            "刘女士 10:00:09",
        ),
    ]
)
LINES = st.tuples(
    st.sampled_from(["", "[00:03] ", "[00:00:07]", "[14:05:33] ", "3.5s ", "（0:12）", "x"]),
    st.sampled_from(["客服", "客户", "坐席", "用户", "机器人", "Agent", "CUSTOMER", "王芳", ""]),
    st.sampled_from(["：", ":", "： ", ":\t", ""]),
    WORDS,
)


@settings(max_examples=150)
@given(st.lists(LINES, min_size=1, max_size=6))
def test_the_quick_way_says_nothing_else(lines: list[tuple[str, str, str, str]]) -> None:
    """Whatever the lines are: the same turns, or None."""
    text = "\n".join("".join(line) for line in lines)
    quick = PLAIN.read(text, PLACE)
    if quick is None:
        return
    slow = READER._read_lines(text, PLACE, ())
    if isinstance(quick, Fault):
        assert quick == slow
        return
    assert isinstance(slow, Transcript)
    assert (slow.texts, slow.roles, slow.starts) == (quick.texts, quick.roles, quick.starts)


def test_what_programs_write_is_read_the_quick_way() -> None:
    """A mark and a colon a line, with or without its time."""
    read = PLAIN.read("客服：您好\n客户：在吗\n客服： 在的", PLACE)
    assert Transcript(("您好", "在吗", "在的"), (Role.AGENT, Role.CUSTOMER, Role.AGENT), PLACE) == read
    read = PLAIN.read("[00:03] 客服：您好\n[00:00:07]客户：在吗", PLACE)
    assert Transcript(("您好", "在吗"), (Role.AGENT, Role.CUSTOMER), PLACE, (3.0, 7.0)) == read


def test_swapped_roles_are_seen_the_quick_way() -> None:
    """The agent's greeting in the customer's mouth."""
    assert Fault("QK804") == PLAIN.read("客户：您好，很高兴为您服务\n客服：你好", PLACE)
