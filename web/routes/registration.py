"""Registering with an identity document (ID-2, ID-3): one question a page, then the link by mail (ID-4)."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from models.domain.errors import RuleBroken
from models.ports import OutsideUnavailableError
from web.deps import Db, Deps
from web.forms.reading import Reading, filled, read
from web.forms.registration import IdentityForm, KindForm, MailForm, PasswordForm, UserNameForm
from web.pages.registration import FormPage, SentPage, identity_page, kind_page
from web.password_rules import judged
from web.passwords import hashed
from web.person_commands import Persons
from web.rate_limits import count_try
from web.registering import (
    begin_form,
    check_pair,
    check_user_name_free,
    document_in,
    form_of,
    keep_registration,
    registration_of_browser,
)
from web.render import render
from web.sessions import now
from web.words.lookup import sentence

router = APIRouter(prefix="/register")
KIND, IDENTITY = "pages/register_kind.html", "pages/register_identity.html"
NAME, MAIL, PASSWORD = "pages/register_name.html", "pages/register_mail.html", "pages/register_password.html"
SENT, ANEW = "pages/register_sent.html", "/register"


@router.get("", name="register")
async def register(request: Request) -> Response:
    """Ask which document the person holds."""
    return render(request, KIND, kind_page(filled()))


@router.post("", name="choose_document")
async def choose_document(request: Request, db: Db, form: Annotated[Reading[KindForm], read(KindForm)]) -> Response:
    """Begin a registration in this browser."""
    if not form.ok:
        return render(request, KIND, kind_page(form), status=422)
    await begin_form(db, request, form.value.kind)
    return RedirectResponse("/register/document", 303)


@router.get("/document", name="register_document")
async def register_document(request: Request, db: Db) -> Response:
    """Ask for the document and the FİN."""
    row = await form_of(db, request)
    return render(request, IDENTITY, identity_page(row)) if row else RedirectResponse(ANEW, 303)


@router.post("/document", name="check_document")
async def check_document(
    request: Request, db: Db, deps: Deps, form: Annotated[Reading[IdentityForm], read(IdentityForm)]
) -> Response:
    """Check the pair with the population register ("YOXLA"); what was typed stays, whatever comes of it."""
    row = await form_of(db, request)
    if row is None:
        return RedirectResponse(ANEW, 303)
    row.series, row.number, row.typed_fin = form.text("series")[:8], form.text("number")[:40], form.text("fin")[:20]
    status = 422
    if form.ok:
        try:
            document = document_in(row.kind, form.value)
            await count_try(request, "register", account=f"fin:{form.value.fin}")
            await check_pair(row, document, form.value.fin, deps.population)
            return RedirectResponse("/register/user-name", 303)
        except OutsideUnavailableError:
            form, status = form.refuse("number", sentence("population_register_away")), 503
        except RuleBroken as broken:
            field = "series" if broken.code.startswith("series_") else "number"
            form = form.refuse(field, sentence(broken.code))
    return render(request, IDENTITY, identity_page(row, form), status=status)


@router.get("/user-name", name="register_user_name")
async def register_user_name(request: Request, db: Db) -> Response:
    """Ask for a user name."""
    row = await form_of(db, request)
    if row is None or not row.fin:
        return RedirectResponse(ANEW, 303)
    return render(request, NAME, FormPage(filled(username=row.username)))


@router.post("/user-name", name="choose_user_name")
async def choose_user_name(
    request: Request, db: Db, form: Annotated[Reading[UserNameForm], read(UserNameForm)]
) -> Response:
    """Keep the user name unless somebody has it."""
    row = await form_of(db, request)
    if row is None or not row.fin:
        return RedirectResponse(ANEW, 303)
    if form.ok:
        await count_try(request, "user_name", account=row.id)
        try:
            await check_user_name_free(db, row, form.value.username)
        except RuleBroken as broken:
            form = form.refuse("username", sentence(broken.code))
    if not form.ok:
        return render(request, NAME, FormPage(form), status=422)
    row.username = form.value.username
    return RedirectResponse("/register/email", 303)


@router.get("/email", name="register_email")
async def register_email(request: Request, db: Db) -> Response:
    """Ask for the e-mail address."""
    row = await form_of(db, request)
    if row is None or not row.username:
        return RedirectResponse(ANEW, 303)
    return render(request, MAIL, FormPage(filled(email=row.email)))


@router.post("/email", name="choose_email")
async def choose_email(request: Request, db: Db, form: Annotated[Reading[MailForm], read(MailForm)]) -> Response:
    """Keep the address; whether it belongs to a cabinet already is told by letter alone."""
    row = await form_of(db, request)
    if row is None or not row.username:
        return RedirectResponse(ANEW, 303)
    if not form.ok:
        return render(request, MAIL, FormPage(form), status=422)
    row.email = form.value.email
    return RedirectResponse("/register/password", 303)


@router.get("/password", name="register_password")
async def register_password(request: Request, db: Db) -> Response:
    """Ask for a password, twice."""
    row = await form_of(db, request)
    return render(request, PASSWORD, FormPage(filled())) if row and row.email else RedirectResponse(ANEW, 303)


@router.post("/password", name="finish_registration")
async def finish_registration(
    request: Request, deps: Deps, persons: Persons, form: Annotated[Reading[PasswordForm], read(PasswordForm)]
) -> Response:
    """Write the registration and start its life ("TƏSDİQLƏ"); the answer is the same for whoever is known already."""
    async with deps.sessions.begin() as db:
        row = await form_of(db, request)
        if row is None or not row.email:
            return RedirectResponse(ANEW, 303)
        form, password = await judged(form, user_name=row.username, fin=row.fin, email=row.email)
        if not form.ok:
            return render(request, PASSWORD, FormPage(form.without("password").without("again")), status=422)
        await count_try(request, "mail_link", account=f"mail:{row.email}")
        await check_user_name_free(db, row, row.username)
        registration_id = await keep_registration(db, row, password_hash=await hashed(password))
    await persons.begin_registration(registration_id, at=now())
    return RedirectResponse("/register/sent", 303)


@router.get("/sent", name="registration_sent")
async def registration_sent(request: Request, db: Db, deps: Deps) -> Response:
    """Say that a link is on its way, and offer another one."""
    row = await registration_of_browser(db, request)
    if row is None:
        return RedirectResponse(ANEW, 303)
    return render(request, SENT, SentPage(row.email, deps.settings.registration_link_lives))


@router.post("/sent", name="send_link_again")
async def send_link_again(request: Request, db: Db, deps: Deps, persons: Persons) -> Response:
    """Send the link again, a few times and not at once."""
    row = await registration_of_browser(db, request)
    if row is None:
        return RedirectResponse(ANEW, 303)
    await count_try(request, "mail_link", account=f"mail:{row.email}")
    try:
        await persons.send_link_again(row.id, at=now())
    except RuleBroken as broken:
        page = SentPage(row.email, deps.settings.registration_link_lives)
        return render(request, SENT, page, status=409, problem=broken)
    return RedirectResponse("/register/sent", 303)
