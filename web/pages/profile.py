"""The person's own details as the page shows them, and whether they suffice for filing (PRO-1)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from models.tables.accounts import AccountRow
from web.forms.reading import Reading, filled
from web.sessions import User


@dataclass(frozen=True)
class ProfilePage:
    """Identity, which cannot be changed here, and the form of what can."""

    full_name: str
    fin: str
    complete: bool
    form: Reading[Any]


async def account_of(db: AsyncSession, user: User) -> AccountRow:
    """Return the account of a signed-in person."""
    return await db.get_one(AccountRow, user.account_id)


def is_complete(account: AccountRow) -> bool:
    """Tell whether the person may file: the court must know where to reach him (PRO-1)."""
    return all((account.address, account.postal_index, account.phone, account.email))


def profile_page(account: AccountRow, form: Reading[Any] | None = None) -> ProfilePage:
    """Show the account, or the form as it came back."""
    name = " ".join(part for part in (account.surname, account.name, account.patronymic) if part)
    return ProfilePage(name, account.fin or "", is_complete(account), form or _filled(account))


def _filled(account: AccountRow) -> Reading[Any]:
    chosen = {"email": account.notify_email, "sms": account.notify_sms}
    return filled(
        address=account.address,
        postal_index=account.postal_index,
        phone=account.phone,
        email=account.email,
        notify=[way for way, wanted in chosen.items() if wanted],
        language=account.language,
    )
