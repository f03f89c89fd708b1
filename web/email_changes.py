"""An e-mail address becomes a person's when he follows the link that was sent there; until then the old one stays."""

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
from models.tables.contacts import EmailChangeRow
from models.tables.notices import Channel
from web.sessions import now

LIVES = timedelta(hours=24)


async def ask_for_email(db: AsyncSession, account: AccountRow, email: str, *, sealing: Sealing, again: bool) -> None:
    """Send a link to an address, in place of every link before; `again` spares the old address a second notice."""
    at, token = now(), secrets.token_urlsafe(32)
    await db.execute(select(AccountRow).where(col(AccountRow.id) == account.id).with_for_update())  # one at a time
    await _close(db, account)
    db.add(
        EmailChangeRow(
            id=uuid4(), account_id=account.id, email=email, token_hash=_hash(token), asked_at=at, expires_at=at + LIVES
        )
    )
    sealed = {SEALED: sealing.seal(token)}
    link, language = NoticeKind.EMAIL_LINK, account.language
    await write_account_notice(db, link, words=sealed, to={Channel.EMAIL: email}, language=language, at=at)
    if not again and account.email_confirmed_at:
        old, fin = by_mail(account), account.fin or ""
        await write_account_notice(db, NoticeKind.EMAIL_CHANGING, words={}, to=old, language=language, at=at, fin=fin)


async def pending_email(db: AsyncSession, account: AccountRow) -> str:
    """Return the address whose link was not followed yet, also when it is too old; empty when there is none."""
    query = select(col(EmailChangeRow.email)).where(*_open_of(account))
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
    found = (await db.execute(closing.returning(col(row.account_id), col(row.email)))).first()
    if found is None:
        raise RuleBroken("email_link_dead")
    holder = (func.lower(col(AccountRow.email)) == found[1].lower()) & col(AccountRow.email_confirmed_at).is_not(None)
    if (await db.execute(select(col(AccountRow.id)).where(holder, col(AccountRow.id) != found[0]))).first():
        raise RuleBroken("email_link_dead")  # one mailbox opens one cabinet, and nobody is told whose
    account = await db.get_one(AccountRow, found[0])
    account.email, account.email_confirmed_at = found[1], now()


async def forget_pending(db: AsyncSession, account: AccountRow) -> None:
    """Make the links that are under way worthless: the person stays with the address he has."""
    await _close(db, account)


async def _close(db: AsyncSession, account: AccountRow) -> None:
    await db.execute(update(EmailChangeRow).where(*_open_of(account)).values(closed_at=now()))


def _open_of(account: AccountRow) -> tuple[ColumnElement[bool], ...]:
    return col(EmailChangeRow.account_id) == account.id, col(EmailChangeRow.closed_at).is_(None)


def _living(token: str) -> tuple[ColumnElement[bool], ...]:
    row = EmailChangeRow
    return col(row.token_hash) == _hash(token), col(row.closed_at).is_(None), col(row.expires_at) > now()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
