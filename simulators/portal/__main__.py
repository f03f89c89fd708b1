"""Starts the simulator of the government payment portal: signed API, card page, terminal, callbacks."""

import argparse
import hashlib
import hmac
from typing import Any

from fastapi import FastAPI

from simulators.page import command_line, now, serve
from simulators.portal import api
from simulators.portal.ledger import Payment
from simulators.portal.office import Manners, portal_app


def create_app(options: argparse.Namespace) -> FastAPI:
    """Build the application on the state in `options.state`."""
    secret: bytes = options.secret.encode()

    def sealed(body: bytes) -> dict[str, str]:
        return {"X-Portal-Signature": hmac.new(secret, body, hashlib.sha256).hexdigest()}

    manners = Manners(
        process="portal",
        name="Hökumət Ödəniş Portalı",
        english="Government Payment Portal",
        numbered="7",
        worded=_worded,
        sealed=sealed,
    )
    return portal_app(options.state, manners, api.router, secret=secret)


def _worded(payment: Payment) -> dict[str, Any]:
    return {
        "order_id": payment.order_id,
        "payment_ref": payment.ref,
        "state": payment.state,
        "amount": str(payment.amount),
        "receipt_number": payment.receipt_number,
        "reason": payment.reason,
        "sent_at": now().isoformat(),
    }


def main() -> None:
    """Read the command line and serve."""
    parser = command_line("portal", "government payment portal with card page and terminal")
    parser.add_argument("--secret", required=True, help="shared with the merchant; signs requests and callbacks")
    options = parser.parse_args()
    serve(create_app(options), options.port)


if __name__ == "__main__":
    main()
