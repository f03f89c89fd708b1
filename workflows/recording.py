"""Recording one step of a claim: at once, in the same task, where the database answers; else until it does."""

from temporalio import workflow
from temporalio.exceptions import FailureError

with workflow.unsafe.imports_passed_through():
    from activities.claims import ClaimActivities
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
