"""What a payment's workflow asks of the portal and of our own tables."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from temporalio import activity
from temporalio.client import Client

from activities.claim_door import send_act
from activities.notices import write_payment_notice
from activities.package_door import ask_for_package
from activities.portals import Portals
from activities.receipts import remember_receipt
from models.db import Sessions, one_transaction
from models.domain.errors import RuleBroken
from models.domain.payment import PaymentStatus, Portal
from models.messages import ids
from models.messages.payment import BeginPayment, PaidClaim, PaymentAnswer, PaymentView
from models.ports import PaymentState, PortalStatus
from models.tables.processes import PaymentRow

# Each portal proves its calls in its own way, so each has a door of its own.
CALLBACKS = {Portal.GOVERNMENT: "/payments/callback", Portal.ASAN: "/payments/callback/asan"}
_CLOSED = "UPDATE payment SET outcome = %(outcome)s WHERE id = %(id)s"


@dataclass(frozen=True)
class PaymentActivities:
    """Effects of one online payment; the payment's id is the idempotency key at the portal."""

    sessions: Sessions
    recording: Engine
    portals: Portals
    temporal: Client
    base_url: str

    def listed(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [self.open, self.ask, self.confirm_claim]

    @activity.defn(name="open_payment")
    async def open(self, begin: BeginPayment) -> PaymentView:
        """Open the payment at the portal and keep where to pay."""
        name = begin.portal
        opened = await self.portals.of(name).open_payment(
            order_id=begin.payment_id,
            amount=Decimal(begin.amount),
            description=begin.description,
            return_url=f"{self.base_url}/payments/{begin.payment_id}",
            callback_url=f"{self.base_url}{CALLBACKS[name]}",
            language=begin.language,
        )
        row = {
            "id": begin.payment_id,
            "claim_id": begin.claim_id,
            "portal": name,
            "payer_fin": begin.confirm.actor.fin,
            "amount": Decimal(begin.amount),
            "status": PaymentStatus.WAITING,
            "pay_url": opened.pay_url,
            "version": begin.confirm.version,
            "started_at": begin.at,
        }
        async with self.sessions.begin() as session:
            await session.execute(insert(PaymentRow).values(row).on_conflict_do_nothing())
        return PaymentView(begin.payment_id, PaymentStatus.WAITING, opened.pay_url)

    @activity.defn(name="ask_portal")
    async def ask(self, begin: BeginPayment, is_last: bool) -> PaymentAnswer:  # noqa: FBT001 - Temporal passes by position
        """Ask how the payment stands; keep a paid receipt before anything else is done with it."""
        status = await self.portals.of(begin.portal).status(begin.payment_id)
        answer = _answer(status, is_last=is_last)
        async with self.sessions.begin() as session:
            if status.receipt is not None and answer.status is PaymentStatus.PAID:
                await remember_receipt(session, status.receipt)
            closed = answer.status is not PaymentStatus.WAITING
            await session.execute(
                update(PaymentRow)
                .where(col(PaymentRow.id) == begin.payment_id)
                .values(
                    status=answer.status,
                    receipt_number=answer.receipt_number,
                    closed_at=datetime.now(UTC) if closed else None,
                )
            )
        return answer

    @activity.defn(name="confirm_paid_claim")
    async def confirm_claim(self, paid: PaidClaim) -> str:
        """Confirm the claim with its receipt; a claim that changed meanwhile leaves the receipt free and is told."""
        confirm = paid.begin.confirm
        act = replace(confirm, fee=replace(confirm.fee, receipt_number=paid.receipt_number))
        outcome = "confirmed"
        try:
            await send_act(
                self.temporal,
                paid.begin.claim_id,
                "confirm",
                act,
                update_id=ids.act_update("confirm", paid.begin.payment_id),
            )
        except RuleBroken as broken:
            outcome = broken.code
        await asyncio.to_thread(self._close, paid, outcome)
        if outcome == "confirmed":
            await ask_for_package(self.temporal, paid.begin.claim_id, confirm.version)
        return outcome

    def _close(self, paid: PaidClaim, outcome: str) -> None:
        with one_transaction(self.recording) as database:
            database.execute(_CLOSED, {"id": paid.begin.payment_id, "outcome": outcome})
            if outcome != "confirmed":
                write_payment_notice(database, paid, at=datetime.now(UTC))


def _answer(status: PortalStatus, *, is_last: bool) -> PaymentAnswer:
    match status.state:
        case PaymentState.PAID if status.receipt is not None:
            return PaymentAnswer(PaymentStatus.PAID, status.receipt.number)
        case PaymentState.FAILED:
            return PaymentAnswer(PaymentStatus.FAILED)
        case _:
            return PaymentAnswer(PaymentStatus.EXPIRED if is_last else PaymentStatus.WAITING)
