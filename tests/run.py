"""Every check and test in one run with one closing line: `python -m tests.run`; `--checks` leaves the tests out."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any
from xml.etree import ElementTree as ET  # our own pytest wrote the file: no hostile XML

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PYTEST_NOTHING_CHOSEN = 5
# Named one by one: from "." pylint would walk through .venv, whatever its ignore list says.
PACKAGES = ("models", "activities", "workflows", "web", "simulators", "docker", "bench", "tests")
OURS = (*PACKAGES, *sorted(path.name for path in ROOT.glob("*.py")))
CHECKS = {
    "lint": ("ruff", "check", "--quiet", "."),
    "format": ("ruff", "format", "--check", "--quiet", "."),
    "types": ("mypy", "."),
    "imports": ("lint-imports",),
    "duplicates": ("pylint", "--disable=all", "--enable=duplicate-code", "--score=n", "--recursive=y", *OURS),
}
# Kills and browsers wait for most of their time, and are judged by how long: they have the processors first.
WAITING = {
    "faults": ("pytest", "-vv", "--no-header", "tests/faults"),
    # two courts, two browsers
    "browser": ("pytest", "-vv", "--no-header", "tests/journeys", "-n", "2", "--dist", "load"),
}
# Whatever only computes takes what they leave.
COMPUTING = {
    "tests": (
        *("pytest", "--ignore=tests/faults", "--ignore=tests/journeys", "-n", "2", "--dist", "loadscope"),
        *("--timeout", "240"),  # twice what a test by itself may take
    ),
}
AFTER_OTHERS = ("nice", "-n", "5")


@dataclass
class Outcome:
    """What has run so far, told by several threads."""

    counts: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    fallen: list[str] = field(default_factory=list)
    _one_by_one: Lock = field(default_factory=Lock)

    def note(self, name: str, counted: Counter[str], *, seconds: float, fallen: Iterable[str] = ()) -> None:
        """Add what one part counted and the tests that fell in it, and say how it went."""
        with self._one_by_one:
            self.counts.update(counted)
            self.fallen += fallen
            if counted["failed"]:
                self.failed.append(name)
        _say(f"{'✗' if counted['failed'] else '✓'} {name:<12} {seconds:6.1f} s")

    @property
    def closing_line(self) -> str:
        """The one line that says it all."""
        passed, failed, skipped = (self.counts[kind] for kind in ("passed", "failed", "skipped"))
        return f"total: {passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else "")


def main(arguments: list[str]) -> int:
    """Run all, go on after a failure, print the closing line; returns the exit code."""
    outcome = Outcome()
    began = time.monotonic()
    lanes = (_checks,) if "--checks" in arguments else (_waiting, _computing)
    _side_by_side(lambda lane: lane(outcome), lanes)
    # Last of all: who reads the end of a long log alone learns from it what fell, and why.
    _say("\n" + "\n".join(f"✗ {test}" for test in outcome.fallen))
    _say(f"\n{time.monotonic() - began:.0f} s" + (f"; failed: {', '.join(outcome.failed)}" if outcome.failed else ""))
    _say(outcome.closing_line)
    return 1 if outcome.failed else 0


def _side_by_side(run: Callable[[Any], None], parts: Iterable[Any]) -> None:
    """Run the parts two at a time; what one raises is raised."""
    with ThreadPoolExecutor(max_workers=2) as two:
        list(two.map(run, parts))


def _waiting(outcome: Outcome) -> None:
    for name, command in WAITING.items():
        _test(outcome, name, command=_resolved(command))


def _computing(outcome: Outcome) -> None:
    _checks(outcome)
    for name, command in COMPUTING.items():
        _test(outcome, name, command=(*AFTER_OTHERS, *_resolved(command)))


def _checks(outcome: Outcome) -> None:
    _side_by_side(lambda name: _check(outcome, name, command=CHECKS[name]), CHECKS)


def _check(outcome: Outcome, name: str, *, command: tuple[str, ...]) -> None:
    """Run one check; its output is shown only when it fails."""
    began = time.monotonic()
    words = (*AFTER_OTHERS, *_resolved(command))
    done = subprocess.run(words, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        _say(done.stdout + done.stderr)
    counted = Counter(["failed" if done.returncode else "passed"])
    outcome.note(name, counted, seconds=time.monotonic() - began)


def _test(outcome: Outcome, name: str, *, command: tuple[str, ...]) -> None:
    """Run one pytest, its progress shown line by line as it goes, and note what it counted."""
    _say(f"· {name}")
    began = time.monotonic()
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        code = _shown(name, (*command, f"--junit-xml={report}"))
        counted, fallen = _read(report)
    if code not in {0, PYTEST_NOTHING_CHOSEN} and not counted["failed"]:
        counted["failed"] += 1  # pytest itself came to grief
    outcome.note(name, counted, seconds=time.monotonic() - began, fallen=fallen)


def _shown(name: str, command: tuple[str, ...]) -> int:
    """Run a program, say each of its lines under its part's name, and return its exit code."""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as program:
        for line in program.stdout or ():
            _say(f"{name:<8}{line.rstrip()}")
    return program.returncode


def _read(report: Path) -> tuple[Counter[str], list[str]]:
    """Read how many tests passed, failed and were skipped, and which fell, each with the first lines of its reason."""
    if not report.exists():
        return Counter(), []
    root = ET.parse(report).getroot()  # noqa: S314 - our own pytest wrote the file
    totals: Counter[str] = Counter()
    for suite in root.iter("testsuite"):
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped = int(suite.get("skipped", 0))
        totals.update(failed=failed, skipped=skipped, passed=int(suite.get("tests", 0)) - failed - skipped)
    fallen = [
        f"{case.get('classname')}::{case.get('name')}: {' '.join((reason.get('message') or '').split())[:400]}"
        for case in root.iter("testcase")
        for reason in (*case.iter("failure"), *case.iter("error"))
    ]
    return totals, fallen


def _resolved(command: tuple[str, ...]) -> tuple[str, ...]:
    """Take the program from `.venv`."""
    return (str(BIN / command[0]), *command[1:])


def _say(text: str) -> None:
    """Show progress at once, also through a pipe; in one write, for parts run side by side."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
