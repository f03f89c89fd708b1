"""The report of the nightly comparison with the portals: sums of each day, and receipts in dispute."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.fee_reconciliation import DifferenceKind
from models.domain.payment import Portal
from models.domain.roles import Role
from models.domain.terms import court_day
from models.tables.claims import ReceiptRow
from models.tables.fees import FeeDifferenceRow, FeeReconciliationRow, FeeRefundRow
from web.pages.fee_refunds import why_waits
from web.sessions import User

NIGHTS = 30
AT_MOST = 200


@dataclass(frozen=True)
class Night:
    """One day of one portal; AZN."""

    day: date
    portal: Portal
    answered: bool
    receipts_here: int
    amount_here: Decimal
    receipts_there: int
    amount_there: Decimal


@dataclass(frozen=True)
class Disagreement:
    """One receipt on which the sides differ; `mended` when we have entered it ourselves."""

    day: date
    portal: Portal
    kind: DifferenceKind
    receipt_number: str
    here: Decimal
    there: Decimal
    mended: bool


@dataclass(frozen=True)
class Waiting:
    """A refund that a night could not carry out, and why."""

    ordered: date
    portal: Portal
    receipt_number: str
    amount: Decimal
    why: str


@dataclass(frozen=True)
class FeeReconciliationPage:
    """The last nights, newest first; newest differences and waiting refunds: for a clerk, those of his court."""

    nights: tuple[Night, ...]
    disagreements: tuple[Disagreement, ...]
    waiting: tuple[Waiting, ...]


async def fee_reconciliation_page(db: AsyncSession, user: User) -> FeeReconciliationPage:
    """Return the report."""
    night, row = FeeReconciliationRow, FeeDifferenceRow
    nights = await db.scalars(
        select(night).order_by(col(night.day).desc(), col(night.portal)).limit(NIGHTS * len(Portal))
    )
    query = select(row).order_by(col(row.day).desc(), col(row.receipt_number)).limit(AT_MOST)
    if user.role is not Role.OWNER:
        query = query.where(col(row.court_id) == user.court_id)
    return FeeReconciliationPage(
        tuple(
            Night(
                one.day,
                one.portal,
                one.answered,
                one.receipts_here,
                one.amount_here,
                one.receipts_there,
                one.amount_there,
            )
            for one in nights
        ),
        tuple(
            Disagreement(
                one.day, one.portal, one.kind, one.receipt_number, one.amount_here, one.amount_there, one.mended
            )
            for one in await db.scalars(query)
        ),
        await _waiting(db, user),
    )


async def _waiting(db: AsyncSession, user: User) -> tuple[Waiting, ...]:
    order = FeeRefundRow
    query = (
        select(order, col(ReceiptRow.portal))
        .join_from(order, ReceiptRow, col(ReceiptRow.number) == col(order.receipt_number))
        .where(col(order.refunded_at).is_(None), col(order.refusal) != "")
        .order_by(col(order.ordered_at).desc())
        .limit(AT_MOST)
    )
    if user.role is not Role.OWNER:
        query = query.where(col(order.court_id) == user.court_id)
    return tuple(
        Waiting(court_day(one.ordered_at), portal, one.receipt_number, one.amount, why_waits(one.refusal))
        for one, portal in await db.execute(query)
    )
