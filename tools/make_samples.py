"""Make the sample months: an invented company, 24 people, three departments, 2026-08 … 2026-10.

``python tools/make_samples.py`` writes samples/2026-08 … 2026-10. The same workbooks come out every time but
for the time stamps inside the files. Everybody and everything in them is invented. The trouble is meant:
see samples/README.md for the list.
"""

import csv
import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import xlwt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | date | datetime | time
ROOT = Path(__file__).resolve().parent.parent / "samples"
COMPANY = "晴川生活服务有限公司"
DESK, CALLS, ESTATE = "前台接待部", "客户服务部", "物业服务部"

# number, name, department, team, post, base, hired, left, moved to DESK on
PEOPLE: tuple[tuple[str, str, str, str, str, int, str, str], ...] = (
    ("E1001", "王芳", CALLS, "一班", "客服代表", 2000, "2023-03-01", ""),
    ("E1002", "李强", CALLS, "一班", "客服代表", 2000, "2022-07-11", ""),
    ("E1003", "陈静怡", CALLS, "一班", "客服代表", 2000, "2024-01-15", ""),
    ("E1004", "赵敏", CALLS, "一班", "客服代表", 2000, "2021-05-20", ""),
    ("E1005", "孙丽华", CALLS, "二班", "客服代表", 2000, "2025-02-10", ""),
    ("E1006", "周洋", CALLS, "二班", "客服代表", 2000, "2024-09-02", ""),
    ("E1007", "吴婷婷", CALLS, "二班", "客服代表", 2000, "2023-11-06", ""),
    ("E1008", "郑浩然", CALLS, "二班", "客服代表", 2000, "2024-06-17", ""),
    ("E1009", "冯雪", CALLS, "二班", "客服组长", 2600, "2019-04-08", ""),
    ("E1010", "王芳", DESK, "早班", "前台接待", 1800, "2024-03-18", ""),
    ("E1011", "韩梅", DESK, "早班", "前台接待", 1800, "2023-08-21", ""),
    ("E1012", "杨帆", DESK, "早班", "前台接待", 1800, "2022-12-05", ""),
    ("E1013", "朱珠", DESK, "晚班", "前台接待", 1800, "2025-06-30", ""),
    ("E1014", "秦岚月", DESK, "晚班", "前台接待", 1800, "2024-10-14", ""),
    ("E1015", "许诺", DESK, "晚班", "前台主管", 2600, "2020-02-24", ""),
    ("E1016", "何平安", ESTATE, "东区", "物业管家", 1900, "2022-05-09", "2026-09-20"),
    ("E1017", "吕一鸣", ESTATE, "东区", "物业管家", 1900, "2021-09-13", ""),
    ("E1018", "施小雨", ESTATE, "东区", "物业管家", 1900, "2024-04-22", ""),
    ("E1019", "张晓晨", ESTATE, "东区", "物业管家", 1900, "2023-07-03", ""),
    ("E1020", "孔令宜", ESTATE, "西区", "物业管家", 1900, "2022-10-31", ""),
    ("E1021", "曹月", ESTATE, "西区", "物业管家", 1900, "2025-03-24", ""),
    ("E1022", "严正", ESTATE, "西区", "物业管家", 1900, "2020-08-17", ""),
    ("E1023", "金向阳", ESTATE, "西区", "物业主管", 2600, "2018-06-25", ""),
    ("E1024", "魏来", CALLS, "一班", "客服代表", 2000, "2026-10-17", ""),
)
NAME = {row[0]: row[1] for row in PEOPLE}
CUSTOMERS = [
    "林先生",
    "何女士",
    "罗先生",
    "高女士",
    "梁先生",
    "宋女士",
    "唐先生",
    "许女士",
    "邓先生",
    "傅女士",
    "沈先生",
    "曾女士",
    "彭先生",
    "苏女士",
]
QUALITY_MAN = "质检员甲"


def people_of(department: str, on: date) -> list[str]:
    """Numbers of those who stand in a department that day."""
    found = []
    for number, _name, home, _team, _post, _base, hired, left in PEOPLE:
        if date.fromisoformat(hired) > on or (left and date.fromisoformat(left) < on):
            continue
        now = DESK if number == "E1008" and on >= date(2026, 10, 1) else home
        if now == department:
            found.append(number)
    return found


# --- writing ------------------------------------------------------------------------------------------------


def table(sheet: Worksheet, headers: Sequence[str], rows: Sequence[Sequence[Value]], *, top: int = 1) -> None:
    """A plain table with a bold header in row ``top``."""
    for column, text in enumerate(headers, start=1):
        cell = sheet.cell(top, column, text)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDEBF7")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        wide = max([len(text), *(len(str(row[column - 1])) for row in rows[:40])])
        sheet.column_dimensions[cell.column_letter].width = min(60, max(10, 1.7 * wide + 2))
    for at, row in enumerate(rows, start=top + 1):
        for column, value in enumerate(row, start=1):
            if value == "":
                continue
            cell = sheet.cell(at, column, value)
            if isinstance(value, datetime):
                cell.number_format = "yyyy-mm-dd hh:mm"
            elif isinstance(value, date):
                cell.number_format = "yyyy-mm-dd"
            elif isinstance(value, time):
                cell.number_format = "hh:mm"
    sheet.freeze_panes = f"A{top + 1}"


