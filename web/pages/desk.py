"""The clerk's desk (CRT-1): what came in, sorted by the time left, and what was decided lately."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.claim_status import ClaimStatus
from models.domain.languages import Language
from models.domain.terms import court_day, end_of
from models.tables.claims import ClaimRow, ClaimSignerRow
from models.tables.drafts import DraftRow, PartyRow
from models.tables.reference import CategoryRow, CourtRow
from web.drafts import actor_of
from web.language import current_language
from web.pages.court import local_name
from web.pages.deadlines import Deadline, deadline_of
from web.pages.status_tags import StatusTag, status_tag
from web.sessions import User, now
from web.visibility import may_open

PAGE_SIZE = 50
DAY = timedelta(days=1)
DECIDED = (ClaimStatus.ACCEPTED, ClaimStatus.RETURNED)


@dataclass(frozen=True)
class Filing:
    """One filing of the inbox."""

    address: str
    number: str
    heading: str
    category: str
    filer: str
    signers: int
    sent_at: datetime
    deadline: Deadline | None


@dataclass(frozen=True)
class Counts:
    """What stands on top of the desk."""

    waiting: int
    new: int
    due: int
    overdue: int
    done: int


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
    """The inbox of one court, one page of it."""

    court: str
    counts: Counts
    filings: tuple[Filing, ...]
    now: int
    last: int


@dataclass(frozen=True)
class DecisionsPage:
    """The newest decisions of one court."""

    court: str
    decisions: tuple[Decision, ...]


async def desk_page(db: AsyncSession, user: User, *, page: int) -> DeskPage:
    """Return the inbox, the shortest time left first."""
    at = now()
    counts = await _counts(db, user, at=at)
    filer = func.concat_ws(" ", PartyRow.surname, PartyRow.name)
    category = col(CategoryRow.name_en) if current_language() is Language.EN else col(CategoryRow.name_az)
    signers = select(func.count()).where(col(ClaimSignerRow.claim_id) == col(ClaimRow.id)).scalar_subquery()
    query = (
        select(
            col(ClaimRow.id),
            col(ClaimRow.number),
            col(DraftRow.heading),
            func.coalesce(category, "").label("category"),
            func.coalesce(filer, "").label("filer"),
            signers.label("signers"),
            col(ClaimRow.sent_at),
            col(ClaimRow.decide_by),
        )
        .join_from(ClaimRow, DraftRow, col(DraftRow.claim_id) == col(ClaimRow.id))
        .outerjoin(CategoryRow, col(CategoryRow.id) == col(DraftRow.category_id))
        .outerjoin(PartyRow, (col(PartyRow.claim_id) == col(ClaimRow.id)) & col(PartyRow.is_filer))
        .where(may_open(actor_of(user)), col(ClaimRow.status) == ClaimStatus.SENT)
        .order_by(col(ClaimRow.decide_by), col(ClaimRow.id))
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    )
    filings = tuple(
        Filing(f"/clerk/{claim_id}", number, heading, category, filer, count, sent_at, deadline_of(ends_at, at=at))
        for claim_id, number, heading, category, filer, count, sent_at, ends_at in (await db.execute(query)).all()
    )
    return DeskPage(await _court(db, user), counts, filings, page, -(-counts.waiting // PAGE_SIZE))


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
    return DecisionsPage(await _court(db, user), decisions)


async def _counts(db: AsyncSession, user: User, *, at: datetime) -> Counts:
    today = court_day(at)
    began, ends = end_of(today - DAY), end_of(today)
    due, sent = col(ClaimRow.decide_by), col(ClaimRow.sent_at)
    waiting = select(
        func.count(),
        func.count().filter(sent >= began),
        func.count().filter((due > at.astimezone(UTC)) & (due <= ends)),
        func.count().filter(due <= at.astimezone(UTC)),
    ).where(may_open(actor_of(user)), col(ClaimRow.status) == ClaimStatus.SENT)
    done = select(func.count()).where(
        may_open(actor_of(user)), col(ClaimRow.status).in_(DECIDED), col(ClaimRow.decided_at) >= began
    )
    everything, new, due_today, overdue = (await db.execute(waiting)).one()
    return Counts(everything, new, due_today, overdue, (await db.execute(done)).scalar_one())


async def _court(db: AsyncSession, user: User) -> str:
    row = await db.get(CourtRow, user.court_id or "")
    return local_name(row) if row else ""
