"""A registration with an identity document: from the form to the confirmed cabinet (ID-2..5)."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.letters import LetterActivities
    from activities.registration import RegistrationActivities
    from models.domain.errors import RuleBroken
    from models.domain.letters import LetterKind
    from models.domain.registration import (
        ENDED,
        NOT_FINISHED,
        Registration,
        RegistrationAct,
        RegistrationStatus,
        after,
        check_decision,
        check_link_again,
        with_link,
    )
    from models.messages import ids
    from models.messages.registration import (
        Apply,
        BeginRegistration,
        Decide,
        FollowLink,
        LetterOrder,
        Recorded,
        SendLink,
        SendLinkAgain,
    )
    from workflows import options
    from workflows.waiting import wait_until

# A strong sign-in confirms the identity in PostgreSQL without asking here; nobody waits for this workflow to notice.
LOOKS_EVERY = timedelta(days=7)


@workflow.defn(name=ids.REGISTRATION, failure_exception_types=[RuleBroken])
class RegistrationWorkflow:
    """Sends the link, reminds, forgets what nobody finished; then waits until it is known who the person is."""

    @workflow.init
    def __init__(self, begin: BeginRegistration) -> None:
        """Build the state: an update may arrive before the first line of `run`."""
        self._begin = begin
        self._registration = Registration(begin.registration_id)
        self._one_step_at_a_time = asyncio.Lock()
        self._letters: list[LetterOrder] = []
        self._wishes: list[datetime] = []

    @workflow.run
    async def run(self, begin: BeginRegistration) -> RegistrationStatus:
        """Send the link and wait for people and time."""
        self._registration = with_link(self._registration, at=begin.at)
        await self._send(LetterKind.REGISTRATION_LINK, at=begin.at, first=True)
        if not await self._finished_within(begin.policy.reminder_after):
            await self._send(LetterKind.REGISTRATION_REMINDER, at=workflow.now())
        if not await self._finished_within(begin.policy.removed_after):
            await self._remove()
        while not self._is_ended:
            await self._wait_for_identity()
        await self._tell()
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._registration.status

    @workflow.update
    async def send_again(self, wish: SendLinkAgain) -> None:
        """Have another link sent; the earlier one is good no longer. Nobody waits for the mail server."""
        self._registration = with_link(self._registration, at=wish.at)
        self._wishes.append(wish.at)

    @send_again.validator
    def _may_send_again(self, wish: SendLinkAgain) -> None:
        check_link_again(self._registration, self._begin.policy, at=wish.at)

    @workflow.update
    async def follow_link(self, step: FollowLink) -> RegistrationStatus:
        """Make the account of whoever holds the mailbox."""
        async with self._one_step_at_a_time:
            after(self._registration, RegistrationAct.CONFIRM_EMAIL)
            self._go_on(
                await workflow.execute_activity_method(
                    RegistrationActivities.follow_link, step, **options.RECORD_UNTIL_DONE
                )
            )
            return self._registration.status

    @follow_link.validator
    def _may_follow_link(self, step: FollowLink) -> None:  # noqa: ARG002 - Temporal passes the update's argument
        after(self._registration, RegistrationAct.CONFIRM_EMAIL)

    @workflow.update
    async def apply(self, step: Apply) -> RegistrationStatus:
        """Hand the application with the scan to the operators."""
        async with self._one_step_at_a_time:
            after(self._registration, RegistrationAct.APPLY)
            self._go_on(
                await workflow.execute_activity_method(RegistrationActivities.apply, step, **options.RECORD_UNTIL_DONE)
            )
            return self._registration.status

    @apply.validator
    def _may_apply(self, step: Apply) -> None:  # noqa: ARG002 - as above
        after(self._registration, RegistrationAct.APPLY)

    @workflow.update
    async def decide(self, step: Decide) -> RegistrationStatus:
        """Take an operator's decision and write to the person."""
        async with self._one_step_at_a_time:
            check_decision(self._registration, step.act, step.actor, reason=step.reason)
            self._go_on(
                await workflow.execute_activity_method(RegistrationActivities.decide, step, **options.RECORD_UNTIL_DONE)
            )
            approved = step.act is RegistrationAct.APPROVE
            kind = LetterKind.APPLICATION_APPROVED if approved else LetterKind.APPLICATION_REJECTED
            self._letters.append(LetterOrder(step.application_id, kind, step.at, reason=step.reason))
            return self._registration.status

    @decide.validator
    def _may_decide(self, step: Decide) -> None:
        check_decision(self._registration, step.act, step.actor, reason=step.reason)

    @property
    def _is_unfinished(self) -> bool:
        return self._registration.status in NOT_FINISHED

    @property
    def _is_ended(self) -> bool:
        return self._registration.status in ENDED

    async def _send(self, kind: LetterKind, *, at: datetime, first: bool = False) -> None:
        policy = self._begin.policy
        expires_at, removed_at = at + policy.link_lives, self._begin.at + policy.removed_after
        order = SendLink(self._registration.id, kind, at, expires_at, first, removed_at)
        recorded = await workflow.execute_activity_method(RegistrationActivities.send_link, order, **options.OUTSIDE)
        if self._is_unfinished:  # the link may have been followed before the mail server answered
            self._go_on(recorded)

    async def _finished_within(self, time: timedelta) -> bool:
        """Wait until the address is confirmed, or until so much time has passed since the registration began."""
        ends_at = self._begin.at + time
        while self._is_unfinished and workflow.now() < ends_at:
            await wait_until(lambda: not self._is_unfinished or bool(self._wishes), ends_at)
            if self._is_unfinished and self._wishes:
                await self._send(LetterKind.REGISTRATION_LINK, at=self._wishes.pop(0))
        return not self._is_unfinished

    async def _remove(self) -> None:
        async with self._one_step_at_a_time:
            recorded = await workflow.execute_activity_method(
                RegistrationActivities.remove, self._registration.id, **options.RECORD_UNTIL_DONE
            )
            self._go_on(recorded)

    async def _wait_for_identity(self) -> None:
        await wait_until(lambda: self._is_ended or bool(self._letters), workflow.now() + LOOKS_EVERY)
        if not self._letters and not self._is_ended:
            async with self._one_step_at_a_time:
                recorded = await workflow.execute_activity_method(
                    RegistrationActivities.look, self._registration.id, **options.RECORD_UNTIL_DONE
                )
                self._go_on(recorded)
        await self._tell()

    async def _tell(self) -> None:
        while self._letters:
            order = self._letters.pop(0)
            account_id = await workflow.execute_activity_method(
                RegistrationActivities.account, self._registration.id, **options.RECORD_UNTIL_DONE
            )
            await workflow.execute_activity_method(
                LetterActivities.send_letter, replace(order, account_id=account_id), **options.OUTSIDE
            )

    def _go_on(self, recorded: Recorded) -> None:
        """Stand where PostgreSQL says; a refused step is told to whoever took it."""
        self._registration = replace(self._registration, status=recorded.status)
        if recorded.refusal:
            raise RuleBroken(recorded.refusal)
