"""How fast the program starts, as ratios to importing what it stands on.

``python benchmarks/start.py [--runs 9]``: ``qualitykit --help`` at most 2 × ``python -c "import typer"``;
``qualitykit score`` of the sample month (24 people) at most 5 × ``python -c "import typer, pydantic,
openpyxl"``. Run in turn, medians of the runs. Ends with 1 if a target is missed.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from benchmarks.month import run  # noqa: E402 - found only with the root on the path

SAMPLE = ROOT / "samples" / "2026-10"


def compare(what: str, ours: Sequence[str], theirs: str, runs: int, most: float) -> bool:
    """Run both in turn; whether the median ratio is within the target."""
    ratios, seconds, bare = [], [], []
    run(ours)  # the first run compiles and warms the file cache for both
    run([sys.executable, "-c", theirs])
    for _run in range(runs):
        bare.append(run([sys.executable, "-c", theirs])[0])
        seconds.append(run(ours)[0])
        ratios.append(seconds[-1] / bare[-1])
    ratio = statistics.median(ratios)
    met = ratio <= most
    print(
        f"{what}: {statistics.median(seconds):.2f} s against {statistics.median(bare):.2f} s of `{theirs}`, "
        f"{ratio:.2f} × (at most {most:g}) {'met' if met else 'MISSED'}"
    )
    return met


def main() -> None:
    """Print the ratios, end with 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9, help="how often each is run")
    arguments = parser.parse_args()
    program = [sys.executable, "-m", "qualitykit"]
    met = [compare("--help", [*program, "--help"], "import typer", arguments.runs, 2)]
    with tempfile.TemporaryDirectory() as out:
        score = [*program, "score", str(SAMPLE), "--out", out]
        met.append(
            compare("sample month", score, "import typer, pydantic, openpyxl", max(3, arguments.runs // 3), 5)
        )
    sys.exit(0 if all(met) else 1)


if __name__ == "__main__":
    main()
