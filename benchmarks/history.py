"""What a long history costs: 36 closed months of 1,000 people, and the 37th scored after them.

``python benchmarks/history.py [MONTHS [PEOPLE]]`` prints ratios of processor time. Held to: the ledger's
history costs ``score`` no more than reading the month's workbooks does, also where an appeal about the third
month was upheld (the months from it on are computed again once, which is printed apart); ``explain`` takes no
more than 5 × ``--help``.
"""

import os
import subprocess
import sys
import tempfile
import time
from calendar import monthrange
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from qualitykit import __version__
from qualitykit.intake.month import read_months
from qualitykit.ledger.store import Inputs, Ledger
from qualitykit.ledger.verify import verify
from qualitykit.ledger.workspace import Workspace, find_workspace, make_workspace
from qualitykit.model import MonthRecords
from qualitykit.scoring.month import score_month
from qualitykit.standards.standard import Standard
from qualitykit.workflow.appeals import decide_in, file_in
from qualitykit.workflow.collector import no_collector
from qualitykit.workflow.corrections import correct
from qualitykit.workflow.known_months import history_for
from qualitykit.workflow.standards import load_standards

NOW = datetime(2026, 11, 2, tzinfo=UTC)
CONTACTS = 10  # patrols and reviews a person and month
_HEAD = (
    "巡查日期,巡查时间,工号,被检查人,巡查人,"
    "着装统一整洁,发型妆容得体,工牌佩戴规范,微笑服务,站姿坐姿端正,主动问候,目光交流"
)
_PRAISE = "服务日期,工号,员工姓名,客户,表扬内容,核实,核实人,核实日期"


_FAMILY = "赵钱孙李周吴郑王冯陈"
_GIVEN = "安宁静远明达文武英杰"


def _name(index: int) -> str:
    """An invented name of its own for each number."""
    digits = f"{index:05}"
    return _FAMILY[int(digits[1])] + "".join(_GIVEN[int(one)] for one in digits[2:])


def write_month(folder: Path, month: str, people: int) -> None:
    """A month's workbooks: ten patrols a person, one in fifty with a finding; a praise for every fifth."""
    folder.mkdir(parents=True)
    year, number = map(int, month.split("-"))
    lines = [_HEAD]
    praises = [_PRAISE]
    for index in range(people):
        who = f"E{index:05},{_name(index)}"
        for contact in range(CONTACTS):
            day = date(year, number, 1 + (index + contact * 2) % 28)
            badge = "否" if (index * 7 + contact * 13 + number) % 50 == 0 else "是"
            lines.append(f"{day},{9 + contact % 8}:{index % 60:02},{who},质检员,是,是,{badge},是,是,是,是")
        if index % 5 == number % 5:
            on = date(year, number, monthrange(year, number)[1])
            praises.append(f"{year}-{number:02}-09,{who},客户{index}-{month},服务热情周到,是,主管,{on}")
    (folder / "现场巡查.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "客户表扬登记.csv").write_text("\n".join(praises) + "\n", encoding="utf-8")


def make(folder: Path, people: int) -> Workspace:
    """A workspace with a roster."""
    make_workspace(folder)
    settings = folder / "qualitykit.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("员工名册.xlsx", "员工名册.csv"), encoding="utf-8"
    )
    rows = ["工号,姓名,部门,入职日期,制度签收日期,绩效奖金基数"]
    rows += [
        f"E{i:05},{_name(i)},部门{i % 12},2020-01-01,2024-12-20,{2000 + i % 7 * 100}" for i in range(people)
    ]
    (folder / "员工名册.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = find_workspace(folder)
    assert found is not None
    return found


def _months(count: int) -> list[str]:
    first = 2025 * 12 + 1  # the pack is in force, and everybody has signed it
    return [f"{(first + i) // 12}-{(first + i) % 12 + 1:02}" for i in range(count + 1)]


def _read(workspace: Workspace, month: str, packs: tuple[Standard, ...]) -> tuple[float, MonthRecords]:
    started = time.process_time()
    ((records, _problems),) = read_months([workspace.inbox / month], standards=packs, roster=workspace.roster)
    return time.process_time() - started, records


def _appeal(ledger: Ledger, month: str) -> str:
    """Uphold an appeal about the month's first incident."""
    incident = ledger.result(month).incidents[0]
    ref = f"{month}/{incident.employee_no}/1"
    filed = file_in(ledger, ref, reason="监控可见", at=NOW, by=incident.employee_no, days=15)
    decide_in(ledger, filed.id, "not_a_breach", reason="属实", at=NOW, by="主任")
    return ref


def _known(ledger: Ledger, packs: tuple[Standard, ...], records: MonthRecords) -> float:
    """What the ledger adds to a month before it is scored: corrections of closed months, and the history."""
    started = time.process_time()
    found, _problems = correct(ledger, records, ())
    history_for(ledger, packs, found)
    return time.process_time() - started


def _command(folder: Path, *arguments: str) -> float:
    best = float("inf")
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "qualitykit", *arguments],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "QUALITYKIT_LANG": "zh"},
        )
        best = min(best, time.perf_counter() - started)
    return best


