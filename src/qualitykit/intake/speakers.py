"""Who speaks: the marks that people and platforms put before a turn. Source: field-lists.md §3."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from qualitykit.model import Role

__all__ = [
    "AMBIGUOUS",
    "CLOSING",
    "GREETS_AMONG",
    "OPENING",
    "ROLE_WORDS",
    "THINGS",
    "RoleWords",
    "customer_opens",
    "greets",
    "greets_as_customer",
    "looks_swapped",
    "mark_key",
    "names_thing",
    "roles_of_letters",
    "words_of",
]

ROLE_WORDS: Mapping[Role, tuple[str, ...]] = {
    Role.AGENT: (
        "客服",
        "坐席",
        "座席",
        "员工",
        "接线员",
        "话务员",
        "人工",
        "人工客服",
        "人工坐席",
        "顾问",
        "管家",
        "专员",
        "服务人员",
        "客服人员",
        "客服代表",
        "客户代表",
        "客服专员",
        "在线客服",
        "服务员",
        "客户经理",  # not 客户, though it begins so
        "客户专员",
        "客户主管",
        "客户服务",
        "客户服务部",
        "客服中心",
        "会员顾问",
        "前台",
        "总台",
        "总机",
        "服务台",
        "接待员",
        "营业员",
        "店员",
        "导购",
        "导购员",
        "收银员",
        "柜员",
        "大堂经理",
        "客房部",
        "客房服务员",
        "护士",
        "医生",
        "药师",
        "导诊",
        "导医",
        "售前",
        "售后",
        "商家",
        "卖家",
        "agent",
        "service",
        "staff",
        "seat",
        "operator",
        "salesman",
        "s",
    ),
    Role.CUSTOMER: (
        "客户",
        "顾客",
        "用户",
        "来电",
        "来电人",
        "来电者",
        "来电客户",
        "访客",
        "业主",
        "会员",
        "买家",
        "来访人",
        "客人",
        "住户",
        "租户",
        "租客",
        "住客",
        "房客",
        "患者",
        "病人",
        "家属",
        "患者家属",
        "旅客",
        "乘客",
        "游客",
        "宾客",
        "家长",
        "消费者",
        "投诉人",
        "报修人",
        "主叫",
        "customer",
        "client",
        "user",
        "visitor",
        "caller",
        "guest",
        "buyer",
        "c",
        "u",
    ),
    Role.OTHER: (
        "机器人",
        "智能客服",
        "智能助手",
        "智能机器人",
        "系统",
        "系统消息",
        "系统提示",
        "ivr",
        "自动回复",
        "语音导航",
        "质检备注",
        "备注",
        "bot",
        "robot",
        "system",
        "旁白",
    ),
}
"""Who each mark means. ``a``, ``b``, 0, 1, left and right mean nothing without a mapping, but ``a`` beside
``c`` or ``u`` is the agent (Agent and Customer, or User)."""


def words_of(text: str) -> frozenset[str]:
    """The words of a list with blanks between them."""
    return frozenset(text.split())


# labels before a colon that name a thing, not a speaker
THINGS = words_of(
    "地址 电话 手机 手机号 手机号码 联系电话 联系方式 订单号 订单 单号 工单号 快递单号 运单号 编号 "
    "时间 日期 姓名 名字 联系人 收货人 收件人 "
    "收货地址 金额 价格 费用 备注 注 注意 说明 提示 温馨提示 网址 链接 问题 答案 "
    "如下 例如 比如 首先 其次 最后 第一 第二 第三 方法 步骤 "
    "账号 密码 验证码 型号 规格 数量 原因 结果 内容 公司 部门 邮箱 微信 qq "
    "http https 网点 门店 营业时间 工作时间 路径 操作 附件 图片 总结 "
    "热线 积分 协议 价 会员价 总价 单价 合计 事项 须知 规则 政策 流程 要求 权益 等级 余额 优惠 活动 有效期 "
    "会议号 取件码 卡号 尾号 房号 房型 车牌 车牌号 科室 床号 就诊号 工作日 节假日 "
)

_AGENT_ID = re.compile(r"(?:工号|坐席号|座席号|no\.?)?[:#]?[a-z]{0,3}\d{2,8}")
_STEP = re.compile(
    r"第[一二三四五六七八九十\d]{1,3}[步条点项种个]|(?:步骤|方案|套餐|方法|选项)[一二三四五六七八九十a-z\d]{1,2}|尾号\d{3,6}"
)
_REPORTED = re.compile("[说讲]|告诉|问我|问你")
_HONORIFIC = re.compile(r".{1,3}(?:先生|女士|小姐|太太|师傅|老师|总|阿姨|大爷|同学)")
OPENING, CLOSING = "[【(（<〔「", "]】)）>〕」"
"""Brackets around a mark or a time."""

_PARTS_OF_LABEL = re.compile(rf"^(.*?)\s*[{re.escape(OPENING)}](.*)[{re.escape(CLOSING)}]$")


@dataclass(slots=True)
class RoleWords:
    """What each mark means here: the general words and a workspace's own (0/1, A/B, left/right)."""

    words: dict[str, Role]
    mapped: frozenset[str] = frozenset()  # marks that a person mapped: never ambiguous
    _known: dict[str, Role | None] = field(default_factory=dict)

    @classmethod
    def make(cls, extra: Mapping[str, Iterable[str]] | None = None) -> "RoleWords":
        """The general words with ``extra``: role (``agent``, ``customer``, ``other``) → marks."""
        words = {word: role for role, names in ROLE_WORDS.items() for word in names}
        mapped = {mark_key(word): Role(role) for role, names in (extra or {}).items() for word in names}
        return cls({**words, **mapped}, frozenset(mapped))

    def role(self, label: str) -> Role | None:
        """Who the mark means; None when it is no known mark."""
        if label not in self._known:
            self._known[label] = self._look_up(label)
        return self._known[label]

    def _look_up(self, label: str) -> Role | None:
        key = mark_key(label)
        if key in self.words:
            return self.words[key]
        if boxed := _PARTS_OF_LABEL.match(key):  # 客服(1007), 王芳(客服)
            roles = {self.words[part] for part in boxed.groups() if part in self.words}
            return roles.pop() if len(roles) == 1 else None
        bare = re.sub(r"[-_#]?[a-z]{0,3}\d{1,8}$|[-_].{1,6}$", "", key)  # 客服1007, 坐席-王芳, 客户2
        if bare in self.words and bare not in ("s", "c", "u"):
            return self.words[bare]
        if _AGENT_ID.fullmatch(key) and key.startswith(("工号", "坐席号", "座席号")):
            return Role.AGENT
        for word, role in self.words.items():  # 客服王芳, 客户张女士, 业主李先生
            if len(word) > 1 and key.startswith(word) and 1 <= len(key) - len(word) <= 4:
                rest = key[len(word) :]
                if names_thing(rest) or (role is Role.AGENT and _REPORTED.search(rest)):
                    return None  # 客服电话：…; 客服说：… may be what a customer tells of the agent
                if not word.isascii() and (_HONORIFIC.fullmatch(rest) or len(rest) <= 3):
                    return role
        return None


