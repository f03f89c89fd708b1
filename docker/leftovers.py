"""What a killed launcher may leave: a lock on the folder, a note of each process, a sweep at the next start."""

import fcntl
import threading
from pathlib import Path
from typing import TextIO

import psutil

PATIENCE = 10.0  # seconds a leftover has to end by itself (the kernel may be at it) before it is killed


class StackRunningError(Exception):
    """Another stack uses the same folder."""


class Started:
    """The note of every process this stack started: process id and birth, so that a reused id is not mistaken."""

    def __init__(self, path: Path) -> None:
        """Keep the note in `path`."""
        self._path = path
        self._one_writer = threading.Lock()

    def note(self, pid: int) -> None:
        """Add a process; one that has ended already needs no note."""
        try:
            line = f"{pid} {psutil.Process(pid).create_time()}\n"
        except psutil.NoSuchProcess:
            return
        with self._one_writer, self._path.open("a") as file:
            file.write(line)

    def end_all(self) -> int:
        """End every noted process that still lives, and forget the note; returns how many there were."""
        living = [process for line in self._lines() if (process := _living(line)) is not None]
        for process in living:
            process.terminate()
        _ended, stubborn = psutil.wait_procs(living, timeout=PATIENCE)
        for process in stubborn:
            process.kill()
        psutil.wait_procs(stubborn, timeout=PATIENCE)
        self._path.unlink(missing_ok=True)
        return len(living)

    def _lines(self) -> list[str]:
        """Return the noted lines."""
        return self._path.read_text().splitlines() if self._path.exists() else []


def _living(line: str) -> psutil.Process | None:
    """Return the noted process if it still lives and is the same one."""
    pid, born = line.split()
    try:
        process = psutil.Process(int(pid))
        same = abs(process.create_time() - float(born)) < 1 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return None
    return process if same else None


class FolderLock:
    """One stack a folder: held by the kernel for as long as the launcher lives, however it ends."""

    def __init__(self, folder: Path) -> None:
        """Nothing is held before `take`."""
        self._path = folder / "stack.lock"
        self._file: TextIO | None = None

    def take(self, owner: str) -> None:
        """Take the lock and write who has it; StackRunningError names the other owner."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            file.seek(0)
            other = file.read().strip()
            file.close()
            raise StackRunningError(f"A stack is running on {self._path.parent} already: {other}.") from taken
        file.truncate(0)
        file.write(owner)
        file.flush()
        self._file = file

    def give_back(self) -> None:
        """Release the lock, if held."""
        if self._file is not None:
            self._file.close()
            self._file = None
