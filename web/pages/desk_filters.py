"""What the queue of a court can be narrowed to; each choice stands in the address and has its count."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, exists, func, select, text, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.claim_status import ClaimStatus
from models.domain.terms import court_day, end_of, start_of
from models.tables.claims import ClaimRow
from models.tables.desk import RESTING, CourtDecisionRow, DeskPlaceRow
from web.drafts import actor_of
from web.sessions import User
from web.visibility import may_open
from web.words.lookup import name_of

DECIDED = (ClaimStatus.ACCEPTED, ClaimStatus.RETURNED)


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


def at_desk(user: User) -> ColumnElement[bool]:
    """Return the condition on ClaimRow for everything that has not left the desk of the person's court."""
    return may_open(actor_of(user)) & (col(ClaimRow.status) == ClaimStatus.SENT)


def shown(show: Show, user: User, *, at: datetime) -> ColumnElement[bool]:
    """Return the condition on ClaimRow joined with DeskPlaceRow for one choice; days are those of Baku."""
    today = court_day(at)
    due, ends = col(ClaimRow.decide_by), end_of(today)
    narrowed: dict[Show, ColumnElement[bool]] = {
        Show.WAITING: true(),
        Show.NEW: col(ClaimRow.sent_at) >= start_of(today),
        Show.DUE: (due > at) & (due <= ends),
        Show.OVERDUE: due <= at,
        Show.MINE: col(DeskPlaceRow.assigned_to) == user.account_id,
        Show.UNASSIGNED: col(DeskPlaceRow.assigned_to).is_(None),
    }
    return resting() if show is Show.RESTING else narrowed[show] & ~resting()


async def filters_of(db: AsyncSession, user: User, *, chosen: Show, at: datetime) -> tuple[Filter, ...]:
    """Return every choice with its count."""
    counts = [func.count().filter(shown(show, user, at=at)) for show in Show]
    place = col(DeskPlaceRow.claim_id) == col(ClaimRow.id)
    query = select(*counts).select_from(ClaimRow).outerjoin(DeskPlaceRow, place).where(at_desk(user))
    found = (await db.execute(query)).one()
    return tuple(
        Filter(f"/clerk?show={show}", name_of(show), count, show is chosen, show is Show.OVERDUE and count > 0)
        for show, count in zip(Show, found, strict=True)
    )


async def decided_today(db: AsyncSession, user: User, *, at: datetime) -> int:
    """Return how many decisions of today have left."""
    began = start_of(court_day(at))
    query = select(func.count()).where(
        may_open(actor_of(user)), col(ClaimRow.status).in_(DECIDED), col(ClaimRow.decided_at) >= began
    )
    return (await db.execute(query)).scalar_one()
