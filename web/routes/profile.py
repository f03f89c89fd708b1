"""Personal details ("Şəxsi məlumatlar", PRO-1)."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables.accounts import AccountRow
from web.deps import CurrentUser, CurrentVisit, Db, deps_of
from web.email_changes import ask_for_email, forget_pending, pending_email
from web.forms.profile import ProfileForm
from web.forms.reading import Reading, read
from web.forms.sign_in import safe_path
from web.pages.profile import account_of, profile_page
from web.rate_limits import count_try
from web.render import render
from web.routes.contacts import sealing_of

router = APIRouter()


async def _takes_address(request: Request, db: AsyncSession, account: AccountRow, email: str) -> bool:
    """Send a link to an address that is not confirmed; True when one was sent. The one that is stays until then."""
    if email == account.email and account.email_confirmed_at:
        await forget_pending(db, account)
        return False
    if email == await pending_email(db, account):
        return False  # the link is on its way; "send again" is a button of its own
    await count_try(request, "email_link", account=str(account.id))
    await ask_for_email(db, account, email, sealing=sealing_of(deps_of(request)), again=False)
    return True


@router.get("/profile", name="profile")
async def profile(request: Request, user: CurrentUser, db: Db) -> Response:
    """Show the details."""
    return render(request, "pages/profile.html", await profile_page(db, await account_of(db, user)))


@router.post("/profile", name="save_profile")
async def save_profile(
    request: Request,
    user: CurrentUser,
    visit: CurrentVisit,
    form: Annotated[Reading[ProfileForm], read(ProfileForm)],
    db: Db,
    *,
    next: str = "/profile",  # noqa: A002 - the name in the address
) -> Response:
    """Store the details and go back to where they were missing."""
    account = await account_of(db, user)
    if not form.ok:
        return render(request, "pages/profile.html", await profile_page(db, account, form), status=422)
    given = form.value
    account.address, account.postal_index = given.address, given.postal_index
    account.language, account.home_phone = given.language, given.home_phone or ""
    account.notify_email, account.notify_sms = "email" in given.notify, "sms" in given.notify
    if given.phone != account.phone:
        account.phone, account.phone_confirmed_at = given.phone, None
    if await _takes_address(request, db, account, given.email):
        visit.flash("email_link_sent")
    visit.flash("profile_saved")
    return RedirectResponse(safe_path(next), 303)
