"""Refunds of court fees (MPM 114): what is due at the clerk's court, answering requests, carrying a ruling out."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.errors import RuleBroken
from models.domain.refund_request import RefundAnswer
from web.deps import CurrentVisit, Db, Deps, RequireClerk
from web.forms.fee_refunds import RefundAnswerForm, RefundForm
from web.forms.reading import Reading, filled, read
from web.pages.fee_refunds import fee_refunds_page, refund_answer_page
from web.refunds import grant_refund, refuse_refund, waiting_request
from web.render import render
from web.sessions import User
from web.words.lookup import sentence
from web.writing import refusal_of

router = APIRouter()
PAGE, ANSWER = "pages/fee_refunds.html", "pages/fee_refund_answer.html"
FIELDS = {"refund_refusal_unknown": "refusal", "reason_missing": "text"}


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
            await grant_refund(db, user, form.value.receipt_number, ruling=form.value.ruling)
    except RuleBroken as broken:
        async with deps.sessions() as db:
            page = await fee_refunds_page(db, user, form)
        return render(request, PAGE, page, status=409, problem=broken)
    visit.flash("refund_was_ordered")
    return RedirectResponse("/fees/refunds", 303)


@router.get("/fees/refunds/{request_id}", name="refund_request")
async def refund_request(request: Request, request_id: UUID, user: RequireClerk, db: Db) -> Response:
    """Show what a payer asks for."""
    return render(request, ANSWER, await refund_answer_page(db, user, request_id, filled()))


@router.post("/fees/refunds/{request_id}", name="answer_refund_request")
async def answer(
    request: Request,
    request_id: UUID,
    user: RequireClerk,
    visit: CurrentVisit,
    *,
    deps: Deps,
    form: Annotated[Reading[RefundAnswerForm], read(RefundAnswerForm)],
) -> Response:
    """Answer a request as the court ruled; who asked is told."""
    broken = await refusal_of(deps, form, lambda db, given: _answer(db, user, request_id, given))
    if broken is None and form.ok:
        visit.flash("refund_was_answered")
        return RedirectResponse("/fees/refunds", 303)
    if broken is not None and broken.code in FIELDS:
        form = form.refuse(FIELDS[broken.code], sentence(f"refund_{FIELDS[broken.code]}_missing"))
        broken = None
    async with deps.sessions() as db:
        page = await refund_answer_page(db, user, request_id, form)
    return render(request, ANSWER, page, status=409 if broken else 422, problem=broken)


async def _answer(db: AsyncSession, user: User, request_id: UUID, given: RefundAnswerForm) -> None:
    if given.answer is RefundAnswer.REFUSED:
        await refuse_refund(db, user, request_id, ruling=given.ruling, refusal=given.refusal, said=given.text)
        return
    row = await waiting_request(db, user, request_id)
    if row.answered_at is not None:
        raise RuleBroken("refund_answered")
    await grant_refund(db, user, row.receipt_number, ruling=given.ruling)
