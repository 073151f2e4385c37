"""Lines without a known mark and a colon: a customer's words never become the agent's."""

import pytest

from qualitykit.intake.cells import Fault
from qualitykit.intake.speaker_names import is_name_like
from qualitykit.intake.transcripts import TranscriptReader
from qualitykit.model import Place, Role, Transcript

PLACE = Place("聊天.xlsx", "会话", "F2")
A, C, O = Role.AGENT, Role.CUSTOMER, Role.OTHER  # noqa: E741
RUDE = "关我屁事"


def read(text: str, *agent: str, extra: dict[str, list[str]] | None = None) -> Transcript | Fault | None:
    """What a cell says."""
    return TranscriptReader(extra).read(text, PLACE, agent)


def turns(text: str, *agent: str, extra: dict[str, list[str]] | None = None) -> list[tuple[Role, str]]:
    """The turns of a cell that can be read."""
    found = read(text, *agent, extra=extra)
    assert isinstance(found, Transcript), found
    return list(zip(found.roles, found.texts, strict=True))


DAY = "2026-10-03"
CHAT = f"客服小李 {DAY} 10:00:01\n您好\n{{}}\n客服小李 {DAY} 10:00:30\n非常抱歉，再见"
LINES = "客服：您好\n{}\n客服：非常抱歉，再见"
TIMED = "10:00:01 客服：您好\n{}\n10:00:30 客服：非常抱歉，再见"
BOXES = "[客服] 您好\n{}\n[客服] 非常抱歉，再见"
STANDING = "客服\n10:00:01\n您好\n{}\n客服\n10:00:30\n再见"
STOOD = "10:00:01\n客服\n您好\n{}\n10:00:30\n客服\n再见"


