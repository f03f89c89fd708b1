"""What the register simulator keeps: how each register is, who asked it what, and how its organisations changed."""

from datetime import datetime
from typing import Annotated, Final, Literal, cast

from fastapi import Depends, Request
from pydantic import BaseModel

from simulators.drawers import Drawer
from simulators.page import now
from simulators.registers.organisations import Organisations

RegisterName = Literal["population", "tax"]
REGISTERS: Final[tuple[RegisterName, ...]] = ("population", "tax")


class Inquiry(BaseModel):
    """One question to a register, with the legal ground it was asked on."""

    register_name: RegisterName
    by: str
    value: str
    ground: str
    found: bool
    asked_at: datetime


class Condition(BaseModel):
    """How a register is today, to all inquiries or to those about one number; it stays so over a restart."""

    register_name: RegisterName
    down: bool = False
    slow_seconds: float = 0


class Script(BaseModel):
    """A change of one register's condition, or of both; with a number it is for inquiries about that alone."""

    register_name: RegisterName | None = None
    number: str = ""  # FİN, document or VÖEN
    down: bool = False
    slow_seconds: float = 0


class Registers:
    """Conditions, log, and the token inquiries must bear."""

    def __init__(
        self,
        *,
        inquiries: Drawer[Inquiry],
        conditions: Drawer[Condition],
        organisations: Organisations,
        token: str,
    ) -> None:
        """Take the drawers the state lies in."""
        self.inquiries = inquiries
        self.organisations = organisations
        self.token = token
        self._conditions = conditions

    def condition(self, name: RegisterName, number: str = "") -> Condition:
        """Return how a register is, or how it was told to be to inquiries about one number."""
        return self._conditions.get(_drawn(name, number)) or Condition(register_name=name)

    def change(self, script: Script) -> list[Condition]:
        """Change the condition of one or both registers."""
        for name in (script.register_name,) if script.register_name else REGISTERS:
            wanted = Condition(register_name=name, down=script.down, slow_seconds=script.slow_seconds)
            self._conditions.put(_drawn(name, script.number), wanted)
        return [self.condition(name) for name in REGISTERS]

    def log(self, name: RegisterName, *, by: str, value: str, ground: str, found: bool) -> None:
        """Write an inquiry down."""
        inquiry = Inquiry(register_name=name, by=by, value=value, ground=ground, found=found, asked_at=now())
        self.inquiries.put(f"{self.inquiries.count() + 1}", inquiry, owner=value)


def _drawn(name: RegisterName, number: str) -> str:
    return f"{name} {number}".strip()


async def _registers(request: Request) -> Registers:
    return cast("Registers", request.app.state.registers)


RegistersHere = Annotated[Registers, Depends(_registers)]