def save(month: str, name: str, sheets: dict[str, tuple[Sequence[str], Sequence[Sequence[Value]]]]) -> None:
    """A workbook of plain tables."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, (headers, rows) in sheets.items():
        table(book.create_sheet(title), headers, rows)
    book.save(ROOT / month / name)


# --- roster -------------------------------------------------------------------------------------------------


def roster(month: str) -> None:
    """名册: E1008 moves to the front desk on 1 October, E1016 leaves, E1024 joins."""
    headers = [
        "工号",
        "姓名",
        "部门",
        "班组",
        "岗位",
        "生效日期",
        "失效日期",
        "入职日期",
        "离职日期",
        "试用期至",
        "制度签收日期",
        "绩效奖金基数",
        "最低工资标准",
        "别名",
        "坐席号",
    ]
    if month == "2026-10":  # a newcomer has a mentor
        headers += ["导师", "带教开始", "带教结束"]
    rows: list[list[Value]] = []
    last = {"2026-08": date(2026, 8, 31), "2026-09": date(2026, 9, 30), "2026-10": date(2026, 10, 31)}[month]
    for index, (number, name, home, team, post, base, hired, left) in enumerate(PEOPLE):
        start = date.fromisoformat(hired)
        if start > last:
            continue
        gone: Value = date.fromisoformat(left) if left and date.fromisoformat(left) <= last else ""
        signed = max(date(2025, 12, 22), start + timedelta(days=1))
        probation: Value = date(2027, 1, 16) if number == "E1024" else ""
        login = 8000 + index if home == CALLS else ""
        alias = "小吴" if number == "E1007" else ""
        common = [start, gone, probation, signed, base, 2490, alias, login]
        if month == "2026-10":
            common += ["赵敏", start, ""] if number == "E1024" else ["", "", ""]
        if number == "E1008" and month == "2026-10":
            rows.append([number, name, CALLS, team, post, start, date(2026, 9, 30), *common])
            rows.append([number, name, DESK, "早班", "前台接待", date(2026, 10, 1), "", *common])
        else:
            rows.append([number, name, home, team, post, "", "", *common])
    save(month, "员工名册.xlsx", {"名册": (headers, rows)})


# --- calls --------------------------------------------------------------------------------------------------

MATTERS = (
    (
        "我想问一下这个月的账单怎么多了三十块",
        "您说的是本月账单多了三十元，对吗？我帮您查一下明细",
        "这三十元是上月的补缴，我已经把明细发到您手机上了",
    ),
    (
        "家里的宽带从昨天晚上就上不去了",
        "您是说宽带从昨晚开始不能上网，对吗？我先帮您检测线路",
        "已经为您登记报修，师傅会在今天下午四点前上门",
    ),
    (
        "我要改一下送货地址",
        "好的，请您说一下新的地址，我重复一遍跟您核对",
        "地址已经改好了，预计明天上午送到",
    ),
    (
        "上次登记的漏水到现在没人来",
        "非常抱歉让您久等了，我理解您着急的心情，您的房号是三零二对吗",
        "我已经加急，维修师傅二十分钟内与您联系",
    ),
    (
        "会员卡能不能换绑手机号",
        "可以的，请您报一下新的手机号，我跟您核对一遍",
        "已经为您办理好了，十分钟后生效",
    ),
)


def transcript(
    agent: str,
    matter: int,
    *,
    greet: bool = True,
    close: bool = True,
    hold: int = 0,
    sorry: bool = True,
    extra: str = "",
) -> str:
    """One call as text, with a time in front of each line. ``hold``: seconds between the hold and the answer."""
    ask, confirm, answer = MATTERS[matter]
    opening = (
        f"您好，这里是晴川生活，我是{agent[1:]}号客服，请问有什么可以帮到您？" if greet else "喂，说吧。"
    )
    lines = [(2, "客服", opening), (8, "客户", ask), (15, "客服", confirm + "。"), (24, "客户", "对。")]
    now = 28
    if hold:
        lines.append((now, "客服", "请您稍等，我查询一下。"))
        now += hold
        back = "不好意思让您久等了，刚才系统查询比较慢。" if sorry else "查到了。"
        lines.append((now, "客服", back))
        now += 6
    if extra:
        lines.append((now, "客服", extra))
        now += 5
    lines.append((now, "客服", answer + "。"))
    lines.append((now + 9, "客户", "行，知道了。"))
    if close:
        lines.append((now + 12, "客服", "请问还有其他可以帮您的吗？感谢您的来电，祝您生活愉快，再见。"))
        lines.append((now + 18, "客户", "没有了，再见。"))
    else:
        lines.append((now + 12, "客服", "那就这样。"))
    return "\n".join(
        f"[00:{second // 60:02d}:{second % 60:02d}] {who}：{text}" for second, who, text in lines
    )


CALL_HEADERS = [
    "录音编号",
    "通话日期",
    "通话时间",
    "工号",
    "坐席",
    "客户",
    "呼入/呼出",
    "通话时长（秒）",
    "等待时长（秒）",
    "挂机方",
    "质检员",
    "质检日期",
    "确认人",
    "录音文本",
    "礼貌用语",
    "语气亲切、表达清楚",
    "安抚激动客户",
    "有无辱骂、讽刺客户",
    "倾听并确认问题",
    "给出办法或带时间的步骤",
    "记录完整准确",
    "转接说明",
    "超权限请示",
    "备注",
]

# what goes wrong in which call: (month, agent, n-th call) → arguments of transcript(), answers to change
CALL_EVENTS: dict[tuple[str, str, int], tuple[dict[str, Value], dict[str, Value]]] = {
    ("2026-08", "E1003", 0): ({"extra": "这个不归我管，你找别人吧。"}, {"remark": "推给别人"}),
    ("2026-08", "E1006", 1): ({"greet": False, "close": False}, {"礼貌用语": 3}),
    ("2026-09", "E1003", 1): ({"hold": 205, "sorry": False}, {"语气亲切、表达清楚": 3}),
    ("2026-09", "E1007", 0): ({"hold": 214, "sorry": True}, {}),
    ("2026-10", "E1003", 0): ({"extra": "不知道，你自己上网查。"}, {"倾听并确认问题": "否"}),
    ("2026-10", "E1006", 0): (
        {"extra": "跟你说了多少遍了，听不懂人话吗？"},
        {"有无辱骂、讽刺客户": "有", "礼貌用语": 1, "确认人": "质检主管乙", "remark": "语言侮辱，主管已复听"},
    ),
    ("2026-10", "E1005", 1): ({"hold": 196, "sorry": False}, {"安抚激动客户": "否", "remark": "客户已发火"}),
    ("2026-10", "E1002", 0): ({"extra": "我不清楚，我马上帮您问一下同事。"}, {}),
}


def calls(month: str, dice: random.Random) -> None:
    """录音质检: two or three calls a person; October also has one sheet of turns from the platform."""
    year, number = int(month[:4]), int(month[5:])
    rows: list[list[Value]] = []
    turns: list[list[Value]] = []
    serial = 0
    for agent in people_of(CALLS, date(year, number, 28)):
        for nth in range(3 if agent in ("E1001", "E1004", "E1007") else 2):
            serial += 1
            day = date(year, number, dice.randint(18, 27) if agent == "E1024" else dice.randint(2, 27))
            at = time(dice.randint(9, 17), dice.randint(0, 59))
            changes, answers = CALL_EVENTS.get((month, agent, nth), ({}, {}))
            text = transcript(agent, dice.randrange(len(MATTERS)), **changes)  # type: ignore[arg-type]
            call_id = f"LY{year}{number:02d}{serial:04d}"
            hold = int(str(changes.get("hold", 0)))
            row: dict[str, Value] = {
                "录音编号": call_id,
                "通话日期": day,
                "通话时间": at,
                "工号": agent,
                "坐席": NAME[agent],
                "客户": dice.choice(CUSTOMERS),
                "呼入/呼出": "呼入",
                "通话时长（秒）": 90 + hold + dice.randint(0, 60),
                "等待时长（秒）": hold or "",
                "挂机方": "客户",
                "质检员": QUALITY_MAN,
                "质检日期": min(day + timedelta(days=2), date(year, number, 28)),
                "确认人": answers.get("确认人", ""),
                "录音文本": text,
                "备注": answers.get("remark", ""),
            }
            good = agent in ("E1001", "E1004", "E1007", "E1009")
            defaults: dict[str, Value] = {
                "礼貌用语": 5 if good or dice.random() < 0.6 else 4,
                "语气亲切、表达清楚": 5 if good and dice.random() < 0.8 else 4,
                "安抚激动客户": "不适用",
                "有无辱骂、讽刺客户": "无",
                "倾听并确认问题": "是",
                "给出办法或带时间的步骤": "当场解决" if good or dice.random() < 0.7 else "说明步骤、没有时间",
                "记录完整准确": "√" if dice.random() < 0.9 else "×",
                "转接说明": "—",
                "超权限请示": "不适用",
            }
            row |= {key: answers.get(key, value) for key, value in defaults.items()}
            if month == "2026-10" and agent == "E1009":
                row["录音文本"] = ""
                for line in text.split("\n"):
                    stamp, rest = line[1:9], line[11:]
                    who, _colon, words = rest.partition("：")
                    turns.append([call_id, stamp, who, words])
            rows.append([row[header] for header in CALL_HEADERS])
    if month == "2026-10":
        rows.append(list(rows[3]))  # the same row copied by mistake
    if month == "2026-09":
        rows[5][CALL_HEADERS.index("倾听并确认问题")] = ""  # a required item left blank
    sheets: dict[str, tuple[Sequence[str], Sequence[Sequence[Value]]]] = {"录音质检": (CALL_HEADERS, rows)}
    if turns:
        sheets["逐句文本"] = (("通话ID", "开始", "角色", "内容"), turns)
    save(month, f"录音质检-{number}月.xlsx", sheets)


# --- mystery shopper ----------------------------------------------------------------------------------------

VISITS: dict[str, tuple[tuple[str, int, str, dict[str, Value]], ...]] = {
    "2026-08": (
        ("E1001", 6, "10:20", {}),
        ("E1011", 6, "11:05", {}),
        ("E1017", 19, "15:10", {"礼貌用语": 4}),
        ("E1013", 19, "16:00", {"主动问候": "否", "多久有人接待（分钟）": 4}),
    ),
    "2026-09": (
        ("E1004", 8, "09:50", {}),
        ("E1012", 8, "10:40", {"超出期望的服务": "是"}),
        ("E1020", 22, "14:30", {"微笑与目光交流": "否", "耐心倾听": 3}),
        ("E1007", 22, "15:20", {"耐心倾听": 4}),
    ),
    "2026-10": (
        ("E1002", 13, "10:10", {"礼貌用语": 4}),
        ("E1011", 13, "11:00", {"超出期望的服务": "是"}),
        ("E1018", 27, "14:20", {"仪容仪表": "否"}),
        ("E1009", 27, "15:30", {}),
    ),
}
VISIT_ITEMS = [
    "主动问候",
    "微笑与目光交流",
    "礼貌用语",
    "耐心倾听",
    "有无辱骂、讽刺顾客",
    "多久有人接待（分钟）",
    "一次答清",
    "久等有致歉和说明",
    "仪容仪表",
    "主动了解需求",
    "礼貌送别",
    "超出期望的服务",
]


def visits(month: str) -> None:
    """神秘顾客: a card each, as people copy one sheet after the other; August is one table."""
    defaults: dict[str, Value] = {
        **dict.fromkeys(VISIT_ITEMS, "是"),
        "礼貌用语": 5,
        "耐心倾听": 5,
        "有无辱骂、讽刺顾客": "无",
        "多久有人接待（分钟）": 1,
        "久等有致歉和说明": "不适用",
        "超出期望的服务": "否",
    }
    year, number = int(month[:4]), int(month[5:])
    name = f"神秘顾客-{number}月.xlsx"
    if month == "2026-08":
        headers = [
            "访问编号",
            "访问日期",
            "到店时间",
            "工号",
            "服务人员",
            "神秘顾客编号",
            *VISIT_ITEMS,
            "总体评价",
        ]
        rows: list[list[Value]] = []
        for serial, (who, day, at, changes) in enumerate(VISITS[month], start=1):
            answers = defaults | changes
            head: list[Value] = [
                f"SK{month.replace('-', '')}{serial:02d}",
                date(year, number, day),
                at,
                who,
                NAME[who],
                "M01",
            ]
            rows.append([*head, *(answers[item] for item in VISIT_ITEMS), "整体印象良好"])
        save(month, name, {"神秘顾客": (headers, rows)})
        return
    book = Workbook()
    book.remove(book.worksheets[0])
    for serial, (who, day, at, changes) in enumerate(VISITS[month], start=1):
        sheet = book.create_sheet(f"访问{serial}")
        answers = defaults | changes
        sheet["A1"] = f"{COMPANY}神秘顾客检查表"
        sheet["A1"].font = Font(bold=True, size=14)
        sheet.merge_cells("A1:D1")
        card_head = (
            (
                "访问编号：",
                f"SK{month.replace('-', '')}{serial:02d}",
                "访问日期：",
                f"{year}年{number}月{day}日",
            ),
            ("服务人员：", NAME[who] if NAME[who] != "王芳" else who, "工号：", who),
            ("神秘顾客编号：", "M02", "到店时间：", at),
        )
        for at_row, texts in enumerate(card_head, start=2):
            for column, text in enumerate(texts, start=1):
                sheet.cell(at_row, column, text)
        for column, text in enumerate(("检查项", "评分标准", "结果", "备注"), start=1):
            sheet.cell(6, column, text).font = Font(bold=True)
        for at_row, item in enumerate(VISIT_ITEMS, start=7):
            sheet.cell(at_row, 1, item)
            sheet.cell(at_row, 2, "见填写说明")
            sheet.cell(at_row, 3, answers[item])
        sheet.column_dimensions["A"].width = 26
        sheet.column_dimensions["B"].width = 22
    if month == "2026-09":
        book["访问3"]["C9"] = None  # 礼貌用语 left blank: the card is held back
    book.save(ROOT / month / name)


# --- patrol, supervisor, ratings ----------------------------------------------------------------------------

PATROL_ITEMS = [
    "着装统一整洁",
    "发型妆容得体",
    "工牌佩戴规范",
    "微笑服务",
    "站姿坐姿端正",
    "主动问候",
    "目光交流",
]
PATROL_EVENTS: dict[tuple[str, str, int], dict[str, str]] = {
    ("2026-08", "E1013", 0): {"工牌佩戴规范": "否"},
    ("2026-09", "E1021", 0): {"着装统一整洁": "否"},
    ("2026-10", "E1021", 0): {"微笑服务": "否"},
    ("2026-10", "E1003", 1): {"工牌佩戴规范": "否"},
}


def patrol(month: str, dice: random.Random) -> None:
    """现场巡查: an old .xls in every month, with a total row at the end."""
    year, number = int(month[:4]), int(month[5:])
    headers = ["巡查日期", "巡查时间", "工号", "被检查人", "部门", "巡查人", *PATROL_ITEMS, "备注"]
    rows: list[list[Value]] = []
    for department in (CALLS, DESK, ESTATE):
        for who in people_of(department, date(year, number, 15)):
            for nth in range(2):
                day = date(year, number, dice.randint(2, 14) if nth == 0 else dice.randint(15, 28))
                answers = dict.fromkeys(PATROL_ITEMS, "是") | {
                    "主动问候": "是" if dice.random() < 0.7 else "不适用"
                }
                answers |= PATROL_EVENTS.get((month, who, nth), {})
                clock = f"{dice.randint(9, 17)}:{dice.randint(10, 59)}"
                name = NAME[who]
                rows.append(
                    [
                        day,
                        clock,
                        who,
                        name,
                        department,
                        "巡查员丙",
                        *(answers[item] for item in PATROL_ITEMS),
                        "",
                    ]
                )
    if month == "2026-08":
        rows[2][2], rows[2][3] = "", "李墙"  # a misspelt name, no number
        rows[4][0] = "8月32日"  # a day that does not exist
    if month == "2026-10":
        rows[0][2] = ""  # 王芳 without a number: two people bear the name
        rows[0][4] = ""
    if month == "2026-09":
        leaver = next(row for row in rows if row[2] == "E1016")
        leaver[0] = date(2026, 9, 25)  # after the last day worked
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("巡查记录")
    bold, day_style = xlwt.easyxf("font: bold on"), xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for column, text in enumerate(headers):
        sheet.write(0, column, text, bold)
        sheet.col(column).width = 256 * 14
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write(at, column, value, day_style)
            elif value != "":
                sheet.write(at, column, value)
    sheet.write(len(rows) + 1, 0, "合计")
    sheet.write(len(rows) + 1, 2, len(rows))
    book.save(str(ROOT / month / f"现场巡查{number}月.xls"))


SUPERVISOR_OF = {CALLS: "冯雪", DESK: "许诺", ESTATE: "金向阳"}


def supervisors(month: str, dice: random.Random) -> None:
    """主管评价: a forwarded sheet with title rows above and a note below."""
    year, number = int(month[:4]), int(month[5:])
    last = date(year, number, 28)
    rows: list[list[Value]] = []
    for department in (CALLS, DESK, ESTATE):
        for who in people_of(department, last):
            judge = "总监丁" if NAME[who] in SUPERVISOR_OF.values() else SUPERVISOR_OF[department]
            strong = who in ("E1001", "E1004", "E1007", "E1011", "E1017")
            marks = [
                dice.choice((9, 9.5, 10)) if strong else dice.choice((7, 8, 8.5, 9)) for _mark in range(3)
            ]
            rows.append([last, who, NAME[who], judge, *marks, ""])
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "主管评价"
    sheet["A1"] = f"{COMPANY}　{year}年{number}月主管评价汇报"
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.merge_cells("A1:H1")
    sheet["A2"] = "转发：请各部门核对后于次月3日前交人力资源部"
    headers = ("评价日期", "工号", "被评价人", "评价人", "服务态度", "服务技能", "配合与改进", "事例与评语")
    table(sheet, headers, rows, top=4)
    sheet.cell(len(rows) + 6, 1, "注：满分均为10分；没有事例的不写评语。")
    book.save(ROOT / month / "主管评价.xlsx")


def ratings(month: str, dice: random.Random) -> None:
    """客户满意度: the platform's export, a .csv in GB18030."""
    year, number = int(month[:4]), int(month[5:])
    words = ("非常满意", "满意", "一般", "不满意", "很不满意")
    lines: list[list[Value]] = []
    for department in (CALLS, DESK, ESTATE):
        for who in people_of(department, date(year, number, 15)):
            for _nth in range(3):
                day = datetime(year, number, dice.randint(1, 28), dice.randint(9, 17), dice.randint(0, 59))
                word = dice.choices(words, (60, 25, 10, 4, 1))[0]
                checked, by = "", ""
                if word in words[3:]:
                    checked, by = dice.choice((("属实", "回访员戊"), ("不属实", "回访员戊"), ("", "")))
                lines.append(
                    [f"{day:%Y-%m-%d %H:%M}", who, NAME[who], dice.choice(CUSTOMERS), word, checked, by]
                )
    if month == "2026-10":
        lines.append([f"{year}-{number:02d}-09 10:00", "E1012", "杨帆", "某客户", "未评价", "", ""])
    with (ROOT / month / "客户满意度.csv").open("w", encoding="gb18030", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["评价时间", "工号", "服务人员", "客户", "服务态度评价", "低分核实", "核实人"])
        writer.writerows(lines)


