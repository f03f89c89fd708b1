"""The pages of signing in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from web.forms.reading import Reading
from web.forms.sign_in import safe_path


@dataclass(frozen=True)
class SignInPage:
    """All doors, or the staff's door alone."""

    form: Reading[Any]
    left: bool = False  # the person has just signed out

    @property
    def next_path(self) -> str:
        """Return where the person wanted to go."""
        return safe_path(self.form.text("next") or "/")


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
