"""Server-side sessions: the cookie holds 256 random bits, PostgreSQL the row under their SHA-256."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, String, bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.db import Reader, Sessions
from models.domain.languages import Language
from models.domain.roles import Role
from models.tables.accounts import AccountRow, SignInMethod
from models.tables.rights import RoleGrantRow, living
from models.tables.sessions import WebSessionRow
from web.devices import device_of
from web.reading import Written, written

ABSOLUTE = timedelta(hours=12)  # the settings may shorten it
TOUCH_EVERY = timedelta(minutes=1)
LONGEST_AGENT = 1000


@dataclass(frozen=True)
class Limits:
    """How long a session lives without a page, and in all."""

    idle: timedelta
    absolute: timedelta

    def end(self, *, created_at: datetime, seen_at: datetime) -> datetime:
        """Return when a session that is left alone from now on is over."""
        return min(seen_at + self.idle, created_at + self.absolute)


@dataclass(frozen=True)
class Origin:
    """Where a session was begun from, and through which door."""

    method: SignInMethod | None = None
    agent: str = ""
    address: str = ""


UNKNOWN = Origin()


@dataclass(frozen=True)
class User:
    """The signed-in person, as every route and page may know them."""

    account_id: UUID
    fin: str | None
    name: str
    surname: str
    role: Role
    court_id: str | None
    language: Language

    @property
    def full_name(self) -> str:
        """Return name and surname as the header shows them."""
        return f"{self.name} {self.surname}"


@dataclass(frozen=True)
class Found:
    """A living session as read from its row."""

    user: User
    created_at: datetime
    seen_at: datetime
    flashes: tuple[str, ...]
    unread: int


def new_cookie() -> str:
    """Return a fresh cookie value: 256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def cookie_hash(cookie: str) -> str:
    """Return what the database keeps instead of the cookie."""
    return hashlib.sha256(cookie.encode()).hexdigest()


def now() -> datetime:
    """Return the web's clock, aware UTC."""
    return datetime.now(UTC)


def finding(unread: ColumnElement[int]) -> Written:
    """Return the statement of `find`; `unread` counts the unread notifications of the account and grant at hand.

    One statement, because every page runs it. It finds no session that idled too long or grew too old, none of a
    blocked account, and none of a member of staff whose grant has ended: a role is never remembered (AUD-4).
    """
    granted = col(RoleGrantRow.account_id) == col(AccountRow.id)
    at = bindparam("at", type_=DateTime(timezone=True))
    query = (
        select(
            col(AccountRow.id),
            col(AccountRow.fin),
            col(AccountRow.name),
            col(AccountRow.surname),
            func.coalesce(col(AccountRow.role), col(RoleGrantRow.role)).label("role"),
            col(RoleGrantRow.court_id),
            col(AccountRow.language),
            col(WebSessionRow.created_at),
            col(WebSessionRow.seen_at),
            col(WebSessionRow.flashes),
            unread.label("unread"),
        )
        .join(WebSessionRow, col(WebSessionRow.account_id) == col(AccountRow.id))
        .outerjoin(RoleGrantRow, granted & living(at))
        .where(
            col(WebSessionRow.id) == bindparam("hash", type_=String),
            col(WebSessionRow.seen_at) > bindparam("seen_after", type_=DateTime(timezone=True)),
            col(WebSessionRow.created_at) > bindparam("opened_after", type_=DateTime(timezone=True)),
            col(AccountRow.blocked_at).is_(None),
            func.coalesce(col(AccountRow.role), col(RoleGrantRow.role)).is_not(None),
        )
    )
    return written(query)


async def find(reader: Reader, statement: Written, cookie: str, *, limits: Limits) -> Found | None:
    """Return the living session of a cookie."""
    at = now()
    asked = {
        "hash": cookie_hash(cookie),
        "at": at,
        "seen_after": at - limits.idle,
        "opened_after": at - limits.absolute,
    }
    rows = await statement.rows(reader, asked)
    if not rows:
        return None
    row = rows[0]
    role, language = Role(row.role), Language(row.language)
    user = User(row.id, row.fin, row.name, row.surname, role, row.court_id, language)
    return Found(user, row.created_at, row.seen_at, tuple(row.flashes), row.unread)


async def open_session(session: AsyncSession, account_id: UUID, *, origin: Origin = UNKNOWN) -> str:
    """Begin a session under a new id and return its cookie; the caller's transaction decides."""
    cookie, at = new_cookie(), now()
    row = WebSessionRow(
        id=cookie_hash(cookie),
        account_id=account_id,
        created_at=at,
        seen_at=at,
        method=origin.method,
        device=device_of(origin.agent),
        agent=origin.agent[:LONGEST_AGENT],
        address=origin.address,
    )
    session.add(row)
    # sessions nobody can use any more leave with the next sign-in
    await session.execute(delete(WebSessionRow).where(col(WebSessionRow.seen_at) < at - ABSOLUTE))
    return cookie


async def end_session(session: AsyncSession, cookie: str) -> None:
    """Forget the session of a cookie."""
    await session.execute(delete(WebSessionRow).where(col(WebSessionRow.id) == cookie_hash(cookie)))


async def touch(sessions: Sessions, cookie: str, *, flashes: tuple[str, ...]) -> None:
    """Note that the session was used just now and what the next page has to say."""
    change = update(WebSessionRow).where(col(WebSessionRow.id) == cookie_hash(cookie))
    async with sessions.begin() as session:
        await session.execute(change.values(seen_at=now(), flashes=list(flashes)))


async def remember_language(sessions: Sessions, account_id: UUID, language: Language) -> None:
    """Store the language a person chose; mail and SMS follow it too."""
    async with sessions.begin() as session:
        await session.execute(update(AccountRow).where(col(AccountRow.id) == account_id).values(language=language))
