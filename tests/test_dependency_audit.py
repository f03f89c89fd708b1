"""No locked package has a published fault, as far as this machine can find out: never red for lack of a network."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
WAIT_SECONDS = 90


def faults_in(report: str) -> list[str] | None:
    """Return the faults that pip-audit's JSON names; None when it is no report: nothing could be looked up."""
    try:
        packages = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return None
    return [f"{one['name']} {one['version']}: {fault['id']}" for one in packages for fault in one.get("vulns", [])]


def test_a_fault_is_read_from_a_report_and_silence_is_no_report() -> None:
    package = {"name": "left-pad", "version": "1.0", "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["1.1"]}]}
    assert faults_in(json.dumps({"dependencies": [package]})) == ["left-pad 1.0: PYSEC-2026-1"]
    assert faults_in(json.dumps({"dependencies": [{**package, "vulns": []}]})) == []
    assert faults_in("") is None
    assert faults_in("ERROR: connection refused") is None


def test_no_locked_package_has_a_known_fault() -> None:
    program = shutil.which("pip-audit") or shutil.which("pip-audit", path=str(ROOT / ".venv" / "bin"))
    if program is None:
        pytest.skip("NOT AUDITED: pip-audit is not installed on this machine")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        lock = ("--requirement", str(ROOT / "docker" / "production.lock"), "--require-hashes", "--disable-pip")
        words = (program, *lock, "--format", "json", "--output", str(report), "--progress-spinner", "off")
        try:
            subprocess.run(words, check=False, capture_output=True, timeout=WAIT_SECONDS)
        except subprocess.TimeoutExpired:
            pytest.skip("NOT AUDITED: the list of known faults did not answer in time")
        found = faults_in(report.read_text() if report.exists() else "")
    if found is None:
        pytest.skip("NOT AUDITED: the list of known faults cannot be reached from here")
    assert found == []
