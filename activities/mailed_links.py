"""Links sent by e-mail: 256 random bits that only the letter knows; PostgreSQL keeps their SHA-256 (ID-4, ID-11)."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.letters import LinkPurpose
from models.tables.registrations import MailedLinkRow


def token_sha256(token: str) -> str:
    """Return what is kept instead of the token."""
    return hashlib.sha256(token.encode()).hexdigest()


async def new_link(
    session: AsyncSession, purpose: LinkPurpose, subject: str, *, at: datetime, expires_at: datetime
) -> str:
    """Make a link and return its token; earlier links of the same purpose and subject are good no longer."""
    token, link = secrets.token_urlsafe(32), MailedLinkRow
    earlier = (col(link.purpose) == purpose) & (col(link.subject) == subject)
    # links nobody can follow any more, used or not, leave with the next one that is made
    await session.execute(delete(link).where(earlier | (col(link.expires_at) <= at)))
    session.add(link(id=token_sha256(token), purpose=purpose, subject=subject, created_at=at, expires_at=expires_at))
    return token


async def living_link(
    session: AsyncSession, purpose: LinkPurpose, sha256: str, *, at: datetime
) -> MailedLinkRow | None:
    """Return a link that may still be used."""
    query = select(MailedLinkRow).where(*_living(purpose, sha256, at))
    return (await session.execute(query)).scalar_one_or_none()


async def use_link(session: AsyncSession, purpose: LinkPurpose, sha256: str, *, at: datetime) -> str | None:
    """Use a link up and return its subject; None when it is unknown, too old or used. Of two at once one gets it."""
    taking = update(MailedLinkRow).where(*_living(purpose, sha256, at)).values(used_at=at)
    return (await session.execute(taking.returning(col(MailedLinkRow.subject)))).scalar_one_or_none()


def _living(purpose: LinkPurpose, sha256: str, at: datetime) -> tuple[ColumnElement[bool], ...]:
    link = MailedLinkRow
    return (
        col(link.id) == sha256,
        col(link.purpose) == purpose,
        col(link.used_at).is_(None),
        col(link.expires_at) > at,
    )
