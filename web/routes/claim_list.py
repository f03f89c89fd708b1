"""My applications ("Ərizələrim")."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from models.domain.claim_status import ClaimStatus
from web.deps import Read, RequireLitigant
from web.pages.claim_list import claim_list_page
from web.render import render

router = APIRouter()
FURTHEST = 10_000


@router.get("/claims", name="claim_list")
async def claim_list(
    request: Request,
    user: RequireLitigant,
    read: Read,
    status: str = "",
    page: Annotated[int, Query(ge=1, le=FURTHEST)] = 1,
) -> Response:
    """Show one page of them; a status nobody knows shows all."""
    chosen = ClaimStatus(status) if status in set(ClaimStatus) - {ClaimStatus.DELETED} else None
    return render(request, "pages/claim_list.html", await claim_list_page(read, user, status=chosen, page=page))