# --- praise, complaints, awards, warnings -------------------------------------------------------------------

PRAISE_HEADERS = [
    "序号",
    "收到日期",
    "服务日期",
    "被表扬人",
    "工号",
    "客户姓名",
    "表扬人身份",
    "表扬渠道",
    "表扬内容",
    "表扬等级",
    "是否核实",
    "核实人",
    "核实日期",
]


def _praise(
    day: str, who: str, customer: str, text: str, level: str, verified: str = "是", kin: str = "客户"
) -> list[Value]:
    on = date.fromisoformat(day)
    by, when = ("核实员己", on + timedelta(days=1)) if verified == "是" else ("", "")
    return [
        on,
        on,
        NAME.get(who, who),
        who if who in NAME else "",
        customer,
        kin,
        "表扬信",
        text,
        level,
        verified,
        by,
        when,
    ]


PRAISES: dict[str, tuple[list[Value], ...]] = {
    "2026-08": (
        _praise("2026-08-05", "E1001", "罗先生", "王芳耐心帮我核对了三年的账单，一直没有不耐烦", "突出"),
        _praise("2026-08-12", "E1017", "宋女士", "吕管家雨天帮老人把菜送上楼，很感动", "一般"),
        _praise("2026-08-20", "E1011", "高女士", "前台小韩接待热情，主动帮忙联系维修", "一般"),
    ),
    "2026-09": (
        _praise("2026-09-03", "E1004", "唐先生", "赵敏打了三次电话跟进宽带的事，说到做到", "突出"),
        _praise("2026-09-15", "E1012", "傅女士", "杨帆帮孩子找回书包，还一路送到门口", "一般"),
        _praise("2026-09-18", "E1005", "同组同事", "丽华经常帮大家顶班", "一般", kin="同事"),
    ),
    "2026-10": (
        _praise("2026-10-02", "E1007", "沈先生", "婷婷讲解很清楚，态度也好", "一般"),
        _praise("2026-10-10", "E1007", "沈先生", "再次感谢吴婷婷，连夜协调修好了水管，帮了大忙", "重大"),
        _praise("2026-10-14", "E1011", "苏女士", "韩梅看见我抱着孩子，主动帮忙搬行李", "突出"),
        _praise("2026-10-14", "E1011", "苏女士", "韩梅看见我抱着孩子，主动帮忙搬行李", "突出"),
        _praise("2026-10-21", "E1001、E1004、E1009", "彭先生", "客服三位同事接力帮我解决了退费问题", "突出"),
        _praise("2026-10-22", "客服部全体", "曾女士", "客服部门的服务越来越好了", "一般"),
        _praise("2026-10-26", "E1018", "许女士", "管家小施每次都很有礼貌", "一般", verified="核实中"),
    ),
}


