"""Notifications ("Bildirişlər", NTF-1): what a person, or the registry of a court, was told, and when it was read."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    String,
    Uuid,
    bindparam,
    case,
    false,
    func,
    literal_column,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.words.notices import sentence_of
from models.db import Reader
from models.domain.effects import NoticeKind
from models.domain.languages import Language
from models.domain.roles import Role
from models.tables.accounts import AccountRow
from models.tables.notices import NoticeRow
from models.tables.reference import CourtRow
from models.tables.rights import RoleGrantRow
from web.deps import NotYoursError
from web.language import current_language
from web.reading import Written, written
from web.sessions import User, now

PAGE_SIZE = 25
CABINET_PAGES = {
    NoticeKind.NEW_DEVICE: "/profile/sessions",
    NoticeKind.EMAIL_CHANGING: "/profile",
    NoticeKind.CAPACITY_BEGAN: "/profile/organisations",
    NoticeKind.CAPACITY_ENDED: "/profile/organisations",
    NoticeKind.CASE_OPENED: "/cases",
    NoticeKind.REFUND_ASKED: "/fees/refunds",
    NoticeKind.REFUND_GRANTED: "/receipts",
    NoticeKind.REFUND_REFUSED: "/receipts",
    NoticeKind.SIGNER_REPLACED: "/",  # the application is not there for him any more
    NoticeKind.CORRECTION_APPROVED: "/profile/data",
    NoticeKind.CORRECTION_REJECTED: "/profile/data",
}


@dataclass(frozen=True)
class NoticeShown:
    """One notification."""

    notice_id: UUID
    place: int
    number: str
    case_number: str
    court: str
    said: str
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True)
class NotificationsPage:
    """One page of notifications, newest first."""

    notices: tuple[NoticeShown, ...]
    unread: int
    now: int
    last: int


def addressed_to(user: User) -> ColumnElement[bool]:
    """Return the condition on NoticeRow for this person's list, which follows the name he acts in (ID-12)."""
    return tells(user) & (col(NoticeRow.voen) == user.acting.voen)


def tells(user: User) -> ColumnElement[bool]:
    """Return the condition on NoticeRow for what this person may read at all."""
    if user.role is Role.LITIGANT and user.fin:
        return _to_person(user.fin)
    return _to_desk(user.court_id, user.account_id) if user.role is Role.CLERK and user.court_id else false()


def _to_person(fin: str | BindParameter[str]) -> ColumnElement[bool]:
    return col(NoticeRow.fin) == fin