@pytest.mark.parametrize(
    "chat, line, mark",
    [
        # a label and a time, in either order
        (CHAT, f"tb_123456 {DAY} 10:00:09\n{RUDE}", "tb_123456"),
        (CHAT, f"{DAY} 10:00:09 刘女士\n{RUDE}", "刘女士"),
        (CHAT, f"刘女士 2026/10/3 10:00:09\n{RUDE}", "刘女士"),
        (CHAT, f"刘女士 10月3日 10:00\n{RUDE}", "刘女士"),
        (CHAT, f"微信用户 10:00:09\n{RUDE}", "微信用户"),
        (CHAT, f"小可爱 {DAY} 10:00:09\n{RUDE}", "小可爱"),
        (CHAT, f"爱吃鱼的猫！ {DAY} 10:00:09\n{RUDE}", "爱吃鱼的猫!"),
        (CHAT, f"我是一棵树 {DAY} 10:00:09\n{RUDE}", "我是一棵树"),
        (CHAT, f"🌸 {DAY} 10:00:09\n{RUDE}", "🌸"),
        (CHAT, f". {DAY} 10:00:09\n{RUDE}", "."),
        (CHAT, f"12345 {DAY} 10:00:09\n{RUDE}", "12345"),
        (CHAT, f"刘女士(VIP3) {DAY} 10:00:09\n{RUDE}", "刘女士(vip3)"),
        (CHAT, f"{DAY} 10:00:09 🌸\n{RUDE}", "🌸"),
        (CHAT, f"刘女士 {DAY} 10:00:09 手机端\n{RUDE}", "刘女士"),
        (CHAT, f"刘女士 {DAY}T10:00:09\n{RUDE}", "刘女士"),
        (CHAT, f"刘女士 10-03 10:00:09\n{RUDE}", "刘女士"),
        (CHAT, f"Mary Smith {DAY} 10:00:09\n{RUDE}", "mary smith"),
        (CHAT, f"138****8888 {DAY} 10:00:09\n{RUDE}", "138****8888"),
        (CHAT, f"刘** ({DAY} 10:00:09)\n{RUDE}", "刘**"),
        (CHAT, f"小可爱{DAY} 10:00:09\n{RUDE}", "小可爱"),
        (LINES, f"刘女士 10:00:09\n{RUDE}", "刘女士"),
        (LINES, f"刘女士 10:00\n{RUDE}", "刘女士"),
        (LINES, f"刘女士 下午3:20\n{RUDE}", "刘女士"),
        (LINES, f"小可爱 昨天 10:00\n{RUDE}", "小可爱"),
        (LINES, f"小可爱 10:00:09\n{RUDE}", "小可爱"),
        (LINES, f"小可爱(10:00:09)\n{RUDE}", "小可爱"),
        (LINES, f"[10:00:09] 刘女士\n{RUDE}", "刘女士"),
        (LINES, f"刘女士 10:00:09 {RUDE}", "刘女士"),
        (LINES, f"10:00:09 刘女士 {RUDE}", f"刘女士 {RUDE}"),
        (TIMED, f"10:00:09 小可爱 {RUDE}", f"小可爱 {RUDE}"),
        (TIMED, f"10:00:09 {RUDE}", RUDE),
        (CHAT, f"10:00:09\n刘女士\n{RUDE}", None),
        (STANDING, f"小可爱\n10:00:09\n{RUDE}", "小可爱"),
        (STOOD, f"10:00:09\n小可爱\n{RUDE}", "小可爱"),
        ("客服\n您好\n{}\n客服\n再见", f"刘女士\n{RUDE}", "刘女士"),
        # verbs, numbers and accounts before a colon
        (LINES, f"刘女士 说：{RUDE}", "刘女士"),
        (LINES, f"刘女士说：{RUDE}", "刘女士说"),
        (LINES, f"小可爱 回复：{RUDE}", "小可爱"),
        (LINES, f"13800138000：{RUDE}", "13800138000"),
        (LINES, f"138****8888：{RUDE}", "138****8888"),
        (LINES, f"+86 13800138000：{RUDE}", "+8613800138000"),
        (LINES, f"tb_123456789012：{RUDE}", "tb_123456789012"),
        (LINES, f"Mary Smith: {RUDE}", "mary smith"),
        (LINES, f"客服：您好 刘女士：{RUDE}", "刘女士"),
        (LINES, f"好的。刘女士：{RUDE}", "刘女士"),
        # brackets
        (LINES, f"[刘女士] {RUDE}", "刘女士"),
        (LINES, f"【138****8888】{RUDE}", "138****8888"),
        (LINES, f"<tb_123456> {RUDE}", "tb_123456"),
        (BOXES, f"[小可爱] {RUDE}", "小可爱"),
        # blanks
        (LINES, f"138****8888 {RUDE}", "138****8888"),
        (LINES, f"13800138000 {RUDE}", "13800138000"),
        (LINES, f"刘女士 {RUDE}", "刘女士"),
        (LINES, f"tb_123456 {RUDE}", "tb_123456"),
        # other signs
        (LINES, f"刘女士——{RUDE}", "刘女士"),
        (LINES, f"刘女士>{RUDE}", "刘女士"),
        (LINES, f"138****8888/{RUDE}", "138****8888"),
        (LINES, f"客服：好的/刘女士：{RUDE}", "刘女士"),
        (LINES, f"客服：您好，客户：{RUDE}", "客户"),
        # quotations that nobody can end
        (LINES, f"引用 刘女士：\n{RUDE}", "引用 刘女士："),
        (LINES, f"「刘女士：{RUDE}", f"「刘女士：{RUDE}"),
    ],
)
def test_who_may_be_somebody_unknown_is_told(chat: str, line: str, mark: str | None) -> None:
    """The transcript is not used, for the words would be the agent's."""
    found = read(chat.format(line))
    assert isinstance(found, Fault), found
    assert "QK802" == found.code
    assert mark in (None, dict(found.params)["mark"])


