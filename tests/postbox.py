"""A mailbox at the height of the Mailer port: letters are waited for, not slept for."""

import asyncio
import re
from dataclasses import dataclass, field

from models.ports import Mail, OutsideRefusedError, OutsideUnavailableError

LINK = re.compile(r"http://[^\s/]+(/(?:register/link|password/new|sign-in/staff/password)/[\w-]{43})")


@dataclass
class Postbox:
    """Takes letters; is `away` for so many tries, or refuses an address for good."""

    letters: list[Mail] = field(default_factory=list)
    away: int = 0
    refused: str = ""
    _came: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def send(self, mail: Mail) -> str:
        if self.away:
            self.away -= 1
            raise OutsideUnavailableError("played")
        if mail.to == self.refused:
            raise OutsideRefusedError("SMTP_550")
        async with self._came:
            self.letters.append(mail)
            self._came.notify_all()
        return "250 taken"

    def to(self, address: str) -> list[Mail]:
        """Return the letters to an address, oldest first."""
        return [mail for mail in self.letters if mail.to == address]

    def subjects(self, address: str) -> list[str]:
        return [mail.subject for mail in self.to(address)]

    def path(self, address: str) -> str:
        """Return the address of ours in the newest letter."""
        found = LINK.search(self.to(address)[-1].text)
        assert found
        return found[1]

    def token(self, address: str) -> str:
        return self.path(address).rsplit("/", 1)[1]

    async def letter(self, address: str, *, number: int = 1) -> Mail:
        """Wait for the so-manieth letter to an address."""
        async with self._came, asyncio.timeout(30):
            await self._came.wait_for(lambda: len(self.to(address)) >= number)
        return self.to(address)[number - 1]