def praise(month: str) -> None:
    """客户表扬: one recorded twice, one shared by three, a whole team, a colleague, one not verified yet."""
    rows = [[index, *row] for index, row in enumerate(PRAISES[month], start=1)]
    for row in rows:
        if "、" in str(row[3]):
            row[3] = "王芳（E1001）、赵敏、冯雪"
            row[4] = ""
    save(month, "客户表扬登记.xlsx", {"表扬": (PRAISE_HEADERS, rows)})


COMPLAINT_HEADERS = [
    "投诉编号",
    "受理时间",
    "受理人",
    "投诉人",
    "联系方式",
    "服务日期",
    "投诉事项",
    "客户诉求",
    "投诉类别",
    "严重程度",
    "是否有效",
    "判定人",
    "确认人",
    "被投诉人",
    "办结时间",
    "客户是否满意",
    "纠正措施",
]


def complaints(month: str) -> None:
    """投诉登记: valid ones about attitude are violations, an invalid one is not."""
    rows: dict[str, list[list[Value]]] = {
        "2026-08": [
            [
                "TS202608-01",
                datetime(2026, 8, 18, 10, 5),
                "许诺",
                "邓先生",
                "13800000001",
                date(2026, 8, 17),
                "登记时说话很冲",
                "道歉",
                "语气生硬",
                "一般",
                "有效",
                "许诺",
                "冯雪",
                "朱珠",
                datetime(2026, 8, 19, 15, 0),
                "是",
                "当面道歉并辅导",
            ],
        ],
        "2026-09": [
            [
                "TS202609-01",
                datetime(2026, 9, 10, 9, 30),
                "冯雪",
                "梁先生",
                "13800000002",
                date(2026, 9, 9),
                "说没人回电话",
                "说明原因",
                "响应慢",
                "轻微",
                "无效",
                "冯雪",
                "许诺",
                "李强",
                datetime(2026, 9, 10, 11, 0),
                "是",
                "",
            ],
        ],
        "2026-10": [
            [
                "TS202610-01",
                datetime(2026, 10, 16, 14, 20),
                "冯雪",
                "曾女士",
                "13800000003",
                date(2026, 10, 15),
                "问了三个人都说不归自己管",
                "有人负责到底",
                "推诿责任",
                "一般",
                "有效",
                "冯雪",
                "许诺",
                "曹月",
                datetime(2026, 10, 17, 10, 0),
                "是",
                "重申首问负责制",
            ],
            [
                "TS202610-02",
                datetime(2026, 10, 20, 9, 0),
                "许诺",
                "林先生",
                "13800000004",
                date(2026, 10, 19),
                "前台态度敷衍",
                "道歉",
                "服务态度",
                "一般",
                "待定",
                "",
                "",
                "秦岚月",
                "",
                "",
                "",
            ],
        ],
    }
    save(month, "投诉登记.xlsx", {"投诉": (COMPLAINT_HEADERS, rows[month])})


