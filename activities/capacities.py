"""A person's capacities in their table (ID-12): read, brought up to date, made by a certificate, asked about again.

Whoever changes them holds the lock of the person's account row, so that two never number the same position.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.account_notices import as_chosen, write_account_notice
from activities.authentication import identity_in, valid_until
from models.domain.capacities import OWN_NAME, Held, Standing, begun, certified, ended
from models.domain.effects import NoticeKind
from models.tables.accounts import AccountRow
from models.tables.capacities import CapacityRow
from models.tables.inquiries import InquiryKind, RegisterInquiryRow
from models.tables.notices import Channel

LEASE: Final = timedelta(minutes=1)  # whoever took a look-up and died is not waited for longer
ASKED_ENOUGH: Final = timedelta(hours=1)  # a person who signs in again and again is not asked about each time


async def held_by(session: AsyncSession, account_id: UUID) -> tuple[Held, ...]:
    """Return every capacity a person has or had, by position."""
    query = select(CapacityRow).where(col(CapacityRow.account_id) == account_id).order_by(col(CapacityRow.position))
    return tuple(_held(row) for row in await session.scalars(query))


async def keep(session: AsyncSession, account_id: UUID, held: Iterable[Held], *, checked_at: datetime | None) -> None:
    """Write a person's capacities; `checked_at` is when the register was asked, None when it was not."""
    for each in held:
        row = await session.get(CapacityRow, (account_id, each.position)) or CapacityRow(
            account_id=account_id,
            position=each.position,
            voen=each.standing.voen,
            organisation=each.organisation,
            began_at=each.began_at,
        )
        row.organisation, row.address = each.organisation, each.address
        row.by_register, row.certificate_until = each.standing.by_register, each.standing.certificate_until
        row.began_at, row.ended_at = each.began_at, each.ended_at
        row.checked_at = checked_at or row.checked_at
        session.add(row)
    await session.flush()


async def tell_of_change(
    session: AsyncSession, account: AccountRow, before: tuple[Held, ...], after: tuple[Held, ...], *, at: datetime
) -> None:
    """Tell a person of capacities that began, in the cabinet, and of those that ended, also in the ways he chose."""
    nowhere: dict[Channel, str] = {}
    told = [(NoticeKind.CAPACITY_BEGAN, each, nowhere) for each in begun(before, after)]
    told += [(NoticeKind.CAPACITY_ENDED, each, as_chosen(account)) for each in ended(before, after)]
    for kind, each, to in told:
        await write_account_notice(
            session,
            kind,
            words={"voen": each.standing.voen},
            to=to,
            language=account.language,
            at=at,
            fin=account.fin or "",
        )


async def bind_certificate(session: AsyncSession, account: AccountRow, certificate: bytes, *, at: datetime) -> int:
    """Give a person the capacity his DER certificate names, at once, and return its position (ID-8).

    0, his own name, for a citizen's certificate, and where the register has closed the organisation. The register is
    asked next about a capacity that is new to the person.
    """
    holder = identity_in(certificate)
    if not holder.voen:
        return OWN_NAME.position
    standing = Standing(holder.voen, certificate_until=valid_until(certificate))
    before = await held_by(session, account.id)
    after = certified(before, standing, holder.organisation, at=at)
    await keep(session, account.id, after, checked_at=None)
    this = next(each for each in after if each.standing.voen == standing.voen)
    if begun(before, after) or this.ended_at is not None:
        account.organisations_due_at = at
    return this.position if this.ended_at is None else OWN_NAME.position


async def ask_soon(session: AsyncSession, account: AccountRow, *, at: datetime) -> None:
    """Let the register be asked for whom a person may act, unless it was within the hour or is being asked now."""
    due = account.organisations_due_at
    if due is not None and due <= at + LEASE:
        return
    asked = select(col(RegisterInquiryRow.id)).where(
        col(RegisterInquiryRow.account_id) == account.id,
        col(RegisterInquiryRow.kind) == InquiryKind.OWN_ORGANISATIONS,
        col(RegisterInquiryRow.at) > at - ASKED_ENOUGH,
    )
    if (await session.execute(asked.limit(1))).first() is None:
        account.organisations_due_at = at


def _held(row: CapacityRow) -> Held:
    return Held(
        row.position,
        Standing(row.voen, by_register=row.by_register, certificate_until=row.certificate_until),
        row.organisation,
        row.address,
        row.began_at,
        row.ended_at,
    )
