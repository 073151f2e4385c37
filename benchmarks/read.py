"""How long intake takes to read a big sheet, as a ratio to python-calamine's own reading of the same file.

``python benchmarks/read.py`` makes a workbook of 100,000 call reviews with transcripts once (under
``benchmarks/data/``), then reads it in turn with calamine alone and with us: grid, header, and every cell
typed. Seconds differ from machine to machine; the ratio does not.
"""

import gc
import random
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

DATA = Path(__file__).parent / "data" / "read-100000-shared.xlsx"
ROWS = 100_000
RUNS = 3
HEADER = (
    *("录音编号", "工号", "姓名", "通话日期", "通话开始时间", "通话时长(s)", "等待时长(秒)"),
    *("呼叫类型", "开头语规范", "是否使用禁语", "录音文本", "备注"),
)
_AGENT = (
    "您好，这里是晨光公司，工号{n}，请问有什么可以帮您？",
    "好的，我马上为您查询，请稍等。",
    "感谢您的来电，祝您生活愉快。",
)
_CUSTOMER = (
    "我的订单到现在还没有收到。",
    "请问什么时候可以上门维修？",
    "好的，谢谢。",
    "上次反映的问题解决了吗？",
)


def make(path: Path) -> None:
    """Write the workbook: invented people, the same bytes of content each time."""
    import xlsxwriter

    chance = random.Random(20261003)
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path), {"strings_to_urls": False})
    sheet = book.add_worksheet("录音质检")
    day, clock = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "h:mm:ss"})
    sheet.write_row(0, 0, HEADER)
    for row in range(1, ROWS + 1):
        number = chance.randrange(1001, 1500)
        turns = []
        for turn in range(8):
            agent = turn % 2 == 0
            line = chance.choice(_AGENT if agent else _CUSTOMER).format(n=number)
            turns.append(f"{'客服' if agent else '客户'}：{line}")
        sheet.write_string(row, 0, f"R202610{row:08}")
        sheet.write_string(row, 1, f"E{number}")
        sheet.write_string(row, 2, f"员工{number}")
        sheet.write_number(row, 3, 46296 + chance.randrange(31), day)
        sheet.write_number(row, 4, chance.randrange(28_800, 64_800) / 86_400, clock)
        sheet.write_number(row, 5, chance.randrange(20, 900))
        sheet.write_number(row, 6, chance.randrange(0, 300))
        sheet.write_string(row, 7, chance.choice(("呼入", "呼出")))
        sheet.write_string(row, 8, chance.choice(("是", "是", "√", "否", "不适用")))
        sheet.write_string(row, 9, chance.choice(("无", "无", "无", "有")))
        sheet.write_string(row, 10, "\n".join(turns))
        sheet.write_string(row, 11, chance.choice(("", "", "", "语速偏快")))
    book.close()


def read_with_calamine() -> int:
    """What the library does alone."""
    from python_calamine import CalamineWorkbook

    rows = 0
    for _row in CalamineWorkbook.from_path(DATA).get_sheet_by_index(0).iter_rows():
        rows += 1
    return rows


def read_with_us() -> int:
    """Grid, header, and each cell of each row as a typed value; Problems would be counted, there are none."""
    from decimal import Decimal

    from qualitykit.intake.answers import answer_reader
    from qualitykit.intake.cells import Fault
    from qualitykit.intake.clock import parse_clock
    from qualitykit.intake.dates import parse_date
    from qualitykit.intake.durations import parse_seconds
    from qualitykit.intake.headers import find_header
    from qualitykit.intake.ids import parse_id
    from qualitykit.intake.lexicon import lexicon
    from qualitykit.intake.nodata import not_data_row
    from qualitykit.intake.people import split_people
    from qualitykit.intake.reader import read_workbook
    from qualitykit.model import Period
    from qualitykit.standards.forms import Form, Item, Section, YesNo

    period = Period("2026-10", date(2026, 10, 1), date(2026, 10, 31))
    items = (
        Item(id="opening", title="开头语规范", clause="P4.tel.2", answer=YesNo(kind="yes_no")),
        Item(id="banned", title="是否使用禁语", clause="P3.ban", answer=YesNo(kind="yes_no", good="无")),
    )
    section = Section(id="s", title="s", dimension="conformity", weight=Decimal(1), items=items)
    form = Form(id="call-review", title="t", source="calls", clause="P3.mon.4", sections=(section,))
    book, problems = read_workbook(DATA, DATA.name)
    assert book is not None, problems
    sheet = book.sheets[0]
    match = find_header(sheet, lexicon("call-review", items={item.id: (item.title,) for item in items}))
    assert match is not None
    assert match.score == len(HEADER), match
    at = match.columns
    answers = [(at[item.id], answer_reader(item, form)) for item in items]
    call, staff, name, day = at["call_id"], at["employee_no"], at["employee_name"], at["contact_on"]
    start, talk, wait, text = at["call_start"], at["talk_seconds"], at["queue_seconds"], at["transcript"]
    rows = faults = 0
    for _number, row in sheet.rows(match.first_data_row):
        if not_data_row(row):
            continue
        record = (
            parse_id(row[call], fold_case=False),
            parse_id(row[staff]),
            split_people(row[name]),
            parse_date(row[day], period=period),
            parse_clock(row[start]),
            parse_seconds(row[talk]),
            parse_seconds(row[wait]),
            row[text],
            *[read(row[column]) for column, read in answers],
        )
        rows += 1
        faults += Fault in map(type, record)
    assert (rows, faults) == (ROWS, 0), (rows, faults)
    return rows


def best(read: Callable[[], int]) -> float:
    """The fastest of some runs, in seconds; the collector off, as a run of the program has it."""
    times = []
    for _run in range(RUNS):
        gc.collect()
        gc.disable()
        began = time.perf_counter()
        read()
        times.append(time.perf_counter() - began)
        gc.enable()
    return min(times)


def main() -> None:
    """Print both times and their ratio."""
    if not DATA.exists():
        print(f"making {DATA} …")
        make(DATA)
    theirs, ours = best(read_with_calamine), best(read_with_us)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"calamine alone {theirs:.2f} s, intake {ours:.2f} s, ratio {ours / theirs:.2f}, peak {memory:.0f} MB"
    )
    sys.exit(0 if ours <= 2.5 * theirs else 1)


if __name__ == "__main__":
    main()
