"""Signing in with user name or e-mail and password, forgotten and changed passwords (ID-9, ID-11)."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from activities.letters import account_of_login
from models.domain.errors import RuleBroken
from models.domain.letters import LetterKind, LinkPurpose
from models.domain.passwords import normal_password
from models.messages.registration import LetterOrder
from models.tables.accounts import AccountRow, SignInMethod
from web.accounts import enter
from web.deps import CurrentUser, CurrentVisit, Db, Deps
from web.forms.reading import Reading, filled, read
from web.forms.registration import ChangeForm, ForgottenForm, LoginForm, PasswordForm
from web.forms.sign_in import safe_path
from web.mailed_links import subject_of
from web.pages.password import ChangePage, LoginPage, change_page
from web.pages.profile import account_of
from web.pages.registration import ForgottenPage, FormPage
from web.password_changes import change, check_old_password, first_user_name, set_by_link
from web.password_rules import judged
from web.passwords import password_matches
from web.person_commands import Persons
from web.rate_limits import count_try
from web.render import EmptyPage, render
from web.sessions import now
from web.sign_in_log import SIGNED_IN, record_sign_in
from web.slow_down import forget_failures, take_try
from web.words.lookup import sentence

router = APIRouter()
LOGIN, NEW, CHANGE = "pages/password_sign_in.html", "pages/password_new.html", "pages/password_change.html"
USED = "pages/link_used.html"


@router.get("/sign-in/password", name="password_sign_in")
async def password_sign_in(
    request: Request,
    next: str = "/",  # noqa: A002 - the name in the address
    *,
    confirmed: bool = False,
    changed: bool = False,
) -> Response:
    """Show the door."""
    said = "email_confirmed" if confirmed else "password_changed" if changed else ""
    return render(request, LOGIN, LoginPage(filled(next=safe_path(next)), sentence(said) if said else ""))


@router.post("/sign-in/password", name="sign_in_password")
async def sign_in_password(
    request: Request, deps: Deps, db: Db, form: Annotated[Reading[LoginForm], read(LoginForm)]
) -> Response:
    """Open a session, or say that the pair is wrong: not which half, nor whether there is such a cabinet."""
    if not form.ok:
        return render(request, LOGIN, LoginPage(form.without("password")), status=422)
    login = form.value.login
    await count_try(request, "sign_in_password", account=None)
    await take_try(deps.sessions_aside, login)
    account = await account_of_login(db, login)
    stored = account.password_hash if account else None
    if not await password_matches(stored, normal_password(form.value.password)) or account is None:
        known = account.id if account else None
        record_sign_in(request, db, SignInMethod.PASSWORD, outcome="wrong_password", account_id=known)
        form = form.refuse("login", sentence("wrong_login"))
        return render(request, LOGIN, LoginPage(form.without("password")), status=422)
    await forget_failures(deps.sessions_aside, login)
    outcome = await enter(request, db, account, SignInMethod.PASSWORD)
    if outcome != SIGNED_IN:
        form = form.refuse("login", sentence(outcome))
        return render(request, LOGIN, LoginPage(form.without("password")), status=422)
    return RedirectResponse(safe_path(form.value.next), 303)


@router.get("/password/forgotten", name="password_forgotten")
async def password_forgotten(request: Request) -> Response:
    """Ask whose."""
    return render(request, "pages/password_forgotten.html", ForgottenPage(filled()))


@router.post("/password/forgotten", name="send_password_link")
async def send_password_link(
    request: Request, persons: Persons, form: Annotated[Reading[ForgottenForm], read(ForgottenForm)]
) -> Response:
    """Order the letter, whoever that is: who looks for the account is the worker, and it tells nobody here."""
    if not form.ok:
        return render(request, "pages/password_forgotten.html", ForgottenPage(form), status=422)
    login = form.value.login
    await count_try(request, "mail_link", account=f"login:{login.lower()}")
    await persons.send_letter(LetterOrder(str(uuid4()), LetterKind.PASSWORD_LINK, now(), typed_login=login))
    return RedirectResponse("/password/sent", 303)


@router.get("/password/sent", name="password_link_sent")
async def password_link_sent(request: Request) -> Response:
    """Say the same to everybody."""
    return render(request, "pages/password_sent.html", EmptyPage())


@router.get("/password/new/{token}", name="new_password")
async def new_password(request: Request, token: str, db: Db) -> Response:
    """Ask for a new password."""
    try:
        await subject_of(db, LinkPurpose.NEW_PASSWORD, token)
    except RuleBroken as broken:
        return render(request, USED, EmptyPage(), status=410, problem=broken)
    return render(request, NEW, FormPage(filled()))


@router.post("/password/new/{token}", name="set_new_password")
async def set_new_password(
    request: Request,
    token: str,
    db: Db,
    *,
    persons: Persons,
    form: Annotated[Reading[PasswordForm], read(PasswordForm)],
) -> Response:
    """Set it, once."""
    await count_try(request, "use_link", account=None)
    try:
        account = await db.get_one(AccountRow, UUID(await subject_of(db, LinkPurpose.NEW_PASSWORD, token)))
        names = {"user_name": account.username or "", "fin": account.fin or "", "email": account.email}
        form, password = await judged(form, **names)
        if not form.ok:
            return render(request, NEW, FormPage(form.without("password").without("again")), status=422)
        await set_by_link(db, token, password, persons=persons)
    except RuleBroken as broken:
        return render(request, USED, EmptyPage(), status=410, problem=broken)
    return RedirectResponse("/sign-in/password?changed=1", 303)


@router.get("/profile/password", name="password_change")
async def password_change(request: Request, user: CurrentUser, db: Db) -> Response:
    """Ask for a new password, and for the old one unless the person came in by a strong sign-in."""
    return render(request, CHANGE, await change_page(db, request, await account_of(db, user)))


@router.post("/profile/password", name="change_password")
async def change_password(
    request: Request,
    user: CurrentUser,
    visit: CurrentVisit,
    *,
    db: Db,
    persons: Persons,
    form: Annotated[Reading[ChangeForm], read(ChangeForm)],
) -> Response:
    """Change it and end the other sessions."""
    account = await account_of(db, user)
    page = await change_page(db, request, account, form)
    if not page.may_change:
        return render(request, CHANGE, page, status=403)
    form, password, user_name = await _new_password(request, db, account, page=page)
    if not form.ok:
        return render(request, CHANGE, await change_page(db, request, account, form), status=422)
    await change(db, request, account, password=password, user_name=user_name, persons=persons)
    visit.flash("password_changed")
    return RedirectResponse("/profile", 303)


async def _new_password(
    request: Request, db: Db, account: AccountRow, *, page: ChangePage
) -> tuple[Reading[ChangeForm], str, str]:
    """Judge what was typed; return the form, the password and the user name."""
    form, user_name = page.form, account.username or ""
    if not form.ok:
        return form, "", ""
    if page.asks_old:
        await count_try(request, "sign_in", account=f"change:{account.id}")
    try:
        if page.asks_old:
            await check_old_password(account, form.value.old)
        if page.asks_user_name:
            user_name = await first_user_name(db, form.value.username)
    except RuleBroken as broken:
        field = "old" if broken.code == "old_password_wrong" else "username"
        return form.refuse(field, sentence(broken.code)), "", ""
    form, password = await judged(form, user_name=user_name, fin=account.fin or "", email=account.email)
    return form, password, user_name
