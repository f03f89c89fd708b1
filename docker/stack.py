"""The whole court on one machine: started in the order its parts need each other, kept up, stopped without a trace."""

import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from pathlib import Path
from types import TracebackType
from typing import Self

from docker.court import court_parts
from docker.leftovers import FolderLock, Started
from docker.parts import GivenUpError, Part, PartFailedError, Service, Task
from docker.ports import Ports
from docker.processes import Child, Spawner, open_log, quoted
from docker.site import ROOT, Site

Say = Callable[[str], None]


class Stack:
    """One running court; a context manager for tests and fault scripts, which may kill single parts.

    `base_dir` is what `var/` is for `make up`; a second start on it finds everything as it was. `parts` is for those
    who want fewer or other parts than the whole court.
    """

    def __init__(
        self,
        base_dir: Path,
        ports: Ports,
        *,
        parts: Callable[[Site], Sequence[Part]] = court_parts,
        say: Say = lambda _text: None,
    ) -> None:
        """Nothing is started or written before `start`."""
        self.site = Site(base_dir.resolve(), ports)
        self._choose_parts = parts
        self._say = say
        self._lock = FolderLock(self.site.base)
        self._given_up = threading.Event()
        self._children: dict[str, Child] = {}
        self._outputs: dict[str, str] = {}
        self._parts: tuple[Part, ...] = ()
        self._spawner: Spawner | None = None

    @property
    def env(self) -> dict[str, str]:
        """The environment the stack's programs run in, secrets included."""
        return dict(self.site.environment)

    def start(self) -> None:
        """Start all parts and return when each answers.

        Raises StackRunningError, PortTakenError or PartFailedError, and then leaves no process behind.
        """
        self._lock.take(f"process {os.getpid()}")
        try:
            started = Started(self.site.base / "processes")
            if left := started.end_all():
                self._say(f"ended {left} processes that an earlier launcher left behind")
            self.site.ports.check_free()
            self._given_up.clear()
            self._spawner = Spawner(folder=ROOT, environment=self.site.environment, started=started)
            self._parts = tuple(self._choose_parts(self.site))
            self._bring_up_all()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop all parts, those that need others before those they need; safe to call twice."""
        self._given_up.set()
        for layer in reversed(_layers(self._parts)):
            children = [self._children[name] for name in layer if name in self._children]
            for child in children:
                child.ask_to_stop()
            for child in children:
                child.stop()
        self._children.clear()
        if self._spawner is not None:
            self._spawner.close()
            self._spawner = None
            Started(self.site.base / "processes").end_all()
        self._lock.give_back()

    def process(self, name: str) -> Child:
        """Return a part: `.pid`, `.alive`, `.kill(stay_down=…)`, `.wait_ready()`; KeyError for an unknown name."""
        return self._children[name]

    def output(self, task: str) -> str:
        """Return what a task printed at this start; KeyError when it did not run."""
        return self._outputs[task]

    def restart(self, name: str) -> None:
        """Stop a part, if it runs, start it and return when it answers."""
        child = self._children[name]
        child.stop()
        child.start()
        child.wait_ready()
        child.watch()

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    def _bring_up_all(self) -> None:
        """Start each part as soon as those it needs are up; the first failure gives all others up."""
        with ThreadPoolExecutor(max_workers=len(self._parts)) as pool:
            coming: dict[str, Future[None]] = {}
            for part in self._parts:
                coming[part.name] = pool.submit(self._bring_up, part, [coming[name] for name in part.needs])
            try:
                done, _still = wait(coming.values(), return_when=FIRST_EXCEPTION)
            finally:
                if not all(future.done() and future.exception() is None for future in coming.values()):
                    self._given_up.set()
        failures = [failure for future in done if (failure := future.exception()) is not None]
        if failures:
            raise next((failure for failure in failures if not isinstance(failure, GivenUpError)), failures[0])

    def _bring_up(self, part: Part, needs: Sequence[Future[None]]) -> None:
        """Wait for what the part needs, then start it and say how long it took."""
        wait(needs, return_when=FIRST_EXCEPTION)
        if self._given_up.is_set() or any(need.exception() for need in needs if need.done()):
            raise GivenUpError(part.name)
        began = time.monotonic()
        self._say(f"{part.name:<12} starting")
        if isinstance(part, Service):
            self._bring_up_service(part)
        else:
            self._run_task(part)
        self._say(
            f"{part.name:<12} {'ready' if isinstance(part, Service) else 'done'} {time.monotonic() - began:5.1f} s"
        )

    def _bring_up_service(self, service: Service) -> None:
        """Start a service, wait until it answers and begin to watch it."""
        service.prepare()
        child = Child(service, spawner=self._spawning(), log=self.site.log(service.name), say=self._say)
        self._children[service.name] = child
        child.start()
        child.wait_ready(given_up=self._given_up)
        service.settle()
        child.watch()

    def _run_task(self, task: Task) -> None:
        """Run a task to its good end; PartFailedError with the end of its output otherwise."""
        log = self.site.log(task.name)
        begins = open_log(log)
        program = self._spawning().start(task.command, log=log, environment=task.environment, user="-", orphan_signal=9)
        until = time.monotonic() + task.within
        while program.poll() is None:
            if time.monotonic() > until or self._given_up.wait(0.05):
                program.kill()
                program.wait()
        written = log.read_bytes()[begins:].decode(errors="replace")
        self._outputs[task.name] = written
        if program.returncode:
            raise PartFailedError(f"{task.name} ended with code {program.returncode}.\n{quoted(written, log)}")

    def _spawning(self) -> Spawner:
        """Return the spawner of a stack that is started."""
        if self._spawner is None:
            raise PartFailedError("the stack is not started")
        return self._spawner


def _layers(parts: Sequence[Part]) -> list[list[str]]:
    """Group parts by how many layers of others they stand on; none needs another of its own layer."""
    depth: dict[str, int] = {}
    for part in parts:  # in the order they are given, each after what it needs
        depth[part.name] = 1 + max((depth[name] for name in part.needs), default=-1)
    return [[name for name, at in depth.items() if at == layer] for layer in range(max(depth.values(), default=-1) + 1)]
