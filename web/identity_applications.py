"""Applications to confirm an identity by a scan of the document (ID-5): the person's own, and the operators' queue."""

from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.errors import RuleBroken
from models.domain.registration import RegistrationStatus, check_may_file
from models.ports import DocumentStore
from models.tables.access import AccessEventRow, Look
from models.tables.accounts import AccountRow
from models.tables.registrations import IdentityApplicationRow, RegistrationRow
from web.deps import NotYoursError
from web.scans import stored_scan
from web.sessions import User, now
from web.uploads import Judged


def is_proven(account: AccountRow) -> bool:
    """Tell whether the person's identity is confirmed (models.domain.registration decides)."""
    try:
        check_may_file(identity_confirmed_at=account.identity_confirmed_at)
    except RuleBroken:
        return False
    return True


async def own_registration(db: AsyncSession, user: User) -> RegistrationRow | None:
    """Return the registration that made the person's account."""
    query = select(RegistrationRow).where(col(RegistrationRow.account_id) == user.account_id)
    return (await db.execute(query)).scalar_one_or_none()


async def last_application(db: AsyncSession, registration_id: str) -> IdentityApplicationRow | None:
    """Return the newest application of a registration."""
    application = IdentityApplicationRow
    query = select(application).where(col(application.registration_id) == registration_id)
    return (await db.scalars(query.order_by(col(application.sent_at).desc()).limit(1))).first()


async def keep_scan(
    db: AsyncSession, registration: RegistrationRow, judged: Judged, *, application_id: str, store: DocumentStore
) -> None:
    """Store the scan and write the application; the same form twice is one application."""
    values = {
        "id": application_id,
        "registration_id": registration.id,
        **await stored_scan(judged, store),
        "sent_at": now(),
    }
    await db.execute(insert(IdentityApplicationRow).values(values).on_conflict_do_nothing())


async def queue(db: AsyncSession) -> list[tuple[IdentityApplicationRow, RegistrationRow]]:
    """Return what waits for an operator, oldest first."""
    query = (
        select(IdentityApplicationRow, RegistrationRow)
        .join(RegistrationRow, col(RegistrationRow.id) == col(IdentityApplicationRow.registration_id))
        .where(
            col(IdentityApplicationRow.decided_at).is_(None),
            col(RegistrationRow.status) == RegistrationStatus.UNDER_CHECK,
        )
        .order_by(col(IdentityApplicationRow.sent_at))
    )
    return [(application, registration) for application, registration in (await db.execute(query.limit(100))).all()]


async def seen_application(
    db: AsyncSession, application_id: str, user: User, *, look: Look
) -> tuple[IdentityApplicationRow, RegistrationRow]:
    """Return an application that waits, and record that this operator saw it: its person reads so in the ledger."""
    found = await waiting_application(db, application_id)
    db.add(
        AccessEventRow(
            id=uuid4(), at=now(), account_id=user.account_id, role=user.role, application_id=application_id, look=look
        )
    )
    return found


async def waiting_application(db: AsyncSession, application_id: str) -> tuple[IdentityApplicationRow, RegistrationRow]:
    """Return an application that waits for an operator; NotYoursError when there is none of this id."""
    application = await db.get(IdentityApplicationRow, application_id)
    if application is None or application.decided_at is not None:
        raise NotYoursError
    registration = await db.get_one(RegistrationRow, application.registration_id)
    if registration.status is not RegistrationStatus.UNDER_CHECK:
        raise NotYoursError
    return application, registration
