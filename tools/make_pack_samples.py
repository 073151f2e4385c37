"""Make one sample month for each of the other policies: samples/packs/<pack>/2026-10.

``python tools/make_pack_samples.py`` writes them. The same cells come out every time (the time stamps inside
the files do not). Everybody and everything in them is invented. Small on purpose: six people, each form,
each register, a deadline kept and one missed, a violation that counts and one that waits for a second person.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from qualitykit.sheets.layouts import RECORDS
from qualitykit.standards.forms import Choice, Detected, Form, Item, Number, Points, Scale, YesNo
from qualitykit.standards.reader import load_standard
from qualitykit.standards.standard import Standard

Value = str | int | float | date | datetime
ROOT = Path(__file__).resolve().parent.parent / "samples" / "packs"
MONTH = "2026-10"
INSPECTOR = "质检员甲"
STAMP = datetime(2026, 11, 2, 9, 0)
_DAY_FIELDS = ("contact_on", "visit_on", "answered_at")


@dataclass(frozen=True)
class Person:
    """One line of the roster."""

    number: str
    name: str
    department: str
    post: str
    base: int = 2000
    signed: str = "2025-01-02"
    hired: str = "2024-03-01"


@dataclass(frozen=True)
class Row:
    """One filled form: whom, which day of October, what differs from all well, more of the head."""

    person: int
    day: int
    answers: Mapping[str, Value] = field(default_factory=dict)
    head: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Sample:
    """A pack's month: people, forms, and registers as field → value."""

    pack: str
    people: tuple[Person, ...]
    forms: Mapping[str, Sequence[Row]]
    records: Mapping[str, Sequence[Mapping[str, Value]]]


# --- cells ------------------------------------------------------------------------------------------------


def usual(item: Item, dice: random.Random) -> Value:
    """What an inspector puts where nothing is wrong. Optional items mostly do not arise."""
    if not item.required:
        return "不适用"
    rule = item.answer
    if isinstance(rule, YesNo):
        return rule.good
    if isinstance(rule, Scale):
        return int(rule.max) - dice.choice((0, 0, 1))
    if isinstance(rule, Points):
        return int(rule.max)
    if isinstance(rule, Choice):
        return rule.options[0].label
    if isinstance(rule, Number):
        top = rule.bands[0].at_most
        return int(top) if rule.unit in ("rings", "times") else int(top) // 2
    return ""


def sheet_of_form(form: Form, rows: Sequence[Row], people: Sequence[Person]) -> list[list[Value]]:
    """Header and rows of a form: its head, then the items that a person answers."""
    dice = random.Random(form.id)
    given = {name for row in rows for name in row.head}
    fixed = {"employee_no", "employee_name", "inspector", "shopper", *_DAY_FIELDS}
    heads = [one for one in form.head if one.field in fixed | given]
    items = [item for item in form.items if not isinstance(item.answer, Detected)]
    table: list[list[Value]] = [
        [*(h.title for h in heads), *(i.title for i in items), *(b.title for b in form.bonus_items)]
    ]
    for row in rows:
        person = people[row.person]
        own: dict[str, Value] = {
            "employee_no": person.number,
            "employee_name": person.name,
            "inspector": INSPECTOR,
            **dict.fromkeys(_DAY_FIELDS, date(2026, 10, row.day)),
            **row.head,
        }
        answers = [row.answers.get(item.id, usual(item, dice)) for item in items]
        bonus = [row.answers.get(one.id, "否") for one in form.bonus_items]
        table.append([*(own.get(head.field, "") for head in heads), *answers, *bonus])
    return table


def sheet_of_record(record: str, rows: Sequence[Mapping[str, Value]]) -> list[list[Value]]:
    """Header and rows of a register, with the columns that are used."""
    layout = next(one for one in RECORDS if one.id == record)
    wrong = {name for row in rows for name in row} - {column.field for column in layout.columns}
    if wrong:
        raise ValueError(f"{record}: no such columns: {sorted(wrong)}")
    used = [column for column in layout.columns if any(column.field in row for row in rows)]
    return [[one.title for one in used], *([row.get(one.field, "") for one in used] for row in rows)]


