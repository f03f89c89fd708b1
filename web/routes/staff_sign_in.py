"""Signing in with a user name and a password, for court staff; signing out, for everyone."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables.accounts import AccountRow, SignInMethod
from web.accounts import enter, kept_out
from web.deps import CurrentVisit, Db, Deps
from web.forms.reading import Reading, filled, read
from web.forms.sign_in import StaffForm, safe_path
from web.pages.sign_in import SignInPage
from web.passwords import password_matches, staff_account
from web.rate_limits import count_try
from web.render import render
from web.sessions import end_session
from web.sign_in_log import record_sign_in
from web.words.lookup import sentence

router = APIRouter()


@router.get("/sign-in/staff", name="staff_sign_in")
async def staff_sign_in(
    request: Request,
    next: str = "/",  # noqa: A002 - the name in the address
    *,
    chosen: bool = False,
) -> Response:
    """Show the staff's door; `chosen` when a password has just been set."""
    said = sentence("password_chosen") if chosen else ""
    return render(request, "pages/staff_sign_in.html", SignInPage(filled(next=safe_path(next)), said=said))


@router.post("/sign-in/staff", name="sign_in_staff")
async def sign_in_staff(
    request: Request,
    form: Annotated[Reading[StaffForm], read(StaffForm)],
    db: Db,
) -> Response:
    """Open a session under a new id, or say that the pair is wrong without saying which half."""
    if not form.ok:
        return render(request, "pages/staff_sign_in.html", SignInPage(form), status=422)
    await count_try(request, "sign_in", account=f"user:{form.value.username}")
    account = await staff_account(db, form.value.username)
    refusal = await _refusal(db, account, form.value.password)
    if refusal or account is None:
        known = account.id if account else None
        record_sign_in(request, db, SignInMethod.PASSWORD, outcome=refusal, account_id=known)
        page = SignInPage(form.refuse("username", sentence(refusal)))
        return render(request, "pages/staff_sign_in.html", page, status=422)
    await enter(request, db, account, SignInMethod.PASSWORD)
    return RedirectResponse(safe_path(form.value.next), 303)


@router.post("/sign-out", name="sign_out")
async def sign_out(request: Request, visit: CurrentVisit, deps: Deps) -> Response:
    """End the session on the server; the cookie is worth nothing afterwards."""
    if visit.user and visit.cookie:
        async with deps.sessions.begin() as session:
            await end_session(session, visit.cookie)
    visit.left()
    # Not the cookies: the language stays, and the session's cookie is a new one already.
    forgetting = {"Clear-Site-Data": '"storage"'}
    return RedirectResponse(f"{request.url_for('sign_in').path}?left=1", 303, headers=forgetting)


async def _refusal(db: AsyncSession, account: AccountRow | None, password: str) -> str:
    if not await password_matches(account.password_hash if account else None, password):
        return "wrong_password"
    return await kept_out(db, account) if account else ""
