"""The interface of "ASAN ödəniş" for merchants: JSON orders in qəpik, a bearer token, documents of payment."""

import hmac
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, HTTPException, Request
from pydantic import BaseModel, Field

from simulators.page import now
from simulators.portal.api import PortalUp
from simulators.portal.ledger import Payment, Receipt, new_ref

STATES: Final = {"pending": "PROCESSING", "paid": "CAPTURED", "failed": "DECLINED"}
AT_ONCE: Final = 50
QEPIK: Final = 100


class Order(BaseModel):
    """A merchant's order; amounts are whole qəpik."""

    orderId: str = Field(pattern=r"^[A-Za-z0-9._:-]{1,100}$")  # noqa: N815 - the names of the interface
    amount: int = Field(gt=0, le=100_000_000)
    currency: str = Field(pattern="^AZN$")
    description: str = Field(min_length=1, max_length=200)
    returnUrl: str = Field(pattern=r"^https?://")  # noqa: N815 - the same
    notifyUrl: str = Field(pattern=r"^https?://")  # noqa: N815 - the same
    lang: str = Field(pattern=r"^(az|en)$")


class Return(BaseModel):
    """Money to be given back, once for each `returnId`."""

    returnId: str = Field(pattern=r"^[A-Za-z0-9._:-]{1,100}$")  # noqa: N815 - the names of the interface
    amount: int = Field(gt=0, le=100_000_000)


async def check_token(portal: PortalUp, authorization: Annotated[str, Header()] = "") -> None:
    """Refuse whoever does not carry the merchant's token."""
    if not hmac.compare_digest(authorization.encode(), b"Bearer " + portal.secret):
        raise HTTPException(401, "TOKEN")


router = APIRouter(prefix="/v1", dependencies=[Depends(check_token)])


@router.post("/orders", status_code=201)
async def create_order(order: Order, portal: PortalUp, request: Request) -> dict[str, Any]:
    """Begin a payment, or return the one the order already has; 409 when the amount is another one."""
    asked = Payment(
        ref=new_ref(),
        merchant="divan",
        order_id=order.orderId,
        amount=_azn(order.amount),
        description=order.description,
        return_url=order.returnUrl,
        callback_url=order.notifyUrl,
        language=order.lang,
        opened_at=now(),
    )
    payment = portal.ledger.open(asked)
    if payment.amount != asked.amount:
        raise HTTPException(409, "AMOUNT_DIFFERS")
    if portal.ledger.loses_answer_now():
        raise HTTPException(503, "LOST")
    checkout = f"{str(request.base_url).rstrip('/')}/pay/{payment.ref}"
    return {"order": {"id": payment.order_id, "state": STATES[payment.state], "checkoutUrl": checkout}}


@router.get("/orders/{order_id}")
async def order_state(order_id: str, portal: PortalUp) -> dict[str, Any]:
    """Say how an order stands."""
    payment = portal.ledger.payments.get(order_id)
    if payment is None:
        raise HTTPException(404, "ORDER_NOT_FOUND")
    receipt = portal.ledger.receipts.get(payment.receipt_number)
    document = _document(receipt) if receipt else None
    return {"order": {"id": order_id, "state": STATES[payment.state], "decline": payment.reason, "document": document}}


@router.get("/documents/{number}")
async def document(number: str, portal: PortalUp) -> dict[str, Any]:
    """Look a document of payment up by its number."""
    return {"document": _document(_found(portal, number))}


@router.post("/documents/{number}/returns")
async def give_back(number: str, asked: Return, portal: PortalUp) -> dict[str, Any]:
    """Give money back; 409 when less is left."""
    refunded = portal.ledger.give_back(_found(portal, number), asked.returnId, _azn(asked.amount))
    if refunded is None:
        raise HTTPException(409, "TOO_MUCH")
    return {"document": _document(refunded)}


@router.get("/registry")
async def registry(day: date, portal: PortalUp, cursor: int = 0) -> dict[str, Any]:
    """List the documents of a day of Baku, so many at once."""
    found = portal.ledger.paid_on(day)
    more = cursor + AT_ONCE if len(found) > cursor + AT_ONCE else None
    return {"documents": [_document(each) for each in found[cursor : cursor + AT_ONCE]], "cursor": more}


def _found(portal: PortalUp, number: str) -> Receipt:
    receipt = portal.ledger.receipts.get(number)
    if receipt is None:
        raise HTTPException(404, "DOCUMENT_NOT_FOUND")
    return receipt


def _document(receipt: Receipt) -> dict[str, Any]:
    return {
        "no": receipt.number,
        "amount": int(receipt.amount * QEPIK),
        "paidAt": int(receipt.paid_at.timestamp() * 1000),
        "payer": receipt.payer_name,
        "service": "MEHKEME_RUSUMU" if receipt.purpose == "court_fee" else receipt.purpose.upper(),
        "returned": int(sum(receipt.refunds.values(), Decimal(0)) * QEPIK),
        "orderId": receipt.order_id or None,
    }


def _azn(qepik: int) -> Decimal:
    return Decimal(qepik) / QEPIK
