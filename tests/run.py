"""Every check and test in one run with one closing line: `python -m tests.run`; `--checks` leaves the tests out."""

import os
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
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
TESTS = {
    "tests": ("pytest", "-m", "not browser", "--ignore=tests/faults", "-n", "2", "--dist", "loadscope"),
    "faults": ("pytest", "tests/faults"),  # by themselves: killing and waiting beside other tests would judge the load
    "browser": ("pytest", "-m", "browser", "-n", "2", "--dist", "load"),  # two courts, two browsers
}


@dataclass
class Outcome:
    """What has run so far."""

    counts: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)

    @property
    def closing_line(self) -> str:
        """The one line that says it all."""
        passed, failed, skipped = (self.counts[kind] for kind in ("passed", "failed", "skipped"))
        return f"total: {passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else "")


def main(arguments: list[str]) -> int:
    """Run all, go on after a failure, print the closing line; returns the exit code."""
    outcome = Outcome()
    began = time.monotonic()
    with ThreadPoolExecutor(max_workers=2) as both_cores:
        list(both_cores.map(lambda name: _check(outcome, name, command=CHECKS[name]), CHECKS))
    if "--checks" not in arguments:
        for name, command in TESTS.items():
            _test(outcome, name, command=command)
    _say(f"\n{time.monotonic() - began:.0f} s" + (f"; failed: {', '.join(outcome.failed)}" if outcome.failed else ""))
    _say(outcome.closing_line)
    return 1 if outcome.failed else 0


def _check(outcome: Outcome, name: str, *, command: tuple[str, ...]) -> None:
    """Run one check; its output is shown only when it fails."""
    began = time.monotonic()
    done = subprocess.run(_resolved(command), cwd=ROOT, check=False, capture_output=True, text=True)
    _note(outcome, name, good=done.returncode == 0, seconds=time.monotonic() - began)
    outcome.counts["failed" if done.returncode else "passed"] += 1
    if done.returncode:
        _say(done.stdout + done.stderr)


def _test(outcome: Outcome, name: str, *, command: tuple[str, ...]) -> None:
    """Run one pytest, its progress shown as it goes, and add up what it counted."""
    _say(f"· {name}")
    began = time.monotonic()
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        words = (*_resolved(command), f"--junit-xml={report}")
        code = subprocess.run(words, cwd=ROOT, check=False, env={**os.environ, "PYTHONUNBUFFERED": "1"}).returncode
        counted = _counted(report)
    outcome.counts.update(counted)
    good = code in {0, PYTEST_NOTHING_CHOSEN} and not counted["failed"]
    if not good and not counted["failed"]:
        outcome.counts["failed"] += 1  # pytest itself came to grief
    _note(outcome, name, good=good, seconds=time.monotonic() - began)


def _counted(report: Path) -> Counter[str]:
    """Read how many tests passed, failed and were skipped."""
    if not report.exists():
        return Counter()
    suites = ET.parse(report).getroot().iter("testsuite")  # noqa: S314 - our own pytest wrote the file
    totals: Counter[str] = Counter()
    for suite in suites:
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped = int(suite.get("skipped", 0))
        totals.update(failed=failed, skipped=skipped, passed=int(suite.get("tests", 0)) - failed - skipped)
    return totals


def _resolved(command: tuple[str, ...]) -> tuple[str, ...]:
    """Take the program from `.venv`."""
    return (str(BIN / command[0]), *command[1:])


def _note(outcome: Outcome, name: str, *, good: bool, seconds: float) -> None:
    """Say how one part went."""
    _say(f"{'✓' if good else '✗'} {name:<12} {seconds:6.1f} s")
    if not good:
        outcome.failed.append(name)


def _say(text: str) -> None:
    """Show progress at once, also through a pipe."""
    print(text, flush=True)  # noqa: T201 - this program talks to a person


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