def main() -> None:
    """Build the history, then time what the issue asks about."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 36
    people = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    with tempfile.TemporaryDirectory() as name, no_collector():
        workspace = make(Path(name) / "w", people)
        packs = load_standards(workspace.standards)
        *closed, last = _months(count)
        started = time.process_time()
        with Ledger.open(workspace.ledger, create=True) as ledger:
            for month in closed:
                write_month(workspace.inbox / month, month, people)
                _seconds, records = _read(workspace, month, packs)
                history = history_for(ledger, packs, records)
                result = score_month(packs, records, history, program_version=__version__)
                ledger.put_draft(result, Inputs(records), packs, at=NOW)
                ledger.close(month, at=NOW, by="benchmark")
            print(f"{count} months of {people} people closed in {time.process_time() - started:.0f} s")
            size = Decimal(Path(str(workspace.ledger)).stat().st_size) / (1 << 20)
            print(f"ledger: {size:.0f} MB")
            write_month(workspace.inbox / last, last, people)
            reading = min(_read(workspace, last, packs)[0] for _ in range(3))
            _seconds, records = _read(workspace, last, packs)
            looking = float("inf")
            for _ in range(3):
                started = time.process_time()
                history = history_for(ledger, packs, records)
                looking = min(looking, time.process_time() - started)
            started = time.process_time()
            alone = score_month(packs, records, type(history)(), program_version=__version__)
            bare = time.process_time() - started
            started = time.process_time()
            result = score_month(packs, records, history, program_version=__version__)
            scoring = time.process_time() - started
            started = time.process_time()
            ledger.put_draft(result, Inputs(records), packs, at=NOW)
            storing = time.process_time() - started
            started = time.process_time()
            assert not verify(ledger).problems
            verifying = time.process_time() - started
            appealed = _appeal(ledger, closed[2])
            once = _known(ledger, packs, records)
            again = min(_known(ledger, packs, records) for _ in range(3))
        costs = looking + max(scoring - bare, 0)
        print(f"read the month's workbooks {reading:.2f} s ({len(records.evaluations)} rows)")
        print(f"history: read {looking:.2f} s, in scoring {scoring - bare:+.2f} s of {scoring:.2f} s")
        print(f"history / reading = {costs / reading:.2f} (at most 1)")
        print(f"after the upheld appeal {appealed}: {once:.1f} s once, then {again:.2f} s")
        ratio = (again + max(scoring - bare, 0)) / reading
        print(f"with the appeal: history / reading = {ratio:.2f} (at most 1)")
        print(f"store the draft {storing:.2f} s, verify everything {verifying:.1f} s")
        explaining = _command(workspace.folder, "explain", last, alone.people[0].employee_no)
        helping = _command(workspace.folder, "--help")
        print(
            f"explain / --help = {explaining / helping:.2f} (at most 5): {explaining:.2f} s / {helping:.2f} s"
        )


if __name__ == "__main__":
    main()
