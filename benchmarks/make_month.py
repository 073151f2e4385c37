"""Make a big month and a small one: workbooks as an invented service centre would hand them in.

``python benchmarks/make_month.py [--small]`` writes below ``benchmarks/data/``, once: later calls find the
folder. The same content each time, whoever runs it. Big: 5,000 people, 100,000 call reviews with 2,000,000
turns in one workbook, and the same number of calls in eight workbooks for ``scan``; small: 200 people, 2,000
reviews, 40,000 turns. Beside them a roster, mystery visits, patrols, supervisors' ratings, customers'
ratings, praise and complaints.

It is the month of an ordinary house, not a bad one: who answers the phone greets, names the company, closes
and asks for a rating, and each of these is forgotten in two to ten calls of a hundred; about one review in
six fails an item or a check, about three in a hundred hold a breach that leads to an incident (a banned
phrase, an angry customer who was left alone, a long wait without a word of apology). Words vary as they do:
numbers, names, days, openings of sentences and particles. A month in which nearly every call fails something
would measure how failures are written down, and nobody has it.
"""

import argparse
import random
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

__all__ = ["BIG", "SCAN", "SMALL", "TURNS", "Size", "make", "make_turns"]

DATA = Path(__file__).parent / "data"
MONTH = "2026-10"
FIRST = date(2026, 10, 1)
TURNS = 20  # a call


@dataclass(frozen=True, slots=True)
class Size:
    """How big a month is."""

    name: str
    people: int
    reviews: int
    files: int

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return DATA / f"{self.name}-5" / MONTH


BIG = Size("big", 5_000, 100_000, 1)
SCAN = Size("scan", 5_000, 100_000, 8)  # calls only
SMALL = Size("small", 200, 2_000, 1)

FAMILY = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡"
    "贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷"
    "钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华慧巧美婷玉萍红玲芬燕彩兰凤洁梅琳素云莲真"
    "环雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉"
)
OPENINGS = (
    "您好，这里是晨光生活服务公司，工号{n}，请问有什么可以帮您？",
    "您好，这里是晨光生活，我是{n}号客服，请问有什么可以帮到您？",
    "您好，欢迎致电晨光生活，工号{n}为您服务，请问您要办什么业务？",
)
INVITATIONS = (
    "请您稍后对我的服务做个评价，",
    "挂机后请您为本次服务打分，",
    "稍后有一条满意度短信，麻烦您回复一下，",
)
CLOSINGS = (
    "感谢您的来电，祝您生活愉快，再见。",
    "谢谢您的来电，有问题请随时联系我们，再见。",
    "感谢您的来电，祝您有美好的一天，再见。",
)
LEADS = ("", "", "", "", "嗯，", "好的，", "是这样的，", "您看，", "那个，", "{f}先生，", "{f}女士，")
TAILS = ("", "", "", "", "啊", "呢", "好吧", "哈", "，您放心")
ASKS = (
    "我{m}月{d}号报修的水管到现在还没人来",
    "订单{n}什么时候能送到",
    "上个月的物业费多收了{d}块钱",
    "我想改一下预约的时间",
    "门禁卡丢了怎么补",
    "会员卡能不能换绑手机号",
    "我家楼上漏水已经{d}天了",
    "发票一直没有开出来",
    "你们的师傅说下午来结果没来",
    "停车位到期了想续费",
)
ANSWERS = (
    "好的，我马上为您查询订单{n}",
    "请您报一下房号和联系电话，我跟您核对一遍",
    "我跟您核对一下，您的号码尾号是{n}，对吗？",
    "师傅预计{d}号上午十点到，到之前会先给您打电话",
    "这个情况我已经登记了，工单号是{n}",
    "非常抱歉给您添麻烦了，我马上帮您催一下",
    "系统里显示已经派单，师傅姓{f}",
    "您看这样处理可以吗？",
    "退款会在{d}个工作日内原路返回",
    "我帮您转给工程部的{f}师傅，他会跟进到底",
    "因为系统正在升级，所以查得慢一些",
    "我理解您的心情，换成是我也会着急",
    "请问还有其他可以帮您的吗？",
    "好的，我给您备注一下，请您放心",
    "您的问题我已经记下来了，{d}点之前给您答复",
    "可以的，我帮您改到{m}月{d}号下午",
)
REPLIES = (
    "嗯好的",
    "对，尾号是{n}",
    "那要等多久啊",
    "可以，麻烦你们快一点",
    "我住{d}栋{m}单元",
    "上次也是这么说的",
    "行，那我等你们电话",
    "没有了，谢谢",
    "好吧，那就这样",
    "你们有没有别的办法",
    "我不知道工单号是多少",
)
BANNED = (
    "这个我不知道，你去问别人吧",
    "这不归我管，你找物业去",
    "你爱投诉就投诉去",
    "跟你说了多少遍了还听不懂",
    "没办法，规定就是这样",
    "不是我的责任，你找别的部门",
    "你急什么急，等着吧",
    "这个我做不了主，你自己想办法",
)
HARD = (
    "不知道您是否方便接电话",
    "请问您那边有没有收到短信",
    "收件人的姓名跟您核对一下",
    "这个没有问题，可以办理",
)
HOLDS = ("请稍等，我帮您查一下", "麻烦您稍等片刻")
BACK = ("让您久等了，因为系统比较慢，非常抱歉", "您好，感谢您的等待", "不好意思久等了")


