"""My receipts, and asking a court to give a fee back (MPM 114)."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from web.acting import in_name
from web.deps import CurrentVisit, Db, Deps, RequireLitigant
from web.forms.fee_refunds import RefundRequestForm
from web.forms.reading import Reading, filled, read
from web.pages.receipts import receipts_page
from web.refunds import ask_refund
from web.render import render
from web.writing import refusal_of

router = APIRouter()
PAGE = "pages/receipts.html"


@router.get("/receipts", name="receipts")
async def receipts(request: Request, user: RequireLitigant, db: Db, receipt: str = "") -> Response:
    """Show where the money of each stands; `receipt` is the one chosen on the page before."""
    return render(request, PAGE, await receipts_page(db, user, filled(receipt_number=receipt)))


@router.post("/receipts", name="ask_refund")
async def ask(
    request: Request,
    user: RequireLitigant,
    visit: CurrentVisit,
    *,
    deps: Deps,
    form: Annotated[Reading[RefundRequestForm], read(RefundRequestForm)],
) -> Response:
    """Take a request and tell the court."""

    async def write(db: AsyncSession, given: RefundRequestForm) -> None:
        await ask_refund(db, user, given.receipt_number, said=given.text, nonce=given.nonce)

    broken = await refusal_of(deps, form, write)
    if not form.ok or broken is not None:
        async with deps.sessions() as db:
            page = await receipts_page(db, user, form)
        return render(request, PAGE, page, status=409 if broken else 422, problem=broken)
    visit.flash("refund_was_asked")
    return RedirectResponse(in_name("/receipts", user.acting) if user.capacities else "/receipts", 303)