@pytest.mark.parametrize(
    "line",
    [
        "预约时间 10:30",
        "10:30到12:00",
        "预约 10:30到12:00",
        "明天 10:30",
        "明天下午 3:20",
        "我们约10:30",
        "10:30 上门",
        "营业时间 9:00-18:00",
        "周一至周五 9:00-18:00",
        "王师傅 10:30 上门",
        "签收时间 2026-10-03 10:00:09",
        "下单时间：2026-10-03 10:00:09",
        "2026-10-03 10:00:09 已签收",
        "2026-10-03 10:00:09 快件到达北京转运中心",
        "您的快递将于 2026-10-03 10:00:09",
        "1. 请先登录",
        "2、打开 10:30 的短信",
        "地址：北京路1号",
        "订单号：13800138000",
        "收货地址 北京路1号",
        "快递单号 SF1234567890123",
        "7312345678901 已签收",
        "电话 13800138000",
        "安装师傅 会联系您",
        "刘女士 您好，这边为您登记",
        "这位女士 已经登记过",
        "[图片]",
        "[微笑] 好的",
        "【温馨提示】请勿离开",
        "【晨光生活】验证码已发送",
        "请看 https://example.com/a?b=1",
        "型号 iPhone 15 Pro",
        "价格 >3 元",
        "会员卡号 12345",
        "客户端 版本 3.2",
        "用户名 是您的手机号",
        "客服 小李",
        "比例 3:2",
        "客户要求的，我们会处理",
        "会员>我的积分>兑换",
        "会员价：99元",
        "会员积分：100",
        "用户协议：https://example.com",
        "客服热线：95588",
        "尾号8888：已挂失",
        "第一步：打开APP",
        "方案一：换货",
        "套餐A：39元",
        "注意事项：请勿离开",
        "好的（10:30）",
        "用户/密码登录",
        "——————",
    ],
)
@pytest.mark.parametrize("chat", [CHAT, LINES])
def test_lines_that_go_on_with_the_turn(chat: str, line: str) -> None:
    """Addresses, times, lists, wrapped sentences and what chats put in brackets are the agent's own."""
    assert [(A, f"您好\n{line}"), (A, "非常抱歉，再见")] == turns(chat.format(line))


def test_emoticons_beside_marks_in_brackets() -> None:
    """Among turns in brackets [微笑] is nobody; another pair of brackets is no mark."""
    assert [(A, "您好\n[微笑] 好的\n【晨光生活】欢迎"), (A, "非常抱歉，再见")] == turns(
        BOXES.format("[微笑] 好的\n【晨光生活】欢迎")
    )


def test_a_known_mark_in_a_heading_is_read() -> None:
    """The row's own employee, and marks that the workspace maps."""
    chat = f"王芳 {DAY} 10:00:01\n您好\n客户 {DAY} 10:00:09\n在吗"
    assert isinstance(read(chat), Fault)
    assert [(A, "您好"), (C, "在吗")] == turns(chat, "1001", "王芳")
    chat = CHAT.format(f"tb_123456 {DAY} 10:00:09\n{RUDE}")
    assert [A, C, A] == [role for role, _text in turns(chat, extra={"customer": ["tb_123456"]})]


@pytest.mark.parametrize("mark", ["发言人 1 00:03\n", "说话人1 00:00:03\n", "发言人 1："])
def test_numbered_speakers_need_a_mapping(mark: str) -> None:
    """发言人 1 with a time is a mark like 发言人1：, and is mapped like it."""
    text = f"{mark}您好\n{mark.replace('1', '2', 1)}在吗"
    found = read(text)
    assert isinstance(found, Fault)
    assert "QK803" == found.code
    label = mark.split("0")[0].strip("：\n ").replace(" ", "")
    roles = {"agent": [label], "customer": [label.replace("1", "2")]}
    assert [(A, "您好"), (C, "在吗")] == turns(text, extra=roles)


