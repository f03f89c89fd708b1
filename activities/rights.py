"""Changes of people's rights: each one transaction with its line in the register of rights (AUD-4), safe to repeat."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.errors import RuleBroken
from models.domain.grants import (
    Grant,
    RightsAct,
    check_grant,
    check_invitation,
    check_lift,
    check_limit,
    check_withdrawal,
)
from models.domain.letters import LinkPurpose
from models.domain.roles import Role
from models.tables.accounts import AccountRow
from models.tables.reference import CourtRow
from models.tables.registrations import MailedLinkRow
from models.tables.rights import RightsLineRow, RoleGrantRow, living
from models.tables.sessions import WebSessionRow

# Rules about others ("the last owner") hold only while nobody else changes rights; reading goes on meanwhile.
_ONE_AT_A_TIME = text("LOCK TABLE role_grant IN SHARE ROW EXCLUSIVE MODE")


@dataclass(frozen=True)
class Deed:
    """What an owner does to somebody's rights: `id` is the form's, so that the same form sent twice is one deed."""

    id: UUID
    by: UUID
    whom: UUID
    reason: str
    at: datetime


@dataclass(frozen=True)
class _Person:
    account: AccountRow
    holds: RoleGrantRow | None

    @property
    def grant(self) -> Grant | None:
        return self.holds.grant if self.holds else None


async def grant_role(
    session: AsyncSession, deed: Deed, *, role: Role, court_id: str = "", until: datetime | None = None
) -> None:
    """Give a member of the staff a role from now on; the caller owns the transaction.

    Raises RuleBroken of `check_grant`, `not_yours`, `no_such_person`, `not_staff`, `court_not_known`.
    """
    person = await _begin(session, deed)
    if person is None:
        return
    if person.account.role is not None:
        raise RuleBroken("not_staff")
    wanted = Grant(role, deed.at, court_id, until)
    check_grant(wanted, reason=deed.reason, is_self=deed.by == deed.whom, holds=person.grant)
    if court_id and await session.get(CourtRow, court_id) is None:
        raise RuleBroken("court_not_known")
    session.add(
        RoleGrantRow(
            id=deed.id,
            account_id=deed.whom,
            role=role,
            court_id=court_id,
            granted_by=deed.by,
            reason=deed.reason.strip(),
            since=deed.at,
            until=until,
        )
    )
    _note(session, deed, RightsAct.GRANT, wanted)


async def withdraw_role(session: AsyncSession, deed: Deed) -> None:
    """Take a person's role away and end the sessions; the caller owns the transaction.

    Raises RuleBroken of `check_withdrawal`, `not_yours`, `no_such_person`.
    """
    person = await _begin(session, deed)
    if person is None:
        return
    check_withdrawal(person.grant, reason=deed.reason, other_owners=await _other_owners(session, deed))
    if person.holds is not None:
        person.holds.withdrawn_at, person.holds.withdrawn_by = deed.at, deed.by
        person.holds.withdrawn_reason = deed.reason.strip()
    _note(session, deed, RightsAct.WITHDRAW, person.grant)
    await _end_sessions(session, deed.whom)


async def limit_access(session: AsyncSession, deed: Deed) -> None:
    """Keep a person out and end the sessions (AUD-4); the caller owns the transaction.

    Raises RuleBroken of `check_limit`, `not_yours`, `no_such_person`.
    """
    person = await _begin(session, deed)
    if person is None:
        return
    account = person.account
    check_limit(
        person.grant,
        reason=deed.reason,
        is_self=deed.by == deed.whom,
        is_limited=account.blocked_at is not None,
        other_owners=await _other_owners(session, deed),
    )
    account.blocked_at = deed.at
    _note(session, deed, RightsAct.LIMIT, None)
    await _end_sessions(session, deed.whom)


async def lift_limit(session: AsyncSession, deed: Deed) -> None:
    """Let a person in again; the caller owns the transaction.

    Raises RuleBroken of `check_lift`, `not_yours`, `no_such_person`.
    """
    person = await _begin(session, deed)
    if person is None:
        return
    check_lift(reason=deed.reason, is_limited=person.account.blocked_at is not None)
    person.account.blocked_at = None
    _note(session, deed, RightsAct.LIFT, None)


async def invite(session: AsyncSession, deed: Deed) -> None:
    """Write down that a link is sent by which the person chooses a password; the caller owns the transaction.

    Raises RuleBroken of `check_invitation`, `not_yours`, `no_such_person`.
    """
    person = await _begin(session, deed)
    if person is None:
        return
    account = person.account
    check_invitation(
        person.grant,
        reason=deed.reason,
        is_self=deed.by == deed.whom,
        is_limited=account.blocked_at is not None,
        has_address=bool(account.email),
    )
    _note(session, deed, RightsAct.INVITE, person.grant)


async def one_at_a_time(session: AsyncSession) -> None:
    """Hold every other change of rights back until the caller's transaction ends."""
    await session.execute(_ONE_AT_A_TIME)


