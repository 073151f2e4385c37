"""Labels that name a person, an account or a telephone, and those that name a thing or an event."""

import re

from qualitykit.intake.speakers import THINGS, mark_key, words_of

__all__ = [
    "ACCOUNT",
    "MASKED",
    "MOBILE",
    "NAMED",
    "WOMAN_OR_MAN",
    "is_event",
    "is_name_like",
    "is_staff_name",
    "may_be_number",
]

_DIGITS = re.compile(r"(?:\+?86[- ]?)?[\d*＊xX-]*\d[\d*＊xX-]*")
MOBILE = re.compile(r"(?:\+?86[- ]?)?1[3-9]\d{9}|\d{2,4}[*＊xX]{2,8}\d{2,4}")
_HONORIFIC = (
    "(?:先生|女士|小姐|太太|师傅|阿姨|大爷|大妈|大叔|大哥|大姐|叔叔|奶奶|爷爷|老板|老师|同学|妈妈|爸爸|经理)"
)
NAMED = re.compile(rf"[\u4e00-\u9fff]{{1,3}}{_HONORIFIC}")
_KINDS = re.compile(
    r"(?:(?:微信|淘宝|天猫|京东|抖音|快手|qq|支付宝|匿名|手机|注册|未知|网页|小程序|app)\s*)?"
    r"(?:用户|客户|顾客|买家|访客|网友|游客|旅客|乘客|客人|粉丝|会员|宾客|患者|家属|住户|业主)"
    rf"(?:[-_ ]?[a-z0-9*＊_-]{{1,16}}|{NAMED.pattern})?"
)
ACCOUNT = re.compile(
    r"[a-z][a-z0-9.-]*_[\w.-]*|[a-z]{3,12}[-.]?\d{3,12}[a-z]{0,3}|(?=.{6,})[a-z]+\d+[a-z]+[a-z\d]*"
)
MASKED = re.compile(r"[^\s*＊\d]{1,4}[*＊]{1,8}[^\s*＊]{0,4}|\d{2,4}[*＊]{2,8}\d{2,4}")
_TRACKING = re.compile(r"[a-z]{1,4}\d{9,}")
_WESTERN = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+")
WOMAN_OR_MAN = re.compile(r"(?![这那该本各某])[\u4e00-\u9fff]{1,2}(?:先生|女士|小姐|太太|阿姨|大爷|大妈)")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程魏"
    "苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅邹熊白孟秦邱侯江尹薛闫雷龙史陶贺毛段郝顾龚邵万"
    "覃钱严赖洪武莫孔汤常康易乔"
)
_STAFF = re.compile(
    rf"[小阿老][\u4e00-\u9fff]{{1,2}}|(?:工号|no\.?)?[a-z]{{0,3}}\d{{1,8}}|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}"
    r"|[\u4e00-\u9fff]{1,3}(?:先生|女士|小姐|太太|师傅|经理|主管)",
    re.IGNORECASE,
)


# what chats put in brackets and nobody is called
_EVENTS = words_of(
    "图片 表情 动画表情 语音 语音消息 视频 视频通话 语音通话 文件 链接 位置 名片 红包 转账 小程序 卡片 消息 "
    "撤回 系统提示 系统消息 系统通知 提示 通知 公告 重要 重要通知 紧急 活动 优惠 广告 商品 订单 评价 "
    "聊天记录 未知消息 自动回复 已读 未读 附件 截图 照片 音乐 笔记 拍一拍 引用 回复 合并转发 "
    "微笑 撇嘴 色 发呆 得意 流泪 害羞 闭嘴 睡 大哭 尴尬 发怒 调皮 呲牙 惊讶 难过 囧 抓狂 吐 偷笑 愉快 白眼 "
    "傲慢 困 惊恐 憨笑 悠闲 咒骂 疑问 嘘 晕 衰 骷髅 敲打 再见 擦汗 抠鼻 鼓掌 坏笑 右哼哼 鄙视 委屈 快哭了 "
    "阴险 亲亲 可怜 笑脸 生病 脸红 破涕为笑 恐惧 失望 无语 嘿哈 捂脸 奸笑 机智 皱眉 耶 吃瓜 加油 汗 天啊 "
    "社会社会 旺柴 好的 打脸 哇 翻白眼 666 让我看看 叹气 苦涩 裂开 嘴唇 爱心 心碎 拥抱 强 弱 握手 胜利 抱拳 "
    "勾引 拳头 ok 合十 啤酒 咖啡 蛋糕 玫瑰 凋谢 菜刀 炸弹 便便 月亮 太阳 庆祝 礼物 福 烟花 爆竹 猪头 跳跳 "
    "发抖 转圈 emm 笑哭 比心 送花 鲜花 花 飞吻 感谢 大笑 开心 生气 可爱 哈哈 赞 点赞"
)


def is_staff_name(label: str) -> bool:
    """Whether a word after a known mark is a person's name or number: 客服 小李, 客户 刘女士."""
    return bool(_STAFF.fullmatch(label))


def is_event(label: str) -> bool:
    """Whether it is a word that chats put in brackets for what is no text: 图片, 表情, 系统提示."""
    key = mark_key(label).strip(" /")
    return (
        key in _EVENTS
        or key in THINGS
        or bool(re.search(r"(?:提示|通知|消息|提醒|公告|链接|卡片|表情)$", key))
    )


def is_name_like(label: str) -> bool:
    """Whether a label looks like a customer's name, account or telephone number."""
    key = mark_key(label)
    if key in THINGS or _TRACKING.fullmatch(key):
        return False
    return bool(
        may_be_number(key)
        or NAMED.fullmatch(key)
        or _KINDS.fullmatch(key)
        or ACCOUNT.fullmatch(key)
        or MASKED.fullmatch(key)
        or _WESTERN.fullmatch(label.strip())
    )


def may_be_number(key: str) -> bool:
    """Whether it is a telephone number, whole or masked: seven digits and stars or more."""
    return bool(_DIGITS.fullmatch(key)) and sum(c.isdigit() or c in "*＊x" for c in key) >= 7
