"""Receipts: one row each, held by one claim at a time whatever races happen (FEE-4)."""

from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.effects import ReceiptEffect
from models.domain.errors import RuleBroken
from models.messages.claim import ClaimStep
from models.ports import PortalReceipt
from models.tables.claims import ReceiptRow, ReceiptUseRow

_RESERVE = text("""
    INSERT INTO receipt_use (receipt_number, claim_id, revision, reserved_at)
    SELECT number, :claim_id, :revision, :at FROM receipt WHERE number = :number AND amount >= :due
    ON CONFLICT DO NOTHING RETURNING claim_id""")


async def apply_receipt_effect(session: AsyncSession, step: ClaimStep, effect: ReceiptEffect) -> None:
    """Reserve, use or release the receipt of a claim in the step's own transaction.

    Raises RuleBroken `receipt_taken`, `receipt_unknown` or `receipt_not_enough` on reserving.
    """
    match effect:
        case ReceiptEffect.RESERVE:
            await _reserve(session, step)
        case ReceiptEffect.USE:
            await _mark(session, step, col(ReceiptUseRow.used_at).is_(None), "used_at")
        case ReceiptEffect.RELEASE:
            await _mark(session, step, None, "released_at")


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


async def _reserve(session: AsyncSession, step: ClaimStep) -> None:
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
    if (await session.execute(_RESERVE, hold)).first() is None:
        raise RuleBroken(await _why_not(session, fee.receipt_number, due=hold["due"]))


async def _why_not(session: AsyncSession, number: str, *, due: Decimal) -> str:
    known = select(col(ReceiptRow.amount)).where(col(ReceiptRow.number) == number)
    amount = (await session.execute(known)).scalar_one_or_none()
    if amount is None:
        return "receipt_unknown"
    return "receipt_not_enough" if amount < due else "receipt_taken"


async def _mark(session: AsyncSession, step: ClaimStep, also: ColumnElement[bool] | None, column: str) -> None:
    held = [col(ReceiptUseRow.claim_id) == step.claim.id, col(ReceiptUseRow.released_at).is_(None)]
    conditions = held if also is None else [*held, also]
    await session.execute(update(ReceiptUseRow).where(*conditions).values({column: step.at}))
