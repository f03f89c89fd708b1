"""Receipts: one row each, held by one claim at a time whatever races happen (FEE-4)."""

from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.db import Driver
from models.domain.effects import ReceiptEffect
from models.domain.errors import RuleBroken
from models.messages.claim import ClaimStep
from models.ports import PortalReceipt
from models.tables.claims import ReceiptRow, ReceiptUseRow

_RESERVE = """
    INSERT INTO receipt_use (receipt_number, claim_id, revision, reserved_at)
    SELECT number, %(claim_id)s, %(revision)s, %(at)s FROM receipt
    WHERE number = %(number)s AND amount >= %(due)s
    ON CONFLICT DO NOTHING RETURNING claim_id"""
_USE = "UPDATE receipt_use SET used_at = %(at)s WHERE claim_id = %(claim_id)s AND released_at IS NULL"
_RELEASE = "UPDATE receipt_use SET released_at = %(at)s WHERE claim_id = %(claim_id)s AND released_at IS NULL"
_AMOUNT = "SELECT amount FROM receipt WHERE number = %(number)s"


def apply_receipt_effect(database: Driver, step: ClaimStep, effect: ReceiptEffect) -> None:
    """Reserve, use or release the receipt of a claim in the step's own transaction.

    Raises RuleBroken `receipt_taken`, `receipt_unknown` or `receipt_not_enough` on reserving.
    """
    if effect is ReceiptEffect.RESERVE:
        _reserve(database, step)
        return
    held = {"claim_id": step.claim.id, "at": step.at}
    database.execute(_USE if effect is ReceiptEffect.USE else _RELEASE, held)


async def remember_receipt(session: AsyncSession, receipt: PortalReceipt) -> None:
    """Keep a receipt a portal has confirmed; hearing of it again changes nothing."""
    row = {
        "number": receipt.number,
        "amount": receipt.amount,
        "paid_at": receipt.paid_at,
        "payer_name": receipt.payer_name,
        "known_at": receipt.paid_at,
    }
    await session.execute(insert(ReceiptRow).values(row).on_conflict_do_nothing())


async def holder_of(session: AsyncSession, number: str) -> str | None:
    """Return the id of the claim that holds a receipt now, None when it is free."""
    query = select(col(ReceiptUseRow.claim_id)).where(
        col(ReceiptUseRow.receipt_number) == number,
        col(ReceiptUseRow.released_at).is_(None),
    )
    return (await session.execute(query)).scalar_one_or_none()


def _reserve(database: Driver, step: ClaimStep) -> None:
    fee = step.claim.fee
    if fee is None or not fee.receipt_number:
        return
    hold: dict[str, Any] = {
        "number": fee.receipt_number,
        "claim_id": step.claim.id,
        "revision": step.claim.revision,
        "due": Decimal(fee.amount_due),
        "at": step.at,
    }
    if database.execute(_RESERVE, hold).fetchone() is None:
        raise RuleBroken(_why_not(database, fee.receipt_number, due=hold["due"]))


def _why_not(database: Driver, number: str, *, due: Decimal) -> str:
    known = database.execute(_AMOUNT, {"number": number}).fetchone()
    if known is None:
        return "receipt_unknown"
    return "receipt_not_enough" if known[0] < due else "receipt_taken"
