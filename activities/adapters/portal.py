"""The government payment portal: requests and callbacks signed with a shared secret (HMAC-SHA256)."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from urllib.parse import quote

import httpx2

from activities.adapters.outside_http import accepted, ask, fields
from models.ports import (
    OutsideRefusedError,
    OutsideUnavailableError,
    PaymentState,
    PortalReceipt,
    PortalSession,
    PortalStatus,
)

_NOT_FOUND: Final = 404


@dataclass(frozen=True)
class GovernmentPortal:
    """A PaymentPortal. `base_url` is the portal's address without `/api`."""

    http: httpx2.AsyncClient
    base_url: str
    secret: bytes = field(repr=False)
    merchant: str = "divan"

    async def open_payment(
        self,
        *,
        order_id: str,
        amount: Decimal,
        description: str,
        return_url: str,
        callback_url: str,
        language: str,
    ) -> PortalSession:
        """Begin a payment; asking again with the same order gives the same session."""
        order = {
            "merchant": self.merchant,
            "order_id": order_id,
            "amount": f"{amount:.2f}",
            "description": description,
            "return_url": return_url,
            "callback_url": callback_url,
            "language": language,
        }
        answer = accepted(await self._ask("POST", "/api/payments", order), otherwise="PAYMENT_REFUSED")
        try:
            return PortalSession(portal_ref=answer["payment_ref"], pay_url=answer["pay_url"])
        except KeyError as error:
            raise OutsideUnavailableError("the portal gave no payment") from error

    async def status(self, order_id: str) -> PortalStatus:
        """Ask how an order's payment stands; OutsideRefusedError("PAYMENT_UNKNOWN") when it was never begun."""
        answer = await self._ask("GET", f"/api/payments/{order_id}")
        if _unknown(answer):
            raise OutsideRefusedError("PAYMENT_UNKNOWN", order_id)
        found = accepted(answer, otherwise="PAYMENT_REFUSED")
        try:
            state = PaymentState(found["state"])
        except (KeyError, ValueError) as error:
            raise OutsideUnavailableError("the portal's state of the payment is not usable") from error
        receipt = found.get("receipt")
        return PortalStatus(state, _receipt(receipt) if receipt else None, str(found.get("reason", "")))

    async def receipt(self, number: str) -> PortalReceipt | None:
        """Look a receipt up by its number; None when the portal itself says that it knows none."""
        answer = await self._ask("GET", f"/api/receipts/{number}")
        return None if _unknown(answer) else _receipt(accepted(answer, otherwise="RECEIPT_REFUSED"))

    async def refund(self, number: str, *, refund_id: str, amount: Decimal) -> PortalReceipt:
        """Give money back to the payer; asking again with the same `refund_id` gives nothing more."""
        asked = {"refund_id": refund_id, "amount": f"{amount:.2f}"}
        answer = await self._ask("POST", f"/api/receipts/{number}/refunds", asked)
        return _receipt(accepted(answer, otherwise="REFUND_REFUSED"))

    async def register(self, day: date) -> tuple[PortalReceipt, ...]:
        """Return every receipt of one day of Baku."""
        found: list[PortalReceipt] = []
        start: int | None = 0
        while start is not None:
            answer = await self._ask("GET", f"/api/register/{day.isoformat()}/{start}")
            page = accepted(answer, otherwise="REGISTER_REFUSED")
            try:
                found += [_receipt(receipt) for receipt in page["receipts"]]
                start = page["next"] or None
            except (KeyError, TypeError) as error:
                raise OutsideUnavailableError("the portal's register is not usable") from error
        return tuple(found)

    def verify_callback(self, body: bytes, signature: str) -> str:
        """Check a callback's signature over its very bytes and return its order id."""
        if not hmac.compare_digest(self._signed(body).encode(), signature.encode()):
            raise OutsideRefusedError("CALLBACK_SIGNATURE")
        try:
            order_id = json.loads(body)["order_id"]
        except (ValueError, KeyError, TypeError) as error:
            raise OutsideRefusedError("CALLBACK_FORM") from error
        if not isinstance(order_id, str):
            raise OutsideRefusedError("CALLBACK_FORM")
        return order_id

    async def _ask(self, method: str, path: str, order: dict[str, str] | None = None) -> httpx2.Response:
        """Send a request signed over `METHOD path`, a line feed and the body: a signed inquiry serves no other."""
        body = json.dumps(order).encode() if order else b""
        signature = self._signed(f"{method} {path}\n".encode() + body)
        headers = {"X-Portal-Signature": signature, "Content-Type": "application/json"}
        url = f"{self.base_url.rstrip('/')}{quote(path)}"
        return await ask(self.http, method, url, content=body, headers=headers)

    def _signed(self, message: bytes) -> str:
        return hmac.new(self.secret, message, hashlib.sha256).hexdigest()


def _unknown(answer: httpx2.Response) -> bool:
    """Tell the portal's own "no such thing" from a wrong address."""
    return answer.status_code == _NOT_FOUND and fields(answer).get("error") == "not_found"


def _receipt(found: dict[str, Any]) -> PortalReceipt:
    try:
        return PortalReceipt(
            number=found["number"],
            amount=Decimal(found["amount"]).quantize(Decimal("0.01")),
            paid_at=datetime.fromisoformat(found["paid_at"]),
            payer_name=found["payer_name"],
            purpose=found["purpose"],
            refunded=bool(found["refunded"]),
            refunded_amount=sum(map(Decimal, found["refunds"].values()), Decimal(0)),
            order_id=found["order_id"],
        )
    except (KeyError, ValueError, TypeError, AttributeError, InvalidOperation) as error:
        raise OutsideUnavailableError("the portal's receipt is not usable") from error
