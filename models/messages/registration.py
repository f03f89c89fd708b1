"""What crosses Temporal for registrations and for letters to one person; ids only, no personal data in workflow ids."""

from dataclasses import dataclass, field
from datetime import datetime

from models.domain.letters import LetterKind
from models.domain.registration import RegistrationAct, RegistrationPolicy, RegistrationStatus
from models.domain.roles import Actor


@dataclass(frozen=True)
class BeginRegistration:
    """Somebody filled in the form; what was typed stands in PostgreSQL under this id."""

    registration_id: str
    at: datetime
    policy: RegistrationPolicy = field(default_factory=RegistrationPolicy)


@dataclass(frozen=True)
class SendLink:
    """A link is to go to the typed address, or an explanation to whoever is known already."""

    registration_id: str
    kind: LetterKind
    at: datetime
    expires_at: datetime
    first: bool  # a person who is known already hears of it once
    removed_at: datetime | None = None  # when what was typed will be forgotten; None: begun before it was told


@dataclass(frozen=True)
class SendLinkAgain:
    """The person asks for another link."""

    at: datetime


@dataclass(frozen=True)
class FollowLink:
    """Somebody pressed the button behind a mailed link."""

    registration_id: str
    token_sha256: str
    at: datetime


@dataclass(frozen=True)
class Apply:
    """The application with the scan stands in PostgreSQL and waits for an operator."""

    registration_id: str
    application_id: str
    at: datetime


@dataclass(frozen=True)
class Decide:
    """An operator approves or rejects the application that waits."""

    registration_id: str
    application_id: str
    act: RegistrationAct
    actor: Actor
    at: datetime
    reason: str = ""


@dataclass(frozen=True)
class Recorded:
    """How a step ended in PostgreSQL: where the registration stands now, and why the step was refused, if it was."""

    status: RegistrationStatus
    refusal: str = ""


@dataclass(frozen=True)
class LetterOrder:
    """A letter to one person: by account or registration, or by what was typed at the door (user name or e-mail)."""

    letter_id: str  # a repeated order sends the same letter, which a mailbox keeps once
    kind: LetterKind
    at: datetime
    account_id: str = ""
    typed_login: str = ""
    reason: str = ""