def make(size: Size) -> Path:
    """The folder of the month; made where it is not there yet."""
    if not size.folder.exists():
        making = size.folder.parent / "making"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        _Month(size, making).write()
        making.rename(size.folder)
    return size.folder


def make_turns(calls: int, seed: int = 1) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """Calls of ``TURNS`` turns: id, then role and words of each turn."""
    chance = random.Random(seed)
    for number in range(calls):
        yield f"H{seed:02}{number:08}", _call(chance)


def _call(chance: random.Random) -> list[tuple[str, str]]:
    def fill(text: str) -> str:
        return text.format(
            n=chance.randrange(1000, 9999),
            d=chance.randrange(1, 29),
            m=chance.randrange(1, 10),
            f=chance.choice(FAMILY),
        )

    turns: list[tuple[str, str]] = []
    for turn in range(TURNS):
        agent = turn % 2 == 0
        words = fill(chance.choice(ANSWERS if agent else REPLIES))
        if words[-1] not in "？吗":
            words = fill(chance.choice(LEADS)) + words + chance.choice(TAILS)
        turns.append(("客服" if agent else "客户", words))
    if chance.random() < 0.97:
        turns[0] = ("客服", fill(chance.choice(OPENINGS)))
    turns[1] = ("客户", fill(chance.choice(LEADS) + chance.choice(ASKS)))
    if chance.random() < 0.97:
        asked = chance.choice(INVITATIONS) if chance.random() < 0.91 else ""
        turns[-2] = ("客服", asked + chance.choice(CLOSINGS))
    if chance.random() < 0.4:
        at, number = 2 * chance.randrange(2, 7) + 1, fill("1380000{n}")
        turns[at] = ("客户", f"我的电话是{number}")
        told = "我跟您核对一下，" + number if chance.random() < 0.97 else "好的，记下来了"
        turns[at + 1] = ("客服", told)
    if chance.random() < 0.02:
        turns[2 * chance.randrange(2, 8)] = ("客服", chance.choice(BANNED))
    if chance.random() < 0.05:
        turns[2 * chance.randrange(2, 8)] = ("客服", chance.choice(HARD))
    if chance.random() < 0.02:
        turns[2 * chance.randrange(2, 8) + 1] = ("客户", chance.choice(BANNED))
    if chance.random() < 0.06:
        at = 2 * chance.randrange(2, 7)
        turns[at], turns[at + 2] = ("客服", chance.choice(HOLDS)), ("客服", chance.choice(BACK))
    return turns


