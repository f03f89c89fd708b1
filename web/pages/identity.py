"""The pages of confirming an identity: the person's own, and the operators'."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.registration import RegistrationStatus
from models.tables.registrations import IdentityApplicationRow, RegistrationRow
from web.forms.reading import Reading
from web.identity_applications import is_proven, last_application, own_registration, queue
from web.pages.profile import account_of
from web.sessions import User
from web.words.lookup import name_of


@dataclass(frozen=True)
class IdentityStatusPage:
    """Whether the identity is confirmed, and what can be done about it."""

    form: Reading[Any]
    confirmed: bool
    filing: bool  # the person wanted to file
    waiting_since: datetime | None
    rejected_because: str
    may_apply: bool


@dataclass(frozen=True)
class Applicant:
    """One application in the operators' hands."""

    application_id: str
    name: str
    fin: str
    kind: str
    document: str
    file_name: str
    sent_at: datetime


@dataclass(frozen=True)
class QueuePage:
    """What waits for an operator."""

    applicants: tuple[Applicant, ...]


@dataclass(frozen=True)
class ApplicationPage:
    """One application and the form of a rejection."""

    applicant: Applicant
    form: Reading[Any]


async def status_page(db: AsyncSession, user: User, form: Reading[Any], *, filing: bool = False) -> IdentityStatusPage:
    """Return how the person's identity stands."""
    registration = await own_registration(db, user)
    last = await last_application(db, registration.id) if registration else None
    status = registration.status if registration else None
    under_check = status is RegistrationStatus.UNDER_CHECK
    return IdentityStatusPage(
        form,
        confirmed=is_proven(await account_of(db, user)),
        filing=filing,
        waiting_since=last.sent_at if last and under_check else None,
        rejected_because=last.reason if last and last.approved is False and not under_check else "",
        may_apply=status is RegistrationStatus.AWAITING_IDENTITY,
    )


async def queue_page(db: AsyncSession) -> QueuePage:
    """Return the operators' queue."""
    return QueuePage(tuple(applicant(*found) for found in await queue(db)))


def applicant(application: IdentityApplicationRow, registration: RegistrationRow) -> Applicant:
    """Return an application as an operator sees it: what the register said beside the scan."""
    name = f"{registration.surname} {registration.name} {registration.patronymic}".strip()
    return Applicant(
        application.id,
        name,
        registration.fin,
        name_of(registration.kind),
        registration.document,
        application.file_name,
        application.sent_at,
    )
