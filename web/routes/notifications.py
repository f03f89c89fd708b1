"""Notifications ("Bildirişlər"): the list, opening one, marking all as read."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from web.deps import CurrentUser, CurrentVisit, Db, Read
from web.pages.notifications import mark_all_read, mark_read, notifications_page
from web.render import render

router = APIRouter()
FURTHEST = 10_000


@router.get("/notifications", name="notifications")
async def notifications(
    request: Request, user: CurrentUser, read: Read, page: Annotated[int, Query(ge=1, le=FURTHEST)] = 1
) -> Response:
    """Show the list."""
    return render(request, "pages/notifications.html", await notifications_page(read, user, page=page))


@router.post("/notifications/read", name="read_all")
async def read_all(user: CurrentUser, visit: CurrentVisit, db: Db) -> Response:
    """Mark everything as read."""
    await mark_all_read(db, user)
    visit.flash("notices_read")
    return RedirectResponse("/notifications", 303)


@router.post("/notifications/{notice_id}/open", name="open_notice")
async def open_notice(notice_id: UUID, user: CurrentUser, db: Db) -> Response:
    """Mark one as read and lead to the application; a form, since a link would be opened by prefetching too."""
    return RedirectResponse(await mark_read(db, user, notice_id), 303)
