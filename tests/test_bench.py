"""The benchmarks run: with a handful of everything, so that no new column breaks their seeds unseen."""

import subprocess
import sys

from tests.run import ROOT

TABLES = ("| claim, concurrency 16", "| help page", "| 25 of ", "| sign-in by password", "| list |", "| audit |")


def test_every_benchmark_runs_with_a_handful() -> None:
    done = subprocess.run(
        (sys.executable, "-m", "bench", "--smoke"), cwd=ROOT, check=False, capture_output=True, text=True, timeout=180
    )
    assert done.returncode == 0, done.stderr
    assert [row for row in TABLES if row not in done.stdout] == []
