"""Refunds of court fees (MPM 114): what is due at the clerk's court, and carrying a ruling out."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from models.domain.errors import RuleBroken
from web.deps import CurrentVisit, Db, Deps, RequireClerk
from web.forms.fee_refunds import RefundForm
from web.forms.reading import Reading, filled, read
from web.pages.fee_refunds import fee_refunds_page, order_refund
from web.render import render

router = APIRouter()
PAGE = "pages/fee_refunds.html"


@router.get("/fees/refunds", name="fee_refunds")
async def fee_refunds(request: Request, user: RequireClerk, db: Db) -> Response:
    """Show what can be given back and what was."""
    return render(request, PAGE, await fee_refunds_page(db, user, filled()))


@router.post("/fees/refunds", name="order_refund")
async def order(
    request: Request,
    user: RequireClerk,
    visit: CurrentVisit,
    *,
    deps: Deps,
    form: Annotated[Reading[RefundForm], read(RefundForm)],
) -> Response:
    """Carry a ruling out: the money is set aside now, and the portal gives it back in the night."""
    try:
        async with deps.sessions.begin() as db:
            if not form.ok:
                return render(request, PAGE, await fee_refunds_page(db, user, form), status=422)
            await order_refund(db, user, form.value.receipt_number, ruling=form.value.ruling)
    except RuleBroken as broken:
        async with deps.sessions() as db:
            page = await fee_refunds_page(db, user, form)
        return render(request, PAGE, page, status=409, problem=broken)
    visit.flash("refund_was_ordered")
    return RedirectResponse("/fees/refunds", 303)
