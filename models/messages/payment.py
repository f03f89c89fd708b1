"""What crosses Temporal for one online payment of a court fee."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.domain.claim import Confirm
from models.domain.payment import PaymentStatus, Portal


@dataclass(frozen=True)
class BeginPayment:
    """The filer chose to pay online; when the money is there, the claim is confirmed as it stood (FEE-1)."""

    payment_id: str  # also the order id at the portal
    claim_id: str
    amount: str  # AZN, "30.00"
    description: str
    language: str
    confirm: Confirm  # its receipt number is filled in when the portal gives it
    at: datetime
    lives: timedelta
    portal: Portal = Portal.GOVERNMENT


@dataclass(frozen=True)
class PaymentAnswer:
    """The portal's word about a payment."""

    status: PaymentStatus
    receipt_number: str = ""


@dataclass(frozen=True)
class PaidClaim:
    """A paid receipt and the claim to be confirmed with it."""

    begin: BeginPayment
    receipt_number: str


@dataclass(frozen=True)
class PaymentView:
    """What the payer's browser needs: where to pay, or that the payment is closed."""

    payment_id: str
    status: PaymentStatus
    pay_url: str = ""