def save(path: Path, title: str, table: Sequence[Sequence[Value]]) -> None:
    """A workbook of one plain table."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for at, row in enumerate(table, start=1):
        for column, value in enumerate(row, start=1):
            if value == "":
                continue
            cell = sheet.cell(at, column, value)
            if isinstance(value, datetime):
                cell.number_format = "yyyy-mm-dd hh:mm"
            elif isinstance(value, date):
                cell.number_format = "yyyy-mm-dd"
            if at == 1:
                cell.font = Font(bold=True)
                cell.fill = PatternFill("solid", fgColor="DDEBF7")
                cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for index, cells in enumerate(zip(*table, strict=True), start=1):
        wide = max(len(str(cell).split("\n")[0]) for cell in cells)
        sheet.column_dimensions[get_column_letter(index)].width = min(48, max(10, 1.7 * wide + 2))
    sheet.freeze_panes = "A2"
    book.properties.created = book.properties.modified = STAMP
    book.save(path)


def make(sample: Sample, root: Path = ROOT) -> Path:
    """Write a pack's month; the folder."""
    standard, problems = load_standard(sample.pack)
    if standard is None:
        raise ValueError([str(one) for one in problems])
    folder = root / sample.pack / MONTH
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.xlsx"):
        old.unlink()
    roster = [
        {
            "employee_no": one.number,
            "name": one.name,
            "department": one.department,
            "post": one.post,
            "hired_on": date.fromisoformat(one.hired),
            "handbook_signed_on": date.fromisoformat(one.signed) if one.signed else "",
            "bonus_base": one.base,
        }
        for one in sample.people
    ]
    save(folder / "员工名册.xlsx", "员工名册", sheet_of_record("roster", roster))
    for form_id, rows in sample.forms.items():
        form = _form(standard, form_id)
        save(folder / f"{form.title}.xlsx", form.title, sheet_of_form(form, rows, sample.people))
    for record, lines in sample.records.items():
        title = next(one.title for one in RECORDS if one.id == record)
        save(folder / f"{title}.xlsx", title, sheet_of_record(record, lines))
    return folder


def _form(standard: Standard, form_id: str) -> Form:
    form = standard.form(form_id)
    if form is None:
        raise ValueError(f"{standard.id} has no form {form_id}")
    return form


# --- what was said ----------------------------------------------------------------------------------------

GOOD_CALL = """客服：您好，这里是晴川公司，客服小周为您服务，请问有什么可以帮到您？
客户：我想问一下上门保养怎么约。
客服：麻烦您报一下地址，我帮您登记。
客户：三栋五零二。
客服：跟您核对一下，三栋五零二，明天上午十点前给您答复。请问还有其他需要吗？
客户：没有了，谢谢。
客服：谢谢您的来电，祝您生活愉快，再见。"""
SHORT_CALL = """客服：喂。
客户：我的灯坏了，什么时候来修？
客服：地址。
客户：三栋五零二。
客服：知道了，等着吧。
客户：好吧，再见。
客服：嗯。"""
BUCK_CALL = """客服：您好，这里是晴川公司，请问有什么可以帮您？
客户：楼上漏水，太过分了，没人管。
客服：不关我的事，谁负责你找谁。
客户：那我找谁？
客服：谢谢您的来电，再见。"""
JARGON_CALL = """客服：您好，这里是晴川公司，请问有什么可以帮到您？
客户：发票什么时候能到？
客服：抱歉，这个要转二线，核实后回复您，明天下午三点前。
客户：好的。
客服：请问还有其他需要吗？
客户：没有了，谢谢。
客服：谢谢您的来电，祝您愉快，再见。"""


def call(number: int, text: str, rings: int = 2, **more: Value) -> dict[str, Value]:
    """The head of a call: its number, rings, who hung up, what was said."""
    return {
        "contact_id": f"LY202610{number:04d}",
        "ring_count": rings,
        "talk_seconds": 95,
        "hung_up_by": "客户",
        "transcript": text,
        **more,
    }


def at(day: int, clock: str) -> datetime:
    """A moment of October."""
    hour, minute = clock.split(":")
    return datetime(2026, 10, day, int(hour), int(minute))


def ratings(*pairs: tuple[int, int, str]) -> list[Row]:
    """Customer ratings: person, day, stars; low ones are verified as the employee's doing."""
    return [
        Row(
            who,
            day,
            {"attitude": stars},
            {"verified": "是", "verified_by": "客服主管"} if int(stars) <= 2 else {},
        )
        for who, day, stars in pairs
    ]