def names_thing(key: str) -> bool:
    """Whether a label ends in a word for a thing: 收货地址, 会员积分, 尾号8888; 第一步, 方案二, 套餐a."""
    return (
        key in THINGS
        or any(len(thing) > 1 and key.endswith(thing) for thing in THINGS)
        or _STEP.fullmatch(key) is not None
    )


def mark_key(label: str) -> str:
    """A mark as it is compared: one width, small letters."""
    return unicodedata.normalize("NFKC", label).strip().lower()


AMBIGUOUS = words_of(
    "0 1 2 a b q 左 右 左声道 右声道 声道0 声道1 "
    "声道1 声道2 l r left right channel0 channel1 channel2 spk0 spk1 "
    "speaker0 speaker1 speaker2 说话人0 说话人1 说话人2 发言人1 发言人2 甲 乙 问 答 "
)

# what only the side that serves says first
_GREETS = re.compile(
    r"为[您你]服务|有什么(?:可以|能够?|需要)?.{0,3}帮|欢迎(?:致电|来电|拨打)|高兴为|工号[是为]?\s*\d|感谢[您你]的?(?:来电|致电)"
)

GREETS_AMONG = 8
"""Turns at the beginning of a contact among which the customer's first one may be an agent's greeting."""


def customer_opens(roles: tuple[Role, ...]) -> int | None:
    """Index of the customer's first turn among the first ``GREETS_AMONG``."""
    return next((i for i, role in enumerate(roles[:GREETS_AMONG]) if role is Role.CUSTOMER), None)


def looks_swapped(texts: tuple[str, ...], roles: tuple[Role, ...]) -> bool:
    """Whether the agent's greeting is in the customer's mouth and not in the agent's: suspect."""
    return greets_as_customer(texts, roles, customer_opens(roles))


def greets_as_customer(texts: tuple[str, ...], roles: tuple[Role, ...], first: int | None) -> bool:
    """``looks_swapped``, where the customer's first turn is known."""
    if first is None:
        return False
    if not greets(texts[first]):
        return False
    return not any(
        role is Role.AGENT and _GREETS.search(text) for role, text in zip(roles, texts, strict=True)
    )


def greets(said: str) -> bool:
    """Whether it is what only the side that serves says first."""
    # each part of the pattern holds one of these, and to look for them is quicker
    return (
        "服务" in said
        or "有什么" in said
        or "欢迎" in said
        or "高兴" in said
        or "工号" in said
        or "感谢" in said
    ) and _GREETS.search(said) is not None


def roles_of_letters(labels: Collection[str]) -> dict[str, Role]:
    """``a`` is the agent where ``c`` or ``u`` stands beside it; with ``b`` it is anybody's guess."""
    return (
        {"a": Role.AGENT} if "a" in labels and not {"c", "u"}.isdisjoint(labels) and "b" not in labels else {}
    )
