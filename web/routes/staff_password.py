"""The link by which a member of the staff chooses a password: before it, nobody can sign in to the account."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import delete
from sqlmodel import col

from activities.mailed_links import token_sha256
from activities.staff import choose_password
from models.domain.errors import RuleBroken
from models.domain.letters import LetterKind, LinkPurpose
from models.messages.registration import LetterOrder
from models.tables.accounts import AccountRow
from models.tables.sessions import WebSessionRow
from web.deps import Db
from web.forms.reading import Reading, filled, read
from web.forms.registration import PasswordForm
from web.mailed_links import subject_of
from web.pages.staff import StaffPasswordPage
from web.password_rules import judged
from web.passwords import hashed
from web.person_commands import Persons
from web.rate_limits import count_try
from web.render import EmptyPage, render
from web.sessions import now

router = APIRouter(prefix="/sign-in/staff/password")
PAGE, USED = "pages/staff_password.html", "pages/staff_link_used.html"


@router.get("/{token}", name="staff_password")
async def staff_password(request: Request, token: str, db: Db) -> Response:
    """Ask for the password, and tell the user name."""
    try:
        account = await _account_of(db, token)
    except RuleBroken as broken:
        return render(request, USED, EmptyPage(), status=410, problem=broken)
    return render(request, PAGE, StaffPasswordPage(filled(), account.username or ""))


@router.post("/{token}", name="set_staff_password")
async def set_staff_password(
    request: Request,
    token: str,
    db: Db,
    *,
    persons: Persons,
    form: Annotated[Reading[PasswordForm], read(PasswordForm)],
) -> Response:
    """Set it, once; every session ends, and whoever had a password is told that it changed."""
    await count_try(request, "use_link", account=None)
    try:
        account = await _account_of(db, token)
        form, password = await judged(form, user_name=account.username or "", fin="", email=account.email)
        if not form.ok:
            page = StaffPasswordPage(form.without("password").without("again"), account.username or "")
            return render(request, PAGE, page, status=422)
        had_one = account.password_hash is not None
        account = await choose_password(db, token_sha256(token), await hashed(password), at=now())
    except RuleBroken as broken:
        return render(request, USED, EmptyPage(), status=410, problem=broken)
    await db.execute(delete(WebSessionRow).where(col(WebSessionRow.account_id) == account.id))
    if had_one:
        await db.flush()
        changed = LetterOrder(str(uuid4()), LetterKind.PASSWORD_CHANGED, now(), account_id=str(account.id))
        await persons.send_letter(changed)
    return RedirectResponse("/sign-in/staff?chosen=1", 303)


async def _account_of(db: Db, token: str) -> AccountRow:
    return await db.get_one(AccountRow, UUID(await subject_of(db, LinkPurpose.STAFF_PASSWORD, token)))
