"""The organisations I stand for, and how I am told of what concerns them (ID-12, PRO-2)."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables.accounts import AccountRow
from models.tables.capacities import CapacityRow
from web.deps import CurrentVisit, Db, RequireLitigant, deps_of
from web.email_changes import ask_for_email, forget_pending, pending_email
from web.forms.profile import OrganisationForm
from web.forms.reading import Reading, read
from web.pages.organisations import held_by, organisation_page, organisations_page
from web.pages.profile import account_of
from web.rate_limits import count_try
from web.render import render
from web.routes.contacts import sealing_of

router = APIRouter()
LIST, PAGE = "/profile/organisations", "pages/organisation.html"


@router.get(LIST, name="organisations")
async def organisations(request: Request, user: RequireLitigant, db: Db) -> Response:
    """Show them, with what was filed for each."""
    return render(request, "pages/organisations.html", await organisations_page(db, user))


@router.get("/profile/organisations/{position}", name="organisation")
async def organisation(request: Request, position: int, user: RequireLitigant, db: Db) -> Response:
    """Show address and choices of one."""
    row = await held_by(db, user, position)
    return render(request, PAGE, await organisation_page(db, await account_of(db, user), row))


@router.post("/profile/organisations/{position}", name="save_organisation")
async def save_organisation(
    request: Request,
    position: int,
    user: RequireLitigant,
    visit: CurrentVisit,
    *,
    form: Annotated[Reading[OrganisationForm], read(OrganisationForm)],
    db: Db,
) -> Response:
    """Store the choices; a new address counts when its link was followed, and without one the person's own does."""
    row, account = await held_by(db, user, position), await account_of(db, user)
    if not form.ok:
        return render(request, PAGE, await organisation_page(db, account, row, form), status=422)
    row.notify_email, row.notify_sms = "email" in form.value.notify, "sms" in form.value.notify
    if await _takes_address(request, db, account, row, form.value.email or ""):
        visit.flash("email_link_sent")
    visit.flash("organisation_saved")
    return RedirectResponse(LIST, 303)


@router.post("/profile/organisations/{position}/again", name="organisation_email_again")
async def send_again(request: Request, position: int, user: RequireLitigant, visit: CurrentVisit, db: Db) -> Response:
    """Send the link once more; the one before is worthless then."""
    row, account = await held_by(db, user, position), await account_of(db, user)
    if waiting := await pending_email(db, account, for_capacity=row.position):
        await _send_link(request, db, account, row, waiting, again=True)
        visit.flash("email_link_sent")
    return RedirectResponse(f"{LIST}/{position}", 303)


async def _takes_address(request: Request, db: AsyncSession, account: AccountRow, row: CapacityRow, email: str) -> bool:
    """Send a link to an address that is not confirmed; True when one was sent."""
    if not email or (email == row.email and row.email_confirmed_at):
        await forget_pending(db, account, for_capacity=row.position)
        if not email:
            row.email, row.email_confirmed_at = "", None
        return False
    if email == await pending_email(db, account, for_capacity=row.position):
        return False
    await _send_link(request, db, account, row, email, again=False)
    return True


async def _send_link(
    request: Request, db: AsyncSession, account: AccountRow, row: CapacityRow, email: str, *, again: bool
) -> None:
    await count_try(request, "email_link", account=str(account.id))
    sealing = sealing_of(deps_of(request))
    await ask_for_email(db, account, email, sealing=sealing, again=again, for_capacity=row.position)