def survey(
    number: int, day: int, marks: tuple[int, int, int, int, int], served_by: str = "", **more: Value
) -> dict[str, Value]:
    """One questionnaire: overall, attitude, quality, efficiency, problem solved; who served, where it is known."""
    names = ("overall", "attitude", "quality", "efficiency", "solving")
    head: dict[str, Value] = {
        "survey_id": f"WJ{number:03}",
        "answered_on": date(2026, 10, day),
        "audience": "客户",
        "employee_no": served_by,
    }
    return {**head, **dict(zip(names, marks, strict=True)), **more}


def train(session: str, day: int, kind: str, number: str, name: str, **more: Value) -> dict[str, Value]:
    """One person at a training."""
    return {
        "session": session,
        "held_on": date(2026, 10, day),
        "training_kind": kind,
        "employee_no": number,
        "attendee": name,
        **more,
    }


# --- the months -------------------------------------------------------------------------------------------

PHONE = Sample(
    "phone-and-reception",
    (
        Person("D101", "白一帆", "客服部", "接线员"),
        Person("D102", "蓝小溪", "客服部", "接线员"),
        Person("D103", "田园", "客服部", "接线员"),
        Person("D201", "石磊", "前台", "前台接待"),
        Person("D202", "江月明", "前台", "前台接待"),
        Person("D203", "林知秋", "前台", "前台接待"),
    ),
    {
        "call-review": [
            Row(0, 12, {}, call(1, GOOD_CALL)),
            Row(0, 20, {"complaint-handled": "是", "five-clears": 4}, call(2, GOOD_CALL, 3)),
            Row(0, 27, {}, call(3, GOOD_CALL, 4)),
            Row(1, 13, {"polite-words": 3}, call(4, SHORT_CALL, 5, hung_up_by="坐席")),
            Row(1, 21, {"recorded": "否"}, call(5, GOOD_CALL)),
            Row(1, 28, {}, call(6, GOOD_CALL)),
            Row(2, 14, {"complaint-handled": "否", "five-clears": 1}, call(7, BUCK_CALL)),
            Row(2, 22, {}, call(8, GOOD_CALL)),
            Row(2, 29, {}, call(9, GOOD_CALL)),
        ],
        "reception": [
            Row(3, 12, {"greet-wait": 60}),
            Row(3, 20, {"by-name": "是", "registered": "是"}),
            Row(3, 27, {"fax": "是"}),
            Row(4, 13, {"greet-wait": 61}),
            Row(4, 21, {"water": "否"}),
            Row(4, 28),
            Row(5, 14, {"see-off": "否", "belongings": "否"}),
            Row(5, 22),
        ],
    },
    {
        "complaint": [
            {
                "complaint_id": "TS001", "received_at": at(14, "10:05"), "received_by": "田园", "complainant": "罗女士",
                "contact": "三栋五零二", "contact_on": date(2026, 10, 14), "contact_id": "LY2026100007", "matter": "接线员推脱",
                "category": "推诿", "valid": "有效", "judged_by": "客服主管", "confirmed_by": "客服经理", "against": "田园",
                "promised_at": at(15, "10:00"), "closed_at": at(15, "10:20"), "process": "已致歉并安排维修", "satisfied": "是",
            },
            {
                "complaint_id": "TS002", "received_at": at(20, "15:00"), "received_by": "白一帆", "complainant": "高先生",
                "contact": "五栋一零一", "matter": "装修噪音", "category": "环境卫生", "valid": "无效", "judged_by": "客服主管",
                "promised_at": date(2026, 10, 21), "closed_at": at(21, "16:30"), "process": "已劝阻", "satisfied": "是",
            },
        ],
        "callback": [
            {
                "request_no": "HF001", "received_at": at(12, "09:00"), "origin": "客户", "requester": "宋先生",
                "matter": "新机回访", "done_at": at(12, "15:00"), "callback_at": at(13, "10:00"), "callback_how": "电话",
                "quality": "外壳有划痕", "performance": "达到预期", "usage": "每天使用", "satisfied": "是",
            },
            {
                "request_no": "HF002", "received_at": at(15, "09:00"), "origin": "客户", "requester": "唐女士",
                "matter": "新机回访", "done_at": at(15, "15:00"), "callback_at": at(16, "10:00"), "callback_how": "电话",
                "quality": "满意", "usage": "不会设定时", "satisfied": "是",
            },
        ],
        "visit": [
            {"request_no": "LF001", "received_at": at(12, "10:00"), "channel": "来电", "received_by": "白一帆",
             "requester": "邓先生", "from_where": "某贸易公司", "matter": "询价", "reason": "采购"},
            {"request_no": "LF002", "received_at": at(13, "11:00"), "channel": "来访", "received_by": "石磊",
             "requester": "傅女士", "matter": "办理合同"},
        ],
        "praise": [
            {"praise_on": date(2026, 10, 22), "service_on": date(2026, 10, 20), "praised_name": "石磊", "employee_no": "D201",
             "praiser": "沈先生", "from_whom": "客户", "praise_channel": "表扬信", "content": "接待周到，送到门口还提醒带伞",
             "level": "一般", "verified": "是", "verified_by": "客服主管", "verified_on": date(2026, 10, 23)},
        ],
    },
)  # fmt: skip

