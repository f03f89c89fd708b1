"""Step 1: the court, the kind of application and its category (CLM-2); the first save opens the application."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from models.domain.applications import check_jurisdiction
from models.domain.errors import RuleBroken
from models.domain.grounds import FilingStep
from models.tables.drafts import DraftRow
from models.tables.reference import CourtRow
from web.deps import CourtCommands, Db, Deps, RequireLitigant
from web.drafts import StaleDraftError, actor_of, id_from, open_draft, touch
from web.filing_gate import MayFile
from web.forms.court import CategoryForm, CourtForm
from web.forms.reading import Reading, filled, read
from web.pages.court import category_compared, category_page, court_compared, court_of, court_page, is_offered
from web.pages.wizard import after, frame_of, frame_of_new, still
from web.render import render
from web.sessions import now
from web.words.lookup import sentence

router = APIRouter()
CourtReading = Annotated[Reading[CourtForm], read(CourtForm)]
PAGE = "pages/claim_court.html"
CATEGORY = "pages/claim_category.html"


@router.get("/claims/new", name="new_claim")
async def new_claim(request: Request, user: MayFile, db: Db) -> Response:  # noqa: ARG001 - who may file only
    """Ask for the court before anything is stored."""
    return render(request, PAGE, await court_page(db, frame_of_new(), filled()))


@router.post("/claims/new", name="open_claim")
async def open_claim(
    request: Request, user: MayFile, form: CourtReading, deps: Deps, commands: CourtCommands
) -> Response:
    """Write the draft and start its life; the form's nonce makes a double click one application."""
    at = now()
    claim_id = id_from(form.text("nonce"), purpose="claim", owner=user.fin or "")
    async with deps.sessions.begin() as db:
        form = _judged(form, await court_of(db, form.text("court")))
        if not form.ok:
            return render(request, PAGE, await court_page(db, frame_of_new(), form), status=422)
        if await db.get(DraftRow, claim_id) is None:
            given = form.value
            row = DraftRow(claim_id=claim_id, filer_fin=user.fin or "", voen=user.acting.voen, touched_at=at)
            row.court_id, row.kind = given.court, given.kind
            db.add(row)
    await commands.open_claim(claim_id, filer=actor_of(user), at=at)
    return RedirectResponse(f"/claims/{claim_id}/court/category", 303)


@router.get("/claims/{claim_id}/court", name="claim_court")
async def claim_court(request: Request, claim_id: str, user: RequireLitigant, db: Db, back: str = "") -> Response:
    """Show court and kind as chosen."""
    opened = await open_draft(db, claim_id, user)
    chosen = filled(court=opened.draft.court_id, kind=str(opened.draft.kind or ""))
    frame = frame_of(opened, FilingStep.COURT, back, shown=chosen.kept)
    return render(request, PAGE, await court_page(db, frame, chosen))


@router.post("/claims/{claim_id}/court", name="save_court")
async def save_court(request: Request, claim_id: str, user: RequireLitigant, db: Db, form: CourtReading) -> Response:
    """Store court and kind; a category they do not hear is taken back."""
    opened = await open_draft(db, claim_id, user, to_change=True)
    draft, court = opened.draft, await court_of(db, form.text("court"))
    stored = {"court": draft.court_id, "kind": str(draft.kind or "")}
    frame = frame_of(opened, FilingStep.COURT, form.text("back"), shown=stored)
    form = _judged(form, court)
    if not form.ok or court is None:
        return render(request, PAGE, await court_page(db, still(frame, form), form), status=422)
    try:
        touch(draft, seen_version=form.value.version, unchanged=form.value.seen == frame.seen)
    except StaleDraftError as stale:
        frame = await court_compared(db, frame, draft, court=court, kind=form.value.kind)
        return render(request, PAGE, await court_page(db, frame, form), status=409, problem=stale)
    draft.court_id, draft.kind = form.value.court, form.value.kind
    if not await is_offered(db, draft.category_id, court=court, kind=form.value.kind):
        draft.category_id = ""
    if form.value.go == "save":
        return RedirectResponse(after(claim_id, FilingStep.COURT, "save"), 303)
    way_back = f"?back={frame.back}" if frame.back else ""
    return RedirectResponse(f"/claims/{claim_id}/court/category{way_back}", 303)


@router.get("/claims/{claim_id}/court/category", name="claim_category")
async def claim_category(request: Request, claim_id: str, user: RequireLitigant, db: Db, back: str = "") -> Response:
    """Offer the categories that this court hears for this kind."""
    opened = await open_draft(db, claim_id, user)
    court = await court_of(db, opened.draft.court_id)
    if court is None or opened.draft.kind is None:
        return RedirectResponse(f"/claims/{claim_id}/court", 303)
    form = filled(category=opened.draft.category_id)
    frame = frame_of(opened, FilingStep.COURT, back, shown=form.kept)
    return render(request, CATEGORY, await category_page(db, frame, form, court=court, kind=opened.draft.kind))


@router.post("/claims/{claim_id}/court/category", name="save_category")
async def save_category(
    request: Request,
    claim_id: str,
    user: RequireLitigant,
    db: Db,
    form: Annotated[Reading[CategoryForm], read(CategoryForm)],
) -> Response:
    """Store the category."""
    opened = await open_draft(db, claim_id, user, to_change=True)
    court, kind = await court_of(db, opened.draft.court_id), opened.draft.kind
    if court is None or kind is None:
        return RedirectResponse(f"/claims/{claim_id}/court", 303)
    frame = frame_of(opened, FilingStep.COURT, form.text("back"), shown={"category": opened.draft.category_id})
    if form.ok and not await is_offered(db, form.value.category, court=court, kind=kind):
        form = form.refuse("category", sentence("category_not_offered"))
    if not form.ok:
        page = await category_page(db, still(frame, form), form, court=court, kind=kind)
        return render(request, CATEGORY, page, status=422)
    try:
        touch(opened.draft, seen_version=form.value.version, unchanged=form.value.seen == frame.seen)
    except StaleDraftError as stale:
        frame = await category_compared(db, frame, opened.draft, category=form.value.category)
        page = await category_page(db, frame, form, court=court, kind=kind)
        return render(request, CATEGORY, page, status=409, problem=stale)
    opened.draft.category_id = form.value.category
    return RedirectResponse(after(claim_id, FilingStep.COURT, form.value.go, frame.back), 303)


def _judged(form: Reading[CourtForm], court: CourtRow | None) -> Reading[CourtForm]:
    """Add what only the list of courts can tell."""
    if not form.ok:
        return form
    if court is None:
        return form.refuse("court", sentence("court_hears_no_claims"))
    try:
        check_jurisdiction(form.value.kind, court.kind)
    except RuleBroken as broken:
        return form.refuse("kind", sentence(broken.code))
    return form
