"""`python -m docker up | reset`: the launcher behind `make up` and `make reset`."""

import argparse
import shutil
import signal
import sys
import threading
import time
from pathlib import Path
from types import FrameType

from docker.leftovers import FolderLock, StackRunningError, Started
from docker.parts import PartFailedError
from docker.ports import USUAL_WEB, Ports, PortTakenError
from docker.site import ROOT
from docker.stack import Stack

VAR = ROOT / "var"
FAILED = 1


def main() -> int:
    """Read the words of the command line and do what they say; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m docker", description="Run the whole court on this machine.")
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="start everything and keep it up until Ctrl-C")
    up.add_argument("--port", type=int, default=USUAL_WEB, help="port of the web; another one moves all ports")
    up.add_argument("--var", type=Path, default=VAR, help="folder that keeps everything")
    reset = commands.add_parser("reset", help="forget everything")
    reset.add_argument("--yes", action="store_true", help="do not ask")
    reset.add_argument("--var", type=Path, default=VAR, help="folder that keeps everything")
    words = parser.parse_args()
    try:
        return (
            keep_up(Stack(words.var, Ports.beside(words.port), say=say))
            if words.command == "up"
            else _reset(words.var, yes=words.yes)
        )
    except (PartFailedError, PortTakenError, StackRunningError) as failure:
        print(f"\n{failure}", file=sys.stderr, flush=True)  # noqa: T201 - this program talks to a person
        return FAILED


def keep_up(stack: Stack) -> int:
    """Start the stack, show where it is, and stop it at Ctrl-C, SIGTERM or SIGHUP; returns the exit code."""
    ended = threading.Event()

    def end(number: int, _frame: FrameType | None) -> None:
        if not ended.is_set():  # a second Ctrl-C must not interrupt the orderly end
            ended.set()
            raise KeyboardInterrupt(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    began = time.monotonic()
    try:
        stack.start()
        say(f"the court is open after {time.monotonic() - began:.1f} s\n\n{_welcome(stack)}")
        while True:
            signal.pause()
    except KeyboardInterrupt:
        ended.set()
        say("stopping")
        stack.stop()
        say("stopped; nothing is lost, `make up` goes on from here")
    return 0


def say(text: str) -> None:
    """Show progress at once, also through a pipe; in one write, for parts start side by side."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _reset(var: Path, *, yes: bool) -> int:
    """Delete the folder after asking; StackRunningError while a stack runs on it."""
    if not var.exists():
        say(f"there is nothing in {var}")
        return 0
    lock = FolderLock(var)
    lock.take("make reset")
    try:
        if not yes and input(f"Delete every filing in {var}? Type yes: ").strip().lower() != "yes":
            say("nothing was deleted")
            return FAILED
        Started(var / "processes").end_all()
        shutil.rmtree(var)
    finally:
        lock.give_back()
    say(f"{var} is gone")
    return 0


def _welcome(stack: Stack) -> str:
    """Return the addresses and the demo people."""
    ports, address = stack.site.ports, stack.site.address
    lines = [
        f"  The court          {stack.env['DIVAN_BASE_URL']}",
        f"  The phones         {address(ports.asan_imza)}",
        f"  ASAN Login         {address(ports.asan_login)}",
        f"  The e-İmza reader  {address(ports.e_imza)} (extension: simulators/e_imza/extension)",
        f"  The inbox          {address(ports.mail)}",
        f"  The SMS list       {address(ports.sms)}",
        f"  The payment portal {address(ports.portal)}",
        f"  ASAN ödəniş        {address(ports.asan_pay)}",
        f"  The registers      {address(ports.registers)}",
        f"  Temporal           {address(ports.temporal_ui)}",
        f"  Logs               {stack.site.log('*')}",
    ]
    return "\n".join([*lines, "", stack.output("demo"), "Ctrl-C stops everything."])


if __name__ == "__main__":
    sys.exit(main())
