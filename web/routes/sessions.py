"""My sessions and devices; and how long this session still lives, for the script that warns before it ends."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from web.deps import CurrentUser, CurrentVisit, Db
from web.pages.sessions import end_other_sessions, end_session_of, sessions_page
from web.render import EmptyPage, render
from web.security import csrf_token
from web.sessions import cookie_hash, now
from web.visit import Visit

router = APIRouter()
LIST = "/profile/sessions"


@router.get(LIST, name="my_sessions")
async def my_sessions(request: Request, user: CurrentUser, visit: CurrentVisit, db: Db) -> Response:
    """Show where the person is signed in."""
    page = await sessions_page(db, user, cookie=visit.secret(), limits=request.app.state.limits)
    return render(request, "pages/sessions.html", page)


@router.post("/profile/sessions/end-others", name="end_others")
async def end_others(user: CurrentUser, visit: CurrentVisit, db: Db) -> Response:
    """End all others: what they ask next, they ask as strangers."""
    await end_other_sessions(db, user, cookie=visit.secret())
    visit.flash("sessions_ended")
    return RedirectResponse(LIST, 303)


@router.post("/profile/sessions/{handle}/end", name="end_one")
async def end_one(handle: UUID, user: CurrentUser, visit: CurrentVisit, db: Db) -> Response:
    """End one; one that has ended, or was never this person's, gets the same answer and nothing happens."""
    if await end_session_of(db, user, handle) == cookie_hash(visit.secret()):
        visit.left()
        return RedirectResponse("/sign-in?left=1", 303)
    visit.flash("session_ended")
    return RedirectResponse(LIST, 303)


@router.get("/session", name="session_left")
async def session_left(request: Request, visit: CurrentVisit) -> Response:
    """Say how long the session lives, without prolonging it; and the token that forms of this browser need now."""
    visit.only_looks = True
    return JSONResponse(_left(request, visit))


@router.post("/session", name="stay_signed_in")
async def stay_signed_in(request: Request, visit: CurrentVisit) -> Response:
    """Prolong the session, as any page would ("stay signed in")."""
    return JSONResponse(_left(request, visit))


@router.get("/session/renewed", name="session_renewed")
async def session_renewed(request: Request, user: CurrentUser) -> Response:  # noqa: ARG001 - after signing in only
    """Send the person back to the window in which a form waits."""
    return render(request, "pages/session_renewed.html", EmptyPage())


def _left(request: Request, visit: Visit) -> dict[str, object]:
    if visit.user is None:
        return {"signed_in": False}
    ends_at = visit.ends_at(request.app.state.limits)
    token = csrf_token(request.app.state.deps.settings.secret_key.get_secret_value(), visit.secret())
    left = max(0, int((ends_at - now()).total_seconds()))
    return {"signed_in": True, "who": str(visit.user.account_id), "left": left, "csrf": token}
