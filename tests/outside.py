"""Starts any simulator of the outside world as its own process, as `make up` does, and waits until it answers."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

ROOT = Path(__file__).resolve().parent.parent
_START_SECONDS = 30
# One for all: each client of its own reads the trusted authorities anew, a thirtieth of a second for a plain address.
_HTTP = httpx2.Client(timeout=10, trust_env=False)


@dataclass(frozen=True)
class Simulator:
    """A running simulator."""

    url: str
    process: subprocess.Popen[bytes]

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
    process = subprocess.Popen(
        [sys.executable, "-m", f"simulators.{name}", "--port", str(port), "--state", str(state), *arguments], cwd=ROOT
    )
    try:
        running = Simulator(f"http://127.0.0.1:{port}", process)
        _wait_until_it_answers(name, running)
        yield running
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_until_it_answers(name: str, running: Simulator) -> None:
    give_up = time.monotonic() + _START_SECONDS
    while time.monotonic() < give_up:
        if running.process.poll() is not None:
            raise RuntimeError(f"simulators.{name} ended with {running.process.returncode}")
        try:
            _HTTP.get(f"{running.url}/health", timeout=1).raise_for_status()
        except httpx2.HTTPError:
            time.sleep(0.05)  # not timing of a test: it only spares the processor while the process starts
        else:
            return
    raise RuntimeError(f"simulators.{name} did not answer within {_START_SECONDS} s")
