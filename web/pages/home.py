"""The first page of a litigant: what awaits him, most urgent first, and where to begin."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from models.domain.claim_status import COPIED, SIGNABLE, ClaimStatus
from models.domain.payment import PaymentStatus
from models.tables.claims import ClaimRow, ClaimSignerRow
from models.tables.drafts import DraftRow
from models.tables.processes import PaymentRow
from web.drafts import written_by
from web.language import gettext
from web.sessions import User
from web.visibility import filed_by, filed_for

AT_MOST = 10  # of each kind; the list of applications has all
PENDING = (PaymentStatus.OPENING, PaymentStatus.WAITING)


@dataclass(frozen=True)
class Todo:
    """One thing that awaits the person."""

    since: datetime
    title: str
    text: str
    address: str
    action: str


@dataclass(frozen=True)
class HomePage:
    """Who is signed in and what awaits him."""

    name: str
    todos: tuple[Todo, ...]
    unread: int


async def home_page(db: AsyncSession, user: User, *, unread: int) -> HomePage:
    """Return the home of a litigant."""
    found = [
        *await _todos(db, _signatures(user), gettext("Your signature is awaited"), gettext("Sign"), to="/sign"),
        *await _payments(db, user),
        *await _todos(db, _came_back(user), gettext("Came back: correct it and file it again"), gettext("Open")),
        *await _todos(db, _drafts(user), gettext("A draft is not finished"), gettext("Go on"), to="/tasks"),
    ]
    return HomePage(user.name, tuple(found), unread)


async def _todos(
    db: AsyncSession, query: Select[datetime, str, str, str], title: str, action: str, *, to: str = ""
) -> list[Todo]:
    rows = (await db.execute(query.limit(AT_MOST))).all()
    return [
        Todo(since, title, f"{number} · {heading or gettext('No heading yet')}", f"/claims/{claim_id}{to}", action)
        for since, claim_id, number, heading in rows
    ]


def _signatures(user: User) -> Select[datetime, str, str, str]:
    signer = ClaimSignerRow
    since = func.coalesce(col(signer.called_at), col(ClaimRow.updated_at))
    return (
        select(since, col(ClaimRow.id), col(ClaimRow.number), col(DraftRow.heading))
        .join_from(signer, ClaimRow, col(ClaimRow.id) == col(signer.claim_id))
        .join(DraftRow, col(DraftRow.claim_id) == col(ClaimRow.id))
        .where(
            col(signer.fin) == user.fin,
            col(signer.called_at).is_not(None),
            col(signer.signed_at).is_(None) | ((col(signer.seal) != "") & col(signer.sealed_at).is_(None)),
            col(ClaimRow.status).in_(SIGNABLE),
            _in_name_of(user),
        )
        .order_by(col(signer.called_at))
    )


def _in_name_of(user: User) -> ColumnElement[bool]:
    """Return where a signature is shown: what was filed for an organisation in its name, all else in his own."""
    theirs = (col(ClaimRow.filer_fin) == user.fin) & (col(ClaimRow.voen) != "")
    return theirs & (col(ClaimRow.voen) == user.acting.voen) if user.acting.voen else ~theirs


def _own_or_theirs(user: User) -> ColumnElement[bool]:
    return filed_for(user.acting.voen, user.fin or "") if user.acting.voen else filed_by(user.fin or "")


def _drafts(user: User) -> Select[datetime, str, str, str]:
    return _own(user).where(col(ClaimRow.status) == ClaimStatus.DRAFT)


def _came_back(user: User) -> Select[datetime, str, str, str]:
    copy = aliased(DraftRow)
    copied = exists().where(col(copy.filer_fin) == col(ClaimRow.filer_fin), col(copy.origin_id) == col(ClaimRow.id))
    return _own(user).where(col(ClaimRow.status).in_(COPIED), ~copied)


def _own(user: User) -> Select[datetime, str, str, str]:
    return (
        select(col(ClaimRow.updated_at), col(ClaimRow.id), col(ClaimRow.number), col(DraftRow.heading))
        .join_from(ClaimRow, DraftRow, col(DraftRow.claim_id) == col(ClaimRow.id))
        .where(_own_or_theirs(user))
        .order_by(col(ClaimRow.updated_at).desc())
    )


async def _payments(db: AsyncSession, user: User) -> list[Todo]:
    query = (
        select(col(PaymentRow.id), col(PaymentRow.started_at), col(DraftRow.heading))
        .join_from(DraftRow, PaymentRow, col(PaymentRow.claim_id) == col(DraftRow.claim_id))
        .where(
            written_by(user),
            col(PaymentRow.payer_fin) == user.fin,
            col(PaymentRow.status).in_(PENDING),
        )
        .order_by(col(PaymentRow.started_at).desc())
        .limit(AT_MOST)
    )
    title, action = gettext("A payment is not finished"), gettext("Open")
    rows = (await db.execute(query)).all()
    return [Todo(since, title, heading, f"/payments/{payment}", action) for payment, since, heading in rows]
