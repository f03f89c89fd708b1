"""The payment portal "ASAN ödəniş": JSON orders in qəpik behind a bearer token, notices signed with Ed25519."""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from urllib.parse import quote

import httpx2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from activities.adapters.outside_http import accepted, ask, fields
from models.domain.payment import Portal
from models.ports import (
    COURT_FEE,
    OutsideRefusedError,
    OutsideUnavailableError,
    PaymentState,
    PortalReceipt,
    PortalSession,
    PortalStatus,
)

_NOT_FOUND: Final = 404
_QEPIK: Final = 100
_STATES: Final = {
    "CREATED": PaymentState.PENDING,
    "PROCESSING": PaymentState.PENDING,
    "CAPTURED": PaymentState.PAID,
    "DECLINED": PaymentState.FAILED,
}
_SEAL: Final = re.compile(r"t=([0-9]{1,12}),ed25519=([A-Za-z0-9_=-]{80,100})")
_COURT_SERVICE: Final = "MEHKEME_RUSUMU"


@dataclass(frozen=True)
class AsanPayment:
    """A PaymentPortal. `base_url` is the portal's address without `/v1`; `public_key` is Ed25519's, in hex."""

    http: httpx2.AsyncClient
    base_url: str
    token: str = field(repr=False)
    public_key: str

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
            "orderId": order_id,
            "amount": int(amount * _QEPIK),
            "currency": "AZN",
            "description": description,
            "returnUrl": return_url,
            "notifyUrl": callback_url,
            "lang": language,
        }
        answer = accepted(await self._ask("POST", "/v1/orders", body=order), otherwise="PAYMENT_REFUSED")
        try:
            return PortalSession(portal_ref=answer["order"]["id"], pay_url=answer["order"]["checkoutUrl"])
        except (KeyError, TypeError) as error:
            raise OutsideUnavailableError("ASAN ödəniş gave no payment") from error

    async def status(self, order_id: str) -> PortalStatus:
        """Ask how an order stands; OutsideRefusedError("PAYMENT_UNKNOWN") when it was never begun."""
        answer = await self._ask("GET", f"/v1/orders/{quote(order_id, safe='')}")
        if _unknown(answer, "ORDER_NOT_FOUND"):
            raise OutsideRefusedError("PAYMENT_UNKNOWN", order_id)
        try:
            order = accepted(answer, otherwise="PAYMENT_REFUSED")["order"]
            document = order["document"]
            return PortalStatus(_STATES[order["state"]], _receipt(document) if document else None, order["decline"])
        except (KeyError, TypeError) as error:
            raise OutsideUnavailableError("the state that ASAN ödəniş gave is not usable") from error

    async def receipt(self, number: str) -> PortalReceipt | None:
        """Look a document of payment up by its number; None when the portal itself says that it knows none."""
        answer = await self._ask("GET", f"/v1/documents/{quote(number, safe='')}")
        if _unknown(answer, "DOCUMENT_NOT_FOUND"):
            return None
        return _receipt(accepted(answer, otherwise="RECEIPT_REFUSED").get("document"))

    async def refund(self, number: str, *, refund_id: str, amount: Decimal) -> PortalReceipt:
        """Give money back to the payer; asking again with the same `refund_id` gives nothing more."""
        asked = {"returnId": refund_id, "amount": int(amount * _QEPIK)}
        answer = await self._ask("POST", f"/v1/documents/{quote(number, safe='')}/returns", body=asked)
        return _receipt(accepted(answer, otherwise="REFUND_REFUSED").get("document"))

    async def register(self, day: date) -> tuple[PortalReceipt, ...]:
        """Return every document of payment of one day of Baku."""
        found: list[PortalReceipt] = []
        cursor: int | None = 0
        while cursor is not None:
            asked = {"day": day.isoformat(), "cursor": str(cursor)}
            page = accepted(await self._ask("GET", "/v1/registry", params=asked), otherwise="REGISTER_REFUSED")
            try:
                found += [_receipt(document) for document in page["documents"]]
                cursor = page["cursor"]
            except (KeyError, TypeError) as error:
                raise OutsideUnavailableError("the registry of ASAN ödəniş is not usable") from error
        return tuple(found)

    def verify_callback(self, body: bytes, signature: str) -> str:
        """Check the signature over the moment, a point and the notice's very bytes; return its order id."""
        seal = _SEAL.fullmatch(signature)
        if seal is None:
            raise OutsideRefusedError("CALLBACK_SIGNATURE")
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.public_key))
        try:
            key.verify(base64.urlsafe_b64decode(seal[2]), seal[1].encode() + b"." + body)
            order_id = json.loads(body)["orderId"]
        except InvalidSignature as error:
            raise OutsideRefusedError("CALLBACK_SIGNATURE") from error
        except (ValueError, KeyError, TypeError) as error:
            raise OutsideRefusedError("CALLBACK_FORM") from error
        if not isinstance(order_id, str):
            raise OutsideRefusedError("CALLBACK_FORM")
        return order_id

    async def _ask(
        self, method: str, path: str, *, body: Mapping[str, Any] | None = None, params: Mapping[str, str] | None = None
    ) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        content = json.dumps(body).encode() if body else None
        url = f"{self.base_url.rstrip('/')}{path}"
        return await ask(self.http, method, url, content=content, params=params, headers=headers)


def _unknown(answer: httpx2.Response, word: str) -> bool:
    """Tell the portal's own "no such thing" from a wrong address."""
    return answer.status_code == _NOT_FOUND and fields(answer).get("error") == word


def _receipt(document: Any) -> PortalReceipt:
    try:
        amount = _azn(document["amount"])
        returned = _azn(document["returned"])
        service = document["service"]
        return PortalReceipt(
            number=document["no"],
            amount=amount,
            paid_at=datetime.fromtimestamp(document["paidAt"] / 1000, UTC),
            payer_name=document["payer"],
            purpose=COURT_FEE if service == _COURT_SERVICE else service,
            refunded=returned == amount,
            refunded_amount=returned,
            order_id=document["orderId"] or "",
            portal=Portal.ASAN,
        )
    except (KeyError, ValueError, TypeError, OverflowError) as error:
        raise OutsideUnavailableError("the document of ASAN ödəniş is not usable") from error


def _azn(qepik: int) -> Decimal:
    return (Decimal(qepik) / _QEPIK).quantize(Decimal("0.01"))
