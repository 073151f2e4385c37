"""A small workspace with real files: four people, a patrol sheet and praises a month."""

from calendar import monthrange
from pathlib import Path

from qualitykit.ledger.workspace import Workspace, find_workspace, make_workspace

__all__ = ["PEOPLE", "add_month", "keep_at", "new_workspace", "patrol_rows", "write_csv"]

PEOPLE = (("E1001", "王芳"), ("E1002", "李强"), ("E1003", "陈静怡"), ("E1004", "赵敏"))
_ITEMS = ("着装统一整洁", "发型妆容得体", "工牌佩戴规范", "微笑服务", "站姿坐姿端正", "主动问候", "目光交流")


def write_csv(path: Path, rows: list[list[str]]) -> None:
    """A text table as Excel saves it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "\r\n".join(",".join(row) for row in rows) + "\r\n"
    path.write_text(text, encoding="utf-8-sig")


def new_workspace(folder: Path) -> Workspace:
    """A workspace with a roster and no months; its standard is the shipped one."""
    workspace = make_workspace(folder)
    settings = workspace.folder / "qualitykit.toml"
    text = settings.read_text(encoding="utf-8").replace("员工名册.xlsx", "员工名册.csv")
    settings.write_text(text, encoding="utf-8")
    head = ["工号", "姓名", "部门", "入职日期", "制度签收日期", "绩效奖金基数"]
    rows = [[number, name, "客户服务部", "2023-03-01", "2025-12-22", "2000"] for number, name in PEOPLE]
    write_csv(workspace.folder / "员工名册.csv", [head, *rows])
    return keep_at(workspace, "")


def keep_at(workspace: Workspace, address: str) -> Workspace:
    """The workspace with its ledger at another address; empty: where it is."""
    settings = workspace.folder / "qualitykit.toml"
    text = settings.read_text(encoding="utf-8")
    if address:
        assert '\nledger = "qualitykit.db"' in text
        text = text.replace('\nledger = "qualitykit.db"', f'\nledger = "{address}"')
        settings.write_text(text, encoding="utf-8")
    found = find_workspace(workspace.folder)
    assert found is not None
    return found


def patrol_rows(
    month: str, *, failed: tuple[str, ...] = (), days: tuple[int, ...] = (5, 12, 19)
) -> list[list[str]]:
    """A patrol sheet: everybody on each of those days; ``failed``: whose badge is missing each time."""
    head = ["巡查日期", "巡查时间", "工号", "被检查人", "巡查人", *_ITEMS]
    rows = []
    for day in days:
        for index, (number, name) in enumerate(PEOPLE):
            answers = ["是", "是", "否" if number in failed else "是", "是", "是", "是", "是"]
            rows.append([f"{month}-{day:02}", f"{9 + index}:00", number, name, "冯雪", *answers])
    return [head, *rows]


def add_month(
    workspace: Workspace, month: str, *, failed: tuple[str, ...] = (), praised: tuple[str, ...] = ("E1002",)
) -> Path:
    """Put a month's files into the inbox."""
    folder = workspace.inbox / month
    write_csv(folder / "现场巡查.csv", patrol_rows(month, failed=failed))
    year, number = map(int, month.split("-"))
    last = monthrange(year, number)[1]
    names = dict(PEOPLE)
    head = ["服务日期", "工号", "员工姓名", "客户", "表扬内容", "核实", "核实人", "核实日期"]
    rows = [
        [f"{month}-09", one, names[one], f"客户{index}", "服务热情", "是", "冯雪", f"{month}-{last}"]
        for index, one in enumerate(praised)
    ]
    write_csv(folder / "客户表扬登记.csv", [head, *rows])
    return folder
