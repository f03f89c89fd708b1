"""Gives back what courts have ordered: once at the portal, and once in the account of fees."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import TextClause, select, text
from sqlmodel import col
from temporalio import activity

from activities.portals import Portals
from models.db import Sessions
from models.domain.errors import RuleBroken
from models.domain.fee_ledger import MOVES, FeeEvent
from models.ports import OutsideRefusedError, OutsideUnavailableError
from models.tables.claims import ReceiptRow
from models.tables.fees import FeeRefundRow

SILENT = "unavailable"
(_REFUNDED,) = MOVES[FeeEvent.REFUNDED]
# The line is written by the one who closes the order: asked twice, the account moves once.
_CLOSED = text(f"""
    WITH closed AS (
        UPDATE fee_refund SET refunded_at = :at, refusal = '' WHERE receipt_number = :number AND refunded_at IS NULL
        RETURNING receipt_number, court_id, amount, claim_id
    )
    INSERT INTO fee_transfer (receipt_number, court_id, event, source, target, amount, claim_id, at)
    SELECT receipt_number, court_id, '{FeeEvent.REFUNDED}', '{_REFUNDED.source}', '{_REFUNDED.target}', amount,
        claim_id, :at
    FROM closed""")  # noqa: S608 - the names are our own constants
_REFUSED = text("UPDATE fee_refund SET refusal = :why WHERE receipt_number = :number")


@dataclass(frozen=True)
class FeeRefundActivities:
    """The refunds of one night."""

    sessions: Sessions
    portals: Portals
    now: Callable[[], datetime] = field(default=partial(datetime.now, UTC))

    @activity.defn(name="give_fees_back")
    async def give_back(self) -> int:
        """Have every ordered refund carried out; returns how many were.

        What a portal refuses, or what was paid at a portal that is not connected, waits for the next night and keeps
        the reason for the report; it never stops the refunds after it. The order's id names the refund at the portal:
        a receipt is refunded by one ruling, so asking again gives nothing more.
        """
        given = 0
        for order, receipt in await self._open():
            if why := await self._asked(order, receipt):
                await self._write(_REFUSED, number=order.receipt_number, why=why)
                continue
            await self._write(_CLOSED, number=order.receipt_number, at=self.now())
            given += 1
        return given

    async def _asked(self, order: FeeRefundRow, receipt: ReceiptRow) -> str:
        """Ask the receipt's own portal; returns why it did not give the money back, nothing when it did."""
        try:
            portal = self.portals.of(receipt.portal)
            await portal.refund(order.receipt_number, refund_id=order.id, amount=order.amount)
        except (OutsideRefusedError, RuleBroken) as refused:
            return refused.code
        except OutsideUnavailableError:
            return SILENT
        return ""

    async def _open(self) -> list[tuple[FeeRefundRow, ReceiptRow]]:
        order = FeeRefundRow
        query = (
            select(order, ReceiptRow)
            .join_from(order, ReceiptRow, col(ReceiptRow.number) == col(order.receipt_number))
            .where(col(order.refunded_at).is_(None))
            .order_by(col(order.ordered_at))
        )
        async with self.sessions() as session:
            return [(row, receipt) for row, receipt in await session.execute(query)]

    async def _write(self, statement: TextClause, **values: object) -> None:
        async with self.sessions.begin() as session:
            await session.execute(statement, values)
