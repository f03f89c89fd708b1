"""Starts the simulator of "ASAN ödəniş": orders by JSON, card page, terminal, notices signed with Ed25519."""

import argparse
import base64
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI

from simulators.asan_pay import api
from simulators.page import command_line, now, serve
from simulators.portal.ledger import Payment
from simulators.portal.office import Manners, portal_app


def create_app(options: argparse.Namespace) -> FastAPI:
    """Build the application on the state in `options.state`."""
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(options.signing_key))

    def sealed(body: bytes) -> dict[str, str]:
        at = str(int(now().timestamp()))
        signature = base64.urlsafe_b64encode(key.sign(at.encode() + b"." + body)).decode()
        return {"X-Asan-Signature": f"t={at},ed25519={signature}"}

    manners = Manners(
        process="asan_pay",
        name="ASAN ödəniş",
        english="ASAN payment",
        numbered="AÖ",
        worded=_worded,
        sealed=sealed,
    )
    return portal_app(options.state, manners, api.router, secret=options.token.encode())


def _worded(payment: Payment) -> dict[str, Any]:
    return {"event": "order.changed", "orderId": payment.order_id, "state": api.STATES[payment.state]}


def main() -> None:
    """Read the command line and serve."""
    parser = command_line("asan_pay", "payment portal ASAN ödəniş with card page and terminal")
    parser.add_argument("--token", required=True, help="the merchant's token; goes with each request")
    parser.add_argument("--signing-key", required=True, help="Ed25519 seed in hex; signs the notices")
    options = parser.parse_args()
    serve(create_app(options), options.port)


if __name__ == "__main__":
    main()