def others(month: str) -> None:
    """Warnings register, special award, contest: only in the months that have them."""
    if month == "2026-09":
        headers = ("工号", "姓名", "违规日期", "阶梯", "处理", "送达日期", "送达方式")
        rows: list[list[Value]] = [
            ["E1013", "朱珠", date(2026, 8, 17), 1, "口头警告", date(2026, 9, 2), "本人签收"]
        ]
        save(month, "警告登记表.xlsx", {"警告登记": (headers, rows)})
    if month == "2026-10":
        save(
            month,
            "服务专项奖.xlsx",
            {
                "专项奖": (
                    ("工号", "姓名", "奖项名称", "奖励金额", "事迹"),
                    [["E1017", "吕一鸣", "暴雨应急服务", 300, "暴雨夜值守，转移住户七户"]],
                )
            },
        )
        contest: list[list[Value]] = [
            ["E1004", "赵敏", "来电礼仪比武", 1, "", ""],
            ["E1012", "杨帆", "来电礼仪比武", 2, "", ""],
            ["E1019", "张晓晨", "来电礼仪比武", 3, "", "保温杯"],
        ]
        save(
            month,
            "技能竞赛.xlsx",
            {"竞赛结果": (("工号", "姓名", "竞赛名称", "名次", "奖金", "奖品"), contest)},
        )


