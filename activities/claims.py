"""Recording the steps of a claim: one activity, one transaction, safe to repeat."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.drafts import content_of, content_sha256
from activities.notices import write_notices
from activities.numbers import next_application_number, next_case_number
from activities.receipts import apply_receipt_effect
from activities.reference import court_calendar
from activities.register import append_line, last_line
from models.db import Sessions
from models.domain.claim import Claim
from models.domain.claim_status import Act
from models.domain.effects import RECEIPT_EFFECTS
from models.domain.errors import RuleBroken
from models.domain.terms import decision_due
from models.messages.claim import ClaimStep, StepOutcome
from models.tables.claims import ClaimRow, ClaimSignerRow, CourtCaseRow, FrozenContentRow
from models.tables.drafts import DraftRow


@dataclass(frozen=True)
class ClaimActivities:
    """What a claim's workflow asks of the database."""

    sessions: Sessions

    @activity.defn
    async def record_step(self, step: ClaimStep) -> StepOutcome:
        """Write the claim's row, its register line, its receipt and its notices in one transaction.

        Repeating a recorded step gives its first outcome. A refusal that only the database can give (a receipt taken
        by another claim, a draft changed meanwhile) comes back as a non-retryable error of type RuleBroken.
        """
        try:
            async with self.sessions.begin() as session:
                revision, previous, outcome = await last_line(session, step.claim.id)
                if revision >= step.claim.revision:
                    return await _first_outcome(session, step, outcome if revision == step.claim.revision else None)
                return await _record(session, step, previous)
        except RuleBroken as broken:
            raise ApplicationError(broken.code, type=RuleBroken.__name__, non_retryable=True) from broken

    @activity.defn
    async def draft_touched_at(self, claim_id: str) -> datetime:
        """Return when the draft was last edited."""
        async with self.sessions() as session:
            query = select(col(DraftRow.touched_at)).where(col(DraftRow.claim_id) == claim_id)
            return (await session.execute(query)).scalar_one()


async def _record(session: AsyncSession, step: ClaimStep, previous: str) -> StepOutcome:
    if step.act is Act.CONFIRM:
        await _freeze(session, step)
    if effect := RECEIPT_EFFECTS.get(step.act):
        await apply_receipt_effect(session, step, effect)
    outcome = await _outcome(session, step)
    await _write_row(session, step, outcome)
    await _write_signers(session, step)
    await append_line(session, step, previous=previous, outcome=_as_json(outcome))
    await write_notices(session, step, words=_words(step.claim, outcome))
    await session.execute(select(func.pg_notify("web", f"claim:{step.claim.id}")))
    return outcome


async def _outcome(session: AsyncSession, step: ClaimStep) -> StepOutcome:
    claim = step.claim
    match step.act:
        case Act.OPEN:
            return StepOutcome(number=await next_application_number(session, at=step.at))
        case Act.SEND if claim.sent_at is not None:
            calendar = await court_calendar(session)
            return StepOutcome(decide_by=decision_due(claim.sent_at, calendar, step.decision_days))
        case Act.ACCEPT:
            return StepOutcome(case_number=await _open_case(session, step))
        case _:
            return StepOutcome()


async def _open_case(session: AsyncSession, step: ClaimStep) -> str:
    number = await next_case_number(session, court_id=step.claim.court_id, at=step.at)
    case = {"id": step.claim.id, "number": number, "court_id": step.claim.court_id}
    await session.execute(insert(CourtCaseRow).values(**case, claim_id=step.claim.id, opened_at=step.at))
    return number


async def _freeze(session: AsyncSession, step: ClaimStep) -> None:
    """Keep the confirmed content; refuse when the draft is no longer the one that was confirmed."""
    claim = step.claim
    await session.execute(select(col(DraftRow.version)).where(col(DraftRow.claim_id) == claim.id).with_for_update())
    content = await content_of(session, claim.id)
    if content["version"] != claim.version or content_sha256(content) != claim.content_sha256:
        raise RuleBroken("draft_changed")
    frozen = {"claim_id": claim.id, "version": claim.version, "content": content, "sha256": claim.content_sha256}
    await session.execute(insert(FrozenContentRow).values(**frozen, frozen_at=step.at))


