"""The court cases in which a person takes part."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.deps import Read, RequireLitigant
from web.pages.cases import cases_page
from web.render import render

router = APIRouter()


@router.get("/cases", name="cases")
async def cases(request: Request, user: RequireLitigant, read: Read) -> Response:
    """Show them with their numbers."""
    return render(request, "pages/cases.html", await cases_page(read, user))