# --- surveys, training, activities, problem list -----------------------------------------------------------

SURVEY_HEADERS = (
    "问卷编号",
    "调查日期",
    "调查对象",
    "调查方式",
    "客户",
    "工号",
    "服务人员",
    "部门",
    "总体满意度",
    "服务态度",
    "服务质量",
    "服务效率",
    "问题解决",
    "推荐意愿",
    "是否一次解决",
    "不满意原因",
    "意见建议",
    "低分核实",
    "核实人",
)
# what customers answered: overall, four dimensions, recommendation, solved at once, reasons, words, verified
_ANSWERS: dict[str, tuple[tuple[Value, ...], ...]] = {
    "2026-08": (
        (5, 5, 5, 4, 5, 10, "是", "", "", ""),
        (4, 4, 4, 3, 4, 8, "是", "", "", ""),
        (2, 1, 3, 2, 2, 2, "否", "语气生硬、响应慢", "登记时说话很冲", "是"),
        (5, 5, 4, 4, 5, 9, "是", "", "", ""),
        (3, 4, 3, 2, 3, 6, "否", "响应慢", "打了三次才接通", ""),
        (4, 5, 4, 4, 4, 8, "是", "", "", ""),
        (5, 5, 5, 5, 5, 10, "是", "", "", ""),
        (4, 4, 3, 3, 4, 7, "否", "响应慢", "", ""),
    ),
    "2026-09": (
        (5, 5, 5, 5, 5, 10, "是", "", "", ""),
        (4, 4, 4, 4, 4, 9, "是", "", "", ""),
        (1, 2, 2, 1, 1, 0, "否", "推诿责任、问题未解决", "说好回电话没有回", "否"),
        (5, 5, 5, 4, 5, 9, "是", "", "", ""),
        (4, 5, 4, 3, 4, 8, "是", "响应慢", "", ""),
        (5, 5, 5, 5, 5, 10, "是", "", "", ""),
        (3, 3, 4, 3, 3, 6, "否", "响应慢", "", ""),
        (5, 5, 4, 4, 5, 9, "是", "", "", ""),
    ),
    "2026-10": (
        (5, 5, 5, 5, 5, 10, "是", "", "换绑手机很快", ""),
        (5, 5, 4, 4, 5, 9, "是", "", "", ""),
        (4, 4, 4, 4, 4, 8, "是", "", "", ""),
        (5, 5, 5, 5, 5, 10, "是", "", "", ""),
        (2, 2, 3, 3, 2, 3, "否", "推诿责任", "问了三个人都说不归自己管", "是"),
        (4, 5, 4, 4, 4, 9, "是", "", "", ""),
        (5, 5, 5, 4, 5, 9, "是", "", "", ""),
        (4, 4, 4, 3, 4, 7, "是", "响应慢", "", ""),
    ),
}
_ASKED = ("E1003", "E1011", "E1013", "E1018", "E1004", "E1021", "E1012", "E1002")