HUMANISED = Sample(
    "humanised-service",
    (
        Person("H101", "柳青", "接待部", "接待员"),
        Person("H102", "方舟", "接待部", "接待员"),
        Person("H103", "叶知", "接待部", "接待员", signed="2026-10-19", hired="2026-10-05"),
        Person("H201", "马小川", "咨询部", "客服"),
        Person("H202", "苗禾", "咨询部", "客服"),
        Person("H203", "贺兰", "咨询部", "客服", base=2600),
    ),
    {
        "reception": [
            Row(0, 12, {}, {"rectified": "", "department": "接待部"}),
            Row(0, 20, {"outcome": "说明原因和预计时间", "contact-kept": "是"}),
            Row(0, 27),
            Row(1, 13, {"stood-and-smiled": "否"}, {"rectified": "是", "rectify_until": date(2026, 10, 16), "rectify_result": "已改正"}),
            Row(1, 21, {"outcome": "说明原因、没有时间", "contact-kept": "否"}),
            Row(1, 28, {"polite-words": 3}),
            Row(2, 14, {"seat-and-drink": "否"}),
            Row(2, 22),
            Row(2, 29),
        ],
        "call-review": [
            Row(3, 12, {}, call(1, GOOD_CALL)),
            Row(3, 20, {}, call(2, GOOD_CALL, 3)),
            Row(4, 13, {"solution": "说明步骤、没有时间"}, call(3, JARGON_CALL, 4)),
            Row(4, 21, {"anger-handled": "否"}, call(4, SHORT_CALL)),
            Row(4, 26, {"anger-handled": "是"}, call(7, GOOD_CALL)),
            Row(5, 14, {}, call(5, GOOD_CALL)),
            Row(5, 22, {}, call(6, GOOD_CALL)),
        ],
        "record-review": [
            Row(3, 23, {"rounds": 3, "new-plan": "是"}, {"contact_id": "TS101"}),
            Row(5, 26, {"rounds": 1, "five-records": 5}, {"contact_id": "TS102"}),
        ],
        "customer-rating": ratings((0, 12, "5"), (0, 20, "4"), (1, 13, "2"), (3, 12, "5"), (4, 21, "3"), (5, 14, "5"), (5, 22, "5")),
    },
    {
        "complaint": [
            {
                "complaint_id": "TS101", "received_at": at(12, "10:00"), "complainant": "彭先生", "contact": "某处", "matter": "等候太久",
                "demand": "缩短等候", "category": "服务态度", "valid": "有效", "judged_by": "客服主管", "confirmed_by": "客服经理",
                "against": "方舟", "contact_on": date(2026, 10, 12), "promised_at": at(14, "17:00"), "closed_at": at(14, "17:00"),
                "satisfied": "是", "cause": "午间排班不足", "corrective_action": "午间增开窗口",
            },
            {
                "complaint_id": "TS102", "received_at": at(19, "09:30"), "complainant": "苏女士", "contact": "某处", "matter": "答复不清楚",
                "category": "专业能力", "valid": "无效", "judged_by": "客服主管", "promised_at": at(20, "12:00"),
                "closed_at": at(20, "12:30"), "satisfied": "是",
            },
        ],
        "visit": [
            {"request_no": "LF101", "received_at": at(13, "09:30"), "channel": "来访", "requester": "梁先生", "contact": "某处",
             "matter": "咨询课程", "promised_at": at(13, "15:00"), "answered_at": at(13, "14:40")},
            {"request_no": "LF102", "received_at": at(21, "09:30"), "channel": "来访", "requester": "何女士", "contact": "某处",
             "matter": "退费", "promised_at": at(22, "12:00"), "answered_at": at(22, "16:00")},
        ],
        "emergency": [
            {"request_no": "YJ001", "received_at": at(18, "14:00"), "from_where": "二楼大厅", "kind": "停电", "scope": "二楼东侧",
             "result": "启用应急灯并疏导", "received_by": "贺兰"},
        ],
        "survey": [
            survey(1, 12, (5, 5, 4, 4, 5), "H101"), survey(2, 16, (4, 5, 4, 3, 4), "H201"),
            survey(3, 21, (2, 3, 2, 1, 2), "H102", reason="响应慢、问题未解决", verified="是", verified_by="客服主管"),
            survey(4, 28, (5, 5, 5, 5, 5), "H203"),
        ],
        "training": [
            train("服务礼仪", 8, "入职", "H103", "叶知", hours=2, test_score=86),
            train("情绪管理", 15, "每月", "H101", "柳青", hours=1.5, test_score=91),
            train("情绪管理", 15, "每月", "H102", "方舟", hours=1.5, test_score=57, resit_on=date(2026, 10, 22), resit_score=75),
            train("情绪管理", 15, "每月", "H201", "马小川", hours=1.5, test_score=83),
        ],
        "activity": [
            {"held_on": date(2026, 10, 26), "activity_kind": "问候回访", "activity_subject": "老客户问候", "activity_count": 12},
            {"held_on": date(2026, 10, 27), "activity_kind": "应急演练", "activity_subject": "停电疏导", "on_time": "是"},
        ],
        "praise": [
            {"praise_on": date(2026, 10, 21), "service_on": date(2026, 10, 20), "praised_name": "柳青", "employee_no": "H101",
             "praiser": "许女士", "from_whom": "客户", "praise_channel": "邮件", "content": "从进门到办完都很耐心",
             "level": "突出", "verified": "是", "verified_by": "客服主管", "verified_on": date(2026, 10, 23)},
        ],
    },
)  # fmt: skip

