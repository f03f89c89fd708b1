"""Starting workflows: once each, however often a form is sent."""

import asyncio
from datetime import timedelta
from typing import Any, TypeVar

from temporalio.client import Client, WithStartWorkflowOperation, WorkflowUpdateFailedError
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities.claim_door import raise_refusal
from models.messages import ids

ANSWER_WITHIN = timedelta(seconds=20)
View = TypeVar("View")


async def start_once(temporal: Client, workflow: str, argument: object, workflow_id: str) -> None:
    """Start a workflow; starting it again changes nothing. RPCError means "not confirmed"."""
    try:
        await temporal.start_workflow(
            workflow,
            argument,
            id=workflow_id,
            task_queue=ids.TASK_QUEUE,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            rpc_timeout=ANSWER_WITHIN,
        )
    except WorkflowAlreadyStartedError:
        return


def starting(workflow: str, argument: object, workflow_id: str) -> WithStartWorkflowOperation[Any, Any]:
    """Return the start that goes with an update to a workflow which may not be there yet."""
    return WithStartWorkflowOperation(
        workflow,
        argument,
        id=workflow_id,
        task_queue=ids.TASK_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
    )


async def update_with_start(
    temporal: Client,
    update: str,
    argument: object,
    *,
    start: WithStartWorkflowOperation[Any, Any],
    update_id: str,
    view: type[View],
) -> View:
    """Send an update and start its workflow if need be; RuleBroken is the workflow's refusal.

    WorkflowAlreadyStartedError when the workflow has ended; TimeoutError and RPCError mean "not confirmed".
    """
    arguments = [] if argument is None else [argument]
    try:
        async with asyncio.timeout(ANSWER_WITHIN.total_seconds()):
            answer: View = await temporal.execute_update_with_start_workflow(
                update, args=arguments, start_workflow_operation=start, id=update_id, result_type=view
            )
    except WorkflowUpdateFailedError as failed:
        raise_refusal(failed)
        raise
    return answer
