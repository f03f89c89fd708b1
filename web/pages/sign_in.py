"""The pages of signing in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from activities.authentication import Identity
from models.ports import CertificateKind
from web.forms.reading import Reading
from web.forms.sign_in import safe_path
from web.words.lookup import name_of


@dataclass(frozen=True)
class SignInPage:
    """All doors, or the staff's door alone."""

    form: Reading[Any]
    left: bool = False  # the person has just signed out
    said: str = ""  # what has just happened

    @property
    def next_path(self) -> str:
        """Return where the person wanted to go."""
        return safe_path(self.form.text("next") or "/")


@dataclass(frozen=True)
class ChoicePage:
    """The number holds several certificates; `offers` says whom each names."""

    form: Reading[Any]
    offers: Mapping[CertificateKind, Identity]

    @property
    def items(self) -> list[dict[str, Any]]:
        """Return GOV.UK's radios, a citizen's certificate first."""
        return [
            {
                "value": str(kind),
                "text": name_of(kind),
                "hint": {"text": f"{who.organisation}, VÖEN {who.voen}" if who.voen else f"{who.name} {who.surname}"},
                "checked": kind is CertificateKind.CITIZEN,
            }
            for kind, who in self.offers.items()
        ]


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