CLUB = Sample(
    "club-service",
    (
        Person("C101", "顾盼", "前厅", "前厅接待"),
        Person("C102", "陆遥", "前厅", "前厅接待"),
        Person("C103", "夏初", "前厅", "前厅接待"),
        Person("C201", "温良", "康体", "教练"),
        Person("C202", "纪念", "康体", "教练", base=2400),
        Person("C203", "辛未", "康体", "服务员"),
    ),
    {
        "service-record": [
            Row(0, 12, {"booking-recorded": "是"}, {"service_content": "订场接待", "booking_channel": "电话", "booked_for": "网球场"}),
            Row(0, 20, {"beyond-request": "是"}, {"service_content": "寄存"}),
            Row(1, 13, {"smile-and-greeting": "否"}, {"service_content": "登记"}),
            Row(1, 21, {"request-met": "部分满足"}, {"service_content": "换场"}),
            Row(2, 14, {"complaint-calm": "是", "complaint-coordinated": "否", "complaint-explained": "是"}, {"service_content": "水温投诉"}),
            Row(3, 12, {}, {"service_content": "游泳课"}),
            Row(3, 22, {}, {"service_content": "游泳课"}),
            Row(4, 13, {}, {"service_content": "私教课"}),
            Row(5, 15, {"time-and-content": "否"}, {"service_content": ""}),
        ],
        "patrol": [
            Row(0, 15), Row(1, 15, {"footwear": "否"}), Row(2, 16, {"on-time": "否"}), Row(3, 16), Row(4, 19, {"no-leaving-early": "否"}),
            Row(5, 19, {"facilities-proper": "否"}), Row(5, 26, {"anomaly-reported": "是"}, {"anomaly": "跑步机异响，已报修"}),
        ],
        "conduct": [
            Row(0, 30), Row(1, 30), Row(2, 30), Row(3, 30, {"gift-accepted": "有"}, {"confirmed_by": "部门经理", "remark": "收下购物卡，未上交"}),
            Row(4, 30, {"private-deal": "有"}, {"remark": "有会员反映，待核实"}), Row(5, 30),
        ],
        "customer-rating": ratings((0, 12, "5"), (1, 13, "3"), (3, 12, "5"), (4, 13, "4")),
        "supervisor-rating": [Row(n, 30, {}, {"remark": ""}) for n in range(6)],
        "self-assessment": [Row(n, 29) for n in range(5)],
    },
    {
        "praise": [
            {"praise_on": date(2026, 10, 24), "service_on": date(2026, 10, 20), "praised_name": "顾盼", "employee_no": "C101",
             "praiser": "曾女士", "from_whom": "客户", "praise_channel": "表扬信", "content": "记得我喜欢靠窗的位置",
             "level": "一般", "verified": "是", "verified_by": "前厅经理", "verified_on": date(2026, 10, 26)},
        ],
        "survey": [
            survey(1, 13, (5, 5, 5, 4, 5), "C101"), survey(2, 20, (4, 4, 4, 4, 4), "C201"),
            survey(3, 27, (2, 2, 3, 3, 2), "C103", reason="服务态度", verified="是", verified_by="前厅经理"),
        ],
        "training": [
            train("修订后的行为规范", 9, "专项", "C101", "顾盼", hours=1), train("修订后的行为规范", 9, "专项", "C102", "陆遥", hours=1),
            train("修订后的行为规范", 9, "专项", "C103", "夏初", hours=1), train("修订后的行为规范", 9, "专项", "C201", "温良", hours=1),
            train("修订后的行为规范", 9, "专项", "C202", "纪念", hours=1, attended="否"),
        ],
        "visit": [
            {"request_no": "YD001", "received_at": at(11, "18:20"), "channel": "预订", "requester": "曾女士", "matter": "周六网球场"},
        ],
    },
)  # fmt: skip

