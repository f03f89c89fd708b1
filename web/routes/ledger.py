"""My data: the ledger of who looked at or used them (PRO-3)."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from web.deps import CurrentUser, Read
from web.pages.ledger import LedgerKind, ledger_page
from web.render import render

router = APIRouter()
FURTHEST = 10_000


@router.get("/profile/data", name="my_data")
async def my_data(
    request: Request,
    user: CurrentUser,
    *,
    read: Read,
    kind: str = "",
    page: Annotated[int, Query(ge=1, le=FURTHEST)] = 1,
) -> Response:
    """Show one page; a kind that does not exist is no filter."""
    chosen = LedgerKind(kind) if kind in set(LedgerKind) else None
    return render(request, "pages/ledger.html", await ledger_page(read, user, kind=chosen, page=page))
