"""Telling an attempt to sign what its signer's card or the signer himself said."""

from temporalio.client import Client

from activities.claim_door import answer_to
from models.messages import ids
from models.messages.signing import CardAnswer


async def tell_signing(client: Client, signing_id: str, update: str, *told: CardAnswer, update_id: str) -> None:
    """Send an update and wait until it is stored; the same update id is the same act, however often it is sent.

    RuleBroken("card_not_asked") when no request to a card is open, or the attempt has ended; TimeoutError and RPCError
    mean "not confirmed": sending it again with the same id is right.
    """
    handle = client.get_workflow_handle(ids.signing_workflow(signing_id))
    await answer_to(handle, update, *told, update_id=update_id, gone="card_not_asked")