PROPERTY = Sample(
    "property-service",
    (
        Person("W101", "钟声", "客服部", "客服员"),
        Person("W102", "葛根", "客服部", "客服员"),
        Person("W103", "栾树", "客服部", "部门经理", base=3000),
        Person("W201", "简单", "工程部", "维修工"),
        Person("W202", "木棉", "工程部", "维修工"),
        Person("W203", "丁香", "项目部", "项目经理", base=3600),
    ),
    {
        "call-review": [
            Row(0, 12, {}, call(1, GOOD_CALL)),
            Row(0, 20, {}, call(2, GOOD_CALL)),
            Row(1, 13, {"listened": "否"}, call(3, SHORT_CALL)),
            Row(1, 21, {"recorded": "否"}, call(4, BUCK_CALL)),
        ],
        "patrol": [
            Row(0, 15), Row(0, 26), Row(1, 15, {"polite": 3, "arguing": "有"}), Row(1, 27),
            Row(3, 16, {"apologised": "是"}), Row(3, 22), Row(3, 28), Row(4, 16, {"apologised": "否", "thanked": "否"}), Row(4, 23), Row(4, 29),
        ],
        "customer-rating": ratings((0, 12, "5"), (1, 13, "2"), (3, 16, "4"), (4, 16, "5")),
    },
    {
        "complaint": [
            {   # received at night: the clock of passing on begins at opening
                "complaint_id": "TS201", "received_at": at(12, "23:00"), "received_by": "钟声", "owner": "钟声", "complainant": "罗女士",
                "contact": "三栋五零二", "matter": "电梯困人半小时", "category": "工作疏忽", "severity": "一般", "valid": "有效",
                "judged_by": "木棉", "confirmed_by": "栾树", "against": "木棉", "contact_on": date(2026, 10, 12), "passed_at": at(13, "9:20"), "passed_to": "工程部",
                "promised_at": at(13, "18:00"), "process": "更换门机", "corrective_action": "增加月检", "closed_at": at(13, "17:30"),
                "callback_at": at(14, "10:00"), "callback_by": "栾树", "callback_how": "电话", "satisfied": "是", "signed": "是",
            },
            {   # a major one, late in every step, and visited by one manager only
                "complaint_id": "TS202", "received_at": at(16, "10:00"), "received_by": "葛根", "owner": "钟声", "complainant": "高先生",
                "contact": "五栋一零一", "matter": "高空坠物砸坏车辆", "category": "工作疏忽", "severity": "重大", "valid": "有效",
                "judged_by": "简单", "confirmed_by": "栾树", "passed_at": at(16, "10:11"), "passed_to": "工程部", "escalated_at": at(16, "11:30"),
                "promised_at": at(17, "12:00"), "process": "赔付并加固外墙", "corrective_action": "外墙普查", "closed_at": at(17, "15:00"),
                "callback_at": at(18, "16:00"), "callback_by": "栾树", "callback_how": "上门", "satisfied": "是", "signed": "是",
            },
            {
                "complaint_id": "TS203", "received_at": at(20, "17:50"), "received_by": "葛根", "owner": "葛根", "complainant": "何女士",
                "contact": "二栋三零三", "matter": "绿化带有落叶", "category": "环境卫生", "severity": "轻微", "valid": "无效",
                "judged_by": "木棉", "confirmed_by": "栾树", "passed_at": at(20, "18:00"), "promised_at": at(22, "18:00"), "process": "已清扫",
                "closed_at": at(21, "11:00"), "callback_at": at(21, "15:00"), "callback_by": "栾树", "callback_how": "电话", "satisfied": "是", "signed": "是",
            },
            {   # still open when the month ends: its 24 working hours run on into November
                "complaint_id": "TS204", "received_at": at(30, "16:00"), "received_by": "钟声", "owner": "钟声", "complainant": "吴先生",
                "contact": "七栋二零一", "matter": "楼道灯不亮", "category": "工程维修", "severity": "一般", "passed_at": at(30, "16:10"),
                "passed_to": "工程部", "promised_at": at(30, "18:00"), "process": "已到场，等配件",
            },
        ],
        "callback": [
            {"request_no": "BX001", "received_at": at(12, "10:00"), "origin": "客户", "requester": "宋先生", "matter": "灯坏", "order_no": "P001",
             "people": "简单", "done_at": at(12, "16:00"), "callback_at": at(13, "10:00"), "callback_by": "钟声", "callback_how": "电话", "satisfied": "是"},
            {"request_no": "BX002", "received_at": at(14, "10:00"), "origin": "客户", "requester": "唐女士", "matter": "水管漏水", "order_no": "P002",
             "people": "木棉", "done_at": at(14, "16:00"), "callback_at": at(20, "10:00"), "callback_by": "钟声", "callback_how": "电话", "satisfied": "否",
             "finding": "仍有渗水", "rectified": "更换接头", "rechecked_at": at(21, "10:00")},
            {"request_no": "BX003", "received_at": at(28, "10:00"), "origin": "客户", "requester": "邓先生", "matter": "门禁失灵", "order_no": "P003",
             "people": "简单", "done_at": at(30, "17:00")},
            {"request_no": "NB001", "received_at": at(15, "10:00"), "origin": "内部", "requester": "丁香", "matter": "会议室空调", "order_no": "P004",
             "people": "简单", "done_at": at(15, "15:00"), "callback_at": at(15, "16:00"), "callback_by": "钟声", "callback_how": "面访", "satisfied": "是"},
        ],
        "visit": [
            {"request_no": "LF201", "received_at": at(13, "11:00"), "channel": "来电", "received_by": "钟声", "requester": "傅女士", "matter": "办车位"},
        ],
        "survey": [
            survey(1, 15, (5, 5, 5, 4, 5)), survey(2, 19, (4, 4, 4, 4, 4)), survey(3, 22, (5, 5, 4, 5, 5)),
            survey(4, 28, (3, 4, 3, 3, 2), reason="响应慢"),
        ],
        "activity": [
            {"held_on": date(2026, 10, 14), "activity_kind": "客户走访", "activity_subject": "三栋、五栋", "on_time": "是"},
            {"held_on": date(2026, 10, 29), "activity_kind": "客户走访", "activity_subject": "二栋", "on_time": "否", "activity_result": "晚两天"},
            {"held_on": date(2026, 10, 23), "activity_kind": "业主例会", "activity_subject": "十月例会", "on_time": "是"},
        ],
        "praise": [
            {"praise_on": date(2026, 10, 22), "service_on": date(2026, 10, 16), "praised_name": "简单", "employee_no": "W201",
             "praiser": "宋先生", "from_whom": "客户", "praise_channel": "表扬信", "content": "修得快，还把地擦干净了",
             "level": "一般", "verified": "是", "verified_by": "栾树", "verified_on": date(2026, 10, 23)},
        ],
    },
)  # fmt: skip

SAMPLES = (CLUB, HUMANISED, PHONE, PROPERTY)


if __name__ == "__main__":
    for one in SAMPLES:
        print(make(one))
