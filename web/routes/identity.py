"""Confirming who one is (ID-5): by a strong sign-in at once, or by an application with a scan."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from models.domain.errors import RuleBroken
from models.domain.registration import RegistrationStatus
from models.messages.registration import Apply
from web.deps import CurrentVisit, Deps, NotYoursError, RequireLitigant
from web.drafts import id_from
from web.forms.reading import filled
from web.identity_applications import keep_scan, own_registration
from web.pages.identity import status_page
from web.person_commands import Persons
from web.rate_limits import count_try
from web.render import render
from web.scans import required_file
from web.sessions import now
from web.uploads import judge
from web.words.lookup import sentence

router = APIRouter()
PAGE = "pages/identity.html"


@router.get("/identity", name="identity")
async def identity(request: Request, user: RequireLitigant, deps: Deps, *, filing: bool = False) -> Response:
    """Show whether the identity is confirmed and what to do."""
    async with deps.sessions() as db:
        return render(request, PAGE, await status_page(db, user, filled(), filing=filing))


@router.post("/identity", name="apply_for_identity")
async def apply_for_identity(
    request: Request,
    user: RequireLitigant,
    visit: CurrentVisit,
    *,
    deps: Deps,
    persons: Persons,
    nonce: Annotated[str, Form()],
) -> Response:
    """Take the scan and hand the application to the operators."""
    await count_try(request, "upload", account=str(user.account_id))
    application_id = id_from(nonce, purpose="identity", owner=str(user.account_id))
    try:
        async with request.form() as data, deps.sessions.begin() as db:
            file = required_file(data)
            registration = await own_registration(db, user)
            if registration is None or registration.status is not RegistrationStatus.AWAITING_IDENTITY:
                raise NotYoursError
            judged = await judge(file)
            await keep_scan(db, registration, judged, application_id=application_id, store=deps.documents)
    except RuleBroken as broken:
        form = filled().refuse("file", sentence(broken.code, **broken.detail))
        async with deps.sessions() as db:
            return render(request, PAGE, await status_page(db, user, form), status=422)
    await persons.apply_for_identity(Apply(registration.id, application_id, now()))
    visit.flash("application_sent")
    return RedirectResponse("/identity", 303)
