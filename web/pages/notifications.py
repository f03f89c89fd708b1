"""Notifications ("Bildirişlər", NTF-1): what a person, or the registry of a court, was told, and when it was read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.words.notices import sentence_of
from models.domain.effects import NoticeKind
from models.domain.roles import Role
from models.tables.accounts import AccountRow
from models.tables.notices import NoticeRow
from models.tables.reference import CourtRow
from models.tables.rights import RoleGrantRow
from web.deps import NotYoursError
from web.language import current_language
from web.pages.court import courts_of, local_name
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
        return col(NoticeRow.fin) == user.fin
    if user.role is Role.CLERK and user.court_id:
        own = col(NoticeRow.account_id).is_(None) | (col(NoticeRow.account_id) == user.account_id)
        return (col(NoticeRow.fin) == "") & (col(NoticeRow.court_id) == user.court_id) & own
    return literal(value=False)


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


async def notifications_page(db: AsyncSession, user: User, *, page: int) -> NotificationsPage:
    """Return one page of a person's notifications."""
    total = (await db.execute(select(func.count()).select_from(NoticeRow).where(addressed_to(user)))).scalar_one()
    offset = (page - 1) * PAGE_SIZE
    newest = select(NoticeRow).where(addressed_to(user)).order_by(col(NoticeRow.created_at).desc(), col(NoticeRow.id))
    rows = (await db.scalars(newest.offset(offset).limit(PAGE_SIZE))).all()
    courts = await courts_of(db, map(_court_id, rows))
    notices = [_shown(row, courts.get(_court_id(row)), total - offset - place) for place, row in enumerate(rows)]
    unread = select(func.count()).where(addressed_to(user), col(NoticeRow.read_at).is_(None))
    return NotificationsPage(tuple(notices), (await db.execute(unread)).scalar_one(), page, -(-total // PAGE_SIZE))


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


def _court_id(row: NoticeRow) -> str:
    return row.words.get("court_id") or row.court_id


def _shown(row: NoticeRow, court: CourtRow | None, place: int) -> NoticeShown:
    return NoticeShown(
        row.id,
        place,
        row.words.get("number", ""),
        row.words.get("case_number", ""),
        local_name(court) if court else "",
        sentence_of(row, court, language=current_language()),
        row.created_at,
        row.read_at,
    )
