"""The owner's screens: search people, grant and withdraw roles, limit access and lift the limit (AUD-4)."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from activities.rights import Deed, grant_role, lift_limit, limit_access, withdraw_role
from models.domain.errors import RuleBroken
from models.domain.grants import RightsAct
from models.domain.terms import end_of
from web.deps import CurrentVisit, Db, Read, RequireOwner, RequireRightsReader
from web.drafts import id_from
from web.forms.owner import GrantForm, ReasonForm
from web.forms.reading import Reading, filled, read
from web.forms.staff import NewStaffForm
from web.pages.owner import act_page, people_page, person_page, register_page
from web.render import render
from web.sessions import User, now

router = APIRouter()
ACT = "pages/owner_act.html"
ForAReason = Literal[RightsAct.WITHDRAW, RightsAct.LIMIT, RightsAct.LIFT]
ACTS = {RightsAct.WITHDRAW: withdraw_role, RightsAct.LIMIT: limit_access, RightsAct.LIFT: lift_limit}


@router.get("/owner/people", name="people")
async def people(request: Request, user: RequireOwner, read: Read, q: str = "") -> Response:  # noqa: ARG001 - owners only
    """Search staff by name, litigants by FİN."""
    return render(request, "pages/owner_people.html", await people_page(read, filled(q=q)))


@router.get("/owner/people/{account_id}", name="person")
async def person(request: Request, account_id: UUID, user: RequireOwner, db: Db) -> Response:
    """Show one person's rights."""
    return render(request, "pages/owner_person.html", await person_page(db, account_id, user))


@router.get("/owner/people/{account_id}/{act}", name="ask_rights_act")
async def ask(request: Request, account_id: UUID, act: RightsAct, user: RequireOwner, db: Db) -> Response:  # noqa: ARG001 - owners only
    """Ask for the reason, and for what is granted."""
    return render(request, ACT, await act_page(db, account_id, act, filled()))


@router.post("/owner/people/{account_id}/grant", name="grant_role")
async def grant(
    request: Request,
    account_id: UUID,
    user: RequireOwner,
    visit: CurrentVisit,
    *,
    db: Db,
    form: Annotated[Reading[GrantForm], read(GrantForm)],
) -> Response:
    """Grant a role from now on."""
    if not form.ok:
        return render(request, ACT, await act_page(db, account_id, RightsAct.GRANT, form), status=422)
    given = form.value
    until = end_of(given.until) if given.until else None
    try:
        deed = deed_of(user, account_id, given, RightsAct.GRANT)
        await grant_role(db, deed, role=given.role, court_id=given.court, until=until)
    except RuleBroken as broken:
        page = await act_page(db, account_id, RightsAct.GRANT, form)
        return render(request, ACT, page, status=409, problem=broken)
    return _done(visit, account_id, RightsAct.GRANT)


@router.post("/owner/people/{account_id}/{act}", name="take_rights_act")
async def take(
    request: Request,
    account_id: UUID,
    act: ForAReason,
    user: RequireOwner,
    visit: CurrentVisit,
    *,
    db: Db,
    form: Annotated[Reading[ReasonForm], read(ReasonForm)],
) -> Response:
    """Withdraw a role, limit access or lift the limit; it holds from the person's next request on."""
    if not form.ok:
        return render(request, ACT, await act_page(db, account_id, act, form), status=422)
    try:
        await ACTS[act](db, deed_of(user, account_id, form.value, act))
    except RuleBroken as broken:
        return render(request, ACT, await act_page(db, account_id, act, form), status=409, problem=broken)
    return _done(visit, account_id, act)


@router.get("/rights", name="rights_register")
async def rights_register(request: Request, user: RequireRightsReader, db: Db) -> Response:
    """Show what was done to people's rights lately."""
    return render(request, "pages/rights_register.html", await register_page(db, user))


def deed_of(user: User, account_id: UUID, given: ReasonForm | GrantForm | NewStaffForm, act: RightsAct) -> Deed:
    """Return what the owner does, under an id that a form sent twice names twice."""
    at: datetime = now()
    deed_id = id_from(f"{given.nonce}:{account_id}", purpose=f"rights-{act}", owner=str(user.account_id))
    return Deed(UUID(deed_id), user.account_id, account_id, given.reason, at)


def _done(visit: CurrentVisit, account_id: UUID, act: RightsAct) -> Response:
    if visit.user and visit.user.account_id != account_id:  # who withdrew his own role has no next page to read it on
        visit.flash(f"rights_{act}_done")
    return RedirectResponse(f"/owner/people/{account_id}", 303)
