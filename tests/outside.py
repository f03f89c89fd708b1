"""Starts any simulator of the outside world as its own process, as `make up` does, and waits until it answers."""

import multiprocessing
import runpy
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import httpx2

_START_SECONDS = 30
# A process of its own each, but forked from one that has read the libraries: reading them takes nearly a second of a
# processor, and a run of the tests starts some sixty simulators.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["simulators.page", "cryptography.x509", "lxml.etree", "httpx2", "asn1crypto.tsp"])
# One for all: each client of its own reads the trusted authorities anew, a thirtieth of a second for a plain address.
_HTTP = httpx2.Client(timeout=10, trust_env=False)


@dataclass(frozen=True)
class Simulator:
    """A running simulator."""

    url: str
    process: ForkServerProcess

    def told(self, path: str, **script: Any) -> Any:
        """Post a script to `/sim/…` and return the answer."""
        answer = _HTTP.post(f"{self.url}{path}", json=script)
        answer.raise_for_status()
        return answer.json()

    def shown(self, path: str, **query: str) -> Any:
        """Return what a JSON address of the simulator shows."""
        answer = _HTTP.get(f"{self.url}{path}", params=query)
        answer.raise_for_status()
        return answer.json()


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


@contextmanager
def simulator(name: str, state: Path, *arguments: str, port: int = 0) -> Iterator[Simulator]:
    """Run `python -m simulators.NAME` until the block ends; its state lies in `state` and survives it."""
    port = port or free_port()
    process = _FORKS.Process(target=_run, args=(name, "--port", str(port), "--state", str(state), *arguments))
    process.start()
    try:
        running = Simulator(f"http://127.0.0.1:{port}", process)
        _wait_until_it_answers(name, running)
        yield running
    finally:
        process.terminate()
        process.join(timeout=10)


def _run(name: str, *arguments: str) -> None:
    sys.argv = [name, *arguments]
    runpy.run_module(f"simulators.{name}", run_name="__main__", alter_sys=True)


def _wait_until_it_answers(name: str, running: Simulator) -> None:
    give_up = time.monotonic() + _START_SECONDS
    while time.monotonic() < give_up:
        if not running.process.is_alive():
            raise RuntimeError(f"simulators.{name} ended with {running.process.exitcode}")
        try:
            _HTTP.get(f"{running.url}/health", timeout=1).raise_for_status()
        except httpx2.HTTPError:
            time.sleep(0.05)  # not timing of a test: it only spares the processor while the process starts
        else:
            return
    raise RuntimeError(f"simulators.{name} did not answer within {_START_SECONDS} s")
