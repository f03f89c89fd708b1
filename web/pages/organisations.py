"""The organisations a person stands for (ID-12), and how he is told of what concerns each (PRO-2)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.tables.accounts import AccountRow
from models.tables.capacities import CapacityRow
from web.deps import NotYoursError
from web.email_changes import pending_email
from web.forms.reading import Reading, filled
from web.sessions import User


@dataclass(frozen=True)
class OrganisationShown:
    """One organisation of the list."""

    position: int
    organisation: str
    voen: str
    by_register: bool
    certificate_until: datetime | None
    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class OrganisationsPage:
    """All of them, those that ended too: what was filed for them stays."""

    organisations: tuple[OrganisationShown, ...]


@dataclass(frozen=True)
class OrganisationPage:
    """The address and the choices for one organisation."""

    shown: OrganisationShown
    own_email: str  # where notices go as long as the organisation has no address of its own
    pending_email: str
    email_confirmed: bool
    form: Reading[Any]


async def organisations_page(db: AsyncSession, user: User) -> OrganisationsPage:
    """Return the organisations of a person in the order in which they came to be known."""
    query = select(CapacityRow).where(col(CapacityRow.account_id) == user.account_id)
    rows = await db.scalars(query.order_by(col(CapacityRow.position)))
    return OrganisationsPage(tuple(_shown(row) for row in rows))


async def held_by(db: AsyncSession, user: User, position: int) -> CapacityRow:
    """Return one of the person's organisations, locked; NotYoursError when there is none of that position."""
    row = await db.get(CapacityRow, (user.account_id, position), with_for_update=True)
    if row is None:
        raise NotYoursError
    return row


async def organisation_page(
    db: AsyncSession, account: AccountRow, row: CapacityRow, form: Reading[Any] | None = None
) -> OrganisationPage:
    """Show what is chosen for an organisation, or the form as it came back."""
    pending = await pending_email(db, account, for_capacity=row.position)
    chosen = {"email": row.notify_email, "sms": row.notify_sms}
    as_kept = filled(email=pending or row.email, notify=[way for way, wanted in chosen.items() if wanted])
    return OrganisationPage(_shown(row), account.email, pending, row.email_confirmed_at is not None, form or as_kept)


def _shown(row: CapacityRow) -> OrganisationShown:
    return OrganisationShown(
        row.position,
        row.organisation,
        row.voen,
        row.by_register,
        row.certificate_until,
        row.began_at,
        row.ended_at,
    )
