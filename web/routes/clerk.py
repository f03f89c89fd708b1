"""The clerk's desk: the inbox of the court, one filing, accepting it, returning it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from models.domain.claim_status import Act
from models.domain.errors import RuleBroken
from models.tables.access import Look
from web.deps import CourtCommands, CurrentVisit, Db, Deps, RequireClerk
from web.drafts import actor_of
from web.forms.clerk import ReturnForm
from web.forms.reading import Reading, filled, read
from web.opening import open_claim
from web.pages.desk import decisions_page, desk_page
from web.pages.filing import filing_page
from web.render import render
from web.sessions import now

router = APIRouter()
FILING, RETURN = "pages/filing.html", "pages/filing_return.html"
Decision = Literal[Act.ACCEPT, Act.RETURN]
QUESTIONS: dict[Decision, str] = {Act.ACCEPT: "pages/filing_accept.html", Act.RETURN: RETURN}
FURTHEST = 10_000


@router.get("/clerk", name="desk")
async def desk(
    request: Request, user: RequireClerk, db: Db, page: Annotated[int, Query(ge=1, le=FURTHEST)] = 1
) -> Response:
    """Show the inbox."""
    return render(request, "pages/desk.html", await desk_page(db, user, page=page))


@router.get("/clerk/decisions", name="decisions")
async def decisions(request: Request, user: RequireClerk, db: Db) -> Response:
    """Show what was decided lately."""
    return render(request, "pages/decisions.html", await decisions_page(db, user))


@router.get("/clerk/{claim_id}", name="filing")
async def filing(request: Request, claim_id: str, user: RequireClerk, db: Db, deps: Deps) -> Response:
    """Show one filing with the machine's checks done."""
    opened = await open_claim(db, claim_id, user, look=Look.PAGE)
    return render(request, FILING, await filing_page(db, deps, opened, filled()))


@router.get("/clerk/{claim_id}/{decision}", name="filing_decision")
async def ask_first(
    request: Request, claim_id: str, decision: Decision, *, user: RequireClerk, db: Db, deps: Deps
) -> Response:
    """Ask before a decision is taken: whether a case is to be opened, or the ground and text of a return."""
    opened = await open_claim(db, claim_id, user, look=Look.PAGE)
    if decision not in opened.acts:
        return RedirectResponse(f"/clerk/{claim_id}", 303)
    return render(request, QUESTIONS[decision], await filing_page(db, deps, opened, filled()))


@router.post("/clerk/{claim_id}/accept", name="accept_filing")
async def accept(
    claim_id: str,
    user: RequireClerk,
    visit: CurrentVisit,
    *,
    deps: Deps,
    commands: CourtCommands,
    nonce: Annotated[str, Form()],
) -> Response:
    """Accept the filing: a case is opened and its number given."""
    async with deps.sessions() as db:
        await open_claim(db, claim_id, user)
    await commands.accept(claim_id, actor=actor_of(user), at=now(), nonce=nonce)
    visit.flash("claim_was_accepted")
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
    """Return the filing on a ground of MPM 152.1; a refused act keeps what was typed."""
    async with deps.sessions() as db:
        opened = await open_claim(db, claim_id, user)
        if not form.ok:
            return render(request, RETURN, await filing_page(db, deps, opened, form), status=422)
    given = form.value
    try:
        await commands.return_(
            claim_id, actor=actor_of(user), at=now(), nonce=given.nonce, ground=given.ground, text=given.text
        )
    except RuleBroken as broken:
        async with deps.sessions() as db:
            page = await filing_page(db, deps, await open_claim(db, claim_id, user), form)
        return render(request, RETURN, page, status=409, problem=broken)
    visit.flash("claim_was_returned")
    return RedirectResponse(f"/clerk/{claim_id}", 303)
