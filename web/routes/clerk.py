"""The clerk's desk: the queue of the court, one filing, what was decided lately, the work of the desk."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from models.domain.claim_status import Act
from models.tables.access import Look
from web.deps import Db, Deps, RequireClerk
from web.forms.clerk import PeriodForm
from web.forms.reading import filled, read_data
from web.opening import open_claim
from web.pages.desk import decisions_page, desk_page
from web.pages.desk_filters import Show
from web.pages.desk_statistics import statistics_page
from web.pages.filing import filing_page
from web.render import render

router = APIRouter()
FILING, ACCEPT, RETURN = "pages/filing.html", "pages/filing_accept.html", "pages/filing_return.html"
DECLINE = "pages/filing_decline.html"
Decision = Literal[Act.ACCEPT, Act.RETURN, Act.DECLINE]
QUESTIONS: dict[Decision, str] = {Act.ACCEPT: ACCEPT, Act.RETURN: RETURN, Act.DECLINE: DECLINE}
FURTHEST = 10_000


@router.get("/clerk", name="desk")
async def desk(
    request: Request,
    user: RequireClerk,
    db: Db,
    deps: Deps,
    *,
    show: Show = Show.WAITING,
    page: Annotated[int, Query(ge=1, le=FURTHEST)] = 1,
) -> Response:
    """Show the queue."""
    shown = await desk_page(db, user, show=show, page=page, idle=deps.settings.desk_idle)
    return render(request, "pages/desk.html", shown)


@router.get("/clerk/decisions", name="decisions")
async def decisions(request: Request, user: RequireClerk, db: Db) -> Response:
    """Show what was decided lately."""
    return render(request, "pages/decisions.html", await decisions_page(db, user))


@router.get("/clerk/statistics", name="desk_statistics")
async def statistics(request: Request, user: RequireClerk, db: Db, since: str = "", until: str = "") -> Response:
    """Show the work of the desk over a period."""
    form = read_data(PeriodForm, {"since": since, "until": until})
    page = await statistics_page(db, user, form)
    return render(request, "pages/desk_statistics.html", page, status=200 if form.ok else 422)


@router.get("/clerk/{claim_id}", name="filing")
async def filing(request: Request, claim_id: str, user: RequireClerk, db: Db, deps: Deps) -> Response:
    """Show one filing with the machine's checks done; it is open for this clerk from now on."""
    opened = await open_claim(db, claim_id, user, look=Look.PAGE)
    return render(request, FILING, await filing_page(db, deps, opened, filled()))


@router.get("/clerk/{claim_id}/{decision}", name="filing_decision")
async def ask_first(
    request: Request, claim_id: str, decision: Decision, *, user: RequireClerk, db: Db, deps: Deps, ground: str = ""
) -> Response:
    """Ask before a decision is taken: whether a case is to be opened, or on what grounds not."""
    opened = await open_claim(db, claim_id, user, look=Look.PAGE)
    page = await filing_page(db, deps, opened, filled(ground=[ground] if ground else []))
    if not page.may_decide or (decision is Act.DECLINE and not page.refusals):
        return RedirectResponse(f"/clerk/{claim_id}", 303)
    return render(request, QUESTIONS[decision], page)
