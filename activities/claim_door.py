"""Sending an act to a claim's workflow, with its refusals turned back into the domain's own."""

import asyncio
from datetime import timedelta
from typing import Any

from temporalio.client import Client, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from models.domain.claim import ClaimAct
from models.domain.errors import RuleBroken
from models.messages import ids
from models.messages.claim import ClaimView

ANSWER_WITHIN = timedelta(seconds=20)


async def send_act(client: Client, claim_id: str, update: str, act: ClaimAct, *, update_id: str) -> ClaimView:
    """Take an act on a claim; the same update id is the same act, however often it is sent.

    Raises RuleBroken for a refusal (`claim_closed` when the workflow has ended), TimeoutError when no worker answered:
    the act may then still be taken, and sending it again with the same id is right. A claim that is behind its row,
    because its last step was recorded but never known to it, is brought up to date before a refusal counts.
    """
    handle = client.get_workflow_handle(ids.claim_workflow(claim_id))
    try:
        return await _send(handle, update, act, update_id=update_id)
    except RuleBroken:
        # Asked again even without news: meanwhile the lost step itself may have come again and brought the claim on.
        await catch_up(client, claim_id)
        return await _send(handle, update, act, update_id=update_id)


async def catch_up(client: Client, claim_id: str) -> bool:
    """Let a claim go on from the register's newest step; returns whether that was news, False for an ended claim."""
    handle = client.get_workflow_handle(ids.claim_workflow(claim_id))
    try:
        async with asyncio.timeout(ANSWER_WITHIN.total_seconds()):
            is_news: bool = await handle.execute_update("catch_up", result_type=bool)
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return False
        raise
    return is_news


async def _send(handle: WorkflowHandle[Any, Any], update: str, act: ClaimAct, *, update_id: str) -> ClaimView:
    view: ClaimView = await answer_to(
        handle, update, act, update_id=update_id, gone="claim_closed", result_type=ClaimView
    )
    return view


async def answer_to(
    handle: WorkflowHandle[Any, Any],
    update: str,
    *told: Any,
    update_id: str,
    gone: str,
    result_type: type | None = None,
) -> Any:
    """Return what a workflow answers to an update; RuleBroken when it refuses, and `gone` when it has ended."""
    try:
        async with asyncio.timeout(ANSWER_WITHIN.total_seconds()):
            return await handle.execute_update(update, args=told, id=update_id, result_type=result_type)
    except WorkflowUpdateFailedError as failed:
        raise_refusal(failed)
        raise
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise RuleBroken(gone) from error
        raise


def raise_refusal(failed: WorkflowUpdateFailedError) -> None:
    """Raise the domain's refusal inside a failed update; return when there is none.

    The failure itself is never raised from itself: an error that is its own cause cannot be sent through Temporal.
    """
    cause = failed.cause
    if isinstance(cause, ApplicationError) and cause.type == RuleBroken.__name__:
        raise RuleBroken(cause.message) from failed
