"""The pages on which an e-mail address and a mobile number are confirmed."""

from dataclasses import dataclass
from typing import Any

from web.forms.reading import Reading


@dataclass(frozen=True)
class EmailLinkPage:
    """The page a link in a letter leads to: it asks before anything changes."""

    token: str
    alive: bool


@dataclass(frozen=True)
class PhoneCodePage:
    """Where the code of an SMS is typed."""

    phone: str
    confirmed: bool
    form: Reading[Any]
