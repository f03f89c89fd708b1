"""The court cases in which a person takes part: their numbers, as soon as a claim was accepted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.parties import PartyRole
from models.tables.claims import CourtCaseRow
from models.tables.drafts import PartyRow
from models.tables.reference import CourtRow
from web.pages.court import local_name
from web.sessions import User
from web.words.lookup import name_of

MOST = 200


@dataclass(frozen=True)
class CaseShown:
    """One case: its number and court, since when it is open, and as what the person takes part."""

    number: str
    court: str
    opened_at: datetime
    role: str


@dataclass(frozen=True)
class CasesPage:
    """The person's cases, the newest first."""

    cases: tuple[CaseShown, ...]


async def cases_page(db: AsyncSession, user: User) -> CasesPage:
    """Return the cases in which the person is a party by FİN, or an organisation is for which he stands now (ID-12)."""
    voens = [capacity.voen for capacity in user.capacities if capacity.voen and not capacity.ended]
    is_party = (col(PartyRow.fin) == (user.fin or "-")) | col(PartyRow.voen).in_(voens)
    query = (
        select(CourtCaseRow, CourtRow, func.min(col(PartyRow.role)))
        .join(PartyRow, col(PartyRow.claim_id) == col(CourtCaseRow.claim_id))
        .join(CourtRow, col(CourtRow.id) == col(CourtCaseRow.court_id))
        .where(is_party)
        .group_by(col(CourtCaseRow.id), col(CourtRow.id))
        .order_by(col(CourtCaseRow.opened_at).desc(), col(CourtCaseRow.id))
        .limit(MOST)
    )
    found = (await db.execute(query)).all()
    return CasesPage(
        tuple(
            CaseShown(case.number, local_name(court), case.opened_at, name_of(PartyRole(role)))
            for case, court, role in found
        )
    )
