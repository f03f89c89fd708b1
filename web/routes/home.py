"""The first page: a welcome for visitors, the cabinet for signed-in people."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from web.deps import CurrentVisit
from web.pages.home import HomePage
from web.render import EmptyPage, render

router = APIRouter()


@router.get("/", name="home")
async def home(request: Request, visit: CurrentVisit) -> HTMLResponse:
    """Show the welcome or the cabinet."""
    if visit.user is None:
        return render(request, "pages/welcome.html", EmptyPage())
    return render(request, "pages/home.html", HomePage(name=visit.user.name, role=visit.user.role))
