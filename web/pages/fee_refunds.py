"""What a court may or must give back (MPM 114), and ordering it by the number of the court's ruling."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.errors import RuleBroken
from models.domain.fee_ledger import Account, RefundGround
from models.tables.fees import FeeRefundRow
from web.forms.reading import Reading
from web.sessions import User, now

AT_MOST = 200
# Money that stands to be refunded at the court (what an accepted application had above its fee), and receipts that a
# return by the court left free there. Where a receipt stands is told by its newest line.
_DUE = """
    SELECT last.receipt_number, last.claim_id, claim.number,
        CASE last.target WHEN 'refundable' THEN last.amount ELSE receipt.amount END AS amount, last.target, last.at
    FROM fee_transfer last JOIN receipt ON receipt.number = last.receipt_number JOIN claim ON claim.id = last.claim_id
    WHERE last.court_id = :court {one} AND last.target IN ('refundable', 'released')
        AND NOT EXISTS (SELECT FROM fee_transfer t WHERE t.receipt_number = last.receipt_number AND t.id > last.id)
        AND NOT EXISTS (SELECT FROM fee_refund r WHERE r.receipt_number = last.receipt_number)
        AND (last.target = 'refundable' OR claim.status = 'returned')
    ORDER BY last.at, last.receipt_number LIMIT :most"""
_ALL_DUE = text(_DUE.format(one=""))
_ONE_DUE = text(_DUE.format(one="AND last.receipt_number = :number"))
# The ruling holds the receipt as an application would: whoever comes second is refused by the same index.
_HELD = text("""
    INSERT INTO receipt_use (receipt_number, claim_id, revision, part, excess, reserved_at, used_at)
    VALUES (:number, :claim_id, 0, 0, :amount, :at, :at) ON CONFLICT DO NOTHING RETURNING claim_id""")
_ORDERED = text("""
    INSERT INTO fee_transfer (receipt_number, court_id, event, source, target, amount, claim_id, at)
    VALUES (:number, :court, 'refund_ordered', 'released', 'refundable', :amount, :claim_id, :at)""")


@dataclass(frozen=True)
class Due:
    """Money that can be given back, and why."""

    receipt_number: str
    claim_id: str
    application: str
    amount: Decimal
    ground: RefundGround


@dataclass(frozen=True)
class Ordered:
    """A refund that was ordered; `refunded_at` is None until the portal has given the money back."""

    receipt_number: str
    amount: Decimal
    ground: RefundGround
    ruling: str
    ordered_at: datetime
    refunded_at: datetime | None
    refused: bool


@dataclass(frozen=True)
class FeeRefundsPage:
    """The court's refunds."""

    form: Reading[Any]
    due: tuple[Due, ...]
    ordered: tuple[Ordered, ...]


async def fee_refunds_page(db: AsyncSession, user: User, form: Reading[Any]) -> FeeRefundsPage:
    """Return what can be given back at the person's court, and what was ordered there."""
    row = FeeRefundRow
    query = select(row).where(col(row.court_id) == user.court_id).order_by(col(row.ordered_at).desc()).limit(AT_MOST)
    ordered = tuple(
        Ordered(
            one.receipt_number, one.amount, one.ground, one.ruling, one.ordered_at, one.refunded_at, bool(one.refusal)
        )
        for one in await db.scalars(query)
    )
    found = await db.execute(_ALL_DUE, {"court": user.court_id, "most": AT_MOST})
    return FeeRefundsPage(form, tuple(_due(one) for one in found), ordered)


async def order_refund(db: AsyncSession, user: User, number: str, *, ruling: str) -> None:
    """Order a refund; the caller owns the transaction. RuleBroken `refund_not_due` when nothing is to be given back."""
    found = (await db.execute(_ONE_DUE, {"court": user.court_id, "most": 1, "number": number})).first()
    if found is None:
        raise RuleBroken("refund_not_due")
    due, at = _due(found), now()
    values = {"number": number, "court": user.court_id, "amount": due.amount, "claim_id": due.claim_id, "at": at}
    if due.ground is RefundGround.RETURNED:
        if (await db.execute(_HELD, values)).first() is None:
            raise RuleBroken("receipt_taken")
        await db.execute(_ORDERED, values)
    db.add(
        FeeRefundRow(
            receipt_number=number,
            court_id=user.court_id or "",
            claim_id=due.claim_id,
            amount=due.amount,
            ground=due.ground,
            ruling=ruling,
            ordered_by=user.account_id,
            ordered_at=at,
        )
    )


def _due(row: Any) -> Due:
    ground = RefundGround.OVERPAID if row.target == Account.REFUNDABLE else RefundGround.RETURNED
    return Due(row.receipt_number, row.claim_id, row.number, row.amount, ground)