async def holds_now(session: AsyncSession, account_id: UUID, *, at: datetime) -> RoleGrantRow | None:
    """Return the grant by which a member of the staff holds a role at that moment."""
    query = select(RoleGrantRow).where(col(RoleGrantRow.account_id) == account_id, living(at))
    return (await session.scalars(query)).first()


async def set_up_role(
    session: AsyncSession, grant_id: UUID, account_id: UUID, *, role: Role, court_id: str, reason: str
) -> None:
    """Grant a role that nobody decides on, when a court is set up; whoever ever held a role keeps what became of it."""
    query = select(col(RoleGrantRow.id)).where(col(RoleGrantRow.account_id) == account_id).limit(1)
    if (await session.execute(query)).first():
        return
    at = datetime.now(UTC)
    grant = {
        "id": grant_id,
        "account_id": account_id,
        "role": role,
        "court_id": court_id,
        "reason": reason,
        "since": at,
        "withdrawn_reason": "",
    }
    line = {
        "id": grant_id,
        "at": at,
        "act": RightsAct.GRANT,
        "about_account": account_id,
        "role": role,
        "court_id": court_id,
        "reason": reason,
    }
    await session.execute(insert(RoleGrantRow).values(grant).on_conflict_do_nothing(index_elements=["id"]))
    await session.execute(insert(RightsLineRow).values(line).on_conflict_do_nothing(index_elements=["id"]))


async def _begin(session: AsyncSession, deed: Deed) -> _Person | None:
    """Return the person whose rights will change; None when this deed was done before."""
    await one_at_a_time(session)
    if await session.get(RightsLineRow, deed.id) is not None:
        return None
    # Asked again under the lock: the one who acts may have lost his own role since his page was shown.
    by = await holds_now(session, deed.by, at=deed.at)
    if by is None or by.role is not Role.OWNER:
        raise RuleBroken("not_yours")
    query = select(AccountRow).where(col(AccountRow.id) == deed.whom).with_for_update()
    account = (await session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()
    if account is None:
        raise RuleBroken("no_such_person")
    return _Person(account, await holds_now(session, deed.whom, at=deed.at))


async def _other_owners(session: AsyncSession, deed: Deed) -> int:
    """Count who could still grant rights without this person, today and on any later day."""
    query = (
        select(func.count())
        .select_from(RoleGrantRow)
        .join(AccountRow, col(AccountRow.id) == col(RoleGrantRow.account_id))
        .where(
            col(RoleGrantRow.role) == Role.OWNER,
            col(RoleGrantRow.account_id) != deed.whom,
            col(RoleGrantRow.until).is_(None),
            col(AccountRow.blocked_at).is_(None),
            living(deed.at),
        )
    )
    return (await session.execute(query)).scalar_one()


def _note(session: AsyncSession, deed: Deed, act: RightsAct, grant: Grant | None) -> None:
    session.add(
        RightsLineRow(
            id=deed.id,
            at=deed.at,
            act=act,
            by_account=deed.by,
            about_account=deed.whom,
            role=grant.role if grant else None,
            court_id=grant.court_id if grant else "",
            until=grant.until if grant else None,
            reason=deed.reason.strip(),
        )
    )


async def _end_sessions(session: AsyncSession, account_id: UUID) -> None:
    """End them for good, and the link to a password: a limit that is lifted, or a new grant, must not wake them."""
    links = (col(MailedLinkRow.purpose) == LinkPurpose.STAFF_PASSWORD) & (col(MailedLinkRow.subject) == str(account_id))
    await session.execute(delete(MailedLinkRow).where(links))
    await session.execute(delete(WebSessionRow).where(col(WebSessionRow.account_id) == account_id))
