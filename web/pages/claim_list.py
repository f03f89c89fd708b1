"""My applications ("Ərizələrim", CLM-10): those I filed and those that wait, or waited, for my signature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import (
    BindParameter,
    Integer,
    Row,
    Select,
    String,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.claim_status import SIGNABLE, ClaimStatus
from models.domain.languages import Language
from models.tables.claims import ClaimRow, ClaimSignerRow
from models.tables.drafts import DraftRow
from models.tables.reference import CourtRow
from web.language import current_language, gettext
from web.pages.status_tags import StatusTag, status_tag
from web.sessions import User
from web.visibility import called_to_sign, filed_by
from web.words.lookup import name_of

PAGE_SIZE = 25
Rows = Select[*tuple[Any, ...]]
SIGNED_AT = col(ClaimSignerRow.signed_at)
FIN: BindParameter[str] = bindparam("fin", type_=String)
ASKED = frozenset({"fin", "status", "start", "needed", "counted"})
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
    start = (page - 1) * PAGE_SIZE
    asked = {"fin": user.fin or "", "start": start, "needed": start + PAGE_SIZE, "counted": start + COUNTED_AHEAD}
    asked |= {"status": status} if status else {}
    lines_sql = _line_sql(english=current_language() is Language.EN, filtered=status is not None)
    rows = await lines_sql.rows(db, asked)
    total = len(rows)
    if page > 1 or total == PAGE_SIZE:
        total = (await _count_sql(filtered=status is not None).rows(db, asked))[0][0]
    tags = {one: status_tag(one) for one in ClaimStatus}
    actions = _actions()
    lines = tuple(
        Line(
            f"/claims/{row.id}",
            row.number,
            row.heading or gettext("No heading yet"),
            row.court or "—",
            row.updated_at,
            tags[ClaimStatus(row.status)],
            row.case_number,
            actions["sign" if row.to_sign and row.status in SIGNABLE else row.status],
        )
        for row in rows
    )
    kept = f"{urlencode({'status': status})}&" if status else ""
    return ClaimListPage(
        lines, _filters(status), status is not None, page, -(-total // PAGE_SIZE), f"/claims?{kept}page="
    )


@dataclass(frozen=True)
class Written:
    """A statement as the driver takes it, with the values that never change."""

    sql: str
    fixed: Mapping[str, str]

    async def rows(self, db: AsyncSession, asked: Mapping[str, object]) -> Sequence[Row[Any]]:
        """Run it with the values that were asked for."""
        connection = await db.connection()
        return (await connection.exec_driver_sql(self.sql, {**self.fixed, **asked})).all()


def _actions() -> dict[str, str]:
    return dict.fromkeys(ClaimStatus, gettext("View")) | {
        "sign": gettext("Sign"),
        ClaimStatus.DRAFT: gettext("Go on"),
    }


def _filters(chosen: ClaimStatus | None) -> tuple[Filter, ...]:
    every = Filter("", gettext("All"), chosen is None)
    offered = (one for one in ClaimStatus if one is not ClaimStatus.DELETED)
    return (every, *(Filter(one, name_of(one), one is chosen) for one in offered))


@cache
def _line_sql(*, english: bool, filtered: bool) -> Written:
    """Return the statement of one page: each half gives no more than the page can need, 25 get their names."""
    columns = (
        col(ClaimRow.id),
        col(ClaimRow.number),
        col(ClaimRow.court_id),
        col(ClaimRow.updated_at),
        col(ClaimRow.status),
        col(ClaimRow.case_number),
    )
    newest = col(ClaimRow.updated_at).desc()
    unsigned = exists().where(
        col(ClaimSignerRow.claim_id) == col(ClaimRow.id), col(ClaimSignerRow.fin) == FIN, SIGNED_AT.is_(None)
    )
    mine, others = _halves((*columns, unsigned.label("to_sign")), (*columns, SIGNED_AT.is_(None)), filtered=filtered)
    halves = [half.order_by(newest).limit(bindparam("needed", type_=Integer)).subquery() for half in (mine, others)]
    both = union_all(*(select(half) for half in halves)).subquery()
    last = (both.c.updated_at.desc(), both.c.id)
    shown = select(both).order_by(*last).offset(bindparam("start", type_=Integer)).limit(PAGE_SIZE).subquery()
    court = col(CourtRow.name_en) if english else col(CourtRow.name_az)
    court_id = func.coalesce(func.nullif(shown.c.court_id, ""), DraftRow.court_id)
    named = (
        select(shown, col(DraftRow.heading), court.label("court"))
        .join_from(shown, DraftRow, col(DraftRow.claim_id) == shown.c.id)
        .outerjoin(CourtRow, col(CourtRow.id) == court_id)
        .order_by(shown.c.updated_at.desc(), shown.c.id)
    )
    return _written(named)


@cache
def _count_sql(*, filtered: bool) -> Written:
    one: tuple[Any, ...] = (literal_column("1").label("one"),)
    limit = bindparam("counted", type_=Integer)
    halves = [half.limit(limit).subquery() for half in _halves(one, one, filtered=filtered)]
    return _written(select(func.count()).select_from(union_all(*(select(half.c.one) for half in halves)).subquery()))


def _halves(of_mine: tuple[Any, ...], of_others: tuple[Any, ...], *, filtered: bool) -> tuple[Rows, Rows]:
    mine: Rows = select(*of_mine).where(filed_by(FIN))
    others: Rows = (
        select(*of_others)
        .join_from(ClaimSignerRow, ClaimRow, col(ClaimSignerRow.claim_id) == col(ClaimRow.id))
        .where(called_to_sign(FIN))
    )
    if not filtered:
        return mine, others
    status = col(ClaimRow.status) == bindparam("status", type_=String)
    return mine.where(status), others.where(status)


def _written(statement: Rows) -> Written:
    """Return a statement as text, made once: building it for each visitor cost more than PostgreSQL's answer."""
    compiled = statement.compile(dialect=PGDialect_psycopg())  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
    fixed = {name: str(value) for name, value in compiled.params.items() if name not in ASKED}
    return Written(str(compiled), fixed)
