"""The court cases in which a person takes part: their numbers, as soon as a claim was accepted."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, Select, String, any_, bindparam, func, literal_column, select
from sqlmodel import col

from models.db import Reader
from models.domain.languages import Language
from models.domain.parties import PartyRole
from models.tables.claims import CourtCaseRow
from models.tables.drafts import PartyRow
from models.tables.reference import CourtRow
from web.language import current_language
from web.reading import Written, written
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


async def cases_page(read: Reader, user: User) -> CasesPage:
    """Return the cases in which the person is a party by FİN, or an organisation is for which he stands now (ID-12)."""
    voens = [capacity.voen for capacity in user.capacities if capacity.voen and not capacity.ended]
    found = await _cases(current_language()).rows(read, {"fin": user.fin or "-", "voens": voens})
    roles = {role.value: name_of(role) for role in PartyRole}
    return CasesPage(tuple(CaseShown(row.number, row.court, row.opened_at, roles[row.role]) for row in found))


@cache
def _cases(language: Language) -> Written:
    # The second half of each is what the partial index says: a plan made for any value may use it too.
    by_fin = (col(PartyRow.fin) == bindparam("fin", type_=String)) & (col(PartyRow.fin) != "")
    by_voen = (col(PartyRow.voen) == any_(bindparam("voens", type_=ARRAY(String)))) & (col(PartyRow.voen) != "")
    case, court = CourtCaseRow, col(CourtRow.name_en) if language is Language.EN else col(CourtRow.name_az)
    role = func.min(col(PartyRow.role)).label("role")
    query: Select[*tuple[Any, ...]] = (
        select(col(case.number), court.label("court"), col(case.opened_at), role)
        .join(PartyRow, col(PartyRow.claim_id) == col(CourtCaseRow.claim_id))
        .join(CourtRow, col(CourtRow.id) == col(CourtCaseRow.court_id))
        .where(by_fin | by_voen)
        .group_by(col(case.id), col(CourtRow.id))
        .order_by(col(case.opened_at).desc(), col(case.id))
        .limit(literal_column(str(MOST)))
    )
    return written(query)
