"""Notices about a person's cabinet and not about a claim: written in the transaction that brings them about."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.effects import NoticeKind
from models.domain.languages import Language
from models.tables.accounts import AccountRow
from models.tables.notices import Channel, DeliveryRow, DeliveryState, NoticeRow

NOWHERE_ELSE = {"voen": "", "court_id": "", "claim_id": ""}


async def write_account_notice(
    session: AsyncSession,
    kind: NoticeKind,
    *,
    words: Mapping[str, str],
    to: Mapping[Channel, str],
    language: Language,
    at: datetime,
    fin: str = "",
    notice_id: UUID | None = None,
    about: Mapping[str, str] | None = None,
) -> None:
    """Write one notice with its deliveries; without a FİN no list of notifications shows it.

    `to` is the address by channel, empty ones are left out. A `notice_id` that is there already stays as it is; `about`
    names the claim and the organisation when it concerns one.
    """
    row = {"id": notice_id or uuid4(), "kind": kind, "fin": fin, "created_at": at} | NOWHERE_ELSE | dict(about or {})
    told = insert(NoticeRow).values(row | {"words": dict(words)}).on_conflict_do_nothing().returning(col(NoticeRow.id))
    if (await session.execute(told)).first() is None:
        return
    for channel, address in to.items():
        if address:
            delivery = {"notice_id": row["id"], "channel": channel, "address": address, "language": language}
            waiting = {"state": DeliveryState.WAITING, "attempts": 0, "next_attempt_at": at, "answer": ""}
            await session.execute(insert(DeliveryRow).values(delivery | waiting))


def by_mail(account: AccountRow) -> dict[Channel, str]:
    """Return where a person is warned of something about his cabinet, whatever he chose for other notices."""
    return {Channel.EMAIL: account.email if account.email_confirmed_at else ""}


def as_chosen(account: AccountRow) -> dict[Channel, str]:
    """Return where a person wants his notices (PRO-1, NTF-2)."""
    return {
        Channel.EMAIL: account.email if account.notify_email else "",
        Channel.SMS: account.phone if account.notify_sms else "",
    }
