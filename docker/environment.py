"""Make a fresh machine's environment: `.venv`, a pinned uv, every locked package; and the tests' Debian tools."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

# Runs on a bare Python, before any package is installed: stdlib only.

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = (ROOT / "docker" / "bootstrap.lock", ROOT / "requirements.lock")
STAMP = VENV / "locks.sha256"
OLDEST = (3, 11)
TEST_TOOLS = {  # program: Debian package
    "chromium": "chromium",
    "chromium-headless-shell": "chromium-headless-shell",
    "pdftotext": "poppler-utils",
    "xmlsec1": "xmlsec1",
}


class EnvironmentRefusedError(SystemExit):
    """The environment cannot be made here; the message says what a person can do about it."""


def main(arguments: Sequence[str]) -> None:
    """Make the environment; with `--tools` also the programs that only the tests need."""
    if sys.version_info < OLDEST:
        raise EnvironmentRefusedError(f"Divan needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if "--tools" in arguments:
        install_tools()
    if VENV.is_symlink() or installed_is_locked():
        return
    create_venv()
    install_locked()
    STAMP.write_text(locks_hash())


def locks_hash() -> str:
    """Return the SHA-256 over both lock files."""
    return hashlib.sha256(b"\0".join(lock.read_bytes() for lock in LOCKS)).hexdigest()


def installed_is_locked() -> bool:
    """Tell whether `.venv` was filled from exactly these lock files."""
    return STAMP.is_file() and STAMP.read_text().strip() == locks_hash()


def create_venv() -> None:
    """Create `.venv` with pip; on Debian without python3-venv, install that first when we are root."""
    if (VENV / "bin" / "pip").exists():
        return
    _say("creating .venv")
    if _succeeds(sys.executable, "-m", "venv", str(VENV)):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    _install_debian(["python3-venv"])
    _run(sys.executable, "-m", "venv", str(VENV))


def install_locked() -> None:
    """Install uv by its hashes, then all else by its hashes with uv, which takes seconds."""
    _say("installing the locked packages (the first time this takes a minute)")
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    _run(*pip, "--require-hashes", "--no-deps", "-r", str(LOCKS[0]))
    uv = [str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--python", str(VENV / "bin" / "python")]
    _run(*uv, "--require-hashes", "-r", str(LOCKS[1]))


def install_tools() -> None:
    """Install the Debian programs that the tests drive, those that are missing."""
    missing = [package for program, package in TEST_TOOLS.items() if shutil.which(program) is None]
    if missing:
        _install_debian(missing)


def _install_debian(packages: list[str]) -> None:
    """Install Debian packages as root, or say what a person must install."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise EnvironmentRefusedError(f"Please install first: {' '.join(packages)} (Debian: apt-get install …).")
    _say(f"installing {' '.join(packages)}")
    _run("apt-get", "-qq", "update")
    _run("apt-get", "-qq", "-y", "--no-install-recommends", "install", *packages)


def _run(*command: str) -> None:
    """Run a command, its output shown; end with its name when it fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, check=False, env=environment, stdin=subprocess.DEVNULL)  # noqa: S603 - fixed commands
    if done.returncode:
        raise EnvironmentRefusedError(f"This failed with code {done.returncode}: {' '.join(command)}")


def _succeeds(*command: str) -> bool:
    """Run a command without showing its output and tell whether it succeeded."""
    return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603 - fixed commands


def _say(text: str) -> None:
    """Show progress at once, also through a pipe."""
    print(f"· {text}", flush=True)  # noqa: T201 - this program talks to a person


if __name__ == "__main__":
    main(sys.argv[1:])
