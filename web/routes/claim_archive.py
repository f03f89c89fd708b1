"""Archives an application and takes it out again ("Arxivləşdir", "Arxivdən çıxar")."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from web.archiving import archive, unarchive
from web.deps import CurrentVisit, Db, RequireLitigant
from web.opening import open_claim
from web.sessions import now

router = APIRouter()


@router.post("/claims/{claim_id}/archive", name="archive_claim")
async def archive_claim(claim_id: str, user: RequireLitigant, visit: CurrentVisit, db: Db) -> Response:
    """Put it into the person's own archive."""
    await archive(db, await open_claim(db, claim_id, user), at=now())
    visit.flash("claim_archived")
    return RedirectResponse(f"/claims/{claim_id}", 303)


@router.post("/claims/{claim_id}/unarchive", name="unarchive_claim")
async def unarchive_claim(claim_id: str, user: RequireLitigant, visit: CurrentVisit, db: Db) -> Response:
    """Take it out of the archive."""
    await unarchive(db, await open_claim(db, claim_id, user))
    visit.flash("claim_unarchived")
    return RedirectResponse(f"/claims/{claim_id}", 303)
