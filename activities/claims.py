"""Recording the steps of a claim: one activity, one transaction, safe to repeat.

A step is one SQL statement, after one more where the database must be asked first (a number, a receipt).
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from psycopg.errors import UniqueViolation
from pydantic import TypeAdapter
from sqlalchemy import Engine
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.court_decisions import (
    OPENS_CASE,
    case_notices,
    decision_values,
    declines_now,
    require_declinable,
    silence_accepts,
)
from activities.notices import notice_values
from activities.numbers import next_application_number, next_case_number, one_row
from activities.receipts import reserve_for
from activities.reference import calendar_by
from activities.register import line_of
from activities.signer_places import require_standing
from activities.step_statement import step_statement
from models.db import Driver, driver_of, one_transaction
from models.domain.claim import Claim
from models.domain.claim_status import Act
from models.domain.errors import RuleBroken
from models.domain.official_delivery import complaint_term
from models.domain.terms import decision_due
from models.messages.claim import ClaimStep, RecordedStep, StepOutcome, after_recording

_CLAIM = TypeAdapter(Claim)
_TOUCHED = "SELECT touched_at FROM draft WHERE claim_id = %(claim_id)s"
_NEWEST = """
    SELECT outcome, hash FROM register_line WHERE claim_id = %(claim_id)s AND revision >= %(revision)s
    ORDER BY revision DESC LIMIT 1"""
# These ask the database first, in the same transaction; every other step is one statement.
_ASKS_FIRST = frozenset({Act.OPEN, Act.CONFIRM, Act.REPLACE, Act.DECLINE, *OPENS_CASE})


@dataclass(frozen=True)
class ClaimActivities:
    """What a claim's workflow asks of the database."""

    engine: Engine
    deemed_accepted_courts: tuple[str, ...] = ()  # where silence over the term of MPM 151.3 counts as acceptance

    def listed(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker; they block, so it needs threads for them."""
        return [self.record_step, self.newest_step, self.draft_touched_at]

    @activity.defn
    def record_step(self, step: ClaimStep) -> StepOutcome:
        """Write the claim's row, its register line, its receipt and its notices in one transaction.

        Where the register is further already, because an earlier step's answer was lost, nothing is written and its
        newest step comes back. A refusal that only the database can give (a receipt taken by another claim, a draft
        changed meanwhile, a kind of application that is not refused) comes back as a non-retryable error of type
        RuleBroken.
        """
        try:
            asks_first = step.act in _ASKS_FIRST or declines_now(step.claim)
            connected = one_transaction if asks_first else driver_of
            with connected(self.engine) as database:
                return _record(database, step, deems=silence_accepts(step.claim.court_id, self.deemed_accepted_courts))
        except (RuleBroken, UniqueViolation) as error:
            # A step whose answer was lost comes again and trips over its own receipt, case or line.
            if recorded := self._newest_step(step.claim.id, since=step.claim.revision):
                return StepOutcome(recorded=recorded)
            if isinstance(error, RuleBroken):
                raise ApplicationError(error.code, type=RuleBroken.__name__, non_retryable=True) from error
            raise

    @activity.defn
    def draft_touched_at(self, claim_id: str) -> datetime:
        """Return when the draft was last edited."""
        with driver_of(self.engine) as database:
            (touched_at,) = one_row(database, _TOUCHED, claim_id=claim_id)
        return cast("datetime", touched_at)

    @activity.defn
    def newest_step(self, claim_id: str) -> RecordedStep:
        """Return the newest step in the register; LookupError when there is none."""
        newest = self._newest_step(claim_id, since=1)
        if newest is None:
            raise LookupError(claim_id)
        return newest

    def _newest_step(self, claim_id: str, *, since: int) -> RecordedStep | None:
        with driver_of(self.engine) as database:
            found = database.execute(_NEWEST, {"claim_id": claim_id, "revision": since}).fetchone()
        if found is None:
            return None
        outcome, line = found
        return RecordedStep(_CLAIM.validate_python(outcome["claim"]), outcome["taken_by"], line)


def _record(database: Driver, step: ClaimStep, *, deems: bool) -> StepOutcome:
    if step.act is Act.CONFIRM:
        reserve_for(database, step)
    if step.act is Act.REPLACE:
        require_standing(database, step)
    if declines_now(step.claim):
        require_declinable(database, step.claim)
    outcome = _outcome(database, step, deems=deems)
    if step.act in OPENS_CASE:
        step = replace(step, notices=(*step.notices, *case_notices(database, step.claim)))
    claim = after_recording(step.claim, outcome)
    outcome_kept = {"claim": _CLAIM.dump_python(claim, mode="json"), "taken_by": step.taken_by}
    line = line_of(step, outcome_kept | ({"reason": step.reason} if step.reason else {}))
    values = line | _row(step, claim) | decision_values(step.act, claim, at=step.at)
    values |= {"outcome": json.dumps(line["outcome"], ensure_ascii=False)}
    if step.notices:
        values |= notice_values(step, _words(step, claim) | _complaint(database, step))
    database.execute(step_statement(step.act, tells=bool(step.notices)), values)
    return replace(outcome, line=line["hash"])


def _outcome(database: Driver, step: ClaimStep, *, deems: bool) -> StepOutcome:
    claim = step.claim
    match step.act:
        case Act.OPEN:
            return StepOutcome(number=next_application_number(database, at=step.at))
        case Act.SEND if claim.sent_at is not None:
            calendar = calendar_by(database)
            return StepOutcome(decide_by=decision_due(claim.sent_at, calendar, step.decision_days))
        case Act.ACCEPT | Act.DEEM_ACCEPTED:
            decided_at = claim.decision.at if claim.decision else step.at
            return StepOutcome(case_number=next_case_number(database, court_id=claim.court_id, at=decided_at))
        case Act.WARN_COURT:
            return StepOutcome(deems=deems)
        case _:
            return StepOutcome()


def _row(step: ClaimStep, claim: Claim) -> dict[str, Any]:
    return {
        "number": claim.number,
        "filer_fin": claim.filer_fin,
        "voen": claim.voen,
        "signers": [signer.fin for signer in claim.signers],
        "signers_voens": [" ".join(signer.voens) for signer in claim.signers],
        "signers_signed": [signer.signed_at for signer in claim.signers],
        "signers_seal": [signer.seal for signer in claim.signers],
        "signers_sealed": [signer.sealed_at for signer in claim.signers],
        "version": claim.version,
        "content_sha256": claim.content_sha256,
        "court_id": claim.court_id,
        "receipt_number": claim.fee.receipt_number if claim.fee else "",
        "sent_at": claim.sent_at,
        "decide_by": claim.decide_by,
        "decided_at": _decided_at(step, claim),
        "overdue": claim.overdue,
        "reason_code": claim.reason_code,
        "reason": claim.reason,
        "step_reason": step.reason,
        "reason_by": step.actor.fin if step.act is Act.REFUSE else "",
        "case_number": claim.case_number,
    }


def _complaint(database: Driver, step: ClaimStep) -> dict[str, str]:
    """Return the last day of the complaint for the letter of a refusal, as if it were delivered as it is written.

    That is the earliest day on which it can be: the page says the day by the delivery itself (MPM 268, 135).
    """
    if step.act is not Act.DECLINE:
        return {}
    return {"complain_by": complaint_term(step.at, calendar_by(database)).ends_at.isoformat()}


def _decided_at(step: ClaimStep, claim: Claim) -> datetime | None:
    """Return when the claim ended; the court's decision counts from when it was taken, not from when it left."""
    if not claim.is_final:
        return None
    return claim.decision.at if claim.decision else step.at


def _words(step: ClaimStep, claim: Claim) -> dict[str, Any]:
    return {
        "number": claim.number,
        "court_id": claim.court_id,
        "case_number": claim.case_number,
        "reason_code": claim.reason_code,
        "reason": step.reason or claim.reason,
        "exemption_reason": claim.decision.exemption_reason if claim.decision else "",
        "decide_by": claim.decide_by.isoformat() if claim.decide_by else "",
    }
