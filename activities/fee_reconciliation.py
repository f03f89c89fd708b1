"""Compares our receipts of a day with a portal's register, keeps the report, and enters what we had not heard of."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import Engine, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col
from temporalio import activity

from activities.notices import write_receipt_notice
from activities.portals import Portals
from activities.receipts import remember_receipt
from models.db import Sessions, one_transaction
from models.domain.fee_reconciliation import Difference, DifferenceKind, Listed, differences
from models.domain.payment import CLOSED, PaymentStatus, Portal
from models.domain.roles import Actor, Role
from models.ports import COURT_FEE, PortalReceipt
from models.tables.fees import FeeDifferenceRow, FeeReconciliationRow
from models.tables.processes import PaymentRow

LATE = "paid_late"  # the outcome of a payment that was closed before its money came
# What the account of fees says, not only the receipt: a receipt without its line shows as a difference.
_HERE = text("""
    SELECT number, coalesce(sum(t.amount) FILTER (WHERE t.event = 'received'), 0),
        coalesce(sum(t.amount) FILTER (WHERE t.target = 'refunded'), 0)
    FROM receipt LEFT JOIN fee_transfer t ON t.receipt_number = number
    WHERE portal = :portal AND paid_at >= CAST(CAST(:day AS date) AS timestamp) AT TIME ZONE 'Asia/Baku'
        AND paid_at < CAST(CAST(:day AS date) + 1 AS timestamp) AT TIME ZONE 'Asia/Baku'
    GROUP BY number""")
_STANDS_AT = text("SELECT court_id FROM fee_transfer WHERE receipt_number = :number ORDER BY id DESC LIMIT 1")
_LATE = """
    UPDATE payment SET status = %(paid)s, receipt_number = %(number)s, outcome = %(outcome)s
    WHERE id = %(id)s AND receipt_number = '' RETURNING claim_id, payer_fin,
        (SELECT voen FROM draft WHERE draft.claim_id = payment.claim_id)"""


@dataclass(frozen=True)
class FeeReconciliationActivities:
    """The nightly comparison."""

    sessions: Sessions
    recording: Engine
    portals: Portals
    now: Callable[[], datetime] = field(default=partial(datetime.now, UTC))

    def listed(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [self.compare, self.note_silence]

    @activity.defn(name="compare_fees")
    async def compare(self, portal: Portal, day: date) -> None:
        """Compare one day of one portal; safe to repeat. A portal the court does not use is passed over."""
        if portal not in self.portals.by_name:
            return
        register = await self.portals.of(portal).register(day)
        fees = [receipt for receipt in register if receipt.purpose == COURT_FEE]
        async with self.sessions.begin() as session:
            here = await _here(session, portal, day)
            closed = await _given_up(session, [receipt.order_id for receipt in fees])
            found = differences(here, [_listed(receipt) for receipt in fees], closed_orders=closed)
            missed = [receipt for receipt in fees if receipt.order_id in closed]
            for receipt in missed:
                await remember_receipt(session, receipt)
            await self._keep(session, portal, day, here, fees)
            await self._keep_differences(session, portal, day, found)
        for receipt in missed:
            await asyncio.to_thread(self._tell, receipt)

    @activity.defn(name="note_silent_portal")
    async def note_silence(self, portal: Portal, day: date) -> None:
        """Keep for the report that a portal gave no register."""
        row = {"day": day, "portal": portal, "checked_at": self.now(), "answered": False}
        async with self.sessions.begin() as session:
            await session.execute(insert(FeeReconciliationRow).values(row).on_conflict_do_nothing())

    async def _keep(
        self, session: AsyncSession, portal: Portal, day: date, here: Sequence[Listed], there: Sequence[PortalReceipt]
    ) -> None:
        row = {
            "checked_at": self.now(),
            "answered": True,
            "receipts_here": len(here),
            "amount_here": sum((receipt.amount for receipt in here), Decimal(0)),
            "receipts_there": len(there),
            "amount_there": sum((receipt.amount for receipt in there), Decimal(0)),
        }
        kept = insert(FeeReconciliationRow).values(day=day, portal=portal, **row)
        await session.execute(kept.on_conflict_do_update(index_elements=["day", "portal"], set_=row))

    async def _keep_differences(
        self, session: AsyncSession, portal: Portal, day: date, found: Sequence[Difference]
    ) -> None:
        for one in found:
            row = {
                "day": day,
                "portal": portal,
                "kind": one.kind,
                "receipt_number": one.number,
                "order_id": one.order_id,
                "court_id": (await session.execute(_STANDS_AT, {"number": one.number})).scalar_one_or_none() or "",
                "amount_here": one.here,
                "amount_there": one.there,
                "mended": one.kind is DifferenceKind.UNKNOWN_HERE,
                "found_at": self.now(),
            }
            await session.execute(insert(FeeDifferenceRow).values(row).on_conflict_do_nothing())

    def _tell(self, receipt: PortalReceipt) -> None:
        """Close the payment as paid after all, and tell its payer that the receipt is free to be used."""
        with one_transaction(self.recording) as database:
            values = {"paid": PaymentStatus.PAID, "number": receipt.number, "outcome": LATE, "id": receipt.order_id}
            closed = database.execute(_LATE, values).fetchone()
            if closed is None:
                return
            claim_id, fin, voen = closed
            write_receipt_notice(
                database,
                receipt.order_id,
                claim_id=claim_id,
                payer=Actor(Role.LITIGANT, fin=fin, voen=voen),
                receipt_number=receipt.number,
                amount=f"{receipt.amount:.2f}",
                at=self.now(),
            )


async def _here(session: AsyncSession, portal: Portal, day: date) -> list[Listed]:
    rows = await session.execute(_HERE, {"portal": portal, "day": day})
    return [Listed(number, amount, refunded) for number, amount, refunded in rows]


async def _given_up(session: AsyncSession, order_ids: Sequence[str]) -> list[str]:
    """Return the orders whose payments ended without a receipt, so far as we know."""
    row = PaymentRow
    query = select(col(row.id)).where(
        col(row.id).in_([order for order in order_ids if order]),
        col(row.status).in_(CLOSED),
        col(row.receipt_number) == "",
    )
    return list(await session.scalars(query))


def _listed(receipt: PortalReceipt) -> Listed:
    return Listed(receipt.number, receipt.amount, receipt.refunded_amount, receipt.order_id)
