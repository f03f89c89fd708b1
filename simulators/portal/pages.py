"""The payer's part of the portal simulator: card page, terminal, receipts; and the scripts for tests."""

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from simulators.page import page
from simulators.portal.api import Portal, PortalUp
from simulators.portal.ledger import BEHAVIOURS, Behaviour, Condition, Payment, Receipt, Script

GOOD_CARD: Final = "4111 1111 1111 1111"
DECLINED_CARD: Final = "4000 0000 0000 0002"

router = APIRouter()


async def _portal(request: Request) -> Portal:
    """Return the portal, down or not: scripts must reach it."""
    portal: Portal = request.app.state.portal
    return portal


AnyPortal = Annotated[Portal, Depends(_portal)]


class Card(BaseModel):
    """What the payer typed; nothing of it is kept but the name."""

    number: str = ""
    expiry: str = ""
    cvc: str = ""
    payer_name: str = ""
    behaviour: Behaviour | None = None

    def problems(self) -> list[str]:
        """Name the fields that are not usable."""
        digits = self.number.replace(" ", "")
        checks = {
            "number": digits.isascii() and digits.isdigit() and 13 <= len(digits) <= 19 and _luhn(digits),
            "expiry": len(self.expiry) == 5 and self.expiry[2] == "/" and self.expiry.replace("/", "").isdigit(),
            "cvc": len(self.cvc) == 3 and self.cvc.isascii() and self.cvc.isdigit(),
            "payer_name": bool(self.payer_name.strip()),
        }
        return [field for field, good in checks.items() if not good]


class Cash(BaseModel):
    """A court fee paid at a terminal."""

    amount: Decimal = Field(gt=0, le=1_000_000)
    payer_name: str = Field(min_length=1)
    purpose: str = "court_fee"


@router.get("/")
async def overview(portal: PortalUp) -> HTMLResponse:
    """Show the last payments and receipts."""
    ledger = portal.ledger
    return page("portal.html", portal=portal, payments=ledger.payments.newest(30), receipts=ledger.receipts.newest(50))


@router.get("/pay/{ref}")
async def card_page(ref: str, portal: PortalUp) -> Response:
    """Show the card form, or the result of a payment that is no longer open."""
    payment = _payment(portal, ref)
    if payment.state != "pending":
        return RedirectResponse(f"/pay/{ref}/result", 303)
    return _form(portal, payment, Card(number=GOOD_CARD, expiry="12/30", cvc="123"), [])


@router.post("/pay/{ref}")
async def pay(ref: str, card: Annotated[Card, Form()], portal: PortalUp) -> Response:
    """Ask the bank, as the script says it answers; a second click finds the payment settled."""
    payment = _payment(portal, ref)
    if payment.state == "pending":
        if problems := card.problems():
            return _form(portal, payment, card, problems)
        script = portal.ledger.script_for(payment.order_id)
        if card.behaviour is not None:
            script = script.model_copy(update={"behaviour": card.behaviour})
        declined = card.number.replace(" ", "") == DECLINED_CARD.replace(" ", "")
        _bank_answers(portal, payment, card.payer_name, "failed" if declined else script.behaviour, script.seconds)
    return RedirectResponse(f"/pay/{ref}/result", 303)


@router.get("/pay/{ref}/result")
async def result(ref: str, portal: PortalUp) -> HTMLResponse:
    """Show how the payment went and the way back to the merchant."""
    return page("portal_result.html", portal=portal, payment=_payment(portal, ref))


@router.get("/terminal")
async def terminal(portal: PortalUp, number: str = "") -> HTMLResponse:
    """Show the terminal, with the receipt just printed."""
    return page("portal_terminal.html", portal=portal, receipt=portal.ledger.receipts.get(number), problem=False)


