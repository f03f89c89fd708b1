"""Whether those who file a commercial claim have cabinets, where the court's documents will be placed (CLM-17)."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.party_rows import party_of
from models.domain.applications import ApplicationKind
from models.domain.parties import FOREIGN
from models.tables.accounts import AccountRow
from models.tables.capacities import CapacityRow
from web.drafts import OpenDraft
from web.pages.parties import FILING_HANDS, shown_name


async def without_cabinet(db: AsyncSession, draft: OpenDraft) -> tuple[str, ...]:
    """Return the names of those on the filing side of a commercial claim who have no cabinet; empty for other kinds.

    Nobody is told whether the other side has one: the court calls on it. A foreign party is reached through the person
    who holds its power of attorney.
    """
    if draft.draft.kind is not ApplicationKind.COMMERCIAL_CLAIM:
        return ()
    asked = [
        row for row in draft.parties if row.role in FILING_HANDS and row.person not in FOREIGN and not row.is_filer
    ]
    fins = {row.fin for row in asked if row.fin and not row.voen}
    voens = {row.voen for row in asked if row.voen}
    known = set(await db.scalars(select(col(AccountRow.fin)).where(col(AccountRow.fin).in_(fins))))
    living = select(col(CapacityRow.voen)).where(col(CapacityRow.voen).in_(voens), col(CapacityRow.ended_at).is_(None))
    known |= set(await db.scalars(living))
    return tuple(shown_name(party_of(row)) for row in asked if (row.voen or row.fin) not in {"", *known})
