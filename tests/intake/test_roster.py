"""The roster: dated rows of moves, and what in it cannot be true."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.intake.months import Row, codes, month, read, total

HEAD = (
    "工号",
    "姓名",
    "别名",
    "坐席号",
    "部门",
    "生效日期",
    "入职日期",
    "离职日期",
    "试用期至",
    "制度签收日期",
    "绩效奖金基数",
    "最低工资标准",
    "状态",
)
HIRED = date(2024, 3, 1)


def row(
    number: object, name: object, department: str = "客服部", start: object = None, **more: object
) -> Row:
    """A row of the roster."""
    return (
        number,
        name,
        more.get("aliases"),
        more.get("login"),
        department,
        start,
        more.get("hired", HIRED),
        more.get("left"),
        None,
        more.get("signed"),
        more.get("base", 2000),
        None,
        more.get("status"),
    )


def test_roster_rows(tmp_path: Path) -> None:
    """Names, money, dates; whether the signed notice is kept."""
    folder = month(
        tmp_path,
        roster=[
            ["花名册"],
            HEAD,
            row(1001.0, "王 芳", aliases="小芳、Lily", login="8001/8009", signed="2026.1.5", base="￥2,000"),
        ],
    )
    records, problems = read(folder)
    (found,) = records.roster.rows
    assert ("1001", "王芳", ("小芳", "Lily"), ("8001", "8009"), HIRED, date(2026, 1, 5), Decimal(2000)) == (
        found.employee_no,
        found.name,
        found.aliases,
        found.logins,
        found.hired_on,
        found.notice_signed_on,
        found.bonus_base,
    )
    assert (True, []) == (records.roster.keeps_notice, codes(problems))


def test_moves_are_dated_rows(tmp_path: Path) -> None:
    """The row that speaks for a day says the department."""
    folder = month(
        tmp_path, roster=[HEAD, row("1001", "王芳"), row("1001", "王芳", "前台", date(2026, 10, 12))]
    )
    records, problems = read(folder)
    places = [records.roster.on("1001", day) for day in (date(2026, 10, 11), date(2026, 10, 12))]
    assert (["客服部", "前台"], []) == ([place and place.department for place in places], codes(problems))


def test_what_cannot_be_true(tmp_path: Path) -> None:
    """A number twice without dates, with two names, without a name; left before hired; a shared login."""
    folder = month(
        tmp_path,
        roster=[
            HEAD,
            row("1001", "王芳"),
            row("1001", "王芳", "前台"),
            row("1002", "李强"),
            row("1002", "赵敏"),
            row("1003", None),
            row(None, "钱七"),
            row("1004", "孙丽", left=date(2023, 1, 1)),
            row("1005", "周八", login="8001"),
            row("1006", "吴九", login="8001"),
            row("1007", "郑十", status="离职"),
            row("1008", "冯一"),
            row("1008", "冯一"),
        ],
    )
    records, problems = read(folder)
    assert ["QK320", "QK320", "QK321", "QK322", "QK322", "QK323", "QK325", "QK328", "QK405"] == sorted(
        codes(problems)
    )
    assert ["1001", "1004", "1005", "1006", "1007", "1008"] == [
        one.employee_no for one in records.roster.rows
    ]
    control = total(records, "员工名册.xlsx")
    assert (12, 6, 5, 1) == (control.read, control.used, control.left_out, control.repeats)


def test_two_people_of_one_name_are_fine(tmp_path: Path) -> None:
    """Only a row that names them without a number is a Problem."""
    folder = month(tmp_path, roster=[HEAD, row("1001", "王芳"), row("1002", "王芳", "前台")])
    records, problems = read(folder)
    assert (2, []) == (len(records.roster.rows), codes(problems))


def test_pay_is_never_below_zero(tmp_path: Path) -> None:
    """Such a cell is a problem and nobody's base."""
    head = ("工号", "姓名", "部门", "绩效奖金基数")
    records, problems = read(month(tmp_path, roster=[head, ("1001", "王芳", "客服部", -5)]))
    assert [("QK229", "D2")] == [(one.code, one.place.cell) for one in problems]
    assert [None] == [one.bonus_base for one in records.roster.rows]