async def _write_row(session: AsyncSession, step: ClaimStep, outcome: StepOutcome) -> None:
    claim = step.claim
    changed: dict[str, Any] = {
        "status": claim.status,
        "revision": claim.revision,
        "version": claim.version,
        "content_sha256": claim.content_sha256,
        "court_id": claim.court_id,
        "receipt_number": claim.fee.receipt_number if claim.fee else "",
        "updated_at": step.at,
        "sent_at": claim.sent_at,
        "decide_by": outcome.decide_by or claim.decide_by,
        "overdue": claim.overdue,
        "reason_code": claim.reason_code,
        "reason": claim.reason,
        "case_number": outcome.case_number or claim.case_number,
    }
    if step.act is Act.OPEN:
        born = {"id": claim.id, "number": outcome.number, "filer_fin": claim.filer_fin, "opened_at": step.at}
        await session.execute(insert(ClaimRow).values(**born, **changed))
        return
    if claim.is_final:
        changed |= {"decided_at": step.at, "reason_by": step.actor.fin if step.act is Act.REFUSE else ""}
    await session.execute(update(ClaimRow).where(col(ClaimRow.id) == claim.id).values(changed))


async def _write_signers(session: AsyncSession, step: ClaimStep) -> None:
    claim = step.claim
    match step.act:
        case Act.CONFIRM:
            signers = [
                {
                    "claim_id": claim.id,
                    "fin": signer.fin,
                    "position": position,
                    "called_at": None if position else step.at,
                }
                for position, signer in enumerate(claim.signers)
            ]
            await session.execute(insert(ClaimSignerRow).values(signers))
        case Act.SIGN | Act.SEND:
            signed = update(ClaimSignerRow).where(
                col(ClaimSignerRow.claim_id) == claim.id, col(ClaimSignerRow.fin) == step.actor.fin
            )
            await session.execute(signed.values(signed_at=step.at))
            if step.actor.fin == claim.filer_fin:  # CLM-13: now it stands in every co-claimant's list
                await session.execute(
                    update(ClaimSignerRow).where(col(ClaimSignerRow.claim_id) == claim.id).values(called_at=step.at)
                )
        case Act.WITHDRAW:
            await session.execute(delete(ClaimSignerRow).where(col(ClaimSignerRow.claim_id) == claim.id))
            # The next confirmation is another version, with a package and signatures of its own.
            await session.execute(
                update(DraftRow)
                .where(col(DraftRow.claim_id) == claim.id)
                .values(version=col(DraftRow.version) + 1, touched_at=step.at)
            )


async def _first_outcome(session: AsyncSession, step: ClaimStep, outcome: dict[str, Any] | None) -> StepOutcome:
    if outcome is None:
        row = await session.get_one(ClaimRow, step.claim.id)
        return StepOutcome(row.number, row.decide_by, row.case_number)
    decide_by = datetime.fromisoformat(outcome["decide_by"]) if outcome["decide_by"] else None
    return StepOutcome(outcome["number"], decide_by, outcome["case_number"])


def _as_json(outcome: StepOutcome) -> dict[str, Any]:
    decide_by = outcome.decide_by.isoformat() if outcome.decide_by else None
    return {"number": outcome.number, "decide_by": decide_by, "case_number": outcome.case_number}


def _words(claim: Claim, outcome: StepOutcome) -> dict[str, Any]:
    decide_by = outcome.decide_by or claim.decide_by
    return {
        "number": claim.number,
        "court_id": claim.court_id,
        "case_number": outcome.case_number or claim.case_number,
        "reason_code": claim.reason_code,
        "reason": claim.reason,
        "decide_by": decide_by.isoformat() if decide_by else "",
    }
