"""The operators' queue (ID-5): applications to confirm an identity, each with its scan."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from models.domain.registration import RegistrationAct
from models.messages.registration import Decide
from models.tables.access import Look
from web.deps import CurrentVisit, Db, Deps, RequireOperator
from web.drafts import actor_of
from web.forms.reading import Reading, filled, read
from web.forms.registration import RejectForm
from web.identity_applications import seen_application, waiting_application
from web.pages.identity import ApplicationPage, applicant, queue_page
from web.person_commands import Persons
from web.render import render
from web.scans import as_download
from web.sessions import now

router = APIRouter(prefix="/operator")
PAGE = "pages/operator_application.html"


@router.get("", name="operator_queue")
async def operator_queue(request: Request, user: RequireOperator, db: Db) -> Response:  # noqa: ARG001 - operators only
    """Show what waits."""
    return render(request, "pages/operator_queue.html", await queue_page(db))


@router.get("/{application_id}", name="operator_application")
async def operator_application(
    request: Request,
    application_id: str,
    user: RequireOperator,
    db: Db,
) -> Response:
    """Show one application beside what the register said."""
    found = await seen_application(db, application_id, user, look=Look.IDENTITY)
    return render(request, PAGE, ApplicationPage(applicant(*found), filled()))


@router.get("/{application_id}/scan", name="operator_scan")
async def operator_scan(
    application_id: str,
    user: RequireOperator,
    db: Db,
    deps: Deps,
) -> Response:
    """Give the scan, always as a download that can run nothing here."""
    application, _ = await seen_application(db, application_id, user, look=Look.SCAN)
    return await as_download(application, deps.documents)


@router.post("/{application_id}/approve", name="approve_identity")
async def approve_identity(
    application_id: str,
    user: RequireOperator,
    visit: CurrentVisit,
    *,
    db: Db,
    persons: Persons,
    nonce: Annotated[str, Form()],
) -> Response:
    """Confirm the identity."""
    _, registration = await waiting_application(db, application_id)
    decision = Decide(registration.id, application_id, RegistrationAct.APPROVE, actor_of(user), now())
    await persons.decide_identity(decision, nonce=nonce)
    visit.flash("identity_approved")
    return RedirectResponse("/operator", 303)


@router.post("/{application_id}/reject", name="reject_identity")
async def reject_identity(
    request: Request,
    application_id: str,
    user: RequireOperator,
    *,
    visit: CurrentVisit,
    db: Db,
    persons: Persons,
    form: Annotated[Reading[RejectForm], read(RejectForm)],
    nonce: Annotated[str, Form()],
) -> Response:
    """Reject the application; the person reads the reason."""
    found = await waiting_application(db, application_id)
    if not form.ok:
        return render(request, PAGE, ApplicationPage(applicant(*found), form), status=422)
    act = RegistrationAct.REJECT
    decision = Decide(found[1].id, application_id, act, actor_of(user), now(), form.value.reason)
    await persons.decide_identity(decision, nonce=nonce)
    visit.flash("identity_rejected")
    return RedirectResponse("/operator", 303)
