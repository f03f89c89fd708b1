"""Online payments: the page a payer leaves for the portal from and comes back to, and the portal's own call (FEE-1)."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from models.ports import OutsideRefusedError, PaymentPortal
from web.commands import Commands
from web.deps import CourtCommands, Db, Deps, RequireLitigant
from web.pages.payments import PaymentPage, payment_page
from web.render import render, render_part

router = APIRouter()
LOOK_EVERY_SECONDS = 2


@router.post("/payments/callback", name="portal_callback")
async def portal_callback(
    request: Request, deps: Deps, commands: CourtCommands, x_portal_signature: Annotated[str, Header()] = ""
) -> Response:
    """Hear the portal: whose words they are is checked, what they say is asked again by the payment's workflow."""
    return await _heard(deps.portal, await request.body(), x_portal_signature, commands)


@router.post("/payments/callback/asan", name="asan_payment_callback")
async def asan_payment_callback(
    request: Request, deps: Deps, commands: CourtCommands, x_asan_signature: Annotated[str, Header()] = ""
) -> Response:
    """Hear "ASAN ödəniş" in the same way."""
    if deps.asan_payment is None:
        return Response(status_code=401)
    return await _heard(deps.asan_payment, await request.body(), x_asan_signature, commands)


async def _heard(portal: PaymentPortal, body: bytes, signature: str, commands: Commands) -> Response:
    try:
        payment_id = portal.verify_callback(body, signature)
    except OutsideRefusedError:
        return Response(status_code=401)
    await commands.portal_called(payment_id)
    return Response(status_code=204)


@router.get("/payments/{payment_id}", name="payment")
async def payment(request: Request, payment_id: str, user: RequireLitigant, db: Db) -> Response:
    """Show where a payment stands; the portal sends the payer back here."""
    return render(request, "pages/payment.html", await payment_page(db, payment_id, user))


async def own_payment(payment_id: str, user: RequireLitigant, deps: Deps) -> PaymentPage:
    """Return the payment before its stream begins: rights are checked while an answer can still be a page."""
    async with deps.sessions() as db:
        return await payment_page(db, payment_id, user)


@router.get("/payments/{payment_id}/events", name="payment_events", response_class=EventSourceResponse)
async def payment_events(
    request: Request, first: Annotated[PaymentPage, Depends(own_payment)], user: RequireLitigant, deps: Deps
) -> AsyncIterator[ServerSentEvent]:
    """Send the box whenever the payment moved, and leave the page when nothing more is awaited."""
    shown = first
    while shown.open:
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        async with deps.sessions() as db:  # never held while waiting
            page = await payment_page(db, shown.payment_id, user)
        if page != shown:
            yield ServerSentEvent(raw_data=render_part(request, "partials/payment.html", page))
        shown = page
    yield ServerSentEvent(event="done", raw_data=f"/payments/{shown.payment_id}")
