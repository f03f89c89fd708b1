"""Programs the launcher runs: none outlives it, each is watched, started again with back-off, stopped politely."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from docker.leftovers import Started
from docker.parts import GivenUpError, PartFailedError, Service

TETHER = Path(__file__).with_name("tether.py")
FIRST_PAUSE = 0.5  # seconds before the first new start
LONGEST_PAUSE = 30.0
SETTLED = 60.0  # a program that lived that long begins again with the first pause
QUOTED_LINES = 15
LOG_LIMIT = 20_000_000  # bytes, then the log moves to NAME.log.1 at the next start


class Spawner:
    """Starts programs from one thread that lives as long as the launcher.

    The kernel's death signal follows the *thread* that started a program, so a passing thread must not start one.
    """

    def __init__(self, *, folder: Path, environment: Mapping[str, str], started: Started) -> None:
        """Programs run in `folder` with `environment` beside their own, and are noted in `started`."""
        self._folder = folder
        self._environment = environment
        self._started = started
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spawner")

    def start(
        self, command: tuple[str, ...], *, log: Path, environment: Mapping[str, str], user: str, orphan_signal: int
    ) -> subprocess.Popen[bytes]:
        """Start a program in a session of its own, its output appended to `log`."""
        tether = (sys.executable, "-I", "-S", str(TETHER), str(os.getpid()), str(int(orphan_signal)), user)

        def spawn() -> subprocess.Popen[bytes]:
            with log.open("ab") as output:
                return subprocess.Popen(  # noqa: S603 - the stack's own commands
                    (*tether, *command),
                    cwd=self._folder,
                    env={**self._environment, **environment},
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )

        program = self._thread.submit(spawn).result()
        self._started.note(program.pid)
        return program

    def close(self) -> None:
        """End the thread; every program must have ended before."""
        self._thread.shutdown()


class Child:
    """One service's program, and the promise to start it again when it ends unasked."""

    def __init__(self, service: Service, *, spawner: Spawner, log: Path, say: Callable[[str], None]) -> None:
        """Nothing runs before `start`."""
        self.service = service
        self._spawner = spawner
        self._log = log
        self._say = say
        self._told_to_end = threading.Event()
        self._watcher: threading.Thread | None = None
        self._program: subprocess.Popen[bytes] | None = None
        self._written_before = 0

    @property
    def pid(self) -> int:
        """Return the process id of the program as it runs now; ProcessLookupError when it never started."""
        if self._program is None:
            raise ProcessLookupError(self.service.name)
        return self._program.pid

    @property
    def alive(self) -> bool:
        """Tell whether the program runs."""
        return self._program is not None and self._program.poll() is None

    def start(self) -> None:
        """Start the program; does not wait for it and does not watch it yet."""
        self._told_to_end = threading.Event()
        self._spawn()

    def wait_ready(self, *, given_up: threading.Event | None = None) -> None:
        """Return once the program answers; PartFailedError when it ends for good, or stays silent too long."""
        given_up = given_up or threading.Event()
        until = time.monotonic() + self.service.start_within
        while not (self.alive and self.service.ready(self.written())):
            if not self.alive and not self._comes_back():
                raise PartFailedError(f"{self.service.name} {self._ending()}.\n{self.last_lines()}")
            if time.monotonic() > until:
                silence = f"did not answer within {self.service.start_within:.0f} s"
                raise PartFailedError(f"{self.service.name} {silence}.\n{self.last_lines()}")
            if given_up.wait(0.1):
                raise GivenUpError(self.service.name)

    def watch(self) -> None:
        """Start the program again, from now on, whenever it ends unasked."""
        self._watcher = threading.Thread(target=self._keep_up, args=(self._told_to_end,), daemon=True)
        self._watcher.start()

    def kill(self, *, stay_down: bool = False) -> None:
        """End the program and its own children as kill -9 does; it is started again unless told to stay down."""
        if stay_down:
            self._told_to_end.set()
        self._signal_group(signal.SIGKILL)
        if self._program is not None:
            self._program.wait()

    def ask_to_stop(self) -> None:
        """Send the stop signal and return at once."""
        self._told_to_end.set()
        if self._program is not None and self.alive:
            self._program.send_signal(self.service.stop_signal)

    def stop(self) -> None:
        """Ask the program to stop, wait, kill what does not listen, and sweep its process group."""
        self.ask_to_stop()
        if self._watcher is not None:
            self._watcher.join()  # it may have been starting the program again just now
            self.ask_to_stop()
        if self._program is not None:
            try:
                self._program.wait(self.service.stop_within)
            except subprocess.TimeoutExpired:
                self._say(f"{self.service.name} did not stop within {self.service.stop_within:.0f} s and is killed")
            self._signal_group(signal.SIGKILL)
            self._program.wait()

    def written(self) -> str:
        """Return what the program has written since its last start."""
        with self._log.open("rb") as log:
            log.seek(self._written_before)
            return log.read(1_000_000).decode(errors="replace")

    def last_lines(self) -> str:
        """Return the end of what the program has written, indented for a message."""
        return quoted(self.written(), self._log)

    def _spawn(self) -> None:
        """Start the program with its log cut to a bearable size."""
        self._written_before = open_log(self._log)
        self._program = self._spawner.start(
            self.service.command,
            log=self._log,
            environment=self.service.environment,
            user=self.service.user,
            orphan_signal=self.service.orphan_signal,
        )

    def _keep_up(self, told_to_end: threading.Event) -> None:
        """Wait for the program's end and start it again, later each time it ends early."""
        pause = FIRST_PAUSE
        while self._program is not None:
            began = time.monotonic()
            self._program.wait()
            if told_to_end.is_set():
                return
            pause = FIRST_PAUSE if time.monotonic() - began > SETTLED else pause
            self._signal_group(signal.SIGKILL)  # what it left of its own children would hold its port
            self._say(f"{self.service.name} {self._ending()}; it is started again in {pause:g} s")
            if told_to_end.wait(pause):
                return
            pause = min(pause * 2, LONGEST_PAUSE)
            self._start_again(told_to_end)

    def _start_again(self, told_to_end: threading.Event) -> None:
        """Start the ended program and say when it answers; a failure is said and left to the next round."""
        began = time.monotonic()
        self._spawn()
        try:
            self.wait_ready(given_up=told_to_end)
        except PartFailedError as failure:
            if not told_to_end.is_set():
                self._say(str(failure))
                self._signal_group(signal.SIGKILL)
        else:
            self._say(f"{self.service.name} answers again after {time.monotonic() - began:.1f} s")

    def _comes_back(self) -> bool:
        """Tell whether another thread is about to start the ended program again."""
        watcher = self._watcher
        promised = watcher is not None and watcher.is_alive() and watcher is not threading.current_thread()
        return promised and not self._told_to_end.is_set()

    def _ending(self) -> str:
        """Say how the program ended."""
        code = self._program.poll() if self._program is not None else None
        if code is not None and code < 0:
            return f"was ended by {signal.Signals(-code).name}"
        return f"ended with code {code}"

    def _signal_group(self, number: signal.Signals) -> None:
        """Signal the program's process group, if anything of it is left."""
        if self._program is not None:
            try:
                os.killpg(self._program.pid, number)
            except ProcessLookupError:
                return  # all of it has ended, which is what the signal is for


def open_log(log: Path) -> int:
    """Make the log's folder, set a grown log aside, and return where the next output begins, in bytes."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
    log.touch()
    return log.stat().st_size


def quoted(written: str, log: Path) -> str:
    """Return the last lines of an output, indented, with the place of the whole."""
    lines = written.strip().splitlines()[-QUOTED_LINES:]
    return "\n".join([f"    {line}" for line in lines] + [f"  The whole log: {log}"])
