"""A mailbox behind a real SMTP door: letters are waited for, not slept for."""

import asyncio
import email
import email.policy
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope, Session

from activities.adapters.smtp import SmtpMailer

LINK = re.compile(r"http://[^\s/]+(/(?:register/link|password/new|sign-in/staff/password)/[\w-]{43})")


@dataclass(frozen=True)
class Letter:
    """One letter as its reader sees it."""

    to: str
    subject: str
    text: str


@dataclass
class Postbox:
    """Takes letters over SMTP; is `away` for so many of them, or refuses an address for good."""

    letters: list[Letter] = field(default_factory=list)
    away: int = 0
    refused: str = ""
    port: int = 0
    _came: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def mailer(self) -> SmtpMailer:
        """Return the court's own way to this mailbox."""
        return SmtpMailer("127.0.0.1", self.port, "Elektron məhkəmə <bildiris@divan.example>")

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient."""
        if address == self.refused:
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 Recipient taken"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Keep a letter, or ask for another try."""
        if self.away:
            self.away -= 1
            return "451 Come again"
        message = email.message_from_bytes(cast("bytes", envelope.content), policy=email.policy.default)
        body = message.get_body(("plain",))
        assert body is not None, "a letter without plain text"
        text = str(body.get_content()).replace("\r\n", "\n")
        async with self._came:
            self.letters += [Letter(to, str(message["Subject"]), text) for to in envelope.rcpt_tos]
            self._came.notify_all()
        return "250 Taken"

    def to(self, address: str) -> list[Letter]:
        """Return the letters to an address, oldest first."""
        return [letter for letter in self.letters if letter.to == address]

    def subjects(self, address: str) -> list[str]:
        return [letter.subject for letter in self.to(address)]

    def path(self, address: str) -> str:
        """Return the address of ours in the newest letter."""
        found = LINK.search(self.to(address)[-1].text)
        assert found
        return found[1]

    def token(self, address: str) -> str:
        return self.path(address).rsplit("/", 1)[1]

    async def letter(self, address: str, *, number: int = 1) -> Letter:
        """Wait for the so-manieth letter to an address."""
        async with self._came, asyncio.timeout(30):
            await self._came.wait_for(lambda: len(self.to(address)) >= number)
        return self.to(address)[number - 1]


@asynccontextmanager
async def open_postbox() -> AsyncIterator[Postbox]:
    """Open the SMTP door on a free port until the block ends."""
    box = Postbox()

    def session() -> SMTP:
        return SMTP(box, enable_SMTPUTF8=True)

    async with await asyncio.get_running_loop().create_server(session, "127.0.0.1", 0) as door:
        box.port = door.sockets[0].getsockname()[1]
        yield box
