"""Recording the steps of a claim: one activity, one transaction, safe to repeat.

Each step costs a handful of statements, written as SQL: at a court's busy hour this file is where the CPU goes
(bench/RESULTS.md).
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

from activities.notices import write_notices
from activities.numbers import next_application_number, next_case_number, one_row
from activities.receipts import apply_receipt_effect
from activities.reference import calendar_by
from activities.register import line_of
from models.db import Driver, one_transaction
from models.domain.claim import Claim
from models.domain.claim_status import Act
from models.domain.effects import RECEIPT_EFFECTS
from models.domain.errors import RuleBroken
from models.domain.terms import decision_due
from models.messages.claim import ClaimStep, RecordedStep, StepOutcome, after_recording

_CLAIM = TypeAdapter(Claim)
_FROZEN = """
    SELECT 1 FROM draft JOIN frozen_content f USING (claim_id, version)
    WHERE claim_id = %(claim_id)s AND version = %(version)s AND f.sha256 = %(sha256)s
    FOR UPDATE OF draft"""
_OPEN = """
    INSERT INTO claim (id, number, filer_fin, status, revision, version, content_sha256, court_id, receipt_number,
                       opened_at, updated_at, overdue, reason_code, reason, reason_by, case_number)
    VALUES (%(claim_id)s, %(number)s, %(filer_fin)s, %(status)s, %(revision)s, 0, '', '', '',
            %(at)s, %(at)s, false, '', '', '', '')
    ON CONFLICT DO NOTHING"""
# A step that was recorded before breaks on its line, and everything with it is undone.
_STEP = """
    WITH line AS (
        INSERT INTO register_line (claim_id, revision, act, status, actor_role, actor_fin, actor_account, at,
                                   recorded_at, outcome, previous_hash, hash)
        VALUES (%(claim_id)s, %(revision)s, %(act)s, %(status)s, %(actor_role)s, %(actor_fin)s, %(actor_account)s,
                %(at)s, %(recorded_at)s, CAST(%(outcome)s AS json), %(previous_hash)s, %(hash)s)
        RETURNING claim_id
    )
    UPDATE claim SET status = %(status)s, revision = %(revision)s, version = %(version)s,
        content_sha256 = %(content_sha256)s, court_id = %(court_id)s, receipt_number = %(receipt_number)s,
        updated_at = %(at)s, sent_at = %(sent_at)s, decide_by = %(decide_by)s, decided_at = %(decided_at)s,
        overdue = %(overdue)s, reason_code = %(reason_code)s, reason = %(reason)s, reason_by = %(reason_by)s,
        case_number = %(case_number)s
    FROM line WHERE claim.id = line.claim_id"""
_TOUCHED = "SELECT touched_at FROM draft WHERE claim_id = %(claim_id)s"
_NEWEST = """
    SELECT outcome, hash FROM register_line WHERE claim_id = %(claim_id)s AND revision >= %(revision)s
    ORDER BY revision DESC LIMIT 1"""
_CALL_SIGNERS = """
    INSERT INTO claim_signer (claim_id, fin, position, called_at)
    SELECT %(claim_id)s, fin, position - 1, CASE WHEN position = 1 THEN CAST(%(at)s AS timestamptz) END
    FROM unnest(CAST(%(fins)s AS text[])) WITH ORDINALITY AS signer(fin, position)"""
# CLM-13: with the filer's signature the claim stands in every co-claimant's list.
_SIGNED = """
    UPDATE claim_signer SET signed_at = CASE WHEN fin = %(fin)s THEN %(at)s ELSE signed_at END,
        called_at = CASE WHEN %(by_filer)s THEN coalesce(called_at, %(at)s) ELSE called_at END
    WHERE claim_id = %(claim_id)s"""
# The next confirmation is another version, with a package and signatures of its own.
_TAKEN_BACK = """
    WITH released AS (DELETE FROM claim_signer WHERE claim_id = %(claim_id)s)
    UPDATE draft SET version = version + 1, touched_at = %(at)s WHERE claim_id = %(claim_id)s"""
_OPEN_CASE = """
    INSERT INTO court_case (id, number, court_id, claim_id, opened_at)
    VALUES (%(claim_id)s, %(number)s, %(court_id)s, %(claim_id)s, %(at)s)"""


@dataclass(frozen=True)
class ClaimActivities:
    """What a claim's workflow asks of the database."""

    engine: Engine

    def listed(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker; they block, so it needs threads for them."""
        return [self.record_step, self.newest_step, self.draft_touched_at]

    @activity.defn
    def record_step(self, step: ClaimStep) -> StepOutcome:
        """Write the claim's row, its register line, its receipt and its notices in one transaction.

        Where the register is further already, because an earlier step's answer was lost, nothing is written and its
        newest step comes back. A refusal that only the database can give (a receipt taken by another claim, a draft
        changed meanwhile) comes back as a non-retryable error of type RuleBroken.
        """
        try:
            with one_transaction(self.engine) as database:
                return _record(database, step)
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
        with one_transaction(self.engine) as database:
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
        with one_transaction(self.engine) as database:
            found = database.execute(_NEWEST, {"claim_id": claim_id, "revision": since}).fetchone()
        if found is None:
            return None
        outcome, line = found
        return RecordedStep(_CLAIM.validate_python(outcome["claim"]), outcome["taken_by"], line)


def _record(database: Driver, step: ClaimStep) -> StepOutcome:
    if step.act is Act.CONFIRM:
        _require_frozen(database, step.claim)
    if effect := RECEIPT_EFFECTS.get(step.act):
        apply_receipt_effect(database, step, effect)
    outcome = _outcome(database, step)
    claim = after_recording(step.claim, outcome)
    line = line_of(step, {"claim": _CLAIM.dump_python(claim, mode="json"), "taken_by": step.taken_by})
    if step.act is Act.OPEN:
        born = {"claim_id": step.claim.id, "number": outcome.number, "filer_fin": step.claim.filer_fin}
        state = {"status": step.claim.status, "revision": step.claim.revision, "at": step.at}
        database.execute(_OPEN, born | state)
    shown = line | _row(step, claim) | {"outcome": json.dumps(line["outcome"], ensure_ascii=False)}
    database.execute(_STEP, shown)
    _write_signers(database, step)
    write_notices(database, step, words=_words(claim))
    return replace(outcome, line=line["hash"])


def _require_frozen(database: Driver, claim: Claim) -> None:
    """Hold the draft, and refuse when it is no longer the one that was frozen and confirmed."""
    key = {"claim_id": claim.id, "version": claim.version, "sha256": claim.content_sha256}
    if database.execute(_FROZEN, key).fetchone() is None:
        raise RuleBroken("draft_changed")


def _outcome(database: Driver, step: ClaimStep) -> StepOutcome:
    claim = step.claim
    match step.act:
        case Act.OPEN:
            return StepOutcome(number=next_application_number(database, at=step.at))
        case Act.SEND if claim.sent_at is not None:
            calendar = calendar_by(database)
            return StepOutcome(decide_by=decision_due(claim.sent_at, calendar, step.decision_days))
        case Act.ACCEPT:
            number = next_case_number(database, court_id=claim.court_id, at=step.at)
            case = {"claim_id": claim.id, "number": number, "court_id": claim.court_id, "at": step.at}
            database.execute(_OPEN_CASE, case)
            return StepOutcome(case_number=number)
        case _:
            return StepOutcome()


def _row(step: ClaimStep, claim: Claim) -> dict[str, Any]:
    return {
        "version": claim.version,
        "content_sha256": claim.content_sha256,
        "court_id": claim.court_id,
        "receipt_number": claim.fee.receipt_number if claim.fee else "",
        "sent_at": claim.sent_at,
        "decide_by": claim.decide_by,
        "decided_at": step.at if claim.is_final else None,
        "overdue": claim.overdue,
        "reason_code": claim.reason_code,
        "reason": claim.reason,
        "reason_by": step.actor.fin if step.act is Act.REFUSE else "",
        "case_number": claim.case_number,
    }


def _write_signers(database: Driver, step: ClaimStep) -> None:
    key = {"claim_id": step.claim.id, "at": step.at}
    match step.act:
        case Act.CONFIRM:
            database.execute(_CALL_SIGNERS, key | {"fins": [signer.fin for signer in step.claim.signers]})
        case Act.SIGN | Act.SEND:
            fin = step.actor.fin
            database.execute(_SIGNED, key | {"fin": fin, "by_filer": fin == step.claim.filer_fin})
        case Act.WITHDRAW:
            database.execute(_TAKEN_BACK, key)


def _words(claim: Claim) -> dict[str, Any]:
    return {
        "number": claim.number,
        "court_id": claim.court_id,
        "case_number": claim.case_number,
        "reason_code": claim.reason_code,
        "reason": claim.reason,
        "decide_by": claim.decide_by.isoformat() if claim.decide_by else "",
    }
