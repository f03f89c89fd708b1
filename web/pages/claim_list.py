"""My applications ("Ərizələrim", CLM-10): those I filed and those that wait, or waited, for my signature."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.claim_status import SIGNABLE, ClaimStatus
from models.domain.languages import Language
from models.tables.claims import ClaimRow, ClaimSignerRow
from models.tables.drafts import DraftRow
from models.tables.reference import CourtRow
from web.drafts import actor_of
from web.language import current_language, gettext
from web.pages.status_tags import StatusTag, status_tag
from web.sessions import User
from web.visibility import called_to_sign, filed_by
from web.words.lookup import name_of

PAGE_SIZE = 25
Rows = Select[*tuple[Any, ...]]
COUNTED_AHEAD = 1000  # whoever has more sees the pager grow as he turns the pages


@dataclass(frozen=True)
class Line:
    """One application of the list and the one thing to do with it."""

    address: str
    number: str
    heading: str
    court: str
    updated_at: datetime
    status: StatusTag
    case_number: str
    action: str


@dataclass(frozen=True)
class Filter:
    """One choice of status."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class ClaimListPage:
    """One page of the list; `pages` ends where the page number goes."""

    lines: tuple[Line, ...]
    filters: tuple[Filter, ...]
    filtered: bool
    now: int
    last: int
    pages: str


async def claim_list_page(db: AsyncSession, user: User, *, status: ClaimStatus | None, page: int) -> ClaimListPage:
    """Return one page of a person's applications, newest change first."""
    offset = (page - 1) * PAGE_SIZE
    rows = (await db.execute(_lines(user, status, offset=offset))).all()
    total = (await db.execute(_count(user, status, limit=offset + COUNTED_AHEAD))).scalar_one()
    tags = {one: status_tag(one) for one in ClaimStatus}
    actions = _actions()
    lines = tuple(
        Line(
            f"/claims/{row.id}",
            row.number,
            row.heading or gettext("No heading yet"),
            row.court or "—",
            row.updated_at,
            tags[row.status],
            row.case_number,
            actions["sign" if row.to_sign and row.status in SIGNABLE else row.status],
        )
        for row in rows
    )
    kept = f"{urlencode({'status': status})}&" if status else ""
    return ClaimListPage(
        lines, _filters(status), status is not None, page, -(-total // PAGE_SIZE), f"/claims?{kept}page="
    )


def _actions() -> dict[str, str]:
    return dict.fromkeys(ClaimStatus, gettext("View")) | {
        "sign": gettext("Sign"),
        ClaimStatus.DRAFT: gettext("Go on"),
    }


def _filters(chosen: ClaimStatus | None) -> tuple[Filter, ...]:
    every = Filter("", gettext("All"), chosen is None)
    offered = (one for one in ClaimStatus if one is not ClaimStatus.DELETED)
    return (every, *(Filter(one, name_of(one), one is chosen) for one in offered))


def _halves(user: User, status: ClaimStatus | None, *columns: Any) -> tuple[Rows, ...]:
    actor = actor_of(user)
    unsigned = select(1).where(
        col(ClaimSignerRow.claim_id) == col(ClaimRow.id),
        col(ClaimSignerRow.fin) == actor.fin,
        col(ClaimSignerRow.signed_at).is_(None),
    )
    mine = select(*columns, unsigned.exists().label("to_sign")).where(filed_by(actor))
    others = (
        select(*columns, col(ClaimSignerRow.signed_at).is_(None).label("to_sign"))
        .join_from(ClaimSignerRow, ClaimRow, col(ClaimSignerRow.claim_id) == col(ClaimRow.id))
        .where(called_to_sign(actor))
    )
    halves: tuple[Rows, ...] = (mine, others)
    return tuple(half.where(col(ClaimRow.status) == status) for half in halves) if status else halves


def _lines(user: User, status: ClaimStatus | None, *, offset: int) -> Rows:
    columns = (
        col(ClaimRow.id),
        col(ClaimRow.number),
        col(ClaimRow.court_id),
        col(ClaimRow.updated_at),
        col(ClaimRow.status),
        col(ClaimRow.case_number),
    )
    newest = col(ClaimRow.updated_at).desc()
    # Each half gives no more than this page can need; headings and courts are joined to the 25 that are shown.
    needed = offset + PAGE_SIZE
    halves = [half.order_by(newest).limit(needed).subquery() for half in _halves(user, status, *columns)]
    both = union_all(*(select(half) for half in halves)).subquery()
    shown = select(both).order_by(both.c.updated_at.desc(), both.c.id).offset(offset).limit(PAGE_SIZE).subquery()
    court = col(CourtRow.name_en) if current_language() is Language.EN else col(CourtRow.name_az)
    return (
        select(shown, col(DraftRow.heading), court.label("court"))
        .join_from(shown, DraftRow, col(DraftRow.claim_id) == shown.c.id)
        .outerjoin(CourtRow, col(CourtRow.id) == func.coalesce(func.nullif(shown.c.court_id, ""), DraftRow.court_id))
        .order_by(shown.c.updated_at.desc(), shown.c.id)
    )


def _count(user: User, status: ClaimStatus | None, *, limit: int) -> Select[int]:
    halves = [half.limit(limit).subquery() for half in _halves(user, status, literal(1).label("one"))]
    return select(func.count()).select_from(union_all(*(select(half.c.one) for half in halves)).subquery())
