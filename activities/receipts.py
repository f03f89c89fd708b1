"""Receipts: one row each, held by one claim at a time whatever races happen (FEE-4)."""

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.numbers import one_row
from models.db import Driver
from models.domain.errors import RuleBroken
from models.messages.claim import ClaimStep
from models.ports import PortalReceipt
from models.tables.claims import ReceiptRow, ReceiptUseRow

_RESERVE = """
    WITH frozen AS (
        SELECT 1 FROM draft JOIN frozen_content f USING (claim_id, version)
        WHERE claim_id = %(claim_id)s AND version = %(version)s AND f.sha256 = %(sha256)s
        FOR UPDATE OF draft
    ), held AS (
        INSERT INTO receipt_use (receipt_number, claim_id, revision, reserved_at)
        SELECT number, %(claim_id)s, %(revision)s, %(at)s FROM receipt
        WHERE number = %(number)s AND amount >= %(due)s AND EXISTS (SELECT FROM frozen)
        ON CONFLICT DO NOTHING RETURNING claim_id
    )
    SELECT (SELECT count(*) FROM frozen), (SELECT count(*) FROM held)"""
_AMOUNT = "SELECT amount FROM receipt WHERE number = %(number)s"


def reserve_for(database: Driver, step: ClaimStep) -> None:
    """Hold the draft and its receipt for the step that confirms them; the caller owns the transaction.

    Raises RuleBroken `draft_changed` when the draft is no longer the one that was frozen, `receipt_taken`,
    `receipt_unknown` or `receipt_not_enough`.
    """
    claim, number = step.claim, step.claim.fee.receipt_number if step.claim.fee else ""
    due = Decimal(claim.fee.amount_due) if claim.fee else Decimal(0)
    frozen, held = one_row(
        database,
        _RESERVE,
        claim_id=claim.id,
        version=claim.version,
        sha256=claim.content_sha256,
        revision=claim.revision,
        at=step.at,
        number=number,
        due=due,
    )
    if not frozen:
        raise RuleBroken("draft_changed")
    if number and not held:
        raise RuleBroken(_why_not(database, number, due=due))


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


def _why_not(database: Driver, number: str, *, due: Decimal) -> str:
    known = database.execute(_AMOUNT, {"number": number}).fetchone()
    if known is None:
        return "receipt_unknown"
    return "receipt_not_enough" if known[0] < due else "receipt_taken"