def _to_desk(court_id: str | BindParameter[str], account_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    own = col(NoticeRow.account_id).is_(None) | (col(NoticeRow.account_id) == account_id)
    return (col(NoticeRow.fin) == "") & (col(NoticeRow.court_id) == court_id) & own


def unread_count() -> ColumnElement[dict[str, int]]:
    """Return how much the account and grant of a statement have not read, for the header of every page.

    By the organisation it is for; nothing at all is NULL. The same rule as `addressed_to`. PostgreSQL counts for the
    one role only, by the partial index of the unread.
    """
    number = func.count().label("number")
    unread = (
        select(col(NoticeRow.voen), number)
        .where(col(NoticeRow.read_at).is_(None))
        .group_by(col(NoticeRow.voen))
        .correlate(AccountRow, RoleGrantRow)
    )
    own = unread.where(col(NoticeRow.fin) == col(AccountRow.fin))
    one_clerks = col(NoticeRow.account_id).is_(None) | (col(NoticeRow.account_id) == col(AccountRow.id))
    at_court = unread.where(col(NoticeRow.fin) == "", col(NoticeRow.court_id) == col(RoleGrantRow.court_id), one_clerks)
    return case(
        (col(AccountRow.role) == Role.LITIGANT, _by_organisation(own)),
        (col(RoleGrantRow.role) == Role.CLERK, _by_organisation(at_court)),
    )


def _by_organisation(unread: Select[str, int]) -> ColumnElement[dict[str, int]]:
    counted = unread.lateral()
    return select(func.json_object_agg(counted.c.voen, counted.c.number)).select_from(counted).scalar_subquery()


async def notifications_page(read: Reader, user: User, *, page: int) -> NotificationsPage:
    """Return one page of a person's notifications; the same rule as `addressed_to`."""
    at_desk = user.role is Role.CLERK
    if not (user.court_id if at_desk else user.fin and user.role is Role.LITIGANT):
        return NotificationsPage((), 0, page, 0)
    start = (page - 1) * PAGE_SIZE
    asked = {"fin": user.fin, "court": user.court_id, "account": user.account_id, "voen": user.acting.voen}
    rows = await _listed(at_desk=at_desk).rows(read, asked | {"start": start})
    total, language = rows[0].total, current_language()
    told = [row for row in rows if row.id]  # a page past the last has counts and no notice
    notices = tuple(_shown(row, total - start - place, language) for place, row in enumerate(told))
    return NotificationsPage(notices, rows[0].unread, page, -(-total // PAGE_SIZE))


@cache
def _listed(*, at_desk: bool) -> Written:
    """Return the statement of one page, with how many there are and how many are unread beside each."""
    named = {name: bindparam(name, type_=String) for name in ("fin", "court", "voen")}
    told = _to_desk(named["court"], bindparam("account", type_=Uuid)) if at_desk else _to_person(named["fin"])
    told &= col(NoticeRow.voen) == named["voen"]
    total = select(func.count()).select_from(NoticeRow).where(told).scalar_subquery()
    unread = select(func.count()).select_from(NoticeRow).where(told, col(NoticeRow.read_at).is_(None)).scalar_subquery()
    newest = select(NoticeRow).where(told).order_by(col(NoticeRow.created_at).desc(), col(NoticeRow.id))
    page = newest.offset(bindparam("start", type_=Integer)).limit(literal_column(str(PAGE_SIZE))).subquery()
    court_id = func.coalesce(func.nullif(page.c.words.op("->>")("court_id"), ""), page.c.court_id)
    counts = select(total.label("total"), unread.label("unread")).subquery()
    lines = select(counts, page, col(CourtRow.name_az), col(CourtRow.name_en)).select_from(counts)
    lines = lines.outerjoin(page, true()).outerjoin(CourtRow, col(CourtRow.id) == court_id)
    return written(lines.order_by(page.c.created_at.desc(), page.c.id))


async def mark_read(db: AsyncSession, user: User, notice_id: UUID) -> str:
    """Note when a notification was first opened and return the address of what it is about."""
    row = (
        await db.execute(select(NoticeRow).where(col(NoticeRow.id) == notice_id, tells(user)).with_for_update())
    ).scalar_one_or_none()
    if row is None:
        raise NotYoursError
    row.read_at = row.read_at or now()
    if row.kind in CABINET_PAGES:
        return CABINET_PAGES[row.kind]
    if row.kind is NoticeKind.CLAIM_WITHDRAWN:  # the draft is its filer's alone; what was signed is its signers' too
        return f"/claims/{row.claim_id}/void"
    return f"/clerk/{row.claim_id}" if user.role is Role.CLERK else f"/claims/{row.claim_id}"


async def mark_all_read(db: AsyncSession, user: User) -> None:
    """Note that everything unread was read now."""
    unread = update(NoticeRow).where(addressed_to(user), col(NoticeRow.read_at).is_(None))
    await db.execute(unread.values(read_at=now()))


def _shown(row: Any, place: int, language: Language) -> NoticeShown:
    court = row if row.name_az else None  # it has the names of the court beside what is told
    return NoticeShown(
        row.id,
        place,
        row.words.get("number", ""),
        row.words.get("case_number", ""),
        (row.name_en if language is Language.EN else row.name_az) or "",
        sentence_of(row, court, language=language),
        row.created_at,
        row.read_at,
    )
