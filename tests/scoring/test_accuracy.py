"""The accuracy that the shipped pack reaches on the labelled set is held by a test."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_shipped_pack_reaches_its_targets() -> None:
    """Standing precision, recall clean and noisy, pending hits: the benchmark ends well."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "accuracy.py")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
