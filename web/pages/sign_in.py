"""The pages of signing in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from web.forms.reading import Reading


@dataclass(frozen=True)
class SignInPage:
    """The two doors, or the staff's door alone."""

    form: Reading[Any]
    left: bool = False  # the person has just signed out


@dataclass(frozen=True)
class WaitingPage:
    """The request is on the phone; the person compares the codes."""

    attempt_id: UUID
    verification_code: str
    expires_at: datetime


@dataclass(frozen=True)
class FailedPage:
    """The sign-in came to nothing; `code` says why."""

    code: str
