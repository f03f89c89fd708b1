"""Step 5: the state fee (CLM-9, FEE-1..5): value, reckoning, and one of three ways to cover it."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from models.domain.fee_cover import FeeWay
from models.domain.fees import FLAT_KINDS
from models.domain.grounds import FilingStep
from web.deps import Db, Deps, RequireLitigant
from web.drafts import StaleDraftError, open_draft, touch
from web.fee_checks import covered, valued
from web.forms.fee import FeeWayForm, Valued, ValueForm
from web.forms.reading import Reading, filled, read
from web.pages.fee import draft_fee, fee_page, fee_seen, value_page
from web.pages.wizard import after
from web.rate_limits import count_try
from web.render import render

router = APIRouter()
VALUE = "pages/claim_value.html"
WAYS = "pages/claim_fee.html"


@router.get("/claims/{claim_id}/fee", name="claim_value")
async def claim_value(request: Request, claim_id: str, user: RequireLitigant, db: Db, back: str = "") -> Response:
    """Ask what the claim is worth; kinds with a flat fee go straight to it."""
    opened = await open_draft(db, claim_id, user)
    draft = opened.draft
    if draft.kind is None or draft.kind in FLAT_KINDS:
        return RedirectResponse(f"/claims/{claim_id}/{'fee/way' if draft.kind else 'court'}{_query(back)}", 303)
    value = f"{draft.value:.2f}" if draft.value is not None else ""
    not_valued = Valued.NO if draft.fee_way else ""
    typed = filled(
        valued=Valued.YES if value else not_valued, value=value, dwelling=["yes"] if draft.is_dwelling else []
    )
    return render(request, VALUE, value_page(opened, typed, back))


@router.post("/claims/{claim_id}/fee", name="save_value")
async def save_value(
    request: Request,
    claim_id: str,
    user: RequireLitigant,
    db: Db,
    form: Annotated[Reading[ValueForm], read(ValueForm)],
) -> Response:
    """Store the value; the next page shows the fee that follows."""
    opened = await open_draft(db, claim_id, user, to_change=True)
    value, form = await valued(db, opened, form)
    page = value_page(opened, form, form.text("back"))
    if not form.ok:
        return render(request, VALUE, page, status=422)
    try:
        touch(opened.draft, seen_version=form.value.version)
    except StaleDraftError as stale:
        return render(request, VALUE, page, status=409, problem=stale)
    opened.draft.value, opened.draft.is_dwelling = value, bool(form.value.dwelling) and page.asks_dwelling
    if form.value.go == "save":
        return RedirectResponse(after(claim_id, FilingStep.FEE, "save"), 303)
    return RedirectResponse(f"/claims/{claim_id}/fee/way{_query(page.frame.back)}", 303)


@router.get("/claims/{claim_id}/fee/way", name="claim_fee")
async def claim_fee(
    request: Request, claim_id: str, user: RequireLitigant, db: Db, *, deps: Deps, back: str = ""
) -> Response:
    """Show the fee with its reckoning and the ways to cover it."""
    opened = await open_draft(db, claim_id, user)
    fee = await draft_fee(db, opened)
    if fee is None:
        return RedirectResponse(f"/claims/{claim_id}/court", 303)
    draft = opened.draft
    chosen = filled(
        fee_way=draft.fee_way or "",
        portal=draft.portal,
        receipt_number=draft.receipt_number,
        added_receipt=draft.added_receipt,
        exemption_code=draft.exemption_code,
    )
    return render(request, WAYS, await fee_page(db, opened, chosen, fee=fee, portals=deps.portals, back=back))


@router.post("/claims/{claim_id}/fee/way", name="save_fee")
async def save_fee(
    request: Request,
    claim_id: str,
    user: RequireLitigant,
    *,
    db: Db,
    deps: Deps,
    form: Annotated[Reading[FeeWayForm], read(FeeWayForm)],
) -> Response:
    """Store the way; a receipt is looked up at the portal first."""
    opened = await open_draft(db, claim_id, user)
    fee = await draft_fee(db, opened)
    if fee is None:
        return RedirectResponse(f"/claims/{claim_id}/court", 303)
    if form.ok and form.value.fee_way is FeeWay.RECEIPT:
        await count_try(request, "receipt", account=str(user.account_id))
    form = await covered(db, deps.portals, opened, form, fee)
    if not form.ok:
        page = await fee_page(db, opened, form, fee=fee, portals=deps.portals, back=form.text("back"))
        return render(request, WAYS, page, status=422)
    held = await open_draft(db, claim_id, user, to_change=True)  # only now: the portal may take its time
    try:
        touch(held.draft, seen_version=form.value.version)
    except StaleDraftError as stale:
        page = await fee_page(db, held, form, fee=fee, portals=deps.portals, back=form.text("back"))
        return render(request, WAYS, page, status=409, problem=stale)
    way = form.value.fee_way
    held.draft.fee_way, held.draft.fee_seen = way, asdict(fee_seen(held.draft, fee))
    held.draft.portal = form.value.portal
    held.draft.receipt_number = form.value.receipt_number if way is FeeWay.RECEIPT else ""
    held.draft.added_receipt = form.value.added_receipt if way is FeeWay.RECEIPT else ""
    held.draft.exemption_code = form.value.exemption_code if way is FeeWay.EXEMPT else ""
    return RedirectResponse(after(claim_id, FilingStep.FEE, form.value.go, form.text("back")), 303)


def _query(back: str) -> str:
    return f"?back={back}" if back == "check" else ""