@pytest.mark.parametrize(
    "line, role, said",
    [
        (f"客户 {RUDE}", C, RUDE),
        (f"客户张女士 {RUDE}", C, RUDE),
        (f"用户12 {RUDE}", C, RUDE),
        (f"客户(微信) {RUDE}", C, RUDE),
        (f"客户 刘女士：{RUDE}", C, RUDE),
        ("客服 小李：好的", A, "好的"),
        ("客服 王芳芳：好的", A, "好的"),
        (f"客户 说：{RUDE}", C, RUDE),
        (f"客户说：{RUDE}", C, RUDE),
        (f"客户；{RUDE}", C, RUDE),
        (f"顾客——{RUDE}", C, RUDE),
        ("系统 会话超时", O, "会话超时"),
        ("机器人 请选择", O, "请选择"),
    ],
)
def test_a_known_mark_with_a_blank_opens_a_turn(line: str, role: Role, said: str) -> None:
    """客户 好的, without a colon, is the customer's."""
    assert [(A, "您好"), (role, said), (A, "非常抱歉，再见")] == turns(LINES.format(line))


@pytest.mark.parametrize(
    "text",
    [
        "客服：您好\n客户 在吗\n谢谢，再见",  # the last line may be either's
        "管家：\n业主 您好，给您来电\n感谢您",  # the agent speaks to the owner
        "客户：你们\n客服 都这样吗",
        "客服：您好\n客户：在吗\n客服 抱歉，再见",
        "机器人：请稍等\n客服 您好",
    ],
)
def test_a_blank_that_could_cost_the_employee_is_told(text: str) -> None:
    """Whose line it is cannot be known: the apology may be the agent's, the insult the customer's."""
    found = read(text)
    assert isinstance(found, Fault)
    assert "QK802" == found.code


def test_times_on_lines_of_their_own_belong_to_the_marks_beside_them() -> None:
    """Before each mark or after it; a time that stands so once is a word of the turn."""
    expected = ((A, C), ("您好", "在吗"), (0.0, 4.0))
    for text in (
        "10:00:01\n客服\n您好\n10:00:05\n客户\n在吗",
        "客服\n10:00:01\n您好\n客户\n10:00:05\n在吗",
        "10:00:01\n客服：您好\n10:00:05\n客户：在吗",
    ):
        found = read(text)
        assert isinstance(found, Transcript)
        assert expected == (found.roles, found.texts, found.starts)
    found = read("客服：上门时间是\n10:30-12:00\n客户：好")
    assert isinstance(found, Transcript)
    assert (("上门时间是\n10:30-12:00", "好"), ()) == (found.texts, found.starts)


def test_systems_speak_of_agents() -> None:
    """客服 小李 接入会话 in a system's turn goes on with it."""
    assert [(O, "排队中\n客服 小李 接入会话"), (A, "您好")] == turns(
        "系统：排队中\n客服 小李 接入会话\n客服：您好"
    )


@pytest.mark.parametrize(
    "quote",
    [
        f"> {RUDE}",
        f">{RUDE}",
        f"＞ {RUDE}",
        f"引用 刘女士：{RUDE}",
        f"引用 客户：{RUDE}",
        f"引用刘女士的消息：{RUDE}",
        f"回复 刘女士：{RUDE}",
        f"「刘女士：{RUDE}」",
        f"「刘女士：你好\n{RUDE}」",
    ],
)
def test_quotations_are_nobodys_own_words(quote: str) -> None:
    """The turn goes on after them, as one turn."""
    spoken = [tuple((O, part) for part in quote.split("\n"))]
    assert [(A, "您好\n抱歉"), *spoken[0], (C, "好")] == turns(f"客服：您好\n{quote}\n抱歉\n客户：好")
    assert [*spoken[0], (A, "抱歉"), (C, "好")] == turns(f"客服：{quote}\n抱歉\n客户：好")


@pytest.mark.parametrize(
    "label, expected",
    [
        ("刘女士", True),
        ("138****8888", True),
        ("微信用户", True),
        ("用户8812", True),
        ("wxid_a1b2", True),
        ("张**", True),
        ("地址", False),
        ("客户端", False),
        ("G101", False),
        ("SF1234567890123", False),
        ("12345", False),
    ],
)
def test_names_and_accounts(label: str, expected: bool) -> None:
    """What looks like a customer's name, account or number."""
    assert expected is is_name_like(label)
