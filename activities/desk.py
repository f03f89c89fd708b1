"""The registry's desk: who has a filing open, to whom it is given, from whom it is taken over.

Each is one transaction of the caller's, safe to repeat: a form's id names one line of the desk's history.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.notices import NAMES
from models.domain.desk import DeskAct, Place
from models.domain.effects import NoticeKind
from models.domain.errors import RuleBroken
from models.domain.roles import Role
from models.tables.accounts import AccountRow
from models.tables.claims import ClaimRow
from models.tables.desk import DeskLineRow, DeskPlaceRow
from models.tables.notices import NoticeRow
from models.tables.rights import RoleGrantRow, living

# One statement decides between two clerks who open a filing at the same moment.
_HOLD = text("""
    INSERT INTO desk_place AS place (claim_id, opened_by, opened_at, seen_at, page)
    VALUES (:claim_id, :who, :at, :at, :page)
    ON CONFLICT (claim_id) DO UPDATE SET opened_by = excluded.opened_by, seen_at = excluded.seen_at,
        page = coalesce(excluded.page, place.page),
        opened_at = CASE WHEN place.opened_by = excluded.opened_by AND place.seen_at > :stale
            THEN place.opened_at ELSE excluded.opened_at END
    WHERE place.opened_by IS NULL OR place.opened_by = excluded.opened_by OR place.seen_at <= :stale""")
_LEAVE = text("""
    UPDATE desk_place SET opened_by = NULL, opened_at = NULL, seen_at = NULL, page = NULL
    WHERE claim_id = :claim_id AND opened_by = :who AND (CAST(:page AS uuid) IS NULL OR page = :page)""")


@dataclass(frozen=True)
class DeskDeed:
    """What a clerk does with a filing: `id` is the form's, so that the same form sent twice is one deed."""

    id: UUID
    claim_id: str
    by: UUID
    at: datetime


async def hold(
    session: AsyncSession, claim_id: str, who: UUID, *, at: datetime, idle: timedelta, page: UUID | None = None
) -> Place:
    """Open a filing for a clerk, or renew that it is open, unless a colleague has it; returns how it lies then."""
    values = {"claim_id": claim_id, "who": who, "at": at, "page": page, "stale": at - idle}
    await session.execute(_HOLD, values)
    return await place_of(session, claim_id)


async def place_of(session: AsyncSession, claim_id: str) -> Place:
    """Return where a filing lies on the desk."""
    query = select(DeskPlaceRow).where(col(DeskPlaceRow.claim_id) == claim_id)
    row = (await session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()
    return row.place if row else Place()


async def leave(session: AsyncSession, claim_id: str, who: UUID, *, page: UUID | None = None) -> None:
    """Release a filing; a page that names itself releases nothing once a later page has it open."""
    await session.execute(_LEAVE, {"claim_id": claim_id, "who": who, "page": page})


async def assign(session: AsyncSession, deed: DeskDeed, *, to: UUID) -> None:
    """Give a filing to a clerk of its court and tell him, and the one who had it; RuleBroken `no_such_colleague`."""
    claim = await session.get_one(ClaimRow, deed.claim_id)
    people = await colleagues(session, claim.court_id, at=deed.at)
    if to not in people:
        raise RuleBroken("no_such_colleague")
    row = await _locked(session, deed)
    before = row.assigned_to
    if before == to or not await _write(session, deed, DeskAct.ASSIGN, before, to):
        return
    row.assigned_to = to
    for told in {to, before} - {None, deed.by}:
        await _tell(session, deed, NoticeKind.DESK_ASSIGNED, told, claim, sides=(before, to))


async def take_over(session: AsyncSession, deed: DeskDeed) -> None:
    """Make a filing one's own, whoever had it or has it open; both are told, and it stays in the filing's history."""
    claim = await session.get_one(ClaimRow, deed.claim_id)
    row = await _locked(session, deed)
    had = [person for person in (row.opened_by, row.assigned_to) if person not in {None, deed.by}]
    act = DeskAct.TAKE_OVER if had else DeskAct.ASSIGN
    if not await _write(session, deed, act, had[0] if had else None, deed.by):
        return
    row.assigned_to = row.opened_by = deed.by
    row.opened_at = row.seen_at = deed.at
    row.page = None
    for told in {*had, deed.by} if had else ():
        await _tell(session, deed, NoticeKind.DESK_TAKEN_OVER, told, claim, sides=(had[0] if had else None, deed.by))


async def colleagues(session: AsyncSession, court_id: str, *, at: datetime) -> dict[UUID, str]:
    """Return the clerks of a court who hold their role now: their names by account, in alphabetical order."""
    query = (
        select(col(AccountRow.id), col(AccountRow.surname), col(AccountRow.name))
        .join(RoleGrantRow, col(RoleGrantRow.account_id) == col(AccountRow.id))
        .where(
            living(at),
            col(RoleGrantRow.role) == Role.CLERK,
            col(RoleGrantRow.court_id) == court_id,
            col(AccountRow.blocked_at).is_(None),
        )
        .order_by(col(AccountRow.surname), col(AccountRow.name), col(AccountRow.id))
    )
    return {account_id: f"{name} {surname}" for account_id, surname, name in (await session.execute(query)).all()}


async def names_of(session: AsyncSession, accounts: set[UUID | None]) -> dict[UUID | None, str]:
    """Return the names of members of the staff by account, of those also who hold no role any more."""
    query = select(col(AccountRow.id), col(AccountRow.name), col(AccountRow.surname))
    found = await session.execute(query.where(col(AccountRow.id).in_([one for one in accounts if one])))
    return {account_id: f"{name} {surname}" for account_id, name, surname in found.all()}


async def _locked(session: AsyncSession, deed: DeskDeed) -> DeskPlaceRow:
    await session.execute(insert(DeskPlaceRow).values(claim_id=deed.claim_id).on_conflict_do_nothing())
    query = select(DeskPlaceRow).where(col(DeskPlaceRow.claim_id) == deed.claim_id).with_for_update()
    return (await session.execute(query.execution_options(populate_existing=True))).scalar_one()


async def _write(session: AsyncSession, deed: DeskDeed, act: DeskAct, before: UUID | None, after: UUID) -> bool:
    """Write a deed's line; False when it stands already."""
    line = {"id": deed.id, "claim_id": deed.claim_id, "at": deed.at, "act": act, "by_account": deed.by}
    line |= {"from_account": before, "to_account": after}
    written = insert(DeskLineRow).values(line).on_conflict_do_nothing().returning(col(DeskLineRow.id))
    return (await session.execute(written)).scalar_one_or_none() is not None


async def _tell(
    session: AsyncSession,
    deed: DeskDeed,
    kind: NoticeKind,
    told: UUID | None,
    claim: ClaimRow,
    *,
    sides: tuple[UUID | None, UUID],
) -> None:
    before, after = sides
    names = await names_of(session, {deed.by, before, after})
    words: dict[str, Any] = {
        "number": claim.number,
        "court_id": claim.court_id,
        "decide_by": claim.decide_by.isoformat() if claim.decide_by else "",
        "by_name": names.get(deed.by, ""),
        "from_name": names.get(before, "—"),
        "to_name": names.get(after, ""),
    }
    notice = {"id": uuid5(NAMES, f"desk/{deed.id}/{told}"), "kind": kind, "fin": "", "voen": "", "words": words}
    notice |= {"court_id": claim.court_id, "account_id": told, "claim_id": claim.id, "created_at": deed.at}
    await session.execute(insert(NoticeRow).values(notice).on_conflict_do_nothing())
