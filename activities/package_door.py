"""Asking the workers for the package of a version that was just confirmed."""

from contextlib import suppress
from datetime import timedelta

from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError

from models.messages import ids
from models.messages.package import ConfirmedVersion

ANSWER_WITHIN = timedelta(seconds=5)


async def ask_for_package(client: Client, claim_id: str, version: int) -> None:
    """Have the document rendered and packed ahead, once a version; asking again changes nothing.

    The confirmation stands already and must not fail over this: when Temporal does not answer, the document is made
    when it is first opened or signed.
    """
    with suppress(WorkflowAlreadyStartedError, RPCError):
        await client.start_workflow(
            ids.PACKAGE,
            ConfirmedVersion(claim_id, version),
            id=ids.package_workflow(claim_id, version),
            task_queue=ids.TASK_QUEUE,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            rpc_timeout=ANSWER_WITHIN,
        )