class _Month:
    """The workbooks of one month. A class because they share the people and the generator."""

    def __init__(self, size: Size, folder: Path) -> None:
        self.size, self.folder = size, folder
        self.chance = random.Random(20261003)
        self.people = [
            (f"E{1000 + n}", self.chance.choice(FAMILY) + self.chance.choice(GIVEN) + GIVEN[n % len(GIVEN)])
            for n in range(size.people)
        ]

    def write(self) -> None:
        for file in range(self.size.files):
            self._calls(file)
        if self.size is SCAN:
            return
        self._roster()
        self._visits()
        self._patrols()
        self._supervisors()
        self._ratings()
        self._praise()
        self._complaints()

    def _day(self) -> date:
        return FIRST + timedelta(self.chance.randrange(31))

    def _customer(self) -> str:
        return (
            self.chance.choice(FAMILY)
            + self.chance.choice(("先生", "女士"))
            + str(self.chance.randrange(900))
        )

    def _book(self, file: str, sheet: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        book = xlsxwriter.Workbook(str(self.folder / file), {"strings_to_urls": False})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, head)
        for at, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(at, column, value, day)
                elif isinstance(value, int | float):
                    page.write_number(at, column, value)
                elif value:
                    page.write_string(at, column, str(value))
        book.close()

    def _roster(self) -> None:
        head = (
            "工号",
            "姓名",
            "部门",
            "班组",
            "岗位",
            "入职日期",
            "制度签收日期",
            "绩效奖金基数",
            "最低工资标准",
        )
        departments = max(3, self.size.people // 100)
        rows = (
            (
                number,
                name,
                f"服务{at % departments + 1}部",
                f"{at % 5 + 1}班",
                "客服代表",
                date(2020, 1, 1) + timedelta(at % 2000),
                date(2025, 12, 22),
                2000,
                2490,
            )
            for at, (number, name) in enumerate(self.people)
        )
        self._book("员工名册.xlsx", "名册", head, rows)

    def _calls(self, file: int) -> None:
        head = (
            *(
                "录音编号",
                "通话日期",
                "通话时间",
                "工号",
                "坐席",
                "客户",
                "呼入/呼出",
                "响铃次数",
                "通话时长（秒）",
            ),
            *("等待时长（秒）", "挂机方", "质检员", "质检日期", "录音文本", "礼貌用语", "语气亲切、表达清楚"),
            *(
                "安抚激动客户",
                "有无辱骂、讽刺客户",
                "倾听并确认问题",
                "给出办法或带时间的步骤",
                "记录完整准确",
            ),
            *("转接说明", "超权限请示", "备注"),
        )
        calls = self.size.reviews // self.size.files
        self._book(
            f"录音质检-{file + 1}组.xlsx", "录音质检", head, (self._review(file, n) for n in range(calls))
        )

    def _review(self, file: int, number: int) -> tuple[object, ...]:
        chance = self.chance
        employee, name = chance.choice(self.people)
        day = self._day()
        timed, second, lines = number % 4 == 3, 2, []
        for role, words in _call(chance):
            stamp = f"[00:{second // 60:02}:{second % 60:02}] " if timed else ""
            lines.append(f"{stamp}{role}：{words}")
            second += chance.randrange(2, 9)
        yes = ("是", "是", "是", "√", "合格", *("是",) * 35, "否")
        return (
            f"LY202610{file}{number:06}",
            day,
            f"{chance.randrange(8, 18):02}:{chance.randrange(60):02}:{chance.randrange(60):02}",
            employee,
            name,
            self._customer(),
            chance.choice(("呼入", "呼入", "呼出")),
            chance.choice((1, 2, 2, 2, 3, 3, 2) * 5 + (4, 5)),
            second,
            chance.randrange(181, 400) if chance.random() < 0.02 else "",
            "坐席" if chance.random() < 0.02 else "客户",
            f"质检员{chance.randrange(40):02}",
            min(day + timedelta(2), date(2026, 11, 3)),
            "\n".join(lines),
            chance.choice((5, 5, 5, 5, 4, 4, 3)),
            chance.choice((5, 5, 5, 4, 4, 3)),
            chance.choice(("不适用",) * 80 + ("是",) * 18 + ("否",) * 2),
            "有" if chance.random() < 0.001 else "无",
            chance.choice(yes),
            chance.choice(("当场解决", "当场解决", "说明步骤和时间", "说明步骤、没有时间")),
            chance.choice(yes),
            chance.choice(("—", "—", "—", "是")),
            chance.choice(("不适用", "不适用", "是")),
            "语速偏快" if chance.random() < 0.03 else "",
        )

    def _visits(self) -> None:
        head = ("访问编号", "访问日期", "到店时间", "工号", "服务人员", "神秘顾客编号", *_VISIT_ITEMS, "备注")
        rows = (
            (
                f"SK{n:06}",
                self._day(),
                f"{self.chance.randrange(9, 18):02}:{self.chance.randrange(60):02}",
                *self.chance.choice(self.people),
                f"M{self.chance.randrange(30):02}",
                *(self.chance.choice(words) for words in _VISIT_ITEMS.values()),
                "",
            )
            for n in range(self.size.people * 2 // 5)
        )
        self._book("神秘顾客.xlsx", "神秘顾客", head, rows)

    def _patrols(self) -> None:
        items = (
            "着装统一整洁",
            "发型妆容得体",
            "工牌佩戴规范",
            "微笑服务",
            "站姿坐姿端正",
            "主动问候",
            "目光交流",
        )
        head = ("巡查日期", "巡查时间", "工号", "被检查人", "巡查人", *items, "备注")
        rows = (
            (
                self._day(),
                f"{self.chance.randrange(9, 18):02}:{self.chance.randrange(60):02}",
                *self.chance.choice(self.people),
                f"巡查员{n % 12:02}",
                *("否" if self.chance.random() < 0.01 else "是" for _item in items),
                "",
            )
            for n in range(self.size.people * 4 // 5)
        )
        self._book("现场巡查.xlsx", "巡查记录", head, rows)

    def _supervisors(self) -> None:
        head = ("评价日期", "工号", "被评价人", "评价人", "服务态度", "服务技能", "配合与改进", "事例与评语")
        grades = (10, 9, 9, 8, 7)
        rows = (
            (
                date(2026, 10, 31),
                number,
                name,
                f"主管{at % 60:02}",
                *(self.chance.choice(grades) for _ in range(3)),
                "",
            )
            for at, (number, name) in enumerate(self.people)
        )
        self._book("主管评价.xlsx", "主管评价", head, rows)

    def _ratings(self) -> None:
        head = ("评价时间", "工号", "服务人员", "客户", "服务态度评价", "低分核实", "核实人")
        grades = ("非常满意",) * 12 + ("满意",) * 5 + ("一般", "不满意")

        def rating() -> tuple[object, ...]:
            grade = self.chance.choice(grades)
            judged = ("员工责任", "核实员甲") if grade == "不满意" else ("", "")
            at = f"{self._day()} {self.chance.randrange(9, 18):02}:{self.chance.randrange(60):02}"
            return (at, *self.chance.choice(self.people), self._customer(), grade, *judged)

        self._book("客户满意度.xlsx", "满意度", head, (rating() for _ in range(self.size.people * 2)))

    def _praise(self) -> None:
        head = (
            *("收到日期", "服务日期", "被表扬人", "工号", "客户姓名", "表扬人身份", "表扬渠道", "表扬内容"),
            *("表扬等级", "是否核实", "核实人", "核实日期"),
        )

        def praise(at: int) -> tuple[object, ...]:
            number, name = self.chance.choice(self.people)
            day = FIRST + timedelta(self.chance.randrange(25))
            level = self.chance.choice(("一般", "一般", "一般", "突出", "重大"))
            told = f"第{at}封：{name}耐心细致，当天就把事情办好了"
            return (
                day,
                day,
                name,
                number,
                self._customer(),
                "客户",
                "表扬信",
                told,
                level,
                "是",
                "核实员己",
                day + timedelta(1),
            )

        self._book("客户表扬登记.xlsx", "表扬", head, map(praise, range(self.size.people // 5)))

    def _complaints(self) -> None:
        head = (
            *(
                "投诉编号",
                "受理时间",
                "受理人",
                "投诉人",
                "联系方式",
                "服务日期",
                "投诉事项",
                "客户诉求",
                "投诉类别",
            ),
            *("严重程度", "是否有效", "判定人", "确认人", "被投诉人", "办结时间", "客户是否满意", "纠正措施"),
        )
        names = [name for _number, name in self.people]
        single = [name for name in names if names.count(name) == 1]

        def complaint(at: int) -> tuple[object, ...]:
            day = FIRST + timedelta(self.chance.randrange(25))
            return (
                f"TS202610-{at:04}",
                f"{day} 14:20",
                "受理员甲",
                self._customer(),
                f"1380000{self.chance.randrange(10_000):04}",
                day,
                "问了几个人都说不归自己管",
                "有人负责到底",
                self.chance.choice(("推诿责任", "服务态度", "响应慢", "费用")),
                "一般",
                self.chance.choice(("有效", "无效")),
                "判定员乙",
                "确认员丙",
                self.chance.choice(single),
                f"{day + timedelta(1)} 10:00",
                "是",
                "重申首问负责制",
            )

        self._book("投诉登记.xlsx", "投诉", head, map(complaint, range(self.size.people // 25)))


_VISIT_ITEMS: dict[str, tuple[object, ...]] = {
    "主动问候": ("是", "是", "是", "否"),
    "微笑与目光交流": ("是", "是", "是", "否"),
    "礼貌用语": (5, 5, 4, 3),
    "耐心倾听": (5, 5, 4, 3),
    "有无辱骂、讽刺顾客": ("无",),
    "多久有人接待（分钟）": (0.5, 1, 1, 2, 4),
    "一次答清": ("是", "是", "是", "否"),
    "久等有致歉和说明": ("不适用", "不适用", "不适用", "是"),
    "仪容仪表": ("是",) * 9 + ("否",),
    "主动了解需求": ("是", "是", "是", "否"),
    "礼貌送别": ("是", "是", "是", "否"),
}


def main() -> None:
    """Make the months asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="only the small month")
    arguments = parser.parse_args()
    for size in (SMALL,) if arguments.small else (SMALL, BIG, SCAN):
        print(make(size))
    sys.exit(0)


if __name__ == "__main__":
    main()
