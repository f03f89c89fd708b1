"""The ports of one stack: the usual ones, a block beside another web port, or free ones for tests."""

import random
import socket
from dataclasses import dataclass, fields
from typing import Self

import psutil

HOST = "127.0.0.1"
USUAL_WEB = 8000
BLOCK = 14  # a stack needs that many ports in a row when moved
TEST_RANGE = range(18000, 31000)  # below the range the kernel hands out by itself


class PortTakenError(Exception):
    """A port is taken; the message names the port, its part, who has it, and how to choose another."""


@dataclass(frozen=True, kw_only=True)
class Ports:
    """One port for each listening part, all on 127.0.0.1."""

    web: int = USUAL_WEB
    asan_imza: int = 8101
    trust: int = 8102
    portal: int = 8103
    registers: int = 8104
    sms: int = 8105
    mail: int = 8106
    smtp: int = 1025
    postgres: int = 5433
    temporal: int = 7233
    temporal_ui: int = 8233
    asan_login: int = 8107
    e_imza: int = 8108
    asan_pay: int = 8109

    @classmethod
    def beside(cls, web: int) -> Self:
        """Return the usual ports for the usual web port, else the web port and those that follow it."""
        return cls() if web == USUAL_WEB else cls.block(web)

    @classmethod
    def block(cls, first: int) -> Self:
        """Return ports in a row from `first`, in the order of the fields."""
        return cls(**{field.name: first + offset for offset, field in enumerate(fields(cls))})

    @classmethod
    def free(cls) -> Self:
        """Return a block of ports that are free now, chosen at random so that parallel test runs do not meet."""
        for _ in range(200):
            found = cls.block(random.choice(TEST_RANGE))  # noqa: S311 - no secret hangs on a port number
            if not found.taken():
                return found
        raise PortTakenError(f"no {BLOCK} free ports in a row were found in {TEST_RANGE}")

    def by_part(self) -> dict[str, int]:
        """Return the port of each part by its field name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def taken(self) -> dict[str, int]:
        """Return the parts whose ports another program listens on."""
        return {part: port for part, port in self.by_part().items() if not is_free(port)}

    def check_free(self) -> None:
        """Raise PortTakenError naming every taken port."""
        taken = self.taken()
        if not taken:
            return
        lines = [f"  port {port}, meant for {part}, is taken{_holder(port)}" for part, port in taken.items()]
        other = 9000 if self.web != 9000 else 9500  # noqa: PLR2004 - an example, any other number would do
        lines.append(f"Choose other ports: make up PORT={other} (takes {other} to {other + BLOCK - 1}).")
        raise PortTakenError("The stack cannot start:\n" + "\n".join(lines))


def is_free(port: int) -> bool:
    """Tell whether we could listen on the port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a closed connection's TIME_WAIT is no listener
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):
            return False
    return True


def _holder(port: int) -> str:
    """Name the program that listens on the port, as far as we may know."""
    try:
        listeners = [c.pid for c in psutil.net_connections("tcp") if c.status == "LISTEN" and c.laddr[1:] == (port,)]
        return f" by {psutil.Process(listeners[0]).name()} (process {listeners[0]})" if any(listeners) else ""
    except psutil.Error:  # another user's process: the message stands without the name
        return ""
