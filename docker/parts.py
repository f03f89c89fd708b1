"""What a stack is made of: services that run until told to stop, tasks that run once, and checks that one answers."""

import signal
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


class PartFailedError(Exception):
    """A part did not come up; the message names the part, says why and quotes the end of its log."""


class GivenUpError(PartFailedError):
    """A part was not waited for any longer, because another one failed or the stack is being stopped."""


def nothing() -> None:
    """Do nothing: most services need no preparation."""


@dataclass(frozen=True, kw_only=True)
class Service:
    """A program that runs until the stack stops; started again when it ends unasked."""

    name: str
    command: tuple[str, ...]
    ready: Callable[[str], bool]  # given what the program has written since its start; asked until it says yes
    needs: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    user: str = "-"  # the account to run as; "-" is ours
    prepare: Callable[[], None] = nothing  # before the start
    settle: Callable[[], None] = nothing  # once it answers; safe to repeat
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: signal.Signals = signal.SIGKILL  # what the kernel sends when the launcher is gone
    start_within: float = 60.0  # seconds
    stop_within: float = 15.0  # seconds, then it is killed


@dataclass(frozen=True, kw_only=True)
class Task:
    """A program that must end well once before what needs it may start."""

    name: str
    command: tuple[str, ...]
    needs: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    within: float = 300.0  # seconds


Part = Service | Task


def answers_http(url: str) -> Callable[[str], bool]:
    """Return a check that the address answers, and not with a server's error."""

    def check(_written: str) -> bool:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own loopback address
                return int(answer.status) < 500  # noqa: PLR2004 - HTTP's server errors begin here
        except urllib.error.HTTPError as refused:
            refused.close()
            return refused.code < 500  # noqa: PLR2004 - the same
        except OSError:
            return False

    return check


def has_written(words: str) -> Callable[[str], bool]:
    """Return a check that the program has written these words since its start."""
    return lambda written: words in written