@router.post("/terminal")
async def pay_in_cash(
    portal: PortalUp, amount: Annotated[str, Form()] = "", payer_name: Annotated[str, Form()] = ""
) -> Response:
    """Print a receipt for a court fee paid at the terminal."""
    try:
        paid = Decimal(amount.replace(",", "."))
    except InvalidOperation:
        paid = Decimal(0)
    if not (paid.is_finite() and 0 < paid <= 1_000_000 and payer_name.strip()):
        return page("portal_terminal.html", portal=portal, receipt=None, problem=True, status=422)
    receipt = portal.ledger.issue(paid, payer_name=payer_name.strip(), purpose="court_fee")
    return RedirectResponse(f"/terminal?number={receipt.number}", 303)


@router.post("/receipts/{number}/refund")
async def refund(number: str, portal: PortalUp) -> RedirectResponse:
    """Refund a receipt from the page."""
    portal.ledger.refund(number)
    return RedirectResponse("/", 303)


@router.post("/sim/script")
async def script_all(condition: Condition, portal: AnyPortal) -> Condition:
    """Say how the portal is and how every order without a script of its own goes."""
    portal.ledger.condition = condition
    return condition


@router.post("/sim/orders/{order_id}/script")
async def script_one(order_id: str, script: Script, portal: AnyPortal) -> Script:
    """Say how one order's payment goes, also before it is opened."""
    portal.ledger.script(order_id, script)
    return script


@router.post("/sim/orders/{order_id}/pay")
async def pay_by_api(order_id: str, portal: AnyPortal, payer_name: str = "Nağıyeva Lalə") -> dict[str, str]:
    """Pay an order with a good card, as the card page would."""
    payment = portal.ledger.payments.get(order_id)
    if payment is None:
        raise HTTPException(404, "not_found")
    if payment.state == "pending":
        script = portal.ledger.script_for(order_id)
        _bank_answers(portal, payment, payer_name, script.behaviour, script.seconds)
    return {"result_url": f"/pay/{payment.ref}/result", "return_url": payment.return_url}


@router.post("/sim/receipts")
async def terminal_by_api(cash: Cash, portal: AnyPortal) -> Receipt:
    """Print a receipt as the terminal would."""
    return portal.ledger.issue(cash.amount, payer_name=cash.payer_name, purpose=cash.purpose)


@router.post("/sim/receipts/{number}/refund")
async def refund_by_api(number: str, portal: AnyPortal) -> Receipt:
    """Refund a receipt."""
    receipt = portal.ledger.refund(number)
    if receipt is None:
        raise HTTPException(404, "not_found")
    return receipt


@router.get("/sim/callbacks")
async def callbacks(portal: AnyPortal, order_id: str = "") -> list[dict[str, Any]]:
    """Return the callbacks of an order (or all) with their attempts."""
    found = portal.courier.callbacks.all()
    return [each.model_dump(mode="json") for each in found if order_id in ("", each.order_id)]


def _bank_answers(portal: Portal, payment: Payment, payer: str, behaviour: Behaviour, seconds: float) -> None:
    ledger, courier = portal.ledger, portal.courier
    if behaviour in ("failed", "contradictory"):
        courier.tell(ledger.fail(payment, "declined"))
    if behaviour in ("contradictory", "slow_bank"):
        ledger.settle_later(payment, payer, seconds)
        courier.wake()
    if behaviour in ("normal", "late", "doubled", "missing"):
        paid = ledger.pay(payment, payer)
        times = {"missing": 0, "doubled": 2}.get(behaviour, 1)
        courier.tell(paid, times=times, after_seconds=seconds if behaviour == "late" else 0)


def _payment(portal: Portal, ref: str) -> Payment:
    payment = portal.ledger.by_ref(ref)
    if payment is None:
        raise HTTPException(404, "not_found")
    return payment


def _form(portal: Portal, payment: Payment, card: Card, problems: list[str]) -> HTMLResponse:
    return page(
        "portal_card.html",
        portal=portal,
        payment=payment,
        card=card,
        problems=problems,
        behaviours=BEHAVIOURS,
        good_card=GOOD_CARD,
        declined_card=DECLINED_CARD,
        status=422 if problems else 200,
    )


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
