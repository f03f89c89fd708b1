"""What the mail catcher keeps of each delivery, and how the next deliveries go."""

import email
import email.policy
import uuid
from datetime import datetime
from email.message import EmailMessage
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from simulators.drawers import Drawer
from simulators.page import now


class Letter(BaseModel):
    """One delivery to one recipient, as it came over SMTP."""

    id: str
    message_id: str
    sender: str
    to: str
    received_at: datetime
    raw: str

    @cached_property
    def message(self) -> EmailMessage:
        """Return the parsed message; parsing takes milliseconds."""
        message: EmailMessage = email.message_from_string(self.raw, policy=email.policy.default)
        return message

    @property
    def subject(self) -> str:
        """Return the subject in its own letters."""
        return str(self.message["Subject"] or "")

    def part(self, kind: str) -> str:
        """Return the text of the `plain` or `html` part, empty when there is none."""
        body = self.message.get_body((kind,))
        return str(body.get_content()) if body is not None else ""

    def shown(self) -> dict[str, Any]:
        """Return the letter for the JSON interface."""
        return {
            "id": self.id,
            "message_id": self.message_id,
            "from": self.sender,
            "to": self.to,
            "received_at": self.received_at.isoformat(),
            "subject": self.subject,
            "text": self.part("plain"),
            "html": self.part("html"),
            "headers": {name.lower(): str(value) for name, value in self.message.items()},
        }


class Script(BaseModel):
    """The next `fail` messages are answered with `code`; the next `lose_answer` are kept and the line goes dead."""

    fail: int = 0
    code: int = 451
    lose_answer: int = 0


class Catcher:
    """Every delivery, doubles included; a mailbox tells them apart from distinct messages by Message-ID."""

    def __init__(self, letters: Drawer[Letter]) -> None:
        """Take the drawer the letters lie in."""
        self.letters = letters
        self.script = Script()

    def fails_now(self) -> bool:
        """Count one refused message down."""
        failing = self.script.fail > 0
        self.script.fail -= failing
        return failing

    def loses_answer_now(self) -> bool:
        """Count one lost answer down."""
        losing = self.script.lose_answer > 0
        self.script.lose_answer -= losing
        return losing

    def keep(self, content: bytes, *, sender: str, recipients: list[str]) -> None:
        """Keep one delivery per recipient."""
        raw = content.decode("utf-8", "surrogateescape").encode("utf-8", "replace").decode()
        message_id = str(email.message_from_string(raw, policy=email.policy.compat32)["Message-ID"] or "")
        for recipient in recipients:
            letter = Letter(
                id=uuid.uuid4().hex,
                message_id=message_id.strip(),
                sender=sender,
                to=recipient,
                received_at=now(),
                raw=raw,
            )
            self.letters.put(letter.id, letter, owner=recipient.lower())

    def found(self, to: str) -> list[Letter]:
        """Return the deliveries to one address, or all, oldest first."""
        return self.letters.of(to.lower()) if to else self.letters.all()
