"""Personal details ("Şəxsi məlumatlar", PRO-1)."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from web.deps import CurrentUser, CurrentVisit, Db
from web.forms.profile import ProfileForm
from web.forms.reading import Reading, read
from web.forms.sign_in import safe_path
from web.pages.profile import account_of, profile_page
from web.render import render

router = APIRouter()


@router.get("/profile", name="profile")
async def profile(request: Request, user: CurrentUser, db: Db) -> Response:
    """Show the details."""
    return render(request, "pages/profile.html", profile_page(await account_of(db, user)))


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
        return render(request, "pages/profile.html", profile_page(account, form), status=422)
    given = form.value
    if given.email != account.email:
        account.email_confirmed_at = None  # nobody has shown yet that the new mailbox is theirs
    account.address, account.postal_index = given.address, given.postal_index
    account.phone, account.email, account.language = given.phone, given.email, given.language
    account.notify_email, account.notify_sms = "email" in given.notify, "sms" in given.notify
    visit.flash("profile_saved")
    return RedirectResponse(safe_path(next), 303)
