"""How long a whole month takes, as a ratio to python-calamine's bare reading of the same files.

``python benchmarks/month.py [--small] [--pairs 5]``: ``qualitykit score`` as a process, its workbooks
written, against a process that only opens the same files with calamine and walks over every row. They run in
pairs, one after the other; the median of the ratios counts, so that a busy machine disturbs little. Peak
memory is that of the processes. Targets: big month 4 × the time and 3 × the memory, small month 9 × the time.
Then ``scan`` of as many calls in eight files, whose memory must stay below 1 GB. Ends with 1 if a target is
missed.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.make_month import BIG, SCAN, SMALL, Size, make

BARE = """
import sys
from python_calamine import CalamineWorkbook
for path in sys.argv[1:]:
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        for row in book.get_sheet_by_name(name).iter_rows():
            pass
"""
MEGABYTE = 1024  # ru_maxrss counts in KB


def run(arguments: Sequence[str]) -> tuple[float, int, float]:
    """Seconds, peak memory (MB) and seconds of the processor, of a process with its children."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    began = time.perf_counter()
    child = os.posix_spawn(
        arguments[0],
        list(arguments),
        # as it is for people: modules compiled once are kept
        {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        file_actions=[(os.POSIX_SPAWN_DUP2, nowhere, 1), (os.POSIX_SPAWN_DUP2, nowhere, 2)],
    )
    _pid, status, used = os.wait4(child, 0)
    seconds = time.perf_counter() - began
    os.close(nowhere)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        raise SystemExit(f"{' '.join(arguments[:5])} … ended with {code}")
    return seconds, used.ru_maxrss // MEGABYTE, used.ru_utime + used.ru_stime


def compare(size: Size, pairs: int, most: float, most_memory: float | None) -> bool:
    """Score a month and read it bare, in pairs; whether the targets are met."""
    folder = make(size)
    files = sorted(str(path) for path in folder.glob("*.xlsx"))
    program = [sys.executable, "-m", "qualitykit"]
    times, memories, work = [], [], []
    for _pair in range(pairs):
        bare, bare_memory, bare_work = run([sys.executable, "-c", BARE, *files])
        with tempfile.TemporaryDirectory() as out:
            ours, our_memory, our_work = run([*program, "score", str(folder), "--out", out])
            if not list(Path(out).rglob("*.xlsx")):
                raise SystemExit("score wrote no workbook")
        times.append(ours / bare)
        memories.append(our_memory / bare_memory)
        work.append(our_work / bare_work)
        print(
            f"  {size.name}: calamine {bare:.2f} s {bare_memory} MB, score {ours:.2f} s {our_memory} MB, "
            f"ratio {times[-1]:.2f} (processor {work[-1]:.2f}), memory {memories[-1]:.2f}"
        )
    ratio, memory = statistics.median(times), statistics.median(memories)
    met = ratio <= most and (most_memory is None or memory <= most_memory)
    limits = f"at most {most:g}" + (f", memory at most {most_memory:g}" if most_memory else "")
    print(
        f"{size.name} month: {ratio:.2f} × the bare read (processor {statistics.median(work):.2f} ×), "
        f"memory {memory:.2f} × ({limits}) {_verdict(met)}"
    )
    return met


def scan(size: Size, most_megabytes: int) -> bool:
    """``qualitykit scan`` of transcripts: memory grows with the largest file."""
    files = sorted(str(path) for path in make(size).glob("录音质检*.xlsx"))
    seconds, memory, _work = run([sys.executable, "-m", "qualitykit", "scan", *files])
    met = memory < most_megabytes
    print(
        f"scan of {size.reviews * 20:,} turns in {len(files)} files: {seconds:.1f} s, {memory} MB "
        f"(below {most_megabytes}) {_verdict(met)}"
    )
    return met


def _verdict(met: bool) -> str:
    return "met" if met else "MISSED"


def main() -> None:
    """Print the ratios, end with 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="only the small month")
    parser.add_argument("--pairs", type=int, default=5, help="how often each is run")
    arguments = parser.parse_args()
    shutil.rmtree(SMALL.folder.parent / "making", ignore_errors=True)
    met = [compare(SMALL, arguments.pairs, 9, None)]
    if not arguments.small:
        met += [compare(BIG, arguments.pairs, 4, 3), scan(SCAN, 1000)]
    sys.exit(0 if all(met) else 1)


if __name__ == "__main__":
    main()
