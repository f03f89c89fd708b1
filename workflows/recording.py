"""What a claim's workflow does with the database: a step is recorded at once, in the same task, or until it answers."""

from dataclasses import replace

from temporalio import workflow
from temporalio.exceptions import FailureError

with workflow.unsafe.imports_passed_through():
    from activities.claims import ClaimActivities
    from models.domain.claim import Claim
    from models.messages.claim import ClaimStep, StepOutcome
    from workflows import options
    from workflows.refusals import raise_refusal


async def write_step(step: ClaimStep) -> StepOutcome:
    """Return what recording a step gave; RuleBroken when only the database could refuse it."""
    try:
        try:
            return await workflow.execute_local_activity_method(
                ClaimActivities.record_step, step, **options.RECORD_AT_ONCE
            )
        except FailureError as error:
            raise_refusal(error)
            return await workflow.execute_activity_method(
                ClaimActivities.record_step, step, **options.RECORD_UNTIL_DONE
            )
    except FailureError as error:
        raise_refusal(error)
        raise


async def with_edits(claim: Claim) -> Claim:
    """Return a draft with the time of its last edit, which no step tells."""
    touched_at = await workflow.execute_activity_method(
        ClaimActivities.draft_touched_at, claim.id, **options.RECORD_UNTIL_DONE
    )
    known = claim.touched_at or claim.opened_at
    return replace(claim, touched_at=touched_at, warned=False) if touched_at > known else claim
