"""Receipts: one row each, held by one claim at a time whatever races happen (FEE-4)."""

from decimal import Decimal

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.numbers import one_row
from models.db import Driver
from models.domain.errors import RuleBroken
from models.domain.fee_ledger import MOVES, FeeEvent, hold
from models.messages.claim import ClaimStep
from models.ports import PortalReceipt
from models.tables.claims import ReceiptUseRow

(_RECEIVED,) = MOVES[FeeEvent.RECEIVED]
_RESERVE = """
    WITH frozen AS (
        SELECT 1 FROM draft JOIN frozen_content f USING (claim_id, version)
        WHERE claim_id = %(claim_id)s AND version = %(version)s AND f.sha256 = %(sha256)s
        FOR UPDATE OF draft
    ), given AS (
        SELECT number, amount,
            least(amount, %(due)s - coalesce(sum(amount) OVER (ORDER BY place ROWS UNBOUNDED PRECEDING
                EXCLUDE CURRENT ROW), 0)) AS part,
            sum(amount) OVER () AS together
        FROM receipt JOIN unnest(CAST(%(numbers)s AS text[])) WITH ORDINALITY AS asked(number, place) USING (number)
    ), held AS (
        INSERT INTO receipt_use (receipt_number, claim_id, revision, reserved_at, part, excess)
        SELECT number, %(claim_id)s, %(revision)s, %(at)s, part, amount - part FROM given
        WHERE together >= %(due)s AND part > 0 AND EXISTS (SELECT FROM frozen)
        ORDER BY number  -- two claims that race for the same two receipts never wait for each other
        ON CONFLICT DO NOTHING RETURNING claim_id
    )
    SELECT (SELECT count(*) FROM frozen), (SELECT count(*) FROM held)"""
_AMOUNTS = "SELECT number, amount FROM receipt WHERE number = ANY(%(numbers)s)"
# A receipt is entered in the account of fees with the very statement that makes it known.
_REMEMBER = text(f"""
    WITH kept AS (
        INSERT INTO receipt (number, amount, paid_at, payer_name, portal, known_at)
        VALUES (:number, :amount, :paid_at, :payer_name, :portal, :known_at) ON CONFLICT DO NOTHING
        RETURNING number, amount
    )
    INSERT INTO fee_transfer (receipt_number, court_id, event, source, target, amount, claim_id, at)
    SELECT number, '', '{FeeEvent.RECEIVED}', '{_RECEIVED.source}', '{_RECEIVED.target}', amount, '', :known_at
    FROM kept""")  # noqa: S608 - the names are our own constants


def reserve_for(database: Driver, step: ClaimStep) -> None:
    """Hold the draft and its receipts for the step that confirms them; the caller owns the transaction.

    Raises RuleBroken `draft_changed` when the draft is no longer the one that was frozen, `receipt_taken`,
    `receipt_unknown`, or what `hold` (models/domain/fee_ledger) says against these receipts.
    """
    claim, numbers = step.claim, step.claim.fee.receipts if step.claim.fee else ()
    due = Decimal(claim.fee.amount_due) if claim.fee else Decimal(0)
    frozen, held = one_row(
        database,
        _RESERVE,
        claim_id=claim.id,
        version=claim.version,
        sha256=claim.content_sha256,
        revision=claim.revision,
        at=step.at,
        numbers=list(numbers),
        due=due,
    )
    if not frozen:
        raise RuleBroken("draft_changed")
    if held != len(numbers):
        raise RuleBroken(_why_not(database, numbers, due=due))


async def remember_receipt(session: AsyncSession, receipt: PortalReceipt) -> None:
    """Keep a receipt a portal has confirmed; hearing of it again changes nothing."""
    row = {
        "number": receipt.number,
        "amount": receipt.amount,
        "paid_at": receipt.paid_at,
        "payer_name": receipt.payer_name,
        "portal": receipt.portal,
        "known_at": receipt.paid_at,
    }
    await session.execute(_REMEMBER, row)


async def holder_of(session: AsyncSession, number: str) -> str | None:
    """Return the id of the claim that holds a receipt now, None when it is free."""
    query = select(col(ReceiptUseRow.claim_id)).where(
        col(ReceiptUseRow.receipt_number) == number,
        col(ReceiptUseRow.released_at).is_(None),
    )
    return (await session.execute(query)).scalar_one_or_none()


def _why_not(database: Driver, numbers: tuple[str, ...], *, due: Decimal) -> str:
    known: dict[str, Decimal] = dict(database.execute(_AMOUNTS, {"numbers": list(numbers)}).fetchall())
    if not known.keys() >= set(numbers):
        return "receipt_unknown"
    try:
        hold([(number, known[number]) for number in numbers], due=due)
    except RuleBroken as broken:
        return broken.code
    return "receipt_taken"
