"""The person's own details as the page shows them, and whether they suffice for filing (PRO-1)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.contact import Detail, missing_details
from models.tables.accounts import AccountRow
from models.tables.capacities import CapacityRow
from web.email_changes import pending_email
from web.forms.reading import Reading, filled
from web.sessions import User


@dataclass(frozen=True)
class ProfilePage:
    """Identity, which cannot be changed here, and the form of what can."""

    full_name: str
    fin: str
    missing: tuple[Detail, ...]
    pending_email: str  # a link went there and was not followed yet
    email_confirmed: bool
    phone_confirmed: bool
    form: Reading[Any]


async def account_of(db: AsyncSession, user: User) -> AccountRow:
    """Return the account of a signed-in person."""
    return await db.get_one(AccountRow, user.account_id)


async def stands_for(db: AsyncSession, user: User) -> CapacityRow | None:
    """Return the organisation in whose name a person acts, None when he acts in his own."""
    return None if user.acting.is_own else await db.get_one(CapacityRow, (user.account_id, user.acting.position))


def missing_of(account: AccountRow) -> tuple[Detail, ...]:
    """Return what keeps the person from filing (PRO-1)."""
    return missing_details(
        address=account.address,
        postal_index=account.postal_index,
        phone=account.phone,
        email=account.email,
        email_confirmed=account.email_confirmed_at is not None,
    )


async def profile_page(db: AsyncSession, account: AccountRow, form: Reading[Any] | None = None) -> ProfilePage:
    """Show the account, or the form as it came back."""
    name = " ".join(part for part in (account.surname, account.name, account.patronymic) if part)
    pending = await pending_email(db, account)
    return ProfilePage(
        name,
        account.fin or "",
        missing_of(account) if account.fin else (),
        pending,
        account.email_confirmed_at is not None,
        account.phone_confirmed_at is not None,
        form or _filled(account, pending),
    )


def _filled(account: AccountRow, pending: str) -> Reading[Any]:
    chosen = {"email": account.notify_email, "sms": account.notify_sms}
    return filled(
        address=account.address,
        postal_index=account.postal_index,
        phone=account.phone,
        home_phone=account.home_phone,
        email=pending or account.email,
        notify=[way for way, wanted in chosen.items() if wanted],
        language=account.language,
    )
