"""The clerk's decision on a filing: accepting, returning, refusing; undoing while it rests, sending early."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, TypeVar

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
from web.forms.reading import FormInput, Reading, read
from web.opening import open_claim
from web.pages.desk_side import hold_to_decide
from web.pages.filing import filing_page
from web.render import render
from web.routes.clerk import ACCEPT, DECLINE, FILING, RETURN
from web.sessions import User, now
from web.words.lookup import sentence

router = APIRouter()
Nonce = Annotated[str, Form()]
F = TypeVar("F", bound=FormInput)


@dataclass(frozen=True)
class Question:
    """The pages on which a decision is asked for, and shown again when it is refused.

    `fields` are the codes of refusals that are said beside a field, on the page that asks.
    """

    asked: str
    refused: str
    fields: Mapping[str, str] = field(default_factory=dict)


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
    if form.ok and form.value.exemption is ExemptionAnswer.NOT_RECOGNISED:
        return RedirectResponse(f"/clerk/{claim_id}/return?ground={FEE_GROUND}#exemption_refused", 303)

    async def decide(given: AcceptForm) -> ClaimView:
        recognised = given.exemption is ExemptionAnswer.RECOGNISED
        return await commands.accept(
            claim_id, actor=actor_of(user), at=now(), nonce=given.nonce, exemption_recognised=recognised
        )

    page = Question(ACCEPT, FILING, {"exemption_undecided": "exemption"})
    return await _decided(
        request, deps, visit, form, claim_id=claim_id, user=user, page=page, decide=decide, said="claim_was_accepted"
    )


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

    async def decide(given: ReturnForm) -> ClaimView:
        return await commands.return_(
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

    page = Question(RETURN, RETURN)
    return await _decided(
        request, deps, visit, form, claim_id=claim_id, user=user, page=page, decide=decide, said="claim_was_returned"
    )


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

    async def decide(given: DeclineForm) -> ClaimView:
        return await commands.decline(
            claim_id, actor=actor_of(user), at=now(), nonce=given.nonce, ground=given.ground, text=given.text
        )

    page = Question(DECLINE, DECLINE)
    return await _decided(
        request, deps, visit, form, claim_id=claim_id, user=user, page=page, decide=decide, said="claim_was_declined"
    )


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


async def _decided(
    request: Request,
    deps: WebDeps,
    visit: CurrentVisit,
    form: Reading[F],
    *,
    claim_id: str,
    user: User,
    page: Question,
    decide: Callable[[F], Awaitable[ClaimView]],
    said: str,
) -> Response:
    """Decide what the form says and lead back to the filing; `said` is the flash of a decision that left at once."""
    template, broken = page.asked, None
    if form.ok:
        try:
            async with deps.sessions.begin() as db:
                await hold_to_decide(db, await open_claim(db, claim_id, user), idle=deps.settings.desk_idle)
            view = await decide(form.value)
        except RuleBroken as refused:
            broken = refused
        else:
            visit.flash("decision_was_taken" if view.status is ClaimStatus.SENT else said)
            return RedirectResponse(f"/clerk/{claim_id}", 303)
    if broken and broken.code in page.fields:
        form = form.refuse(page.fields[broken.code], sentence(broken.code))
    elif broken:
        template = page.refused
    async with deps.sessions.begin() as db:
        shown = await filing_page(db, deps, await open_claim(db, claim_id, user), form)
    return render(request, template, shown, status=409 if broken else 422, problem=broken)
