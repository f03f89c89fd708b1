"""A refusal that crossed Temporal as a failure becomes the domain's own again."""

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, FailureError

with workflow.unsafe.imports_passed_through():
    from models.domain.errors import RuleBroken


def raise_refusal(error: FailureError) -> None:
    """Raise RuleBroken for a refusal by the database's rules (a receipt taken by another claim); return for all else.

    A local activity's failure comes bare, a normal activity's inside an ActivityError.
    """
    cause = error.cause if isinstance(error, ActivityError) else error
    if isinstance(cause, ApplicationError) and cause.type == RuleBroken.__name__:
        raise RuleBroken(cause.message) from error
