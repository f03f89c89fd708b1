"""Server-side sessions: the cookie holds 256 random bits, PostgreSQL the row under their SHA-256."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, String, bindparam, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.db import Reader, Sessions
from models.domain.capacities import OWN_NAME, Capacity
from models.domain.languages import Language
from models.domain.roles import Role
from models.tables.accounts import AccountRow, SignInMethod
from models.tables.capacities import CapacityRow
from models.tables.claims import ClaimRow
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
    capacities: tuple[Capacity, ...] = ()  # the organisations he stands, or stood, for
    acting: Capacity = OWN_NAME  # in whose name this request acts (web/acting.py)

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
    unread: Mapping[str, int]  # notifications by the VÖEN of the organisation they are for; "" in his own name
    chosen: int  # position of the capacity last chosen
    met: str  # VÖEN of the organisation for which the claim of this address was filed


def new_cookie() -> str:
    """Return a fresh cookie value: 256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def cookie_hash(cookie: str) -> str:
    """Return what the database keeps instead of the cookie."""
    return hashlib.sha256(cookie.encode()).hexdigest()


def now() -> datetime:
    """Return the web's clock, aware UTC."""
    return datetime.now(UTC)


def finding(unread: ColumnElement[dict[str, int]]) -> Written:
    """Return the statement of `find`; `unread` counts what the account and grant at hand have not read, by VÖEN.

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
            col(WebSessionRow.capacity),
            _capacities().label("capacities"),
            _met().label("met"),
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


def _capacities() -> ColumnElement[list[list[Any]]]:
    row = CapacityRow
    fields = func.json_build_array(
        col(row.position), col(row.voen), col(row.organisation), col(row.ended_at).is_not(None)
    )
    every = func.coalesce(func.json_agg(aggregate_order_by(fields, col(row.position))), text("'[]'::json"))
    return select(every).where(col(row.account_id) == col(AccountRow.id)).correlate(AccountRow).scalar_subquery()


def _met() -> ColumnElement[str]:
    claim_id = bindparam("claim_id", type_=String)
    return select(col(ClaimRow.voen)).where(col(ClaimRow.id) == claim_id).scalar_subquery()


async def find(reader: Reader, statement: Written, cookie: str, *, limits: Limits, claim_id: str = "") -> Found | None:
    """Return the living session of a cookie; `claim_id` is of the claim that the address of the request names."""
    at = now()
    asked = {
        "hash": cookie_hash(cookie),
        "at": at,
        "seen_after": at - limits.idle,
        "opened_after": at - limits.absolute,
        "claim_id": claim_id,
    }
    rows = await statement.rows(reader, asked)
    if not rows:
        return None
    row = rows[0]
    role, language = Role(row.role), Language(row.language)
    capacities = tuple(Capacity(*each) for each in row.capacities)
    user = User(row.id, row.fin, row.name, row.surname, role, row.court_id, language, capacities)
    return Found(user, row.created_at, row.seen_at, tuple(row.flashes), row.unread or {}, row.capacity, row.met or "")


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


async def remember_capacity(sessions: Sessions, cookie: str, position: int) -> None:
    """Store in whose name the person goes on; other browsers of his stay as they are."""
    change = update(WebSessionRow).where(col(WebSessionRow.id) == cookie_hash(cookie))
    async with sessions.begin() as session:
        await session.execute(change.values(capacity=position))


async def remember_language(sessions: Sessions, account_id: UUID, language: Language) -> None:
    """Store the language a person chose; mail and SMS follow it too."""
    async with sessions.begin() as session:
        await session.execute(update(AccountRow).where(col(AccountRow.id) == account_id).values(language=language))
