"""The portal's interface for merchants; every request is signed with the shared secret."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, HTTPException, Request
from pydantic import BaseModel, Field

from simulators.page import now
from simulators.portal.courier import Courier
from simulators.portal.ledger import Ledger, Payment, Receipt, new_ref

AT_ONCE = 100


@dataclass(frozen=True)
class Portal:
    """What API and pages stand on."""

    ledger: Ledger
    courier: Courier
    secret: bytes
    name: str
    english: str


class Order(BaseModel):
    """A merchant's request; `order_id` makes it one payment however often it is asked."""

    merchant: str = Field(min_length=1, max_length=40)
    order_id: str = Field(pattern=r"^[A-Za-z0-9._:-]{1,100}$")
    amount: Decimal = Field(gt=0, le=1_000_000, decimal_places=2)
    description: str = Field(min_length=1, max_length=200)
    return_url: str = Field(pattern=r"^https?://")
    callback_url: str = Field(pattern=r"^https?://")
    language: str = Field(pattern=r"^(az|en)$")


class Refund(BaseModel):
    """What the merchant wants given back; `refund_id` makes it one refund however often it is asked."""

    refund_id: str = Field(pattern=r"^[A-Za-z0-9._:-]{1,100}$")
    amount: Decimal = Field(gt=0, le=1_000_000, decimal_places=2)


async def portal_of(request: Request) -> Portal:
    """Return the portal; 503 while it is played to be down."""
    portal = cast("Portal", request.app.state.portal)
    if portal.ledger.condition.down:
        raise HTTPException(503, "down")
    return portal


PortalUp = Annotated[Portal, Depends(portal_of)]


async def check_signature(request: Request, portal: PortalUp) -> None:
    """Refuse what the shared secret did not sign: HMAC-SHA256 over `METHOD path`, a line feed, and the body."""
    signed = f"{request.method} {request.scope['path']}\n".encode() + await request.body()
    expected = hmac.new(portal.secret, signed, hashlib.sha256).hexdigest()
    given = request.headers.get("X-Portal-Signature", "")
    if not hmac.compare_digest(expected.encode(), given.encode()):
        raise HTTPException(401, "signature")


router = APIRouter(prefix="/api", dependencies=[Depends(check_signature)])


@router.post("/payments")
async def open_payment(order: Order, portal: PortalUp, request: Request) -> dict[str, str]:
    """Begin a payment, or return the one the order already has; 409 when the amount is another one."""
    payment = portal.ledger.open(Payment(**order.model_dump(), ref=new_ref(), opened_at=now()))
    if payment.amount != order.amount:
        raise HTTPException(409, "amount_differs")
    if portal.ledger.loses_answer_now():
        raise HTTPException(503, "lost")
    return {"payment_ref": payment.ref, "pay_url": f"{str(request.base_url).rstrip('/')}/pay/{payment.ref}"}


@router.get("/payments/{order_id}")
async def payment_status(order_id: str, portal: PortalUp) -> dict[str, Any]:
    """Say how an order's payment stands."""
    payment = portal.ledger.payments.get(order_id)
    if payment is None:
        raise HTTPException(404, "not_found")
    receipt = portal.ledger.receipts.get(payment.receipt_number)
    return {"state": payment.state, "reason": payment.reason, "receipt": _shown(receipt) if receipt else None}


@router.get("/receipts/{number}")
async def receipt(number: str, portal: PortalUp) -> dict[str, Any]:
    """Look a receipt up by its number."""
    found = portal.ledger.receipts.get(number)
    if found is None:
        raise HTTPException(404, "not_found")
    return _shown(found)


@router.post("/receipts/{number}/refunds")
async def refund_receipt(number: str, refund: Refund, portal: PortalUp) -> dict[str, Any]:
    """Give money back, once for each `refund_id`; 409 when less is left."""
    found = portal.ledger.receipts.get(number)
    if found is None:
        raise HTTPException(404, "not_found")
    refunded = portal.ledger.give_back(found, refund.refund_id, refund.amount)
    if refunded is None:
        raise HTTPException(409, "too_much")
    return _shown(refunded)


@router.get("/register/{day}/{start}")
async def register(day: date, start: int, portal: PortalUp) -> dict[str, Any]:
    """List the receipts of a day of Baku from the one at a place, so many at once; `next` is 0 on the last page."""
    found = portal.ledger.paid_on(day)
    page = found[start : start + AT_ONCE]
    more = start + AT_ONCE if len(found) > start + AT_ONCE else 0
    return {"receipts": [_shown(each) for each in page], "next": more}


def _shown(receipt: Receipt) -> dict[str, Any]:
    return receipt.model_dump(mode="json")
