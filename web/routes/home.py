"""The first page: a welcome for visitors, what awaits a litigant, the desk of the staff."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from models.domain.roles import Role
from web.deps import CurrentVisit, Read
from web.pages.home import HomePage, home_page
from web.render import EmptyPage, render

router = APIRouter()
DESKS = {
    Role.CLERK: "/clerk",
    Role.AUDITOR: "/audit",
    Role.OPERATOR: "/operator",
    Role.OWNER: "/owner/people",
}


@router.get("/", name="home")
async def home(request: Request, visit: CurrentVisit, read: Read) -> Response:
    """Show the welcome or the cabinet."""
    user = visit.user
    if user is None:
        return render(request, "pages/welcome.html", EmptyPage())
    if user.role in DESKS:
        return RedirectResponse(DESKS[user.role], 303)
    if user.role is not Role.LITIGANT:
        return render(request, "pages/home_staff.html", HomePage(user.name, (), visit.unread))
    return render(request, "pages/home.html", await home_page(read, user, unread=visit.unread))
