"""Builds the web application from what it stands on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute

from models.standing import spare_what_stands
from web.deps import WebDeps
from web.errors import FaultLayer, add_error_pages
from web.live import Live
from web.render import compile_all
from web.routes import (
    about,
    asan_login,
    attachment,
    attachments,
    audit,
    calendar,
    capacity,
    card_signing,
    cases,
    check,
    claim,
    claim_archive,
    claim_changes,
    claim_list,
    claims_new,
    clerk,
    clerk_decisions,
    clerk_desk,
    codec,
    contacts,
    correction_queue,
    corrections,
    court,
    demands,
    e_imza,
    fee,
    fee_account,
    fee_refunds,
    files,
    health,
    home,
    identity,
    inquiries,
    ledger,
    notifications,
    operator,
    organisations,
    owner,
    parties,
    party_new,
    party_part,
    party_signer,
    password,
    payments,
    profile,
    receipts,
    reference,
    reference_new,
    registration,
    registration_link,
    sessions,
    sign_in,
    signer_replacement,
    signing_room,
    staff,
    staff_password,
    staff_sign_in,
    text,
    uploads,
    void_signatures,
)
from web.security import BodyLimitLayer, HeadersLayer, refuse_cross_site, refuse_unstorable
from web.sessions import Limits, finding
from web.statics import HashedFiles
from web.visit import VisitLayer

ROUTERS = (
    claim_list.router,  # asked most, found first: a route costs a little for each one before it
    about.router,
    codec.router,
    health.router,
    home.router,
    capacity.router,
    cases.router,
    organisations.router,
    profile.router,
    contacts.router,
    ledger.router,
    corrections.router,
    correction_queue.router,
    sessions.router,
    court.router,  # before every /claims/{claim_id}: /claims/new is no claim
    claims_new.router,
    party_new.router,  # before the parties: /parties/new is no party
    parties.router,
    party_signer.router,  # before the parts: it takes more than storing
    party_part.router,
    attachments.router,
    attachment.router,
    uploads.router,
    void_signatures.router,
    text.router,
    demands.router,
    fee.router,
    check.router,
    payments.router,
    files.router,
    signer_replacement.router,
    signing_room.router,
    card_signing.router,
    claim_changes.router,  # before the desk: /clerk/…/changes is no decision
    clerk.router,
    clerk_decisions.router,
    clerk_desk.router,
    fee_account.router,
    fee_refunds.router,
    receipts.router,
    calendar.router,
    reference_new.router,
    reference.router,
    notifications.router,
    audit.router,
    staff.router,  # before the owner's: /owner/people/new is nobody, and a link is sent by a letter
    owner.router,
    inquiries.router,
    claim_archive.router,
    claim.router,  # after every step of the wizard
    staff_sign_in.router,
    staff_password.router,
    asan_login.router,
    e_imza.router,
    registration.router,
    registration_link.router,
    identity.router,
    operator.router,
    password.router,  # before the attempts: /sign-in/password is none
    sign_in.router,  # after the staff's door: /sign-in/staff is no attempt
)


def create_app(deps: WebDeps) -> FastAPI:
    """Return the application; every route is guarded against cross-site requests."""
    app = FastAPI(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_life,
        dependencies=[Depends(refuse_cross_site), Depends(refuse_unstorable)],
    )
    app.state.deps = deps
    app.mount("/static", HashedFiles(), name="static")
    for router in ROUTERS:
        app.include_router(router)
    named = {route.name for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)}
    app.state.notifications = app.url_path_for("notifications") if "notifications" in named else ""
    app.state.limits = Limits(deps.settings.session_idle, deps.settings.session_absolute)
    app.state.live = Live(deps.settings.database_url)
    add_error_pages(app)
    # the last one added is the outermost
    app.add_middleware(BodyLimitLayer)
    app.add_middleware(
        VisitLayer,
        sessions=deps.sessions,
        reader=deps.reader,
        finding=finding(deps.unread()),
        secure=deps.settings.secure_cookies,
        limits=app.state.limits,
    )
    app.add_middleware(FaultLayer)
    app.add_middleware(HeadersLayer)
    return app


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    compile_all()
    spare_what_stands()
    yield
    await app.state.live.close()
