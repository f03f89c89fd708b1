"""Notices: written in the transaction of the step that brings them about, delivered afterwards."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.effects import NoticeKind, NoticeOrder
from models.messages.claim import ClaimStep
from models.messages.payment import PaidClaim
from models.tables.accounts import AccountRow
from models.tables.drafts import PartyRow
from models.tables.notices import Channel, DeliveryRow, NoticeRow

NOTICES = uuid.UUID("6d1b6f0a-0a4b-5b0e-9a5e-3f0a54d2f001")  # name space of notice ids


@dataclass(frozen=True)
class _Address:
    email: str
    phone: str
    language: str


async def write_notices(session: AsyncSession, step: ClaimStep, *, words: dict[str, Any]) -> None:
    """Write the step's notices and their deliveries; a repeated step writes nothing new."""
    if not step.notices:
        return
    addresses = await _addresses(session, step.claim.id, [order.fin for order in step.notices if order.fin])
    notices: list[dict[str, Any]] = []
    deliveries: list[dict[str, Any]] = []
    for order in step.notices:
        notice_id = _notice_id(step, order)
        notices.append(
            {
                "id": notice_id,
                "kind": order.kind,
                "fin": order.fin,
                "court_id": order.court_id,
                "claim_id": step.claim.id,
                "words": words,
                "created_at": step.at,
            }
        )
        deliveries.extend(_deliveries(notice_id, addresses.get(order.fin)))
    await session.execute(insert(NoticeRow).values(notices).on_conflict_do_nothing())
    if deliveries:
        await session.execute(insert(DeliveryRow).values(deliveries).on_conflict_do_nothing())


async def write_payment_notice(session: AsyncSession, paid: PaidClaim, *, at: datetime) -> None:
    """Tell the payer that the money came but the draft had changed: the receipt is kept and can be used."""
    payer = paid.begin.confirm.actor.fin
    notice_id = uuid.uuid5(NOTICES, f"payment/{paid.begin.payment_id}")
    words = {"receipt_number": paid.receipt_number, "amount": paid.begin.amount}
    notice = {"id": notice_id, "kind": NoticeKind.PAYMENT_RECEIVED, "fin": payer, "claim_id": paid.begin.claim_id}
    await session.execute(insert(NoticeRow).values(**notice, words=words, created_at=at).on_conflict_do_nothing())
    addresses = await _addresses(session, paid.begin.claim_id, [payer])
    if deliveries := _deliveries(notice_id, addresses.get(payer)):
        await session.execute(insert(DeliveryRow).values(deliveries).on_conflict_do_nothing())


def _notice_id(step: ClaimStep, order: NoticeOrder) -> uuid.UUID:
    name = f"{step.claim.id}/{step.claim.revision}/{order.kind}/{order.fin or order.court_id}"
    return uuid.uuid5(NOTICES, name)


def _deliveries(notice_id: uuid.UUID, address: _Address | None) -> list[dict[str, Any]]:
    if address is None:
        return []
    channels = [(Channel.EMAIL, address.email), (Channel.SMS, address.phone)]
    return [
        {
            "notice_id": notice_id,
            "channel": channel,
            "address": to,
            "language": address.language,
            "next_attempt_at": datetime.now(UTC),
        }
        for channel, to in channels
        if to
    ]


async def _addresses(session: AsyncSession, claim_id: str, fins: list[str]) -> dict[str, _Address]:
    """Find where to reach people: their account with its choices (NTF-2), else what the filer wrote of them (NTF-3)."""
    accounts = await session.execute(
        select(
            col(AccountRow.fin),
            col(AccountRow.email),
            col(AccountRow.phone),
            col(AccountRow.language),
            col(AccountRow.notify_email),
            col(AccountRow.notify_sms),
        ).where(col(AccountRow.fin).in_(fins))
    )
    known = {
        row.fin: _Address(row.email if row.notify_email else "", row.phone if row.notify_sms else "", row.language)
        for row in accounts
    }
    strangers = [fin for fin in fins if fin not in known]
    if not strangers:
        return known
    parties = await session.execute(
        select(col(PartyRow.fin), col(PartyRow.email), col(PartyRow.phone)).where(
            col(PartyRow.claim_id) == claim_id,
            col(PartyRow.fin).in_(strangers),
        )
    )
    return known | {row.fin: _Address(row.email, row.phone, "az") for row in parties}
