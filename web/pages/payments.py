"""The page of one online payment: where it honestly stands and what comes next."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.payment import PaymentStatus
from models.tables.claims import ClaimRow
from models.tables.processes import PaymentRow
from web.deps import NotYoursError
from web.sessions import User
from web.words.lookup import has_sentence, sentence

CONFIRMED = "confirmed"  # the outcome the payment's workflow writes when the claim took its receipt


@dataclass(frozen=True)
class PaymentPage:
    """What is said, and the one thing to do next; `open` while an answer is awaited."""

    payment_id: str
    number: str
    amount: Decimal
    title: str
    said: str
    receipt_number: str
    address: str
    action: str
    open: bool


async def payment_page(db: AsyncSession, payment_id: str, user: User) -> PaymentPage:
    """Return the page of a payment of this person; NotYoursError for any other."""
    query = (
        select(PaymentRow, col(ClaimRow.number))
        .join(ClaimRow, col(ClaimRow.id) == col(PaymentRow.claim_id))
        .where(col(PaymentRow.id) == payment_id, col(PaymentRow.payer_fin) == user.fin)
    )
    found = (await db.execute(query)).first()
    if found is None:
        raise NotYoursError
    row, number = found
    state, address, is_open = _state(row)
    said = sentence(f"payment_{state}_said")
    if state == "refused" and has_sentence(row.outcome):
        said = f"{sentence(row.outcome)} {said}"
    return PaymentPage(
        row.id,
        number,
        row.amount,
        sentence(f"payment_{state}"),
        said,
        row.receipt_number,
        address,
        sentence(f"payment_{state}_action"),
        is_open,
    )


def _state(row: PaymentRow) -> tuple[str, str, bool]:
    """Return the state's name, where its button leads, and whether an answer is still awaited."""
    again = f"/claims/{row.claim_id}/check"
    match row.status:
        case PaymentStatus.PAID if row.outcome == CONFIRMED:
            return "confirmed", f"/claims/{row.claim_id}/sign", False
        case PaymentStatus.PAID if row.outcome:
            return "refused", f"/claims/{row.claim_id}/fee/way", False
        case PaymentStatus.PAID:
            return "confirming", f"/payments/{row.id}", True
        case PaymentStatus.FAILED:
            return "failed", again, False
        case PaymentStatus.EXPIRED:
            return "expired", again, False
        case _:
            return "waiting", row.pay_url, True
