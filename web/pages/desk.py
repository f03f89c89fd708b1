"""The clerk's desk (CRT-1): what came in, sorted by the time left, and what was decided lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, ScalarSelect, Subquery, bindparam, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from models.db import Reader
from models.domain.desk import Place
from models.domain.languages import Language
from models.domain.parties import WAITING
from models.tables.accounts import AccountRow
from models.tables.claims import ClaimRow, ClaimSignerRow
from models.tables.drafts import DraftRow, PartyRow
from models.tables.reference import CategoryRow, CourtRow
from web.drafts import actor_of
from web.language import current_language, gettext
from web.pages.court import local_name
from web.pages.deadlines import Deadline, deadline_of
from web.pages.desk_filters import DECIDED, Filter, Show, at_desk, desk_of, shown, values_of
from web.pages.status_tags import StatusTag, status_tag
from web.reading import Written, written
from web.sessions import User, now
from web.visibility import may_open

PAGE_SIZE = 50


@dataclass(frozen=True)
class Filing:
    """One filing of the queue: with whom it is, and who has it open since when."""

    address: str
    number: str
    heading: str
    category: str
    filer: str
    signers: int
    sent_at: datetime
    deadline: Deadline | None
    clerk: str
    opened_by: str
    opened_at: datetime | None
    register: str  # that a register is silent about a party or does not agree, "" when neither


@dataclass(frozen=True)
class Decision:
    """One decided filing."""

    address: str
    number: str
    heading: str
    status: StatusTag
    decided_at: datetime
    case_number: str


@dataclass(frozen=True)
class DeskPage:
    """The queue of one court, one page of it; `here` is its address up to the page's number."""

    court: str
    filters: tuple[Filter, ...]
    done: int
    filings: tuple[Filing, ...]
    show: Show
    here: str
    now: int
    last: int


@dataclass(frozen=True)
class DecisionsPage:
    """The newest decisions of one court."""

    court: str
    decisions: tuple[Decision, ...]


async def desk_page(read: Reader, user: User, *, show: Show, page: int, idle: timedelta) -> DeskPage:
    """Return the queue as narrowed, the shortest time left first."""
    at = now()
    desk = await desk_of(read, user, chosen=show, at=at)
    values = values_of(user, at=at) | {"start": (page - 1) * PAGE_SIZE}
    rows = await _queue(show, current_language()).rows(read, values)
    filings = tuple(_filing(row, at=at, idle=idle) for row in rows)
    last = -(-next(one.count for one in desk.filters if one.current) // PAGE_SIZE)
    return DeskPage(desk.court, desk.filters, desk.done, filings, show, f"/clerk?show={show}&page=", page, last)


@cache
def _queue(show: Show, language: Language) -> Written:
    waiting, clerk, opener = _waiting(show), aliased(AccountRow), aliased(AccountRow)
    filer = func.concat_ws(" ", PartyRow.surname, PartyRow.name)
    category = col(CategoryRow.name_en) if language is Language.EN else col(CategoryRow.name_az)
    signers = select(func.count()).where(col(ClaimSignerRow.claim_id) == waiting.c.id).scalar_subquery()
    query = select(
        waiting,
        col(ClaimRow.number),
        col(DraftRow.heading),
        func.coalesce(category, "").label("category"),
        func.coalesce(filer, "").label("filer"),
        signers.label("signers"),
        _remarks(waiting).label("remarks"),
        _name(clerk).label("clerk"),
        _name(opener).label("opener"),
    )
    query = (
        query.join_from(waiting, ClaimRow, col(ClaimRow.id) == waiting.c.id)
        .join(DraftRow, col(DraftRow.claim_id) == waiting.c.id)
        .outerjoin(CategoryRow, col(CategoryRow.id) == col(DraftRow.category_id))
        .outerjoin(PartyRow, (col(PartyRow.claim_id) == waiting.c.id) & col(PartyRow.is_filer))
        .outerjoin(clerk, col(clerk.id) == waiting.c.assigned_to)
        .outerjoin(opener, col(opener.id) == waiting.c.opened_by)
        .order_by(waiting.c.decide_by, waiting.c.id)
    )
    return written(query)


def _waiting(show: Show) -> Subquery:
    """Return one page of the queue: what is told beside it is looked up for these alone."""
    desk = at_desk()
    return (
        select(desk)
        .where(shown(show, desk.c))
        .order_by(desk.c.decide_by, desk.c.id)
        .offset(bindparam("start", type_=Integer))
        .limit(literal_column(str(PAGE_SIZE)))
        .subquery()
    )


def _name(account: type[AccountRow]) -> ColumnElement[str]:
    return func.concat_ws(" ", col(account.name), col(account.surname))


def _filing(row: Any, *, at: datetime, idle: timedelta) -> Filing:
    holder = Place(row.assigned_to, row.opened_by, row.opened_at, row.seen_at).held_by(at, idle)
    return Filing(
        f"/clerk/{row.id}",
        row.number,
        row.heading,
        row.category,
        row.filer,
        row.signers,
        row.sent_at,
        deadline_of(row.decide_by, at=at),
        row.clerk,
        row.opener if holder else "",
        row.opened_at if holder else None,
        _register(set(row.remarks or ())),
    )


def _remarks(waiting: Subquery) -> ScalarSelect[Any]:
    """Return what the registers still have to say of a claim's parties, or have said against them."""
    remarks = select(func.array_agg(col(PartyRow.register_remark))).where(
        col(PartyRow.claim_id) == waiting.c.id, col(PartyRow.register_remark) != ""
    )
    return remarks.correlate(waiting).scalar_subquery()


def _register(remarks: set[str]) -> str:
    if remarks - {WAITING}:
        return gettext("a register does not agree")
    return gettext("a register is silent") if remarks else ""


async def decisions_page(db: AsyncSession, user: User) -> DecisionsPage:
    """Return what was accepted and returned lately."""
    query = (
        select(
            col(ClaimRow.id),
            col(ClaimRow.number),
            col(DraftRow.heading),
            col(ClaimRow.status),
            col(ClaimRow.decided_at),
            col(ClaimRow.case_number),
        )
        .join_from(ClaimRow, DraftRow, col(DraftRow.claim_id) == col(ClaimRow.id))
        .where(may_open(actor_of(user)), col(ClaimRow.status).in_(DECIDED), col(ClaimRow.decided_at).is_not(None))
        .order_by(col(ClaimRow.decided_at).desc())
        .limit(PAGE_SIZE)
    )
    decisions = tuple(
        Decision(f"/clerk/{claim_id}", number, heading, status_tag(status), decided_at, case_number)
        for claim_id, number, heading, status, decided_at, case_number in (await db.execute(query)).all()
        if decided_at is not None
    )
    return DecisionsPage(await court_name(db, user), decisions)


async def court_name(db: AsyncSession, user: User) -> str:
    """Return the name of the court at whose desk a clerk sits."""
    row = await db.get(CourtRow, user.court_id or "")
    return local_name(row) if row else ""
