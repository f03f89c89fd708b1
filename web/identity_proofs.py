"""What a strong sign-in proves: whose cabinet it is, and whether the password in it is that person's (ID-5)."""

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.registration import RegistrationStatus
from models.tables.accounts import AccountRow
from models.tables.registrations import IdentityApplicationRow, RegistrationRow
from models.tables.sessions import WebSessionRow
from web.sessions import now

WAITING = (RegistrationStatus.AWAITING_IDENTITY, RegistrationStatus.UNDER_CHECK)


async def proven(session: AsyncSession, account: AccountRow, *, same_browser: bool) -> None:
    """Confirm a registration that waits for an operator, and settle whose its password is.

    Anybody who knows the number of a card could have registered its owner before him. So a password nobody has proven
    stays only when the strong sign-in came from the browser that is signed in with it; else it goes, with the e-mail
    address and every session, and the person sets another.
    """
    if account.password_hash and account.password_proven_at is None:
        if same_browser:
            account.password_proven_at = now()
        else:
            account.username = account.password_hash = account.email_confirmed_at = None
            account.email = ""
            await session.execute(delete(WebSessionRow).where(col(WebSessionRow.account_id) == account.id))
    waiting = select(col(RegistrationRow.id)).where(
        col(RegistrationRow.account_id) == account.id, col(RegistrationRow.status).in_(WAITING)
    )
    found = (await session.scalars(waiting.with_for_update())).all()
    if found:
        application = IdentityApplicationRow
        undecided = col(application.registration_id).in_(found) & col(application.decided_at).is_(None)
        await session.execute(update(application).where(undecided).values(decided_at=now(), approved=True))
        change = update(RegistrationRow).where(col(RegistrationRow.id).in_(found))
        await session.execute(change.values(status=RegistrationStatus.CONFIRMED))
