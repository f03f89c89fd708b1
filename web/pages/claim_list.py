"""My applications ("Ərizələrim", CLM-10): those I filed and those that wait, or waited, for my signature."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from functools import cache
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import (
    BindParameter,
    Integer,
    Select,
    String,
    Subquery,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    true,
    union_all,
)
from sqlmodel import col

from models.db import Reader
from models.domain.capacities import Capacity
from models.domain.claim_status import SIGNABLE, ClaimStatus
from models.domain.languages import Language
from models.tables.claims import ClaimRow, ClaimSignerRow
from models.tables.drafts import DraftRow
from models.tables.reference import CourtRow
from web.acting import NAME
from web.language import current_language, gettext
from web.pages.status_tags import StatusTag, status_tag
from web.reading import Written, written
from web.sessions import User
from web.visibility import called_to_sign, filed_by, filed_for
from web.words.lookup import name_of

PAGE_SIZE = 25
Rows = Select[*tuple[Any, ...]]
SIGNED_AT = col(ClaimSignerRow.signed_at)
FIN: BindParameter[str] = bindparam("fin", type_=String)
VOEN: BindParameter[str] = bindparam("voen", type_=String)
COUNTED_AHEAD = 1000  # whoever has more sees the pager grow as he turns the pages


class Whose(Enum):
    """Whose list is shown."""

    OWN = auto()  # the person's, and what others called him to sign
    ORGANISATION = auto()  # of which he acts in the name
    ENDED = auto()  # for which he stands no longer


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


async def claim_list_page(read: Reader, user: User, *, status: ClaimStatus | None, page: int) -> ClaimListPage:
    """Return one page of a person's applications, newest change first."""
    start = (page - 1) * PAGE_SIZE
    asked = {"fin": user.fin or "", "start": start, "needed": start + PAGE_SIZE, "counted": start + COUNTED_AHEAD}
    asked |= {"status": status} if status else {}
    asked |= {} if user.acting.is_own else {"voen": user.acting.voen}
    list_sql = _list_sql(
        english=current_language() is Language.EN, filtered=status is not None, whose=_whose(user.acting)
    )
    rows = await list_sql.rows(read, asked)
    total = rows[0].total
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
        if row.id  # a page past the last has a count and no application
    )
    kept = ({"status": status} if status else {}) | ({NAME: user.acting.position} if user.capacities else {})
    pages = f"/claims?{urlencode(kept)}&page=" if kept else "/claims?page="
    return ClaimListPage(lines, _filters(status), status is not None, page, -(-total // PAGE_SIZE), pages)


def _whose(acting: Capacity) -> Whose:
    if acting.is_own:
        return Whose.OWN
    return Whose.ENDED if acting.ended else Whose.ORGANISATION


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
def _list_sql(*, english: bool, filtered: bool, whose: Whose) -> Written:
    """Return the statement of one page: how many there are in all, beside each of the 25."""
    count, shown = _counted(filtered=filtered, whose=whose), _shown(filtered=filtered, whose=whose)
    court = col(CourtRow.name_en) if english else col(CourtRow.name_az)
    court_id = func.coalesce(func.nullif(shown.c.court_id, ""), DraftRow.court_id)
    named = (
        select(shown, col(DraftRow.heading), court.label("court"))
        .join_from(shown, DraftRow, col(DraftRow.claim_id) == shown.c.id)
        .outerjoin(CourtRow, col(CourtRow.id) == court_id)
        .subquery()
    )
    lines = select(count.c.total, named).select_from(count).outerjoin(named, true())
    return written(lines.order_by(named.c.updated_at.desc(), named.c.id))


def _shown(*, filtered: bool, whose: Whose) -> Subquery:
    """Return the page: each half gives no more than it can need, the 25 alone get their names afterwards."""
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
    wanted = ((*columns, unsigned.label("to_sign")), (*columns, SIGNED_AT.is_(None)))
    parts = _halves(*wanted, filtered=filtered, whose=whose)
    halves = [half.order_by(newest).limit(bindparam("needed", type_=Integer)).subquery() for half in parts]
    both = union_all(*(select(half) for half in halves)).subquery()
    last = (both.c.updated_at.desc(), both.c.id)
    return select(both).order_by(*last).offset(bindparam("start", type_=Integer)).limit(PAGE_SIZE).subquery()


def _counted(*, filtered: bool, whose: Whose) -> Subquery:
    one: tuple[Any, ...] = (literal_column("1").label("one"),)
    limit = bindparam("counted", type_=Integer)
    halves = [half.limit(limit).subquery() for half in _halves(one, one, filtered=filtered, whose=whose)]
    both = union_all(*(select(half.c.one) for half in halves)).subquery()
    return select(func.count().label("total")).select_from(both).subquery()


def _halves(of_mine: tuple[Any, ...], of_others: tuple[Any, ...], *, filtered: bool, whose: Whose) -> tuple[Rows, ...]:
    """Return what was filed and, for a person in his own name, what others called him to sign."""
    if whose is not Whose.OWN:
        theirs: Rows = select(*of_mine).where(filed_for(VOEN, FIN, ended=whose is Whose.ENDED))
        return (_of_status(theirs) if filtered else theirs,)
    mine: Rows = select(*of_mine).where(filed_by(FIN))
    others: Rows = (
        select(*of_others)
        .join_from(ClaimSignerRow, ClaimRow, col(ClaimSignerRow.claim_id) == col(ClaimRow.id))
        .where(called_to_sign(FIN))
    )
    return (_of_status(mine), _of_status(others)) if filtered else (mine, others)


def _of_status(rows: Rows) -> Rows:
    return rows.where(col(ClaimRow.status) == bindparam("status", type_=String))
