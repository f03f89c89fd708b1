"""My sessions and devices: where a person is signed in, and ending it (ID-11; issue's "sessions")."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.tables.sessions import WebSessionRow
from web.language import gettext
from web.sessions import Limits, User, cookie_hash, now
from web.words.lookup import name_of


@dataclass(frozen=True)
class SessionShown:
    """One signed-in browser."""

    handle: UUID
    device: str
    method: str
    address: str
    begun_at: datetime
    seen_at: datetime
    current: bool
    agent: str


@dataclass(frozen=True)
class SessionsPage:
    """Every living session of a person, this one first."""

    sessions: tuple[SessionShown, ...]
    others: bool


async def sessions_page(db: AsyncSession, user: User, *, cookie: str, limits: Limits) -> SessionsPage:
    """Return the sessions that would still be let in."""
    at, row = now(), WebSessionRow
    living = (col(row.seen_at) > at - limits.idle, col(row.created_at) > at - limits.absolute)
    query = select(row).where(col(row.account_id) == user.account_id, *living).order_by(col(row.seen_at).desc())
    own = cookie_hash(cookie)
    shown = [_shown(one, current=one.id == own) for one in await db.scalars(query)]
    shown.sort(key=lambda one: not one.current)
    return SessionsPage(tuple(shown), len(shown) > 1)


async def end_session_of(db: AsyncSession, user: User, handle: UUID) -> str:
    """End one session of this person and return its id; empty when there is none: ended before, or not his."""
    ended = await _end(db, user, col(WebSessionRow.handle) == handle)
    return ended[0] if ended else ""


async def end_other_sessions(db: AsyncSession, user: User, *, cookie: str) -> None:
    """End every session of this person but the one of this cookie."""
    await _end(db, user, col(WebSessionRow.id) != cookie_hash(cookie))


async def _end(db: AsyncSession, user: User, which: ColumnElement[bool]) -> list[str]:
    ending = delete(WebSessionRow).where(col(WebSessionRow.account_id) == user.account_id, which)
    return list(await db.scalars(ending.returning(col(WebSessionRow.id))))


def _shown(row: WebSessionRow, *, current: bool) -> SessionShown:
    return SessionShown(
        row.handle,
        row.device or gettext("Unknown device"),
        name_of(row.method) if row.method else "—",
        row.address or "—",
        row.created_at,
        row.seen_at,
        current,
        row.agent,
    )
