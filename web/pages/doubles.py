"""Other filings that may be the same case: of the same content, or between the same parties and of the same kind."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.parties import FILING_SIDE
from models.tables.reference import CourtRow
from web.language import gettext
from web.opening import Opened
from web.pages.court import local_name
from web.visibility import AT_COURT

MOST = 5
# Each half by its own index. A person is the same by FİN, an organisation by VÖEN; a name alone proves nothing.
_SAME_CONTENT = text("""
    SELECT DISTINCT claim.id, claim.number, claim.court_id, true AS same_content
    FROM frozen_content own JOIN frozen_content f ON f.sameness = own.sameness
        JOIN claim ON claim.id = f.claim_id AND claim.version = f.version
    WHERE own.claim_id = :claim_id AND own.version = :version AND own.sameness <> ''
        AND claim.id <> :claim_id AND claim.status = ANY (:at_court)
    ORDER BY claim.number DESC LIMIT :most""")
_SAME_PARTIES = text("""
    WITH own AS (
        SELECT fin, voen, role = ANY (:filing) AS files FROM party WHERE claim_id = :claim_id AND fin || voen <> ''
    ), others AS (
        SELECT p.claim_id, o.files FROM own o JOIN party p ON p.fin = o.fin AND p.fin <> ''
            AND (p.role = ANY (:filing)) = o.files
        UNION
        SELECT p.claim_id, o.files FROM own o JOIN party p ON p.voen = o.voen AND p.voen <> ''
            AND (p.role = ANY (:filing)) = o.files
    ), both_sides AS (
        SELECT claim_id FROM others WHERE claim_id <> :claim_id GROUP BY claim_id HAVING count(DISTINCT files) = 2
    )
    SELECT claim.id, claim.number, claim.court_id, false AS same_content
    FROM both_sides b JOIN claim ON claim.id = b.claim_id JOIN draft d ON d.claim_id = b.claim_id
    WHERE claim.status = ANY (:at_court) AND d.kind = (SELECT kind FROM draft WHERE claim_id = :claim_id)
    ORDER BY claim.number DESC LIMIT :most""")


@dataclass(frozen=True)
class Double:
    """A filing that may be the same case; one at another court has no address, only its number and court."""

    said: str
    address: str


async def doubles_of(db: AsyncSession, opened: Opened) -> tuple[Double, ...]:
    """Return up to five of each sort, the newest first, those of the same content before."""
    row = opened.row
    values: dict[str, Any] = {"claim_id": row.id, "version": row.version, "most": MOST, "at_court": sorted(AT_COURT)}
    found: dict[str, Any] = {}
    same_parties = values | {"filing": sorted(FILING_SIDE)}
    for query, given in ((_SAME_CONTENT, values), (_SAME_PARTIES, same_parties)):
        for one in (await db.execute(query, given)).all():
            found.setdefault(one.id, one)
    return tuple([await _double(db, one, own_court=row.court_id) for one in found.values()])


async def _double(db: AsyncSession, one: Any, *, own_court: str) -> Double:
    same = gettext("the same content") if one.same_content else gettext("the same parties and kind")
    if one.court_id == own_court:
        return Double(f"{one.number}: {same}", f"/clerk/{one.id}")
    court = await db.get(CourtRow, one.court_id)
    return Double(f"{one.number} ({local_name(court) if court else ''}): {same}", "")
