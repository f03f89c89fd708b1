"""A refusal that crossed Temporal as a failure becomes the domain's own again."""

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, FailureError

with workflow.unsafe.imports_passed_through():
    from models.domain.errors import RuleBroken


def refusal_in(error: FailureError) -> str:
    """Return the code of a refusal by the court's rules, "" for every other failure.

    A local activity's failure comes bare, a normal activity's inside an ActivityError.
    """
    cause = error.cause if isinstance(error, ActivityError) else error
    return cause.message if isinstance(cause, ApplicationError) and cause.type == RuleBroken.__name__ else ""


def raise_refusal(error: FailureError) -> None:
    """Raise RuleBroken for a refusal by the court's rules (a receipt taken by another claim); return for all else."""
    if code := refusal_in(error):
        raise RuleBroken(code) from error
