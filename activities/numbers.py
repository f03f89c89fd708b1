"""Running numbers of applications and cases, given inside the step's transaction: none is lost, none given twice."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.case_number import electronic_case_number
from models.domain.terms import court_day
from models.tables.claims import ApplicationNumberCounterRow, CaseNumberCounterRow
from models.tables.reference import CourtRow


async def next_application_number(session: AsyncSession, *, at: datetime) -> str:
    """Return the next number of an application, ƏR-YYYY-NNNNNN, by the year in Baku."""
    year = court_day(at).year
    counter = insert(ApplicationNumberCounterRow).values(year=year, last=1)
    counter = counter.on_conflict_do_update(
        index_elements=["year"], set_={"last": col(ApplicationNumberCounterRow.last) + 1}
    )
    last = (await session.execute(counter.returning(col(ApplicationNumberCounterRow.last)))).scalar_one()
    return f"ƏR-{year}-{last:06d}"


async def next_case_number(session: AsyncSession, *, court_id: str, at: datetime) -> str:
    """Return the next case number of a court by the grammar of legal-facts §3.5: e-2(006)-3432/2026."""
    court = await session.get_one(CourtRow, court_id)
    year = court_day(at).year
    prefix = electronic_case_number(court.kind, court.code, sequence=1, year=year).kind
    counter = insert(CaseNumberCounterRow).values(court_id=court_id, prefix=prefix, year=year, last=1)
    counter = counter.on_conflict_do_update(
        index_elements=["court_id", "prefix", "year"], set_={"last": col(CaseNumberCounterRow.last) + 1}
    )
    sequence = (await session.execute(counter.returning(col(CaseNumberCounterRow.last)))).scalar_one()
    return str(electronic_case_number(court.kind, court.code, sequence=sequence, year=year))
