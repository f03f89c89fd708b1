"""Confirming an e-mail address by its link and a mobile number by its code (PRO-1, PRO-2)."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from activities.sealing import Sealing
from models.domain.errors import RuleBroken
from web.deps import CurrentUser, CurrentVisit, Db, Deps, WebDeps
from web.email_changes import ask_for_email, follow_link, is_followable, pending_email
from web.forms.profile import PhoneCodeForm
from web.forms.reading import Reading, filled, read
from web.forms.sign_in import safe_path
from web.pages.contacts import EmailLinkPage, PhoneCodePage
from web.pages.profile import account_of
from web.phone_checks import refusal_of, send_code
from web.rate_limits import count_try
from web.render import render
from web.words.lookup import sentence

router = APIRouter()
LINK, PHONE = "pages/email_link.html", "pages/phone_code.html"


@router.post("/profile/email/again", name="email_again")
async def email_again(request: Request, user: CurrentUser, visit: CurrentVisit, *, db: Db, deps: Deps) -> Response:
    """Send the link once more; the one before is worthless then. Without an address that waits nothing is sent."""
    account = await account_of(db, user)
    if waiting := await pending_email(db, account):
        await count_try(request, "email_link", account=str(user.account_id))
        await ask_for_email(db, account, waiting, sealing=sealing_of(deps), again=True)
        visit.flash("email_link_sent")
    return RedirectResponse("/profile", 303)


@router.get("/profile/email/{token}", name="email_link")
async def email_link(request: Request, token: str, db: Db) -> Response:
    """Ask before the address is confirmed; whoever reads the mailbox need not be signed in."""
    alive = await is_followable(db, token)
    return render(request, LINK, EmailLinkPage(token, alive), status=200 if alive else 410)


@router.post("/profile/email/{token}", name="follow_email_link")
async def follow_email_link(request: Request, token: str, visit: CurrentVisit, db: Db) -> Response:
    """Confirm the address, once."""
    try:
        await follow_link(db, token)
    except RuleBroken:
        return render(request, LINK, EmailLinkPage(token, alive=False), status=410)
    if visit.user is None:
        return RedirectResponse("/sign-in?next=/profile", 303)
    visit.flash("address_confirmed")
    return RedirectResponse("/profile", 303)


@router.get("/profile/phone", name="phone_code")
async def phone_code(request: Request, user: CurrentUser, db: Db) -> Response:
    """Ask for the code."""
    account = await account_of(db, user)
    page = PhoneCodePage(account.phone, account.phone_confirmed_at is not None, filled())
    return render(request, PHONE, page)


@router.post("/profile/phone/send", name="send_phone_code")
async def send_phone_code(request: Request, user: CurrentUser, visit: CurrentVisit, *, db: Db, deps: Deps) -> Response:
    """Send a code; the one before is worthless then."""
    await count_try(request, "phone_code", account=str(user.account_id))
    account = await account_of(db, user)
    key = deps.settings.secret_key.get_secret_value()
    await send_code(db, account, sealing=sealing_of(deps), key=key)
    visit.flash("phone_code_sent")
    return RedirectResponse("/profile/phone", 303)


@router.post("/profile/phone", name="check_phone_code")
async def check_phone_code(
    request: Request,
    user: CurrentUser,
    visit: CurrentVisit,
    *,
    form: Annotated[Reading[PhoneCodeForm], read(PhoneCodeForm)],
    db: Db,
    deps: Deps,
) -> Response:
    """Take the code; each wrong one counts, also when many are sent at once."""
    account = await account_of(db, user)
    if form.ok:
        key = deps.settings.secret_key.get_secret_value()
        if refusal := await refusal_of(db, account, form.value.code, key=key):
            form = form.refuse("code", sentence(refusal))
    if not form.ok:
        page = PhoneCodePage(account.phone, account.phone_confirmed_at is not None, form.without("code"))
        return render(request, PHONE, page, status=422)
    visit.flash("phone_confirmed")
    return RedirectResponse(safe_path(form.value.next), 303)


def sealing_of(deps: WebDeps) -> Sealing:
    """Return what seals secrets for the outbox."""
    return Sealing(deps.settings.payload_keys.get_secret_value())
