"""What changed between an application that came back and its copy (CLM-14)."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.deps import Db, RequireClerk, RequireLitigant
from web.pages.claim_changes import changes_page
from web.render import render

router = APIRouter()
PAGE = "pages/claim_changes.html"


@router.get("/claims/{claim_id}/changes", name="claim_changes")
async def claim_changes(request: Request, claim_id: str, user: RequireLitigant, db: Db) -> Response:
    """Show it to the filer of both."""
    return render(request, PAGE, await changes_page(db, claim_id, user))


@router.get("/clerk/{claim_id}/changes", name="filing_changes")
async def filing_changes(request: Request, claim_id: str, user: RequireClerk, db: Db) -> Response:
    """Show it to the court that returned the first and received the second."""
    return render(request, PAGE, await changes_page(db, claim_id, user))
