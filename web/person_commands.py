"""The door from the web to the workflows of a person's own affairs: registration, identity, letters."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from activities.claim_door import raise_refusal
from activities.corrections import begin_correction
from activities.starting import ANSWER_WITHIN, start_once, starting, update_with_start
from models.domain.correction import Correction, CorrectionStatus
from models.domain.errors import RuleBroken
from models.domain.registration import RegistrationPolicy
from models.messages import ids
from models.messages.correction import BeginCorrection, CorrectionStep
from models.messages.registration import Apply, BeginRegistration, Decide, FollowLink, LetterOrder, SendLinkAgain
from models.settings import Settings
from web.deps import deps_of


@dataclass(frozen=True)
class PersonCommands:
    """Starts and updates workflows; RuleBroken is a refusal, TimeoutError and RPCError mean "not confirmed"."""

    temporal: Client
    policy: RegistrationPolicy

    async def begin_registration(self, registration_id: str, *, at: datetime) -> None:
        """Start a registration; its row must stand in PostgreSQL. Starting it again changes nothing."""
        begin = BeginRegistration(registration_id, at, self.policy)
        await start_once(self.temporal, ids.REGISTRATION, begin, ids.registration_workflow(registration_id))

    async def send_link_again(self, registration_id: str, *, at: datetime) -> None:
        """Have another link sent; RuleBroken when it is too soon, too often or of no use."""
        await self._update(registration_id, "send_again", SendLinkAgain(at), f"again-{at.isoformat()}")

    async def follow_link(self, step: FollowLink) -> None:
        """Use a mailed link up; RuleBroken `registration_link_used` when it is good no longer."""
        await self._update(step.registration_id, "follow_link", step, f"follow-{step.token_sha256}")

    async def apply_for_identity(self, step: Apply) -> None:
        """Hand an application to the operators; the same one twice is one."""
        await self._update(step.registration_id, "apply", step, f"apply-{step.application_id}")

    async def decide_identity(self, step: Decide, *, nonce: str) -> None:
        """Take an operator's decision."""
        await self._update(step.registration_id, "decide", step, f"decide-{nonce}")

    async def send_letter(self, order: LetterOrder) -> None:
        """Have a letter sent, durably; nobody learns whether there was somebody to write to."""
        await start_once(self.temporal, ids.LETTER, order, ids.letter_workflow(order.letter_id))

    async def begin_correction(self, correction: Correction) -> None:
        """Have a request for a correction wait for the owner; its row must stand in PostgreSQL."""
        await begin_correction(self.temporal, correction)

    async def act_on_correction(self, correction: Correction, step: CorrectionStep) -> None:
        """Take the owner's decision or the person's withdrawal; RuleBroken `correction_decided` when one was taken.

        A request whose workflow was never started, because Temporal was away when it came, is started by it.
        """
        start = starting(ids.CORRECTION, BeginCorrection(correction), ids.correction_workflow(correction.id))
        update_id = ids.act_update(step.act, step.step_id)
        try:
            await update_with_start(self.temporal, "act", step, start=start, update_id=update_id, view=CorrectionStatus)
        except WorkflowAlreadyStartedError as ended:
            raise RuleBroken("correction_decided") from ended

    async def _update(self, registration_id: str, update: str, step: object, update_id: str) -> Any:
        handle = self.temporal.get_workflow_handle(ids.registration_workflow(registration_id))
        try:
            async with asyncio.timeout(ANSWER_WITHIN.total_seconds()):
                return await handle.execute_update(update, step, id=update_id)
        except WorkflowUpdateFailedError as failed:
            raise_refusal(failed)
            raise
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:  # the registration has ended
                raise RuleBroken("registration_decided") from error
            raise


def policy_of(config: Settings) -> RegistrationPolicy:
    """Return the court's settings for waiting."""
    return RegistrationPolicy(
        link_lives=config.registration_link_lives,
        reminder_after=config.registration_reminder_after,
        removed_after=config.registration_removed_after,
    )


async def person_commands_of(request: Request) -> PersonCommands:
    """Return the door; RuntimeError when the application was built without Temporal."""
    deps = deps_of(request)
    if deps.temporal is None:
        raise RuntimeError("this application has no Temporal client")
    return PersonCommands(deps.temporal, policy_of(deps.settings))


Persons = Annotated[PersonCommands, Depends(person_commands_of)]
