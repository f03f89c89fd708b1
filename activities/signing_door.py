"""Telling an attempt to sign what its signer's card or the signer himself said."""

import asyncio

from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.service import RPCError, RPCStatusCode

from activities.claim_door import ANSWER_WITHIN, raise_refusal
from models.domain.errors import RuleBroken
from models.messages import ids
from models.messages.signing import CardAnswer


async def tell_signing(client: Client, signing_id: str, update: str, *told: CardAnswer, update_id: str) -> None:
    """Send an update and wait until it is stored; the same update id is the same act, however often it is sent.

    RuleBroken("card_not_asked") when no request to a card is open, or the attempt has ended; TimeoutError and RPCError
    mean "not confirmed": sending it again with the same id is right.
    """
    handle = client.get_workflow_handle(ids.signing_workflow(signing_id))
    try:
        async with asyncio.timeout(ANSWER_WITHIN.total_seconds()):
            await handle.execute_update(update, args=told, id=update_id)
    except WorkflowUpdateFailedError as failed:
        raise_refusal(failed)
        raise
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise RuleBroken("card_not_asked") from error
        raise
