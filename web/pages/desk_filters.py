"""What the queue of a court can be narrowed to; each choice stands in the address and has its count."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    DateTime,
    Select,
    String,
    Uuid,
    bindparam,
    exists,
    func,
    select,
    text,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.claim_status import ClaimStatus
from models.domain.terms import court_day, end_of, start_of
from models.tables.claims import ClaimRow
from models.tables.desk import RESTING, CourtDecisionRow, DeskPlaceRow
from web.sessions import User
from web.visibility import came_to
from web.words.lookup import name_of

_COURT: BindParameter[str] = bindparam("court", type_=String)
_ACCOUNT: BindParameter[UUID] = bindparam("account", type_=Uuid)
_AT, _BEGAN, _ENDS = (bindparam(name, type_=DateTime(timezone=True)) for name in ("at", "began", "ends"))
DECIDED = (ClaimStatus.ACCEPTED, ClaimStatus.RETURNED, ClaimStatus.DECLINED)


class Show(StrEnum):
    """Which filings of the court's queue are shown."""

    WAITING = "waiting"
    NEW = "new"  # received today
    DUE = "due"  # today is the last day
    OVERDUE = "overdue"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    RESTING = "resting"  # decided, and may still be undone


@dataclass(frozen=True)
class Filter:
    """One choice of the queue as a link with its count."""

    address: str
    text: str
    count: int
    current: bool
    late: bool


def resting() -> ColumnElement[bool]:
    """Return the condition on ClaimRow that a decision on it was taken and has not left."""
    return exists().where(col(CourtDecisionRow.claim_id) == col(ClaimRow.id), text(RESTING))


def at_desk() -> ColumnElement[bool]:
    """Return the condition on ClaimRow for everything that has not left the desk of the person's court."""
    return came_to(_COURT) & (col(ClaimRow.status) == ClaimStatus.SENT)


def shown(show: Show) -> ColumnElement[bool]:
    """Return the condition on ClaimRow joined with DeskPlaceRow for one choice; days are those of Baku."""
    due = col(ClaimRow.decide_by)
    narrowed: dict[Show, ColumnElement[bool]] = {
        Show.WAITING: true(),
        Show.NEW: col(ClaimRow.sent_at) >= _BEGAN,
        Show.DUE: (due > _AT) & (due <= _ENDS),
        Show.OVERDUE: due <= _AT,
        Show.MINE: col(DeskPlaceRow.assigned_to) == _ACCOUNT,
        Show.UNASSIGNED: col(DeskPlaceRow.assigned_to).is_(None),
    }
    return resting() if show is Show.RESTING else narrowed[show] & ~resting()


def values_of(user: User, *, at: datetime) -> dict[str, Any]:
    """Return what the conditions are asked with: statements are made once, for making them costs more than running."""
    today = court_day(at)
    days = {"began": start_of(today), "ends": end_of(today), "at": at}
    return {"court": user.court_id or "", "account": user.account_id, **days}


async def filters_of(db: AsyncSession, user: User, *, chosen: Show, at: datetime) -> tuple[Filter, ...]:
    """Return every choice with its count."""
    found = (await db.execute(_counting(), values_of(user, at=at))).one()
    return tuple(
        Filter(f"/clerk?show={show}", name_of(show), count, show is chosen, show is Show.OVERDUE and count > 0)
        for show, count in zip(Show, found, strict=True)
    )


async def decided_today(db: AsyncSession, user: User, *, at: datetime) -> int:
    """Return how many decisions of today have left."""
    return (await db.execute(_counting_decided(), values_of(user, at=at))).scalar_one()


@cache
def _counting() -> Select[*tuple[int, ...]]:
    counts = [func.count().filter(shown(show)) for show in Show]
    place = col(DeskPlaceRow.claim_id) == col(ClaimRow.id)
    return select(*counts).select_from(ClaimRow).outerjoin(DeskPlaceRow, place).where(at_desk())


@cache
def _counting_decided() -> Select[int]:
    left = col(ClaimRow.status).in_(DECIDED) & (col(ClaimRow.decided_at) >= _BEGAN)
    return select(func.count()).where(came_to(_COURT), left)
