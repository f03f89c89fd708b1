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
    String,
    Subquery,
    Uuid,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    text,
    true,
)
from sqlmodel import col

from models.db import Reader
from models.domain.claim_status import ClaimStatus
from models.domain.languages import Language
from models.domain.terms import court_day, end_of, start_of
from models.tables.claims import ClaimRow
from models.tables.desk import RESTING, CourtDecisionRow, DeskPlaceRow
from models.tables.reference import CourtRow
from web.language import current_language
from web.reading import Written, among, written
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


@dataclass(frozen=True)
class Desk:
    """The desk of one court: its name, every choice, how many decisions of today have left."""

    court: str
    filters: tuple[Filter, ...]
    done: int


def at_desk() -> Subquery:
    """Return everything that has not left the desk of the person's court, with its place there.

    Whether a decision on it rests is found once for each, however many conditions ask for it: the offset sees to that.
    """
    decided = col(CourtDecisionRow.claim_id) == col(ClaimRow.id)
    claim = (col(ClaimRow.id), col(ClaimRow.sent_at), col(ClaimRow.decide_by))
    handed, opened = col(DeskPlaceRow.assigned_to), col(DeskPlaceRow.opened_by)
    times = (col(DeskPlaceRow.opened_at), col(DeskPlaceRow.seen_at))
    rests = exists().where(decided, text(RESTING)).label("rests")
    return (
        select(*claim, handed, opened, *times, rests)
        .join_from(ClaimRow, DeskPlaceRow, col(DeskPlaceRow.claim_id) == col(ClaimRow.id), isouter=True)
        .where(came_to(_COURT), col(ClaimRow.status) == ClaimStatus.SENT)
        .offset(literal_column("0"))
        .subquery()
    )


def shown(show: Show, filing: Any) -> ColumnElement[bool]:
    """Return the condition for one choice on the columns of `at_desk`; days are those of Baku."""
    narrowed: dict[Show, ColumnElement[bool]] = {
        Show.WAITING: true(),
        Show.NEW: filing.sent_at >= _BEGAN,
        Show.DUE: (filing.decide_by > _AT) & (filing.decide_by <= _ENDS),
        Show.OVERDUE: filing.decide_by <= _AT,
        Show.MINE: filing.assigned_to == _ACCOUNT,
        Show.UNASSIGNED: filing.assigned_to.is_(None),
    }
    rests: ColumnElement[bool] = filing.rests
    return rests if show is Show.RESTING else narrowed[show] & ~rests


def values_of(user: User, *, at: datetime) -> dict[str, Any]:
    """Return what the conditions are asked with: statements are made once, for making them costs more than running."""
    today = court_day(at)
    days = {"began": start_of(today), "ends": end_of(today), "at": at}
    return {"court": user.court_id or "", "account": user.account_id, **days}


async def desk_of(read: Reader, user: User, *, chosen: Show, at: datetime) -> Desk:
    """Return the person's court, every choice with its count, and how many decisions of today have left."""
    found = (await _counting().rows(read, values_of(user, at=at)))[0]
    filters = tuple(
        Filter(f"/clerk?show={show}", name_of(show), count, show is chosen, show is Show.OVERDUE and count > 0)
        for show, count in zip(Show, found, strict=False)  # court and decisions come after the counts
    )
    court = found.name_en if current_language() is Language.EN else found.name_az
    return Desk(court or "", filters, found.decided)


@cache
def _counting() -> Written:
    desk = at_desk()
    counts = [func.count().filter(shown(show, desk.c)).label(show) for show in Show]
    waiting = select(*counts).select_from(desk).subquery()
    left = among(col(ClaimRow.status), DECIDED) & (col(ClaimRow.decided_at) >= _BEGAN)
    decided = select(func.count()).select_from(ClaimRow).where(came_to(_COURT), left).scalar_subquery()
    query = select(waiting, decided.label("decided"), col(CourtRow.name_az), col(CourtRow.name_en))
    return written(query.select_from(waiting).outerjoin(CourtRow, col(CourtRow.id) == _COURT))