def surveys(month: str) -> None:
    """满意度调查表: eight customers a month; in September the staff, who name nobody."""
    year, number = map(int, month.split("-"))
    rows: list[list[Value]] = []
    for index, answers in enumerate(_ANSWERS[month]):
        who = "E1021" if month == "2026-10" and index == 4 else _ASKED[index]
        *marks, nps, solved, reason, words, verified = answers
        rows.append(
            [
                f"WJ{month.replace('-', '')}-{index + 1:02}",
                date(year, number, 5 + 3 * index),
                "客户",
                ("电话", "在线", "问卷")[index % 3],
                CUSTOMERS[(3 * index + number) % len(CUSTOMERS)],
                who,
                NAME[who],
                "",
                *marks,
                nps,
                solved,
                reason,
                words,
                verified,
                "冯雪" if verified else "",
            ]
        )
    if month == "2026-09":
        for index, (mark, where) in enumerate(
            ((4, CALLS), (5, CALLS), (3, DESK), (4, DESK), (4, ESTATE), (2, ESTATE))
        ):
            blank: list[Value] = [""] * 10
            rows.append(
                [
                    f"YG202609-{index + 1:02}",
                    date(2026, 9, 22),
                    "员工",
                    "问卷",
                    "",
                    "",
                    "",
                    where,
                    mark,
                    *blank,
                ]
            )
    save(month, "满意度问卷.xlsx", {"满意度调查": (SURVEY_HEADERS, rows)})


TRAINING_HEADERS = (
    "培训名称",
    "培训日期",
    "培训类别",
    "工号",
    "参训人",
    "学时",
    "讲师",
    "是否参加",
    "考核成绩",
    "补考日期",
    "补考成绩",
    "培训原因",
)


