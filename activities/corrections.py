"""What the steps of a request to correct a datum do in PostgreSQL: each is one transaction and safe to repeat."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col
from temporalio import activity
from temporalio.client import Client

from activities.account_notices import by_mail, write_account_notice
from activities.rights import holds_now
from activities.starting import start_once
from models.db import Sessions
from models.domain.correction import Comparison, Correction, CorrectionAct, CorrectionStatus, Datum, corrected, take
from models.domain.effects import NoticeKind
from models.domain.errors import RuleBroken
from models.domain.roles import Role
from models.messages import ids
from models.messages.correction import BeginCorrection, CorrectionRecorded, CorrectionStep
from models.tables.accounts import AccountRow
from models.tables.corrections import CorrectionLineRow, CorrectionRow
from models.tables.rights import RoleGrantRow, living

_TO_THE_PERSON = {
    CorrectionAct.APPROVE: NoticeKind.CORRECTION_APPROVED,
    CorrectionAct.REJECT: NoticeKind.CORRECTION_REJECTED,
}
_TO_THE_OWNERS = {
    CorrectionAct.REMIND: NoticeKind.CORRECTION_DUE,
    CorrectionAct.MARK_OVERDUE: NoticeKind.CORRECTION_OVERDUE,
}


@dataclass(frozen=True)
class CorrectionActivities:
    """Effects of one request."""

    sessions: Sessions

    def listed(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [self.take_step]

    @activity.defn(name="take_correction_step")
    async def take_step(self, step: CorrectionStep) -> CorrectionRecorded:
        """Record a step with its line in the history; an approval changes the account in the same transaction."""
        async with self.sessions.begin() as session:
            row = await session.get_one(CorrectionRow, UUID(step.correction_id), with_for_update=True)
            if await session.get(CorrectionLineRow, UUID(step.step_id)) is not None:
                return CorrectionRecorded(correction_of(row))
            try:
                await _record(session, row, step)
            except RuleBroken as refused:  # nothing was written before; the workflow tells whoever took the step
                return CorrectionRecorded(correction_of(row), refused.code)
            return CorrectionRecorded(correction_of(row))


def correction_of(row: CorrectionRow) -> Correction:
    """Return the request as the domain's rules judge it."""
    return Correction(
        str(row.id), str(row.account_id), row.remind_at, row.decide_by, row.status, row.warned, row.overdue
    )


async def begin_correction(temporal: Client, correction: Correction) -> None:
    """Have a request wait for the owner; its row must stand in PostgreSQL. Beginning it again changes nothing."""
    workflow_id = ids.correction_workflow(correction.id)
    await start_once(temporal, ids.CORRECTION, BeginCorrection(correction), workflow_id)


async def corrected_at(session: AsyncSession, account_id: UUID, datum: Datum) -> datetime | None:
    """Return when a datum was last corrected by an owner's decision; None when it never was."""
    row = CorrectionRow
    query = select(col(row.decided_at)).where(
        col(row.account_id) == account_id, col(row.datum) == datum, col(row.status) == CorrectionStatus.APPROVED
    )
    return (await session.scalars(query.order_by(col(row.decided_at).desc()).limit(1))).first()


async def last_comparison(session: AsyncSession, correction_id: UUID) -> Comparison | None:
    """Return what the population register said when an owner last asked it about a request."""
    line = CorrectionLineRow
    query = select(line).where(col(line.correction_id) == correction_id, col(line.act) == CorrectionAct.COMPARE)
    found = (await session.scalars(query.order_by(col(line.at).desc()).limit(1))).first()
    return Comparison(found.new, found.at) if found else None


async def _record(session: AsyncSession, row: CorrectionRow, step: CorrectionStep) -> None:
    after = take(correction_of(row), step.act, step.actor, reason=step.reason)
    if step.actor.role is Role.OWNER:
        # Asked again: the one who acts may have lost his role since his page was shown.
        held = await holds_now(session, UUID(step.actor.account_id), at=step.at)
        if held is None or held.role is not Role.OWNER:
            raise RuleBroken("not_yours")
    account = await session.get_one(AccountRow, row.account_id, with_for_update=True)
    old = new = ""
    if step.act is CorrectionAct.APPROVE:
        old = str(getattr(account, row.datum))
        new = corrected(old, row.wished, await last_comparison(session, row.id), at=step.at)
        setattr(account, row.datum, new)
    session.add(
        CorrectionLineRow(
            id=UUID(step.step_id),
            correction_id=row.id,
            at=step.at,
            act=step.act,
            by_account=UUID(step.actor.account_id) if step.actor.account_id else None,
            old=old,
            new=new,
            reason=step.reason.strip(),
        )
    )
    row.status, row.warned, row.overdue = after.status, after.warned, after.overdue
    row.decided_at = step.at if after.is_ended else None
    await _tell(session, row, step, account=account)


async def _tell(session: AsyncSession, row: CorrectionRow, step: CorrectionStep, *, account: AccountRow) -> None:
    words = {"datum": str(row.datum)}
    if step.act in _TO_THE_PERSON:
        words |= {"reason": step.reason.strip()} if step.act is CorrectionAct.REJECT else {}
        kind, fin, people = _TO_THE_PERSON[step.act], account.fin or "", [account]
    elif step.act in _TO_THE_OWNERS:
        words |= {"decide_by": row.decide_by.isoformat()}
        kind, fin, people = _TO_THE_OWNERS[step.act], "", await _owners(session, step)
    else:
        return
    for person in people:
        await write_account_notice(
            session,
            kind,
            words=words,
            to=by_mail(person),
            language=person.language,
            at=step.at,
            fin=fin,
            notice_id=uuid5(NAMESPACE_URL, f"divan:correction:{step.step_id}:{person.id}"),
        )


async def _owners(session: AsyncSession, step: CorrectionStep) -> list[AccountRow]:
    """Return the owners who can sign in and have an address that they confirmed."""
    query = (
        select(AccountRow)
        .join(RoleGrantRow, col(RoleGrantRow.account_id) == col(AccountRow.id))
        .where(
            col(RoleGrantRow.role) == Role.OWNER,
            col(AccountRow.blocked_at).is_(None),
            col(AccountRow.email_confirmed_at).is_not(None),
            living(step.at),
        )
    )
    return list((await session.scalars(query)).all())
