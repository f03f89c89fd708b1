"""The clerk's decision on a filing: accepting, returning, refusing; undoing while it rests, sending early."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from models.domain.claim_status import ClaimStatus
from models.domain.court_decision import FEE_GROUND
from models.domain.errors import RuleBroken
from models.domain.exemptions import ExemptionAnswer
from models.messages.claim import ClaimView
from web.deps import CourtCommands, CurrentVisit, Deps, RequireClerk, WebDeps
from web.drafts import actor_of
from web.forms.clerk import AcceptForm, DeclineForm, ReturnForm
from web.forms.reading import Reading, read
from web.opening import open_claim
from web.pages.desk_side import hold_to_decide
from web.pages.filing import filing_page
from web.render import render
from web.routes.clerk import ACCEPT, DECLINE, FILING, RETURN
from web.sessions import User, now
from web.words.lookup import sentence

router = APIRouter()
Nonce = Annotated[str, Form()]


@router.post("/clerk/{claim_id}/accept", name="accept_filing")
async def accept(
    request: Request,
    claim_id: str,
    user: RequireClerk,
    visit: CurrentVisit,
    *,
    deps: Deps,
    commands: CourtCommands,
    form: Annotated[Reading[AcceptForm], read(AcceptForm)],
) -> Response:
    """Accept the filing: a case is opened and its number given when the decision leaves.

    An exemption that is not recognised leads to the return: the fee is due (MPM 152.1.5).
    """
    if not form.ok:
        return await _asked_again(request, deps, claim_id, user, form, page=ACCEPT)
    given = form.value
    if given.exemption is ExemptionAnswer.NOT_RECOGNISED:
        return RedirectResponse(f"/clerk/{claim_id}/return?ground={FEE_GROUND}#exemption_refused", 303)
    try:
        await _hold(deps, claim_id, user)
        recognised = given.exemption is ExemptionAnswer.RECOGNISED
        view = await commands.accept(
            claim_id, actor=actor_of(user), at=now(), nonce=given.nonce, exemption_recognised=recognised
        )
    except RuleBroken as broken:
        asked = form.refuse("exemption", sentence(broken.code)) if broken.code == "exemption_undecided" else form
        shown = FILING if asked is form else ACCEPT
        return await _asked_again(request, deps, claim_id, user, asked, page=shown, problem=broken)
    visit.flash(_said(view, "claim_was_accepted"))
    return RedirectResponse(f"/clerk/{claim_id}", 303)


@router.post("/clerk/{claim_id}/return", name="return_filing")
async def return_(
    request: Request,
    claim_id: str,
    user: RequireClerk,
    visit: CurrentVisit,
    *,
    deps: Deps,
    commands: CourtCommands,
    form: Annotated[Reading[ReturnForm], read(ReturnForm)],
) -> Response:
    """Return the filing on grounds of MPM 152.1; a refused act keeps what was typed."""
    if not form.ok:
        return await _asked_again(request, deps, claim_id, user, form)
    given = form.value
    try:
        await _hold(deps, claim_id, user)
        view = await commands.return_(
            claim_id,
            actor=actor_of(user),
            at=now(),
            nonce=given.nonce,
            ground=given.ground[0],
            text=given.text,
            more_grounds=given.ground[1:],
            marks=given.marks,
            exemption_refused=given.exemption_refused,
        )
    except RuleBroken as broken:
        return await _asked_again(request, deps, claim_id, user, form, problem=broken)
    visit.flash(_said(view, "claim_was_returned"))
    return RedirectResponse(f"/clerk/{claim_id}", 303)


@router.post("/clerk/{claim_id}/decline", name="decline_filing")
async def decline(
    request: Request,
    claim_id: str,
    user: RequireClerk,
    visit: CurrentVisit,
    *,
    deps: Deps,
    commands: CourtCommands,
    form: Annotated[Reading[DeclineForm], read(DeclineForm)],
) -> Response:
    """Refuse to take the filing on a ground of MPM 153.2; a refused act keeps what was typed."""
    if not form.ok:
        return await _asked_again(request, deps, claim_id, user, form, page=DECLINE)
    given = form.value
    try:
        await _hold(deps, claim_id, user)
        view = await commands.decline(
            claim_id, actor=actor_of(user), at=now(), nonce=given.nonce, ground=given.ground, text=given.text
        )
    except RuleBroken as broken:
        return await _asked_again(request, deps, claim_id, user, form, page=DECLINE, problem=broken)
    visit.flash(_said(view, "claim_was_declined"))
    return RedirectResponse(f"/clerk/{claim_id}", 303)


@router.post("/clerk/{claim_id}/undo", name="undo_decision")
async def undo(
    claim_id: str, user: RequireClerk, visit: CurrentVisit, *, deps: Deps, commands: CourtCommands, nonce: Nonce
) -> Response:
    """Take a resting decision back."""
    async with deps.sessions() as db:
        await open_claim(db, claim_id, user)
    await commands.undo_decision(claim_id, actor=actor_of(user), at=now(), nonce=nonce)
    visit.flash("decision_was_undone")
    return RedirectResponse(f"/clerk/{claim_id}", 303)


@router.post("/clerk/{claim_id}/send", name="send_decision")
async def send(
    claim_id: str, user: RequireClerk, visit: CurrentVisit, *, deps: Deps, commands: CourtCommands, nonce: Nonce
) -> Response:
    """Let one's own resting decision leave before its time."""
    async with deps.sessions() as db:
        await open_claim(db, claim_id, user)
    await commands.send_decision(claim_id, actor=actor_of(user), at=now(), nonce=nonce)
    visit.flash("decision_was_sent")
    return RedirectResponse(f"/clerk/{claim_id}", 303)


async def _hold(deps: WebDeps, claim_id: str, user: User) -> None:
    async with deps.sessions.begin() as db:
        await hold_to_decide(db, await open_claim(db, claim_id, user), idle=deps.settings.desk_idle)


async def _asked_again(
    request: Request,
    deps: WebDeps,
    claim_id: str,
    user: User,
    form: Reading[AcceptForm] | Reading[ReturnForm] | Reading[DeclineForm],
    *,
    page: str = RETURN,
    problem: RuleBroken | None = None,
) -> Response:
    async with deps.sessions.begin() as db:
        shown = await filing_page(db, deps, await open_claim(db, claim_id, user), form)
    return render(request, page, shown, status=409 if problem else 422, problem=problem)


def _said(view: ClaimView, when_left: str) -> str:
    return "decision_was_taken" if view.status is ClaimStatus.SENT else when_left
