"""An e-mail address becomes a person's when he follows the link that was sent there; until then the old one stays.

Each organisation he stands for may have an address of its own (PRO-2): `for_capacity` is its position, 0 his own name.
"""

import hashlib
import secrets
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.account_notices import by_mail, write_account_notice
from activities.sealing import SEALED, Sealing
from models.domain.effects import NoticeKind
from models.domain.errors import RuleBroken
from models.tables.accounts import AccountRow
from models.tables.capacities import CapacityRow
from models.tables.contacts import EmailChangeRow
from models.tables.notices import Channel
from web.sessions import now

LIVES = timedelta(hours=24)


async def ask_for_email(
    db: AsyncSession, account: AccountRow, email: str, *, sealing: Sealing, again: bool, for_capacity: int = 0
) -> None:
    """Send a link to an address, in place of every link before; `again` spares the old address a second notice."""
    at, token = now(), secrets.token_urlsafe(32)
    await db.execute(select(AccountRow).where(col(AccountRow.id) == account.id).with_for_update())  # one at a time
    await forget_pending(db, account, for_capacity=for_capacity)
    change = EmailChangeRow(
        id=uuid4(), account_id=account.id, email=email, token_hash=_hash(token), asked_at=at, expires_at=at + LIVES
    )
    change.capacity = for_capacity
    db.add(change)
    sealed = {SEALED: sealing.seal(token)}
    link, language = NoticeKind.EMAIL_LINK, account.language
    await write_account_notice(db, link, words=sealed, to={Channel.EMAIL: email}, language=language, at=at)
    old = await _address_until_now(db, account, for_capacity)
    if not again and any(old.values()):
        fin = account.fin or ""
        await write_account_notice(db, NoticeKind.EMAIL_CHANGING, words={}, to=old, language=language, at=at, fin=fin)


async def _address_until_now(db: AsyncSession, account: AccountRow, for_capacity: int) -> dict[Channel, str]:
    if not for_capacity:
        return by_mail(account)
    held = await db.get_one(CapacityRow, (account.id, for_capacity))
    return {Channel.EMAIL: held.email if held.email_confirmed_at else ""}


async def pending_email(db: AsyncSession, account: AccountRow, *, for_capacity: int = 0) -> str:
    """Return the address whose link was not followed yet, also when it is too old; empty when there is none."""
    query = select(col(EmailChangeRow.email)).where(*_open_of(account, for_capacity))
    return (await db.execute(query)).scalar_one_or_none() or ""


async def is_followable(db: AsyncSession, token: str) -> bool:
    """Tell whether a link would still work, without following it: mail scanners open links too."""
    query = select(col(EmailChangeRow.id)).where(*_living(token))
    return (await db.execute(query)).first() is not None


async def follow_link(db: AsyncSession, token: str) -> None:
    """Make the address its person's, once.

    RuleBroken("email_link_dead") for a link used, replaced, old or made up, and for an address that another cabinet has
    confirmed meanwhile.
    """
    row = EmailChangeRow
    closing = update(row).where(*_living(token)).values(closed_at=now(), followed=True)
    found = (await db.execute(closing.returning(col(row.account_id), col(row.email), col(row.capacity)))).first()
    if found is None:
        raise RuleBroken("email_link_dead")
    if found[2]:
        held = await db.get_one(CapacityRow, (found[0], found[2]))
        held.email, held.email_confirmed_at = found[1], now()
        return
    holder = (func.lower(col(AccountRow.email)) == found[1].lower()) & col(AccountRow.email_confirmed_at).is_not(None)
    if (await db.execute(select(col(AccountRow.id)).where(holder, col(AccountRow.id) != found[0]))).first():
        raise RuleBroken("email_link_dead")  # one mailbox opens one cabinet, and nobody is told whose
    account = await db.get_one(AccountRow, found[0])
    account.email, account.email_confirmed_at = found[1], now()


async def forget_pending(db: AsyncSession, account: AccountRow, *, for_capacity: int = 0) -> None:
    """Make the links that are under way worthless: the person stays with the address he has."""
    await db.execute(update(EmailChangeRow).where(*_open_of(account, for_capacity)).values(closed_at=now()))


def _open_of(account: AccountRow, for_capacity: int) -> tuple[ColumnElement[bool], ...]:
    row = EmailChangeRow
    return col(row.account_id) == account.id, col(row.capacity) == for_capacity, col(row.closed_at).is_(None)


def _living(token: str) -> tuple[ColumnElement[bool], ...]:
    row = EmailChangeRow
    return col(row.token_hash) == _hash(token), col(row.closed_at).is_(None), col(row.expires_at) > now()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
