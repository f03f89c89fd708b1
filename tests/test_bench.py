"""The benchmarks run with a handful of everything, on a stack of their own, so that nothing breaks them unseen."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROWS = {  # what a row's name begins with: how many there are at least
    "floor, concurrency": 2,
    "floor with an effect a step, concurrency": 2,
    "claim, nothing recorded, concurrency": 2,
    "claim, concurrency": 2,
    "help page": 1,
    "25 of ": 1,
    "one Argon2 check": 1,
    "one session read": 1,
    "sign-in by password": 1,
    "list": 15,
    "organisation's list": 15,
    "queue": 5,
    "owner: ": 4,
    "audit": 2,
    "1 at once": 1,
    "8 at once": 1,
}


@pytest.mark.timeout(400)
def test_every_benchmark_runs_and_prints_its_rows() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bench", "--smoke"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr[-3000:]
    printed = Counter(begins for line in run.stdout.splitlines() for begins in ROWS if line.startswith(f"| {begins}"))
    assert {name for name, least in ROWS.items() if printed[name] < least} == set(), run.stdout
