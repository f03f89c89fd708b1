"""SMS through the gateway's HTTP interface; the gateway sends one message for one key."""

import json
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

import httpx2

from activities.adapters.outside_http import accepted, ask
from models.ports import OutsideRefusedError, OutsideUnavailableError

_PHONE: Final = re.compile(r"\+994[0-9]{9}")

_OUR_FAULT = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)  # a wrong token of ours must give up nobody's message


@dataclass(frozen=True)
class HttpSmsGateway:
    """An SmsGateway."""

    http: httpx2.AsyncClient
    base_url: str
    token: str = field(repr=False)

    async def send(self, *, phone: str, text: str, key: str) -> str:
        """Hand the message over; the id is the same for a repeated key."""
        if not _PHONE.fullmatch(phone):
            raise OutsideRefusedError("PHONE_FORMAT")
        answer = await ask(
            self.http,
            "POST",
            f"{self.base_url.rstrip('/')}/api/messages",
            content=json.dumps({"to": phone, "text": text, "key": key}).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        if answer.status_code in _OUR_FAULT:
            raise OutsideUnavailableError(f"SMS sign-in: HTTP {answer.status_code}")
        message_id = accepted(answer, otherwise="SMS_REFUSED").get("id")
        if not isinstance(message_id, str):
            raise OutsideUnavailableError("the SMS gateway gave no message id")
        return message_id
