"""The owner takes new members into the staff and has links sent by which they choose their passwords (AUD-4)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from activities.rights import Deed, invite
from activities.staff import FirstRole, NewStaff, add_staff
from models.domain.errors import RuleBroken
from models.domain.grants import RightsAct
from models.domain.languages import Language
from models.domain.letters import LetterKind
from models.domain.terms import end_of
from models.messages.registration import LetterOrder
from web.deps import CurrentVisit, Db, Deps, RequireOwner
from web.drafts import id_from
from web.forms.owner import ReasonForm
from web.forms.reading import Reading, filled, read
from web.forms.staff import NewStaffForm
from web.pages.owner import act_page
from web.pages.staff import new_staff_page
from web.person_commands import Persons
from web.rate_limits import count_try
from web.render import render
from web.routes.owner import ACT, deed_of
from web.sessions import now
from web.words.lookup import sentence

router = APIRouter()
PAGE = "pages/owner_new.html"
FIELDS = {
    "user_name_taken": "username",
    "email_taken": "email",
    "role_not_grantable": "role",
    "court_needed": "court",
    "court_not_for_role": "court",
    "court_not_known": "court",
    "end_is_past": "until",
}


@router.get("/owner/people/new", name="new_staff")
async def new_staff(request: Request, user: RequireOwner, db: Db) -> Response:  # noqa: ARG001 - owners only
    """Ask who begins to work here, and as what."""
    return render(request, PAGE, await new_staff_page(db, filled(language=Language.AZ)))


@router.post("/owner/people/new", name="add_staff")
async def add(
    request: Request,
    user: RequireOwner,
    visit: CurrentVisit,
    *,
    deps: Deps,
    persons: Persons,
    form: Annotated[Reading[NewStaffForm], read(NewStaffForm)],
) -> Response:
    """Make the account with its role, then have the letter sent: the same form sent twice is one person, one letter."""
    if form.ok:
        whom = id_from(form.value.nonce, purpose="new-staff", owner=str(user.account_id))
        await count_try(request, "staff_link", account=f"staff:{whom}")
        deed = deed_of(user, UUID(whom), form.value, RightsAct.GRANT)
        try:
            # A transaction of its own: the letter finds the account only once it stands.
            async with deps.sessions.begin() as session:
                await add_staff(session, deed, _person(form.value), _role(form.value))
        except RuleBroken as broken:
            if broken.code not in FIELDS:
                raise
            form = form.refuse(FIELDS[broken.code], sentence(broken.code))
        else:
            await _send_link(persons, deed)
            visit.flash("staff_added")
            return RedirectResponse(f"/owner/people/{whom}", 303)
    async with deps.sessions() as session:
        return render(request, PAGE, await new_staff_page(session, form), status=422)


@router.post("/owner/people/{account_id}/invite", name="send_staff_link")
async def send_link(
    request: Request,
    account_id: UUID,
    user: RequireOwner,
    visit: CurrentVisit,
    *,
    db: Db,
    persons: Persons,
    form: Annotated[Reading[ReasonForm], read(ReasonForm)],
) -> Response:
    """Have a link sent once more: it was lost, is too old, or the password was forgotten. Earlier ones open nothing."""
    if not form.ok:
        return render(request, ACT, await act_page(db, account_id, RightsAct.INVITE, form), status=422)
    await count_try(request, "staff_link", account=f"staff:{account_id}")
    deed = deed_of(user, account_id, form.value, RightsAct.INVITE)
    try:
        await invite(db, deed)
    except RuleBroken as broken:
        page = await act_page(db, account_id, RightsAct.INVITE, form)
        return render(request, ACT, page, status=409, problem=broken)
    # Before the commit: rather a letter without its line than a line about a letter that nobody got.
    await _send_link(persons, deed)
    visit.flash("rights_invite_done")
    return RedirectResponse(f"/owner/people/{account_id}", 303)


async def _send_link(persons: Persons, deed: Deed) -> None:
    await persons.send_letter(LetterOrder(str(deed.id), LetterKind.STAFF_LINK, now(), account_id=str(deed.whom)))


def _person(given: NewStaffForm) -> NewStaff:
    names = (given.surname, given.name, given.patronymic)
    return NewStaff(*names, username=given.username, email=given.email, language=given.language)


def _role(given: NewStaffForm) -> FirstRole:
    return FirstRole(given.role, given.court, end_of(given.until) if given.until else None)