def training(month: str) -> None:
    """培训记录表: calls in August, desk and estate in September (one absent, trained in October), the newcomer.

    E1008 fails in August and passes the resit; E1021 fails in September and has not resat yet.
    """
    plans: dict[str, tuple[tuple[str, date, str, tuple[str, ...], float, str], ...]] = {
        "2026-08": (("电话礼仪与禁语", date(2026, 8, 12), "季度", (CALLS,), 2, ""),),
        "2026-09": (
            ("投诉处理与情绪管理", date(2026, 9, 9), "季度", (DESK,), 2, "8 月投诉：语气生硬"),
            ("投诉处理与情绪管理", date(2026, 9, 16), "季度", (ESTATE,), 1.5, "8 月投诉：语气生硬"),
        ),
        "2026-10": (),
    }
    rows: list[list[Value]] = []
    for name, day, kind, departments, hours, reason in plans[month]:
        for index, number in enumerate(one for where in departments for one in people_of(where, day)):
            mark: Value = 78 + (7 * index) % 20
            again: tuple[Value, Value] = ("", "")
            if number == "E1008":
                mark, again = 55, (date(2026, 8, 19), 82)
            if number == "E1021":
                mark = 52
            there = "否" if number == "E1022" else "是"
            if there == "否":
                mark = ""
            rows.append([name, day, kind, number, NAME[number], hours, "许诺", there, mark, *again, reason])
    if month == "2026-10":
        rows = [
            [
                "入职培训：服务规范",
                date(2026, 10, 19),
                "入职",
                "E1024",
                "魏来",
                2,
                "冯雪",
                "是",
                88,
                "",
                "",
                "",
            ],
            [
                "投诉处理与情绪管理",
                date(2026, 10, 14),
                "补训",
                "E1022",
                "严正",
                2,
                "许诺",
                "是",
                90,
                "",
                "",
                "9 月缺席",
            ],
        ]
    save(month, "培训记录.xlsx", {"培训记录": (TRAINING_HEADERS, rows)})


def activities(month: str) -> None:
    """服务活动登记表: how many contacts each department had, meetings, interviews, cases shared."""
    year, number = map(int, month.split("-"))
    last = {8: 31, 9: 30, 10: 31}[number]
    volumes = {8: (620, 410, 180), 9: (640, 395, 176), 10: (655, 420, 190)}[number]
    rows: list[list[Value]] = [
        [date(year, number, last), "服务总量", "来电、接待、上门", where, volume, "", "", ""]
        for where, volume in zip((CALLS, DESK, ESTATE), volumes, strict=True)
    ]
    rows.append(
        [date(year, number, 20), "案例分享", "一通让客户放心的电话", CALLS, "", "是", "", "经本人同意"]
    )
    if number == 9:
        rows.append(
            [date(2026, 9, 23), "员工访谈", "服务支持与排班", "", "", "是", 260, "十二人参加，不记名"]
        )
    headers = ("活动日期", "活动类别", "活动主题", "部门", "数量", "是否按时", "费用", "结果")
    save(month, "服务活动登记.xlsx", {"服务活动": (headers, rows)})


def problem_list(month: str) -> None:
    """问题清单: September's, as `qualitykit kpi 2026-09` wrote it, filled in and put into October's folder."""
    if month != "2026-10":
        return
    headers = (
        "问题编号",
        "所属期间",
        "指标",
        "问题类别",
        "问题",
        "当期数值",
        "责任部门",
        "责任人",
        "整改期限",
        "原因分析",
        "整改措施",
        "完成日期",
        "完成情况",
    )
    rows: list[list[Value]] = [
        [
            "2026-09/low-ratings-verified",
            "2026-09",
            "低分核实率",
            "客户评价",
            "低分核实率：75.00，目标 ≥ 100.00",
            75,
            CALLS,
            "冯雪",
            date(2026, 10, 30),
            "客户不愿再谈",
            "两天内逐一回访",
            "",
            "",
        ],
        [
            "2026-09/training-coverage",
            "2026-09",
            "培训覆盖率",
            "培训与员工",
            "培训覆盖率：95.45，目标 ≥ 100.00",
            95.45,
            ESTATE,
            "金向阳",
            date(2026, 10, 30),
            "一人当天值班",
            "缺席的人补训",
            date(2026, 10, 14),
            "已补训，90 分",
        ],
        [
            "2026-09/weekly-hours",
            "2026-09",
            "有培训的周平均学时",
            "培训与员工",
            "有培训的周平均学时：1.75，目标 ≥ 2.00",
            1.75,
            ESTATE,
            "金向阳",
            date(2026, 10, 30),
            "午间场只排了一个半小时",
            "每次培训满两小时",
            date(2026, 10, 14),
            "补训两小时",
        ],
    ]
    save(month, "问题清单.xlsx", {"问题清单": (headers, rows)})


def main() -> None:
    """Write the three months."""
    for month in ("2026-08", "2026-09", "2026-10"):
        (ROOT / month).mkdir(parents=True, exist_ok=True)
        dice = random.Random(month)
        roster(month)
        calls(month, dice)
        visits(month)
        patrol(month, dice)
        supervisors(month, dice)
        ratings(month, dice)
        praise(month)
        complaints(month)
        others(month)
        surveys(month)
        training(month)
        activities(month)
        problem_list(month)


if __name__ == "__main__":
    main()
